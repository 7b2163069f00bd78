// What the enabled rules look at, so that nothing is asked for or held that no rule would see.

import { LISTS } from '../events/page.ts'
import type { Segment } from '../language/ast.ts'
import { constantsOf } from '../language/lookup.ts'
import { parsePath } from '../language/parse.ts'
import { pathsOf } from '../language/paths.ts'
import { compileRule } from '../rules/compile.ts'
import type { Rule } from '../rules/rule.ts'
import { placeholders } from '../rules/title.ts'
import { watchesEvents } from './packs.ts'

/** The event sources of which recorded events can match an enabled rule; undefined when one may match any source. */
export function eventSourcesOf(rules: readonly Rule[]): ReadonlySet<string> | undefined {
  const sets = rules.filter(watchesEvents).map(rule => constantsOf(compileRule(rule).filter.expression, 'eventSource'))
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/**
 * Whether an enabled rule looks at the findings inside the image's own event, which are held as ECR sent them only then:
 * tens of thousands of them would take more memory than all the rest.
 */
export function needsLists(rules: readonly Rule[]): boolean {
  return rules.some(rule => rule.enabled && rule.type === 'CloudTrail' && fieldsOf(rule).some(reachesList))
}

function fieldsOf(rule: Rule): readonly (readonly Segment[])[] {
  const { filter, suppressions } = compileRule(rule)
  const named = [...rule.aggregateFields, ...placeholders(rule.title).map(({ path }) => path)].flatMap(text => parsePath(text) ?? [])
  return [...[filter, ...suppressions].flatMap(({ expression }) => pathsOf(expression)), ...named].map(({ segments }) => segments)
}

// A field that ends above the lists yields an object that holds them.
function reachesList(segments: readonly Segment[]): boolean {
  return LISTS.some(name =>
    ['responseElements', 'imageScanFindings', name].every((step, i) => i >= segments.length || segments[i] === step),
  )
}
