'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const rules = require('./chunk-rules.cjs');

// The rules that a command works on: those of the packs and of --rules, combined as `check` does.





/** Reads the rules and reports their problems; undefined if one is an error. */
async function loadRuleSet(
  settings              ,
  world$1       ,
  inspect                                                  = () => [],
)                               {
  const { exceptions = [], packs } = settings;
  const ruleSet = await rules.readRuleSet({ ...settings, exceptions }, await world$1.packs(packs), world.openInputs(settings, world$1), world$1.now());
  const diagnostics = [...ruleSet.diagnostics, ...inspect(ruleSet)];
  world$1.tell(read.renderDiagnostics(diagnostics));
  return diagnostics.some(({ level }) => level === 'error') ? undefined : ruleSet
}

/** Finds a rule by its id. If there is none, reports that and suggests a similar id. */
function findRule({ compiled }         , id        , world       )                           {
  const found = compiled.find(({ rule }) => rule.id === id);
  if (found === undefined) {
    const ids = compiled.map(({ rule }) => rule.id);
    const help = ids.length === 0 ? 'no rule is in force; name a pack with --packs, or rules with --rules' : read.didYouMean(id, ids);
    world.tell(read.renderDiagnostics([read.usageProblem(`there is no rule ${read.quote(id)}`, help)]));
  }
  return found
}

exports.findRule = findRule;
exports.loadRuleSet = loadRuleSet;
