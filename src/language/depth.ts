// Measures how deep a filter is nested before it is parsed, because the parser would overflow the stack.

import { tokenAt } from './token.ts'

/**
 * Returns where a filter is nested more than `most` levels deep, if anywhere. Each `not` and each parenthesis that opens a group adds a
 * level; the level of a `not` ends with its operand. The parenthesis of a list (`in (…)`) and the `not` of `not in` add none.
 */
export function findTooDeep(text: string, most: number): number | undefined {
  const outer: number[] = []
  let level = 0
  // Whether a `not` belongs to `not in` shows only at the next word.
  let pending = 0
  let last = { word: '', at: 0 }
  for (let at = 0, token = tokenAt(text, 0); token !== undefined; at += token.length, token = tokenAt(text, at)) {
    if (/^\s/.test(token)) continue
    const word = token.toLowerCase()
    if (word === 'in' && last.word === 'not') pending--
    if (level + pending > most) return last.at
    if (word === 'not') pending++
    if (word === '(') {
      outer.push(level)
      level += pending + (last.word === 'in' ? 0 : 1)
      pending = 0
    }
    if (word === ')') level = outer.pop() ?? 0
    if (word === ')' || word === 'and' || word === 'or') pending = 0
    last = { word, at }
  }
  return level + pending > most ? last.at : undefined
}
