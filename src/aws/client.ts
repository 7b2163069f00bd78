// The clients for AWS: one per service and Region, with no retries but the SDK's, and a time limit for every call. Endpoints and
// credentials come from the SDK's own environment (AWS_ENDPOINT_URL, AWS_PROFILE, the credential chain).
//
// Each service's client is loaded on first use, because a short run spends most of its time loading code.

import type { AthenaClient } from '@aws-sdk/client-athena'
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import type { ECRClient } from '@aws-sdk/client-ecr'
import type { Inspector2Client } from '@aws-sdk/client-inspector2'
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SSMClient } from '@aws-sdk/client-ssm'
import type { STSClient } from '@aws-sdk/client-sts'
import type { NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { once } from '../once.ts'
import { namesProxy, readTrusted } from '../process/network.ts'
import { untilStopped } from '../process/stop.ts'
import { refuseUnreadable } from './raw.ts'
import { assumeRole, type Credentials } from './role.ts'

export interface Place {
  readonly region: string
  readonly fips?: boolean
  readonly dualStack?: boolean
}

/** The AWS services; a second request for the same one gives the same client. */
export interface Aws {
  readonly ecr: (place: Place) => Promise<ECRClient>
  readonly cloudtrail: (place: Place) => Promise<CloudTrailClient>
  readonly sts: (place: Place) => Promise<STSClient>
  readonly ssm: (place: Place) => Promise<SSMClient>
  readonly s3: (place: Place) => Promise<S3Client>
  readonly tagging: (place: Place) => Promise<ResourceGroupsTaggingAPIClient>
  readonly athena: (place: Place) => Promise<AthenaClient>
  readonly inspector: (place: Place) => Promise<Inspector2Client>
  /** The same services with the credentials of a role, by its ARN. It is assumed once, and again before its credentials expire. */
  readonly as: (role: string) => Aws
  /**
   * Makes a call: within the time that a call may take, and only until the run is stopped. A `write` that was sent may end after that, and
   * an `end`, which takes back what the run has begun, may begin after it.
   */
  readonly call: <T>(send: (limit: Limit) => Promise<T>, kind?: 'read' | 'write' | 'end') => Promise<T>
}

/** Ends a call early. */
export interface Limit {
  readonly abortSignal: AbortSignal
}

/** The options of a client; `attempts` includes the first one. */
export interface Access {
  readonly attempts: number
  /** How long one attempt may take, in milliseconds. */
  readonly patience?: number
  readonly endpoint?: string
  readonly credentials?: Credentials
  /** Aborted when the run is to stop. */
  readonly signal?: AbortSignal
}

/** How long one attempt may take, in milliseconds; after it the SDK tries again. */
const PATIENCE = 20_000

/** How long one call may take with all its attempts, in milliseconds. */
const CALL_TIMEOUT = 60_000

/** How long the answer to a write that was sent is awaited after the run was stopped, in milliseconds. */
const LAST_ANSWER = 4000

export function connect(access: Access): Aws {
  const { signal = new AbortController().signal } = access
  return connectWith(access, { signal, late: followLate(signal, LAST_ANSWER) })
}

/** When calls end, whoever makes them. */
interface Ends {
  readonly signal: AbortSignal
  readonly late: AbortSignal
}

function connectWith(access: Access, ends: Ends): Aws {
  const { signal, late } = ends
  const clients = new Map<string, Promise<unknown>>()
  const roles = new Map<string, Aws>()
  const guard = <T extends Stoppable>(client: T): T => refuseAttempts(refuseUnreadable(client), signal)
  const open = <T extends Stoppable>(service: string, create: (options: Options) => Promise<T>) => {
    return (place: Place): Promise<T> => {
      const key = JSON.stringify([service, place.region, place.fips === true, place.dualStack === true])
      const made = async (): Promise<T> => guard(await create(await configure(access, place)))
      return once(clients, key, made) as Promise<T>
    }
  }
  const aws: Aws = {
    ecr: open('ecr', async options => new (await import('@aws-sdk/client-ecr')).ECRClient(options)),
    cloudtrail: open('cloudtrail', async options => new (await import('@aws-sdk/client-cloudtrail')).CloudTrailClient(options)),
    sts: open('sts', async options => new (await import('@aws-sdk/client-sts')).STSClient(options)),
    ssm: open('ssm', async options => new (await import('@aws-sdk/client-ssm')).SSMClient(options)),
    s3: open('s3', async options => new (await import('@aws-sdk/client-s3')).S3Client(options)),
    tagging: open('tagging', async options => {
      const { ResourceGroupsTaggingAPIClient } = await import('@aws-sdk/client-resource-groups-tagging-api')
      return new ResourceGroupsTaggingAPIClient(options)
    }),
    athena: open('athena', async options => new (await import('@aws-sdk/client-athena')).AthenaClient(options)),
    inspector: open('inspector', async options => new (await import('@aws-sdk/client-inspector2')).Inspector2Client(options)),
    as: role => {
      const { credentials } = access
      const settle = (place: Place) => configure(access, place)
      const assumed = () => assumeRole(role, { settle, guard, credentials, timeout: CALL_TIMEOUT })
      const known = roles.get(role) ?? connectWith({ ...access, credentials: assumed() }, ends)
      roles.set(role, known)
      return known
    },
    // Only its answer tells whether a write was done, so a write that was sent is not ended with the run.
    call: async (send, kind = 'read') => {
      if (kind !== 'end') signal.throwIfAborted()
      const end = kind === 'read' ? signal : late
      return untilStopped(end, () => send({ abortSignal: AbortSignal.any([end, AbortSignal.timeout(CALL_TIMEOUT)]) }))
    },
  }
  return aws
}

type Options = Awaited<ReturnType<typeof configure>>

interface Stoppable {
  readonly middlewareStack: { readonly add: (middleware: never, options: never) => void }
}

/** The commands that take back what a run has begun. */
const ENDING = ['StopQueryExecutionCommand']

// Inside the SDK's retries, so that no attempt begins once the run is stopped.
function refuseAttempts<T extends Stoppable>(client: T, signal: AbortSignal): T {
  const middleware = (next: (args: unknown) => Promise<unknown>, context: { readonly commandName?: string }) => async (args: unknown) => {
    if (!ENDING.includes(context.commandName ?? '')) signal.throwIfAborted()
    return next(args)
  }
  client.middlewareStack.add(
    middleware as never,
    { step: 'finalizeRequest', priority: 'low', name: 'refuseAttempts', override: true } as never,
  )
  return client
}

function followLate(signal: AbortSignal, milliseconds: number): AbortSignal {
  const late = new AbortController()
  signal.addEventListener('abort', () => setTimeout(() => late.abort(signal.reason), milliseconds), { once: true })
  return late.signal
}

async function configure({ attempts, patience = PATIENCE, endpoint, credentials }: Access, { region, fips, dualStack }: Place) {
  return {
    region,
    maxAttempts: attempts,
    // Four throttled answers in a row are too many for the three attempts of standard mode; adaptive mode slows down instead.
    retryMode: 'adaptive',
    requestHandler: await createHandler({ connectionTimeout: patience / 4, requestTimeout: patience, throwOnRequestTimeout: true }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // If these are absent, the environment decides.
    ...(fips === true ? { useFipsEndpoint: true } : {}),
    ...(dualStack === true ? { useDualstackEndpoint: true } : {}),
  }
}

/** What sends requests as all clients do: through the proxy, and with the certificates, that the environment names. */
export async function createHandler(timeouts: NodeHttpHandlerOptions) {
  const trusted = readTrusted(process.env)
  const isPlain = trusted === undefined && !namesProxy(process.env)
  return isPlain ? timeouts : (await import('./proxy.ts')).createProxyHandler(timeouts, trusted)
}
