// Bytes as prices name them, in powers of a thousand.

import { expect, test } from 'vitest'
import { sayBytes } from '../src/plural.ts'

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [12_345_678, '12.3 MB'],
  [10_000_000_000, '10.0 GB'],
  [5_000_000_000_000, '5.0 TB'],
  [7e18, '7000.0 PB'],
])('%d is %s', (bytes, said) => {
  expect(sayBytes(bytes)).toBe(said)
})
