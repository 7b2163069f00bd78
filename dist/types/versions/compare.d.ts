import type { Ecosystem } from './ecosystem.ts';
import type { Sign } from './parts.ts';
/**
 * Which of two versions is later by the order of their ecosystem: -1 if `b` is, 1 if `a` is, 0 if they are the same version.
 * `undefined` if that order cannot read one of them; then nothing is known, so do not take it for fixed. Never throws.
 *
 * @example compareVersions('dpkg', '1.1.1n-0+deb11u3', '1.1.1n-0+deb11u4') // -1
 */
export declare function compareVersions(ecosystem: Ecosystem, a: string, b: string): Sign | undefined;
