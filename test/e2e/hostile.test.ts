// What an attacker, a full disk or a broken export can do to the process: never a green light, never a stack trace, never
// a terminal or a runner that obeys what was only data.

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../folder.ts'
import { ENV, ecrGate, type Outcome, ROOT } from './command.ts'
import { obeyedCommands } from './runner.ts'

const CLI = join(ROOT, 'dist/cli.cjs')
const MEBIBYTE = 1024 * 1024
const STACK_TRACE = /^ {4}at /m
const DISCOVERY = 'eventSource = "ssm.amazonaws.com" and eventName starts_with "List"'

const event = { eventSource: 'ssm.amazonaws.com', eventName: 'ListDocuments', eventTime: '2026-01-01T00:00:00Z', eventID: '1' }
const archive = JSON.stringify({ Records: [event, { ...event, eventID: '2' }, { ...event, eventID: '3' }] })

interface Report {
  readonly verdict: string
  readonly coverage: readonly { readonly source: string; readonly state: string; readonly records: number }[]
}

function expectNoTrace({ out, err }: Outcome): void {
  expect(out).not.toMatch(STACK_TRACE)
  expect(err).not.toMatch(STACK_TRACE)
  expect(err).not.toContain('[bug]')
}

function expectUndecided(outcome: Outcome, source: string): Report {
  expectNoTrace(outcome)
  const report = JSON.parse(outcome.out) as Report
  expect({ code: outcome.code, verdict: report.verdict }).toEqual({ code: 2, verdict: 'undecided' })
  expect(report.coverage).toContainEqual(expect.objectContaining({ source, state: 'gap' }))
  return report
}

describe('an input that cannot be read to its end', () => {
  const inputs: readonly (readonly [name: string, content: string | Uint8Array, message: string])[] = [
    ['gzip that was cut off', gzipSync(archive).subarray(0, -6), 'the gzip data ends too early'],
    ['gzip with a wrong byte', gzipSync(archive).fill(0, 30, 34), 'the gzip data is damaged'],
    [
      'gzip with something behind it',
      Buffer.concat([gzipSync(archive), Buffer.from('more')]),
      'unexpected data after the end of the gzip data',
    ],
    ['half a file', archive.slice(0, archive.length / 2), 'the file ends in the middle of the record that begins on line 1'],
    ['a file without its last bracket', archive.slice(0, -1), 'the file ends in the middle of a list of records'],
    ['a byte that is no UTF-8', Buffer.from(archive.replace('"1"', '"\xff"'), 'latin1'), '1:13: this is not valid UTF-8'],
    ['UTF-16', Buffer.from(`\ufeff${archive}`, 'utf16le'), 'the file is UTF-16; expected UTF-8'],
    ['an empty file', '', 'the file is empty'],
    ['blanks alone', ' \n\n', 'the file is empty'],
    ['zero bytes where a block was lost', `${archive}\n${'\0'.repeat(512)}`, '2:1: expected a record'],
    ['an error page', '<html><body>Access Denied</body></html>', '1:1: expected a record, which is a JSON object'],
    [
      'a second list that JSON.parse would take instead',
      `${archive.slice(0, -1)},"Records":[]}`,
      'expected nothing but the list of records',
    ],
    [
      'a record nested 100,000 levels deep',
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'a record is nested deeper than 1000 levels',
    ],
    ['further pages', `${archive.slice(0, -1)},"NextToken":"x"}`, 'so some pages are missing'],
  ]

  test.each(inputs)('%s: query says so and exits 2', (_, input, message) => {
    const outcome = ecrGate(['query', DISCOVERY, '-', '--count'], { input })
    expectNoTrace(outcome)
    expect(outcome).toMatchObject({ code: 2, err: expect.stringContaining(message) })
    expect(outcome.out).toMatch(/^[0-3]\n$/)
  })

  test.each(inputs)('%s: check says so, is undecided, and prints its report', (_, content, message) => {
    const path = join(makeFolder({ 'x.json': content }), 'x.json')
    const outcome = ecrGate(['check', '--events', path, '--format', 'json'])
    expectUndecided(outcome, 'events')
    expect(outcome.err).toContain(message)
  })

  test.each([
    ['a missing path', 'gone', 'no such file or folder'],
    ['an empty folder', 'empty', 'the folder contains no .json, .ndjson or .jsonl file'],
    ['a link to nothing among good files', 'linked', 'linked/broken.json: no such file or folder'],
  ])('%s is neither a pass nor a crash', (_, name, message) => {
    const folder = makeFolder({ 'empty/x.txt': '', 'linked/a.json': archive })
    symlinkSync('gone.json', join(folder, 'linked/broken.json'))
    for (const source of ['events', 'findings']) {
      const outcome = ecrGate(['check', `--${source}`, join(folder, name), '--format', 'json'])
      expectUndecided(outcome, source)
      expect(outcome.err).toContain(message)
    }
    expect(ecrGate(['query', DISCOVERY, join(folder, name)])).toMatchObject({ code: 2, err: expect.stringContaining(message) })
  })

  test('findings that were cut off are undecided, wherever', () => {
    const answer = readFileSync(join(ROOT, 'examples/findings.json'))
    for (const share of [0.001, 0.3, 0.7, 0.999]) {
      const input = answer.subarray(0, Math.floor(answer.length * share))
      expectUndecided(ecrGate(['check', '--findings', '-', '--format', 'json'], { input }), 'findings')
    }
  })
})

