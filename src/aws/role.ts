// The credentials of a role, which the SDK's own provider gets from STS. They serve all services and Regions, so a role is assumed once,
// and again before its credentials expire.

import type { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { Fault } from '../fault.ts'
import { toAwsFault, UNREADABLE } from './refusal.ts'

/** Gives credentials, and gives others once these are about to expire. */
export type Provider = ReturnType<typeof fromTemporaryCredentials>

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string } | Provider

/** The STS of the place for which credentials are needed first. */
export interface Assuming {
  /** The options of its client. */
  readonly settle: (place: { readonly region: string; readonly fips: boolean; readonly dualStack: boolean }) => Promise<object>
  /** What every client is given. */
  readonly guard: (client: { readonly middlewareStack: never }) => unknown
  /** Whose credentials assume the role; undefined: those of the environment. */
  readonly credentials: Credentials | undefined
  /** How long it may take with all attempts, in milliseconds. */
  readonly timeout: number
}

type Identity = Awaited<ReturnType<Provider>>

/** Who acts, in the CloudTrail of the role's account. */
const SESSION = 'ecr-gate'

/** Milliseconds before their end at which credentials are replaced. The SDK's clients ask for others at this time, too. */
const MARGIN = 5 * 60_000

export function assumeRole(role: string, assuming: Assuming): Provider {
  let provider: Promise<Provider> | undefined
  const ask = async (properties: Parameters<Provider>[0]): Promise<Identity> => {
    provider ??= createProvider(role, assuming, properties)
    try {
      return await within(assuming.timeout, role, (await provider)(properties))
    } catch (error) {
      // The SDK takes even a proxy's page for an answer, one without members, and says that these are no valid credentials.
      if (error instanceof Error && error.message.startsWith(NO_CREDENTIALS))
        throw new Fault(
          'aws-answer',
          { message: `the answer of sts:AssumeRole on role ${role} has no credentials`, help: UNREADABLE },
          error,
        )
      throw toAwsFault(error, { action: 'sts:AssumeRole', on: `role ${role}`, arn: role, instead: TRUST })
    }
  }
  let held: Promise<Identity> | undefined
  let until = Number.POSITIVE_INFINITY
  const renew = async (properties: Parameters<Provider>[0]): Promise<Identity> => {
    until = Number.POSITIVE_INFINITY
    try {
      const identity = await ask(properties)
      until = (identity.expiration?.getTime() ?? 0) - MARGIN
      return identity
    } catch (error) {
      held = undefined
      throw error
    }
  }
  return properties => {
    if (held === undefined || Date.now() >= until) held = renew(properties)
    return held
  }
}

const NO_CREDENTIALS = 'Invalid response from STS.assumeRole'

// Both sides have to allow it where they are in different accounts.
const TRUST = "both in a policy for the step's credentials and in the trust policy of the role"

async function createProvider(role: string, assuming: Assuming, properties: Parameters<Provider>[0]): Promise<Provider> {
  const { fromTemporaryCredentials: create } = await import('@aws-sdk/credential-providers')
  const { region, useFipsEndpoint, useDualstackEndpoint } = (properties?.['callerClientConfig'] ?? {}) as CallerConfig
  const [name = '', fips = false, dualStack = false] = await Promise.all([region?.(), useFipsEndpoint?.(), useDualstackEndpoint?.()])
  return create({
    params: { RoleArn: role, RoleSessionName: SESSION },
    clientConfig: await assuming.settle({ region: name, fips, dualStack }),
    clientPlugins: [{ applyToStack: stack => assuming.guard({ middlewareStack: stack as never }) }],
    ...(assuming.credentials === undefined ? {} : { masterCredentials: assuming.credentials }),
  })
}

/** The options of the client that needs the credentials. */
interface CallerConfig {
  readonly region?: () => Promise<string>
  readonly useFipsEndpoint?: () => Promise<boolean>
  readonly useDualstackEndpoint?: () => Promise<boolean>
}

// The provider takes no signal, and the call that waits for it is not on its way yet, so nothing else ends it.
async function within<T>(milliseconds: number, role: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    const message = `AWS gave no answer to sts:AssumeRole on role ${role} within ${milliseconds / 1000} s`
    const help = 'run it again; STS may be throttling, or the network may not let requests through to it'
    timer = setTimeout(() => reject(new Fault('aws-unreachable', { message, help })), milliseconds)
  })
  return Promise.race([answer, end]).finally(() => clearTimeout(timer))
}
