# A library kept as a CSV file of ISRCs that is looked up in every run. There is no
# second step and no second file, but each plan and each apply sends one search for
# each ISRC: 1,000 ISRCs at ten concurrent requests of 100 ms take ten seconds. For
# more than a few hundred tracks, write the ids down once: see ../look-up.

terraform {
  required_version = ">= 1.8"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }
}

# Credentials come from environment variables: AMAZONMUSIC_API_KEY, and either
# AMAZONMUSIC_ACCESS_TOKEN or the three variables that renew it.
provider "amazonmusic" {}

locals {
  rows = csvdecode(trimprefix(file("${path.module}/isrcs.csv"), "\ufeff"))
}

# A track that the catalog lacks is an error here, so that a plan never removes a
# track because a search did not find it.
data "amazonmusic_tracks" "found" {
  isrcs = local.rows[*].isrc

  lifecycle {
    postcondition {
      condition     = length(self.not_found) == 0
      error_message = "Not in the catalog: ${join(", ", self.not_found)}. Remove them from isrcs.csv."
    }
  }
}

locals {
  found = { for t in data.amazonmusic_tracks.found.tracks : t.id => coalesce(t.title, "(untitled)")... }
}

resource "amazonmusic_library_tracks" "library" {
  tracks = { for id, titles in local.found : id => titles[0] }
}

output "saved" {
  value = "${amazonmusic_library_tracks.library.track_count} tracks"
}
