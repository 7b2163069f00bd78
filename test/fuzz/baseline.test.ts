// A report that is given as a baseline may be any JSON. It makes nothing throw, and what is not the image's own is not known.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { startBaseline } from '../../src/gate/baseline.ts'
import type { Fields } from '../../src/json.ts'
import { readEarlier } from '../../src/report/earlier.ts'
import { emptyReport, toReportedImage } from '../../src/report/report.ts'
import { saveReport } from '../../src/report/saved.ts'
import { makeImage } from '../gate/judging.ts'
import { fuzz } from './fuzz.ts'

const NOW = Date.parse('2026-12-01T12:00:00Z')
const AT = '2026-11-30T12:00:00Z'
const IMAGE = makeImage({ findings: [{ severity: 'HIGH' }, { severity: 'LOW', id: 'CVE-2026-2' }] })
const SAVED = JSON.stringify(saveReport({ ...emptyReport([], AT), images: [toReportedImage(IMAGE, () => null, AT)] }))

// The places in it, each by the keys that lead there.
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}
const PLACES = placesIn(JSON.parse(SAVED)).filter(({ length }) => length > 0)

function put(path: readonly string[], value: unknown): Fields {
  const report = JSON.parse(SAVED) as Record<string, unknown>
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, report)
  parent[path.at(-1) ?? ''] = value
  return report
}

const anything = fc.oneof(fc.jsonValue(), fc.constantFrom('__proto__', 'counted', '2026-11-20T00:00:00Z', [[]], {}, Number.NaN))

function lookUp(report: Fields): readonly string[] {
  const { images, diagnostics, source } = readEarlier('x', { report, digest: null }, NOW)
  const baseline = startBaseline(images)
  baseline.compare(IMAGE)
  baseline.tellUnknown([IMAGE])
  for (const finding of IMAGE.findings) {
    const [seen, carried] = [baseline.firstSeenAt(finding, IMAGE), baseline.sightingOf(finding, IMAGE)]
    for (const each of [seen, carried]) if (each !== null) expect(Date.parse(each)).toBeLessThanOrEqual(NOW)
    if (baseline.knows(finding, IMAGE)) expect(baseline.stateOf(finding, IMAGE)).toBe('unchanged')
  }
  expect(diagnostics.length > 0).toBe(source.problem !== null)
  return IMAGE.findings.filter(each => baseline.knows(each, IMAGE)).map(({ id }) => id)
}

describe('a report as a baseline', () => {
  fuzz('of any JSON makes nothing throw, and nothing known', 200, [fc.dictionary(fc.string(), fc.jsonValue())], report => {
    expect(lookUp(report)).toEqual([])
  })

  fuzz(
    'with anything in one place makes nothing throw, and never more known',
    300,
    [fc.constantFrom(...PLACES), anything],
    (path, value) => {
      expect(lookUp(JSON.parse(SAVED) as Fields)).toEqual(['CVE-2026-1000', 'CVE-2026-2'])
      expect(['CVE-2026-1000', 'CVE-2026-2']).toEqual(expect.arrayContaining([...lookUp(put(path, value))]))
    },
  )
})
