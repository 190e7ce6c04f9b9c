package endtoend

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
)

// The tracks of a case, its resources, and their addresses. "#" stands for the number of
// the case. The service answers requests for idAsked with idAnswered.
const (
	idX, idY, idZ       = "B#000001", "B#000002", "B#000003"
	idAsked, idAnswered = "B#000088", "B#000099"

	addressA, addressB, addressM = "amazonmusic_library_track.a#", "amazonmusic_library_track.b#", "amazonmusic_library_tracks.m#"
)

// trackChange is one way for tracks to be saved, kept, replaced, moved or removed.
type trackChange struct {
	before, after string
	// taint and depose are done to an address between two applies, replace by the second one.
	taint, depose, replace string
	saved, lost            string // by other means: before the first apply, and between the two
	warns, stays           bool   // of two blocks: the second apply, and each later plan
	// sent are the requests of the second apply that change the library. Nil does not matter:
	// where one block gives up what another one keeps, the order of their plans decides.
	sent []string
}

func inA(id string) string     { return single("a#", id) }
func inB(id string) string     { return single("b#", id) }
func inM(ids ...string) string { return many("m#", ids...) }
func imported(address string) string {
	return "import {\n  to = " + address + "\n  id = \"" + idX + "\"\n}\n"
}

func changedFirst(config string) string {
	return strings.ReplaceAll(config, "\n}\n", "\n"+createFirst+"\n}\n")
}
func withKey(key, config string) string { return eachOf("{ "+key+" = \""+idX+"\" }", config) }
func eachOf(each, config string) string {
	return strings.Replace(config, `"each"`, "each.value\n  for_each = "+each, 1)
}

func careful(most int, config string) string {
	return strings.TrimSuffix(config, "}\n") + fmt.Sprintf("  max_removals = %d\n}\n", most)
}

// thirty are as many single tracks, and shelf is a resource with some of them. They show
// what happens in whatever order Terraform does it.
func thirty(name, number string) string {
	return "resource \"amazonmusic_library_track\" \"" + name + "#\" {\n  count = 30\n  track_id = format(\"B#%06d\", " + number + ")\n}\n"
}

func shelf(name string, numbers string) string {
	return "resource \"amazonmusic_library_tracks\" \"" + name + "#\" {\n  tracks = { for n in " + numbers + " : format(\"B#%06d\", n) => \"\" }\n}\n"
}

var none = []string{}

