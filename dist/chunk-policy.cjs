'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const load = require('./chunk-load.cjs');
const fields = require('./chunk-fields.cjs');
require('node:fs');
require('node:fs/promises');
require('process');
require('buffer');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-title.cjs');
require('./chunk-filter.cjs');
require('./chunk-exception.cjs');
require('./chunk-purl.cjs');

// Reads the limits of a policy file: what files that are not the policy's may not do.


/** A limit, with the place where it is written. */





/** What binds rules, overrides and exceptions that are not the policy's own. Without `exceptions`, these have no limit. */











const NO_LIMITS         = { mayNotTune: [] };

/** Reads the limits of a policy file, whose root this is. */
function readLimits(file          , root         , tell      )         {
  const node = load.entryOf(root, 'limits');
  const only = { ...root, entries: node === undefined ? [] : [node] };
  const { limits } = load.readMap(file, only, { limits: { shape: { map: fields.LIMITS }, meaning: '' } }, 'policy', tell);
  if (limits === undefined) return NO_LIMITS
  const { exceptions, rules } = load.readMap(file, limits, fields.LIMITS, 'set of limits', tell);
  load.tellNulls(file, limits, fields.LIMITS, tell);
  return {
    ...(exceptions !== undefined && { exceptions: readExceptionLimits(file, exceptions, tell) }),
    mayNotTune: rules === undefined ? [] : readRuleLimits(file, rules, tell),
  }
}

function readExceptionLimits(file          , node         , tell      )                                    {
  const values = load.readMap(file, node, fields.EXCEPTION_LIMITS, 'limit of exceptions', tell);
  load.tellNulls(file, node, fields.EXCEPTION_LIMITS, tell);
  const at =    (key                               , value   )           => ({
    value,
    at: read.locate(file.path, file.text, load.entryOf(node, key)?.keyOffset ?? node.offset),
  });
  const { 'severity-at-most': severity, within, 'need-owner': needOwner = false, never = false } = values;
  return {
    ...(severity !== undefined && { severityAtMost: at('severity-at-most', severity) }),
    ...(within !== undefined && { withinSeconds: at('within', within) }),
    needOwner: at('need-owner', needOwner),
    never: at('never', never),
  }
}

function readRuleLimits(file          , node         , tell      )                       {
  load.readMap(file, node, fields.RULE_LIMITS, 'limit of rules', tell);
  load.tellNulls(file, node, fields.RULE_LIMITS, tell);
  const list = load.presentEntry(node, 'may-not-tune');
  const items = list?.kind === 'list' ? list.items.filter(load.isTextNode) : [];
  return items.map(({ value, offset }) => ({ value: String(value), at: read.locate(file.path, file.text, offset) }))
}

// Reads a policy file: settings of the gate by their names, with rules, overrides and exceptions, and limits for those that others add.
//
// It says what is written, and where. What a setting means is decided by the parsers of flags and inputs, so that a value cannot mean
// one thing in a step and another here.


/** A policy file as it is written. */












/** What was given for a setting, in the words of a flag. */






/** Which settings a policy may hold. */













const LISTED = ['rules', 'exceptions'];
/** Entries may be written out in the lists of the former; VEX is named alone. */
const NAMES_FILES = [...LISTED, 'vex'];


const OWN_FIELDS = {
  rules: fields.RULESET.rules,
  overrides: fields.RULESET.overrides,
  exceptions: fields.RULESET.exceptions,
  vex: { shape: 'text', meaning: '' },
  limits: { shape: { map: fields.LIMITS }, meaning: '' },
};
const OWN = Object.keys(OWN_FIELDS);

/** Reads the text of a policy file, and tells all that is wrong with it but the values of its settings. */
function readPolicy(file          , known               )                {
  const { policy, diagnostics } = readPolicyParts(file, known);
  if (policy?.written === undefined) return { diagnostics, ...(policy && { policy }) }
  // The rules are loaded once again with those of other files; here only for what is wrong with them, to tell all of it at once.
  const wrong = load.loadRules([policy.written]).diagnostics.filter(({ level }) => level === 'error');
  return { policy, diagnostics: [...diagnostics, ...wrong].sort(read.byPlace) }
}

