locals {
  # The rows of tracks.csv as they are, and a row for each song that was found now.
  tracks_table = concat(
    [["track_id", "title", "artist", "album", "isrc", "match"]],
    [for row in local.tracks : [row.track_id, row.title, row.artist, row.album, row.isrc, try(row.match, "")]],
    [for r in local.found : [r.found.track_id, r.song.title, r.song.artist, r.song.album, r.song.isrc, r.found.match]],
  )

  # To go on by hand: the same columns. Put an id in, and append the row to tracks.csv.
  not_found_table = concat(
    [["track_id", "title", "artist", "album", "isrc", "match", "candidates"]],
    [
      for r in local.not_found : ["", r.song.title, r.song.artist, r.song.album, r.song.isrc, r.found.match, join("; ", [
        for c in r.found.candidates : format("%s %s (%s, %s, %s%s)", c.id, coalesce(c.title, "untitled"),
          try(join(" & ", c.artist_names), "unknown artist"), coalesce(c.album_title, "unknown album"),
        coalesce(c.release_date, "no date"), c.explicit == true ? ", explicit" : "")
      ])]
    ],
  )
}

output "tracks" {
  description = "tracks.csv"
  value       = join("", [for row in local.tracks_table : "${join(",", [for v in row : "\"${replace(v, "\"", "\"\"")}\""])}\n"])
}

output "not_found" {
  description = "not_found.csv: the songs that are in neither the library nor a playlist"
  value       = join("", [for row in local.not_found_table : "${join(",", [for v in row : "\"${replace(v, "\"", "\"\"")}\""])}\n"])
}
