// One HTTP server on loopback that speaks as ECR, CloudTrail, STS, Systems Manager, the Tagging API, Athena and Inspector do, for real SDK
// clients.
//
// Every request and every answer is checked against the SDK's own schemas: a fake that accepted what the service refuses, or
// answered what the service never answers, would prove nothing.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { onTestFinished } from 'vitest'
import { type Athena, makeAthena } from './athena.ts'
import { type CloudTrail, makeCloudTrail } from './cloudtrail.ts'
import { type Ecr, makeEcr } from './ecr.ts'
import { answerFailure, type FaultOptions, JSON_TYPE, makeFaults, send, sendError } from './fault.ts'
import { INSPECTOR_PATHS, type Inspector, makeInspector } from './inspector.ts'
import { checkInput, checkOutput } from './schema.ts'
import { makeSsm, type Ssm } from './ssm.ts'
import { makeSts, type Sts, type StsService } from './sts.ts'
import { makeTagging, type Tagging } from './tagging.ts'
import {
  type Answer,
  type AwsRequest,
  type Fault,
  type Fields,
  type Operation,
  Refusal,
  type Reply,
  type Service,
  Violation,
} from './wire.ts'

export interface AwsOptions {
  /** The caller's account, 111122223333 when it is not given. */
  readonly account?: string
  /** The Region of `env` and of what is added without one, eu-west-1 when it is not given. */
  readonly region?: string
  /** Limits LookupEvents to two requests in any second for each account and Region, as the service does. */
  readonly enforceRate?: boolean
  /** The registry that images are pushed to, and its credentials; ECR's own host when it is not given. */
  readonly registry?: { readonly host: string; readonly username: string; readonly password: string }
  /** Denies calls about the registry of another account than that of the credentials. */
  readonly ownRegistries?: boolean
  /** For servers started outside a test: the caller has to close the server. */
  readonly keepOpen?: boolean
}

export interface Aws {
  readonly endpoint: string
  /** The environment of a process that uses this server. */
  readonly env: Readonly<Record<string, string>>
  /** Every request so far, the failed ones too. */
  readonly requests: readonly AwsRequest[]
  /** What did not conform to the SDK's schemas or to documented bounds, in requests and in our own answers. */
  readonly violations: readonly string[]
  readonly ecr: Ecr
  readonly cloudtrail: CloudTrail
  readonly sts: Sts
  readonly ssm: Ssm
  readonly tagging: Tagging
  readonly athena: Athena
  readonly inspector: Inspector
  /** What another account has in Systems Manager, and its tags. */
  readonly inAccount: (account: string) => Regional
  /** Makes calls of this operation fail from now on. If several such rules apply, the first one decides. */
  readonly fail: (operation: string, fault: Fault, options?: FaultOptions) => void
  /** Makes something happen at each call of this operation: before its answer is made, or after. */
  readonly meanwhile: (operation: string, when: 'before' | 'after', happen: () => void) => void
  /** Closes the server and every socket; happens by itself when the test ends. */
  readonly close: () => Promise<void>
}

/** The services that answer each account for itself alone, whatever it asks. */
interface Regional {
  readonly ssm: Ssm
  readonly tagging: Tagging
}

const SERVICES: Readonly<Record<string, Service>> = {
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  CloudTrail_20131101: 'cloudtrail',
  AmazonSSM: 'ssm',
  ResourceGroupsTaggingAPI_20170126: 'tagging',
  AmazonAthena: 'athena',
}

