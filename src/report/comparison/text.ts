// A comparison for a terminal: how many cases differ, then each of them with its reasons and the lines that make the difference.

import { type Paint, TONES } from '../paint.ts'
import { sentence } from '../text/screen.ts'
import { limitReasons } from '../wording.ts'
import type { AlertDifference, ComparedImage, ComparisonReport } from './results.ts'
import {
  describeAlertCounts,
  describeAlerts,
  describeCases,
  describeCause,
  describeComparison,
  describeCoverage,
  describeVerdicts,
  listReasons,
} from './wording.ts'

const MOST_IMAGES = 100
const MOST_ALERTS = 100
const MOST_REASONS = 10

export function renderComparisonText(report: ComparisonReport, paint: Paint): string {
  const differing = report.images.filter(({ effect }) => effect !== 'same')
  const sections = [
    [paint('bold', describeComparison(report)), ...describeCases(report).map(line => `  ${sentence(line)}`)],
    ...differing.slice(0, MOST_IMAGES).map(image => renderImage(image, paint)),
    ...left(differing.length - MOST_IMAGES, 'images'),
    ...renderEvents(report, paint),
    [
      paint('bold', 'Coverage'),
      ...report.coverage.map(each => `  ${each.state === 'gap' ? paint('red', 'gap: ') : ''}${sentence(describeCoverage(each))}`),
    ],
  ]
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function renderImage(image: ComparedImage, paint: Paint): readonly string[] {
  return [
    `${paint('bold', paint(TONES[image.new.verdict], image.effect))} ${sentence(image.name)}: ${describeVerdicts(image)}`,
    ...limitReasons(listReasons(image), MOST_REASONS).map(reason => `  ${sentence(reason)}`),
    ...limitReasons(image.causes.map(describeCause), MOST_REASONS).map(cause => `  by ${sentence(cause)}`),
  ]
}

function renderEvents(report: ComparisonReport, paint: Paint): readonly (readonly string[])[] {
  const { events, alerts } = report
  if (events === null) return []
  return [
    [
      `${paint('bold', paint(TONES[events.new.verdict], events.effect))} the events: ${describeVerdicts(events)}; ${describeAlertCounts(report)}`,
      ...alerts.slice(0, MOST_ALERTS).flatMap(alert => renderAlert(alert)),
      ...left(alerts.length - MOST_ALERTS, 'alerts').flat(),
    ],
  ]
}

function renderAlert(alert: AlertDifference): readonly string[] {
  const { change, about } = describeAlerts(alert)
  return [
    `  ${change} of ${sentence(alert.ruleId)}${about === '' ? '' : `: ${sentence(about)}`}`,
    ...limitReasons(alert.causes.map(describeCause), MOST_REASONS).map(cause => `    by ${sentence(cause)}`),
  ]
}

function left(count: number, what: string): readonly (readonly string[])[] {
  return count <= 0 ? [] : [[`  … and ${count} more ${what}; --format json lists all`]]
}
