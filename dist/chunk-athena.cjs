'use strict';

const read = require('./chunk-read.cjs');
const query = require('./chunk-query2.cjs');
const world = require('./chunk-world.cjs');
const asked = require('./chunk-asked.cjs');
const visibility = require('./chunk-visibility.cjs');
const pace = require('./chunk-pace.cjs');
const node_crypto = require('node:crypto');
const refusal = require('./chunk-refusal.cjs');
const StopQueryExecutionCommand = require('./chunk-StopQueryExecutionCommand.cjs');
const records = require('./chunk-records.cjs');
const repeats = require('./chunk-repeats.cjs');
const pages = require('./chunk-pages.cjs');
const poll = require('./chunk-poll.cjs');

// Which days a table has. Where somebody has to add partitions to it, a day that nobody added looks like a day without events, so the catalog
// is asked for them. Where keys stand for days in a way that is not understood, only the rows themselves can tell.














/** Asks for the days that a table has; undefined where its keys leave no doubt. */
function makeAddedQuery(table       , reach       )                         {
  const partitions = query.boundPartitions(table, reach);
  if ('kind' in partitions) return undefined
  const calendar = query.calendarOf(table).flatMap(key => key ?? []);
  const dayKey = query.dayKeyOf(table);
  const keys = calendar.length > 0 ? calendar : dayKey === undefined ? [] : [dayKey];
  if (!query.isProjected(table) && keys.length > 0) return askCatalog(table, reach, partitions.conditions, keys)
  return partitions.hidesDays ? askRows(table, reach, partitions.conditions) : undefined
}

function askCatalog(table       , reach       , conditions                   , days                        )             {
  const region = query.regionKeyOf(table)?.name;
  const columns = [...(region === undefined ? [] : [region]), ...days.map(({ name }) => name)];
  const selected = columns.map(name => `CAST(${query.quoteName(name)} AS varchar) AS ${query.quoteName(name)}`).join(', ');
  const where = conditions.length === 0 ? '' : `\nWHERE ${conditions.join('\n  AND ')}`;
  return {
    sql: `SELECT DISTINCT ${selected}\nFROM ${query.quoteName(table.database)}.${query.quoteName(`${table.name}$partitions`)}${where}`,
    columns,
    of: 'partition',
    missing: rows => findMissing(reach, rows, region !== undefined),
  }
}

// Even a quiet account has events on each day (presence.ts).
function askRows(table       , reach       , conditions                   )             {
  const days = daysBegun(reach);
  const where = [...conditions, ...query.isOfPlace(reach), `substr(eventtime, 1, 10) IN (${days.map(query.quoteSql).join(', ')})`];
  return {
    sql:
      `SELECT DISTINCT awsregion, substr(eventtime, 1, 10) AS day\nFROM ${query.quoteName(table.database)}.${query.quoteName(table.name)}` +
      `\nWHERE ${where.join('\n  AND ')}`,
    columns: ['awsregion', 'day'],
    of: 'event',
    missing: rows => findMissing(reach, rows, true),
  }
}

function findMissing(reach       , rows                , isOfRegions         )                    {
  const regions = isOfRegions && reach.regions.length > 0 ? reach.regions : [undefined];
  const there = rows.map(row => ({ region: row[0], digits: digitsOf(isOfRegions ? row.slice(1) : row) }));
  return daysBegun(reach).flatMap(day => {
    const digits = day.replaceAll('-', '');
    const has = (region                    )          =>
      there.some(each => (region === undefined || each.region === region) && each.digits !== '' && digits.startsWith(each.digits));
    const lacking = regions.filter(region => !has(region));
    if (lacking.length === 0) return []
    return lacking.length === regions.length ? [day] : [`${day} in ${read.listOf(lacking.flatMap(region => region ?? []))}`]
  })
}

/** The days of a window in which something may have been delivered. */
function daysBegun({ from, to }       )                    {
  const begun = read.listDays(from, to).filter(({ isInWindow }) => isInWindow);
  return begun.map(({ name }) => name).filter(day => Date.parse(day) + 3 * read.DELIVERY < to)
}

