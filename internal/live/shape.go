package live

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// telling are the keys whose values are the service's vocabulary, and nobody's
// secret.
var telling = map[string]bool{"saveState": true, "code": true, "status": true, "hasNextPage": true, "imageType": true, "visibility": true}

// maxShape keeps a report readable.
const maxShape = 2000

// shape describes a JSON text by its keys and types: {"id": string}. Of a list
// it shows the first element, and how many there are.
func shape(body []byte) string {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return fmt.Sprintf("%d bytes that are not JSON", len(body))
	}
	text := describe(value)
	if len(text) > maxShape {
		text = text[:maxShape] + "…"
	}
	return text
}

func describe(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		if len(value) == 0 {
			return "[]"
		}
		return fmt.Sprintf("[%s × %d]", describe(value[0]), len(value))
	case map[string]any:
		var fields []string
		for _, key := range slices.Sorted(maps.Keys(value)) {
			described := describe(value[key])
			if telling[key] {
				described = fmt.Sprintf("%.40q", fmt.Sprint(value[key]))
			}
			fields = append(fields, fmt.Sprintf("%.60s: %s", key, described))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return "?"
}
