# Step 2 of 2: the library, from the track ids that step 1 has written down. A plan
# sends no request at all.

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
  rows = csvdecode(trimprefix(file("${path.module}/tracks.csv"), "\ufeff"))

  # Several ISRCs can be one track.
  titles = { for row in local.rows : row.track_id => row.title... }
}

resource "amazonmusic_library_tracks" "library" {
  tracks = { for id, titles in local.titles : id => titles[0] }
}

output "saved" {
  value = "${amazonmusic_library_tracks.library.track_count} tracks"
}
