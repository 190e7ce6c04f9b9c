// Command terraform-provider-amazonmusic is a Terraform provider for an
// Amazon Music library.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"golang.org/x/term"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/lwa"
	"github.com/musicascode/terraform-provider-amazonmusic/internal/provider"
)

// version is set by the linker for a release.
var version = "dev"

func main() {
	// Terraform passes no arguments, and reads from standard output. Arguments
	// and a terminal mean that a person runs the program.
	if len(os.Args) > 1 && os.Args[1] == "login" {
		os.Exit(lwa.RunLogin(os.Args[2:]))
	}
	var debug bool
	flag.BoolVar(&debug, "debug", false, "keep running, and print what Terraform needs to use this process instead of\n"+
		"starting its own, for debuggers like delve")
	flag.Usage = usage
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "terraform-provider-amazonmusic: unexpected argument %q. The only command is login: -h shows how "+
			"to run it. A path with * may name several programs.\n", flag.Arg(0))
		os.Exit(2)
	}
	if !debug && term.IsTerminal(int(os.Stdout.Fd())) {
		usage()
		os.Exit(2)
	}
	serve(debug)
}

func serve(debug bool) {
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

// usage goes where the flag package writes, and has a place for the version and
// two for the command.
func usage() {
	fmt.Fprintf(flag.CommandLine.Output(), `Terraform provider for Amazon Music, version %s

Terraform and OpenTofu start this program themselves. To use it, name the
provider in a configuration and run "terraform init":

  terraform {
    required_providers {
      amazonmusic = {
        source = "musicascode/amazonmusic"
      }
    }
  }

A person runs it to log in with Amazon, in a browser. This prints the lines
that set the provider's credentials, and -h lists its flags:

  %s
  %s -h

Documentation: https://github.com/musicascode/terraform-provider-amazonmusic

Flags:
`, version, lwa.Command(), lwa.Command())
	flag.PrintDefaults()
}
