resource "amazonmusic_library_track" "kane_train" {
  track_id = "B08DL2BXQC"
}

# Several tracks: a map from track id to a title for the reader.
resource "amazonmusic_library_track" "favourite" {
  for_each = {
    "B097S185X9" = "Something To Believe In"
    "B0C1KV8M3D" = "Shared by a friend"
  }
  track_id = each.key
}
