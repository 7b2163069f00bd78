/** The values by the key that `keyOf` gives each, in the order in which keys and values first stand. */
export declare function groupBy<K, T>(values: readonly T[], keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]>;
/** The same where a value may have several keys, and then stands under each of them. */
export declare function groupByEach<K, T>(values: readonly T[], keysOf: (value: T) => Iterable<K>): ReadonlyMap<K, readonly T[]>;
