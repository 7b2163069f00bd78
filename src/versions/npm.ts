// The order of npm's packages, Semantic Versioning 2, by npm's own code. Cargo has the same order.
// https://semver.org/#spec-item-11

import compare from 'semver/functions/compare.js'
import parse from 'semver/functions/parse.js'
import { orderBy } from './parts.ts'

export const compareNpm = orderBy(text => parse(text) ?? undefined, compare)
