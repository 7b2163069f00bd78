// How services fail: the errors that every operation can have, and responses that are not answers.

import type { ServerResponse } from 'node:http'
import { writeQueryError } from './sts.ts'
import { type AwsRequest, type Failure, type Fault, partitionOf, type Service, type ServiceError } from './wire.ts'

export interface FaultOptions {
  /** How many calls succeed first. */
  readonly after?: number
  /** How many calls then fail; all when it is not given. */
  readonly times?: number
  /** Only these calls fail and are counted. */
  readonly where?: (request: AwsRequest) => boolean
}

export interface Faults {
  readonly add: (operation: string, fault: Fault, options: FaultOptions) => void
  /** The fault for a request, if any; every rule counts the request. */
  readonly strike: (request: AwsRequest) => Fault | undefined
}

export function makeFaults(): Faults {
  const rules: ((request: AwsRequest) => Fault | undefined)[] = []
  return {
    add: (operation, fault, { after = 0, times = Number.POSITIVE_INFINITY, where = () => true }) => {
      let calls = 0
      rules.push(request => {
        if (request.operation !== operation || !where(request)) return undefined
        calls += 1
        return calls > after && calls <= after + times ? fault : undefined
      })
    },
    strike: request => rules.map(rule => rule(request)).find(fault => fault !== undefined),
  }
}

/** Answers a request with this failure, or leaves it without an answer. */
export function answerFailure(response: ServerResponse, request: AwsRequest, failure: Failure): void {
  switch (failure) {
    case 'cut':
      response.destroy()
      return
    case 'cutMidway':
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': 4_096 })
      response.write(BEGINNING, () => response.destroy())
      return
    case 'hang':
      return
    case 'malformed':
      send(response, 200, JSON_TYPE, BEGINNING)
      return
    case 'html':
      send(
        response,
        200,
        'text/html',
        '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to the network</h1></body></html>\n',
      )
      return
    case 'empty':
      send(response, 200, JSON_TYPE, '{}')
      return
    default:
      if (typeof failure === 'object' && 'json' in failure) send(response, 200, JSON_TYPE, JSON.stringify(failure.json))
      else if (typeof failure === 'object' && 'text' in failure) send(response, failure.status ?? 200, JSON_TYPE, failure.text)
      else sendError(response, request.service, typeof failure === 'string' ? errorOf(failure, request) : failure)
  }
}

export const JSON_TYPE = 'application/x-amz-json-1.1'
const BEGINNING = '{"registryId":"111122223333","repositoryName":"payments/api","imageId":{"imageDigest":"sha256:'

/** `name` is the code on the wire, in the service's protocol. */
export function sendError(response: ServerResponse, service: AwsRequest['service'], error: ServiceError): void {
  const status = error.status ?? 400
  if (service === 'sts') send(response, status, 'text/xml', writeQueryError(error))
  else send(response, status, JSON_TYPE, JSON.stringify({ __type: error.name, message: error.message }))
}

export function send(response: ServerResponse, status: number, type: string, body: string | readonly Buffer[]): void {
  const parts = typeof body === 'string' ? [Buffer.from(body)] : body
  response.writeHead(status, {
    'content-type': type,
    'content-length': parts.reduce((sum, part) => sum + part.length, 0),
    'x-amzn-requestid': '01234567-89ab-4def-8123-456789abcdef',
  })
  for (const part of parts) response.write(part)
  response.end()
}

// What the services call an error that others call by its common name.
const THROTTLED: Readonly<Partial<Record<Service, string>>> = {
  tagging: 'ThrottledException',
  athena: 'TooManyRequestsException',
}
const BROKEN: Readonly<Partial<Record<Service, string>>> = {
  ecr: 'ServerException',
  ssm: 'InternalServerError',
  tagging: 'InternalServiceException',
  athena: 'InternalServerException',
  inspector2: 'InternalServerException',
}

function errorOf(failure: 'throttle' | 'error500' | 'denied' | 'expired' | 'unrecognized', request: AwsRequest): ServiceError {
  const query = request.service === 'sts'
  switch (failure) {
    case 'throttle':
      return { name: query ? 'Throttling' : (THROTTLED[request.service] ?? 'ThrottlingException'), message: 'Rate exceeded' }
    case 'error500':
      return { name: BROKEN[request.service] ?? 'InternalFailure', message: 'Service call has failed', status: 500 }
    case 'denied':
      return query
        ? { name: 'AccessDenied', message: denialOf(request), status: 403 }
        : { name: 'AccessDeniedException', message: denialOf(request) }
    case 'expired':
      return query
        ? { name: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403 }
        : { name: 'ExpiredTokenException', message: 'The security token included in the request is expired' }
    case 'unrecognized':
      return query
        ? { name: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.', status: 403 }
        : { name: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.' }
  }
}

function denialOf({ service, operation, region, account, input }: AwsRequest): string {
  const partition = partitionOf(region)
  // The actions of the Tagging API have another prefix than its signatures.
  const action = `${service === 'tagging' ? 'tag' : service}:${operation}`
  const repository = input['repositoryName']
  const role = input['RoleArn']
  const resource =
    repository === undefined
      ? role === undefined
        ? ''
        : ` on resource: ${role}`
      : ` on resource: arn:${partition}:ecr:${region}:${input['registryId'] ?? account}:repository/${repository}`
  return `User: arn:${partition}:sts::${account}:assumed-role/ci/run is not authorized to perform: ${action}${resource} because no identity-based policy allows the ${action} action`
}
