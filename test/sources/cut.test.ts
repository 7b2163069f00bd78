// Compares the cutter with an independent reader: whatever the bytes and however they arrive, it finds exactly the records
// that JSON.parse finds, or it throws a fault.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/fault.ts'
import { MOST_DEPTH } from '../../src/jsontext.ts'
import { parseJson } from '../../src/sources/cut/piece.ts'
import { cut } from '../../src/sources/cut.ts'

interface Cut {
  readonly records: readonly unknown[]
  /** `line:column` of each record. */
  readonly places: readonly string[]
  readonly tokens: readonly string[]
  readonly fault: Fault | undefined
}

async function cutAll(chunks: Iterable<Uint8Array>): Promise<Cut> {
  const records: unknown[] = []
  const places: string[] = []
  const tokens: string[] = []
  const faults: Fault[] = []
  const damaged = (fault: unknown): void => {
    if (!(fault instanceof Fault)) throw fault
    faults.push(fault)
  }
  try {
    for await (const pieces of cut('file.json', lend(chunks), { more: token => tokens.push(token), damaged })) {
      for (const piece of pieces) {
        try {
          records.push(parseJson('file.json', piece))
          places.push(`${piece.line}:${piece.column}`)
        } catch (error) {
          damaged(error)
        }
      }
    }
  } catch (error) {
    damaged(error)
  }
  return { records, places, tokens, fault: faults[0] }
}

// Overwrites the memory of each chunk before the next one, as a reader that reuses its buffer does.
async function* lend(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    const lent = Uint8Array.from(chunk)
    yield lent
    lent.fill(0x2a)
  }
}

function bytesOf(text: string): Buffer {
  // U+00FF in a test's text stands for the byte FF, which is never part of UTF-8.
  return Buffer.concat(text.split(/(ÿ)/).map(part => (part === 'ÿ' ? Buffer.of(0xff) : Buffer.from(part))))
}

function cutText(text: string): Promise<Cut> {
  return cutAll([bytesOf(text)])
}

async function faultOf(text: string): Promise<Fault> {
  const { fault } = await cutText(text)
  if (fault === undefined) throw new Error(`no fault in ${JSON.stringify(text.slice(0, 100))}`)
  return fault
}

function* everySplit(bytes: Buffer): Generator<readonly Uint8Array[]> {
  for (let i = 1; i < bytes.length; i++) yield [bytes.subarray(0, i), bytes.subarray(i)]
  yield Array.from(bytes, byte => Uint8Array.of(byte))
  yield [Buffer.alloc(0), bytes, Buffer.alloc(0)]
}

const blank = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n', '  \n\n ')
const fragments = [
  ...['{', '}', '[', ']', ',', ':', '\\"', '\\n', '\\u007B', '\\u005d', '\\/', "'", 'é', '漢', '😀', '\u2028', '\ufeff', 'a'],
  ...['Records', 'Events', 'NextToken', '__proto__', 'constructor', '\\"Records\\":['],
]
const stringOf = (parts: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength: 5 }).map(chosen => `"${chosen.join('')}"`)

const string = stringOf([...fragments, '\\\\'])

// No key contains a backslash character: V8 in Node 24 would take later keys with an escape for that key, and the test could
// not tell whose fault that is (https://github.com/nodejs/node/issues/63785).
const key = stringOf(fragments)

function joined(brackets: string, items: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(blank, items, blank), { maxLength: 3 })
    .map(list => `${brackets[0]}${list.map(parts => parts.join('')).join(',')}${brackets[1]}`)
}

const { value } = fc.letrec<{ value: string }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    string,
    fc.constantFrom('0', '-1.5e+9', '12345678901234567890', 'true', 'false', 'null', '""', '[]', '{}'),
    joined('[]', tie('value')),
    joined(
      '{}',
      fc.tuple(key, blank, tie('value')).map(parts => `${parts[0]}${parts[1]}:${parts[2]}`),
    ),
  ),
}))

