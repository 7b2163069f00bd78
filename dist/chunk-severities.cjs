'use strict';

const read = require('./chunk-read.cjs');

// The rules that `fail-on` or `max-findings` puts in place of the Severity rules. Only one of the two can be set.


/** What the settings say of severities. */





/** The setting that replaces the Severity rules; undefined if none does. */
function severitySetting({ failOn, maxFindings }                  )                                        {
  if (maxFindings !== undefined) return 'max-findings'
  return failOn === undefined ? undefined : 'fail-on'
}

/** Used as the file names of the rules that these settings create. */
const SETTINGS = ['fail-on', 'max-findings'];

/** Whether a rule was created by one of these settings. */
function isOfSetting({ file, id }      )          {
  return SETTINGS.some(name => name === file) && read.LEVELS.some(level => id === severityRuleId(level))
}

/** The id of the rule for a severity, the same in the shipped pack and here. */
function severityRuleId(level       )         {
  return `ecr-image-scan-findings-${level}`
}

/** The rules that stand in for the Severity rules; empty if no setting replaces them. */
function severityRules(settings                  )                  {
  const setting = severitySetting(settings);
  if (setting === undefined) return []
  const { failOn, maxFindings = {} } = settings;
  const text = failOn ?? read.LEVELS.flatMap(level => (maxFindings[level] === undefined ? [] : [`${level}=${maxFindings[level]}`])).join(', ');
  return read.LEVELS.map(level => severityRule(level, { setting, text }, allowanceOf(level, settings)))
}

/** How many findings of a severity are allowed; undefined where any number is. */
function allowanceOf(level       , { failOn, maxFindings }                  )                     {
  const named                                  = maxFindings === undefined ? [failOn] : Object.keys(maxFindings);
  const lowest = Math.max(-1, ...read.LEVELS.flatMap((each, position) => (named.includes(each) ? [position] : [])));
  return read.LEVELS.indexOf(level) <= lowest ? (maxFindings?.[level] ?? 0) : undefined
}

// More than what is allowed fails. Where any number is allowed, MEDIUM and above warn.
function severityRule(level       , { setting, text }                                              , allowance                    )       {
  const severity = level.toUpperCase();
  const count = `responseElements.imageScanFindings.findingSeverityCounts.${severity}`;
  const title = `${severity} findings in {{requestParameters.repositoryName}}: {{${count}}}`;
  const fails = allowance !== undefined;
  return {
    id: severityRuleId(level),
    name: `CloudTrail: ECR Image Scan Findings – Severity ${severity}`,
    type: 'CloudTrail',
    title: allowance === undefined || allowance === 0 ? title : `${title}, and ${setting} allows ${allowance}`,
    severityOfAlerts: fails ? 1 : 2,
    alertDescription: fails
      ? `${setting} is ${text}: ${allowance === 0 ? '' : `more than ${allowance} `}${severity} findings stop the deployment.`
      : `${setting} is ${text}: ${severity} findings are below it.`,
    aggregateFields: [],
    filter: `event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and ${count} > ${allowance ?? 0}`,
    window: 86_400,
    threshold: 1,
    suppressions: [],
    // Where it is allowed, LOW does nothing, but the rule stays in the list so that it replaces the shipped one.
    enabled: fails || level !== 'low',
    action: fails ? 'fail' : 'warn',
    tags: [],
    references: [],
    tests: [],
    file: setting,
  }
}

exports.isOfSetting = isOfSetting;
exports.severityRuleId = severityRuleId;
exports.severityRules = severityRules;
exports.severitySetting = severitySetting;
