// Evaluates rules over a stream of events and images, and collects their matches.

import { fieldsLeftOut, hasPath, isCloudTrail, timeOf } from '../events/cloudtrail.ts'
import { startRepeats } from '../events/repeat.ts'
import { type Image, imageKey, toFindingEvents } from '../image/image.ts'
import { type Fields, own, ownText } from '../json.ts'
import type { Path } from '../language/ast.ts'
import { valuesOf } from '../language/compile.ts'
import { parsePath } from '../language/parse.ts'
import { compareText } from '../order.ts'
import { applyRule, type CompiledRule, compileRule, matchesRule, mayMatch, seesEvent } from '../rules/compile.ts'
import { type Action, actionOf, aggregateFieldsOf, type Rule } from '../rules/rule.ts'
import { showValue } from '../rules/show.ts'
import { compileTitle } from '../rules/title.ts'
import { isSecret } from '../secret.ts'
import { formatInstant } from '../time.ts'
import { type Alert, type Match, openAlerts } from './alert.ts'
import { type Keep, MOST_EVENTS, type Share, startKeeping } from './evidence.ts'
import { fingerprintOf, startFingerprints } from './fingerprints.ts'
import { eventSourcesOf } from './needs.ts'
import { findUnseen, findUnseenLists, type Unseen } from './unseen.ts'

export interface Evaluation {
  /**
   * Evaluates the rules for an image under judgement. Returns the image with notes about the suppressions that took out an event of it,
   * and with gaps where its scan does not have what a rule asks for.
   */
  readonly judge: (image: Image) => Image
  /** Evaluates the rules for one recorded event. Returns why the answer is not certain, if it is not. */
  readonly see: (event: Fields) => Doubt | undefined
  /** The alerts of everything seen so far, the most severe first. */
  readonly alerts: () => readonly Alert[]
}

/** Why it is not certain what the rules say about an event. */
export interface Doubt {
  /** Fields whose content CloudTrail left out, and the rules that could match if it were there. */
  readonly left: readonly string[]
  readonly rules: readonly string[]
  /** Whether another event with the same eventID said something else. Both are judged. */
  readonly contradicts: boolean
}

/** An alert with the rule that opened it and its matches in order of time. */
export interface Opening {
  readonly rule: Rule
  readonly alert: Alert
  readonly matches: readonly Match[]
}

/** An evaluation that reports every match once; the same object is found again in the alert that contains it. */
export interface TracedEvaluation extends Evaluation {
  /** The alerts with their matches, in the same order. */
  readonly openings: () => readonly Opening[]
}

/** Called for each event that a rule's filter matches. The outcome is the match, or the position of the suppression that took it out. */
export type Trace = (rule: Rule, event: Fields, outcome: Match | number) => void

/** Starts an evaluation of images and recorded events, which may come in any order. */
export function startEvaluation(rules: readonly Rule[]): Evaluation {
  return traceEvaluation(rules, () => undefined, startKeeping())
}

/** Starts an evaluation that also reports each outcome to `trace`. Without `keep`, alerts show no events. */
export function traceEvaluation(rules: readonly Rule[], trace: Trace, keep: Keep = () => undefined): TracedEvaluation {
  const watchers = rules.filter(rule => rule.enabled).map(rule => createWatcher(rule, trace, keep))
  const openings = (): readonly Opening[] =>
    watchers.flatMap(watcher => watcher.openings(judged)).sort((a, b) => byGravity(a.alert, b.alert))
  const judged = new Set<string>()
  const sources = eventSourcesOf(rules)
  const fingerprints = startFingerprints()
  return {
    judge: image => {
      judged.add(imageKey(image.registryId, image.repositoryName, image.digest))
      const subject = { image }
      const taken = new Map<string, number>()
      const show = (watcher: Watcher, event: Fields): void => {
        const suppression = watcher.see(event, subject)
        if (suppression === undefined) return
        const told = `suppressed by rule ${watcher.rule.id}: ${suppression}`
        taken.set(told, (taken.get(told) ?? 0) + 1)
      }
      for (const watcher of watchers) show(watcher, image.event)
      const finders = watchers.filter(({ rule }) => rule.type === 'Finding')
      if (finders.length > 0) for (const event of toFindingEvents(image)) for (const watcher of finders) show(watcher, event)
      const told = [...taken].map(([told, count]) => (count === 1 ? told : `${told} (${count} findings)`))
      const enabled = watchers.map(({ rule }) => rule)
      const unseen = [...finders.flatMap(({ rule }) => findUnseen(rule, image) ?? []), ...findUnseenLists(enabled, image)]
      const unseenAs = (kind: Unseen['kind']): readonly string[] => unseen.flatMap(each => (each.kind === kind ? [each.text] : []))
      return { ...image, gaps: [...image.gaps, ...unseenAs('gap')], notes: [...image.notes, ...told, ...unseenAs('note')] }
    },
    see: event => {
      if (!isCloudTrail(event)) return undefined
      const id = ownText(event, 'eventID')
      const isLookedAt = sources === undefined || sources.has(String(event['eventSource']))
      const fingerprint = id === undefined || !isLookedAt ? undefined : fingerprintOf(event)
      const subject = { scanned: scannedImage(event), fingerprint }
      for (const watcher of watchers) watcher.see(event, subject)
      const contradicts = id !== undefined && fingerprint !== undefined && fingerprints.contradicts(id, fingerprint)
      const left = fieldsLeftOut(event)
      const rules = left.length === 0 ? [] : watchers.filter(watcher => watcher.lacks(event, left)).map(watcher => watcher.rule.id)
      return contradicts || rules.length > 0 ? { left, rules, contradicts } : undefined
    },
    openings,
    alerts: () => openings().map(({ alert }) => alert),
  }
}

