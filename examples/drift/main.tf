# Detects tracks that other applications removed from the library. The next plan
# shows them, and applying it saves them again.
#
#   terraform plan -refresh-only   # show what was removed, and nothing else
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

# Credentials come from environment variables: AMAZONMUSIC_API_KEY, and either
# AMAZONMUSIC_ACCESS_TOKEN or the three variables that renew it. To detect drift in
# some runs only, set AMAZONMUSIC_DETECT_DRIFT=true there instead.
provider "amazonmusic" {
  detect_drift = true
}

# A refresh sends one request for each hundred tracks of the library, however
# many resources there are.
resource "amazonmusic_library_tracks" "favourites" {
  tracks = {
    "B08DL2BXQC" = "Kane Train"
    "B097S185X9" = "Something To Believe In"
  }
}

resource "amazonmusic_library_track" "shared" {
  track_id = "B0C1KV8M3D"
}
