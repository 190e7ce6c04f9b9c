# A configuration with tests. "terraform test" runs those in tests/:
#
#   rules.tftest.hcl     with mocks: no service, no credentials
#   service.tftest.hcl   against the stand-in service on this machine

terraform {
  required_version = ">= 1.8"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }
}

variable "list" {
  description = "The CSV file of the tracks, with the columns track_id and title."
  type        = string
  default     = "library.csv"
}

# Credentials come from environment variables: AMAZONMUSIC_API_KEY, and either
# AMAZONMUSIC_ACCESS_TOKEN or the three variables that renew it.
provider "amazonmusic" {}

locals {
  rows   = csvdecode(trimprefix(file("${path.module}/${var.list}"), "\ufeff"))
  titles = { for row in local.rows : row.track_id => coalesce(row.title, "(untitled)")... }
  twice  = [for id, titles in local.titles : id if length(titles) > 1]
}

resource "amazonmusic_library_tracks" "library" {
  tracks = { for id, titles in local.titles : id => titles[0] }

  lifecycle {
    precondition {
      condition     = length(local.twice) == 0
      error_message = "In more than one row of ${var.list}: ${join(", ", local.twice)}."
    }
  }
}

# A single track, whose title is an output.
resource "amazonmusic_library_track" "of_the_week" {
  track_id = provider::amazonmusic::track_id_from_url("https://music.amazon.com/albums/B0C1KTRQZ4?trackAsin=B0C1KV8M3D")
}

output "of_the_week" {
  value = amazonmusic_library_track.of_the_week.title
}
