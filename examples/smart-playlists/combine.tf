# Lists are combined in their order. The functions for sets would sort them, and
# contains and distinct would take minutes for thousands of tracks.

locals {
  newest    = amazonmusic_playlist.newest_first.track_ids
  family    = amazonmusic_playlist.family.track_ids
  in_family = { for id in local.family : id => true }
}

# Tracks of one list or the other.
resource "amazonmusic_playlist" "either" {
  title     = "Family first, then the rest"
  track_ids = concat(local.family, [for id in local.newest : id if !can(local.in_family[id])])
}

# Tracks of both lists.
resource "amazonmusic_playlist" "both" {
  title     = "New, for the whole family"
  track_ids = [for id in local.newest : id if can(local.in_family[id])]
}

# Tracks of one list that are not in the other.
resource "amazonmusic_playlist" "only_one" {
  title     = "New, for adults"
  track_ids = [for id in local.newest : id if !can(local.in_family[id])]
}
