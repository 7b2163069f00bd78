// Entry point of the Action: turns inputs into settings, runs the gate as the CLI does, then writes annotations, a summary and outputs.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as core from '@actions/core'
import { type Diagnostic, renderDiagnostic, toReason } from './diagnostic.ts'
import { printable } from './escape.ts'
import { promotedTags } from './gate/release.ts'
import { locateHelp } from './github/help.ts'
import { SEVERITIES } from './image/finding.ts'
import { registryOf } from './image/uri.ts'
import { prepareStop } from './process/stop.ts'
import { limitAnnotations, listAnnotations } from './report/annotation.ts'
import { distinctImages } from './report/decision.ts'
import { renderMarkdown } from './report/markdown.ts'
import { plain } from './report/paint.ts'
import { emptyReport, type Report, type ReportedImage } from './report/report.ts'
import { renderLog } from './report/text.ts'
import { tellVerdict } from './report/verdict.ts'
import { headlineOf, isSeen, limitReasons, tellBlockedPage } from './report/wording.ts'
import { isReference } from './rules/reference.ts'
import { findClashes } from './run/clash.ts'
import { readPolicyFile } from './run/policy.ts'
import type { Publication, Published } from './run/publication.ts'
import { publish, withPublication } from './run/publish.ts'
import { run } from './run/run.ts'
import { processWorld, type World } from './run/world.ts'
import { beginReports, writeReports } from './run/write.ts'
import { findPolicyInput, parseInputs } from './settings/inputs.ts'
import { type Output, type OutputValue, startOutputs } from './settings/outputs.ts'
import type { Settings } from './settings/settings.ts'
import { formatSecond } from './time.ts'

// The runner drops a summary entirely if it is one byte too long, and cuts a message at 4,096 characters.
const MOST_SUMMARY_BYTES = 1_000_000
const MESSAGE_LENGTH = 4000
const REASON_LENGTH = 500
/** How many annotations of each level the runner shows for a step. */
const MOST_SHOWN = 10

const UNDECIDED = 2
const UNKNOWN = 'unknown'
const COUNTS = [...SEVERITIES.map(toOutput), 'accepted'] as const

async function main(signal: AbortSignal): Promise<number> {
  // The last value of an output counts, so a step that is stopped leaves these. Workflow expressions treat an empty string as 0.
  output('verdict', 'undecided')
  for (const name of COUNTS) output(name, UNKNOWN)
  const world = processWorld(signal)
  const inputs = parseInputs(process.env, await readPolicyFile(findPolicyInput(process.env), world))
  if (inputs.settings.githubToken !== undefined) core.setSecret(inputs.settings.githubToken)
  const settings = inputs.kind === 'run' ? keepReport(inputs.settings, world) : inputs.settings
  const wrong = inputs.kind === 'wrong' ? inputs.problems : []
  const clashes = await findClashes(settings, world.root)
  // Writes no file: one of them is also an input, or two of them are the same.
  if (clashes.length > 0) return refuse([...wrong, ...clashes], { ...settings, files: [], predicateFile: undefined }, world)
  const unwritable = await beginReports(settings, world)
  const problems = [...wrong, ...unwritable.map((message): Diagnostic => ({ level: 'error', kind: 'output', message }))]
  if (problems.length > 0) return refuse(problems, settings, world)
  return withPublication(settings, world, publication => check(settings, world, publication))
}

async function check(settings: Settings, world: World, publication: Publication | undefined): Promise<number> {
  const { report, code, published } = await run(settings, world, {
    tell: diagnostic => printInert(renderDiagnostic(diagnostic)),
    show: async report => {
      printReport(report)
      if (settings.summary) await summarise(report)
    },
    publication,
    helpUri: locateHelp(world.env),
  })
  if (published !== undefined) tell(published)
  annotate(report, code, published, settings)
  const path = report.unwritten.length > 0 ? undefined : settings.files.find(({ format }) => format === 'json')?.path
  for (const [name, value] of outputsOf(report)) output(name, value, path)
  if (report.unwritten.length === 0) {
    output('report', path ?? '')
    if (settings.predicateFile !== undefined) output('predicate', settings.predicateFile)
  }
  // The verdict of a run that is stopped while it publishes stays undecided for the steps after it.
  if (!world.signal.aborted) output('verdict', report.verdict)
  return code
}

