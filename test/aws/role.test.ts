// The credentials of a role: how long they are waited for, and what is tried again.

import { expect, test } from 'vitest'
import { assumeRole } from '../../src/aws/role.ts'
import { type Aws, startAws } from './server.ts'

const ROLE = 'arn:aws:iam::444455556666:role/gates/audit'
const callsOf = ({ requests }: Aws) => requests.filter(({ operation }) => operation === 'AssumeRole')

/** The credentials of a role, for a client in eu-west-1. */
function ask({ endpoint }: Aws, { timeout = 60_000, maxAttempts = 1 } = {}) {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  const settle = async ({ region }: { readonly region: string }) => ({ endpoint, region, maxAttempts })
  const provide = assumeRole(ROLE, { settle, guard: () => undefined, credentials, timeout })
  return provide({ callerClientConfig: { region: async () => 'eu-west-1' } } as never)
}

test('are not waited for longer than a call may take', async () => {
  const aws = await startAws()
  aws.fail('AssumeRole', 'hang')
  await expect(ask(aws, { timeout: 20 })).rejects.toMatchObject({
    code: 'aws-unreachable',
    message: `AWS gave no answer to sts:AssumeRole on role ${ROLE} within 0.02 s`,
  })
})

test('are tried again as often as any call', async () => {
  const aws = await startAws()
  aws.fail('AssumeRole', 'error500', { times: 1 })
  expect(await ask(aws, { maxAttempts: 2 })).toMatchObject({ accessKeyId: expect.stringMatching(/444455556666$/) })
  expect(callsOf(aws)).toHaveLength(2)
  expect(aws.violations).toEqual([])
})
