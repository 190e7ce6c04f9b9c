package provider

import "testing"

func TestQuietFrameworkLog(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environment []string
		want        string
	}{
		"nobody asked for logs":   {[]string{"PATH=/bin", "TF_LOG="}, "TF_LOG_SDK_FRAMEWORK=off"},
		"a path and no level":     {[]string{"TF_LOG_PATH=/tmp/log"}, "TF_LOG_SDK_FRAMEWORK=off"},
		"logs that are off":       {[]string{"TF_LOG=OFF"}, "TF_LOG_SDK_FRAMEWORK=off"},
		"logs of all":             {[]string{"TF_LOG=INFO"}, ""},
		"logs of the framework":   {[]string{"TF_LOG_SDK_FRAMEWORK=TRACE"}, ""},
		"logs of the provider":    {[]string{"TF_LOG_PROVIDER=DEBUG"}, ""},
		"logs of Terraform alone": {[]string{"TF_LOG_CORE=TRACE"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			err := QuietFrameworkLog(test.environment, func(name, value string) error {
				got = name + "=" + value
				return nil
			})
			if err != nil || got != test.want {
				t.Errorf("set %q, wanted %q (%v)", got, test.want, err)
			}
		})
	}
}
