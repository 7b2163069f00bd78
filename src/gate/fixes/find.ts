// Finds what to change so that images may go out: first what ends that they fail, then what ends that they warn. Every answer is proven
// by judging again without what the changes fix.

import { groupBy } from '../../group.ts'
import type { Warning } from '../../image/decision.ts'
import type { Image } from '../../image/image.ts'
import type { Alert } from '../alert.ts'
import type { Coverage } from '../coverage.ts'
import { evaluateRules } from '../evaluate.ts'
import { startExceptions } from '../exceptions/apply.ts'
import { tellReasons, weighReasons } from '../verdict.ts'
import { type Answer, type Decided, type Law, ofImages, startAgain } from './again.ts'
import type { Fixes, Step, Unfixable } from './fix.ts'
import { isMonotone } from './look.ts'
import { findWay, worstOf } from './way.ts'

/** What was judged: the images, the alerts of the whole run, and what was read. */
export interface Judged {
  readonly images: readonly Decided[]
  readonly alerts: readonly Alert[]
  readonly coverage: readonly Coverage[]
}

/** Returns what to change; null where nothing speaks against the images that a change of a package or an exception ends. */
export function findFixes({ images, alerts, coverage }: Judged, law: Law): Fixes | null {
  const seeing = ofImages(law)
  // The platforms of an index are built from one Dockerfile, so what mends one mends all.
  const groups = [...groupBy(images, ({ decided }) => decided.indexDigest ?? decided.uri).values()]
  const search = { law: seeing, again: startAgain(seeing), isMonotone: isMonotone(seeing), groups: groups.length }
  const ways = groups.map(group => findWay(group, search))
  const steps = (['fail', 'warn'] as const).flatMap((from): readonly Step[] => {
    const its = ways.flatMap(way => way.steps.filter(step => step.from === from))
    if (its.length === 0) return []
    const verdict = worstOf(ways.map(way => way.verdicts[from]))
    return [{ from, verdict, changes: its.flatMap(step => step.changes), unfixable: mergeUnfixable(its.flatMap(step => step.unfixable)) }]
  })
  const untold = ways.flatMap(way => way.untold)
  if (steps.length === 0 && untold.length === 0) return null
  const { verdict, remains } = judgeRun(
    ways.flatMap(way => way.answers),
    { alerts, coverage },
    seeing,
  )
  return { steps, isSmallest: ways.every(way => way.isSmallest), verdict, remains, untold }
}

// Images of one repository may need the same exception.
function mergeUnfixable(unfixable: readonly Unfixable[]): readonly Unfixable[] {
  return [...groupBy(unfixable, ({ exception }) => exception).values()].flatMap(same =>
    same.slice(0, 1).map(each => ({ ...each, images: [...new Set(same.flatMap(({ images }) => images))] })),
  )
}

/** The verdict of the run with these answers about its images, judged together as the run judges them, and why it is no pass. */
function judgeRun(
  answers: readonly Answer[],
  { alerts, coverage }: Pick<Judged, 'alerts' | 'coverage'>,
  { rules, exceptions, policy, now }: Law,
): Pick<Fixes, 'verdict' | 'remains'> {
  const evaluation = evaluateRules(rules, startExceptions(exceptions, now), () => undefined)
  const warnings = new Map<Image, readonly Warning[]>()
  const images = answers.map(({ rest, reasons }) => {
    const image = evaluation.judge(rest)
    warnings.set(
      image,
      reasons.flatMap(({ warning }) => warning ?? []),
    )
    return image
  })
  const all = [...alerts.filter(({ image }) => image === null), ...evaluation.alerts()]
  const reasons = tellReasons(
    weighReasons(all, images, coverage, policy.untriaged, image => warnings.get(image) ?? []),
    images,
  )
  const verdict = reasons[0]?.verdict ?? 'pass'
  return { verdict, remains: reasons.flatMap(reason => (reason.verdict === verdict ? [reason.text] : [])) }
}
