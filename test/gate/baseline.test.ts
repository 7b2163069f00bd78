// Which findings a baseline knows, where the table of docs/gate.md does not say it.

import { describe, expect, test } from 'vitest'
import { startBaseline } from '../../src/gate/baseline.ts'
import type { Image } from '../../src/image/image.ts'
import { type FindingLike, judge, makeImage, toEarlierImages } from './judging.ts'

const NOW = '2026-12-01T12:00:00Z'

const image = (findings: readonly FindingLike[], changes: Partial<Image> = {}): Image => ({ ...makeImage({ findings }), ...changes })
const HIGH: FindingLike = { severity: 'HIGH' }
const GHSA = 'GHSA-vh95-rmgr-6w4m'

const kinds = (now: Image, ...before: readonly Image[]): readonly string[] => {
  const baseline = startBaseline(toEarlierImages(before))
  return judge([now], [], '', NOW, { baseline }).images.flatMap(({ findings }) => findings.map(({ decision }) => decision.kind))
}

describe('a vulnerability is the same', () => {
  test.each<[string, FindingLike, FindingLike, string]>([
    ['by its id', { ...HIGH, id: 'CVE-2026-1' }, { ...HIGH, id: 'CVE-2026-1' }, 'known'],
    ['and not by another', { ...HIGH, id: 'CVE-2026-1' }, { ...HIGH, id: 'CVE-2026-10' }, 'counted'],
    ['by the CVE of a GHSA now', { ...HIGH, id: GHSA, aliases: ['CVE-2026-1'] }, { ...HIGH, id: 'CVE-2026-1' }, 'known'],
    ['by the CVE of a GHSA then', { ...HIGH, id: 'CVE-2026-1' }, { ...HIGH, id: GHSA, aliases: ['CVE-2026-1'] }, 'known'],
    ['not by one of two', { ...HIGH, id: GHSA, aliases: ['CVE-2026-1', 'CVE-2026-2'] }, { ...HIGH, id: 'CVE-2026-1' }, 'counted'],
    ['not by what an advisory fixes', { ...HIGH, id: 'ELSA-2026-1', aliases: ['CVE-2026-1'] }, { ...HIGH, id: 'CVE-2026-1' }, 'counted'],
    ['without packages', { ...HIGH, packages: [] }, { ...HIGH, packages: [] }, 'known'],
    ['not without packages then', HIGH, { ...HIGH, packages: [] }, 'counted'],
    ['not without packages now', { ...HIGH, packages: [] }, HIGH, 'counted'],
    [
      'not by another package manager',
      { ...HIGH, packages: [{ name: 'a', packageManager: 'NPM' }] },
      { ...HIGH, packages: [{ name: 'a', packageManager: 'OS' }] },
      'counted',
    ],
    ['in fewer packages', { ...HIGH, packages: [{ name: 'a' }] }, { ...HIGH, packages: [{ name: 'a' }, { name: 'b' }] }, 'known'],
  ])('%s', (_, now, before, expected) => {
    expect(kinds(image([now]), image([before]))).toEqual([expected])
  })

  test('in two packages that were two findings then', () => {
    const both = { ...HIGH, packages: [{ name: 'a' }, { name: 'b' }] }
    const [a, b] = [
      { ...HIGH, packages: [{ name: 'a' }] },
      { ...HIGH, packages: [{ name: 'b' }] },
    ]
    expect(kinds(image([both]), image([a, b]))).toEqual(['known'])
    expect(kinds(image([both]), image([a, { ...b, severity: 'LOW' }]))).toEqual(['counted'])
  })
})

describe('severities', () => {
  test.each<[before: string, now: string, kind: string]>([
    ['HIGH', 'HIGH', 'known'],
    ['HIGH', 'MEDIUM', 'known'],
    ['HIGH', 'CRITICAL', 'counted'],
    ['INFORMATIONAL', 'LOW', 'counted'],
    ['UNDEFINED', 'INFORMATIONAL', 'counted'],
    ['UNTRIAGED', 'CRITICAL', 'counted'],
    ['HIGH', 'UNTRIAGED', 'counted'],
    ['UNTRIAGED', 'UNTRIAGED', 'counted'],
    ['UNDEFINED', 'UNTRIAGED', 'counted'],
    // A word that is none of ECR's is a gap of the earlier image.
    ['SEVERE', 'SEVERE', 'counted'],
    ['SEVERE', 'LOW', 'counted'],
    ['HIGH', 'SEVERE', 'counted'],
    ['HIGH', 'toString', 'counted'],
  ])('%s, then %s', (before, now, kind) => {
    expect(kinds(image([{ severity: now }]), image([{ severity: before }]))).toEqual([kind])
  })

  test('a limit binds what may be known', () => {
    const findings = [
      { severity: 'HIGH', id: 'CVE-1' },
      { severity: 'MEDIUM', id: 'CVE-2' },
    ]
    const baseline = startBaseline(toEarlierImages([image(findings)]), 'medium')
    const { images } = judge([image(findings)], [], '', NOW, { baseline })
    expect(images[0]?.findings.map(({ decision }) => decision.kind)).toEqual(['counted', 'known'])
    expect(baseline.tellUnknown(images)).toEqual([
      {
        level: 'warning',
        kind: 'baseline',
        message: 'the policy lets a baseline of a step make findings known up to medium, so 1 finding that it has counts all the same',
        help: 'ask those who keep the policy to write baseline there',
      },
    ])
    expect(startBaseline(toEarlierImages([image(findings)]), 'high').tellUnknown(images)).toEqual([])
    expect(startBaseline(toEarlierImages([image([])]), 'medium').tellUnknown([image(findings)])).toEqual([])
  })
})

