// The days of a projected partition: how they are written, and from when to when there are any.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html#partition-projection-date-type

import { DAY_MILLISECONDS } from '../time.ts'

/** A format of Java, of which only the one is read in which the order of text is that of time: `yyyy/MM/dd`. */
export type Format = readonly string[]

const UNITS = ['yyyy', 'MM', 'dd', 'HH']
const PARTS = /yyyy|MM|dd|HH|'[^']*'|[^A-Za-z']/gy

/** Reads a format; undefined for one whose texts have another order than time, or that is not known. */
export function readFormat(text: string): Format | undefined {
  const parts = text.match(PARTS) ?? []
  const units = parts.filter(part => UNITS.includes(part))
  const inOrder = units.every((unit, i) => unit === UNITS[i])
  return units.length > 0 && inOrder && parts.join('') === text ? parts : undefined
}

/** Writes the beginning or the end of a day (YYYY-MM-DD) in a format. */
export function formatDay(format: Format, day: string, side: 'begin' | 'end'): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const values: Readonly<Record<string, string>> = { yyyy: year, MM: month, dd: date, HH: side === 'begin' ? '00' : '23' }
  return format.map(part => values[part] ?? part.replace(/^'([^']*)'$/, '$1')).join('')
}

const RELATIVE = /^NOW\s*(?:([+-])\s*(\d+)\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?$/i
// A month is taken for its shortest, so that a day is said to be missing rather than lost.
const SHORTEST: Readonly<Record<string, number>> = {
  YEAR: 365 * DAY_MILLISECONDS,
  MONTH: 28 * DAY_MILLISECONDS,
  WEEK: 7 * DAY_MILLISECONDS,
  DAY: DAY_MILLISECONDS,
  HOUR: DAY_MILLISECONDS / 24,
  MINUTE: 60_000,
  SECOND: 1_000,
}

interface Window {
  readonly from: number
  readonly to: number
}

/** What of a time the range of a projection leaves out, in words. The end of the time is taken for now. */
export function findUnseenDays(key: string, format: Format, range: string | undefined, { from, to }: Window): readonly string[] {
  if (range === undefined) return []
  const day = (at: number): string => formatDay(format, new Date(at).toISOString().slice(0, 10), 'begin')
  const resolve = (bound: string): string => {
    const [isRelative, sign, count = '0', unit = 'DAY'] = RELATIVE.exec(bound) ?? []
    if (isRelative === undefined) return bound
    const distance = Number(count) * (SHORTEST[unit.toUpperCase()] ?? 0)
    return day(sign === '-' ? to - distance : to + distance)
  }
  const [begin = '', end = ''] = range.split(',').map(bound => resolve(bound.trim()))
  const isWithin = begin <= day(from) && day(to) <= end
  return isWithin ? [] : [`the table does not have all days that were asked for: projection.${key}.range is ${range}`]
}
