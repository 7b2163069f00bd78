// The credentials of a role, which the SDK's own provider gets from STS and renews before they expire.

import type { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { once } from '../once.ts'
import type { Access } from './client.ts'
import { toAwsFault } from './refusal.ts'

/** Gives credentials, and gives them again once they are about to expire. */
export type Provider = ReturnType<typeof fromTemporaryCredentials>

/** Who acts, in the role's CloudTrail and in the list of its sessions. */
const SESSION = 'ecr-gate'

/** `settle` gives the options of a client in a Region: the role is assumed in the Region of the call that needs it. */
export function assumeRole(
  role: string,
  { credentials }: Pick<Access, 'credentials'>,
  settle: (region: string) => Promise<object>,
): Provider {
  const providers = new Map<string, Promise<Provider>>()
  return async properties => {
    const region = String(await properties?.['callerClientConfig']?.region?.())
    const provider = await once(providers, region, async () => {
      const { fromTemporaryCredentials: create } = await import('@aws-sdk/credential-providers')
      return create({
        params: { RoleArn: role, RoleSessionName: SESSION },
        clientConfig: await settle(region),
        ...(credentials === undefined ? {} : { masterCredentials: credentials }),
      })
    })
    try {
      return await provider(properties)
    } catch (error) {
      throw toAwsFault(error, { action: 'sts:AssumeRole', on: `role ${role}`, arn: role })
    }
  }
}
