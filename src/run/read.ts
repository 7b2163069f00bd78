// What a run reads: the requested images, live or recorded, and events. Whatever cannot be read is a gap in the coverage.

import { listOf } from '../diagnostic.ts'
import { attempt } from '../fault.ts'
import { type Coverage, gap, notRequested } from '../gate/coverage.ts'
import { beginningsOf } from '../gate/live.ts'
import { askingsOf, inspectorFieldsOf, lookupsOf, needsLists } from '../gate/needs.ts'
import { watchesEvents } from '../gate/packs.ts'
import { groupBy } from '../group.ts'
import type { Image } from '../image/image.ts'
import { readImages } from '../image/read.ts'
import type { ImageUri } from '../image/uri.ts'
import { ownText } from '../json.ts'
import { agree } from '../plural.ts'
import { untilStopped } from '../process/stop.ts'
import type { JudgedImage } from '../release/release.ts'
import type { Rule } from '../rules/rule.ts'
import type { Audit, Settings } from '../settings/settings.ts'
import { readAnswers, startReading } from '../sources/records.ts'
import type { RecordedEvent } from '../sources/source.ts'
import type { Describe } from '../sources/supply.ts'
import { coverFindings } from '../sources/tally.ts'
import { formatSecond } from '../time.ts'
import { connectionOf, nameAccount, readAccounts, readStands, type Stands } from './accounts.ts'
import type { Bases } from './bases.ts'
import type { RunContext } from './context.ts'
import type { Judging } from './judge.ts'
import type { PushResult } from './push.ts'
import { accountIn, readRecordedEvents } from './recorded.ts'

export interface ReadResult {
  readonly images: readonly Image[]
  /** The digests that the names of the images in ECR referred to. */
  readonly named: readonly JudgedImage[]
  readonly coverage: readonly Coverage[]
  /** The base images that the settings name; undefined where they name none, or nothing is read from ECR. */
  readonly bases?: Bases | undefined
}

const NOTHING: ReadResult = { images: [], named: [], coverage: [] }

const EVENT_HISTORY = 'CloudTrail event history'

// How many images are read at the same time.
const AT_ONCE = 4

/** Reads all that was requested. The event history is read while the images wait for their scans. */
export async function read(context: RunContext, pushed: PushResult, { judge, see, wants }: Judging): Promise<ReadResult> {
  const judgeAll = (result: ReadResult): ReadResult => ({ ...result, images: result.images.map(judge) })
  const { audit, events } = context.settings
  const [[live, bases], recorded, covered] = await Promise.all([
    readDivided(context, pushed).then(([result, bases]) => [judgeAll(result), bases] as const),
    readRecordedImages(context).then(result => judgeAll(noteUndivided(context, result))),
    audit === undefined ? readRecordedEvents(events, context, see) : readActivity(context, audit, { see, wants }),
  ])
  const findings = [...live.coverage, ...recorded.coverage]
  return {
    images: [...live.images, ...recorded.images],
    named: live.named,
    coverage: [...(findings.length === 0 ? [notRequested('findings')] : findings), ...covered],
    bases,
  }
}

// The base images are read while the images wait for their scans.
async function readDivided(context: RunContext, pushed: PushResult): Promise<readonly [ReadResult, Bases | undefined]> {
  const [result, bases] = await Promise.all([readLiveImages(context, pushed), startBases(context)])
  return [bases === undefined ? result : { ...result, images: bases.divide(result.images) }, bases]
}

// Recorded answers have no manifest.
function noteUndivided({ settings }: RunContext, result: ReadResult): ReadResult {
  if (settings.baseImages.length === 0) return result
  const note = 'base-image has no effect: recorded findings do not say which layers the image has'
  return { ...result, images: result.images.map(image => ({ ...image, notes: [...image.notes, note] })) }
}

async function startBases(context: RunContext): Promise<Bases | undefined> {
  const { aws, settings } = context
  if (aws === undefined || settings.images.length === 0 || settings.baseImages.length === 0) return undefined
  return (await import('./bases.ts')).readBases({ ...context, aws })
}

async function readLiveImages(context: RunContext, pushed: PushResult): Promise<ReadResult> {
  switch (pushed.kind) {
    case 'not requested':
      return askImages(context, context.settings.images, false)
    case 'pushed':
      return askImages(context, [pushed.uri], pushed.isNew)
    case 'failed': {
      const { uri, message, diagnostic } = pushed
      return { ...NOTHING, coverage: [gap({ source: 'findings', origin: uri.text, message, diagnostics: [diagnostic] })] }
    }
  }
}

