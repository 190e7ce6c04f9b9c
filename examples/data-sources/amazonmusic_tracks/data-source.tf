# By ISRC, which names a recording in every catalog.
data "amazonmusic_tracks" "by_isrc" {
  isrcs = ["GBCFB2000356", "US-ATO-21-00125"]

  lifecycle {
    postcondition {
      condition     = length(self.not_found) == 0
      error_message = "Not in the catalog: ${join(", ", self.not_found)}."
    }
  }
}

# By catalog id.
data "amazonmusic_tracks" "by_id" {
  ids = ["B08DL2BXQC"]
}

resource "amazonmusic_playlist" "found" {
  title     = "Found by ISRC"
  track_ids = data.amazonmusic_tracks.by_isrc.tracks[*].id
}

output "title" {
  value = data.amazonmusic_tracks.by_id.tracks[0].title
}
