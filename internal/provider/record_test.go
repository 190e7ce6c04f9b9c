package provider

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// fakePrivateState is the private state of a resource.
type fakePrivateState map[string][]byte

func (p fakePrivateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p fakePrivateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

func TestReadRecord(t *testing.T) {
	t.Parallel()
	aliases := map[string]string{"B097S29G3W": "B097S185X9"}
	for name, test := range map[string]struct {
		private fakePrivateState
		want    record
		fails   bool
	}{
		"none": {},
		"a record": {
			private: fakePrivateState{"record": []byte(`{"owner":"o","answered_ids":{"B097S29G3W":"B097S185X9"}}`)},
			want:    record{Owner: "o", AnsweredIDs: aliases},
		},
		"unreadable": {private: fakePrivateState{"record": []byte(`[1]`)}, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			got := readRecord(t.Context(), test.private, &diags)
			if diags.HasError() != test.fails {
				t.Fatalf("diagnostics: %v", diags)
			}
			if !test.fails && (got.Owner != test.want.Owner || !maps.Equal(got.AnsweredIDs, test.want.AnsweredIDs)) {
				t.Errorf("got %+v", got)
			}
		})
	}
}
