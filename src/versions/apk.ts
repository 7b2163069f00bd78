// The order of Alpine's packages: numbers, a letter, suffixes, the hash of a commit, a revision.
// https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd

import { comparePartLists, orderBy, type Part } from './parts.ts'

const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']
const SHAPE = /^(\d+)((?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([\da-f]+))?(?:-r(\d+))?$/

// Where two versions go on differently, the kind that stands earlier in a version is the later version, except that the suffixes
// of a version that is not released yet come before its end.
const END = SUFFIXES.indexOf('')
const REVISION = END + 1
const HASH = END + 2
const NUMBER_OF_SUFFIX = END + 3
const SUFFIX = END + 4
const LETTER = SUFFIX + SUFFIXES.length
const NUMBER = LETTER + 1

export const compareApk = orderBy(parse, (a, b) => comparePartLists(a, b, END))

function parse(text: string): readonly Part[] | undefined {
  const [, first, more = '', letter = '', suffixes = '', hash, revision] = SHAPE.exec(text) ?? []
  if (first === undefined) return undefined
  return [
    { rank: NUMBER, digits: first },
    ...Array.from(more.matchAll(/\d+/g), ([digits]) => readNumber(digits)),
    { rank: LETTER, text: letter },
    ...Array.from(suffixes.matchAll(/_([a-z]+)(\d*)/g), ([, name = '', digits = '']) => readSuffix(name, digits)).flat(),
    ...(hash === undefined ? [] : [{ rank: HASH, text: hash }]),
    ...(revision === undefined ? [] : [{ rank: REVISION, digits: revision }]),
  ]
}

// After the first number, one with a leading zero is compared as text, as behind a decimal point.
function readNumber(digits: string): Part {
  return digits.startsWith('0') ? { rank: NUMBER, text: digits } : { rank: NUMBER, digits }
}

function readSuffix(name: string, digits: string): readonly Part[] {
  const place = SUFFIXES.indexOf(name)
  const suffix = { rank: place < END ? place : SUFFIX + place }
  return digits === '' ? [suffix] : [suffix, { rank: NUMBER_OF_SUFFIX, digits }]
}
