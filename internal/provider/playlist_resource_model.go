package provider

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/playlist"
)

type playlistResourceModel struct {
	ID          types.String `tfsdk:"id"`
	Title       types.String `tfsdk:"title"`
	Description types.String `tfsdk:"description"`
	Visibility  types.String `tfsdk:"visibility"`
	TrackIDs    types.List   `tfsdk:"track_ids"`
	Exclusive   types.Bool   `tfsdk:"exclusive"`
	URL         types.String `tfsdk:"url"`
	TrackCount  types.Int64  `tfsdk:"track_count"`
	Duration    types.Int64  `tfsdk:"duration"`
	UserID      types.String `tfsdk:"user_id"`
}

type playlistIdentity struct {
	ID types.String `tfsdk:"id"`
}

func (m playlistResourceModel) identity() playlistIdentity { return playlistIdentity{ID: m.ID} }

// fields are what the service is told of a new playlist.
func (m playlistResourceModel) fields() amazonmusic.PlaylistFields {
	return amazonmusic.PlaylistFields{
		Title: m.Title.ValueString(), Description: m.Description.ValueString(),
		Visibility: cmp.Or(m.Visibility.ValueString(), amazonmusic.VisibilityPrivate),
	}
}

// changedFields returns what an update sends, and whether anything has changed: the
// call needs all fields, so the others go back as they were read.
func (m playlistResourceModel) changedFields(
	state playlistResourceModel, saved *playlistRecord,
) (amazonmusic.PlaylistFields, bool) {
	fields := m.fields()
	title, description := m.Title.Equal(state.Title), m.Description.Equal(state.Description)
	visibility := m.Visibility.IsUnknown() || m.Visibility.Equal(state.Visibility)
	if title {
		fields.Title = saved.Title.resend(state.Title)
	} else {
		saved.Title = serviceText{Sent: true, Replaced: saved.Title.resend(state.Title)}
	}
	if description {
		fields.Description = saved.Description.resend(state.Description)
	} else {
		saved.Description = serviceText{Sent: true, Replaced: saved.Description.resend(state.Description)}
	}
	if visibility {
		fields.Visibility = cmp.Or(state.Visibility.ValueString(), amazonmusic.VisibilityPrivate)
	}
	return fields, !title || !description || !visibility
}

// managesTracks reports whether the playlist's tracks are Terraform's.
func (m playlistResourceModel) managesTracks() bool { return !m.TrackIDs.IsNull() }

// shared reports whether only the named tracks are Terraform's.
func (m playlistResourceModel) shared() bool {
	return m.Exclusive.Equal(types.BoolValue(false))
}

// changesTracks reports whether a plan changes the tracks of this state.
func (m playlistResourceModel) changesTracks(plan playlistResourceModel) bool {
	others := m.shared() && (plan.Exclusive.IsUnknown() || !plan.shared())
	return plan.managesTracks() && (others || !plan.TrackIDs.Equal(m.TrackIDs))
}

// keep completes a plan with what stays as it is in this state.
func (m *playlistResourceModel) keep(state playlistResourceModel) {
	m.ID, m.UserID = state.ID, state.UserID
	if m.Visibility.IsUnknown() {
		m.Visibility = state.Visibility
	}
}

// trackIDs are the ids of a plan or state. All of them are known by then.
func (m playlistResourceModel) trackIDs() []string {
	elements := m.TrackIDs.Elements()
	ids := make([]string, len(elements))
	for i, element := range elements {
		if id, ok := element.(types.String); ok {
			ids[i] = id.ValueString()
		}
	}
	return ids
}

// hold makes the model hold these entries. Of a playlist that others change too, it
// holds the configured tracks that are there, in the configured order.
func (m *playlistResourceModel) hold(items []playlist.Item, configured []string) {
	var ids []string
	if m.shared() {
		there := map[string]int{}
		for _, item := range items {
			there[string(item.ID)]++
		}
		for _, id := range configured {
			if there[id]--; there[id] >= 0 {
				ids = append(ids, id)
			}
		}
	} else {
		for _, item := range items {
			ids = append(ids, itemID(item))
		}
	}
	elements := make([]attr.Value, len(ids))
	for i, id := range ids {
		elements[i] = types.StringValue(id)
	}
	m.TrackIDs = types.ListValueMust(types.StringType, elements)
}

// itemID is an entry in a list of track ids: by the configured id, the listed id, or
// what stands for an entry of unknown content.
func itemID(item playlist.Item) string {
	if item.ID == "" && item.Entry.Track == "" {
		return "unknown:" + item.Entry.ID
	}
	return cmp.Or(string(item.ID), string(item.Entry.Track))
}

// refresh takes over what the service says of a playlist. What it leaves out stays
// as it is: that a field is there is not documented (API page).
func (m *playlistResourceModel) refresh(p amazonmusic.Playlist, saved *playlistRecord) {
	m.ID = types.StringValue(p.ID)
	if p.Title != nil {
		m.Title = saved.Title.refresh(m.Title, *p.Title)
	}
	switch {
	case p.Description != nil:
		saved.ShowsDescription = true
		m.Description = saved.Description.refresh(m.Description, *p.Description)
	case saved.ShowsDescription || m.Description.IsNull():
		m.Description = types.StringValue("")
		saved.Description = serviceText{}
	}
	if p.Visibility != nil {
		m.Visibility = types.StringValue(*p.Visibility)
	}
	m.URL = types.StringPointerValue(p.URL)
	m.TrackCount = types.Int64PointerValue(p.TrackCount)
	m.Duration = types.Int64PointerValue(p.Duration)
	if owner := curatorOf(p); owner != "" {
		m.UserID = types.StringValue(owner)
	}
}

// curatorOf returns the id of the user who keeps a playlist, "" where it is not known.
func curatorOf(p amazonmusic.Playlist) string {
	if p.Curator == nil {
		return ""
	}
	return valueOr(p.Curator.ID, "")
}

// request is what the engine is asked for. What an exclusive playlist holds is no list
// of tracks that a person has named, so nothing of it is removed where it becomes shared.
func (m playlistResourceModel) request(state playlistResourceModel, saved playlistRecord, retries int) playlist.Request {
	r := playlist.Request{
		Wanted: asTrackIDs(m.trackIDs()), Shared: m.shared(), Names: saved.Names, Retries: retries,
	}
	if r.Shared && state.shared() {
		r.Former = asTrackIDs(state.trackIDs())
	}
	return r
}
