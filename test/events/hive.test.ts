import { expect, test } from 'vitest'
import { type HiveType, isText, isWholeText, parseHiveType } from '../../src/events/hive.ts'

const STRING: HiveType = { kind: 'plain', name: 'string' }

const structOf = (fields: Readonly<Record<string, HiveType>>): HiveType => ({ kind: 'struct', fields: new Map(Object.entries(fields)) })

test.each<[string, HiveType]>([
  ['string', STRING],
  ['VARCHAR(20)', { kind: 'plain', name: 'varchar(20)' }],
  ['decimal(10,2)', { kind: 'plain', name: 'decimal(10,2)' }],
  ['array<string>', { kind: 'list', item: STRING }],
  ['map<string, array<string>>', { kind: 'map' }],
  ['struct<a:string,b:array<struct<c:string>>>', structOf({ a: STRING, b: { kind: 'list', item: structOf({ c: STRING }) } })],
])('%s', (text, type) => {
  expect(parseHiveType(text)).toEqual(type)
})

test.each([
  '',
  'struct<',
  'struct<a>',
  'struct<a:string',
  'array<string',
  'array<string,string>',
  'map<string>',
  'string>',
  'row(a varchar)',
  `${'array<'.repeat(20_000)}`,
])('%.20s is none', text => {
  expect(parseHiveType(text)).toBeUndefined()
})

test.each<[string, boolean]>([
  ['string', true],
  ['varchar(7)', true],
  ['bigint', false],
  ['array<string>', false],
])('%s is text: %s', (text, expected) => {
  expect(isText(parseHiveType(text))).toBe(expected)
})

// A shorter one is cut off, and a `char` is filled up with spaces.
test.each<[string, boolean]>([
  ['string', true],
  ['varchar', true],
  ['varchar(65535)', true],
  ['varchar(100)', false],
  ['char(40)', false],
  ['int', false],
])('%s has any text as it is: %s', (text, expected) => {
  expect(isWholeText(parseHiveType(text))).toBe(expected)
})
