package provider

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// libraryTrackModel is one saved track. SaveState is null where it is not known to
// be saved: after an import, and after a listing that does not hold it.
type libraryTrackModel struct {
	TrackID   types.String `tfsdk:"track_id"`
	ID        types.String `tfsdk:"id"`
	Title     types.String `tfsdk:"title"`
	ISRC      types.String `tfsdk:"isrc"`
	URL       types.String `tfsdk:"url"`
	SaveState types.String `tfsdk:"save_state"`
	UserID    types.String `tfsdk:"user_id"`
}

// toSave is the plan that saves the track again: the answer completes it.
func (m libraryTrackModel) toSave() libraryTrackModel {
	unknown := types.StringUnknown()
	planned := libraryTrackModel{
		TrackID: m.TrackID, ID: unknown, Title: unknown, ISRC: unknown, URL: unknown, SaveState: unknown, UserID: m.UserID,
	}
	if planned.UserID.IsNull() {
		planned.UserID = unknown
	}
	return planned
}

// track is what the state knows of a saved track.
func (m libraryTrackModel) track() *amazonmusic.Track {
	return &amazonmusic.Track{
		ID: cmp.Or(m.ID.ValueString(), m.TrackID.ValueString()), Title: m.Title.ValueStringPointer(),
		ISRC: m.ISRC.ValueStringPointer(), URL: m.URL.ValueStringPointer(),
	}
}

// name is the track in a message.
func (m libraryTrackModel) name() string {
	return named(m.TrackID.ValueString(), m.Title.ValueString())
}

type libraryTrackIdentity struct {
	TrackID types.String `tfsdk:"track_id"`
}

func (m libraryTrackModel) identity() libraryTrackIdentity {
	return libraryTrackIdentity{TrackID: m.TrackID}
}

// describe takes over what the service said of the track.
func (m *libraryTrackModel) describe(track amazonmusic.Track) {
	m.ID = types.StringValue(track.ID)
	m.Title = types.StringPointerValue(track.Title)
	m.ISRC = types.StringPointerValue(track.ISRC)
	m.URL = types.StringPointerValue(track.URL)
	m.SaveState = types.StringValue(amazonmusic.StateSaved)
}

// refresh takes over what a listing says of the track. A track that it does not
// hold is marked and nothing else changes; what it leaves out of one stays as it is.
func (m *libraryTrackModel) refresh(saved *savedTracks) {
	track, found := saved.find(m.TrackID.ValueString(), m.ID.ValueString())
	if !found {
		m.SaveState = types.StringNull()
		return
	}
	before := *m
	m.describe(track)
	for _, field := range []struct {
		value  *types.String
		before types.String
	}{{&m.Title, before.Title}, {&m.ISRC, before.ISRC}, {&m.URL, before.URL}} {
		if field.value.IsNull() {
			*field.value = field.before
		}
	}
}