// 2026, 3 and 5 are the day 20260305, and so is 2026-3-5. A month alone stands for all its days, and an hour for its day.
function digitsOf(values     )         {
  const parts = values.length === 1 ? (values[0] ?? '').split(/\D+/).filter(part => part !== '') : values.map(value => value ?? '');
  const digits = parts
    .map(part => part.padStart(2, '0'))
    .join('')
    .slice(0, 8);
  return [4, 6, 8].includes(digits.length) ? digits : ''
}

// Whether a table has any event of a Region. A query that gives back nothing proves nothing: the table may be that of another place.


/** The one column of the answer. */
const PRESENT = 'awsregion';

/**
 * Asks which of these Regions a table has any event of, within the same reach as the query before, which found nothing wrong with the
 * table. The engine ends as soon as it has seen one event of each.
 */
function makePresenceQuery(table       , reach       )         {
  const partitions = query.boundPartitions(table, reach);
  const where = [...('kind' in partitions ? [] : partitions.conditions), ...query.isOfPlace(reach), query.within(reach)];
  const name = `${query.quoteName(table.database)}.${query.quoteName(table.name)}`;
  return `SELECT DISTINCT ${PRESENT}\nFROM ${name}\nWHERE ${where.join('\n  AND ')}\nLIMIT ${reach.regions.length}`
}

// A row of the answer to a query, as the record that it was made from. In a table the names are in small letters, and what is no text is
// the text of it; a record has neither.


/** A column of an answer: its name there, and the field whose values it has. */






/** Makes the record of a row. A value that is undefined is one that the row does not have. */
function recordOf(
  columns                      ,
  values                                 ,
)                                                              {
  if (values.length !== columns.length)
    return faulty(`a row of the answer has ${read.plural(values.length, 'value')}, and was asked for ${columns.length}`)
  const record                          = {};
  for (const [i, { name, field, column }] of columns.entries()) {
    const text = values[i];
    const read = text === undefined ? undefined : readValue(column, text);
    if (read === undefined) continue
    if ('why' in read) return faulty(`the column ${name} of a row of the answer ${read.why}`)
    if (read.value !== undefined) record[field] = read.value;
  }
  return { record }
}

function faulty(message        )                                {
  return { problem: { level: 'error', kind: 'athena-answer', message } }
}



function readValue(column        , text        )        {
  switch (column.kind) {
    case 'scalar':
      return { value: text === 'true' ? true : text === 'false' ? false : text }
    case 'json':
      // AWS does not say what its reader of CloudTrail's files makes of null. No record has a text of that name in the place of an object.
      if (text.trim() === 'null') return { value: undefined }
      // An object is read with the event (toEvent), which knows when it cannot be.
      return /^\s*\[/.test(text) ? parse(text) : { value: text }
    case 'struct':
    case 'list':
    case 'map': {
      const parsed = parse(text);
      if ('why' in parsed) return parsed
      const value = spell(column, parsed.value);
      return value === undefined && parsed.value !== null ? { why: `is no ${column.kind}` } : { value }
    }
    default:
      return { value: text }
  }
}

function parse(text        )        {
  const parsed = read.parseStrictly(text, read.parseExactly);
  return parsed.kind === 'value' ? { value: parsed.value } : { why: parsed.problem }
}

/** A value with the names that its record has; undefined for null, and for a value that is not of the column. */
function spell(column        , value         )          {
  switch (column.kind) {
    case 'struct':
      return read.isObject(value) ? spellFields(column.fields, value) : undefined
    case 'list':
      return Array.isArray(value) ? value.map(item => (read.isObject(item) ? spellFields(column.fields, item) : item)) : undefined
    case 'map':
      return read.isObject(value) ? withoutNull(Object.entries(value)) : undefined
    default:
      return typeof value === 'string' ? value : undefined
  }
}

// The type of a structure may be written with large letters, as in one example of AWS.
function spellFields(fields         , value        )         {
  const values = new Map(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each ?? undefined]));
  return withoutNull(Object.entries(fields).map(([name, column]) => [name, spell(column, values.get(name.toLowerCase()))]))
}

function withoutNull(entries                                         )         {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null))
}

// What Athena says of a query that it refused or that failed, as a fault with the cure. Athena passes on what Glue, S3, KMS and Lake
// Formation said to it, so only the text tells them apart.
// https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html




