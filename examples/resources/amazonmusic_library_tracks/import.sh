# A shelf is imported by the ids of its tracks, separated by commas.
terraform import amazonmusic_library_tracks.favourites B08DL2BXQC,B097S185X9
