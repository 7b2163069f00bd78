'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const tell$1 = require('./chunk-tell.cjs');
const limits = require('./chunk-limits.cjs');
const packs = require('./chunk-packs.cjs');
const visibility = require('./chunk-visibility.cjs');
const rulefiles = require('./chunk-rulefiles.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-exception.cjs');
require('./chunk-match.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-fields.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('./chunk-load.cjs');
require('process');
require('buffer');
require('./chunk-title.cjs');
require('./chunk-policy.cjs');
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
require('node:crypto');

// What `lint` makes of names of rules that it was not given. A file of overrides and exceptions may be linted by itself, as pre-commit
// does with the files that changed, and then the rules that it names may stand in files that nobody passed. Where any rule is given, or the
// name is nearly that of a shipped one, a name that no rule has is a mistake. `check` has all files, and refuses every such name.













/** Takes out whatever names rules that may stand in other files, and says that it is not checked. */
function leaveOut(loading         , limits                   , shipped                 )                                       {
  if (loading.rules.length > 0) return { ...loading, limits, diagnostics: [] }
  const ids = new Set(shipped.map(({ id }) => id));
  const namings = listNamings({ ...loading, limits });
  const unknown = new Set(namings.map(({ rule }) => rule).filter(rule => !ids.has(rule) && read.suggest(rule, ids) === undefined));
  return {
    overrides: loading.overrides.filter(({ rule }) => !unknown.has(rule)),
    exceptions: loading.exceptions.filter(exception => exception.kind !== 'alert' || !unknown.has(exception.rule)),
    limits: limits.map(each => ({ ...each, mayNotTune: each.mayNotTune.filter(({ value }) => !unknown.has(value)) })),
    diagnostics: visibility.limitIdle(
      namings.filter(({ rule }) => unknown.has(rule)),
      new Map(),
    ).map(tell),
  }
}

function listNamings({ overrides, exceptions, limits }       )                    {
  return [
    ...overrides.map(({ rule, at }) => ({ rule, at, what: 'this override' })),
    ...exceptions.flatMap(each => (each.kind === 'alert' ? [{ rule: each.rule, at: each.at, what: 'this exception' }] : [])),
    ...limits.flatMap(({ mayNotTune }) => mayNotTune.map(({ value, at }) => ({ rule: value, at, what: 'this limit' }))),
  ]
}

function tell({ rule, at, what }        )             {
  return {
    level: 'warning',
    kind: 'not-checked',
    message: `no shipped rule is called ${read.quote(rule)}, and no file with rules was given, so ${what} is not checked`,
    help: 'name the file of the rule too, or the folder of both; check refuses a name that no rule has',
    at,
  }
}

// `ecr-gate lint`: mistakes in rule files.


async function runLint(settings                    , world       )                  {
  return lintFiles(await rulefiles.readOperands(settings, world), world)
}

/** Finds mistakes in rule files: 0 good or warnings only, 1 problems found. */
async function lintFiles(read$1           , world       )                  {
  const { loading, limits: limits$1, valid, missing } = await rulefiles.loadFiles(read$1, world, text => world.print(text));
  if (missing) return 2
  const diagnostics = [...loading.diagnostics];
  // Rules that do not load completely cannot be checked any further.
  if (valid) {
    const { used, unused } = await world.packs([]);
    const shipped = [...used, ...unused];
    const added = { rules: [], overrides: [], exceptions: [], placeOf: () => undefined };
    const given = leaveOut(loading, limits$1, shipped);
    const unknown = given.limits.flatMap(each => limits.checkLimits(each, added, [...shipped, ...loading.rules], world.now()));
    const ended = loading.exceptions.flatMap(exception => tell$1.tellEnd(exception, world.now().getTime()));
    const found = await question({ ...loading, ...given }, shipped, world);
    for (const diagnostic of [...given.diagnostics, ...unknown, ...found, ...ended]) {
      diagnostics.push(diagnostic);
      await world.print(read.renderDiagnostics([diagnostic]));
    }
  }
  const count = (level        )         => diagnostics.filter(diagnostic => diagnostic.level === level).length;
  const warnings = count('warning') === 0 ? '' : `, ${read.plural(count('warning'), 'warning')}`;
  const counts = [
    read.plural(loading.rules.length, 'rule'),
    ...(loading.overrides.length === 0 ? [] : [read.plural(loading.overrides.length, 'override')]),
    ...(loading.exceptions.length === 0 ? [] : [read.plural(loading.exceptions.length, 'exception')]),
  ];
  world.tell(`${read.listOf(counts)} read, ${read.plural(count('error'), 'error')}${warnings}\n`);
  return count('error') === 0 ? 0 : 1
}

// Finds problems in rules that load without errors: in combination with the shipped rules, and with the overrides applied.
async function question(loading         , shipped                 , world       )                                 {
  const { lintRules } = await Promise.resolve().then(() => require('./chunk-lint2.cjs'));
  const { rules, overrides } = loading;
  const { placeOf, ...ruleSet } = packs.combineRules({ used: shipped, unused: [] }, loading);
  const named = new Set([...rules.map(({ id }) => id), ...overrides.map(({ rule }) => rule)]);
  const isOurs = ({ rule }              )          => named.has(rule.id);
  const others = ruleSet.compiled.filter(each => !isOurs(each));
  const problems = lintRules(ruleSet.compiled.filter(isOurs), await world.operations(), others);
  const found = problems.map(({ rule, where, ...problem })             => ({ ...problem, at: placeOf(rule, where) }));
  const told = new Set(ruleSet.diagnostics.map(identify));
  return [...ruleSet.diagnostics, ...found.filter(diagnostic => !told.has(identify(diagnostic)))]
}

// Some problems are found when rules are combined as well as by the lint.
function identify({ kind, at }            )         {
  return JSON.stringify([kind, at === undefined ? '' : read.formatPlace(at)])
}

exports.lintFiles = lintFiles;
exports.runLint = runLint;
