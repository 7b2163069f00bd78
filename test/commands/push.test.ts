// `ecr-gate policy push`, with the SDK's own client: what it writes, what it says of it, and that nothing is written that could be wrong.

import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { runPolicy } from '../../src/commands/policy.ts'
import { renderDiagnostics } from '../../src/diagnostic.ts'
import { plain } from '../../src/report/paint.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { World } from '../../src/run/world.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { KEY, keyDenial } from '../aws/parameters.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { START } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'

interface Pushed {
  readonly code: number
  readonly out: string
  readonly err: string
}

function worldOf(aws: Aws, out: string[], err: string[]): World {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  return {
    signal: new AbortController().signal,
    now: () => new Date(START),
    milliseconds: () => 0,
    sleep: async () => undefined,
    connect: async () => connect({ attempts: 1, endpoint: aws.endpoint, credentials }),
    env: aws.env,
    root: tmpdir(),
    temporary: tmpdir(),
    input: Readable.from([]),
    packs: async () => ({ used: [], unused: [] }),
    operations: async () => ({}),
    page: () => Promise.reject(new Error('there is no page')),
    print: async text => {
      out.push(text)
    },
    tell: text => err.push(text),
    progress: () => undefined,
    write: () => Promise.reject(new Error('nothing is written to disk')),
    paint: plain,
    width: undefined,
  }
}

/** Runs the command in a folder with these files; the words name them without it. */
async function push(aws: Aws, files: Readonly<Record<string, string>>, words: readonly string[]): Promise<Pushed> {
  const folder = makeFolder(files)
  const named = words.map(word => (Object.hasOwn(files, word) || word === '.' ? join(folder, word) : word))
  const invocation = parseArguments(['policy', 'push', ...named], aws.env)
  const [out, err]: [string[], string[]] = [[], []]
  if (invocation.kind !== 'run') {
    const problems = invocation.kind === 'wrong' ? invocation.problems : []
    return { code: 2, out: '', err: renderDiagnostics(problems) }
  }
  const code = await runPolicy(invocation.settings, worldOf(aws, out, err))
  expect(aws.violations).toEqual([])
  const show = (texts: readonly string[]): string => texts.join('').replaceAll(`${folder}/`, '').replaceAll(folder, basename(folder))
  return { code, out: show(out), err: show(err) }
}

const rule = (name: string, more = ''): string => `name: ${name}
type: CloudTrail
severityOfAlerts: 2
filter: eventSource = "ssm.amazonaws.com" and eventName = "StartSession"
alertDescription: somebody has a shell
tests:
  - name: a session
    matches: true
    event: { eventSource: ssm.amazonaws.com, eventName: StartSession }
  - name: another call
    matches: false
    event: { eventSource: ssm.amazonaws.com, eventName: GetParameter }
${more}`

const ACCEPT = JSON.stringify({ exceptions: [{ id: 'CVE-2026-1234', reason: 'not reachable', expires: '2027-01-31' }] })
const HIGH = rule('high')
const LOW = rule('low')
const written = ({ requests }: Aws): readonly unknown[] =>
  requests.flatMap(({ operation, input }) => (operation === 'PutParameter' ? [input['Name']] : []))

