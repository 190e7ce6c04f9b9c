# A track is imported by its catalog id.
terraform import amazonmusic_library_track.kane_train B08DL2BXQC
