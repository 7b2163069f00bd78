// The answer of `verify` as text: who verified what, when, and under which policy.

import { printable } from '../escape.ts'
import type { Paint } from '../report/paint.ts'
import { renderAge } from './age.ts'
import type { Answer, Claim, Required, Signer } from './decide.ts'
import { type Subject, VERIFIER_ID } from './predicate.ts'
import type { Summary } from './statement.ts'

type Decided = Exclude<Answer, { readonly kind: 'nothing' | 'unreadable' | 'untimely' }>

const HEADLINES: Readonly<Record<Decided['kind'], string>> = {
  passed: 'PASSED',
  failed: 'FAILED',
  'other-policy': 'ANOTHER POLICY',
  'other-image': 'ANOTHER IMAGE',
}

const UNSIGNED = 'NOT SIGNED: nothing proves who wrote this predicate; anybody who can write the file can decide this answer'
const MOST_REASONS = 10
const MOST_IMAGES = 5

interface Asked extends Required {
  readonly image: Subject
}

export function renderAnswer(answer: Decided, claims: readonly Claim[], { image, ...required }: Asked, paint: Paint): string {
  const tone = answer.kind === 'passed' ? 'green' : 'red'
  const others = claims.flatMap(({ reading }) => (reading.kind === 'elsewhere' ? [`  ${printable(reading.why)}`] : []))
  const lines = [
    ...(claims.some(({ signer }) => signer === null) ? [paint('yellow', UNSIGNED)] : []),
    `${paint('bold', paint(tone, HEADLINES[answer.kind]))} ${image.name}@${image.digest}`,
    ...(answer.kind === 'other-image' ? others.slice(0, MOST_IMAGES) : renderSummary(answer.summary, answer.signer, required)),
  ]
  return `${lines.join('\n')}\n`
}

function renderSummary(
  { timeVerified, version, verdict, reasons, policyDigest }: Summary,
  signer: Signer | null,
  { policyDigest: asked, ...ageLimit }: Required,
): readonly string[] {
  const age = renderAge(timeVerified, ageLimit)
  const left = reasons.length - MOST_REASONS
  return [
    ...renderSigner(signer),
    `  verified   ${timeVerified} by ${VERIFIER_ID}${version === null ? '' : `, version ${show(version)}`}`,
    ...(age === undefined ? [] : [`  age        ${age}`]),
    `  policy     sha256:${policyDigest}${asked === undefined || asked === policyDigest ? '' : `, requested: sha256:${asked}`}`,
    ...(verdict === null ? [] : [`  verdict    ${show(verdict)}`]),
    ...reasons.slice(0, MOST_REASONS).map(reason => `  - ${show(reason)}`),
    ...(left > 0 ? [`  - and ${left} more`] : []),
  ]
}

function renderSigner(signer: Signer | null): readonly string[] {
  if (signer === null) return []
  const { identity, issuer, repository } = signer
  return [
    `  signed by  ${show(identity)}`,
    ...(repository === null ? [] : [`  run in     ${show(repository)}`]),
    `  issuer     ${show(issuer)}`,
  ]
}

function show(text: string): string {
  return printable(text, 300)
}