var trackChanges = map[string]trackChange{
	"one new block":         {after: inA(idX), sent: []string{"PUT " + idX}},
	"no change":             {before: inA(idX), after: inA(idX), sent: none},
	"both stand":            {before: inA(idX) + inB(idX), after: inA(idX) + inB(idX), warns: true, stays: true, sent: none},
	"both are new":          {after: inA(idX) + inB(idX), warns: true, stays: true},
	"one is new":            {before: inA(idX), after: inA(idX) + inB(idX), warns: true, stays: true, sent: []string{"PUT " + idX}},
	"one and many stand":    {before: inA(idX) + inM(idX, idY), after: inA(idX) + inM(idX, idY), warns: true, stays: true, sent: none},
	"one for many is new":   {before: inA(idX), after: inA(idX) + inM(idX, idY), warns: true, stays: true},
	"asked and answered id": {before: inA(idAsked), after: inA(idAsked) + inB(idAnswered), warns: true, stays: true},

	"one of two goes":       {before: inA(idX) + inB(idX), after: inA(idX), warns: true},
	"the other of two goes": {before: inA(idX) + inB(idX), after: inB(idX), warns: true},
	"both go":               {before: inA(idX) + inB(idX), after: single("c#", idY)},
	"one beside many goes":  {before: inA(idX) + inM(idX, idY), after: inM(idX, idY), warns: true},
	"many beside one go":    {before: inA(idX) + inM(idX, idY), after: inA(idX), warns: true},

	"first tracks":       {before: shelf("m", "[]"), after: inM(idX), sent: []string{"PUT " + idX}},
	"last tracks":        {before: inM(idX), after: shelf("m", "[]"), sent: []string{"DELETE " + idX}},
	"one of two shelves": {before: inM(idX, idY) + many("n#", idZ), after: many("n#", idZ), sent: []string{"DELETE " + idX, "DELETE " + idY}},
	"gone before":        {before: inA(idX), lost: idX},

	"another track":                {before: inA(idX), after: inA(idY), sent: []string{"DELETE " + idX, "PUT " + idY}},
	"another track, created first": {before: changedFirst(inA(idX)), after: changedFirst(inA(idY)), sent: []string{"DELETE " + idX, "PUT " + idY}},
	"two swap":                     {before: inA(idX) + inB(idY), after: inA(idY) + inB(idX)},
	"two swap, created first":      {before: changedFirst(inA(idX) + inB(idY)), after: changedFirst(inA(idY) + inB(idX))},

	"replaced":                {before: inA(idX), after: inA(idX), replace: addressA, sent: []string{"PUT " + idX}},
	"replaced, created first": {before: changedFirst(inA(idX)), after: changedFirst(inA(idX)), replace: addressA, sent: []string{"PUT " + idX}},
	"tainted":                 {before: inA(idX), after: inA(idX), taint: addressA, sent: none},
	"tainted, created first":  {before: changedFirst(inA(idX)), after: changedFirst(inA(idX)), taint: addressA, sent: []string{"PUT " + idX}},
	"many replaced":           {before: inM(idX, idY), after: inM(idX, idY), replace: addressM, sent: []string{"PUT " + idX, "PUT " + idY}},
	"many tainted":            {before: inM(idX, idY), after: inM(idX, idY), taint: addressM, sent: none},
	"many tainted, one goes":  {before: inM(idX, idY), after: inM(idY), taint: addressM, sent: []string{"DELETE " + idX}},
	"many replaced, created first, two may go": {
		before:  careful(2, changedFirst(inM(idX, idY, idZ))),
		after:   careful(2, changedFirst(inM(idX, idY))),
		replace: addressM,
		sent:    []string{"DELETE " + idZ, "PUT " + idX, "PUT " + idY},
	},

	"to the answered id":                       {before: inA(idAsked), after: inA(idAnswered), sent: []string{"PUT " + idAnswered}},
	"to the answered id, created first":        {before: changedFirst(inA(idAsked)), after: changedFirst(inA(idAnswered))},
	"to the asked id":                          {before: inA(idAnswered), after: inA(idAsked), sent: []string{"DELETE " + idAnswered, "PUT " + idAsked}},
	"many, to the answered id":                 {before: inM(idAsked), after: inM(idAnswered)},
	"many, to the asked id":                    {before: inM(idAnswered), after: inM(idAsked)},
	"many, the asked one of two ids goes":      {before: inM(idAsked, idAnswered), after: inM(idAnswered)},
	"many, the answered one of two ids goes":   {before: inM(idAsked, idAnswered), after: inM(idAsked)},
	"renamed":                                  {before: inA(idX), after: inB(idX)},
	"renamed with moved":                       {before: inA(idX), after: inB(idX) + "moved {\n  from = " + addressA + "\n  to = " + addressB + "\n}\n", sent: none},
	"renamed, created first":                   {before: changedFirst(inA(idX)), after: changedFirst(inB(idX))},
	"another key":                              {before: withKey("one", inA("each")), after: withKey("two", inA("each"))},
	"one to one for many":                      {before: inA(idX) + inB(idY), after: inM(idX, idY)},
	"one for many to one":                      {before: inM(idX, idY), after: inA(idX) + inB(idY)},
	"thirty, to another block":                 {before: thirty("a", "count.index"), after: thirty("b", "count.index")},
	"thirty, in another order":                 {before: thirty("a", "count.index"), after: thirty("a", "29 - count.index")},
	"thirty, to one resource":                  {before: thirty("a", "count.index"), after: shelf("m", "range(30)")},
	"thirty, from one resource":                {before: shelf("m", "range(30)"), after: thirty("a", "count.index")},
	"twenty, from one resource to another one": {before: shelf("m", "range(20)") + shelf("n", "[20]"), after: shelf("m", "[0]") + shelf("n", "range(1, 21)")},

	"imported":                      {saved: idX, after: inA(idX) + imported(addressA), sent: []string{"PUT " + idX}},
	"imported beside another block": {before: inA(idX), after: inA(idX) + inB(idX) + imported(addressB), warns: true, stays: true},
	"imported twice":                {saved: idX, after: inA(idX) + inB(idX) + imported(addressA) + imported(addressB), warns: true, stays: true},
}

