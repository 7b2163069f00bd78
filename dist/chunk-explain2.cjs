'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const cloudtrail = require('./chunk-cloudtrail.cjs');
const envelope = require('./chunk-envelope.cjs');
const check = require('./chunk-check.cjs');
const image = require('./chunk-image.cjs');
const explain = require('./chunk-explain.cjs');
const packs = require('./chunk-packs.cjs');
const show = require('./chunk-show.cjs');
const filter = require('./chunk-filter.cjs');
const ruleset = require('./chunk-ruleset.cjs');
require('./chunk-json.cjs');
require('./chunk-keys.cjs');
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
require('./chunk-address.cjs');
require('./chunk-rule.cjs');
require('./chunk-rules.cjs');

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
  const values = found.values.slice(0, MOST_VALUES).map(value => uri.printable(show(found.path, value), VALUE_LENGTH));
  const left = found.values.length - values.length;
  const shown = values.length === 0 ? 'nothing' : `${values.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return `${indent}${mark}  ${uri.printable(text)}\n${indent}       ${paint('dim', `found ${shown}: ${found.why}`)}`
}

// `ecr-gate explain`: why does a filter, or a rule, match an event or not?


async function runExplain(settings          , world       )                  {
  const subject = await chooseSubject(settings, world);
  if (subject === undefined) return 2
  let number = 0;
  const { reading, diagnostics } = envelope.startReading(world, diagnostic => world.tell(uri.renderDiagnostics([diagnostic])));
  const readAt = image.formatSecond(world.now());
  for await (const batch of envelope.readEvents([settings.event ?? ''], reading)) {
    for (const { event } of batch) {
      const envelope$1 = cloudtrail.isRecord(event) || image.isAnswer(event) ? undefined : envelope.findEnvelope(event);
      if (envelope$1 === undefined) continue
      reading.report({
        level: 'error',
        kind: 'not-cloudtrail',
        message: `this is not a CloudTrail event: it is ${envelope$1.name}`,
        help: envelope$1.help,
      });
    }
    for (const event of batch.flatMap(({ event }) => subject.choose(image.toJudgedEvents(event, readAt)))) {
      number++;
      const heading = world.paint('bold', `Event ${number}`);
      await world.print(`${number === 1 ? '' : '\n'}${heading}${describeEvent(event)}\n${subject.explain(event)}\n`);
    }
  }
  if (number === 0) world.tell('there is no event to explain [usage]\n');
  return number === 0 || diagnostics.some(({ level }) => level === 'error') ? 2 : 0
}

/** What is explained: a filter over every event, or a rule over those of its type. */
                   
                                                                   
                                             
 

async function chooseSubject(settings          , world       )                               {
  const [text] = settings.operands;
  if ((text === undefined) === (settings.rule === undefined)) {
    world.tell('explain needs either a FILTER or --rule ID [usage]\n');
    return undefined
  }
  if (text !== undefined) {
    const plan = filter.readFilter(text, world);
    return plan === undefined ? undefined : { choose: events => events, explain: event => explainPlan(plan, event, check.VOCABULARY, world) }
  }
  const ruleSet = await ruleset.chooseRuleSet(settings, world);
  const rule = ruleSet === undefined ? undefined : ruleset.findRule(ruleSet, settings.rule ?? '', world);
  if (rule === undefined) return undefined
  const choose = (events                   )                    => {
    const seen = events.filter(event => packs.seesEvent(rule.type, event));
    return seen.length > 0 ? seen : events.slice(0, 1)
  };
  return { choose, explain: event => explainRule(rule, event, world) }
}

function explainRule(rule      , event        , world       )         {
  const compiled = packs.compileRule(rule);
  const sees = packs.seesEvent(rule.type, event);
  const outcome = !sees
    ? `does not see this event: it is of type ${rule.type}`
    : packs.matchesRule(compiled, event)
      ? 'matches'
      : 'does not match';
  return [
    explainPlan(compiled.filter, event, compiled.vocabulary, world),
    ...compiled.suppressions.map((plan, i) => `suppression ${i + 1}\n${explainPlan(plan, event, compiled.vocabulary, world)}`),
    world.paint('bold', `rule ${uri.printable(rule.id)} ${outcome}`),
  ].join('\n')
}

function explainPlan(plan      , event        , vocabulary            , world       )         {
  const show$1 = (path        , value         )         => show.showValue(check.parsePath(path)?.segments ?? [], value);
  return renderExplanation(explain.explain(plan, event, vocabulary), show$1, world.paint)
}

function describeEvent(event        )         {
  const names = ['eventTime', 'eventSource', 'eventName', 'eventID', 'event_type', 'id'].flatMap(name =>
    typeof event[name] === 'string' ? [uri.printable(event[name])] : [],
  );
  return names.length === 0 ? '' : `: ${names.join(' ')}`
}

exports.runExplain = runExplain;
