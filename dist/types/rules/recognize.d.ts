import { type Diagnostic } from '../diagnostic.ts';
import { type Document, type RuleFile } from './document.ts';
/** Returns undefined for a rule file, however wrong it is. For any other file, returns what to say about it. */
export declare function tellOther(file: RuleFile, document: Document): readonly Diagnostic[] | undefined;
