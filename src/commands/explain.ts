// `ecr-gate explain`: why does a filter, or a rule, match an event or not?

import { didYouMean, quote, renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { toJudgedEvent } from '../events/scan.ts'
import { VOCABULARY } from '../events/vocabulary.ts'
import { combineRules } from '../gate/packs.ts'
import type { Plan } from '../language/compile.ts'
import { explain } from '../language/explain.ts'
import { parsePath } from '../language/parse.ts'
import type { Fields, Vocabulary } from '../language/vocabulary.ts'
import { renderExplanation } from '../report/explanation.ts'
import { compileRule, matchesRule, seesEvent } from '../rules/compile.ts'
import type { Rule } from '../rules/rule.ts'
import { showValue } from '../rules/show.ts'
import type { Settings } from '../settings.ts'
import { readEvents } from '../sources/records.ts'
import { readRules } from '../sources/rules.ts'
import type { World } from '../world.ts'
import { readFilter } from './filter.ts'

export async function runExplain(settings: Settings, world: World): Promise<number> {
  const explainEvent = await chooseSubject(settings, world)
  if (explainEvent === undefined) return 2
  let unread = false
  let number = 0
  const report = (diagnostic: Parameters<typeof renderDiagnostics>[0][number]): void => {
    unread = true
    world.tell(renderDiagnostics([diagnostic]))
  }
  const readAt = world.now().toISOString()
  for await (const batch of readEvents([settings.event ?? ''], { input: world.input, report, progress: () => undefined })) {
    for (const { event } of batch) {
      number++
      await world.print(
        `${number === 1 ? '' : '\n'}${world.paint('bold', `Event ${number}`)}${describeEvent(event)}\n${explainEvent(toJudgedEvent(event, readAt))}\n`,
      )
    }
  }
  return unread ? 2 : 0
}

async function chooseSubject(settings: Settings, world: World): Promise<((event: Fields) => string) | undefined> {
  const [text] = settings.operands
  if ((text === undefined) === (settings.rule === undefined)) {
    world.tell('explain needs either a FILTER or --rule ID [usage]\n')
    return undefined
  }
  if (text !== undefined) {
    const plan = readFilter(text, world)
    return plan === undefined ? undefined : event => explainPlan(plan, event, VOCABULARY, world)
  }
  const rule = await findRule(settings, world)
  return rule === undefined ? undefined : event => explainRule(rule, event, world)
}

async function findRule(settings: Settings, world: World): Promise<Rule | undefined> {
  const { rules: own, diagnostics } = await readRules(settings.rules, world.input)
  world.tell(renderDiagnostics(diagnostics))
  if (diagnostics.some(({ level }) => level === 'error')) return undefined
  const { rules } = combineRules(await world.packs(settings.packs), own, undefined)
  const rule = rules.find(({ id }) => id === settings.rule)
  if (rule === undefined) {
    const id = settings.rule ?? ''
    world.tell(
      renderDiagnostics([
        {
          level: 'error',
          kind: 'usage',
          message: `there is no rule ${quote(id)}`,
          help: didYouMean(
            id,
            rules.map(each => each.id),
          ),
        },
      ]),
    )
  }
  return rule
}

function explainRule(rule: Rule, event: Fields, world: World): string {
  const compiled = compileRule(rule)
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
  const names = ['eventTime', 'eventSource', 'eventName', 'eventID'].flatMap(name =>
    typeof event[name] === 'string' ? [printable(event[name])] : [],
  )
  return names.length === 0 ? '' : `: ${names.join(' ')}`
}
