package endtoend

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/mockapi"
)

// replacedHalfWay leaves the only object of a state deposed beside a new one with the
// same tracks, as a replacement does that creates first and is ended before it destroys.
func replacedHalfWay(t *testing.T, dir string, env map[string]string, address string) {
	t.Helper()
	path := filepath.Join(dir, "terraform.tfstate")
	decode := func() (state map[string]any, instances []any) {
		if err := json.Unmarshal([]byte(read(t, path)), &state); err != nil {
			t.Fatal(err)
		}
		resources, _ := state["resources"].([]any)
		only, _ := resources[0].(map[string]any)
		instances, _ = only["instances"].([]any)
		return state, instances
	}
	_, old := decode()
	succeed(t, dir, env, "state", "rm", address)
	succeed(t, dir, env, "apply", "-auto-approve")
	state, current := decode()
	object, _ := old[0].(map[string]any)
	object["deposed"] = "abcd1234"
	resources, _ := state["resources"].([]any)
	only, _ := resources[0].(map[string]any)
	only["instances"] = append(current, object)
	encoded, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, string(encoded))
}

// TestAccReplacement: a replacement removes nothing that it keeps, nor does the
// destruction of an object whose track another one keeps.
func TestAccReplacement(t *testing.T) {
	t.Parallel()
	const (
		a, b, m = "amazonmusic_library_track.a", "amazonmusic_library_track.b", "amazonmusic_library_tracks.m"
		asked   = mockapi.TrackAliased
		is      = mockapi.TrackCanonical
	)
	for name, test := range map[string]struct {
		before, after string
		prepare       []string
		args          []string
		// want are the requests that change the library. Where one block gives up what
		// another one keeps, the order of their plans decides: nil and shared.
		want   []string
		shared bool
		saved  []string
	}{
		"one track, tainted":  {single("a", trackX), single("a", trackX), []string{"taint", a}, nil, nil, false, []string{trackX}},
		"one track, replaced": {single("a", trackX), single("a", trackX), nil, []string{"-replace=" + a}, []string{"PUT " + trackX}, false, []string{trackX}},
		"one track, replaced, created first": {
			single("a", trackX, createFirst), single("a", trackX, createFirst), nil,
			[]string{"-replace=" + a},
			[]string{"PUT " + trackX},
			false,
			[]string{trackX},
		},
		"many tracks, tainted": {many("m", trackX, trackY), many("m", trackX, trackY), []string{"taint", m}, nil, nil, false, []string{trackX, trackY}},
		"many tracks, tainted, one goes": {
			many("m", trackX, trackY), many("m", trackY), []string{"taint", m}, nil, []string{"DELETE " + trackX}, false, []string{trackY},
		},
		"many tracks, replaced": {
			many("m", trackX, trackY), many("m", trackX, trackY), nil,
			[]string{"-replace=" + m},
			[]string{"PUT " + trackX, "PUT " + trackY},
			false,
			[]string{trackX, trackY},
		},
		"to the id that was answered": {single("a", asked), single("a", is), nil, nil, []string{"PUT " + is}, false, []string{is}},
		"to the id that was asked for": {
			single("a", is), single("a", asked), nil, nil, []string{"DELETE " + is, "PUT " + asked}, false, []string{is},
		},
		"to another track": {
			single("a", trackX), single("a", trackY), nil, nil, []string{"DELETE " + trackX, "PUT " + trackY}, false, []string{trackY},
		},
		"to another track, created first": {
			single("a", trackX, createFirst), single("a", trackY, createFirst), nil, nil,
			[]string{"DELETE " + trackX, "PUT " + trackY},
			false,
			[]string{trackY},
		},
		"many tracks, replaced, created first, one may go": {
			careful("m", 1, trackX, trackY, "B000000003"), careful("m", 1, trackX, trackY), nil,
			[]string{"-replace=" + m},
			[]string{"DELETE B000000003", "PUT " + trackX, "PUT " + trackY},
			false,
			[]string{trackX, trackY},
		},
		"one of two blocks": {single("a", trackX) + single("b", trackX), single("a", trackX), nil, nil, nil, true, []string{trackX}},
		"the other of two blocks": {
			single("a", trackX) + single("b", trackX), single("b", trackX), nil, nil, nil, true, []string{trackX},
		},
		"the block of one of many tracks": {
			single("a", trackX) + many("m", trackX, trackY), many("m", trackX, trackY), nil, nil, nil, true, []string{trackX, trackY},
		},
		"many tracks, one of them in a block": {
			single("a", trackX) + many("m", trackX, trackY), single("a", trackX), nil, nil, nil, true, []string{trackX},
		},
		"one track, deposed":   {single("a", trackX, createFirst), single("a", trackX, createFirst), []string{"depose", a}, nil, nil, false, []string{trackX}},
		"many tracks, deposed": {many("m", trackX, trackY), many("m", trackX, trackY), []string{"depose", m}, nil, nil, false, []string{trackX, trackY}},
		"nothing is left":      {single("a", trackX) + single("b", trackX), single("c", trackY), nil, nil, []string{"DELETE " + trackX, "DELETE " + trackX, "PUT " + trackY}, false, []string{trackY}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewService(t)
			dir := newDir(t, test.before)
			succeed(t, dir, s.TokenEnvironment(), "init")
			succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
			switch {
			case len(test.prepare) > 0 && test.prepare[0] == "depose":
				replacedHalfWay(t, dir, s.TokenEnvironment(), test.prepare[1])
			case test.prepare != nil:
				succeed(t, dir, s.TokenEnvironment(), test.prepare...)
			}
			s.ResetRequests()
			write(t, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+test.after)
			out := succeed(t, dir, s.TokenEnvironment(), append([]string{"apply", "-auto-approve", "-no-color"}, test.args...)...)
			sent := changes(s)
			if !test.shared && !slices.Equal(sent, test.want) {
				t.Errorf("sent %v, wanted %v\n%s", sent, test.want, out)
			}
			saved := s.SavedIDs()
			if slices.Sort(saved); !slices.Equal(saved, test.saved) {
				t.Errorf("saved %v, wanted %v\n%s", saved, test.saved, out)
			}
			succeed(t, dir, s.TokenEnvironment(), "plan", "-detailed-exitcode")
		})
	}
}