const LESS = 'shorten audit-window, or name fewer audit-regions';
const NO_TABLE = 'check the database, the table and the Region: athena://WORKGROUP@REGION/DATABASE/TABLE';

// The first that fits. What the engine says of a query may repeat its words, and with them the names of services.
const CAUSES                   = [
  [
    /COMPILER_LIMIT|exceeded maximum filters/i,
    'query-too-large',
    'its conditions are too large for the engine',
    'enable fewer rules, or rules with simpler filters',
  ],
  [
    /bytes scanned limit/i,
    'aws-refused',
    'it would have scanned more bytes than the workgroup allows',
    `${LESS}, partition the table by day, or raise the limit of the workgroup`,
  ],
  [
    /lake ?formation/i,
    'aws-denied',
    'Lake Formation denies access',
    'in Lake Formation, grant SELECT and DESCRIBE on the table to these credentials, and allow them lakeformation:GetDataAccess',
  ],
  [/kms/i, 'aws-denied', 'the key of the objects may not be used', 'allow kms:Decrypt, and kms:GenerateDataKey for results, on the keys'],
  [
    /(?=.*(?:access ?denied|\b403\b|forbidden))(?=.*\bs3\b|.*amazons3)/is,
    'aws-denied',
    'S3 denies access',
    'allow s3:GetObject and s3:ListBucket on the bucket of the table, and what ecr-gate permissions lists on that of the results',
  ],
  [
    /no output location|output location is required/i,
    'aws-refused',
    'the workgroup has no place for the results of queries',
    'give the workgroup an output location, or managed query results',
  ],
  [
    /output bucket|outputlocation/i,
    'aws-refused',
    'the results of queries cannot be written where the workgroup says',
    'check the output location of the workgroup, and allow what ecr-gate permissions lists on its bucket',
  ],
  [
    /workgroup\b.*\bnot found/is,
    'aws-not-found',
    'there is no such workgroup',
    'check its name and its Region: athena://WORKGROUP@REGION/…',
  ],
  [/workgroup\b.*\bdisabled/is, 'aws-refused', 'the workgroup is disabled', 'enable it, or name another one'],
  [
    /EntityNotFound|(?:TABLE|SCHEMA)_NOT_FOUND|(?:table|database|schema)\b.*\b(?:not found|does not exist)/is,
    'aws-not-found',
    'there is no such table',
    NO_TABLE,
  ],
  [
    /concurrent|throttl|rate exceeded|too many requests|slow ?down|reduce your request rate/i,
    'aws-throttled',
    'AWS had too many requests',
    'run it again, or raise the quotas of Athena',
  ],
  [
    /exhausted resources|EXCEEDED_(?:\w+_)?(?:MEMORY|LIMIT)|out of memory/i,
    'aws-refused',
    'it was too large for the engine',
    `${LESS}, or enable fewer rules`,
  ],
  [/time ?out|exceeded maximum .*time/i, 'aws-refused', 'it took longer than Athena allows', `${LESS}, or partition the table by day`],
];

/** How much is shown of what Athena says, and how much is read: it repeats whole queries. */
const MOST_SHOWN = 300;
const MOST_READ = 5000;

/** What Athena says of a query, as a fault. `what` says what happened to it. */
function toQueryFault(what        , said        , cause          )        {
  const text = said.slice(0, MOST_READ).trim().replaceAll(/\s+/g, ' ');
  const says = text === '' ? 'Athena does not say why' : `Athena says: ${read.shorten(text, MOST_SHOWN)}`;
  const [, action, arn] = /not authorized to perform:? ?(\w+:\w+)(?:.*?on resource:? ?(arn:\S+))?/s.exec(text) ?? [];
  if (action !== undefined && !/lake ?formation/i.test(text))
    return new world.Fault(
      'aws-denied',
      { message: `${what}: AccessDenied for ${action}`, help: `allow ${action} on ${arn ?? '*'}; ${says}` },
      cause,
    )
  const [, code = 'aws-refused', why, help] = CAUSES.find(([pattern]) => pattern.test(text)) ?? [];
  if (why === undefined) return new world.Fault(code, { message: what, help: says }, cause)
  return new world.Fault(code, { message: `${what}: ${why}`, help: `${help}; ${says}` }, cause)
}

