// Values that a field cannot have: told with the value that was meant. What differs only in letter case or kind is an error, and so is
// any other value of a field that has no others.

import { describe, expect, test } from 'vitest'
import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY, VOCABULARY } from '../../src/events/vocabulary.ts'
import { check } from '../../src/language/check.ts'
import { parse } from '../../src/language/parse.ts'
import type { Vocabulary } from '../../src/language/vocabulary.ts'

// `level at word: message; help [kind]`, where the word is the text at the offset.
function problems(filter: string, vocabulary: Vocabulary): readonly string[] {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return check(parsing.expression, vocabulary).map(({ level, kind, offset, message, help }) => {
    const word = /^(?:"[^"]*"|[\w.-]+)/.exec(filter.slice(offset))?.[0]
    return `${level} at ${word}: ${message}; ${help} [${kind}]`
  })
}

const SEVERITIES = 'CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNDEFINED, UNTRIAGED'

describe('in a rule over findings', () => {
  test.each([
    [
      'severity in ("critical", "high")',
      'error at "critical": no severity is "critical": letter case matters; did you mean "CRITICAL"? [unknown-value]',
      'error at "high": no severity is "high": letter case matters; did you mean "HIGH"? [unknown-value]',
    ],
    ['severity = "High"', 'error at "High": no severity is "High": letter case matters; did you mean "HIGH"? [unknown-value]'],
    ['severity != "low"', 'error at "low": no severity is "low": letter case matters; did you mean "LOW"? [unknown-value]'],
    [
      'not severity not in ("CRITICAL", "medium")',
      'error at "medium": no severity is "medium": letter case matters; did you mean "MEDIUM"? [unknown-value]',
    ],
    ['severity like "crit"', 'error at "crit": no severity is "crit": letter case matters; did you mean "CRITICAL"? [unknown-value]'],
    [
      'severity starts_with "un"',
      'error at "un": no severity is "un": letter case matters; did you mean "UNDEFINED" or "UNTRIAGED"? [unknown-value]',
    ],
    ['severity = "HIHG"', 'error at "HIHG": "HIHG" is not a known value of severity; did you mean "HIGH"? [unknown-value]'],
    [
      'severity = "IMPORTANT"',
      `error at "IMPORTANT": "IMPORTANT" is not a known value of severity; expected one of ${SEVERITIES} [unknown-value]`,
    ],
    ['severity = 1', `error at 1: no severity is 1: it is one of ${SEVERITIES}; write severity = "CRITICAL" [unknown-value]`],
    ['severity > 7', 'error at 7: the values of severity are words, so > 7 never holds; write severity = "CRITICAL" [unknown-value]'],
    [
      'severity >= "HIGH"',
      'error at "HIGH": the values of severity are words, so >= "HIGH" never holds; write severity = "CRITICAL" [unknown-value]',
    ],
    ['fixAvailable = true', 'error at true: no fixAvailable is true: it is one of YES, NO, PARTIAL; did you mean "YES"? [unknown-value]'],
    [
      'fixAvailable != false',
      'error at false: no fixAvailable is false: it is one of YES, NO, PARTIAL; did you mean "NO"? [unknown-value]',
    ],
    ['fixAvailable = "yes"', 'error at "yes": no fixAvailable is "yes": letter case matters; did you mean "YES"? [unknown-value]'],
    [
      'exploitAvailable = "True"',
      'error at "True": no exploitAvailable is "True": it is one of YES, NO; did you mean "YES"? [unknown-value]',
    ],
    ['state = "OPEN"', 'error at "OPEN": no state is "OPEN": letter case matters; did you mean "open"? [unknown-value]'],
    [
      'state = "ACTIVE"',
      'error at "ACTIVE": "ACTIVE" is not a known value of state; expected one of open, closed, suppressed [unknown-value]',
    ],
    [
      'type = "package_vulnerability"',
      'error at "package_vulnerability": no type is "package_vulnerability": letter case matters; did you mean "PACKAGE_VULNERABILITY"? [unknown-value]',
    ],
    [
      'event_type = "Finding"',
      'error at "Finding": no event_type is "Finding": letter case matters; did you mean "finding"? [unknown-value]',
    ],
    // The service may add a word to these.
    [
      'fixAvailable = "MAYBE"',
      'warning at "MAYBE": "MAYBE" is not a known value of fixAvailable; expected one of YES, NO, PARTIAL [unknown-value]',
    ],
    ['epssScore > 0.1', 'error at epssScore: no finding has a field "epssScore"; write epss [unknown-field]'],
    ['epss >= 10', 'error at 10: >= 10 is beyond what epss can be; it is from 0 to 1; write 0.1 for 10 percent [out-of-range]'],
    ['epss > 1', 'error at 1: > 1 is beyond what epss can be; it is from 0 to 1; write 0.01 for 1 percent [out-of-range]'],
    ['epss < 0', 'error at 0: < 0 is beyond what epss can be; it is from 0 to 1 [out-of-range]'],
    ['score in (9.8, 98)', 'error at 98: 98 is beyond what score can be; it is from 0 to 10 [out-of-range]'],
    ['Severity = "HIGH"', 'error at Severity: no finding has a field "Severity"; did you mean "severity"? [unknown-field]'],
    [
      'package.fixedVersion = null',
      'error at package.fixedVersion: no finding has a field "fixedVersion" in "package"; expected one of name, epoch, version, release, fixedIn, manager, path, layer [unknown-field]',
    ],
  ])('%s', (filter, ...expected) => {
    expect(problems(filter, FINDING_VOCABULARY)).toEqual(expected)
  })

  test.each([
    'severity in ("CRITICAL", "HIGH", null) and fixAvailable = "YES"',
    'epss >= 1 or epss <= 0 or epss > 0.1 or epss = null or score >= 10 or knownExploited = "YES"',
    'severity not in ("LOW", "INFORMATIONAL", "UNDEFINED", "UNTRIAGED") and severity != null',
    'severity like "I" and severity starts_with "CRIT" and severity ends_with "" and exploitAvailable != "NO"',
    'state = "open" and type = "CODE_VULNERABILITY" and event_type = "finding" and arn starts_with "arn:aws:inspector2:"',
    'score > 7 and vendor = "nvd" and id = "critical"',
  ])('%s has no problem', filter => {
    expect(problems(filter, FINDING_VOCABULARY)).toEqual([])
  })
})