/** Whether a file is a policy and no rule file: it has settings or limits. */
function isPolicy(file          , known               )          {
  const document = load.parseFile(file);
  if (!('root' in document) || document.root.kind !== 'map') return false
  const { entries } = document.root;
  const isSetting = (key        )          => known.takes.has(key) && !COMMON.includes(key) && !OWN.some(name => name === key);
  return entries.every(({ key }) => key !== 'filter') && entries.some(({ key }) => key === 'limits' || key === 'packs' || isSetting(key))
}

/** Reads a policy file without loading its rules. */
function readPolicyParts({ path, text, stored }          , known               )                {
  const file           = { path, text, kind: read.POLICY_FILE };
  const document = load.parseFile(file);
  const stranger = load.tellStranger(file, document, formOf(known));
  if (stranger !== undefined) return { diagnostics: stranger }
  if ('diagnostics' in document) return { diagnostics: document.diagnostics }
  const diagnostics               = [];
  const tell       = diagnostic => diagnostics.push(diagnostic);
  const root = document.root;
  const settings = root.entries.flatMap(entry => readSetting(file, entry, known, tell));
  const files = { rules: pathsIn(file, root, 'rules'), exceptions: pathsIn(file, root, 'exceptions'), vex: pathsIn(file, root, 'vex') };
  load.tellNulls(file, root, OWN_FIELDS, tell);
  for (const key of NAMES_FILES) checkList(file, root, key, tell);
  const limits = readLimits(file, root, tell);
  const written = writtenIn(file, root);
  const policy = { path, settings, files, written, limits, ...(stored && { stored }) };
  return { policy, diagnostics: diagnostics.sort(read.byPlace) }
}

// Names that other files have too, so that they do not tell a policy.
const COMMON = ['image', 'findings', 'events', 'push', 'platforms', 'packs', 'rules', 'limits', 'dockerfile'];

function formOf({ takes }               )       {
  const names = [...takes.keys(), ...OWN];
  const telling = names.filter(name => !COMMON.includes(name));
  const compound = telling.filter(name => name.includes('-'));
  const isOurs = (root      )          =>
    root.kind === 'map' &&
    root.entries.length > 0 &&
    load.entryOf(root, 'filter') === undefined &&
    (root.entries.some(({ key }) => telling.includes(key) || read.suggest(key, compound) !== undefined) ||
      root.entries.every(({ key }) => names.includes(key)));
  return {
    isOurs,
    ownKey: load.keyAmong(telling),
    kind: 'policy-syntax',
    one: 'a policy',
    expected: 'a policy, which is a map of settings',
    help: 'write fail-on: high, and so on; rules alone are named by the setting rules; what another file contains is not shown',
  }
}

function readSetting(file          , entry                            , known               , tell      )                           {
  const { key, keyOffset, value } = entry;
  if ((OWN                     ).includes(key)) return []
  const takes = known.takes.get(key);
  if (takes === undefined) {
    const why = known.refused.get(key);
    const help = read.didYouMean(
      key,
      [...known.takes.keys(), ...OWN].filter((name, i, all) => all.indexOf(name) === i),
    );
    const message = why === undefined ? `a policy has no setting ${read.quote(key)}` : `${read.quote(key)} cannot stand in a policy: ${why}`;
    tell(load.fault(file, keyOffset, 'unknown-key', message, why === undefined ? help : undefined));
    return []
  }
  const words = readWords(file, key, value, takes, tell);
  return words === undefined ? [] : [{ name: key, words, at: read.locate(file.path, file.text, value.offset) }]
}



function readWords(file          , key        , node      , takes       , tell      )                                {
  const wrong = (expected        , at      )            => {
    tell(load.fault(file, at.offset, 'wrong-value', `expected ${expected} for ${read.quote(key)}, found ${load.describe(at)}`));
  };
  const word = (item      )                     => (item.kind === 'scalar' ? textOf(file, item) : undefined) ?? wrong('a value', item);
  if (node.kind === 'map') {
    if (takes !== 'severities') return wrong(takes === 'one' ? 'one value' : 'a value or a list of them', node)
    const pairs = node.entries.map(({ key: severity, value }) => ({ severity, text: word(value) }));
    return pairs.some(({ text }) => text === undefined) ? undefined : [pairs.map(({ severity, text }) => `${severity}=${text}`).join(', ')]
  }
  if (node.kind === 'list') {
    if (takes === 'one') return wrong('one value', node)
    if (node.items.length === 0) return wrong('at least one value', node)
    const words = node.items.map(word);
    return words.every(text => text !== undefined) ? words : undefined
  }
  const text = word(node);
  if (text === undefined || takes !== 'lines') return text === undefined ? undefined : [text]
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}

