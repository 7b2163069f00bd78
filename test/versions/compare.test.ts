import { describe, expect, test } from 'vitest'
import { compareVersions } from '../../src/versions/compare.ts'
import type { Ecosystem } from '../../src/versions/ecosystem.ts'
import { EXAMPLES } from './examples.ts'

const TABLE = Object.entries(EXAMPLES).map(([ecosystem, examples]) => [ecosystem as Ecosystem, examples] as const)

/** Every version of the examples with its place: those of one line have the same. */
const placed = (lines: readonly string[]): readonly (readonly [version: string, place: number])[] =>
  lines.flatMap((line, place) => line.split(' ').map(version => [version, place] as const))

describe.each(TABLE)('%s', (ecosystem, { ascending, unreadable }) => {
  const versions = placed(ascending)

  test.each(versions)('%s is where its specification puts it', (version, place) => {
    const signs = versions.map(([other, its]) => [other, its, compareVersions(ecosystem, version, other)])
    expect(signs).toEqual(versions.map(([other, its]) => [other, its, Math.sign(place - its)]))
  })

  test.each(unreadable)('%j has no place', version => {
    expect(compareVersions(ecosystem, version, version)).toBeUndefined()
    expect(compareVersions(ecosystem, version, versions[0]?.[0] ?? '')).toBeUndefined()
    expect(compareVersions(ecosystem, versions[0]?.[0] ?? '', version)).toBeUndefined()
  })

  test.each(['1.0'.repeat(400_000), '1'.repeat(257), '', ' ', '1.0.0\n', ' 1.0.0', '1.0.0\0', '１.0.0', '1.0.0–1', '\ud800'])(
    'text that no ecosystem writes has none (%#)',
    text => {
      expect(compareVersions(ecosystem, text, '1.0.0')).toBeUndefined()
      expect(compareVersions(ecosystem, '1.0.0', text)).toBeUndefined()
    },
  )
})

const DIGITS = '9'.repeat(100)
test.each<Ecosystem>(['dpkg', 'rpm', 'apk', 'pypi', 'maven', 'go', 'rubygems', 'nuget'])(
  '%s tells apart numbers of any size',
  ecosystem => {
    expect(compareVersions(ecosystem, `1.${DIGITS}8.0`, `1.${DIGITS}9.0`)).toBe(-1)
    expect(compareVersions(ecosystem, `1.1${DIGITS}.0`, `1.${DIGITS}.0`)).toBe(1)
  },
)