/** Errors in which Athena passes on what others say. */
const PASSED_ON = ['InvalidRequestException', 'MetadataException', 'ResourceNotFoundException'];

/** Turns what a call to Athena threw into a fault. */
function toAthenaFault(error         , call      )        {
  const isPassedOn = PASSED_ON.includes(refusal.errorName(error)) && error instanceof Error;
  return isPassedOn ? toQueryFault(`AWS refused ${call.action} on ${call.on}`, error.message, error) : refusal.toAwsFault(error, call)
}

// The calls to Athena about one workgroup. Each takes its part of the time of the reading, and an answer that is none is a fault: a proxy
// answers too.
// https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html












/** Where a query stands; `bytes` is how many it has scanned, as far as Athena says so. */




/** A page of the results of a query. A value that is null is undefined. */
















const CATALOG = 'AwsDataCatalog';

/** The most rows that GetQueryResults gives at once. */
const MOST_ROWS = 1000;

const INSTEAD = 'or judge without recent activity with audit-source: none';

async function openQueries({ aws, table, region, time, timeout }              )                   {
  const client               = await aws.athena({ region });
  const { workgroup, database, table: name } = table;
  const call = async    (action        , send                              , kind                           = 'read')             => {
    const ofTable = action === 'athena:GetTableMetadata';
    try {
      // A query is named by the answer to its start alone, so that is awaited, and the query is ended although the time is over.
      return await aws.call(limit => (kind === 'read' ? time.send(limit, send) : send(limit)), kind)
    } catch (error) {
      if (error instanceof pace.OutOfTime) throw timeout()
      const arn = `arn:${read.partitionOf(region)}:athena:${region}:*:${ofTable ? `datacatalog/${CATALOG}` : `workgroup/${workgroup}`}`;
      const on = ofTable ? `table ${database}.${name}` : `workgroup ${workgroup}`;
      throw toAthenaFault(error, { action, on: `${on} in ${region}`, arn, instead: INSTEAD })
    }
  };
  const lacking = (action        , what        )        =>
    new world.Fault('aws-answer', { message: `the answer of ${action} ${what}`, help: refusal.UNREADABLE });
  return {
    describeTable: async () => {
      const input = { CatalogName: CATALOG, DatabaseName: database, TableName: name };
      const answer = await call('athena:GetTableMetadata', limit => client.send(new StopQueryExecutionCommand.GetTableMetadataCommand(input), limit));
      const { TableMetadata: found } = answer;
      if (read.ownText(found, 'Name')?.toLowerCase() !== name || !isDescribed(found))
        throw lacking('athena:GetTableMetadata', 'does not describe this table')
      return found
    },
    describeWorkgroup: async () => {
      const answer = await call('athena:GetWorkGroup', limit => client.send(new StopQueryExecutionCommand.GetWorkGroupCommand({ WorkGroup: workgroup }), limit));
      if (answer.WorkGroup?.Name === workgroup) return answer.WorkGroup
      throw lacking('athena:GetWorkGroup', 'does not describe this workgroup')
    },
    start: async (sql, tellLost) => {
      const command = new StopQueryExecutionCommand.StartQueryExecutionCommand({
        QueryString: sql,
        // The same at each attempt of the SDK, so that the query is started once.
        ClientRequestToken: node_crypto.randomUUID(),
        WorkGroup: workgroup,
        QueryExecutionContext: { Catalog: CATALOG, Database: database },
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
      });
      command.middlewareStack.add(next => args => orTell(() => next(args), tellLost), { step: 'finalizeRequest', priority: 'low' });
      const { QueryExecutionId: id } = await call('athena:StartQueryExecution', limit => client.send(command, limit), 'write');
      if (typeof id === 'string' && id !== '') return id
      throw lacking('athena:StartQueryExecution', 'names no query')
    },
    look: async id => {
      const command = new StopQueryExecutionCommand.GetQueryExecutionCommand({ QueryExecutionId: id });
      const { QueryExecution: query } = await call('athena:GetQueryExecution', limit => client.send(command, limit));
      if (query?.QueryExecutionId !== id) throw lacking('athena:GetQueryExecution', 'is not about this query')
      return readProgress(query)
    },
    page: async (id, token) => {
      const input = { QueryExecutionId: id, MaxResults: MOST_ROWS, ...(token === undefined ? {} : { NextToken: token }) };
      const answer = await call('athena:GetQueryResults', limit => client.send(new StopQueryExecutionCommand.GetQueryResultsCommand(input), limit));
      const { ResultSet: { Rows: rows, ResultSetMetadata: { ColumnInfo: columns } = {} } = {}, NextToken: next } = answer;
      if (!isListOf(rows, isRow) || !isListOf(columns, isNamed))
        throw lacking('athena:GetQueryResults', 'has no rows, or rows that are none')
      return { columns: columns.map(({ Name: column }) => column ?? ''), rows: rows.map(valuesOf), next }
    },
    stop: async id => {
      await call('athena:StopQueryExecution', limit => client.send(new StopQueryExecutionCommand.StopQueryExecutionCommand({ QueryExecutionId: id }), limit), 'end');
    },
  }
}

