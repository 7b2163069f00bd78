// Which files a path means, and that their bytes arrive whole or with a fault.

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { Fault } from '../../src/fault.ts'
import {
  collectPassedOver,
  findRecordFiles,
  findRuleFiles,
  MOST_SILENCE,
  readBytes,
  readRuleText,
  STANDARD_INPUT,
} from '../../src/sources/files.ts'
import { makeFolder } from '../folder.ts'

const nothing = Readable.from([])

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await findRecordFiles(folder)).map(path => relative(folder, path))
}

async function faultOf(action: () => Promise<unknown>): Promise<Fault> {
  try {
    await action()
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('no fault')
}

test('of several paths on one line each is named, and how to write them', async () => {
  const folder = makeFolder()
  const [a, b, both] = ['a.yml', 'b.yml', 'a b, c.yml'].map(name => join(folder, name)) as [string, string, string]
  await Promise.all([a, b, both].map(path => writeFile(path, '')))
  for (const path of [`${a}, ${b}`, `${a},${b}`, `${a} ${b}`, `["${a}", "${b}"]`]) {
    expect((await faultOf(() => findRuleFiles(path))).diagnostic).toMatchObject({
      kind: 'not-found',
      message: 'no such file or folder',
      help: `"${a}" and "${b}" exist: write one path a line, or on the command line one a word`,
      at: path,
    })
  }
  expect((await faultOf(() => findRecordFiles(`"${a}"`))).diagnostic.help).toContain(`"${a}" exists: write one path a line`)
  expect((await faultOf(() => findRecordFiles(`${a} s3://logs/trail`))).diagnostic.help).toContain(
    `"${a}" exists, "s3://logs/trail" is in S3: write`,
  )
  expect((await faultOf(() => findRecordFiles('s3://logs/one.json'))).diagnostic.help).toContain('download it with aws s3 cp')
  for (const path of [`${a}, ${folder}/c.yml`, `${folder}/c.yml`, ' '])
    expect((await faultOf(() => findRuleFiles(path))).diagnostic.help).toBeUndefined()
  expect(await findRuleFiles(both)).toEqual([both])
})

async function bytesOf(path: string, input: Readable = nothing, named = path): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of readBytes(path, input, { named })) chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}

describe('a path means', () => {
  test('a file that is named itself, whatever its ending', async () => {
    const folder = makeFolder({ 'events.txt': '{}' })
    expect(await findRecordFiles(join(folder, 'events.txt'))).toEqual([join(folder, 'events.txt')])
  })

  test('standard input when it is a hyphen', async () => {
    expect(await findRecordFiles('-')).toEqual([STANDARD_INPUT])
  })

  test('the record files of a folder and those below it, in order of their names', async () => {
    const folder = makeFolder({
      'b/2.json': '',
      'b/1.json.gz': '',
      'a.ndjson': '',
      'c.JSONL': '',
      'b.json': '',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/x.json.gz': '',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01/y.json.gz': '',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/03/z.json.gz': '',
    })
    expect(await namesIn(folder)).toEqual([
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/03/z.json.gz',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/01/y.json.gz',
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/x.json.gz',
      'a.ndjson',
      'b/1.json.gz',
      'b/2.json',
      'b.json',
      'c.JSONL',
    ])
  })

  test('no file of another ending', async () => {
    const folder = makeFolder({
      'a.json': '',
      'a.json.bak': '',
      'a.json.zip': '',
      'a.gz': '',
      'README.md': '',
      '.json~': '',
      ajson: '',
      'a.jsonx': '',
      'a.csv': '',
    })
    expect(await namesIn(folder)).toEqual(['a.json'])
  })

  test('also what S3 keeps beside the logs: what it is shows in its records', async () => {
    const folder = makeFolder({
      'AWSLogs/1/CloudTrail/a.json.gz': '',
      'AWSLogs/1/CloudTrail-Digest/b.json.gz': '',
      'AWSLogs/1/CloudTrail-Insight/c.json.gz': '',
      'AWSLogs/1/CloudTrail-NetworkActivity/d.json.gz': '',
      'CloudTrail-Digest.json': '',
    })
    expect(await namesIn(folder)).toEqual([
      'AWSLogs/1/CloudTrail/a.json.gz',
      'AWSLogs/1/CloudTrail-Digest/b.json.gz',
      'AWSLogs/1/CloudTrail-Insight/c.json.gz',
      'AWSLogs/1/CloudTrail-NetworkActivity/d.json.gz',
      'CloudTrail-Digest.json',
    ])
  })

  test('rule files where rules are asked for', async () => {
    const folder = makeFolder({ 'a.yml': '', 'b/c.yaml': '', 'd.json': '', 'e.YML': '', 'f.yml.gz': '', 'CloudTrail-Digest/g.JSON': '' })
    expect((await findRuleFiles(folder)).map(path => relative(folder, path))).toEqual([
      'CloudTrail-Digest/g.JSON',
      'a.yml',
      'b/c.yaml',
      'd.json',
      'e.YML',
    ])
  })
})

