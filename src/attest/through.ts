// What was found and does not count: what exceptions accepted, what has no fix and what is in time. It is written into a predicate,
// and read from one.
//
// A predicate of a time before exceptions has none of these members, and nothing was accepted then. A member that is there and cannot be
// read is never taken for an absent one, because that would hide what was accepted.

import { quote } from '../diagnostic.ts'
import { shorten } from '../escape.ts'
import { countLetThrough } from '../gate/verdict.ts'
import type { Acceptance } from '../image/decision.ts'
import { isObject, own } from '../json.ts'
import { countEvents } from '../report/decision.ts'
import type { Report, ReportedImage } from '../report/report.ts'
import { sortFindings } from '../report/wording.ts'
import { endOfDay } from '../time.ts'

export interface AcceptedFinding {
  readonly id: string
  readonly severity: string
  /** The last day (UTC) on which it is accepted, such as `2027-01-31`; `never`; or `until-fixed` where only a fix ends it. */
  readonly ends: string
}

/** The open findings of an image that do not count. */
export interface LetThroughFindings {
  /** The worst come first. */
  readonly accepted: readonly AcceptedFinding[]
  /** How many more were accepted. */
  readonly acceptedLeft: number
  readonly unfixed: number
  readonly inTime: number
  /** Not affected or fixed, by statements of VEX. */
  readonly vex: number
  /** Known by the baseline. */
  readonly known: number
  readonly baseImage: number
}

/** The exceptions in force, as a predicate names them. */
export interface AttestedExceptions {
  readonly digest: { readonly sha256: string }
  /** How many events of rules they took out. */
  readonly events: number
}

// GitHub limits the predicate of an attestation to 16 MB. The images of an index, which may be 1,000, share this number.
const MOST_ACCEPTED = 1000
const MOST_CHARACTERS = 300

/** The end of what only a fix ends. */
const UNTIL_FIXED = 'until-fixed'

/** The members of a predicate about the findings of an image, one of so many, that do not count. */
export function listLetThrough({ findings }: Pick<ReportedImage, 'findings'>, images: number): LetThroughFindings {
  const most = Math.floor(MOST_ACCEPTED / images)
  const accepted = sortFindings(findings).flatMap(({ id, severity, decision }) =>
    decision.kind === 'accepted' ? [{ id, severity, ends: endOf(decision.by) }] : [],
  )
  const { unfixed, 'in-time': inTime, vex, known, 'base-image': baseImage } = countLetThrough(findings)
  return {
    accepted: accepted.slice(0, most).map(({ id, severity, ends }) => ({ id: cut(id), severity: cut(severity), ends })),
    acceptedLeft: Math.max(0, accepted.length - most),
    unfixed,
    inTime,
    vex,
    known,
    baseImage,
  }
}

/** The member of a predicate about the exceptions of a run; null if there were none. */
export function describeExceptions({
  exceptions,
  exceptionsDigest,
}: Pick<Report, 'exceptions' | 'exceptionsDigest'>): AttestedExceptions | null {
  if (exceptionsDigest === null) return null
  return { digest: { sha256: exceptionsDigest }, events: countEvents(exceptions) }
}

// Where a day and a fix can end it, the day is the latest end.
function endOf({ expires, untilFixed }: Acceptance): string {
  return untilFixed && (expires === null || expires === 'never') ? UNTIL_FIXED : (expires ?? 'never')
}

function cut(text: string): string {
  return shorten(text, MOST_CHARACTERS)
}

/** What a predicate says of all its images, and of its exceptions. */
export interface LetThrough extends LetThroughFindings {
  /** SHA-256 of the exceptions in hexadecimal digits; null if there were none. */
  readonly exceptionsDigest: string | null
  /** How many events of rules they took out. */
  readonly events: number
}

