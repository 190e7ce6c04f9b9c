package lwa

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

const (
	clientIDVariable     = "AMAZONMUSIC_CLIENT_ID"
	clientSecretVariable = "AMAZONMUSIC_CLIENT_SECRET"
)

// errNoTerminal: there is nobody to ask.
var errNoTerminal = errors.New("standard input is not a terminal")

// prompt asks a person for one line. It returns errNoTerminal where it cannot.
type prompt func(ctx context.Context, label string, hidden bool) (string, error)

// credentials returns the client id and secret of the environment, and asks for
// what is missing.
func credentials(ctx context.Context, getenv func(string) string, ask prompt) (id, secret string, err error) {
	if id, err = credential(ctx, getenv, ask, clientIDVariable, "Client ID", false); err != nil {
		return "", "", err
	}
	if strings.HasPrefix(id, "amzn1.application.") {
		return "", "", errors.New("the client id is a Security Profile ID, which is the API key: " +
			"set it to the Client ID, which begins with amzn1.application-oa2-client")
	}
	if secret, err = credential(ctx, getenv, ask, clientSecretVariable, "Client secret", true); err != nil {
		return "", "", err
	}
	if strings.HasPrefix(secret, "amzn1.application") || strings.HasPrefix(secret, "Atz") {
		return "", "", errors.New("the client secret is an ID or a token: " +
			"copy the Client Secret from the Web Settings of the security profile")
	}
	return id, secret, nil
}

func credential(
	ctx context.Context, getenv func(string) string, ask prompt, variable, label string, hidden bool,
) (string, error) {
	value := strings.TrimSpace(getenv(variable))
	if value != "" {
		return value, nil
	}
	value, err := ask(ctx, label, hidden)
	switch value = strings.TrimSpace(value); {
	case errors.Is(err, errNoTerminal):
		return "", fmt.Errorf("%s is not set, and there is no terminal to ask for it on", variable)
	case err != nil:
		return "", err
	case value == "":
		return "", fmt.Errorf("%s is not set, and the answer was empty", variable)
	}
	return value, nil
}

// askTerminal returns a prompt that reads from a terminal. It gives up when ctx
// ends, and then leaves the terminal as it was.
func askTerminal(input *os.File, output io.Writer) prompt {
	return func(ctx context.Context, label string, hidden bool) (string, error) {
		fd := int(input.Fd())
		before, err := term.GetState(fd)
		if err != nil {
			return "", errNoTerminal
		}
		fmt.Fprintf(output, "%s: ", label)
		type line struct {
			text string
			err  error
		}
		lines := make(chan line, 1)
		go func() {
			var l line
			if hidden {
				var text []byte
				text, l.err = term.ReadPassword(fd)
				l.text = string(text)
			} else {
				l.text, l.err = bufio.NewReader(input).ReadString('\n')
			}
			if errors.Is(l.err, io.EOF) {
				l.err = nil
			}
			lines <- l
		}()
		var l line
		select {
		case l = <-lines:
		case <-ctx.Done():
			l.err = context.Cause(ctx)
			_ = term.Restore(fd, before) // Nothing is left to do where it fails.
		}
		if hidden || l.err != nil {
			fmt.Fprintln(output)
		}
		return l.text, l.err
	}
}
