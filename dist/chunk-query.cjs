'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const cloudtrail = require('./chunk-cloudtrail.cjs');
const check = require('./chunk-check.cjs');
const keys = require('./chunk-keys.cjs');
const show = require('./chunk-show.cjs');
const envelope = require('./chunk-envelope.cjs');
const tally = require('./chunk-tally.cjs');
const filter = require('./chunk-filter.cjs');
require('./chunk-json.cjs');
require('./chunk-image.cjs');
require('./chunk-address.cjs');
require('./chunk-settings.cjs');
require('node:fs/promises');
require('node:path');
require('node:fs');
require('node:net');
require('node:events');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:buffer');
require('./chunk-files.cjs');
require('node:zlib');

// `ecr-gate query`: which recorded events does a filter match?


const ABSENT = '(absent)';

async function runQuery({ operands, count, countBy }          , world       )                  {
  const [text = '', ...paths] = operands;
  const plan = filter.readFilter(text, world);
  const field = countBy === undefined ? undefined : check.parsePath(countBy);
  if (countBy !== undefined && field === undefined) world.tell(`--count-by needs a field, found "${uri.printable(countBy)}" [usage]\n`);
  if (plan === undefined || (countBy !== undefined && field === undefined)) return 2

  let matched = 0;
  let records = 0;
  const strangers = tally.startStrangers();
  const counts = new Map                ();
  const { reading, diagnostics } = envelope.startReading(world, diagnostic => world.tell(uri.renderDiagnostics([diagnostic])));
  for await (const batch of envelope.readEvents(paths, reading)) {
    const matches = batch.filter(({ event }) => plan.matches(event));
    matched += matches.length;
    records += batch.length;
    // Whoever asks for what an envelope holds has understood it.
    for (const { event } of batch) if (!cloudtrail.isRecord(event) && cloudtrail.asideOf(event) === undefined && !plan.matches(event)) strangers.see(event);
    if (field !== undefined) {
      for (const { event } of matches) {
        const values = check.valuesOf(event, field, check.VOCABULARY).map(value => show.showValue(field.segments, value));
        for (const value of values.length === 0 ? [ABSENT] : values) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    } else if (!count && matches.length > 0) await world.print(matches.map(toLine).join(''));
  }
  if (field !== undefined) await world.print(formatCounts(counts));
  else if (count) await world.print(`${matched}\n`);
  const told = strangers.problems(records).map(({ message, help })             => {
    const level = help === undefined ? 'warning' : 'error';
    return { level, kind: 'not-cloudtrail', message, ...(help === undefined ? {} : { help }) }
  });
  world.tell(uri.renderDiagnostics(told));
  return [...diagnostics, ...told].some(({ level }) => level === 'error') ? 2 : 0
}

function formatCounts(counts                             )         {
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return rows.map(([value, count]) => `${uri.printable(value)}\t${count}\n`).join('')
}

// An event as it was recorded, with three exceptions: an event with secrets is rewritten without them, one that spans lines loses
// the blanks between its tokens, and characters that a terminal obeys become JSON's own escapes, which changes no value.
function toLine({ text }               )         {
  return `${uri.printableJson(cloudtrail.rewriteWithoutSecrets(text) ?? keys.onOneLine(text))}\n`
}

exports.runQuery = runQuery;
