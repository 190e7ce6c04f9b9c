# Several people, one configuration: one provider block for each person.
#
# Each person logs in once. For the second person, print the address with
# "login -no-browser", and open it in a private window: in an ordinary window the
# browser is still logged in as the first person, and the second token would be for
# the same account.
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

# Which account each login belongs to: user_id, null where the service does not say.
data "amazonmusic_playlists" "me" {
  provider = amazonmusic.me
}

data "amazonmusic_playlists" "parents" {
  provider = amazonmusic.parents
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

  # With one account behind both logins, the two resources would share a library,
  # and remove each other's tracks. The apply would only warn.
  lifecycle {
    precondition {
      condition     = coalesce(data.amazonmusic_playlists.me.user_id, "me") != coalesce(data.amazonmusic_playlists.parents.user_id, "parents")
      error_message = "Both refresh tokens belong to one account. Log in again as the second person, in a private window."
    }
  }
}
