# Imports every saved track into a resource of its own. For more than a few
# hundred tracks, use the example many-tracks instead.
#
# Reading the saved tracks is a preview.

terraform {
  # OpenTofu 1.11.0 rejects for_each in an import block. 1.11.1 fixes it.
  required_version = ">= 1.8, != 1.11.0"
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
  for_each = local.library
  to       = amazonmusic_library_track.saved[each.key]
  id       = each.key
}

resource "amazonmusic_library_track" "saved" {
  for_each = local.library
  track_id = each.key
}

# Resources built from this data source mirror the library and never restore a
# track. So write the list to a file once,
#
#   terraform apply
#   terraform output -json library > library.json
#
# then set local.library to jsondecode(file("library.json")), and delete the
# data source, the import block and this output.
output "library" {
  value = local.library
}
