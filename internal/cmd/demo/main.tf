terraform {
  required_providers {
    amazonmusic = {
      source = "musicascode/amazonmusic"
    }
  }
}

resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    B08DL2BXQC = "Kane Train"
    B097S185X9 = "Something To Believe In"
    B07QK2KRLM = "Paper Summer"
  }
}
