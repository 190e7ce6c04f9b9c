# Playlists that follow rules. What the rules ask for comes from the catalog: one
# request for each hundred tracks, in every plan.

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
  library = csvdecode(trimprefix(file("${path.module}/library.csv"), "\ufeff"))
  rows    = { for i, row in local.library : row.track_id => i... }
}

# If the catalog lacks a track of the file, the plan fails. Otherwise the track would
# leave every playlist here.
data "amazonmusic_tracks" "library" {
  ids = [for i, row in local.library : row.track_id if local.rows[row.track_id][0] == i]

  lifecycle {
    postcondition {
      condition     = length(self.not_found) == 0
      error_message = "Not in the catalog: ${join(", ", self.not_found)}. Remove them from library.csv."
    }
  }
}

locals {
  tracks = data.amazonmusic_tracks.library.tracks
}