interface Streamed extends Outcome {
  /** The most memory the process held while it was fed, in MiB. */
  readonly peak: number
}

// Feeds the process until it takes no more, as a pipe would.
async function feed(words: readonly string[], head: string, block: Buffer, blocks: number): Promise<Streamed> {
  const child = spawn(process.execPath, [CLI, ...words], { env: ENV })
  const ending = collect(child)
  let peak = 0
  let alive = true
  child.stdin.on('error', () => {
    alive = false
  })
  const write = (bytes: string | Buffer): Promise<void> => new Promise(resolve => child.stdin.write(bytes, () => resolve()))
  await write(head)
  for (let i = 0; alive && i < blocks; i++) {
    await write(block)
    peak = Math.max(peak, memoryOf(child.pid))
  }
  child.stdin.end()
  return { ...(await ending), peak }
}

async function collect(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }
}

// The process may be gone already, and only Linux tells.
function memoryOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

describe('more than 256 MiB on standard input', () => {
  const record = Buffer.from(`${JSON.stringify({ ...event, userAgent: 'x'.repeat(2000) })},`)
  const records = Buffer.concat(Array.from({ length: Math.floor(MEBIBYTE / record.length) }, () => record))
  const cases = [
    ['one record', '{"eventSource":"ssm.amazonaws.com","userAgent":"', Buffer.alloc(MEBIBYTE, 0x78), 1200],
    ['a list of records', '{"Records":[', records, 400],
  ] as const

  test.each(cases)('%s: query stops with a message, in bounded memory', async (_, head, block, most) => {
    const outcome = await feed(['query', DISCOVERY, '-', '--count'], head, block, 300)
    expectNoTrace(outcome)
    expect(outcome).toMatchObject({ code: 2, err: expect.stringContaining('a record or list of records is longer than 256 MiB') })
    expect(outcome.peak).toBeLessThan(most)
  })

  test.each(cases)('%s: check is undecided, in bounded memory', async (_, head, block, most) => {
    const outcome = await feed(['check', '--events', '-', '--format', 'json'], head, block, 300)
    expectUndecided(outcome, 'events')
    expect(outcome.peak).toBeLessThan(most)
  })

  test('one record a line is read to its end, in bounded memory', async () => {
    const lines = Buffer.from(records.toString().replaceAll('},', '}\n'))
    const outcome = await feed(['query', DISCOVERY, '-', '--count'], '', lines, 270)
    expect(outcome).toMatchObject({ code: 0, err: '', out: `${270 * Math.floor(MEBIBYTE / record.length)}\n` })
    expect(outcome.peak).toBeLessThan(400)
  })
})

const TEXTS = [
  '\u001b[2J\u001b]0;owned\u0007\u001b[31m',
  '\u009b31m\u0090\u007f\b\r',
  '\u202egnp.exe\u2066\u200b\u00ad\u{e0041}',
  'line\nbreak\r\n\u2028\u2029\u0085end',
  '%0A::error::owned',
  '::error file=x,line=1::owned',
  '##[error]owned',
  '::stop-commands::x',
  '<script>alert(1)</script><!-- -->',
  '[x](javascript:alert(1)) ![x](https://evil.example)',
  '| a | b |',
  '@octocat #1',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'x'.repeat(1_000_000),
]

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}\ud800-\udfff]/u

function expectHarmless({ out, err }: Outcome, tabs = false): void {
  for (const text of [out, err]) {
    expect(OBEYED.exec(text)?.[0]).toBeUndefined()
    if (!tabs) expect(text).not.toContain('\t')
  }
}

