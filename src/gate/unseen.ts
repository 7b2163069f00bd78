// Finds what a rule could not see in the findings of an image. A basic scan has fewer fields than an enhanced one, and a clause about
// one that is not there does not hold. Where that field could make the rule match, the finding was not judged.
//
// A rule that compares a field with null says itself what its absence means, so it has judged. That does not hold for what Amazon Inspector
// was to say and did not: it may have a value.
//
// An image's own event has the list of its kind of scan only, so a CloudTrail rule about the other list cannot see its findings either.

import { FINDING_VOCABULARY } from '../events/vocabulary.ts'
import { isBasicFinding } from '../image/delivery.ts'
import { toFindingEvents } from '../image/event.ts'
import type { Image } from '../image/image.ts'
import { type Unsaid, unsaidOf } from '../image/intelligence.ts'
import { LISTS, leadsIntoList, listPath } from '../image/page.ts'
import { type Fields, own } from '../json.ts'
import type { Comparison, Membership, Path } from '../language/ast.ts'
import { type Plan, valuesOf } from '../language/compile.ts'
import { decide } from '../language/decide.ts'
import { clausesOf, demandOf, pathsOf } from '../language/paths.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { listFirst, plural } from '../plural.ts'
import { type CompiledRule, matchesRule, mayMatch } from '../rules/compile.ts'
import { actionOf, canFail } from '../rules/rule.ts'
import { canJudgeImage } from './visibility.ts'

/** What was not seen, in one sentence. It is a gap if the rule could have blocked, otherwise a note. */
export interface Unseen {
  readonly kind: 'gap' | 'note'
  readonly text: string
}

/** Returns what an enabled rule over findings could not see of an image, if anything. */
export function findUnseen(compiled: CompiledRule, image: Image): Unseen | undefined {
  const { rule } = compiled
  const clauses = [compiled.filter, ...compiled.suppressions].flatMap(({ expression }) => clausesOf(expression))
  const isAsked = (name: string): boolean => clauses.some(({ path }) => isAbout(path, name))
  const lacks = image.lacks.filter(isAsked)
  if (lacks.length + image.unsaid.filter(({ names }) => names.some(isAsked)).length === 0 || !canJudgeImage(compiled)) return undefined
  const open = lacks.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)))
  let [matched, possible, handled] = [0, 0, 0]
  const unsaid = new Set<Unsaid>()
  for (const event of toFindingEvents(image)) {
    const missing = unsaidOf(image, event['arn']).filter(({ names }) => names.some(isAsked))
    const names = missing.flatMap(each => each.names.filter(isAsked))
    if (matchesRule(compiled, event)) matched++
    else if (couldMatch(compiled, event, [...open, ...names])) {
      possible++
      for (const each of missing) unsaid.add(each)
    } else if (couldMatch(compiled, event, lacks)) handled++
  }
  const count = possible + handled
  if (count === 0) return undefined
  const said = unsaid.size === 0 ? tellLacking(lacks, image) : tellUnsaid([...unsaid], isAsked)
  const text = `rule ${rule.id} asks for ${said}: ${plural(count, 'finding')} may match it`
  const alerts = rule.threshold === 1 && matched > 0
  const mayBlock = actionOf(rule) === 'fail' && possible > 0 && matched + possible >= rule.threshold && !alerts
  if (!mayBlock) return { kind: 'note', text }
  const cures = [
    ...(unsaid.size === 0 && isBasic(image) ? ['use enhanced scanning'] : []),
    ...(open[0] === undefined ? [] : [`say in the rule what absence means: ${open[0]} = null`]),
  ]
  return { kind: 'gap', text: [text, ...(cures.length === 0 ? [] : [cures.join(', or ')])].join('; ') }
}

function tellLacking(names: readonly string[], image: Image): string {
  return `${names.join(', ')}, which ${isBasic(image) ? 'this basic scan does not have' : 'Amazon Inspector does not have of every finding'}`
}

