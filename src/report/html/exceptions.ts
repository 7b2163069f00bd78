// The table of exceptions, with what each let through.

import { describeEnd, toLine } from '../decision.ts'
import { describeTaken, describeTarget, EXCEPTION_STATES, type ReportedException, sortExceptions } from '../exceptions.ts'
import type { NamedImage } from '../name.ts'
import { nameShortly } from './findings.ts'
import { facts, limitRows, MOST_ROWS } from './rows.ts'
import type { Fact, Table } from './table.ts'

export function tableExceptions(exceptions: readonly ReportedException[], images: readonly NamedImage[]): Table {
  const short = nameShortly(images)
  const names = new Map(images.map(({ uri }, i) => [uri, short[i] ?? uri]))
  return {
    name: 'exceptions',
    one: 'exception',
    many: 'exceptions',
    columns: [
      { title: 'State', kind: 'choice', choices: EXCEPTION_STATES, tones: ['low', 'other', 'medium', 'medium'] },
      { title: 'Accepts', kind: 'code' },
      { title: 'Ends', kind: 'time' },
      { title: 'Reason', kind: 'text' },
      { title: 'Owner', kind: 'text' },
      { title: 'Let through', kind: 'text' },
    ],
    ...limitRows(sortExceptions(exceptions), MOST_ROWS, exception => ({
      cells: [
        EXCEPTION_STATES.indexOf(exception.state),
        describeTarget(exception),
        describeEnd(exception).replace(/^until (?!fixed)/, ''),
        toLine(exception.reason),
        exception.owner,
        describeTaken(exception, names),
      ],
      facts: [
        ...facts({ 'written in': exception.at, images: exception.images.join(', ') }),
        ...exception.taken.map(({ time, title }): Fact => [time ?? 'event', title]),
      ],
    })),
  }
}
