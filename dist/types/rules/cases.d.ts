import { type Node, type RuleFile } from './document.ts';
import { type Report } from './reader.ts';
import type { RuleTest } from './rule.ts';
/** The most fields at the top of a test's event; CloudTrail's have about thirty. Each test of a chain holds those of the one before. */
export declare const MAX_TEST_FIELDS = 1000;
/** Reads the tests of a rule. One that extends an earlier test gets that one's event, changed field by field. */
export declare function readTests(file: RuleFile, items: readonly Node[], report: Report): readonly RuleTest[];