describe('what differs is written, and what was done is said', () => {
  test('new, changed and unchanged files, and what is there besides', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/gate/low', LOW, { version: 7 })
    aws.ssm.putParameter('/team/gate/mid', 'old', { version: 3 })
    aws.ssm.putParameter('/team/gate/old/one', 'old', { version: 2 })
    const files = {
      'high.yml': HIGH,
      'low.yaml': LOW,
      'mid.json': ACCEPT,
    }
    const { code, out } = await push(aws, files, ['high.yml', 'low.yaml', 'mid.json', 'ssm:/team/gate/'])
    expect({ code, out: out.split('\n') }).toEqual({
      code: 0,
      out: [
        'ssm:/team/gate/high: created, version 1',
        'ssm:/team/gate/low: unchanged, version 7',
        'ssm:/team/gate/mid: version 3 → 4',
        'ssm:/team/gate/old/one: version 2, not among these files, stays as it is',
        '',
      ],
    })
    expect(written(aws)).toEqual(['/team/gate/high', '/team/gate/mid'])
    expect(aws.ssm.parameter('/team/gate/high')).toMatchObject({ value: HIGH, type: 'String', tier: 'Standard' })
    expect(await push(aws, files, ['high.yml', 'low.yaml', 'mid.json', 'ssm:/team/gate/'])).toMatchObject({ code: 0 })
    expect(written(aws)).toHaveLength(2)
  })

  test('one file to one parameter, whatever it is called', async () => {
    const aws = await startAws()
    expect(await push(aws, { 'high.yml': HIGH }, ['high.yml', 'ssm:/team/critical'])).toMatchObject({
      code: 0,
      out: 'ssm:/team/critical: created, version 1\n',
    })
  })

  test('a folder of files', async () => {
    const aws = await startAws()
    await push(aws, { 'high.yml': HIGH, 'low.yml': LOW }, ['.', 'ssm:/team/'])
    expect(written(aws)).toEqual(['/team/high', '/team/low'])
  })

  test('files of other tools under their whole names, by which they are known there, too', async () => {
    const aws = await startAws()
    await push(aws, { '.trivyignore.yaml': 'vulnerabilities: [{ id: CVE-2026-90001 }]', '.trivyignore': 'CVE-2026-90001' }, [
      '.',
      'ssm:/team/',
    ])
    expect(written(aws)).toEqual(['/team/.trivyignore', '/team/.trivyignore.yaml'])
  })

  test('what is not read in a folder, and what is doubtful, is told once', async () => {
    const aws = await startAws()
    const { code, err } = await push(aws, { 'a.yml': HIGH, 'b.yml': HIGH.replace('name: high', 'name: other'), 'c.txt': '' }, [
      '.',
      'ssm:/t/',
    ])
    expect([code, err.match(/not read: c\.txt/g)?.length, err.match(/\[duplicate-filter\]/g)?.length]).toEqual([0, 1, 1])
    expect(err).toContain('2 rules, 4 tests passed, 0 failed')
  })

  test('by ARN, in the account of the credentials and no other', async () => {
    const aws = await startAws()
    const to = (account: string) =>
      push(aws, { 'high.yml': HIGH }, ['high.yml', `ssm:arn:aws:ssm:us-east-1:${account}:parameter/team/high`])
    expect(await to('444455556666')).toMatchObject({ code: 2, err: expect.stringContaining('the credentials are of account 111122223333') })
    expect(written(aws)).toEqual([])
    expect(await to('111122223333')).toMatchObject({ code: 0 })
    expect(aws.ssm.parameter('/team/high', 'us-east-1')).toHaveProperty('value', HIGH)
  })

  test('the type, the key and the tier of what is there stay', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/high', 'old', { type: 'SecureString', keyId: KEY, tier: 'Advanced' })
    await push(aws, { 'high.yml': HIGH }, ['high.yml', 'ssm:/team/high'])
    expect(aws.ssm.parameter('/team/high')).toEqual({
      name: '/team/high',
      value: HIGH,
      type: 'SecureString',
      keyId: KEY,
      tier: 'Advanced',
      version: 2,
    })
  })
})

const long = (bytes: number): string => `${HIGH}# ${'é'.repeat((bytes - HIGH.length - 2) / 2)}${(bytes - HIGH.length) % 2 === 0 ? '' : '.'}`

