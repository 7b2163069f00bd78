// The report as annotations on lines of the repository: one for each thing that somebody has to fix, the most severe first.
//
// What was let through is nothing that somebody has to fix, so it has no annotation, as linters show nothing of what is suppressed; the
// annotation of its image counts it.
//
// Findings of the base image would all be placed on the same FROM line, so one annotation there lists them for the image. In the same way
// one annotation lists what an instruction of the Dockerfile brought. Only a finding whose package is declared in a lockfile has a line,
// and an annotation, of its own.
//
// Titles and messages break into lines only where we decide: untrusted text is spelled out on one line, so it cannot begin another.

import { type Diagnostic, formatPlace } from '../diagnostic.ts'
import { printable, shorten } from '../escape.ts'
import type { Alert } from '../gate/alert.ts'
import type { Verdict } from '../gate/verdict.ts'
import { groupBy, groupByEach } from '../group.ts'
import { countSeverities, isCounted, rank } from '../image/finding.ts'
import { nameImage } from '../image/image.ts'
import { isReference } from '../rules/reference.ts'
import { type NamedImage, withNames } from './name.ts'
import { describePackage, instructionOf } from './packages.ts'
import { type Line, problemsOf, type Report, type ReportedFinding, type ReportedImage } from './report.ts'
import {
  describeEvents,
  describeLive,
  describeScan,
  describeSeverities,
  findingCells,
  headlineOf,
  limitReasons,
  sortFindings,
} from './wording.ts'

/** A remark on a line of the repository, or on the run as a whole if no line is known. Strings are plain: no markup, no escapes. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
  readonly at: Line | null
}

type Level = Annotation['level']

const LEVELS: readonly Level[] = ['error', 'warning', 'notice']
const LEVEL_OF_VERDICT: Readonly<Record<Verdict, Level>> = { fail: 'error', undecided: 'error', warn: 'warning', pass: 'notice' }
const TITLE_LENGTH = 200
const MESSAGE_LENGTH = 2000
const LINE_LENGTH = 500
const NAME_LENGTH = 100
const MOST_NAMED = 5

/** Everything in a report that somebody should act on: errors, warnings, then notices, each with the most important first. */
export function listAnnotations(report: Report): readonly Annotation[] {
  const images = withNames(report.images)
  const byImage = groupAlerts(report.alerts)
  const annotations = [
    ...report.diagnostics.map(annotateDiagnostic),
    ...problemsOf(report).map(problem => annotate('error', 'What was asked for was not done', [problem], null)),
    ...annotateImages(images, byImage),
    ...report.alerts.filter(({ image }) => image === null).flatMap(annotateAlert),
    ...annotateGaps(images, report),
    ...annotateFindings(images, byImage),
  ]
  const level = LEVEL_OF_VERDICT[report.verdict]
  // A verdict may have a reason that no annotation covers yet, such as findings without a severity.
  const told = level === 'notice' || annotations.some(each => LEVELS.indexOf(each.level) <= LEVELS.indexOf(level))
  const verdict = told ? [] : [annotate(level, headlineOf(report), limitReasons(report.reasons), null)]
  const all = [...verdict, ...annotations]
  return LEVELS.flatMap(each => all.filter(annotation => annotation.level === each))
}

/** The most important of each level. If some are left out, the last one says how many, because GitHub drops them silently. */
export function limitAnnotations(annotations: readonly Annotation[], most = 10): readonly Annotation[] {
  return LEVELS.flatMap(level => {
    const those = annotations.filter(annotation => annotation.level === level)
    if (those.length <= most) return those
    const shown = those.slice(0, most - 1)
    const more = `${those.length - shown.length} more ${level}s`
    return [...shown, annotate(level, more, [`${more} are not shown here. The report has all of them.`], null)]
  })
}

function annotate(level: Level, title: string, lines: readonly string[], at: Line | null): Annotation {
  const [headline, ...message] = [title, ...lines].map(toLine)
  return {
    level,
    title: shorten(headline || 'ECR Gate', TITLE_LENGTH),
    message: shorten(message.filter(line => line !== '').join('\n') || 'The report says more.', MESSAGE_LENGTH),
    at,
  }
}

/** Untrusted text on one line of an annotation. */
export function toLine(text: string): string {
  return printable(shorten(text, LINE_LENGTH).replace(/\s+/g, ' ').trim(), LINE_LENGTH)
}

function annotateDiagnostic({ level, kind, message, help, at }: Diagnostic): Annotation {
  const line = at === undefined ? null : lineOf(at)
  const where = at === undefined || line !== null ? '' : `${formatPlace(at)}: `
  const cure = help === undefined ? [] : [`help: ${help}`]
  return annotate(level === 'note' ? 'notice' : level, `ECR Gate: ${kind}`, [`${where}${message}`, ...cure], line)
}

// Returns a line only for paths that may be in the repository: not for standard input, a reference or a path that leads out of it.
function lineOf(at: Exclude<Diagnostic['at'], undefined>): Line | null {
  const { file: path, line } = typeof at === 'string' ? { file: at, line: 1 } : at
  const file = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')
  return file === '' || file === '-' || isReference(file) || /^\/|^[a-z]:|(?:^|\/)\.\.(?:\/|$)/i.test(file) ? null : { file, line }
}

function annotateAlert(alert: Alert): readonly Annotation[] {
  const level = levelOf([alert])
  if (level === undefined) return []
  return [
    annotate(
      level,
      alert.title,
      [alert.title, describeEvents(alert), ...describeLive(alert), alert.alertDescription, `rule ${alert.ruleId}`],
      null,
    ),
  ]
}

