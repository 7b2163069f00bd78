/** The values by the key that `keyOf` gives each, in the order in which keys and values first stand. */
export function groupBy<K, T>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  return groupByEach(values, value => [keyOf(value)])
}

/** The same where a value may have several keys, and then stands under each of them. */
export function groupByEach<K, T>(values: readonly T[], keysOf: (value: T) => Iterable<K>): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const value of values) {
    for (const key of keysOf(value)) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [value])
      else group.push(value)
    }
  }
  return groups
}