test('a tier that was named and is not that of what is there is told', async () => {
  const aws = await startAws()
  aws.ssm.putParameter('/t/high', 'old', { version: 2 })
  aws.ssm.putParameter('/t/low', LOW)
  aws.ssm.putParameter('/t/mid', LOW, { tier: 'Advanced' })
  const files = { 'high.yml': HIGH, 'low.yml': LOW, 'mid.yml': rule('mid'), 'new.yml': rule('new') }
  expect(await push(aws, files, ['.', 'ssm:/t/', '--tier', 'advanced'])).toMatchObject({
    code: 0,
    out: `ssm:/t/high: version 2 → 3, in the standard tier as before
ssm:/t/low: unchanged, version 1, in the standard tier as before
ssm:/t/mid: version 1 → 2
ssm:/t/new: created, version 1
`,
  })
})

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html: a value may not have text between double braces.
describe('fields in titles are written so that Parameter Store takes them, and the gate reads the same', () => {
  test.each([
    ['plain', 'title: a shell of {{user}} on {{requestParameters.target}} # as here'],
    ['single quotes', "title: '{{user}} \"has\" a shell''s prompt'"],
    ['double quotes', String.raw`title: "{{user}} \\ has \u00e4 shell"`],
    ['block', 'title: >-\n  {{user}} has\n  a shell'],
    ['literal block', 'title: |\n  {{user}}\ndescription: d'.replace('\ndescription: d', '')],
  ])('%s', async (_, title) => {
    const aws = await startAws()
    const text = rule('a', `${title}\ncreatedBy: me\n`).replace('createdBy: me\n', '')
    expect(await push(aws, { 'a.yml': text }, ['a.yml', 'ssm:/t/'])).toMatchObject({ code: 0 })
    const value = aws.ssm.parameter('/t/a')?.value ?? ''
    expect(value).not.toContain('{{')
    const [there] = loadRules([{ path: 'ssm:/t/a', text: value }]).rules
    const [disk] = loadRules([{ path: 'a.yml', text }]).rules
    expect(there).toEqual({ ...disk, file: 'ssm:/t/a' })
    expect((await push(aws, { 'a.yml': text }, ['a.yml', 'ssm:/t/'])).out).toBe('ssm:/t/a: unchanged, version 1\n')
  })

  test('as JSON', async () => {
    const aws = await startAws()
    const { rules } = loadRules([{ path: 'a.yml', text: HIGH }])
    const { name, type, severityOfAlerts, filter, alertDescription } = rules[0] ?? {}
    const text = JSON.stringify({ name, type, severityOfAlerts, filter, alertDescription, title: '{{user}} has "a" shell' })
    expect(await push(aws, { 'a.json': text }, ['a.json', 'ssm:/t/'])).toMatchObject({ code: 0 })
    expect(JSON.parse(aws.ssm.parameter('/t/a')?.value ?? '')).toEqual(JSON.parse(text))
  })
})

describe('a file that is too long for the tier is refused before anything is written', () => {
  test.each<[bytes: number, flags: readonly string[], there: 'Standard' | 'Advanced' | undefined, told: string | undefined]>([
    [4096, [], undefined, undefined],
    [4097, [], undefined, 'the file has 4097 bytes, and ssm:/team/high may have 4096 in the standard tier'],
    [4097, ['--tier', 'advanced'], undefined, undefined],
    [8192, ['--tier', 'advanced'], undefined, undefined],
    [8193, ['--tier', 'advanced'], undefined, 'may have 8192 in the advanced tier'],
    [4097, ['--tier', 'advanced'], 'Standard', 'raise the tier of ssm:/team/high to advanced'],
    [8192, [], 'Advanced', undefined],
  ])('%i bytes with %j, where there is %s', async (bytes, flags, there, told) => {
    const aws = await startAws()
    const text = long(bytes)
    expect(Buffer.byteLength(text)).toBe(bytes)
    if (there !== undefined) aws.ssm.putParameter('/team/high', 'old', { tier: there })
    const { code, err } = await push(aws, { 'high.yml': text, 'low.yml': LOW }, ['low.yml', 'high.yml', 'ssm:/team/', ...flags])
    expect(code).toBe(told === undefined ? 0 : 1)
    if (told !== undefined) expect(err).toContain(told)
    expect(written(aws)).toEqual(told === undefined ? ['/team/low', '/team/high'] : [])
  })
})

