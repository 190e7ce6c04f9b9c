# The mock saves nothing and needs no credentials. Ids and labels are validated as
# in a plan. Computed values are invented, or given here.
mock_provider "amazonmusic" {
  mock_resource "amazonmusic_library_track" {
    defaults = {
      title      = "A title"
      save_state = "SAVED"
    }
  }
}

run "a_row_without_a_title" {
  assert {
    condition     = amazonmusic_library_tracks.library.tracks["B097S185X9"] == "(untitled)"
    error_message = "An empty title should become a label."
  }
}

run "a_link_is_understood" {
  assert {
    condition     = amazonmusic_library_track.of_the_week.track_id == "B0C1KV8M3D"
    error_message = "The link names ${amazonmusic_library_track.of_the_week.track_id}."
  }

  assert {
    condition     = output.of_the_week == "A title"
    error_message = "The title is ${output.of_the_week}."
  }
}

run "a_track_in_two_rows" {
  command = plan

  variables {
    list = "tests/twice.csv"
  }

  expect_failures = [amazonmusic_library_tracks.library]
}