const COUNTS = 'responseElements.imageScanFindings.findingSeverityCounts'

describe('in a rule over CloudTrail events', () => {
  test.each([
    [
      `${COUNTS}.high > 0`,
      `error at ${COUNTS}.high: no known event has a field "high" in "${COUNTS}"; did you mean "HIGH"? [unknown-field]`,
    ],
    [
      `${COUNTS}.Critical != null or ${COUNTS}.HIGH > 0`,
      `error at ${COUNTS}.Critical: no known event has a field "Critical" in "${COUNTS}"; did you mean "CRITICAL"? [unknown-field]`,
    ],
    [
      `${COUNTS}.HIHG > 0`,
      `warning at ${COUNTS}.HIHG: no known event has a field "HIHG" in "${COUNTS}"; did you mean "HIGH"? [unknown-field]`,
    ],
    [
      'responseElements.imageScanFindings.findings.[0].severity = "High"',
      'error at "High": no responseElements.imageScanFindings.findings.[0].severity is "High": letter case matters; did you mean "HIGH"? [unknown-value]',
    ],
    [
      'responseElements.imageScanFindings.enhancedFindings.status = "active"',
      'error at "active": no responseElements.imageScanFindings.enhancedFindings.status is "active": letter case matters; did you mean "ACTIVE"? [unknown-value]',
    ],
    [
      'responseElements.imageScanStatus.status = "Complete"',
      'error at "Complete": no responseElements.imageScanStatus.status is "Complete": letter case matters; did you mean "COMPLETE"? [unknown-value]',
    ],
    [
      'userIdentity.type = "root"',
      'error at "root": no userIdentity.type is "root": letter case matters; did you mean "Root"? [unknown-value]',
    ],
    ['userType = "IamUser"', 'error at "IamUser": no userType is "IamUser": letter case matters; did you mean "IAMUser"? [unknown-value]'],
    [
      'eventType = "AWSAPICall"',
      'error at "AWSAPICall": no eventType is "AWSAPICall": letter case matters; did you mean "AwsApiCall"? [unknown-value]',
    ],
    [
      'eventCategory = "management"',
      'error at "management": no eventCategory is "management": letter case matters; did you mean "Management"? [unknown-value]',
    ],
    ['readOnly = "True"', 'error at "True": no readOnly is "True": letter case matters; did you mean true? [unknown-value]'],
    ['readOnly = 0', 'error at 0: no readOnly is 0: it is one of true, false; write readOnly = true [unknown-value]'],
    [
      'userIdentity.type = "Robot"',
      'warning at "Robot": "Robot" is not a known value of userIdentity.type; did you mean "Root"? [unknown-value]',
    ],
  ])('%s', (filter, ...expected) => {
    expect(problems(filter, CLOUDTRAIL_VOCABULARY)).toEqual(expected)
  })

  test.each([
    `${COUNTS}.HIGH > 0 and ${COUNTS}.UNTRIAGED = null`,
    'userIdentity.type in ("Root", "IAMUser") and readOnly = false and mfaUsed = "true" and managementEvent != "false"',
    'policyPublic = true and eventCategory = "Management" and eventType starts_with "Aws"',
    'requestParameters.severity = "high" and requestParameters.type = true and userIdentity.userName = "ROOT"',
  ])('%s has no problem', filter => {
    expect(problems(filter, CLOUDTRAIL_VOCABULARY)).toEqual([])
  })
})

// A filter that may be about any event: other systems have other words, so only what differs in letter case or kind is certain.
test.each([
  ['severity = "high"', 'error at "high": no severity is "high": letter case matters; did you mean "HIGH"? [unknown-value]'],
  [
    'event_type = "CloudTrail"',
    'error at "CloudTrail": no event_type is "CloudTrail": letter case matters; did you mean "cloudtrail"? [unknown-value]',
  ],
  [
    'event_type = "audit"',
    'warning at "audit": "audit" is not a known value of event_type; expected one of finding, cloudtrail [unknown-value]',
  ],
  [
    'state = "running"',
    'warning at "running": "running" is not a known value of state; expected one of open, closed, suppressed [unknown-value]',
  ],
])('in a filter of no type, %s', (filter, expected) => {
  expect(problems(filter, VOCABULARY)).toEqual([expected])
})
