'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');

// The fields of rule files, as tables: each field with its shape, default and meaning. The loader follows these tables, and the
// JSON Schema for editors and the tables in docs/writing.md are generated from them, so the three cannot disagree.


/**
 * The form of a value. A `note` is a string that may be empty; `filters` and `paths` are lists of strings; an `end` is a day or
 * `never`, and a `duration`, a whole number with its unit, is read as seconds.
 */































const TEST = {
  name: { shape: 'text', meaning: 'what the test shows', required: 'the name says what the test shows' },
  extends: { shape: 'text', meaning: 'the name of an earlier test, whose event this one starts from' },
  matches: { shape: 'boolean', meaning: 'whether the rule matches the event', required: 'write matches: true or matches: false' },
  event: {
    shape: 'event',
    meaning: 'the event, or the fields in which it differs from that of `extends`',
    required: 'an event is a map of fields, such as { eventName: PutImage }',
  },
};

const TUNABLE = {
  enabled: { shape: 'boolean', meaning: 'whether the rule is evaluated', default: 'true' },
  severityOfAlerts: { shape: { least: 1, most: 3 }, meaning: '1 act now, 2 review, 3 audit' },
  action: { shape: { choices: imply.ACTIONS }, meaning: 'what an alert does', default: 'severity 1 fails, 2 warns, 3 is a notice' },
  threshold: {
    shape: { least: 1 },
    meaning: 'how many events within the window open an alert',
    default: String(imply.DEFAULT_THRESHOLD),
  },
  window: { shape: { least: 1 }, meaning: 'seconds', default: String(imply.DEFAULT_WINDOW_SECONDS) },
};

/** Fields of a rule, in reading order. */
const RULE = {
  name: {
    shape: 'text',
    meaning: 'shown everywhere, unique',
    required: 'a rule is shown by its name, such as "CloudTrail: ECR Put Image"',
  },
  type: { shape: 'type', meaning: 'which events the rule sees', required: `types are ${imply.RULE_TYPES.join(', ')}` },
  title: {
    shape: 'title',
    meaning: "the alert's title; `{{field}}` is filled from its first event, `unknown` where the event has no such field",
    default: 'the name; of a rule over findings the name and `{{id}}`, unless its threshold is above 1',
  },
  severityOfAlerts: { ...TUNABLE.severityOfAlerts, required: '1 is act now, 2 review, 3 audit' },
  action: TUNABLE.action,
  alertDescription: { shape: 'note', meaning: 'why it matters and what to do' },
  aggregateFields: {
    shape: 'paths',
    meaning: 'events with the same values in these fields make one alert',
    default:
      'user, eventName, eventSource, ip, accountId; of a rule over findings `id` and `package.name`, or none if its threshold is above 1',
  },
  filter: {
    shape: 'filter',
    meaning: 'which events the rule matches, in [the filter language](language.md)',
    required: 'write filter: eventName = "PutImage"',
  },
  suppressions: { shape: 'filters', meaning: 'an event that one of these filters matches is removed, after the filter matched' },
  threshold: TUNABLE.threshold,
  window: TUNABLE.window,
  enabled: TUNABLE.enabled,
  tags: { shape: 'texts', meaning: 'ATT&CK techniques such as `attack.t1651`' },
  references: { shape: 'texts', meaning: 'links for further reading' },
  tests: { shape: { list: TEST }, meaning: 'run by `ecr-gate test`; each has a name, an event and whether it matches' },
  id: { shape: 'text', meaning: 'what overrides and reports call the rule', default: "the file's name, or the name as a slug in a list" },
  rulesetId: { shape: 'note', meaning: 'set by the API; optional', ignored: true },
  createdAt: { shape: 'note', meaning: 'set by the API; optional', ignored: true },
  updatedAt: { shape: 'note', meaning: 'set by the API; optional', ignored: true },
};

/** The fields of a table that are kept in what it describes. */




/** Fields of an override, which tunes the rule it names. */
const OVERRIDE = {
  rule: { shape: 'text', meaning: 'the id of the rule', required: 'an override names its rule: rule: ssm-start-session' },
  enabled: { shape: 'boolean', meaning: TUNABLE.enabled.meaning },
  severityOfAlerts: TUNABLE.severityOfAlerts,
  action: { shape: TUNABLE.action.shape, meaning: TUNABLE.action.meaning },
  threshold: { shape: TUNABLE.threshold.shape, meaning: TUNABLE.threshold.meaning },
  window: { shape: TUNABLE.window.shape, meaning: TUNABLE.window.meaning },
  addSuppressions: { shape: 'filters', meaning: "added to the rule's own suppressions" },
};

