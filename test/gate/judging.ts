// Judges one image as a run does, with settings as a user writes them, and images and exceptions made for the test.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EarlierFinding, EarlierImage } from '../../src/gate/baseline.ts'
import type { Coverage } from '../../src/gate/coverage.ts'
import type { Fixes } from '../../src/gate/fixes/fix.ts'
import { combineRules } from '../../src/gate/packs.ts'
import type { BoundFile } from '../../src/gate/vex/bound.ts'
import { type Base, divideByBase } from '../../src/image/base.ts'
import type { Image } from '../../src/image/image.ts'
import { readImages } from '../../src/image/read.ts'
import { EXCEPTION_FILE } from '../../src/rules/kind.ts'
import { loadRules } from '../../src/rules/load.ts'
import { readPolicy } from '../../src/rules/policy.ts'
import { type Circumstances, type Judgement, startJudging } from '../../src/run/judge.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { sha256 } from '../aws/wire.ts'
import { ROOT } from '../root.ts'

const folder = join(ROOT, 'rules/ecr')
export const SHIPPED = loadRules(
  readdirSync(folder).map(name => ({ path: `${folder}/${name}`, text: readFileSync(join(folder, name), 'utf8') })),
).rules

// The others see recorded events only.
const OF_IMAGES = SHIPPED.filter(({ id }) => /^ecr-(?:image-scan-findings|finding)-/.test(id))

/** What a test says of a finding; the rest is the same for all. */
export interface FindingLike {
  readonly id?: string
  readonly severity: string
  readonly status?: string
  readonly aliases?: readonly string[]
  readonly fixAvailable?: string | undefined
  readonly exploitAvailable?: string | undefined
  readonly vendorCreatedAt?: string | undefined
  readonly packages?: readonly {
    readonly name: string
    readonly version?: string
    readonly release?: string
    readonly epoch?: number
    readonly filePath?: string
    readonly fixedInVersion?: string
    readonly packageManager?: string
    readonly sourceLayerHash?: string
  }[]
}

export interface ImageLike {
  readonly findings: readonly FindingLike[]
  readonly repository?: string
  readonly tag?: string
  /** Whether its scan is a basic one, which says of a finding only its name and severity. */
  readonly basic?: boolean
  /** ISO 8601; null: the scan has no time. */
  readonly scannedAt?: string | null
  /** Its layers, each a letter, and those of the image that it is built on. */
  readonly layers?: string
  readonly base?: string
}

/** The digest of a layer that is called by a letter. */
export const layer = (letter: string): string => `sha256:${sha256(letter)}`

export function makeImage({
  findings,
  repository = 'api',
  tag = 'v1',
  basic = false,
  scannedAt = '2026-12-01T06:00:00Z',
  layers,
  base,
}: ImageLike): Image {
  const list = basic
    ? { findings: findings.map(({ id = 'CVE-2026-1000', severity }) => ({ name: id, severity })) }
    : { enhancedFindings: findings.map(toEnhanced) }
  const body = {
    registryId: '111122223333',
    repositoryName: repository,
    imageId: { imageTag: tag, imageDigest: `sha256:${'a'.repeat(64)}` },
    imageScanStatus: { status: basic ? 'COMPLETE' : 'ACTIVE' },
    imageScanFindings: { ...(scannedAt === null ? {} : { imageScanCompletedAt: scannedAt }), ...list },
  }
  const [image] = readImages([{ origin: 'x', body }], '2026-12-01T12:00:00Z')
  if (image === undefined) throw new Error('there is an image')
  if (layers === undefined) return image
  const known = { ...image, contents: { layers: [...layers].map(layer), config: null } }
  return base === undefined ? known : divideByBase(known, [makeBase(base)]).image
}

/** The image `payments/base:1.2` with these layers. */
export function makeBase(layers: string, more: Partial<Base> = {}): Base {
  const [name, digest] = ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/base:1.2', `sha256:${'b'.repeat(64)}`]
  return { name, digest, variants: [{ digest, platform: null, layers: [...layers].map(layer) }], ...more }
}