const hostileEvents = TEXTS.map((text, i) => ({
  eventSource: 'ssm.amazonaws.com',
  eventName: `List${text}`,
  eventTime: '2026-01-01T00:00:00Z',
  eventID: `${i}${text}`,
  awsRegion: text,
  sourceIPAddress: text,
  userIdentity: { userName: text },
  requestParameters: JSON.stringify({ [text]: text }),
  responseElements: { tokenValue: text, streamUrl: text },
}))

const hostileFindings = TEXTS.map((text, i) => ({
  registryId: text,
  repositoryName: text,
  imageId: { imageDigest: `sha256:${i}`, imageTag: text },
  imageScanStatus: { status: 'COMPLETE', description: text },
  imageScanFindings: {
    findingSeverityCounts: { HIGH: 1 },
    findings: [
      {
        name: text,
        severity: 'HIGH',
        uri: text,
        description: text,
        attributes: ['package_name', 'package_version', 'CVSS3_VECTOR', text].map(key => ({ key, value: text })),
      },
    ],
  },
}))

function hostileFolder(): string {
  // JSON.stringify drops no key: a literal "__proto__" would be one.
  const write = (values: readonly unknown[]): string => values.map(value => `${JSON.stringify(value)}\n`).join('')
  return makeFolder({ 'events.ndjson': write(hostileEvents), 'findings.ndjson': write(hostileFindings) })
}

describe('hostile names', () => {
  test.each(['text', 'markdown', 'json'])('in findings and events are data in check --format %s', format => {
    const folder = hostileFolder()
    const words = ['--findings', join(folder, 'findings.ndjson'), '--events', join(folder, 'events.ndjson'), '--format', format]
    const outcome = ecrGate(['check', ...words])
    expectNoTrace(outcome)
    expect(outcome).toMatchObject({ code: 1, err: '' })
    expectHarmless(outcome)
    if (format !== 'json') return
    const report = JSON.parse(outcome.out) as { images: { repositoryName: string; findings: { id: string }[] }[]; alerts: unknown[] }
    expect(report.images.flatMap(({ findings }) => findings.map(({ id }) => id))).toEqual(TEXTS.map(text => text.trim()))
    expect(report.images.map(({ repositoryName }) => repositoryName)).toEqual(TEXTS.map(text => text.trim()))
  })

  test('are printed by query as JSON of the same values, one event a line', () => {
    const outcome = ecrGate(['query', DISCOVERY, join(hostileFolder(), 'events.ndjson')])
    expectNoTrace(outcome)
    expect(outcome).toMatchObject({ code: 0, err: '' })
    expectHarmless(outcome)
    const printed = outcome.out.trimEnd().split('\n')
    expect(printed.map(line => (JSON.parse(line) as { eventName: string }).eventName)).toEqual(hostileEvents.map(each => each.eventName))
    expect(outcome.out.match(/HIDDEN_DUE_TO_SECURITY_REASONS/g)).toHaveLength(2 * TEXTS.length)
  })

  test.each(['eventName', 'user', 'requestParameters', 'requestParameters.__proto__', 'constructor', 'userIdentity'])(
    'are counted by %s, one value a line',
    field => {
      const outcome = ecrGate(['query', DISCOVERY, join(hostileFolder(), 'events.ndjson'), '--count-by', field])
      expectNoTrace(outcome)
      expect(outcome).toMatchObject({ code: 0, err: '' })
      expectHarmless(outcome, true)
      const counts = outcome.out
        .trimEnd()
        .split('\n')
        .map(line => Number(line.split('\t').at(-1)))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(TEXTS.length)
    },
  )

  test.each([
    ['a filter', ['user = "a" or requestParameters != null or additionalEventData.constructor.name = "Object"']],
    ['a rule', ['--rule', 'ssm-information-discovery']],
  ])('are explained harmlessly by %s', (_, subject) => {
    const outcome = ecrGate(['explain', ...subject, '--event', join(hostileFolder(), 'events.ndjson')])
    expectNoTrace(outcome)
    expect(outcome).toMatchObject({ code: 0, err: '' })
    expectHarmless(outcome)
    expect(outcome.out.match(/^Event \d+: /gm)).toHaveLength(TEXTS.length)
  })

  test('of images are explained harmlessly', () => {
    const outcome = ecrGate(['explain', '--rule', 'ecr-image-scan-findings-high', '--event', join(hostileFolder(), 'findings.ndjson')])
    expectNoTrace(outcome)
    expect(outcome.code).toBe(0)
    expectHarmless(outcome)
    expect(outcome.out.match(/^rule ecr-image-scan-findings-high matches$/gm)).toHaveLength(TEXTS.length)
  })

  test('of files are told harmlessly, in the line that tells them', () => {
    const cwd = makeFolder()
    const names = TEXTS.slice(0, -1).filter(text => !/[/\0\ud800]/.test(text))
    for (const name of names) writeFileSync(join(cwd, `${name}.json`), 'x')
    for (const words of [
      ['query', DISCOVERY, '.'],
      ['check', '--events', '.'],
      ['check', '--findings', '.', '--format', 'markdown'],
    ]) {
      const outcome = ecrGate(words, { cwd })
      expectNoTrace(outcome)
      expect(outcome.code).toBe(2)
      expectHarmless(outcome)
      expect(outcome.err.match(/expected a record, which is a JSON object/g)).toHaveLength(names.length)
    }
  })

  test('in a filter, a field, a flag and a path are told harmlessly', () => {
    for (const text of TEXTS.slice(0, 9).map(each => each.replaceAll('\0', ''))) {
      for (const words of [
        ['query', text, '-'],
        ['query', 'a = 1', '-', '--count-by', text],
        ['query', 'a = 1', `/${text}`],
        ['check', `--${text}`],
        ['check', '--findings', `/${text}`, '--fail-on', 'high'],
        [text],
        ['explain', '--rule', text, '--event', '-'],
      ]) {
        const outcome = ecrGate(words)
        expectNoTrace(outcome)
        expect(outcome.code).toBe(2)
        expectHarmless(outcome)
      }
    }
  })
})

