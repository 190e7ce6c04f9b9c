package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// maxNamed is how many tracks an error names; the rest it counts.
const maxNamed = 10

// How often a long apply says in the log how far it is.
const (
	progressTracks   = 500
	progressInterval = 5 * time.Second
)

// shelfChange is the way from one set of tracks to another, and how far it has
// been gone.
type shelfChange struct {
	// shelf is what the state must hold: the tracks that are saved. It starts
	// as what was saved before.
	shelf    map[string]attr.Value
	wanted   map[string]attr.Value
	changes  []amazonmusic.Change
	failures []amazonmusic.Outcome
	// aliases are the ids that the service answered with, where they differ;
	// renamed says so of those that this change has saved.
	aliases map[string]string
	renamed []string
	// unfinished counts the changes that were not tried or not answered,
	// because the run was interrupted or given up.
	unfinished  int
	interrupted bool
}

// newShelfChange finds the difference between the tracks of a state and those
// of a plan. A track without a label in the state was imported and is not known
// to be saved, so it is saved once.
func newShelfChange(owner string, before, after types.Map, aliases map[string]string) *shelfChange {
	c := &shelfChange{shelf: before.Elements(), wanted: after.Elements(), aliases: aliases}
	for _, id := range slices.Sorted(maps.Keys(c.shelf)) {
		switch {
		case c.wants(id):
		case c.wantsByAnotherID(id):
			// The same track stays on the shelf: removing it by this id would remove it.
			delete(c.shelf, id)
			delete(c.aliases, id)
		default:
			c.changes = append(c.changes, amazonmusic.Change{TrackID: id, Remove: true, AnsweredID: c.aliases[id], Owner: owner})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.wanted)) {
		if label, saved := c.shelf[id]; !saved || label.IsNull() {
			c.changes = append(c.changes, amazonmusic.Change{TrackID: id, Owner: owner})
		} else {
			// A new label sends nothing.
			c.shelf[id] = c.wanted[id]
		}
	}
	return c
}

func (c *shelfChange) wants(id string) bool {
	_, wanted := c.wanted[id]
	return wanted
}

// wantsByAnotherID reports whether a track is wanted by the id that the service
// answered with for it, or for which it answered with this one.
func (c *shelfChange) wantsByAnotherID(id string) bool {
	answered := cmp.Or(c.aliases[id], id)
	if c.wants(answered) {
		return true
	}
	for other, alias := range c.aliases {
		if alias == answered && c.wants(other) {
			return true
		}
	}
	return false
}

// apply sends a change's requests and records what was confirmed.
func (s *session) apply(ctx context.Context, client *amazonmusic.Client, c *shelfChange) {
	defer s.saved.forget()
	done, lastLine := 0, s.clock.Now()
	unsent := client.ApplyChanges(ctx, c.changes, func(outcome amazonmusic.Outcome) {
		c.record(outcome)
		done++
		if now := s.clock.Now(); done%progressTracks == 0 || now.Sub(lastLine) >= progressInterval {
			lastLine = now
			s.log.InfoContext(ctx, "Tracks of the shelf so far",
				slog.Int("done", done), slog.Int("total", len(c.changes)), slog.Int("failed", len(c.failures)))
		}
	})
	c.unfinished += unsent
	c.interrupted = ctx.Err() != nil
}

func (c *shelfChange) record(outcome amazonmusic.Outcome) {
	switch {
	case errors.Is(outcome.Err, amazonmusic.ErrGivenUp), errors.Is(outcome.Err, context.Canceled):
		c.unfinished++
	case outcome.Err != nil:
		c.failures = append(c.failures, outcome)
	case outcome.Remove:
		delete(c.shelf, outcome.TrackID)
		c.note(outcome)
	default:
		c.shelf[outcome.TrackID] = c.wanted[outcome.TrackID]
		c.note(outcome)
	}
}

// explain adds the one error of all failures, if there are any.
func (c *shelfChange) explain(s *session, diags *diag.Diagnostics, consequence string) {
	if len(c.failures) == 0 && c.unfinished == 0 {
		return
	}
	slices.SortFunc(c.failures, func(a, b amazonmusic.Outcome) int {
		return strings.Compare(a.TrackID, b.TrackID)
	})
	var text strings.Builder
	fmt.Fprintf(&text, "%d of %d changes to the library failed.", len(c.failures), len(c.changes))
	switch {
	case c.interrupted:
		fmt.Fprintf(&text, " The run was interrupted with %d of them to go.", c.unfinished)
	case c.unfinished > 0:
		fmt.Fprintf(&text, " %d were not tried any more, because they would have failed in the same way.", c.unfinished)
	}
	for i, failure := range c.failures[:min(maxNamed, len(c.failures))] {
		if i == 0 {
			text.WriteString("\n")
		}
		fmt.Fprintf(&text, "\n- %s track %s: %s", verb(failure.Change), failure.TrackID, reason(failure.Err))
	}
	if more := len(c.failures) - maxNamed; more > 0 {
		fmt.Fprintf(&text, "\n- and %d more", more)
	}
	text.WriteString("\n\n" + consequence)
	for _, advice := range c.advice(s) {
		text.WriteString("\n\n" + advice)
	}
	diags.AddAttributeError(path.Root("tracks"), "Unable to Change All Tracks", text.String())
}

// advice collects what to do about the failures, each piece once.
func (c *shelfChange) advice(s *session) []string {
	var all []string
	for _, failure := range c.failures {
		if call, ok := errors.AsType[*amazonmusic.Error](failure.Err); ok {
			if advice := s.advice(call); !slices.Contains(all, advice) {
				all = append(all, advice)
			}
		}
	}
	return all
}

func verb(change amazonmusic.Change) string {
	if change.Remove {
		return "removing"
	}
	return "saving"
}

func reason(err error) string {
	call, ok := errors.AsType[*amazonmusic.Error](err)
	if !ok {
		return err.Error()
	}
	if call.Tries > 1 {
		return call.Reason() + ", after " + call.Effort()
	}
	return call.Reason()
}

// hold makes the model hold these tracks.
func (m *libraryTracksModel) hold(shelf map[string]attr.Value) {
	m.Tracks = types.MapValueMust(types.StringType, shelf)
	m.TrackCount = types.Int64Value(int64(len(shelf)))
}

// parseShelf reads the track ids of an import. Spaces and line ends around them
// are for the reader.
func parseShelf(list string) (map[string]attr.Value, error) {
	shelf := map[string]attr.Value{}
	var wrong []string
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(list), ","), ",") {
		id := strings.TrimSpace(part)
		if !amazonmusic.IsTrackID(id) {
			wrong = append(wrong, explainTrackID(id))
			continue
		}
		shelf[id] = types.StringNull()
	}
	if len(wrong) > 0 {
		return nil, errors.New(listSome(wrong, " "))
	}
	return shelf, nil
}

// listSome joins the first few of a list and counts the rest.
func listSome(all []string, separator string) string {
	if more := len(all) - maxNamed; more > 0 {
		return strings.Join(all[:maxNamed], separator) + fmt.Sprintf("%sand %d more.", separator, more)
	}
	return strings.Join(all, separator)
}
