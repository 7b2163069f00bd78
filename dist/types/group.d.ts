/** The values by the key that `keyOf` gives each, in the order in which keys and values first stand. */
export declare function groupBy<K, T>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]>;
