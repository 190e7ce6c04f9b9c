package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"
)

func TestTemporary(t *testing.T) {
	dial := func(ip net.IP, err error) error {
		return &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: ip}, Err: err}
	}
	remote := net.IPv4(192, 0, 2, 1)
	_, slow := (&net.Dialer{Timeout: time.Nanosecond}).Dial("tcp", "192.0.2.1:1")
	if !errors.Is(slow, context.DeadlineExceeded) {
		t.Fatalf("a slow dial is %v", slow) // The reason for a rule of its own.
	}
	const temporary, notSent, interrupted = "temporary ", "not sent ", "interrupted "
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"the caller has gone", context.Canceled, interrupted},
		{"the caller's deadline", fmt.Errorf("x: %w", context.DeadlineExceeded), interrupted},
		{"one try took too long", ErrTimeout, temporary},
		{"too large", fmt.Errorf("%w: over 4 MiB", ErrTooLarge), ""},
		{"redirected", ErrRedirected, ""},
		{"not TLS", http.ErrSchemeMismatch, ""},
		{"a certificate of others", &tls.CertificateVerificationError{Err: io.EOF}, ""},
		{"EOF", io.ErrUnexpectedEOF, temporary},
		{"reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, temporary},
		{"reset on loopback", &net.OpError{Op: "read", Addr: &net.TCPAddr{IP: net.IPv6loopback}, Err: syscall.ECONNRESET}, temporary},
		{"no such host", dial(nil, &net.DNSError{IsNotFound: true}), notSent},
		{"a slow name server", dial(nil, &net.DNSError{IsTimeout: true}), temporary + notSent},
		{"a slow dial", slow, temporary + notSent},
		{"refused", dial(remote, syscall.ECONNREFUSED), temporary + notSent},
		{"refused on loopback", dial(net.IPv4(127, 0, 0, 1), syscall.ECONNREFUSED), notSent},
		{"refused on loopback, IPv6", dial(net.IPv6loopback, syscall.ECONNREFUSED), notSent},
		{"unreachable on loopback", dial(net.IPv6loopback, syscall.ENETUNREACH), temporary + notSent},
	}
	for _, tt := range tests {
		got := ""
		if Temporary(tt.err) {
			got += temporary
		}
		if NotSent(tt.err) {
			got += notSent
		}
		if Interrupted(tt.err) {
			got += interrupted
		}
		if got != tt.want {
			t.Errorf("%s is %q, not %q", tt.name, got, tt.want)
		}
	}
}

func TestTemporaryStatus(t *testing.T) {
	for status := 100; status < 600; status++ {
		want := slices.Contains([]int{429, 500, 502, 503, 504}, status)
		if TemporaryStatus(status) != want {
			t.Errorf("%d is temporary: %v", status, !want)
		}
	}
}

func TestCause(t *testing.T) {
	address := &url.Error{Op: "Get", URL: "https://api.example/x?secret", Err: io.EOF}
	ended, cancel := context.WithTimeoutCause(t.Context(), 0, ErrTimeout)
	defer cancel()
	for _, tt := range []struct {
		ctx  context.Context //nolint:containedctx // A table.
		err  error
		want error
	}{{t.Context(), io.EOF, io.EOF}, {t.Context(), address, io.EOF}, {ended, address, ErrTimeout}} {
		if got := Cause(tt.ctx, tt.err); got != tt.want { //nolint:errorlint // The very same.
			t.Errorf("the cause of %v is %v", tt.err, got)
		}
	}
}

func TestReadBody(t *testing.T) {
	whole := strings.Repeat("x", maxAnswer)
	if data, err := ReadBody(strings.NewReader(whole)); err != nil || string(data) != whole {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if data, err := ReadBody(strings.NewReader(whole + "x")); !errors.Is(err, ErrTooLarge) || data != nil {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	cut := io.MultiReader(strings.NewReader("x"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if data, err := ReadBody(cut); !errors.Is(err, io.ErrUnexpectedEOF) || data != nil {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestNewPool(t *testing.T) {
	pool := NewPool(7)
	if pool.MaxConnsPerHost != 7 || pool.MaxIdleConnsPerHost != 7 || pool.TLSClientConfig.MinVersion != tls.VersionTLS12 ||
		pool.TLSClientConfig.InsecureSkipVerify || pool.Proxy == nil {
		t.Errorf("the pool is %+v", pool)
	}
}

func TestOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " a ": "a", "a\nb\r\tc\u2028d\u2029": "a b  c d", "\x1b[31mred\x07\x00\u009b": "[31mred",
		"r\u200be\u202ef\ufeff\u2066\u00ad\U000e0061": "ref", "می\u200cخواهم 👩\u200d🚀　é": "می\u200cخواهم 👩\u200d🚀　é", "\xff\xfe\ufffd": "",
	} {
		if got := OneLine(text); got != want {
			t.Errorf("%+q becomes %+q, not %+q", text, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "abcde": "abcde", "abcdef": "ab…", "éééé": "é…", "日本": "…", "a\xffb": "ab",
	} {
		if got := Excerpt(text, 5); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}

func TestRedactor_Describe(t *testing.T) {
	r := NewRedactor("hunter2")
	for _, tt := range []struct{ contentType, body, want string }{
		{"", " \n", "an empty answer"},
		{"text/html", "<html>\n\x1bhunter2", "an answer of type text/html that begins: <html> [redacted]"},
		{"x/hunter2", strings.Repeat("x", 200), "an answer of type x/[redacted] that begins: " + strings.Repeat("x", 117) + "…"},
		{"", "x", "an answer that begins: x"},
	} {
		if got := r.Describe(tt.contentType, []byte(tt.body)); got != tt.want {
			t.Errorf("%q, not %q", got, tt.want)
		}
	}
}
