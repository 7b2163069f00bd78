'use strict';

const read = require('./chunk-read.cjs');
const load = require('./chunk-load.cjs');
const policy = require('./chunk-policy.cjs');
const world = require('./chunk-world.cjs');
const rules = require('./chunk-rules.cjs');

// The rule files that `lint`, `test` and `fmt` are given.













/** Reads the files that a command is given. */
function readOperands(settings                                                            , world$1       )                     {
  return rules.readRuleFiles(settings.operands, world.openInputs(settings, world$1))
}

/** Loads the files. Unreadable paths are reported on standard error, and mistakes in the files to `tell`. */
async function loadFiles(
  { files, diagnostics }           ,
  world       ,
  tell                                         = world.tell,
)                  {
  const parts = files.map(file => takeRules(file, world.env));
  const loaded = load.loadRules(parts.flatMap(({ rules }) => rules ?? []));
  const loading = { ...loaded, diagnostics: [...parts.flatMap(part => part.diagnostics), ...loaded.diagnostics] };
  world.tell(read.renderDiagnostics(diagnostics));
  await tell(read.renderDiagnostics(loading.diagnostics));
  const isWrong = ({ level }            )          => level === 'error';
  return {
    files,
    loading,
    limits: parts.flatMap(({ limits }) => limits ?? []),
    valid: !loading.diagnostics.some(isWrong),
    missing: diagnostics.some(isWrong),
  }
}







// A policy file is one with rules among other things. The files that it names are not read: who wants them checked names them too.
function takeRules(file          , env              )       {
  if (read.toolOf(file) !== undefined) return { rules: read.asNamed(file), diagnostics: [] }
  if (!policy.isPolicy(file, read.POLICY_SETTINGS)) return { rules: file, diagnostics: [] }
  const { policy: policy$1, diagnostics } = policy.readPolicyParts(file, read.POLICY_SETTINGS);
  if (policy$1 === undefined) return { diagnostics }
  return { rules: policy$1.written, limits: policy$1.limits, diagnostics: [...diagnostics, ...read.checkValues(policy$1, env)].sort(read.byPlace) }
}

exports.loadFiles = loadFiles;
exports.readOperands = readOperands;
