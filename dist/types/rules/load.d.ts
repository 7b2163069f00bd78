import { type Diagnostic, type Place } from '../diagnostic.js';
import type { CompiledRule } from './compile.js';
import { type RuleFile } from './document.js';
import type { Exception } from './exception.js';
import type { Override, Rule, Where } from './rule.js';
export interface Loading {
    readonly rules: readonly Rule[];
    /** The same rules, ready to be applied: loading has parsed their filters. */
    readonly compiled: readonly CompiledRule[];
    readonly overrides: readonly Override[];
    readonly exceptions: readonly Exception[];
    readonly diagnostics: readonly Diagnostic[];
    /** Finds a place of a loaded rule, override or exception in its file; undefined for any other. */
    readonly placeOf: (owner: Rule | Override | Exception, where: Where) => Place | undefined;
}
/** Loads all rules, overrides and exceptions. If the diagnostics contain an error, the result is incomplete and must not be used. */
export declare function loadRules(files: readonly RuleFile[]): Loading;
