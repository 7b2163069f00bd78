'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const policy = require('./chunk-policy.cjs');
const status = require('./chunk-status.cjs');
const check = require('./chunk-check.cjs');
const keys = require('./chunk-keys.cjs');
const show = require('./chunk-show.cjs');
const records = require('./chunk-records.cjs');
const filter = require('./chunk-filter.cjs');
require('./chunk-json.cjs');
require('./chunk-plural.cjs');
require('./chunk-address.cjs');
require('./chunk-read2.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:zlib');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-read.cjs');
require('./chunk-group.cjs');
require('node:buffer');

// `ecr-gate query`: which recorded events does a filter match?


const ABSENT = '(absent)';

async function runQuery({ operands, count, countBy }                     , world       )                  {
  const [text = '', ...paths] = operands;
  const plan = filter.readFilter(text, world);
  const field = countBy === undefined ? undefined : check.parsePath(countBy);
  if (countBy !== undefined && field === undefined) world.tell(`--count-by needs a field, found "${policy.printable(countBy)}" [usage]\n`);
  if (plan === undefined || (countBy !== undefined && field === undefined)) return 2

  let matched = 0;
  let records$1 = 0;
  const strangers = records.startStrangers();
  const counts = new Map                ();
  const lines           = [];
  const see      = recorded => {
    const { event } = recorded;
    records$1++;
    if (plan.matches(event)) {
      matched++;
      if (field !== undefined) countValues(counts, event, field);
      else if (!count) lines.push(toLine(recorded));
      // Whoever asks for what an envelope holds has understood it.
    } else if (!status.isRecord(event) && status.asideOf(event) === undefined) strangers.see(event);
    return undefined
  };
  const drain = async ()                => {
    if (lines.length > 0) await world.print(lines.splice(0).join(''));
  };
  const tell       = diagnostic => world.tell(policy.renderDiagnostics([diagnostic]));
  let isWhole = true;
  for (const path of paths) {
    const { diagnostics } = await records.recordedEvents(path, world, tell).read(see, { signal: world.signal, drain });
    if (diagnostics.some(isError)) isWhole = false;
  }
  if (field !== undefined) await world.print(formatCounts(counts));
  else if (count) await world.print(`${matched}\n`);
  const told = strangers.problems(records$1).map(({ message, help })             => {
    const level = help === undefined ? 'warning' : 'error';
    return { level, kind: 'not-cloudtrail', message, ...(help === undefined ? {} : { help }) }
  });
  world.tell(policy.renderDiagnostics(told));
  return isWhole && !told.some(isError) ? 0 : 2
}

function isError({ level }            )          {
  return level === 'error'
}

function countValues(counts                     , event        , field      )       {
  const values = check.valuesOf(event, field, check.VOCABULARY).map(value => show.showValue(field.segments, value));
  for (const value of values.length === 0 ? [ABSENT] : values) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function formatCounts(counts                             )         {
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || policy.compareText(a, b));
  return rows.map(([value, count]) => `${policy.printable(value)}\t${count}\n`).join('')
}

// An event as it was recorded, with three exceptions: an event with secrets is rewritten without them, one that spans lines loses
// the spaces between its tokens, and characters that a terminal obeys become JSON's own escapes, which changes no value.
function toLine({ text }               )         {
  return `${policy.printableJson(status.rewriteWithoutSecrets(text) ?? keys.onOneLine(text))}\n`
}

exports.runQuery = runQuery;
