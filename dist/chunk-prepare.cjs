'use strict';

const world = require('./chunk-world.cjs');
const packs = require('./chunk-packs.cjs');
const rules = require('./chunk-rules.cjs');

// Before a run touches anything: the rules are loaded and checked, and the credentials are of an account that is allowed.



async function loadRuleSet(settings          , world       )                       {
  const ruleSet = await rules.readRuleSet(settings, await world.packs(settings.packs), world.input, world.now());
  const asked = {
    findings: settings.images.length + settings.findings.length + settings.reports.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
  };
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...packs.checkRuleSet(ruleSet, asked)] }
}

/** Connects to AWS if the settings need it. */
async function connect({ images, audit, awsAttempts }          , world       )                           {
  return images.length > 0 || audit !== undefined ? world.connect(awsAttempts) : undefined
}

/** Credentials of an account that is not allowed are an error, as is an image of such an account. */
async function checkCaller(aws                 , { allowedAccountIds, images, audit }          )                                 {
  const region = images[0]?.region ?? audit?.regions[0];
  if (aws === undefined || allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics               = [];
  const { readCaller } = await Promise.resolve().then(() => require('./chunk-caller.cjs'));
  const caller = await world.attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  );
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`;
  return [{ level: 'error', kind: 'account', message, help: `their identity is ${caller.arn}` }]
}

exports.checkCaller = checkCaller;
exports.connect = connect;
exports.loadRuleSet = loadRuleSet;
