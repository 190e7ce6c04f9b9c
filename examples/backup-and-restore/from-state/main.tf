# Backs up what Terraform manages, from the state:
#
#   terraform output -json backup > "$(date +%F).json"
#
# The output sends no request. It is as old as the last apply: run
# "terraform apply -refresh-only" before, if playlists have changed in the app.

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

resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
  }
}

resource "amazonmusic_playlist" "road_trip" {
  title     = "Road Trip"
  track_ids = ["B097S185X9", "B08DL2BXQC", "B0C1KV8M3D"]
}

output "backup" {
  value = {
    library = amazonmusic_library_tracks.favourites.tracks
    playlists = {
      for p in [amazonmusic_playlist.road_trip] : p.id => {
        title       = p.title
        description = p.description
        visibility  = p.visibility
        track_ids   = p.track_ids
      }
    }
  }
}
