# Writes an import block for each of your playlists. It works with every version of
# Terraform and OpenTofu that the provider supports. Terraform 1.14 has a shorter
# way: terraform query.
#
#   terraform apply                                # read the playlists
#   terraform output skipped                       # what is not imported, and why
#   terraform output -raw imports > imports.tf
#   terraform plan -generate-config-out=playlists.tf
#
# Then rename the blocks as you like, in both files, and
#
#   terraform apply                                # import the playlists
#
# After that, delete imports.tf, the data source and the outputs.
#
# Managing playlists is a preview.

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

data "amazonmusic_playlists" "mine" {}

locals {
  mine = data.amazonmusic_playlists.mine

  # Why a playlist is not imported; "" for one that is. The service leaves out what it
  # does not know, so a playlist without a curator counts as yours.
  reasons = { for p in local.mine.playlists : p.id => (
    p.curator_id != null && p.curator_id != local.mine.user_id ? "belongs to another user" :
    trimspace(coalesce(p.title, " ")) == "" ? "has no title" :
    contains(["PRIVATE", "PUBLIC"], coalesce(p.visibility, "PRIVATE")) ? "" :
    "is ${p.visibility}"
  ) }
}

# jsonencode keeps a title with a line break in its comment.
output "imports" {
  value = join("\n", [for i, p in local.mine.playlists : <<-EOT
    # ${jsonencode(p.title)}
    import {
      to = amazonmusic_playlist.mine_${i}
      id = "${p.id}"
    }
  EOT
  if local.reasons[p.id] == ""])
}

output "skipped" {
  value = { for p in local.mine.playlists : p.id => "${coalesce(p.title, "(untitled)")}: ${local.reasons[p.id]}" if local.reasons[p.id] != "" }
}
