// The source of an image that is to be pushed, in skopeo's notation: `docker-daemon:api:1.4.2`, `oci:build/image`.
//
// The kind is never guessed: the same text may name a file, a folder and an image of the daemon. After a wrong guess, the wrong
// image would be pushed and judged.

import { didYouMean, type Problem, quote, suggest, usageProblem } from '../diagnostic.ts'
import { isDigest, isTag } from '../image/uri.ts'

export type PushSource = NamedSource | FileSource

/** An image in a daemon or a store, by its name with a tag or a digest. */
export interface NamedSource {
  readonly kind: 'docker-daemon' | 'containers-storage'
  readonly name: string
}

/** An image in a file or a folder; `reference` says which one if there are several. */
export interface FileSource {
  readonly kind: 'docker-archive' | 'oci' | 'oci-archive'
  readonly path: string
  readonly reference: string | null
}

const FORMS = {
  'docker-daemon': 'docker-daemon:NAME:TAG',
  'docker-archive': 'docker-archive:FILE[:NAME:TAG]',
  oci: 'oci:FOLDER[:REFERENCE]',
  'oci-archive': 'oci-archive:FILE[:REFERENCE]',
  'containers-storage': 'containers-storage:NAME:TAG',
} as const satisfies Record<PushSource['kind'], string>

const KINDS = Object.keys(FORMS) as readonly PushSource['kind'][]
const ANY_FORM = `write one of ${Object.values(FORMS).join(', ')}`

// The grammar of names: https://github.com/distribution/reference
const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const NAME = new RegExp(`^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\\d{1,5})?/)?${PART}(?:/${PART})*$`)
const REFERENCE = /^[\w@/][\w.:@/+-]{0,511}$/
const FILE = /^\.{0,2}\/|\.(?:tar|tgz|tar\.\w+)$/

/** Parses a source. A problem says what is wrong and which forms there are. */
export function parsePushSource(text: string): PushSource | Problem {
  if (text.trim() === '') return usageProblem('the source of the push is empty', ANY_FORM)
  if (/\p{Cc}/u.test(text)) return usageProblem(`source ${quote(text)} has a line break or a control character in it`, ANY_FORM)
  if (text !== text.trim()) return usageProblem(`source ${quote(text)} has leading or trailing whitespace`, 'remove it')
  if (text.startsWith('-')) return usageProblem(`source ${quote(text)} begins with "-", like an option`, ANY_FORM)
  const colon = text.indexOf(':')
  const kind = KINDS.find(each => each === text.slice(0, Math.max(0, colon)))
  if (kind === undefined) return explainKind(text, colon)
  const rest = text.slice(colon + 1)
  if (rest === '') return usageProblem(`source ${quote(text)} names no image`, `write ${FORMS[kind]}`)
  if (rest.startsWith('-'))
    return usageProblem(`${quote(rest)} in source ${quote(text)} begins with "-"`, 'write such a file name as ./-NAME')
  return kind === 'docker-daemon' || kind === 'containers-storage' ? readNamed(kind, text, rest) : readFile(kind, text, rest)
}

/** The source in skopeo's notation. */
export function formatPushSource(source: PushSource): string {
  if ('name' in source) return `${source.kind}:${source.name}`
  return `${source.kind}:${source.path}${source.reference === null ? '' : `:${source.reference}`}`
}

function readNamed(kind: NamedSource['kind'], text: string, name: string): PushSource | Problem {
  const help = `write ${FORMS[kind]}`
  if (name.startsWith('//')) return usageProblem(`source ${quote(text)} has "//" after its kind`, help)
  const [tagged = '', digest, ...more] = name.split('@')
  if (digest !== undefined)
    return more.length === 0 && isName(tagged) && isDigest(digest)
      ? { kind, name }
      : usageProblem(`${quote(name)} is not a valid image name`, help)
  const { path, tag } = splitTag(name)
  if (!isName(path))
    return usageProblem(`${quote(path)} is not a valid image name`, `${help}; a name has no capital letters after its host`)
  if (tag === undefined) return usageProblem(`source ${quote(text)} has no tag`, `write ${kind}:${path}:TAG; no tag is assumed`)
  if (!isTag(tag)) return usageProblem(`${quote(tag)} in source ${quote(text)} is not a valid tag`, help)
  return { kind, name }
}

function readFile(kind: FileSource['kind'], text: string, rest: string): PushSource | Problem {
  const colon = rest.indexOf(':')
  const path = colon < 0 ? rest : rest.slice(0, colon)
  const reference = colon < 0 ? null : rest.slice(colon + 1)
  const help = `write ${FORMS[kind]}; a path has no ":" in it`
  if (path === '') return usageProblem(`source ${quote(text)} names no ${kind === 'oci' ? 'folder' : 'file'}`, help)
  if (reference !== null && !REFERENCE.test(reference))
    return usageProblem(`${quote(reference)} in source ${quote(text)} is not a valid image reference`, help)
  return { kind, path, reference }
}

// The tag follows the last colon, unless that colon is the port's.
function splitTag(name: string): { readonly path: string; readonly tag: string | undefined } {
  const colon = name.lastIndexOf(':')
  return colon < 0 || name.includes('/', colon)
    ? { path: name, tag: undefined }
    : { path: name.slice(0, colon), tag: name.slice(colon + 1) }
}

function isName(text: string): boolean {
  return text.length <= 255 && NAME.test(text)
}

// A source without a known kind is most often an image of the daemon, a file, or a typing error.
function explainKind(text: string, colon: number): Problem {
  const word = text.slice(0, Math.max(0, colon))
  const { path, tag } = splitTag(text)
  if (text.startsWith('docker://')) {
    return usageProblem(
      `source ${quote(text)} is already in a registry`,
      `pull it first and name it as docker-daemon:NAME:TAG; ${ANY_FORM}`,
    )
  }
  if (suggest(word, KINDS) !== undefined)
    return usageProblem(`${quote(word)} is not a kind of source`, `${didYouMean(word, KINDS)} ${ANY_FORM}`)
  if (FILE.test(text)) return usageProblem(`source ${quote(text)} does not name its kind`, `write ${fileForms(text)}`)
  if (isName(path) && (tag === undefined || isTag(tag))) {
    const meant = `docker-daemon:${path}:${tag ?? 'TAG'}`
    return usageProblem(
      `source ${quote(text)} does not name its kind`,
      `write ${meant} for an image of docker's daemon; otherwise ${ANY_FORM}`,
    )
  }
  return usageProblem(colon < 0 ? `source ${quote(text)} does not name its kind` : `${quote(word)} is not a kind of source`, ANY_FORM)
}

function fileForms(text: string): string {
  const [path = ''] = text.split(':')
  return path.includes('.t')
    ? `docker-archive:${path} (docker save) or oci-archive:${path}`
    : `oci:${path} (a folder), docker-archive:${path} (docker save) or oci-archive:${path}`
}
