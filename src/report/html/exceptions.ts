// The table of exceptions, with what each let through.

import { plural } from '../../plural.ts'
import { endOfDecision, toLine } from '../decision.ts'
import { describeTarget, EXCEPTION_STATES, type ReportedException, sortExceptions } from '../exceptions.ts'
import { facts, limitRows, MOST_ROWS } from './rows.ts'
import type { Fact, Table } from './table.ts'

export function tableExceptions(exceptions: readonly ReportedException[]): Table {
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
        endOfDecision({ kind: 'accepted', by: exception }),
        toLine(exception.reason),
        exception.owner,
        countTaken(exception),
      ],
      facts: [
        ...facts({ 'written in': exception.at, images: exception.images.join(', ') }),
        ...exception.taken.map(({ time, title }): Fact => [time ?? 'event', title]),
      ],
    })),
  }
}

// The details name the images and the events.
function countTaken({ findings, events, images }: ReportedException): string {
  const counts = [...(findings === 0 ? [] : [plural(findings, 'finding')]), ...(events === 0 ? [] : [plural(events, 'event')])]
  const where = images.length > 1 ? ` in ${images.length} images` : ''
  return counts.length === 0 ? 'nothing' : `${counts.join(', ')}${where}`
}
