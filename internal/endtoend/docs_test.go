package endtoend

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/acctest"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/cli"
)

// page is one Markdown file, by its path below the root of the checkout.
type page struct {
	path string
	text string
}

// pages returns the documentation and the other texts that link to it.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	for _, path := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"} {
		all = append(all, page{path, read(t, filepath.Join(root, path))})
	}
	err := fs.WalkDir(os.DirFS(root), "docs", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".md" {
			all = append(all, page{path, read(t, filepath.Join(root, filepath.FromSlash(path)))})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 14 {
		t.Fatalf("only %d pages found", len(all))
	}
	return all
}

// block is a block of code in a page.
type block struct {
	name, language, text string
}

// split returns the blocks of code in a page, and the text around them.
func (p page) split(t *testing.T) (blocks []block, prose string) {
	t.Helper()
	var left strings.Builder
	inside, number := false, 0
	for line := range strings.Lines(p.text) {
		number++
		switch {
		case strings.HasPrefix(line, "```"):
			if inside = !inside; inside {
				blocks = append(blocks, block{name: fmt.Sprintf("%s:%d", p.path, number), language: strings.TrimSpace(line[3:])})
			}
		case inside:
			blocks[len(blocks)-1].text += line
		default:
			left.WriteString(line)
		}
	}
	if inside {
		t.Fatalf("%s: a block of code is not closed", p.path)
	}
	return blocks, left.String()
}

// configurations returns the blocks that hold configuration.
func configurations(t *testing.T) []block {
	t.Helper()
	var found []block
	for _, p := range pages(t) {
		blocks, _ := p.split(t)
		for _, b := range blocks {
			if b.language == "terraform" || b.language == "hcl" {
				found = append(found, b)
			}
		}
	}
	if len(found) < 30 {
		t.Fatalf("only %d blocks found", len(found))
	}
	return found
}

var (
	queryBlock     = regexp.MustCompile(`(?m)^list "`)
	testBlock      = regexp.MustCompile(`(?m)^(run|mock_provider) "`)
	identityBlock  = regexp.MustCompile(`(?m)^ +identity *=`)
	ephemeralBlock = regexp.MustCompile(`(?m)^ +ephemeral *= true`)
	importBlock    = regexp.MustCompile(`(?m)^import \{`)
	resourceBlock  = regexp.MustCompile(`(?m)^resource "`)
	forgettingRule = regexp.MustCompile(`(?m)^ +destroy *= false`)
)

// needs are the features that the block's syntax takes.
func (b block) needs() []cli.Feature {
	needs := []cli.Feature{cli.Baseline}
	for _, syntax := range []struct {
		found *regexp.Regexp
		needs cli.Feature
	}{
		{queryBlock, cli.Query}, {identityBlock, cli.Identity}, {ephemeralBlock, cli.EphemeralValues}, {forgettingRule, cli.RemovedLifecycle},
	} {
		if syntax.found.MatchString(b.text) {
			needs = append(needs, syntax.needs)
		}
	}
	if importBlock.MatchString(b.text) && !resourceBlock.MatchString(b.text) {
		needs = append(needs, cli.ImportAlone)
	}
	return needs
}

// file is the name of a file that can hold the block.
func (b block) file() string {
	switch {
	case queryBlock.MatchString(b.text):
		return "block.tfquery.hcl"
	case testBlock.MatchString(b.text):
		return filepath.Join("tests", "block.tftest.hcl")
	}
	return "block.tf"
}

func TestDocs_blocksAreFormatted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, b := range configurations(t) {
		// Old versions do not format .tftest.hcl and .tfquery.hcl files.
		write(t, filepath.Join(dir, strings.NewReplacer("/", "_", ":", "_").Replace(b.name)+".tf"), b.text)
	}
	out, err := command(t, dir, nil, "fmt", "-check", "-diff", "-no-color").CombinedOutput()
	if err != nil {
		t.Errorf("%s\n%s", err, out)
	}
}

// copySiblings copies what stands beside the block, where it is one of several files of
// a configuration in examples/, and reports whether there is any.
func (b block) copySiblings(t *testing.T, dir string) (found bool) {
	t.Helper()
	for _, main := range slices.Concat(glob(t, "*", "main.tf"), glob(t, "*", "*", "main.tf")) {
		files, err := filepath.Glob(filepath.Join(filepath.Dir(main), "*.tf"))
		if err != nil {
			t.Fatal(err)
		}
		same := func(file string) bool { return strings.TrimSpace(read(t, file)) == strings.TrimSpace(b.text) }
		if !slices.ContainsFunc(files, same) {
			continue
		}
		for _, file := range slices.DeleteFunc(files, same) {
			write(t, filepath.Join(dir, filepath.Base(file)), read(t, file))
			found = true
		}
	}
	return found
}

// validator validates blocks, each by itself as if a reader had copied it, with the
// provider required and the files that it reads.
type validator struct {
	list, lock string
	env        map[string]string
}

func newValidator(t *testing.T) validator {
	t.Helper()
	dir := newDir(t, "")
	succeed(t, dir, nil, "init")
	return validator{
		list: read(t, filepath.Join(root, "examples", "tracks-by-mood", "library.csv")),
		lock: read(t, filepath.Join(dir, ".terraform.lock.hcl")),
		env:  map[string]string{"TF_DATA_DIR": filepath.Join(dir, ".terraform")},
	}
}

