// Parameter Store as moto has it: what policy push writes, and what the gate reads of it, page by page and decrypted.

import { DescribeParametersCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { expect, test } from 'vitest'
import { ssmClient } from '../aws/clients.ts'
import { startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate } from './gate.ts'
import { env, REGION } from './moto.ts'

const client = ssmClient({ endpoint: env['AWS_ENDPOINT_URL'] ?? '', env }, { region: REGION })
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

// What a fake says must not be another than what the service says.
test('the fake answers with members that moto has too', async () => {
  const aws = await startAws({ region: REGION })
  const [own, there] = [ssmClient(aws, { region: REGION }), client]
  const kinds = (value: object = {}): object =>
    Object.fromEntries(Object.entries(value).map(([name, member]) => [name, member instanceof Date ? 'date' : typeof member]))
  const ask = async (each: typeof client): Promise<readonly object[]> => {
    const put = await each.send(
      new PutParameterCommand({ Name: '/kinds/a', Value: 'text', Type: 'String', Tier: 'Standard', Overwrite: true }),
    )
    const { Parameter } = await each.send(new GetParameterCommand({ Name: '/kinds/a', WithDecryption: true }))
    return [kinds({ Version: put.Version }), kinds(Parameter)]
  }
  expect(await ask(own)).toEqual(await ask(there))
  expect(aws.violations).toEqual([])
})
