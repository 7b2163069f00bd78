// What to change so that an image may go out, for images and policies as people have them.

import { describe, expect, test } from 'vitest'
import { gap, read } from '../../src/gate/coverage.ts'
import type { Fixes } from '../../src/gate/fixes/fix.ts'
import { type FindingLike, type ImageLike, judge, layer, makeImage } from './judging.ts'

const NOW = '2026-12-01T12:00:00Z'

type PackageLike = NonNullable<FindingLike['packages']>[number]

const npm = (name: string, version: string, fixedInVersion: string, filePath = `app/node_modules/${name}/package.json`): PackageLike => ({
  name,
  version,
  packageManager: 'NODEPKG',
  filePath,
  fixedInVersion,
})
const os = (name: string, version: string, fixedInVersion: string): PackageLike => ({ name, version, packageManager: 'OS', fixedInVersion })

let number = 1000
const found = (severity: string, ...packages: readonly PackageLike[]): FindingLike => ({
  id: `CVE-2026-${number++}`,
  severity,
  fixAvailable: packages.every(({ fixedInVersion }) => fixedInVersion === 'NotAvailable') ? 'NO' : 'YES',
  packages,
})

interface Policy {
  readonly words?: readonly string[]
  readonly rules?: string
  /** The text of a policy file. */
  readonly limits?: string
}

function fixesOf(image: ImageLike | readonly FindingLike[], { words = [], rules = '', limits = '' }: Policy = {}): Fixes | null {
  return judge([makeImage('findings' in image ? image : { findings: image })], words, rules, NOW, { policy: limits }).fixes
}

/** The steps in short: `fail > pass: axios 0.21.1 > 1.7.4`. */
function tell(fixes: Fixes | null): readonly string[] {
  return (fixes?.steps ?? []).map(({ from, verdict, changes, unfixable }) => {
    const told = changes.map(({ kind, packages }) => {
      const names = packages.map(({ name, from: old, to, isNeeded }) => `${name} ${old} > ${to}${isNeeded ? '' : ' (not needed)'}`)
      return kind === 'base image' ? `base image: ${names.join(', ')}` : names.join(', ')
    })
    return `${from} > ${verdict}: ${[...told, ...unfixable.map(({ exception }) => exception ?? 'no exception')].join('; ')}`
  })
}

