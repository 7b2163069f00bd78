'use strict';

const require$$0 = require('node:stream');
const world = require('./chunk-world.cjs');
const endless = require('./chunk-endless.cjs');
const limits = require('./chunk-limits.cjs');
const packs = require('./chunk-packs.cjs');
const severities = require('./chunk-severities.cjs');
const read = require('./chunk-read.cjs');
const node_crypto = require('node:crypto');

// Reads files of VEX, and binds those that are not the policy's to its limits.


/** The most bytes of a file of VEX on disk: a feed with a hundred thousand statements has a third of that. */
const MOST_BYTES = 64 * 1024 * 1024;








/** What is read besides files on disk. */





/** Reads what paths name as VEX. If one of the diagnostics is an error, nothing of it must be used. */
async function readVexFiles(paths                   , policy                        , inputs        )                   {
  if (paths.length === 0) return { files: [], diagnostics: [], stored: [] }
  const { readVex } = await Promise.resolve().then(() => require('./chunk-read4.cjs'));
  const diagnostics               = [];
  const tell       = diagnostic => diagnostics.push(diagnostic);
  const ofPolicy = policy?.files.vex ?? [];
  const read = await Promise.all(
    paths.map(async path => ({ isOfPolicy: ofPolicy.includes(path), files: await readTexts(path, inputs, tell) })),
  );
  const { limits: limits$1 } = policy ?? {};
  if (limits$1 !== undefined && read.some(({ isOfPolicy }) => !isOfPolicy)) diagnostics.push(...limits.checkEndless(limits$1, 'vex'));
  const files = read.flatMap(({ isOfPolicy, files: texts }) =>
    texts.flatMap((each)                       => {
      const { file, diagnostics: wrong } = readVex(each);
      diagnostics.push(...wrong);
      if (file === undefined) return []
      if (limits$1 !== undefined && !isOfPolicy) diagnostics.push(...limits.checkAuthors(limits$1, file));
      const digest = node_crypto.createHash('sha256').update(file.text, 'utf8').digest('hex');
      return [{ ...file, digest, isOfPolicy, atMost: isOfPolicy ? undefined : limits$1?.exceptions?.severityAtMost?.value }]
    }),
  );
  return { files, diagnostics, stored: read.flatMap(({ files: texts }) => texts.flatMap(({ stored }) => stored ?? [])) }
}

async function readTexts(path        , { input, readReference }        , tell      )                               {
  if (read.isReference(path)) {
    const read = await world.attempt(tell, () => readReference(path));
    read?.diagnostics.forEach(tell);
    return read?.files ?? []
  }
  const passed = world.collectPassedOver(path);
  const files             = [];
  for (const file of (await world.attempt(tell, () => world.findVexFiles(path, passed.passOver))) ?? []) {
    const help = 'split the file; a folder of such files may be named too';
    const text = await world.attempt(tell, () => world.readText(file, input, { named: path, limit: MOST_BYTES, help }));
    if (text !== undefined) files.push({ path: file, text });
  }
  passed.notes().forEach(tell);
  return files
}

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
  const vex = await readVexFiles(settings.vex ?? [], settings.policy?.file, inputs);
  const limits$1 = settings.policy?.file?.limits;
  const isAdded = (file        )          => !ownFiles.has(file);
  const bound = limits$1 === undefined ? own : { ...own, exceptions: limits.withLimits(limits$1, own.exceptions, isAdded) };
  const ruleSet = packs.combineRules(shipped, bound, settings);
  const beyond = checkAdded(settings, own, isAdded, { shipped, ruleSet, now });
  return {
    ...ruleSet,
    vex: vex.files,
    diagnostics: [...diagnostics, ...vex.diagnostics, ...beyond, ...ruleSet.diagnostics],
    stored: { ...stored, ofExceptions: [...stored.ofExceptions, ...vex.stored] },
  }
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
    ...endless.checkEndlessSettings(settings),
    ...limits.checkInForce(policy.limits, { unused: shipped.unused, replaced: replaced.map(({ id }) => id), by: setting ?? '' }),
  ]
}








async function readOwn({ rules, exceptions, policy }              , inputs            )               {
  const { files = { rules: [], exceptions: [], vex: [] }, written, stored } = policy?.file ?? {};
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
  const accepted = loadRules(apart.files.map(file => ({ ...file, kind: read.EXCEPTION_FILE })));
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
