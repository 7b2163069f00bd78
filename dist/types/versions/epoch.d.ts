import { type Order, type Sign } from './parts.ts';
/** An order by epoch, version and release. `shape` captures the three; a missing one is an empty text. */
export declare function orderByEpoch<T>(shape: RegExp, split: (text: string) => T, compare: (a: T, b: T) => Sign): Order;
