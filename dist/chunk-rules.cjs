'use strict';

const require$$0 = require('node:stream');
const world = require('./chunk-world.cjs');
const limits = require('./chunk-limits.cjs');
const packs = require('./chunk-packs.cjs');
const severities = require('./chunk-severities.cjs');
const kind = require('./chunk-kind.cjs');
const read = require('./chunk-read.cjs');

// Reads rule files and puts together the rules of a run: the shipped packs, and the user's files on top of them.


/** What is read besides files on disk. */







/** The files that paths mean, and what is wrong with those that could not be read. */





/** Reads every rule file that the paths mean. A file that cannot be read, or is not a rule file, gives a diagnostic. */
async function readRuleFiles(paths                   , { input, readReference }            )                     {
  const files             = [];
  const diagnostics               = [];
  const tell       = diagnostic => diagnostics.push(diagnostic);
  for (const path of paths) {
    if (read.isReference(path)) {
      const read = await world.attempt(tell, () => readReference(path));
      files.push(...(read?.files ?? []));
      diagnostics.push(...(read?.diagnostics ?? []));
      continue
    }
    const passed = world.collectPassedOver(path);
    for (const file of (await world.attempt(tell, () => world.findRuleFiles(path, passed.passOver))) ?? []) {
      const text = await world.attempt(tell, () => world.readRuleText(file, input, path));
      if (text !== undefined) files.push({ path: file, text });
    }
    diagnostics.push(...passed.notes());
  }
  return { files, diagnostics }
}

/** The same once more, with standard input as it was read the first time: it comes only once. */
function replayInput(inputs            , reads                      )             {
  const texts = reads.flatMap(({ files }) => files).flatMap(({ path, text }) => (path === world.STANDARD_INPUT ? Buffer.from(text) : []));
  return { ...inputs, input: require$$0.Readable.from(texts) }
}

/** The settings that say which rules and exceptions are in force. */






/** Adds the user's rules to the shipped ones. If one of the diagnostics is an error, the result must not be used. */
async function readRuleSet(settings              , shipped           , inputs            , now      )                       {
  const { diagnostics, ownFiles, stored, ...own } = await readOwn(settings, inputs);
  const limits$1 = settings.policy?.file?.limits;
  const isAdded = (file        )          => !ownFiles.has(file);
  const bound = limits$1 === undefined ? own : { ...own, exceptions: limits.withLimits(limits$1, own.exceptions, isAdded) };
  const ruleSet = packs.combineRules(shipped, bound, settings);
  const beyond = checkAdded(settings, own, isAdded, { shipped, ruleSet, now });
  return { ...ruleSet, diagnostics: [...diagnostics, ...beyond, ...ruleSet.diagnostics], stored }
}

// What the policy does not let its step do.
function checkAdded(
  settings              ,
  { compiled, overrides, exceptions, placeOf }           ,
  isAdded                           ,
  { shipped, ruleSet, now }                                                                                ,
)                        {
  const policy = settings.policy?.file;
  if (policy === undefined) return []
  const ours = compiled.map(({ rule }) => rule);
  const added        = {
    rules: ours.filter(({ file }) => isAdded(file)),
    overrides: overrides.filter(({ at }) => isAdded(at.file)),
    exceptions: exceptions.filter(({ at }) => isAdded(at.file)),
    placeOf: rule => placeOf(rule, { field: 'filter', offset: 0 }) ?? rule.file,
  };
  const known = [...shipped.used, ...shipped.unused, ...ours.filter(({ file }) => !isAdded(file))];
  // A policy may replace the rules itself.
  const setting = severities.severitySetting(settings);
  const replaced = policy.settings.some(({ name }) => name === setting) ? [] : ruleSet.replaced.filter(({ by }) => by === setting);
  return [
    ...limits.checkLimits(policy.limits, added, known, now),
    ...limits.checkInForce(policy.limits, { unused: shipped.unused, replaced: replaced.map(({ id }) => id), by: setting ?? '' }),
  ]
}








async function readOwn({ rules, exceptions, policy }              , inputs            )               {
  const { files = { rules: [], exceptions: [] }, written, stored } = policy?.file ?? {};
  const central = stored === undefined ? [] : [stored];
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (rules.length + exceptions.length === 0 && written === undefined) {
    const none = { compiled: [], overrides: [], exceptions: [], diagnostics: [], placeOf: () => undefined, ownFiles: new Set        () };
    return { ...none, stored: { ofPolicy: central, ofExceptions: [] } }
  }
  const { loadRules } = await Promise.resolve().then(() => require('./chunk-load.cjs')).then(n => n.load);
  const own = await readApart(rules, files.rules, inputs);
  const apart = await readApart(exceptions, files.exceptions, inputs);
  const loading = loadRules([...(written === undefined ? [] : [written]), ...own.files]);
  const accepted = loadRules(apart.files.map(file => ({ ...file, kind: kind.EXCEPTION_FILE })));
  return {
    ...loading,
    exceptions: [...loading.exceptions, ...accepted.exceptions],
    placeOf: (owner, where) => loading.placeOf(owner, where) ?? accepted.placeOf(owner, where),
    diagnostics: [...own.diagnostics, ...apart.diagnostics, ...loading.diagnostics, ...accepted.diagnostics, ...tellOthers(accepted)],
    ownFiles: new Set([...(written === undefined ? [] : [written.path]), ...own.ofPolicy, ...apart.ofPolicy]),
    stored: { ofPolicy: [...central, ...storedOf(own)], ofExceptions: storedOf(apart) },
  }
}

// Reads the files of a policy and those of others, and says which are the policy's.
async function readApart(paths                   , ofPolicy                   , inputs            ) {
  const [own, added] = [true, false].map(is => paths.filter(path => ofPolicy.includes(path) === is));
  const [first, second] = [await readRuleFiles(own ?? [], inputs), await readRuleFiles(added ?? [], inputs)];
  return {
    files: [...first.files, ...second.files],
    diagnostics: [...first.diagnostics, ...second.diagnostics],
    ofPolicy: first.files.map(({ path }) => path),
  }
}

function storedOf({ files }                          )                    {
  return files.flatMap(({ stored }) => stored ?? [])
}

// Who may add an exception need not be who may change the rules.
function tellOthers({ rules, overrides }                                      )                        {
  const message = 'a file of exceptions holds exceptions only, and this one has rules or overrides too';
  const files = new Set([...rules.map(({ file }) => file), ...overrides.map(({ at }) => at.file)]);
  return [...files].map(at => ({ level: 'error', kind: 'not-an-exception', message, help: 'name this file under rules', at }))
}

exports.readRuleFiles = readRuleFiles;
exports.readRuleSet = readRuleSet;
exports.replayInput = replayInput;
