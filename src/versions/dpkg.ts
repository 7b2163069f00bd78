// The order of Debian's packages: epoch, upstream version, revision.
// https://www.debian.org/doc/debian-policy/ch-controlfields.html#version

import { compareText } from '../order.ts'
import { orderByEpoch } from './epoch.ts'
import { compareDigits, compareLists, type Sign } from './parts.ts'

const SHAPE = /^(?!.*-$)(?:(\d+):)?([A-Za-z\d.+~-]+?)(?:-([A-Za-z\d.+~]+))?$/

/** A stretch of other characters, and the number that follows it. */
type Stretch = readonly [text: string, digits: string]

export const compareDpkg = orderByEpoch(SHAPE, split, compareStretches)

function split(text: string): readonly Stretch[] {
  return Array.from(text.matchAll(/(\D*)(\d*)/g), ([, text = '', digits = '']) => [sortable(text), digits])
}

const END = '\x01'
const NOTHING: Stretch = [END, '']

// A tilde comes before the end, which comes before letters, which come before everything else.
function sortable(text: string): string {
  return text.replace(/[^A-Za-z]/g, sign => (sign === '~' ? '\0' : String.fromCharCode(0x100 + sign.charCodeAt(0)))) + END
}

function compareStretches(a: readonly Stretch[], b: readonly Stretch[]): Sign {
  return compareLists(a, b, (a = NOTHING, b = NOTHING) => compareText(a[0], b[0]) || compareDigits(a[1], b[1]))
}