/** `error` if an alert has the action fail, `warning` if one has warn. */
function levelOf(alerts: readonly Alert[]): Level | undefined {
  if (alerts.some(({ action }) => action === 'fail')) return 'error'
  return alerts.some(({ action }) => action === 'warn') ? 'warning' : undefined
}

type ByImage = ReadonlyMap<string, readonly Alert[]>

function groupAlerts(alerts: readonly Alert[]): ByImage {
  return groupByEach(alerts, ({ image }) => (image === null ? [] : [image]))
}

function annotateImages(images: readonly NamedImage[], byImage: ByImage): readonly Annotation[] {
  return [...byImage].flatMap(([uri, those]) => {
    const level = levelOf(those)
    if (level === undefined) return []
    const grave = those.filter(({ action }) => action !== 'notice')
    const rules = limit(grave.map(({ title, ruleId }) => `${shorten(title, TITLE_LENGTH)} [${ruleId}]`))
    const image = images.find(each => each.uri === uri)
    const about = image === undefined ? [nameImage(uri)] : [`${image.name}: ${describeScan(image)}`]
    // An explanation is last, because a message that is too long is cut at its end.
    const descriptions = [...new Set(grave.map(({ alertDescription }) => alertDescription))].slice(0, MOST_NAMED)
    return [annotate(level, grave[0]?.title ?? uri, [...about, ...rules, ...listFindings(image), ...descriptions], image?.at ?? null)]
  })
}

function listFindings(image: ReportedImage | undefined): readonly string[] {
  if (image === undefined) return []
  const counted = image.findings.filter(isCounted)
  return limit(sortFindings(counted.filter(finding => !standsAlone(finding, image))).map(describeFinding))
}

function limit(lines: readonly string[]): readonly string[] {
  const left = lines.length - MOST_NAMED
  return left <= 0 ? lines : [...lines.slice(0, MOST_NAMED), `and ${left} more, which the report has`]
}

// A finding of MEDIUM severity or higher with a line of its own has an annotation of its own. All others are listed in that of their image.
function standsAlone(finding: ReportedFinding, image: ReportedImage): finding is ReportedFinding & { readonly at: Line } {
  const { at, severity } = finding
  return at !== null && !(at.file === image.at?.file && at.line === image.at.line) && rank(severity) <= rank('MEDIUM')
}

/** `CVE-2024-1 (HIGH) in openssl 3.0.11: fixed in 3.0.15; time ended 2026-11-01`. */
function describeFinding(finding: ReportedFinding): string {
  const [severity = '', id = '', decision = '', name = '', version = '', fixedIn = ''] = findingCells(finding).map(cell =>
    shorten(cell, NAME_LENGTH),
  )
  const told = describePackage({ name, version, fixedIn: fixedIn === '' ? [] : [fixedIn], findings: [{ ...finding, id, severity }] })
  return `${told}${decision === '' ? '' : `; ${decision}`}`
}

function annotateGaps(images: readonly NamedImage[], { coverage }: Report): readonly Annotation[] {
  const gaps = [
    ...images.flatMap(image => image.gaps.map(gap => `${image.name}: ${gap}`)),
    ...coverage.filter(({ state }) => state === 'gap').map(({ message }) => message),
  ]
  return gaps.map(gap => annotate('error', 'Something was not seen', [gap], null))
}

interface Placed extends ReportedFinding {
  readonly at: Line
  readonly level: Level
  readonly names: Set<string>
}

// Skips images that no rule complains about: nobody has to fix anything there.
function annotateFindings(images: readonly NamedImage[], byImage: ByImage): readonly Annotation[] {
  const found = new Map<string, Placed>()
  const levelOfImage = ({ uri }: ReportedImage): Level | undefined => levelOf(byImage.get(uri) ?? [])
  // Images that fail come first, so that a finding of several images gets the most severe level among them.
  const sorted = [...images].sort((a, b) => Number(levelOfImage(b) === 'error') - Number(levelOfImage(a) === 'error'))
  for (const image of sorted) {
    const imageLevel = levelOfImage(image)
    if (imageLevel === undefined) continue
    for (const finding of image.findings) {
      if (!isCounted(finding) || !standsAlone(finding, image)) continue
      const { at } = finding
      const key = JSON.stringify([finding.id, finding.package?.name, finding.package?.version, at.file, at.line])
      const level = finding.severity === 'MEDIUM' ? 'warning' : imageLevel
      const known = found.get(key) ?? { ...finding, at, level, names: new Set() }
      found.set(key, known)
      known.names.add(image.name)
    }
  }
  const dockerfiles = new Set(images.flatMap(({ at }) => at?.file ?? []))
  const lines = groupBy(sortFindings([...found.values()]), (placed): unknown =>
    dockerfiles.has(placed.at.file) ? JSON.stringify(placed.at) : placed,
  )
  return [...lines.values()].flatMap(annotateLine)
}

// What is declared in the same line of a lockfile is told one by one, and what an instruction brought together.
function annotateLine(placed: readonly Placed[]): readonly Annotation[] {
  const [first] = placed
  if (first === undefined) return []
  const text = describeFinding(first)
  const names = limit([...new Set(placed.flatMap(({ names }) => [...names]))])
  const instruction = instructionOf(placed)
  const came = instruction === '' ? [] : [`came with ${instruction}`]
  if (placed.length === 1) return [annotate(first.level, text, [text, ...came, ...names], first.at)]
  const level = LEVELS.find(each => placed.some(finding => finding.level === each)) ?? first.level
  const title = `${describeSeverities(countSeverities(placed, () => true))} in what this instruction brought`
  return [annotate(level, title, [...came, ...limit(placed.map(describeFinding)), ...names], first.at)]
}
