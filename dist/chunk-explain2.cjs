'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const tally = require('./chunk-tally.cjs');
const imply = require('./chunk-imply.cjs');
const explain = require('./chunk-explain.cjs');
const title = require('./chunk-title.cjs');
const records = require('./chunk-records.cjs');
const targets = require('./chunk-targets.cjs');
const ruleset = require('./chunk-ruleset.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-visibility.cjs');
require('./chunk-delivery.cjs');
require('./chunk-address.cjs');
require('./chunk-world.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:buffer');
require('./chunk-filter.cjs');
require('./chunk-needs.cjs');
require('./chunk-lookup.cjs');
require('./chunk-packs.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('./chunk-rules.cjs');
require('node:stream');
require('./chunk-endless.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('node:crypto');

// An explanation as an indented tree for a terminal: what held, what was found, and why.




const MOST_VALUES = 10;
const VALUE_LENGTH = 160;

/** `show` turns a value found at a path into text; it hides secrets. */
function renderExplanation(
  explanation             ,
  show                                          ,
  paint       ,
  indent = '',
)         {
  const { holds, kind, text, found, terms } = explanation;
  const mark = holds ? paint('green', 'holds') : paint('red', 'fails');
  if (found === undefined) {
    const below = terms.map(term => renderExplanation(term, show, paint, `${indent}  `));
    return [`${indent}${mark}  ${kind === 'and' ? 'all of' : kind === 'or' ? 'any of' : 'not'}`, ...below].join('\n')
  }
  const values = found.values.slice(0, MOST_VALUES).map(value => read.printable(show(found.path, value), VALUE_LENGTH));
  const left = found.values.length - values.length;
  const shown = values.length === 0 ? 'nothing' : `${values.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return `${indent}${mark}  ${read.printable(text)}\n${indent}       ${paint('dim', `found ${shown}: ${found.why}`)}`
}

// `ecr-gate explain`: why does a filter, or a rule, match an event or not?


async function runExplain(settings                       , world       )                  {
  if (settings.sql !== undefined) {
    const { runExplainSql } = await Promise.resolve().then(() => require('./chunk-sql.cjs'));
    return runExplainSql(settings, settings.sql.windowSeconds, world)
  }
  const explained = await chooseExplained(settings, world);
  if (explained === undefined) return 2
  const tell       = diagnostic => world.tell(read.renderDiagnostics([diagnostic]));
  const readAt = read.formatSecond(world.now());
  let strangers = 0;
  const events           = [];
  const see      = ({ event }) => {
    const envelope = read.isRecord(event) || tally.isAnswer(event) ? undefined : tally.findEnvelope(event);
    if (envelope !== undefined) {
      strangers++;
      const message = `this is not a CloudTrail event: it is ${envelope.name}`;
      tell({ level: 'error', kind: 'not-cloudtrail', message, help: envelope.help });
    }
    for (const chosen of explained.choose(tally.toJudgedEvents(event, readAt))) events.push(explained.view(chosen));
    return undefined
  };
  let number = 0;
  const drain = async ()                => {
    for (const event of events.splice(0)) {
      number++;
      const heading = world.paint('bold', `Event ${number}`);
      const unknown = targets.tellUnknown(event).map(told => `${world.paint('dim', read.printable(told))}\n`);
      await world.print(`${number === 1 ? '' : '\n'}${heading}${describeEvent(event)}\n${explained.explain(event)}\n${unknown.join('')}`);
    }
  };
  const { diagnostics } = await records.recordedEvents(settings.event ?? '', world, tell).read(see, { signal: world.signal, drain });
  if (number === 0) world.tell('there is no event to explain [usage]\n');
  return number === 0 || strangers > 0 || diagnostics.some(({ level }) => level === 'error') ? 2 : 0
}

/** What is explained: a filter over every event, or a rule over those of its type. */







async function chooseExplained(settings                       , world       )                                 {
  const [text] = settings.operands;
  if (text !== undefined) {
    const plan = targets.readFilter(text, world);
    if (plan === undefined) return undefined
    return { choose: events => events, view: targets.viewFor([plan]), explain: event => explainPlan(plan, event, imply.VOCABULARY, world) }
  }
  const ruleSet = await ruleset.loadRuleSet(settings, world);
  const compiled = ruleSet === undefined ? undefined : ruleset.findRule(ruleSet, settings.rule ?? '', world);
  if (compiled === undefined) return undefined
  const choose = (events                   )                    => {
    const seen = events.filter(event => imply.seesEvent(compiled.rule.type, event));
    return seen.length > 0 ? seen : events.slice(0, 1)
  };
  const view = targets.viewFor([compiled.filter, ...compiled.suppressions]);
  return { choose, view, explain: event => explainRule(compiled, event, world) }
}

function explainRule(compiled              , event        , world       )         {
  const { rule } = compiled;
  const sees = imply.seesEvent(rule.type, event);
  const outcome = !sees
    ? `does not see this event: it is of type ${rule.type}`
    : imply.matchesRule(compiled, event)
      ? 'matches'
      : 'does not match';
  return [
    explainPlan(compiled.filter, event, compiled.vocabulary, world),
    ...compiled.suppressions.map((plan, i) => `suppression ${i + 1}\n${explainPlan(plan, event, compiled.vocabulary, world)}`),
    world.paint('bold', `rule ${read.printable(rule.id)} ${outcome}`),
  ].join('\n')
}

function explainPlan(plan      , event        , vocabulary            , world       )         {
  const show = (path        , value         )         => title.showValue(imply.parsePath(path)?.segments ?? [], value);
  return renderExplanation(explain.explain(plan, event, vocabulary), show, world.paint)
}

function describeEvent(event        )         {
  const names = ['eventTime', 'eventSource', 'eventName', 'eventID', 'event_type', 'id'].flatMap(name =>
    typeof event[name] === 'string' ? [read.printable(event[name])] : [],
  );
  return names.length === 0 ? '' : `: ${names.join(' ')}`
}

exports.runExplain = runExplain;
