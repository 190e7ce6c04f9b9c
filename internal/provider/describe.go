package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/library"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/transport"
)

// failure is what there is to say of a failed action. One function makes it, for
// every error of the client and of the engines.
type failure struct {
	// reason says what happened, in one sentence without a full stop. It is the same
	// for all objects that fail for one cause.
	reason string
	// request names the request that failed, "" where there was none.
	request string
	// effort says how often the request was sent, "" for once.
	effort string
	// advice says what to do now.
	advice string
	// cause names what all failures with this one have in common, "" where the
	// failure is about its object alone.
	cause string
}

// describe turns an error into words. Renews says that the provider can get access
// tokens itself.
func describe(err error, renews bool) failure {
	if lost, ok := errors.AsType[*library.LostTrackError](err); ok {
		return describeLostTrack(lost, renews)
	}
	if f, ok := describePlaylist(err, renews); ok {
		return f
	}
	if call, ok := errors.AsType[*amazonmusic.Error](err); ok {
		return describeCall(call, renews)
	}
	if errors.Is(err, context.Canceled) {
		return failure{reason: "the run was interrupted", advice: adviceOnInterrupt}
	}
	return failure{reason: err.Error()}
}

func describeCall(call *amazonmusic.Error, renews bool) failure {
	f := failure{
		reason:  call.Reason(),
		request: call.Method + " " + call.Path,
		advice:  advice(call, renews),
		cause:   causeOf(call),
	}
	if call.Tries > 1 {
		f.effort = call.Effort()
	}
	return f
}

// describeLostTrack is about a track that was saved and may not be saved now.
func describeLostTrack(lost *library.LostTrackError, renews bool) failure {
	f := describe(lost.Cause, renews)
	f.reason = "a removal by another of its ids may have hit it, and it could not be saved again: " + f.reason
	f.advice = "Check in Amazon Music whether it is saved. To save it again, apply with -replace and the address of the " +
		"resource that has it: that saves its tracks and removes none."
	f.request, f.cause = "", ""
	return f
}

// causeOf names what all calls that fail for one reason have in common, "" where the
// failure is about the call alone. The saved tracks are listed once for all resources,
// and the account is checked once.
func causeOf(call *amazonmusic.Error) string {
	once := call.Op == amazonmusic.OpListTracks || call.Op == amazonmusic.OpCheckAccount
	switch {
	case call.Kind.AboutTheCall() && !once:
		return ""
	case call.Kind.MeetsEveryCall() || call.Kind.Temporary():
		return fmt.Sprint(call.Kind, " ", call.Code)
	case call.Kind == amazonmusic.Forbidden:
		// One call can lack a scope that another one does not need.
		return fmt.Sprint(call.Kind, " ", call.Code, " ", call.Op.Scope())
	case once:
		return fmt.Sprint(call.Kind, " ", call.Code, " ", call.Op)
	}
	// Two answers that cannot be understood are two causes.
	return fmt.Sprint(call.Kind, " ", call.Op, " ", call.Message)
}

// text is all of it: the reason, and what to do.
func (f failure) text() string {
	text := f.reason
	if f.request != "" {
		text = f.request + " failed: " + text
	}
	if f.effort != "" {
		text += "; given up after " + f.effort
	}
	text = sentence(capitalize(text))
	if f.advice != "" {
		text += "\n\n" + f.advice
	}
	return text
}

// inShort is the reason of a group of failures, bounded.
func (f failure) inShort() string {
	text := transport.Excerpt(f.reason, maxReason)
	if f.effort != "" {
		text += ", after " + f.effort
	}
	return sentence(text)
}

// capitalize begins a text with a capital letter.
func capitalize(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// sentence ends a text with a full stop.
func sentence(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}
