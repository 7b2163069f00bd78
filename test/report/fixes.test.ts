// What to do now, in the words that every format shares.

import { describe, expect, test } from 'vitest'
import type { PackageChange } from '../../src/gate/fixes/change.ts'
import { tellFixes } from '../../src/report/fixes.ts'
import type { Report, ReportedChange, ReportedFixes } from '../../src/report/report.ts'
import { ordinaryFixes } from './fixes.ts'
import { sampleReport } from './reports.ts'

const pack = (name: string, from: string | null, to: string, path: string | null = null, isNeeded = true): PackageChange => ({
  name,
  manager: path === null ? 'OS' : 'NPM',
  path,
  from,
  to,
  isNeeded,
})

const change = (kind: ReportedChange['kind'], packages: readonly PackageChange[], more: Partial<ReportedChange> = {}): ReportedChange => ({
  kind,
  images: [],
  packages,
  fixes: ['CVE-2026-1', 'CVE-2026-2'],
  severityCounts: { HIGH: 1, CRITICAL: 1 },
  at: null,
  ...more,
})

async function tell(fixes: Partial<ReportedFixes>): Promise<NonNullable<ReturnType<typeof tellFixes>>> {
  const report: Report = {
    ...(await sampleReport()),
    fixes: { steps: [], isSmallest: true, verdict: 'pass', remains: [], untold: [], ...fixes },
  }
  const told = tellFixes(report)
  if (told === undefined) throw new Error('there is something to do')
  return told
}

const stepOf = (changes: readonly ReportedChange[]): ReportedFixes['steps'] => [{ from: 'fail', verdict: 'pass', changes, unfixable: [] }]

describe('a change', () => {
  test.each<[text: string, ReportedChange]>([
    [
      'axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 2 (1 CRITICAL, 1 HIGH)',
      change('package', [pack('axios', '0.21.1', '1.7.4', 'app/x')], { at: { file: 'app/package-lock.json', line: 5 } }),
    ],
    ['axios 0.21.1 → 1.7.4 in app/x fixes 2 (1 CRITICAL, 1 HIGH)', change('package', [pack('axios', '0.21.1', '1.7.4', 'app/x')])],
    ['axios → 1.7.4 fixes 2 (1 CRITICAL, 1 HIGH)', change('package', [pack('axios', null, '1.7.4')])],
    [
      'update the packages of the base image in Dockerfile:7, which fixes 2 (1 CRITICAL, 1 HIGH): libssl3, openssl 3.0.11 → 3.0.15, zlib1g 1.2 → 1.3',
      change('base image', [pack('libssl3', '3.0.11', '3.0.15'), pack('openssl', '3.0.11', '3.0.15'), pack('zlib1g', '1.2', '1.3')], {
        at: { file: 'Dockerfile', line: 7 },
      }),
    ],
    [
      'update the packages of the base image, which fixes 2 (1 CRITICAL, 1 HIGH): a 1 → 2, b 1 → 3, c 1 → 4, d 1 → 5, e 1 → 6 and 2 more',
      change(
        'base image',
        ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, i) => pack(name, '1', String(i + 2))),
      ),
    ],
  ])('%s', async (text, made) => {
    expect((await tell({ steps: stepOf([made]) })).steps[0]?.changes.map(each => each.text)).toEqual([text])
  })

  test('at several places is told once, unless it fixes something else there', async () => {
    const at = (path: string, more: Partial<ReportedChange> = {}) => change('package', [pack('stdlib', '1.20.1', '1.20.3', path)], more)
    const paths = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => at(`bin/${name}`))
    const other = at('bin/other', { fixes: ['CVE-2026-3'], severityCounts: { LOW: 1 } })
    const { steps, answer } = await tell({ steps: stepOf([...paths, other]) })
    expect(steps[0]?.title).toBe('2 changes make it pass')
    expect(steps[0]?.changes.map(each => each.text)).toEqual([
      'stdlib 1.20.1 → 1.20.3 in bin/a, bin/b, bin/c, bin/d, bin/e and 2 more fixes 2 (1 CRITICAL, 1 HIGH)',
      'stdlib 1.20.1 → 1.20.3 in bin/other fixes 1 (1 LOW)',
    ])
    expect(answer).toBe('would pass with stdlib 1.20.3 or later')
  })

  test('of one of two images names it', async () => {
    const { images } = await sampleReport()
    const [uri] = images.map(each => each.uri)
    const [told] = (await tell({ steps: stepOf([change('package', [pack('a', '1', '2')], { images: [uri ?? ''] })]) })).steps
    expect(told?.changes[0]?.text).toMatch(/\) in payments\/api:1\.4\.2@sha256:2{12} linux\/amd64$/)
  })
})

