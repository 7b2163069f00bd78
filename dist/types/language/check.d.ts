import type { Expression, Path } from './ast.ts';
import type { FilterProblem } from './recover.ts';
import type { FieldKind, Vocabulary } from './vocabulary.ts';
/** Returns every problem of a filter that parses, in text order. */
export declare function check(expression: Expression, vocabulary: Vocabulary): readonly FilterProblem[];
/** How many values a field can have; undefined where the vocabulary does not say. */
export declare function kindOf(path: Path, { fields, aliases }: Vocabulary): FieldKind | undefined;
