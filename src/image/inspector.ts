// What Amazon Inspector knows of findings and ECR does not say. It is joined by the ARN of the finding alone: an id would join what
// Inspector says of another package, or of another image.

import { quote } from '../diagnostic.ts'
import { shorten } from '../escape.ts'
import { type Fields, isObject, own, ownList, ownText } from '../json.ts'
import { listFirst, plural } from '../plural.ts'
import { toIsoTime } from '../time.ts'
import type { Finding } from './finding.ts'
import type { Image } from './image.ts'
import { type Intelligence, startUnsaid, type Unsaid } from './intelligence.ts'

/** What Amazon Inspector answered about an image. */
export interface InspectorAnswer {
  /** The entries of ListFindings, of all pages that were read. */
  readonly listed: readonly unknown[]
  /** Why the rest of them could not be read. */
  readonly broken?: string | undefined
  /** The answers of BatchGetFindingDetails; undefined if it was not asked. */
  readonly details?: readonly DetailsAnswer[] | undefined
}

/** What BatchGetFindingDetails answered about some findings, or why it did not. */
export interface DetailsAnswer {
  readonly arns: readonly string[]
  readonly answer: Fields | string
}

type Told = Pick<Intelligence, 'epss' | 'lastKnownExploitAt'>

/** What ListFindings says of one finding. A text says why that is not believed. */
interface Listed {
  readonly entry: unknown
  readonly told: Told | string
}

const NOTHING: Told = { epss: null, lastKnownExploitAt: null }

/** The image with what Amazon Inspector says of its findings. */
export function joinInspector(image: Image, { listed: entries, broken, details = [] }: InspectorAnswer): Image {
  const isStrange = entries.some(entry => !isAbout(entry, image))
  const listed = readList(isStrange ? [] : entries)
  const missing = isStrange ? STRANGE : (broken ?? 'it does not list the finding')
  const exploited = readDetails(details)
  const unsaid = startUnsaid()
  const findings = image.findings.map((finding): Finding => {
    const arn = finding.arn ?? ''
    const told = listed.get(arn)?.told ?? missing
    if (typeof told === 'string') unsaid.add(['epss', 'lastKnownExploitAt'], arn, told)
    const known = exploited.get(arn) ?? { why: 'it was not asked for the details of the finding' }
    if ('why' in known) unsaid.add(['knownExploited'], arn, known.why)
    return { ...finding, ...(typeof told === 'string' ? NOTHING : told), knownExploited: 'why' in known ? null : known.exploited }
  })
  const hasNoScore = findings.some(({ arn, epss }) => epss === null && typeof listed.get(arn ?? '')?.told === 'object')
  const gaps = isStrange ? [`Amazon Inspector is not believed: ${STRANGE}`] : contradictionsOf(image, listed)
  const lacks = hasNoScore ? ['epss'] : []
  return { ...image, findings, unsaid: unsaid.all(), gaps: [...image.gaps, ...gaps], lacks: [...image.lacks, ...lacks] }
}

const STRANGE = 'it answered about another image'

// The filters of the request name the image, so what is about another one shows that the answer is not that of this request.
function isAbout(entry: unknown, { digest, repositoryName, registryId }: Image): boolean {
  return ownList(entry, 'resources').some(resource => {
    const image = own(resource, 'details', 'awsEcrContainerImage')
    const registry = ownText(image, 'registry') ?? ownText(entry, 'awsAccountId')
    return ownText(image, 'imageHash') === digest && ownText(image, 'repositoryName') === repositoryName && registry === registryId
  })
}

function readList(entries: readonly unknown[]): ReadonlyMap<string, Listed> {
  const listed = new Map<string, Listed>()
  for (const entry of entries) {
    // What has no ARN belongs to no finding of ECR.
    const arn = ownText(entry, 'findingArn') ?? ''
    const told = readEntry(entry)
    const known = listed.get(arn)
    // An entry may come on two pages, which were not read at the same time.
    const isSame = known === undefined || JSON.stringify(known.told) === JSON.stringify(told)
    const shown = known !== undefined && isActive(known.entry) ? known.entry : entry
    listed.set(arn, { entry: shown, told: isSame ? told : 'it says two things of the finding' })
  }
  return listed
}