// Judges nothing and changes no image. Every place where an earlier run may have left a verdict now says that there is none.
async function refuse(problems: readonly Diagnostic[], settings: Settings, world: World): Promise<number> {
  const empty = { ...emptyReport(problems, formatSecond(world.now())), helpUri: locateHelp(world.env) }
  const headline = [headlineOf(empty), tellBlockedPage(empty) ?? ''].join('\n')
  for (const problem of problems) core.error(`${renderDiagnostic(problem)}\n${headline}`, { ...TITLE, ...lineOf(problem) })
  output('reasons', listReasons(problems.map(toReason)))
  const report = await writeReports({ ...settings, predicateFile: undefined }, empty, world)
  if (settings.summary) await summarise(report)
  // Uploading an empty file would close the existing alerts.
  return withPublication({ ...settings, uploadSarif: false }, world, async publication => {
    const published = await publish(publication, report, UNDECIDED)
    if (published !== undefined) tell(published)
    for (const warning of published?.warnings ?? []) core.warning(renderDiagnostic(warning), TITLE)
    return UNDECIDED
  })
}

function lineOf({ at }: Diagnostic): core.AnnotationProperties {
  return typeof at === 'object' && !isReference(at.file) ? { file: at.file, startLine: at.line } : {}
}

// Adds a JSON report if none was requested, because later steps rely on it.
function keepReport(settings: Settings, world: World): Settings {
  if (settings.files.some(({ format }) => format === 'json')) return settings
  const path = join(world.temporary, `ecr-gate-${randomUUID()}.json`)
  return { ...settings, files: [...settings.files, { format: 'json', path }] }
}

const SAY = { error: core.error, warning: core.warning, notice: core.notice } as const
const LEVELS = ['error', 'warning', 'notice'] as const
const TITLE = { title: 'ECR Gate' }

const fitOutput = startOutputs()

/** Sets an output. `report` is the path of the report, which has what an output may not hold. */
function output(name: Output, value: OutputValue, report?: string): void {
  const { text, problem } = fitOutput(name, value)
  core.setOutput(name, text)
  if (problem === undefined) return
  core.warning(printable(report === undefined ? problem : `${problem}; ${report} has all of it`), TITLE)
}

function toOutput<T extends string>(severity: T): Lowercase<T> {
  return severity.toLowerCase() as Lowercase<T>
}

function tell({ notes, outputs }: Published): void {
  for (const note of notes) printInert(printable(note))
  for (const [name, value] of outputs) output(name, value)
}

function printReport(report: Report): void {
  // The annotation of a verdict that is no pass has its reasons, and comes next.
  const isExplained = report.verdict !== 'pass'
  const { details, shown } = renderLog(report, isExplained, { paint: plain, all: 'the file of json-file lists all' })
  for (const [title = '', ...lines] of details) {
    core.startGroup(title)
    printInert(lines.join('\n'))
    core.endGroup()
  }
  // Printed last, because people look at the end of a log.
  printInert(shown.map(lines => lines.join('\n')).join('\n\n'))
}