describe('the version to bring a package to', () => {
  test.each<[what: string, findings: readonly FindingLike[], steps: readonly string[]]>([
    [
      'is the lowest that fixes all of its findings, by the order of its ecosystem',
      [
        found('HIGH', npm('axios', '0.21.1', '0.21.2')),
        found('CRITICAL', npm('axios', '0.21.1', '1.7.4')),
        found('LOW', npm('axios', '0.21.1', '0.28.0')),
      ],
      ['fail > pass: axios 0.21.1 > 1.7.4'],
    ],
    [
      'is not the latest as text',
      [found('HIGH', npm('tar', '6.1.0', '6.9.1')), found('HIGH', npm('tar', '6.1.0', '6.10.0'))],
      ['fail > pass: tar 6.1.0 > 6.10.0'],
    ],
    [
      'is one for each place of a package',
      [found('HIGH', npm('tar', '6.1.0', '6.2.1', 'a/tar'), npm('tar', '6.1.0', '6.2.1', 'b/tar'))],
      ['fail > pass: tar 6.1.0 > 6.2.1; tar 6.1.0 > 6.2.1'],
    ],
    [
      'is one for the packages of the operating system together, of which it says which are needed',
      [found('HIGH', os('openssl', '3.0.11-1~deb12u2', '3.0.15-1~deb12u1')), found('LOW', os('zlib1g', '1:1.2.13-1', '1:1.2.13-2'))],
      ['fail > pass: base image: openssl 3.0.11-1~deb12u2 > 3.0.15-1~deb12u1, zlib1g 1:1.2.13-1 > 1:1.2.13-2 (not needed)'],
    ],
    [
      'has no epoch 0 where the installed one has none',
      [found('HIGH', os('openssl', '3.0.7-2.amzn2023', '0:3.0.8-1.amzn2023'))],
      ['fail > pass: base image: openssl 3.0.7-2.amzn2023 > 3.0.8-1.amzn2023'],
    ],
  ])('%s', (_, findings, steps) => {
    expect(tell(fixesOf(findings))).toEqual(steps)
  })

  test.each<[what: string, pack: PackageLike]>([
    ['one that the order cannot read', npm('axios', '0.21.1', 'the next one')],
    ['one for an installed version that the order cannot read', npm('axios', 'unspecified!', '1.7.4')],
    ['an earlier one', npm('axios', '1.8.0', '1.7.4')],
    ['the installed one', npm('axios', '1.7.4', '1.7.4')],
    ['one that Debian and Alpine would order differently, of a system that nobody names', os('x', '1.0_p1', '1.0-2')],
    ['the same text, for a package manager that is not known', { name: 'x', version: '1', packageManager: 'OTHER', fixedInVersion: '1' }],
    [
      'an earlier one, for a package manager that is not known',
      { name: 'x', version: '2.0', packageManager: 'OTHER', fixedInVersion: '1.0' },
    ],
    ['a list of versions', npm('axios', '0.21.1', '1.2.3, 2.0.1')],
    [
      'a list of them, for a package manager that is not known',
      { name: 'x', version: '1', packageManager: 'OTHER', fixedInVersion: '2, 3' },
    ],
    ['a list of versions of Maven', { name: 'x', version: '1.0', packageManager: 'JAR', fixedInVersion: '1.2.3,2.0.1' }],
    ['a range of versions of Maven', { name: 'x', version: '1.0', packageManager: 'JAR', fixedInVersion: '2.0)' }],
    ['a sentence', { name: 'x', version: '1', packageManager: 'OTHER', fixedInVersion: 'see the advisory' }],
  ])('is never %s', (_, pack) => {
    const fixes = fixesOf([found('HIGH', pack)])
    expect(tell(fixes)).toEqual([])
    expect(fixes?.untold).toMatchObject([{ package: pack.name, severityCounts: { HIGH: 1 }, why: 'version' }])
  })

  test('is none where ECR says that there is no fix and names one all the same', () => {
    const fixes = fixesOf([{ ...found('HIGH', npm('axios', '0.21.1', '1.7.4')), fixAvailable: 'NO' }])
    expect(tell(fixes)).toEqual([])
    expect(fixes?.untold).toMatchObject([{ package: 'axios', why: 'version' }])
  })

  test('of a package manager that is not known is told where there is only one', () => {
    const of = (fixedInVersion: string): FindingLike => found('HIGH', { name: 'x', version: 'a', packageManager: 'OTHER', fixedInVersion })
    expect(tell(fixesOf([of('b'), of('b')]))).toEqual(['fail > pass: x a > b'])
    expect(tell(fixesOf([of('b'), of('c')]))).toEqual([])
  })
})

