// Converts findings of basic and enhanced scans to one shape, so that later steps handle only one kind of finding.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html

import { type Fields, own, ownList, ownNumber, ownText } from '../json.ts'
import { toIsoTime } from '../time.ts'
import { readAttributes } from './attributes.ts'
import type { Decision } from './decision.ts'
import { type Intelligence, NO_INTELLIGENCE } from './intelligence.ts'

/** ECR's severities, the worst first. The last two mean that nobody has rated the finding yet. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'] as const

/** The severities of findings that nobody has rated yet. */
export const UNRATED: readonly string[] = ['UNDEFINED', 'UNTRIAGED'] satisfies readonly (typeof SEVERITIES)[number][]

export type SeverityCounts = Readonly<Record<string, number>>

/** A package that has a finding. */
export interface Package {
  readonly name: string | null
  /** What stands in front of the version when it outranks all versions of a lower epoch; null or 0 where there is none. */
  readonly epoch: number | null
  readonly version: string | null
  readonly release: string | null
  /** The version that fixes the finding; null when ECR names none (`NotAvailable`). */
  readonly fixedIn: string | null
  readonly manager: string | null
  /** The file in the image; null where the scanner names none. */
  readonly path: string | null
  /** The digest of the layer that contains the package. */
  readonly layer: string | null
}

/** The version as the package manager writes it, such as `3.0.11-1~deb12u2` or `1:9.16.23-29.el9`; empty where it is unknown. */
export function versionOf(pack: Package | null): string {
  const version = [pack?.version, pack?.release].filter(part => part !== null && part !== undefined).join('-')
  const epoch = pack?.epoch ?? 0
  // A basic scan writes the epoch 0 into the version itself.
  return version !== '' && epoch > 0 ? `${epoch}:${version}` : version.replace(/^0:/, '')
}

/** The version with the fix, without the epoch 0 that the scanner writes where the installed version has none; empty where none is named. */
export function fixedVersionOf(pack: Package | null): string {
  const fixedIn = pack?.fixedIn ?? ''
  return versionOf(pack).includes(':') ? fixedIn : fixedIn.replace(/^0:/, '')
}

export interface Finding extends Intelligence {
  /** The vulnerability's id such as CVE-2024-9681; for findings without one, ECR's title or ARN. */
  readonly id: string
  readonly aliases: readonly string[]
  readonly arn: string | null
  readonly title: string | null
  /** Inspector's type; basic findings are all PACKAGE_VULNERABILITY. */
  readonly type: string
  /** ECR's word, unchanged; UNDEFINED when it gave none. */
  readonly severity: string
  /** What Amazon Inspector says of it. */
  readonly state: 'open' | 'closed' | 'suppressed'
  /** Whether it counts for rules and verdicts, and if not, why. */
  readonly decision: Decision
  readonly score: number | null
  readonly vector: string | null
  readonly vendor: string | null
  readonly fixAvailable: string | null
  readonly exploitAvailable: string | null
  readonly description: string | null
  readonly links: readonly string[]
  /** The first of the packages. */
  readonly package: Package | null
  readonly packages: readonly Package[]
  /** The file of the first package that names one. */
  readonly path: string | null
  /** The scanner's name of the platform, such as DEBIAN_12. */
  readonly platform: string | null
  /** When Inspector first and last saw the finding, ISO 8601. */
  readonly firstObservedAt: string | null
  readonly lastObservedAt: string | null
  /** When the vendor or database published the vulnerability, ISO 8601. */
  readonly vendorCreatedAt: string | null
  /** How many tasks or pods run the image, and when it was last running (ISO 8601). */
  readonly inUseCount: number | null
  readonly lastInUseAt: string | null
  /** Whether all of its packages came with the base image. */
  readonly fromBase: boolean
}

// Until a policy decides otherwise, an open finding counts.
const COUNTED: Decision = { kind: 'counted' }

/** Reads one entry of `findings`; undefined when it is not an object or has no name. */
export function readBasicFinding(entry: unknown, { attributes } = readAttributes(entry)): Finding | undefined {
  const id = ownText(entry, 'name')
  if (id === undefined) return undefined
  const uri = ownText(entry, 'uri')
  const packages = Object.hasOwn(attributes, 'package_name') ? [readBasicPackage(attributes)] : []
  return {
    id,
    aliases: [],
    arn: null,
    title: null,
    type: 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: 'open',
    decision: COUNTED,
    score: ownNumber(attributes, 'cvss4_score') ?? ownNumber(attributes, 'cvss3_score') ?? ownNumber(attributes, 'cvss2_score') ?? null,
    vector: ownText(attributes, 'cvss4_vector') ?? ownText(attributes, 'cvss3_vector') ?? ownText(attributes, 'cvss2_vector') ?? null,
    vendor: null,
    fixAvailable: null,
    exploitAvailable: null,
    description: ownText(entry, 'description') ?? null,
    links: uri === undefined ? [] : [uri],
    package: packages[0] ?? null,
    packages,
    path: null,
    platform: null,
    firstObservedAt: null,
    lastObservedAt: null,
    vendorCreatedAt: null,
    inUseCount: null,
    lastInUseAt: null,
    ...NO_INTELLIGENCE,
    fromBase: false,
  }
}

