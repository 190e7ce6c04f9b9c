data "amazonmusic_library" "saved" {}

resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
  }
}

# What is saved, and is not on the shelf.
output "elsewhere" {
  value = {
    for track in data.amazonmusic_library.saved.tracks : track.id => coalesce(track.title, "(untitled)")
    if !contains(keys(amazonmusic_library_tracks.favourites.tracks), track.id)
  }
}