// Inside the SDK's retries, because of these only the last attempt is known.
async function orTell   (attempt                  , tellLost            )             {
  try {
    return await attempt()
  } catch (error) {
    if (!refusal.isRefusal(error)) tellLost();
    throw error
  }
}

// The SDK gives what came, of whatever type it is.
const isText = (value         )                  => typeof value === 'string';
const isListOf =    (value         , isOne                              )                        =>
  Array.isArray(value) && value.every(isOne);
const isNamed = (value         )                                     => isText(read.own(value, 'Name'));
const isValue = (value         )                 => read.isObject(value) && ['string', 'undefined'].includes(typeof read.own(value, 'VarCharValue'));
const isRow = (value         )               => read.isObject(value) && isListOf(read.own(value, 'Data') ?? [], isValue);

function isDescribed(value         )                         {
  const isColumn = (each         )                 => isNamed(each) && isText(read.own(each, 'Type') ?? '');
  const parameters = read.own(value, 'Parameters') ?? {};
  const lists = [read.own(value, 'Columns'), read.own(value, 'PartitionKeys') ?? []];
  return lists.every(list => isListOf(list, isColumn)) && read.isObject(parameters) && Object.values(parameters).every(isText)
}

function valuesOf({ Data: values }     )                                  {
  return (values ?? []).map(({ VarCharValue: value }) => value ?? undefined)
}

const STATES                                                                      = {
  QUEUED: 'waits',
  RUNNING: 'runs',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'failed',
};

function readProgress(query                                                        )           {
  const state = read.ownText(query, 'Status', 'State') ?? '';
  const kind = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
  const bytes = read.ownNumber(query, 'Statistics', 'DataScannedInBytes');
  if (kind === undefined) throw new world.Fault('aws-answer', { message: `the query is in state ${read.quote(state)}, which is not known here` })
  if (kind !== 'failed') return { kind, bytes }
  const said = read.ownText(query, 'Status', 'StateChangeReason') ?? read.ownText(query, 'Status', 'AthenaError', 'ErrorMessage') ?? '';
  return { kind, bytes, fault: toQueryFault(state === 'FAILED' ? 'the query failed' : 'the query was cancelled', said) }
}

// Runs queries in Athena, one after the other, and ends the one that still runs when nobody waits for it any more: it costs money.













/** A value that is null is undefined. */













/** The longest pause between two looks at a query, in seconds. Athena answers few of them, whoever asks. */
const LONGEST_PAUSE = 5;

// Where no answer came, nobody knows whether the query was started. Where AWS refused it, it was not.
const NO_ANSWER                       = ['aws-unreachable', 'aws-answer', 'stopped'];

