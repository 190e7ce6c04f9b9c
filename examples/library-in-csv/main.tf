# A library kept in a CSV file: one row for each track, one resource for all rows.

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
  # Some spreadsheets write a byte order mark (BOM) before the first column's
  # name. trimprefix removes it.
  rows = csvdecode(trimprefix(file("${path.module}/library.csv"), "\ufeff"))
}

# The title is a label that makes plans readable. Where the cell is empty,
# coalesce uses the next value. A track in two rows is an error.
resource "amazonmusic_library_tracks" "library" {
  tracks = { for row in local.rows : row.track_id => coalesce(row.title, "(untitled)") }

  # "terraform destroy" would empty the library. prevent_destroy makes that an error,
  # and max_removals a file that has lost its rows.
  max_removals = 25
  lifecycle {
    prevent_destroy = true
  }
}

output "saved" {
  value = "${amazonmusic_library_tracks.library.track_count} tracks"
}
