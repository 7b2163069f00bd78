// What `doctor` finds about an image: its manifests, its scan, and whether Amazon Inspector answers where rules ask it.

import pMap from 'p-map'
import type { Aws } from '../aws/client.ts'
import { type Ecr, openEcr } from '../ecr/calls.ts'
import { explainMissingResult, readConfiguration } from '../ecr/configuration.ts'
import { readSteps } from '../ecr/history.ts'
import { tryCalls } from '../ecr/inspector.ts'
import { readPages } from '../ecr/pages.ts'
import { resolveImage, type Target } from '../ecr/resolve.ts'
import { Fault } from '../fault.ts'
import { findGaps } from '../image/gap.ts'
import { nameImage } from '../image/image.ts'
import type { InspectorField } from '../image/intelligence.ts'
import { listFindings } from '../image/page.ts'
import { explainStatus, readinessOf, statusOf } from '../image/status.ts'
import type { ImageUri } from '../image/uri.ts'
import { plural } from '../plural.ts'
import type { World } from '../run/world.ts'
import { type Check, examine, type Section } from './examined.ts'

interface Examining {
  /** The calls about scanning would return the configuration of the caller's own registry. */
  readonly isForeign: boolean
  /** What rules and exceptions ask Amazon Inspector for. */
  readonly intelligence: readonly InspectorField[]
  readonly world: World
}

/** Examines an image of ECR as a check reads it. */
export async function examineImage(aws: Aws, uri: ImageUri, { isForeign, intelligence, world }: Examining): Promise<Section> {
  const checks = await examine(async () => {
    const ecr = await openEcr(aws, uri)
    const { targets, isIndex, problems } = await resolveImage(ecr, uri, {
      platforms: [],
      graceSeconds: 0,
      timeoutSeconds: 0,
      clock: world,
      beganMilliseconds: world.milliseconds(),
    })
    const platforms = targets.map(({ platform }) => platform ?? 'no platform').join(', ')
    return [
      { level: 'ok', message: `ecr:BatchGetImage: ${isIndex ? `an index of ${targets.length} (${platforms})` : 'one image'}` },
      ...problems.map(message => ({ level: 'bad' as const, message })),
      ...(await pMap(targets, target => examineScan(aws, ecr, uri, target), { concurrency: 4 })).flat(),
      ...(await examineInspector(aws, uri, targets, intelligence)),
      ...(isForeign ? [] : await examine(() => examineScanning(ecr), 'note')),
      ...(await examine(async () => {
        await ecr.describeImages()
        return [{ level: 'ok', message: 'ecr:DescribeImages: tells how long scans take, so that waiting is shorter' }]
      }, 'note')),
      ...(await examine(() => examineConfiguration(aws, uri, targets), 'note')),
    ]
  })
  return { title: `Image ${nameImage(uri.text)} in account ${uri.registryId}, ${uri.region}`, checks }
}

// What made the layers only explains findings, so without it there is a note. The download goes to another host than all other calls.
async function examineConfiguration(aws: Aws, uri: ImageUri, targets: readonly Target[]): Promise<readonly Check[]> {
  const contents = targets.map(target => target.contents).find(each => each?.config != null)
  if (contents === undefined) return []
  await readSteps(aws, uri, contents)
  return [{ level: 'ok', message: 'ecr:GetDownloadUrlForLayer: tells which instruction brought a finding' }]
}

// The first manifest is enough: whether a call is allowed is the same for all of them.
async function examineInspector(
  aws: Aws,
  uri: ImageUri,
  [target]: readonly Target[],
  intelligence: readonly InspectorField[],
): Promise<readonly Check[]> {
  if (intelligence.length === 0 || target === undefined) return []
  return examine(async () => {
    const calls = await tryCalls(aws, uri, target.digest, intelligence)
    return [{ level: 'ok', message: `${calls.join(', ')}: ${intelligence.join(', ')}, for which rules or exceptions ask` }]
  })
}

// The gate only uses the configuration to explain a missing scan, so a failure here is a note.
async function examineScanning(ecr: Ecr): Promise<readonly Check[]> {
  const { scanType, scanFrequency } = await readConfiguration(ecr)
  for (const value of [scanType, scanFrequency]) if (value instanceof Fault) throw value
  return [{ level: 'ok', message: `scanning: ${String(scanType)} in the registry, ${String(scanFrequency)} for the repository` }]
}

function examineScan(aws: Aws, ecr: Ecr, uri: ImageUri, { digest, platform, problem }: Target): Promise<readonly Check[]> {
  return examine(async () => {
    const name = `ecr:DescribeImageScanFindings${platform === null ? '' : ` ${platform}`}`
    if (problem !== undefined) return [{ level: 'bad', message: `${name}: ${problem}` }]
    const response = await readPages(ecr, digest, { whole: true, keepLists: false })
    if (response.kind === 'missing') {
      const known = response.what === 'scan' ? 'ScanNotFoundException' : 'ImageNotFoundException'
      const why = response.what === 'scan' ? `: ${await explainMissingResult(aws, ecr, uri, { missing: true, startScan: 'never' })}` : ''
      return [{ level: 'bad', message: `${name}: ${known}${why}` }]
    }
    const { head, pages, broken, summary } = response
    if (broken !== undefined) return [{ level: 'bad', message: `${name}: ${broken}` }]
    if (readinessOf(head) === 'waiting') return [{ level: 'note', message: `${name}: ${explainStatus(head)}` }]
    const gaps = findGaps(pages, listFindings(pages), { stayedEmpty: summary.enhanced })
    if (gaps.length > 0) return gaps.map(gap => ({ level: 'bad' as const, message: `${name}: ${gap}` }))
    if (summary.entries === 0 && !summary.proven)
      return [
        { level: 'note', message: `${name}: ${statusOf(head)}, the list is empty and not yet confirmed; the gate waits for scan-grace` },
      ]
    return [{ level: 'ok', message: `${name}: ${statusOf(head)}, ${plural(summary.entries, 'finding')}` }]
  })
}