function startRunner({ queries, clock, timeoutSeconds, time, progress }               )         {
  const began = clock.milliseconds();
  const scanned = new Map                ();
  let going;
  let isLost = false;
  let stage                    = 'rows';
  const late = ()        => timeoutFault(timeoutSeconds, stage);
  const look = async (id        , elapsed        )                    => {
    progress(`waiting for the query in Athena, ${Math.floor(elapsed)} s`);
    const seen = await queries.look(id);
    if (seen.bytes !== undefined) scanned.set(id, seen.bytes);
    return seen
  };
  const wait = async (id        )                => {
    stage = 'waits';
    const last = await poll.poll          (
      clock,
      async elapsed => {
        const seen = await look(id, elapsed);
        if (seen.kind !== 'waits' && seen.kind !== 'runs') return { done: seen }
        stage = seen.kind;
        return { otherwise: seen, untilSeconds: timeoutSeconds, pauseSeconds: Math.min(0.5 + elapsed / 5, LONGEST_PAUSE) }
      },
      began,
    );
    if (last.kind === 'waits' || last.kind === 'runs') throw late()
    going = undefined;
    stage = 'rows';
    if (last.kind === 'failed') throw last.fault
  };
  return {
    run: async function* (sql, columns) {
      if (time.isOver()) throw late()
      isLost = false;
      going = queries.start(sql, () => {
        isLost = true;
      });
      const id = await going;
      await wait(id);
      yield* readRows({ queries, id, columns, check: () => !time.isOver() || fail(late()), progress });
    },
    bytes: () => [...scanned.values()].reduce((sum, each) => sum + each, 0),
    stop: async () => {
      const starting = going;
      if (starting === undefined) return undefined
      const id = await world.captureFault(() => starting);
      if (id instanceof world.Fault) return isLost || NO_ANSWER.includes(id.code) ? 'unknown' : undefined
      const stopped = await world.captureFault(() => queries.stop(id));
      return stopped instanceof world.Fault ? stopped : 'stopped'
    },
    late,
  }
}

function fail(fault       )        {
  throw fault
}










// The first row of the first page is the header. An answer without it is not that of this query, however empty it is.
function readRows({ queries, id, columns, check, progress }         )                                 {
  return pages.turnPages({ who: 'Athena', rest: 'the other rows' }, async (token, number) => {
    check();
    progress(`reading the rows of the query in Athena, page ${number}`);
    const page = await queries.page(id, token);
    const [header, ...rows] = token === undefined ? page.rows : [columns, ...page.rows];
    if (header === undefined) throw answerFault('has no header')
    for (const names of [header, page.columns])
      if (!isSame(names, columns)) throw answerFault(`has other columns than were asked for: ${describeNames(names)}`)
    return { page: rows, next: page.next }
  })
}

const isSame = (names     , columns                   )          =>
  names.length === columns.length && names.every((name, i) => name === columns[i]);

const MOST_NAMED$1 = 3;

function describeNames(names     )         {
  const shown = names.slice(0, MOST_NAMED$1).map(name => read.quote(name ?? ''));
  return names.length === 0 ? 'none' : `${shown.join(', ')}${names.length > MOST_NAMED$1 ? ', …' : ''}`
}

function answerFault(what        )        {
  const help = 'run it again; if it fails again, the endpoint (AWS_ENDPOINT_URL) or a proxy does not answer as Athena does';
  return new world.Fault('aws-answer', { message: `the answer to the query ${what}`, help })
}

const LATE = {
  waits: 'before it was the turn of the query',
  runs: 'before the query had ended',
  rows: 'before all rows were read',
};

/** The fault if the time ends, and what it ended before. */
function timeoutFault(seconds        , what                   )        {
  const less = 'shorten audit-window, partition the table by day, or raise audit-timeout';
  const help = what === 'waits' ? `Athena runs few queries of an account at the same time: try later, or ${less}` : less;
  return new world.Fault('audit-timeout', { message: `audit-timeout (${seconds} s) ended ${LATE[what]}`, help })
}

// Reads recent activity from a table of CloudTrail's events in Athena: one query for all Regions of an account. It asks for what a rule
// could match, and the rules decide about what comes back.












