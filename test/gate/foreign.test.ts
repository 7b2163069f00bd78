import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/diagnostic.ts'
import { matcherOf } from '../../src/gate/exceptions/match.ts'
import { type Finding, readEnhancedFinding } from '../../src/image/finding.ts'
import type { Image } from '../../src/image/image.ts'
import { endOf, type FindingException } from '../../src/rules/exception.ts'
import { EXCEPTION_FILE } from '../../src/rules/kind.ts'
import { loadRules } from '../../src/rules/load.ts'
import { type FindingLike, judge, makeImage } from './judging.ts'

// What Trivy and Grype ignore by the same files, recorded from these tools: foreign/README.md says how.

interface Recorded {
  readonly findings: readonly { readonly id: string; readonly related?: readonly string[]; readonly ecr: Package }[]
  readonly cases: readonly Case[]
}

interface Package {
  readonly name: string
  readonly manager: string
  readonly platform: string | null
  readonly epoch?: number
  readonly version: string
  readonly release?: string
  readonly path?: string
  readonly fixedIn?: string
  readonly fix?: string
}

interface Case {
  readonly name: string
  readonly file: string
  readonly text: string
  readonly now?: string
  /** The findings that the tool ignores, by their place in the list; null where it refuses the file. */
  readonly ignored: readonly number[] | null
}

function recorded(tool: string): Recorded {
  return JSON.parse(readFileSync(new URL(`foreign/${tool}.json`, import.meta.url), 'utf8'))
}

const IMAGE = { uri: 'r', repositoryName: 'r', digest: null, indexDigest: null, tags: [], platform: null, lacks: [] } as unknown as Image

function toFinding({ id, related = [], ecr }: Recorded['findings'][number]): Finding {
  const { name, manager: packageManager, platform, epoch, version, release, path: filePath, fixedIn: fixedInVersion, fix } = ecr
  const pack = { name, packageManager, epoch, version, release, filePath, fixedInVersion }
  const finding = readEnhancedFinding({
    status: 'ACTIVE',
    severity: 'HIGH',
    fixAvailable: fix,
    resources: [{ details: { awsEcrContainerImage: { platform } } }],
    packageVulnerabilityDetails: { vulnerabilityId: id, relatedVulnerabilities: related, vulnerablePackages: [pack] },
  })
  if (finding === undefined) throw new Error('no finding')
  return finding
}

function accepted({ findings }: Recorded, { file, text, now = '2026-12-01T12:00:00Z' }: Case): readonly number[] | null {
  const { exceptions, diagnostics } = loadRules([{ path: `team/${file}`, text, kind: EXCEPTION_FILE }])
  if (diagnostics.some(({ level }) => level === 'error')) return null
  const lasting = exceptions.filter((each): each is FindingException => each.kind === 'finding' && Date.parse(now) < endOf(each))
  const matchers = lasting.map(matcherOf)
  return findings.flatMap((finding, index) => {
    const takes = matchers.some(each => each.refusalOf(toFinding(finding), IMAGE, () => ({})) === undefined)
    return takes ? [index] : []
  })
}

describe('entries that accepted nothing', () => {
  const told = (text: string, findings: readonly FindingLike[]): readonly string[] =>
    judge([makeImage({ findings })], [], '', '2026-12-01T12:00:00Z', { foreign: { path: '.trivyignore', text } }).diagnostics.map(
      ({ level, message, at }) => `${level} ${at === undefined ? '' : formatPlace(at)} ${message}`,
    )

  test('are one warning for a file', () => {
    const ids = [1, 2, 3, 4, 5, 6, 7].map(n => `CVE-2026-900${n}0`)
    expect(told(['CVE-2026-90001', ...ids].join('\n'), [{ id: 'CVE-2026-90001', severity: 'HIGH' }])).toEqual([
      `warning .trivyignore:2:1 7 entries accepted nothing, the first of them here: ${ids.slice(0, 5).join(', ')} and 2 more`,
    ])
  })

  test('but what a person may have meant is said of each', () => {
    expect(told('CVE-2026-90001', [{ id: 'GHSA-vh95-rmgr-6w4m', aliases: ['CVE-2026-90001'], severity: 'HIGH' }])).toEqual([
      'warning .trivyignore:1:1 the exception for CVE-2026-90001 accepted nothing: CVE-2026-90001 is related to the finding GHSA-vh95-rmgr-6w4m, which needs an exception for its own id',
    ])
  })
})

