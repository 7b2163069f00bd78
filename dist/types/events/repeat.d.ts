import { type Fields } from '../json.ts';
/**
 * Says of each event whether it repeats an earlier one; with a number that stands for its content, another content under the same
 * eventID is no repetition. At most `most` ids of each kind are remembered.
 */
export declare function startRepeats(most?: number): (event: Fields, content?: number) => boolean;
