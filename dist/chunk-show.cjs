'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const saved = require('./chunk-saved2.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:crypto');
require('./chunk-saved.cjs');

// One alert of a saved report for a terminal, with its complete events. Every member is validated before it is used, because a
// saved report may come from anybody.


const VALUE_LENGTH = 200;
const INDENT = '   ';

function renderShownAlert(alert         , number        , { paint, width }                     )                    {
  const events = read.ownList(alert, 'events');
  const count = read.own(alert, 'count');
  const left = (typeof count === 'number' ? count : 0) - events.length;
  const told = new Set(events.map(event => read.ownText(event, 'id')));
  const ids = read.ownList(alert, 'eventIds')
    .filter(id => typeof id !== 'string' || !told.has(id))
    .slice(0, 3);
  return [
    paint('bold', `${number}. ${line(read.ownText(alert, 'title') ?? 'no title')}`) +
      paint('dim', ` [${line(read.ownText(alert, 'ruleId') ?? 'no rule')}]`),
    ...world.wrap(read.printable(read.ownText(alert, 'alertDescription') ?? ''), world.tableWidth({ width }) - INDENT.length).map(each => `${INDENT}${each}`),
    ...events.flatMap(event => ['', ...renderEvent(event, paint)]),
    ...(left > 0
      ? [
          '',
          paint(
            'dim',
            `… and ${left} more events; the report holds only their ids${ids.length === 0 ? '' : `: ${ids.map(id => line(String(id))).join(', ')} …`}`,
          ),
        ]
      : []),
  ]
}

function renderEvent(event         , paint       )                    {
  const heading = ['time', 'eventSource', 'eventName', 'user', 'ip', 'region', 'errorCode', 'id'].flatMap(
    name => read.ownText(event, name) ?? [],
  );
  const link = read.ownText(event, 'link');
  const record = read.own(event, 'record') ?? null;
  return [
    `  ${paint('bold', heading.map(line).join('  '))}`,
    ...(link === undefined ? [] : [`    ${paint('dim', line(link))}`]),
    ...read.ownList(event, 'live').map(told => `    ${line(String(told))}`),
    ...read.ownList(event, 'clauses').map(renderClause),
    ...(record === null
      ? []
      : read.printableJson(JSON.stringify(record, null, 2))
          .split('\n')
          .map(each => `    ${each}`)),
  ]
}

function renderClause(clause         )         {
  const found = read.ownList(clause, 'found').map(value => line(String(value)));
  return `    ${line(read.ownText(clause, 'clause') ?? '')}: found ${found.length === 0 ? 'nothing' : found.join(', ')}`
}

function line(text        )         {
  return read.printable(text, VALUE_LENGTH)
}

// `ecr-gate show`: the events behind an alert of a saved report. The report is a file, and may come from anybody.




const WRONG = 2;

async function runShow({ operands: [file = '', named = ''], format }                    , world       )                  {
  const read$1 = await saved.readSavedReport(file, world);
  if ('problem' in read$1) return refuse(world, read.renderDiagnostic(read$1.problem))
  const alerts = read.ownList(read$1.report, 'alerts').filter(read.isObject);
  const chosen = alerts.map((alert, i) => ({ alert, number: i + 1 })).filter(({ alert, number }) => matches(alert, number, named));
  if (chosen.length === 0) return refuse(world, explain(file, alerts, named))
  if (format === 'json') {
    const shown = chosen.map(({ alert }) => alert);
    await world.print(`${read.printableJson(JSON.stringify(shown, null, 2))}\n`);
    return 0
  }
  for (const { alert, number } of chosen) await world.print(`${renderShownAlert(alert, number, world).join('\n')}\n\n`);
  return 0
}

function matches(alert        , number        , named        )          {
  return /^#?\d+$/.test(named) ? number === Number(named.replace('#', '')) : read.own(alert, 'ruleId') === named
}

function explain(file        , alerts                   , named        )         {
  const ids = [...new Set(alerts.flatMap(alert => (typeof read.own(alert, 'ruleId') === 'string' ? [String(read.own(alert, 'ruleId'))] : [])))];
  const help = alerts.length === 0 ? 'it has none' : `it has 1 to ${alerts.length}, of ${ids.slice(0, 10).map(read.quote).join(', ')}`;
  return `${read.printable(file)}: there is no alert ${read.quote(named)} [usage]\n  help: ${help}`
}

function refuse(world       , problem        )         {
  world.tell(`${problem}\n`);
  return WRONG
}

exports.runShow = runShow;