/** Fields of an exception, which lets findings of an image, or alerts of a rule, through until it ends. */
const EXCEPTION = {
  id: { shape: 'text', meaning: 'the finding to accept, by its whole id or an alias: CVE-2026-1234' },
  ids: { shape: 'texts', meaning: 'the same for several findings' },
  rule: { shape: 'text', meaning: 'the rule whose alerts to accept, by its id; `filter` says which of its events' },
  filter: {
    shape: 'filter',
    meaning: 'which findings to accept, in [the filter language](language.md); with `rule`, which events of the rule',
  },
  package: { shape: 'text', meaning: 'only findings of this package; `*` stands for any characters but `/`, `**` for any' },
  version: {
    shape: 'text',
    meaning:
      'only findings of this version of the package, with or without its epoch and release; `*` stands for any characters but `/`, `**` for any',
  },
  path: { shape: 'text', meaning: 'only findings in this file of the image; `*` stands for any characters but `/`, `**` for any' },
  image: {
    shape: 'text',
    meaning:
      'only images of this name: the repository, with or without registry, and tag or digest; `*` stands for any characters but `/`, `**` for any',
  },
  platform: { shape: 'text', meaning: 'only images of this platform, such as linux/arm64' },
  severity: { shape: { choices: read.SEVERITIES }, meaning: 'only findings of this severity' },
  reason: { shape: 'text', meaning: 'why this is accepted', required: 'write reason: not reachable, the listener is not compiled in' },
  owner: { shape: 'text', meaning: 'who answers for it' },
  expires: { shape: 'end', meaning: 'the last day (UTC) on which it is accepted, such as 2027-01-31, or `never`' },
  'until-fixed': { shape: 'boolean', meaning: 'whether to accept only findings that have no fix (fixAvailable: NO)', default: 'false' },
};

/** Fields of a file that holds several rules, as the API exports a ruleset, or overrides, or exceptions. */
const RULESET = {
  id: { shape: 'note', meaning: 'set by the API' },
  name: { shape: 'note', meaning: 'what the ruleset is called' },
  description: { shape: 'note', meaning: 'what it is for' },
  rules: { shape: { list: RULE }, meaning: 'its rules' },
  overrides: { shape: { list: OVERRIDE }, meaning: 'changes to rules that are defined elsewhere' },
  exceptions: { shape: { list: EXCEPTION }, meaning: 'findings and alerts that are accepted' },
  rulesIds: { shape: 'texts', meaning: 'set by the API: what the ruleset contains' },
  createdAt: { shape: 'note', meaning: 'set by the API' },
  updatedAt: { shape: 'note', meaning: 'set by the API' },
};

/** The severities that a limit may name, the highest first. */
const SEVERITY_LIMITS = ['critical', 'high', 'medium', 'low', 'informational'];


/** What a policy asks of exceptions that are not its own. */
const EXCEPTION_LIMITS = {
  'severity-at-most': {
    shape: { choices: SEVERITY_LIMITS },
    meaning: 'the highest severity of a finding that they may accept; below `critical`, they accept no finding without a severity either',
  },
  within: { shape: 'duration', meaning: 'how far from now their last day may be, such as 90d; at most 3650d' },
  'need-owner': { shape: 'boolean', meaning: 'whether each must name its owner', default: 'false' },
  never: { shape: 'boolean', meaning: 'whether they may have no last day (`expires: never`, or `until-fixed` alone)', default: 'false' },
};

/** What a policy asks of rules, overrides and exceptions of rules that are not its own. */
const RULE_LIMITS = {
  'may-not-tune': { shape: 'texts', meaning: 'the ids of rules that nobody else may override, replace, switch off or make exceptions of' },
};

/** The limits of a policy. They bind what the step adds, and not the policy itself. */
const LIMITS = {
  exceptions: { shape: { map: EXCEPTION_LIMITS }, meaning: "of the step's exceptions" },
  rules: { shape: { map: RULE_LIMITS }, meaning: "of the step's rules and overrides" },
};

/** Keys that are planned or belong elsewhere, and need a better message than "unknown key". */
const MISPLACED                              = new Map([
  ['distinct', 'counting distinct values is not built yet; use threshold'],
  ['correlation', 'correlation of rules is not built yet'],
  ['overrides', 'overrides go next to rules, not inside one, as { overrides: [{ rule: ID, enabled: false }] }'],
  ['exceptions', 'exceptions go next to rules, not inside one, as { exceptions: [{ id: CVE-2026-1234, reason: …, expires: 2027-01-31 }] }'],
]);

/** The values read for the fields of a table; undefined where a field is absent or invalid. */

exports.EXCEPTION = EXCEPTION;
exports.EXCEPTION_LIMITS = EXCEPTION_LIMITS;
exports.LIMITS = LIMITS;
exports.MISPLACED = MISPLACED;
exports.OVERRIDE = OVERRIDE;
exports.RULE = RULE;
exports.RULESET = RULESET;
exports.RULE_LIMITS = RULE_LIMITS;
exports.SEVERITY_LIMITS = SEVERITY_LIMITS;