function toEnhanced(finding: FindingLike, position: number): object {
  const { id = 'CVE-2026-1000', severity, status = 'ACTIVE', aliases = [], packages = [{ name: 'openssl', version: '3.0.2' }] } = finding
  return {
    findingArn: `arn:aws:inspector2:eu-west-1:111122223333:finding/${position}`,
    severity,
    status,
    ...(finding.exploitAvailable === undefined ? {} : { exploitAvailable: finding.exploitAvailable }),
    ...('fixAvailable' in finding
      ? finding.fixAvailable === undefined
        ? {}
        : { fixAvailable: finding.fixAvailable }
      : { fixAvailable: 'YES' }),
    packageVulnerabilityDetails: {
      vulnerabilityId: id,
      relatedVulnerabilities: aliases,
      vulnerablePackages: packages,
      ...(finding.vendorCreatedAt === undefined ? {} : { vendorCreatedAt: finding.vendorCreatedAt }),
    },
  }
}

/** Images as an earlier run found them, where nobody had let anything through unless `changes` say so. */
export function toEarlierImages(images: readonly Image[], changes: Partial<EarlierFinding> = {}): readonly EarlierImage[] {
  return images.map(image => ({
    ...image,
    findings: image.findings.map(finding => ({ ...finding, counted: finding.state === 'open', firstSeenAt: null, ...changes })),
  }))
}

/** Reads settings as they follow `check --findings x` on the command line. */
function settingsOf(words: readonly string[]): Settings {
  // A setting for the base image does nothing without one, which only an image in ECR can have.
  const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
  const base = ['--image', `${host}/api:v1`, '--base-image', `${host}/payments/base:1.2@sha256:${'b'.repeat(64)}`]
  const given = words.includes('--base-image-findings') ? base : ['--findings', 'x']
  const invocation = parseArguments(['check', ...given, ...words], {})
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  return invocation.settings
}

export interface Judged extends Omit<Judgement, 'fixes'> {
  readonly fixes: Fixes | null
  readonly images: readonly Image[]
}

interface Options extends Pick<Circumstances, 'baseline'> {
  readonly vex?: readonly BoundFile[] | undefined
  /** When the images are judged, if later than the beginning of the run. */
  readonly judgedAt?: string
  readonly coverage?: readonly Coverage[]
  /** The text of a policy file, of which only the limits are used. */
  readonly policy?: string
  /** A file of another tool, named under exceptions. */
  readonly foreign?: { readonly path: string; readonly text: string } | undefined
}

/** Judges images by the shipped rules and by a file of the user's, in a run that began at a time. */
export function judge(
  images: readonly Image[],
  words: readonly string[],
  text: string,
  now: string,
  { judgedAt = now, coverage = [], policy: written = '', vex = [], baseline, foreign }: Options = {},
): Judged {
  const reading = written === '' ? undefined : readPolicy({ path: 'policy.yml', text: written }, POLICY_SETTINGS)
  if (reading && reading.diagnostics.length > 0) throw new Error(JSON.stringify(reading.diagnostics))
  const settings = { ...settingsOf(words), policy: reading && { path: 'policy.yml', file: reading.policy } }
  const others = foreign === undefined ? [] : [{ ...foreign, kind: EXCEPTION_FILE }]
  const own = loadRules([...(text === '' ? [] : [{ path: 'own.yml', text }]), ...others])
  const ruleSet = combineRules({ used: OF_IMAGES, unused: [] }, own, settings)
  const wrong = [...own.diagnostics, ...ruleSet.diagnostics].filter(({ level }) => level === 'error')
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
  const judging = startJudging({ ...ruleSet, vex }, settings, new Date(now), { clock: () => new Date(judgedAt), baseline })
  const judged = images.map(judging.judge)
  const judgement = judging.decide({ images: judged, coverage })
  return { ...judgement, fixes: judgement.fixes(), images: judged }
}
