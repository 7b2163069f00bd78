// Reads a saved report. It is a file, and may come from anybody.

import { createHash } from 'node:crypto'
import type { Diagnostic } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import type { Fields } from '../json.ts'
import { parseStrictly } from '../keys.ts'
import { REPORT_VERSION, readReportVersion } from '../report/saved.ts'
import { readText } from '../sources/files.ts'
import type { World } from './world.ts'

const MOST_BYTES = 256 * 1024 * 1024
const WRITE_ONE = 'write one with ecr-gate check --json-file FILE'
const USE_LATER = 'read it with the release of ECR Gate that wrote it, or with a later one'

interface SavedFile {
  readonly report: Fields
  /** SHA-256 of its text, in hexadecimal digits. */
  readonly digest: string
}

/** The report in a file, of which only its version is checked; or why there is none. */
export async function readSavedReport(file: string, world: World): Promise<SavedFile | { readonly problem: Diagnostic }> {
  const refuse = (message: string, help?: string) => ({
    problem: { level: 'error', kind: 'report', message, at: file, ...(help === undefined ? {} : { help }) } as const,
  })
  const text = await captureFault(() => readText(file, world.input, { limit: MOST_BYTES, help: WRITE_ONE }))
  if (text instanceof Fault) return refuse(`the report cannot be read (${text.message})`, text.diagnostic.help)
  const parsed = parseStrictly(text)
  if (parsed.kind === 'not-json') return refuse('the report cannot be read (it is not JSON)', WRITE_ONE)
  if (parsed.kind !== 'value') return refuse(`the report cannot be read (it ${parsed.problem})`, WRITE_ONE)
  const report = parsed.value
  const version = readReportVersion(report)
  if (version === undefined) return refuse('this is not a report of ECR Gate', WRITE_ONE)
  if (version > REPORT_VERSION)
    return refuse(`this report has version ${version}, and this release reads version ${REPORT_VERSION}`, USE_LATER)
  return { report: report as Fields, digest: createHash('sha256').update(text, 'utf8').digest('hex') }
}
