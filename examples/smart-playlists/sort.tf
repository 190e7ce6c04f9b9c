# Terraform sorts a map by its keys. The id at the end of a key keeps two tracks apart.

resource "amazonmusic_playlist" "newest_first" {
  title = "Newest first"
  track_ids = reverse(values({
    for t in local.tracks : "${coalesce(t.release_date, "0000")} ${t.id}" => t.id
  }))
}

resource "amazonmusic_playlist" "by_artist" {
  title = "By artist and title"
  track_ids = values({
    for t in local.tracks : lower("${try(t.artist_names[0], "")}\t${coalesce(t.title, "-")}\t${t.id}") => t.id
  })
}

resource "amazonmusic_playlist" "shortest_first" {
  title     = "Shortest first"
  track_ids = values({ for t in local.tracks : format("%06d %s", coalesce(t.duration, 0), t.id) => t.id })
}
