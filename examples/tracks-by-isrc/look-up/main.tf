# Step 1 of 2: look a CSV file of ISRCs up in the catalog, once, and write the
# track ids down:
#
#   terraform apply
#   terraform output -raw csv > ../library/tracks.csv
#
# Each ISRC is one request. Run it again when isrcs.csv has changed. Step 2 is in
# the folder "library", and searches for nothing.

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
  rows = csvdecode(trimprefix(file("${path.module}/isrcs.csv"), "\ufeff"))
}

data "amazonmusic_tracks" "found" {
  isrcs = local.rows[*].isrc
}

# One track id can have several ISRCs in the file: the map holds it once.
locals {
  found = { for t in data.amazonmusic_tracks.found.tracks : t.id => t... }
}

output "csv" {
  value = join("", concat(["track_id,isrc,title\n"], [
    for id, t in local.found : format("%s,%s,\"%s\"\n", id, t[0].isrc, replace(coalesce(t[0].title, "(untitled)"), "\"", "\"\""))
  ]))
}

output "not_found" {
  value = data.amazonmusic_tracks.found.not_found
}