async function askImages(context: RunContext, uris: readonly ImageUri[], isNew: boolean): Promise<ReadResult> {
  const { settings, ruleSet, world, aws, tell, startedAt } = context
  if (aws === undefined || uris.length === 0) return NOTHING
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([import('p-map'), import('../ecr/read.ts')])
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: needsLists(ruleSet.compiled),
    intelligence: inspectorFieldsOf(ruleSet),
    timeoutSeconds: settings.waitTimeoutSeconds,
    graceSeconds: settings.scanGraceSeconds,
    clock: world,
    beganMilliseconds: world.milliseconds(),
    now: world.now,
    readAt: formatSecond(startedAt),
    tell,
    progress: world.progress,
  }
  const answers = await pMap(uris, image => readLiveImage(connectionOf(aws, settings.imageRoles, image), image, options), {
    concurrency: AT_ONCE,
  })
  return {
    images: answers.flatMap(({ images }) => images),
    named: uris.map((uri, i) => ({ uri, digest: answers[i]?.digest ?? uri.digest ?? undefined, pushed: isNew })),
    coverage: answers.map(({ coverage }) => coverage),
  }
}

/** Reads images from recorded answers about their findings. */
export async function readRecordedImages({
  settings,
  world,
  tell,
  startedAt,
}: Pick<RunContext, 'world' | 'tell' | 'startedAt'> & { readonly settings: Pick<Settings, 'findings'> }): Promise<ReadResult> {
  const answers = []
  const coverage = []
  for (const path of settings.findings) {
    const { reading, diagnostics } = startReading(world, tell)
    const read = (await attempt(reading.tell, () => untilStopped(world.signal, () => readAnswers([path], reading)))) ?? []
    for (const answer of read) answers.push(answer)
    coverage.push(coverFindings(path, read.length, diagnostics))
  }
  return { images: readImages(answers, formatSecond(startedAt)), named: [], coverage }
}

// What was requested and not read cannot pass, although nothing in it could match.
function unmatchable(region: string, what: string, rules: readonly Rule[]): Coverage {
  const named = `${agree(rules.length, 'rule')} ${listOf(rules.map(({ id }) => id))}: ${agree(rules.length, 'its', 'their')} clauses contradict each other`
  return gap({
    source: 'events',
    origin: region,
    message: `${what} was not read, because no event can match ${named}`,
  })
}

/**
 * Passes recent activity to `see`: of a trail's archive all events, of the event history those that rules can match, as far as their
 * sources and names tell, and of a table those that rules could match.
 */
async function readActivity(
  { ruleSet, settings, world, aws, tell, stands, targets, startedAt }: RunContext,
  { windowSeconds, timeoutSeconds, regions, archive, table }: Audit,
  { see, wants }: Pick<Judging, 'see' | 'wants'>,
): Promise<readonly Coverage[]> {
  if (aws === undefined) throw new Error('the event history is read from AWS, and there is no connection')
  const lookups = lookupsOf(ruleSet.compiled, settings.live && beginningsOf)
  if (lookups.length === 0) {
    const watching = ruleSet.rules.filter(watchesEvents)
    return watching.length === 0
      ? [notRequested('events', 'no enabled rule looks at them')]
      : regions.map(region => unmatchable(region, (archive ?? table)?.text ?? `the event history of ${region}`, watching))
  }
  const to = startedAt.getTime()
  const options = {
    from: to - windowSeconds * 1000,
    to,
    timeoutSeconds,
    clock: world,
    tell,
    progress: world.progress,
  }
  if (archive !== undefined) {
    const { archivedEvents } = await import('../sources/archive.ts')
    return readStands(stands(), archive.text, tell, stand => {
      const own = { region: stand.region, account: accountIn(archive, stand), describe: targets.step(stand, wants) }
      return archivedEvents(stand.aws, { ...options, archive, ...own }).read(see, world)
    })
  }
  if (table !== undefined) {
    const { athenaEvents } = await import('../sources/athena.ts')
    const askings = askingsOf(ruleSet, settings.live === undefined ? [] : beginningsOf(undefined))
    return readAccounts(stands(), table.text, tell, async ofAccount => {
      const [{ aws: connection, account }] = ofAccount
      const own = { regions, account, describe: describeByRegion(ofAccount, stand => targets.step(stand, wants)) }
      return [await athenaEvents(connection, { ...options, table, askings, ...own }).read(see, world)]
    })
  }
  const { eventHistory } = await import('../sources/lookup.ts')
  // It is that of the account which the credentials belong to, and not of the images' one, so the report names it.
  return readStands(stands(), EVENT_HISTORY, tell, stand => {
    const own = { region: stand.region, account: nameAccount(stand), describe: targets.step(stand, wants) }
    return eventHistory(stand.aws, { ...options, lookups, ...own }).read(see, world)
  })
}

// What an event is about is in its own Region. Of one that is read from another Region, nothing is asked.
function describeByRegion(stands: Stands, step: (stand: Stands[number]) => Describe): Describe {
  const steps = new Map(stands.map(stand => [stand.region, step(stand)]))
  return async batch => {
    const described = new Map<RecordedEvent, RecordedEvent>()
    for (const [region, events] of groupBy(batch, ({ event }) => ownText(event, 'awsRegion'))) {
      const known = (await steps.get(region ?? '')?.(events)) ?? events
      for (const [i, event] of events.entries()) described.set(event, known[i] ?? event)
    }
    return batch.map(event => described.get(event) ?? event)
  }
}
