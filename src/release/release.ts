// What a run does with its images after the verdict: after pass it sets the tags that deployments follow, after fail and
// undecided it does what on-fail says. Nothing here can make a verdict better.

import type { Aws } from '../aws/client.ts'
import { openEcr } from '../ecr/calls.ts'
import { type Candidate, checkTags, describeFault, fetchManifest, removeTag, setTags } from '../ecr/promote.ts'
import { captureFault, Fault } from '../fault.ts'
import type { OnFail } from '../gate/policy.ts'
import { isReleased, type Release, type TagOutcome } from '../gate/release.ts'
import type { Verdict } from '../gate/verdict.ts'
import type { ImageUri } from '../image/uri.ts'
import { registryOf } from '../image/uri.ts'
import type { Clock } from '../poll.ts'

/** An image that this run judged. */
export interface JudgedImage {
  readonly uri: ImageUri
  /** The digest that its name stood for; undefined if it could not be read. */
  readonly digest: string | undefined
  /** Whether this run pushed it and it was not there before. */
  readonly pushed: boolean
}

export interface ReleaseSettings {
  readonly promoteTags: readonly string[]
  readonly promoteOnWarn: boolean
  readonly onFail: OnFail
}

/** Gives the connection whose credentials an image is read and changed with. */
export type Connect = (uri: ImageUri) => Aws

/** The verdict on the images, and what gives it once more just before their tags are set. The later one is the verdict. */
export interface Confirmed {
  readonly verdict: Verdict
  readonly confirm: () => Promise<Verdict>
}

export async function releaseImages(
  connect: Connect,
  { verdict, confirm }: Confirmed,
  judged: readonly JudgedImage[],
  settings: ReleaseSettings,
  clock: Clock,
): Promise<Release> {
  if (!isReleased(verdict, settings)) return reject(connect, verdict, judged, settings, clock)
  const release = await captureFault(() => promote(connect, judged, settings, confirm, clock))
  if (release instanceof Fault) return { ...NOTHING, promoted: false, problems: [`nothing is promoted: ${describeFault(release)}`] }
  return typeof release === 'string' ? reject(connect, release, judged, settings, clock) : release
}

const NOTHING: Release = { promoted: null, images: [], notes: [], problems: [] }

// Everything that can be checked in advance is checked before the first tag is set. Returns the verdict if it does not hold any more.
async function promote(
  connect: Connect,
  judged: readonly JudgedImage[],
  settings: ReleaseSettings,
  confirm: () => Promise<Verdict>,
  clock: Clock,
): Promise<Release | Verdict> {
  const { promoteTags: tags } = settings
  if (tags.length === 0) return NOTHING
  const candidates = await Promise.all(judged.map(image => openCandidate(connect, image)))
  const ready = await Promise.all(candidates.map(async candidate => ({ ...candidate, manifest: await fetchManifest(candidate) })))
  const problems: string[] = []
  for (const candidate of ready)
    for (const problem of await checkTags(candidate, tags)) problems.push(`${candidate.name}: nothing is promoted, because ${problem}`)
  if (problems.length > 0) return { ...NOTHING, promoted: false, problems }
  const verdict = await confirm()
  if (!isReleased(verdict, settings)) return verdict
  const images = []
  for (const { name, image, digest, ecr, manifest } of ready) {
    const outcomes = problems.length > 0 ? tags.map(leave) : await setTags(ecr, manifest, tags, clock)
    images.push({ image, digest, tags: outcomes })
    for (const { problem } of outcomes) if (problem !== null) problems.push(`${name}: ${problem}`)
  }
  return { promoted: problems.length === 0, images, notes: [], problems }
}

function leave(tag: string): TagOutcome {
  return { tag, state: 'not set', problem: null }
}

async function reject(
  connect: Connect,
  verdict: Verdict,
  judged: readonly JudgedImage[],
  settings: ReleaseSettings,
  clock: Clock,
): Promise<Release> {
  const { promoteTags, onFail } = settings
  const why = verdict === 'warn' ? 'warn, and promote-on-warn is not true' : verdict
  const promoted = promoteTags.length === 0 ? null : false
  const notes = promoted === null ? [] : [`not promoted to ${promoteTags.join(', ')}: the verdict is ${why}`]
  const problems: string[] = []
  for (const image of verdict === 'warn' || verdict === 'pass' || onFail === 'keep' ? [] : judged) {
    const isolated = await captureFault(async () => isolate(await openCandidate(connect, image), image, verdict, onFail, clock))
    const { text } = image.uri
    if (isolated instanceof Fault) problems.push(`${text}: on-fail could not be carried out: ${describeFault(isolated)}`)
    else {
      notes.push(...isolated.notes.map(note => `${text}: ${note}`))
      problems.push(...isolated.problems.map(problem => `${text}: on-fail could not be carried out: ${problem}`))
    }
  }
  return { promoted, images: [], notes, problems }
}

interface Isolated {
  readonly notes: readonly string[]
  readonly problems: readonly string[]
}

// An image is deleted only on request: after fail, with on-fail untag, and if this run pushed it. With a quarantine tag, the
// candidate tag is removed only while the image has another one, because somebody may have moved the quarantine tag by then.
async function isolate(
  candidate: Candidate,
  { uri, pushed }: JudgedImage,
  verdict: Verdict,
  onFail: OnFail,
  clock: Clock,
): Promise<Isolated> {
  const notes: string[] = []
  const quarantines = typeof onFail === 'object'
  if (quarantines) {
    const [outcome] = await setTags(candidate.ecr, await fetchManifest(candidate), [onFail.quarantineTag], clock)
    if (outcome === undefined || outcome.problem !== null) return { notes, problems: [outcome?.problem ?? 'the quarantine tag is not set'] }
    notes.push(`tagged ${onFail.quarantineTag} (on-fail)`)
  }
  if (uri.tag === null || (quarantines && !pushed)) return { notes, problems: [] }
  const { tag } = uri
  const removal = await captureFault(() => removeTag(candidate, tag, !quarantines && pushed && verdict === 'fail'))
  // What was done before is still told.
  if (removal instanceof Fault) return { notes, problems: [describeFault(removal)] }
  switch (removal.kind) {
    case 'removed':
      return { notes: [...notes, `the tag "${uri.tag}" was removed (on-fail)`], problems: [] }
    case 'left':
      return { notes: [...notes, `on-fail leaves the image: ${removal.why}`], problems: [] }
    case 'failed':
      return { notes, problems: [removal.why] }
  }
}

interface Named extends Candidate {
  readonly name: string
  readonly image: string
}

async function openCandidate(connect: Connect, { uri, digest }: JudgedImage): Promise<Named> {
  if (digest === undefined) throw new Fault('aws-not-found', { message: 'ECR did not say which image its name stands for' })
  return {
    ecr: await openEcr(connect(uri), uri),
    digest,
    name: uri.repositoryName,
    image: `${registryOf(uri.text)}/${uri.repositoryName}@${digest}`,
  }
}
