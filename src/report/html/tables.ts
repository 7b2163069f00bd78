// Makes the tables of the page from a report.

import { toReason } from '../../diagnostic.ts'
import type { Activity } from '../../gate/activity.ts'
import { nameAsked } from '../../gate/asked.ts'
import { formatFindings } from '../../gate/verdict.ts'
import { ACTIONS } from '../../rules/rule.ts'
import { describeBase } from '../base.ts'
import { isLetThrough } from '../decision.ts'
import type { NamedImage } from '../name.ts'
import type { Report } from '../report.ts'
import { COUNT_COLUMNS, countFindings, hasResult } from '../wording.ts'
import { tableAlerts } from './alerts.ts'
import { tableExceptions } from './exceptions.ts'
import { tableFindings } from './findings.ts'
import { facts, formatLine, leadTo, limitRows, MOST_ROWS } from './rows.ts'
import type { Column, Fact, Table } from './table.ts'

/** The tables of a report that have at least one row. */
export function listTables(report: Report, images: readonly NamedImage[]): readonly Table[] {
  const tables = [
    tableImages(images),
    tableFindings(images),
    tableExceptions(report.exceptions),
    tableAlerts(report.alerts, images),
    tableActivity(report.activity),
    tableCoverage(report),
    tableRules(report),
  ]
  return tables.filter(({ rows }) => rows.length > 0).map(withoutEmptyColumns)
}

// Drops columns that only take room: empty ones, and those with a single choice that has no colour.
function withoutEmptyColumns(table: Table): Table {
  const { columns, rows } = table
  const isTold = ({ choices = [], tones }: Column, i: number): boolean =>
    rows.some(({ cells }) => cells[i] !== null && cells[i] !== '') && (choices.length !== 1 || tones !== undefined)
  const told = columns.map(isTold)
  return {
    ...table,
    columns: columns.filter((_, i) => told[i]),
    rows: rows.map(row => ({ ...row, cells: row.cells.filter((_, i) => told[i]) })),
  }
}

function tableImages(images: readonly NamedImage[]): Table {
  const through = images.map(({ findings }) => findings.filter(isLetThrough).length)
  const isAny = through.some(count => count > 0)
  return {
    name: 'images',
    one: 'image',
    many: 'images',
    columns: [
      { title: 'Image', kind: 'code', leads: true },
      { title: 'Scan', kind: 'text' },
      { title: 'Scanned', kind: 'time' },
      ...[...COUNT_COLUMNS, ...(isAny ? ['let through'] : [])].map(title => ({ title, kind: 'number' as const })),
    ],
    ...limitRows(images, MOST_ROWS, (image, i) => ({
      cells: [
        image.name,
        `${image.status ?? 'no status'}${hasResult(image) ? '' : ': no result'}`,
        image.scannedAt,
        ...countFindings(image),
        ...(isAny ? [hasResult(image) ? (through[i] ?? null) : null] : []),
      ],
      ...leadTo(image.link),
      facts: [
        ...facts({ findings: hasResult(image) ? formatFindings(image) : null }),
        ...describeBase(image).map((each): Fact => ['base image', each]),
        ...image.gaps.map((gap): Fact => ['gap', gap]),
        ...image.notes.map((note): Fact => ['note', note]),
        ...facts({ digest: image.digest, index: image.indexDigest, tags: image.tags.join(', '), 'built by': formatLine(image.at) }),
      ],
    })),
  }
}

function tableActivity(activity: Activity | null): Table {
  return {
    name: 'activity',
    one: 'call of an actor',
    many: 'calls of actors',
    columns: [
      { title: 'Actor', kind: 'code' },
      { title: 'Account', kind: 'code' },
      { title: 'Call', kind: 'code' },
      { title: 'Events', kind: 'number' },
      { title: 'Failed', kind: 'number' },
    ],
    rows: (activity?.rows ?? []).map(({ user, accountId, eventName, events, errors }) => ({
      cells: [user, accountId, eventName, events, errors],
    })),
  }
}

function tableCoverage({ coverage }: Report): Table {
  const states = ['gap', 'read', 'not requested'] as const
  const sorted = [...coverage].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state))
  return {
    name: 'coverage',
    one: 'source',
    many: 'sources',
    columns: [
      { title: 'State', kind: 'choice', choices: states, tones: ['critical', 'good', 'other'] },
      { title: 'What', kind: 'text' },
      { title: 'Records', kind: 'number' },
      { title: 'First', kind: 'time' },
      { title: 'Last', kind: 'time' },
    ],
    ...limitRows(sorted, MOST_ROWS, ({ state, message, records, firstTime, lastTime, horizon, asked, diagnostics }) => ({
      cells: [states.indexOf(state), message, records, firstTime, lastTime],
      facts: [
        ...facts({
          'complete up to': horizon,
          'asked for': asked === null ? null : nameAsked(asked),
        }),
        ...diagnostics.map((diagnostic): Fact => [diagnostic.level, toReason(diagnostic)]),
      ],
    })),
  }
}

function tableRules({ rules: { loaded, replaced, tuned } }: Report): Table {
  return {
    name: 'rules',
    one: 'rule',
    many: 'rules',
    columns: [
      { title: 'Action', kind: 'choice', choices: ACTIONS, tones: ['critical', 'medium', 'low'] },
      { title: 'Rule', kind: 'code', leads: true },
      { title: 'Name', kind: 'text' },
      { title: 'Type', kind: 'text' },
      { title: 'In force', kind: 'text' },
      { title: 'File', kind: 'code' },
    ],
    rows: loaded.map(({ id, name, type, action, enabled, file }) => ({
      cells: [ACTIONS.indexOf(action), id, name, type, enabled ? 'yes' : 'no', file],
      facts: [
        ...replaced.filter(each => each.id === id).map((each): Fact => ['replaced by', each.by]),
        ...tuned.filter(each => each.id === id).map((each): Fact => ['tuned', `${each.fields.join(', ')} by ${each.by.join(', ')}`]),
      ],
    })),
  }
}
