// Why the verdict is what it is, and the alerts. An alert that is a reason is told once, with what its rule is about; notices of one rule
// are a line.

import type { Alert } from '../../gate/alert.ts'
import { tellAlert } from '../../gate/verdict.ts'
import { groupBy } from '../../group.ts'
import { splitReasons, type ToldFixes } from '../fixes.ts'
import { type NamedImage, namesByUri } from '../name.ts'
import { TONES } from '../paint.ts'
import type { Report } from '../report.ts'
import { countAlerts, describeEvents, describeLive } from '../wording.ts'
import { paragraph, type Screen } from './screen.ts'

const MOST_ALERTS = 100
const MOST_NOTICES = 20

export interface Reasons {
  readonly lines: readonly string[]
  /** Those that stay whatever is done now. */
  readonly staying: readonly string[]
  /** The sentences, and the alerts that are among them. */
  readonly texts: ReadonlySet<string>
  readonly told: ReadonlySet<Alert>
}

/** The reasons of the verdict, those that are alerts with their numbers, which `ecr-gate show` accepts. */
export function renderReasons(report: Report, told: ToldFixes | undefined, images: readonly NamedImage[], screen: Screen): Reasons {
  const { alerts } = report
  const { ended, staying } = splitReasons(report, told)
  const shown = matchAlerts([...ended, ...staying], alerts, images)
  const matched = shown.flatMap(({ alerts: its }) => its)
  const layout = layOut(matched, alerts)
  const render = ({ text, alerts: its }: Reason): readonly string[] =>
    its.length === 0 ? paragraph(`  ${markOf([], layout)} `, text, screen) : renderAlert(its, text, layout, screen)
  return {
    lines: shown.slice(0, ended.length).flatMap(render),
    staying: shown.slice(ended.length).flatMap(render),
    texts: new Set(shown.map(({ text }) => text)),
    told: new Set(matched),
  }
}

interface Reason {
  readonly text: string
  /** The alerts that it tells. */
  readonly alerts: readonly Alert[]
}

// A reason is the sentence of one alert, or says what several severities have against an image and ends with their rules. What is not
// recognised is told by itself, so an alert is never lost.
function matchAlerts(reasons: readonly string[], alerts: readonly Alert[], images: readonly NamedImage[]): readonly Reason[] {
  const speaking = alerts.filter(({ action }) => action !== 'notice')
  const names = images.map(({ name }) => name)
  const bySentence = groupBy(speaking, alert => tellAlert(alert, images, names))
  const byRule = groupBy(speaking, ({ ruleId }) => ruleId)
  const uris = namesByUri(images)
  const told = new Set<Alert>()
  return reasons.map(text => {
    const [alert] = (bySentence.get(text) ?? []).filter(each => !told.has(each))
    const [, rules = ''] = / \[([^[\]]+)\]$/.exec(text) ?? []
    const ofRules = rules.split(', ').flatMap(id => byRule.get(id) ?? [])
    const isAbout = ({ image }: Alert): boolean => image !== null && [': ', ' ['].some(end => text.includes(` in ${uris.get(image)}${end}`))
    const ofImage = ofRules.filter(each => !told.has(each) && isAbout(each))
    const its = alert === undefined ? ofImage : [alert]
    for (const each of its) told.add(each)
    return { text, alerts: its }
  })
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
  const names = images.map(({ name }) => name)
  const single = folded.flatMap(group => (group.length === 1 ? group : []))
  const layout = layOut([...shown, ...single], alerts)
  return [
    `${screen.paint('bold', told.size === 0 ? 'Alerts' : 'Other alerts')} ${countAlerts(others)}`,
    ...shown.flatMap(alert => renderAlert([alert], tellAlert(alert, images, names), layout, screen)),
    ...folded.flatMap(group => renderNotices(group, layout, screen)),
    ...(left > 0 ? [screen.paint('dim', `  … and ${left} more; ${screen.all}`)] : []),
  ]
}

interface Layout {
  /** The number of each alert in the report. */
  readonly numbers: ReadonlyMap<Alert, number>
  /** The characters of the longest number. */
  readonly width: number
  /** The first alert of each rule, which says what the rule is about. */
  readonly firsts: ReadonlySet<Alert>
}

function layOut(shown: readonly Alert[], alerts: readonly Alert[]): Layout {
  const places = new Map(alerts.map((alert, i) => [alert, i + 1]))
  const numbers = new Map(shown.map(alert => [alert, places.get(alert) ?? 0]))
  const firsts = [...groupBy(shown, ({ ruleId }) => ruleId).values()].flatMap(([first]) => first ?? [])
  const width = Math.max(0, ...[...numbers.values()].map(number => String(number).length))
  return { numbers, width, firsts: new Set(firsts) }
}

// The alerts of one sentence have the same action.
function renderAlert(alerts: readonly Alert[], text: string, layout: Layout, screen: Screen): readonly string[] {
  const [first] = alerts
  if (first === undefined) return []
  const { image } = first
  const indent = ' '.repeat(layout.width + 4)
  const about = alerts.filter(alert => layout.firsts.has(alert)).map(({ alertDescription }) => alertDescription.trim())
  return [
    ...renderTitle(alerts, image === null ? `${first.title} [${first.ruleId}]` : text, layout, screen),
    ...(image === null ? [describeEvents(first), ...describeLive(first)].flatMap(each => paragraph(indent, each, screen)) : []),
    ...about.flatMap(each => (each === '' ? [] : each.split('\n').flatMap(line => paragraph(indent, line, screen)))),
  ]
}

function renderNotices(alerts: readonly Alert[], layout: Layout, screen: Screen): readonly string[] {
  const [first] = alerts
  if (first === undefined) return []
  const times = alerts.length === 1 ? '' : `×${alerts.length} `
  const title = alerts.every(each => each.title === first.title) ? first.title : first.ruleName
  return renderTitle(alerts, `${times}${title} [${first.ruleId}]`, layout, screen)
}

/** The number, the action and the sentence of alerts, which ends with their rules. */
function renderTitle(alerts: readonly Alert[], text: string, layout: Layout, screen: Screen): readonly string[] {
  const { paint } = screen
  const mark = markOf(alerts, layout)
  const action = alerts[0]?.action ?? 'notice'
  return paragraph(`  ${mark} `, `${action} ${text}`, screen).map((line, i) => {
    const told = line.replace(/\[[^[\]]+\]$/, rule => paint('dim', rule))
    const plain = `  ${mark} ${action}`
    return i > 0 || !told.startsWith(plain) ? told : `  ${paint('dim', mark)} ${paint(TONES[action], action)}${told.slice(plain.length)}`
  })
}

// Only a single alert has one number to show.
function markOf(alerts: readonly Alert[], { numbers, width }: Layout): string {
  const [first, second] = alerts
  return (first === undefined || second !== undefined ? '-' : `${numbers.get(first)}.`).padStart(width + 1)
}
