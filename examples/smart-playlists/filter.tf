# A part of the tracks, in the order of the file. What is not known is null, and is in
# none of these playlists.

resource "amazonmusic_playlist" "twenties" {
  title     = "Released since 2020"
  track_ids = [for t in local.tracks : t.id if try(tonumber(substr(t.release_date, 0, 4)) >= 2020, false)]
}

resource "amazonmusic_playlist" "family" {
  title     = "For the whole family"
  track_ids = [for t in local.tracks : t.id if t.explicit == false]
}

resource "amazonmusic_playlist" "artist" {
  title     = "The Wires"
  track_ids = [for t in local.tracks : t.id if try(contains(t.artist_names, "The Wires"), false)]
}
