import {
  to = amazonmusic_library_track.kane_train
  identity = {
    track_id = "B08DL2BXQC"
  }
}