export async function startAws({
  account = '111122223333',
  region = 'eu-west-1',
  enforceRate = false,
  ownRegistries = false,
  keepOpen = false,
  registry,
}: AwsOptions = {}): Promise<Aws> {
  const shared = {
    ecr: makeEcr(account, region, registry),
    cloudtrail: makeCloudTrail(account, enforceRate),
    sts: makeSts(account),
    athena: makeAthena(),
    inspector2: makeInspector(),
  }
  const inAccount = startAccounts()
  const faults = makeFaults()
  const requests: AwsRequest[] = []
  const violations: string[] = []
  const events: { readonly operation: string; readonly when: string; readonly happen: () => void }[] = []

  function blame(request: AwsRequest, problems: readonly string[]): void {
    violations.push(...problems.map(problem => `${request.operation}: ${problem}`))
  }

  function reply(response: ServerResponse, request: AwsRequest, operation: Operation): void {
    const result = runOperation(operation, request, blame)
    if ('failure' in result) answerFailure(response, request, result.failure)
    else later(result.delay, response, () => sendAnswer(response, request, operation, result))
  }

  function sendAnswer(response: ServerResponse, request: AwsRequest, operation: Operation, answer: Answer): void {
    if (answer.unchecked !== true) {
      blame(
        request,
        [...checkOutput(operation.schema, answer.output), ...(answer.problems ?? [])].map(problem => `the answer${problem}`),
      )
    }
    send(response, 200, request.service === 'sts' ? 'text/xml' : JSON_TYPE, answer.body ?? JSON.stringify(answer.output))
  }

  function happen(request: AwsRequest, when: string): void {
    for (const event of events) if (event.operation === request.operation && event.when === when) event.happen()
  }

  function handle(message: IncomingMessage, response: ServerResponse, body: string, at: number): void {
    const { request, problems } = readRequest(message, body, at, shared.sts)
    requests.push(request)
    const services = { ...shared, ...inAccount(request.account) }
    const operation: Operation | undefined = services[request.service].operations[request.operation]
    const shape = [
      ...problems,
      ...(operation === undefined ? ['the operation is not known here'] : checkInput(operation.schema, request.input)),
    ]
    const bounds = shape.length > 0 ? [] : (operation?.bounds?.(request.input) ?? [])
    blame(
      request,
      [...shape, ...bounds].map(problem => `the request ${problem}`),
    )
    if (operation === undefined || shape.length > 0) {
      sendError(response, request.service, { name: 'SerializationException', message: shape.join('; ') })
    } else if (bounds.length > 0) {
      sendError(response, request.service, { name: 'ValidationException', message: bounds.join('; ') })
    } else {
      happen(request, 'before')
      answerFault(response, request, operation, faults.strike(request) ?? (ownRegistries ? denyForeign(request) : undefined))
      happen(request, 'after')
    }
  }

  function answerFault(response: ServerResponse, request: AwsRequest, operation: Operation, fault: Fault | undefined): void {
    if (fault === undefined) reply(response, request, operation)
    else if (typeof fault === 'object' && 'delay' in fault) later(fault.delay, response, () => reply(response, request, operation))
    else if (typeof fault === 'object' && 'hold' in fault)
      fault.hold.then(() => response.destroyed || answerFault(response, request, operation, fault.failure))
    else answerFailure(response, request, fault)
  }

  // A presigned address works as it was given, and without any header of its own.
  function download({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const [, digest = ''] = /^\/blobs\/(sha256:[0-9a-f]{64})\?X-Amz-Signature=secret%2F1$/.exec(url) ?? []
    const content = headers.authorization === undefined ? shared.ecr.blobs.get(digest) : undefined
    response.writeHead(content === undefined ? 403 : 200).end(content ?? `<Error><Message>${url}</Message></Error>`)
  }

  const server = createServer((message, response) => {
    const at = performance.now()
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => {
      if (message.method === 'GET') download(message, response)
      else handle(message, response, Buffer.concat(chunks).toString('utf8'), at)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  if (!keepOpen) onTestFinished(close)

  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    env: environmentOf(endpoint, region),
    requests,
    violations,
    ...shared,
    inspector: shared.inspector2,
    ...inAccount(account),
    inAccount,
    fail: (operation, fault, options = {}) => faults.add(operation, fault, options),
    meanwhile: (operation, when, happen) => events.push({ operation, when, happen }),
    close,
  }
}

function startAccounts() {
  const make = (account: string) => ({ ssm: makeSsm(account), tagging: makeTagging() })
  const known = new Map<string, ReturnType<typeof make>>()
  return (account: string): ReturnType<typeof make> => {
    const services = known.get(account) ?? make(account)
    known.set(account, services)
    return services
  }
}

function denyForeign({ service, account, input }: AwsRequest): Fault | undefined {
  return service === 'ecr' && (input['registryId'] ?? account) !== account ? 'denied' : undefined
}

function environmentOf(endpoint: string, region: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  }
}

function runOperation(operation: Operation, request: AwsRequest, blame: (request: AwsRequest, problems: readonly string[]) => void): Reply {
  try {
    return operation.run(request)
  } catch (error) {
    // This is a bug in the fake. It is reported at once, because an exception would leave the client waiting.
    if (!(error instanceof Refusal)) {
      blame(request, [`the fake failed: ${error instanceof Error ? error.stack : error}`])
      return { failure: { name: 'FakeFailed', message: String(error) } }
    }
    if (error instanceof Violation) blame(request, [`the request ${error.message}`])
    return { failure: error.error }
  }
}

function readRequest(
  message: IncomingMessage,
  body: string,
  at: number,
  { signerOf }: StsService,
): { readonly request: AwsRequest; readonly problems: readonly string[] } {
  const [prefix = '', name = ''] = String(message.headers['x-amz-target'] ?? '').split('.')
  const path = INSPECTOR_PATHS[message.url ?? '']
  const service = path === undefined ? (SERVICES[prefix] ?? 'sts') : 'inspector2'
  const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(message.headers.authorization ?? '')
  const [, accessKeyId = '', region = '', signedFor] = scope ?? []
  const { operation, input, problem } = service === 'sts' ? readForm(body) : readJson(path ?? name, body)
  return {
    request: {
      service,
      operation,
      region,
      accessKeyId,
      account: signerOf(accessKeyId).account,
      input,
      origin: `http://${message.headers.host}`,
      at,
    },
    problems: [
      ...(problem === undefined ? [] : [problem]),
      ...(signedFor === service ? [] : [`is not signed for ${service}`]),
      ...(message.method === 'POST' && (message.url === '/' || path !== undefined)
        ? []
        : [`is ${message.method} ${message.url} where POST / was due`]),
    ],
  }
}

interface Read {
  readonly operation: string
  readonly input: Fields
  readonly problem?: string
}

function readJson(operation: string, body: string): Read {
  try {
    const input: unknown = JSON.parse(body)
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { operation, input: input as Fields }
  } catch {
    // Reported below, as for any other body that is not an object.
  }
  return { operation, input: {}, problem: 'has a body that is no JSON object' }
}

function readForm(body: string): Read {
  const { Action: operation = '', Version, ...input } = Object.fromEntries(new URLSearchParams(body))
  return { operation, input, ...(Version === '2011-06-15' ? {} : { problem: `names the version ${Version}` }) }
}

// A client that gave up while it waited must not be sent an answer.
function later(delay: number | undefined, response: ServerResponse, answer: () => void): void {
  if (delay === undefined) answer()
  else setTimeout(() => response.destroyed || answer(), delay).unref()
}
