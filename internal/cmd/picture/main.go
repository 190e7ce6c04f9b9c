// Command picture draws an excerpt of what the demo prints, from standard
// input into the named file: an SVG that needs no other file.
package main

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "Usage: demo | picture FILE")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, file string) error {
	lines, err := excerpt(in)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(draw(lines)), 0o644) //nolint:gosec // It is there to be read.
}

// rule says which lines of the demo are shown, and how.
type rule struct {
	class   string
	pattern *regexp.Regexp
	// once leaves out all but the first line of a rule. Of equal lines only
	// the first is shown anyway.
	once bool
	// space goes before the line.
	space bool
}

var rules = []rule{
	{class: "strong", pattern: regexp.MustCompile(`^\$ \w+ (apply|plan|destroy)$`), space: true},
	{class: "strong", pattern: regexp.MustCompile(`^  # .* will be created$`), once: true},
	{class: "plain", pattern: regexp.MustCompile(`^  \+ resource `)},
	{class: "plain", pattern: regexp.MustCompile(`^      \+ \w+ += \(known after apply\)$`)},
	{class: "plain", pattern: regexp.MustCompile(`^      \+ track_id +=`), once: true},
	{class: "plain", pattern: regexp.MustCompile(`^    }$`)},
	{class: "strong", pattern: regexp.MustCompile(`^Plan: `)},
	{class: "plain", pattern: regexp.MustCompile(`: (Creation|Destruction) complete`)},
	{class: "good", pattern: regexp.MustCompile(`^(Apply complete!|No changes\.|Destroy complete!)`)},
	{class: "note", pattern: regexp.MustCompile(`^The (library now holds|next plan is empty)`)},
}

type line struct {
	rule int
	text string
}

// excerpt keeps the lines that the rules name. Lines of one rule that follow
// each other are sorted: Terraform does several things at once.
func excerpt(in io.Reader) ([]line, error) {
	var kept []line
	used := make([]int, len(rules))
	seen := map[string]bool{}
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		text := scanner.Text()
		i := slices.IndexFunc(rules, func(r rule) bool { return r.pattern.MatchString(text) })
		if i < 0 || seen[text] || rules[i].once && used[i] > 0 {
			continue
		}
		seen[text] = true
		used[i]++
		kept = append(kept, line{i, text})
	}
	if i := slices.Index(used, 0); i >= 0 {
		return nil, fmt.Errorf("the demo prints nothing like %s", rules[i].pattern)
	}
	for start := 0; start < len(kept); {
		end := start + 1
		for end < len(kept) && kept[end].rule == kept[start].rule {
			end++
		}
		slices.SortFunc(kept[start:end], func(a, b line) int { return strings.Compare(a.text, b.text) })
		start = end
	}
	return kept, scanner.Err()
}

// The measures are in pixels. No monospaced font at hand is wider.
const (
	fontSize   = 13.0
	charWidth  = 0.62 * fontSize
	lineHeight = 19.0
	padding    = 22.0
)

// A dark picture is at home on a light page as well as on a dark one.
const style = `
.page { fill: #0d1117; stroke: #3d444d }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #c9d1d9; white-space: pre }
.strong { fill: #f0f6fc; font-weight: bold }
.good { fill: #3fb950; font-weight: bold }
.note { fill: #79c0ff }
.add { fill: #3fb950 }
`

var sign = regexp.MustCompile(`^( +)\+`)

func draw(lines []line) string {
	var body strings.Builder
	y, width := padding, 0
	for i, l := range lines {
		r := rules[l.rule]
		if i > 0 && r.space {
			y += lineHeight * 2 / 3
		}
		y += lineHeight
		width = max(width, utf8.RuneCountInString(l.text))
		text := sign.ReplaceAllString(html.EscapeString(l.text), `$1<tspan class="add">+</tspan>`)
		fmt.Fprintf(&body, `<text class="%s" x="%g" y="%.0f" xml:space="preserve">%s</text>`+"\n", r.class, padding, y-lineHeight/3, text)
	}
	w, h := math.Ceil(float64(width)*charWidth+2*padding), math.Ceil(y+padding)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %[1]g %[2]g" role="img">
<title>Terraform saves tracks, finds nothing left to do, and removes them again</title>
<style>%s</style>
<rect class="page" x="0.5" y="0.5" width="%g" height="%g" rx="8"/>
%s</svg>
`, w, h, style, w-1, h-1, body.String())
}
