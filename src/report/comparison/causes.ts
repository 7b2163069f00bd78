// By which lines two policies differ about a case: the rule, override or exception that only one of them has, or the setting that they
// have with two values.
//
// Nothing is judged here. What was judged says where to look: the alerts that only one side has name their rules, and a finding that was
// decided in two ways names its exception or its setting.

import { formatPlace, listOf, quote } from '../../diagnostic.ts'
import type { Alert } from '../../gate/alert.ts'
import { isOfSetting } from '../../gate/severities.ts'
import type { Decision, Reason } from '../../gate/verdict.ts'
import { rank } from '../../image/finding.ts'
import type { Image } from '../../image/image.ts'
import { listFirst } from '../../plural.ts'
import type { Exception } from '../../rules/exception.ts'
import type { Override, Rule } from '../../rules/rule.ts'
import { type ComparedPolicy, placeOfSetting, SETTING_NAMES, type SettingName, SHOWN } from './policy.ts'

/** A line that makes a difference, and which of the policies has it; `both` have the setting or the rule, but not the same. */
export interface Cause {
  readonly side: Side | 'both'
  /** `exceptions.yml:7:5`; null for a setting that no policy file has. */
  readonly at: string | null
  /** What the line does: `accepts CVE-2026-1234`, or `fail-on: high → critical`. */
  readonly text: string
}

export type Side = 'old' | 'new'

const OTHER = { old: 'new', new: 'old' } as const satisfies Readonly<Record<Side, Side>>

/** A case as it was judged by itself under one policy. */
export interface JudgedCase extends Decision {
  readonly weighed: readonly Reason[]
  readonly alerts: readonly Alert[]
}

export interface Judged extends JudgedCase {
  readonly image: Image
}

export interface Causes {
  readonly ofImage: (was: Judged, is: Judged) => readonly Cause[]
  readonly ofRule: (id: string) => readonly Cause[]
}

/** Finds the lines by which two policies differ. */
export function startCauses(old: ComparedPolicy, next: ComparedPolicy): Causes {
  const sides = { old: indexPolicy(old), new: indexPolicy(next) }
  const ids = [...new Set([...sides.old.rules.keys(), ...sides.new.rules.keys()])]
  const ofSetting = (name: SettingName): readonly Cause[] => {
    const [before, after] = [SHOWN[name](old.settings), SHOWN[name](next.settings)]
    if (before === after) return []
    const at = placeOfSetting(next.settings, name) ?? placeOfSetting(old.settings, name)
    return [{ side: 'both', at: at === undefined ? null : formatPlace(at), text: `${name}: ${before} → ${after}` }]
  }
  const ofRule = (id: string): readonly Cause[] => causesOfRule(id, sides, ofSetting)
  const ofAll = (): readonly Cause[] => [
    ...SETTING_NAMES.flatMap(ofSetting),
    ...ids.flatMap(ofRule),
    ...causesOfExceptions(sides, ({ kind }) => kind === 'finding'),
  ]
  const ofImage = (was: Judged, is: Judged): readonly Cause[] => {
    const gaps = onlyOnOneSide(was.image.gaps, is.image.gaps, gap => gap)
    const alerts = onlyOnOneSide(was.alerts, is.alerts, ({ ruleId, action, title, aggregate }) =>
      JSON.stringify([ruleId, action, title, aggregate]),
    )
    // The gap of a rule begins with its id, which may be any text.
    const named = new Set([...alerts.map(({ ruleId }) => ruleId), ...ids.filter(id => gaps.some(gap => gap.startsWith(`rule ${id} `)))])
    const causes = [
      ...[...named].flatMap(ofRule),
      ...causesOfDecisions(was.image, is.image, sides, ofSetting),
      ...ofSetting('untriaged'),
      ...(gaps.length === 0 ? [] : ofSetting('max-scan-age')),
      ...([was, is].some(({ verdict }) => verdict === 'undecided') ? ofSetting('on-undecided') : []),
    ]
    // A rule may also decide whether another one's gap counts. Then all that differs is told.
    return distinct(causes.length === 0 ? ofAll() : causes)
  }
  return { ofImage, ofRule: id => distinct(ofRule(id)) }
}

