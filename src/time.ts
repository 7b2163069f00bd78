// Instants as the services write them, and days and durations as people do.

import { readChoice } from './choice.ts'

/** Regular expression source of an instant, from its beginning to its end; SQL reads it too, where `\d` may mean digits of any script. */
export const INSTANT_PATTERN = String.raw`([0-9]{4})-([0-9]{2})-([0-9]{2})T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])`

const INSTANT = new RegExp(`^${INSTANT_PATTERN}$`)

/** Converts an ISO 8601 timestamp with a zone to milliseconds since 1970; undefined for anything else, such as 30 February. */
export function toInstant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const [matched, year, month, day] = INSTANT.exec(value) ?? []
  // Date.parse counts days beyond the end of a month on into the next.
  if (matched === undefined || Number(day) > daysIn(Number(year), Number(month))) return undefined
  const instant = Date.parse(value)
  return Number.isNaN(instant) ? undefined : instant
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Formats an instant as CloudTrail does: in UTC, with a fraction of a second only where there is one. */
export function formatInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

/** Formats a time in whole seconds, as CloudTrail records it, so that an image's event looks like recorded events. */
export function formatSecond(now: Date): string {
  return formatInstant(Math.floor(now.getTime() / 1000) * 1000)
}

/** Reads an instant of an ECR answer. ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
export function toIsoTime(value: unknown): string | null {
  const time = typeof value === 'number' ? value * 1000 : toInstant(value)
  return time === undefined || !(Math.abs(time) <= 8.64e15) ? null : formatInstant(time)
}

const DAY = /^\d{4}-\d\d-\d\d$/
export const DAY_MILLISECONDS = 86_400_000

/** When something ends: a day such as `2027-01-31`, or `never`; undefined for a value that does not say it. */
export function toEnd(value: unknown): string | undefined {
  return readChoice(value, ['never']) ?? (typeof value === 'string' && endOfDay(value) !== undefined ? value : undefined)
}

/** The instant at which a day such as `2027-01-31` ends in UTC, in milliseconds since 1970; undefined for what is no day. */
export function endOfDay(day: string): number | undefined {
  const start = DAY.test(day) ? toInstant(`${day}T00:00:00Z`) : undefined
  return start === undefined ? undefined : start + DAY_MILLISECONDS
}

/** How far a time may be ahead of this machine's clock: clocks differ by seconds, seldom by minutes. */
export const MOST_SKEW_SECONDS = 300

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** The longest that a policy can give somebody, in seconds: ten years have an end that somebody lives to see. */
export const LONGEST_SECONDS = 3650 * 86_400

/** The seconds of a duration such as `90s`, `10m`, `24h` or `7d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const seconds = UNITS[unit]
  return seconds === undefined ? undefined : Number(digits) * seconds
}
