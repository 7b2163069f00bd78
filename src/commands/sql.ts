// `ecr-gate explain --sql`: what would a table in Athena be asked for a filter, or a rule? Nothing is asked.

import { renderDiagnostics, usageProblem } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { coarseClauses } from '../events/coarse.ts'
import type { Table } from '../events/partitions.ts'
import { type Asking, makeQuery } from '../events/query.ts'
import { CLOUDTRAIL_COLUMNS, DOCUMENTED_COLUMNS } from '../events/table.ts'
import type { Expression } from '../language/ast.ts'
import { pathsOf } from '../language/paths.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { formatSecond } from '../time.ts'
import { readFilter } from './filter.ts'
import { findRule, loadRuleSet } from './ruleset.ts'

/** The table that AWS documents. https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html */
const TABLE: Table = {
  database: 'default',
  name: 'cloudtrail_logs_pp',
  columns: DOCUMENTED_COLUMNS,
  partitionKeys: [{ name: 'timestamp', type: 'string' }],
  parameters: {
    'projection.enabled': 'true',
    'projection.timestamp.type': 'date',
    'projection.timestamp.format': 'yyyy/MM/dd',
  },
}

export async function runExplainSql(settings: SettingsOf<'explain'>, windowSeconds: number, world: World): Promise<number> {
  const asking = await chooseAsking(settings, world)
  if (asking === undefined) return 2
  const to = world.now().getTime()
  const reach = { from: to - windowSeconds * 1000, to, regions: [], account: undefined }
  const query = makeQuery(TABLE, [asking], reach)
  if ('kind' in query) throw new Error(query.message)
  const { sql, withoutColumn, notes } = query
  const remarks = [
    `What ${asking.id} could match from ${formatSecond(new Date(reach.from))} to ${formatSecond(new Date(to))}, of the table that AWS documents.`,
    'A run asks for what all its rules could match, of its own table, and for its Regions and its account alone. Then the rules decide.',
    ...[...coarseClauses(asking.expression, CLOUDTRAIL_COLUMNS)].flatMap(([why, clauses]) => [
      `Not asked exactly, because ${why}:`,
      ...clauses.map(clause => `  ${clause}`),
    ]),
    ...withoutColumn.flatMap(({ fields }) => fields).map(field => `No column: ${field}. Where a rule names it, the verdict is undecided.`),
    ...notes,
  ]
  await world.print(`${remarks.map(remark => `-- ${printable(remark)}\n`).join('')}${showSql(sql)};\n`)
  return 0
}

// A text in SQL may hold anything that a filter does. It is shown in the other spelling that SQL has for it where a screen, or a runner that
// reads the output, would take it for something else.
function showSql(sql: string): string {
  return sql.replaceAll(/'(?:[^']|'')*'/g, text => (printable(text, text.length) === text ? text : `U&${escapeSql(text)}`))
}

function escapeSql(text: string): string {
  const encode = (character: string): string => `\\+${character.codePointAt(0)?.toString(16).padStart(6, '0')}`
  return Array.from(text, character =>
    character === '\\' ? '\\\\' : printable(character) === character ? character : encode(character),
  ).join('')
}

async function chooseAsking(settings: SettingsOf<'explain'>, world: World): Promise<Asking | undefined> {
  const [text] = settings.operands
  if (text !== undefined) {
    const plan = readFilter(text, world)
    return plan && asAsking('the filter', plan.expression, [])
  }
  const ruleSet = await loadRuleSet(settings, world)
  const compiled = ruleSet && findRule(ruleSet, settings.rule ?? '', world)
  if (compiled === undefined) return undefined
  const { rule, filter, suppressions } = compiled
  if (rule.type !== 'CloudTrail') {
    const help = '--sql is for rules of type CloudTrail'
    world.tell(
      renderDiagnostics([usageProblem(`rule ${rule.id} is of type ${rule.type}, and no table in Athena has what it looks at`, help)]),
    )
    return undefined
  }
  return asAsking(
    `rule ${rule.id}`,
    filter.expression,
    suppressions.map(({ expression }) => expression),
  )
}

// Suppressions decide about what comes back. They name fields as well, and what has no column cannot suppress.
function asAsking(id: string, expression: Expression, suppressions: readonly Expression[]): Asking {
  return { id, expression, paths: [expression, ...suppressions].flatMap(pathsOf) }
}
