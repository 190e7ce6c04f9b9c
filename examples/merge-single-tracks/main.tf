# Moves many amazonmusic_library_track resources into one
# amazonmusic_library_tracks, without removing a track. Before, this
# configuration contained
#
#   resource "amazonmusic_library_track" "favourite" {
#     for_each = local.favourites
#     track_id = each.key
#   }

terraform {
  # A removed block with a lifecycle block: Terraform 1.7, OpenTofu 1.10. With
  # OpenTofu 1.8 or 1.9, lower this version and omit the lifecycle block below:
  # there, removed never destroys. In Terraform, keep it: without it the tracks
  # would be removed.
  required_version = ">= 1.10"
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
  favourites = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
    "B0C1KV8M3D" = "Shared by a friend"
  }
}

# Removes all instances from the state, and no track from the library.
removed {
  from = amazonmusic_library_track.favourite

  lifecycle {
    destroy = false
  }
}

# Adds the tracks to the state of the new resource. The apply then saves each of
# them once more, which changes nothing in the library.
import {
  to = amazonmusic_library_tracks.favourites
  id = join(",", keys(local.favourites))
}

resource "amazonmusic_library_tracks" "favourites" {
  tracks = local.favourites
}

# After the apply, the removed and import blocks can be deleted.
