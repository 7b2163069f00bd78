import type { Acceptance } from '../../image/decision.js';
import type { Finding } from '../../image/finding.js';
import type { Image } from '../../image/image.js';
import type { Fields } from '../../json.js';
import { type Plan } from '../../language/compile.js';
import type { CompiledRule } from '../../rules/compile.js';
import { type Exception } from '../../rules/exception.js';
import type { Match } from '../alert.js';
/** Takes the events of a rule that an exception accepts. */
export interface AlertAcceptance {
    /** Where the exception is written: `exceptions.yml:3:5`. */
    readonly at: string;
    readonly plan: Plan;
    readonly take: (match: Match, image: Image | undefined) => void;
}
/** What an exception did in a run. */
export interface ExceptionOutcome {
    readonly exception: Exception;
    /** `not judged`: the image or the events that it is about were not read completely, so that it may have its use. */
    readonly state: 'used' | 'unused' | 'expired' | 'not judged';
    /** How many findings it accepted, of all images. */
    readonly findings: number;
    /** How many events it took out. */
    readonly events: number;
    /** The first of these events. */
    readonly taken: readonly Pick<Match, 'time' | 'title'>[];
    /** The URIs of the images that have these findings. */
    readonly images: readonly string[];
}
export interface Exceptions {
    /** Finds the exception that accepts a finding of an image. `toEvent` makes the event of a finding. */
    readonly accept: (finding: Finding, image: Image, toEvent: (finding: Finding) => Fields) => Acceptance | undefined;
    readonly alertsOf: (rule: CompiledRule) => readonly AlertAcceptance[];
    readonly outcomes: (seen: Seen) => readonly ExceptionOutcome[];
}
/** What was read of a run. */
interface Seen {
    readonly images: readonly Image[];
    /** Whether recorded events were read, and all of them. */
    readonly events: boolean;
}
/** Starts to apply exceptions at a time, in milliseconds since 1970. Their order has no effect. */
export declare function startExceptions(exceptions: readonly Exception[], now: number): Exceptions;
export {};
