// The push of a run: to the given name, with a token from ECR, and read back by that name. The digest that was pushed is what
// is judged later, so moving the tag in the meantime changes nothing.

import type { Aws } from '../aws/client.ts'
import type { Tell } from '../diagnostic.ts'
import { type Ecr, openEcr } from '../ecr/calls.ts'
import { digestOf, getImages } from '../ecr/manifests.ts'
import { onlyOf, readDetail } from '../ecr/only.ts'
import { awaitTag, readTags } from '../ecr/promote.ts'
import { attempt, captureFault, Fault } from '../fault.ts'
import type { Push } from '../gate/release.ts'
import { readConfigDigest } from '../image/manifest.ts'
import { type ImageUri, parseImageUri, registryOf } from '../image/uri.ts'
import { own, ownList, ownText } from '../json.ts'
import type { Clock } from '../poll.ts'
import { formatPushSource, type PushSource } from '../settings/source.ts'
import { toIsoTime } from '../time.ts'
import { pushImage, type Tagged } from './push.ts'

/** What a push uses of the world outside the program. */
export interface Dependencies {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly now: () => Date
  readonly env: Readonly<Record<string, string | undefined>>
  readonly temporary: string
  readonly progress: (what: string, elapsed?: number) => void
  readonly tell: Tell
}

export interface Uploaded {
  readonly uri: ImageUri
  readonly push: Push
  /** Whether the image was not there before; an image that was there may be running somewhere. */
  readonly isNew: boolean
}

/** Pushes a source to an image's name. Returns the name with the digest. Throws a fault if the tag then does not name that digest. */
export async function uploadImage(
  aws: Aws,
  uri: ImageUri,
  source: PushSource,
  timeoutSeconds: number,
  dependencies: Dependencies,
): Promise<Uploaded> {
  const ecr = await openEcr(aws, uri)
  const { repositoryName, tag } = uri
  const registry = await chooseRegistry(ecr, uri, dependencies.env)
  const before = (await readTags(ecr, [tag ?? ''])).get(tag ?? '')
  const began = dependencies.now().getTime()
  const request = { source, registry, repositoryName, tag: tag ?? '', timeoutSeconds }
  const { digest, attempts, tool } = await pushImage(request, {
    ...dependencies,
    authorize: async () => (await readToken(ecr)).credentials,
    readTag: () => readTagged(ecr, tag ?? ''),
  })
  await readBack(ecr, tag ?? '', digest, dependencies.clock)
  const isNew = before !== digest && !(await isOlder(ecr, digest, began, dependencies.tell))
  return {
    uri: { ...uri, digest },
    isNew,
    push: { source: formatPushSource(source), image: `${registry}/${repositoryName}:${tag}`, digest, attempts, tool },
  }
}

// Usually the image's name has the host of the registry, whatever the account. Only if the API's endpoint is overridden, and not
// just by a VPC endpoint of ECR itself, is the registry at the address that comes with the token.
async function chooseRegistry(ecr: Ecr, { text }: ImageUri, env: Dependencies['env']): Promise<string> {
  const named = registryOf(text)
  const elsewhere = [env['AWS_ENDPOINT_URL'], env['AWS_ENDPOINT_URL_ECR']].some(url => url !== undefined && url !== '')
  if (!elsewhere) return named
  const { registry } = await readToken(ecr)
  return 'message' in parseImageUri(`${registry}/repository:tag`, NO_DEFAULTS) ? registry : named
}

const NO_DEFAULTS = { registryId: undefined, region: undefined }

interface Token {
  readonly registry: string
  readonly credentials: { readonly username: string; readonly password: string }
}

async function readToken(ecr: Ecr): Promise<Token> {
  const data = onlyOf(ownList(await ecr.getAuthorizationToken(), 'authorizationData'), 'the token for its registry')
  const token = own(data, 'authorizationToken')
  const text = typeof token === 'string' ? Buffer.from(token, 'base64').toString('utf8') : ''
  const colon = text.indexOf(':')
  const registry = (ownText(data, 'proxyEndpoint') ?? '').replace(/^https?:\/\//, '').replace(/\/$/, '')
  if (colon < 1 || registry === '') throw new Fault('aws-answer', { message: 'ECR gave no token for its registry' })
  return { registry, credentials: { username: text.slice(0, colon), password: text.slice(colon + 1) } }
}

// Read only after a push that failed. That failure says more than that this could not be read.
async function readTagged(ecr: Ecr, imageTag: string): Promise<Tagged | undefined> {
  const given = await captureFault(() => getImages(ecr, [{ imageTag }]))
  const [image] = given instanceof Fault ? [] : given
  if (image?.kind !== 'image' || image.digest === undefined) return undefined
  const { digest, text } = image
  return { digest, config: text !== undefined && digestOf(text) === digest ? readConfigDigest(text) : undefined }
}

async function readBack(ecr: Ecr, tag: string, digest: string, clock: Clock): Promise<void> {
  const named = await awaitTag(ecr, tag, digest, clock)
  if (named === digest) return
  const found = named === undefined ? 'ECR does not know the tag' : `the tag now names ${named}`
  const help = 'something else pushes to the same tag; give each build its own tag, such as its commit'
  throw new Fault('aws-answer', { message: `${digest} was pushed, but ${found}`, help })
}

// How far ECR's clock and ours may differ, in milliseconds.
const TOLERANCE = 60_000

// An image whose age cannot be read counts as older, because an older one is never deleted.
async function isOlder(ecr: Ecr, digest: string, began: number, tell: Tell): Promise<boolean> {
  const detail = await attempt(tell, () => readDetail(ecr, digest))
  const pushedAt = toIsoTime(own(detail, 'imagePushedAt'))
  return pushedAt === null || Date.parse(pushedAt) < began - TOLERANCE
}
