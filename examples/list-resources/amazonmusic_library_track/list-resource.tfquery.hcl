list "amazonmusic_library_track" "saved" {
  provider = amazonmusic

  # Without a limit Terraform stops at 100 results without a message.
  limit = 10000
}
