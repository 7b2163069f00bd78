'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const imply = require('./chunk-imply.cjs');
const query = require('./chunk-query2.cjs');
const targets = require('./chunk-targets.cjs');
const ruleset = require('./chunk-ruleset.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-address.cjs');
require('./chunk-filter.cjs');
require('./chunk-needs.cjs');
require('./chunk-lookup.cjs');
require('./chunk-title.cjs');
require('./chunk-packs.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('./chunk-world.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-rules.cjs');
require('node:stream');
require('./chunk-endless.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('node:crypto');

// Which clauses of a filter a query cannot ask exactly, and why: more comes back than they match, and the filter decides about it.


/** The clauses that a query asks more for than they match, by the reason for it. */
function coarseClauses(expression            , columns         )                                         {
  const coarse = imply.clausesOf(expression).filter(clause => {
    const { upper, lower } = query.boundsOf(clause, columns);
    return upper !== lower
  });
  const byReason = visibility.groupBy(coarse, clause => explain(clause, columns));
  return new Map([...byReason].map(([why, clauses]) => [why, [...new Set(clauses.map(imply.print))]]))
}

function explain({ path }                         , columns         )         {
  if (path.segments[0] === 'target') return 'what a call is about is found in its parameters and is not asked for'
  if (query.pathsWithoutColumn([path], columns).length > 0) return 'the table has no column for it, so it is not asked for'
  if (path.segments.some(segment => typeof segment === 'number')) return 'any item of the list will do, whatever its position'
  return WHY[kindAt(path.segments, columns) ?? ''] ?? 'the engine reads some values otherwise, and rows with these come back too'
}

const WHY                                   = {
  json: 'rows where CloudTrail left out a content, where the JSON cannot be read, or where lists stand directly in lists come back too',
  made: 'rows where it is empty or begins or ends with a space, and rows that are no call, come back too',
  possible: 'every row that has a policy comes back',
};

function kindAt([name, ...rest]                    , columns         )                             {
  const column = typeof name === 'string' && Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) return undefined
  const isDeeper = (column.kind === 'struct' || column.kind === 'list') && rest.length > 0;
  return isDeeper ? kindAt(rest, column.fields) : column.kind
}

// `ecr-gate explain --sql`: what would a table in Athena be asked for a filter, or a rule? Nothing is asked.


/** The table that AWS documents. https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html */
const TABLE        = {
  database: 'default',
  name: 'cloudtrail_logs_pp',
  columns: query.DOCUMENTED_COLUMNS,
  partitionKeys: [{ name: 'timestamp', type: 'string' }],
  parameters: {
    'projection.enabled': 'true',
    'projection.timestamp.type': 'date',
    'projection.timestamp.format': 'yyyy/MM/dd',
  },
};

async function runExplainSql(settings                       , windowSeconds        , world       )                  {
  const asking = await chooseAsking(settings, world);
  if (asking === undefined) return 2
  const to = world.now().getTime();
  const reach = { from: to - windowSeconds * 1000, to, regions: [], account: undefined };
  const query$1 = query.makeQuery(TABLE, [asking], reach);
  if ('kind' in query$1) throw new Error(query$1.message)
  const { sql, withoutColumn, notes } = query$1;
  const remarks = [
    `What ${asking.id} could match from ${read.formatSecond(new Date(reach.from))} to ${read.formatSecond(new Date(to))}, of the table that AWS documents.`,
    'A run asks for what all its rules could match, of its own table, and for its Regions and its account alone. Then the rules decide.',
    ...[...coarseClauses(asking.expression, query.CLOUDTRAIL_COLUMNS)].flatMap(([why, clauses]) => [
      `Not asked exactly, because ${why}:`,
      ...clauses.map(clause => `  ${clause}`),
    ]),
    ...withoutColumn.flatMap(({ fields }) => fields).map(field => `No column: ${field}. Where a rule names it, the verdict is undecided.`),
    ...notes,
  ];
  await world.print(`${remarks.map(remark => `-- ${read.printable(remark)}\n`).join('')}${showSql(sql)};\n`);
  return 0
}

// A text in SQL may hold anything that a filter does. It is shown in the other spelling that SQL has for it where a screen, or a runner that
// reads the output, would take it for something else.
function showSql(sql        )         {
  return sql.replaceAll(/'(?:[^']|'')*'/g, text => (read.printable(text, text.length) === text ? text : `U&${escapeSql(text)}`))
}

function escapeSql(text        )         {
  const encode = (character        )         => `\\+${character.codePointAt(0)?.toString(16).padStart(6, '0')}`;
  return Array.from(text, character =>
    character === '\\' ? '\\\\' : read.printable(character) === character ? character : encode(character),
  ).join('')
}

async function chooseAsking(settings                       , world       )                              {
  const [text] = settings.operands;
  if (text !== undefined) {
    const plan = targets.readFilter(text, world);
    return plan && asAsking('the filter', plan.expression, [])
  }
  const ruleSet = await ruleset.loadRuleSet(settings, world);
  const compiled = ruleSet && ruleset.findRule(ruleSet, settings.rule ?? '', world);
  if (compiled === undefined) return undefined
  const { rule, filter, suppressions } = compiled;
  if (rule.type !== 'CloudTrail') {
    const help = '--sql is for rules of type CloudTrail';
    world.tell(
      read.renderDiagnostics([read.usageProblem(`rule ${rule.id} is of type ${rule.type}, and no table in Athena has what it looks at`, help)]),
    );
    return undefined
  }
  return asAsking(
    `rule ${rule.id}`,
    filter.expression,
    suppressions.map(({ expression }) => expression),
  )
}

// Suppressions decide about what comes back. They name fields as well, and what has no column cannot suppress.
function asAsking(id        , expression            , suppressions                       )         {
  return { id, expression, paths: [expression, ...suppressions].flatMap(imply.pathsOf) }
}

exports.runExplainSql = runExplainSql;
