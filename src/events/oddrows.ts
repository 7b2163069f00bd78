// Rows of CloudTrail's table that are a gap whatever the filters are. The bounds of a filter say nothing about them, so a query asks for
// them beside what the filters ask.

import type { Columns } from '../language/sql.ts'
import { quoteSql } from '../language/sqlbounds.ts'
import { JSON_IN_TEXT, NO_CALLS, SERVICE } from './cloudtrail.ts'

// The end of a key. What the engine has read has it as often as the text, unless it kept only one of two equal keys.
const KEY_END = quoteSql(String.raw`(?<!\\)"[ \t\r\n]*:`)

/** Holds for every row with a text that looks like an object and cannot be read, or has a key twice (hasUnreadText). */
export function unreadText(fields: Columns): string {
  const names = Object.entries(fields).flatMap(([name, { kind, sql }]) => (kind === 'json' && JSON_IN_TEXT.includes(name) ? [sql] : []))
  return anyOf(
    names.map(name => {
      const keys = (text: string): string => `regexp_count(${text}, ${KEY_END})`
      const isOneWay = `${keys(name)} = try(${keys(`json_format(json_parse(${name}))`)})`
      return `coalesce(regexp_like(${name}, '\\A[^!-~]*\\{') AND NOT coalesce(${isOneWay}, false), false)`
    }),
  )
}

// To the engine an unusual letter, such as the long s, is another case of a plain one.
const SOURCE = `\\A(?=[!-~]+\\z)(?i)${SERVICE.source.replace('^', '').replace('$', '\\z')}`

/** Holds for every row that is not the record of a call (isRecord), and for none that CloudTrail wrote beside these (asideOf). */
export const STRANGER: string =
  `(NOT coalesce(regexp_like(eventsource, ${quoteSql(SOURCE)}), false)` +
  ` OR NOT coalesce(regexp_like(eventname, '[!-~]'), false)) AND coalesce(eventtype, '') NOT IN (${NO_CALLS.map(quoteSql).join(', ')})`

const DAYS = '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))'
const LEAP_DAY = '20(?:[02468][048]|[13579][26])-02-29'
const ORDINARY = `\\A(?:[0-9]{4}-${DAYS}|${LEAP_DAY})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\\z`

/** Holds for every row whose time is not written as CloudTrail does: it may be any instant, or none. Other times have the order of text. */
export const ODD_TIME: string = `NOT coalesce(regexp_like(eventtime, ${quoteSql(ORDINARY)}), false)`

export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'false' : conditions.join(' OR ')
}
