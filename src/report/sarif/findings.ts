// The findings of images as results, the most severe first.
//
// There is one result for each vulnerable package: a single alert for a CVE in two packages would not be closed by fixing one of
// them, and would be dismissed for both at once. What was let through is a suppressed result, but not in what is uploaded: GitHub ignores
// `suppressions`, so it would appear as an open alert (github/codeql-action#1230). Closed and suppressed findings are left out.

import { shorten } from '../../escape.ts'
import { type Finding, fixedVersionOf, isCounted, type Package, rank, versionOf } from '../../image/finding.ts'
import { linkAdvisory } from '../../image/link.ts'
import type { NameCure } from '../cures.ts'
import { describeDecision, explainDecision, isPlain } from '../decision.ts'
import type { NamedImage } from '../name.ts'
import type { ReportedFinding, ReportedImage } from '../report.ts'
import { sortFindings } from '../wording.ts'
import { type Entry, placeOf, plain, type Rule } from './entry.ts'

interface Placed extends ReportedFinding {
  readonly image: NamedImage
}

/** An image chooses the names of its packages and files, and long ones could make the file larger than GitHub accepts. */
const SENTENCE_LENGTH = 200

/** A finding in one of its packages. */
type Occurrence = readonly [Placed, Package | null]

/** Chooses findings: all that are open, or those that count. */
export type Choose = (finding: ReportedFinding) => boolean

/** Counts the occurrences without building them. */
export function countOccurrences(images: readonly ReportedImage[], choose: Choose): number {
  const chosen = images.flatMap(({ findings }) => findings.filter(choose))
  return chosen.reduce((sum, { packages }) => sum + Math.max(1, packages.length), 0)
}

/** The findings of images, once for each package. */
export function listOccurrences(images: readonly NamedImage[], choose: Choose): readonly Occurrence[] {
  const chosen = images.flatMap(image => image.findings.filter(choose).map(finding => ({ ...finding, image })))
  return sortFindings(chosen).flatMap((finding): readonly Occurrence[] =>
    finding.packages.length === 0 ? [[finding, null]] : finding.packages.map(each => [finding, each] as const),
  )
}

export function findingToResult([finding, within]: Occurrence, nameCure: NameCure): Entry {
  const { image } = finding
  const version = versionOf(within)
  const where = within === null ? '' : ` in ${within.name ?? 'a package without a name'}${version === '' ? '' : ` ${version}`}`
  const cure = within === null ? '' : within.fixedIn === null ? ', no version with a fix is named' : `, fixed in ${fixedVersionOf(within)}`
  const path = within?.path ?? null
  const target = nameCure(image.uri, finding, within)
  const explained = explainDecision(finding.decision)
  const late = isCounted(finding) && !isPlain(finding.decision) ? `, ${describeDecision(finding.decision)}` : ''
  const sentences = [
    `${finding.id} (${finding.severity})${where}${cure}${late}.`,
    `Image ${image.name}.`,
    ...(path === null ? [] : [`File ${path}.`]),
    ...(target === undefined ? [] : [`Fix: ${target} or later.`]),
  ]
  return {
    rule: describeFinding(finding),
    level: levelOf(finding.severity),
    message: sentences.map(sentence => plain(sentence, SENTENCE_LENGTH)).join(' '),
    at: finding.at ?? placeOf(image),
    about: [
      { kind: 'image', name: image.uri },
      ...(within === null ? [] : [{ kind: 'package', name: shorten(`${within.name ?? ''} ${version}`, SENTENCE_LENGTH) }]),
    ],
    identity: [...image.lasting, finding.id, within?.name ?? null, within?.manager ?? null, path],
    order: JSON.stringify([version, image.uri]),
    ...(explained === undefined ? {} : { suppressed: explained }),
    ...(finding.baselineState === null ? {} : { baseline: finding.baselineState }),
  }
}

/** The result for something that was not seen of an image, so that an empty list is not mistaken for a clean image. */
export function gapToResult(image: NamedImage, gap: string): Entry {
  return {
    rule: GAP,
    level: 'error',
    message: plain(`Not judged completely: ${image.name}: ${gap}`),
    at: placeOf(image),
    about: [{ kind: 'image', name: image.uri }],
    identity: [...image.lasting, 'gap'],
    order: gap,
  }
}

export const GAP: Rule = {
  id: 'gap',
  title: 'Something was not seen',
  description: 'What was not seen cannot pass, so the verdict is undecided or worse. The message says what is missing.',
  facts: [],
  links: [],
  tags: [],
  score: null,
}

function describeFinding(finding: Finding): Rule {
  const { id, title, severity, score, vector, exploitAvailable, vendor, aliases, type } = finding
  return {
    id,
    title: title ?? id,
    description: finding.description ?? '',
    facts: [
      ['Severity', severity],
      ['Score', [score, vector].filter(part => part !== null).join(' ')],
      ['Exploit available', exploitAvailable ?? ''],
      ['Source', vendor ?? ''],
      ['Also known as', aliases.slice(0, 10).join(', ')],
    ],
    links: [linkAdvisory(finding) ?? '', ...finding.links],
    tags: ['security', type === 'PACKAGE_VULNERABILITY' ? 'vulnerability' : type, 'container'],
    score: scoreOf(severity, score),
  }
}

function levelOf(severity: string): Entry['level'] {
  const position = rank(severity)
  return position <= rank('HIGH') ? 'error' : position === rank('MEDIUM') ? 'warning' : 'note'
}

/** How GitHub reads scores: over 9.0 is critical, from 7.0 high, from 4.0 medium, from 0.1 low. */
const BANDS: Readonly<Record<string, readonly [low: number, high: number]>> = {
  CRITICAL: [9.1, 10],
  HIGH: [7, 8.9],
  MEDIUM: [4, 6.9],
  LOW: [0.1, 3.9],
  INFORMATIONAL: [0.1, 3.9],
}

// The gate judges by ECR's severity, which is the vendor's and often differs from the severity of the score. GitHub shows the latter,
// so the score is moved into the band of the former: what is HIGH here must not be "Medium" there.
function scoreOf(severity: string, score: number | null): number | null {
  const band = Object.hasOwn(BANDS, severity) ? BANDS[severity] : undefined
  if (band === undefined) return score === null || score <= 0 ? null : Math.min(10, Math.max(0.1, score))
  const [low, high] = band
  return Math.min(high, Math.max(low, score ?? (low + high) / 2))
}
