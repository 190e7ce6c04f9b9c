# A shuffled order that stays as it is until the seed changes. A new track does not
# move the others.

variable "seed" {
  type    = string
  default = "January"
}

resource "amazonmusic_playlist" "shuffled" {
  title     = "Shuffled"
  track_ids = values({ for t in local.tracks : sha256("${var.seed} ${t.id}") => t.id })
}
