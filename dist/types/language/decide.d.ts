import type { Plan } from './compile.ts';
import type { Fields } from './vocabulary.ts';
/** `known` holds the fields that are certain; any path that begins elsewhere is unknown (undefined). */
export declare function decide(plan: Plan, known: Fields): boolean | undefined;
