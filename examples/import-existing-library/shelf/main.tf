# Brings all that is saved in a library under Terraform, as one shelf. Nothing
# is written: the library is read, and the state follows.
#
# Reading the saved tracks is a preview.

terraform {
  required_version = ">= 1.8"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }
}

# With detect_drift an import is checked against the library. Without it, each
# track would be saved once more.
provider "amazonmusic" {
  detect_drift = true
}

data "amazonmusic_library" "saved" {}

locals {
  library = { for track in data.amazonmusic_library.saved.tracks : track.id => coalesce(track.title, "(untitled)") }
}

import {
  to = amazonmusic_library_tracks.library
  id = join(",", keys(local.library))
}

resource "amazonmusic_library_tracks" "library" {
  tracks = local.library
}

# A shelf that repeats what the library holds keeps nothing. So write the list
# down once,
#
#   terraform apply
#   terraform output -raw csv > library.csv
#
# and then take it from there: see the example library-in-csv, whose main.tf can
# replace this one.
output "csv" {
  value = join("\n", concat(
    ["track_id,title"],
    [for id, title in local.library : "${id},\"${replace(title, "\"", "\"\"")}\""],
    [""],
  ))
}
