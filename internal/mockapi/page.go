package mockapi

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// What the page shows. Of the saved tracks these are the last ones, the newest first, and the entries are those of the
// playlist that is open.
type (
	pageAccount struct {
		Number    int
		ID        string
		Saved     int
		Tracks    []pageTrack
		Playlists []pagePlaylist
	}
	pagePlaylist struct {
		ID, Title string
		Open      bool
		Entries   []pageTrack
	}
	pageTrack struct{ ID, Title, Entry string }
)

// maxShown is the most saved tracks that the page shows of one account.
const maxShown = 100

// withPage serves the page at "/", for a person to see and to change what the service holds. It is no part of the
// service: faults and limits do not apply to it, and the log does not have it.
func (s *Service) withPage() http.Handler {
	page := http.NewCrossOriginProtection().Handler(http.HandlerFunc(s.servePage))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			page.ServeHTTP(w, r)
			return
		}
		s.ServeHTTP(w, r)
	})
}

func (s *Service) servePage(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm() // What cannot be read presses no button.
	if r.Method == http.MethodPost {
		s.press(r)
		http.Redirect(w, r, r.URL.RequestURI(), http.StatusSeeOther)
		return
	}
	s.mu.Lock()
	accounts := s.pageAccounts(r.Form.Get("playlist"))
	s.mu.Unlock()
	var page bytes.Buffer
	if err := pageTemplate.Execute(&page, accounts); err != nil {
		// Writing strings to a buffer cannot fail.
		panic(err)
	}
	reply{status: http.StatusOK, contentType: "text/html; charset=utf-8", body: page.Bytes()}.write(w, page.Len())
}

func (s *Service) pageAccounts(open string) []pageAccount {
	accounts := make([]pageAccount, len(s.users))
	for i, u := range s.users {
		saved := u.library.saved
		accounts[i] = pageAccount{Number: i + 1, ID: u.id, Saved: len(saved)}
		for _, id := range slices.Backward(saved[max(0, len(saved)-maxShown):]) {
			accounts[i].Tracks = append(accounts[i].Tracks, s.pageTrack(id, ""))
		}
		for _, p := range u.playlists {
			shown := pagePlaylist{ID: p.id, Title: p.view().Title, Open: p.id == open}
			for _, e := range p.entries {
				if shown.Open {
					shown.Entries = append(shown.Entries, s.pageTrack(e.track, e.id))
				}
			}
			accounts[i].Playlists = append(accounts[i].Playlists, shown)
		}
	}
	return accounts
}

func (s *Service) pageTrack(id, entry string) pageTrack {
	title, _ := s.catalog.lookup(id)["title"].(string)
	return pageTrack{ID: id, Title: title, Entry: entry}
}

// press does what a button of the page stands for. What is gone by then is left alone.
func (s *Service) press(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.users {
		if u.id != r.PostForm.Get("user") {
			continue
		}
		p := u.find(r.PostForm.Get("playlist"))
		for button := range r.PostForm {
			u.press(p, button, r.PostForm.Get(button))
		}
	}
}

// press knows a button by its name. p is the playlist that it belongs to, if any.
func (u *User) press(p *playlist, button, value string) {
	switch {
	case button == "save" && wellFormed(value):
		u.library.save(u.service.catalog.canonical(value))
	case button == "remove":
		u.library.remove(value)
	case button == "create":
		u.newPlaylist(Playlist{Title: value, Visibility: "PRIVATE"})
	case p == nil:
	case button == "delete":
		u.drop(p)
	case button == "rename":
		p.fields["title"] = value
	case button == "add" && wellFormed(value):
		u.service.setEntries(p, append(slices.Clone(p.entries), u.service.newEntry(u.service.catalog.canonical(value))))
	case button == "drop":
		u.service.setEntries(p, slices.DeleteFunc(slices.Clone(p.entries), func(e entry) bool { return e.id == value }))
	case button == "up":
		if i := slices.IndexFunc(p.entries, func(e entry) bool { return e.id == value }); i > 0 {
			p.entries[i-1], p.entries[i] = p.entries[i], p.entries[i-1]
		}
	}
}
