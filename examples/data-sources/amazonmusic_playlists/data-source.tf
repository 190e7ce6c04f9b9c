data "amazonmusic_playlists" "mine" {}

# The playlists of more than an hour. A value that the service omits is null, so
# a playlist without a duration is not counted.
locals {
  long = [for p in data.amazonmusic_playlists.mine.playlists : p if coalesce(p.duration, 0) > 3600]
}

output "long_playlists" {
  value = { for p in local.long : p.id => "${coalesce(p.title, "(untitled)")}, ${floor(p.duration / 60)} minutes" }
}
