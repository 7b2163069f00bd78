// The entry of the Action: inputs to settings, the same run as the CLI's, then annotations, a summary and outputs.

import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { renderDiagnostic } from './diagnostic.ts'
import { printable, shorten } from './escape.ts'
import { SEVERITIES } from './events/finding.ts'
import { promotedTags } from './gate/release.ts'
import { renderJson } from './report/json.ts'
import { renderMarkdown } from './report/markdown.ts'
import { plain } from './report/paint.ts'
import type { Report } from './report/report.ts'
import { renderSections } from './report/text.ts'
import { headlineOf, limitReasons } from './report/wording.ts'
import { exitCodeOf, run } from './run.ts'
import { parseInputs } from './settings/inputs.ts'
import { beginFiles, processWorld, writePredicate, writeReport } from './world.ts'

// The runner drops a whole summary that is one byte too long, cuts a message at 4,096 characters, and an output of more
// than 128 KiB breaks later steps.
const MOST_SUMMARY_BYTES = 1_000_000
const MESSAGE_LENGTH = 4000
const REASON_LENGTH = 500

const UNDECIDED = 2

async function main(): Promise<number> {
  const invocation = parseInputs(process.env)
  if (invocation.kind !== 'run') {
    const problems = invocation.kind === 'wrong' ? invocation.problems : []
    for (const problem of problems) core.error(renderDiagnostic(problem), { title: 'ECR Gate' })
    core.setOutput('verdict', 'undecided')
    core.setOutput('reasons', problems.map(({ message }) => printable(message)).join('\n'))
    return UNDECIDED
  }
  const { settings } = invocation
  const world = processWorld()
  const path = settings.jsonFile ?? join(process.env['RUNNER_TEMP'] ?? tmpdir(), `ecr-gate-${randomUUID()}.json`)
  const unwritable = await beginFiles(world, [path, settings.predicateFile])
  if (unwritable.length > 0) return refuse(unwritable)
  const report = await run(settings, world, diagnostic => printInert(renderDiagnostic(diagnostic)))
  printReport(report)
  for (const [name, value] of outputsOf(report)) core.setOutput(name, value)
  if (settings.summary) await summarise(report)
  const unwritten = await writeReport(world, path, renderJson(report))
  const unattested = await writePredicate(world, settings.predicateFile, report)
  if (unattested !== undefined) core.error(unattested, { title: 'ECR Gate' })
  else if (settings.predicateFile !== undefined) core.setOutput('predicate', settings.predicateFile)
  const code = unwritten === undefined && unattested === undefined ? exitCodeOf(report, settings.onUndecided) : UNDECIDED
  annotate(report, code)
  if (unwritten === undefined) core.setOutput('report', path)
  else {
    core.error(unwritten, { title: 'ECR Gate' })
    // Whoever goes on after this step must not read a pass.
    core.setOutput('verdict', 'undecided')
  }
  return code
}

// Nothing was judged, and nothing was done.
function refuse(problems: readonly string[]): number {
  for (const problem of problems) core.error(problem, { title: 'ECR Gate' })
  core.setOutput('verdict', 'undecided')
  core.setOutput('reasons', problems.map(printable).join('\n'))
  return UNDECIDED
}

function printReport(report: Report): void {
  const { verdict, details } = renderSections(report, plain)
  for (const [title = '', ...lines] of details) {
    core.startGroup(title)
    printInert(lines.join('\n'))
    core.endGroup()
  }
  // People look at the end of a log.
  printInert(verdict.join('\n'))
}

// An image may be named by two tags, and counts once. The digest is what its name stands for: the index's, where it is one.
function outputsOf(report: Report): readonly (readonly [name: string, value: string | number])[] {
  const { verdict } = report
  const images = [
    ...new Map(
      report.images.map(image => [JSON.stringify([registryOf(image), image.repositoryName, image.digest ?? image.uri]), image]),
    ).values(),
  ]
  const countOf = (severity: string): number => images.reduce((sum, { severityCounts }) => sum + (severityCounts[severity] ?? 0), 0)
  const digests = report.images.map(({ indexDigest, digest }) => indexDigest ?? digest ?? '')
  return [
    ['verdict', verdict],
    ['reasons', formatReasons(report, '')],
    ...SEVERITIES.map(severity => [severity.toLowerCase(), countOf(severity)] as const),
    ['image', [...new Set(report.images.map(imageOf))].filter(image => image !== '').join('\n')],
    ['promoted-tags', report.release === null ? '' : promotedTags(report.release).join('\n')],
    ['digest', [...new Set(digests)].filter(digest => digest !== '').join('\n')],
  ]
}

// The runner obeys commands at the beginning of any line of the log, and a report quotes what others have written.
function printInert(text: string): void {
  const token = randomUUID()
  core.info(`::stop-commands::${token}`)
  core.info(text)
  core.info(`::${token}::`)
}

// By the digest of what its name stood for: the one name of an image that nobody can move.
function imageOf({ uri, repositoryName, digest, indexDigest }: Report['images'][number]): string {
  const named = indexDigest ?? digest
  return named === null ? '' : `${uri.split('/')[0]}/${repositoryName}@${named}`
}

function registryOf({ uri }: Report['images'][number]): string {
  return uri.split('/')[0] ?? ''
}

function formatReasons({ reasons, release }: Report, bullet: string): string {
  return limitReasons([...(release?.problems ?? []), ...reasons])
    .map(reason => `${bullet}${printable(shorten(reason, REASON_LENGTH))}`)
    .join('\n')
}

// A step shows ten annotations of a kind, so they go to the verdict and its gravest reasons.
function annotate(report: Report, code: number): void {
  const allowed = report.verdict === 'undecided' && code === 0
  const headline = allowed ? 'undecided: something was not seen, and on-undecided lets the job go on' : headlineOf(report)
  const message = shorten(`${headline}\n${formatReasons(report, '- ')}`, MESSAGE_LENGTH)
  if (code !== 0) core.error(message, { title: 'ECR Gate' })
  else if (report.verdict !== 'pass') core.warning(message, { title: 'ECR Gate' })
}

async function summarise(report: Report): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return
  const text = renderMarkdown(report)
  const cut =
    Buffer.byteLength(text) <= MOST_SUMMARY_BYTES
      ? text
      : `${text.slice(0, MOST_SUMMARY_BYTES / 4)}\n\nThe rest does not fit into a summary.\n`
  try {
    await core.summary.addRaw(cut).write()
  } catch (error) {
    core.warning(`the summary cannot be written: ${printable(error instanceof Error ? error.message : String(error))}`)
  }
}

// Until there is a verdict, the exit code says that there is none.
process.exitCode = UNDECIDED
main().then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    core.error(`this is a bug in ECR Gate: ${printable(error instanceof Error ? error.message : String(error))}`)
    try {
      core.setOutput('verdict', 'undecided')
      core.setOutput('reasons', 'ECR Gate ended by a bug of its own')
    } finally {
      // Whatever else still waits for a scan would keep the step for as long as wait-timeout.
      process.exit(UNDECIDED)
    }
  },
)