// A number is taken as it is written: the id of an account may begin with a zero.
function textOf(file          , { value, offset, end }            )                     {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'number' ? file.text.slice(offset, end).trim() : undefined
}

function itemsOf(node                  )                  {
  if (node === undefined) return []
  return node.kind === 'list' ? node.items : [node]
}

function pathsIn(file          , root         , key            )                    {
  return itemsOf(load.presentEntry(root, key))
    .filter(load.isTextNode)
    .map(({ value }) => resolvePath(file, String(value).trim()))
    .filter(path => typeof path === 'string')
}

/** What the policy in a file lists as rules, as exceptions and as VEX by a path, as it is written, each with its place. */
function listPaths(file          )                                                           {
  const document = load.parseFile(file);
  const { root } = 'root' in document ? document : {};
  if (root?.kind !== 'map') return []
  const items = NAMES_FILES.flatMap(key => itemsOf(load.presentEntry(root, key))).filter(load.isTextNode);
  return items.map(({ value, offset }) => ({ path: String(value).trim(), at: read.locate(file.path, file.text, offset) }))
}

// What a policy in Parameter Store or S3 names lies beside it there. Paths on disk are resolved by whoever knows the disk.
function resolvePath({ path: policy }          , path        )                   {
  return read.isReference(policy) || read.isReference(path) ? read.besideReference(policy, path) : path
}

/** What may be written out in these lists; undefined: nothing. */
const WRITTEN                                                   = { rules: 'a rule', exceptions: 'an exception', vex: undefined };

function checkList(file          , root         , key            , tell      )       {
  const what = WRITTEN[key];
  const list = load.presentEntry(root, key);
  const refuse = ({ offset }      , message        , help         )       => tell(load.fault(file, offset, 'wrong-value', message, help));
  const alone = 'VEX is files of their own, which a policy names by their paths';
  if (list?.kind === 'map') {
    const help = what === undefined ? alone : `write each ${what.replace(/^an? /, '')} behind a dash: ${key}: [{ … }]`;
    refuse(list, `expected a list for ${read.quote(key)}, found ${load.describe(list)}`, help);
  }
  for (const item of itemsOf(list)) {
    if (item.kind === 'map' && what !== undefined) continue
    if (!load.isTextNode(item)) {
      const expected = what === undefined ? 'a path' : `a path or ${what}`;
      refuse(item, `expected ${expected} in ${read.quote(key)}, found ${load.describe(item)}`, item.kind === 'map' ? alone : undefined);
    } else if (item.value === '-') refuse(item, `standard input cannot be named in ${read.quote(key)}`, 'name a file beside the policy');
    else {
      const path = resolvePath(file, String(item.value).trim());
      if (typeof path !== 'string') refuse(item, path.message.replace(/^\{setting\}/, `an entry of ${read.quote(key)}`), path.help);
    }
  }
}

// The loader finds what is no map in a list of rules, and every other mistake in them.
function writtenIn(file          , root         )                       {
  const entries = root.entries.flatMap(entry => {
    const { key, value } = entry;
    if (key === 'overrides') return load.isEmpty(value) ? [] : [entry]
    if (!LISTED.some(name => name === key)) return []
    const items = itemsOf(value).filter(item => item.kind === 'map');
    return value.kind !== 'list' || items.length === 0 ? [] : [{ ...entry, value: { ...value, items } }]
  });
  return entries.length === 0 ? undefined : { ...file, part: { ...root, entries } }
}

exports.isPolicy = isPolicy;
exports.listPaths = listPaths;
exports.readPolicy = readPolicy;
exports.readPolicyParts = readPolicyParts;
