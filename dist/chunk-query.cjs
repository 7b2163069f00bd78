'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const image = require('./chunk-image.cjs');
const tally = require('./chunk-tally.cjs');
const title = require('./chunk-title.cjs');
const read$1 = require('./chunk-read3.cjs');
const recorded = require('./chunk-recorded.cjs');
const targets = require('./chunk-targets.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-address.cjs');
require('./chunk-visibility.cjs');
require('./chunk-delivery.cjs');
require('./chunk-world.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-live.cjs');
require('./chunk-needs.cjs');
require('./chunk-lookup.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('./chunk-records.cjs');
require('node:buffer');

// `ecr-gate query`: which recorded events, and which findings, does a filter match?


const ABSENT = '(absent)';

async function runQuery(settings                     , world       )                  {
  const { operands, findings, count, countBy } = settings;
  const [text = '', ...paths] = operands;
  const plan = targets.readFilter(text, world);
  const field = countBy === undefined ? undefined : imply.parsePath(countBy);
  if (countBy !== undefined && field === undefined) world.tell(`--count-by needs a field, found "${read.printable(countBy)}" [usage]\n`);
  if (plan === undefined || (countBy !== undefined && field === undefined)) return 2
  const tell       = told => world.tell(read.renderDiagnostics([told]));
  const asking         = { plan, world, output: startOutput(world, count, field), tell };
  const areEventsWhole = await askEvents(await recorded.openRecordings(paths, await recorded.prepareRecorded(settings, world, tell)), asking);
  const areFindingsWhole = await askFindings(findings, asking);
  await asking.output.finish();
  return areEventsWhole && areFindingsWhole ? 0 : 2
}








/** Returns whether everything was read, and all of it was events. */
async function askEvents(recordings                      , { plan, world, output, tell }        )                   {
  let records = 0;
  let open = 0;
  const strangers = tally.startStrangers();
  const view = targets.viewFor([plan]);
  const see      = recorded => {
    const { event } = recorded;
    const seen = view(event);
    const matches = plan.matches(seen);
    if (targets.couldMatch(plan, seen)) open++;
    records++;
    if (matches) output.take(recorded);
    // Whoever asks for what another envelope holds has understood it. An answer about findings has many events, and is none.
    if (tally.isAnswer(event) || (!matches && !read.isRecord(event) && read.asideOf(event) === undefined)) strangers.see(event);
    return undefined
  };
  let isWhole = true;
  for (const recording of recordings) {
    const { diagnostics } = await recording.read(see, { signal: world.signal, drain: output.drain });
    if (diagnostics.some(isError)) isWhole = false;
  }
  const problems = strangers.problems(records).map(({ message, help })             => {
    const level = help === undefined ? 'warning' : 'error';
    return { level, kind: 'not-cloudtrail', message, ...(help === undefined ? {} : { help }) }
  });
  const told = [...problems, ...tellOpen(open)];
  for (const problem of told) tell(problem);
  return isWhole && !told.some(isError)
}

function tellOpen(count        )                        {
  if (count === 0) return []
  const message = `${read.plural(count, 'event')} may match: nothing describes the targets of recorded files`;
  return [{ level: 'error', kind: 'incomplete', message, help: 'ask for target.id, which is recorded' }]
}

/** Asks about the events by which rules judge findings. Returns whether everything was read, and the answers are complete. */
async function askFindings(findings                   , { plan, world, output, tell }        )                   {
  const { images, coverage } = await read$1.readRecordedImages({ settings: { findings }, world, tell, startedAt: world.now() });
  for (const image of images) {
    for (const event of imply.toFindingEvents(image)) if (plan.matches(event)) output.take({ text: JSON.stringify(event), event });
    await output.drain();
  }
  const problems = image.nameImages(images).flatMap((name, i) => (images[i] === undefined ? [] : tellIncomplete(name, images[i])));
  for (const problem of problems) tell(problem);
  return coverage.every(({ state }) => state === 'read') && !problems.some(isError)
}

function tellIncomplete(name        , { findings, gaps }       )                        {
  const left = findings.filter(finding => !read.isCounted(finding)).length;
  const message = `${read.plural(left, 'finding is', 'findings are')} closed or suppressed, so rules do not see ${read.agree(left, 'it', 'them')}`;
  return [
    ...gaps.map(gap => ({ level: 'error', kind: 'incomplete', message: gap, at: name })         ),
    ...(left === 0 ? [] : [{ level: 'note', kind: 'not-open', message, at: name }         ]),
  ]
}








function startOutput(world       , count         , field                  )         {
  let matched = 0;
  const counts = new Map                ();
  const lines           = [];
  return {
    take: recorded => {
      matched++;
      if (field !== undefined) countValues(counts, recorded.event, field);
      else if (!count) lines.push(toLine(recorded));
    },
    drain: async () => {
      if (lines.length > 0) await world.print(lines.splice(0).join(''));
    },
    finish: async () => {
      if (field !== undefined) await world.print(formatCounts(counts));
      else if (count) await world.print(`${matched}\n`);
    },
  }
}

function isError({ level }            )          {
  return level === 'error'
}

function countValues(counts                     , event        , field      )       {
  const values = imply.valuesOf(event, field, imply.VOCABULARY).map(value => title.showValue(field.segments, value));
  for (const value of values.length === 0 ? [ABSENT] : values) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function formatCounts(counts                             )         {
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || read.compareText(a, b));
  return rows.map(([value, count]) => `${read.printable(value)}\t${count}\n`).join('')
}

// An event as it was recorded, with three exceptions: an event with secrets is rewritten without them, one that spans lines loses
// the spaces between its tokens, and characters that a terminal obeys become JSON's own escapes, which changes no value.
function toLine({ text }               )         {
  return `${read.printableJson(read.rewriteWithoutSecrets(text) ?? read.onOneLine(text))}\n`
}

exports.runQuery = runQuery;