describe('what a folder contains and is not read is named', () => {
  const noteOf = async (find: typeof findRecordFiles, files: Readonly<Record<string, string>>) => {
    const folder = makeFolder(files)
    const passed = collectPassedOver(folder)
    await find(folder, passed.passOver)
    return passed.notes().map(({ level, kind, message, at }) => ({ level, kind, message, at: relative(folder, String(at)) }))
  }
  const note = (message: string) => [{ level: 'note', kind: 'passed-over', message, at: '' }]

  test.each<[string, typeof findRecordFiles, Readonly<Record<string, string>>, string]>([
    ['rules', findRuleFiles, { 'a.yml': '', 'b/rule.yml.gz': '', 'c.txt': '' }, 'not read: b/rule.yml.gz, c.txt'],
    ['events and answers', findRecordFiles, { 'a.json': '', 'b.csv': '', '.gitkeep': '', 'c/d.txt': '' }, 'not read: b.csv, c/d.txt'],
    [
      'many',
      findRuleFiles,
      { 'a.yml': '', ...Object.fromEntries([...'123456789'].map(n => [`${n}.md`, ''])) },
      'not read: 1.md, 2.md, 3.md, 4.md, 5.md, and 4 more',
    ],
  ])('%s', async (_, find, files, message) => {
    expect(await noteOf(find, files)).toEqual(note(message))
  })

  test('but files of other tools are read by their names, hidden as they are', async () => {
    const folder = makeFolder({
      '.trivyignore': '',
      'a/.inspector-ignore': '',
      '.grype.yaml': '',
      '.ecr-scan-image-ignore': '',
      '.env': '',
    })
    const found = await findRuleFiles(folder)
    expect(found.map(path => relative(folder, path))).toEqual([
      '.ecr-scan-image-ignore',
      '.grype.yaml',
      '.trivyignore',
      join('a', '.inspector-ignore'),
    ])
    expect(await findRecordFiles(makeFolder({ '.trivyignore': '', 'a.json': '' }))).toHaveLength(1)
  })

  test('and nothing where everything is read', async () => {
    expect(await noteOf(findRuleFiles, { 'a.yml': '', 'b.json': '', '.DS_Store': '' })).toEqual([])
  })
})

