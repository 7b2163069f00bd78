import { type Diagnostic, type Place } from '../diagnostic.js';
import type { LiveKind } from '../events/live.js';
import { type CompiledRule } from '../rules/compile.js';
import type { Exception } from '../rules/exception.js';
import type { Loading } from '../rules/load.js';
import type { Stored } from '../rules/reference.js';
import { type Override, type Rule, type Where } from '../rules/rule.js';
import { type Tuned } from './overrides.js';
import { type SeveritySettings } from './severities.js';
import type { BoundFile } from './vex/bound.js';
/** The rules of the packs: those in use, and the rest, which overrides may still name. */
export interface PackRules {
    readonly used: readonly Rule[];
    readonly unused: readonly Rule[];
}
/** The contents of the user's files. */
export type UserRules = Pick<Loading, 'compiled' | 'overrides' | 'exceptions' | 'placeOf'>;
export interface RuleSet {
    readonly rules: readonly Rule[];
    /** The same rules, ready to be applied. */
    readonly compiled: readonly CompiledRule[];
    /** The ids of replaced rules, each with the file of the rule that replaces it. */
    readonly replaced: readonly {
        readonly id: string;
        readonly by: string;
    }[];
    readonly tuned: readonly Tuned[];
    readonly exceptions: readonly Exception[];
    /** The files of VEX; undefined where none can have been read. */
    readonly vex?: readonly BoundFile[];
    /** Problems of overrides and exceptions, and of rules as the user changed them. */
    readonly diagnostics: readonly Diagnostic[];
    /** What of it was read from Parameter Store or S3; undefined where nothing can have been. */
    readonly stored?: StoredRules;
}
/** What is of the policy: the policy itself and files of rules; and files of exceptions, which are no policy. */
export interface StoredRules {
    readonly ofPolicy: readonly Stored[];
    readonly ofExceptions: readonly Stored[];
}
export interface Combination extends RuleSet {
    /** The rules of the packs in use and of the user, before replacement and overrides. */
    readonly written: readonly Rule[];
    readonly overrides: readonly Override[];
    /** Finds a place of a rule in force: in the file of the rule, or of the override that wrote it. */
    readonly placeOf: (rule: Rule, where: Where) => Place | string;
}
/**
 * Combines the user's rules with the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, because an
 * export from Threat Stack has its own ids. Then overrides tune whatever rule is in force. `fail-on` or
 * `max-findings` replaces all Severity rules, whoever wrote them, and overrides of them have no effect.
 */
export declare function combineRules({ used, unused }: PackRules, own: UserRules, settings?: SeveritySettings): Combination;
/** What a run is asked to judge. */
export interface Asked {
    readonly findings: boolean;
    readonly events: boolean;
    /** What is read of Systems Manager as it is now; undefined where nothing can be, as in a judgement of recorded files. */
    readonly live: readonly LiveKind[] | undefined;
}
/** Reports why rules cannot judge what was asked: a gate whose rules cannot see it would always be green. */
export declare function checkRuleSet({ compiled, rules, placeOf }: Pick<Combination, 'compiled' | 'rules' | 'placeOf'>, asked: Asked): readonly Diagnostic[];
/** Whether an enabled rule is about what is going on now, of this kind. */
export declare function looksAt(rules: readonly Rule[], kind: LiveKind): boolean;
/** Whether a rule is about recorded events. Those of settings are not: they are about the image under judgement. */
export declare function watchesEvents(rule: Rule): boolean;
