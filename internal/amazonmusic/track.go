package amazonmusic

import (
	"encoding/json"
	"fmt"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/trackid"
)

// Track is a track of the catalog. What the service leaves out is nil. Its texts are
// the service's own, whole: [Client.Printable] makes them safe to show.
type Track struct {
	// ID is the id that the service answers with. It can differ from the one
	// that was asked for: the API page itself shows such a case.
	ID    string  `json:"id"`
	Title *string `json:"title"`
	ISRC  *string `json:"isrc"`
	URL   *string `json:"url"`
}

// Known reports whether it is a track of the catalog. An entry of a list can be
// something else, such as a track that was withdrawn, an upload or a podcast: then it
// has no id.
func (t Track) Known() bool { return t.ID != "" }

// check refuses an id that is not the id of a track.
func (t Track) check() error {
	if !trackid.Valid(t.ID) {
		return fmt.Errorf("its id is not the id of a track: %s", quote(t.ID))
	}
	return nil
}

// decodeTrack decodes the node of a list of tracks. The id of something that is not a
// track of the catalog is left out.
func decodeTrack(node json.RawMessage) (CatalogTrack, error) {
	track, err := decodeNode(node, func(id string) CatalogTrack { return CatalogTrack{Track: Track{ID: id}} })
	if unknown := track.check(); unknown != nil {
		track.ID = ""
		if err == nil {
			err = unknown
		}
	}
	return track, err
}
