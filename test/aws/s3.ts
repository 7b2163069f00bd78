// One HTTP server on loopback that speaks as S3 does to real SDK clients: ListObjectsV2 and GetObject, by path, with versions.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import { onTestFinished } from 'vitest'

/** How a request is answered instead. */
export type Instead =
  | { readonly status: number; readonly code: string; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends in the middle of the body. */
  | 'cut'
  /** A byte of the body is another one than its checksum says. */
  | 'flipped'
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
  /** Answers a request instead, unless it returns undefined. It is asked each time. */
  instead: (asked: string) => Instead | undefined
}

export interface S3Options {
  readonly bucket: string
  /** How many objects a page of a list has. */
  readonly pageSize?: number
  /** The account that owns it, where that matters. */
  readonly owner?: string
}

/** What was written under a key, the newest last; a delete marker has no body. */
type Versions = Map<string, { readonly id: string | undefined; readonly body: Uint8Array | undefined }[]>

/** Starts the server, which ends with the test. */
export async function startS3({ bucket, pageSize = 1000, owner }: S3Options): Promise<S3> {
  const objects = new Map<string, Uint8Array>()
  const asked: string[] = []
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
    instead: () => undefined,
    put: (key, text, versionId) => write(key, versionId, Buffer.from(text)),
    remove: key => write(key, 'marker'),
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const [, name = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(url.pathname)) ?? []
    const version = url.searchParams.get('versionId')
    const what =
      key === '' ? `LIST ${url.searchParams.get('prefix') ?? ''}` : `GET ${key}${version === null ? '' : `?versionId=${version}`}`
    asked.push(what)
    const isOwners = [owner, undefined].includes(request.headers['x-amz-expected-bucket-owner'] as string | undefined)
    const known = name === bucket ? (isOwners ? undefined : DENIED) : ({ status: 404, code: 'NoSuchBucket' } as const)
    const instead = known ?? s3.instead(what)
    if (typeof instead === 'object') sendError(response, instead)
    else if (instead === 'html')
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><h1>Sign in</h1></html>')
    else if (instead === 'hang') return
    else if (key === '') sendList(response, { bucket, objects, pageSize, query: url.searchParams })
    else sendObject(request, response, findVersion(objects.get(key), versions.get(key), version), instead)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  s3.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return s3
}

/** How S3 answers whoever may not ask. */
export const DENIED = { status: 403, code: 'AccessDenied', message: 'Access Denied' } as const

interface Found {
  readonly body?: Uint8Array | undefined
  readonly id?: string | undefined
  readonly error?: Exclude<Instead, string>
}

const MARKER = { 'x-amz-delete-marker': 'true' }

function findVersion(newest: Uint8Array | undefined, written: readonly Found[] = [], version: string | null): Found {
  if (version !== null) {
    const found = written.find(({ id }) => id === version)
    if (found === undefined) return { error: { status: 404, code: 'NoSuchVersion' } }
    return found.body === undefined ? { error: { status: 405, code: 'MethodNotAllowed', headers: MARKER } } : found
  }
  const last = written.at(-1)
  if (newest !== undefined) return { body: newest, id: last?.id }
  return { error: { status: 404, code: 'NoSuchKey', ...(last !== undefined && last.id !== undefined && { headers: MARKER }) } }
}

const nameContent = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`

const XML = { 'content-type': 'application/xml' }
const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function sendError(response: ServerResponse, { status, code, message = code, headers }: Exclude<Instead, string>): void {
  response.writeHead(status, { ...XML, ...headers })
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`)
}

interface Listing {
  readonly bucket: string
  readonly objects: ReadonlyMap<string, Uint8Array>
  readonly pageSize: number
  readonly query: URLSearchParams
}

function sendList(response: ServerResponse, { bucket, objects, pageSize, query }: Listing): void {
  const [prefix, delimiter, from] = [query.get('prefix') ?? '', query.get('delimiter'), Number(query.get('continuation-token') ?? 0)]
  const keys = [...objects.keys()].filter(key => key.startsWith(prefix)).sort()
  const folderOf = (key: string): string | undefined => {
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length)
    return end < 0 ? undefined : key.slice(0, end + 1)
  }
  const folders = new Set(keys.flatMap(key => folderOf(key) ?? []))
  const listed = keys.filter(key => folderOf(key) === undefined)
  const page = listed.slice(from, from + pageSize)
  const more = from + pageSize < listed.length
  response.writeHead(200, XML)
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name>` +
      `<Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>${more}</IsTruncated>` +
      (more ? `<NextContinuationToken>${from + pageSize}</NextContinuationToken>` : '') +
      page
        .map(
          key =>
            `<Contents><Key>${escapeXml(key)}</Key><ETag>${nameContent(objects.get(key) ?? Buffer.of())}</ETag><Size>${objects.get(key)?.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
        )
        .join('') +
      [...folders].map(folder => `<CommonPrefixes><Prefix>${escapeXml(folder)}</Prefix></CommonPrefixes>`).join('') +
      '</ListBucketResult>',
  )
}

function sendObject(request: IncomingMessage, response: ServerResponse, { body, id, error }: Found, how: 'cut' | 'flipped' | undefined) {
  if (body === undefined) return sendError(response, error ?? { status: 404, code: 'NoSuchKey' })
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  const checked = request.headers['x-amz-checksum-mode'] === 'ENABLED'
  response.writeHead(200, {
    'content-length': body.length,
    etag: nameContent(body),
    ...(id !== undefined && { 'x-amz-version-id': id }),
    ...(checked && { 'x-amz-checksum-crc32': sum.toString('base64'), 'x-amz-checksum-type': 'FULL_OBJECT' }),
  })
  if (how === 'cut') return void response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
  const sent = Buffer.from(body)
  if (how === 'flipped') sent.writeUInt8(sent.readUInt8(sent.length >> 1) ^ 0x01, sent.length >> 1)
  response.end(sent)
}