describe('a runner that reads the output finds no command in it', () => {
  test.each([
    ['check', ['check', '--findings', 'findings.ndjson', '--events', 'events.ndjson']],
    ['check --format markdown', ['check', '--findings', 'findings.ndjson', '--events', 'events.ndjson', '--format', 'markdown']],
    ['check --format json', ['check', '--findings', 'findings.ndjson', '--events', 'events.ndjson', '--format', 'json']],
    ['query', ['query', DISCOVERY, 'events.ndjson']],
    ['query --count-by', ['query', DISCOVERY, 'events.ndjson', '--count-by', 'user']],
    ['explain', ['explain', 'user = "a"', '--event', 'events.ndjson']],
    ['explain --sql', ['explain', '--sql', 'user = "\n::error::a\u202e\\\\\'"']],
    ['a faulty file', ['query', DISCOVERY, '::error::x.json']],
  ])('%s', (_, words) => {
    const { out, err } = ecrGate(words, { cwd: hostileFolder() })
    for (const log of [out, err]) expect(obeyedCommands(log)).toEqual([])
  })
})

describe('hostile sizes', () => {
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

  test.each([
    ['query', ['query', DISCOVERY, '-']],
    ['query --count-by', ['query', DISCOVERY, '-', '--count-by', 'requestParameters']],
    ['explain', ['explain', 'requestParameters = "x"', '--event', '-']],
  ])('%s takes parameters in text that are nested 100,000 levels deep', (_, words) => {
    const input = JSON.stringify({ ...event, requestParameters: nested(100_000) })
    const outcome = ecrGate(words, { input })
    expectNoTrace(outcome)
    expect(outcome.code).toBe(0)
  })

  test.each([
    ['query', ['query', DISCOVERY, '-']],
    ['query --count-by', ['query', DISCOVERY, '-', '--count-by', 'responseElements']],
    ['explain', ['explain', 'responseElements != null', '--event', '-']],
  ])('%s hides a secret of 16 MiB', (_, words) => {
    for (const indent of [0, 1]) {
      const input = JSON.stringify({ ...event, responseElements: { tokenValue: 'x'.repeat(16 * MEBIBYTE) } }, null, indent)
      const outcome = ecrGate(words, { input })
      expectNoTrace(outcome)
      expect(outcome.code).toBe(0)
      expect(outcome.out).toContain('HIDDEN_DUE_TO_SECURITY_REASONS')
      expect(outcome.out.length).toBeLessThan(1000)
    }
  })

  test('findings nested 100,000 levels deep are undecided', () => {
    const answer = { repositoryName: 'r', imageId: {}, imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: { findings: ['@'] } }
    const input = JSON.stringify(answer).replace('"@"', nested(100_000))
    expectUndecided(ecrGate(['check', '--findings', '-', '--format', 'json'], { input }), 'findings')
  })
})

const shell = (script: string, ...words: string[]): Outcome => {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', process.execPath, CLI, ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    // The shell has words of its own for a locale that is not installed, and so may its start-up file.
    env: { ...ENV, LC_ALL: 'C' },
  })
  return { code: status, out: stdout, err: stderr }
}

