// Command terraform-provider-amazonmusic is a Terraform provider for an
// Amazon Music library.
package main

import (
	"context"
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/provider"
)

// version is set by the linker for a release.
var version = "dev"

func main() {
	// Terraform passes no arguments: these are a person's.
	if len(os.Args) > 1 && os.Args[1] == "login" {
		os.Exit(lwa.RunLogin(os.Args[2:]))
	}
	var debug bool
	flag.BoolVar(&debug, "debug", false, "keep running, and print what Terraform needs to use this process instead of "+
		"starting its own, for debuggers like delve")
	flag.Parse()

	if err := provider.QuietFrameworkLog(os.Environ(), os.Setenv); err != nil {
		log.Fatal(err)
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/musicascode/amazonmusic",
		Debug:   debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
