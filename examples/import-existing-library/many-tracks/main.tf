# Imports every saved track into one resource. Nothing is written to the
# library.
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

# With detect_drift an import is compared with the library. Without it, the
# apply would save each track once more.
provider "amazonmusic" {
  detect_drift = true
}

data "amazonmusic_library" "saved" {}

locals {
  # An entry without an id, such as an upload, cannot be managed.
  library = {
    for track in data.amazonmusic_library.saved.tracks : track.id => coalesce(track.title, "(untitled)")
    if track.id != null
  }
}

import {
  to = amazonmusic_library_tracks.library
  id = join(",", keys(local.library))
}

resource "amazonmusic_library_tracks" "library" {
  tracks = local.library

  # "terraform destroy" would empty the library. prevent_destroy makes that an error,
  # and max_removals a file that has lost its rows.
  max_removals = 25
  lifecycle {
    prevent_destroy = true
  }
}

# A resource built from this data source mirrors the library and never restores
# a track. So write the list to a file once,
#
#   terraform apply
#   terraform output -raw csv > library.csv
#
# and use the file from then on: the main.tf of the example library-in-csv can
# replace this one.
output "csv" {
  value = join("\n", concat(
    ["track_id,title"],
    [for id, title in local.library : "${id},\"${replace(title, "\"", "\"\"")}\""],
    [""],
  ))
}
