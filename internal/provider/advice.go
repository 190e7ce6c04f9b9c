package provider

import (
	"errors"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
)

const (
	stateIsTrue       = "Tracks that were saved are recorded in the state."
	adviceOnInterrupt = "The run was interrupted. Apply again to finish it. " + stateIsTrue
)

// adviceByKind says what to do about a kind of failure, where that is all there
// is to know.
var adviceByKind = map[amazonmusic.Kind]string{
	amazonmusic.Interrupted: adviceOnInterrupt,
	amazonmusic.Throttled: `The service limits how fast it is called. Apply again later, or set "requests_per_second" ` +
		"to stay under the limit. " + stateIsTrue,
	amazonmusic.GivenUp: `The service limits how fast it is called. Apply again later, or set "requests_per_second" ` +
		"to stay under the limit. " + stateIsTrue,
	amazonmusic.Unavailable: "This is a fault of the service or of a gateway. Apply again. " + stateIsTrue,
	amazonmusic.Disconnected: "The connection ended before the answer was complete. Check the network and any proxy, " +
		"then apply again. " + stateIsTrue,
	amazonmusic.TimedOut: `The service or the network is slow. Apply again, or allow more time with "request_timeout". ` +
		stateIsTrue,
	amazonmusic.Unreachable: `No connection could be made. Check "endpoint", the network and any proxy. For a service on ` +
		"this machine, check that it is running.",
	amazonmusic.Redirected: `Check "endpoint" and "token_url": credentials are sent to the configured address only.`,
	amazonmusic.UnknownCall: `The service does not know this call. Check "endpoint": it is the base URL of the API, ` +
		`without "/v1".`,
	amazonmusic.Unreadable: `This is not an answer of the Amazon Music Web API as it is documented. Check "endpoint" and ` +
		"any proxy. If they are right, report the text above.",
	amazonmusic.BrokenList: "A list that cannot be read to its end is not used at all, because a part of it would " +
		"look like the whole. Try again. If the error stays, report the text above.",
	amazonmusic.NoAccount: "The Amazon account that the token belongs to has no Amazon Music account. Open Amazon " +
		"Music once with that account, or log in with another one.",
	amazonmusic.Forbidden: "The account or the security profile is not allowed to do this. Check the scopes that were " +
		"granted (see the authentication guide).",
	amazonmusic.Refused: "The service refused this request. Its message says why. If it is about the track, check the " +
		"id; if not, report the text above.",
}

// adviceByCode knows codes of the API's error page, and codes that public client
// code has seen.
var adviceByCode = map[string]string{
	"INVALID_AUTH_TYPE": `The service did not see a bearer token. Check that "access_token" holds the token alone, ` +
		"and that no proxy changes the Authorization header.",
	"NO_X_API_KEY": `Check "api_key": it is the ID of the security profile. A proxy must not drop the x-api-key header.`,
	"INVALID_CLIENT_ID": "The security profile is not enabled for the Amazon Music Web API. Check \"api_key\", and " +
		"that the beta was opened for this profile.",
	"DENIED_SUBSCRIPTION_TIER": "The Amazon Music subscription of this account does not allow it.",
}

// adviceOnDoubt is for a removal of a track that the service does not have, where
// it is not certain whose library that is about.
const adviceOnDoubt = "The service says that there is no such track. The check before the first write could not " +
	"find out which account this is, so the track stays in the state: it may be saved in another library. Check " +
	"\"endpoint\" and the credentials, and that the scope music::library:read was granted. If the track is really " +
	"gone, run \"terraform state rm\" with the resource's address."

// advice says what to do about a failure. It follows from what the failure is,
// never from the words of a message.
func advice(failure *amazonmusic.Error, renews bool) string {
	if login, ok := errors.AsType[*lwa.Error](failure); ok {
		return adviceOnLogin(login)
	}
	if text, ok := adviceByCode[failure.Code]; ok && !failure.Kind.Temporary() {
		return text
	}
	switch failure.Kind {
	case amazonmusic.NotFound:
		if failure.Op == amazonmusic.OpRemoveTrack {
			return adviceOnDoubt
		}
		return adviceOnTrack(failure.Op)
	case amazonmusic.Unauthorized:
		return adviceOnToken(renews)
	case amazonmusic.NotConfirmed:
		return adviceOnTrack(failure.Op)
	case amazonmusic.Unreadable:
		if !failure.Op.Documented() {
			return `This call is a preview, and the provider does not understand its answer. Check "endpoint" and any ` +
				"proxy. If they are right, report the text above."
		}
	}
	return adviceByKind[failure.Kind]
}

func adviceOnTrack(op amazonmusic.Op) string {
	switch op {
	case amazonmusic.OpSaveTrack:
		return "The track is not recorded in the state. The catalog of the account's marketplace may not hold it: ids " +
			"can differ from one marketplace to the next. A track's page on Amazon Music shows its id after trackAsin=."
	case amazonmusic.OpRemoveTrack:
		return "The track stays in the state. Apply again. If the error stays, report the text above."
	case amazonmusic.OpUpdatePlaylist, amazonmusic.OpListPlaylistTracks,
		amazonmusic.OpAppendTracks, amazonmusic.OpRemoveTracks:
		return "The playlist may have been deleted since the plan was made. Plan and apply again."
	case amazonmusic.OpReadPlaylist:
		return "This account has no such playlist. The data source amazonmusic_playlists lists the ids of its playlists."
	case amazonmusic.OpDeletePlaylist:
		return "The check before the first write could not find out which account this is, so the playlist stays in the " +
			"state: it may be in another account. If it is really gone, run \"terraform state rm\" with the resource's address."
	}
	return adviceByKind[amazonmusic.UnknownCall]
}

func adviceOnToken(renews bool) string {
	if renews {
		return "The service refuses an access token that was just issued. Check that the refresh token was granted the " +
			"scopes that the authentication guide names."
	}
	return `Access tokens live one hour, and one that is cut short at its "|" is refused too. Set a new "access_token". Or set ` +
		`"client_id", "client_secret" and "refresh_token": with them the provider gets and renews access tokens itself.`
}

func adviceOnLogin(err *lwa.Error) string {
	switch err.Code {
	case "invalid_grant":
		return `The refresh token is no longer valid: it was revoked, belongs to another client, or was cut short at its "|". ` +
			`Log in again (see the authentication guide), and set "refresh_token" to what this command prints:` +
			"\n\n  " + lwa.Command()
	case "invalid_client", "unauthorized_client":
		return `Login with Amazon does not know this client. Check "client_id" and "client_secret" against the security ` +
			`profile in the Amazon Developer Console, and "token_url" against the region of the account.`
	}
	return `Check "token_url", which differs by region (see the authentication guide), and your network or proxy. ` +
		"Then apply again. " + stateIsTrue
}
