data "amazonmusic_library" "saved" {}

resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
  }
}

# The saved tracks that this resource does not manage. An upload has no id.
output "unmanaged" {
  value = {
    for track in data.amazonmusic_library.saved.tracks : track.id => coalesce(track.title, "(untitled)")
    if try(!contains(keys(amazonmusic_library_tracks.favourites.tracks), track.id), false)
  }
}
