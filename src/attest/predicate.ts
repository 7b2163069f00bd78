// The verdict of a run as the predicate of an attestation: SLSA's Verification Summary v1, for others to sign.
// https://slsa.dev/spec/v1.2/verification_summary
//
// The subject is the image as it is deployed: the index, if the image is in one. `resourceUri` repeats its digest, so that a
// predicate that is signed with another image as its subject contradicts that subject and does not count for it.

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import type { BaselineSource } from '../gate/baseline.ts'
import type { Coverage } from '../gate/coverage.ts'
import type { Verdict } from '../gate/verdict.ts'
import type { SeverityCounts } from '../image/finding.ts'
import { isDigest, parseImageUri, registryHost } from '../image/uri.ts'
import type { Report, ReportedImage } from '../report/report.ts'
import { type AttestedExceptions, describeExceptions, type LetThroughFindings, listLetThrough } from './through.ts'

export const PREDICATE_TYPE = 'https://slsa.dev/verification_summary/v1'

/** Who verified. */
export const VERIFIER_ID = 'urn:ecr-gate:verifier:v1'

/** The form of the policy that the digest is taken of: the text of `writePolicy`. */
const POLICY_URI = 'urn:ecr-gate:policy:v1'

/** Our own member; the specification requires the names of extensions to be URIs. */
export const EXTENSION = 'urn:ecr-gate:verdict:v1'

/** The specification's word for a verifier that makes no claim about build levels. */
export const UNEVALUATED = 'SLSA_BUILD_LEVEL_UNEVALUATED'

export interface Subject {
  /** `registry/repository`, without a tag. */
  readonly name: string
  /** `sha256:` and 64 hexadecimal digits; the digest of the index, if the image is in one. */
  readonly digest: string
}

export interface Predicate {
  readonly verifier: { readonly id: string; readonly version: Readonly<Record<string, string>> }
  /** RFC 3339, in UTC. */
  readonly timeVerified: string
  readonly resourceUri: string
  readonly policy: { readonly uri: string; readonly digest: { readonly sha256: string } }
  readonly verificationResult: 'PASSED' | 'FAILED'
  readonly verifiedLevels: readonly string[]
  readonly slsaVersion: string
  readonly [EXTENSION]: Details
}

/** What the verdict is based on, so that a reader sees what was examined. */
export interface Details {
  readonly verdict: Verdict
  readonly reasons: readonly string[]
  /** How many more reasons there were. */
  readonly reasonsLeft: number
  readonly images: readonly AttestedImage[]
  /** Null if there were none. Their digest is not the policy's, so that a new exception is no other policy. */
  readonly exceptions: AttestedExceptions | null
  readonly coverage: readonly Omit<Coverage, 'diagnostics'>[]
  /** What the findings were compared with; absent if with nothing. */
  readonly baseline?: readonly AttestedBaseline[]
}

type AttestedBaseline = Pick<BaselineSource, 'name' | 'kind' | 'readAt' | 'problem'> & {
  readonly digest: { readonly sha256: string } | null
}

interface AttestedImage extends LetThroughFindings {
  readonly platform: string | null
  readonly digest: string | null
  readonly status: string | null
  readonly scannedAt: string | null
  /** The open findings that count. */
  readonly severityCounts: SeverityCounts
  /** All open findings, whatever was decided about them. */
  readonly openSeverityCounts: SeverityCounts
  readonly gaps: readonly string[]
}

/** The parts of a report that are attested. */
export type JudgedReport = Pick<
  Report,
  'verdict' | 'reasons' | 'images' | 'exceptions' | 'exceptionsDigest' | 'coverage' | 'baseline' | 'decidedAt'
>

export interface Attestable {
  readonly subject: Subject
  readonly predicate: Predicate
}

interface PolicyDigest {
  /** SHA-256 in hexadecimal digits, as `digestPolicy` gives it. */
  readonly digest: string
}

interface Options {
  /** The version of ECR Gate. */
  readonly version: string
}

