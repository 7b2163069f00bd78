// One HTTP server on loopback that speaks as S3 does to real SDK clients: ListObjectsV2 and GetObject, by path, with versions. Every request and every
// answer is checked against the SDK's own schemas, and a test that finds a violation fails.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import { GetObject$, ListObjectsV2$ } from '@aws-sdk/client-s3'
import { onTestFinished } from 'vitest'
import { readRest, writeXml } from './rest.ts'
import { checkInput, checkOutput } from './schema.ts'
import type { Fields } from './wire.ts'

/** How a request is answered instead. */
export type Instead =
  | { readonly status: number; readonly code: string; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends in the middle of the body. */
  | 'cut'
  /** A byte of the body is another one than its checksum says. */
  | 'flipped'
  /** Half of the body, of which nothing says how long it is. */
  | 'unmeasured'
  /** Every object has the same ETag, which is empty. */
  | 'nameless'
  | 'hang'
  | 'html'

export interface S3 {
  readonly endpoint: string
  /** The objects of the bucket, by their keys. */
  readonly objects: Map<string, Uint8Array>
  /** What was asked for: `GET key`, `GET key?versionId=ID` or `LIST prefix`. */
  readonly asked: readonly string[]
  /** Writes an object, with a version where the bucket keeps them. */
  readonly put: (key: string, text: string, versionId?: string) => void
  /** Deletes an object, which leaves a delete marker where the bucket keeps versions. */
  readonly remove: (key: string) => void
  /** When every object was written, in milliseconds since 1970. */
  written: number
  /** Answers a request instead, unless it returns undefined. It is asked each time, with the Region that the request is for. */
  instead: (asked: string, region: string) => Instead | undefined
}

export interface S3Options {
  readonly bucket: string
  /** How many objects a page of a list has. */
  readonly pageSize?: number
  /** The account that owns it, where that matters. */
  readonly owner?: string
  /** Whether the requester pays; a request that does not agree to it is denied. */
  readonly requesterPays?: boolean
  /** How long each answer takes, in milliseconds. */
  readonly delay?: number
  /** For servers started outside a test, which end with their process. */
  readonly keepOpen?: boolean
}

interface Bucket extends Required<Pick<S3Options, 'bucket' | 'pageSize' | 'requesterPays'>> {
  readonly written: number
  readonly objects: ReadonlyMap<string, Uint8Array>
  readonly versions: Versions
}

/** Starts the server, which ends with the test. */
export async function startS3({
  bucket,
  pageSize = 1000,
  requesterPays = false,
  delay = 0,
  keepOpen = false,
  owner,
}: S3Options): Promise<S3> {
  const objects = new Map<string, Uint8Array>()
  const asked: string[] = []
  const violations: string[] = []
  const versions: Versions = new Map()
  const write = (key: string, id: string | undefined, body?: Uint8Array): void => {
    versions.set(key, [...(versions.get(key) ?? []), { id, body }])
    if (body === undefined) objects.delete(key)
    else objects.set(key, body)
  }
  const s3: S3 & { endpoint: string } = {
    endpoint: '',
    objects,
    asked,
    written: WRITTEN,
    instead: () => undefined,
    put: (key, text, versionId) => write(key, versionId, Buffer.from(text)),
    remove: key => write(key, 'marker'),
  }
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { schema, name, key, input, problems } = readRequest(request)
    violations.push(...problems, ...checkInput(schema, input))
    const version = input['VersionId']
    const what = key === '' ? `LIST ${input['Prefix'] ?? ''}` : `GET ${key}${version === undefined ? '' : `?versionId=${version}`}`
    asked.push(what)
    const isUnpaid = requesterPays && input['RequestPayer'] !== 'requester'
    const isOwners = [owner, undefined].includes(input['ExpectedBucketOwner'] as string | undefined)
    const refused = name !== bucket ? NO_BUCKET : isUnpaid || !isOwners ? DENIED : undefined
    const instead = refused ?? s3.instead(what, regionOf(request))
    if (typeof instead === 'object') sendError(response, instead)
    else if (instead === 'html')
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><h1>Sign in</h1></html>')
    else if (instead === 'hang') return
    else {
      const about = { bucket, pageSize, requesterPays, objects, versions, written: s3.written }
      violations.push(...(key === '' ? sendList(response, about, input, instead) : sendObject(response, about, input, instead)))
    }
  }
  const server = createServer((request, response) => {
    if (delay === 0) answer(request, response)
    else setTimeout(() => answer(request, response), delay)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  s3.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  if (keepOpen) return s3
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    if (violations.length > 0) throw new Error(`violations of the schemas of S3: ${violations.join('; ')}`)
  })
  return s3
}

// The Region that a request is signed for.
function regionOf({ headers }: IncomingMessage): string {
  return /Credential=[^/]*\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? ''
}

const NO_BUCKET = { status: 404, code: 'NoSuchBucket' } as const
/** How S3 answers whoever may not ask. */
export const DENIED = { status: 403, code: 'AccessDenied', message: 'Access Denied' } as const

interface Found {
  readonly body?: Uint8Array | undefined
  readonly id?: string | undefined
  readonly error?: Exclude<Instead, string>
}

/** What was written under a key, the newest last; a delete marker has no body. */
type Versions = Map<string, readonly Found[]>

const MARKER = { 'x-amz-delete-marker': 'true' }

