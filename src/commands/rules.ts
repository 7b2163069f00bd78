// `ecr-gate rules`: which rules are in force, or one of them in full.

import { renderJson } from '../report/json.ts'
import type { Paint } from '../report/paint.ts'
import { type ListedRules, listRules, type ShownRule, showRule } from '../report/rules/list.ts'
import { renderListMarkdown, renderRuleMarkdown } from '../report/rules/markdown.ts'
import { renderListText, renderRuleText } from '../report/rules/text.ts'
import type { World } from '../run/world.ts'
import { deliver } from '../run/write.ts'
import type { ListFormat } from '../settings/choices.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { findRule, loadRuleSet } from './ruleset.ts'

// The command accepts no other format.
type Renderers<T> = Readonly<Record<ListFormat, (value: T, paint: Paint) => Iterable<string>>>

const LIST: Renderers<ListedRules> = {
  text: (list, paint) => [renderListText(list, paint)],
  json: renderJson,
  markdown: list => [renderListMarkdown(list)],
}

const RULE: Renderers<ShownRule> = {
  text: (rule, paint) => [renderRuleText(rule, paint)],
  json: renderJson,
  markdown: rule => [renderRuleMarkdown(rule)],
}

export async function runRules(settings: SettingsOf<'rules'>, world: World): Promise<number> {
  const ruleSet = await loadRuleSet(settings, world)
  if (ruleSet === undefined) return 2
  const { format, output, operands } = settings
  const [, id] = operands
  if (id === undefined) {
    const list = listRules(ruleSet)
    return (await deliver(world, output, paint => LIST[format as ListFormat](list, paint))) ? 0 : 2
  }
  const found = findRule(ruleSet, id, world)
  if (found === undefined) return 2
  const shown = showRule(found.rule, ruleSet)
  return (await deliver(world, output, paint => RULE[format as ListFormat](shown, paint))) ? 0 : 2
}
