// What travels between the fake's one HTTP server and its services: requests, replies, and the ways in which a service fails.
//
// Failures are named values rather than flags of an operation, because the same failure may affect every call of an operation,
// one reading of an image or one page of it.

import { createHash } from 'node:crypto'

export type Fields = Readonly<Record<string, unknown>>

export type Service = 'ecr' | 'cloudtrail' | 'sts' | 'ssm' | 'tagging' | 'athena' | 'inspector2'

/** A request as the server saw it; the Region and the access key are those of the signature. */
export interface AwsRequest {
  readonly service: Service
  readonly operation: string
  readonly region: string
  readonly accessKeyId: string
  /** The account that the credentials belong to. */
  readonly account: string
  readonly input: Fields
  /** The address of the server, as the client wrote it. */
  readonly origin: string
  /** Milliseconds of `performance.now()` at its arrival. */
  readonly at: number
}

/** An error in the words of a service. */
export interface ServiceError {
  readonly name: string
  readonly message: string
  /** The HTTP status, 400 when it is not given. */
  readonly status?: number
}

/** A way to fail: `cut` before any byte, `cutMidway` within the body, `malformed` JSON, a proxy's `html`, `empty` for {}. */
export type Failure =
  | 'throttle'
  | 'error500'
  | 'denied'
  | 'expired'
  | 'unrecognized'
  | 'cut'
  | 'cutMidway'
  | 'hang'
  | 'malformed'
  | 'html'
  | 'empty'
  | ServiceError
  /** An answer instead of the true one, sent without checks. */
  | { readonly json: Fields }
  /** The same as text, for what JSON.stringify does not write. */
  | { readonly text: string; readonly status?: number }

/** A failure, or an answer that comes late: after some milliseconds, or once something has happened. */
export type Fault = Failure | { readonly delay: number } | Held

export interface Held {
  readonly hold: Promise<unknown>
  /** What it then answers instead of the truth. */
  readonly failure?: Failure
}

export interface Answer {
  /** What the answer's schema is checked against; the body too, unless `body` is given. */
  readonly output: Fields
  /** The body in parts, for pages that were written beforehand. */
  readonly body?: readonly Buffer[]
  /** What the schema said of the parts written beforehand. */
  readonly problems?: readonly string[]
  /** The answer breaks the schema intentionally. */
  readonly unchecked?: boolean
  readonly delay?: number
}

export type Reply = Answer | { readonly failure: Failure }

export interface Operation {
  /** The SDK's run-time schema of the operation. */
  readonly schema: unknown
  /** What the documentation forbids beyond the schema. */
  readonly bounds?: (input: Fields) => readonly string[]
  readonly run: (request: AwsRequest) => Reply
}

/** Thrown by operations if the service answers with an error. */
export class Refusal extends Error {
  readonly error: ServiceError

  constructor(name: string, message: string, status = 400) {
    super(message)
    this.error = { name, message, status }
  }
}

/** Thrown if a request could never succeed and its sender is to blame. It is recorded as a violation and answered with the error. */
export class Violation extends Refusal {}

/** An instant as JSON 1.1 carries it, in seconds since 1970. */
export function toSeconds(instant: Date | string): number {
  const milliseconds = new Date(instant).getTime()
  if (Number.isNaN(milliseconds)) throw new Error(`${instant} is no instant`)
  return milliseconds / 1000
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** A token that is opaque to clients but that the fake can read. */
export function makeToken(content: Fields): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

export function readToken(token: string): Fields | undefined {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Fields
  } catch {
    return undefined
  }
}
