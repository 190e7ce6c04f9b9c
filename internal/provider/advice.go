package provider

import (
	"errors"
	"fmt"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
)

const (
	stateIsTrue       = "The state holds what was confirmed."
	adviceOnInterrupt = "The run was interrupted. Apply again to finish it. " + stateIsTrue
	adviceOnLimit     = `The service limits how fast it is called. Run the command again later, or set "requests_per_second" ` +
		"to stay under the limit. " + stateIsTrue
	adviceOnPlaylistGone = "The playlist may have been deleted since the plan was made. Plan and apply again."
)

// adviceOnTokenURL is for a login that failed without a code that says why.
const adviceOnTokenURL = `Check "token_url", which differs by region (see the authentication guide), and your network or ` +
	"proxy. Then run the command again. " + stateIsTrue

// adviceByKind says what to do about a kind of failure, where that is all there
// is to know.
var adviceByKind = map[amazonmusic.Kind]string{
	amazonmusic.Interrupted:  adviceOnInterrupt,
	amazonmusic.LoginRefused: adviceOnTokenURL, amazonmusic.LoginUnavailable: adviceOnTokenURL,
	amazonmusic.Throttled:   adviceOnLimit,
	amazonmusic.GivenUp:     adviceOnLimit,
	amazonmusic.Unavailable: "This is a fault of the service or of a gateway. Run the command again. " + stateIsTrue,
	amazonmusic.Disconnected: "The connection ended before the answer was complete. Check the network and any proxy, " +
		"then run the command again. " + stateIsTrue,
	amazonmusic.TimedOut: `The service or the network is slow. Run the command again, or allow more time with ` +
		`"request_timeout". ` + stateIsTrue,
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
	amazonmusic.Refused:      "The service refused this request. Its message says why. If it does not help, report the text above.",
	amazonmusic.NotConfirmed: "The service answered without confirming the change. Apply again. If the error stays, report the text above.",
}

// opAdvice is what to do about failures that depend on what was attempted.
type opAdvice struct {
	// notFound: the service does not have what the call names.
	notFound string
	// notConfirmed: a write was answered without its confirmation, "" where the
	// advice on the kind will do.
	notConfirmed string
	// mayHaveActed: a write failed, and the service may have done it, "" where it
	// makes no difference.
	mayHaveActed string
}

const adviceOnCatalog = "The catalog of the account's marketplace may not hold it: ids can differ from one marketplace to " +
	"the next. A track's page on Amazon Music shows its id after trackAsin=."

// adviceByOp has an entry for every operation of the client.
var adviceByOp = map[amazonmusic.Op]opAdvice{
	amazonmusic.OpCheckAccount:  {notFound: adviceOnNoAccount},
	amazonmusic.OpListTracks:    {notFound: adviceOnNoAccount},
	amazonmusic.OpListPlaylists: {notFound: adviceOnNoAccount},
	amazonmusic.OpSaveTrack: {
		notFound: "The track is not saved. " + adviceOnCatalog,
		notConfirmed: "It is not known whether the track is saved, so the state does not hold it. Apply again: saving a saved " +
			"track changes nothing. If the error stays, check the id.",
		mayHaveActed: "The track may be saved all the same, and the state does not hold it. Apply again: saving a saved track " +
			"changes nothing. To give it up, look in Amazon Music and remove it there.",
	},
	amazonmusic.OpRemoveTrack: {
		notFound: "The service says that there is no such track. The check before the first write could not " +
			"find out which account this is, so the track stays in the state: it may be saved in another library. Check " +
			"\"endpoint\" and the credentials, and that the scope music::library:read was granted. If the track is really " +
			"gone, run \"terraform state rm\" with the resource's address.",
		notConfirmed: "The track stays in the state. Apply again. If the error stays, report the text above.",
		mayHaveActed: "The track may be removed all the same, and stays in the state. Apply again: removing it once more " +
			"changes nothing.",
	},
	amazonmusic.OpFindTracks:  {notFound: "The catalog of the account's marketplace may not hold these tracks. Check the ids."},
	amazonmusic.OpSearchTrack: {notFound: "The service has no such search for this account. Report the text above."},
	amazonmusic.OpReadAlbum: {
		notFound: "The catalog of the account's marketplace may not hold the album: ids can differ from one marketplace to the " +
			"next. The id of a track is not that of its album: provider::amazonmusic::album_id_from_url reads it from a link.",
	},
	amazonmusic.OpReadPlaylist: {
		notFound: "This account has no such playlist. The data source amazonmusic_playlists lists the ids of its playlists.",
	},
	amazonmusic.OpCreatePlaylist: {
		notFound: "The service does not create playlists for this account. Report the text above.",
		mayHaveActed: "The playlist may have been created all the same. Before you apply again, look in Amazon Music: if it is " +
			"there, import it, or delete it.",
	},
	amazonmusic.OpUpdatePlaylist: {notFound: adviceOnPlaylistGone},
	amazonmusic.OpDeletePlaylist: {
		notFound: "The playlist stays in the state, because it is not certain that it is gone: the list of your playlists still " +
			"has it, or the check before the first write could not find out which account this is. Apply again. If it is really " +
			"gone, run \"terraform state rm\" with the resource's address.",
	},
	amazonmusic.OpListPlaylistTracks: {notFound: adviceOnPlaylistGone},
	amazonmusic.OpAppendTracks:       {notFound: adviceOnPlaylistGone},
	amazonmusic.OpRemoveTracks:       {notFound: adviceOnPlaylistGone},
}

