'use strict';

const uri = require('./chunk-uri.cjs');
const load = require('./chunk-load.cjs');
const rules = require('./chunk-rules.cjs');

// The rule files that `lint`, `test` and `fmt` are given.











/** Reads and loads the files. Unreadable paths are reported on standard error, and mistakes in the files to `tell`. */
async function loadFiles(
  { operands }                            ,
  world       ,
  tell                                         = world.tell,
)                  {
  const { files, diagnostics } = await rules.readRuleFiles(operands, world.input);
  const loading = load.loadRules(files);
  world.tell(uri.renderDiagnostics(diagnostics));
  await tell(uri.renderDiagnostics(loading.diagnostics));
  const isWrong = ({ level }            )          => level === 'error';
  return { files, loading, valid: !loading.diagnostics.some(isWrong), missing: diagnostics.some(isWrong) }
}

exports.loadFiles = loadFiles;