type OfSetting = (name: SettingName) => readonly Cause[]

/** The rules of a policy by their ids, those in force and as they were written, and its exceptions. */
interface Indexed extends ComparedPolicy {
  readonly rules: ReadonlyMap<string, Rule>
  readonly written: ReadonlyMap<string, Rule>
  /** Its exceptions as they are compared, and the same by their places. */
  readonly exceptions: ReadonlySet<string>
  readonly places: ReadonlyMap<string, string>
  /** Whether `severity-at-most` binds one of them. */
  readonly isLimited: boolean
}

type Sides = Readonly<Record<Side, Indexed>>

function indexPolicy(policy: ComparedPolicy): Indexed {
  const byId = (rules: readonly Rule[]): ReadonlyMap<string, Rule> => new Map(rules.map(rule => [rule.id, rule]))
  const { rules, written, exceptions } = policy.ruleSet
  const places = new Map(exceptions.map(exception => [formatPlace(exception.at), writeException(exception)]))
  return {
    ...policy,
    rules: byId(rules),
    written: byId(written),
    exceptions: new Set(places.values()),
    places,
    isLimited: exceptions.some(each => each.kind === 'finding' && each.atMost !== undefined),
  }
}

function causesOfRule(id: string, sides: Sides, ofSetting: OfSetting): readonly Cause[] {
  const [was, is] = [sides.old.rules.get(id), sides.new.rules.get(id)]
  // Overrides of such a rule have no effect.
  if ([was, is].some(rule => rule !== undefined && isOfSetting(rule))) return [...ofSetting('fail-on'), ...ofSetting('max-findings')]
  const overridesOf = ({ ruleSet }: ComparedPolicy): readonly Override[] => ruleSet.overrides.filter(({ rule }) => rule === id)
  return [
    ...onEachSide(overridesOf(sides.old), overridesOf(sides.new), ({ changes }) => JSON.stringify(changes)).map(
      ({ side, value: { at, changes } }): Cause => ({
        side,
        at: formatPlace(at),
        text: `sets ${listFields(changes)} of rule ${quote(id)}`,
      }),
    ),
    ...causesOfWriting(id, sides, ofSetting),
    ...causesOfExceptions(sides, exception => exception.kind === 'alert' && exception.rule === id),
  ]
}

function listFields(changes: Override['changes']): string {
  return listOf(Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field])))
}

// What of a rule has a part in its alerts.
const DECIDING = [
  'type',
  'title',
  'severityOfAlerts',
  'aggregateFields',
  'filter',
  'window',
  'threshold',
  'suppressions',
  'enabled',
  'action',
] as const satisfies readonly (keyof Rule)[]

/** How the rule itself is written, overrides aside. */
function causesOfWriting(id: string, sides: Sides, ofSetting: OfSetting): readonly Cause[] {
  const inForce = (side: Side): Rule | undefined => (sides[side].rules.has(id) ? sides[side].written.get(id) : undefined)
  const [was, is] = [inForce('old'), inForce('new')]
  const tell = (side: Cause['side'], rule: Rule, does: string): readonly Cause[] => {
    const at = sides[side === 'old' ? 'old' : 'new'].ruleSet.placeOf(rule, { field: 'filter', offset: 0 })
    // A shipped rule has no line of the user's: the packs say whether it is in force.
    return typeof at === 'string' ? ofSetting('packs') : [{ side, at: formatPlace(at), text: `${does} rule ${quote(id)}` }]
  }
  if (was !== undefined && is !== undefined) {
    const fields = DECIDING.filter(field => JSON.stringify(was[field]) !== JSON.stringify(is[field]))
    if (fields.length === 0) return []
    const changed = tell('both', is, `changes ${listOf(fields)} of`)
    return changed.length > 0 ? changed : tell('old', was, 'replaces')
  }
  const [side, other] = was === undefined ? (['new', 'old'] as const) : (['old', 'new'] as const)
  const rule = was ?? is
  if (rule === undefined) return []
  const replaced = sides[other].ruleSet.replaced.find(each => each.id === id)
  return replaced === undefined ? tell(side, rule, 'has') : [{ side: other, at: replaced.by, text: `replaces rule ${quote(id)}` }]
}

