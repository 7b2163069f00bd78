import type { Vocabulary } from '../language/vocabulary.js';
export declare const CLOUDTRAIL_VOCABULARY: Vocabulary;
/** Events of findings are made here, so they are a closed world. */
export declare const FINDING_VOCABULARY: Vocabulary;
/** For a filter that is not bound to one type of event, as on the command line. */
export declare const VOCABULARY: Vocabulary;
