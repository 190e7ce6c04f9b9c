# One CSV file, several shelves side by side: a shelf for each mood.

terraform {
  required_version = ">= 1.8"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }
}

# Credentials come from the environment: AMAZONMUSIC_API_KEY, and
# AMAZONMUSIC_ACCESS_TOKEN or the three variables that renew it.
provider "amazonmusic" {}

locals {
  rows  = csvdecode(trimprefix(file("${path.module}/library.csv"), "\ufeff"))
  moods = { for row in local.rows : coalesce(row.mood, "unsorted") => row... }

  # The moods of each track: more than one would put it on two shelves, and
  # whichever let go of it first would remove it for both.
  moods_of = { for row in local.rows : row.track_id => row.mood... }
  twice    = [for id, moods in local.moods_of : id if length(moods) > 1]
}

resource "amazonmusic_library_tracks" "mood" {
  for_each = local.moods
  tracks   = { for row in each.value : row.track_id => coalesce(row.title, "(untitled)") }

  lifecycle {
    precondition {
      condition     = length(local.twice) == 0
      error_message = "In more than one row of library.csv: ${join(", ", local.twice)}."
    }
  }
}

output "shelves" {
  value = { for mood, shelf in amazonmusic_library_tracks.mood : mood => shelf.track_count }
}
