# From many single resources to one shelf, without removing a track. Before,
# this configuration held
#
#   resource "amazonmusic_library_track" "favourite" {
#     for_each = local.favourites
#     track_id = each.key
#   }

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
  favourites = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
    "B0C1KV8M3D" = "Shared by a friend"
  }
}

# Forgets all instances, and removes no track from the library. In OpenTofu
# before 1.10 leave lifecycle out: removed never destroys there.
removed {
  from = amazonmusic_library_track.favourite

  lifecycle {
    destroy = false
  }
}

# Takes the tracks over. The apply then saves each of them once, which changes
# nothing in the library.
import {
  to = amazonmusic_library_tracks.favourites
  id = join(",", keys(local.favourites))
}

resource "amazonmusic_library_tracks" "favourites" {
  tracks = local.favourites
}

# Once this has been applied, the blocks removed and import can go.
