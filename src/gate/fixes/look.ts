// What rules look at of the findings of an image: whether fewer findings can make a verdict worse, and whether only the counts matter.

import { LISTS, leadsIntoList } from '../../image/page.ts'
import type { Expression, Path } from '../../language/ast.ts'
import { pathsOf } from '../../language/paths.ts'
import type { CompiledRule } from '../../rules/compile.ts'
import type { Law } from './again.ts'

/** Whether fewer findings never make it worse. */
export function isMonotone({ rules, exceptions }: Law): boolean {
  const alerts = exceptions.filter(each => each.kind === 'alert')
  return rules.every(
    ({ rule, filter, suppressions }) =>
      rule.type === 'Finding' ||
      (falls(filter.expression, true) &&
        suppressions.every(({ expression }) => falls(expression, false)) &&
        alerts.every(each => each.rule !== rule.id || falls(each.expression, false))),
  )
}

// Whether a filter that holds can only cease to hold when findings go, or the other way round where `down` is false.
function falls(expression: Expression, down: boolean): boolean {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.terms.every(term => falls(term, down))
    case 'not':
      return falls(expression.term, !down)
    case 'comparison':
      if (!isAboutFindings(expression.path)) return true
      return isCount(expression.path) && (down ? ['>', '>='] : ['<', '<=']).includes(expression.operator)
    case 'in':
      return !isAboutFindings(expression.path)
  }
}

/** Whether a rule over images looks at more of the findings than at how many there are. */
export function looksAtLists({ filter, suppressions }: CompiledRule): boolean {
  const paths = [filter, ...suppressions].flatMap(({ expression }) => pathsOf(expression))
  return paths.some(path => isAboutFindings(path) && !isCount(path))
}

const COUNTS = ['responseElements', 'imageScanFindings', 'findingSeverityCounts']

function isCount({ segments }: Path): boolean {
  return segments.length === COUNTS.length + 1 && COUNTS.every((name, i) => segments[i] === name)
}

function isAboutFindings({ segments }: Path): boolean {
  return COUNTS.every((name, i) => i >= segments.length || segments[i] === name) || LISTS.some(name => leadsIntoList(segments, name))
}
