package endtoend

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// headless are the switches for Chromium without a screen, and without requests of its own.
var headless = []string{
	"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync",
}

func findChromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("Chromium is not on PATH")
	return ""
}

// browser is one page in Chromium, which takes commands of the DevTools protocol from a pipe.
type browser struct {
	commands *os.File
	answers  *bufio.Reader
	session  string
	sent     int
}

// openBrowser opens an address in Chromium until the test ends.
func openBrowser(t *testing.T, address string) *browser {
	t.Helper()
	chromium := findChromium(t)
	if runtime.GOOS == "windows" {
		t.Skip("Go passes no pipes to a program on Windows")
	}
	profile := t.TempDir()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute) // It is closed after the test.
	t.Cleanup(cancel)
	commandsEnd, commands := pipe(t)
	answers, answersEnd := pipe(t)
	run := exec.CommandContext(ctx, chromium, append([]string{"--remote-debugging-pipe", "--user-data-dir=" + profile}, headless...)...)
	run.ExtraFiles = []*os.File{commandsEnd, answersEnd} // 3 and 4, where Chromium looks for them
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	commandsEnd.Close() //nolint:errcheck // Chromium has it.
	answersEnd.Close()  //nolint:errcheck // Likewise.
	b := &browser{commands: commands, answers: bufio.NewReader(answers)}
	t.Cleanup(func() {
		b.session = ""
		_, _ = b.call("Browser.close", nil) // Where it fails, the context ends the program.
		_ = run.Wait()
	})
	target := b.must(t, "Target.createTarget", map[string]any{"url": address})
	session := b.must(t, "Target.attachToTarget", map[string]any{"targetId": target["targetId"], "flatten": true})
	b.session, _ = session["sessionId"].(string)
	return b
}

func pipe(t *testing.T) (from, to *os.File) {
	t.Helper()
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = from.Close(), to.Close() })
	return from, to
}

func (b *browser) must(t *testing.T, method string, params map[string]any) map[string]any {
	t.Helper()
	result, err := b.call(method, params)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return result
}

// call sends a command and waits for its result. Events are not of interest.
func (b *browser) call(method string, params map[string]any) (map[string]any, error) {
	b.sent++
	command := map[string]any{"id": b.sent, "method": method, "params": params}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	text, err := json.Marshal(command)
	if err != nil {
		return nil, err
	}
	if _, err := b.commands.Write(append(text, 0)); err != nil {
		return nil, err
	}
	for {
		text, err := b.answers.ReadBytes(0)
		if err != nil {
			return nil, err
		}
		var answer struct {
			ID     int
			Result map[string]any
			Error  map[string]any
		}
		if err := json.Unmarshal(text[:len(text)-1], &answer); err != nil {
			return nil, err
		}
		if answer.ID == b.sent {
			if answer.Error != nil {
				return nil, fmt.Errorf("%v", answer.Error)
			}
			return answer.Result, nil
		}
	}
}

// evaluate runs a script in the page, and reports whether its value is true.
func (b *browser) evaluate(script string) (bool, error) {
	answer, err := b.call("Runtime.evaluate", map[string]any{"expression": script})
	if err != nil {
		return false, err
	}
	if thrown, ok := answer["exceptionDetails"].(map[string]any); ok {
		return false, errors.New(fmt.Sprint(thrown))
	}
	result, _ := answer["result"].(map[string]any)
	return result["value"] == true, nil
}

// until waits for a condition. While the page is loaded anew, a script can fail.
func (b *browser) until(t *testing.T, condition string) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		met, err := b.evaluate(condition)
		if met {
			return
		}
		if time.Now().After(deadline) {
			page, _ := b.call("Runtime.evaluate", map[string]any{"expression": "document.body.innerText"})
			t.Fatalf("%s is not met: %v\n%v", condition, err, page)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// press clicks a link or a button of a form, and waits for the page that it leads to.
func (b *browser) press(t *testing.T, selector string) {
	t.Helper()
	b.leave(t, selector, "found.click()")
}

// submit types into a field and presses the button beside it.
func (b *browser) submit(t *testing.T, selector, text string) {
	t.Helper()
	b.leave(t, selector, "found.value = `"+text+"`; found.form.querySelector(`button`).click()")
}

// leave waits for an element, and acts on it once the script's own answer is sent: what leads to another page may end
// the script.
func (b *browser) leave(t *testing.T, selector, action string) {
	t.Helper()
	b.until(t, "document.readyState === `complete` && document.querySelector(`"+selector+"`) !== null")
	script := "setTimeout(() => { const found = document.querySelector(`" + selector + "`); " + action + " }), window.isOld = true"
	if _, err := b.evaluate(script); err != nil {
		t.Fatal(err)
	}
	b.until(t, "!window.isOld")
}
