# Several people, one configuration: one provider block for each person.
#
# The credentials come from ephemeral variables, which Terraform reads from the
# environment:
#
#   export TF_VAR_application='{"api_key":"…","client_id":"…","client_secret":"…"}'
#   export TF_VAR_refresh_tokens='{"me":"Atzr|…","parents":"Atzr|…"}'

terraform {
  # Ephemeral variables: OpenTofu 1.11, Terraform 1.10. With Terraform 1.10,
  # lower this version.
  required_version = ">= 1.11"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }
}

variable "application" {
  description = "The security profile that the beta was opened for."
  sensitive   = true
  ephemeral   = true
  type = object({
    api_key       = string
    client_id     = string
    client_secret = string
  })
}

variable "refresh_tokens" {
  description = "The refresh token of each person, from a login with their own account."
  sensitive   = true
  ephemeral   = true
  type = object({
    me      = string
    parents = string
  })
}

provider "amazonmusic" {
  alias         = "me"
  api_key       = var.application.api_key
  client_id     = var.application.client_id
  client_secret = var.application.client_secret
  refresh_token = var.refresh_tokens.me
}

provider "amazonmusic" {
  alias         = "parents"
  api_key       = var.application.api_key
  client_id     = var.application.client_id
  client_secret = var.application.client_secret
  refresh_token = var.refresh_tokens.parents
}

locals {
  # Tracks for every library.
  shared = {
    "B08DL2BXQC" = "Kane Train"
  }
}

resource "amazonmusic_library_tracks" "me" {
  provider = amazonmusic.me
  tracks = merge(local.shared, {
    "B097S185X9" = "Something To Believe In"
  })
}

resource "amazonmusic_library_tracks" "parents" {
  provider = amazonmusic.parents
  tracks = merge(local.shared, {
    "B0C1KV8M3D" = ""
  })
}
