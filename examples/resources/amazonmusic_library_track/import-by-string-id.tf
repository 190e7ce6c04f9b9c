import {
  to = amazonmusic_library_track.kane_train
  id = "B08DL2BXQC"
}
