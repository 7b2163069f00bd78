// The patterns that exceptions narrow with. They have two wildcards only, because a pattern with more of them could accept what its
// author did not mean: `!name` of other languages is everything else.
//
// All ways to match are followed at once, character by character, so that no text of a finding can make a match slow.

/**
 * Returns a test for strings that a pattern matches as a whole: `*` stands for any characters but `/`, `**` for any, and every other
 * character for itself.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const tokens = pattern.match(/\*+|[^*]/gu) ?? []
  const isStar = (position: number): boolean => tokens[position]?.startsWith('*') === true
  // A wildcard may stand for nothing.
  const reach = (positions: Set<number>, position: number): void => {
    for (let next = position; !positions.has(next); next++) {
      positions.add(next)
      if (!isStar(next)) return
    }
  }
  const step = (positions: ReadonlySet<number>, character: string): ReadonlySet<number> => {
    const next = new Set<number>()
    for (const position of positions) {
      if (!isStar(position)) {
        if (tokens[position] === character) reach(next, position + 1)
      } else if (tokens[position] !== '*' || character !== '/') reach(next, position)
    }
    return next
  }
  const start = new Set<number>()
  reach(start, 0)
  return text => {
    let positions: ReadonlySet<number> = start
    for (const character of text) {
      positions = step(positions, character)
      if (positions.size === 0) return false
    }
    return positions.has(tokens.length)
  }
}
