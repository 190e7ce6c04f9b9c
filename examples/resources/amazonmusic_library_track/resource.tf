resource "amazonmusic_library_track" "kane_train" {
  track_id = "B08DL2BXQC"
}

# Several tracks: the keys of a map are their ids, the values are for whoever
# reads it.
resource "amazonmusic_library_track" "favourite" {
  for_each = {
    "B097S185X9" = "Something To Believe In"
    "B0C1KV8M3D" = "Shared by a friend"
  }
  track_id = each.key
}
