// What is wrong with the suppressions of a user's rules and overrides, as far as it follows from the rules alone. The vocabulary of an
// override's suppression is that of its rule, so it is known only here.

import type { Diagnostic, Problem } from '../diagnostic.ts'
import { LISTS, leadsIntoList } from '../image/page.ts'
import type { Expression } from '../language/ast.ts'
import { canHoldTogether, fewValues } from '../language/imply.ts'
import { pathsOf } from '../language/paths.ts'
import { type CompiledRule, withoutSuppressions } from '../rules/compile.ts'
import { checkFilter } from '../rules/filter.ts'
import { type LintedRule, type Text, toLintedRule } from '../rules/lint/linted.ts'
import type { Rule, Where } from '../rules/rule.ts'
import { proposeException, proposeForFindings } from './exceptions/propose.ts'
import { canJudgeImage, canSuppressImage } from './visibility.ts'

/** Reports the problems of a rule's suppressions. Of these, the first `written` are in the rule itself, and overrides add the rest. */
export function checkSuppressions(
  compiled: CompiledRule,
  written: number,
  placeOf: (rule: Rule, where: Where) => Diagnostic['at'],
): readonly Diagnostic[] {
  const { rule, vocabulary } = compiled
  if (rule.suppressions.length === 0) return []
  const linted = toLintedRule(compiled, 0)
  return linted.suppressions.flatMap((text, index) => {
    const problems = [
      // The loader has checked what is written in a rule.
      ...(index < written ? [] : checkFilter(text.plan.expression, rule.suppressions[index] ?? '', vocabulary)),
      ...tellWholeImage(compiled, text),
      ...tellIdle(compiled, linted, text, index),
    ]
    return problems.map(({ offset, ...problem }) => ({
      ...problem,
      at: placeOf(rule, { field: 'suppressions', index, offset }) ?? rule.file,
    }))
  })
}

type Found = Problem & { readonly offset: number }

// The image's own event has all of its findings, so a suppression that holds for one of them removes them all.
function tellWholeImage(compiled: CompiledRule, { plan }: Text): readonly Found[] {
  if (compiled.rule.type !== 'CloudTrail') return []
  const inside = pathsOf(plan.expression).find(({ segments }) => LISTS.some(name => leadsIntoList(segments.slice(0, -1), name)))
  if (inside === undefined || !canJudgeImage(withoutSuppressions(compiled))) return []
  return [
    {
      level: 'error',
      kind: 'whole-image',
      message: 'this suppression looks at single findings, but removes the whole image with all of its findings',
      help: `accept the finding itself: ${proposeException(plan.expression)}`,
      offset: inside.span.start,
    },
  ]
}

function tellIdle(compiled: CompiledRule, { rule, premises, filter }: LintedRule, { formula }: Text, position: number): readonly Found[] {
  const found = (message: string, help?: string): readonly Found[] => {
    return [{ level: 'warning', kind: 'idle-suppression', message, ...(help === undefined ? {} : { help }), offset: 0 }]
  }
  if (!canHoldTogether([...premises, filter.formula, formula])) {
    // A filter that never holds is told by the lint, and says nothing about its suppressions.
    return canHoldTogether([...premises, filter.formula]) ? found('this suppression matches no event that the filter matches') : []
  }
  const names = fewValues(filter.formula, 'eventName')
  const isAboutImages = rule.type === 'CloudTrail' && names?.size === 1 && names.has('DescribeImageScanFindings')
  if (!isAboutImages || !canJudgeImage(withoutSuppressions(compiled)) || canSuppressImage(compiled, position)) return []
  const meant = proposeForFindings(compiled.suppressions[position]?.expression as Expression)
  const why = 'the event of an image has no user, address, agent or error, because it records no call'
  return found('this suppression removes no image', meant === undefined ? why : `accept the finding itself: ${meant}`)
}
