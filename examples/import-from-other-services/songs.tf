# Reads the files that other services and tools have exported, and makes local.songs
# of them: for each playlist a list of title, artist, album and isrc. What a file lacks
# is "".

variable "exports" {
  description = "The exported files by the titles of their playlists: CSV, or text with tabs or semicolons; UTF-8 or UTF-16."
  type        = map(string)
  default     = { "Road Trip" = "road-trip.csv" }
}

variable "columns" {
  description = "The columns of title, artist, album and isrc, where their names are not among the known ones."
  type        = map(string)
  default     = {}
}

locals {
  # Names of Exportify, TuneMyMusic, Soundiiz and the Music app of a Mac, in lower case.
  columns = {
    title  = compact([lower(lookup(var.columns, "title", "")), "track name", "title", "name", "song"])
    artist = compact([lower(lookup(var.columns, "artist", "")), "artist name(s)", "artist name", "artist"])
    album  = compact([lower(lookup(var.columns, "album", "")), "album name", "album"])
    isrc   = compact([lower(lookup(var.columns, "isrc", "")), "isrc"])
  }

  # A spreadsheet's "Unicode text" is UTF-16. A byte order mark is not part of the first column's name.
  paths = { for playlist, export in var.exports : playlist => "${path.module}/${export}" }
  texts = {
    for playlist, path in local.paths :
    playlist => trimprefix(try(file(path), textdecodebase64(filebase64(path), "UTF-16")), "\ufeff")
  }

  # csvdecode reads commas only. Other separators are replaced, except in quotes.
  lines = { for playlist, text in local.texts : playlist => compact(split("\n", replace(text, "\r", ""))) }
  separators = {
    for playlist, lines in local.lines : playlist => [for s in ["\t", ";", ","] : s if strcontains("${lines[0]},", s)][0]
  }
  csv = {
    for playlist, s in local.separators : playlist => s == "," ? local.texts[playlist] : join("\n", [
      for line in local.lines[playlist] : join(",", [
        for field in regexall("${s}(\"(?:[^\"]|\"\")*\"|[^${s}]*)", "${s}${line}") :
        startswith(field[0], "\"") ? field[0] : "\"${replace(field[0], "\"", "\"\"")}\""
      ])
    ])
  }
  records = {
    for playlist, csv in local.csv :
    playlist => [for record in csvdecode(csv) : { for name, value in record : lower(trimspace(name)) => trimspace(value) }]
  }
  fields = {
    for playlist, records in local.records : playlist => [
      for record in records : {
        for part, names in local.columns : part => try(coalesce([for name in names : lookup(record, name, "")]...), "")
      }
    ]
  }

  # Some tools write "Artist - Title" into one column. What has not the form of an ISRC is left out.
  songs = {
    for playlist, songs in local.fields : playlist => [
      for song in songs : {
        title  = song.artist == "" ? try(regex("^.+? - (.+)$", song.title)[0], song.title) : song.title
        artist = song.artist == "" ? try(regex("^(.+?) - .+$", song.title)[0], "") : song.artist
        album  = song.album
        isrc   = try(regex("^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$", upper(replace(song.isrc, "-", ""))), "")
      } if song.title != ""
    ]
  }
}
