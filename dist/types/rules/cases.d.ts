import { type Tell } from '../diagnostic.ts';
import { type Node, type RuleFile } from './document.ts';
import type { RuleTest } from './rule.ts';
/** Reads the tests of a rule. One that extends an earlier test gets that one's event, changed field by field. */
export declare function readTests(file: RuleFile, items: readonly Node[], tell: Tell): readonly RuleTest[];