// The first member distinguishes a record from a frame, whatever the others are called.
const record = fc
  .tuple(blank, fc.array(fc.tuple(key, value), { maxLength: 3 }))
  .map(([space, members]) => `{${space}"event":1${members.map(member => `,${member.join(':')}`).join('')}}`)

interface Layout {
  readonly name: string
  readonly head: string
  readonly separator: string
  readonly tail: string
  readonly tokens: readonly string[]
}

const wrapped: readonly Layout[] = [
  { name: 'a CloudTrail file', head: '{"Records":[', separator: ',', tail: ']}', tokens: [] },
  { name: 'one page of several', head: '{"Events":[', separator: ',', tail: '],"NextToken":"x"}', tokens: ['x'] },
  { name: 'a page whose token comes first', head: '{"NextToken":"a\\/\\"[b","Events":[', separator: ',', tail: ']}', tokens: ['a/"[b'] },
  { name: 'a pretty page, the last one', head: '{ "nextToken" : null,\n  "Records" :\n[', separator: ',\n', tail: '\n]\n}\n', tokens: [] },
  {
    name: "an SDK's answer",
    head: '{"$metadata":{"httpStatusCode":200,"]":[{}]},"Events":[',
    separator: ',',
    tail: '],"ResponseMetadata":{"h":["[{]}"]}}',
    tokens: [],
  },
  { name: 'a list', head: '[', separator: ',', tail: ']', tokens: [] },
  { name: 'a pretty list behind a byte order mark', head: '\ufeff [\n', separator: '\n,\n', tail: '\n]\n', tokens: [] },
]

const loose: readonly Layout[] = [
  { name: 'one record a line', head: '', separator: '\n', tail: '\n', tokens: [] },
  { name: 'one record a line, the last line not ended', head: '', separator: '\n', tail: '', tokens: [] },
  { name: 'one record every other line, with CRLF', head: '\r\n', separator: '\r\n\r\n', tail: '\r\n', tokens: [] },
  { name: 'records without anything between them', head: '', separator: '', tail: '', tokens: [] },
  { name: 'records in one line behind a byte order mark', head: '\ufeff', separator: ' ', tail: '', tokens: [] },
]

interface Document {
  readonly bytes: Buffer
  readonly records: readonly unknown[]
  readonly places: readonly string[]
}

// Writes records in a layout and works out, from the text alone, where each of them begins.
function write({ head, separator, tail }: Layout, records: readonly string[]): Document {
  let text = head
  const places = records.map((each, i) => {
    if (i > 0) text += separator
    const line = text.slice(text.lastIndexOf('\n') + 1).replace(/^\ufeff/, '')
    const place = `${text.split('\n').length}:${Buffer.byteLength(line) + 1}`
    text += each
    return place
  })
  return { bytes: Buffer.from(text + tail), records: records.map(each => JSON.parse(each) as unknown), places }
}

const someRecords = fc.array(record, { maxLength: 4 })

