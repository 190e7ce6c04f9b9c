package mockapi

import "fmt"

// SeedPlaylists replaces the user's playlists with n generated ones, the first two of which are those of the API page.
// Every field but the id is present in some and missing or null in others, and zero, false and "" occur as values, so
// that a client that confuses them fails. Which it is follows from the index alone.
func (u *User) SeedPlaylists(n int) {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	u.playlists = nil
	for i := range n {
		u.playlists = append(u.playlists, u.seed(i))
	}
}

// SeedTracks replaces the user's saved tracks with n, the first two of which are those of the API page.
func (u *User) SeedTracks(n int) {
	u.service.mu.Lock()
	defer u.service.mu.Unlock()
	u.library = newLibrary()
	first := []string{TrackKaneTrain, TrackCanonical}
	for i := range n {
		if i < len(first) {
			u.library.save(first[i])
			continue
		}
		u.library.save(albumID(fmt.Sprint("saved track ", i)))
	}
}

// maxSeeded is the most tracks of a seeded playlist, so that thousands of playlists fit into memory.
const maxSeeded = 250

// seed makes a playlist with as many tracks as its trackCount, if it has one. Ids of playlists differ between users.
func (u *User) seed(i int) *playlist {
	fields := seededPlaylist(u.id, i)
	if u != u.service.User {
		fields["id"] = uuid(fmt.Sprint("playlist of ", u.id, " ", i), i)
	}
	id, _ := fields["id"].(string)
	p := &playlist{id: id, owner: u, fields: fields}
	count, _ := fields["trackCount"].(int)
	for range min(count, maxSeeded) {
		e := u.service.newEntry("")
		e.track = albumID("track in " + e.id)
		p.entries = append(p.entries, e)
	}
	return p
}

func seededPlaylist(userID string, i int) object {
	switch i {
	case 0:
		return firstPlaylist(userID)
	case 1:
		return secondPlaylist(userID)
	}
	n := uint64(i)
	p := object{"id": playlistID(i)}
	p.set("title", pick([]any{"Morning", "Drive “home”", "Rain & ${sun}", "", "Été 夏", "Gym", "Quiet"}, n), n%17 != 5)
	p.set("description", pick([]any{"Made by hand.", "", nil, "Two\nlines, and a \"quote\"."}, n), n%3 != 0)
	p.set("url", fmt.Sprintf("https://music.amazon.com/my/playlists/%08x", fingerprint(playlistID(i))>>24), n%5 != 4)
	p.set("duration", pick([]any{0, i * 181, i * 37, nil, 86400 * i}, n/2), n%4 != 3)
	p.set("trackCount", pick([]any{i, 0, i * 7, i % 11, nil}, n/2), n%6 != 5)
	p.set("curator", pick([]any{object{"id": userID}, object{"id": fmt.Sprintf("curator%d", i)}, object{}, nil}, n/2), n%5 != 3)
	p.set("visibility", pick([]any{"PRIVATE", "PUBLIC", "COLLABORATIVE", nil}, n), n%3 != 2)
	p.set("images", pick(imageLists(i), n), n%6 != 0)
	p.set("eligibility", pick(eligibilities(), n), n%7 != 2)
	return p
}

// set adds a field if it is there: a nil value is a field that is there and null.
func (o object) set(key string, value any, there bool) {
	if there {
		o[key] = value
	}
}

func playlistID(i int) string { return uuid(fmt.Sprint("playlist ", i), i) }

func imageLists(i int) []any {
	plain := object{"url": fmt.Sprintf("https://m.media-amazon.com/images/I/mock%d.jpg", i)}
	typed := object{"url": "https://m.media-amazon.com/images/I/typed.png", "imageType": "PRIMARY"}
	sized := object{"url": "https://m.media-amazon.com/images/I/sized.png", "imageType": "FULL", "width": 640, "height": 480}
	empty := object{"url": "https://m.media-amazon.com/images/I/empty.png", "width": 0, "height": 0}
	return []any{[]object{}, []object{plain}, []object{typed}, []object{sized, plain}, []object{empty, typed}}
}

func eligibilities() []any {
	full := object{
		"playback":                  object{"canPlayOnDemand": false, "shuffleType": "NONE"},
		"playbackSubscriptionTiers": []string{"UNLIMITED", "PRIME"},
		"isDownloadable":            true,
		"isPurchaseable":            false,
		"isPreviewable":             true,
		"isPrimeEligible":           true,
	}
	noPlayback := object{"playbackSubscriptionTiers": []string{}, "isDownloadable": false, "isPrimeEligible": true}
	halfPlayback := object{"playback": object{"canPlayOnDemand": true}, "isPreviewable": false}
	return []any{full, noPlayback, halfPlayback, object{}, nil}
}

// firstPlaylist is the first one of the API page, whole.
func firstPlaylist(userID string) object {
	return object{
		"id":       "15e6a15f-4c2f-4b24-a2fd-286b37ad4fa3",
		"curator":  object{"id": userID},
		"duration": 3450,
		"images": []object{{
			"url":       "https://images-na.ssl-images-amazon.com/images/Playlists.png",
			"imageType": "PRIMARY",
		}},
		"eligibility": object{
			"playback":                  object{"canPlayOnDemand": true, "shuffleType": "INLINE"},
			"playbackSubscriptionTiers": []string{},
			"isDownloadable":            false,
			"isPurchaseable":            false,
			"isPreviewable":             false,
			"isPrimeEligible":           false,
		},
		"title":      "00 Rock",
		"trackCount": 12,
		"url":        "https://music.amazon.ca/my/playlists/b2c6606b",
		"visibility": "PRIVATE",
	}
}

// secondPlaylist is the second one of the API page: without imageType, eligibility and visibility.
func secondPlaylist(userID string) object {
	return object{
		"id":         "28a56e15-99ea-4e0b-989e-2ba8b19c1aae",
		"curator":    object{"id": userID},
		"duration":   1084,
		"images":     []object{{"url": "https://m.media-amazon.com/images/I/81P1PrmwR5L.jpg"}},
		"title":      "311 Day",
		"trackCount": 6,
		"url":        "https://music.amazon.ca/my/playlists/1e858b97",
	}
}
