// Evaluates rules over a stream of events and images, and collects their alerts.

import { fieldsLeftOut, isCloudTrail } from '../events/cloudtrail.ts'
import { unknownTargetsOf, withTargetIds, withUnknownTargets } from '../events/target.ts'
import { toFindingEvents } from '../image/event.ts'
import { type Image, imageKey } from '../image/image.ts'
import { type Fields, own, ownText } from '../json.ts'
import { constantsOf } from '../language/lookup.ts'
import { printPath } from '../language/print.ts'
import { compareText } from '../order.ts'
import { type CompiledRule, compileRule } from '../rules/compile.ts'
import type { Action, Rule } from '../rules/rule.ts'
import type { Alert } from './alert.ts'
import { createRuleEvaluator, type Opening, type RuleEvaluator, type Trace } from './evaluator.ts'
import { type Keep, startKeeping } from './evidence.ts'
import type { Exceptions } from './exceptions/apply.ts'
import { fingerprintOf, startFingerprints } from './fingerprints.ts'
import { doubtedSourcesOf, type TargetNeed } from './needs.ts'
import { findUnseen, findUnseenLists, type Unseen } from './unseen.ts'

export interface Evaluation {
  /**
   * Evaluates the rules for an image under judgement. Returns the image with notes about the suppressions that took out an event of it,
   * and with gaps where its scan does not have what a rule asks for.
   */
  readonly judge: (image: Image) => Image
  /** Whether what describes the targets of an event matters: a rule that looks at it could match the event. */
  readonly wants: (event: Fields) => boolean
  /** Evaluates the rules for one recorded event. Returns why the answer is not certain, if it is not. */
  readonly see: (event: Fields) => Doubt | undefined
  /** Evaluates the rules for a session, a command or an automation. */
  readonly watch: (event: Fields) => Doubt | undefined
  /** The alerts of everything seen so far, the most severe first. */
  readonly alerts: () => readonly Alert[]
}

/** Why it is not certain what the rules say about an event. */
export interface Doubt {
  /** Fields whose content CloudTrail left out. */
  readonly left: readonly string[]
  /** Targets of which something is not known, and a field of theirs that a rule looks at. */
  readonly targets?: { readonly unknown: ReturnType<typeof unknownTargetsOf>; readonly field: string }
  /** The rules that could match if all of this were known. */
  readonly rules: readonly string[]
  /** Whether another event with the same eventID said something else. Both are judged. */
  readonly contradicts: boolean
}

/** An evaluation that reports every match once; the same object is found again in the alert that contains it. */
export interface TracedEvaluation extends Evaluation {
  /** The alerts with their matches, in the same order. */
  readonly openings: () => readonly Opening[]
}

/** Starts an evaluation of images and recorded events, which may come in any order. */
export function startEvaluation(rules: readonly Rule[]): Evaluation {
  return evaluateRules(rules.filter(({ enabled }) => enabled).map(compileRule))
}

/** The same for rules whose filters are parsed, without the events that exceptions accept. `keep` says which events alerts show. */
export function evaluateRules(rules: readonly CompiledRule[], exceptions?: Exceptions, keep: Keep = startKeeping()): Evaluation {
  return traceEvaluation(rules, () => undefined, keep, exceptions)
}

/** Starts an evaluation that also reports each outcome to `trace`. Without `keep`, alerts show no events. */
export function traceEvaluation(
  rules: readonly CompiledRule[],
  trace: Trace,
  keep: Keep = () => undefined,
  exceptions?: Exceptions,
): TracedEvaluation {
  // A copy has its filters parsed, so that no event waits for them.
  const enabled = rules.flatMap(each => (each.rule.enabled ? [{ ...each }] : []))
  const evaluators = enabled.map(each => createRuleEvaluator(each, trace, keep, exceptions?.alertsOf(each)))
  const finders = evaluators.filter(({ compiled }) => compiled.rule.type === 'Finding')
  const openings = (): readonly Opening[] =>
    evaluators.flatMap(evaluator => evaluator.openings(judged)).sort((a, b) => byGravity(a.alert, b.alert))
  const judged = new Set<string>()
  let watch: { readonly sources: ReadonlySet<string> | undefined; readonly watching: ReturnType<typeof indexBySource> } | undefined
  const fingerprints = startFingerprints()
  let needed: ReadonlySet<TargetNeed> | undefined
  const needsOf = (): ReadonlySet<TargetNeed> => {
    needed ??= new Set(evaluators.map(({ targets }) => targets()))
    return needed
  }
  const variantsOf = (event: Fields): Variants => {
    const needs = needsOf()
    const ids = needs.has('ids') ? withTargetIds(event) : event
    return { nothing: event, ids, descriptions: needs.has('descriptions') ? withUnknownTargets(event) : ids }
  }
  return {
    judge: image => {
      judged.add(imageKey(image.registryId, image.repositoryName, image.digest))
      const origin = { image }
      const taken = new Map<string, number>()
      const show = (evaluator: RuleEvaluator, event: Fields): void => {
        const suppression = evaluator.see(event, origin)
        if (suppression === undefined) return
        const told = `suppressed by rule ${evaluator.compiled.rule.id}: ${suppression}`
        taken.set(told, (taken.get(told) ?? 0) + 1)
      }
      for (const evaluator of evaluators) show(evaluator, image.event)
      if (finders.length > 0) for (const event of toFindingEvents(image)) for (const evaluator of finders) show(evaluator, event)
      const told = [...taken].map(([told, count]) => (count === 1 ? told : `${told} (${count} findings)`))
      const unseen = [...finders.flatMap(({ compiled }) => findUnseen(compiled, image) ?? []), ...findUnseenLists(enabled, image)]
      const unseenAs = (kind: Unseen['kind']): readonly string[] => unseen.flatMap(each => (each.kind === kind ? [each.text] : []))
      return { ...image, gaps: [...image.gaps, ...unseenAs('gap')], notes: [...image.notes, ...told, ...unseenAs('note')] }
    },
    wants: event => {
      if (!needsOf().has('descriptions')) return false
      const named = withTargetIds(event)
      return evaluators.some(each => each.wants(named))
    },
    see: event => {
      if (!isCloudTrail(event)) return undefined
      const variants = variantsOf(event)
      const id = ownText(event, 'eventID')
      // An image is often judged without any event.
      watch ??= { sources: doubtedSourcesOf(enabled), watching: indexBySource(evaluators) }
      const { sources, watching } = watch
      const isLookedAt = sources === undefined || sources.has(String(event['eventSource']))
      const fingerprint = id === undefined || !isLookedAt ? undefined : fingerprintOf(event)
      const origin = { scanned: scannedImage(event), fingerprint }
      for (const evaluator of watching(event)) evaluator.see(variants[evaluator.targets()], origin)
      const contradicts = id !== undefined && fingerprint !== undefined && fingerprints.contradicts(id, fingerprint)
      const doubt = findDoubt(evaluators, variants)
      return contradicts || doubt !== undefined ? { ...(doubt ?? CERTAIN), contradicts } : undefined
    },
    watch: event => {
      const variants = variantsOf(event)
      for (const evaluator of evaluators) evaluator.see(variants[evaluator.targets()], {})
      const doubt = findDoubt(evaluators, variants)
      return doubt && { ...doubt, contradicts: false }
    },
    openings,
    alerts: () => openings().map(({ alert }) => alert),
  }
}