/** Where the gate accepts less, and why: by the name of the case. */
const STRICTER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  trivy: {
    'the day itself, at its beginning': 'an exception ends with a day, and this is the first instant of the next one',
    'the first year': 'to Trivy the first day of all is no day',
    'a wrong day': 'a day that is none is an error, and Trivy only warns',
    'a day in another form': 'a day that is none is an error, and Trivy only warns',
    'YAML: paths: one star alone': 'Trivy compares the name of a kind of packages, too',
    'YAML: paths: the kind of files': 'Trivy compares the name of a kind of packages, too',
    'YAML: paths: a class for a slash': 'a class never stands for a slash',
    'YAML: paths: braces with patterns': 'in braces two stars are as one',
    'YAML: paths: the folder and all below': 'what ends in /** is below a folder',
    'YAML: paths: an empty pattern': 'an empty text is an error',
    'YAML: purls: deb with a qualifier': 'ECR does not say it',
    'YAML: a time to come on the day': 'an exception ends with a day, and the last whole one is over',
    'YAML: an unknown field': 'its author meant to narrow the entry',
    'YAML: a field in capitals': 'its author meant to narrow the entry',
    'YAML: an unknown section': 'a file without any section is something else',
    'YAML: an id that is a number': 'a text is expected',
    'YAML: an anchor': 'what can make a small file huge is refused',
  },
  grype: {
    'a namespace': 'ECR does not say it',
    'fix-state: not-fixed': 'ECR does not say why there is no fix',
    'fix-state: wont-fix': 'ECR does not say why there is no fix',
    'fix-state: unknown': 'ECR does not say why there is no fix',
    'name: bind-libs{1}': 'the expression is not read',
    'name: (?i)OPENSSL': 'the expression is not read',
    'name: \\Qopenssl\\E': 'the expression is not read',
    'name: openss[[:alpha:]]': 'the expression is not read',
    'name: .*?ssl': 'the expression is not read',
    'name: open||ssl': 'to Grype the beginning binds the first of several only, and the end the last',
    'name: nothing|ssl$': 'to Grype the beginning binds the first of several only, and the end the last',
    'a version that is a number': 'a text is expected',
    'location: **': 'packages of the operating system have no path',
    'location: /var/lib/dpkg/status': 'packages of the operating system have no path',
    'upstream-name': 'ECR does not say it',
    'upstream-name and an id': 'ECR does not say it',
    'match-type': 'ECR does not say it',
    'match-type and an id': 'ECR does not say it',
    'vex-justification and an id': 'it is about VEX documents',
    'an unknown field': 'its author meant to narrow the rule',
    'an unknown field of the package': 'its author meant to narrow the rule',
    'a field in capitals': 'its author meant to narrow the rule',
    'a package without a value': 'its author meant to narrow the rule',
    'an empty vulnerability': 'its author meant to narrow the rule',
    'one map and no list': 'a list is expected',
    'an anchor': 'what can make a small file huge is refused',
  },
}

/** The one place where the gate accepts more. A byte order mark is no part of an id, so that it does not hide the first one. */
const LAXER = ['trivy: a byte order mark']

describe.each(['trivy', 'grype'])('%s', tool => {
  const all = recorded(tool)
  test.each(all.cases)('$name', each => {
    const ours = accepted(all, each)
    const why = STRICTER[tool]?.[each.name]
    if (LAXER.includes(`${tool}: ${each.name}`)) expect(ours).toEqual([0, ...(each.ignored ?? [])])
    else if (why === undefined) expect(ours).toEqual(each.ignored)
    else {
      expect(ours).not.toEqual(each.ignored)
      for (const index of ours ?? []) expect(each.ignored).toContain(index)
    }
  })

  test('every difference is of a case', () => {
    const names = all.cases.map(({ name }) => name)
    expect(Object.keys(STRICTER[tool] ?? {}).filter(name => !names.includes(name))).toEqual([])
  })
})