// put puts a block into a folder.
func (v validator) put(t *testing.T, b block, dir string) {
	t.Helper()
	if !b.copySiblings(t, dir) && !strings.Contains(b.text, "required_providers") {
		write(t, filepath.Join(dir, "required_providers.tf"), acctest.RequiredProviders)
	}
	write(t, filepath.Join(dir, b.file()), b.text)
	write(t, filepath.Join(dir, "library.csv"), v.list)
}

// onlyInRoot is what a module cannot have, or what takes values.
var onlyInRoot = regexp.MustCompile(`(?m)^(import|removed|variable|provider|terraform)\b`)

func TestAccDocs_blocksAreValid(t *testing.T) {
	t.Parallel()
	v, together := newValidator(t), newDir(t, "")
	for i, b := range configurations(t) {
		if len(b.needs()) == 1 && b.file() == "block.tf" && !onlyInRoot.MatchString(b.text) {
			module := fmt.Sprintf("block%d", i)
			v.put(t, b, filepath.Join(together, module))
			write(t, filepath.Join(together, module+".tf"), fmt.Sprintf("module %q { # %s\n  source = \"./%[1]s\"\n}\n", module, b.name))
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range b.needs() {
				acctest.Require(t, f)
			}
			acctest.RequireVersion(t, b.text)
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "tests"), 0o750); err != nil {
				t.Fatal(err)
			}
			v.put(t, b, dir)
			write(t, filepath.Join(dir, ".terraform.lock.hcl"), v.lock)
			arguments := []string{"validate", "-no-color"}
			if strings.HasSuffix(b.file(), ".tfquery.hcl") {
				arguments = append(arguments, "-query")
			}
			if out, err := command(t, dir, v.env, arguments...).CombinedOutput(); err != nil {
				t.Errorf("%s\n%s\n%s", err, b.text, out)
			}
		})
	}
	t.Run("all others, as modules", func(t *testing.T) {
		t.Parallel()
		succeed(t, together, nil, "init", "-no-color")
		succeed(t, together, nil, "validate", "-no-color")
	})
}

var (
	inlineCode = regexp.MustCompile("`[^`\n]*`")
	link       = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading    = regexp.MustCompile(`(?m)^#+ +(.+?) *$`)
	anchorTag  = regexp.MustCompile(`<a id="([^"]+)">`)
	notInSlug  = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// anchors returns the fragments that a link to the page can have, as GitHub and
// the Registry make them.
func (p page) anchors(t *testing.T) []string {
	t.Helper()
	_, prose := p.split(t)
	var all []string
	for _, match := range heading.FindAllStringSubmatch(prose, -1) {
		slug := strings.ReplaceAll(notInSlug.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-")
		for n, first := 1, slug; slices.Contains(all, slug); n++ {
			slug = fmt.Sprintf("%s-%d", first, n)
		}
		all = append(all, slug)
	}
	for _, match := range anchorTag.FindAllStringSubmatch(prose, -1) {
		all = append(all, match[1])
	}
	return all
}

// links returns the targets of a page's links as paths below the root of the
// checkout. Links to other sites are left out.
func (p page) links(t *testing.T) []string {
	t.Helper()
	_, prose := p.split(t)
	var all []string
	for _, match := range link.FindAllStringSubmatch(inlineCode.ReplaceAllString(prose, "``"), -1) {
		target, err := url.Parse(match[1])
		if err != nil {
			t.Errorf("%s: %s", p.path, err)
			continue
		}
		path, here := strings.CutPrefix(match[1], "https://github.com/musicascode/terraform-provider-amazonmusic/tree/main/")
		switch {
		case here:
		case target.Scheme != "":
			continue
		case target.Path == "":
			path = p.path + match[1]
		default:
			path = filepath.ToSlash(filepath.Join(filepath.Dir(p.path), target.Path))
			if target.Fragment != "" {
				path += "#" + target.Fragment
			}
		}
		all = append(all, path)
	}
	return all
}

// Links between pages, to examples and to headings.
func TestDocs_linksResolve(t *testing.T) {
	t.Parallel()
	all := pages(t)
	followed := 0
	for _, p := range all {
		for _, target := range p.links(t) {
			followed++
			path, anchor, toAnchor := strings.Cut(target, "#")
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(path))); err != nil {
				t.Errorf("%s: no %s", p.path, path)
				continue
			}
			if !toAnchor {
				continue
			}
			at := slices.IndexFunc(all, func(other page) bool { return other.path == path })
			if at < 0 {
				t.Errorf("%s: %s is no page with headings", p.path, path)
			} else if known := all[at].anchors(t); !slices.Contains(known, anchor) {
				t.Errorf("%s: %s has no #%s, but %q", p.path, path, anchor, known)
			}
		}
	}
	if followed < 80 {
		t.Errorf("only %d links found", followed)
	}
}

func TestDocs_indexLinksEveryPage(t *testing.T) {
	t.Parallel()
	all := pages(t)
	index := slices.IndexFunc(all, func(p page) bool { return p.path == "docs/index.md" })
	if index < 0 {
		t.Fatal("no docs/index.md")
	}
	var linked []string
	for _, target := range all[index].links(t) {
		path, _, _ := strings.Cut(target, "#")
		linked = append(linked, path)
	}
	for _, p := range all {
		if strings.HasPrefix(p.path, "docs/") && p.path != "docs/index.md" && !slices.Contains(linked, p.path) {
			t.Errorf("docs/index.md has no link to %s", p.path)
		}
	}
}