function causesOfExceptions({ old, new: next }: Sides, isMeant: (exception: Exception) => boolean): readonly Cause[] {
  const of = ({ ruleSet }: ComparedPolicy): readonly Exception[] => ruleSet.exceptions.filter(isMeant)
  return onEachSide(of(old), of(next), writeException).map(({ side, value }) => {
    const what = value.kind === 'alert' ? `events of rule ${quote(value.rule)}` : nameFirst(value.ids)
    return { side, at: formatPlace(value.at), text: `accepts ${what === '' ? 'findings' : what}` }
  })
}

function writeException(exception: Exception): string {
  const { at: _, reason: __, owner: ___, ...deciding } = exception
  if (deciding.kind === 'finding') return JSON.stringify({ ...deciding, atMost: null, filter: deciding.filter?.text ?? null })
  return JSON.stringify({ ...deciding, expression: null })
}

function causesOfDecisions(was: Image, is: Image, sides: Sides, ofSetting: OfSetting): readonly Cause[] {
  const settings = new Set<SettingName>()
  const accepted = new Map<string, { readonly side: Side; readonly at: string; readonly findings: Image['findings'][number][] }>()
  for (const [i, finding] of was.findings.entries()) {
    const decisions = { old: finding.decision, new: is.findings[i]?.decision ?? finding.decision }
    const differs = decisions.old.kind !== decisions.new.kind
    for (const side of ['old', 'new'] as const) {
      const decision = decisions[side]
      if (decision.kind === 'unfixed') settings.add('unfixed')
      if (decision.kind === 'base-image' && differs) settings.add('base-image-findings')
      if (decision.kind === 'in-time' && differs) settings.add('fix-within')
      if (decision.kind === 'vex' && differs) settings.add('vex')
      if (decision.kind !== 'accepted' || !differs) continue
      const { at } = decision.by
      // The limit of the other policy may keep an exception there from accepting.
      if (sides[OTHER[side]].isLimited) settings.add('severity-at-most')
      const written = sides[side].places.get(at)
      if (written !== undefined && sides[OTHER[side]].exceptions.has(written)) continue
      const key = `${side} ${at}`
      const entry = accepted.get(key) ?? { side, at, findings: [] }
      entry.findings.push(finding)
      accepted.set(key, entry)
    }
  }
  return [
    ...[...accepted.values()].map(({ side, at, findings }) => {
      const worst = [...findings].sort((a, b) => rank(a.severity) - rank(b.severity))
      return { side, at, text: `accepts ${nameFirst([...new Set(worst.map(({ id }) => id))])}` }
    }),
    ...[...settings].flatMap(ofSetting),
  ]
}

const MOST_NAMED = 3

function nameFirst(names: readonly string[]): string {
  return names.length <= MOST_NAMED ? listOf(names) : listFirst(names, MOST_NAMED)
}

function onEachSide<T>(old: readonly T[], next: readonly T[], keyOf: (value: T) => string): readonly { side: Side; value: T }[] {
  const only = (side: Side, values: readonly T[], others: readonly T[]) => {
    const known = new Set(others.map(keyOf))
    return values.filter(value => !known.has(keyOf(value))).map(value => ({ side, value }))
  }
  return [...only('old', old, next), ...only('new', next, old)]
}

function onlyOnOneSide<T>(old: readonly T[], next: readonly T[], keyOf: (value: T) => string): readonly T[] {
  return onEachSide(old, next, keyOf).map(({ value }) => value)
}

function distinct(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map(cause => [JSON.stringify(cause), cause])).values()]
}
