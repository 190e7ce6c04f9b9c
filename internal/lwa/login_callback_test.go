package lwa

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestCallback_ServeHTTP(t *testing.T) {
	const host, right = "127.0.0.1:9090", "/cb?code=c&state=right"
	for _, tt := range []struct {
		name, method, host, target string
		status                     int
	}{
		{"right", http.MethodGet, host, right, 200},
		{"refusal", http.MethodGet, host, "/cb?error=access_denied&state=right", 200},
		{"wrong state", http.MethodGet, host, "/cb?code=c&state=wrong", 404},
		{"beginning of the state", http.MethodGet, host, "/cb?code=c&state=righ", 404},
		{"no state", http.MethodGet, host, "/cb?code=c", 404},
		{"another path", http.MethodGet, host, "/?code=c&state=right", 404},
		{"below", http.MethodGet, host, "/cb/?code=c&state=right", 404},
		{"icon", http.MethodGet, host, "/favicon.ico", 404},
		{"POST", http.MethodPost, host, right, 404},
		{"HEAD", http.MethodHead, host, right, 404},
		{"preflight", http.MethodOptions, host, right, 404},
		{"rebinding", http.MethodGet, "evil.example:9090", right, 404},
		{"localhost", http.MethodGet, "localhost:9090", right, 404},
		{"another port", http.MethodGet, "127.0.0.1:9091", right, 404},
		{"no port", http.MethodGet, "127.0.0.1", right, 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &callback{host: host, state: "right", answers: make(chan answer, 1)}
			req := httptest.NewRequestWithContext(t.Context(), tt.method, tt.target, http.NoBody)
			req.Host = tt.host
			recorder := httptest.NewRecorder()
			c.ServeHTTP(recorder, req)
			if recorder.Code != tt.status {
				t.Errorf("HTTP %d", recorder.Code)
			}
			if body := recorder.Body.String(); tt.status == 404 && body != "404 page not found\n" {
				t.Errorf("the answer gives a hint: %q", body)
			}
			if _, accepted := received(c); accepted != (tt.status == 200) {
				t.Errorf("accepted: %t", accepted)
			}
		})
	}
}

// received returns the answer that a callback has taken.
func received(c *callback) (answer, bool) {
	select {
	case a := <-c.answers:
		return a, a.err == nil
	default:
		return answer{}, false
	}
}

func TestCallback_onlyOneAnswer(t *testing.T) {
	c := &callback{host: "127.0.0.1:9090", state: "right", answers: make(chan answer, 1)}
	for i, want := range []int{200, 404} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/cb?state=right&code=c", http.NoBody)
		req.Host = c.host
		recorder := httptest.NewRecorder()
		c.ServeHTTP(recorder, req)
		if recorder.Code != want {
			t.Errorf("request %d: HTTP %d", i, recorder.Code)
		}
	}
}

// TestCallback_wait_bounded sends what no browser sends, on a real connection.
func TestCallback_wait_bounded(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := listen(ctx, freePort(t), "right")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan string, 1)
	go func() {
		query, err := c.wait(ctx)
		if err != nil {
			done <- err.Error()
			return
		}
		done <- query.Get("code")
	}()
	if status := send(t, c, c.host, strings.Repeat("c", 64<<10)); !strings.Contains(status, " 431 ") {
		t.Errorf("a huge request is answered with %q", status)
	}
	if status := send(t, c, "evil.example", "c"); !strings.Contains(status, " 404 ") {
		t.Errorf("another host is answered with %q", status)
	}
	// A browser opens connections in advance. They must not hold the login up for long.
	var dialer net.Dialer
	idle, err := dialer.DialContext(ctx, "tcp", c.host)
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close() //nolint:errcheck // It served its purpose.
	if status := send(t, c, c.host, "c"); !strings.Contains(status, " 200 ") {
		t.Errorf("the right answer is answered with %q", status)
	}
	if got := <-done; got != "c" {
		t.Errorf("the login gets %q", got)
	}
}

// send brings a code with the right state, and returns the status line of the answer.
func send(t *testing.T, c *callback, host, code string) string {
	t.Helper()
	var dialer net.Dialer
	connection, err := dialer.DialContext(t.Context(), "tcp", c.host)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close() //nolint:errcheck // Only read from.
	request := "GET /cb?state=right&code=" + code + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
	go io.WriteString(connection, request) //nolint:errcheck // The server may stop reading.
	status, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return status
}
