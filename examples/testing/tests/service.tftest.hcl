# Saves the tracks in the stand-in service, and removes them at the end. This block
# replaces the configuration's own, so that no real library is changed, whatever
# the environment contains.
provider "amazonmusic" {
  endpoint     = "http://127.0.0.1:8700"
  api_key      = "amzn1.application.mock-profile"
  access_token = "Atza|mock-access-token"
}

run "all_are_saved" {
  assert {
    condition     = amazonmusic_library_tracks.library.track_count == 2
    error_message = "${amazonmusic_library_tracks.library.track_count} tracks are saved."
  }

  assert {
    condition     = amazonmusic_library_track.of_the_week.save_state == "SAVED"
    error_message = "The track of the week is not saved."
  }
}

run "one_row_added_and_one_removed" {
  variables {
    list = "tests/changed.csv"
  }

  assert {
    condition     = keys(amazonmusic_library_tracks.library.tracks) == tolist(["B08DL2BXQC", "B0EXAMPLE1"])
    error_message = "The tracks are ${join(", ", keys(amazonmusic_library_tracks.library.tracks))}."
  }
}
