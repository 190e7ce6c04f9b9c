package transport

import (
	"net"
	"strings"
	"testing"
)

func TestParseEndpoint(t *testing.T) {
	const (
		scheme   = "it must start with"
		plain    = "plain http"
		noHost   = "names no host"
		noURL    = "not a URL"
		userinfo = "user name or password"
		query    = "query or a fragment"
		port     = "port must be from 1 to 65535"
	)
	tests := []struct{ raw, want, problem string }{
		{"https://api.music.amazon.dev", "https://api.music.amazon.dev", ""},
		{"https://api.music.amazon.dev/", "https://api.music.amazon.dev", ""},
		{"https://api.example/base//", "https://api.example/base", ""},
		{"https://api.example:8443/a/b", "https://api.example:8443/a/b", ""},
		{"https://api.example/a%2Fb/", "https://api.example/a%2Fb", ""},
		{"https://192.0.2.1", "https://192.0.2.1", ""},
		{"HTTPS://api.example", "https://api.example", ""},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080", ""},
		{"http://127.1.2.3", "http://127.1.2.3", ""},
		{"http://localhost:1/x", "http://localhost:1/x", ""},
		{"http://[::1]:8080", "http://[::1]:8080", ""},
		{"http://[::1]", "http://[::1]", ""},

		{"http://api.music.amazon.dev", "", plain},
		{"http://192.168.0.1", "", plain},
		{"http://[::2]", "", plain},
		{"http://0.0.0.0", "", plain},
		{"http://127.0.0.1.evil.example", "", plain},
		{"http://localhost.evil.example", "", plain},
		{"http://evil.example#127.0.0.1", "", query},
		{"http://2130706433", "", plain},
		{"http://[::ffff:192.0.2.1]", "", plain},
		{"http://user:hunter2@127.0.0.1", "", userinfo},
		{"https://user:hunter2@api.example", "", userinfo},
		{"https://127.0.0.1:hunter2@api.example", "", userinfo},
		{"https://hunter2@api.example", "", userinfo},
		{"https://user:hunter2 @api.example", "", noURL},
		{"https://user:hunter2@api.example:port", "", noURL},
		{"https://api.example?key=hunter2", "", query},
		{"https://api.example/?", "", query},
		{"https://api.example/#hunter2", "", query},
		{"ftp://api.example", "", scheme},
		{"api.example", "", scheme},
		{"//api.example", "", scheme},
		{"", "", scheme},
		{"javascript:hunter2", "", scheme},
		{"https:", "", noHost},
		{"https://", "", noHost},
		{"https://:443", "", noHost},
		{"https:api.example", "", noHost},
		{"https://api.example:65535", "https://api.example:65535", ""},
		{"http://127.0.0.1:99999", "", port},
		{"https://api.example:65536", "", port},
		{"https://api.example:0", "", port},
		{"https://api.example:99999999999999999999", "", port},
		{"https://exa mple", "", noURL},
		{"https://api.example\\@evil.example", "", noURL},
		{"https://api.example\n", "", noURL},
		{"https://%zz", "", noURL},
	}
	for _, tt := range tests {
		t.Run(tt.raw, func(t *testing.T) {
			u, err := ParseEndpoint(tt.raw)
			if tt.problem == "" {
				if err != nil || u.String() != tt.want {
					t.Errorf("got %v, error %v", u, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.problem) {
				t.Fatalf("got %v, error %v", u, err)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error repeats the password: %v", err)
			}
		})
	}
}

func FuzzParseEndpoint(f *testing.F) {
	for _, seed := range []string{
		"https://api.music.amazon.dev", "http://127.0.0.1:8080/", "http://[::1]", "http://localhost", "http://evil.example", "HTTP://127.0.0.1",
		"http://127.0.0.1@evil.example", "http://[::1%25eth0]", "http://127.0.0.1:80:90", "http://127.0.0.1:99999", "https://a/%2F/", "http:127.0.0.1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := ParseEndpoint(raw)
		if err != nil {
			return
		}
		switch u.Scheme {
		case "https":
		case "http":
			if ip := net.ParseIP(u.Hostname()); u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
				t.Errorf("%q is accepted, and leads to %q", raw, u.Hostname())
			}
		default:
			t.Errorf("%q is accepted, with the scheme %q", raw, u.Scheme)
		}
		if u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(u.Path, "/") {
			t.Errorf("%q is accepted as %#v", raw, u)
		}
		if _, err := net.ResolveTCPAddr("tcp", "127.0.0.1:"+u.Port()); err != nil {
			t.Errorf("%q is accepted, and its port is not: %v", raw, err)
		}
		again, err := ParseEndpoint(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q becomes %q, and that becomes %v, %v", raw, u, again, err)
		}
	})
}