describe('which image is meant', () => {
  const arm = { indexDigest: `sha256:${'1'.repeat(64)}`, platform: 'linux/arm64' }
  test.each<[string, Partial<Image>, Partial<Image>, string]>([
    ['that of the repository', {}, { digest: `sha256:${'b'.repeat(64)}`, tags: ['old'] }, 'known'],
    ['of the Region, where both have one', { region: 'eu-west-1' }, { region: 'us-east-1' }, 'counted'],
    ['which a basic scan without findings does not name', { region: null }, { region: 'us-east-1' }, 'known'],
    ['whatever its distribution is', { platform: 'DEBIAN_12' }, { platform: 'DEBIAN_11' }, 'known'],
    ['of the platform', arm, { ...arm, indexDigest: `sha256:${'2'.repeat(64)}` }, 'known'],
    ['and no other', arm, { ...arm, platform: 'linux/amd64' }, 'counted'],
    ['and not of one that is in no index', arm, {}, 'counted'],
    ['with a name', { repositoryName: null }, { repositoryName: null }, 'counted'],
    ['with an account', { registryId: null }, { registryId: null }, 'counted'],
    ['which was seen completely', {}, { gaps: ['half'] }, 'counted'],
  ])('%s', (_, now, before, expected) => {
    expect(kinds(image([HIGH], now), image([HIGH], before))).toEqual([expected])
  })

  test('of several, that of the digest, else of a tag, else what all have is known', () => {
    const [blue, green] = [
      image([HIGH], { tags: ['blue'], digest: 'sha256:1' }),
      image([], { tags: ['green'], digest: 'sha256:2', region: 'eu-west-1' }),
    ]
    expect(kinds(image([HIGH], { tags: ['blue'] }), blue, green)).toEqual(['known'])
    expect(kinds(image([HIGH], { tags: ['green'] }), blue, green)).toEqual(['counted'])
    expect(kinds(image([HIGH], { tags: ['blue'], digest: 'sha256:2' }), blue, green)).toEqual(['counted'])
    expect(kinds(image([HIGH], { tags: ['red'] }), blue, green)).toEqual(['counted'])
    expect(kinds(image([HIGH], { tags: ['red'] }), blue, blue)).toEqual(['known'])
  })
})

describe('what is different', () => {
  const compare = (now: readonly FindingLike[], before: readonly FindingLike[], changes: Partial<Image> = {}) =>
    startBaseline(toEarlierImages([image(before)])).compare(image(now, changes))
  const [one, two] = ['CVE-2026-1', 'CVE-2026-2'].map(id => ({ severity: 'HIGH', id })) as [FindingLike, FindingLike]
  const closed = { status: 'CLOSED' }
  const suppressed = { status: 'SUPPRESSED' }

  test.each<[string, readonly FindingLike[], readonly FindingLike[], object]>([
    ['nothing', [one], [one], { new: {}, fixed: 0 }],
    ['one is new, and one is fixed', [one], [two], { new: { HIGH: 1 }, fixed: 1 }],
    ['a severity has risen', [{ ...one, severity: 'CRITICAL' }], [one], { new: { CRITICAL: 1 }, fixed: 0 }],
    ['one is closed', [{ ...one, ...closed }], [one], { new: {}, fixed: 1 }],
    ['one is suppressed', [{ ...one, ...suppressed }], [one], { new: {}, fixed: 0 }],
    ['one was suppressed', [one], [{ ...one, ...suppressed }], { new: {}, fixed: 0 }],
    ['one was closed', [one], [{ ...one, ...closed }], { new: { HIGH: 1 }, fixed: 0 }],
    [
      'one is in fewer packages',
      [{ ...one, packages: [{ name: 'a' }] }],
      [{ ...one, packages: [{ name: 'a' }, { name: 'b' }] }],
      { new: {}, fixed: 0 },
    ],
  ])('%s', (_, now, before, expected) => {
    expect(compare(now, before)).toEqual(expected)
  })

  test('what was not seen is not fixed', () => {
    expect(compare([], [one], { gaps: ['half'] })).toEqual({ new: {}, fixed: null })
    expect(startBaseline(toEarlierImages([image([one], { gaps: ['half'] })])).compare(image([]))).toBeNull()
  })
})

test('what is known is for a pass without a warning, and nothing that the deployment waits for', () => {
  const fixable = (id: string, name: string): FindingLike => ({
    severity: 'HIGH',
    id,
    fixAvailable: 'YES',
    packages: [{ name, version: '1.0.0', fixedInVersion: '1.0.1', packageManager: 'NPM', filePath: `app/${name}` }],
  })
  const old = fixable('CVE-2026-1', 'old')
  const baseline = startBaseline(toEarlierImages([image([old])]))
  const { verdict, fixes } = judge([image([old, fixable('CVE-2026-2', 'new')])], [], '', NOW, { baseline })
  expect(verdict).toBe('fail')
  expect(fixes?.steps.map(({ changes }) => changes.flatMap(({ packages }) => packages.map(({ name }) => name)))).toEqual([['new'], ['old']])
})
