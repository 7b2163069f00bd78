// The answer of `verify` as text: who verified what, when, and under which policy.

import { printable } from '../escape.ts'
import { groupBy } from '../group.ts'
import { rank } from '../image/finding.ts'
import { compareText } from '../order.ts'
import { describeEnd, formatThrough } from '../report/decision.ts'
import type { Paint } from '../report/paint.ts'
import { renderAge } from './age.ts'
import type { Answer, Claim, Required, Signer } from './decide.ts'
import { type Subject, VERIFIER_ID } from './predicate.ts'
import type { Summary } from './statement.ts'
import { type AcceptedFinding, countAccepted, endsOf, hasEnded, type LetThrough } from './through.ts'

type Decided = Exclude<Answer, { readonly kind: 'nothing' | 'unreadable' | 'untimely' }>

const HEADLINES: Readonly<Record<Decided['kind'], string>> = {
  passed: 'PASSED',
  failed: 'FAILED',
  'other-policy': 'ANOTHER POLICY',
  'other-image': 'ANOTHER IMAGE',
}

const UNSIGNED = 'NOT SIGNED: nothing proves who wrote this predicate; anybody who can write the file can decide this answer'
const MOST_REASONS = 10
const MOST_ACCEPTED = 10
const MOST_IMAGES = 5

interface Asked extends Required {
  readonly image: Subject
}

export function renderAnswer(answer: Decided, claims: readonly Claim[], { image, ...required }: Asked, paint: Paint): string {
  const tone = answer.kind === 'passed' ? 'green' : 'red'
  const others = claims.flatMap(({ reading }) => (reading.kind === 'elsewhere' ? [`  ${printable(reading.why)}`] : []))
  const lines = [
    ...(claims.some(({ signer }) => signer === null) ? [paint('yellow', UNSIGNED)] : []),
    `${paint('bold', paint(tone, headlineOf(answer)))} ${image.name}@${image.digest}`,
    ...(answer.kind === 'other-image' ? others.slice(0, MOST_IMAGES) : renderSummary(answer.summary, answer.signer, required)),
  ]
  return `${lines.join('\n')}\n`
}

// Whoever reads no further than the first word must see that something was let through.
function headlineOf(answer: Decided): string {
  const accepted = answer.kind === 'passed' ? countAccepted(answer.summary.letThrough) : 0
  return `${HEADLINES[answer.kind]}${accepted === 0 ? '' : `, ${accepted} accepted`}`
}

function renderSummary(
  { timeVerified, version, verdict, reasons, policyDigest, letThrough }: Summary,
  signer: Signer | null,
  { policyDigest: asked, ...ageLimit }: Required,
): readonly string[] {
  const age = renderAge(timeVerified, ageLimit)
  const left = reasons.length - MOST_REASONS
  return [
    ...renderSigner(signer),
    row('verified', `${timeVerified} by ${VERIFIER_ID}${version === null ? '' : `, version ${show(version)}`}`),
    ...(age === undefined ? [] : [row('age', age)]),
    row('policy', `sha256:${policyDigest}${asked === undefined || asked === policyDigest ? '' : `, requested: sha256:${asked}`}`),
    ...(letThrough.exceptionsDigest === null ? [] : [row('exceptions', `sha256:${letThrough.exceptionsDigest}`)]),
    ...(verdict === null ? [] : [row('verdict', show(verdict))]),
    ...reasons.slice(0, MOST_REASONS).map(reason => `  - ${show(reason)}`),
    ...(left > 0 ? [`  - and ${left} more`] : []),
    ...renderLetThrough(letThrough, ageLimit.now),
  ]
}

// The accepted findings are listed: what has ended first, then the worst. Images of several platforms have the same findings, which
// share a line.
function renderLetThrough(
  { accepted, acceptedLeft, unfixed, inTime, vex, known, baseImage, events }: LetThrough,
  now: Date,
): readonly string[] {
  const findings = accepted.length + acceptedLeft
  const through = formatThrough({ accepted: findings, vex, unfixed, 'in-time': inTime, known, 'base-image': baseImage }, events)
  if (through === '') return []
  const sorted = [...accepted].sort(
    (a, b) => Number(hasEnded(b, now)) - Number(hasEnded(a, now)) || rank(a.severity) - rank(b.severity) || compareText(a.id, b.id),
  )
  const lines = [...groupBy(sorted, finding => describeAccepted(finding, now))].slice(0, MOST_ACCEPTED)
  const left = lines.reduce((rest, [, same]) => rest - same.length, findings)
  return [
    row('let through', through),
    ...lines.map(([line, { length }]) => `  - ${line}${length === 1 ? '' : `, ${length} times`}`),
    ...(left > 0 ? [`  - and ${left} more`] : []),
  ]
}

function describeAccepted(finding: AcceptedFinding, now: Date): string {
  const { id, severity, ends } = finding
  return `${show(id)}, ${show(severity)}, ${hasEnded(finding, now) ? `ended ${ends}` : describeEnd(endsOf(finding))}`
}

function renderSigner(signer: Signer | null): readonly string[] {
  if (signer === null) return []
  const { identity, issuer, repository } = signer
  return [row('signed by', show(identity)), ...(repository === null ? [] : [row('run in', show(repository))]), row('issuer', show(issuer))]
}

function row(name: string, text: string): string {
  return `  ${name.padEnd('let through'.length)} ${text}`
}

function show(text: string): string {
  return printable(text, 300)
}