describe('every record is found, once, in order and in its place', () => {
  test.each(wrapped)('in $name, however the bytes are split', async layout => {
    await fc.assert(
      fc.asyncProperty(someRecords, async records => {
        const { bytes, ...expected } = write(layout, records)
        for (const chunks of everySplit(bytes)) {
          expect(await cutAll(chunks)).toEqual({ ...expected, tokens: layout.tokens, fault: undefined })
        }
      }),
      { numRuns: 15 },
    )
  })

  test.each(loose)('as $name, however the bytes are split', async layout => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 4 }), async records => {
        const { bytes, ...expected } = write(layout, records)
        for (const chunks of everySplit(bytes)) {
          expect(await cutAll(chunks)).toEqual({ ...expected, tokens: [], fault: undefined })
        }
      }),
      { numRuns: 15 },
    )
  })

  test('in documents of several kinds one after another, as cat makes them', async () => {
    const { records, tokens, fault } = await cutText(
      '{"a":1}{"Records":[{"b":2}],"NextToken":"x"}\n[{"c":3}]\n[]{"Events":[{"d":4}]}{"e":5}',
    )
    expect({ records, tokens, fault }).toEqual({
      records: [{ a: 1 }, { b: 2 }, { c: 3 }, { d: 4 }, { e: 5 }],
      tokens: ['x'],
      fault: undefined,
    })
  })

  test.each(['{"Records":[]}', '{"Events":[],"NextToken":null}', '[]', '[ ]', ' {"Records" : [ ] } \n', '\ufeff[]'])(
    'in %j, which holds none and says so',
    async text => {
      expect(await cutText(text)).toEqual({ records: [], places: [], tokens: [], fault: undefined })
    },
  )

  test('with the text of the record untouched', async () => {
    const texts = ['{"a": 1.0, "b":"\\u00e9é"}', '{ "a" :12345678901234567890\n}']
    const found: string[] = []
    for await (const pieces of cut('f', lend([Buffer.from(`[${texts.join(' , ')}]`)]), {
      more: () => undefined,
      damaged: () => undefined,
    })) {
      found.push(...pieces.map(({ text }) => text))
    }
    expect(found).toEqual(texts)
  })
})

describe('a document that was cut off', () => {
  test.each(wrapped)('is never taken for a whole one: $name', async layout => {
    await fc.assert(
      fc.asyncProperty(someRecords, async records => {
        const { bytes, records: expected } = write(layout, records)
        const end = bytes.toString().trimEnd()
        for (let length = 0; length < Buffer.byteLength(end); length++) {
          const found = await cutAll([bytes.subarray(0, length)])
          expect({ length, fault: found.fault?.code }).toEqual({ length, fault: expect.any(String) })
          expect(found.records).toEqual(expected.slice(0, found.records.length))
        }
      }),
      { numRuns: 15 },
    )
  })

  test.each(loose)('after a whole record gives fewer records, anywhere else a fault: $name', async layout => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 4 }), async records => {
        const { bytes } = write(layout, records)
        for (let length = 0; length < bytes.length; length++) {
          const found = await cutAll([bytes.subarray(0, length)])
          const expected = readSlowly(bytes.subarray(0, length))
          if (expected === undefined) expect({ length, fault: found.fault?.code }).toEqual({ length, fault: expect.any(String) })
          else expect({ length, records: found.records, fault: found.fault }).toEqual({ length, records: expected, fault: undefined })
        }
      }),
      { numRuns: 10 },
    )
  })

  test.each([
    ['{"a":1}\n\n  {"b":', 'the file ends in the middle of the record that begins on line 3', 3],
    ['{"Records":[{"a":1},\n', 'the file ends in the middle of a list of records', 2],
    ['[', 'the file ends in the middle of a list of records', 1],
    ['{"Records":[{"a":1}]', 'the file ends in the middle of a list of records', 1],
    ['{"Records":[{"a":1}],"NextToken":"x', 'the file ends in the middle of a list of records', 1],
  ])('%j says where it ends', async (text, message, line) => {
    expect(await faultOf(text)).toMatchObject({ code: 'truncated', diagnostic: { message, at: { file: 'file.json', line } } })
  })
})

const FRAME_KEYS = ['Records', 'Events', 'NextToken', 'nextToken', '$metadata', 'ResponseMetadata']

// Reads the documents of a file the slow way, with JSON.parse alone; undefined if the file is not JSON.
function readDocuments(bytes: Uint8Array): readonly unknown[] | undefined {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
  const documents: unknown[] = []
  for (let rest = trim(text); rest !== ''; ) {
    const found = firstDocument(rest)
    if (found === undefined) return undefined
    documents.push(found.document)
    rest = trim(rest.slice(found.length))
  }
  return documents.length === 0 ? undefined : documents
}

