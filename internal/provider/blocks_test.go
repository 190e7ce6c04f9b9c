package provider

import "testing"

// TestBlocks walks through the plan calls that Terraform makes. A step that
// conflicts gives a warning.
func TestBlocks(t *testing.T) {
	t.Parallel()
	type step struct {
		owner    string
		plan     blockPlan
		conflict bool
	}
	const saved, removed blockPlan = 10, 11 // What the apply tells.
	for name, steps := range map[string][]step{
		"one block":                                   {{"a", planKeep, false}, {"a", planKeep, false}},
		"two that stand":                              {{"a", planKeep, false}, {"b", planKeep, true}},
		"one stands, one is new":                      {{"a", planKeep, false}, {"", planSave, true}},
		"one is new, one stands":                      {{"", planSave, false}, {"a", planKeep, true}},
		"one of two is removed":                       {{"a", planKeep, false}, {"b", planRemove, true}},
		"one of two is removed, first":                {{"b", planRemove, false}, {"a", planKeep, true}},
		"both are removed":                            {{"a", planRemove, false}, {"b", planRemove, false}},
		"moves":                                       {{"a", planRemove, false}, {"", planSave, false}},
		"moves, saved first":                          {{"", planSave, false}, {"a", planRemove, false}},
		"replaced":                                    {{"a", planKeep, false}, {"a", planSave, false}},
		"replaced, a second one stands":               {{"a", planKeep, false}, {"a", planSave, false}, {"b", planKeep, true}},
		"both new: found when both saved":             {{"", planSave, false}, {"", planSave, false}, {"a", saved, false}, {"b", saved, true}},
		"new, planned again by the apply":             {{"", planSave, false}, {"", planSave, false}, {"a", saved, false}, {"a", planKeep, false}},
		"test: saved and then destroyed":              {{"", planSave, false}, {"a", saved, false}, {"a", planKeep, false}, {"a", planRemove, false}, {"a", removed, false}, {"", planSave, false}},
		"replaced, the new one is saved":              {{"a", planKeep, false}, {"a", planSave, false}, {"b", saved, false}, {"a", removed, false}, {"b", planKeep, false}},
		"created first, the old one is planned again": {{"", planSave, false}, {"b", saved, false}, {"a", planRemove, false}, {"a", removed, false}, {"b", planKeep, false}},
		"test: another track, by a replaced block":    {{"a", planSave, false}, {"b", saved, false}, {"b", planKeep, false}},
		"test: one of two that were saved is removed": {{"a", saved, false}, {"b", saved, true}, {"b", planRemove, false}, {"a", planKeep, true}},
		"replaced, the old one goes first":            {{"a", planKeep, false}, {"a", planSave, false}, {"a", removed, false}, {"b", saved, false}, {"b", planKeep, false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBlocks()
			for i, s := range steps {
				var conflict bool
				switch s.plan {
				case saved:
					conflict = b.saved(s.owner, "B08DL2BXQC")
				case removed:
					b.removed(s.owner, "B08DL2BXQC")
				default:
					conflict = b.plan(s.owner, s.plan, "B08DL2BXQC")
				}
				if conflict != s.conflict {
					t.Errorf("step %d: conflict is %v", i+1, conflict)
				}
			}
		})
	}
}

// A track is one track by all of its ids.
func TestBlocks_anotherID(t *testing.T) {
	t.Parallel()
	b := newBlocks()
	b.plan("a", planKeep, "B097S29G3W", "B097S185X9")
	if b.plan("b", planKeep, "B08DL2BXQC", "B08DL2BXQC") {
		t.Error("two tracks are taken for one")
	}
	if !b.plan("c", planKeep, "B097S185X9", "") {
		t.Error("the answered id is not found")
	}
}