describe('a link', () => {
  test('to a file or a folder in the same folder is followed, as a mounted volume has them', async () => {
    const folder = makeFolder({ '..data/a.json': '{"a":1}', '..data/plain': '{"b":1}', 'logs/c.json': '{"c":1}' })
    symlinkSync('..data/plain', join(folder, 'b.json'))
    mkdirSync(join(folder, 'sub'))
    symlinkSync('../logs', join(folder, 'sub/linked'))
    expect(await namesIn(folder)).toEqual(['..data/a.json', 'b.json', 'logs/c.json'])
    expect((await bytesOf(join(folder, 'b.json'), nothing, folder)).toString()).toBe('{"b":1}')
  })

  test('that is named itself may lead anywhere, to a file or a folder', async () => {
    const folder = makeFolder({ 'elsewhere/a.json': '{"a":1}', 'here/z': '' })
    symlinkSync('../elsewhere/a.json', join(folder, 'here/a.json'))
    symlinkSync('../elsewhere', join(folder, 'here/linked'))
    expect((await bytesOf(join(folder, 'here/a.json'))).toString()).toBe('{"a":1}')
    const linked = join(folder, 'here/linked')
    expect(await findRecordFiles(linked)).toEqual([join(linked, 'a.json')])
    expect((await bytesOf(join(linked, 'a.json'), nothing, linked)).toString()).toBe('{"a":1}')
  })

  test.each([
    ['a file', 'x.json', '../elsewhere/a.json'],
    ['a folder', 'logs', '../elsewhere'],
    ['a folder above', 'up', '..'],
    ['a link that leads out again', 'twice.json', '../elsewhere/b.json'],
  ])(
    'out of the folder that was named is not followed, and is a fault of its own that hides no other file: %s',
    async (_, name, target) => {
      const folder = makeFolder({ 'here/0.json': '', 'here/z.json': '', 'elsewhere/a.json': 'secret' })
      symlinkSync('a.json', join(folder, 'elsewhere/b.json'))
      symlinkSync(target, join(folder, 'here', name))
      const here = join(folder, 'here')
      expect(await namesIn(here)).toEqual(['0.json', name, 'z.json'].sort())
      const { diagnostic } = await faultOf(() => bytesOf(join(here, name), nothing, here))
      expect(diagnostic).toMatchObject({ level: 'error', at: join(here, name) })
      if (name.endsWith('.json')) expect(diagnostic.message).toBe('a link leads out of the folder that was named, and is not followed')
      expect(JSON.stringify(diagnostic)).not.toContain('secret')
    },
  )

  test('to a folder above or beside it is not walked twice', async () => {
    const folder = makeFolder({ 'a/1.json': '', 'b/2.json': '' })
    symlinkSync('..', join(folder, 'a/up'))
    symlinkSync('.', join(folder, 'a/self'))
    symlinkSync('../b', join(folder, 'a/beside'))
    symlinkSync('../a', join(folder, 'b/beside'))
    symlinkSync(folder, join(folder, 'b/all'))
    const names = await namesIn(folder)
    expect(names.map(name => name.split('/').at(-1)).toSorted()).toEqual(['1.json', '2.json'])
  })

  test.each([
    ['broken.json', 'gone.json', 'not-found', 'no such file or folder'],
    ['2026', 'not-mounted/2026', 'not-found', 'no such file or folder'],
    ['ring.json', 'ring.json', 'not-readable', 'it cannot be read'],
  ])('to nothing (%s → %s) is a fault of its own and hides no other file', async (name, target, code, message) => {
    const folder = makeFolder({ 'a.json': '{"a":1}', 'z.json': '{"z":1}' })
    symlinkSync(target, join(folder, name))
    expect(await namesIn(folder)).toEqual(['a.json', name, 'z.json'].sort())
    expect(await faultOf(() => bytesOf(join(folder, name)))).toMatchObject({
      code,
      diagnostic: { message: expect.stringContaining(message), at: join(folder, name) },
    })
  })
})

