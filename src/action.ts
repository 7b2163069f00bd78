// The entry of the Action: inputs to settings, the same run as the CLI's, then annotations, a summary and outputs.

import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { type Problem, renderDiagnostic } from './diagnostic.ts'
import { printable, shorten } from './escape.ts'
import { SEVERITIES } from './events/finding.ts'
import { beginReports, writeReports } from './formats.ts'
import { promotedTags } from './gate/release.ts'
import type { Publication, Published } from './publish.ts'
import { limitAnnotations, listAnnotations } from './report/annotation.ts'
import { renderMarkdown } from './report/markdown.ts'
import { plain } from './report/paint.ts'
import type { Report } from './report/report.ts'
import { renderSections } from './report/text.ts'
import { headlineOf, limitReasons } from './report/wording.ts'
import { exitCodeOf, run } from './run.ts'
import { parseInputs } from './settings/inputs.ts'
import type { Output } from './settings/outputs.ts'
import { asksGitHub, type Settings } from './settings/settings.ts'
import { processWorld, type World } from './world.ts'

// The runner drops a whole summary that is one byte too long, cuts a message at 4,096 characters, and an output of more
// than 128 KiB breaks later steps.
const MOST_SUMMARY_BYTES = 1_000_000
const MESSAGE_LENGTH = 4000
const REASON_LENGTH = 500
// One of each ten is the verdict's own.
const MOST_ANNOTATIONS = 9

const UNDECIDED = 2

async function main(): Promise<number> {
  const invocation = parseInputs(process.env)
  if (invocation.kind !== 'run') return refuse(invocation.kind === 'wrong' ? invocation.problems : [])
  const world = processWorld()
  const settings = keepReport(invocation.settings)
  if (settings.githubToken !== undefined) core.setSecret(settings.githubToken)
  const unwritable = await beginReports(settings, world)
  if (unwritable.length > 0) return refuse(unwritable.map(message => ({ level: 'error', kind: 'output', message })))
  const publication = asksGitHub(settings) ? await (await import('./publish.ts')).startPublication(settings, world) : undefined
  const release = publication === undefined ? () => undefined : cancelOnSignals(publication)
  try {
    return await judge(settings, world, publication)
  } catch (error) {
    await publication?.cancel()
    throw error
  } finally {
    release()
  }
}

async function judge(settings: Settings, world: World, publication: Publication | undefined): Promise<number> {
  const report = await run(settings, world, diagnostic => printInert(renderDiagnostic(diagnostic)))
  printReport(report)
  for (const [name, value] of outputsOf(report)) output(name, value)
  if (settings.summary) await summarise(report)
  const unwritten = await writeReports(settings, report, world)
  const code = unwritten.length === 0 ? exitCodeOf(report, settings.onUndecided) : UNDECIDED
  annotate(report, code, publication?.hasCheck === true)
  if (unwritten.length === 0) {
    output('report', settings.files.find(({ format }) => format === 'json')?.path ?? '')
    if (settings.predicateFile !== undefined) output('predicate', settings.predicateFile)
  } else {
    for (const problem of unwritten) core.error(problem, { title: 'ECR Gate' })
    // Whoever goes on after this step must not read a pass.
    output('verdict', 'undecided')
  }
  if (publication !== undefined) tell(await publication.finish(report, code))
  return code
}

// Later steps find the report whether its path was given or not.
function keepReport(settings: Settings): Settings {
  if (settings.files.some(({ format }) => format === 'json')) return settings
  const path = join(process.env['RUNNER_TEMP'] ?? tmpdir(), `ecr-gate-${randomUUID()}.json`)
  return { ...settings, files: [...settings.files, { format: 'json', path }] }
}

// Nothing was judged, and nothing was done.
function refuse(problems: readonly Problem[]): number {
  for (const problem of problems) core.error(renderDiagnostic(problem), { title: 'ECR Gate' })
  output('verdict', 'undecided')
  output('reasons', problems.map(({ message }) => printable(message)).join('\n'))
  return UNDECIDED
}

// A check that stays in progress blocks a merge for ever, so a run that is stopped ends it first. The runner leaves a step some
// seconds for that.
function cancelOnSignals(publication: Publication): () => void {
  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return
    stopping = true
    publication.cancel().finally(() => {
      release()
      process.kill(process.pid, signal)
    })
  }
  const release = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop)
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  return release
}

const SAY = { error: core.error, warning: core.warning, notice: core.notice } as const

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function output(name: Output, value: string | number): void {
  core.setOutput(name, value)
}

function tell({ warnings, notes, outputs }: Published): void {
  for (const note of notes) printInert(printable(note))
  for (const warning of warnings) core.warning(renderDiagnostic(warning), { title: 'ECR Gate' })
  for (const [name, value] of outputs) output(name, value)
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
function outputsOf(report: Report): readonly (readonly [name: Output, value: string | number])[] {
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
    ...SEVERITIES.map(severity => [severity.toLowerCase() as Lowercase<typeof severity>, countOf(severity)] as const),
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

// A step shows ten annotations of a kind: the verdict with its reasons, and then what stands on a line, unless a check shows that.
function annotate(report: Report, code: number, hasCheck: boolean): void {
  const allowed = report.verdict === 'undecided' && code === 0
  const headline = allowed ? 'undecided: something was not seen, and on-undecided lets the job go on' : headlineOf(report)
  const message = shorten(`${headline}\n${formatReasons(report, '- ')}`, MESSAGE_LENGTH)
  if (code !== 0) core.error(message, { title: 'ECR Gate' })
  else if (report.verdict !== 'pass') core.warning(message, { title: 'ECR Gate' })
  const placed = hasCheck ? [] : listAnnotations(report).filter(({ at }) => at !== null)
  for (const { level, title, message: text, at } of limitAnnotations(placed, MOST_ANNOTATIONS))
    SAY[level](text, { title, ...(at !== null && { file: at.file, startLine: at.line }) })
}

async function summarise(report: Report): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return
  try {
    await core.summary.addRaw(renderMarkdown(report, MOST_SUMMARY_BYTES)).write()
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
      output('verdict', 'undecided')
      output('reasons', 'ECR Gate ended by a bug of its own')
    } finally {
      // Whatever else still waits for a scan would keep the step for as long as wait-timeout.
      process.exit(UNDECIDED)
    }
  },
)
