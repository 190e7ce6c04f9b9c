# Notices what other applications do to the library: a track that was removed
# there shows in the next plan, and applying it saves the track again.
#
#   terraform plan -refresh-only   # what has gone, and nothing else
#   terraform apply                # save it again
#
# Reading the saved tracks is a preview.

terraform {
  required_version = ">= 1.8"
  required_providers {
    amazonmusic = {
      source  = "musicascode/amazonmusic"
      version = "~> 0.1"
    }
  }
}

# Credentials come from the environment: AMAZONMUSIC_API_KEY, and
# AMAZONMUSIC_ACCESS_TOKEN or the three variables that renew it. So can the
# switch: AMAZONMUSIC_DETECT_DRIFT=true, for some runs and not for others.
provider "amazonmusic" {
  detect_drift = true
}

# One request for each hundred tracks of the library, however many resources
# there are.
resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
  }
}

resource "amazonmusic_library_track" "shared" {
  track_id = "B0C1KV8M3D"
}
