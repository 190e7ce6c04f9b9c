# The import id is the list of track ids, separated by commas.
terraform import amazonmusic_library_tracks.favourites B08DL2BXQC,B097S185X9
