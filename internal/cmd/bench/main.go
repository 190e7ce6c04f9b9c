// Command bench measures what users wait for: real Terraform, the provider as
// they install it, and a stand-in service that takes 20 ms to answer. Each way of
// holding the same tracks is measured in one run, beside the least time that
// any client could need.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/musicascode/terraform-provider-amazonmusic/internal/workbench"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(os.Stderr, "bench: %s\n", err)
		stop()
		os.Exit(1) //nolint:gocritic // The deferred stop has just been done by hand.
	}
}

// options are the switches of the command.
type options struct {
	sizes   []int
	singles int
	latency time.Duration
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{sizes: []int{100, 1000, 10000}}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.singles, "singles", 1000, "the most tracks to hold as single resources; more take Terraform hours")
	flags.DurationVar(&o.latency, "latency", 20*time.Millisecond, "how long the service takes to answer")
	flags.Func("sizes", "numbers of tracks, separated by commas (default 100,1000,10000)", func(list string) error {
		o.sizes = nil
		for part := range strings.SplitSeq(list, ",") {
			var n int
			if _, err := fmt.Sscan(part, &n); err != nil || n < 1 {
				return fmt.Errorf("%q is no number of tracks", part)
			}
			o.sizes = append(o.sizes, n)
		}
		return nil
	})
	return o, flags.Parse(args)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	root, err := workbench.Root(ctx)
	if err != nil {
		return err
	}
	bench, err := workbench.New(ctx, root, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bench.Close()) }()

	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, strings.Join([]string{"tracks", "as", "apply", "empty plan", "1 % changed", "requests", "connections", "memory", ""}, "\t"))
	for _, n := range o.sizes {
		for _, way := range ways {
			if way.single && n > o.singles {
				continue
			}
			fmt.Fprintf(stderr, "%d tracks as %s\n", n, way.name)
			row, err := way.measure(ctx, bench, n, o.latency)
			if err != nil {
				return fmt.Errorf("%d tracks as %s: %w", n, way.name, err)
			}
			fmt.Fprintln(table, row)
		}
		floor := time.Duration(n) * o.latency / atOnce
		fmt.Fprintln(table, measurement{tracks: n, name: "the floor: tracks × latency ÷ 10", apply: floor})
	}
	return table.Flush()
}