describe('what holds credentials is not read, however it is reached', () => {
  const config = '[http]\n\textraheader = AUTHORIZATION: basic c2VjcmV0\n'
  const nowhere = 'nothing in a .git folder, in /proc or in /sys is read'

  test.each([
    ['by its name', '.git/config'],
    ['by another spelling', 'lib/../.git/config'],
    ['by a link', 'link.yml'],
    ['by a link to the folder', 'linked/config'],
    ['in the repository of a submodule', '.git/modules/lib/config'],
    ['where .git is a file', 'lib/.git'],
    ['where .git is a link itself', 'tree/.git/config'],
  ])('.git %s', async (_, path) => {
    const folder = makeFolder({
      '.git/config': config,
      '.git/modules/lib/config': config,
      'lib/.git': config,
      'tree/a': '',
      'store/config': config,
    })
    symlinkSync('.git/config', join(folder, 'link.yml'))
    symlinkSync('.git', join(folder, 'linked'))
    symlinkSync('../store', join(folder, 'tree/.git'))
    const file = `${folder}/${path}`
    expect(await faultOf(() => bytesOf(file))).toMatchObject({ code: 'not-readable', diagnostic: { message: nowhere, at: file } })
  })

  test('.git is no folder of rules, and no part of one', async () => {
    const folder = makeFolder({ '.git/refs/heads/x.yml': 'c0ffee', 'rules/a.yml': '', '.gitignore/b.yml': '' })
    expect((await findRuleFiles(folder)).map(path => relative(folder, path))).toEqual(['.gitignore/b.yml', 'rules/a.yml'])
    expect(await faultOf(() => findRuleFiles(join(folder, '.git')))).toMatchObject({ diagnostic: { message: nowhere } })
    symlinkSync('.git', join(folder, 'linked'))
    expect(await faultOf(() => findRuleFiles(join(folder, 'linked')))).toMatchObject({ diagnostic: { message: nowhere } })
  })

  test.skipIf(!existsSync('/proc/self/environ'))('/proc, which has the environment of a process', async () => {
    const folder = makeFolder()
    symlinkSync('/proc/self/environ', join(folder, 'x.yml'))
    symlinkSync('/proc/self', join(folder, 'self'))
    for (const path of ['/proc/self/environ', join(folder, 'x.yml'), join(folder, 'self/environ')])
      expect(await faultOf(() => bytesOf(path))).toMatchObject({ diagnostic: { message: nowhere, at: path } })
  })
})

describe('what is no file does not hold up a run', () => {
  const noFile = { code: 'not-readable', diagnostic: { message: 'it is a pipe or a device, and not a file' } }

  test('a pipe in a folder is a fault', async () => {
    const folder = makeFolder()
    spawnSync('mkfifo', [join(folder, 'a.json')])
    expect(await namesIn(folder)).toEqual(['a.json'])
    expect(await faultOf(() => bytesOf(join(folder, 'a.json'), nothing, folder))).toMatchObject(noFile)
  })

  test.each(['/dev/stdin', '/dev/tty', '/dev/zero', '/dev/fd/0'])('a link to %s is a fault', async target => {
    const folder = makeFolder()
    symlinkSync(target, join(folder, 'a.json'))
    const fault = await faultOf(() => bytesOf(join(folder, 'a.json')))
    expect(fault.code).toBeOneOf(['not-readable', 'not-found'])
  })

  test('a pipe that is named itself is read, whenever its writer comes', async () => {
    const pipe = join(makeFolder(), 'pipe')
    spawnSync('mkfifo', [pipe])
    const reading = bytesOf(pipe)
    await writeFile(pipe, '{"a":1}')
    expect((await reading).toString()).toBe('{"a":1}')
  })

  test('a pipe into which nobody writes is a fault in the end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const silent = new Readable({ read: () => undefined })
    const reading = faultOf(() => bytesOf('-', silent))
    await vi.advanceTimersByTimeAsync(MOST_SILENCE - 1)
    expect(silent.destroyed).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await reading).toMatchObject({ diagnostic: { message: 'nothing came for 10 minutes', at: 'standard input' } })
  })
})

