# A library in a spreadsheet: a row for each track, and one shelf for all rows.

terraform {
  required_version = ">= 1.8"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }
}

# Credentials come from the environment: AMAZONMUSIC_API_KEY, and
# AMAZONMUSIC_ACCESS_TOKEN or the three variables that renew it.
provider "amazonmusic" {}

locals {
  # trimprefix takes off the mark that some spreadsheets put before the first
  # column's name.
  rows = csvdecode(trimprefix(file("${path.module}/library.csv"), "\ufeff"))
}

# The title is a label, for whoever reads a plan. Where its cell is empty,
# coalesce takes the next value. A track in two rows is an error.
resource "amazonmusic_library_tracks" "library" {
  tracks = { for row in local.rows : row.track_id => coalesce(row.title, "(untitled)") }
}

output "saved" {
  value = "${amazonmusic_library_tracks.library.track_count} tracks"
}