function readSlowly(bytes: Uint8Array): readonly unknown[] | undefined {
  const records = readDocuments(bytes)?.flatMap(document => (Array.isArray(document) ? document : (listIn(document) ?? [document])))
  return records?.every(isRecord) ? records : undefined
}

function trim(text: string): string {
  return text.replace(/^[ \t\r\n]+/, '')
}

function firstDocument(text: string): { document: unknown; length: number } | undefined {
  if (text[0] !== '{' && text[0] !== '[') return undefined
  for (let length = 1; length <= text.length; length++) {
    if (!/[}\]]/.test(text[length - 1] ?? '')) continue
    try {
      return { document: JSON.parse(text.slice(0, length)), length }
    } catch {
      // A longer piece may be a document.
    }
  }
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listIn(document: unknown): readonly unknown[] | undefined {
  if (!isRecord(document) || !Object.keys(document).every(key => FRAME_KEYS.includes(key))) return undefined
  const lists = [document['Records'], document['Events']].filter(list => list !== undefined)
  return lists.length === 1 && Array.isArray(lists[0]) ? lists[0] : undefined
}

describe('against a slow reading with JSON.parse alone', () => {
  const soup = fc
    .array(
      fc.constantFrom(
        ...['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\n', '1', 'null', '\0', '\v', 'é', 'ÿ', '\ufeff', '\u00a0'],
        ...['{"a":1}', '{"b":[{}]}', '{"Records":[', '{"Events":[', ']}', '"NextToken":"x"', ',"nextToken":null', '"Records":', '""'],
      ),
      { maxLength: 12 },
    )
    .map(parts => bytesOf(parts.join('')))

  const damaged = fc
    .tuple(
      fc.constantFrom(...wrapped, ...loose),
      someRecords,
      fc.nat(),
      fc.constantFrom('', '{', '}', ']', ',', '"', '\\', '\0', 'ÿ', ' ', '\n', 'x'),
    )
    .chain(([layout, records, seed, put]) => {
      const { bytes } = write(layout, records)
      const at = seed % (bytes.length + 1)
      return fc.constantFrom(0, 1).map(removed => Buffer.concat([bytes.subarray(0, at), bytesOf(put), bytes.subarray(at + removed)]))
    })

  test.each([
    ['a soup of brackets', soup],
    ['a document with one byte wrong', damaged],
  ])('%s gives the same records, or a fault where there is one', async (_, documents) => {
    await fc.assert(
      fc.asyncProperty(documents, fc.nat(), async (bytes, seed) => {
        const expected = readSlowly(bytes)
        const at = seed % (bytes.length + 1)
        for (const chunks of [[bytes], [bytes.subarray(0, at), bytes.subarray(at)]]) {
          const { records, fault } = await cutAll(chunks)
          if (fault === undefined) expect(records).toEqual(expected)
          else if (!isStrange(bytes)) expect(expected).toBeUndefined()
        }
      }),
      { numRuns: 4000 },
    )
  })

  test.each([
    ['a soup of brackets', soup],
    ['a document with one byte wrong', damaged],
  ])('%s gives the same however its bytes are split', async (_, documents) => {
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 1, max: 20 }), async (bytes, size) => {
        const { fault, ...whole } = await cutAll([bytes])
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
        expect(await cutAll(chunks)).toMatchObject({ ...whole, fault: fault && {} })
      }),
      { numRuns: 2000 },
    )
  })

  // An unknown member beside a list of records, or a second list, is refused although it is JSON: something would be lost.
  function isStrange(bytes: Buffer): boolean {
    const lists = bytes.toString('latin1').match(/"(?:Records|Events)"/g) ?? []
    const isOdd = (document: unknown): boolean =>
      isRecord(document) && [document['Records'], document['Events']].some(Array.isArray) && listIn(document) === undefined
    return lists.length > 1 || readDocuments(bytes)?.some(isOdd) === true
  }
})