describe('a path that means nothing is a fault', () => {
  test.each([
    ['a missing file', 'gone.json'],
    ['a missing folder', 'gone/deeper'],
    ['a file that is used as a folder', 'a.json/b.json'],
  ])('%s', async (_, name) => {
    const path = join(makeFolder({ 'a.json': '' }), name)
    expect(await faultOf(() => findRecordFiles(path))).toMatchObject({
      code: 'not-found',
      diagnostic: { level: 'error', kind: 'not-found', message: 'no such file or folder', at: path },
    })
  })

  test.each([
    ['an empty folder', {}],
    ['a folder of other files', { 'a.txt': '', 'b/c.csv': '' }],
  ])('%s', async (_, files) => {
    const folder = makeFolder(files)
    expect(await faultOf(() => findRecordFiles(folder))).toMatchObject({
      code: 'not-found',
      diagnostic: { message: 'the folder contains no .json, .ndjson or .jsonl file (plain or .gz)', at: folder },
    })
  })

  // Root may read everything.
  test.skipIf(process.getuid?.() === 0)('a folder that may not be read (not tested as root), by its own name', async () => {
    const folder = makeFolder({ 'a.json': '', 'b/c.json': '', 'd.json': '' })
    chmodSync(join(folder, 'b'), 0o000)
    chmodSync(join(folder, 'd.json'), 0o000)
    expect(await faultOf(() => findRecordFiles(folder))).toMatchObject({ code: 'denied', diagnostic: { at: join(folder, 'b') } })
    expect(await faultOf(() => bytesOf(join(folder, 'd.json')))).toMatchObject({
      code: 'denied',
      diagnostic: { at: join(folder, 'd.json') },
    })
    chmodSync(join(folder, 'b'), 0o700)
  })

  test('a folder where a file was expected', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'x.json'))
    expect(await faultOf(() => bytesOf(join(folder, 'x.json')))).toMatchObject({
      code: 'not-readable',
      diagnostic: { message: 'it is a folder' },
    })
  })
})

const text = `${'{"eventName":"ListDocuments"}\n'.repeat(50_000)}end`
const packed = gzipSync(text)

describe('the bytes of a file', () => {
  test.each([
    ['plain', 'a.json', Buffer.from(text)],
    ['gzip', 'a.json.gz', packed],
    ['gzip under a plain name', 'a.json', packed],
    ['plain under the name of gzip', 'a.json.gz', Buffer.from(text)],
    ['gzip in several members', 'a.json.gz', Buffer.concat([gzipSync(text.slice(0, 7)), gzipSync(''), gzipSync(text.slice(7))])],
    ['gzip with a name and a comment in its head', 'a.json.gz', named(text)],
    ['empty', 'a.json', Buffer.alloc(0)],
    ['one byte of gzip', 'a.json', Buffer.of(0x1f)],
  ])('arrive whole: %s', async (_, name, content) => {
    const whole = content.length < 2 ? content : Buffer.from(text)
    expect((await bytesOf(join(makeFolder({ [name]: content }), name))).equals(whole)).toBe(true)
  })

  test('arrive whole from standard input, in whatever pieces it comes', async () => {
    const short = gzipSync('{"a":1}')
    for (let i = 0; i <= short.length; i++) {
      const input = Readable.from([short.subarray(0, i), short.subarray(i)].filter(({ length }) => length > 0))
      expect((await bytesOf('-', input)).toString()).toBe('{"a":1}')
    }
    expect((await bytesOf('-', Readable.from(Array.from(short, byte => Buffer.of(byte))))).toString()).toBe('{"a":1}')
  })

  function named(content: string): Buffer {
    const plain = gzipSync(content)
    return Buffer.concat([
      plain.subarray(0, 3),
      Buffer.of(0x18),
      plain.subarray(4, 10),
      Buffer.from('a.json\0comment\0'),
      plain.subarray(10),
    ])
  }
})

