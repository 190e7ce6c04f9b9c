package isrc

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"GBCFB2000356", "GBCFB2000356"},
		{"gbcfb2000356", "GBCFB2000356"},
		{"GB-CFB-20-00356", "GBCFB2000356"},
		{"gb-cfb-20-00356", "GBCFB2000356"},
		{" USRC17607839\n", "USRC17607839"},
		{"US‑RC1‑76‑07839", "USRC17607839"},
		{"QZES71982312", "QZES71982312"},
	} {
		if got, err := Parse(test.text); err != nil || got != test.want {
			t.Errorf("%q: got %q, %v", test.text, got, err)
		}
	}
}

func TestParse_anotherForm(t *testing.T) {
	for _, text := range []string{
		"", " ", "GBCFB200035", "GBCFB20003567", "1BCFB2000356", "G2CFB2000356", "GBCF_2000356", "GBCFB20003S6",
		"ISRC GBCFB2000356", "GB CFB 20 00356", "B08DL2BXQC", "ＧBCFB2000356", "ſBCFB2000356",
	} {
		if got, err := Parse(text); err == nil || !strings.Contains(err.Error(), "is not an ISRC") {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
}

// What is accepted is accepted again as it is.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"GBCFB2000356", "gb-cfb-20-00356", " USRC17607839\n", "", "ſBCFB2000356", "---"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(code); err != nil || again != code || len(code) != 12 {
			t.Errorf("%q is %q, and then %q, %v", text, code, again, err)
		}
	})
}
