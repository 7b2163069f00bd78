// Reads JSON without losing digits. JSON.parse makes doubles of numbers, and a double holds about 17 digits: 9007199254740993 becomes
// 9007199254740992. Such a number is read as the text of its digits instead, which the filter language compares with numbers digit by
// digit, and which every output prints whole.

import { endOfText } from '../jsontext.ts'
import { isDouble } from '../language/decimal.ts'

// Nothing shorter can lose a digit. The test looks only behind what a number can follow, so it is quick; few records pass it.
const LONG = /(?:^|[:[,])\s*-?\d[\d.]{15}/
const NUMBER = /-?\d+(?:\.\d+)?(?![\d.eE+-])/g

/** Parses JSON like JSON.parse, and throws like it, but keeps every digit of its numbers. */
export function parseExactly(json: string): unknown {
  const value: unknown = JSON.parse(json)
  return LONG.test(json) ? JSON.parse(quoteLongNumbers(json)) : value
}

// Strings are skipped by searching for their end, because a regular expression would overflow the stack on long ones.
function quoteLongNumbers(json: string): string {
  const parts: string[] = []
  let from = 0
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = endOfText(json, quote + 1)
    parts.push(quoteLong(json.slice(from, quote)), json.slice(quote, end + 1))
    from = end + 1
  }
  return parts.join('') + quoteLong(json.slice(from))
}

function quoteLong(between: string): string {
  return between.replace(NUMBER, (text, at: number) => (/[\d.eE+-]/.test(between[at - 1] ?? '') || isDouble(text) ? text : `"${text}"`))
}
