// Pairs of conditions in SQL, from above and from below, and how they are joined.

/** Two conditions that are true or false on every row: `upper` holds wherever what is meant holds, `lower` only where it does. */
export interface Bounds {
  readonly upper: string
  readonly lower: string
}

const TRUE = 'true'
const FALSE = 'false'

export const EVERY: Bounds = { upper: TRUE, lower: TRUE }
export const NEVER: Bounds = { upper: FALSE, lower: FALSE }
/** What SQL cannot tell. */
export const UNKNOWN: Bounds = { upper: TRUE, lower: FALSE }

/** A condition that says what is meant; where it is null, it counts as false. */
export function exactly(condition: string): Bounds {
  const known = isNeverNull(condition) ? condition : `coalesce(${condition}, false)`
  return { upper: known, lower: known }
}

const isNeverNull = (condition: string): boolean => condition === TRUE || condition === FALSE || /^[\w.]+ IS (?:NOT )?NULL$/.test(condition)

export function both(terms: readonly Bounds[]): Bounds {
  return { upper: join(terms, 'upper', 'AND', FALSE), lower: join(terms, 'lower', 'AND', FALSE) }
}

export function eitherOf(terms: readonly Bounds[]): Bounds {
  return { upper: join(terms, 'upper', 'OR', TRUE), lower: join(terms, 'lower', 'OR', TRUE) }
}

/** Where the upper bound of something does not hold, its opposite surely does. */
export function negate({ upper, lower }: Bounds): Bounds {
  return { upper: not(lower), lower: not(upper) }
}

/** Bounds of something that cannot be told where a doubt holds. */
export function unless(doubt: Bounds, bounds: Bounds): Bounds {
  return { upper: eitherOf([doubt, bounds]).upper, lower: both([negate(doubt), bounds]).lower }
}

function not(condition: string): string {
  if (condition === TRUE) return FALSE
  return condition === FALSE ? TRUE : `NOT (${condition})`
}

// The decisive value ends the list, and its opposite adds nothing to it.
function join(terms: readonly Bounds[], side: keyof Bounds, word: 'AND' | 'OR', decisive: string): string {
  const conditions = [...new Set(terms.map(term => term[side]))]
  if (conditions.includes(decisive)) return decisive
  const neutral = not(decisive)
  const left = conditions.filter(condition => condition !== neutral)
  if (left.length === 0) return neutral
  return left.length === 1 ? (left[0] as string) : `(${left.join(` ${word} `)})`
}

/** A text in SQL. A quote is doubled, and nothing else is special: a backslash stands for itself. */
export function quoteSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