describe('is refused, and nothing is written', () => {
  test.each<[title: string, files: Readonly<Record<string, string>>, words: readonly string[], code: number, told: string]>([
    ['a rule with a mistake', { 'a.yml': HIGH.replace('filter', 'filer') }, ['a.yml', 'ssm:/t/'], 1, 'a.yml:4:1'],
    [
      'a rule whose test fails',
      { 'a.yml': HIGH.replace('matches: false', 'matches: true') },
      ['a.yml', 'ssm:/t/'],
      1,
      'another call: expected a match',
    ],
    ['a file that is no rule', { 'a.yml': 'password: secret' }, ['a.yml', 'ssm:/t/'], 1, 'expected a rule'],
    ['a file that is not there', {}, ['gone.yml', 'ssm:/t/'], 2, 'no such file'],
    ['a policy with a wrong value', { 'a.yml': 'fail-on: hihg' }, ['a.yml', 'ssm:/t/'], 1, 'did you mean "high"?'],
    [
      'a policy that leaves the disk',
      { 'a.yml': 'fail-on: high\nrules: [/etc/rules]' },
      ['a.yml', 'ssm:/t/a'],
      1,
      'a.yml:2:9: an entry of "rules" cannot be "/etc/rules"',
    ],
    [
      'a policy that names a folder as if it were a parameter',
      { 'a.yml': 'fail-on: high\nrules: [folder]', 'folder/x.yml': HIGH },
      ['a.yml', 'ssm:/t/a'],
      1,
      'a.yml:2:9: "folder" is a folder, and in Parameter Store a name without a slash at its end is one parameter [wrong-value]',
    ],
    [
      'a wrong path behind a title that is written otherwise there',
      {
        'a.yml': `fail-on: high\nrules:\n  - ${rule('a', 'title: >-\n  {{user}} has\n  a shell').replaceAll('\n', '\n    ')}\n  - /etc/rules`,
      },
      ['a.yml', 'ssm:/t/a'],
      1,
      'a.yml:18:5: an entry of "rules" cannot be "/etc/rules"',
    ],
    [
      'double braces in a comment',
      { 'a.yml': `${HIGH}# as {{name}}` },
      ['a.yml', 'ssm:/t/'],
      1,
      '{{name}} would be the name of another parameter',
    ],
    ['a file of another tool', { '.trivyignore': 'CVE-2026-90001' }, ['.trivyignore', 'ssm:/t/list'], 2, 'known by their names'],
    ['a damaged file of another tool', { '.trivyignore': 'CVE-2026-90001 exp:x' }, ['.', 'ssm:/t/'], 1, '.trivyignore:1:16'],
    [
      'two files of one name',
      { 'a/x.yml': ACCEPT, 'b/x.yml': ACCEPT },
      ['a/x.yml', 'b/x.yml', 'ssm:/t/'],
      2,
      'two files would be "ssm:/t/x"',
    ],
    ['a name that cannot be', { 'a b.yml': HIGH }, ['a b.yml', 'ssm:/t/'], 2, '"a b" cannot be the name of a parameter'],
    ['several files to one parameter', { 'a.yml': HIGH, 'b.yml': LOW }, ['a.yml', 'b.yml', 'ssm:/t'], 2, 'write ssm:/t/'],
    ['a folder of several to one parameter', { 'a.yml': HIGH, 'b.yml': LOW }, ['.', 'ssm:/t'], 2, 'write ssm:/t/'],
    ['no place', { 'a.yml': HIGH, 'b.yml': LOW }, ['a.yml', 'b.yml'], 2, 'at the end, where to write: ssm:/path'],
    ['no file', {}, ['ssm:/t/'], 2, 'policy push needs FILE…'],
    ['a file in Parameter Store', { 'a.yml': HIGH }, ['ssm:/x', 'ssm:/t/'], 2, 'files of the disk'],
    ['standard input', {}, ['-', 'ssm:/t/'], 2, 'cannot take standard input'],
    ['a wrong place', { 'a.yml': HIGH }, ['a.yml', 'ssm://t'], 2, 'where to write cannot be "ssm://t"'],
    [
      'a role that nothing needs',
      { 'a.yml': HIGH },
      ['a.yml', 'ssm:/t', '--policy-roles', 'arn:aws:iam::444455556666:role/x'],
      2,
      'nothing in Parameter Store or S3 of account 444455556666',
    ],
  ])('%s', async (_, files, words, code, told) => {
    const aws = await startAws()
    const pushed = await push(aws, files, words)
    expect(pushed).toEqual({ code, out: '', err: expect.stringContaining(told) })
    expect(aws.requests.filter(({ operation }) => operation === 'PutParameter')).toEqual([])
  })

  test.each<[operation: string, failure: Parameters<Aws['fail']>[1], told: string]>([
    ['DescribeParameters', 'denied', 'allow ssm:DescribeParameters on *'],
    ['GetParameter', 'denied', 'allow ssm:GetParameter'],
    ['GetParameter', keyDenial(), `allow kms:Decrypt on ${KEY}`],
    ['DescribeParameters', 'html', 'could not be read'],
  ])('%s fails: %j', async (operation, failure, told) => {
    const aws = await startAws()
    aws.ssm.putParameter('/t/high', 'old')
    aws.fail(operation, failure)
    const { code, err } = await push(aws, { 'high.yml': HIGH, 'low.yml': LOW }, ['low.yml', 'high.yml', 'ssm:/t/'])
    expect({ code, written: written(aws) }).toEqual({ code: 2, written: [] })
    expect(err).toContain(told)
    expect(err).toContain('nothing was written')
  })

  test('over a StringList', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/t/high', 'a,b', { type: 'StringList' })
    expect(await push(aws, { 'high.yml': HIGH }, ['high.yml', 'ssm:/t/'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('is a StringList'),
    })
  })
})

