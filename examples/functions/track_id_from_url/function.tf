resource "amazonmusic_library_track" "shared" {
  track_id = provider::amazonmusic::track_id_from_url("https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC")
}
