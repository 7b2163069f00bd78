// Rules in Parameter Store, read by the SDK's own client: what is not there, changes, or cannot be read is an error that says so.

import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { captureFault, Fault } from '../../src/fault.ts'
import type { RuleFile } from '../../src/rules/document.ts'
import { type ReadingParameters, readParameters } from '../../src/sources/parameters.ts'
import { KEY, keyDenial } from '../aws/parameters.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { Failure } from '../aws/wire.ts'

const ARN = 'arn:aws:ssm:eu-west-1:111122223333:parameter'

function read(
  aws: Aws,
  reference: string,
  region: string | undefined = 'eu-west-1',
  roles: ReadingParameters['roles'] = [],
): Promise<readonly RuleFile[] | Fault> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  const client = connect({ attempts: 1, endpoint: aws.endpoint, credentials })
  return captureFault(() => readParameters(reference, { aws: client, region, roles }))
}

async function refused(aws: Aws, reference: string): Promise<Fault['diagnostic']> {
  const fault = await read(aws, reference)
  if (!(fault instanceof Fault)) throw new Error(`${reference} was read`)
  return fault.diagnostic
}

const operations = ({ requests }: Aws): readonly string[] => requests.map(({ operation }) => operation)

describe('one parameter', () => {
  test.each([
    ['ssm:/team/gate/high', 'eu-west-1'],
    [`ssm:${ARN}/team/gate/high`, 'us-east-1'],
    [`ssm:${ARN}/team/gate/high`, undefined],
  ])('%s is read where it is, and called by its reference', async (reference, region) => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/gate/high', 'elsewhere', { region: 'us-east-1', version: 9 })
    aws.ssm.putParameter('/team/gate/high', 'text', { version: 3 })
    expect(await read(aws, reference, region)).toEqual([
      { path: reference, text: 'text', stored: { name: '/team/gate/high', arn: `${ARN}/team/gate/high`, version: 3 } },
    ])
    expect(operations(aws)).toEqual(['GetParameter'])
    expect(aws.violations).toEqual([])
  })

  test('a name without a slash is a name', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('high', 'text')
    expect(await read(aws, 'ssm:high')).toMatchObject([{ path: 'ssm:high', stored: { name: 'high', arn: `${ARN}/high` } }])
  })

  test('a SecureString is decrypted', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/high', 'text', { type: 'SecureString', keyId: KEY })
    expect(await read(aws, 'ssm:/high')).toMatchObject([{ text: 'text' }])
  })

  test('a StringList is no file', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/high', 'a,b', { type: 'StringList' })
    expect(await refused(aws, 'ssm:/high')).toMatchObject({
      at: 'ssm:/high',
      message: 'parameter "/high" is a StringList, which is a list of words and no file',
    })
  })

  test('that is not there says where it was looked for', async () => {
    const aws = await startAws()
    expect(await refused(aws, 'ssm:/team/high')).toMatchObject({
      kind: 'aws-not-found',
      at: 'ssm:/team/high',
      message: 'there is no parameter "/team/high" in eu-west-1',
      help: 'check the name, the Region (AWS_REGION) and whose credentials these are',
    })
  })

  test('whose name has no slash is asked for once: nothing can be below it', async () => {
    const aws = await startAws()
    expect(await refused(aws, 'ssm:high')).toMatchObject({ message: 'there is no parameter "high" in eu-west-1' })
    expect([operations(aws), aws.violations]).toEqual([['GetParameter'], []])
  })

  test('that is a path says how that is written, unless nobody may look', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/gate/high', 'text')
    expect(await refused(aws, 'ssm:/team/gate')).toHaveProperty(
      'help',
      'there are parameters below it: write ssm:/team/gate/ for all of them',
    )
    aws.fail('GetParametersByPath', 'denied')
    expect(await refused(aws, 'ssm:/team/gate')).toHaveProperty('help', expect.stringContaining('check the name'))
  })

  test('an answer about another one is not believed', async () => {
    const aws = await startAws()
    const Parameter = { Name: '/low', ARN: `${ARN}/low`, Type: 'String', Value: 'rules: []', Version: 1 }
    aws.fail('GetParameter', { json: { Parameter } })
    expect(await refused(aws, 'ssm:/high')).toMatchObject({
      kind: 'aws-answer',
      message: `the answer is about ${ARN}/low, which was not asked for`,
    })
  })

  test.each(['Name', 'ARN', 'Type', 'Value', 'Version'])('an answer without %s is not believed', async missing => {
    const aws = await startAws()
    const { [missing]: _, ...Parameter } = { Name: '/high', ARN: `${ARN}/high`, Type: 'String', Value: 'text', Version: 1 } as Record<
      string,
      unknown
    >
    aws.fail('GetParameter', { json: { Parameter } })
    expect(await refused(aws, 'ssm:/high')).toMatchObject({ kind: 'aws-answer', message: expect.stringContaining('lacks a part') })
  })
})

