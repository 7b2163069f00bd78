'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const rules = require('./chunk-rules.cjs');
const rulefiles = require('./chunk-rulefiles.cjs');
require('./chunk-files.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-scan.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-json.cjs');
require('./chunk-check.cjs');
require('./chunk-compile.cjs');
require('./chunk-load.cjs');
require('process');
require('buffer');
require('./chunk-rule.cjs');
require('./chunk-title.cjs');
require('./chunk-show.cjs');

// `ecr-gate lint`: mistakes in rule files.


/** Finds mistakes in rule files: 0 good or warnings only, 1 problems found. */
async function runLint(settings          , world       )                  {
  const { loading, valid, missing } = await rulefiles.loadFiles(settings, world, text => world.print(text));
  if (missing) return 2
  const diagnostics = [...loading.diagnostics];
  // Rules that do not load completely cannot be checked any further.
  if (valid) {
    const { used, unused } = await world.packs([]);
    for (const diagnostic of await question(loading, [...used, ...unused], world)) {
      diagnostics.push(diagnostic);
      await world.print(uri.renderDiagnostics([diagnostic]));
    }
  }
  const count = (level        )         => diagnostics.filter(diagnostic => diagnostic.level === level).length;
  const warnings = count('warning') === 0 ? '' : `, ${rulefiles.plural(count('warning'), 'warning')}`;
  const overrides = loading.overrides.length === 0 ? '' : ` and ${rulefiles.plural(loading.overrides.length, 'override')}`;
  world.tell(`${rulefiles.plural(loading.rules.length, 'rule')}${overrides} read, ${rulefiles.plural(count('error'), 'error')}${warnings}\n`);
  return count('error') === 0 ? 0 : 1
}

// Finds problems in rules that load without errors: in combination with the shipped rules, and with the overrides applied.
async function question({ rules: rules$1, overrides, placeOf }         , shipped                 , world       )                                 {
  const { lintRules } = await Promise.resolve().then(() => require('./chunk-lint2.cjs'));
  const ruleSet = rules.combineRules({ used: shipped, unused: [] }, { rules: rules$1, overrides }, undefined);
  if (ruleSet.diagnostics.some(({ level }) => level === 'error')) return ruleSet.diagnostics
  const written = new Map([...shipped, ...rules$1].map(rule => [rule.id, rule]));
  const isOurs = ({ id }      )          => rules$1.some(rule => rule.id === id) || overrides.some(({ rule }) => rule === id);
  const place = (rule      , where       )                   => {
    const base = written.get(rule.id) ?? rule;
    const added = where.field === 'suppressions' ? (where.index ?? 0) - base.suppressions.length : -1;
    return added < 0 ? placeOf(base, where) : placeOfAdded(overrides, rule.id, added)
  };
  const others = ruleSet.rules.filter(rule => !isOurs(rule));
  const problems = lintRules(ruleSet.rules.filter(isOurs), await world.operations(), others);
  return [...ruleSet.diagnostics, ...problems.map(({ rule, where, ...problem }) => ({ ...problem, at: place(rule, where) ?? rule.file }))]
}

// Suppressions that overrides add come after the rule's own, in the order of the overrides.
function placeOfAdded(overrides                     , id        , position        )                   {
  const owners = overrides.filter(({ rule }) => rule === id).flatMap(({ changes, at }) => (changes.addSuppressions ?? []).map(() => at));
  return owners[position]
}

exports.runLint = runLint;
