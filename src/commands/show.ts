// `ecr-gate show`: the events behind an alert of a saved report. The report is a file, and may come from anybody.

import { quote, renderDiagnostic } from '../diagnostic.ts'
import { printable, printableJson } from '../escape.ts'
import { type Fields, isObject, own, ownList } from '../json.ts'
import { renderShownAlert } from '../report/show.ts'
import { readSavedReport } from '../run/saved.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'

const WRONG = 2

export async function runShow({ operands: [file = '', named = ''], format }: SettingsOf<'show'>, world: World): Promise<number> {
  const read = await readSavedReport(file, world)
  if ('problem' in read) return refuse(world, renderDiagnostic(read.problem))
  const alerts = ownList(read.report, 'alerts').filter(isObject)
  const chosen = alerts.map((alert, i) => ({ alert, number: i + 1 })).filter(({ alert, number }) => matches(alert, number, named))
  if (chosen.length === 0) return refuse(world, explain(file, alerts, named))
  if (format === 'json') {
    const shown = chosen.map(({ alert }) => alert)
    await world.print(`${printableJson(JSON.stringify(shown, null, 2))}\n`)
    return 0
  }
  for (const { alert, number } of chosen) await world.print(`${renderShownAlert(alert, number, world).join('\n')}\n\n`)
  return 0
}

function matches(alert: Fields, number: number, named: string): boolean {
  return /^#?\d+$/.test(named) ? number === Number(named.replace('#', '')) : own(alert, 'ruleId') === named
}

function explain(file: string, alerts: readonly Fields[], named: string): string {
  const ids = [...new Set(alerts.flatMap(alert => (typeof own(alert, 'ruleId') === 'string' ? [String(own(alert, 'ruleId'))] : [])))]
  const help = alerts.length === 0 ? 'it has none' : `it has 1 to ${alerts.length}, of ${ids.slice(0, 10).map(quote).join(', ')}`
  return `${printable(file)}: there is no alert ${quote(named)} [usage]\n  help: ${help}`
}

function refuse(world: World, problem: string): number {
  world.tell(`${problem}\n`)
  return WRONG
}
