# Several people, one configuration: each has a library, and each library a
# provider of its own.

terraform {
  # Ephemeral variables: Terraform 1.10, OpenTofu 1.11.
  required_version = ">= 1.10"
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
  description = "The refresh token of each person, who has agreed to it with their own account."
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
  # What all of us hear. One shelf for each library: a track on two shelves of
  # the same library would be a mistake.
  ours = {
    "B08DL2BXQC" = "Kane Train"
  }
}

resource "amazonmusic_library_tracks" "me" {
  provider = amazonmusic.me
  tracks = merge(local.ours, {
    "B097S185X9" = "Something To Believe In"
  })
}

resource "amazonmusic_library_tracks" "parents" {
  provider = amazonmusic.parents
  tracks = merge(local.ours, {
    "B0C1KV8M3D" = ""
  })
}