describe('all below a path', () => {
  // Parameter Store gives ten at a time.
  test.each([1, 9, 10, 11, 20, 40])('%i parameters, each a file, in the order of their names', async count => {
    const aws = await startAws()
    const names = Array.from({ length: count }, (_, i) => `/team/gate/${i % 2 === 0 ? 'a' : 'b/c'}/${String(i).padStart(2, '0')}`)
    for (const [i, name] of names.entries()) aws.ssm.putParameter(name, `text ${i}`, { type: i % 3 === 0 ? 'SecureString' : 'String' })
    aws.ssm.putParameter('/team/gates/other', 'text')
    aws.ssm.putParameter('/team/gate', 'text')
    const files = (await read(aws, 'ssm:/team/gate/')) as readonly RuleFile[]
    const sorted = [...names].sort()
    expect(files.map(({ path }) => path)).toEqual(sorted.map(name => `ssm:${name}`))
    expect(files.map(({ text }) => text)).toEqual(sorted.map(name => `text ${names.indexOf(name)}`))
    expect(operations(aws)).toEqual(Array.from({ length: 2 * Math.ceil(count / 10) }, () => 'GetParametersByPath'))
    expect(aws.violations).toEqual([])
  })

  test('by ARN, in the account of the credentials', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/gate/high', 'text')
    expect(await read(aws, `ssm:${ARN}/team/gate/`, undefined)).toMatchObject([{ path: `ssm:${ARN}/team/gate/high`, text: 'text' }])
  })

  test('of another account needs a role, and the own account is not read in its place', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/gate/high', 'text')
    expect(await refused(aws, 'ssm:arn:aws:ssm:eu-west-1:444455556666:parameter/team/gate/')).toMatchObject({
      message: 'the credentials are of account 111122223333, and not of 444455556666',
      help: expect.stringContaining('name a role of account 444455556666 in policy-roles'),
    })
    expect(operations(aws)).toEqual(['GetCallerIdentity'])
  })

  test('that is empty is an error', async () => {
    const aws = await startAws()
    expect(await refused(aws, 'ssm:/team/gate/')).toMatchObject({
      kind: 'aws-not-found',
      at: 'ssm:/team/gate/',
      message: 'there is nothing below "/team/gate/" in eu-west-1',
    })
    aws.ssm.putParameter('/team/gate', 'text')
    expect(await refused(aws, 'ssm:/team/gate/')).toHaveProperty('help', 'there is a parameter of this name: write ssm:/team/gate for it')
  })
})

