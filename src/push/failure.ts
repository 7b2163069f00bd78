// Classifies the final error message of skopeo or docker: whose mistake it was, how to cure it, and whether to try again.
//
// Exit codes say nothing (every failure is 1), so the message has to. The rows are tried in order: permanent failures before
// transient ones, and failures of the source before those of the network, because a truncated archive ends in "unexpected EOF"
// just as a lost connection does.

import { listActions } from '../aws/permissions.ts'
import { listOf } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import type { PushCode } from '../fault.ts'
import { REFUSED_BY_PROXY } from '../process/network.ts'

export interface Failure {
  readonly code: PushCode
  /** `once` if a new token may help. */
  readonly retry: 'never' | 'once' | 'again'
  readonly what: string
  readonly help: string
  /** The tool's own words, safe to show. */
  readonly said: string
}

type Row = readonly [pattern: RegExp, code: PushCode, retry: Failure['retry'], what: string, help: string]

const LONGEST_SAID = 600

/** The query of a URL, which may carry state and signatures and so is not shown. */
const QUERY = /\?[\w%&=.+~-]+/g
const SOURCE =
  /initializing source|Invalid source name|determining manifest MIME type for (?:docker|oci|containers)|failed to find image|no such image|does not exist locally/i

const LOCAL: readonly Row[] = [
  [
    /unknown (?:shorthand )?flag|flag provided but not defined/i,
    'push-tool',
    'never',
    'the push tool does not support an option that is needed',
    'install a newer skopeo (1.6 or later)',
  ],
  [
    /no space left on device|disk quota exceeded/i,
    'push-disk',
    'never',
    'the disk is full',
    'free space where archives are unpacked, or set TMPDIR to a folder with more space',
  ],
  [
    /cannot connect to the docker daemon|permission denied while trying to connect|error during connect/i,
    'push-source',
    'never',
    "docker's daemon cannot be reached",
    'start it, check that DOCKER_HOST or the docker context names its socket and that this user may use it, or push a docker-archive',
  ],
]

// Tried only if the message is about the source.
const OF_SOURCE: readonly Row[] = [
  [
    /more than one image/i,
    'push-source',
    'never',
    'the source contains several images',
    'name one by its reference, as in oci:FOLDER:REFERENCE',
  ],
  [
    /no descriptor found|tag \S+ not found|image not known|no such image|not an image|failed to find image|does not exist locally/i,
    'push-source',
    'never',
    'the source does not contain this image',
    'check its name and tag: docker images, podman images, or index.json of an OCI layout',
  ],
  [
    /no such file or directory/i,
    'push-source',
    'never',
    'there is no such file or folder to push',
    'check the path; it is relative to the working directory',
  ],
  [/permission denied/i, 'push-source', 'never', 'permission to read the source is missing', 'let this user read it'],
  [
    /.*/s,
    'push-source',
    'never',
    'the source is incomplete, or not of the stated kind',
    'docker-archive is what docker save writes, oci a folder with index.json, oci-archive a tar file of one; save it again',
  ],
]

const ALLOW = `allow ${listOf(listActions(['push'], 'registry'))} on *, and ${listOf(listActions(['push'], 'repository'))} on the repository`
const CREDENTIALS = 'the registry rejects the credentials'
const REACH = 'check the network and the proxy (HTTPS_PROXY, NO_PROXY), then run it again'

