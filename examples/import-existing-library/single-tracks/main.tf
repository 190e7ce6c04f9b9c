# Brings all that is saved in a library under Terraform, as a resource for each
# track. For more than a few hundred tracks take a shelf instead.
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
  for_each = local.library
  to       = amazonmusic_library_track.saved[each.key]
  id       = each.key
}

resource "amazonmusic_library_track" "saved" {
  for_each = local.library
  track_id = each.key
}

# Resources that repeat what the library holds keep nothing. So write the list
# down once,
#
#   terraform apply
#   terraform output -json library > library.json
#
# then let local.library be jsondecode(file("library.json")), and take out the
# data source, the import block and this output.
output "library" {
  value = local.library
}
