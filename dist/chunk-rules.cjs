'use strict';

const read = require('./chunk-read2.cjs');
const packs = require('./chunk-packs.cjs');
const files = require('./chunk-files.cjs');

// Reads rule files and puts together the rules of a run: the shipped packs, and the user's files on top of them.


/** Reads every rule file that the paths mean. A file that cannot be read, or is not a rule file, gives a diagnostic. */
async function readRuleFiles(
  paths                   ,
  input          ,
)                                                                                                {
  const files$1             = [];
  const diagnostics               = [];
  const tell       = diagnostic => diagnostics.push(diagnostic);
  for (const path of paths) {
    const passed = files.collectPassedOver(path);
    for (const file of (await read.attempt(tell, () => files.findRuleFiles(path, passed.passOver))) ?? []) {
      const text = await read.attempt(tell, () => files.readRuleText(file, input, path));
      if (text !== undefined) files$1.push({ path: file, text });
    }
    diagnostics.push(...passed.notes());
  }
  return { files: files$1, diagnostics }
}

/** Adds the user's rules to the shipped ones. If one of the diagnostics is an error, the result must not be used. */
async function readRuleSet(
  { rules: paths, failOn }                                                                            ,
  shipped           ,
  input          ,
)                   {
  const { diagnostics, ...own } = await readRules(paths, input);
  const { placeOf: _, ...ruleSet } = packs.combineRules(shipped, own, failOn);
  return { ...ruleSet, diagnostics: [...diagnostics, ...ruleSet.diagnostics] }
}

async function readRules(paths                   , input          )                                                                       {
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (paths.length === 0) return { compiled: [], overrides: [], diagnostics: [], placeOf: () => undefined }
  const { loadRules } = await Promise.resolve().then(() => require('./chunk-load.cjs')).then(n => n.load);
  const { files, diagnostics } = await readRuleFiles(paths, input);
  const loading = loadRules(files);
  return { ...loading, diagnostics: [...diagnostics, ...loading.diagnostics] }
}

exports.readRuleFiles = readRuleFiles;
exports.readRuleSet = readRuleSet;
