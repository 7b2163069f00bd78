// Invented findings in the shapes of basic and of enhanced scans, as JSON 1.1 carries them: instants are seconds since 1970.
//
// A finding depends on its number alone, so that two readings of an image agree, and a failing test shows the same text again.

import { type Fields, partitionOf, sha256, toSeconds } from './wire.ts'

export type Counts = Readonly<Record<string, number>>

interface FindingOptions {
  /** The number of the first finding, for lists that must not have findings in common. */
  readonly first?: number
  /** Members that replace those of each finding. */
  readonly each?: (index: number) => Fields
}

export interface BasicOptions extends FindingOptions {
  /** CLAIR has one CVSS 2 score; AWS_NATIVE has CVSS 3 and 4 and the version that cures the finding. */
  readonly style?: 'CLAIR' | 'AWS_NATIVE'
}

export interface EnhancedOptions extends FindingOptions {
  readonly registryId?: string
  readonly region?: string
  readonly repository?: string
  readonly digest?: string
  readonly tags?: readonly string[]
  /** The scanner's name of the distribution. */
  readonly platform?: string
  readonly architecture?: string
}

// Twenty severities in the proportions of a typical image, taken in turn if only a number of findings is given.
const TURNS = 'CHHMMMMLHMMHMLMMLHLU'
const SEVERITY: Readonly<Record<string, string>> = { C: 'CRITICAL', H: 'HIGH', M: 'MEDIUM', L: 'LOW', U: 'UNDEFINED' }
const SCORE: Readonly<Record<string, number>> = { CRITICAL: 9.8, HIGH: 8.1, MEDIUM: 5.9, LOW: 3.3, INFORMATIONAL: 1.2 }
const VECTOR: Readonly<Record<string, string>> = {
  CRITICAL: 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  HIGH: 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  MEDIUM: 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
  LOW: 'AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N',
}

const PACKAGES = ['openssl', 'libxml2', 'glibc', 'curl', 'zlib', 'expat', 'krb5', 'perl', 'systemd', 'ncurses', 'sqlite3', 'tar']
const FLAWS = [
  'An out-of-bounds read in the parser of certificate extensions',
  'A use after free when a connection is closed while its handshake is under way',
  'An integer overflow in the length of a compressed block',
  'Missing validation of a path before it is followed',
  'An unbounded recursion on deeply nested input',
]
const SEEN = toSeconds('2026-11-20T06:12:44Z')

/** Findings of a basic scan: a number of them in typical proportions, or a number for each severity. */
export function makeBasicFindings(amount: number | Counts, { style = 'CLAIR', first = 1, each }: BasicOptions = {}): readonly Fields[] {
  return severities(amount).map((severity, index) => {
    const number = first + index
    const name = packageOf(number)
    return {
      name: cve(number),
      description: describe(number),
      uri:
        style === 'CLAIR'
          ? `https://security-tracker.debian.org/tracker/${cve(number)}`
          : `https://nvd.nist.gov/vuln/detail/${cve(number)} `,
      severity,
      attributes: attributesOf(style, name, severity),
      ...each?.(index),
    }
  })
}

function attributesOf(style: 'CLAIR' | 'AWS_NATIVE', name: string, severity: string): readonly Fields[] {
  const score = String(SCORE[severity] ?? 0)
  const attributes =
    style === 'CLAIR'
      ? { package_version: '3.0.11-1~deb12u2', package_name: name, CVSS2_VECTOR: 'AV:N/AC:M/Au:N/C:P/I:P/A:P', CVSS2_SCORE: score }
      : {
          package_name: name,
          package_version: '0:3.0.11-1~deb12u2.AMD64',
          fixed_in_version: '0:3.0.15-1~deb12u1',
          cvss3_score: score,
          cvss3_vector: `CVSS:3.1/${VECTOR[severity] ?? VECTOR['LOW']}`,
          cvss4_score: score,
          cvss4_vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
        }
  return Object.entries(attributes).map(([key, value]) => ({ key, value }))
}

/** Findings of an enhanced scan, each with an ARN of its own and about two kilobytes of JSON. */
export function makeEnhancedFindings(amount: number | Counts, { first = 1, each, ...image }: EnhancedOptions = {}): readonly Fields[] {
  const resource = resourceOf(image)
  return severities(amount).map((severity, index) => ({
    ...enhancedFinding(first + index, severity, image),
    resources: [resource],
    ...each?.(index),
  }))
}

