import { type Diagnostic } from '../../diagnostic.ts';
import type { CompiledRule } from '../../rules/compile.ts';
import type { Exception } from '../../rules/exception.ts';
import type { Where } from '../../rules/rule.ts';
import { type Absent } from '../overrides.ts';
type PlaceOf = (exception: Exception, where: Where) => Diagnostic['at'];
/** Returns what is wrong with the exceptions of rules. */
export declare function checkExceptions(exceptions: readonly Exception[], rules: readonly CompiledRule[], absent: Absent, placeOf: PlaceOf): readonly Diagnostic[];
export {};
