package trackid

import "testing"

func TestValid(t *testing.T) {
	for id, want := range map[string]bool{
		"B08DL2BXQC": true, "B0NOTFOUND": true, "0000000000": true, "ABCDEFGHIJ": true,
		"": false, "B08DL2BXQ": false, "B08DL2BXQCC": false, "b08dl2bxqc": false, "B08DL2BXQC\n": false, "\nB08DL2BXQC": false,
		"B08DL 2BXQ": false, "B08DL2BXQÉ": false, "B08DL2-XQC": false,
	} {
		if Valid(id) != want {
			t.Errorf("Valid(%q) is %v", id, !want)
		}
	}
}