// driftChanges are with detect_drift, where an import sends nothing that changes the library.
var driftChanges = map[string]trackChange{
	"imported":                     {saved: idX, after: inA(idX) + imported(addressA), sent: none},
	"imported twice":               {saved: idX, after: inA(idX) + inB(idX) + imported(addressA) + imported(addressB), warns: true, stays: true, sent: none},
	"imported, then replaced":      {saved: idX, before: inA(idX) + imported(addressA), after: inA(idX), replace: addressA},
	"many imported, then replaced": {saved: idX, before: inM(idX) + imported(addressM), after: inM(idX), replace: addressM},
	"marked by a listing":          {before: inA(idX), after: inA(idX), lost: idX, sent: []string{"PUT " + idX}},
}

// deposedChanges find an object that is left over. They create no single track: the
// provider could not tell which object it replaces.
var deposedChanges = map[string]trackChange{
	"deposed":      {before: changedFirst(inA(idX)), after: changedFirst(inA(idX)), depose: addressA, warns: true, sent: none},
	"many deposed": {before: inM(idX, idY), after: inM(idX, idY), depose: addressM, warns: true, sent: none},
	"many deposed, beside new ones": {
		before: inM(idX, idY), after: inM(idX, idY) + many("n#", idZ), depose: addressM, warns: true, sent: []string{"PUT " + idZ},
	},
}

// TestAccTrackChanges applies a configuration and then another one: no track is lost that
// a block has, a replacement removes nothing that it keeps, and two blocks for one track
// give a warning. Each case has tracks of its own, so that all of them are one run.
func TestAccTrackChanges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		changes map[string]trackChange
		drift   string
	}{
		"without detect_drift": {trackChanges, "false"},
		"with detect_drift":    {driftChanges, "true"},
		"left over":            {deposedChanges, "false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.NewService(t)
			env := s.TokenEnvironment()
			env["AMAZONMUSIC_DETECT_DRIFT"] = test.drift
			r := changesRun{s: s, dir: newDir(t, ""), env: env}
			for i, name := range slices.Sorted(maps.Keys(test.changes)) {
				r.add(name, fmt.Sprintf("%03d", i), test.changes[name])
			}
			r.run(t)
		})
	}
}

// changesRun is a run of many cases.
type changesRun struct {
	s     *acctest.Service
	dir   string
	env   map[string]string
	cases []numbered
}

type numbered struct {
	trackChange

	name, number string
}

func (r *changesRun) add(name, number string, c trackChange) {
	own := func(text string) string { return strings.ReplaceAll(text, "#", number) }
	for _, text := range []*string{&c.before, &c.after, &c.taint, &c.depose, &c.replace, &c.saved, &c.lost} {
		*text = own(*text)
	}
	c.sent = slices.Clone(c.sent)
	for i := range c.sent {
		c.sent[i] = own(c.sent[i])
	}
	r.s.Alias(own(idAsked), own(idAnswered))
	r.cases = append(r.cases, numbered{c, name, number})
}

// each returns what is set of the cases.
func (r *changesRun) each(of func(numbered) string) (all []string) {
	for _, c := range r.cases {
		if text := of(c); text != "" {
			all = append(all, text)
		}
	}
	return all
}

func (r *changesRun) configure(t *testing.T, of func(numbered) string) {
	t.Helper()
	write(t, filepath.Join(r.dir, "main.tf"), acctest.RequiredProviders+strings.Join(r.each(of), ""))
}

