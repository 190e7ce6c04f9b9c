resource "amazonmusic_playlist" "road_trip" {
  title       = "Road Trip"
  description = "Windows down"
  visibility  = "PRIVATE"

  # In this order. A track can occur more than once.
  track_ids = [
    "B08DL2BXQC",
    "B097S185X9",
    "B0C1KV8M3D",
  ]
}

# Without track_ids Terraform manages the title, the description and the
# visibility, and the tracks are kept in the app.
resource "amazonmusic_playlist" "party" {
  title       = "Party"
  description = "Add what you like"
  visibility  = "PUBLIC"
}

# With exclusive = false others can add tracks too. Terraform adds the named
# tracks, and removes only what is taken out of this list.
resource "amazonmusic_playlist" "shared" {
  title     = "Shared"
  exclusive = false
  track_ids = ["B08DL2BXQC"]
}
