'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const json = require('./chunk-json.cjs');
const visibility = require('./chunk-visibility.cjs');
const imply = require('./chunk-imply.cjs');
const duration = require('./chunk-duration.cjs');
const gfm = require('./chunk-gfm.cjs');
const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const write = require('./chunk-write.cjs');
const ruleset = require('./chunk-ruleset.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-address.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-saved.cjs');
require('./chunk-report.cjs');
require('./chunk-rules.cjs');
require('node:stream');
require('./chunk-endless.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('node:crypto');

// The rules in force, and a single rule in full, as plain values; and the phrases that the formats share.


/** The rules in force; `--format json` is this value itself. */
















/** A rule as it is in force, with its effective action and without its tests. */






function listRules({ rules, replaced, tuned }         )              {
  return {
    rules: rules.map(rule => ({
      id: rule.id,
      name: rule.name,
      type: rule.type,
      severityOfAlerts: rule.severityOfAlerts,
      action: imply.actionOf(rule),
      enabled: rule.enabled,
      file: rule.file,
    })),
    replaced,
    tuned,
  }
}

function showRule(rule      , { tuned }                        )            {
  const { tests: _, ...rest } = rule;
  const tuning = tuned.find(({ id }) => id === rule.id);
  return { ...rest, action: imply.actionOf(rule), tuned: tuning === undefined ? null : { fields: tuning.fields, by: tuning.by } }
}

/** Groups rules by where they come from: the folder if the file is named after the rule, else the file. */
function groupByOrigin(rules                       )                                             {
  return visibility.groupBy(rules, originOf)
}

function originOf({ id, file }            )         {
  const parts = file.split(/[/\\]/);
  const name = parts.at(-1)?.replace(/\.(?:ya?ml|json)$/, '');
  return name === id && parts.length > 1 ? file.slice(0, -(parts.at(-1) ?? '').length - 1) : file
}

/** Which rules were replaced and which were tuned, one sentence each. */
function describeChanges({ replaced, tuned }                                         )                    {
  return [
    ...replaced.map(({ id, by }) => `replaced: ${id} by ${by}`),
    ...tuned.map(({ id, by, fields }) => `tuned: ${id} (${fields.join(', ')}) by ${by.join(', ')}`),
  ]
}

const SEVERITIES = { 1: 'act now', 2: 'review', 3: 'audit' };

/** The short facts of a rule, as pairs of a name and a fact. */
function factsOf(rule           )                                                     {
  return [
    ['id', rule.id],
    ['type', rule.type],
    ['severity', `${rule.severityOfAlerts}, ${SEVERITIES[rule.severityOfAlerts]}`],
    ['action', rule.action],
    ['enabled', rule.enabled ? 'yes' : 'no'],
    ['file', rule.file],
    ...(rule.tuned === null ? [] : [['tuned', `${rule.tuned.fields.join(', ')} by ${rule.tuned.by.join(', ')}`]         ]),
  ]
}

/** How matches become alerts, and what an alert is called. */
function alertingOf(rule           )                                                     {
  const { title, threshold, window } = rule;
  const aggregateFields = imply.aggregateFieldsOf(rule);
  const time = duration.formatDuration(window);
  return [
    ['title', title],
    ['opens', threshold === 1 ? 'at the first event' : `when ${threshold} events lie within ${time}`],
    ['takes', `later events until ${time} after it opened`],
    ['agree in', aggregateFields.length === 0 ? 'nothing: events of any kind share an alert' : aggregateFields.join(', ')],
  ]
}

/** The filter in canonical form, with a line for each clause of its outermost `and`. */
function layOut(filter        )                    {
  const parsing = imply.parse(filter);
  if ('problems' in parsing) return [filter]
  const { expression } = parsing;
  if (expression.kind !== 'and') return [imply.print(expression)]
  return expression.terms.map((term, i) => `${i === 0 ? '' : 'and '}${printClause(term)}`)
}

/** A filter in canonical form, on one line. */
function canonical(filter        )         {
  const parsing = imply.parse(filter);
  return 'problems' in parsing ? filter : imply.print(parsing.expression)
}

function printClause(term            )         {
  return term.kind === 'and' || term.kind === 'or' ? `(${imply.print(term)})` : imply.print(term)
}

/** The page of ATT&CK on the technique that a tag names; undefined for any other tag. */
function techniqueUrl(tag        )                     {
  const [, technique, part] = /^attack\.(t\d{4})(?:\.(\d{3}))?$/i.exec(tag) ?? [];
  return technique === undefined
    ? undefined
    : `https://attack.mitre.org/techniques/${technique.toUpperCase()}/${part === undefined ? '' : `${part}/`}`
}

// The rules in force, and a single rule in full, as GitHub Markdown.


const COLUMNS = ['Severity', 'Action', 'Type', 'Enabled', 'Rule', 'Name'];

function renderListMarkdown(list             )         {
  const changes = describeChanges(list);
  return [
    ...[...groupByOrigin(list.rules)].map(([origin, rules]) => {
      const rows = rules.map(rule => [
        rule.severityOfAlerts,
        { ours: rule.action },
        { ours: rule.type },
        { ours: rule.enabled ? 'yes' : 'no' },
        rule.id,
        rule.name,
      ]);
      return [`### ${gfm.code(origin)}`, '', ...gfm.renderTable(COLUMNS, rows)].join('\n')
    }),
    ...(changes.length === 0 ? [] : [changes.map(change => `- ${gfm.prose(change)}`).join('\n')]),
  ]
    .join('\n\n')
    .concat('\n')
}

function renderRuleMarkdown(rule           )         {
  const list = (name        , items                   )                    =>
    items.length === 0 ? [] : [`### ${name}`, items.map(item => `- ${item}`).join('\n')];
  return [
    `## ${gfm.code(rule.name)}`,
    ...(rule.alertDescription.trim() === '' ? [] : [describe(rule.alertDescription)]),
    gfm.renderTable(['What', 'Value'], factsOf(rule)).join('\n'),
    ...list(
      'Filter',
      layOut(rule.filter).map(each => gfm.code(each)),
    ),
    ...list(
      'Suppressions',
      rule.suppressions.map(each => gfm.code(canonical(each))),
    ),
    '### Alert',
    gfm.renderTable(['What', 'Value'], alertingOf(rule)).join('\n'),
    ...list('Tags', rule.tags.map(linkTag)),
    ...list(
      'References',
      rule.references.map(each => gfm.code(each)),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

function linkTag(tag        )         {
  return gfm.linked(tag, techniqueUrl(tag) ?? null)
}

function describe(text        )         {
  return text
    .trim()
    .split('\n')
    .map(line => gfm.prose(line))
    .join('\n')
}

// The rules in force for a terminal, in the order of their packs and files; and a single rule in full.


const CELL_LENGTH = 60;
const TYPE_WIDTH = 'CloudTrail'.length;

function renderListText(list             , paint       )         {
  const off = list.rules.filter(({ enabled }) => !enabled).length;
  const count = `${read.plural(list.rules.length, 'rule')}${off === 0 ? '' : `, ${off} not enabled`}`;
  const width = Math.max('rule'.length, ...list.rules.map(({ id }) => cell(id).length));
  const sections = [
    ...[...groupByOrigin(list.rules)].map(([origin, rules]) => [
      paint('bold', world.sentence(origin)),
      paint('dim', `  severity  action  ${'type'.padEnd(TYPE_WIDTH)}  ${'rule'.padEnd(width)}  name`),
      ...rules.map(rule => renderListed(rule, width, paint)),
    ]),
    [count, ...describeChanges(list).map(world.sentence)],
  ];
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function renderListed({ id, name, type, severityOfAlerts, action, enabled }            , width        , paint       )         {
  const columns = [
    String(severityOfAlerts).padStart('severity'.length),
    enabled ? paint(world.TONES[action], action.padEnd('notice'.length)) : action.padEnd('notice'.length),
    type.padEnd(TYPE_WIDTH),
    cell(id).padEnd(width),
    `${enabled ? '' : '(not enabled) '}${world.sentence(name)}`,
  ];
  const line = `  ${columns.join('  ')}`;
  return enabled ? line : paint('dim', line)
}

function cell(text        )         {
  return read.printable(text, CELL_LENGTH)
}

function renderRuleText(rule           , paint       )         {
  const title = (text        )         => paint('bold', text);
  const facts = (rows                                        )                    => {
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, fact]) => `  ${paint('dim', name.padEnd(width))}  ${world.sentence(fact)}`)
  };
  const list = (name        , items                   )                                 =>
    items.length === 0 ? [] : [[title(name), ...items.map(item => `  ${whole(item)}`)]];
  const sections = [
    [title(world.sentence(rule.name)), ...facts(factsOf(rule))],
    ...list(
      'Description',
      rule.alertDescription
        .trim()
        .split('\n')
        .flatMap(line => world.wrap(line)),
    ),
    ...list('Filter', layOut(rule.filter)),
    ...list('Suppressions', rule.suppressions.map(canonical)),
    [title('Alert'), ...facts(alertingOf(rule))],
    ...list(
      'Tags',
      rule.tags.map(tag => [tag, techniqueUrl(tag)].filter(part => part !== undefined).join('  ')),
    ),
    ...list('References', rule.references),
  ];
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

// The user asked for this rule, so nothing of it is cut off.
function whole(text        )         {
  return read.printable(text)
}

// `ecr-gate rules`: which rules are in force, or one of them in full.


// The command accepts no other format.


const LIST                         = {
  text: (list, paint) => [renderListText(list, paint)],
  json: json.renderJson,
  markdown: list => [renderListMarkdown(list)],
};

const RULE                       = {
  text: (rule, paint) => [renderRuleText(rule, paint)],
  json: json.renderJson,
  markdown: rule => [renderRuleMarkdown(rule)],
};

async function runRules(settings                     , world       )                  {
  const ruleSet = await ruleset.loadRuleSet(settings, world);
  if (ruleSet === undefined) return 2
  const { format, output, operands } = settings;
  const [, id] = operands;
  if (id === undefined) {
    const list = listRules(ruleSet);
    return (await write.deliver(world, output, paint => LIST[format              ](list, paint))) ? 0 : 2
  }
  const found = ruleset.findRule(ruleSet, id, world);
  if (found === undefined) return 2
  const shown = showRule(found.rule, ruleSet);
  return (await write.deliver(world, output, paint => RULE[format              ](shown, paint))) ? 0 : 2
}

exports.runRules = runRules;
