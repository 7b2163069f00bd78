// What the versions of Debian's and RPM's packages have in common: an epoch, the version of the source, and that of the package.

import { compareDigits, type Order, orderBy, type Sign } from './parts.ts'

/** An order by epoch, version and release. `shape` captures the three; a missing one is an empty text. */
export function orderByEpoch<T>(shape: RegExp, split: (text: string) => T, compare: (a: T, b: T) => Sign): Order {
  const parse = (text: string) => {
    const [, epoch = '', version, release = ''] = shape.exec(text) ?? []
    return version === undefined ? undefined : { epoch, version: split(version), release: split(release) }
  }
  return orderBy(parse, (a, b) => compareDigits(a.epoch, b.epoch) || compare(a.version, b.version) || compare(a.release, b.release))
}
