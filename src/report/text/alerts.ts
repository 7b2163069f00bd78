// Why the verdict is what it is, and the alerts. An alert that is a reason is told once, with what its rule is about; notices of one rule
// are a line.

import type { Alert } from '../../gate/alert.ts'
import { tellAlert } from '../../gate/verdict.ts'
import { groupBy } from '../../group.ts'
import type { NamedImage } from '../name.ts'
import { TONES } from '../paint.ts'
import type { Report } from '../report.ts'
import { countAlerts, describeEvents, limitReasons } from '../wording.ts'
import { paragraph, type Screen, sentence } from './screen.ts'

const MOST_ALERTS = 100
const MOST_NOTICES = 20

export interface Reasons {
  readonly lines: readonly string[]
  /** Those of them that stay whatever is done now. */
  readonly staying: readonly string[]
  /** The sentences, and the alerts that are among them. */
  readonly texts: ReadonlySet<string>
  readonly told: ReadonlySet<Alert>
}

/** The reasons of the verdict, those that are alerts with their numbers, which `ecr-gate show` accepts. */
export function renderReasons({ reasons, alerts, fixes }: Report, images: readonly NamedImage[], screen: Screen): Reasons {
  const names = images.map(({ name }) => name)
  const speaking = alerts.filter(({ action }) => action !== 'notice')
  const texts = new Map([...groupBy(speaking, alert => tellAlert(alert, images, names))].map(([text, same]) => [text, [...same]]))
  const shown = limitReasons(reasons).map(text => ({ text, alert: texts.get(text)?.shift() }))
  const told = shown.flatMap(({ alert }) => alert ?? [])
  const layout = layOut(told, alerts, images)
  const bullet = `  ${markOf(undefined, layout.width)} `
  const render = ({ text, alert }: (typeof shown)[number]): readonly string[] =>
    alert === undefined ? paragraph(bullet, text, screen) : renderAlert(alert, layout, screen)
  const staying = new Set(fixes === null || fixes.steps.length === 0 ? [] : fixes.remains)
  return {
    lines: shown.filter(({ text }) => !staying.has(text)).flatMap(render),
    staying: shown.filter(({ text }) => staying.has(text)).flatMap(render),
    texts: new Set(shown.map(({ text }) => text)),
    told: new Set(told),
  }
}

/** The alerts besides those that are told elsewhere. */
export function renderAlerts(
  { alerts }: Report,
  images: readonly NamedImage[],
  told: ReadonlySet<Alert>,
  screen: Screen,
): readonly string[] {
  const others = alerts.filter(alert => !told.has(alert))
  if (others.length === 0) return []
  const shown = others.filter(({ action }) => action !== 'notice').slice(0, MOST_ALERTS)
  const notices = groupBy(
    others.filter(({ action }) => action === 'notice'),
    ({ ruleId }) => ruleId,
  )
  const folded = [...notices.values()].slice(0, MOST_NOTICES)
  const left = others.length - shown.length - folded.flat().length
  const single = folded.flatMap(group => (group.length === 1 ? group : []))
  const layout = layOut([...shown, ...single], alerts, images)
  return [
    `${screen.paint('bold', told.size === 0 ? 'Alerts' : 'Other alerts')} ${countAlerts(others)}`,
    ...shown.flatMap(alert => renderAlert(alert, layout, screen)),
    ...folded.flatMap(group => renderNotices(group, layout, screen)),
    ...(left > 0 ? [screen.paint('dim', `  … and ${left} more; ${screen.all}`)] : []),
  ]
}

interface Layout {
  readonly images: readonly NamedImage[]
  /** The number of each alert in the report. */
  readonly numbers: ReadonlyMap<Alert, number>
  /** The characters of the longest number. */
  readonly width: number
  /** The first alert of each rule, which says what the rule is about. */
  readonly firsts: ReadonlySet<Alert>
}

function layOut(shown: readonly Alert[], alerts: readonly Alert[], images: readonly NamedImage[]): Layout {
  const places = new Map(alerts.map((alert, i) => [alert, i + 1]))
  const numbers = new Map(shown.map(alert => [alert, places.get(alert) ?? 0]))
  const firsts = [...groupBy(shown, ({ ruleId }) => ruleId).values()].flatMap(([first]) => first ?? [])
  const width = Math.max(0, ...[...numbers.values()].map(number => String(number).length))
  return { images, numbers, width, firsts: new Set(firsts) }
}

function renderAlert(alert: Alert, { images, numbers, width, firsts }: Layout, screen: Screen): readonly string[] {
  const { action, image, ruleId, alertDescription } = alert
  const { paint } = screen
  const mark = markOf(numbers.get(alert), width)
  const lead = { text: `  ${paint('dim', mark)} ${paint(TONES[action], action)} `, length: `  ${mark} ${action} `.length }
  const indent = ' '.repeat(mark.length + 3)
  const names = images.map(({ name }) => name)
  const text = image === null ? `${alert.title} [${ruleId}]` : tellAlert(alert, images, names)
  const about = firsts.has(alert) ? alertDescription.trim() : ''
  return [
    ...paragraph(lead, text, screen).map(line => dimRule(line, ruleId, screen)),
    ...(image === null ? paragraph(indent, describeEvents(alert), screen) : []),
    ...(about === '' ? [] : about.split('\n').flatMap(line => paragraph(indent, line, screen))),
  ]
}

function markOf(number: number | undefined, width: number): string {
  return (number === undefined ? '-' : `${number}.`).padStart(width + 1)
}

function renderNotices(alerts: readonly Alert[], { numbers, width }: Layout, screen: Screen): readonly string[] {
  const [first] = alerts
  if (first === undefined) return []
  const { paint } = screen
  const times = alerts.length === 1 ? '' : `×${alerts.length} `
  const title = alerts.every(each => each.title === first.title) ? first.title : first.ruleName
  const mark = markOf(alerts.length === 1 ? numbers.get(first) : undefined, width)
  const lead = { text: `  ${paint('dim', mark)} ${paint(TONES.notice, 'notice')} ${times}`, length: `  ${mark} notice ${times}`.length }
  return paragraph(lead, `${title} [${first.ruleId}]`, screen).map(line => dimRule(line, first.ruleId, screen))
}

function dimRule(line: string, ruleId: string, { paint }: Screen): string {
  const mark = `[${sentence(ruleId)}]`
  return line.endsWith(mark) ? `${line.slice(0, -mark.length)}${paint('dim', mark)}` : line
}
