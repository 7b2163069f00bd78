// Parses the names of images: of those under judgement, and of those that they are built on.

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { type ImageUri, parseImageUri } from '../image/uri.ts'
import { regionIn } from './references.ts'
import { isProblem, type List, readList } from './values.ts'

type Env = Readonly<Record<string, string | undefined>>

const IMAGE_SHAPE = 'registry/repository:tag'

/** Reads the names of images, of which one without a registry is in that of the account. */
export function readImages(
  given: readonly string[],
  registryId: string | undefined,
  env: Env,
): { readonly value: readonly ImageUri[]; readonly problems: readonly Problem[] } {
  const { images, problems } = parseImages(given, IMAGE_SHAPE, registryId, env)
  const foreign = images.filter(image => registryId !== undefined && image.registryId !== registryId)
  return {
    value: images,
    problems: [
      ...problems,
      ...foreign.map(({ text }) =>
        usageProblem(`image ${quote(text)} is not in account ${registryId}`, 'registry-id names the account of all images'),
      ),
    ],
  }
}

function parseImages(
  given: readonly string[],
  shape: string,
  registryId: string | undefined,
  env: Env,
): { readonly images: readonly ImageUri[]; readonly problems: readonly Problem[] } {
  const list = readImageList(given, shape)
  const read = list.items.map(text => parseImageUri(text, { registryId, region: regionIn(env) }))
  const images = read.flatMap(image => (isProblem(image) ? [] : [image]))
  return {
    images: images.filter((image, i) => images.findIndex(other => other.text === image.text) === i),
    problems: [...list.problems, ...read.filter(isProblem)],
  }
}

const BASE_SHAPE = 'registry/repository:tag@sha256:…'

/** The tag of a base image may name another one by now, and nothing in an image says for certain which one it was built on. */
export function readBaseImages(
  given: readonly string[],
  registryId: string | undefined,
  env: Env,
): { readonly value: readonly ImageUri[]; readonly problems: readonly Problem[] } {
  const { images, problems } = parseImages(given, BASE_SHAPE, registryId, env)
  return {
    value: images.filter(({ digest }) => digest !== null),
    problems: [
      // What is wrong with a name does not say whose name it is.
      ...problems.map(problem =>
        problem.message.startsWith('{setting}') ? problem : { ...problem, message: `{setting} names no base image: ${problem.message}` },
      ),
      ...images
        .filter(({ digest }) => digest === null)
        .map(({ text }) =>
          usageProblem(
            `{setting} cannot be ${quote(text)}: it needs the digest that the image was built on, because the tag may name another one by now`,
            `write ${BASE_SHAPE}: the digest of the FROM line of the Dockerfile, or what docker buildx imagetools inspect ${text} shows right before the build`,
          ),
        ),
    ],
  }
}

// Where one of several expressions is empty, a blank or an empty line would hide it, and the image that it was to name would not be judged.
function readImageList(given: readonly string[], shape: string): List {
  const list = readList(given, shape)
  if (given.join('').trim().startsWith('[')) return list
  const lines = given.filter(word => word !== '').flatMap(word => word.split('\n'))
  const hiding = lines.find(line => /^\s*$|[^\s,]\s+[^\s,]/.test(line))
  if (hiding === undefined) return list
  const help = 'an expression in it may be empty; write one image per line, commas between them, or a JSON list'
  const what = hiding.trim() === '' ? 'an empty line' : `a blank in ${quote(hiding)}`
  return { items: [], problems: [usageProblem(`{setting} has ${what}`, help)] }
}
