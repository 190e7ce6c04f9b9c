package provider

import (
	"context"
	"crypto/rand"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
)

// libraryService is the client as the engine of the library uses it. What was listed
// is old after every change.
type libraryService struct {
	client  *amazonmusic.Client
	listing *cached[*savedTracks]
}

var _ library.Service = libraryService{}

func (s libraryService) SaveTrack(ctx context.Context, id string) (amazonmusic.Track, error) {
	defer s.listing.forget()
	return s.client.SaveTrack(ctx, id)
}

func (s libraryService) RemoveTrack(ctx context.Context, id string) (amazonmusic.Removal, error) {
	defer s.listing.forget()
	return s.client.RemoveTrack(ctx, id)
}

// writer returns what changes the library for an owner.
func (s *session) writer(a *access, owner string) *library.Writer {
	return &library.Writer{
		Service: libraryService{a.client, s.listing}, Ledger: s.ledger, Owner: owner, UserKnown: a.userID != "",
		Concurrency: s.concurrency,
	}
}

// The beginnings of the owners in the ledger. That of many tracks is the id of their
// resource.
const (
	trackOwner  = "track-"
	tracksOwner = "tracks-"
)

func newOwner(kind string) string { return kind + rand.Text() }
