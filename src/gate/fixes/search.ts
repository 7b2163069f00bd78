// Finds a smallest set of numbers for which something holds. How many there are is in the hands of whoever built the image, so the
// search has a limit; what it returns always holds, and it says whether it is certain that nothing smaller does.

/** A set, in order, and whether it is certain that no smaller one is good. */
export interface Smallest {
  readonly chosen: readonly number[]
  readonly isSmallest: boolean
}

/** How the search may go about it. */
export interface Search {
  /** How often it may ask. */
  readonly most: number
  /** Whether a set stays good when something is added to it. */
  readonly isMonotone: boolean
}

/**
 * Returns a smallest good set of the numbers below `count`, all of which together are good. Among sets of one size it prefers
 * small numbers.
 */
export function findSmallest(count: number, isGood: (chosen: readonly number[]) => boolean, { most, isMonotone }: Search): Smallest {
  let left = most
  const ask = (chosen: readonly number[]): boolean => {
    left--
    return isGood(chosen)
  }
  const all = [...Array(count).keys()]
  // Without one of these not even all others are good.
  const needed = isMonotone && count < most ? all.filter(one => !ask(all.filter(each => each !== one))) : []
  if (isMonotone && count < most && ask(needed)) return { chosen: needed, isSmallest: true }
  const others = all.filter(each => !needed.includes(each))
  const withNeeded = (some: readonly number[]): readonly number[] => [...needed, ...some].sort((a, b) => a - b)

  let some: readonly number[] = others
  for (let size = Math.ceil(others.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = some.length; end > 0 && left > 0; end -= size) {
      const without = [...some.slice(0, Math.max(0, end - size)), ...some.slice(end)]
      if (ask(withNeeded(without))) some = without
    }
  }
  for (let size = 0; size < some.length; size++) {
    for (const fewer of chooseFrom(others, size)) {
      if (left <= 0) return { chosen: withNeeded(some), isSmallest: false }
      if (ask(withNeeded(fewer))) return { chosen: withNeeded(fewer), isSmallest: true }
    }
  }
  return { chosen: withNeeded(some), isSmallest: true }
}

/** All choices of so many, those of the first ones first. */
function* chooseFrom(from: readonly number[], size: number): Generator<readonly number[]> {
  if (size === 0) yield []
  else
    for (let i = 0; i <= from.length - size; i++)
      for (const rest of chooseFrom(from.slice(i + 1), size - 1)) yield [from[i] as number, ...rest]
}
