// What a run does with its images once it has decided: the tags that deployments follow after pass, and what on-fail says
// after fail and undecided. Nothing here can make a verdict better.

import type { Aws } from '../aws/client.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { ImageUri } from '../events/uri.ts'
import { Fault, settle } from '../fault.ts'
import type { OnFail } from '../gate/policy.ts'
import { isReleased, type Release, type TagOutcome } from '../gate/release.ts'
import type { Verdict } from '../gate/verdict.ts'
import { openEcr } from '../sources/ecr/calls.ts'
import { type Candidate, checkTags, setTags, takeTag } from './promote.ts'

/** An image that this run judged. */
export interface Judged {
  readonly uri: ImageUri
  /** What its name stood for; undefined where it could not be read. */
  readonly digest: string | undefined
  /** Whether this run pushed it. */
  readonly pushed: boolean
}

export interface ReleaseSettings {
  readonly promoteTags: readonly string[]
  readonly promoteOnWarn: boolean
  readonly onFail: OnFail
}

export async function releaseImages(
  aws: Aws,
  verdict: Verdict,
  judged: readonly Judged[],
  settings: ReleaseSettings,
  report: (diagnostic: Diagnostic) => void,
): Promise<Release> {
  const release = await settle(() =>
    isReleased(verdict, settings) ? promote(aws, judged, settings.promoteTags) : reject(aws, verdict, judged, settings),
  )
  if (!(release instanceof Fault)) return release
  report(release.diagnostic)
  return { promoted: settings.promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [release.message] }
}

async function promote(aws: Aws, judged: readonly Judged[], tags: readonly string[]): Promise<Release> {
  if (tags.length === 0) return NOTHING
  const candidates = await Promise.all(judged.map(image => openCandidate(aws, image)))
  const problems: string[] = []
  for (const candidate of candidates)
    for (const problem of await checkTags(candidate, tags)) problems.push(`${candidate.name}: nothing is promoted, because ${problem}`)
  if (problems.length > 0) return { promoted: false, images: [], notes: [], problems }
  const images = []
  for (const candidate of candidates) {
    const outcomes = problems.length > 0 ? tags.map(leave) : await setTags(candidate, tags)
    images.push({ image: candidate.image, digest: candidate.digest, tags: outcomes })
    for (const { problem } of outcomes) if (problem !== null) problems.push(`${candidate.name}: ${problem}`)
  }
  return { promoted: problems.length === 0, images, notes: [], problems }
}

const NOTHING: Release = { promoted: null, images: [], notes: [], problems: [] }

function leave(tag: string): TagOutcome {
  return { tag, state: 'not set', problem: null }
}

async function reject(aws: Aws, verdict: Verdict, judged: readonly Judged[], settings: ReleaseSettings): Promise<Release> {
  const { promoteTags, onFail } = settings
  const why = verdict === 'warn' ? 'warn, and promote-on-warn is not true' : verdict
  const promoted = promoteTags.length === 0 ? null : false
  const notes = promoted === null ? [] : [`not promoted to ${promoteTags.join(', ')}: the verdict is ${why}`]
  const problems: string[] = []
  for (const image of verdict === 'warn' || onFail === 'keep' ? [] : judged) {
    if (image.digest === undefined || image.uri.tag === null) {
      notes.push(`${image.uri.text}: left as it is, because ${image.digest === undefined ? 'it was not found' : 'it was named by digest'}`)
      continue
    }
    const settled = await settle(async () => isolate(await openCandidate(aws, image), image.uri.tag ?? '', image.pushed, onFail))
    if (settled instanceof Fault) problems.push(`${image.uri.text}: ${settled.message}`)
    else {
      notes.push(...settled.notes.map(note => `${image.uri.text}: ${note}`))
      problems.push(...settled.problems.map(problem => `${image.uri.text}: ${problem}`))
    }
  }
  return { promoted, images: [], notes, problems }
}

// The quarantine tag comes first: it keeps the image when the candidate tag was its only one.
async function isolate(
  candidate: Candidate,
  tag: string,
  pushed: boolean,
  onFail: OnFail,
): Promise<{ readonly notes: readonly string[]; readonly problems: readonly string[] }> {
  const notes: string[] = []
  if (typeof onFail === 'object') {
    const [outcome] = await setTags(candidate, [onFail.quarantineTag])
    if (outcome === undefined || outcome.problem !== null) return { notes, problems: [outcome?.problem ?? 'the quarantine tag is not set'] }
    notes.push(`tagged ${onFail.quarantineTag} (on-fail)`)
    if (!pushed) return { notes, problems: [] }
  }
  const left = await takeTag(candidate, tag, pushed)
  notes.push(left === undefined ? `the tag "${tag}" was taken away (on-fail)` : `on-fail leaves the image: ${left}`)
  return { notes, problems: [] }
}

interface Named extends Candidate {
  readonly name: string
  readonly image: string
}

async function openCandidate(aws: Aws, { uri, digest }: Judged): Promise<Named> {
  if (digest === undefined) throw new Fault('aws-not-found', { message: `${uri.text}: there is no digest to promote` })
  const registry = uri.text.split('/')[0] ?? ''
  return { ecr: await openEcr(aws, uri), digest, name: uri.repositoryName, image: `${registry}/${uri.repositoryName}@${digest}` }
}
