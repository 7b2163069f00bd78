'use strict';

const files = require('./chunk-files.cjs');

// Rule files as texts, and the rules in them.


/** Reads every rule file that the paths mean; what cannot be read is a diagnostic beside the others. */
async function readRuleFiles(
  paths                   ,
  input          ,
)                                                                                                {
  const files$1             = [];
  const diagnostics               = [];
  const report = (diagnostic            )          => diagnostics.push(diagnostic);
  for (const path of paths) {
    for (const file of (await files.attempt(report, () => files.findRuleFiles(path))) ?? []) {
      const text = await files.attempt(report, () => files.readText(file, input));
      if (text !== undefined) files$1.push({ path: file, text });
    }
  }
  return { files: files$1, diagnostics }
}

/** Reads and loads the rules that the paths mean. With an error among the diagnostics they must not be used. */
async function readRules(
  paths                   ,
  input          ,
)                                                                                            {
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (paths.length === 0) return { rules: [], diagnostics: [] }
  const { loadRules } = await Promise.resolve().then(() => require('./chunk-load.cjs')).then(n => n.load);
  const { files, diagnostics } = await readRuleFiles(paths, input);
  const loading = loadRules(files);
  return { rules: loading.rules, diagnostics: [...diagnostics, ...loading.diagnostics] }
}

exports.readRuleFiles = readRuleFiles;
exports.readRules = readRules;
