// `ecr-gate explain`: why does a filter, or a rule, match an event or not?

import { renderDiagnostics } from '../diagnostic.ts'
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
import { readEvents, startReading } from '../sources/records.ts'
import { formatSecond } from '../time.ts'
import { readFilter } from './filter.ts'
import { chooseRuleSet, findRule } from './ruleset.ts'

export async function runExplain(settings: SettingsOf<'explain'>, world: World): Promise<number> {
  const subject = await chooseSubject(settings, world)
  if (subject === undefined) return 2
  let number = 0
  const { reading, diagnostics } = startReading(world, diagnostic => world.tell(renderDiagnostics([diagnostic])))
  const readAt = formatSecond(world.now())
  for await (const batch of readEvents([settings.event ?? ''], reading)) {
    for (const { event } of batch) {
      const envelope = isRecord(event) || isAnswer(event) ? undefined : findEnvelope(event)
      if (envelope === undefined) continue
      reading.report({
        level: 'error',
        kind: 'not-cloudtrail',
        message: `this is not a CloudTrail event: it is ${envelope.name}`,
        help: envelope.help,
      })
    }
    for (const event of batch.flatMap(({ event }) => subject.choose(toJudgedEvents(event, readAt)))) {
      number++
      const heading = world.paint('bold', `Event ${number}`)
      await world.print(`${number === 1 ? '' : '\n'}${heading}${describeEvent(event)}\n${subject.explain(event)}\n`)
    }
  }
  if (number === 0) world.tell('there is no event to explain [usage]\n')
  return number === 0 || diagnostics.some(({ level }) => level === 'error') ? 2 : 0
}

/** What is explained: a filter over every event, or a rule over those of its type. */
interface Subject {
  readonly choose: (events: readonly Fields[]) => readonly Fields[]
  readonly explain: (event: Fields) => string
}

async function chooseSubject(settings: SettingsOf<'explain'>, world: World): Promise<Subject | undefined> {
  const [text] = settings.operands
  if ((text === undefined) === (settings.rule === undefined)) {
    world.tell('explain needs either a FILTER or --rule ID [usage]\n')
    return undefined
  }
  if (text !== undefined) {
    const plan = readFilter(text, world)
    return plan === undefined ? undefined : { choose: events => events, explain: event => explainPlan(plan, event, VOCABULARY, world) }
  }
  const ruleSet = await chooseRuleSet(settings, world)
  const compiled = ruleSet === undefined ? undefined : findRule(ruleSet, settings.rule ?? '', world)
  if (compiled === undefined) return undefined
  const choose = (events: readonly Fields[]): readonly Fields[] => {
    const seen = events.filter(event => seesEvent(compiled.rule.type, event))
    return seen.length > 0 ? seen : events.slice(0, 1)
  }
  return { choose, explain: event => explainRule(compiled, event, world) }
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
