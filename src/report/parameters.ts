// What was read from Parameter Store, in words.

import { listFirst } from '../plural.ts'
import type { Report } from './report.ts'

const MOST_NAMED = 10

/** What was read from Parameter Store, with its versions; none if nothing was. */
export function describeParameters({ parameters }: Pick<Report, 'parameters'>): readonly string[] {
  const named = parameters.map(({ name, version }) => `${name} version ${version}`)
  return named.length === 0 ? [] : [`from Parameter Store: ${listFirst(named, MOST_NAMED)}`]
}
