// `ecr-gate show`: the events behind an alert of a saved report. The report is a file, and may come from anybody.

import { quote } from '../diagnostic.ts'
import { printable, printableJson } from '../escape.ts'
import { captureFault, Fault } from '../fault.ts'
import { type Fields, isObject, own, ownList } from '../json.ts'
import { REPORT_VERSION, readReportVersion } from '../report/saved.ts'
import { renderShownAlert } from '../report/show.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { readText } from '../sources/files.ts'

const WRONG = 2

export async function runShow({ operands: [file = '', named = ''], format }: SettingsOf<'show'>, world: World): Promise<number> {
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

const MOST_BYTES = 256 * 1024 * 1024
const WRITE_ONE = 'write one with ecr-gate check --json-file FILE'
const USE_LATER = 'show it with the release of ECR Gate that wrote it, or with a later one'

async function readAlerts(file: string, world: World): Promise<readonly Fields[] | string> {
  const text = await captureFault(() => readText(file, world.input, { limit: MOST_BYTES, help: WRITE_ONE }))
  if (text instanceof Fault) return `${printable(file)}: the report cannot be read (${printable(text.message)}) [report]`
  const report = parse(text)
  if (report === undefined) return `${printable(file)}: the report cannot be read (it is not JSON) [report]\n  help: ${WRITE_ONE}`
  const version = readReportVersion(report)
  if (version === undefined) return `${printable(file)}: this is not a report of ECR Gate [report]\n  help: ${WRITE_ONE}`
  if (version > REPORT_VERSION)
    return `${printable(file)}: this report has version ${version}, and this release reads version ${REPORT_VERSION} [report]\n  help: ${USE_LATER}`
  return ownList(report, 'alerts').filter(isObject)
}

// What JSON.parse says of an error quotes the text, which may be that of another file.
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
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
