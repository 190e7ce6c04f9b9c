list "amazonmusic_playlist" "mine" {
  provider = amazonmusic

  # Without a limit Terraform stops at 100 results without a message.
  limit = 10000
}
