// The report as JSON in pieces: no value changes, whatever it is.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import type { Report } from '../../src/report/report.ts'

test('contains what JSON.stringify would, with every alert, image and rule on a line of its own', () => {
  const report = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(fc.string(), fc.jsonValue()))), { minKeys: 1 })
  fc.assert(
    fc.property(report, value => {
      const text = [...renderJson(value as unknown as Report)].join('')
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      const items = Object.values(value).reduce<number>((sum, each) => sum + (Array.isArray(each) ? each.length : 0), 0)
      expect(text.split('\n').length).toBeGreaterThanOrEqual(items)
    }),
  )
})

test('writes every finding of an image as a piece of its own', () => {
  const findings = Array.from({ length: 500 }, (_, i) => ({ id: `CVE-${i}`, description: 'x'.repeat(1000) }))
  const pieces = [...renderJson({ images: [{ uri: 'a', findings }] } as unknown as Report)]
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2000)
})