describe('gzip data that is not whole', () => {
  const small = gzipSync('{"a":1}\n{"b":2}\n')

  test('is a fault wherever it was cut off', async () => {
    for (let length = 2; length < small.length; length++) {
      const fault = await faultOf(() => bytesOf('-', Readable.from([small.subarray(0, length)])))
      expect({ length, ...fault.diagnostic }).toEqual({
        length,
        level: 'error',
        kind: 'truncated',
        message: 'the gzip data ends too early: the file is incomplete',
        at: 'standard input',
      })
    }
  })

  test('is a fault when a second member was cut off', async () => {
    for (let length = 1; length < small.length; length++) {
      const input = Readable.from([Buffer.concat([small, small.subarray(0, length)])])
      expect({ length, code: (await faultOf(() => bytesOf('-', input))).code }).toEqual({ length, code: expect.any(String) })
    }
  })

  // The header's time and operating system (bytes 4 to 9) do not affect the content.
  test('is a fault whichever byte of it is wrong, unless the content stays the same', async () => {
    for (let i = 0; i < small.length; i++) {
      const damaged = Buffer.from(small)
      damaged[i] = (damaged[i] as number) ^ 0x55
      const found = await bytesOf('-', Readable.from([damaged])).catch((error: unknown) => error)
      if (found instanceof Fault) expect(found.code).toBeOneOf(['truncated', 'not-readable'])
      else expect(found).toEqual(i < 2 ? damaged : Buffer.from('{"a":1}\n{"b":2}\n'))
    }
  })

  test('is a fault when its check sum or its length is that of another content', async () => {
    const sum = Buffer.from(small)
    sum.writeUInt32LE(crc32('{"a":1}\n{"b":3}\n'), small.length - 8)
    const size = Buffer.from(small)
    size.writeUInt32LE(17, small.length - 4)
    for (const damaged of [sum, size]) {
      expect(await faultOf(() => bytesOf('-', Readable.from([damaged])))).toMatchObject({
        code: 'not-readable',
        diagnostic: { message: 'the gzip data is damaged' },
      })
    }
  })

  test.each([
    ['text', Buffer.from('{"c":3}\n')],
    ['a zlib stream', deflateSync('{"c":3}\n')],
    ['zeros and a further member', Buffer.concat([Buffer.alloc(512), gzipSync('{"c":3}\n')])],
    ['zeros', Buffer.alloc(3)],
  ])('is a fault when %s follows it, and nothing is dropped in silence', async (_, rest) => {
    for (const chunks of [[small, rest], [Buffer.concat([small, rest])]]) {
      expect(await faultOf(() => bytesOf('-', Readable.from(chunks)))).toMatchObject({ code: 'not-readable' })
    }
  })

  test('gives what could be unpacked before the fault', async () => {
    const found: Uint8Array[] = []
    const path = join(makeFolder({ 'a.gz': packed.subarray(0, -4) }), 'a.gz')
    const reading = async (): Promise<void> => {
      for await (const chunk of readBytes(path, nothing)) found.push(Uint8Array.from(chunk))
    }
    expect((await faultOf(reading)).code).toBe('truncated')
    expect(text.startsWith(Buffer.concat(found).toString())).toBe(true)
    expect(found.length).toBeGreaterThan(0)
  })
})

