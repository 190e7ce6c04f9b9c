package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// credentialArguments are the arguments that hold a credential, or a part of one.
var credentialArguments = []string{"api_key", "access_token", "client_id", "client_secret", "refresh_token"}

// keepAccountsApart makes the credentials of the block stand alone: a token or a
// login of the environment beside them may be another account's, and would change
// that account's library.
func keepAccountsApart(s *settings, model providerModel) {
	login := !model.ClientID.IsNull() || !model.ClientSecret.IsNull() || !model.RefreshToken.IsNull()
	switch token := !model.AccessToken.IsNull(); {
	case token && !login:
		s.ignored = []string{"client_id", "client_secret", "refresh_token"}
	case login && !token:
		s.ignored = []string{"access_token"}
	}
}

const whereCredentials = "The authentication guide in the provider's documentation shows how to get one."

// checkCredentials finds what is missing, and values that are another credential
// than the one the argument is for. It shows no value.
func checkCredentials(s *settings, cfg amazonmusic.Config) {
	checkMisplaced(s, cfg)
	if cfg.APIKey == "" && !s.isUnknown("api_key") {
		missing(s, "api_key", "API Key",
			"It is the ID of the security profile in the Amazon Developer Console. "+whereCredentials)
	}
	login := map[string]string{
		"client_id": cfg.Login.ClientID, "client_secret": cfg.Login.ClientSecret, "refresh_token": cfg.Login.RefreshToken,
	}
	var given, absent []string
	for _, argument := range []string{"client_id", "client_secret", "refresh_token"} {
		if login[argument] != "" || s.isUnknown(argument) {
			given = append(given, argument)
		} else {
			absent = append(absent, argument)
		}
	}
	if len(given) == 0 && cfg.AccessToken == "" && !s.isUnknown("access_token") {
		missing(s, "access_token", "Access Token", `Or set "client_id", "client_secret" and "refresh_token", `+
			"with which the provider gets access tokens itself. "+whereCredentials)
	}
	if len(given) == 0 {
		return
	}
	for _, argument := range absent {
		missing(s, argument, "Login Argument", fmt.Sprintf("It is needed together with %s, which is set (in the provider "+
			"block or by %s): the three of them renew access tokens. %s",
			quoteAll(given), strings.Join(variablesFor(given), ", "), whereCredentials))
	}
}

// The beginnings of credentials, as on the Login with Amazon pages.
const (
	accessTokenPrefix  = "Atza|"
	refreshTokenPrefix = "Atzr|"
	clientIDPrefix     = "amzn1.application-oa2-client."
	apiKeyPrefix       = "amzn1.application." //nolint:gosec // The beginning of every one.
)

func checkMisplaced(s *settings, cfg amazonmusic.Config) {
	for _, mistake := range []struct{ argument, value, prefix, what, instead string }{
		{"access_token", cfg.AccessToken, "Bearer ", `begins with "Bearer "`, "Remove that word: the provider adds it."},
		{"refresh_token", cfg.Login.RefreshToken, "Bearer ", `begins with "Bearer "`, "Remove that word."},
		{
			"access_token", cfg.AccessToken, refreshTokenPrefix, "is a refresh token",
			`Set it as "refresh_token", together with "client_id" and "client_secret".`,
		},
		{
			"refresh_token", cfg.Login.RefreshToken, accessTokenPrefix, "is an access token",
			`Set it as "access_token", or set a refresh token.`,
		},
		{
			"api_key", cfg.APIKey, clientIDPrefix, "is a client id",
			`The API key is the ID of the security profile, which begins with "amzn1.application.".`,
		},
		{
			"client_id", cfg.Login.ClientID, apiKeyPrefix, "is the ID of a security profile",
			`Set that one as "api_key". A client id begins with "amzn1.application-oa2-client.".`,
		},
	} {
		if strings.HasPrefix(mistake.value, mistake.prefix) {
			s.add(mistake.argument, "Wrong Kind of Credential", fmt.Sprintf("The value of %q (set in the provider block or "+
				"by %s) %s. %s",
				mistake.argument, variableFor(mistake.argument), mistake.what, mistake.instead))
		}
	}
}

// missing adds the one error of a credential that is given nowhere.
func missing(s *settings, argument, what, where string) {
	s.diags.AddAttributeError(path.Root(argument), "Missing "+what, fmt.Sprintf("The provider needs %q. Set it in the "+
		"provider block, or set the environment variable %s. %s", argument, variableFor(argument), where))
}
