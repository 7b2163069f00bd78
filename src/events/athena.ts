// A table of CloudTrail's events in Athena, as `athena://WORKGROUP/DATABASE/TABLE` names it.
// https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isAccountId, isRegion } from '../image/uri.ts'

export interface AthenaTable {
  /** As it was given. */
  readonly text: string
  /** The same however it was written. */
  readonly place: string
  readonly workgroup: string
  /** The Region of the workgroup; undefined: the first of audit-regions. */
  readonly region: string | undefined
  readonly database: string
  readonly table: string
  /** The account whose events are read; undefined: that of the credentials. */
  readonly account: string | undefined
}

const SHAPE = 'write athena://WORKGROUP/DATABASE/TABLE'
const WORKGROUP = /^[\w.-]{1,128}$/
const NAME = /^[\w-]{1,255}$/
const CATALOG = 'awsdatacatalog'

/** Reads the name of a table in Athena. */
export function parseAthena(text: string): AthenaTable | Problem {
  const wrong = (why: string, help = SHAPE): Problem => usageProblem(`{setting} cannot be ${quote(text)}: ${why}`, help)
  const [, path] = /^athena:\/\/([^/].*?)\/?$/s.exec(text) ?? []
  if (path === undefined) return wrong('a table in Athena is named athena://WORKGROUP/DATABASE/TABLE', suggestAthena(text))
  const [group = '', ...names] = path.split('/')
  const [, workgroup = '', region] = /^([^@]*)(?:@(.*))?$/s.exec(group) ?? []
  const [database, table, account, ...deeper] = names.map(name => name.toLowerCase())
  if (!WORKGROUP.test(workgroup)) return wrong(`${quote(workgroup)} cannot be the name of a workgroup`)
  if (region !== undefined && !isRegion(region))
    return wrong(`${quote(region)} is no Region`, `after the workgroup stands its Region, as in athena://${workgroup}@eu-west-1/…`)
  if (database === undefined || table === undefined)
    return wrong(`it names no ${database === undefined ? 'database' : 'table'}`, suggestAthena(text))
  if (account !== undefined && (deeper.length > 0 || !isAccountId(account))) return wrong(...explainLonger(group, names))
  const odd = [database, table].find(name => !NAME.test(name))
  if (odd !== undefined)
    return wrong(
      `${quote(odd)} cannot be the name of a database or a table`,
      'write the names bare: letters, digits, _ and -, without quotes',
    )
  const place = `athena://${[group, database, table, ...(account === undefined ? [] : [account])].join('/')}`
  return { text, place, workgroup, region, database, table, account }
}

/** Whether text was meant to name a table in Athena, in whatever form people write one. */
export function meansAthena(text: string): boolean {
  return /^(?:athena:|arn:[^:]*:(?:athena|glue):)/i.test(text)
}

function explainLonger(group: string, names: readonly string[]): readonly [why: string, help: string] {
  const [first = '', second, third] = names
  if (first.toLowerCase() === CATALOG && names.length === 3)
    return ['its catalog need not be named', `write athena://${group}/${second}/${third}`]
  return ['after the table it can only name an account', 'tables are read of AwsDataCatalog, and an account has 12 digits']
}

// The same table in the one form that is read, as far as it was named.
function suggestAthena(text: string): string {
  const [, region, group] = /^arn:[^:]*:athena:([^:]*):[^:]*:workgroup\/([\w.-]+)$/i.exec(text) ?? []
  if (group !== undefined) return `write athena://${group}@${region}/DATABASE/TABLE`
  const [, of, name] = /^arn:[^:]*:glue:([^:]*):[^:]*:table\/([\w-]+\/[\w-]+)$/i.exec(text) ?? []
  if (name !== undefined) return `write athena://WORKGROUP@${of}/${name}`
  const [, path = ''] = /^athena:\/*(.*?)\/*$/i.exec(text) ?? []
  const names = path
    .replaceAll(/["'`]/g, '')
    .split('/')
    .filter(each => each !== '')
  const [first = 'WORKGROUP', database = 'DATABASE', ...tables] = names
  // SQL writes a table with its database, as no workgroup could be written.
  const [, split, table = tables[0] ?? 'TABLE'] = /^([\w-]+)\.([\w-]+)$/.exec(database) ?? [undefined, database]
  return names.length === 0 || text.includes('///') ? SHAPE : `write athena://${first}/${split}/${table}`
}
