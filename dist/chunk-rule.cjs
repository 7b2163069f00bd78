'use strict';

const read = require('./chunk-read.cjs');

// The rule object of Threat Stack's REST API (v2), with additional fields, as a plain value.
// https://apidocs.threatstack.com/tag/Rules-and-Rulesets-(v2)/




/** The type decides for which events a rule is evaluated. */
const RULE_TYPES = ['CloudTrail', 'Finding', 'Session', 'Command', 'Automation'];


/** The types of rules over what is going on now, by what a run has to read for them. */
const LIVE_TYPES = { sessions: 'Session', commands: 'Command', automations: 'Automation' };



/** What has to be read for the rules of a type; undefined where it is not read live. */
function liveKindOf(type          )                       {
  return read.LIVE_KINDS.find(kind => LIVE_TYPES[kind] === type)
}

/** Types of the API whose events ECR Gate never has; such rules load with a warning and are skipped. */
const FOREIGN_TYPES                    = ['Host', 'File', 'Audit', 'ThreatIntel', 'Winsec', 'KubernetesAudit', 'KubernetesConfig'];

const ACTIONS = ['fail', 'warn', 'notice'];



































/** Changes to a rule that is defined elsewhere. An undefined field leaves the rule's value as it is. */

















/** A place in a rule or an override: a character in one of its fields. */








const DEFAULT_AGGREGATE_FIELDS                    = ['user', 'eventName', 'eventSource', 'ip', 'accountId'];
const DEFAULT_WINDOW_SECONDS = 86_400;
const DEFAULT_THRESHOLD = 1;

/**
 * A finding has none of the default fields, so a rule over findings alerts by vulnerability and package. Of what is going on now, each
 * session, command or automation is one alert.
 */
const FINDING_AGGREGATE_FIELDS                    = ['id', 'package.name'];
const LIVE_AGGREGATE_FIELDS                    = ['id'];

/** The fields by which a rule aggregates. A threshold over findings counts those of an image, and one over sessions all of them. */
function aggregateFieldsOf({
  type,
  aggregateFields,
  threshold,
}                                                      )                    {
  return aggregateFields ?? (threshold > 1 ? [] : type === 'Finding' ? FINDING_AGGREGATE_FIELDS : LIVE_AGGREGATE_FIELDS)
}

/** The action of a rule's alerts: severity 1 fails, 2 warns, 3 is a notice, unless the rule sets an action. */
function actionOf(rule      )         {
  return rule.action ?? (['fail', 'warn', 'notice']         )[rule.severityOfAlerts - 1] ?? 'fail'
}

/** Whether the rule's alerts fail the deployment. */
function canFail(rule      )          {
  return rule.enabled && actionOf(rule) === 'fail'
}

exports.ACTIONS = ACTIONS;
exports.DEFAULT_AGGREGATE_FIELDS = DEFAULT_AGGREGATE_FIELDS;
exports.DEFAULT_THRESHOLD = DEFAULT_THRESHOLD;
exports.DEFAULT_WINDOW_SECONDS = DEFAULT_WINDOW_SECONDS;
exports.FOREIGN_TYPES = FOREIGN_TYPES;
exports.RULE_TYPES = RULE_TYPES;
exports.actionOf = actionOf;
exports.aggregateFieldsOf = aggregateFieldsOf;
exports.canFail = canFail;
exports.liveKindOf = liveKindOf;
