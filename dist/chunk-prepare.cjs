'use strict';

const world = require('./chunk-world.cjs');
const packs = require('./chunk-packs.cjs');
const read = require('./chunk-read.cjs');
const rules = require('./chunk-rules.cjs');

// Before a run touches anything: the rules are loaded and checked, and the credentials are of an account that is allowed.



async function loadRuleSet(settings          , world$1       )                       {
  const ruleSet = await rules.readRuleSet(settings, await world$1.packs(settings.packs), world.openInputs(settings, world$1), world$1.now());
  const asked = {
    findings: settings.images.length + settings.findings.length + settings.reports.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
    live: connects(settings) ? (settings.live?.kinds ?? []) : undefined,
  };
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...packs.checkRuleSet(ruleSet, asked)] }
}

/** Connects to AWS if the settings need it. */
async function connect(settings          , world       )                           {
  return connects(settings) ? world.connect(settings.awsAttempts) : undefined
}

function connects(settings          )          {
  const { images, audit, archived, live } = settings;
  return images.length + read.imageOfBaseline(settings).length > 0 || audit !== undefined || archived !== undefined || live !== undefined
}

/** Credentials of an account that is not allowed are an error, as is an image of such an account. */
async function checkCaller(aws                 , settings          )                                 {
  const { allowedAccountIds, images, audit, archived, live } = settings;
  const region = [...images, ...read.imageOfBaseline(settings)][0]?.region ?? (audit ?? archived ?? live)?.regions[0];
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
