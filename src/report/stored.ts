// What was read from Parameter Store and S3, in words.

import { listFirst } from '../plural.ts'
import { describeVersion, PLACES, type Stored } from '../rules/reference.ts'
import type { Report } from './report.ts'

const MOST_NAMED = 10

/** What was read from Parameter Store and S3, with its versions; none if nothing was. */
export function describeStored({ parameters, objects }: Pick<Report, 'parameters' | 'objects'>): readonly string[] {
  const say = (place: string, read: readonly Stored[]): readonly string[] => {
    const named = read.map(each => `${each.name} ${describeVersion(each)}`)
    return named.length === 0 ? [] : [`from ${place}: ${listFirst(named, MOST_NAMED)}`]
  }
  return [...say(PLACES.parameter.name, parameters), ...say(PLACES.object.name, objects)]
}