describe('the changes', () => {
  test('are only those without which it would still fail, and those without which it would warn come after', () => {
    const findings = [
      found('HIGH', npm('a', '1.0.0', '2.0.0')),
      found('MEDIUM', npm('b', '1.0.0', '2.0.0')),
      found('LOW', npm('c', '1.0.0', '2.0.0')),
    ]
    expect(tell(fixesOf(findings))).toEqual(['fail > warn: a 1.0.0 > 2.0.0', 'warn > pass: b 1.0.0 > 2.0.0'])
  })

  test('are as few as the settings ask for: the package with the most findings', () => {
    const findings = [
      found('HIGH', npm('a', '1.0.0', '2.0.0')),
      found('HIGH', npm('b', '1.0.0', '2.0.0')),
      found('HIGH', npm('b', '1.0.0', '2.0.0')),
      found('HIGH', npm('c', '1.0.0', '2.0.0')),
    ]
    expect(tell(fixesOf(findings, { words: ['--max-findings', 'high=2'] }))).toEqual(['fail > pass: b 1.0.0 > 2.0.0'])
  })

  test('fix a finding in two packages only together', () => {
    const both = found('HIGH', npm('a', '1.0.0', '2.0.0'), npm('b', '1.0.0', '3.0.0'))
    const fixes = fixesOf([both])
    expect(tell(fixes)).toEqual(['fail > pass: a 1.0.0 > 2.0.0; b 1.0.0 > 3.0.0'])
    expect(fixes?.steps[0]?.changes.map(change => change.fixes)).toEqual([[both.id], [both.id]])
  })

  test('end what fails by a rule over findings, by a rule over lists and by untriaged', () => {
    const exploited = { ...found('LOW', npm('a', '1.0.0', '2.0.0')), exploitAvailable: 'YES' }
    const finding = JSON.stringify([{ id: 'x', name: 'X', type: 'Finding', severityOfAlerts: 1, filter: 'exploitAvailable = "YES"' }])
    const list = JSON.stringify([
      {
        id: 'x',
        name: 'X',
        type: 'CloudTrail',
        severityOfAlerts: 1,
        filter: 'eventSource = "ecr.amazonaws.com" and responseElements.imageScanFindings.enhancedFindings.exploitAvailable = "YES"',
      },
    ])
    const others = [found('LOW', npm('b', '1.0.0', '2.0.0'))]
    expect(tell(fixesOf([exploited, ...others], { rules: finding }))).toEqual(['fail > pass: a 1.0.0 > 2.0.0'])
    expect(tell(fixesOf([exploited, ...others], { rules: list }))).toEqual(['fail > pass: a 1.0.0 > 2.0.0'])
    const unrated = found('UNTRIAGED', npm('a', '1.0.0', '2.0.0'))
    expect(tell(fixesOf([unrated, ...others], { words: ['--untriaged', 'fail'] }))).toEqual(['fail > pass: a 1.0.0 > 2.0.0'])
  })

  test('leave out what is accepted or has time', () => {
    const [accepted, counted] = [found('HIGH', npm('a', '1.0.0', '2.0.0')), found('HIGH', npm('b', '1.0.0', '2.0.0'))]
    const rules = JSON.stringify({ exceptions: [{ id: accepted.id, reason: 'x', expires: 'never' }] })
    expect(tell(fixesOf([accepted, counted], { rules }))).toEqual(['fail > pass: b 1.0.0 > 2.0.0'])
  })

  test('are none for a pass, and none where nothing but a gap speaks against the image', () => {
    expect(fixesOf([found('LOW', npm('a', '1.0.0', '2.0.0'))])).toBeNull()
    expect(
      judge([makeImage({ findings: [] })], [], '', NOW, { coverage: [gap({ source: 'events', origin: 'x', message: 'not read' })] }).fixes,
    ).toBeNull()
  })

  test('of the platforms of an index are told once', () => {
    const finding = found('HIGH', npm('a', '1.0.0', '2.0.0'))
    const platform = (digit: string) => ({
      ...makeImage({ findings: [finding] }),
      indexDigest: `sha256:${'f'.repeat(64)}`,
      uri: `x/api@sha256:${digit.repeat(64)}`,
    })
    const { fixes } = judge([platform('1'), platform('2')], [], '', NOW)
    expect(fixes?.steps[0]?.changes).toMatchObject([
      { images: [platform('1').uri, platform('2').uri], fixes: [finding.id], severityCounts: { HIGH: 1 } },
    ])
    const apart = judge([makeImage({ findings: [finding] }), makeImage({ findings: [finding], repository: 'web' })], [], '', NOW)
    expect(apart.fixes?.steps[0]?.changes).toHaveLength(2)
  })
})