func (r *changesRun) run(t *testing.T) {
	t.Helper()
	r.s.Save(r.each(func(c numbered) string { return c.saved })...)
	r.configure(t, func(c numbered) string { return c.before })
	succeed(t, r.dir, r.env, "init")
	succeed(t, r.dir, r.env, "apply", "-auto-approve")
	if deposed := r.each(func(c numbered) string { return c.depose }); deposed != nil {
		r.replaceHalfWay(t, deposed)
	}
	for _, address := range r.each(func(c numbered) string { return c.taint }) {
		succeed(t, r.dir, r.env, "taint", address)
	}
	r.s.Remove(r.each(func(c numbered) string { return c.lost })...)
	r.s.ResetRequests()
	r.configure(t, func(c numbered) string { return c.after })
	args := []string{"apply", "-auto-approve"}
	for _, address := range r.each(func(c numbered) string { return c.replace }) {
		args = append(args, "-replace="+address)
	}
	applied := diagnosed(t, r.dir, r.env, args...)
	sent := changes(r.s)
	planned := diagnosed(t, r.dir, r.env, "plan", "-detailed-exitcode")
	r.compareLibrary(t)
	for _, c := range r.cases {
		c.check(t, sent, applied, planned)
	}
	succeed(t, r.dir, r.env, "destroy", "-auto-approve")
	if left := r.s.SavedIDs(); len(left) > 0 {
		t.Errorf("left in the library: %v", left)
	}
}

func (c numbered) check(t *testing.T, sent []string, applied, planned []diagnostic) {
	t.Helper()
	warned := func(found []diagnostic) bool {
		return slices.ContainsFunc(found, func(d diagnostic) bool {
			return d.Summary == inTwoBlocks && strings.Contains(d.Detail, "B"+c.number)
		})
	}
	if warned(applied) != c.warns || warned(planned) != c.stays {
		t.Errorf("%s: warned is %t in the apply and %t in the next plan", c.name, warned(applied), warned(planned))
	}
	var own []string
	for _, request := range sent {
		if strings.Contains(request, " B"+c.number) {
			own = append(own, request)
		}
	}
	if c.sent != nil && !slices.Equal(own, c.sent) {
		t.Errorf("%s: sent %v, wanted %v", c.name, own, c.sent)
	}
}

// compareLibrary compares the library with the state, which is what is configured.
func (r *changesRun) compareLibrary(t *testing.T) {
	t.Helper()
	wanted, saved := stateTracks(t, r.dir), r.s.SavedIDs()
	for i, id := range wanted {
		if strings.HasSuffix(id, idAsked[2:]) {
			wanted[i] = id[:4] + idAnswered[2:]
		}
	}
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	if slices.Sort(saved); !slices.Equal(saved, wanted) {
		t.Errorf("the library holds %v, the state %v", saved, wanted)
	}
}

// replaceHalfWay leaves objects of a state deposed beside new ones with the same tracks, as
// a replacement does that creates first and is ended before it destroys.
func (r *changesRun) replaceHalfWay(t *testing.T, addresses []string) {
	t.Helper()
	path := filepath.Join(r.dir, "terraform.tfstate")
	decode := func() (state map[string]any, instances map[string]map[string]any) {
		if err := json.Unmarshal([]byte(read(t, path)), &state); err != nil {
			t.Fatal(err)
		}
		instances = map[string]map[string]any{}
		resources, _ := state["resources"].([]any)
		for _, entry := range resources {
			resource, _ := entry.(map[string]any)
			instances[fmt.Sprint(resource["type"], ".", resource["name"])] = resource
		}
		return state, instances
	}
	_, old := decode()
	succeed(t, r.dir, r.env, append([]string{"state", "rm"}, addresses...)...)
	succeed(t, r.dir, r.env, "apply", "-auto-approve")
	state, current := decode()
	for _, address := range addresses {
		deposed, _ := old[address]["instances"].([]any)
		object, _ := deposed[0].(map[string]any)
		object["deposed"] = "abcd1234"
		instances, _ := current[address]["instances"].([]any)
		current[address]["instances"] = append(instances, object)
	}
	encoded, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, string(encoded))
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
