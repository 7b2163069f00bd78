// Messages of skopeo 1.9.3 and docker 28.2. We provoked the "provoked" ones ourselves, against docker-registry 2.8.2, a service
// that answers as ECR is known to, or podman 4.3.1 as docker's daemon. The "reported" ones come from public issues, by users of
// ECR and of other versions, or from the tools' source.

import { describe, expect, test } from 'vitest'
import { classifyFailure, type Failure } from '../../src/push/failure.ts'

const BLOB = 'sha256:c0305767551c55d83d38957a7b8f97cf2398067599864ddcf4d4aa9858fabce0'
const REUSE = `trying to reuse blob ${BLOB} at destination`
const PING = `${REUSE}: pinging container registry 127.0.0.1:5600`
const UPLOAD = 'writing blob: initiating layer upload to /v2/api/blobs/uploads/ in 127.0.0.1:5600'
const MANIFEST = 'writing manifest: uploading manifest 1.0 to 127.0.0.1:5600/api'
const IMMUTABLE = "tag invalid: The image tag '1.0' already exists in the 'api' repository and cannot be overwritten because the"
const UNKNOWN = "name unknown: The repository with name 'api' does not exist in the registry with id '111122223333'"
const DENIED =
  'denied: User: arn:aws:iam::111122223333:user/x is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:111122223333:repository/api because no identity-based policy allows the ecr:InitiateLayerUpload action'

type Case = [said: string, code: Failure['code'], retry: Failure['retry']]

/** Versions differ in the capitals of their messages, and proxies write their own: they make no difference. */
function expectAny(said: string, code: Failure['code'], retry: Failure['retry']): void {
  for (const words of [said, said.toUpperCase(), said.toLowerCase()]) expect(classifyFailure(words)).toMatchObject({ code, retry })
}

function log(message: string): string {
  return `time="2026-11-23T16:52:19Z" level=fatal msg=${/[^\w./-]/.test(message) ? JSON.stringify(message) : message}\n`
}

