import { expect, test } from 'vitest'
import { writeBlock } from '../src/address.ts'

test.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['10.1.2.3/32', '10.1.2.3/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
  ['fd00::1/8', 'fd00::/8'],
  ['::/0', '::/0'],
  ['10.1.2.3', undefined],
  ['10.1.2.3/33', undefined],
  ['x/8', undefined],
])('%s', (text, block) => {
  expect(writeBlock(text)).toBe(block)
})
