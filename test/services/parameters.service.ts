// Parameter Store as moto has it: what policy push writes, and what the gate reads of it, page by page and decrypted. What the fake says of
// a parameter is compared with it.

import { DescribeParametersCommand, GetParameterCommand, GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { ssmClient } from '../aws/clients.ts'
import { startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { checkScan, ecrGate } from './gate.ts'
import { ACCOUNT, assumeRole, CLEAN, env, REGION, storeImage } from './moto.ts'

const moto = { endpoint: env['AWS_ENDPOINT_URL'] ?? '', env }
const client = ssmClient(moto, { region: REGION })

/** A path that no other test has. */
const newPath = (): string => `/gate/${crypto.randomUUID().slice(0, 8)}`

const rule = (name: string): string =>
  `name: ${name}\ntype: Finding\nseverityOfAlerts: 2\ntitle: "{{id}}"\nfilter: id = "CVE-2026-${name}"\nalertDescription: d\n`

test('forty files are written, read by the gate, and unchanged when they are written again', async () => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`rule-${i}.yml`, rule(`rule ${i}`)]))
  const push = ['policy', 'push', makeFolder(files), 'ssm:/forty/rules/']
  const { code, out } = await ecrGate(push)
  expect([code, out.match(/: created, version 1\n/g)?.length]).toEqual([0, 40])
  const linted = await ecrGate(['lint', 'ssm:/forty/rules/'])
  expect(linted).toMatchObject({ code: 0, err: expect.stringContaining('40 rules read, 0 errors') })
  expect((await ecrGate(push)).out.match(/: unchanged, version 1\n/g)).toHaveLength(40)
})

test('a SecureString keeps its type and its key, and is read decrypted', async () => {
  const Name = '/secure/high'
  await client.send(new PutParameterCommand({ Name, Value: 'old', Type: 'SecureString', KeyId: 'alias/aws/ssm' }))
  const { code, out } = await ecrGate(['policy', 'push', `${makeFolder({ 'high.yml': rule('high') })}/high.yml`, `ssm:${Name}`])
  expect({ code, out }).toEqual({ code: 0, out: 'ssm:/secure/high: version 1 → 2\n' })
  const { Parameters: [details] = [] } = await client.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [Name] }] }),
  )
  expect(details).toMatchObject({ Type: 'SecureString', KeyId: 'alias/aws/ssm', Version: 2 })
  expect(await ecrGate(['lint', `ssm:${Name}`])).toMatchObject({ code: 0 })
})

test('what is not there is an error', async () => {
  expect(await ecrGate(['lint', 'ssm:/nowhere/high'])).toMatchObject({ code: 2, err: expect.stringContaining('there is no parameter') })
  expect(await ecrGate(['lint', 'ssm:/nowhere/'])).toMatchObject({ code: 2, err: expect.stringContaining('there is nothing below') })
})

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
  const changed = makeFolder({ 'two.yml': `${rule('two')}# changed\n` })
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
      const own = ssmClient(service, { region: REGION })
      const put = await own.send(new PutParameterCommand({ Name: name, Value: 'text', Type: 'SecureString' }))
      const again = await own.send(new PutParameterCommand({ Name: name, Value: 'other', Type: 'String' })).catch(nameError)
      const { Parameter: one } = await own.send(new GetParameterCommand({ Name: name, WithDecryption: true }))
      const byPath = await own.send(new GetParametersByPathCommand({ Path: name.replace('/one', ''), WithDecryption: true }))
      const filter = { Key: 'Name', Option: 'Equals', Values: [name] }
      const described = await own.send(new DescribeParametersCommand({ ParameterFilters: [filter] }))
      const gone = await own.send(new GetParameterCommand({ Name: `${name}/gone` })).catch(nameError)
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
