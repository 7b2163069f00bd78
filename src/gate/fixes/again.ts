// Judges images again without some of their findings, by the same rules, exceptions and settings.

import { withoutFindings } from '../../image/decided.ts'
import type { Image } from '../../image/image.ts'
import { constantsOf } from '../../language/lookup.ts'
import type { CompiledRule } from '../../rules/compile.ts'
import type { Exception } from '../../rules/exception.ts'
import type { Limits } from '../../rules/limits.ts'
import { warningsOf } from '../decisions.ts'
import { evaluateRules } from '../evaluate.ts'
import { startExceptions } from '../exceptions/apply.ts'
import type { FindingPolicy, Untriaged } from '../policy.ts'
import { type WeighedReason, weighReasons } from '../verdict.ts'

/** An image as it was read, and with the decisions about its findings. */
export interface Decided {
  readonly given: Image
  readonly decided: Image
}

/** What is said of an image. */
export interface Answer {
  /** The image without the findings, before it is judged. */
  readonly rest: Image
  readonly reasons: readonly WeighedReason[]
}

/** By what images are judged. */
export interface Law {
  readonly rules: readonly CompiledRule[]
  readonly exceptions: readonly Exception[]
  readonly policy: FindingPolicy & { readonly untriaged: Untriaged }
  /** What binds exceptions that are yet to be written. */
  readonly limits: Limits['exceptions']
  /** In milliseconds since 1970. */
  readonly now: number
}

/** Judges an image without the findings at these positions. */
export type JudgeAgain = (image: Decided, without: ReadonlySet<number>) => Answer

export function startAgain({ rules, exceptions, policy, now }: Law): JudgeAgain {
  return ({ given, decided }, without) => {
    const rest = withoutFindings(decided, without)
    const evaluation = evaluateRules(rules, startExceptions(exceptions, now), () => undefined)
    const image = evaluation.judge(rest)
    const warnings = warningsOf(withoutFindings(given, without), rest, rules, policy.unfixed)
    return { rest, reasons: weighReasons(evaluation.alerts(), [image], [], policy.untriaged, () => warnings) }
  }
}

/** The same by those rules only that can see an image. */
export function ofImages(law: Law): Law {
  return {
    ...law,
    rules: law.rules.filter(
      ({ rule, filter }) =>
        rule.enabled && (rule.type === 'Finding' || (constantsOf(filter.expression, 'eventSource')?.has('ecr.amazonaws.com') ?? true)),
    ),
  }
}