describe('what has no fix', () => {
  test('is told with the exception to write, and only where it blocks', () => {
    const blocking = found('HIGH', os('libxml2', '2.9.14', 'NotAvailable'))
    const findings = [blocking, found('MEDIUM', os('zlib1g', '1.2.13', 'NotAvailable')), found('CRITICAL', npm('a', '1.0.0', '2.0.0'))]
    const exception = `- { id: ${blocking.id}, package: libxml2, image: api, reason: WHY, expires: YYYY-MM-DD, until-fixed: true }`
    expect(tell(fixesOf(findings))).toEqual([`fail > warn: a 1.0.0 > 2.0.0; ${exception}`])
    // The exception does what is said of it.
    const written = `exceptions:\n  ${exception}`.replace('WHY', 'x').replace('YYYY-MM-DD', '2027-01-01')
    expect(judge([makeImage({ findings: [blocking] })], [], written, NOW).verdict).toBe('pass')
  })

  test('is accepted no further than a count asks for', () => {
    const findings = [1, 2, 3].map(() => found('HIGH', os('libxml2', '2.9.14', 'NotAvailable')))
    const fixes = fixesOf(findings, { words: ['--max-findings', 'high=2'] })
    expect(fixes?.steps[0]?.unfixable.flatMap(({ ids }) => ids)).toHaveLength(1)
  })

  const without = (id: string, name = 'libxml2'): FindingLike => ({ ...found('HIGH', os(name, '2.9.14', 'NotAvailable')), id })

  test.each<[what: string, image: ImageLike, fixes: object]>([
    [
      'an id that is none',
      { findings: [without('CVE-26-1*')] },
      { steps: [], verdict: 'fail', untold: [{ ids: ['CVE-26-1*'], why: 'no name' }] },
    ],
    [
      'an id that is none beside one',
      { findings: [without('CVE-26-1*'), without('CVE-2026-1001')] },
      { steps: [{ verdict: 'fail', unfixable: [{ ids: ['CVE-2026-1001'] }] }], verdict: 'fail', untold: [{ ids: ['CVE-26-1*'] }] },
    ],
    [
      'a repository whose name stands for others',
      { findings: [without('CVE-2026-1001')], repository: '**' },
      { steps: [], verdict: 'fail', untold: [{ ids: ['CVE-2026-1001'], why: 'no name' }] },
    ],
  ])('is not accepted where no exception can name it: %s', (_, image, fixes) => {
    expect(fixesOf(image)).toMatchObject(fixes)
  })

  test('is accepted in the place of what cannot be', () => {
    const findings = [found('HIGH', npm('a', '1.0.0', 'the next one')), without('CVE-2026-9001')]
    const fixes = fixesOf(findings, { words: ['--max-findings', 'high=1'] })
    expect(fixes).toMatchObject({ steps: [{ verdict: 'pass', unfixable: [{ ids: ['CVE-2026-9001'] }] }], verdict: 'pass', untold: [] })
  })

  test('is accepted with all findings that its exception accepts', () => {
    const id = 'CVE-2026-9001'
    const both = { ...found('HIGH', os('libxml2', '1', 'NotAvailable'), os('zlib1g', '1', 'NotAvailable')), id }
    const fixes = fixesOf([both, without(id), found('HIGH', npm('a', '1.0.0', 'the next one'))], { words: ['--max-findings', 'high=2'] })
    expect(fixes?.steps.flatMap(({ unfixable }) => unfixable.map(({ package: name }) => name))).toEqual([null, 'libxml2'])
  })

  test('is accepted once for all images of a repository', () => {
    const image = (digit: string) => ({
      ...makeImage({ findings: [without('CVE-2026-9001')], tag: `v${digit}` }),
      uri: `x/api@sha256:${digit.repeat(64)}`,
    })
    const { fixes } = judge([image('1'), image('2')], [], '', NOW)
    expect(fixes?.steps[0]?.unfixable).toMatchObject([{ images: [image('1').uri, image('2').uri], severityCounts: { HIGH: 1 } }])
  })

  describe('and a policy limits exceptions', () => {
    const limits = (words: string): string => `limits:\n  exceptions: { ${words} }\n`

    test('to a severity: what is above it is not accepted', () => {
      const fixes = fixesOf([without('CVE-2026-9001')], { limits: limits('severity-at-most: medium') })
      expect(fixes).toMatchObject({ steps: [], verdict: 'fail', untold: [{ ids: ['CVE-2026-9001'], why: 'limit' }] })
      expect(fixesOf([without('CVE-2026-9001')], { limits: limits('severity-at-most: high') })).toMatchObject({ verdict: 'pass' })
    })

    test('to those with an owner: the exception asks for one', () => {
      const fixes = fixesOf([without('CVE-2026-9001')], { limits: limits('need-owner: true') })
      expect(fixes?.steps[0]?.unfixable[0]?.exception).toContain('reason: WHY, owner: WHO, expires: YYYY-MM-DD')
    })
  })

  test('is not known of a basic scan, which is said once; what it tells is used', () => {
    const findings = [found('HIGH'), found('HIGH'), found('CRITICAL')]
    const fixes = fixesOf({ findings, basic: true })
    expect(fixes).toMatchObject({ steps: [], verdict: 'fail', untold: [{ why: 'basic scan', severityCounts: { CRITICAL: 1, HIGH: 2 } }] })
  })
})

