// Parameter Store as moto has it: what `policy push` writes there is what a check reads, page by page, and what the fake says of a
// parameter is compared with it.

import { DescribeParametersCommand, GetParameterCommand, GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { ssmClient } from '../aws/clients.ts'
import { startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { checkScan, ecrGate } from './gate.ts'
import { ACCOUNT, assumeRole, CLEAN, env, REGION, storeImage } from './moto.ts'

const moto = { endpoint: env['AWS_ENDPOINT_URL'] ?? '', env }

/** A path that no other test has. */
const newPath = (): string => `/gate/${crypto.randomUUID().slice(0, 8)}`

const rule = (name: string, more = ''): string => `id: ${name}
name: ${name}
type: CloudTrail
severityOfAlerts: 1
title: "{{user}} is here"
filter: eventName = "StartSession"
tests:
  - { name: a session, matches: true, event: { eventSource: ssm.amazonaws.com, eventName: StartSession } }
${more}`

interface Read {
  readonly verdict: string
  readonly parameters: readonly { readonly name: string; readonly arn: string; readonly version: number }[]
  readonly rules: { readonly loaded: readonly { readonly file: string }[] }
}

test('what is pushed is written, left as it is, or given its next version, and is then read', async () => {
  const path = newPath()
  const files = makeFolder({ 'policy.yml': 'fail-on: high\nrules: rules/\n', 'rules/one.yml': rule('one'), 'rules/two.yml': rule('two') })
  const push = () => ecrGate(['policy', 'push', `${files}/rules`, `ssm:${path}/rules/`])
  expect(await push()).toMatchObject({
    code: 0,
    out: `ssm:${path}/rules/one: created, version 1\nssm:${path}/rules/two: created, version 1\n`,
  })
  expect(await ecrGate(['policy', 'push', `${files}/policy.yml`, `ssm:${path}/policy`])).toMatchObject({ code: 0 })
  expect((await push()).out).toBe(`ssm:${path}/rules/one: unchanged, version 1\nssm:${path}/rules/two: unchanged, version 1\n`)
  const changed = makeFolder({ 'two.yml': rule('two', '# changed\n') })
  expect((await ecrGate(['policy', 'push', changed, `ssm:${path}/rules/`])).out).toBe(
    `ssm:${path}/rules/two: version 1 → 2\nssm:${path}/rules/one: version 1, not among these files, stays as it is\n`,
  )

  const { name } = await storeImage(CLEAN)
  const { code, report } = await checkScan(`${name}:1.4.2`, ['--policy', `ssm:${path}/policy`])
  const { verdict, parameters, rules } = report as unknown as Read
  const arn = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${path}`
  expect({ code, verdict, parameters }).toEqual({
    code: 0,
    verdict: 'pass',
    parameters: [
      { name: `${path}/policy`, arn: `${arn}/policy`, version: 1 },
      { name: `${path}/rules/one`, arn: `${arn}/rules/one`, version: 1 },
      { name: `${path}/rules/two`, arn: `${arn}/rules/two`, version: 2 },
    ],
  })
  expect(rules.loaded).toContainEqual(expect.objectContaining({ file: `ssm:${path}/rules/two` }))
})

test.each([1, 10, 11, 23])('all of %i parameters below a path are read, encrypted as well', async count => {
  const client = ssmClient(moto)
  const path = newPath()
  const names = Array.from({ length: count }, (_, i) => `r${i}`)
  for (const [i, name] of names.entries())
    await client.send(
      new PutParameterCommand({
        Name: `${path}/${name}`,
        Value: rule(name).replaceAll('{{', String.raw`\u007b{`),
        Type: i % 2 === 0 ? 'SecureString' : 'String',
      }),
    )
  const { code, err } = await ecrGate(['lint', `ssm:${path}/`])
  expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(new RegExp(`^${count} rules? read, 0 errors`, 'm')) })
})

test('with the role of an account its parameters are read, and no others', async () => {
  const other = '222233334444'
  const path = newPath()
  const folder = makeFolder({ 'one.yml': rule('one') })
  expect(await ecrGate(['policy', 'push', folder, `ssm:${path}/`], await assumeRole(other))).toMatchObject({ code: 0 })
  const there = `ssm:arn:aws:ssm:${REGION}:${other}:parameter${path}/`
  expect(await ecrGate(['lint', `ssm:${path}/`])).toMatchObject({ code: 2, err: expect.stringContaining('there is nothing below') })
  expect(await ecrGate(['lint', there])).toMatchObject({
    code: 2,
    err: expect.stringContaining(`the credentials are of account ${ACCOUNT}`),
  })
  expect(await ecrGate(['lint', there, '--policy-roles', `arn:aws:iam::${other}:role/policy`])).toMatchObject({
    code: 0,
    err: expect.stringContaining('1 rule read'),
  })
})

test('moto and the fake say the same of a parameter, and refuse alike', async () => {
  const aws = await startAws({ region: REGION, account: ACCOUNT })
  const name = `${newPath()}/one`
  const answers = await Promise.all(
    [moto, aws].map(async service => {
      const client = ssmClient(service)
      const put = await client.send(new PutParameterCommand({ Name: name, Value: 'text', Type: 'SecureString' }))
      const again = await client.send(new PutParameterCommand({ Name: name, Value: 'other', Type: 'String' })).catch(nameError)
      const { Parameter: one } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }))
      const byPath = await client.send(new GetParametersByPathCommand({ Path: name.replace('/one', ''), WithDecryption: true }))
      const filter = { Key: 'Name', Option: 'Equals', Values: [name] }
      const described = await client.send(new DescribeParametersCommand({ ParameterFilters: [filter] }))
      const gone = await client.send(new GetParameterCommand({ Name: `${name}/gone` })).catch(nameError)
      return {
        put: [put.Version, put.Tier],
        again,
        one: pick(one),
        byPath: byPath.Parameters?.map(pick),
        described: described.Parameters?.map(({ Name, Type, KeyId, Tier, Version }) => ({ Name, Type, KeyId, Tier, Version })),
        gone,
      }
    }),
  )
  expect(answers[1]).toEqual(answers[0])
  expect(aws.violations).toEqual([])
})

interface Parameter {
  readonly Name?: string | undefined
  readonly ARN?: string | undefined
  readonly Type?: string | undefined
  readonly Value?: string | undefined
  readonly Version?: number | undefined
}

function pick({ Name, ARN, Type, Value, Version }: Parameter = {}): Parameter {
  return { Name, ARN, Type, Value, Version }
}

function nameError(error: Error): string {
  return error.name
}
