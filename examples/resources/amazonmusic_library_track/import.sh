# The import id is the track's catalog id.
terraform import amazonmusic_library_track.kane_train B08DL2BXQC