/** The events of one account within a time. An event that comes several times is passed once. */
function athenaEvents(aws     , options               )         {
  const { table, regions, account, from, to, describe, tell } = options;
  const origin = `${table.text} of ${read.listOf(regions)}`;
  const tellHere       = diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin });
  const holder         = {};
  return records.createSource({
    origin,
    describe,
    tell: tellHere,
    events: tellFault => readTable(aws, options, holder, tellFault),
    conclude: async cover => {
      // Whatever ended the reading, a query that nobody waits for must not go on.
      const ended = await holder.runner?.stop();
      const id = table.account ?? (await account);
      const coverage = cover(`${table.text} of ${id instanceof world.Fault ? 'an unknown account' : `account ${id}`}, ${read.listOf(regions)}`);
      const horizon = read.formatInstant(to - read.DELIVERY);
      const asked$1 = { eventSources: [], eventNames: [], matching: true };
      const window = `, read from ${read.formatInstant(from)} on: ${asked.sayAsked(asked$1)}; events after ${horizon} may not be there yet`;
      const bytes = holder.runner?.bytes() ?? 0;
      const said = [coverage.state === 'read' ? window : '', bytes > 0 ? `; ${read.sayBytes(bytes)} scanned` : '', sayEnd(ended)].join('');
      const left = ended instanceof world.Fault ? [ended.diagnostic] : [];
      for (const diagnostic of left) tellHere(diagnostic);
      return { ...coverage, horizon, asked: asked$1, message: `${coverage.message}${said}`, diagnostics: [...coverage.diagnostics, ...left] }
    },
  })
}

/** What runs the queries, once there is a query to run. */




function sayEnd(ended                                     )         {
  if (ended === undefined) return ''
  if (ended === 'stopped') return '; the query was stopped'
  return ended === 'unknown'
    ? '; whether a query was started is not known, so it may still run'
    : `; the query could not be stopped, so it may still run: ${ended.message}`
}

async function* readTable(aws     , options               , holder        , tell      )                                           {
  const { table, regions, askings, from, to, timeoutSeconds, clock, progress } = options;
  const account = table.account ?? (await options.account);
  if (account instanceof world.Fault) throw account
  const time = pace.startTimeLimit(clock, timeoutSeconds * 1000);
  const region = table.region ?? regions[0] ?? '';
  const timeout = ()        => holder.runner?.late() ?? timeoutFault(timeoutSeconds, 'rows');
  const queries = await openQueries({ aws, table, region, time, timeout });
  progress(`reading what the table ${table.database}.${table.table} has`);
  const described = toTable(table, await queries.describeTable());
  const reach = { from, to, regions, account };
  const query$1 = query.makeQuery(described, askings, reach);
  if ('kind' in query$1) return tell(query$1)
  for (const diagnostic of tellLacking(query$1)) tell(diagnostic);
  const askCoarser = (coarseness        )        => {
    const coarser = query.makeQuery(described, askings, reach, coarseness);
    return 'kind' in coarser ? query$1 : coarser
  };
  const runner = startRunner({ queries, clock, timeoutSeconds, time, progress });
  holder.runner = runner;
  const seen = new Set         ();
  for await (const batch of readAsExactly(runner, query$1, askCoarser, tell)) {
    const within = batch.filter(({ event }) => isWithin(read.timeOf(event), reach));
    // One without a readable time may be of any day, and proves nothing.
    for (const { event } of within) if (read.timeOf(event) !== undefined) seen.add(event['awsRegion']);
    yield within;
  }
  await proveAdded(runner, described, reach, tell);
  const silent = regions.filter(each => !seen.has(each));
  if (silent.length > 0) await provePresent(runner, described, { ...reach, regions: silent }, tell);
}

const isWithin = (at                    , { from, to }       )          => at === undefined || (at >= from && at <= to);

/** A table as AWS describes it. */
function toTable({ database, table }             , { Columns, PartitionKeys, Parameters = {} }               )        {
  const columnsOf = (columns                           = []) => columns.map(({ Name: name = '', Type: type = '' }) => ({ name, type }));
  return { database, name: table, columns: columnsOf(Columns), partitionKeys: columnsOf(PartitionKeys), parameters: Parameters }
}

/** What the table does not have of what was asked for. */
function tellLacking({ withoutColumn, gaps, notes }       )                        {
  return [
    ...[...visibility.groupBy(withoutColumn, ({ fields }) => read.listOf(fields))].map(([fields, rules]) => {
      const [who, look] = [read.agree(rules.length, 'rule'), read.agree(rules.length, 'looks', 'look')];
      const message = `${who} ${read.listOf(rules.map(({ id }) => id))} ${look} at ${fields}, for which the table has no column`;
      const help = `add the column to the table, or disable ${read.agree(rules.length, 'the rule', 'these rules')}`;
      return { level: 'error', kind: 'athena-table', message, help }
    }),
    ...gaps.map(message => ({ level: 'error', kind: 'athena-table', message })         ),
    ...notes.map(tellNote),
  ]
}

