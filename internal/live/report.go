package live

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// verdict is what became of an assumption.
type verdict string

const (
	held    verdict = "held"
	failed  verdict = "DID NOT HOLD"
	notSeen verdict = "not seen"
)

// finding is one line of the report.
type finding struct {
	assumption string
	verdict    verdict
	answer     answer
	remark     error
}

type report struct{ findings []finding }

func (r *report) add(assumption string, v verdict, a answer, remark error) {
	r.findings = append(r.findings, finding{assumption, v, a, remark})
}

// judge adds a finding that held unless there is an error.
func (r *report) judge(assumption string, a answer, err error) {
	v := held
	if err != nil {
		v = failed
	}
	r.add(assumption, v, a, err)
}

// err names the assumptions that did not hold.
func (r *report) err() error {
	var broken []error
	for _, f := range r.findings {
		if f.verdict == failed {
			broken = append(broken, errors.New(f.assumption))
		}
	}
	if len(broken) == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d assumptions did not hold:\n%w", len(broken), len(r.findings), errors.Join(broken...))
}

// print writes the report in a form to paste into an issue. It holds the shape
// of the answers, not what they say.
func (r *report) print(out io.Writer) {
	fmt.Fprintln(out, "What the provider assumes of the service, and what the service did:")
	for _, f := range r.findings {
		fmt.Fprintf(out, "\n- %s: %s\n", f.verdict, f.assumption)
		if f.remark != nil {
			fmt.Fprintf(out, "    %s\n", strings.ReplaceAll(f.remark.Error(), "\n", "\n    "))
		}
		if f.answer.method != "" {
			fmt.Fprintf(out, "    %s %s: HTTP %d\n    %s\n", f.answer.method, f.answer.path, f.answer.status, shape(f.answer.body))
		}
	}
}