function readEntry(entry: unknown): Told | string {
  const [epss, exploit] = [own(entry, 'epss'), own(entry, 'exploitabilityDetails')]
  if ([epss, exploit].some(each => each !== undefined && !isObject(each))) return 'what it says of exploits cannot be read'
  const [score, at] = [own(epss, 'score'), own(exploit, 'lastKnownExploitAt')]
  const lastKnownExploitAt = toIsoTime(at)
  if (score !== undefined && !(typeof score === 'number' && score >= 0 && score <= 1))
    return `its EPSS score ${quote(String(score))} is not a number from 0 to 1`
  if (at !== undefined && lastKnownExploitAt === null) return `its lastKnownExploitAt ${quote(String(at))} is no instant`
  return { epss: score ?? null, lastKnownExploitAt }
}

type Exploited = { readonly exploited: 'YES' | 'NO' } | { readonly why: string }

function readDetails(answers: readonly DetailsAnswer[]): ReadonlyMap<string, Exploited> {
  const read = new Map<string, Exploited>()
  for (const { arns, answer } of answers) {
    const of = (list: string, arn: string): readonly unknown[] =>
      typeof answer === 'string' ? [] : ownList(answer, list).filter(each => ownText(each, 'findingArn') === arn)
    for (const arn of arns) {
      read.set(arn, typeof answer === 'string' ? { why: answer } : readDetail(of('findingDetails', arn), of('errors', arn)))
    }
  }
  return read
}

// CISA's list has a vulnerability or has it not: details without an entry of it say that it has not.
function readDetail(details: readonly unknown[], [error]: readonly unknown[]): Exploited {
  if (details.some(each => own(each, 'cisaData') !== undefined)) return { exploited: 'YES' }
  if (error !== undefined) return { why: `it has no details of the finding: ${ownText(error, 'errorCode') ?? 'it does not say why'}` }
  return details.length > 0 ? { exploited: 'NO' } : { why: 'it did not answer about the finding' }
}

const MOST_NAMED = 3

// What Inspector calls active would have been judged if ECR had listed it as open.
function contradictionsOf({ findings }: Image, listed: ReadonlyMap<string, Listed>): readonly string[] {
  const open = new Set(findings.filter(({ state }) => state === 'open').map(({ arn }) => arn))
  const others = [...listed].flatMap(([arn, { entry }]) => (isActive(entry) && !open.has(arn) ? [nameOf(entry)] : []))
  if (others.length === 0) return []
  const found = plural(others.length, 'active finding')
  return [`Amazon Inspector has ${found} that ECR does not list as open: ${listFirst(others, MOST_NAMED)}; run it again`]
}

function isActive(entry: unknown): boolean {
  return ownText(entry, 'status') === 'ACTIVE'
}

const NAME_LENGTH = 100

function nameOf(entry: unknown): string {
  const id = ownText(entry, 'packageVulnerabilityDetails', 'vulnerabilityId') ?? ownText(entry, 'title') ?? ownText(entry, 'findingArn')
  return `${shorten(id ?? 'one without a name', NAME_LENGTH)} (${ownText(entry, 'severity') ?? 'no severity'})`
}

/** What is unsaid of findings of a saved report. A report does not say whether Inspector was asked, so what has no value may be unsaid. */
export function unsaidOfSaved(findings: readonly Finding[]): readonly Unsaid[] {
  const unsaid = startUnsaid()
  const why = 'the saved report does not have it'
  for (const finding of findings) {
    const arn = finding.arn ?? ''
    // A basic finding lacks these fields.
    if (arn === '' && finding.title === null) continue
    // One call says both, so a score shows that there is no exploit. An exploit shows only that Inspector had no score, which is not known either.
    if (finding.epss === null) unsaid.add(finding.lastKnownExploitAt === null ? ['epss', 'lastKnownExploitAt'] : ['epss'], arn, why)
    if (finding.knownExploited === null) unsaid.add(['knownExploited'], arn, why)
  }
  return unsaid.all()
}