describe('a failure midway says what was written and what was not', () => {
  const FILES = { 'a.yml': HIGH, 'b.yml': LOW, 'c.yml': rule('mid') }
  const ALL = ['a.yml', 'b.yml', 'c.yml', 'ssm:/t/']

  test.each<[failure: Parameters<Aws['fail']>[1], told: string, left: string]>([
    ['denied', 'allow ssm:PutParameter on arn:aws:ssm:eu-west-1:*:parameter/t/b', 'not written: ssm:/t/b and ssm:/t/c'],
    [keyDenial('Encrypt'), `allow kms:Encrypt on ${KEY}`, 'not written: ssm:/t/b and ssm:/t/c'],
    ['throttle', 'throttled every attempt', 'not written: ssm:/t/b and ssm:/t/c'],
    ['cut', 'cannot be reached', 'perhaps written: ssm:/t/b; not written: ssm:/t/c'],
    ['empty', 'it is not known whether it was written', 'perhaps written: ssm:/t/b; not written: ssm:/t/c'],
  ])('%j', async (failure, told, left) => {
    const aws = await startAws()
    aws.fail('PutParameter', failure, { after: 1 })
    const { code, out, err } = await push(aws, FILES, ALL)
    expect({ code, out }).toEqual({ code: 2, out: 'ssm:/t/a: created, version 1\n' })
    expect(err).toContain(told)
    expect(err).toContain(left)
  })
})

describe('somebody else who writes at the same time is told', () => {
  test('a version that is not the next', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/t/high', 'old', { version: 3 })
    aws.meanwhile('PutParameter', 'before', () => aws.ssm.putParameter('/t/high', 'theirs'))
    const { code, out, err } = await push(aws, { 'high.yml': HIGH }, ['high.yml', 'ssm:/t/'])
    expect({ code, out }).toEqual({ code: 2, out: 'ssm:/t/high: version 3 → 5\n' })
    expect(err).toContain('after version 3 this should be version 4, and it is version 5: somebody else wrote at the same time')
  })

  test('a parameter that is there now is left to them', async () => {
    const aws = await startAws()
    aws.meanwhile('PutParameter', 'before', () => aws.ssm.putParameter('/t/high', 'theirs'))
    const { code, err } = await push(aws, { 'high.yml': HIGH }, ['high.yml', 'ssm:/t/'])
    expect(code).toBe(2)
    expect(err).toContain('somebody else made it meanwhile')
    expect(aws.ssm.parameter('/t/high')).toHaveProperty('value', 'theirs')
  })

  test('but not where it is the file: the answer to the first attempt was lost', async () => {
    const aws = await startAws()
    aws.meanwhile('PutParameter', 'before', () => aws.ssm.putParameter('/t/high', HIGH))
    expect(await push(aws, { 'high.yml': HIGH }, ['high.yml', 'ssm:/t/'])).toMatchObject({
      code: 0,
      out: 'ssm:/t/high: created, version 1\n',
    })
  })
})