const OF_REGISTRY: readonly Row[] = [
  [/proxy authentication required/i, 'push-network', 'never', REFUSED_BY_PROXY.what, REFUSED_BY_PROXY.help],
  [
    /digest did not match|does not match the manifest|reading (?:config )?blob .*(?:no such file|unexpected EOF)|\/blobs\/sha256\/\S+: no such file|layer tarball.*not found/i,
    'push-source',
    'never',
    'the source is damaged: its content is not what its manifest says',
    'build or save the image again',
  ],
  [/authorization token has expired/i, 'push-denied', 'once', CREDENTIALS, `check whose credentials these are; ${ALLOW}`],
  [
    /\bdenied: |not authorized to perform|requested access to the resource is denied|insufficient_scope/i,
    'push-denied',
    'never',
    'the push is denied',
    ALLOW,
  ],
  [
    // skopeo does not show the registry's message, so an expired token looks like this too.
    /unauthorized|authentication required|no basic auth credentials|invalid username\/password|(?:status|code)\D{0,20}40[13]\b|40[13] \(?(?:Forbidden|Unauthorized)/i,
    'push-denied',
    'once',
    CREDENTIALS,
    `check whose credentials these are; ${ALLOW}`,
  ],
  [
    /name unknown|name_unknown|repository .* does not exist/i,
    'push-repository',
    'never',
    'there is no such repository',
    'create the repository first (aws ecr create-repository), or check its name, the account and the Region',
  ],
  [
    /\b(?:tag|repository) is immutable|TagAlreadyExists/i,
    'push-immutable',
    'never',
    'the tag already exists and cannot be moved',
    'push under a new tag, such as the commit, or judge the existing image',
  ],
  [
    /maximum allowed number|limit ?exceeded|StatusCode: 413|entity too large/i,
    'push-refused',
    'never',
    'a limit of the registry was reached',
    'delete images with a lifecycle policy, make layers smaller, or ask AWS for a higher limit',
  ],
  [
    /manifest invalid|manifest_invalid|\bunsupported: |StatusCode: 415|unsupported manifest|manifest type|Unsupported conversion|cannot be preserved|Would invalidate|would change the manifest/i,
    'push-refused',
    'never',
    'the registry rejects this kind of manifest',
    'build the image as an OCI or docker image, schema 2; another entry of an index, such as an attestation, may be the cause',
  ],
  [
    /x509|certificate|HTTP response to HTTPS client|first record does not look like a TLS handshake/i,
    'push-network',
    'never',
    "the registry's certificate is not trusted",
    "check the host; behind a proxy that inspects TLS, give the certificate of its authority in AWS_CA_BUNDLE or SSL_CERT_FILE, and docker's daemon its own",
  ],
  [/no such host/i, 'push-network', 'never', "the registry's host name cannot be resolved", 'check the account, the Region and DNS'],
  [
    /toomanyrequests|too many requests|\b429\b|rate exceeded|throttl/i,
    'push-network',
    'again',
    'the registry throttled the push on every attempt',
    'push fewer images at once, or run it again later',
  ],
  [
    /\b5\d\d \(?[A-Z]|status:? 5\d\d|StatusCode: 5\d\d|internal server error|service unavailable|bad gateway|blob upload (?:unknown|invalid)/i,
    'push-network',
    'again',
    'the registry failed on every attempt',
    'run it again later',
  ],
  [
    /connection (?:reset|refused|timed out)|broken pipe|\bEOF\b|timeout|deadline exceeded|TLS handshake|no route to host|network is unreachable|closed network connection|server misbehaving|temporary failure|goaway|stream error|http2: /i,
    'push-network',
    'again',
    'the connection to the registry was lost on every attempt',
    REACH,
  ],
]

/** Classifies a failure by the tool's standard error, or by its standard output if that is empty. */
export function classifyFailure(err: string, out = ''): Failure {
  const words = lastWords(err.trim() === '' ? out : err)
  const rows = [...LOCAL, ...(SOURCE.test(words) ? OF_SOURCE : OF_REGISTRY)]
  const said = printable(words.replace(QUERY, '?…'), LONGEST_SAID)
  const row = rows.find(([pattern]) => pattern.test(words))
  if (row === undefined)
    return {
      code: 'push-failed',
      retry: 'never',
      what: 'the push failed',
      help: 'run it again; the same push by hand shows all that the tool says',
      said: said || 'nothing',
    }
  const [, code, retry, what, help] = row
  return { code, retry, what, help, said: said || 'nothing' }
}

const FATAL = /level=fatal msg=(?:"((?:[^"\\]|\\.)*)"|(\S+))/gs

// skopeo ends with a fatal log line, docker with plain text. Earlier lines may be about problems that were overcome.
function lastWords(text: string): string {
  const fatal = [...text.matchAll(FATAL)].at(-1)
  if (fatal !== undefined) return (fatal[1] ?? fatal[2] ?? '').replace(/\\n/g, ' ').replace(/\\(["\\])/g, '$1')
  const lines = text.split(/[\r\n]+/).map(line => line.trim())
  return lines
    .filter(line => line !== '')
    .slice(-3)
    .join(' ')
}