// `digest` is what the name refers to: for an index, the digest of the index.
function outputsOf(report: Report): readonly (readonly [name: Output, value: OutputValue])[] {
  const images = distinctImages(report.images)
  const count = (of: (image: ReportedImage) => number): number | string =>
    images.reduce((sum, image) => sum + of(image), 0) || (isSeen(report) ? 0 : UNKNOWN)
  const digests = report.images.map(({ indexDigest, digest }) => indexDigest ?? digest ?? '')
  return [
    ['reasons', listReasons(report.reasons)],
    ...SEVERITIES.map(severity => [toOutput(severity), count(({ severityCounts }) => severityCounts[severity] ?? 0)] as const),
    ['accepted', count(({ findings }) => findings.filter(({ decision }) => decision.kind === 'accepted').length)],
    ['image', [...new Set(report.images.map(imageOf))].filter(image => image !== '')],
    ['promoted-tags', report.release === null ? [] : promotedTags(report.release)],
    ['digest', [...new Set(digests)].filter(digest => digest !== '')],
  ]
}

// The runner executes commands at the beginning of any log line, and a report quotes untrusted text, so commands are turned off.
function printInert(text: string): void {
  const token = randomUUID()
  core.info(`::stop-commands::${token}`)
  core.info(text)
  core.info(`::${token}::`)
}

// Names an image by the digest that its name referred to. Unlike a tag, a digest cannot be moved to another image.
function imageOf({ uri, repositoryName, digest, indexDigest }: Report['images'][number]): string {
  const named = indexDigest ?? digest
  return named === null ? '' : `${registryOf(uri)}/${repositoryName}@${named}`
}

function listReasons(reasons: readonly string[]): readonly string[] {
  return limitReasons(reasons).map(reason => printable(reason, REASON_LENGTH))
}

// The runner shows ten annotations of each level for a step. The verdict comes first, then what was not written to GitHub, which is in
// no report, and warnings without a place. Annotations on lines come last, and only if the check run does not show them.
function annotate(report: Report, code: number, published: Published | undefined, settings: Settings): void {
  const allowed = report.verdict === 'undecided' && code === 0
  const headline = allowed ? 'undecided: something was not seen, and on-undecided lets the job go on' : headlineOf(report)
  const rest = settings.summary ? 'The summary of this run has all of it.' : 'The log of this step and its report have all of it.'
  const message = tellVerdict(report, rest, MESSAGE_LENGTH, headline)
  const told = { error: 0, warning: 0, notice: 0 }
  const say = (level: keyof typeof SAY, text: string, properties: core.AnnotationProperties): void => {
    told[level]++
    SAY[level](text, properties)
  }
  if (code !== 0) say('error', message, TITLE)
  else if (report.verdict !== 'pass') say('warning', message, TITLE)
  const unplaced = report.diagnostics.filter(({ level, at }) => level === 'warning' && at === undefined)
  for (const warning of [...(published?.warnings ?? []), ...unplaced]) say('warning', renderDiagnostic(warning), TITLE)
  const placed = published?.annotated === true ? [] : listAnnotations(report).filter(({ at }) => at !== null)
  for (const level of LEVELS)
    for (const { title, message: text, at } of limitAnnotations(
      placed.filter(annotation => annotation.level === level),
      Math.max(1, MOST_SHOWN - told[level]),
    ))
      say(level, text, { title, ...(at !== null && { file: at.file, startLine: at.line }) })
}

async function summarise(report: Report): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return
  try {
    await core.summary.addRaw(renderMarkdown(report, MOST_SUMMARY_BYTES)).write()
  } catch (error) {
    core.warning(`the summary cannot be written: ${printable(error instanceof Error ? error.message : String(error))}`)
  }
}

// If the process ends early, its exit code says that there is no verdict.
process.exitCode = UNDECIDED
const stop = prepareStop(text => process.stderr.write(text))
stop.listen()
main(stop.signal).then(
  code => {
    process.exitCode = code
    stop.end()
  },
  (error: unknown) => {
    core.error(`this is a bug in ECR Gate: ${printable(error instanceof Error ? error.message : String(error))}`)
    try {
      output('verdict', 'undecided')
      output('reasons', 'ECR Gate stopped because of a bug in ECR Gate')
    } finally {
      // Exits at once: an image that still waits for its scan would keep the step running until wait-timeout.
      process.exit(UNDECIDED)
    }
  },
)
