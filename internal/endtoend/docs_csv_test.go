package endtoend

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// csvFiles are files with the mistakes that the troubleshooting guide lists, by the
// beginning of their rows in its table.
var csvFiles = map[string]string{
	"semicolons":                  "track_id;title\nB08DL2BXQC;Kane Train\n",
	"tabs":                        "track_id\ttitle\nB08DL2BXQC\tKane Train\n",
	"another case":                "Track_ID,Title\nB08DL2BXQC,Kane Train\n",
	"a BOM":                       "\ufefftrack_id,title\nB08DL2BXQC,Kane Train\n",
	"a space after the comma":     "track_id, title\nB08DL2BXQC, Kane Train\n",
	"a space before an id":        "title,track_id\nKane Train, B08DL2BXQC\n",
	"a space before a quote":      "track_id,title\nB08DL2BXQC, \"Kane Train\"\n",
	"a comma in a title":          "track_id,title\nB08DL2BXQC,Rain, Then Sun\n",
	"an empty id":                 "track_id,title\nB08DL2BXQC,Kane Train\n,\n",
	"an empty title":              "track_id,title\nB08DL2BXQC,\n",
	"a track in two rows":         "track_id,title\nB08DL2BXQC,Kane Train\nB08DL2BXQC,Kane Train\n",
	"another encoding than UTF-8": "track_id,title\nB08DL2BXQC,Caf\xe9\n",
	"nothing":                     "",
	"the first line only":         "track_id,title\n",
}

const withoutMark = `trimprefix(file("${path.module}/library.csv"), "\ufeff")`

// Terraform prints for each of the files what the guide says.
func TestAccDocs_csvErrorsAreTheShownOnes(t *testing.T) {
	t.Parallel()
	guide := page{"docs/guides/troubleshooting.md", read(t, filepath.Join(root, "docs", "guides", "troubleshooting.md"))}
	_, section, _ := strings.Cut(guide.text, "\n## A CSV file is not understood\n")
	section, _, _ = strings.Cut(section, "\n## ")
	blocks, prose := page{guide.path, section}.split(t)
	config := blocks[0].text
	if !strings.Contains(config, withoutMark) {
		t.Fatalf("the first block does not read the file:\n%s", config)
	}
	initialised := newDir(t, "")
	succeed(t, initialised, nil, "init")
	env := map[string]string{"TF_DATA_DIR": filepath.Join(initialised, ".terraform")}
	left := maps.Clone(csvFiles)
	for _, row := range csvRow.FindAllStringSubmatch(prose, -1) {
		file, printed := row[1], row[2]
		if file == "in the file" || strings.HasPrefix(file, "---") {
			continue
		}
		name := csvCase(file)
		if name == "" {
			t.Errorf("no file for the row %q", file)
			continue
		}
		delete(left, name)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := newDir(t, config)
			if name == "a BOM" {
				dir = newDir(t, strings.ReplaceAll(config, withoutMark, `file("${path.module}/library.csv")`))
			}
			write(t, filepath.Join(dir, ".terraform.lock.hcl"), read(t, filepath.Join(initialised, ".terraform.lock.hcl")))
			write(t, filepath.Join(dir, "library.csv"), csvFiles[name])
			out, err := command(t, dir, env, "validate", "-no-color").CombinedOutput()
			if ok := strings.HasPrefix(printed, "nothing"); ok != (err == nil) {
				t.Fatalf("%v\n%s", err, out)
			} else if ok {
				return
			}
			// Terraform breaks lines.
			said := strings.Join(strings.Fields(string(out)), " ")
			for _, code := range inlineCode.FindAllString(printed, -1) {
				if !strings.Contains(said, strings.Trim(code, "`")) {
					t.Errorf("the guide shows %s, and Terraform prints\n%s", code, out)
				}
			}
		})
	}
	if len(left) > 0 {
		t.Errorf("the guide has no row for %q", slices.Sorted(maps.Keys(left)))
	}
}

var csvRow = regexp.MustCompile(`(?m)^\| ([^|]*) \| ([^|]*) \|`)

func csvCase(row string) string {
	for name := range csvFiles {
		if strings.HasPrefix(row, name) {
			return name
		}
	}
	return ""
}

// Examples and documentation read a file in one way, which removes a BOM.
func TestDocs_csvFilesAreReadInOneWay(t *testing.T) {
	t.Parallel()
	sources := map[string]string{}
	for _, b := range configurations(t) {
		sources[b.name] = b.text
	}
	for _, e := range examples(t) {
		for _, file := range append(slices.Clone(e.files), filepath.Join(root, "examples", filepath.FromSlash(e.name), "main.tf")) {
			if content, err := os.ReadFile(file); err == nil {
				sources[file] = string(content)
			}
		}
	}
	found := 0
	for name, text := range sources {
		for _, call := range csvCall.FindAllString(text, -1) {
			found++
			// The recipe for exports of other services decodes what it has converted to UTF-8.
			converted := strings.HasPrefix(call, "csvdecode(csv)")
			if !converted && (!strings.HasPrefix(call, "csvdecode(trimprefix(file(") || !strings.HasSuffix(call, `), "\ufeff"))`)) {
				t.Errorf("%s: %s", name, call)
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d found", found)
	}
}

var csvCall = regexp.MustCompile(`csvdecode\(.*\)\)`)
