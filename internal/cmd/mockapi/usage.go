package main

import (
	"fmt"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// usage is the text of -h.
func usage() string {
	var b strings.Builder
	b.WriteString(`Usage: go run ./internal/cmd/mockapi [flags]

Serves a stand-in for the Amazon Music Web API V1 and for Login with Amazon, on this machine only. It prints the
environment variables that point the provider to it, logs each request to stderr, and keeps two accounts in memory until
Ctrl-C ends it. Open its address in a browser to see what it holds, and to do what a person does in the app: add and
remove tracks and playlists, rename a playlist, move its tracks.

Flags:
`)
	fs := new(options).flagSet()
	fs.SetOutput(&b)
	fs.PrintDefaults()
	isrcs := lackingISRCs()
	fmt.Fprintf(&b, "\nEvery title and every well-formed ISRC has a track, but the ISRCs %s to %s are not found. Every\n"+
		"track id of ten characters A-Z and 0-9 can be saved. These ids behave differently:\n", isrcs[0], isrcs[len(isrcs)-1])
	for _, t := range specialTracks {
		fmt.Fprintf(&b, "  %s  %s\n", t.id, t.does)
	}
	b.WriteString(`
Examples:
  go run ./internal/cmd/mockapi
  go run ./internal/cmd/mockapi -tracks 500
  go run ./internal/cmd/mockapi -addr 127.0.0.1:8080 -playlists 250 -cursor edge
  go run ./internal/cmd/mockapi -latency 100ms -rate 20 -fail 0.2 -seed 7
  go run ./internal/cmd/mockapi -agree -token-lifetime 1m
`)
	return b.String()
}

var specialTracks = []struct{ id, does string }{
	{mockapi.TrackKaneTrain, `"Kane Train", as in the API's documentation`},
	{mockapi.TrackAliased, "an album's id: the answer is about track " + mockapi.TrackCanonical},
	{mockapi.TrackBare, "answered without title, isrc and url"},
	{mockapi.TrackNotFound, "saving it is answered with 404"},
	{mockapi.TrackNullSave, "saving it is answered with 200 and nothing saved"},
	{mockapi.TrackGraphError, "saving it is answered with 200 and a list of errors"},
	{mockapi.TrackErrorIn200, "saving it is answered with 200 and an error object"},
	{mockapi.TrackUnsaved, "saving it is answered with the state PENDING, and does not save it"},
}
