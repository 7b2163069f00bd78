import type { Diagnostic } from '../diagnostic.js';
/** What was read of a source, a part of it that was not seen, or that it was not asked for, which does not affect the verdict. */
export type Coverage = Read | Gap | NotRequested;
export type Read = Requested<'read'>;
export type Gap = Requested<'gap'>;
export type NotRequested = Covered<'not requested'> & {
    readonly origin: null;
};
/** In no value: it only tells the compiler that the fields of one state, spread out, do not make another. */
declare const made: unique symbol;
interface Covered<State extends string> {
    readonly [made]?: State;
    readonly source: 'findings' | 'events';
    /** The path, image URI or Region as given; null when this source was not requested. */
    readonly origin: string | null;
    readonly state: State;
    /** One sentence for a person. */
    readonly message: string;
    /** How many answers or events were read. */
    readonly records: number;
    /** The earliest and latest eventTime among the events read. */
    readonly firstTime: string | null;
    readonly lastTime: string | null;
    /** The time up to which the source is complete, ISO 8601: later events may not have arrived yet. Null where it is unknown. */
    readonly horizon: string | null;
    /** What was asked of CloudTrail's event history, or of a table; null where that was everything, and of other sources. */
    readonly asked: Asked | null;
    /** What could not be read, and where. */
    readonly diagnostics: readonly Diagnostic[];
}
/** The event sources of which all events were asked for, and names of events that were asked for in place of their whole source. */
export interface Asked {
    readonly eventSources: readonly string[];
    readonly eventNames: readonly string[];
    /** Whether only what a rule could match was asked for, whatever its source and its name are. */
    readonly matching?: true;
}
type Requested<State extends string> = Covered<State> & {
    readonly origin: string;
};
type Told = Pick<Gap, 'source' | 'origin' | 'message'>;
type Detail = Partial<Pick<Gap, 'records' | 'firstTime' | 'lastTime' | 'horizon' | 'asked' | 'diagnostics'>>;
/** All of what was asked of a source was seen. */
export declare function read(seen: Told & Detail): Read;
/** A part of what was asked of a source was not seen. */
export declare function gap(seen: Told & Detail): Gap;
/** The source was not asked for, or, as `why` says, there was nothing to ask it. */
export declare function notRequested(source: Coverage['source'], why?: string): NotRequested;
export {};
