// Reads one ECR image, from its URI to its scan findings: the manifests that it stands for, each with its findings or the
// reason why there are none.

import pMap from 'p-map'
import type { Aws } from '../aws/client.ts'
import type { Diagnostic, Tell } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import { type Coverage, gap, read } from '../gate/coverage.ts'
import { type Image, nameImage } from '../image/image.ts'
import { type RequestedImage, readImage } from '../image/read.ts'
import { readinessOf } from '../image/status.ts'
import type { ImageUri } from '../image/uri.ts'
import { own } from '../json.ts'
import { once } from '../once.ts'
import { plural } from '../plural.ts'
import { type Ecr, openEcr } from './calls.ts'
import { explainMissingResult } from './configuration.ts'
import { type Resolution, resolveImage, type Target } from './resolve.ts'
import { awaitScan, readUsual, type ScanOptions, type ScanResult } from './scan.ts'

export interface ImageOptions extends Omit<ScanOptions, 'progress' | 'usualSeconds'> {
  readonly platforms: readonly string[]
  /** The time of the run, which becomes the time of the images' events; ISO 8601. */
  readonly readAt: string
  readonly tell: Tell
  readonly progress: (what: string, elapsed?: number) => void
}

export interface LiveImage {
  /** One for each manifest that is judged; an index itself is not among them. */
  readonly images: readonly Image[]
  readonly coverage: Coverage
  /** The digest of the image or index that the URI stood for; undefined if it could not be read. */
  readonly digest?: string
}

// How many manifests of one image are queried at the same time.
const AT_ONCE = 4

/** Reads an image. What cannot be read is a gap: of the image if its manifest could be read, otherwise of the coverage. */
export async function readLiveImage(aws: Aws, uri: ImageUri, options: ImageOptions): Promise<LiveImage> {
  const name = nameImage(uri.text)
  try {
    options.progress(`${name}: reading the manifest`)
    const ecr = await openEcr(aws, uri)
    const resolution = await resolveImage(ecr, uri, options)
    const repository = openRepository(aws, ecr, uri, options)
    const images = await pMap(resolution.targets, target => readTarget(ecr, uri, { ...resolution, target }, repository, options), {
      concurrency: AT_ONCE,
    })
    return { images, coverage: cover(uri, resolution, options.platforms), digest: resolution.digest }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const diagnostic: Diagnostic = { ...error.diagnostic, at: uri.text }
    options.tell(diagnostic)
    const message = `${uri.text}: ${error.message}`
    return { images: [], coverage: gap({ source: 'findings', origin: uri.text, message, diagnostics: [diagnostic] }) }
  }
}

// What is the same for all manifests of a repository is requested only once.
function openRepository(aws: Aws, ecr: Ecr, uri: ImageUri, { startScan }: ImageOptions): Repository {
  const explained = new Map<boolean, Promise<string>>()
  const usual = new Map<string, Promise<number | undefined>>()
  return {
    explain: missing => once(explained, missing, () => explainMissingResult(aws, ecr, uri, { missing, startScan })),
    usualSeconds: () => once(usual, 'usual', () => readUsual(ecr)),
  }
}

interface Repository {
  readonly explain: (missing: boolean) => Promise<string>
  readonly usualSeconds: () => Promise<number | undefined>
}

async function readTarget(
  ecr: Ecr,
  uri: ImageUri,
  { digest: top, isIndex, target }: Resolution & { readonly target: Target },
  { explain, usualSeconds }: Repository,
  options: ImageOptions,
): Promise<Image> {
  const { registryId, region, repositoryName, tag } = uri
  const { digest, platform, problem, artifact, contents } = target
  const requested: RequestedImage = {
    registryId,
    region,
    repositoryName,
    tag,
    digest,
    platform,
    indexDigest: isIndex ? top : null,
    contents,
  }
  if (artifact === true) return readImage({ pages: [], gaps: problem === undefined ? [] : [problem], requested }, options.readAt)
  const name = `${nameImage(uri.text)}${platform === null ? '' : ` ${platform}`}`
  const progress = (state: string, elapsed: number): void => options.progress(`${name}: ${state}`, elapsed)
  const settled = await captureFault(() => awaitScan(ecr, digest, { ...options, usualSeconds, progress }))
  if (settled instanceof Fault) options.tell({ ...settled.diagnostic, at: uri.text })
  const result: ScanResult = settled instanceof Fault ? { pages: [], gaps: [settled.message] } : settled
  const why = hasNoResult(result) ? await explain(result.missing === 'scan') : ''
  const gaps = [...(problem === undefined ? [] : [problem]), ...(result.gaps ?? [])]
  // A reason stands without the notes, so it says itself what became of the scan that was to be started.
  const explained = [...gaps.slice(-1), ...(result.missing === 'scan' ? (result.notes ?? []) : []), why].join(': ')
  return readImage({ ...result, gaps: why === '' ? gaps : [...gaps.slice(0, -1), explained], requested }, options.readAt)
}

// True if ECR knows no scan, or if the status says that the scan is done but the answer has no `imageScanFindings`.
function hasNoResult({ missing, pages }: ScanResult): boolean {
  return missing === 'scan' || pages.some(({ head }) => readinessOf(head) === 'ready' && own(head, 'imageScanFindings') === undefined)
}

function cover({ text }: ImageUri, { isIndex, targets, problems, left }: Resolution, platforms: readonly string[]): Coverage {
  const about = { source: 'findings', origin: text, records: targets.length } as const
  if (problems.length > 0) return gap({ ...about, message: `${text}: ${problems.join('; ')}` })
  const single = platforms.length === 0 ? 'the image' : 'the image (not an index, so platforms has no effect)'
  const several = `${plural(targets.length, 'image')} of its index`
  const without = left.length === 0 ? '' : `; excluded by platforms: ${left.join(', ')}`
  return read({ ...about, message: `${text}: ${isIndex ? several : single}, read from ECR${without}` })
}