function enhancedFinding(number: number, severity: string, { registryId = '111122223333', region = 'eu-west-1' }: EnhancedOptions): Fields {
  const name = packageOf(number)
  const score = SCORE[severity] ?? 0
  const vector = `CVSS:3.1/${VECTOR[severity] ?? VECTOR['LOW']}`
  const fixed = number % 3 !== 0
  return {
    awsAccountId: registryId,
    description: describe(number),
    exploitAvailable: number % 10 === 1 ? 'YES' : 'NO',
    findingArn: `arn:${partitionOf(region)}:inspector2:${region}:${registryId}:finding/${number.toString(16).padStart(32, '0')}`,
    firstObservedAt: SEEN - (number % 40) * 86_400,
    fixAvailable: fixed ? 'YES' : 'NO',
    lastObservedAt: SEEN,
    packageVulnerabilityDetails: {
      cvss: [{ baseScore: score, scoringVector: vector, source: 'NVD', version: '3.1' }],
      referenceUrls: [`https://nvd.nist.gov/vuln/detail/${cve(number)}`, `https://lists.example.org/security/${cve(number)}`],
      relatedVulnerabilities: number % 7 === 0 ? [cve(number + 500_000)] : [],
      source: 'DEBIAN_CVE',
      sourceUrl: `https://security-tracker.debian.org/tracker/${cve(number)}`,
      vendorCreatedAt: SEEN - 90 * 86_400,
      vendorSeverity: severity === 'UNTRIAGED' ? 'not yet assigned' : severity,
      vendorUpdatedAt: SEEN - 3_600,
      vulnerabilityId: cve(number),
      vulnerablePackages: [
        {
          arch: 'AMD64',
          epoch: 0,
          fixedInVersion: fixed ? '0:3.0.15-1~deb12u1' : 'NotAvailable',
          name,
          packageManager: 'OS',
          release: '1~deb12u2',
          sourceLayerHash: LAYER,
          version: '3.0.11',
        },
      ],
    },
    remediation: {
      recommendation: { text: fixed ? `Update ${name} to 3.0.15-1~deb12u1 and rebuild the image on the updated base.` : 'None Provided' },
    },
    score,
    scoreDetails: { cvss: { adjustments: [], score, scoreSource: 'NVD', scoringVector: vector, version: '3.1' } },
    severity,
    status: 'ACTIVE',
    title: `${cve(number)} - ${name}`,
    type: 'PACKAGE_VULNERABILITY',
    updatedAt: SEEN,
  }
}

const LAYER = `sha256:${sha256('a layer')}`

function resourceOf({
  registryId = '111122223333',
  region = 'eu-west-1',
  repository = 'payments/api',
  digest = `sha256:${sha256('an image')}`,
  tags = ['1.4.2'],
  platform = 'DEBIAN_12',
  architecture = 'amd64',
}: EnhancedOptions): Fields {
  return {
    details: {
      awsEcrContainerImage: {
        architecture,
        imageHash: digest,
        imageTags: tags,
        inUseCount: 2,
        lastInUseAt: SEEN - 600,
        platform,
        pushedAt: SEEN - 86_400,
        registry: registryId,
        repositoryName: repository,
      },
    },
    id: `arn:${partitionOf(region)}:ecr:${region}:${registryId}:repository/${repository}/${digest}`,
    tags: {},
    type: 'AWS_ECR_CONTAINER_IMAGE',
  }
}

function severities(amount: number | Counts): readonly string[] {
  if (typeof amount === 'number') {
    return Array.from({ length: amount }, (_, index) => SEVERITY[TURNS.charAt(index % TURNS.length)] ?? 'UNDEFINED')
  }
  return Object.entries(amount).flatMap(([severity, count]) => Array.from({ length: count }, () => severity))
}

function cve(number: number): string {
  return `CVE-2026-${String(100_000 + number)}`
}

function packageOf(number: number): string {
  return PACKAGES[number % PACKAGES.length] ?? 'openssl'
}

function describe(number: number): string {
  const flaw = FLAWS[number % FLAWS.length]
  return `${flaw} of ${packageOf(number)} lets whoever controls the input end the process, or read up to ${number % 512} bytes of its memory.`
}
