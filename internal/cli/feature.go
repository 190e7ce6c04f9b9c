package cli

import "github.com/hashicorp/go-version"

// Feature is what a configuration or a command needs, with the oldest version
// of each program that has it. A program without a version lacks it.
type Feature struct {
	Name                string
	Terraform, OpenTofu string
	// broken are the versions of Terraform in which it does not work.
	broken string
}

// The features that tests and examples need. Baseline is what the provider needs.
var (
	Baseline        = Feature{Name: "provider functions", Terraform: "1.8.0", OpenTofu: "1.8.0"}
	EphemeralValues = Feature{Name: "ephemeral variables", Terraform: "1.10.0", OpenTofu: "1.11.0"}
	Identity        = Feature{Name: "import by identity", Terraform: "1.12.0", OpenTofu: "1.12.0"}
	Query           = Feature{Name: "terraform query", Terraform: "1.14.0"}
	// RemovedLifecycle: earlier versions of OpenTofu have removed blocks, and
	// no lifecycle in them.
	RemovedLifecycle = Feature{Name: "removed blocks with lifecycle", Terraform: "1.8.0", OpenTofu: "1.10.0"}
	// OfflineFunction: earlier versions of OpenTofu configure a provider before
	// they call its functions.
	OfflineFunction = Feature{Name: "functions of a provider without credentials", Terraform: "1.8.0", OpenTofu: "1.11.0"}
	// ImportAlone: Terraform 1.16.0 to 1.16.2 look for the provider in the namespace
	// hashicorp (its issue 39144).
	ImportAlone = Feature{
		Name: "import blocks without a resource block", Terraform: "1.8.0", OpenTofu: "1.8.0", broken: ">= 1.16.0, < 1.16.3",
	}
)

// Has reports whether the program has a feature. A prerelease counts as the
// version that it precedes.
func (c *CLI) Has(f Feature) bool {
	oldest := f.Terraform
	if c.OpenTofu {
		oldest = f.OpenTofu
	} else if f.broken != "" && version.MustConstraints(version.NewConstraint(f.broken)).Check(c.Version.Core()) {
		return false
	}
	return oldest != "" && c.Version.Core().GreaterThanOrEqual(version.Must(version.NewVersion(oldest)))
}
