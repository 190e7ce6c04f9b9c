# By title and artist, as in a CSV file with these columns.
data "amazonmusic_tracks" "wanted" {
  songs = csvdecode(<<-CSV
    title,artist,album
    Halo,The Wires,
    Échoes - 2011 Remaster,Café Noir,
    Twice (feat. Somebody),"Pair, Somebody",
    Home Recording,Somebody,
  CSV
  )
}

locals {
  # A close match may be another version of the song, so it is left out here.
  sure = [for m in data.amazonmusic_tracks.wanted.matches : m if contains(["isrc", "exact"], m.match)]
}

resource "amazonmusic_playlist" "wanted" {
  title     = "Wanted"
  track_ids = local.sure[*].track_id
}

# The rest is for a person to decide. A check is a warning: it stops nothing.
check "every_song_is_found" {
  assert {
    condition = length(local.sure) == length(data.amazonmusic_tracks.wanted.matches)
    error_message = "Not in the playlist: ${join(", ", [
      for m in data.amazonmusic_tracks.wanted.matches : "${m.song.artist} - ${m.song.title} (${m.match})"
      if !contains(["isrc", "exact"], m.match)
    ])}."
  }
}

output "candidates" {
  value = {
    for m in data.amazonmusic_tracks.wanted.matches : m.song.title => [
      for c in m.candidates : { id = c.id, album = c.album_title, explicit = c.explicit }
    ] if m.match == "ambiguous"
  }
}
