# Step 1 of 2: look up the ISRCs of isrcs.csv that step 2 does not have yet, and write
# the track ids down:
#
#   terraform apply
#   terraform output -raw csv > tracks.new && mv tracks.new ../library/tracks.csv
#
# Each new ISRC is one request. Rows that are in ../library/tracks.csv stay as they are:
# their ISRCs are not looked up again. Run it again when isrcs.csv has new rows. Step 2
# is in the folder "library", and searches for nothing.

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
  rows = [
    for row in csvdecode(trimprefix(file("${path.module}/isrcs.csv"), "\ufeff")) :
    merge(row, { isrc = upper(replace(row.isrc, "-", "")) })
  ]

  library = "${path.module}/../library/tracks.csv"
  known   = fileexists(local.library) ? csvdecode(trimprefix(file(local.library), "\ufeff")) : []
  codes   = { for row in local.known : row.isrc => row.track_id... }

  # The first row of each ISRC counts.
  new   = { for i, row in local.rows : row.isrc => i... if !can(local.codes[row.isrc]) }
  order = [for i, row in local.rows : row.isrc if try(local.new[row.isrc][0] == i, false)]
}

data "amazonmusic_tracks" "found" {
  isrcs = local.order
}

locals {
  ids = { for t in data.amazonmusic_tracks.found.tracks : t.isrc => t.id... }
  table = concat(
    [["track_id", "isrc", "title", "artist"]],
    [for row in local.known : [row.track_id, row.isrc, row.title, row.artist]],
    [for code in local.order : [local.ids[code][0], code, local.rows[local.new[code][0]].title, local.rows[local.new[code][0]].artist] if can(local.ids[code])],
  )
}

output "csv" {
  value = join("", [for row in local.table : "${join(",", [for v in row : "\"${replace(v, "\"", "\"\"")}\""])}\n"])
}

output "not_found" {
  value = data.amazonmusic_tracks.found.not_found
}