function readBasicPackage(attributes: Fields): Package {
  return {
    name: ownText(attributes, 'package_name') ?? null,
    epoch: null,
    version: ownText(attributes, 'package_version') ?? null,
    release: null,
    fixedIn: availableVersion(attributes, 'fixed_in_version'),
    manager: null,
    path: null,
    layer: null,
  }
}

/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
export function readEnhancedFinding(entry: unknown): Finding | undefined {
  const details = own(entry, 'packageVulnerabilityDetails')
  const arn = ownText(entry, 'findingArn')
  const title = ownText(entry, 'title')
  const id = ownText(details, 'vulnerabilityId') ?? title ?? arn
  if (id === undefined) return undefined
  const links = [own(details, 'sourceUrl'), ...ownList(details, 'referenceUrls')]
  const packages = ownList(details, 'vulnerablePackages').map(readPackage)
  const state = stateOf(ownText(entry, 'status'))
  const images = ownList(entry, 'resources').map(resource => own(resource, 'details', 'awsEcrContainerImage'))
  return {
    id,
    aliases: texts(ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state,
    decision: state === 'open' ? COUNTED : { kind: state },
    score: ownNumber(entry, 'score') ?? null,
    vector: ownText(entry, 'scoreDetails', 'cvss', 'scoringVector') ?? ownText(ownList(details, 'cvss')[0], 'scoringVector') ?? null,
    vendor: ownText(details, 'source') ?? null,
    fixAvailable: ownText(entry, 'fixAvailable') ?? null,
    exploitAvailable: ownText(entry, 'exploitAvailable') ?? null,
    description: ownText(entry, 'description') ?? null,
    links: [...new Set(texts(links))],
    package: packages[0] ?? null,
    packages,
    path: packages.find(({ path }) => path !== null)?.path ?? null,
    platform: firstOf(images, image => ownText(image, 'platform')),
    firstObservedAt: toIsoTime(own(entry, 'firstObservedAt')),
    lastObservedAt: toIsoTime(own(entry, 'lastObservedAt')),
    vendorCreatedAt: toIsoTime(own(details, 'vendorCreatedAt')),
    inUseCount: firstOf(images, image => ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => toIsoTime(own(image, 'lastInUseAt')) ?? undefined),
    ...NO_INTELLIGENCE,
    fromBase: false,
  }
}

/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
export function regionOf(entry: unknown): string | null {
  return firstOf(ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(ownText(resource, 'id') ?? '')?.[1])
}

/** Counts the open findings of each severity, or those of them that count. A severity without any is absent, as in ECR's own counts. */
export function countSeverities(findings: readonly Finding[], counts = isOpen): SeverityCounts {
  const numbers = new Map<string, number>()
  for (const finding of findings) if (counts(finding)) numbers.set(finding.severity, (numbers.get(finding.severity) ?? 0) + 1)
  return Object.fromEntries([...numbers].sort(([a], [b]) => rank(a) - rank(b)))
}

/** Whether a finding counts for rules and verdicts. */
export function isCounted({ decision }: Pick<Finding, 'decision'>): boolean {
  return decision.kind === 'counted'
}

function isOpen({ state }: Finding): boolean {
  return state === 'open'
}

/** The position of a severity, the worst first; a word that is not one of ECR's comes last. */
export function rank(severity: string): number {
  const position = (SEVERITIES as readonly string[]).indexOf(severity)
  return position < 0 ? SEVERITIES.length : position
}

function readPackage(entry: unknown): Package {
  return {
    name: ownText(entry, 'name') ?? null,
    epoch: ownNumber(entry, 'epoch') ?? null,
    version: ownText(entry, 'version') ?? null,
    release: ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: ownText(entry, 'packageManager') ?? null,
    path: ownText(entry, 'filePath') ?? null,
    layer: ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity that is not a string is kept as JSON. That equals none of ECR's severities, and it is not taken for a missing one.
function severityOf(entry: unknown): string {
  const severity = own(entry, 'severity')
  return typeof severity === 'string' && severity.trim() !== ''
    ? severity.trim()
    : severity === undefined
      ? 'UNDEFINED'
      : JSON.stringify(severity)
}

function stateOf(status: string | undefined): Finding['state'] {
  return status === 'CLOSED' ? 'closed' : status === 'SUPPRESSED' ? 'suppressed' : 'open'
}

function availableVersion(entry: unknown, name: string): string | null {
  const value = own(entry, name) ?? ''
  // What is no string names a version too, although nobody can read it.
  const version = typeof value === 'string' ? value.trim() : JSON.stringify(value)
  return /^(?:not\s*available)?$/i.test(version) ? null : version
}

function firstOf<T>(list: readonly unknown[], read: (entry: unknown) => T | undefined): T | null {
  return list.map(read).find(value => value !== undefined) ?? null
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.filter(value => typeof value === 'string').map(value => value.trim())
}
