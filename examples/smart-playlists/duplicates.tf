# One track of each recording. Tracks with one ISRC are one recording, on several
# albums. A track without ISRC is a recording of its own.

locals {
  recordings = { for t in local.tracks : upper(coalesce(t.isrc, t.id)) => t.id... }
}

resource "amazonmusic_playlist" "without_duplicates" {
  title     = "Each recording once"
  track_ids = [for t in local.tracks : t.id if local.recordings[upper(coalesce(t.isrc, t.id))][0] == t.id]
}
