// The alerts of rules as results, together with problems of the rules and gaps in the sources.

import type { Diagnostic } from '../../diagnostic.ts'
import type { Alert } from '../../gate/alert.ts'
import type { Coverage } from '../../gate/coverage.ts'
import type { Action } from '../../rules/rule.ts'
import { addressOf } from '../gfm.ts'
import type { NamedImage } from '../name.ts'
import type { Line, Report, ReportedImage } from '../report.ts'
import { describeEvents, describeLive } from '../wording.ts'
import { listOrigins } from './category.ts'
import { type Entry, placeOf, plain } from './entry.ts'
import { GAP } from './findings.ts'

const LEVELS: Readonly<Record<Action, Entry['level']>> = { fail: 'error', warn: 'warning', notice: 'note' }
/** The middle of GitHub's bands high, medium and low. A rule does not know how severe a vulnerability is, so none is critical. */
const SCORES: Readonly<Record<Action, number>> = { fail: 8, warn: 5.5, notice: 2 }

/** The result for an alert. It is placed where its image is built, or at the rule's file if the alert is about events. */
export function alertToResult(alert: Alert, images: readonly NamedImage[], { rules, coverage }: Pick<Report, 'rules' | 'coverage'>): Entry {
  const { ruleId, action } = alert
  const image = images.find(({ uri }) => uri === alert.image)
  const file = rules.loaded.find(({ id }) => id === ruleId)?.file
  const link = addressOf(alert.events[0]?.link ?? '')
  return {
    rule: {
      id: ruleId,
      title: alert.ruleName,
      description: alert.alertDescription,
      facts: [
        ['Action', action],
        ['File', file ?? ''],
      ],
      links: alert.references,
      tags: ['security', 'alert', ...alert.tags],
      score: SCORES[action],
    },
    level: LEVELS[action],
    message: [
      plain(`${alert.title || ruleId}.`),
      plain(`${image?.name ?? describeEvents(alert)}.`),
      ...describeLive(alert).map(each => plain(`${each}.`)),
      ...(link === undefined ? [] : [`[The first event](${link}).`]),
    ].join(' '),
    at: image === undefined ? { file: file ?? ruleId, line: 1 } : placeOf(image),
    about: image === undefined ? [] : [{ kind: 'image', name: image.uri }],
    identity: [...(image?.lasting ?? [JSON.stringify(listOrigins(coverage)), null]), ruleId, lastingAggregate(alert, image)],
    order: JSON.stringify([alert.firstTime, alert.title]),
  }
}

// What tells an alert from others of its rule, except the digest, the URI and the tags of its image, which do not last.
function lastingAggregate({ aggregate }: Alert, image: ReportedImage | undefined): string {
  const passing: readonly unknown[] = image === undefined ? [] : [image.digest, image.uri, ...image.tags]
  return JSON.stringify(Object.entries(aggregate).filter(([, value]) => value !== null && !passing.includes(value)))
}

/** The result for an error or a warning with a place. An error without one is only a notification. */
export function diagnosticToResults(diagnostic: Diagnostic): readonly Entry[] {
  const { at, level, kind, message, help } = diagnostic
  if (at === undefined || level === 'note') return []
  const place: Line & { readonly column?: number } = typeof at === 'string' ? { file: at, line: 1 } : at
  return [
    {
      rule: { id: kind, title: kind, description: help ?? '', facts: [], links: [], tags: [], score: null },
      level,
      message: [message, ...(help === undefined ? [] : [`help: ${help}`])].map(text => plain(text)).join('; '),
      at: place,
      about: [],
      identity: [kind, place.file, message],
      order: String(place.line).padStart(12, '0'),
    },
  ]
}

export function coverageToResult({ source, origin, message }: Coverage): Entry {
  return {
    rule: GAP,
    level: 'error',
    message: plain(`Not seen: ${message}`),
    at: { file: source, line: 1 },
    about: [],
    identity: [source, origin, 'gap'],
    order: message,
  }
}
