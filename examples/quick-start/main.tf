terraform {
  required_version = ">= 1.8"
  required_providers {
    amazonmusic = {
      source = "musicascode/amazonmusic"
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

    (provider::amazonmusic::track_id_from_url("https://music.amazon.com/albums/B0C1KTRQZ4?trackAsin=B0C1KV8M3D")) = "Shared by a friend"
  }
}

resource "amazonmusic_library_track" "favourite" {
  for_each = local.favourites
  track_id = each.key
}

data "amazonmusic_playlists" "mine" {}

output "saved" {
  value = { for id, label in local.favourites : label => amazonmusic_library_track.favourite[id].url }
}

output "playlists" {
  value = [for p in data.amazonmusic_playlists.mine.playlists : "${coalesce(p.title, "(untitled)")}: ${coalesce(p.track_count, 0)} tracks"]
}