/** An event for rules by what they look at of its targets. Those that look at none see it as it was recorded, and report it so. */
type Variants = Readonly<Record<TargetNeed, Fields>>

type Missing = Omit<Doubt, 'contradicts'>

const CERTAIN: Missing = { left: [], rules: [] }

// What the rules would have to know of an event to be certain that they do not match it. Where nothing is left out of the widest variant,
// nothing is left out of any.
function findDoubt(evaluators: readonly RuleEvaluator[], variants: Variants): Missing | undefined {
  const left = fieldsLeftOut(variants.descriptions)
  if (left.length === 0) return undefined
  const lacking = evaluators
    .map(each => ({ rule: each.compiled.rule.id, event: variants[each.targets()], paths: each.lacks(variants[each.targets()]) }))
    .filter(({ paths }) => paths.length > 0)
  if (lacking.length === 0) return undefined
  const [asked] = lacking.flatMap(({ event, paths }) =>
    paths.filter(({ segments }) => segments[0] === 'target').map(path => ({ event, path })),
  )
  return {
    left: left.filter(field => field !== 'target'),
    ...(asked === undefined ? {} : { targets: { unknown: unknownTargetsOf(asked.event), field: printPath(asked.path) } }),
    rules: lacking.map(({ rule }) => rule),
  }
}

// Most events of an archive are of sources that no rule looks at, so no rule is tried on them. Returns the rules that may match an event,
// in their order.
function indexBySource(evaluators: readonly RuleEvaluator[]): (event: Fields) => readonly RuleEvaluator[] {
  const sourcesOf = new Map(
    evaluators.map(evaluator => {
      const { rule, filter } = evaluator.compiled
      return [evaluator, rule.type === 'CloudTrail' ? constantsOf(filter.expression, 'eventSource') : undefined] as const
    }),
  )
  const watching = (source?: string): readonly RuleEvaluator[] =>
    evaluators.filter(evaluator => {
      const sources = sourcesOf.get(evaluator)
      return sources === undefined || (source !== undefined && sources.has(source))
    })
  const bySource = new Map([...new Set([...sourcesOf.values()].flatMap(set => [...(set ?? [])]))].map(source => [source, watching(source)]))
  const others = watching()
  return ({ eventSource }) => (typeof eventSource === 'string' ? (bySource.get(eventSource) ?? others) : evaluators)
}

// Returns the key of the image that a recorded scan is about; the image is unknown where the event names no digest.
function scannedImage(event: Fields): string | undefined {
  if (event['eventName'] !== 'DescribeImageScanFindings' || event['eventSource'] !== 'ecr.amazonaws.com') return undefined
  const digest = own(event, 'requestParameters', 'imageId', 'imageDigest') ?? own(event, 'responseElements', 'imageId', 'imageDigest')
  const registry =
    own(event, 'requestParameters', 'registryId') ?? own(event, 'responseElements', 'registryId') ?? own(event, 'recipientAccountId')
  return digest === undefined ? UNKNOWN_IMAGE : imageKey(registry, own(event, 'requestParameters', 'repositoryName'), digest)
}

const UNKNOWN_IMAGE = 'unknown'

const GRAVITY: readonly Action[] = ['fail', 'warn', 'notice']

/** The order of alerts: the most severe first. */
export function byGravity(a: Alert, b: Alert): number {
  return (
    GRAVITY.indexOf(a.action) - GRAVITY.indexOf(b.action) ||
    a.severityOfAlerts - b.severityOfAlerts ||
    compareText(a.firstTime ?? '', b.firstTime ?? '') ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.title, b.title)
  )
}
