# The import id is the playlist's id. The id in its link is a different one.
terraform import amazonmusic_playlist.road_trip 15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3
