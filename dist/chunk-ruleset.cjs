'use strict';

const uri = require('./chunk-uri.cjs');
const rules = require('./chunk-rules.cjs');

// The rules that a command works on: those of the packs and of --rules, combined as `check` does.


/** Reads the rules and reports their problems; undefined if one is an error. */
async function chooseRuleSet(
  settings          ,
  world       ,
  inspect                                              = () => [],
)                               {
  const ruleSet = await rules.readRuleSet(settings, await world.packs(settings.packs), world.input);
  const diagnostics = [...ruleSet.diagnostics, ...inspect(ruleSet)];
  world.tell(uri.renderDiagnostics(diagnostics));
  return diagnostics.some(({ level }) => level === 'error') ? undefined : ruleSet
}

/** Finds a rule by its id. If there is none, reports that and suggests a similar id. */
function findRule({ rules }         , id        , world       )                   {
  const rule = rules.find(each => each.id === id);
  if (rule === undefined) {
    const ids = rules.map(each => each.id);
    const help = ids.length === 0 ? 'no rule is in force; name a pack with --packs, or rules with --rules' : uri.didYouMean(id, ids);
    world.tell(uri.renderDiagnostics([{ level: 'error', kind: 'usage', message: `there is no rule ${uri.quote(id)}`, help }]));
  }
  return rule
}

exports.chooseRuleSet = chooseRuleSet;
exports.findRule = findRule;