function findVersion(newest: Uint8Array | undefined, written: readonly Found[] = [], version?: unknown): Found {
  if (version !== undefined) {
    const found = written.find(({ id }) => id === version)
    if (found === undefined) return { error: { status: 404, code: 'NoSuchVersion' } }
    return found.body === undefined ? { error: { status: 405, code: 'MethodNotAllowed', headers: MARKER } } : found
  }
  const last = written.at(-1)
  if (newest !== undefined) return { body: newest, id: last?.id }
  return { error: { status: 404, code: 'NoSuchKey', ...(last?.id !== undefined && { headers: MARKER }) } }
}

type Spoiled = Exclude<Extract<Instead, string>, 'hang' | 'html'>

const nameContent = (body: Uint8Array, how?: Spoiled): string =>
  how === 'nameless' ? '""' : `"${createHash('md5').update(body).digest('hex')}"`

function readRequest(request: IncomingMessage) {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [, name = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(url.pathname)) ?? []
  const schema = key === '' ? ListObjectsV2$ : GetObject$
  const { members, problems } = readRest(schema, url.searchParams, request.headers)
  return { schema, name, key, problems, input: { ...members, Bucket: name, ...(key !== '' && { Key: key }) } as Fields }
}

const XML = { 'content-type': 'application/xml' }
const WRITTEN = Date.parse('2026-11-23T11:50:00Z')

function sendError(response: ServerResponse, { status, code, message = code, headers }: Exclude<Instead, string>): void {
  response.writeHead(status, { ...XML, ...headers })
  response.end(writeXml('Error', { Code: code, Message: message }))
}

const CHARGED = { 'x-amz-request-charged': 'requester' }

// A page has folders and objects together, in the order of their names. Returns what violates the schema.
function sendList(
  response: ServerResponse,
  { bucket, objects, pageSize, requesterPays, written }: Bucket,
  input: Fields,
  how: Spoiled | undefined,
): readonly string[] {
  const [prefix, delimiter, from] = [String(input['Prefix'] ?? ''), input['Delimiter'], Number(input['ContinuationToken'] ?? 0)]
  const folderOf = (key: string): string => {
    const end = typeof delimiter === 'string' ? key.indexOf(delimiter, prefix.length) : -1
    return end < 0 ? key : key.slice(0, end + 1)
  }
  const names = [...new Set([...objects.keys()].filter(key => key.startsWith(prefix)).map(folderOf))].sort()
  const page = names.slice(from, from + pageSize)
  const more = from + pageSize < names.length
  const isFolder = (name: string): boolean => typeof delimiter === 'string' && name.endsWith(delimiter)
  const listed = page.filter(name => !isFolder(name))
  const output = {
    Name: bucket,
    Prefix: prefix,
    KeyCount: page.length,
    MaxKeys: 1000,
    IsTruncated: more,
    ...(typeof delimiter === 'string' && { Delimiter: delimiter }),
    ...(more && { NextContinuationToken: String(from + pageSize) }),
    Contents: listed.map(key => ({
      Key: key,
      ETag: nameContent(objects.get(key) ?? Buffer.of(), how),
      LastModified: written / 1000,
      Size: objects.get(key)?.length ?? 0,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.filter(isFolder).map(folder => ({ Prefix: folder })),
  }
  response.writeHead(200, { ...XML, ...(requesterPays && CHARGED) })
  response.end(writeXml('ListBucketResult', output))
  return checkOutput(ListObjectsV2$, output)
}

function sendObject(
  response: ServerResponse,
  { objects, versions, requesterPays, written }: Bucket,
  input: Fields,
  how: Spoiled | undefined,
): readonly string[] {
  const key = String(input['Key'])
  const { body, id, error } = findVersion(objects.get(key), versions.get(key), input['VersionId'])
  if (body === undefined) {
    sendError(response, error ?? { status: 404, code: 'NoSuchKey' })
    return []
  }
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  const isChecked = input['ChecksumMode'] === 'ENABLED' && how !== 'unmeasured'
  const output = {
    ContentLength: body.length,
    ETag: nameContent(body, how),
    ...(id !== undefined && { VersionId: id }),
    LastModified: written / 1000,
    ...(isChecked && { ChecksumCRC32: sum.toString('base64'), ChecksumType: 'FULL_OBJECT' }),
    ...(requesterPays && { RequestCharged: 'requester' }),
  }
  response.useChunkedEncodingByDefault = false
  response.writeHead(200, {
    ...(how === 'unmeasured' ? { connection: 'close' } : { 'content-length': body.length }),
    etag: output.ETag,
    ...(id !== undefined && { 'x-amz-version-id': id }),
    'last-modified': new Date(written).toUTCString(),
    ...(isChecked && { 'x-amz-checksum-crc32': output.ChecksumCRC32, 'x-amz-checksum-type': 'FULL_OBJECT' }),
    ...(requesterPays && CHARGED),
  })
  const sent = Buffer.from(body)
  if (how === 'flipped') sent.writeUInt8(sent.readUInt8(sent.length >> 1) ^ 0x01, sent.length >> 1)
  if (how === 'unmeasured') response.end(sent.subarray(0, Math.floor(sent.length / 2)))
  else if (how === 'cut') response.write(sent.subarray(0, Math.floor(sent.length / 2)), () => response.destroy())
  else response.end(sent)
  return checkOutput(GetObject$, output)
}
