// Reads what findings are compared with, before the images are judged. What cannot be read makes nothing known, so that the verdict is as
// without it, and is told.

import type { Diagnostic } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import { BASELINE, type FoundBaseline, startBaseline, tellUnread, toEarlier } from '../gate/baseline.ts'
import { atMostOf } from '../gate/endless.ts'
import { type ImageUri, registryHost } from '../image/uri.ts'
import { untilStopped } from '../process/stop.ts'
import { readEarlier } from '../report/earlier.ts'
import { formatSecond } from '../time.ts'
import { connectionOf } from './accounts.ts'
import type { RunContext } from './context.ts'
import { readSavedReport } from './saved.ts'
import type { BaselineResult } from './unknown.ts'

type Context = Pick<RunContext, 'settings' | 'ruleSet' | 'world' | 'aws' | 'startedAt'>

/** Reads the baseline; undefined if none is named. Never throws a fault. */
export async function readBaseline(context: Context): Promise<BaselineResult | undefined> {
  const { baseline } = context.settings
  if (baseline === undefined) return undefined
  const found =
    baseline.kind === 'report'
      ? [await readReport(baseline.path, context)]
      : await askImages(baseline.kind === 'image' ? [baseline.image] : listPrevious(context), context)
  return {
    baseline: startBaseline(
      found.flatMap(({ images }) => images),
      atMostOf('baseline', context.settings),
    ),
    sources: found.map(({ source }) => source),
    diagnostics: found.length === 0 ? [NOTHING] : found.flatMap(({ diagnostics }) => diagnostics),
  }
}

const NOTHING: Diagnostic = {
  level: 'note',
  kind: BASELINE,
  message: 'baseline previous does nothing here: without image and promote-tags, there is nothing that it means',
}

async function readReport(path: string, { world, startedAt }: Context): Promise<FoundBaseline> {
  const saved = await captureFault(() => untilStopped(world.signal, () => readSavedReport(path, world)))
  if (!(saved instanceof Fault) && 'report' in saved)
    return readEarlier(path, { ...saved, digest: `sha256:${saved.digest}` }, startedAt.getTime())
  const { message, help = FIRST } = saved instanceof Fault ? saved.diagnostic : saved.problem
  const source = { name: path, kind: 'report', digest: null, readAt: null, verdict: null, problem: message } as const
  return { source, images: [], diagnostics: [tellUnread(path, message, help)] }
}

const FIRST = 'the first run has none, and later ones take the report of what is deployed; an image is named with the host of its registry'

// The tag that the images get once they have passed, in the repository of each.
function listPrevious({ settings: { images, promoteTags } }: Context): readonly ImageUri[] {
  const [tag] = promoteTags
  if (tag === undefined) return []
  return images.map(image => {
    const { registryId, region, repositoryName } = image
    return { ...image, text: `${registryHost(registryId, region)}/${repositoryName}:${tag}`, tag, digest: null }
  })
}

// The scan of an image that is deployed is there, so there is nothing to wait for but a second answer.
const WAIT = { timeoutSeconds: 30, graceSeconds: 10, startScan: 'never', keepLists: false, intelligence: [] } as const
const AT_ONCE = 4

async function askImages(uris: readonly ImageUri[], context: Context): Promise<readonly FoundBaseline[]> {
  const { aws } = context
  if (aws === undefined || uris.length === 0) return []
  const { default: pMap } = await import('p-map')
  return pMap(uris, uri => askImage(uri, context, aws), { concurrency: AT_ONCE })
}

async function askImage(
  uri: ImageUri,
  { settings, ruleSet, world, startedAt }: Context,
  aws: NonNullable<Context['aws']>,
): Promise<FoundBaseline> {
  const { readLiveImage } = await import('../ecr/read.ts')
  const now = startedAt.getTime()
  const readAt = formatSecond(startedAt)
  const { progress } = world
  const options = { ...WAIT, platforms: settings.platforms, clock: world, now: world.now, readAt, progress, tell: () => undefined }
  const read = await readLiveImage(connectionOf(aws, settings.imageRoles, uri), uri, {
    ...options,
    beganMilliseconds: world.milliseconds(),
  })
  const { digest = null, coverage } = read
  const problem = coverage.state === 'gap' ? coverage.message.replace(`${uri.text}: `, '') : null
  const source = { name: uri.text, kind: 'image', digest, readAt: digest === null ? null : readAt, verdict: null, problem } as const
  if (problem === null) return { source, images: read.images.map(image => toEarlier(image, settings, ruleSet, now)), diagnostics: [] }
  const [why] = coverage.diagnostics
  const isFirst = settings.baseline?.kind === 'previous' && why?.kind === 'aws-not-found'
  const told = tellUnread(uri.text, problem, why?.help ?? 'judge it by itself to see what is missing')
  return {
    source,
    images: [],
    diagnostics: [isFirst ? { ...told, level: 'note', help: 'the first image that is promoted has none before it' } : told],
  }
}