/** Reads it from our member of a predicate, or says why that cannot be read. */
export function readLetThrough(details: unknown): LetThrough | { readonly why: string } {
  const problems: string[] = []
  const tell = (problem: string): void => void problems.push(problem)
  if (details !== undefined && !isObject(details)) tell('its verdict is not an object')
  const images = readList(details, 'images', tell).map(image => readImage(image, tell))
  const sum = (numberOf: (image: LetThroughFindings) => number): number => images.reduce((total, image) => total + numberOf(image), 0)
  const exceptions = own(details, 'exceptions')
  const letThrough: LetThrough = {
    accepted: images.flatMap(({ accepted }) => accepted),
    acceptedLeft: sum(({ acceptedLeft }) => acceptedLeft),
    unfixed: sum(({ unfixed }) => unfixed),
    inTime: sum(({ inTime }) => inTime),
    vex: sum(({ vex }) => vex),
    known: sum(({ known }) => known),
    baseImage: sum(({ baseImage }) => baseImage),
    exceptionsDigest: exceptions === undefined ? null : readDigest(exceptions, tell),
    events: readCount(exceptions, 'events', tell),
  }
  if (letThrough.exceptionsDigest === null && countAccepted(letThrough) + letThrough.vex > 0)
    tell('it does not say by which exceptions it accepts findings')
  const [why] = problems
  return why === undefined ? letThrough : { why }
}

/** How much exceptions let through: findings, and events of rules. */
export function countAccepted({ accepted, acceptedLeft, events }: Omit<LetThrough, 'exceptionsDigest'>): number {
  return accepted.length + acceptedLeft + events
}

/** What ends it: a day, `never`, or a fix alone. */
export function endsOf({ ends }: AcceptedFinding): Pick<Acceptance, 'expires' | 'untilFixed'> {
  const untilFixed = ends === UNTIL_FIXED
  return { expires: untilFixed ? null : ends, untilFixed }
}

/** Whether this end has passed. */
export function hasEnded({ ends }: AcceptedFinding, now: Date): boolean {
  return now.getTime() >= (endOfDay(ends) ?? Number.POSITIVE_INFINITY)
}

type TellWhy = (problem: string) => void

function readImage(image: unknown, tell: TellWhy): LetThroughFindings {
  if (!isObject(image)) tell('one of its images is not an object')
  return {
    accepted: readList(image, 'accepted', tell).flatMap(finding => readAccepted(finding, tell)),
    acceptedLeft: readCount(image, 'acceptedLeft', tell),
    unfixed: readCount(image, 'unfixed', tell),
    inTime: readCount(image, 'inTime', tell),
    vex: readCount(image, 'vex', tell),
    known: readCount(image, 'known', tell),
    baseImage: readCount(image, 'baseImage', tell),
  }
}

function readAccepted(finding: unknown, tell: TellWhy): readonly AcceptedFinding[] {
  const [id, severity, ends] = ['id', 'severity', 'ends'].map(name => own(finding, name))
  if (typeof id !== 'string' || typeof severity !== 'string') {
    tell('a finding that it accepts has no id or no severity')
    return []
  }
  if (typeof ends === 'string' && (ends === 'never' || ends === UNTIL_FIXED || endOfDay(ends) !== undefined))
    return [{ id, severity, ends }]
  tell(
    `${quote(id)} is accepted, but its end is ${typeof ends === 'string' ? quote(ends) : 'missing'}, neither a day nor "never" nor "until-fixed"`,
  )
  return []
}

function readDigest(exceptions: unknown, tell: TellWhy): string | null {
  const digest = own(exceptions, 'digest', 'sha256')
  if (typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)) return digest
  tell(`the digest of its exceptions is ${typeof digest === 'string' ? `${quote(digest)}, which is not a SHA-256 digest` : 'missing'}`)
  return null
}

/** What stands under a name. A null stands there: it is neither a list nor a count, and never taken for absent. */
export function member(value: unknown, name: string, absent: unknown): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : absent
}

function readList(value: unknown, name: string, tell: TellWhy): readonly unknown[] {
  const list = member(value, name, [])
  if (Array.isArray(list)) return list
  tell(`its ${quote(name)} is not a list`)
  return []
}

function readCount(value: unknown, name: string, tell: TellWhy): number {
  const number = member(value, name, 0)
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  tell(`its ${quote(name)} is not a count`)
  return 0
}
