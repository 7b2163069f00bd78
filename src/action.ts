// The entry of the Action: inputs to settings, the same run as the CLI's, then annotations, a summary and outputs.

import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as core from '@actions/core'
import { findClashes } from './clash.ts'
import { type Problem, renderDiagnostic } from './diagnostic.ts'
import { printable, shorten } from './escape.ts'
import { formatSecond } from './events/cloudtrail.ts'
import { SEVERITIES } from './events/finding.ts'
import { beginReports, writeReports } from './formats.ts'
import { promotedTags } from './gate/release.ts'
import type { Publication, Published, Publishing } from './publish.ts'
import { limitAnnotations, listAnnotations } from './report/annotation.ts'
import { renderMarkdown } from './report/markdown.ts'
import { plain } from './report/paint.ts'
import { type Report, reportRefusal } from './report/report.ts'
import { renderSections } from './report/text.ts'
import { headlineOf, isSeen, listReasons } from './report/wording.ts'
import { exitCodeOf, run } from './run.ts'
import { parseInputs, readCheckRun } from './settings/inputs.ts'
import type { Output } from './settings/outputs.ts'
import { asksGitHub, type Settings } from './settings/settings.ts'
import { processWorld, type World } from './world.ts'

// The runner drops a whole summary that is one byte too long, cuts a message at 4,096 characters, and an output of more
// than 128 KiB breaks later steps.
const MOST_SUMMARY_BYTES = 1_000_000
const MESSAGE_LENGTH = 4000
const REASON_LENGTH = 500
// A step shows ten of a level, and one of them is the verdict's own.
const MOST_PLACED = 9

const UNDECIDED = 2
/** Milliseconds: the runner gives a step that is stopped about ten seconds. */
const MOST_CANCELLING = 8000

async function main(): Promise<number> {
  // Until the end. A step that is stopped must leave no better word, and of an output's values the last one counts.
  output('verdict', 'undecided')
  const invocation = parseInputs(process.env)
  const world = processWorld()
  if (invocation.kind !== 'run') return refuse(invocation.kind === 'wrong' ? invocation.problems : [], readCheckRun(process.env), world)
  const settings = keepReport(invocation.settings)
  if (settings.githubToken !== undefined) core.setSecret(settings.githubToken)
  const clashes = await findClashes(settings, world.root)
  if (clashes.length > 0) return refuse(clashes, settings, world)
  const unwritable = await beginReports(settings, world)
  if (unwritable.length > 0) {
    const problems = unwritable.map((message): Problem => ({ level: 'error', kind: 'output', message }))
    return refuse(problems, settings, world)
  }
  return publishing(settings, world, publication => judge(settings, world, publication))
}

async function judge(settings: Settings, world: World, publication: Publication | undefined): Promise<number> {
  const judged = await run(settings, world, diagnostic => printInert(renderDiagnostic(diagnostic)))
  const report = await writeReports(settings, judged, world)
  const code = exitCodeOf(report, settings.onUndecided)
  printReport(report)
  if (settings.summary) await summarise(report)
  annotate(report, code, publication?.hasCheck === true)
  if (publication !== undefined) tell(await publication.finish(report, code))
  for (const [name, value] of outputsOf(report)) output(name, value)
  const isWritten = report === judged
  if (isWritten) output('report', settings.files.find(({ format }) => format === 'json')?.path ?? '')
  if (isWritten && settings.predicateFile !== undefined) output('predicate', settings.predicateFile)
  // Whoever goes on after this step must not read a pass.
  output('verdict', isWritten ? report.verdict : 'undecided')
  return code
}

// Nothing was judged, and nothing was done. A check of this name may be there from an earlier run, and must not go on speaking.
async function refuse(problems: readonly Problem[], settings: Publishing, world: World): Promise<number> {
  for (const problem of problems) core.error(renderDiagnostic(problem), { title: 'ECR Gate' })
  output('reasons', problems.map(({ message }) => printable(message)).join('\n'))
  const report = reportRefusal(problems, formatSecond(world.now()))
  // An upload of nothing would close the alerts that are there.
  return publishing({ ...settings, uploadSarif: false }, world, async publication => {
    if (publication !== undefined) tell(await publication.finish(report, UNDECIDED))
    return UNDECIDED
  })
}

/** Does something while what is written to GitHub is begun before and ended whatever happens. */
async function publishing(
  settings: Publishing,
  world: World,
  act: (publication: Publication | undefined) => Promise<number>,
): Promise<number> {
  if (!asksGitHub(settings)) return act(undefined)
  const { startPublication } = await import('./publish.ts')
  const starting = startPublication(settings, world)
  const release = cancelOnSignals(starting)
  try {
    return await act(await starting)
  } catch (error) {
    await (await starting).cancel()
    throw error
  } finally {
    release()
  }
}

// Later steps find the report whether its path was given or not.
function keepReport(settings: Settings): Settings {
  if (settings.files.some(({ format }) => format === 'json')) return settings
  const path = join(process.env['RUNNER_TEMP'] ?? tmpdir(), `ecr-gate-${randomUUID()}.json`)
  return { ...settings, files: [...settings.files, { format: 'json', path }] }
}

// A check that stays in progress blocks a merge for ever, so a run that is stopped ends it first. The runner leaves a step some
// seconds for that.
function cancelOnSignals(starting: Promise<Publication>): () => void {
  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return
    stopping = true
    const cancelling = starting.then(publication => publication.cancel())
    Promise.race([cancelling, setTimeout(MOST_CANCELLING)]).finally(() => {
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
  const images = [
    ...new Map(
      report.images.map(image => [JSON.stringify([registryOf(image), image.repositoryName, image.digest ?? image.uri]), image]),
    ).values(),
  ]
  // An empty text is 0 to an expression of a workflow.
  const countOf = (severity: string): number | string =>
    images.reduce((sum, { severityCounts }) => sum + (severityCounts[severity] ?? 0), 0) || (isSeen(report) ? 0 : 'unknown')
  const digests = report.images.map(({ indexDigest, digest }) => indexDigest ?? digest ?? '')
  return [
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

function formatReasons(report: Report, bullet: string): string {
  return listReasons(report)
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
  for (const diagnostic of report.diagnostics)
    if (diagnostic.level === 'warning' && diagnostic.at === undefined) core.warning(renderDiagnostic(diagnostic), { title: 'ECR Gate' })
  const placed = hasCheck ? [] : listAnnotations(report).filter(({ at }) => at !== null)
  for (const { level, title, message: text, at } of limitAnnotations(placed, MOST_PLACED))
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
