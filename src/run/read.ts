// What a run reads: the requested images, and events. Whatever cannot be read is a gap in the coverage.

import type { Aws } from '../aws/client.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { attempt, Fault, settle } from '../fault.ts'
import { type Coverage, gap, notRequested } from '../gate/coverage.ts'
import { eventSourcesOf, needsLists } from '../gate/needs.ts'
import type { RuleSet } from '../gate/packs.ts'
import type { Push } from '../gate/release.ts'
import { type Image, readImages } from '../image/image.ts'
import type { ImageUri } from '../image/uri.ts'
import type { Judged } from '../release/release.ts'
import type { Audit, Settings } from '../settings/settings.ts'
import { readAnswers, readEvents, startReading } from '../sources/records.ts'
import { coverFindings, type See, startTally } from '../sources/tally.ts'
import { untilStopped } from '../stop.ts'
import { formatSecond } from '../time.ts'
import type { World } from './world.ts'

/** What a run knows before it reads anything. */
export interface Run {
  readonly settings: Settings
  readonly ruleSet: RuleSet
  readonly world: World
  /** Called with every diagnostic as soon as it is known. */
  readonly report: (diagnostic: Diagnostic) => void
  /** When the run began, to the second. */
  readonly startedAt: Date
}

export interface Read {
  readonly images: readonly Image[]
  /** The digests that the names of the images in ECR referred to. */
  readonly judged: readonly Judged[]
  readonly coverage: readonly Coverage[]
  readonly push?: Push
  /** Why the image was not pushed. No verdict makes up for that. */
  readonly problem?: string
}

export const NOTHING: Read = { images: [], judged: [], coverage: [] }

// How many images are read at the same time.
const AT_ONCE = 4

/** Reads the images from ECR. If a push was requested, pushes the image first. */
export async function readLiveImages(run: Run, aws: Aws): Promise<Read> {
  const { settings, world, report } = run
  const { push: source, images, pushTimeoutSeconds } = settings
  const [image] = images
  if (image === undefined) return NOTHING
  if (source === undefined) return askImages(run, aws, images)
  const { uploadImage } = await import('../push/upload.ts')
  const { env, temporary, progress, signal } = world
  const means = { clock: world, signal, now: world.now, env, temporary, progress, report }
  const uploaded = await settle(() => uploadImage(aws, image, source, pushTimeoutSeconds, means))
  // An image that could not be pushed is not judged: its name may refer to an older image.
  if (uploaded instanceof Fault) {
    const isNamed = uploaded.message.includes(image.text)
    const diagnostic = isNamed ? uploaded.diagnostic : { ...uploaded.diagnostic, at: image.text }
    report(diagnostic)
    const message = isNamed ? uploaded.message : `${image.text}: not pushed: ${uploaded.message}`
    const coverage = gap({ source: 'findings', origin: image.text, message, diagnostics: [diagnostic] })
    return { ...NOTHING, coverage: [coverage], problem: describeUndone(image.text, settings) }
  }
  const read = await askImages(run, aws, [uploaded.uri])
  return { ...read, judged: read.judged.map(each => ({ ...each, pushed: uploaded.isNew })), push: uploaded.push }
}

function describeUndone(image: string, { promoteTags, onFail }: Settings): string {
  const undone = [...(promoteTags.length > 0 ? ['promote-tags'] : []), ...(onFail === 'keep' ? [] : ['on-fail'])]
  return `${image} was not pushed${undone.length === 0 ? '' : `, so ${undone.join(' and ')} ${undone.length === 1 ? 'was' : 'were'} not done`}`
}

async function askImages({ settings, ruleSet, world, report, startedAt }: Run, aws: Aws, uris: readonly ImageUri[]): Promise<Read> {
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([import('p-map'), import('../ecr/read.ts')])
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: needsLists(ruleSet.compiled),
    timeout: settings.waitTimeoutSeconds,
    grace: settings.scanGraceSeconds,
    clock: world,
    began: world.milliseconds(),
    now: world.now,
    readAt: formatSecond(startedAt),
    report,
    progress: world.progress,
  }
  const read = await pMap(uris, image => readLiveImage(aws, image, options), { concurrency: AT_ONCE })
  return {
    images: read.flatMap(({ images }) => images),
    judged: uris.map((uri, i) => ({ uri, digest: read[i]?.digest ?? uri.digest ?? undefined, pushed: false })),
    coverage: read.map(({ coverage }) => coverage),
  }
}

/** Reads images from recorded answers. */
export async function readRecordedImages({ settings, world, report, startedAt }: Run): Promise<Read> {
  const answers = []
  const coverage = []
  for (const path of settings.findings) {
    const { reading, diagnostics } = startReading(world, report)
    const read = (await attempt(reading.report, () => untilStopped(world.signal, () => readAnswers([path], reading)))) ?? []
    for (const answer of read) answers.push(answer)
    coverage.push(coverFindings(path, read.length, diagnostics))
  }
  return { images: readImages(answers, formatSecond(startedAt)), judged: [], coverage }
}

/** Passes recorded events to `see` one by one, and returns their coverage. */
export async function readRecordedEvents(
  { settings, world, report }: Pick<Run, 'settings' | 'world' | 'report'>,
  see: See,
): Promise<readonly Coverage[]> {
  if (settings.events.length === 0) return [notRequested('events')]
  const coverage = []
  for (const path of settings.events) {
    const { reading, diagnostics } = startReading(world, report)
    const tally = startTally()
    const readAll = async (): Promise<void> => {
      for await (const batch of readEvents([path], reading)) {
        for (const recorded of batch) tally.see(recorded, see(recorded))
      }
    }
    await attempt(reading.report, () => untilStopped(world.signal, readAll))
    coverage.push(tally.coverage(path, diagnostics))
  }
  return coverage
}

/** Passes the events of CloudTrail's event history to `see`, from the event sources that enabled rules look at. */
export async function readEventHistory(
  { ruleSet, world, report, startedAt }: Run,
  aws: Aws,
  { windowSeconds, timeoutSeconds, regions }: Audit,
  see: See,
): Promise<readonly Coverage[]> {
  const sources = eventSourcesOf(ruleSet.compiled)
  if (sources?.size === 0) return [notRequested('events', 'no enabled rule looks at them')]
  const [{ lookUpEvents }, { readCaller }] = await Promise.all([import('../sources/lookup.ts'), import('../aws/caller.ts')])
  // Event history is that of the caller's account, which may not be the images' account, so the report names it.
  const account = settle(() => readCaller(aws, { region: regions[0] ?? '' })).then(caller =>
    caller instanceof Fault ? 'an unknown account' : `account ${caller.account}`,
  )
  const to = startedAt.getTime()
  const options = {
    account,
    sources,
    from: to - windowSeconds * 1000,
    to,
    timeoutSeconds,
    clock: world,
    see,
    report,
    progress: world.progress,
  }
  return Promise.all(regions.map(region => lookUpEvents(aws, { ...options, region })))
}
