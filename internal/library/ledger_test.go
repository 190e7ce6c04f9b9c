package library

import (
	"testing"
	"time"
)

// TestLedger_conflicts walks through the calls that Terraform makes in one run. A
// step that conflicts gives a warning.
func TestLedger_conflicts(t *testing.T) {
	const saved, removed Intent = 10, 11 // What the apply does.
	type step struct {
		owner    string
		intent   Intent
		conflict bool
	}
	for name, steps := range map[string][]step{
		"one block":                                   {{"a", Keep, false}, {"a", Keep, false}},
		"two that stand":                              {{"a", Keep, false}, {"b", Keep, true}},
		"one stands, one is new":                      {{"a", Keep, false}, {"", Save, true}},
		"one is new, one stands":                      {{"", Save, false}, {"a", Keep, true}},
		"one of two is removed":                       {{"a", Keep, false}, {"b", Remove, true}},
		"one of two is removed, first":                {{"b", Remove, false}, {"a", Keep, true}},
		"both are removed":                            {{"a", Remove, false}, {"b", Remove, false}},
		"moves":                                       {{"a", Remove, false}, {"", Save, false}},
		"moves, saved first":                          {{"", Save, false}, {"a", Remove, false}},
		"moves, saved before it is removed":           {{"a", Remove, false}, {"", Save, false}, {"b", saved, false}, {"a", removed, false}},
		"replaced":                                    {{"a", Keep, false}, {"a", Save, false}},
		"replaced, a second one stands":               {{"a", Keep, false}, {"a", Save, false}, {"b", Keep, true}},
		"both new: found when both saved":             {{"", Save, false}, {"", Save, false}, {"a", saved, false}, {"b", saved, true}},
		"new, planned again by the apply":             {{"", Save, false}, {"", Save, false}, {"a", saved, false}, {"a", Keep, false}},
		"saved and then destroyed":                    {{"", Save, false}, {"a", saved, false}, {"a", Keep, false}, {"a", Remove, false}, {"a", removed, false}, {"", Save, false}},
		"replaced, the new one is saved":              {{"a", Keep, false}, {"a", Save, false}, {"b", saved, false}, {"a", removed, false}, {"b", Keep, false}},
		"created first, the old one is planned again": {{"", Save, false}, {"b", saved, false}, {"a", Remove, false}, {"a", removed, false}, {"b", Keep, false}},
		"another track, by a replaced block":          {{"a", Save, false}, {"b", saved, false}, {"b", Keep, false}},
		"one of two that were saved is removed":       {{"a", saved, false}, {"b", saved, true}, {"b", Remove, false}, {"a", Keep, true}},
		"replaced, the old one goes first":            {{"a", Keep, false}, {"a", Save, false}, {"a", removed, false}, {"b", saved, false}, {"b", Keep, false}},
	} {
		t.Run(name, func(t *testing.T) {
			m, ledger := newModel(), NewLedger()
			for i, s := range steps {
				var conflict bool
				switch s.intent {
				case saved:
					result, err := m.writer(ledger, s.owner).Save(t.Context(), answered)
					if err != nil {
						t.Fatal(err)
					}
					conflict = len(result.Others) > 0
				case removed:
					if _, err := m.writer(ledger, s.owner).Remove(t.Context(), answered, ""); err != nil {
						t.Fatal(err)
					}
				default:
					conflict = len(ledger.Plan(s.owner, s.intent, answered, "")) > 0
				}
				if conflict != s.conflict {
					t.Errorf("step %d: conflict is %v", i+1, conflict)
				}
			}
		})
	}
}

// A track is one track by all of its ids.
func TestLedger_anotherID(t *testing.T) {
	ledger := NewLedger()
	ledger.Plan("a", Keep, asked, answered)
	if others := ledger.Plan("b", Keep, "B08DL2BXQC", "B08DL2BXQC"); len(others) > 0 {
		t.Error("two tracks are taken for one")
	}
	if others := ledger.Plan("c", Keep, answered, ""); len(others) != 1 || others[0] != (Other{"a", Keep}) {
		t.Errorf("the answered id is not found: %v", others)
	}
}

// What is left to a successor is no other owner's, and the old owner's no more.
func TestLedger_successorIsNoOwner(t *testing.T) {
	m, ledger := newModel(), NewLedger()
	m.aliases[asked] = answered
	ledger.Plan("a", Keep, asked, answered)
	ledger.Leave("a", asked, answered, nil)
	if others := ledger.Plan("b", Keep, answered, ""); len(others) > 0 {
		t.Errorf("got %v", others)
	}
	if result, err := m.writer(ledger, "b").Save(t.Context(), answered); err != nil || len(result.Others) > 0 {
		t.Errorf("got %v: %v", result.Others, err)
	}
}

// A track that was hit is not saved again for an owner that gives it up meanwhile.
func TestLedger_givenUpMeanwhile(t *testing.T) {
	ledger := NewLedger()
	ledger.Plan("a", Keep, answered, "")
	hit := ledger.noteRemoval(time.Time{}, answered)
	if len(hit) != 1 {
		t.Fatalf("got %v", hit)
	}
	ledger.Plan("a", Remove, answered, "")
	if _, again := ledger.current(hit[0]); again {
		t.Error("the track would be saved again")
	}
}

// A track that one owner keeps and another one is going to remove is at risk.
func TestLedger_atRisk(t *testing.T) {
	ledger := NewLedger()
	ledger.Plan("b", Remove, asked, answered)
	ledger.Plan("a", Keep, answered, "")
	ledger.Plan("a", Keep, trackID(7), "")
	ledger.Plan("c", Save, answered, "")
	ledger.Plan("d", Remove, "C000000001", "D000000001")
	ledger.Plan("d", Keep, "D000000001", "")
	if ledger.AtRisk("d", "D000000001") {
		t.Error("the owner's own removal counts")
	}
	if !ledger.AtRisk("a", answered) || ledger.AtRisk("a", trackID(7)) || ledger.AtRisk("c", answered) || ledger.AtRisk("nobody", answered) {
		t.Error("the wrong tracks are at risk")
	}
}
