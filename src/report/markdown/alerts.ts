// The alerts in Markdown: what fails or warns is open, and notices are folded, in one line for each rule.

import type { Alert } from '../../gate/alert.ts'
import { groupBy } from '../../group.ts'
import { plural } from '../../plural.ts'
import { type Cell, fold, renderTable } from '../gfm.ts'
import { countAlerts, describeEvents, describeLive } from '../wording.ts'
import { type Detail, splitOpen, tellLeft } from './detail.ts'

interface Numbered {
  readonly alert: Alert
  /** Its place in the report, which `ecr-gate show` accepts. */
  readonly number: number
}

const MARKS = { fail: '❌\u00a0fail', warn: '⚠️\u00a0warn', notice: 'notice' } as const
const MOST_EVENT_ROWS = 100
const MOST_NUMBERS = 5
const WHY = 'Why, and what to do'

/** `names` are those of the images by their URIs. */
export function renderAlerts(alerts: readonly Alert[], names: ReadonlyMap<string, string>, detail: Detail): readonly string[] {
  if (alerts.length === 0) return []
  const shown = alerts.slice(0, detail.alerts).map((alert, i) => ({ alert, number: i + 1 }))
  const grave = shown.filter(({ alert }) => alert.action !== 'notice')
  const notices = shown.filter(({ alert }) => alert.action === 'notice')
  const [open, folded] = splitOpen(grave, detail.open)
  return [
    [
      `### Alerts: ${countAlerts(alerts)}`,
      ...(open.length === 0 ? [] : ['', ...tableAlerts(open, names)]),
      ...tellLeft(alerts.length - shown.length, 'alert'),
    ].join('\n'),
    folded.length === 0
      ? ''
      : fold(plural(folded.length, open.length === 0 ? 'alert' : 'more alert'), tableAlerts(folded, names)).join('\n'),
    notices.length === 0 ? '' : fold(plural(notices.length, 'notice'), tableNotices(notices)).join('\n'),
    ...renderEvents(shown, detail.events),
  ]
}

// A rule is described where it stands first, and the only image of a report is not named again.
function tableAlerts(alerts: readonly Numbered[], names: ReadonlyMap<string, string>): readonly string[] {
  const described = new Set<string>()
  const rows = alerts.map(({ alert, number }): readonly Cell[] => {
    const description = described.has(alert.ruleId) ? '' : alert.alertDescription
    described.add(alert.ruleId)
    const name = names.get(alert.image ?? '') ?? { prose: describeEvents(alert) }
    const about = alert.image !== null && names.size === 1 ? '' : name
    const live = describeLive(alert).map(prose => ({ prose }))
    const said: Cell = { several: [{ prose: alert.title }, about, ...live, nameRule(alert.ruleId)], by: '<br>' }
    return [number, { ours: MARKS[alert.action] }, said, { prose: description }]
  })
  return renderTable(['#', 'Action', 'Alert', WHY], rows)
}

function tableNotices(notices: readonly Numbered[]): readonly string[] {
  const rows = [...groupBy(notices, ({ alert }) => alert.ruleId)].map(([ruleId, those]): readonly Cell[] => {
    const [first] = those
    const more = those.length < 2 ? '' : { ours: `and ${plural(those.length - 1, 'more alert')}` }
    const title: Cell = { several: [{ prose: first?.alert.title ?? '' }, more], by: ', ' }
    const events = those.reduce((sum, { alert }) => sum + alert.count, 0)
    const said: Cell = { several: [title, nameRule(ruleId)], by: '<br>' }
    return [{ ours: listNumbers(those) }, events, said, { prose: first?.alert.alertDescription ?? '' }]
  })
  return renderTable(['#', 'Events', 'Notice', WHY], rows)
}

function nameRule(ruleId: string): Cell {
  return { several: [{ ours: 'rule' }, ruleId], by: ' ' }
}

function listNumbers(alerts: readonly Numbered[]): string {
  const left = alerts.length - MOST_NUMBERS
  const numbers = alerts.slice(0, MOST_NUMBERS).map(({ number }) => `${number}`)
  return [...numbers, ...(left > 0 ? ['…'] : [])].join(', ')
}

// The first events of each alert, with links to the console. Alerts about images are left out, because their events are the
// image's findings.
function renderEvents(alerts: readonly Numbered[], most: number): readonly string[] {
  const about = alerts.filter(({ alert }) => alert.image === null)
  const rows = about.flatMap(({ alert, number }) =>
    alert.events
      .slice(0, most)
      .map(event => [number, { text: event.time ?? 'no time', href: event.link }, event.eventName ?? '', event.user ?? '', event.ip ?? '']),
  )
  const shown = rows.slice(0, MOST_EVENT_ROWS)
  const total = about.reduce((sum, { alert }) => sum + alert.count, 0)
  const left = tellLeft(total - shown.length, 'event', 'the report as JSON has them, or their ids')
  if (shown.length === 0) return [left.join('\n').trim()]
  return [fold('Events', [...renderTable(['#', 'Time', 'Event', 'User', 'IP'], shown), ...left]).join('\n')]
}