describe('another account', () => {
  const THERE = 'ssm:arn:aws:ssm:us-east-1:444455556666:parameter/team/gate'
  const ROLES = [{ account: '444455556666', arn: 'arn:aws:iam::444455556666:role/policy' }]
  const start = async (): Promise<Aws> => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/gate/high', 'own', { region: 'us-east-1' })
    aws.inAccount('444455556666').ssm.putParameter('/team/gate/high', 'theirs', { region: 'us-east-1', version: 5 })
    return aws
  }

  test.each(['/high', '/'])('is read with its role: %s', async rest => {
    const aws = await start()
    expect(await read(aws, `${THERE}${rest}`, 'eu-west-1', ROLES)).toMatchObject([
      { path: `${THERE}/high`, text: 'theirs', stored: { version: 5 } },
    ])
    expect(operations(aws).filter(operation => operation === 'AssumeRole')).toHaveLength(1)
    expect(aws.violations).toEqual([])
  })

  // https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-shared-parameters.html
  test('may share a parameter, which is read by its ARN', async () => {
    const aws = await start()
    const Parameter = { Name: '/team/gate/high', ARN: `${THERE.slice(4)}/high`, Type: 'String', Value: 'shared', Version: 2 }
    aws.fail('GetParameter', { json: { Parameter } })
    expect(await read(aws, `${THERE}/high`)).toMatchObject([{ text: 'shared', stored: { version: 2 } }])
    expect(aws.requests).toMatchObject([{ region: 'us-east-1', input: { Name: `${THERE.slice(4)}/high` } }])
  })

  test('is not read with the role of a third one, nor what names no account with any role', async () => {
    const aws = await start()
    expect(await read(aws, 'ssm:/team/gate/high', 'us-east-1', ROLES)).toMatchObject([{ text: 'own' }])
    const third = [{ account: '777788889999', arn: 'arn:aws:iam::777788889999:role/policy' }]
    expect(await read(aws, `${THERE}/`, 'eu-west-1', third)).toMatchObject({ diagnostic: { at: `${THERE}/` } })
    expect(operations(aws)).not.toContain('AssumeRole')
  })

  test('whose role may not be assumed is told as that', async () => {
    const aws = await start()
    aws.fail('AssumeRole', 'denied')
    expect(await read(aws, `${THERE}/high`, 'eu-west-1', ROLES)).toMatchObject({
      diagnostic: {
        kind: 'aws-denied',
        at: `${THERE}/high`,
        message: expect.stringContaining('AccessDenied for sts:AssumeRole on role arn:aws:iam::444455556666:role/policy'),
      },
    })
  })
})

describe('a path that changes while it is read', () => {
  const changing = async (change: (aws: Aws, reading: number) => void): Promise<readonly [Aws, readonly RuleFile[] | Fault]> => {
    const aws = await startAws()
    for (const name of ['a', 'b', 'c']) aws.ssm.putParameter(`/gate/${name}`, `first ${name}`)
    let readings = 0
    aws.meanwhile('GetParametersByPath', 'after', () => {
      readings += 1
      change(aws, readings)
    })
    return [aws, await read(aws, 'ssm:/gate/')]
  }

  test.each<[string, (aws: Aws) => unknown, readonly string[]]>([
    ['gets another version', aws => aws.ssm.putParameter('/gate/b', 'second b'), ['first a', 'second b', 'first c']],
    ['gets one more', aws => aws.ssm.putParameter('/gate/d', 'first d'), ['first a', 'first b', 'first c', 'first d']],
    ['loses one', aws => aws.ssm.deleteParameter('/gate/a'), ['first b', 'first c']],
  ])('and %s once is read until two readings agree', async (_, change, texts) => {
    const [aws, files] = await changing((each, reading) => reading === 1 && change(each))
    expect((files as readonly RuleFile[]).map(({ text }) => text)).toEqual(texts)
    expect(operations(aws)).toHaveLength(3)
  })

  test('every time is an error after five readings', async () => {
    const [aws, fault] = await changing(each => each.ssm.putParameter('/gate/b', 'again'))
    expect((fault as Fault).diagnostic).toMatchObject({
      at: 'ssm:/gate/',
      message: expect.stringContaining('keeps changing: of 5 readings'),
    })
    expect(operations(aws)).toHaveLength(5)
  })
})

