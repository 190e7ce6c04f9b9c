data "amazonmusic_album" "shared" {
  id = provider::amazonmusic::album_id_from_url("https://music.amazon.com/albums/B08DL2H5PV?trackAsin=B08DL2BXQC")
}