describe('the answer in one sentence', () => {
  test.each<[answer: string | undefined, what: string, Partial<ReportedFixes>]>([
    ['would pass with openssl 3.0.15 or later', 'one package', { steps: stepOf([change('base image', [pack('openssl', '1', '3.0.15')])]) }],
    [
      'would pass with openssl, libssl3 3.0.15 or later',
      'packages of one source, and one that is not needed',
      {
        steps: stepOf([
          change('base image', [pack('openssl', '1', '3.0.15'), pack('libssl3', '1', '3.0.15'), pack('z', '1', '2', null, false)]),
        ]),
      },
    ],
    [
      'would pass with the packages of the base image updated',
      'many packages of one source',
      {
        steps: stepOf([
          change(
            'base image',
            ['a', 'b', 'c', 'd'].map(name => pack(name, '1', '2')),
          ),
        ]),
      },
    ],
    [
      'would only warn with a 2 or later',
      'a warning that stays',
      { steps: stepOf([change('package', [pack('a', '1', '2')])]), verdict: 'warn' },
    ],
    [
      undefined,
      'a warning that there was before',
      { steps: [{ from: 'warn', verdict: 'warn', changes: [change('package', [pack('a', '1', '2')])], unfixable: [] }], verdict: 'warn' },
    ],
    [
      undefined,
      'two packages',
      { steps: stepOf([change('package', [pack('a', '1', '2', 'a')]), change('package', [pack('b', '1', '2', 'b')])]) },
    ],
    [undefined, 'something else that fails', { steps: stepOf([change('package', [pack('a', '1', '2')])]), verdict: 'fail' }],
    [undefined, 'something that was not seen', { steps: stepOf([change('package', [pack('a', '1', '2')])]), verdict: 'undecided' }],
    [undefined, 'an exception besides', { ...ordinaryFixes([]), verdict: 'pass' }],
  ])('%s: %s', async (answer, _, fixes) => {
    expect((await tell(fixes)).answer).toBe(answer)
  })
})

test('the steps say where they lead, and what else there is to know', async () => {
  const [first, second] = ordinaryFixes([]).steps
  if (first === undefined || second === undefined) throw new Error('there are two steps')
  const title = async (from: ReportedFixes['verdict'], verdict: ReportedFixes['verdict'], step = second) =>
    (await tell({ steps: [{ ...step, from, verdict }], verdict })).steps[0]?.title
  expect(await title('fail', 'pass')).toBe('1 change makes it pass')
  expect(await title('warn', 'pass')).toBe('1 change makes it pass without a warning')
  expect(await title('fail', 'warn')).toBe('1 change lets the deployment through, with a warning')
  expect(await title('fail', 'warn', first)).toBe('2 changes and 1 exception let the deployment through, with a warning')
  expect(await title('fail', 'fail')).toBe('1 change helps, and the verdict is still fail')
  expect(await title('fail', 'undecided', first)).toBe('2 changes and 1 exception help, and the verdict is then undecided')
  const { steps } = await tell({
    steps: [{ ...second, from: 'fail', verdict: 'pass' }],
    verdict: 'fail',
    remains: ['a session was opened'],
  })
  expect(steps[0]?.title).toBe('1 change helps, and the verdict is still fail')

  const untold = [{ images: [], package: null, ids: ['CVE-2026-1', 'CVE-2026-2'], severityCounts: { HIGH: 2 }, why: 'basic scan' as const }]
  const { stays, notes } = await tell({ steps: [first], verdict: 'fail', remains: ['a session was opened'], isSmallest: false, untold })
  expect(stays).toEqual(['a session was opened'])
  expect(notes).toEqual([
    'whether fewer changes would do was not tried',
    '2 findings (2 HIGH): a basic scan does not say which versions fix findings; look them up in the tracker of the distribution, or use enhanced scanning',
  ])
  expect(await tell({ steps: [first], verdict: 'warn', remains: ['2 MEDIUM'] })).toMatchObject({ stays: ['2 MEDIUM'], notes: [] })
  expect(await tell({ verdict: 'warn', remains: ['2 MEDIUM'] })).toMatchObject({ stays: [], notes: [] })
})
