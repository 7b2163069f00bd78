// docs/switching.md has every input of the Actions that it comes from, and what it says to be here is here.
//
// The lists are those of each Action's action.yml. The examples are checked with all other workflows of the documentation.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { INPUTS } from '../../src/settings/commands.ts'
import { codesIn, rowsOf } from './rows.ts'

const page = readFileSync('docs/switching.md', 'utf8')

/** The inputs of each Action, by the name of its table and as `uses:` names it. */
const ACTIONS: Readonly<Record<string, readonly [uses: string, inputs: string]>> = {
  'ecr-scan-image': ['alexjurkiewicz/ecr-scan-image', 'repository tag fail_threshold ignore_list error_missed_ignores'],
  trivy: [
    'aquasecurity/trivy-action',
    `scan-type image-ref input scan-ref exit-code ignore-unfixed vuln-type severity format template output skip-dirs skip-files cache-dir
    timeout ignore-policy hide-progress list-all-pkgs scanners trivyignores github-pat trivy-config tf-vars limit-severities-for-sarif
    docker-host version cache skip-setup-trivy token-setup-trivy`,
  ],
  grype: [
    'anchore/scan-action',
    `image path sbom fail-build output-format output-file severity-cutoff only-fixed add-cpes-if-none by-cve grype-version vex config
    cache-db`,
  ],
  inspector: [
    'aws-actions/vulnerability-scan-github-action-for-amazon-inspector',
    `artifact_type artifact_path display_vulnerability_findings output_sbom_path output_inspector_scan_path output_inspector_scan_path_csv
    output_inspector_scan_path_markdown output_inspector_dockerfile_scan_path_csv output_inspector_dockerfile_scan_path_markdown
    sbomgen_version critical_threshold high_threshold medium_threshold low_threshold other_threshold scanners skip_scanners skip_files
    timeout platform threshold_fixable_only show_only_fixable_vulns`,
  ],
  scout: [
    'docker/scout-action',
    `command debug verbose-debug summary organization image platform ref to to-ref to-stream to-env to-latest stream environment
    hide-policies ignore-base ignore-unchanged only-vex-affected vex-author vex-location only-fixed only-unfixed only-severities
    only-package-types only-cisa-kev exit-code exit-on sarif-file format output secrets tags file predicate-type referrer
    referrer-repository registry-write-user registry-write-password dockerhub-user dockerhub-password registry-user registry-password
    github-token write-comment keep-previous-comments`,
  ],
}

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

const steps = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(
  ([, text = '']) => (parseYaml(text) as { steps: readonly Step[] }).steps,
)

describe.each(Object.entries(ACTIONS))('%s', (name, [uses, inputs]) => {
  const rows = rowsOf(page, name)
  const listed = inputs.split(/\s+/)

  test('has a row for every input, and for no other', () => {
    expect(rows.flatMap(([there = '']) => codesIn(there)).sort()).toEqual([...listed].sort())
  })

  test.each(rows)('%s is %s', (_, here = '') => {
    const [input] = codesIn(here)
    if (input === undefined) expect(['not needed', 'not there']).toContain(here)
    else expect(INPUTS).toContain(input)
  })

  test('has an example of a step with inputs that it has', () => {
    const [step, ...others] = steps.filter(each => each.uses?.startsWith(`${uses}@`))
    expect(others).toEqual([])
    expect(Object.keys(step?.with ?? {}).filter(input => !listed.includes(input))).toEqual([])
    expect(step?.with).toBeDefined()
  })
})

test('each of them has an example of the step here, which judges findings only', () => {
  const gates = steps.filter(({ uses }) => uses?.includes('/ecr-gate@'))
  expect(gates).toHaveLength(Object.keys(ACTIONS).length)
  for (const gate of gates) expect(gate.with).toMatchObject({ 'audit-source': 'none' })
})
