import type { Image } from '../image/image.ts';
import { type Fields } from '../json.ts';
import { type Plan } from '../language/compile.ts';
import { type CompiledRule } from '../rules/compile.ts';
/** What was not seen, in one sentence. It is a gap if the rule could have blocked, otherwise a note. */
export interface Unseen {
    readonly kind: 'gap' | 'note';
    readonly text: string;
}
/** Returns what an enabled rule over findings could not see of an image, if anything. */
export declare function findUnseen(compiled: CompiledRule, image: Image): Unseen | undefined;
/**
 * Returns what the enabled CloudTrail rules could not see of an image, because they look at the list of the other kind of scan. It is no
 * gap where a CloudTrail rule that fails looks at the list that is there: such rules are written for one kind each.
 */
export declare function findUnseenLists(rules: readonly CompiledRule[], image: Image): readonly Unseen[];
/**
 * Whether a filter over findings holds for the event of a finding of this image, whatever the fields have that its scan does not deliver.
 * Where the filter compares such a field with null, it says itself what its absence means.
 */
export declare function holdsForCertain(filter: Plan, event: Fields, { lacks }: Pick<Image, 'lacks'>): boolean;
