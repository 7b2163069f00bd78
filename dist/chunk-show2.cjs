'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const read = require('./chunk-read2.cjs');
const json = require('./chunk-json.cjs');
const saved = require('./chunk-saved.cjs');
const text = require('./chunk-text.cjs');
const files = require('./chunk-files.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-verdict.cjs');
require('./chunk-image.cjs');
require('./chunk-plural.cjs');
require('./chunk-order.cjs');
require('./chunk-rule.cjs');
require('./chunk-name.cjs');
require('node:zlib');

// One alert of a saved report for a terminal, with its complete events. Every member is validated before it is used, because a
// saved report may come from anybody.


const VALUE_LENGTH = 200;

function renderShownAlert(alert         , number        , paint       )                    {
  const events = json.ownList(alert, 'events');
  const count = json.own(alert, 'count');
  const left = (typeof count === 'number' ? count : 0) - events.length;
  const told = new Set(events.map(event => json.ownText(event, 'id')));
  const ids = json.ownList(alert, 'eventIds')
    .filter(id => typeof id !== 'string' || !told.has(id))
    .slice(0, 3);
  return [
    paint('bold', `${number}. ${line(json.ownText(alert, 'title') ?? 'no title')}`) +
      paint('dim', ` [${line(json.ownText(alert, 'ruleId') ?? 'no rule')}]`),
    ...text.wrap(uri.printable(json.ownText(alert, 'alertDescription') ?? '')).map(each => `   ${each}`),
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
    name => json.ownText(event, name) ?? [],
  );
  const link = json.ownText(event, 'link');
  const record = json.own(event, 'record') ?? null;
  return [
    `  ${paint('bold', heading.map(line).join('  '))}`,
    ...(link === undefined ? [] : [`    ${paint('dim', line(link))}`]),
    ...json.ownList(event, 'clauses').map(renderClause),
    ...(record === null
      ? []
      : uri.printableJson(JSON.stringify(record, null, 2))
          .split('\n')
          .map(each => `    ${each}`)),
  ]
}

function renderClause(clause         )         {
  const found = json.ownList(clause, 'found').map(value => line(String(value)));
  return `    ${line(json.ownText(clause, 'clause') ?? '')}: found ${found.length === 0 ? 'nothing' : found.join(', ')}`
}

function line(text        )         {
  return uri.printable(text, VALUE_LENGTH)
}

// `ecr-gate show`: the events behind an alert of a saved report. The report is a file, and may come from anybody.


const WRONG = 2;

async function runShow({ operands: [file = '', named = ''], format }                    , world       )                  {
  const alerts = await readAlerts(file, world);
  if (typeof alerts === 'string') return refuse(world, alerts)
  const chosen = alerts.map((alert, i) => ({ alert, number: i + 1 })).filter(({ alert, number }) => matches(alert, number, named));
  if (chosen.length === 0) return refuse(world, explain(file, alerts, named))
  if (format === 'json') {
    const shown = chosen.map(({ alert }) => alert);
    await world.print(`${uri.printableJson(JSON.stringify(shown, null, 2))}\n`);
    return 0
  }
  for (const { alert, number } of chosen) await world.print(`${renderShownAlert(alert, number, world.paint).join('\n')}\n\n`);
  return 0
}

const MOST_BYTES = 256 * 1024 * 1024;
const WRITE_ONE = 'write one with ecr-gate check --json-file FILE';
const USE_LATER = 'show it with the release of ECR Gate that wrote it, or with a later one';

async function readAlerts(file        , world       )                                      {
  const text = await read.captureFault(() => files.readText(file, world.input, { limit: MOST_BYTES, help: WRITE_ONE }));
  if (text instanceof read.Fault) return `${uri.printable(file)}: the report cannot be read (${uri.printable(text.message)}) [report]`
  const report = parse(text);
  if (report === undefined) return `${uri.printable(file)}: the report cannot be read (it is not JSON) [report]\n  help: ${WRITE_ONE}`
  const version = saved.readReportVersion(report);
  if (version === undefined) return `${uri.printable(file)}: this is not a report of ECR Gate [report]\n  help: ${WRITE_ONE}`
  if (version > saved.REPORT_VERSION)
    return `${uri.printable(file)}: this report has version ${version}, and this release reads version ${saved.REPORT_VERSION} [report]\n  help: ${USE_LATER}`
  return json.ownList(report, 'alerts').filter(json.isObject)
}

// What JSON.parse says of an error quotes the text, which may be that of another file.
function parse(text        )          {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function matches(alert        , number        , named        )          {
  return /^#?\d+$/.test(named) ? number === Number(named.replace('#', '')) : json.own(alert, 'ruleId') === named
}

function explain(file        , alerts                   , named        )         {
  const ids = [...new Set(alerts.flatMap(alert => (typeof json.own(alert, 'ruleId') === 'string' ? [String(json.own(alert, 'ruleId'))] : [])))];
  const help = alerts.length === 0 ? 'it has none' : `it has 1 to ${alerts.length}, of ${ids.slice(0, 10).map(uri.quote).join(', ')}`;
  return `${uri.printable(file)}: there is no alert ${uri.quote(named)} [usage]\n  help: ${help}`
}

function refuse(world       , problem        )         {
  world.tell(`${problem}\n`);
  return WRONG
}

exports.runShow = runShow;
