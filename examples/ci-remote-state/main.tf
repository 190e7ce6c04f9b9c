# A library that CI applies: the state is kept in a bucket, and locked while it
# is written, so that two runs cannot save and remove side by side. The workflow
# is in .github/workflows.

terraform {
  # Locking without a table: Terraform 1.10, OpenTofu 1.10.
  required_version = ">= 1.10"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }

  # Any backend that locks will do.
  backend "s3" {
    bucket       = "my-terraform-state"
    key          = "amazon-music/library.tfstate"
    region       = "eu-central-1"
    use_lockfile = true
  }
}

# Credentials come from the environment, which the workflow fills.
provider "amazonmusic" {}

locals {
  rows = csvdecode(file("${path.module}/library.csv"))
}

resource "amazonmusic_library_tracks" "library" {
  tracks = { for row in local.rows : row.track_id => coalesce(row.title, "(untitled)") }
}