describe('what cannot be read is an error, and no file', () => {
  test.each<[Failure, string, string]>([
    ['denied', 'aws-denied', 'AccessDenied for'],
    ['throttle', 'aws-throttled', 'throttled every attempt'],
    ['html', 'aws-answer', 'could not be read'],
    ['malformed', 'aws-answer', 'could not be read'],
    ['empty', 'aws-answer', 'the answer of'],
    ['expired', 'aws-credentials', 'no valid credentials'],
    [{ name: 'ParameterVersionNotFound', message: 'no such version' }, 'aws-refused', 'no such version'],
    [{ name: 'InvalidKeyId', message: 'the key is disabled' }, 'aws-refused', 'the key is disabled'],
  ])('%j is %s', async (failure, kind, message) => {
    for (const [reference, operation] of [
      ['ssm:/team/high', 'GetParameter'],
      ['ssm:/team/', 'GetParametersByPath'],
    ] as const) {
      const aws = await startAws()
      aws.ssm.putParameter('/team/high', 'text')
      aws.fail(operation, failure)
      expect(await refused(aws, reference)).toMatchObject({ kind, at: reference, message: expect.stringContaining(message) })
    }
  })

  test('the permission that is missing is named on the parameter, and on all that is below a path', async () => {
    const aws = await startAws()
    for (const operation of ['GetParameter', 'GetParametersByPath']) aws.fail(operation, 'denied')
    expect(await refused(aws, 'ssm:/team/high')).toHaveProperty(
      'help',
      expect.stringContaining('allow ssm:GetParameter on arn:aws:ssm:eu-west-1:*:parameter/team/high'),
    )
    expect(await refused(aws, `ssm:${ARN}/team/`)).toHaveProperty(
      'help',
      expect.stringContaining(`allow ssm:GetParametersByPath on ${ARN}/team/*`),
    )
  })

  // https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
  test.each([
    [keyDenial(), KEY],
    [
      {
        name: 'AccessDeniedException',
        message:
          'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access. (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)',
      },
      'the key with which parameter "/team/high" is encrypted',
    ],
  ])('a key that may not be used is named as that: %j', async (failure, key) => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/high', 'text', { type: 'SecureString', keyId: KEY })
    aws.fail('GetParameter', failure)
    expect(await refused(aws, 'ssm:/team/high')).toMatchObject({
      kind: 'aws-denied',
      message: 'AccessDenied for kms:Decrypt on the key of parameter "/team/high"',
      help: expect.stringContaining(`allow kms:Decrypt on ${key}`),
    })
  })

  test('a page that repeats its token, or has no list, hides nothing behind it', async () => {
    const aws = await startAws()
    aws.fail('GetParametersByPath', { json: { Parameters: [], NextToken: 'again' } })
    expect(await refused(aws, 'ssm:/team/')).toHaveProperty('message', expect.stringContaining('repeated a token'))
    const other = await startAws()
    other.fail('GetParametersByPath', { json: { NextToken: 'next' } })
    expect(await refused(other, 'ssm:/team/')).toHaveProperty('message', expect.stringContaining('has no list of parameters'))
  })

  test('a page after others that fails leaves nothing of them', async () => {
    const aws = await startAws()
    for (let i = 0; i < 12; i++) aws.ssm.putParameter(`/team/${i}`, 'text')
    aws.fail('GetParametersByPath', 'denied', { after: 1 })
    expect(await refused(aws, 'ssm:/team/')).toHaveProperty('kind', 'aws-denied')
  })

  test('a path that never ends is given up', async () => {
    const aws = await startAws()
    let page = 0
    aws.meanwhile('GetParametersByPath', 'before', () => {
      page += 1
      aws.fail('GetParametersByPath', { json: { Parameters: [], NextToken: `page ${page}` } }, { times: 1 })
    })
    expect(await refused(aws, 'ssm:/team/')).toMatchObject({ kind: 'too-large', message: expect.stringContaining('after 100 pages') })
  })
})
