# Backs up a whole account, as the service lists it:
#
#   terraform apply
#   terraform output -json backup > "$(date +%F).json"
#
# An apply sends one request for each hundred saved tracks, one for each hundred
# playlists, and for each playlist one, and one more for each hundred of its tracks.

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

data "amazonmusic_library" "saved" {}

data "amazonmusic_playlists" "mine" {}

data "amazonmusic_playlist" "mine" {
  for_each = toset(data.amazonmusic_playlists.mine.playlists[*].id)
  id       = each.key
}

output "backup" {
  value = {
    library = { for t in data.amazonmusic_library.saved.tracks : t.id => coalesce(t.title, "(untitled)") }
    playlists = {
      for id, p in data.amazonmusic_playlist.mine : id => {
        title       = p.title
        description = p.description
        visibility  = p.visibility
        # An entry without a track of the catalog cannot be restored.
        track_ids = [for t in p.tracks : t.id if can(regex("^[A-Z0-9]{10}$", t.id))]
      }
    }
  }
}
