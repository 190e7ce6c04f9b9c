package cli

import "github.com/hashicorp/go-version"

// Feature is what a configuration or a command needs, with the oldest version
// of each program that has it. A program without a version lacks it.
type Feature struct {
	Name                string
	Terraform, OpenTofu string
	// except is one version of OpenTofu in which the feature is broken.
	except string
}

// The features that tests and examples need. Baseline is what the provider needs.
var (
	Baseline        = Feature{Name: "provider functions", Terraform: "1.8.0", OpenTofu: "1.8.0"}
	EphemeralValues = Feature{Name: "ephemeral variables", Terraform: "1.10.0", OpenTofu: "1.11.0"}
	S3LockFile      = Feature{Name: "use_lockfile of the s3 backend", Terraform: "1.10.0", OpenTofu: "1.10.0"}
	Identity        = Feature{Name: "import by identity", Terraform: "1.12.0", OpenTofu: "1.12.0"}
	Query           = Feature{Name: "terraform query", Terraform: "1.14.0"}
	// RemovedLifecycle: earlier versions of OpenTofu have removed blocks, and
	// no lifecycle in them.
	RemovedLifecycle = Feature{Name: "removed blocks with lifecycle", Terraform: "1.8.0", OpenTofu: "1.10.0"}
	// OfflineFunction: earlier versions of OpenTofu configure a provider before
	// they call its functions.
	OfflineFunction = Feature{Name: "functions of a provider without credentials", Terraform: "1.8.0", OpenTofu: "1.11.0"}
	// ImportForEach: OpenTofu 1.11.0 evaluates the for_each of an import block
	// before it has read the data source in it.
	ImportForEach = Feature{
		Name: "import with for_each over a data source", Terraform: "1.8.0", OpenTofu: "1.8.0", except: "1.11.0",
	}
)

// Has reports whether the program has a feature. A prerelease counts as the
// version that it precedes.
func (c *CLI) Has(f Feature) bool {
	oldest := f.Terraform
	if c.OpenTofu {
		oldest = f.OpenTofu
		if c.Version.Original() == f.except {
			return false
		}
	}
	return oldest != "" && c.Version.Core().GreaterThanOrEqual(version.Must(version.NewVersion(oldest)))
}
