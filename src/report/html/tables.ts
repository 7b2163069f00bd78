// Makes the tables of the page from a report. Every URL is validated here, because the page's script links to whatever it gets.

import { formatPlace } from '../../diagnostic.ts'
import type { Activity } from '../../gate/activity.ts'
import type { Alert } from '../../gate/alert.ts'
import type { AlertEvent } from '../../gate/evidence.ts'
import { rank } from '../../image/finding.ts'
import { nameImage } from '../../image/image.ts'
import { linkAdvisory } from '../../image/link.ts'
import { ACTIONS } from '../../rules/rule.ts'
import { addressOf } from '../gfm.ts'
import type { NamedImage } from '../name.ts'
import type { Line, Report, ReportedFinding } from '../report.ts'
import { COUNT_COLUMNS, countFindings, describeAggregate, describeStatus, FINDING_COLUMNS, findingCells, sortFindings } from '../wording.ts'
import type { Column, Fact, Row, ShownEvent, Table, Tone } from './table.ts'

/** The tables of a report that have at least one row. */
export function listTables(report: Report, images: readonly NamedImage[]): readonly Table[] {
  const tables = [
    tableImages(images),
    tableFindings(images),
    tableAlerts(report.alerts, images),
    tableActivity(report.activity),
    tableCoverage(report),
    tableRules(report),
  ]
  return tables.filter(({ rows }) => rows.length > 0).map(withoutEmptyColumns)
}

/** How many rows a browser handles with ease. It is fewer for alerts, because their events are long. */
const MOST_ROWS = 25_000
const MOST_ALERTS = 2000

