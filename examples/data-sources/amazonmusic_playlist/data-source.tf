# By title, which exactly one of your playlists must have.
data "amazonmusic_playlist" "rock" {
  title = "00 Rock"
}

# By id, as data "amazonmusic_playlists" lists it.
data "amazonmusic_playlist" "day" {
  id = "28a56e15-99ea-4e0b-989e-2ba8b19c1aae"
}

output "rock" {
  value = [for t in data.amazonmusic_playlist.rock.tracks : coalesce(t.title, t.id, "(unknown)")]
}
