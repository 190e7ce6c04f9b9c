package provider

import "strings"

// QuietFrameworkLog turns the framework's trace log off where nobody asked for
// logs. It is written even then, for Terraform to throw away, and the time it
// takes grows with the square of the values in a plan (BenchmarkFrameworkLog).
// It must be called before the provider is served.
func QuietFrameworkLog(environment []string, setenv func(name, value string) error) error {
	for _, entry := range environment {
		name, value, _ := strings.Cut(entry, "=")
		level := strings.HasPrefix(name, "TF_LOG") && !strings.HasPrefix(name, "TF_LOG_PATH")
		if level && value != "" && !strings.EqualFold(value, "off") {
			return nil
		}
	}
	return setenv("TF_LOG_SDK_FRAMEWORK", "off")
}
