/**
 * Returns where a filter is nested more than `most` levels deep, if anywhere. Each `not` and each parenthesis that opens a group adds a
 * level; the level of a `not` ends with its operand. The parenthesis of a list (`in (…)`) and the `not` of `not in` add none.
 */
export declare function findTooDeep(text: string, most: number): number | undefined;