// careful is a resource for several tracks that creates first when it is replaced and
// has a bound of removals.
func careful(name string, most int, ids ...string) string {
	return strings.TrimSuffix(many(name, ids...), "}\n") + fmt.Sprintf("max_removals = %d\n%s\n}\n", most, createFirst)
}

// changes returns the requests that change the library, sorted.
func changes(s *acctest.Service) []string {
	var sent []string
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			sent = append(sent, r.Method+" "+filepath.Base(r.Path))
		}
	}
	slices.Sort(sent)
	return sent
}

// TestAccReplacement_anotherUser: the destruction of a tainted object compares the
// account too.
func TestAccReplacement_anotherUser(t *testing.T) {
	t.Parallel()
	s := acctest.NewService(t)
	other := s.AddUser("another-user", "Atza|other-token", "")
	other.Save(trackX, trackY)
	config := single("a", trackX) + many("m", trackY)
	dir := newDir(t, config)
	succeed(t, dir, s.TokenEnvironment(), "init")
	succeed(t, dir, s.TokenEnvironment(), "apply", "-auto-approve")
	succeed(t, dir, s.TokenEnvironment(), "taint", "amazonmusic_library_track.a")
	succeed(t, dir, s.TokenEnvironment(), "taint", "amazonmusic_library_tracks.m")
	env := s.TokenEnvironment()
	env["AMAZONMUSIC_ACCESS_TOKEN"] = "Atza|other-token"
	for _, config := range []string{config, ""} {
		write(t, filepath.Join(dir, "main.tf"), acctest.RequiredProviders+config)
		s.ResetRequests()
		out, err := command(t, dir, env, "apply", "-auto-approve", "-no-color").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "Wrong Amazon Music Account") {
			t.Errorf("%v:\n%s", err, out)
		}
		if sent := changes(s); len(sent) > 0 || len(other.SavedIDs()) != 2 {
			t.Errorf("sent %v; the other user has %v", sent, other.SavedIDs())
		}
	}
}
