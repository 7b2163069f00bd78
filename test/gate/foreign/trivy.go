// Reads cases from standard input and writes, for each, which of its findings Trivy ignores.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	dbTypes "github.com/aquasecurity/trivy-db/pkg/types"
	"github.com/aquasecurity/trivy/pkg/clock"
	ftypes "github.com/aquasecurity/trivy/pkg/fanal/types"
	"github.com/aquasecurity/trivy/pkg/result"
	"github.com/aquasecurity/trivy/pkg/types"
	"github.com/package-url/packageurl-go"
)

type finding struct {
	ID     string `json:"id"`
	Target string `json:"target"`
	Path   string `json:"path"`
	PURL   string `json:"purl"`
}

type test struct {
	Name string `json:"name"`
	File string `json:"file"`
	Text string `json:"text"`
	Now  string `json:"now"`
}

type input struct {
	Findings []finding `json:"findings"`
	Cases    []test    `json:"cases"`
}

func decide(t test, findings []finding) (ignored []int, err error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, t.File)
	if err = os.WriteFile(file, []byte(t.Text), 0o600); err != nil {
		return nil, err
	}
	now, err := time.Parse(time.RFC3339Nano, t.Now)
	if err != nil {
		return nil, err
	}
	ctx := clock.With(context.Background(), now)
	conf, err := result.ParseIgnoreFile(ctx, file)
	if err != nil {
		return nil, err
	}
	ignored = []int{}
	for i, f := range findings {
		id := ftypes.PkgIdentifier{}
		if f.PURL != "" {
			p, err := packageurl.FromString(f.PURL)
			if err != nil {
				return nil, err
			}
			id.PURL = &p
		}
		r := types.Result{Target: f.Target, Vulnerabilities: []types.DetectedVulnerability{{
			VulnerabilityID: f.ID, PkgPath: f.Path, PkgIdentifier: id,
			Vulnerability: dbTypes.Vulnerability{Severity: "HIGH"},
		}}}
		if err = result.FilterResult(ctx, &r, conf, result.FilterOptions{Severities: []dbTypes.Severity{dbTypes.SeverityHigh}}); err != nil {
			return nil, err
		}
		if len(r.Vulnerabilities) == 0 {
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
