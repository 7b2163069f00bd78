// What the orders of versions share: comparing numbers and lists.

import { compareText } from '../order.ts'

export type Sign = -1 | 0 | 1

/** Which of two versions is later; undefined if one of them cannot be read. */
export type Order = (a: string, b: string) => Sign | undefined

/** An order for versions that are first parsed; what cannot be parsed has no place in it. */
export function orderBy<T>(parse: (text: string) => T | undefined, compare: (a: T, b: T) => Sign): Order {
  return (a, b) => {
    const first = parse(a)
    const second = parse(b)
    return first === undefined || second === undefined ? undefined : compare(first, second)
  }
}

/** Compares whole numbers of any size. None at all is zero. */
export function compareDigits(a: string, b: string): Sign {
  const first = a.replace(/^0+/, '')
  const second = b.replace(/^0+/, '')
  return compareNumbers(first.length, second.length) || compareText(first, second)
}

export function compareNumbers(a: number, b: number): Sign {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares from left to right, up to the first difference. The shorter list goes on with undefined. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T | undefined, b: T | undefined) => Sign): Sign {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const sign = compare(a[i], b[i])
    if (sign !== 0) return sign
  }
  return 0
}

/** Compares lists of numbers; one that is not there is zero. */
export function compareDigitLists(a: readonly string[], b: readonly string[]): Sign {
  return compareLists(a, b, (a = '', b = '') => compareDigits(a, b))
}

/** A part of a version: its kind, where that decides, and what decides between parts of one kind. */
export interface Part {
  readonly rank: number
  readonly digits?: string
  readonly text?: string
}

/** Compares lists of parts; the rank of what is not there says what comes before the end, and what after it. */
export function comparePartLists(a: readonly Part[], b: readonly Part[], rankOfEnd: number): Sign {
  const end: Part = { rank: rankOfEnd }
  return compareLists(
    a,
    b,
    (a = end, b = end) =>
      compareNumbers(a.rank, b.rank) || compareDigits(a.digits ?? '', b.digits ?? '') || compareText(a.text ?? '', b.text ?? ''),
  )
}