/** The images of a report as subjects of attestations, each once; a problem if one of them cannot be identified for certain. */
export function subjectsOf({ images }: Pick<JudgedReport, 'images'>): readonly Subject[] | Problem {
  if (images.length === 0) return wrong('no image was judged, so there is nothing to attest', 'name an image with --image')
  const subjects = new Map<string, Subject>()
  for (const image of images) {
    const subject = subjectOf(image)
    if ('message' in subject) return subject
    subjects.set(resourceOf(subject), subject)
  }
  return [...subjects.values()]
}

/** One predicate for each image of a report. Each has the verdict of the run, because all images had to pass. */
export function makePredicates(report: JudgedReport, policy: PolicyDigest, options: Options): readonly Attestable[] | Problem {
  const subjects = subjectsOf(report)
  if ('message' in subjects) return subjects
  return subjects.map(subject => ({ subject, predicate: makePredicate(report, subject, policy, options) }))
}

/** The predicate about one of the images that `subjectsOf` gives. */
export function makePredicate(report: JudgedReport, subject: Subject, policy: PolicyDigest, { version }: Options): Predicate {
  const passed = report.verdict === 'pass' || report.verdict === 'warn'
  return {
    verifier: { id: VERIFIER_ID, version: { 'ecr-gate': version } },
    timeVerified: report.decidedAt,
    resourceUri: resourceOf(subject),
    policy: { uri: POLICY_URI, digest: { sha256: policy.digest } },
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: [passed ? UNEVALUATED : 'FAILED'],
    slsaVersion: '1.2',
    [EXTENSION]: describe(report, subject),
  }
}

/** The URI of an image as it is fetched: `oci://registry/repository@sha256:…`. */
export function resourceOf({ name, digest }: Subject): string {
  return `oci://${name}@${digest}`
}

/** Parses the name of the image to verify. It must have a digest, because a tag may move after the verdict. */
export function parseSubject(text: string): Subject | Problem {
  const uri = parseImageUri(text, { registryId: undefined, region: undefined })
  if ('message' in uri) return uri
  if (uri.digest === null)
    return usageProblem(
      `image ${quote(text)} is named by a tag`,
      'name it by its digest, @sha256:…; a tag may have moved since the verdict',
    )
  return { name: `${registryHost(uri.registryId, uri.region)}/${uri.repositoryName}`, digest: uri.digest }
}

// GitHub limits the predicate of an attestation to 16 MB. https://github.com/actions/attest
const MOST_REASONS = 100

function describe(report: JudgedReport, subject: Subject): Details {
  const images = report.images.filter(image => {
    const other = subjectOf(image)
    return 'message' in other || resourceOf(other) === resourceOf(subject)
  })
  return {
    verdict: report.verdict,
    reasons: report.reasons.slice(0, MOST_REASONS),
    reasonsLeft: Math.max(0, report.reasons.length - MOST_REASONS),
    images: images.map(image => attestImage(image, images.length)),
    exceptions: describeExceptions(report),
    coverage: report.coverage.map(({ diagnostics: _, ...coverage }) => coverage),
    ...(report.baseline !== null && { baseline: report.baseline.map(attestBaseline) }),
  }
}

function attestBaseline({ name, kind, readAt, problem, digest }: BaselineSource): AttestedBaseline {
  return { name, kind, readAt, problem, digest: digest === null ? null : { sha256: digest.replace(/^sha256:/, '') } }
}

function attestImage(image: ReportedImage, images: number): AttestedImage {
  const { platform, digest, status, scannedAt, severityCounts, openSeverityCounts, gaps } = image
  return { platform, digest, status, scannedAt, severityCounts, openSeverityCounts, ...listLetThrough(image, images), gaps }
}

function subjectOf({ uri, digest, indexDigest }: ReportedImage): Subject | Problem {
  const subject = parseSubject(uri)
  if ('message' in subject)
    return wrong(
      `image ${quote(uri)} cannot be attested: ${subject.message}`,
      'recorded answers may not name their registry; judge the image itself with --image',
    )
  const whole = indexDigest ?? digest ?? ''
  return isDigest(whole)
    ? { name: subject.name, digest: whole }
    : wrong(`image ${quote(uri)} cannot be attested: ${quote(whole)} is not a valid digest`)
}

function wrong(message: string, help?: string): Problem {
  return { level: 'error', kind: 'not-attestable', message, ...(help === undefined ? {} : { help }) }
}
