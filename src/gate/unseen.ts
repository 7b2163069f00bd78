// Finds what a rule could not see in the findings of an image. A basic scan has fewer fields than an enhanced one, and a clause about
// one that is not there does not hold. Where that field could make the rule match, the finding was not judged.
//
// A rule that compares a field with null says itself what its absence means, so it has judged.

import { type Image, toFindingEvents } from '../events/scan.ts'
import type { Comparison, Membership, Path } from '../language/ast.ts'
import { valuesOf } from '../language/compile.ts'
import { clausesOf } from '../language/paths.ts'
import type { Fields } from '../language/vocabulary.ts'
import { type CompiledRule, compileRule, matchesRule, mayMatch } from '../rules/compile.ts'
import { actionOf, type Rule } from '../rules/rule.ts'
import { canJudgeImage } from './sight.ts'

/** What was not seen, in one sentence. It is a gap if the rule could have blocked, otherwise a note. */
export interface Unseen {
  readonly kind: 'gap' | 'note'
  readonly text: string
}

/** Returns what an enabled rule over findings could not see of an image, if anything. */
export function findUnseen(rule: Rule, image: Image): Unseen | undefined {
  const compiled = compileRule(rule)
  const clauses = [compiled.filter, ...compiled.suppressions].flatMap(({ expression }) => clausesOf(expression))
  const names = image.lacks.filter(name => clauses.some(({ path }) => isAbout(path, name)))
  if (names.length === 0 || !canJudgeImage(rule)) return undefined
  const open = names.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)))
  let [matched, possible, handled] = [0, 0, 0]
  for (const event of toFindingEvents(image)) {
    if (matchesRule(compiled, event)) matched++
    else if (couldMatch(compiled, event, open)) possible++
    else if (couldMatch(compiled, event, names)) handled++
  }
  const count = possible + handled
  if (count === 0) return undefined
  const text = `rule ${rule.id} asks for ${names.join(', ')}, which this basic scan does not have: ${count} ${count === 1 ? 'finding' : 'findings'} may match it`
  const alerts = rule.threshold === 1 && matched > 0
  const mayBlock = actionOf(rule) === 'fail' && possible > 0 && matched + possible >= rule.threshold && !alerts
  if (!mayBlock) return { kind: 'note', text }
  return { kind: 'gap', text: `${text}; use enhanced scanning, or say what absence means: ${open[0]} = null` }
}

// Whether the rule could match an event if the fields of these names had values.
function couldMatch(rule: CompiledRule, event: Fields, names: readonly string[]): boolean {
  return mayMatch(rule, event, path => !names.some(name => isAbout(path, name)) || valuesOf(event, path, rule.vocabulary).length > 0)
}

// Whether a path leads to a field, into it, or to what contains it.
function isAbout({ segments }: Path, name: string): boolean {
  const path = segments.filter(segment => typeof segment === 'string').join('.')
  return `${path}.`.startsWith(`${name}.`) || name.startsWith(`${path}.`)
}

function asksAbsence(clause: Comparison | Membership): boolean {
  const literals = clause.kind === 'in' ? clause.literals : [clause.literal]
  return literals.some(({ kind }) => kind === 'null')
}
