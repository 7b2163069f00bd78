// A choice among a few words, as people write it.

/** The choice that a text names, in any letter case; undefined if it names none. */
export function readChoice<T extends string>(text: unknown, choices: readonly T[]): T | undefined {
  if (typeof text !== 'string') return undefined
  const folded = text.toLowerCase()
  return choices.find(choice => choice.toLowerCase() === folded)
}
