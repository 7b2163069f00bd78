// Checks our files with Microsoft's SARIF validator, by its own rules and by those of GitHub's ingestion.
//
// It is a native program for one platform. Installed without scripts, it may not be executable, so a copy of it is run. It requests
// every URL in a file to see whether there is a page. A missing page is no fault of the file, and thousands of requests without an
// answer would take long, so all of them go to a proxy that does not exist.

import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { HOSTILE, hostileReport, largeReport, sampleReport } from '../report/reports.ts'

const PROGRAM = fileURLToPath(new URL('../../node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool', import.meta.url))

/** Remarks that are no fault of a file: there is no public page of the project yet. */
const ALLOWED = ['SARIF2005']

/** The timeout of a test does not stop a program that runs synchronously. */
const MILLISECONDS = 50_000

const folder = mkdtempSync(join(tmpdir(), 'ecr-gate-sarif-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Remark {
  readonly ruleId: string
  readonly level?: string
  readonly message: { readonly id?: string; readonly arguments?: readonly string[] }
}

/** The validator's errors and warnings about files. */
function validate(files: Readonly<Record<string, string>>): readonly Remark[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the SARIF validator is a program for linux x64, and this is ${process.platform} ${process.arch}: run this test there`)
  }
  const program = join(folder, 'Sarif.Multitool')
  copyFileSync(PROGRAM, program)
  chmodSync(program, 0o700)
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, `${name}.sarif`)
    writeFileSync(path, text)
    return path
  })
  const output = join(folder, 'output.json')
  const words = ['validate', ...paths, '--rule-kind', 'Sarif;Ghas', '--max-file-size-in-kb', '200000', '--output', output]
  const { error, status, stdout, stderr } = spawnSync(program, [...words, '--log', 'ForceOverwrite'], {
    encoding: 'utf8',
    env: {
      DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
      DOTNET_BUNDLE_EXTRACT_BASE_DIR: folder,
      HOME: folder,
      all_proxy: 'http://127.0.0.1:1',
    },
    timeout: MILLISECONDS,
  })
  expect(status, `${error?.message}\n${stdout}${stderr}`).toBe(0)
  const { runs } = JSON.parse(readFileSync(output, 'utf8')) as {
    readonly runs: readonly { readonly results?: readonly Remark[]; readonly artifacts?: readonly unknown[] }[]
  }
  return runs.flatMap(({ results }) => results ?? [])
}

function render(report: Report): string {
  return [...renderSarif(report)].join('')
}

function expectNothing(remarks: readonly Remark[]): void {
  expect(remarks.filter(({ ruleId, level }) => level !== 'note' && !ALLOWED.includes(ruleId))).toEqual([])
}

test('finds a mistake, so that its silence means something', async () => {
  const broken = render(await sampleReport()).replace(/"locations":\[.*?\],"partial/g, '"locations":[],"partial')
  const remarks = validate({ broken })
  expect(remarks.map(({ ruleId }) => ruleId)).toContain('GH1015')
})

test('accepts reports of every kind', async () => {
  const sample = await sampleReport()
  const [image] = sample.images
  const undecided: Report = {
    ...sample,
    verdict: 'undecided',
    alerts: [],
    images: sample.images.map(each => ({ ...each, findings: [], gaps: ['the scan is still pending'], at: null })),
    diagnostics: [{ level: 'error', kind: 'filter-syntax', message: 'expected a value', at: { file: 'r.yml', line: 4, column: 20 } }],
  }
  const many: Report = { ...sample, images: Array.from({ length: 30 }, () => image).filter(each => each !== undefined) }
  const empty: Report = { ...sample, alerts: [], images: [], coverage: [] }
  expectNothing(validate({ sample: render(sample), undecided: render(undecided), many: render(many), empty: render(empty) }))
})

test('accepts 25,000 findings', () => {
  expectNothing(validate({ large: render(largeReport(25_000)) }))
})

test('accepts hostile texts', () => {
  expectNothing(validate(Object.fromEntries(HOSTILE.map((text, i) => [`hostile-${i}`, render(hostileReport(text))]))))
})
