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

const LONGEST: Readonly<Record<string, number>> = { ...SHORTEST, YEAR: 366 * DAY_MILLISECONDS, MONTH: 31 * DAY_MILLISECONDS }
const PRECISION: Readonly<Record<string, string>> = { yyyy: 'YEAR', MM: 'MONTH', dd: 'DAY', HH: 'HOUR' }

/** What a table says of the projection of a key, such as its `range`. */
export type Projection = (what: string) => string | undefined

interface Window {
  readonly from: number
  readonly to: number
}

/** What of a time a projection of dates leaves out, in words. The end of the time is taken for now. */
export function findUnseenDays(key: string, format: Format, projection: Projection, window: Window): readonly string[] {
  const range = projection('range')
  const [interval, unit] = [projection('interval'), projection('interval.unit')]
  return [
    ...(range === undefined || isWithin(format, range, window) ? [] : [missing(`projection.${key}.range is ${range}`)]),
    ...(isEvery(format, interval, unit) ? [] : [missing(`projection.${key}.interval is ${[interval, unit].filter(Boolean).join(' ')}`)]),
  ]
}

const missing = (why: string): string => `the table does not have all days that were asked for: ${why}`

function isWithin(format: Format, range: string, { from, to }: Window): boolean {
  const day = (at: number): string => formatDay(format, new Date(at).toISOString().slice(0, 10), 'begin')
  const resolve = (bound: string): string => {
    const [isRelative, sign, count = '0', unit = 'DAY'] = RELATIVE.exec(bound) ?? []
    if (isRelative === undefined) return bound
    const distance = Number(count) * (SHORTEST[unit.toUpperCase()] ?? 0)
    return day(sign === '-' ? to - distance : to + distance)
  }
  const [begin = '', end = ''] = range.split(',').map(bound => resolve(bound.trim()))
  return begin <= day(from) && day(to) <= end
}

/** Whether the values of a projection leave out none that the format could write. */
function isEvery(format: Format, interval = '1', unit?: string): boolean {
  const precision = PRECISION[format.findLast(part => Object.hasOwn(PRECISION, part)) ?? ''] ?? ''
  const step = unit?.toUpperCase().replace(/S$/, '') ?? precision
  if (step === precision) return interval === '1'
  return Number(interval) * (LONGEST[step] ?? Number.POSITIVE_INFINITY) <= (SHORTEST[precision] ?? 0)
}

/**
 * What of some numbers, such as those of months, a projection leaves out, in words; undefined where it is not known. A number is written
 * with zeros before it or without.
 */
export function findUnseenNumbers(key: string, numbers: readonly string[], projection: Projection): readonly string[] | undefined {
  const listed = (what: string): readonly number[] => (projection(what) ?? '').split(',').map(text => Number.parseInt(text, 10))
  const lacks = (what: string, isThere: (number: number) => boolean): readonly string[] =>
    numbers.map(Number).every(isThere) ? [] : [missing(`projection.${key}.${what} is ${projection(what)}`)]
  switch (projection('type')?.toLowerCase()) {
    case 'enum':
      return lacks('values', number => listed('values').includes(number))
    case 'integer': {
      const [first = Number.NaN, last = Number.NaN] = listed('range')
      return [
        ...lacks('range', number => first <= number && number <= last),
        ...lacks('interval', () => (projection('interval') ?? '1') === '1'),
      ]
    }
    default:
      return undefined
  }
}
