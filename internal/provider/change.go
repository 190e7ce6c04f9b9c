package provider

import (
	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// change is one track to save or to remove. The API has no call for several.
type change struct {
	trackID string
	remove  bool
	// answered is the id that the service knows a track by that is to be removed,
	// "" where that is not known.
	answered string
}

// outcome is what became of a change.
type outcome struct {
	change

	// track is what the service answered to a save.
	track amazonmusic.Track
	// unconfirmed says that the answer to a removal confirms nothing.
	unconfirmed bool
	err         error
}
