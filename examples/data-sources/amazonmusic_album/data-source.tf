data "amazonmusic_album" "shared" {
  id = provider::amazonmusic::album_id_from_url("https://music.amazon.com/albums/B08DL2H5PV")
}

# The album as a playlist, in its order.
resource "amazonmusic_playlist" "album" {
  title     = coalesce(data.amazonmusic_album.shared.title, "Album")
  track_ids = data.amazonmusic_album.shared.tracks[*].id
}

# Or as saved tracks.
resource "amazonmusic_library_tracks" "album" {
  tracks = { for t in data.amazonmusic_album.shared.tracks : t.id => coalesce(t.title, "(untitled)") }
}
