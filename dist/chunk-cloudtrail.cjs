'use strict';

const policy = require('./chunk-policy.cjs');
const json = require('./chunk-json.cjs');
const keys = require('./chunk-keys.cjs');

// Hides what gives access to whoever reads it, in JSON that is otherwise printed unchanged.


/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

// Fields that give access to whoever reads them, such as those of a session. CloudTrail masks the token of a session but not the
// URL that contains it. Athena's columns are in lower case, so letter case does not matter.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey';
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i');
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi');

// Every JSON text that names a secret field matches this, even if the name is written with JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i');

/** Hides the values of secret fields in text that contains JSON, whether complete or truncated. */
function hideSecrets(json        )         {
  const parts           = [];
  let from = 0;
  SECRET.lastIndex = 0;
  for (let match = SECRET.exec(json); match !== null; match = SECRET.exec(json)) {
    const start = match.index + match[0].length;
    parts.push(json.slice(from, start), HIDDEN);
    from = keys.endOfText(json, start);
    SECRET.lastIndex = from;
  }
  return parts.length === 0 ? json : parts.join('') + json.slice(from)
}

/** Whether any segment of a path names a secret, which must never be shown. */
function isSecret(segments                              )          {
  return segments.some(segment => SECRET_FIELD.test(String(segment)))
}

/** The JSON text of a value without its secrets, including those in strings that contain JSON themselves. */
function stringifyWithoutSecrets(value         )         {
  return JSON.stringify(value, (key, inner         ) => {
    if (SECRET_FIELD.test(key) && inner !== null) return HIDDEN
    return typeof inner === 'string' ? (rewriteWithoutSecrets(inner) ?? hideSecrets(inner)) : inner
  })
}

