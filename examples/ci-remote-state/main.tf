# A library that CI plans on a pull request, applies on the main branch, and compares
# with the service every night. The state is kept in a bucket and locked during a run,
# so that two runs cannot change the library at the same time. The workflow is in
# .github/workflows.

terraform {
  # use_lockfile: Terraform 1.10, OpenTofu 1.10.
  required_version = ">= 1.10"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }

  # Any backend that supports locking works.
  backend "s3" {
    bucket       = "my-terraform-state"
    key          = "amazon-music/library.tfstate"
    region       = "eu-central-1"
    use_lockfile = true
  }
}

# Credentials come from environment variables, which the workflow sets.
provider "amazonmusic" {}

locals {
  rows = csvdecode(trimprefix(file("${path.module}/library.csv"), "\ufeff"))
}

resource "amazonmusic_library_tracks" "library" {
  tracks = { for row in local.rows : row.track_id => coalesce(row.title, "(untitled)") }

  # "terraform destroy" would empty the library. prevent_destroy makes that an error,
  # and max_removals a file that has lost its rows.
  max_removals = 25
  lifecycle {
    prevent_destroy = true
  }
}
