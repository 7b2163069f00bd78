// The judgement of a run. The rules see every image and every event as it is read, so that a million events fit in memory; once all
// is read, what they saw is decided.

import { type Activity, startActivity } from '../gate/activity.ts'
import type { Alert } from '../gate/alert.ts'
import type { Coverage } from '../gate/coverage.ts'
import { evaluateRules } from '../gate/evaluate.ts'
import type { Untriaged } from '../gate/policy.ts'
import { type Decision, reachVerdict } from '../gate/verdict.ts'
import type { Image } from '../image/image.ts'
import type { CompiledRule } from '../rules/compile.ts'
import type { See } from '../sources/source.ts'

/** What was read in all. */
interface Seen {
  readonly images: readonly Image[]
  readonly coverage: readonly Coverage[]
}

export interface Judgement extends Decision {
  readonly alerts: readonly Alert[]
  readonly activity: Activity | null
}

export interface Judging {
  /** Judges an image. Returns it with what the rules could not see of it. */
  readonly judge: (image: Image) => Image
  readonly see: See
  readonly decide: (read: Seen, untriaged: Untriaged) => Judgement
}

export function startJudging(rules: readonly CompiledRule[]): Judging {
  const evaluation = evaluateRules(rules)
  const activity = startActivity()
  return {
    judge: evaluation.judge,
    see: ({ event }) => {
      activity.see(event)
      return evaluation.see(event)
    },
    decide: ({ images, coverage }, untriaged) => {
      const alerts = evaluation.alerts()
      return { ...reachVerdict(alerts, images, coverage, untriaged), alerts, activity: activity.activity() }
    },
  }
}