/** Rewrites JSON text without its secrets; undefined when it has none, or is not a JSON object or list. */
function rewriteWithoutSecrets(json        )                     {
  if (!SECRET_WORD.test(json) || !/^\s*[{[]/.test(json) || keys.isTooDeep(json)) return undefined
  try {
    const value          = JSON.parse(json);
    const hidden = stringifyWithoutSecrets(value);
    return hidden === JSON.stringify(value) ? undefined : hidden
  } catch {
    // Text that only looks like JSON is left to the caller.
    return undefined
  }
}

// Who made a call. A role is what many people and machines share, so for the sessions of a role `user` is the session, as in Threat
// Stack's own events; the role stays in `arnRole`. docs/language.md has a table of every kind of identity.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html


/** The kinds of identity that are sessions: their principal id ends in the session's name, behind a colon. */
const SESSIONS = ['AssumedRole', 'FederatedUser'];

/** Threat Stack's `user`; undefined where the record names nobody. */
function userOf(event        )                     {
  return (
    sessionOf(event) ??
    json.ownText(event, 'userIdentity', 'userName') ??
    json.ownText(event, 'userIdentity', 'onBehalfOf', 'userId') ??
    lastPart(json.ownText(event, 'userIdentity', 'arn'), /[/:]/) ??
    lastPart(json.ownText(event, 'userIdentity', 'principalId'), ':') ??
    json.ownText(event, 'userIdentity', 'invokedBy')
  )
}

function sessionOf(event        )                     {
  if (!SESSIONS.includes(json.ownText(event, 'userIdentity', 'type') ?? '')) return undefined
  const principal = json.ownText(event, 'userIdentity', 'principalId');
  return (
    (principal?.includes(':') === true ? lastPart(principal, ':') : undefined) ?? lastPart(json.ownText(event, 'userIdentity', 'arn'), /[/:]/)
  )
}

/** Threat Stack's `arnRole`: arn:aws:sts::111122223333:assumed-role/Deploy/session → assumed-role/Deploy/session */
function roleOf(event        )                     {
  const resource = json.ownText(event, 'userIdentity', 'arn')?.split(':').slice(5).join(':');
  return resource?.startsWith('assumed-role/') ? resource : undefined
}

// A service-linked role can only be assumed by its service, and nobody else can make a role whose path begins like this one's. The
// path has to begin there: further on it is whatever the role's maker likes.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
const LINKED_ROLE = /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/([^/:]+\/[^/:]+)$/;

/** For a session of a service-linked role its `<service>/<role>`: ssm.amazonaws.com/AWSServiceRoleForAmazonSSM */
function linkedRoleOf(event        )                     {
  if (json.ownText(event, 'userIdentity', 'type') !== 'AssumedRole') return undefined
  return LINKED_ROLE.exec(json.ownText(event, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn') ?? '')?.[1]
}

function lastPart(text                    , separator                 )                     {
  const part = text?.split(separator).at(-1);
  return part === '' ? undefined : part
}

// Decimal numbers as strings, compared digit by digit: a double treats long numbers as equal although their last digits differ.

/** An optional minus, digits and an optional fraction. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** All spellings of one number have the same canonical digits. */
function canonicalDecimal(text        )         {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${withoutZeros(fraction)}`;
  return negative && digits !== '0.' ? `-${digits}` : digits
}

// An expression for zeros at the end would begin again at each zero of a long number.
function withoutZeros(fraction        )         {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end--;
  return fraction.slice(0, end)
}

/** Whether a double holds a decimal, so that no digit is lost when it is read as a number. */
function isDouble(text        )          {
  return canonicalDecimal(toDecimal(Number(text))) === canonicalDecimal(text)
}

/** The digits of a number, without an exponent. */
function toDecimal(number        )         {
  const text = String(number);
  const [, sign = '', whole = '', fraction = '', power = ''] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (power === '') return text
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, '0')}`
}

/** Compares two decimals: negative, zero or positive, like their difference. */
function compareDecimals(a        , b        )         {
  const difference = Number(a) - Number(b);
  // Rounding keeps the order, so only equal doubles need their digits.
  return difference !== 0 && !Number.isNaN(difference) ? difference : compareDigits(canonicalDecimal(a), canonicalDecimal(b))
}

function compareDigits(a        , b        )         {
  if (a === b) return 0
  const [isNegative, isOther] = [a.startsWith('-'), b.startsWith('-')];
  if (isNegative !== isOther) return isNegative ? -1 : 1
  const [whole = '', fraction = ''] = a.split('.');
  const [otherWhole = '', otherFraction = ''] = b.split('.');
  const isGreater =
    whole.length !== otherWhole.length ? whole.length > otherWhole.length : `${whole}.${fraction}` > `${otherWhole}.${otherFraction}`;
  return isGreater !== isNegative ? 1 : -1
}

// Reads JSON without losing digits. JSON.parse makes doubles of numbers, and a double holds about 17 digits: 9007199254740993 becomes
// 9007199254740992. Such a number is read as the text of its digits instead, which the filter language compares with numbers digit by
// digit, and which every output prints whole.


// Nothing shorter can lose a digit. The test looks only behind what a number can follow, so it is quick; few records pass it.
const LONG = /(?:^|[:[,])\s*-?\d[\d.]{15}/;
const NUMBER = /-?\d+(?:\.\d+)?(?![\d.eE+-])/g;

/** Parses JSON like JSON.parse, and throws like it, but keeps every digit of its numbers. */
function parseExactly(json        )          {
  const value          = JSON.parse(json);
  return LONG.test(json) ? JSON.parse(quoteLongNumbers(json)) : value
}

// Strings are skipped by searching for their end, because a regular expression would overflow the stack on long ones.
function quoteLongNumbers(json        )         {
  const parts           = [];
  let from = 0;
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = keys.endOfText(json, quote + 1);
    parts.push(quoteLong(json.slice(from, quote)), json.slice(quote, end + 1));
    from = end + 1;
  }
  return parts.join('') + quoteLong(json.slice(from))
}

function quoteLong(between        )         {
  return between.replace(NUMBER, (text, at        ) => (/[\d.eE+-]/.test(between[at - 1] ?? '') || isDouble(text) ? text : `"${text}"`))
}

// Decides whether a resource policy allows everybody. A policy that cannot be read counts as public. A Condition counts only if it
// restricts who the caller is: aws:SecureTransport, for example, keeps nobody out.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html


/** Whether a policy allows everybody. It is a string or, in records that tools have rewritten, an object. */
function isPublic(policy         )          {
  const document = typeof policy === 'string' ? parse(policy) : policy;
  if (!json.isObject(document)) return true
  const statements = [json.own(document, 'Statement')].flat();
  return statements.some(statement => !json.isObject(statement) || allowsEverybody(statement))
}

function parse(text        )          {
  const parsed = keys.parseStrictly(text);
  return parsed.kind === 'value' ? parsed.value : undefined
}

// An `Allow` with `NotPrincipal` allows everybody except those it names.
function allowsEverybody(statement        )          {
  if (json.own(statement, 'Effect') !== 'Allow' || bindsCaller(json.own(statement, 'Condition'))) return false
  if (json.own(statement, 'NotPrincipal') !== undefined) return true
  const principal = json.own(statement, 'Principal');
  return principal === '*' || [json.isObject(principal) ? json.own(principal, 'AWS') : undefined].flat().includes('*')
}

/** Operators that hold only if the key is present and has one of the values. */
const BINDING_OPERATORS = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

/** For each condition key, the form of values that restrict the caller. Tags and user names do not: callers choose their own. */
const BINDING_VALUES                              = new Map([
  ...['principalorgid', 'sourceorgid', 'vpceorgid'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}$/]         ),
  ...['principalorgpaths', 'sourceorgpaths', 'vpceorgpaths'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}\//]         ),
  ...['principalaccount', 'sourceaccount', 'vpceaccount'].map(key => [`aws:${key}`, /^\d{12}$/]         ),
  ...['principalarn', 'sourcearn'].map(key => [`aws:${key}`, /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/]         ),
  ['aws:userid', /^A[A-Z0-9]{15,}(?::|$)/],
  ['aws:sourcevpc', /^vpc-[0-9a-f]+$/],
  ['aws:sourcevpce', /^vpce-[0-9a-f]+$/],
  ['aws:sourceip', /^(?!0\.|::)[0-9a-f.:]+(?:\/(?!0+$)\d+)?$/i],
]);

// All parts of a Condition must hold, so one part that restricts the caller is enough. Any of its values may match, so all of them
// must restrict the caller.
function bindsCaller(condition         )          {
  if (!json.isObject(condition)) return false
  return Object.entries(condition).some(
    ([operator, keys]) =>
      BINDING_OPERATORS.test(operator) &&
      json.isObject(keys) &&
      Object.entries(keys).some(([key, given]) => {
        const shape = BINDING_VALUES.get(key.toLowerCase());
        const values = [given].flat();
        return shape !== undefined && values.length > 0 && values.every(value => shape.test(String(value)))
      }),
  )
}

// CloudTrail records: which fields are parsed before matching, and the names that Threat Stack gives to fields.


/** Fields that may arrive as JSON text, in CloudTrail's spelling and in that of the Athena table. */
const JSON_IN_TEXT = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestparameters',
  'responseelements',
  'additionaleventdata',
];

const SERVICE = new RegExp(`^[a-z0-9][a-z0-9.-]*\\.(?:${[...policy.HOST_SUFFIXES].join('|').replaceAll('.', '\\.')})$`, 'i');

/**
 * Whether an object is judged as an event of type cloudtrail: it has an `eventSource`, and is neither a message of another service,
 * such as a notification of S3 (`aws:s3`), nor one of CloudTrail's own that records no call.
 */
function isCloudTrail(event        )          {
  if (!Object.hasOwn(event, 'eventSource')) return false
  const { eventSource, eventType } = event;
  return !(typeof eventSource === 'string' && eventSource.startsWith('aws:')) && eventType !== AGGREGATED && eventType !== INSIGHT
}

/**
 * Whether an object is the record of a call as CloudTrail writes it: it has an `eventName`, and its `eventSource` is the host name of
 * a service. An eventVersion proves nothing, for copies may lack it. Anything else is judged as far as it can be, and is a gap.
 */
function isRecord(event        )          {
  const source = json.own(event, 'eventSource');
  return isCloudTrail(event) && typeof source === 'string' && SERVICE.test(source) && json.ownText(event, 'eventName') !== undefined
}

const AGGREGATED = 'AwsAggregatedEvent';
const INSIGHT = 'AwsCloudTrailInsight';

/** What CloudTrail writes beside the records of calls; rules do not judge it. */


/** Which of them an object is; undefined for a record of a call and for anything that CloudTrail did not write. */
function asideOf(value        )                    {
  if (value['eventType'] === AGGREGATED) return 'aggregated event'
  if (value['eventType'] === INSIGHT) return 'insight'
  return typeof value['digestStartTime'] === 'string' && Array.isArray(value['logFiles']) ? 'digest' : undefined
}

/** The fields of which CloudTrail leaves out a content that is too large, or hides it as a whole. */
const MAY_BE_LEFT_OUT = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails'];
const NOTHING                    = [];

/**
 * The fields of an event whose content CloudTrail left out: `{"omitted": true, …}`, or the text for hidden values in place of all of
 * it. A single hidden value inside a field is not meant, because CloudTrail hides some of them always.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function fieldsLeftOut(event        )                    {
  const left = MAY_BE_LEFT_OUT.some(name => isLeftOut(event[name]));
  return left ? MAY_BE_LEFT_OUT.filter(name => isLeftOut(json.own(event, name))) : NOTHING
}

function isLeftOut(value         )          {
  return value === HIDDEN || (json.isObject(value) && value['omitted'] === true)
}

/** Whether an event has all that a path can find in it, when the content of some of its fields is left out. */
function hasPath(event        , left                   , [field, inner]                  )          {
  if (inner === undefined || typeof field !== 'string' || !left.includes(field)) return true
  const rest = event[field];
  return json.isObject(rest) && Object.hasOwn(rest, inner)
}

/**
 * The text of the record inside a LookupEvents result; undefined for any other object. The result's own EventName, Username and
 * ReadOnly only repeat the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
function lookupRecord(value        )                     {
  return json.ownText(value, 'CloudTrailEvent')
}

/** Prepares a record for matching: parameters that arrived as JSON text become objects, everything else is unchanged. */
function toEvent(record        )         {
  const parsed = JSON_IN_TEXT.flatMap(name => {
    const value = parseObject(json.own(record, name));
    return value === undefined ? [] : [[name, value]         ]
  });
  return parsed.length === 0 ? record : { ...record, ...Object.fromEntries(parsed) }
}

/** Whether an event still has parameters as JSON text that could not be read, so that no filter saw their content. */
function hasUnreadText(event        )          {
  return JSON_IN_TEXT.some(name => {
    const value = json.own(event, name);
    return typeof value === 'string' && looksLikeObject(value)
  })
}

function looksLikeObject(text        )          {
  return text.trimStart().startsWith('{')
}

// Text that only looks like JSON, or that says two things, stays text.
function parseObject(text         )                     {
  if (typeof text !== 'string' || !looksLikeObject(text)) return undefined
  const parsed = keys.parseStrictly(text, parseExactly);
  return parsed.kind === 'value' ? (parsed.value          ) : undefined
}

/** The event's time in milliseconds since 1970; undefined when it has no readable eventTime. */
function timeOf(event        )                     {
  return policy.toInstant(json.own(event, 'eventTime'))
}

/** The value of one of Threat Stack's names for an event; null where it is absent or not a string. */
function textOfAlias(event        , name        )                {
  const value = CLOUDTRAIL_ALIASES.get(name)?.(event);
  return typeof value === 'string' ? value : null
}

/** Threat Stack's names for fields, in addition to CloudTrail's own. They exist on CloudTrail events only. */
const CLOUDTRAIL_ALIASES                                                  = new Map(
  Object.entries({
    event_type: () => 'cloudtrail',
    user: userOf,
    ip: (event        ) => json.own(event, 'sourceIPAddress'),
    region: (event        ) => json.own(event, 'awsRegion'),
    error: (event        ) => json.own(event, 'errorCode'),
    userType: (event        ) => json.own(event, 'userIdentity', 'type'),
    accountId: (event        ) => json.own(event, 'userIdentity', 'accountId') ?? json.own(event, 'recipientAccountId'),
    recipientAccountID: (event        ) => json.own(event, 'recipientAccountId'),
    accessKey: (event        ) => json.own(event, 'userIdentity', 'accessKeyId'),
    arnRole: roleOf,
    serviceLinkedRole: linkedRoleOf,
    mfaUsed: usedMfa,
    MFAUsed: usedMfa,
    eventSourceType: (event        ) => json.own(event, 'eventType'),
    eventId: (event        ) => json.own(event, 'eventID'),
    requestId: (event        ) => json.own(event, 'requestID'),
    policyPublic: isPolicyPublic,
  }).map(([name, read]) => [name, (event        ) => (isCloudTrail(event) ? read(event) : undefined)]),
);

function usedMfa(event        )          {
  return json.own(event, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated')
}

// Whether the policy that a call sets allows everybody. A policy that CloudTrail left out counts as public.
function isPolicyPublic(event        )                      {
  const policy = json.own(event, 'requestParameters', 'policyText') ?? json.own(event, 'requestParameters', 'repositoryPolicy') ?? undefined;
  if (policy !== undefined) return isPublic(policy)
  return isLeftOut(json.own(event, 'requestParameters')) ? true : undefined
}

exports.CLOUDTRAIL_ALIASES = CLOUDTRAIL_ALIASES;
exports.DECIMAL = DECIMAL;
exports.HIDDEN = HIDDEN;
exports.asideOf = asideOf;
exports.canonicalDecimal = canonicalDecimal;
exports.compareDecimals = compareDecimals;
exports.fieldsLeftOut = fieldsLeftOut;
exports.hasPath = hasPath;
exports.hasUnreadText = hasUnreadText;
exports.hideSecrets = hideSecrets;
exports.isCloudTrail = isCloudTrail;
exports.isDouble = isDouble;
exports.isRecord = isRecord;
exports.isSecret = isSecret;
exports.lookupRecord = lookupRecord;
exports.parseExactly = parseExactly;
exports.rewriteWithoutSecrets = rewriteWithoutSecrets;
exports.stringifyWithoutSecrets = stringifyWithoutSecrets;
exports.textOfAlias = textOfAlias;
exports.timeOf = timeOf;
exports.toDecimal = toDecimal;
exports.toEvent = toEvent;
