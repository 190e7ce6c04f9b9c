package endtoend

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The table of titles in the troubleshooting guide has the title of every error and
// warning in the code, and no other.
func TestDocs_titlesAreThoseOfTheCode(t *testing.T) {
	t.Parallel()
	_, section, _ := strings.Cut(read(t, filepath.Join(root, "docs", "guides", "troubleshooting.md")), "\n## Titles of errors and warnings\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var listed []string
	for _, row := range titleRow.FindAllStringSubmatch(section, -1) {
		listed = append(listed, row[1])
	}
	if !slices.IsSorted(listed) {
		t.Errorf("the table is not in alphabetical order: %q", listed)
	}
	inCode := titlesInCode(t)
	for title, at := range inCode {
		if !slices.ContainsFunc(listed, func(l string) bool { return l == title || strings.HasSuffix(l, " "+title) }) {
			t.Errorf("the guide lacks %q (%s)", title, at)
		}
	}
	for _, l := range listed {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(inCode)), func(title string) bool {
			return l == title || strings.HasSuffix(l, " "+title)
		}) {
			t.Errorf("the guide has %q, and the code does not", l)
		}
	}
}

var (
	titleRow = regexp.MustCompile("(?m)^\\| `([^`]+)`")
	// A title has a capital letter at the beginning of each word but the small ones.
	// Nothing else in the provider's code is written so, except names of products.
	titleCase = regexp.MustCompile(`^[A-Z][A-Za-z0-9-]*( ([A-Z0-9][A-Za-z0-9-]*|a|an|and|as|at|by|for|from|in|not|of|on|or|the|to|was|with))* [A-Z][A-Za-z0-9-]*$`)
	products  = []string{"Amazon Music", "Login with Amazon"}
)

// titlesInCode returns the string literals of the provider that are titles, or the
// ends of titles, and where they are.
func titlesInCode(t *testing.T) map[string]token.Position {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "internal", "provider", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	titles, positions := map[string]token.Position{}, token.NewFileSet()
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(positions, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			if titleCase.MatchString(text) && !slices.Contains(products, text) {
				titles[text] = positions.Position(literal.Pos())
			}
			return true
		})
	}
	if len(titles) < 40 {
		t.Fatalf("only %d titles found: %q", len(titles), slices.Sorted(maps.Keys(titles)))
	}
	return titles
}
