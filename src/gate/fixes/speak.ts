// What speaks against an image without some of its findings. A search asks this thousands of times, so an image is not judged anew for each
// question: rules over images are, once for the same counts, and rules over findings once for each finding, which they see one by one.

import { withCounts } from '../../image/event.ts'
import type { SeverityCounts } from '../../image/finding.ts'
import type { Match } from '../alert.ts'
import { mayWarn } from '../decisions.ts'
import { evaluateRules, traceEvaluation } from '../evaluate.ts'
import type { MatchOutcome } from '../evaluator.ts'
import { startExceptions } from '../exceptions/apply.ts'
import { aboutAlert, type Verdict, weighReasons } from '../verdict.ts'
import type { Decided, JudgeAgain, Law } from './again.ts'
import { looksAtLists } from './look.ts'

/** Something that speaks against an image, with the verdict that it alone would give. */
export interface Spoken {
  readonly verdict: Verdict
  readonly about: string
}

/** Returns what speaks against an image without the findings at these positions, each of which counts or warns. */
export type Speak = (without: readonly number[]) => readonly Spoken[]

/** Whether each question is answered by judging the image anew, because more is asked for than its counts and each finding by itself. */
export function isJudgedAnew({ decided }: Decided, law: Law): boolean {
  return mayWarn(decided, law.policy.unfixed).length > 0 || overImages(law).some(looksAtLists)
}

function overImages({ rules }: Law): Law['rules'] {
  return rules.filter(({ rule }) => rule.type !== 'Finding')
}

export function startSpeaking(image: Decided, law: Law, again: JudgeAgain): Speak {
  if (isJudgedAnew(image, law)) return without => again(image, new Set(without)).reasons
  const { findings, severityCounts } = image.decided
  const byCounts = startCounting(image, { ...law, rules: overImages(law) })
  const byFinding = startFinding(image, law)
  const severities = findings.map(({ severity }) => severity)
  return without => {
    const counts = new Map(Object.entries(severityCounts))
    for (const position of without) {
      const severity = severities[position] ?? ''
      counts.set(severity, (counts.get(severity) ?? 0) - 1)
    }
    return [...byCounts(counts), ...byFinding(without)]
  }
}

function startCounting({ decided }: Decided, law: Law): (counts: ReadonlyMap<string, number>) => readonly Spoken[] {
  const known = new Map<string, readonly Spoken[]>()
  const judge = (severityCounts: SeverityCounts): readonly Spoken[] => {
    const evaluation = evaluateRules(law.rules, startExceptions(law.exceptions, law.now), () => undefined)
    const event = withCounts(decided.event, severityCounts, () => false)
    const image = evaluation.judge({ ...decided, findings: [], severityCounts, event })
    return weighReasons(evaluation.alerts(), [image], [], law.policy.untriaged, () => [])
  }
  return counts => {
    const key = JSON.stringify([...counts])
    const spoken = known.get(key) ?? judge(Object.fromEntries([...counts].filter(([, count]) => count > 0)))
    known.set(key, spoken)
    return spoken
  }
}

/** An alert that findings open together, if so many of them are there. */
interface Possible extends Spoken {
  readonly threshold: number
}

// All findings of an image have one time, so that an alert needs nothing but their number.
function startFinding({ decided }: Decided, law: Law): Speak {
  const finders = law.rules.filter(({ rule }) => rule.type === 'Finding')
  if (finders.length === 0) return () => []
  const thresholds = new Map(finders.map(({ rule }) => [rule.id, rule.threshold]))
  const single = finders.map(compiled => ({ ...compiled, rule: { ...compiled.rule, threshold: 1 } }))
  const matchesOf: Match[][] = decided.findings.map(() => [])
  let at = 0
  const trace = (_: unknown, __: unknown, outcome: MatchOutcome): void => {
    if (typeof outcome === 'object' && 'event' in outcome) matchesOf[at]?.push(outcome)
  }
  const evaluation = traceEvaluation(single, trace, () => undefined, startExceptions(law.exceptions, law.now))
  for (; at < decided.findings.length; at++) evaluation.judge({ ...decided, findings: decided.findings.slice(at, at + 1) })
  const possible: Possible[] = []
  const numbers = new Map<string, number>()
  const keyOf = new Map<Match, number>()
  for (const { rule, alert, matches } of evaluation.openings()) {
    if (alert.action === 'notice') continue
    const about = aboutAlert(alert)
    const number = numbers.get(about) ?? possible.push({ verdict: alert.action, about, threshold: thresholds.get(rule.id) ?? 1 }) - 1
    numbers.set(about, number)
    for (const match of matches) keyOf.set(match, number)
  }
  const opens = matchesOf.map(matches => matches.flatMap(match => keyOf.get(match) ?? []))
  const all = new Int32Array(possible.length)
  for (const number of opens.flat()) all[number] = (all[number] ?? 0) + 1
  return without => {
    const counts = all.slice()
    for (const position of without) for (const number of opens[position] ?? []) counts[number] = (counts[number] ?? 0) - 1
    return possible.filter(({ threshold }, number) => (counts[number] ?? 0) >= threshold)
  }
}