const tellNote = (message        )             => ({ level: 'note', kind: 'athena-table', message });

// How much of a query the engine compiles, nobody says. What it refuses is asked again more coarsely; no row has come back until then.
async function* readAsExactly(
  runner        ,
  first       ,
  askCoarser                               ,
  tell      ,
)                                           {
  for (let query = first; ; ) {
    try {
      return yield* readEvents(runner, query, tell)
    } catch (error) {
      const coarser = error instanceof world.Fault && error.code === 'query-too-large' ? askCoarser(query.coarseness + 1) : query;
      if (coarser.coarseness <= query.coarseness) throw error
      for (const message of coarser.notes.filter(note => !query.notes.includes(note))) tell(tellNote(message));
      query = coarser;
    }
  }
}

// A row that cannot be read is told and hides no other.
async function* readEvents(runner        , { sql, columns }       , tell      )                                           {
  const isRepeated = repeats.startRepeats();
  const damage = records.startDamage('the rows of the query', 'row', tell);
  const idAt = columns.findIndex(({ field }) => field === 'eventID');
  const convert = (values     )                            => {
    const read$1 = recordOf(columns, values);
    if ('problem' in read$1) {
      const { message } = read$1.problem;
      throw new world.Fault('aws-answer', { message: `${message} (event ${read.shorten(values[idAt] ?? 'without an id', MOST_ID)})` })
    }
    const text = JSON.stringify(read$1.record);
    const id = read.ownText(read$1.record, 'eventID');
    return id !== undefined && isRepeated(id, text) ? undefined : { text, event: read.toEvent(read$1.record) }
  };
  const names = columns.map(({ name }) => name);
  for await (const rows of runner.run(sql, names)) yield records.convertEach(rows, convert, damage.tell);
  damage.finish();
}

const MOST_ID = 60;

// A day that nobody added to the table looks like a day without events.
async function proveAdded(runner        , table       , reach       , tell      )                {
  const query = makeAddedQuery(table, reach);
  if (query === undefined) return
  const rows        = [];
  for await (const page of runner.run(query.sql, query.columns)) rows.push(...page);
  const missing = query.missing(rows);
  if (missing.length === 0) return
  const message = `the table has no ${query.of} of ${read.listFirst(missing, MOST_NAMED)}, so nothing of ${read.agree(missing.length, 'it', 'them')} was read`;
  const help = 'add the partitions (ALTER TABLE … ADD PARTITION), or let Athena find them by partition projection';
  tell(new world.Fault('not-found', { message, help }).diagnostic);
}

/** How many days without a partition are named. */
const MOST_NAMED = 5;

// Even a quiet account has events in a Region that it uses, so the table may be another one than was meant.
async function provePresent(runner        , table       , reach       , tell      )                {
  const present = new Set                    ();
  for await (const rows of runner.run(makePresenceQuery(table, reach), [PRESENT])) for (const [name] of rows) present.add(name);
  const missing = reach.regions.filter(region => !present.has(region));
  if (missing.length === 0) return
  const [from, to] = [read.formatInstant(reach.from), read.formatInstant(reach.to)];
  const message = `the table has no event of account ${reach.account} in ${read.listOf(missing)} from ${from} to ${to}`;
  const help = 'check the table, its partitions, the account and the Regions, and whether the trail covers them';
  tell(new world.Fault('not-found', { message, help }).diagnostic);
}

const athena = /*#__PURE__*/Object.freeze(/*#__PURE__*/Object.defineProperty({
  __proto__: null,
  athenaEvents,
  tellLacking,
  toTable
}, Symbol.toStringTag, { value: 'Module' }));

exports.athena = athena;
exports.openQueries = openQueries;
exports.tellLacking = tellLacking;
exports.timeoutFault = timeoutFault;
exports.toTable = toTable;