describe('what is no list of records', () => {
  test.each([
    // Commas and brackets.
    ['[{"a":1},]', 'not-records', '1:10'],
    ['[{"a":1},,{"b":2}]', 'not-records', '1:10'],
    ['[,{"a":1}]', 'not-records', '1:2'],
    ['[{"a":1} {"b":2}]', 'not-records', '1:10'],
    ['{"Records":[{"a":1},]}', 'not-records', '1:21'],
    ['{"Records":[{"a":1}{"b":2}]}', 'not-records', '1:20'],
    ['{"a":1},{"b":2}', 'not-records', '1:8'],
    ['{"a":1}\n}', 'not-records', '2:1'],
    ['{"a":1}]', 'not-records', '1:8'],
    ['{"Records":[]}}', 'not-records', '1:15'],
    ['[{"a":[1}]', 'not-json', undefined],
    ['{"a":[1}}]', 'not-json', undefined],
    ['{"a":1]', 'not-json', undefined],
    ['{"Records":[{"a":1}]]', 'not-json', '1:20'],
    ['{"Records":[{"a":1}],}', 'not-json', '1:20'],
    ['{"Records":[{"a":1}] "NextToken":"x"}', 'not-json', '1:20'],
    // Values that are not objects.
    ['[1]', 'not-records', '1:2'],
    ['["{}"]', 'not-records', '1:2'],
    ['[null]', 'not-records', '1:2'],
    ['[[{"a":1}]]', 'not-records', '1:2'],
    ['[{"a":1},\n  7]', 'not-records', '2:3'],
    ['{"Records":[null]}', 'not-records', '1:13'],
    ['null', 'not-records', '1:1'],
    ['"text"', 'not-records', '1:1'],
    ['eventTime,eventName\n2026,List\n', 'not-records', '1:1'],
    ['<html>', 'not-records', '1:1'],
    // Something around or between.
    ['x{"a":1}', 'not-records', '1:1'],
    ['{"a":1}\nx\n{"b":2}', 'not-records', '2:1'],
    ['{"a":1}\n{"b":2}\n# end', 'not-records', '3:1'],
    ['{"a":1}\n\0\0\0\n{"b":2}', 'not-records', '2:1'],
    ['\0\0\0\0', 'not-records', '1:1'],
    ['[{"a":1},\0{"b":2}]', 'not-records', '1:10'],
    ['{"a":1}\v{"b":2}', 'not-records', '1:8'],
    ['{"a":1}\u00a0{"b":2}', 'not-records', '1:8'],
    ['{"a":1}\ufeff{"b":2}', 'not-records', '1:8'],
    ['\ufeff\ufeff{"a":1}', 'not-records', '1:1'],
    // Members beside the list.
    ['{"Records":[{"a":1}],"x":1}', 'not-records', '1:20'],
    ['{"Records":[{"a":1}],"":[]}', 'not-records', '1:20'],
    ['{"Records":[{"a":1}],"Events":[{"b":2}]}', 'not-records', '1:20'],
    ['{"Records":[{"a":1}],\n"Records":[{"b":2}]}', 'not-records', '1:20'],
    ['{"Records":[{"a":1}],"\\u0052ecords":[{"b":2}]}', 'not-records', '1:20'],
    ['{"Events":[{"a":1}],"Events":[]}', 'not-records', '1:19'],
    // Records that are not JSON.
    ['{"a":1}\n{a:1}', 'not-json', undefined],
    ['[{"a":1,}]', 'not-json', undefined],
    ["{'a':1}", 'not-json', undefined],
    ['{"a":NaN}', 'not-json', undefined],
    ['{"a":"line\nbreak"}', 'not-json', undefined],
    ['{"a":"\0"}', 'not-json', undefined],
    ['{"a":"\\x"}', 'not-json', undefined],
    // Text that is not UTF-8.
    ['{"a":1}\n{"a":"ÿ"}', 'encoding', '2:1'],
    ['{"Records":[{"a":1}],"NextToken":"ÿ"}', 'encoding', '1:20'],
    ['{"a":1}\nÿ', 'not-records', '2:1'],
    // Nothing.
    ['', 'empty', undefined],
    [' \r\n\t ', 'empty', undefined],
    ['\ufeff', 'empty', undefined],
    ['\ufeff \n', 'empty', undefined],
  ])('%j is a fault: %s at %s', async (text, code, place) => {
    for (const chunks of [[bytesOf(text)], ...everySplit(bytesOf(text))]) {
      const { fault, tokens } = await cutAll(chunks)
      expect({ code: fault?.code, tokens }).toEqual({ code, tokens: [] })
      const at = fault?.diagnostic.at
      if (place !== undefined) expect(typeof at === 'object' ? `${at.line}:${at.column}` : at).toBe(place)
    }
  })

  test('the records before it and behind it are read and count', async () => {
    const { records, fault } = await cutText('{"a":1}\n{"b":2}\nx\n{"c":3}')
    expect(records).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }])
    expect(fault?.diagnostic).toMatchObject({
      level: 'error',
      message: 'expected a record, which is a JSON object',
      at: { line: 3, column: 1 },
    })
  })

  test.each([
    ['UTF-16 with a byte order mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'the file is UTF-16; expected UTF-8'],
    ['UTF-16, big-endian', Buffer.from('\ufeff{"a":1}', 'utf16le').swap16(), 'the file is UTF-16; expected UTF-8'],
    ['UTF-16 without a byte order mark', Buffer.from('{"a":1}', 'utf16le'), undefined],
    ['UTF-16 without a byte order mark, big-endian', Buffer.from('{"a":1}', 'utf16le').swap16(), undefined],
    ['Latin-1', Buffer.from('{"a":"\u00e9"}', 'latin1'), 'this is not valid UTF-8'],
    ['a surrogate in UTF-8', Buffer.from([...Buffer.from('{"a":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]), undefined],
    ['an overlong quote', Buffer.from([...Buffer.from('{"a":"'), 0xc0, 0xa2, ...Buffer.from('"}')]), undefined],
  ])('%s is refused, however it is split', async (_, bytes, message) => {
    for (const chunks of [[bytes], ...everySplit(bytes)]) {
      const { records, fault } = await cutAll(chunks)
      expect({ records, fault: fault?.name }).toEqual({ records: [], fault: 'Error' })
      if (message !== undefined) expect(fault?.diagnostic.message).toBe(message)
    }
  })
})

describe('a damaged part hides no record behind it', () => {
  const good = '{"b":{"c":[{"d":2}]}}'
  const kept = { b: { c: [{ d: 2 }] } }

  const BAD = [
    ...['null', '7', '"{}"', '"x', '[]x', 'x', '{bad', '{bad}', '{a:1}', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{"a" "b"}'],
    ...['{"a":"x', '{"a":"x"y"}', '{"a":"x\\', '{"a":[1}', '{"a":1]', '{"a":[{"b":1}', '{"a":{"b":1}', '}', '}}', ']', ',', '[', '\0', 'ÿ'],
    ...[
      '{"a":"ÿ"}',
      '{"a":\0}',
      '{"Records":[{"a":1}],"x":1}',
      '{"Records":[{"a":1}]]',
      '{"Records":[',
      '{"a":1}"',
      ':{',
      `{"a":${'['.repeat(2000)}`,
    ],
  ]

  test.each(BAD)('as a line: %j', async bad => {
    const text = `${good}\n${bad}\n${good}\n${good}\n`
    for (const chunks of [[bytesOf(text)], ...(text.length < 200 ? everySplit(bytesOf(text)) : [])]) {
      const { records, fault } = await cutAll(chunks)
      expect(fault).toBeDefined()
      expect(records.filter(each => JSON.stringify(each) === JSON.stringify(kept))).toHaveLength(3)
    }
  })

  // In a list, the first of these is JSON again with what follows it, and the second is a record like others.
  const JOINED = ['{"a":[{"b":1}', '{"Records":[{"a":1}],"x":1}', '{"Records":[']

  test.each(BAD.filter(bad => !JOINED.includes(bad)))('in a list: %j', async bad => {
    for (const [head, tail] of [
      ['[', ']'],
      ['{"Records":[', ']}'],
    ] as const) {
      const text = `${head}${good},${bad},${good},${good}${tail}`
      for (const chunks of [[bytesOf(text)], ...(text.length < 200 ? everySplit(bytesOf(text)) : [])]) {
        const { records, fault } = await cutAll(chunks)
        expect(fault).toBeDefined()
        expect(records.filter(each => JSON.stringify(each) === JSON.stringify(kept)).length).toBeGreaterThanOrEqual(3)
      }
    }
  })

  test('and a list behind a damaged one is a list again', async () => {
    const { records, tokens } = await cutText(`{"Records":[null]}\n{"Records":[${good},${good}],"NextToken":"x"}`)
    expect({ records, tokens }).toEqual({ records: [kept, kept], tokens: ['x'] })
  })

  test('and the last record of a file that was cut off before it is read', async () => {
    expect((await cutText(`{"a":\n${good}\n{"c":`)).records).toEqual([kept])
    expect((await cutText(`{"Records":[{"a":1}],"Events":[${good}`)).records).toEqual([{ a: 1 }, kept])
  })

  test('and is told once, not for every bracket in it', async () => {
    const faults: Fault[] = []
    const text = `[${good},{"a":{"b":1,{"c":]},x},y,${good},null,${good}]`
    for await (const _ of cut('f', lend([Buffer.from(text)]), { more: () => undefined, damaged: fault => faults.push(fault) }));
    expect(faults.map(({ diagnostic }) => diagnostic.message)).toEqual([
      'this is not valid JSON',
      'expected a record, which is a JSON object',
    ])
  })

  // What is read again is bounded: nesting that never closes is not read from each of its levels to the end.
  test('and takes no time out of proportion', async () => {
    expect(await faultOf('{"a":[\n'.repeat(400_000))).toMatchObject({ code: 'too-deep' })
  })
})

describe('a deep record', () => {
  const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`

  test.each([
    ['alone', '', ''],
    ['in a list', '[', ']'],
    ['in a frame', '{"Records":[', ']}'],
  ])('%s is read up to a limit and refused beyond it', async (_, head, tail) => {
    expect(await cutText(head + nested(MOST_DEPTH) + tail)).toMatchObject({ places: [`1:${head.length + 1}`], fault: undefined })
    for (const depth of [MOST_DEPTH + 1, 100_000]) {
      expect(await faultOf(head + nested(depth) + tail)).toMatchObject({
        code: 'too-deep',
        diagnostic: { message: `a record is nested deeper than ${MOST_DEPTH} levels`, at: { line: 1 } },
      })
    }
  })

  test('is refused while it is read, not when it ends', async () => {
    expect(await faultOf('{"a":['.repeat(MOST_DEPTH))).toMatchObject({ code: 'too-deep' })
  })
})

describe('JSON that is wrong', () => {
  test.each([
    ['{"a":1,\n "b":@}', 1, 1, 2],
    ['{"a":1,\n "b":"x" "c"}', 7, 3, 8],
  ])('in %j is shown in its line', (text, line, column, shown) => {
    try {
      parseJson('f', { text, line, column })
      expect.unreachable()
    } catch (error) {
      // The engine does not always say where.
      expect((error as Fault).diagnostic.at).toMatchObject({ file: 'f', line: expect.toBeOneOf([line, shown]) })
    }
  })
})
