// `ecr-gate explain`: why does a filter, or a rule, match an event or not?

import { renderDiagnostics, type Tell } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { isRecord } from '../events/cloudtrail.ts'
import { findEnvelope } from '../events/envelope.ts'
import { VOCABULARY } from '../events/vocabulary.ts'
import { isAnswer, toJudgedEvents } from '../image/read.ts'
import type { Fields } from '../json.ts'
import type { Plan } from '../language/compile.ts'
import { explain } from '../language/explain.ts'
import { parsePath } from '../language/parse.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { renderExplanation } from '../report/explanation.ts'
import { type CompiledRule, matchesRule, seesEvent } from '../rules/compile.ts'
import { showValue } from '../rules/show.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { recordedEvents } from '../sources/records.ts'
import type { See } from '../sources/source.ts'
import { formatSecond } from '../time.ts'
import { readFilter } from './filter.ts'
import { findRule, loadRuleSet } from './ruleset.ts'
import { tellUnknown, viewFor } from './targets.ts'

export async function runExplain(settings: SettingsOf<'explain'>, world: World): Promise<number> {
  if (settings.sql !== undefined) {
    const { runExplainSql } = await import('./sql.ts')
    return runExplainSql(settings, settings.sql.windowSeconds, world)
  }
  const explained = await chooseExplained(settings, world)
  if (explained === undefined) return 2
  const tell: Tell = diagnostic => world.tell(renderDiagnostics([diagnostic]))
  const readAt = formatSecond(world.now())
  let strangers = 0
  const events: Fields[] = []
  const see: See = ({ event }) => {
    const envelope = isRecord(event) || isAnswer(event) ? undefined : findEnvelope(event)
    if (envelope !== undefined) {
      strangers++
      const message = `this is not a CloudTrail event: it is ${envelope.name}`
      tell({ level: 'error', kind: 'not-cloudtrail', message, help: envelope.help })
    }
    for (const chosen of explained.choose(toJudgedEvents(event, readAt))) events.push(explained.view(chosen))
    return undefined
  }
  let number = 0
  const drain = async (): Promise<void> => {
    for (const event of events.splice(0)) {
      number++
      const heading = world.paint('bold', `Event ${number}`)
      const unknown = tellUnknown(event).map(told => `${world.paint('dim', printable(told))}\n`)
      await world.print(`${number === 1 ? '' : '\n'}${heading}${describeEvent(event)}\n${explained.explain(event)}\n${unknown.join('')}`)
    }
  }
  const { diagnostics } = await recordedEvents(settings.event ?? '', world, tell).read(see, { signal: world.signal, drain })
  if (number === 0) world.tell('there is no event to explain [usage]\n')
  return number === 0 || strangers > 0 || diagnostics.some(({ level }) => level === 'error') ? 2 : 0
}

/** What is explained: a filter over every event, or a rule over those of its type. */
interface Explained {
  readonly choose: (events: readonly Fields[]) => readonly Fields[]
  /** What the filters see of an event. */
  readonly view: (event: Fields) => Fields
  readonly explain: (event: Fields) => string
}

async function chooseExplained(settings: SettingsOf<'explain'>, world: World): Promise<Explained | undefined> {
  const [text] = settings.operands
  if (text !== undefined) {
    const plan = readFilter(text, world)
    if (plan === undefined) return undefined
    return { choose: events => events, view: viewFor([plan]), explain: event => explainPlan(plan, event, VOCABULARY, world) }
  }
  const ruleSet = await loadRuleSet(settings, world)
  const compiled = ruleSet === undefined ? undefined : findRule(ruleSet, settings.rule ?? '', world)
  if (compiled === undefined) return undefined
  const choose = (events: readonly Fields[]): readonly Fields[] => {
    const seen = events.filter(event => seesEvent(compiled.rule.type, event))
    return seen.length > 0 ? seen : events.slice(0, 1)
  }
  const view = viewFor([compiled.filter, ...compiled.suppressions])
  return { choose, view, explain: event => explainRule(compiled, event, world) }
}

function explainRule(compiled: CompiledRule, event: Fields, world: World): string {
  const { rule } = compiled
  const sees = seesEvent(rule.type, event)
  const outcome = !sees
    ? `does not see this event: it is of type ${rule.type}`
    : matchesRule(compiled, event)
      ? 'matches'
      : 'does not match'
  return [
    explainPlan(compiled.filter, event, compiled.vocabulary, world),
    ...compiled.suppressions.map((plan, i) => `suppression ${i + 1}\n${explainPlan(plan, event, compiled.vocabulary, world)}`),
    world.paint('bold', `rule ${printable(rule.id)} ${outcome}`),
  ].join('\n')
}

function explainPlan(plan: Plan, event: Fields, vocabulary: Vocabulary, world: World): string {
  const show = (path: string, value: unknown): string => showValue(parsePath(path)?.segments ?? [], value)
  return renderExplanation(explain(plan, event, vocabulary), show, world.paint)
}

function describeEvent(event: Fields): string {
  const names = ['eventTime', 'eventSource', 'eventName', 'eventID', 'event_type', 'id'].flatMap(name =>
    typeof event[name] === 'string' ? [printable(event[name])] : [],
  )
  return names.length === 0 ? '' : `: ${names.join(' ')}`
}
