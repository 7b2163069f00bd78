// The table of alerts, with the events that were kept of each.

import type { Alert } from '../../gate/alert.ts'
import type { AlertEvent } from '../../gate/evidence.ts'
import { groupBy } from '../../group.ts'
import { nameImage } from '../../image/image.ts'
import { plural } from '../../plural.ts'
import { ACTIONS } from '../../rules/rule.ts'
import { toLine } from '../decision.ts'
import type { NamedImage } from '../name.ts'
import { describeAggregate, describeLive } from '../wording.ts'
import { alertAnchor } from './anchor.ts'
import { nameShortly } from './findings.ts'
import { addressesOf, facts, leadTo, limitRows } from './rows.ts'
import type { Fact, Group, ShownEvent, Table } from './table.ts'

/** Fewer than of other rows, because events are long. */
const MOST_ALERTS = 2000

export function tableAlerts(alerts: readonly Alert[], images: readonly NamedImage[]): Table {
  const short = nameShortly(images)
  const names = new Map(images.map(({ uri }, i) => [uri, short[i]]))
  const rules = groupBy(alerts.slice(0, MOST_ALERTS), groupKeyOf)
  const numbers = new Map([...rules.keys()].map((key, i) => [key, i]))
  return {
    name: 'alerts',
    one: 'alert',
    many: 'alerts',
    columns: [
      { title: '#', kind: 'number' },
      { title: 'Action', kind: 'choice', choices: ACTIONS, tones: ['critical', 'medium', 'low'] },
      { title: 'Alert', kind: 'text', leads: true },
      { title: 'Rule', kind: 'code', told: true },
      { title: 'About', kind: 'text' },
      { title: 'Events', kind: 'number' },
      { title: 'First', kind: 'time' },
    ],
    ...limitRows(alerts, MOST_ALERTS, (alert, i) => ({
      cells: [i + 1, ACTIONS.indexOf(alert.action), alert.title, alert.ruleId, aboutOf(alert, names), alert.count, alert.firstTime],
      anchor: alertAnchor(i + 1),
      group: numbers.get(groupKeyOf(alert)) ?? 0,
      facts: [
        ...facts({
          about: describeAggregate(alert),
          live: describeLive(alert).join('; '),
          last: alert.lastTime,
          tags: alert.tags.join(', '),
        }),
        ...alert.references.map((reference): Fact => ['see', reference, ...addressesOf(reference)]),
      ],
      events: [...alert.events.map(showEvent), ...eventsLeft(alert)],
    })),
    groups: { one: 'rule', many: 'rules', list: [...rules.values()].map(describeRule) },
  }
}

// An override may give one rule two actions, and a rule of the same id another description.
function groupKeyOf({ ruleId, action, alertDescription }: Alert): string {
  return JSON.stringify([ruleId, action, alertDescription])
}

// Notices ask nobody to do anything.
function describeRule([alert]: readonly Alert[]): Group {
  const { ruleName = '', ruleId = '', alertDescription = '', action } = alert ?? {}
  return { title: ruleName, aside: ruleId, note: toLine(alertDescription), ...(action === 'notice' && { folded: true }) }
}

function aboutOf({ image, aggregate }: Alert, names: ReadonlyMap<string, string | undefined>): string {
  if (image !== null) return names.get(image) ?? nameImage(image)
  return ['user', 'ip'].flatMap(name => (typeof aggregate[name] === 'string' ? [aggregate[name]] : [])).join(', ')
}

function showEvent(event: AlertEvent): ShownEvent {
  const { time, eventName, user, id, eventSource, accountId, ip, region, errorCode, link, clauses, record, live = [] } = event
  return {
    title: [time, eventName, user].filter(part => part !== null).join(' · ') || (id ?? 'an event'),
    ...leadTo(link),
    facts: facts({ live: live.join('; '), id, eventSource, accountId, ip, region, errorCode }),
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
  return [{ title: events.length === 0 ? plural(left, 'event') : `and ${left} more`, facts: facts({ ids: shown.join(', ') }), clauses: [] }]
}
