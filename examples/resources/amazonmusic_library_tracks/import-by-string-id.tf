import {
  to = amazonmusic_library_tracks.favourites
  id = "B08DL2BXQC,B097S185X9"
}