describe('streams that end early', () => {
  test('whoever reads only the first line, as head does, sees no error', () => {
    const outcome = shell(`yes '${JSON.stringify(event)}' | "$1" "$2" query '${DISCOVERY}' - | head -1`)
    expect(outcome).toEqual({ code: 0, out: `${JSON.stringify(event)}\n`, err: '' })
  })

  test('whoever reads nothing at all sees no error', () => {
    expect(shell(`yes '${JSON.stringify(event)}' | "$1" "$2" query '${DISCOVERY}' - | true`)).toEqual({ code: 0, out: '', err: '' })
    expect(shell(`"$1" "$2" check --findings examples/findings.json --format json | true`)).toEqual({ code: 0, out: '', err: '' })
  })

  test.each([
    ['plain', Buffer.from('[{"a":1},x')],
    ['gzip', Buffer.concat([gzipSync('[{"a":1},x'), gzipSync('y'.repeat(1000)).subarray(0, 20)])],
  ])('a fault on standard input is told once the input ends, because records may follow: %s', async (_, bytes) => {
    const child = spawn(process.execPath, [CLI, 'query', DISCOVERY, '-'], { env: ENV })
    child.stdin.on('error', () => undefined)
    child.stdin.end(bytes)
    const outcome = await collect(child)
    expectNoTrace(outcome)
    expect(outcome).toMatchObject({ code: 2, err: expect.stringContaining('expected a record') })
  })

  test.each([
    ['closed', '<&-', 'the file is empty'],
    ['empty', '</dev/null', 'the file is empty'],
    ['a folder', '</tmp', 'the file is empty'],
  ])('standard input that is %s is no input', (_, redirection, message) => {
    const query = shell(`"$1" "$2" query '${DISCOVERY}' - ${redirection}`)
    expectNoTrace(query)
    expect(query).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) })
    expectUndecided(shell(`"$1" "$2" check --events - --format json ${redirection}`), 'events')
  })

  const hasFull = existsSync('/dev/full')

  test.skipIf(!hasFull).each([
    ['check', 'check --events examples/cloudtrail'],
    ['query', `query 'eventSource != null' examples/cloudtrail`],
    ['help', 'check --help'],
  ])('%s on a full disk exits 2 and says why', (_, words) => {
    const outcome = shell(`"$1" "$2" ${words} >/dev/full`)
    expect(outcome.err).not.toMatch(STACK_TRACE)
    expect(outcome).toMatchObject({ code: 2, out: '', err: expect.stringContaining('no space left') })
  })

  test.skipIf(!hasFull)('messages that cannot be written leave the exit code what it is', () => {
    expectUndecided(shell(`"$1" "$2" check --events gone --format json 2>/dev/full`), 'events')
    expectUndecided(shell(`"$1" "$2" check --events gone --format json 2> >(exit)`), 'events')
    const folder = makeFolder(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}.json`, 'x'])))
    expectUndecided(shell(`"$1" "$2" check --events "$3" --format json 2> >(exit)`, folder), 'events')
  })
})

describe('a path that is a pipe', () => {
  test.each([
    ['plain', Buffer.from(archive)],
    ['gzip', gzipSync(archive)],
  ])('is read like a file: %s', async (_, content) => {
    const pipe = join(makeFolder(), 'pipe')
    expect(shell('mkfifo "$3"', pipe).code).toBe(0)
    const reading = collect(spawn(process.execPath, [CLI, 'query', DISCOVERY, pipe, '--count'], { env: ENV }))
    createWriteStream(pipe).end(content)
    expect(await reading).toEqual({ code: 0, out: '3\n', err: '' })
  })

  test('may be a process substitution', () => {
    expect(shell(`"$1" "$2" query '${DISCOVERY}' <(cat "$3") <(gzip -c "$3") --count`, join(makeFolder({ a: archive }), 'a'))).toEqual({
      code: 0,
      out: '6\n',
      err: '',
    })
  })
})

test('runs side by side give the same answers as one alone', async () => {
  const folder = makeFolder({ 'a.json': archive, 'b.json.gz': gzipSync(archive), 'c.json': archive.slice(0, -9) })
  const runs = Array.from({ length: 6 }, () =>
    collect(spawn(process.execPath, [CLI, 'query', DISCOVERY, folder, '--count-by', 'eventName'], { env: ENV })),
  )
  const [first, ...others] = await Promise.all(runs)
  expect(first).toMatchObject({ code: 2, out: 'ListDocuments\t8\n', err: expect.stringContaining('c.json') })
  for (const other of others) expect(other).toEqual(first)
})
