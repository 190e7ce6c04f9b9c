data "amazonmusic_album" "shared" {
  id = provider::amazonmusic::album_id_from_url("https://music.amazon.com/albums/B08DL2H5PV")
}

# The album as a playlist, in its order. A track that the service does not name has a null id.
resource "amazonmusic_playlist" "album" {
  title     = coalesce(data.amazonmusic_album.shared.title, "Album")
  track_ids = [for t in data.amazonmusic_album.shared.tracks : t.id if t.id != null]
}

# Or as saved tracks.
resource "amazonmusic_library_tracks" "album" {
  tracks = { for t in data.amazonmusic_album.shared.tracks : t.id => coalesce(t.title, "(untitled)") if t.id != null }
}