/** What an event is about: an image under judgement, or the recorded scan of an image that may not be under judgement. */
interface Subject {
  readonly image?: Image
  readonly scanned?: string | undefined
  /** Tells apart two events with one eventID. */
  readonly fingerprint?: number | undefined
}

interface Watcher {
  readonly rule: Rule
  /** Evaluates the rule for an event; returns the suppression that took the event out, if any. */
  readonly see: (event: Fields, subject: Subject) => string | undefined
  /** Whether the rule did not match a recorded event but could, if nothing had been left out of these fields. */
  readonly lacks: (event: Fields, left: readonly string[]) => boolean
  /** `judged` are the keys of the images under judgement. */
  readonly openings: (judged: ReadonlySet<string>) => readonly Opening[]
}

interface Group {
  readonly aggregate: Readonly<Record<string, unknown>>
  readonly image: Image | undefined
  readonly scanned: string | undefined
  readonly matches: Match[]
  readonly share: Share
}

const IMAGE_FIELDS = ['requestParameters.registryId', 'requestParameters.repositoryName', 'requestParameters.imageId.imageDigest']
const FINDING_IMAGE_FIELDS = ['image.registryId', 'image.repositoryName', 'image.digest']

function createWatcher(rule: Rule, trace: Trace, keep: Keep): Watcher {
  const compiled = compileRule(rule)
  const title = compileTitle(rule.title, compiled.vocabulary)
  const titles = new Map<string, string>()
  const aggregateFields = aggregateFieldsOf(rule)
  const fields = parseFields(aggregateFields)
  const imageFields = parseFields([...aggregateFields, ...(rule.type === 'Finding' ? FINDING_IMAGE_FIELDS : IMAGE_FIELDS)])
  const groups = new Map<string, Group>()
  const isRepeated = startRepeats()

  const see = (event: Fields, subject: Subject): string | undefined => {
    if (!seesEvent(rule.type, event)) return undefined
    const outcome = applyRule(compiled, event)
    if (outcome === 'match') remember(event, subject)
    else if (outcome !== undefined) {
      trace(rule, event, outcome)
      return rule.suppressions[outcome]
    }
    return undefined
  }

  const lacks = (event: Fields, left: readonly string[]): boolean =>
    rule.type === 'CloudTrail' &&
    !matchesRule(compiled, event) &&
    mayMatch(compiled, event, ({ segments }) => hasPath(event, left, segments))

  const remember = (event: Fields, { image, scanned, fingerprint }: Subject): void => {
    if (isRepeated(event, fingerprint)) return
    const id = ownText(event, 'eventID')
    const aggregate = aggregateOf(event, image === undefined ? fields : imageFields, compiled)
    const key = JSON.stringify([aggregate, image?.uri, scanned])
    let group = groups.get(key)
    if (group === undefined) {
      group = { aggregate, image, scanned, matches: [], share: { taken: 0 } }
      groups.set(key, group)
    }
    const kept = keep(compiled, actionOf(rule), event, image === undefined, group.share)
    const match = { time: timeOf(event) ?? Number.NaN, id, title: intern(titles, title(event)), event: kept }
    group.matches.push(match)
    trace(rule, event, match)
  }

  const openings = (judged: ReadonlySet<string>): readonly Opening[] =>
    [...groups.values()].flatMap(group => {
      // The recorded scan of an image that is not under judgement says nothing about the images that are.
      const action = group.scanned === undefined || judged.has(group.scanned) ? actionOf(rule) : 'notice'
      return openAlerts(group.matches, rule.threshold, rule.window).map(matches => ({
        rule,
        alert: toAlert(rule, group, action, matches),
        matches,
      }))
    })

  return { rule, see, lacks, openings }
}

// Most events of a rule have the same title, so each text is kept only once.
function intern(texts: Map<string, string>, text: string): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  texts.set(text, text)
  return text
}

function parseFields(fields: readonly string[]): readonly { readonly field: string; readonly path: Path }[] {
  return fields.flatMap(field => {
    const path = parsePath(field)
    return path === undefined ? [] : [{ field, path }]
  })
}

function aggregateOf(
  event: Fields,
  fields: ReturnType<typeof parseFields>,
  { vocabulary }: CompiledRule,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.map(({ field, path }) => {
      const values = valuesOf(event, path, vocabulary).map(value =>
        (typeof value === 'number' || typeof value === 'boolean') && !isSecret(path.segments) ? value : showValue(path.segments, value),
      )
      return [field, values.length > 1 ? values : (values[0] ?? null)]
    }),
  )
}

function toAlert(rule: Rule, { aggregate, image }: Group, action: Action, matches: readonly Match[]): Alert {
  return {
    ruleId: rule.id,
    ruleName: rule.name,
    severityOfAlerts: rule.severityOfAlerts,
    action,
    title: matches[0]?.title ?? rule.title,
    alertDescription: rule.alertDescription,
    count: matches.length,
    aggregate,
    firstTime: toIso(matches[0]?.time),
    lastTime: toIso(matches.at(-1)?.time),
    eventIds: matches.flatMap(({ id }) => id ?? []),
    events: matches.flatMap(({ event }) => event ?? []).slice(0, MOST_EVENTS),
    image: image?.uri ?? null,
    tags: rule.tags,
    references: rule.references,
  }
}

function toIso(time: number | undefined): string | null {
  return time === undefined || Number.isNaN(time) ? null : formatInstant(time)
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

function byGravity(a: Alert, b: Alert): number {
  return (
    GRAVITY.indexOf(a.action) - GRAVITY.indexOf(b.action) ||
    a.severityOfAlerts - b.severityOfAlerts ||
    compareText(a.firstTime ?? '', b.firstTime ?? '') ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.title, b.title)
  )
}
