// The only place where a verdict is reached: fail > undecided > warn > pass, over all images, files and rules.

import type { DecisionKind, Warning } from '../image/decision.ts'
import { type Finding, UNRATED } from '../image/finding.ts'
import { type Image, nameImage, nameImages } from '../image/image.ts'
import { plural } from '../plural.ts'
import type { Alert } from './alert.ts'
import type { Coverage } from './coverage.ts'
import { tellGaps } from './gaps.ts'
import type { Untriaged } from './policy.ts'
import { readSevere, type Severe, tellSevere } from './severityreasons.ts'

/** The verdicts, the worst first. */
export const VERDICTS = ['fail', 'undecided', 'warn', 'pass'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Decision {
  readonly verdict: Verdict
  /** One sentence each, the most severe first. */
  readonly reasons: readonly string[]
}

/** A reason, and the verdict that it alone would give. */
export interface Reason {
  readonly verdict: Verdict
  readonly text: string
}

/** A reason with what it is about, which is the same where two reasons differ in their numbers only. */
export interface WeighedReason extends Reason {
  readonly about: string
  /** Set where it comes of a rule for a severity. */
  readonly severe?: Severe | undefined
  /** Set where it comes of findings that are let through with a warning. */
  readonly warning?: Warning
}

/** For which decisions the findings of an image warn. */
export type WarningsOf = (image: Image) => readonly Warning[]

/** Reaches the verdict from everything that was seen and from what could not be seen. */
export function reachVerdict(
  alerts: readonly Alert[],
  images: readonly Image[],
  coverage: readonly Coverage[],
  untriaged: Untriaged,
  warnings: WarningsOf = () => [],
): Decision {
  const reasons = tellReasons(weighReasons(alerts, images, coverage, untriaged, warnings), images)
  return concludeVerdict(reasons, alerts, images, coverage)
}

/** Reaches the verdict from what speaks against a pass, the most severe first, and from everything that was seen. */
export function concludeVerdict(
  reasons: readonly Reason[],
  alerts: readonly Alert[],
  images: readonly Image[],
  coverage: readonly Coverage[],
): Decision {
  const verdict = reasons[0]?.verdict ?? 'pass'
  if (verdict === 'pass') return { verdict, reasons: reasonsToPass(alerts, images, nameImages(images), coverage) }
  return { verdict, reasons: reasons.map(({ text }) => text) }
}

/** The reasons as they are told: what the severities of an image say is one sentence, where the worst of them stands. */
export function tellReasons(reasons: readonly WeighedReason[], images: readonly Image[]): readonly Reason[] {
  const names = nameImages(images)
  const told = new Set<WeighedReason>()
  return reasons.flatMap((reason): readonly Reason[] => {
    const { severe, verdict, text } = reason
    if (severe === undefined) return [{ verdict, text }]
    if (told.has(reason)) return []
    const together = reasons.filter(each => each.verdict === verdict && each.severe?.image === severe.image)
    for (const each of together) told.add(each)
    const all = together.flatMap(each => each.severe ?? [])
    return [{ verdict, text: tellSevere(all, severe.image, names[images.indexOf(severe.image)] ?? severe.image.uri) }]
  })
}

/** What speaks against a pass, the most severe first. */
export function weighReasons(
  alerts: readonly Alert[],
  images: readonly Image[],
  coverage: readonly Coverage[],
  untriaged: Untriaged,
  warnings: WarningsOf,
): readonly WeighedReason[] {
  const names = nameImages(images)
  const reasons = [
    ...alerts.flatMap(alert => reasonOfAlert(alert, images, names)),
    ...images.flatMap((image, i) => reasonsOfImage(image, names[i] ?? image.uri, untriaged, warnings(image))),
    ...tellGaps(coverage).map((text): WeighedReason => ({ verdict: 'undecided', text, about: 'gap' })),
  ]
  return VERDICTS.flatMap(each => reasons.filter(reason => reason.verdict === each))
}

function reasonOfAlert(alert: Alert, images: readonly Image[], names: readonly string[]): readonly WeighedReason[] {
  if (alert.action === 'notice') return []
  const about = images.find(({ uri }) => uri === alert.image)
  const severe = about && readSevere(alert, about)
  return [{ verdict: alert.action, text: tellAlert(alert, images, names), about: aboutAlert(alert), severe }]
}

/**
 * An alert as a reason of the verdict. A title names only the repository; with several images, the tag and the digest tell which one is
 * meant. `names` are those of the images.
 */
export function tellAlert(alert: Alert, images: readonly Pick<Image, 'uri'>[], names: readonly string[]): string {
  const several = alert.count === 1 ? '' : ` (${alert.count} events)`
  const name = names[images.findIndex(({ uri }) => uri === alert.image)] ?? nameImage(alert.image ?? '')
  const image = alert.image === null || images.length === 1 ? '' : `${name}: `
  return `${image}${alert.title}${several} [${alert.ruleId}]`
}

/** What an alert is about: what it says of how many there are is left out. */
export function aboutAlert({ ruleId, aggregate }: Alert): string {
  return JSON.stringify([ruleId, aggregate])
}

function reasonsOfImage(image: Image, name: string, untriaged: Untriaged, warnings: readonly Warning[]): readonly WeighedReason[] {
  const waiting = UNRATED.reduce((sum, severity) => sum + (image.severityCounts[severity] ?? 0), 0)
  return [
    ...image.gaps.map((gap): WeighedReason => ({ verdict: 'undecided', text: `${name}: ${gap}`, about: 'gap' })),
    ...(waiting === 0 || untriaged === 'ignore'
      ? []
      : [
          {
            verdict: untriaged,
            text: `${name}: ${plural(waiting, 'finding has', 'findings have')} no severity yet [untriaged]`,
            about: 'untriaged',
          },
        ]),
    ...warnings.map((warning): WeighedReason => {
      const { one, several, setting } = TOLD_WARNINGS[warning]
      const count = image.findings.filter(({ decision }) => decision.kind === warning).length
      return { verdict: 'warn', text: `${name}: ${plural(count, one, several)} [${setting}]`, about: setting, warning }
    }),
  ]
}

const TOLD_WARNINGS = {
  unfixed: { one: 'finding has no fix', several: 'findings have no fix', setting: 'unfixed' },
  known: { one: 'finding is known', several: 'findings are known', setting: 'baseline' },
  'base-image': {
    one: 'finding came with the base image',
    several: 'findings came with the base image',
    setting: 'base-image-findings',
  },
} as const satisfies Readonly<Record<Warning, { readonly one: string; readonly several: string; readonly setting: string }>>

function reasonsToPass(
  alerts: readonly Alert[],
  images: readonly Image[],
  names: readonly string[],
  coverage: readonly Coverage[],
): readonly string[] {
  const notices = alerts.length === 0 ? 'no alert' : plural(alerts.length, 'notice')
  const events = coverage.filter(({ source, state }) => source === 'events' && state === 'read')
  return [...images.map((image, i) => `${names[i]}: ${formatFindings(image)}`), ...events.map(({ message }) => `${message}; ${notices}`)]
}

/** `1 HIGH (3 open), 24 MEDIUM; 2 accepted` or `0 findings`: what counts, how many are open, and what was let through. */
export function formatFindings({
  severityCounts,
  openSeverityCounts,
  findings,
}: Pick<Image, 'severityCounts' | 'openSeverityCounts' | 'findings'>): string {
  const counts = Object.entries(openSeverityCounts).map(([severity, open]) => {
    // A severity that ECR does not document may be the name of anything.
    const count = Object.hasOwn(severityCounts, severity) ? (severityCounts[severity] ?? 0) : 0
    return `${count} ${severity}${count === open ? '' : ` (${open} open)`}`
  })
  return [counts.length === 0 ? '0 findings' : counts.join(', '), ...formatLetThrough(countLetThrough(findings))].join('; ')
}

/** How many findings have each decision by which an open one does not count. */
export type ThroughCounts = Readonly<Record<keyof typeof LET_THROUGH, number>>

export function countLetThrough(findings: readonly Pick<Finding, 'decision'>[]): ThroughCounts {
  const count = (kind: keyof ThroughCounts): number => findings.filter(({ decision }) => decision.kind === kind).length
  return {
    accepted: count('accepted'),
    vex: count('vex'),
    unfixed: count('unfixed'),
    'in-time': count('in-time'),
    known: count('known'),
    'base-image': count('base-image'),
  }
}

/** `2 accepted, 1 in time` as one text; none if nothing was let through. */
export function formatLetThrough(counts: ThroughCounts): readonly string[] {
  const kinds = Object.keys(LET_THROUGH) as readonly (keyof ThroughCounts)[]
  const told = kinds.flatMap(kind => (counts[kind] === 0 ? [] : [`${counts[kind]} ${LET_THROUGH[kind]}`]))
  return told.length === 0 ? [] : [told.join(', ')]
}

/** What is said of open findings that do not count. */
const LET_THROUGH = {
  accepted: 'accepted',
  vex: 'not affected or fixed by VEX',
  unfixed: 'without a fix',
  'in-time': 'in time',
  known: 'known',
  'base-image': 'of the base image',
} as const satisfies Readonly<Partial<Record<DecisionKind, string>>>