function tellUnsaid(unsaid: readonly Unsaid[], isAsked: (name: string) => boolean): string {
  const names = new Set(unsaid.flatMap(each => each.names.filter(isAsked)))
  const reasons = new Set(unsaid.map(({ why }) => why))
  return `${[...names].join(', ')}, which Amazon Inspector did not say (${listFirst([...reasons], MOST_REASONS)})`
}

const MOST_REASONS = 2

function isBasic({ findings }: Image): boolean {
  return findings.every(isBasicFinding)
}

/**
 * Returns what the enabled CloudTrail rules could not see of an image, because they look at the list of the other kind of scan. It is no
 * gap where a CloudTrail rule that fails looks at the list that is there: such rules are written for one kind each.
 */
export function findUnseenLists(rules: readonly CompiledRule[], image: Image): readonly Unseen[] {
  const present = LISTS.filter(name => own(image.event, ...listPath(name)) !== undefined)
  const absent = LISTS.filter(name => !present.includes(name))
  if (present.length === 0 || absent.length === 0) return []
  const isSeen = rules.some(each => canFail(each.rule) && present.some(name => looksAt(each, name)))
  return rules.flatMap((compiled): readonly Unseen[] => {
    const { rule } = compiled
    const [name] = rule.type === 'CloudTrail' ? absent.filter(each => looksAt(compiled, each)) : []
    const isUnseen = ({ segments }: Path): boolean => name !== undefined && leadsIntoList(segments, name)
    if (
      name === undefined ||
      !canJudgeImage(compiled) ||
      matchesRule(compiled, image.event) ||
      !mayMatch(compiled, image.event, path => !isUnseen(path))
    )
      return []
    const isHandled = clausesOf(compiled.filter.expression).some(clause => isUnseen(clause.path) && asksAbsence(clause))
    const text = `rule ${rule.id} looks at ${name}, which this scan does not have`
    if (!canFail(rule) || isSeen || isHandled) return [{ kind: 'note', text }]
    return [{ kind: 'gap', text: `${text}; write it as a rule of type Finding, which sees the findings of either kind of scan` }]
  })
}

/**
 * Whether a filter over findings holds for the event of a finding of this image, whatever the fields have that its scan does not deliver
 * or Amazon Inspector did not say. Where the filter compares a field that the scan lacks with null, it says itself what its absence means.
 */
export function holdsForCertain(filter: Plan, event: Fields, image: Pick<Image, 'lacks' | 'unsaid'>): boolean {
  if (!filter.matches(event)) return false
  const clauses = clausesOf(filter.expression)
  const lacking = image.lacks.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)))
  const open = [...lacking, ...unsaidOf(image, event['arn']).flatMap(({ names }) => names)]
  return open.length === 0 || decide(filter, event, path => isKnown(path, event, open, FINDING_VOCABULARY)) === true
}

function looksAt({ filter, suppressions }: CompiledRule, list: string): boolean {
  return [filter, ...suppressions].some(({ expression }) => pathsOf(expression).some(({ segments }) => leadsIntoList(segments, list)))
}

// Whether the rule could match an event if the fields of these names had values.
function couldMatch(rule: CompiledRule, event: Fields, names: readonly string[]): boolean {
  return mayMatch(rule, event, path => isKnown(path, event, names, rule.vocabulary))
}

function isKnown(path: Path, event: Fields, names: readonly string[], vocabulary: Vocabulary): boolean {
  return !names.some(name => isAbout(path, name)) || valuesOf(event, path, vocabulary).length > 0
}

// Whether a path leads to a field, into it, or to what contains it.
function isAbout({ segments }: Path, name: string): boolean {
  const path = segments.filter(segment => typeof segment === 'string').join('.')
  return `${path}.`.startsWith(`${name}.`) || name.startsWith(`${path}.`)
}

/** Whether a clause compares its field with null, and so says itself what its absence means. */
export function asksAbsence(clause: Comparison | Membership): boolean {
  return demandOf(clause).literals.some(({ kind }) => kind === 'null')
}
