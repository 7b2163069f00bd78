import type { Finding } from './finding.ts';
import type { Page } from './page.ts';
/** Returns the names that the basic findings of these pages lack, all of them; empty for an enhanced scan. */
export declare function findLacks(pages: readonly Page[]): readonly string[];
/** The same of basic findings by themselves. */
export declare function lacksOf(basic: readonly Finding[]): readonly string[];
