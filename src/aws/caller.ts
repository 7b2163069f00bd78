// Finds out whose credentials these are. STS answers that for any valid credentials, whatever their policies allow.

import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { Fault } from '../fault.ts'
import { isAccountId } from '../image/uri.ts'
import type { Aws, Place } from './client.ts'
import { toAwsFault, UNREADABLE } from './refusal.ts'

export interface Caller {
  readonly account: string
  readonly arn: string
}

/** Throws a fault if there are no valid credentials. */
export async function readCaller(aws: Aws, { region }: Place): Promise<Caller> {
  const client = await aws.sts({ region })
  try {
    const { Account: account, Arn: arn = '' } = await aws.call(limit => client.send(new GetCallerIdentityCommand({}), limit))
    // The SDK takes even a proxy's error page for an answer, one without members.
    if (account === undefined || !isAccountId(account))
      throw new Fault('aws-answer', { message: 'the answer of sts:GetCallerIdentity names no account', help: UNREADABLE })
    return { account, arn }
  } catch (error) {
    throw toAwsFault(error, { action: 'sts:GetCallerIdentity', on: 'these credentials', arn: '*' })
  }
}
