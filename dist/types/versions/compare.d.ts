import type { Ecosystem } from './ecosystem.js';
import type { Sign } from './parts.js';
/**
 * Which of two versions is later by the order of their ecosystem: -1 if `b` is, 1 if `a` is, 0 if they are the same version.
 * `undefined` if that order cannot read one of them; then nothing is known, so do not take it for fixed. Never throws.
 *
 * @example compareVersions('dpkg', '1.1.1n-0+deb11u3', '1.1.1n-0+deb11u4') // -1
 */
export declare function compareVersions(ecosystem: Ecosystem, a: string, b: string): Sign | undefined;
/**
 * The same for packages of an operating system that nobody names: what all orders say that can read both versions. `undefined` if they
 * contradict each other, or if none can read them.
 *
 * @example compareSystemVersions('3.0.11-1~deb12u2', '3.0.15-1~deb12u1') // -1
 */
export declare function compareSystemVersions(a: string, b: string): Sign | undefined;
