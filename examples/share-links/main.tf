# Tracks from share links: in Amazon Music, choose Share and Copy link, and paste
# the link into the list.

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
  links = [
    "https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC",
    "https://music.amazon.de/albums/B097S29G3W/something-to-believe-in?marketplaceId=A1PA6795UKMFR9&trackAsin=B097S185X9&ref=dm_sh",
    "https://music.amazon.co.uk/tracks/B0C1KV8M3D",
  ]
}

# The link is the label too, so that a plan shows where a track comes from. A
# link without a track is an error at plan time, and so are two links to one
# track.
resource "amazonmusic_library_tracks" "shared" {
  tracks = { for link in local.links : provider::amazonmusic::track_id_from_url(link) => link }
}

output "track_ids" {
  value = keys(amazonmusic_library_tracks.shared.tracks)
}
