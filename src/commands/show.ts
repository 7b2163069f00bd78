// `ecr-gate show`: the events behind an alert of a saved report. The report is a file, and may come from anybody.

import { createReadStream } from 'node:fs'
import { text } from 'node:stream/consumers'
import { quote } from '../diagnostic.ts'
import { printable, printableJson } from '../escape.ts'
import { isObject, own } from '../events/json.ts'
import { sayError } from '../fault.ts'
import type { Fields } from '../language/vocabulary.ts'
import { renderShownAlert } from '../report/show.ts'
import type { Settings } from '../settings/settings.ts'
import type { World } from '../world.ts'

const WRONG = 2

export async function runShow({ operands: [file = '', named = ''], format }: Settings, world: World): Promise<number> {
  const alerts = await readAlerts(file, world)
  if (typeof alerts === 'string') return refuse(world, alerts)
  const chosen = alerts.map((alert, i) => ({ alert, number: i + 1 })).filter(({ alert, number }) => matches(alert, number, named))
  if (chosen.length === 0) return refuse(world, explain(file, alerts, named))
  if (format === 'json') {
    const shown = chosen.map(({ alert }) => alert)
    await world.print(`${printableJson(JSON.stringify(shown, null, 2))}\n`)
    return 0
  }
  for (const { alert, number } of chosen) await world.print(`${renderShownAlert(alert, number, world.paint).join('\n')}\n\n`)
  return 0
}

async function readAlerts(file: string, world: World): Promise<readonly Fields[] | string> {
  try {
    const report: unknown = JSON.parse(await text(file === '-' ? world.input : createReadStream(file)))
    const alerts = own(report, 'alerts')
    if (!Array.isArray(alerts) || typeof own(report, 'verdict') !== 'string')
      return `${printable(file)}: this is not a report of ECR Gate [report]\n  help: write one with ecr-gate check --json-file FILE`
    return alerts.filter(isObject)
  } catch (error) {
    return `${printable(file)}: the report cannot be read (${printable(sayError(error))}) [report]`
  }
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