describe('skopeo, provoked:', () => {
  test.each<Case>([
    ['initializing source oci:two:: more than one image in oci, choose an image', 'push-source', 'never'],
    ['initializing source oci:two:nope: no descriptor found for reference "nope"', 'push-source', 'never'],
    ['initializing source oci:none:: open none/index.json: no such file or directory', 'push-source', 'never'],
    [
      'initializing source oci-archive:a-cut.tar:: creating temp directory: untarring file "/var/tmp/oci2006900382": unexpected EOF',
      'push-source',
      'never',
    ],
    [
      'initializing source oci-archive:none.tar:: creating temp directory: open /data/none.tar: no such file or directory',
      'push-source',
      'never',
    ],
    [
      'determining manifest MIME type for docker-archive:d.tar:docker.io/library/nope:1: Tag "docker.io/library/nope:1" not found',
      'push-source',
      'never',
    ],
    ['initializing source docker-archive:d-cut.tar: loading tar component manifest.json: unexpected EOF', 'push-source', 'never'],
    [
      'initializing source docker-archive:none.tar: opening file "none.tar": open none.tar: no such file or directory',
      'push-source',
      'never',
    ],
    ['initializing source docker-archive:a.tar: loading tar component manifest.json: file does not exist', 'push-source', 'never'],
    [
      'initializing source containers-storage:[overlay@/var/lib/containers/storage+/run/containers/storage]localhost/nope:1: reference "[overlay@/var/lib/containers/storage+/run/containers/storage]localhost/nope:1" does not resolve to an image ID: identifier is not an image',
      'push-source',
      'never',
    ],
    [
      'initializing source docker-daemon:localhost/nope:1: loading image from docker engine: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      'push-source',
      'never',
    ],
    [
      'initializing source docker-daemon:localhost/nope:1: loading image from docker engine: Error response from daemon: {"cause":"image not known","message":"localhost/nope:1: image not known","response":500}',
      'push-source',
      'never',
    ],
    ['unknown flag: --preserve-digests', 'push-tool', 'never'],
    ['Invalid source name docker-daemon:nope: docker-daemon: reference nope has neither a tag nor a digest', 'push-source', 'never'],
    [
      `${REUSE}: checking whether a blob ${BLOB} exists in 127.0.0.1:5443/api: unauthorized: authentication required`,
      'push-denied',
      'once',
    ],
    [`${PING}: Get "https://127.0.0.1:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused`, 'push-network', 'again'],
    [
      `${PING}: Get "https://nowhere.invalid/v2/": dial tcp: lookup nowhere.invalid on 192.0.2.53:53: no such host`,
      'push-network',
      'never',
    ],
    [`${PING}: Get "https://127.0.0.1:5443/v2/": x509: certificate signed by unknown authority`, 'push-network', 'never'],
    [`${PING}: invalid status code from registry 403 (Forbidden)`, 'push-denied', 'once'],
    [`${PING}: invalid status code from registry 503 (Service Unavailable)`, 'push-network', 'again'],
    [`${REUSE}: failed to read from destination repository api: 403 (Forbidden)`, 'push-denied', 'once'],
    [`${UPLOAD}: ${UNKNOWN}`, 'push-repository', 'never'],
    [`${UPLOAD}: ${DENIED}`, 'push-denied', 'never'],
    [`${UPLOAD}: received unexpected HTTP status: 500 Internal Server Error`, 'push-network', 'again'],
    [`${MANIFEST}: received unexpected HTTP status: 502 Bad Gateway`, 'push-network', 'again'],
    [`${MANIFEST}: ${IMMUTABLE} tag is immutable.`, 'push-immutable', 'never'],
    [`${MANIFEST}: manifest invalid: manifest invalid`, 'push-refused', 'never'],
    [
      `${MANIFEST}: unsupported: Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'`,
      'push-refused',
      'never',
    ],
    [`${MANIFEST}: StatusCode: 415, no`, 'push-refused', 'never'],
    [
      `${MANIFEST}: unknown: The repository with name 'api' in registry with id '111122223333' already has the maximum allowed number of images which is '10000'`,
      'push-refused',
      'never',
    ],
    ['writing blob: uploading layer chunked: StatusCode: 413, too large', 'push-refused', 'never'],
    ['writing blob: uploading layer chunked: received unexpected HTTP status: 500 Internal Server Error', 'push-network', 'again'],
    [`reading blob ${BLOB}: open image/blobs/sha256/${BLOB.slice(7)}: no such file or directory`, 'push-source', 'never'],
    [
      `writing blob: Patch "https://127.0.0.1:37411/v2/api/blobs/uploads/1": happened during read: Digest did not match, expected ${BLOB}, got ${BLOB}`,
      'push-source',
      'never',
    ],
    [
      'writing blob: Patch "https://127.0.0.1:37281/v2/api/blobs/uploads/1": write tcp 127.0.0.1:42830->127.0.0.1:37281: use of closed network connection',
      'push-network',
      'again',
    ],
    [
      'initializing source oci-archive:big.tar:: creating temp directory: untarring file "sm/oci1415137514": write sm/oci1415137514/blobs/sha256/f604: no space left on device',
      'push-disk',
      'never',
    ],
    ['writing blob: Post "https://127.0.0.1:5600/v2/api/blobs/uploads/": EOF', 'push-network', 'again'],
    ['writing manifest: Put "https://127.0.0.1:5600/v2/api/manifests/1.0": EOF', 'push-network', 'again'],
  ])('%s', (said, code, retry) => {
    expect(classifyFailure(log(said))).toMatchObject({ code, retry, said })
    expectAny(said, code, retry)
  })
})

describe('docker, provoked:', () => {
  test.each<Case>([
    ['Error response from daemon: failed to find image localhost/nope:1: localhost/nope:1: image not known', 'push-source', 'never'],
    ['Cannot connect to the Docker daemon at unix:///nowhere.sock. Is the docker daemon running?', 'push-source', 'never'],
    [
      `${REUSE}: checking whether a blob ${BLOB} exists in 127.0.0.1:5443/api: unauthorized: authentication required`,
      'push-denied',
      'once',
    ],
    [`${UPLOAD}: ${UNKNOWN}`, 'push-repository', 'never'],
    [`${UPLOAD}: ${DENIED}`, 'push-denied', 'never'],
    [
      `Uploading manifest failed, attempted the following formats: application/vnd.docker.distribution.manifest.v2+json(${MANIFEST}: ${IMMUTABLE} tag is immutable.), application/vnd.oci.image.index.v1+json(creating an updated image manifest: Unsupported conversion type: application/vnd.oci.image.index.v1+json)`,
      'push-immutable',
      'never',
    ],
    ['writing blob: Post "https://127.0.0.1:5600/v2/api/blobs/uploads/": EOF', 'push-network', 'again'],
  ])('%s', (said, code, retry) => {
    expectAny(`${said}\n`, code, retry)
  })
})

