import {
  to = amazonmusic_playlist.road_trip
  id = "15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3"
}