const adviceOnNoAccount = "The service does not find the library of this account. Check \"endpoint\", and that the account has " +
	"Amazon Music."

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

// advice says what to do about a failed call. It follows from what was attempted and
// what kind of failure it is, never from the words of a message.
func advice(call *amazonmusic.Error, renews bool) string {
	if login, ok := errors.AsType[*lwa.Error](call); ok {
		return adviceOnLogin(login.Code)
	}
	if text, ok := adviceByCode[call.Code]; ok && !call.Kind.Temporary() {
		return text
	}
	op := adviceByOp[call.Op]
	text := adviceByKind[call.Kind]
	switch {
	case call.Kind == amazonmusic.NotFound:
		return op.notFound
	case call.Kind == amazonmusic.NotConfirmed && op.notConfirmed != "":
		return op.notConfirmed
	case call.Kind == amazonmusic.Unauthorized:
		text = adviceOnToken(renews)
	case call.Kind == amazonmusic.Unreadable && !call.Op.Documented():
		text = `This call is a preview, and the provider does not understand its answer. Check "endpoint" and any proxy. ` +
			"If they are right, report the text above."
	case call.Kind == amazonmusic.Forbidden:
		text = adviceOnScope(call.Op)
	}
	if op.mayHaveActed != "" && call.MayHaveActed() {
		text += " " + op.mayHaveActed
	}
	return text
}

func adviceOnScope(op amazonmusic.Op) string {
	return fmt.Sprintf("The account or the security profile is not allowed to do this. The call needs the scope %s. Log in "+
		"again with this command, which asks for it:\n\n  %s\n\nCheck that the security profile is enabled for the scope (see the "+
		"authentication guide).", op.Scope(), lwa.Command())
}

func adviceOnToken(renews bool) string {
	if renews {
		return "The service refuses an access token that was just issued. Check that the refresh token was granted the " +
			"scopes that the authentication guide names."
	}
	return `Access tokens live one hour, and one that is cut short at its "|" is refused too. Set a new "access_token". Or set ` +
		`"client_id", "client_secret" and "refresh_token": with them the provider gets and renews access tokens itself.`
}

func adviceOnLogin(code string) string {
	switch code {
	case "invalid_grant":
		return `The refresh token is no longer valid: it was revoked, belongs to another client, or was cut short at its "|". ` +
			`Log in again (see the authentication guide), and set "refresh_token" to what this command prints:` +
			"\n\n  " + lwa.Command()
	case "invalid_client", "unauthorized_client":
		return `Login with Amazon does not know this client. Check "client_id" and "client_secret" against the security ` +
			`profile in the Amazon Developer Console, and "token_url" against the region of the account.`
	}
	return adviceOnTokenURL
}