describe('damaged gzip data hides nothing that can be unpacked', () => {
  const member = (content: string): Buffer => gzipSync(content)
  const wrong = (content: Buffer, at: number): Buffer => {
    const damaged = Buffer.from(content)
    damaged[at] = (damaged[at] as number) ^ 0xff
    return damaged
  }
  const first = member('first')
  const last = member('last')

  async function unpack(chunks: readonly Buffer[]): Promise<{ found: string; faults: readonly string[] }> {
    const found: Uint8Array[] = []
    const faults: string[] = []
    for await (const chunk of readBytes('-', Readable.from(chunks), { damaged: fault => faults.push(fault.message) }))
      found.push(Uint8Array.from(chunk))
    return { found: Buffer.concat(found).toString(), faults }
  }

  const DAMAGED = 'the gzip data is damaged'
  test.each([
    ['a check sum', wrong(first, first.length - 8), 'firstlast', [DAMAGED]],
    ['a length', wrong(first, first.length - 4), 'firstlast', [DAMAGED]],
    ['a method', wrong(first, 2), '\0last', [DAMAGED]],
    [
      'text between members',
      Buffer.concat([first, Buffer.from('text')]),
      'firsttextlast',
      ['unexpected data after the end of the gzip data'],
    ],
    // A block of the type that deflate does not have.
    ['a byte of the compressed data', Buffer.concat([first.subarray(0, 10), Buffer.of(0x07), first.subarray(11)]), '\0last', [DAMAGED]],
  ])('behind %s, however it is split', async (_, damaged, found, faults) => {
    const bytes = Buffer.concat([damaged, last])
    expect(await unpack([bytes])).toEqual({ found, faults })
    expect(await unpack(Array.from(bytes, byte => Buffer.of(byte)))).toEqual({ found, faults })
    for (let i = 1; i < bytes.length; i++) expect(await unpack([bytes.subarray(0, i), bytes.subarray(i)])).toEqual({ found, faults })
  })

  test('before a wrong byte in the middle of it', async () => {
    const content = Array.from({ length: 20_000 }, (_, i) => `{"n":${(i * 7919) % 100_003}}\n`).join('')
    const whole = gzipSync(content)
    const { found, faults } = await unpack([wrong(whole, whole.length >> 1), last])
    let same = 0
    while (found[same] === content[same]) same++
    expect(same).toBeGreaterThan(content.length / 3)
    expect({ faults, end: found.slice(-4) }).toEqual({ faults: [DAMAGED], end: 'last' })
  })
})

describe('a consumer that stops reading early', () => {
  test.each([
    ['plain', Buffer.from(text)],
    ['gzip', packed],
  ])('leaves no file open: %s', async (_, content) => {
    const path = join(makeFolder({ a: Buffer.concat([content, content]) }), 'a')
    const open = (): number => readdirSync('/proc/self/fd').length
    const before = open()
    for (let i = 0; i < 20; i++) for await (const _chunk of readBytes(path, nothing)) break
    // Closing a file takes a turn of the event loop.
    await expect.poll(open).toBeLessThan(before + 10)
  })

  test('waits for no more of standard input', async () => {
    const input = new Readable({ read: () => undefined })
    input.push('{"a":1}')
    for await (const _chunk of readBytes('-', input)) break
    expect(input.destroyed).toBe(true)
  })
})

describe('the text of a rule file', () => {
  test('is read without its byte order mark, from gzip too', async () => {
    const folder = makeFolder({ 'a.yml': '\ufeffname: é\n', 'b.yml': gzipSync('name: é\n') })
    expect(await readRuleText(join(folder, 'a.yml'), nothing)).toBe('name: é\n')
    expect(await readRuleText(join(folder, 'b.yml'), nothing)).toBe('name: é\n')
    expect(await readRuleText('-', Readable.from(['name: x\n'], { objectMode: false }))).toBe('name: x\n')
  })

  test('is a fault when it is no UTF-8', async () => {
    const path = join(makeFolder({ 'a.yml': Buffer.from('name: \u00e9', 'latin1') }), 'a.yml')
    expect(await faultOf(() => readRuleText(path, nothing))).toMatchObject({
      code: 'encoding',
      diagnostic: { message: 'the file is not valid UTF-8', at: path },
    })
  })

  test('is a fault when it is endless, and the rest is not read', async () => {
    let given = 0
    const endless = new Readable({
      read() {
        given++
        this.push(Buffer.alloc(1024 * 1024, 0x20))
      },
    })
    expect(await faultOf(() => readRuleText('-', endless))).toMatchObject({
      code: 'too-large',
      diagnostic: { message: 'the file is longer than 2 MiB', help: expect.stringContaining('split'), at: 'standard input' },
    })
    expect(given).toBeLessThan(10)
  })
})
