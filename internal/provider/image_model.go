package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/amazonmusic"
)

// imageModel is an image of a playlist or an album.
type imageModel struct {
	URL       types.String `tfsdk:"url"`
	ImageType types.String `tfsdk:"image_type"`
	Width     types.Int64  `tfsdk:"width"`
	Height    types.Int64  `tfsdk:"height"`
}

// newImageModels returns nil, which becomes null, for images that were left out.
func newImageModels(images []amazonmusic.Image) []imageModel {
	if images == nil {
		return nil
	}
	models := make([]imageModel, len(images))
	for i, image := range images {
		models[i] = imageModel{
			URL:       types.StringPointerValue(image.URL),
			ImageType: types.StringPointerValue(image.ImageType),
			Width:     types.Int64PointerValue(image.Width),
			Height:    types.Int64PointerValue(image.Height),
		}
	}
	return models
}

func imagesAttribute(description string) schema.Attribute {
	return schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: description,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"url":        schema.StringAttribute{Computed: true, MarkdownDescription: "URL of the image."},
			"image_type": schema.StringAttribute{Computed: true, MarkdownDescription: "Type of the image, such as `PRIMARY`."},
			"width":      schema.Int64Attribute{Computed: true, MarkdownDescription: "Width in pixels."},
			"height":     schema.Int64Attribute{Computed: true, MarkdownDescription: "Height in pixels."},
		}},
	}
}
