# Playlists that were exported from another service become a library and playlists.
#
#   terraform apply                                     # 1. searches, and saves nothing yet
#   terraform output -raw tracks > tracks.new && mv tracks.new tracks.csv
#   terraform output -raw not_found > not_found.csv     # to go on by hand
#   terraform apply                                     # 2. saves, and creates the playlists
#
# Only what is in tracks.csv is saved. Keep the file in version control. A song in it is
# never searched for again, whatever the catalog answers later.

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
  # A song is known by its own words: title, artist, album and ISRC. (distinct would
  # compare each song with each other one.)
  exported = concat(values(local.songs)...)
  rows     = { for i, song in local.exported : jsonencode(song) => i... }
  wanted   = [for i, song in local.exported : song if local.rows[jsonencode(song)][0] == i]

  tracks_path = "${path.module}/tracks.csv"
  tracks_file = fileexists(local.tracks_path) ? csvdecode(trimprefix(file(local.tracks_path), "\ufeff")) : []
  tracks      = [for row in local.tracks_file : row if row.track_id != ""]
  known = {
    for row in local.tracks :
    jsonencode({ title = row.title, artist = row.artist, album = row.album, isrc = row.isrc }) => row.track_id...
  }
  new = [for song in local.wanted : song if !can(local.known[jsonencode(song)])]
}

# One request for each song that is not in tracks.csv, or two: see the guide.
data "amazonmusic_tracks" "found" {
  songs = local.new
}

# The catalog can have a recording by another ISRC. What was not found by its ISRC is
# searched by title and artist.
locals {
  again = [for i, m in data.amazonmusic_tracks.found.matches : i if m.match == "none" && local.new[i].isrc != ""]
}

data "amazonmusic_tracks" "by_title" {
  songs = [for i in local.again : merge(local.new[i], { isrc = "" })]
}

locals {
  by_title = zipmap(local.again, data.amazonmusic_tracks.by_title.matches)
  results = [
    for i, m in data.amazonmusic_tracks.found.matches :
    { song = local.new[i], found = can(local.by_title[i]) ? local.by_title[i] : m }
  ]
  # A close match may be another version of the song. To leave those out, remove "close" here.
  found     = [for r in local.results : r if contains(["isrc", "exact", "close"], r.found.match)]
  not_found = [for r in local.results : r if !contains(["isrc", "exact", "close"], r.found.match)]
  close     = [for r in local.found : "${r.song.artist} - ${r.song.title}" if r.found.match == "close"]
}

check "close_matches" {
  assert {
    condition     = length(local.close) == 0
    error_message = "May be another version, see tracks.csv: ${join(", ", local.close)}."
  }
}

# Several songs can be one track. A playlist has it where its first song stands.
locals {
  ids = {
    for playlist, songs in local.songs :
    playlist => [for song in songs : local.known[jsonencode(song)][0] if can(local.known[jsonencode(song)])]
  }
  places = { for playlist, ids in local.ids : playlist => { for i, id in ids : id => i... } }
  titles = {
    for song in local.wanted :
    local.known[jsonencode(song)][0] => "${song.artist} - ${song.title}"... if can(local.known[jsonencode(song)])
  }
}

resource "amazonmusic_library_tracks" "imported" {
  tracks = { for id, titles in local.titles : id => titles[0] }
}

resource "amazonmusic_playlist" "imported" {
  for_each  = { for playlist, ids in local.ids : playlist => ids if length(ids) > 0 }
  title     = each.key
  track_ids = [for i, id in each.value : id if local.places[each.key][id][0] == i]
}
