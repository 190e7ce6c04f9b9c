package provider

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// listStream streams a list of the service to "terraform query", each page as it
// arrives. An error is yielded as a result: what was streamed by then cannot be taken
// back.
type listStream[T interface{ Known() bool }] struct {
	session *session
	// objects and summary are the words of an error.
	objects, summary string
	pages            func(client *amazonmusic.Client, ctx context.Context, pageSize int) iter.Seq2[[]T, error]
	result           func(ctx context.Context, req list.ListRequest, client *amazonmusic.Client, entry T) list.ListResult
}

func (s listStream[T]) results(ctx context.Context, req list.ListRequest) iter.Seq[list.ListResult] {
	var diags diag.Diagnostics
	ctx, client := s.session.begin(ctx, &diags, "list "+s.objects)
	if client == nil {
		return list.ListResultsStreamDiagnostics(diags)
	}
	pageSize := amazonmusic.MaxPageSize
	if req.Limit > 0 {
		pageSize = int(min(req.Limit, amazonmusic.MaxPageSize))
	}
	return func(push func(list.ListResult) bool) {
		left, unlisted := req.Limit, 0
		for page, err := range s.pages(client, ctx, pageSize) {
			if err != nil {
				s.session.report.addError(&diags, s.summary, capitalize(s.objects)+" could not be listed", err)
				push(list.ListResult{Diagnostics: diags})
				return
			}
			for _, entry := range page {
				if !entry.Known() {
					unlisted++
					continue
				}
				if !push(s.result(ctx, req, client, entry)) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
		}
		pushUnlisted(push, unlisted)
	}
}

// pushUnlisted says how many entries of a list are left out.
func pushUnlisted(push func(list.ListResult) bool, n int) {
	if n == 0 {
		return
	}
	var diags diag.Diagnostics
	diags.AddWarning("Results Left Out", count(n, "result")+wasOrWere(n)+" left out, because the service lists "+
		"something there that has no id of the expected form, such as an upload or a withdrawn track.")
	push(list.ListResult{Diagnostics: diags})
}