describe('reported:', () => {
  test.each<Case>([
    // Go gives the proxy's own words, https://cs.opensource.google/go/go/+/master:src/net/http/transport.go
    [`${PING}: Get "https://127.0.0.1:5600/v2/": Proxy Authentication Required`, 'push-network', 'never'],
    [`${IMMUTABLE} repository is immutable.`, 'push-immutable', 'never'],
    ['ImageTagAlreadyExistsException: The image tag exists.', 'push-immutable', 'never'],
    ['denied: Your authorization token has expired. Reauthenticate and try again.', 'push-denied', 'once'],
    ["denied: Your Authorization Token has expired. Please run 'aws ecr get-login' to fetch a new one.", 'push-denied', 'once'],
    ['denied: requested access to the resource is denied', 'push-denied', 'never'],
    ['no basic auth credentials', 'push-denied', 'once'],
    ['Error: No such image: api:1', 'push-source', 'never'],
    ['An image does not exist locally with the tag: api', 'push-source', 'never'],
    [`${UPLOAD}: toomanyrequests: Rate exceeded`, 'push-network', 'again'],
    [
      `FATA[0003] Error writing blob: Error initiating layer upload to /v2/api/blobs/uploads/: ${UNKNOWN}\nERRO[0003] exit status 1`,
      'push-repository',
      'never',
    ],
    ['received unexpected HTTP status: 429 Too Many Requests', 'push-network', 'again'],
    ['net/http: TLS handshake timeout', 'push-network', 'again'],
    ['read tcp 10.0.0.1:4242->192.0.2.1:443: read: connection reset by peer', 'push-network', 'again'],
    ['write tcp 10.0.0.1:4242->192.0.2.1:443: write: broken pipe', 'push-network', 'again'],
    ['Patch "https://x/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)', 'push-network', 'again'],
    ['dial tcp 192.0.2.1:443: i/o timeout', 'push-network', 'again'],
    ['writing blob: write /var/tmp/storage123: no space left on device', 'push-disk', 'never'],
    // Registries write their codes in capitals, and proxies their own words.
    ['received unexpected HTTP status: 400: MANIFEST_INVALID', 'push-refused', 'never'],
    ['error parsing HTTP 404 response body: NAME_UNKNOWN', 'push-repository', 'never'],
    ['dial tcp: lookup api.example: No such host', 'push-network', 'never'],
    ['flag provided but not defined: -digestfile', 'push-tool', 'never'],
    ['write /home/build/x: disk quota exceeded', 'push-disk', 'never'],
    ['initializing source oci:image:: open image/index.json: permission denied', 'push-source', 'never'],
    ['LimitExceededException: The operation did not succeed because it would have exceeded a service limit', 'push-refused', 'never'],
    ['received unexpected HTTP status: 413 Request Entity Too Large', 'push-refused', 'never'],
    ['something new', 'push-failed', 'never'],
    ['', 'push-failed', 'never'],
  ])('%s', (said, code, retry) => {
    expectAny(said, code, retry)
  })
})

test('the last fatal message counts, and not what was logged before', () => {
  const text = `time="x" level=info msg="connection reset by peer"\n${log(`${UPLOAD}: ${UNKNOWN}`)}`
  expect(classifyFailure(text).code).toBe('push-repository')
})

test('of two fatal messages the last one counts', () => {
  const { code, said } = classifyFailure(log(`${UPLOAD}: ${DENIED}`) + log(`${UPLOAD}: EOF`) + log(`${UPLOAD}: ${UNKNOWN}`))
  expect([code, said]).toEqual(['push-repository', `${UPLOAD}: ${UNKNOWN}`])
})

test('what is said is short and has nothing in it that a terminal obeys', () => {
  const { said } = classifyFailure(`\u001b[2J::error::${'x'.repeat(5_000)}`)
  expect(said.length).toBeLessThanOrEqual(600)
  expect(said).toContain('\\u{1b}')
})

test('what is said has no URL queries in it', () => {
  const { said } = classifyFailure(log('writing blob: Patch "https://x/v2/api/blobs/uploads/1?_state=gzOBWSjk%3D%3D": EOF'))
  expect(said).toBe('writing blob: Patch "https://x/v2/api/blobs/uploads/1?…": EOF')
})

test('where nothing is said on standard error, standard output counts', () => {
  expect(classifyFailure('\n', 'denied: no').code).toBe('push-denied')
})

test.each([
  ['a message without blanks', 'level=fatal msg=EOF\n', 'EOF'],
  ['a message in several lines', 'level=fatal msg="writing \\"a\\":\\nEOF"\n', 'writing "a": EOF'],
  ['the last three lines of plain text', 'one\ntwo\r\n\n  three \nfour\n \n', 'two three four'],
  ['nothing', '\n', 'nothing'],
  ['nothing in a fatal message', 'level=fatal msg=""', 'nothing'],
])('what is said is %s', (_, text, said) => {
  expect(classifyFailure(text).said).toBe(said)
})