describe('what stays', () => {
  test('is said: what else the run saw, and the verdict with it', () => {
    const image = makeImage({ findings: [found('HIGH', npm('a', '1.0.0', '2.0.0'))] })
    const coverage = [
      gap({ source: 'events', origin: 'x', message: 'eu-west-1: not read' }),
      read({ source: 'findings', origin: 'y', message: 'read' }),
    ]
    const { fixes } = judge([image], [], '', NOW, { coverage })
    expect(fixes).toMatchObject({ verdict: 'undecided', remains: ['eu-west-1: not read'] })
    expect(tell(fixes)).toEqual(['fail > pass: a 1.0.0 > 2.0.0'])
  })

  test('is what images of one name have together, such as one that was read twice', () => {
    const rules = JSON.stringify([
      {
        id: 'x',
        name: 'X',
        type: 'Finding',
        severityOfAlerts: 1,
        title: 'Two',
        filter: 'severity = "LOW"',
        threshold: 2,
        aggregateFields: [],
      },
    ])
    const images = ['a', 'b'].map(name =>
      makeImage({ findings: [found('HIGH', npm(name, '1.0.0', '2.0.0')), found('LOW', npm('c', '1.0.0', '2.0.0'))] }),
    )
    expect(judge(images, [], rules, NOW).fixes).toMatchObject({ verdict: 'fail', remains: [expect.stringContaining('Two (2 events) [x]')] })
  })

  test('is a rule that asks for something else', () => {
    const rules = JSON.stringify([
      {
        id: 'x',
        name: 'X',
        type: 'CloudTrail',
        severityOfAlerts: 1,
        title: 'Never',
        filter: 'eventSource = "ecr.amazonaws.com" and requestParameters.repositoryName = "api"',
      },
    ])
    const fixes = fixesOf([found('HIGH', npm('a', '1.0.0', '2.0.0'))], { rules })
    expect(tell(fixes)).toEqual(['fail > fail: a 1.0.0 > 2.0.0'])
    expect(fixes).toMatchObject({ verdict: 'fail', remains: ['Never [x]'] })
  })

  test('a rule by which fewer findings are worse is no reason to change nothing', () => {
    const rules = JSON.stringify([
      {
        id: 'x',
        name: 'X',
        type: 'CloudTrail',
        severityOfAlerts: 1,
        filter: 'eventSource = "ecr.amazonaws.com" and responseElements.imageScanFindings.findingSeverityCounts.HIGH = 1',
      },
    ])
    const findings = ['a', 'b', 'c'].map(name => found('HIGH', npm(name, '1.0.0', '2.0.0')))
    const fixes = fixesOf(findings, { rules })
    expect(fixes).toMatchObject({ isSmallest: true, verdict: 'pass' })
    expect(fixes?.steps[0]?.changes).toHaveLength(3)
  })
})

describe('with a base image that is known', () => {
  const at = (pack: PackageLike, letter: string): PackageLike => ({ ...pack, sourceLayerHash: layer(letter) })
  const built = (findings: readonly FindingLike[]): ImageLike => ({ findings, layers: 'abc', base: 'ab' })

  test.each<[what: string, findings: readonly FindingLike[], steps: readonly string[]]>([
    [
      'all that comes with it is one change, of whatever package manager',
      [found('HIGH', at(os('openssl', '3.0.11', '3.0.15'), 'a')), found('HIGH', at(npm('npm', '9.0.0', '9.1.0'), 'b'))],
      ['fail > pass: base image: openssl 3.0.11 > 3.0.15, npm 9.0.0 > 9.1.0'],
    ],
    [
      'a package of the system in an own layer is a change of its own',
      [found('HIGH', at(os('openssl', '3.0.11', '3.0.15'), 'a')), found('HIGH', at(os('curl', '7.88.1', '7.88.2'), 'c'))],
      ['fail > pass: base image: openssl 3.0.11 > 3.0.15; curl 7.88.1 > 7.88.2'],
    ],
    [
      'a finding in both needs both',
      [found('HIGH', at(os('openssl', '3.0.11', '3.0.15'), 'a'), at(os('libssl3', '3.0.11', '3.0.15'), 'c'))],
      ['fail > pass: base image: openssl 3.0.11 > 3.0.15; libssl3 3.0.11 > 3.0.15'],
    ],
    [
      'the same package in both layers is two changes',
      [found('HIGH', at(os('openssl', '3.0.11', '3.0.15'), 'a')), found('HIGH', at(os('openssl', '3.0.11', '3.0.14'), 'c'))],
      ['fail > pass: base image: openssl 3.0.11 > 3.0.15; openssl 3.0.11 > 3.0.15'],
    ],
    [
      'a package of an unknown layer is not that of the base image',
      [found('HIGH', os('openssl', '3.0.11', '3.0.15'))],
      ['fail > pass: openssl 3.0.11 > 3.0.15'],
    ],
  ])('%s', (_, findings, steps) => {
    expect(tell(fixesOf(built(findings)))).toEqual(steps)
  })

  test('what only warns for it is ended by the second step', () => {
    const findings = [found('HIGH', at(os('openssl', '3.0.11', '3.0.15'), 'a')), found('HIGH', at(npm('tar', '6.1.0', '6.2.1'), 'c'))]
    expect(tell(fixesOf(built(findings), { words: ['--base-image-findings', 'warn'] }))).toEqual([
      'fail > warn: tar 6.1.0 > 6.2.1',
      'warn > pass: base image: openssl 3.0.11 > 3.0.15',
    ])
  })
})
