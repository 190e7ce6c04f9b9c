resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"

    # A key that is an expression needs parentheses.
    (provider::amazonmusic::track_id_from_url("https://music.amazon.com/albums/B0C1KTRQZ4?trackAsin=B0C1KV8M3D")) = "From a share link"
  }
}