// Rows that are not shown are not made either: an archive may yield half a million alerts.
function limitRows<T>(items: readonly T[], most: number, toRow: (item: T, i: number) => Row): Pick<Table, 'rows' | 'left'> {
  const left = items.length - most
  return { rows: items.slice(0, most).map(toRow), ...(left > 0 && { left }) }
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

/** Short names that tell the images of a report apart: their platforms if they are those of one index, else their names. */
export function nameShortly(images: readonly NamedImage[]): readonly string[] {
  const platforms = new Set(images.flatMap(({ platform }) => platform ?? []))
  const index = images[0]?.indexDigest ?? null
  const together = index !== null && images.length > 1 && images.every(({ indexDigest }) => indexDigest === index)
  return together && platforms.size === images.length ? [...platforms] : images.map(({ name }) => name)
}

const TONES: Readonly<Record<string, Tone>> = { CRITICAL: 'critical', HIGH: 'high', MEDIUM: 'medium', LOW: 'low' }

/** The colour of a severity. A word that is not one of ECR's gets that of the minor severities. */
export function toneOf(severity: string): Tone {
  return (Object.hasOwn(TONES, severity) ? TONES[severity] : undefined) ?? 'other'
}

function tableImages(images: readonly NamedImage[]): Table {
  return {
    name: 'images',
    one: 'image',
    many: 'images',
    columns: [
      { title: 'Image', kind: 'code', leads: true },
      { title: 'Scan', kind: 'text' },
      ...COUNT_COLUMNS.map(title => ({ title, kind: 'number' as const })),
    ],
    ...limitRows(images, MOST_ROWS, image => ({
      cells: [image.name, describeStatus(image), ...countFindings(image)],
      ...leadTo(image.link),
      facts: [
        ...image.gaps.map((gap): Fact => ['gap', gap]),
        ...image.notes.map((note): Fact => ['note', note]),
        ...facts({ digest: image.digest, index: image.indexDigest, tags: image.tags.join(', '), 'built by': formatLine(image.at) }),
      ],
    })),
  }
}

function tableFindings(images: readonly NamedImage[]): Table {
  const severities = chooseFrom(images.flatMap(({ findings }) => findings.map(severityOf)))
  const names = nameShortly(images)
  const shortly = chooseFrom(names)
  const advisories = new Map<string, number>()
  const shared: (readonly Fact[])[] = []
  const share = (advisory: readonly Fact[]): number => {
    const key = JSON.stringify(advisory)
    const known = advisories.get(key)
    if (known !== undefined) return known
    advisories.set(key, shared.length)
    return shared.push(advisory) - 1
  }
  const all = images.flatMap(({ findings }, i) => findings.map(finding => ({ ...finding, image: shortly.numberOf(names[i] ?? '') })))
  const limited = limitRows(sortFindings(all), MOST_ROWS, finding => {
    const [, ...cells] = findingCells(finding)
    return {
      cells: [severities.numberOf(severityOf(finding)), ...cells, finding.score, finding.image],
      ...leadTo(linkAdvisory(finding)),
      facts: factsOfFinding(finding),
      shared: share(factsOfAdvisory(finding)),
    }
  })
  return {
    name: 'findings',
    one: 'finding',
    many: 'findings',
    columns: [
      { title: 'Severity', kind: 'choice', choices: severities.choices, tones: severities.choices.map(toneOf) },
      ...FINDING_COLUMNS.slice(1).map((title): Column => ({ title, kind: 'code', leads: title === 'Finding' })),
      { title: 'Score', kind: 'number' },
      { title: 'Image', kind: 'choice', choices: shortly.choices },
    ],
    ...limited,
    shared,
  }
}

function severityOf({ severity, state }: ReportedFinding): string {
  return state === 'open' ? severity : `${severity} (${state})`
}

function factsOfFinding({ packages, at, exploitAvailable, inUseCount, firstObservedAt }: ReportedFinding): readonly Fact[] {
  const others = packages.slice(1).map(({ name, version, path }) => [name, version, path].filter(part => part !== null).join(' '))
  return facts({
    'declared in': formatLine(at),
    'exploit available': exploitAvailable,
    'in use by': inUseCount,
    'first observed': firstObservedAt,
    'also in': others.join(', '),
  })
}

const MOST_LINKS = 5

function factsOfAdvisory({ title, description, aliases, links }: ReportedFinding): readonly Fact[] {
  return [
    ...facts({ title, description, 'also known as': aliases.join(', ') }),
    ...links.slice(0, MOST_LINKS).map((link): Fact => ['see', link, ...addressesOf(link)]),
  ]
}

function tableAlerts(alerts: readonly Alert[], images: readonly NamedImage[]): Table {
  const short = nameShortly(images)
  const names = new Map(images.map(({ uri }, i) => [uri, short[i]]))
  return {
    name: 'alerts',
    one: 'alert',
    many: 'alerts',
    columns: [
      { title: '#', kind: 'number' },
      { title: 'Action', kind: 'choice', choices: ACTIONS, tones: ['critical', 'medium', 'low'] },
      { title: 'Alert', kind: 'text', leads: true },
      { title: 'Rule', kind: 'code' },
      { title: 'About', kind: 'text' },
      { title: 'Events', kind: 'number' },
      { title: 'First', kind: 'time' },
    ],
    ...limitRows(alerts, MOST_ALERTS, (alert, i) => ({
      cells: [i + 1, ACTIONS.indexOf(alert.action), alert.title, alert.ruleId, aboutOf(alert, names), alert.count, alert.firstTime],
      facts: [
        ...facts({
          description: alert.alertDescription,
          about: describeAggregate(alert),
          last: alert.lastTime,
          tags: alert.tags.join(', '),
        }),
        ...alert.references.map((reference): Fact => ['see', reference, ...addressesOf(reference)]),
      ],
      events: [...alert.events.map(showEvent), ...eventsLeft(alert)],
    })),
  }
}

function aboutOf({ image, aggregate }: Alert, names: ReadonlyMap<string, string | undefined>): string {
  if (image !== null) return names.get(image) ?? nameImage(image)
  return ['user', 'ip'].flatMap(name => (typeof aggregate[name] === 'string' ? [aggregate[name]] : [])).join(', ')
}

function showEvent(event: AlertEvent): ShownEvent {
  const { time, eventName, user, id, eventSource, accountId, ip, region, errorCode, link, clauses, record } = event
  return {
    title: [time, eventName, user].filter(part => part !== null).join(' · ') || (id ?? 'an event'),
    ...leadTo(link),
    facts: facts({ id, eventSource, accountId, ip, region, errorCode }),
    clauses: clauses.map(({ clause, found, why }) => [clause, found.join(', '), why]),
    ...(record !== null && { record: JSON.stringify(record, null, 2) }),
  }
}

const MOST_IDS = 100

function eventsLeft({ count, events, eventIds }: Alert): readonly ShownEvent[] {
  const left = count - events.length
  if (left <= 0) return []
  const told = new Set(events.map(({ id }) => id))
  const ids = eventIds.filter(id => !told.has(id))
  const shown = ids.length <= MOST_IDS ? ids : [...ids.slice(0, MOST_IDS), '…']
  return [{ title: events.length === 0 ? `${left} events` : `and ${left} more`, facts: facts({ ids: shown.join(', ') }), clauses: [] }]
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
    ...limitRows(sorted, MOST_ROWS, ({ state, message, records, firstTime, lastTime, horizon, diagnostics }) => ({
      cells: [states.indexOf(state), message, records, firstTime, lastTime],
      facts: [
        ...facts({ 'complete up to': horizon }),
        ...diagnostics.map(({ level, at, message }): Fact => [level, `${at === undefined ? '' : `${formatPlace(at)}: `}${message}`]),
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

/** The facts that are known, in order. */
function facts(known: Readonly<Record<string, string | number | null>>): readonly Fact[] {
  return Object.entries(known).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, String(value)] as const]))
}

function formatLine(at: Line | null): string | null {
  return at === null ? null : `${at.file}:${at.line}`
}

function leadTo(link: string | null): Pick<Row, 'href'> {
  const address = link === null ? undefined : addressOf(link)
  return address === undefined ? {} : { href: address }
}

function addressesOf(link: string): readonly [string] | readonly [] {
  const address = addressOf(link)
  return address === undefined ? [] : [address]
}

/** The distinct texts as choices: severities from the most severe on, anything else in its original order. */
function chooseFrom(texts: readonly string[]): { readonly choices: readonly string[]; readonly numberOf: (text: string) => number } {
  const choices = [...new Set(texts)].sort((a, b) => rank(a) - rank(b))
  const numbers = new Map(choices.map((choice, i) => [choice, i]))
  return { choices, numberOf: text => numbers.get(text) ?? 0 }
}
