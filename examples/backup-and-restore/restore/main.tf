# Restores a backup into an account, with a state of its own. What is in the account
# already stays.

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

variable "backup" {
  description = "A file that from-state or from-service has written."
  type        = string
  default     = "2026-01-31.json"
}

locals {
  backup = jsondecode(file("${path.module}/${var.backup}"))
}

resource "amazonmusic_library_tracks" "restored" {
  tracks = local.backup.library
}

# The key is the id that the playlist had. The new playlist has another one.
resource "amazonmusic_playlist" "restored" {
  for_each    = local.backup.playlists
  title       = coalesce(each.value.title, "(untitled)")
  description = try(coalesce(each.value.description), "")
  visibility  = each.value.visibility == "PUBLIC" ? "PUBLIC" : "PRIVATE"
  track_ids   = each.value.track_ids
}
