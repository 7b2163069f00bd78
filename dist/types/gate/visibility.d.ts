import type { CompiledRule } from '../rules/compile.ts';
/** Whether some enabled rule can alert on an image. */
export declare function canJudgeImages(rules: readonly CompiledRule[]): boolean;
/** Whether an image could make a rule alert if the rule were enabled. */
export declare function canJudgeImage(compiled: CompiledRule): boolean;
/** Whether the suppression at a position can remove an event of an image that the rule's filter matches. */
export declare function canSuppressImage(compiled: CompiledRule, position: number): boolean;
