// What `doctor` says of a table in Athena: whether its workgroup lets queries end, and the table has what the rules ask for. It starts no
// query, because a query costs and leaves a file behind.

import type { AthenaTable } from '../events/athena.ts'
import { makeQuery } from '../events/query.ts'
import { Fault } from '../fault.ts'
import { askingsOf } from '../gate/needs.ts'
import type { RuleSet } from '../gate/packs.ts'
import { sayBytes } from '../plural.ts'
import type { Stands } from '../run/accounts.ts'
import type { World } from '../run/world.ts'
import type { Audit } from '../settings/settings.ts'
import { tellLacking, toTable } from '../sources/athena.ts'
import { startTimeLimit } from '../sources/pace.ts'
import { openQueries, type Queries } from '../sources/queries.ts'
import { timeoutFault } from '../sources/running.ts'
import { type Check, examine, type Section } from './examined.ts'

const TIMEOUT_SECONDS = 60

/** Examines the table with the credentials of each account, if activity is read from one. Without rules, their columns are not examined. */
export async function examineTables(
  accounts: readonly Stands[],
  audit: Audit | undefined,
  ruleSet: RuleSet | undefined,
  world: World,
): Promise<readonly Section[]> {
  const { table } = audit ?? {}
  if (audit === undefined || table === undefined) return []
  return Promise.all(accounts.map(stands => examineTable(stands, table, audit, ruleSet, world)))
}

async function examineTable(
  [{ aws, account, role }]: Stands,
  table: AthenaTable,
  audit: Audit,
  ruleSet: RuleSet | undefined,
  world: World,
): Promise<Section> {
  const region = table.region ?? audit.regions[0] ?? ''
  const time = startTimeLimit(world, TIMEOUT_SECONDS * 1000)
  const queries = await openQueries({ aws, table, region, time, timeout: () => timeoutFault(TIMEOUT_SECONDS, 'rows') })
  const checks = [
    // A check asks nothing of the workgroup, so nothing that keeps it from answering keeps one from a verdict.
    ...(await examine(async () => examineWorkgroup(await queries.describeWorkgroup()), 'note')),
    ...(await examine(async () => {
      const id = table.account ?? (await account)
      if (id instanceof Fault) throw id
      const to = world.now().getTime()
      return examineColumns(queries, table, ruleSet, { from: to - audit.windowSeconds * 1000, to, regions: audit.regions, account: id })
    })),
  ]
  return { title: `Table ${table.text} of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks }
}

const NO_LIMIT = 'set the limit of the workgroup on the data that a query scans: a table without partitions is read whole each time'

type Workgroup = Awaited<ReturnType<Queries['describeWorkgroup']>>

function examineWorkgroup({ State: state, Configuration: configuration = {} }: Workgroup): readonly Check[] {
  const { ResultConfiguration: results, ManagedQueryResultsConfiguration: managed, BytesScannedCutoffPerQuery: limit } = configuration
  const place = managed?.Enabled === true ? 'managed by Athena' : results?.OutputLocation
  const bad = [
    ...(state === 'ENABLED' ? [] : [{ message: `the workgroup is ${state ?? 'in no state'}`, help: 'enable it, or name another one' }]),
    ...(place === undefined || place === ''
      ? [{ message: 'the workgroup has no place for the results of queries', help: 'give it an output location, or managed query results' }]
      : []),
  ]
  return [
    ...bad.map(each => ({ level: 'bad' as const, ...each })),
    ...(limit === undefined
      ? [{ level: 'note' as const, message: 'there is no limit on the bytes that a query of the workgroup scans', help: NO_LIMIT }]
      : []),
    ...(bad.length > 0
      ? []
      : [
          {
            level: 'ok' as const,
            message: `athena:GetWorkGroup: results in ${place}${limit === undefined ? '' : `, a query ends at ${sayBytes(limit)}`}`,
          },
        ]),
  ]
}

async function examineColumns(
  queries: Queries,
  table: AthenaTable,
  ruleSet: RuleSet | undefined,
  reach: Parameters<typeof makeQuery>[2],
): Promise<readonly Check[]> {
  const query = makeQuery(toTable(table, await queries.describeTable()), ruleSet === undefined ? [] : askingsOf(ruleSet), reach)
  if ('kind' in query) return [{ level: 'bad', message: query.message, ...(query.help === undefined ? {} : { help: query.help }) }]
  const lacking = tellLacking(query).map(
    ({ level, message, help }): Check => ({ level: level === 'error' ? 'bad' : 'note', message, ...(help === undefined ? {} : { help }) }),
  )
  const isWhole = lacking.every(({ level }) => level !== 'bad')
  const has = ruleSet === undefined ? "is one of CloudTrail's events" : 'has what the rules ask for'
  return [...lacking, ...(isWhole ? [{ level: 'ok' as const, message: `athena:GetTableMetadata: the table ${has}` }] : [])]
}
