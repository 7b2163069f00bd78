import type { LiveKind } from '../events/live.js';
import type { Asking } from '../events/query.js';
import { type InspectorField } from '../image/intelligence.js';
import type { Segment } from '../language/ast.js';
import type { Plan } from '../language/compile.js';
import type { CompiledRule } from '../rules/compile.js';
import { type RuleSet } from './packs.js';
/** The sources of recorded events that can match an enabled rule; undefined when a rule may match events of any source. */
export declare function eventSourcesOf(rules: readonly CompiledRule[]): ReadonlySet<string> | undefined;
/** What must be read of recorded events: those of one event source, or of all sources. */
export interface Lookup {
    /** Undefined for all sources. */
    readonly eventSource: string | undefined;
    /** The only names that rules can match there, so that these are enough; undefined when a rule may match any. */
    readonly eventNames: ReadonlySet<string> | undefined;
    /** The ids of the rules that may match any. */
    readonly because: readonly string[];
}
/**
 * What must be read so that no event is missed that an enabled rule can match; nothing when no event can match one. `explaining` are names
 * of events that are read along with others of their source, although no rule matches them.
 */
export declare function lookupsOf(rules: readonly CompiledRule[], explaining?: (eventSource: string | undefined) => readonly string[]): readonly Lookup[];
/**
 * What the rules about recorded events ask for, and what decides besides: suppressions, exceptions, and by what events are grouped.
 * `explaining` are names of events that are read along, although no rule matches them.
 */
export declare function askingsOf({ compiled, exceptions }: Pick<RuleSet, 'compiled' | 'exceptions'>, explaining?: readonly string[]): readonly Asking[];
/**
 * The sources whose records must not contradict each other: those that can match an enabled rule, and those that one names, although
 * its other clauses rule them out. Undefined when a rule may match events of any source.
 */
export declare function doubtedSourcesOf(rules: readonly CompiledRule[]): ReadonlySet<string> | undefined;
/**
 * Whether an enabled rule looks at the lists of findings inside an image's own event. Only then are the lists kept as ECR sent
 * them: tens of thousands of findings would take more memory than everything else.
 */
export declare function needsLists(rules: readonly CompiledRule[]): boolean;
/** The fields that only Amazon Inspector has at which an enabled rule over findings or an exception looks. */
export declare function inspectorFieldsOf({ compiled, exceptions }: Pick<RuleSet, 'compiled' | 'exceptions'>): readonly InspectorField[];
/** What a rule looks at of the targets of events: nothing, only the ids that are recorded, or also what describes them. */
export type TargetNeed = 'nothing' | 'ids' | 'descriptions';
/** What a rule, or an exception for its alerts, looks at of the targets of events. */
export declare function targetNeedOf(compiled: CompiledRule, accepting?: readonly Plan[]): TargetNeed;
/** What filters look at of the targets of events. */
export declare function needOfPlans(plans: readonly Plan[]): TargetNeed;
/** Whether a rule about what is going on now, of this kind, or an exception for its alerts asks whose account it is. */
export declare function needsAccount({ compiled, exceptions }: Pick<RuleSet, 'compiled' | 'exceptions'>, kind: LiveKind): boolean;
/** Whether a path leads to what an event itself says of its targets: the id, and of a command how far it has come. */
export declare function isOfTheEvent([first, inner]: readonly Segment[]): boolean;
/** The tags of targets that a rule looks at; undefined if it looks at all of them. */
export declare function tagsAskedBy(compiled: CompiledRule): ReadonlySet<Segment> | undefined;
