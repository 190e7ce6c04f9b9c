list "amazonmusic_library_track" "saved" {
  provider = amazonmusic

  # Without a limit Terraform stops at 100 results, and does not say so.
  limit = 10000
}
