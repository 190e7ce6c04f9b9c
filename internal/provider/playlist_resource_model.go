package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

type playlistResourceModel struct {
	ID          types.String `tfsdk:"id"`
	Title       types.String `tfsdk:"title"`
	Description types.String `tfsdk:"description"`
	Visibility  types.String `tfsdk:"visibility"`
	TrackIDs    types.List   `tfsdk:"track_ids"`
	URL         types.String `tfsdk:"url"`
	TrackCount  types.Int64  `tfsdk:"track_count"`
	Duration    types.Int64  `tfsdk:"duration"`
	UserID      types.String `tfsdk:"user_id"`
}

type playlistIdentity struct {
	ID types.String `tfsdk:"id"`
}

func (m playlistResourceModel) identity() playlistIdentity { return playlistIdentity{ID: m.ID} }

// fields are what the service is told of a playlist.
func (m playlistResourceModel) fields() amazonmusic.PlaylistFields {
	return amazonmusic.PlaylistFields{
		Title: m.Title.ValueString(), Description: m.Description.ValueString(), Visibility: m.Visibility.ValueString(),
	}
}

// managesTracks reports whether the playlist's tracks are Terraform's.
func (m playlistResourceModel) managesTracks() bool { return !m.TrackIDs.IsNull() }

// changesTracks reports whether a plan changes the tracks of this state.
func (m playlistResourceModel) changesTracks(plan playlistResourceModel) bool {
	return plan.managesTracks() && !plan.TrackIDs.Equal(m.TrackIDs)
}

// imported reports whether nothing but the id is known.
func (m playlistResourceModel) imported() bool { return m.Title.IsNull() }

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

// hold makes the model hold these tracks.
func (m *playlistResourceModel) hold(trackIDs []string) {
	elements := make([]attr.Value, len(trackIDs))
	for i, id := range trackIDs {
		elements[i] = types.StringValue(id)
	}
	m.TrackIDs = types.ListValueMust(types.StringType, elements)
}

// refresh takes over what the service says of a playlist. What it leaves out stays
// as it is: that a field is there is not documented (API page).
func (m *playlistResourceModel) refresh(playlist amazonmusic.Playlist) {
	m.ID = types.StringValue(playlist.ID)
	m.Title = refreshed(m.Title, playlist.Title)
	m.Description = refreshed(m.Description, playlist.Description)
	m.Visibility = refreshed(m.Visibility, playlist.Visibility)
	if m.Description.IsNull() {
		m.Description = types.StringValue("")
	}
	m.URL = types.StringPointerValue(playlist.URL)
	m.TrackCount = types.Int64PointerValue(playlist.TrackCount)
	m.Duration = types.Int64PointerValue(playlist.Duration)
}

// read asks the service for the playlist, and for its tracks where they are
// managed, or where an import has to find out. Answered holds the ids that the
// service uses for configured ones.
func (m *playlistResourceModel) read(ctx context.Context, client *amazonmusic.Client, answered map[string]string) error {
	withTracks := m.managesTracks() || m.imported()
	id := m.ID.ValueString()
	playlist, err := client.Playlist(ctx, id)
	if err != nil {
		return err
	}
	m.refresh(playlist)
	if !withTracks {
		return nil
	}
	tracks, err := playlistClient{client, id}.tracks(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(tracks))
	for i, track := range tracks {
		ids[i] = listedID(track)
	}
	m.hold(asConfigured(ids, m.trackIDs(), answered))
	return nil
}

// readBack completes a plan with what the service says after a change. The change
// is done by then, so a failure is no more than a warning.
func (m *playlistResourceModel) readBack(
	ctx context.Context, client *amazonmusic.Client, r *reporter, diags *diag.Diagnostics,
) {
	if !m.URL.IsUnknown() && !m.TrackCount.IsUnknown() && !m.Duration.IsUnknown() {
		return
	}
	playlist, err := client.Playlist(ctx, m.ID.ValueString())
	if err != nil {
		diags.AddWarning("Playlist Not Read Back", fmt.Sprintf("Playlist %s was changed, but could not be read "+
			"after that. Its computed attributes are null until the next refresh.\n\n%s", m.ID.ValueString(), r.describe(err).text()))
	}
	// What the plan says of the others is what Terraform expects.
	if m.URL.IsUnknown() {
		m.URL = types.StringPointerValue(playlist.URL)
	}
	if m.TrackCount.IsUnknown() {
		m.TrackCount = types.Int64PointerValue(playlist.TrackCount)
	}
	if m.Duration.IsUnknown() {
		m.Duration = types.Int64PointerValue(playlist.Duration)
	}
}

// refreshed is an attribute after a read. A text that differs only in what the
// client removes from an answer, such as a line break, has not changed.
func refreshed(known types.String, answered *string) types.String {
	if answered == nil || !known.IsNull() && sameText(known.ValueString(), *answered) {
		return known
	}
	return types.StringValue(*answered)
}
