import type { Expression, Path } from './ast.ts';
import type { FilterProblem } from './recover.ts';
import type { FieldKind, Vocabulary } from './vocabulary.ts';
/** Every warning about a filter, in the order of the text. */
export declare function check(expression: Expression, vocabulary: Vocabulary): readonly FilterProblem[];
/** What is known of how many values a field has; undefined for a field that no event is known to have. */
export declare function kindOf(path: Path, { fields, aliases }: Vocabulary): FieldKind | undefined;
