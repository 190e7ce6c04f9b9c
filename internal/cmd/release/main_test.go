package main

import (
	"strings"
	"testing"
)

const changelog = `# Changelog

Versions follow Semantic Versioning.

## 0.3.0 (Unreleased)

FEATURES:

* A third thing.

## 0.2.0 (November 1, 2026)

## 0.1.0 (October 1, 2026)

FEATURES:

* The first thing.
`

func TestNotes(t *testing.T) {
	tests := []struct {
		tag, want, fails string
	}{
		{tag: "v0.1.0", want: "FEATURES:\n\n* The first thing."},
		{tag: "v0.3.0-rc1", want: "FEATURES:\n\n* A third thing."},
		{tag: "v0.3.0", fails: "calls 0.3.0 unreleased"},
		{tag: "v0.2.0", fails: "says nothing about 0.2.0"},
		{tag: "v0.4.0", fails: "no section about 0.4.0"},
		{tag: "v0.1", fails: "is not a version"},
		{tag: "0.1.0", fails: "is not a version"},
		{tag: "v0.1.0; ls", fails: "is not a version"},
	}
	for _, tt := range tests {
		t.Run(tt.tag, func(t *testing.T) {
			got, err := notes(changelog, tt.tag)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("error %v, wanted one that %q", err, tt.fails)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("got %q and %v, wanted %q", got, err, tt.want)
			}
		})
	}
}
