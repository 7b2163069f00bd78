// The phrases that the formats of a comparison share, as plain text. Each format escapes them in its own way.

import { plural } from '../../plural.ts'
import { describeAggregate } from '../wording.ts'
import type { Cause } from './causes.ts'
import type { AlertDifference, AlertTally, Answer, ComparisonReport, Pair, SideCoverage } from './results.ts'

/** `blocks 3 more, lets 1 through, 12 the same`. */
export function describeComparison({ cases }: ComparisonReport): string {
  const { blocks, changes, same } = cases
  const others = changes === 0 ? '' : `${changes} with another verdict, `
  return `blocks ${blocks} more, lets ${cases.allows} through, ${others}${same} the same`
}

/** What the cases are, and which policies judged them. */
export function describeCases(report: ComparisonReport): readonly string[] {
  const { images, events, old, new: next } = report
  const cases = [
    ...(images.length > 0 || events === null ? [plural(images.length, 'image')] : []),
    ...(events === null ? [] : ['the events']),
  ]
  const others = images.filter(
    image => image.effect === 'same' && JSON.stringify(image.old.reasons) !== JSON.stringify(image.new.reasons),
  ).length
  const undecided = images.filter(image => image.old.verdict === 'undecided' && image.new.verdict === 'undecided').length
  return [
    `${cases.join(' and ')}, judged by ${old} (old) and by ${next} (new) as of ${report.readAt}`,
    ...(others === 0 ? [] : [`${plural(others, 'image has', 'images have')} the same verdict for other reasons; --format json has them`]),
    ...(undecided === 0 ? [] : [`${plural(undecided, 'image is', 'images are')} undecided under both policies; --format json says why`]),
  ]
}

/** `pass → fail`, with what is done about an undecided verdict where that makes the difference. */
export function describeVerdicts({ old, new: next }: Pair<Answer>): string {
  const show = ({ verdict, blocks }: Answer): string => (verdict === 'undecided' && !blocks ? 'undecided (lets through)' : verdict)
  return `${show(old)} → ${show(next)}`
}

/** The reasons that only the old answer has after a minus, those that only the new one has after a plus; if none differs, all of them. */
export function listReasons({ old, new: next }: Pair<Answer>): readonly string[] {
  const [before, after] = [old, next].map(({ reasons }) => reasons.map(({ verdict, text }) => `${verdict}: ${text}`)) as [
    string[],
    string[],
  ]
  const only = (sign: string, some: readonly string[], others: readonly string[]): readonly string[] =>
    some.filter(reason => !others.includes(reason)).map(reason => `${sign} ${reason}`)
  const differing = [...only('-', before, after), ...only('+', after, before)]
  return differing.length > 0 ? differing : after.map(reason => `= ${reason}`)
}

/** `base/exceptions.yml:4:5 accepts CVE-2026-1234 (only old)`. */
export function describeCause({ side, at, text }: Cause): string {
  return `${at === null ? '' : `${at} `}${text}${onlyOn(side)}`
}

/** `2 alerts fail → none`, of what these alerts have in common. */
export function describeAlerts(difference: AlertDifference): { readonly change: string; readonly about: string } {
  const show = (tally: AlertTally | null): string => (tally === null ? 'none' : `${tally.alerts} ${tally.action}`)
  return { change: `${show(difference.old)} → ${show(difference.new)}`, about: describeAggregate(difference) }
}

/** How many alerts over events differ and how many do not. */
export function describeAlertCounts({ alerts, sameAlerts }: ComparisonReport): string {
  const count = (side: 'old' | 'new'): number => alerts.reduce((sum, each) => sum + (each[side]?.alerts ?? 0), 0)
  const same = `${plural(sameAlerts, 'alert')} the same`
  return alerts.length === 0 ? same : `alerts that differ: ${count('old')} old, ${count('new')} new; ${same}`
}

/** What was covered, and whether only one policy has it so. */
export function describeCoverage({ side, message }: SideCoverage): string {
  return `${message}${onlyOn(side)}`
}

function onlyOn(side: Cause['side']): string {
  return side === 'both' ? '' : ` (only ${side})`
}
