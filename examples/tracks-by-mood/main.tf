# One CSV file, several resources: one for each mood in the file.

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
  rows  = csvdecode(trimprefix(file("${path.module}/library.csv"), "\ufeff"))
  moods = { for row in local.rows : coalesce(row.mood, "unsorted") => row... }

  # A track in two rows would belong to two resources.
  moods_of = { for row in local.rows : row.track_id => row.mood... }
  twice    = [for id, moods in local.moods_of : id if length(moods) > 1]
}

resource "amazonmusic_library_tracks" "mood" {
  for_each = local.moods
  tracks   = { for row in each.value : row.track_id => coalesce(row.title, "(untitled)") }

  # The provider warns about a track that two resources name. This makes it an
  # error.
  lifecycle {
    precondition {
      condition     = length(local.twice) == 0
      error_message = "In more than one row of library.csv: ${join(", ", local.twice)}."
    }
  }
}

output "tracks_by_mood" {
  value = { for mood, resource in amazonmusic_library_tracks.mood : mood => resource.track_count }
}
