// Reads cases from standard input and writes, for each, which of its findings Grype ignores.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/anchore/fangs"
	"github.com/anchore/grype/grype/match"
	"github.com/anchore/grype/grype/pkg"
	"github.com/anchore/grype/grype/vulnerability"
	"github.com/anchore/syft/syft/file"
	syftPkg "github.com/anchore/syft/syft/pkg"
	"github.com/spf13/cobra"
)

type finding struct {
	ID        string   `json:"id"`
	Related   []string `json:"related"`
	Namespace string   `json:"namespace"`
	FixState  string   `json:"fixState"`
	Name      string   `json:"name"`
	Version   string   `json:"version"`
	Type      string   `json:"type"`
	Language  string   `json:"language"`
	Path      string   `json:"path"`
	Upstream  string   `json:"upstream"`
	MatchType string   `json:"matchType"`
}

type test struct {
	Name string `json:"name"`
	File string `json:"file"`
	Text string `json:"text"`
}

type input struct {
	Findings []finding `json:"findings"`
	Cases    []test    `json:"cases"`
}

type config struct {
	Ignore []match.IgnoreRule `yaml:"ignore" json:"ignore" mapstructure:"ignore"`
}

func decide(t test, findings []finding) (ignored []int, err error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, t.File)
	if err = os.WriteFile(path, []byte(t.Text), 0o600); err != nil {
		return nil, err
	}
	cfg := fangs.NewConfig("grype")
	cfg.Files = []string{path}
	var conf config
	if err = fangs.Load(cfg, &cobra.Command{}, &conf); err != nil {
		return nil, err
	}
	ignored = []int{}
	for i, f := range findings {
		var related []vulnerability.Reference
		for _, id := range f.Related {
			related = append(related, vulnerability.Reference{ID: id})
		}
		p := pkg.Package{ID: pkg.ID(fmt.Sprint(i)), Name: f.Name, Version: f.Version, Type: syftPkg.Type(f.Type), Language: syftPkg.Language(f.Language)}
		if f.Path != "" {
			p.Locations = file.NewLocationSet(file.NewLocation(f.Path))
		}
		if f.Upstream != "" {
			p.Upstreams = []pkg.UpstreamPackage{{Name: f.Upstream}}
		}
		m := match.Match{
			Vulnerability: vulnerability.Vulnerability{
				Reference:              vulnerability.Reference{ID: f.ID, Namespace: f.Namespace},
				Fix:                    vulnerability.Fix{State: vulnerability.FixState(f.FixState)},
				RelatedVulnerabilities: related,
			},
			Package: p,
			Details: match.Details{{Type: match.Type(f.MatchType)}},
		}
		_, gone := match.ApplyIgnoreRules(match.NewMatches(m), conf.Ignore)
		if len(gone) > 0 {
			ignored = append(ignored, i)
		}
	}
	return ignored, nil
}

func main() {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		panic(err)
	}
	out := map[string]any{}
	for _, t := range in.Cases {
		ignored, err := decide(t, in.Findings)
		if err != nil {
			fmt.Fprintln(os.Stderr, t.Name, err)
			out[t.Name] = nil
			continue
		}
		out[t.Name] = ignored
	}
	enc := json.NewEncoder(os.Stdout)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		panic(err)
	}
}
