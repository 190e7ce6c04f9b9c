resource "amazonmusic_library_track" "kane_train" {
  track_id = "B08DL2BXQC"
}

# Several tracks: a map says what each of them is, and costs far less time in
# plan and apply than a set.
resource "amazonmusic_library_track" "favourite" {
  for_each = {
    "Something To Believe In" = "B097S185X9"
    "From a share link"       = provider::amazonmusic::track_id_from_url("https://music.amazon.com/albums/B0C1KTRQZ4?trackAsin=B0C1KV8M3D")
  }
  track_id = each.value
}
