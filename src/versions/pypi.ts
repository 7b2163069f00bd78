// The order of Python's packages: epoch, release, pre-release, post-release, development release, local version.
// https://packaging.python.org/en/latest/specifications/version-specifiers/, which replaces PEP 440.

import { compareDigitLists, compareDigits, compareNumbers, comparePartLists, orderBy, type Part, type Sign } from './parts.ts'

const SHAPE = new RegExp(
  [
    /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)/,
    /(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?/,
    /(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?/,
    /(?:[-_.]?dev[-_.]?(\d*))?/,
    /(?:\+([a-z\d]+(?:[-_.][a-z\d]+)*))?$/,
  ]
    .map(({ source }) => source)
    .join(''),
)

const BEFORE_ALL = -1
const PRERELEASES = ['a', 'b', 'rc']
const SPELLINGS = new Map([
  ['alpha', 'a'],
  ['beta', 'b'],
  ['c', 'rc'],
  ['pre', 'rc'],
  ['preview', 'rc'],
])

const END = 0
const TEXT = 1
const NUMBER = 2

interface Version {
  readonly epoch: string
  readonly release: readonly string[]
  readonly prerelease: Part
  readonly post: string | undefined
  readonly dev: string | undefined
  readonly local: readonly Part[]
}

export const comparePypi = orderBy(parse, compare)

function parse(text: string): Version | undefined {
  const [, epoch = '', release, label, number = '', implicit, post = implicit, dev, local] = SHAPE.exec(text.toLowerCase()) ?? []
  if (release === undefined) return undefined
  return {
    epoch,
    release: release.split('.'),
    prerelease: { rank: rankOf(label, post, dev), digits: number },
    post,
    dev,
    local: local?.split(/[-_.]/).map(readLocal) ?? [],
  }
}

// A development release of the version itself comes before its pre-releases.
function rankOf(label: string | undefined, post: string | undefined, dev: string | undefined): number {
  if (label !== undefined) return PRERELEASES.indexOf(SPELLINGS.get(label) ?? label)
  return post === undefined && dev !== undefined ? BEFORE_ALL : PRERELEASES.length
}

function readLocal(part: string): Part {
  return /^\d+$/.test(part) ? { rank: NUMBER, digits: part } : { rank: TEXT, text: part }
}

function compare(a: Version, b: Version): Sign {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareDigitLists(a.release, b.release) ||
    comparePartLists([a.prerelease], [b.prerelease], END) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    comparePartLists(a.local, b.local, END)
  )
}

/** Compares numbers of which either may be missing, which puts its version before the others, or after them. */
function compareOptional(a: string | undefined, b: string | undefined, missing: -1 | 1): Sign {
  if (a !== undefined && b !== undefined) return compareDigits(a, b)
  return compareNumbers(a === undefined ? missing : 0, b === undefined ? missing : 0)
}
