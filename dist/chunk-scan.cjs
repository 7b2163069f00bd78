'use strict';

const uri = require('./chunk-uri.cjs');
const address = require('./chunk-address.cjs');
const keys = require('./chunk-keys.cjs');

// Decimal numbers as texts, compared digit by digit: a double treats long numbers as equal although their last digits differ.

/** An optional minus, digits and an optional fraction. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** All texts of one number have the same canonical digits. */
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

// Compares one value of an event with one literal of a filter. Everything that depends only on the literal is computed once;
// the work per value allocates nothing in the common cases.


/** A test of one value, which is never undefined, null or an array: those yield no value or several. */
                                              

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

const never       = () => false;

/** Returns the positive test of an operator. `!=` negates `=` over all values of a field, so its test is that of `=`. */
function compileTest(operator          , literal              )       {
  switch (operator) {
    case '=':
    case '!=':
      return compileEquality(literal)
    case 'like':
      return compileText(literal, (value, part) => value.includes(part))
    case 'starts_with':
      return compileText(literal, (value, part) => value.startsWith(part))
    case 'ends_with':
      return compileText(literal, (value, part) => value.endsWith(part))
    case '>':
      return compileOrder(literal, (value, bound) => value > bound)
    case '>=':
      return compileOrder(literal, (value, bound) => value >= bound)
    case '<':
      return compileOrder(literal, (value, bound) => value < bound)
    case '<=':
      return compileOrder(literal, (value, bound) => value <= bound)
  }
}

function compileEquality(literal              )       {
  switch (literal.kind) {
    case 'null':
      return never
    case 'boolean': {
      const text = String(literal.value);
      return value => value === literal.value || value === text
    }
    case 'number': {
      const digits = canonicalDecimal(literal.text);
      // A number that no double holds arrives as a text (events/exact.ts).
      const number = isDouble(literal.text) ? literal.value : undefined;
      return value =>
        typeof value === 'number'
          ? value === number
          : typeof value === 'string' && DECIMAL.test(value) && canonicalDecimal(value) === digits
    }
    case 'text':
      return compileTextEquality(literal.value)
  }
}

function compileTextEquality(text        )       {
  const block = address.parseBlock(text);
  if (block !== undefined) return value => typeof value === 'string' && (block(value) ?? value === text)
  if (text === 'true' || text === 'false') return value => value === text || value === (text === 'true')
  if (!DECIMAL.test(text) || !isDouble(text)) return value => value === text
  const number = Number(text);
  return value => value === text || (typeof value === 'number' && value === number)
}

function compileText(literal              , holds                                          )       {
  if (literal.kind !== 'text') return never
  const part = literal.value;
  return value => typeof value === 'string' && holds(value, part)
}

function compileOrder(literal              , holds                                           )       {
  const text = literal.kind === 'number' || literal.kind === 'text' ? literal : undefined;
  if (text === undefined) return never
  const digits = text.kind === 'number' ? text.text : text.value;
  if (DECIMAL.test(digits)) {
    const number = isDouble(digits) ? Number(digits) : undefined;
    return value => {
      if (typeof value === 'number' && number !== undefined) return holds(value, number)
      const candidate = typeof value === 'number' ? toDecimal(value) : value;
      return typeof candidate === 'string' && DECIMAL.test(candidate) && holds(compareDecimals(candidate, digits), 0)
    }
  }
  const instant = toInstant(digits);
  if (instant === undefined) return never
  return value => {
    const candidate = toInstant(value);
    return candidate !== undefined && holds(candidate, instant)
  }
}

/** Converts an ISO 8601 timestamp with a zone to milliseconds since 1970; undefined for anything else, such as 30 February. */
function toInstant(value         )                     {
  if (typeof value !== 'string') return undefined
  const [matched, year, month, day] = INSTANT.exec(value) ?? [];
  // Date.parse counts days beyond the end of a month on into the next.
  if (matched === undefined || Number(day) > daysIn(Number(year), Number(month))) return undefined
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant
}

function daysIn(year        , month        )         {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Whether an ordering operator can hold at all with this literal. */
function isOrderable(literal              )          {
  return literal.kind === 'number' || (literal.kind === 'text' && (DECIMAL.test(literal.value) || toInstant(literal.value) !== undefined))
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
    keys.ownText(event, 'userIdentity', 'userName') ??
    keys.ownText(event, 'userIdentity', 'onBehalfOf', 'userId') ??
    lastPart(keys.ownText(event, 'userIdentity', 'arn'), /[/:]/) ??
    lastPart(keys.ownText(event, 'userIdentity', 'principalId'), ':') ??
    keys.ownText(event, 'userIdentity', 'invokedBy')
  )
}

function sessionOf(event        )                     {
  if (!SESSIONS.includes(keys.ownText(event, 'userIdentity', 'type') ?? '')) return undefined
  const principal = keys.ownText(event, 'userIdentity', 'principalId');
  return (
    (principal?.includes(':') === true ? lastPart(principal, ':') : undefined) ?? lastPart(keys.ownText(event, 'userIdentity', 'arn'), /[/:]/)
  )
}

/** Threat Stack's `arnRole`: arn:aws:sts::111122223333:assumed-role/Deploy/session → assumed-role/Deploy/session */
function roleOf(event        )                     {
  const resource = keys.ownText(event, 'userIdentity', 'arn')?.split(':').slice(5).join(':');
  return resource?.startsWith('assumed-role/') ? resource : undefined
}

// A service-linked role can only be assumed by its service, and nobody else can make a role whose path begins like this one's. The
// path has to begin there: further on it is whatever the role's maker likes.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
const LINKED_ROLE = /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/([^/:]+\/[^/:]+)$/;

/** For a session of a service-linked role its `<service>/<role>`: ssm.amazonaws.com/AWSServiceRoleForAmazonSSM */
function linkedRoleOf(event        )                     {
  if (keys.ownText(event, 'userIdentity', 'type') !== 'AssumedRole') return undefined
  return LINKED_ROLE.exec(keys.ownText(event, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn') ?? '')?.[1]
}

function lastPart(text                    , separator                 )                     {
  const part = text?.split(separator).at(-1);
  return part === '' ? undefined : part
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


/** Whether a policy allows everybody. It is a text or, in records that tools have rewritten, an object. */
function isPublic(policy         )          {
  const document = typeof policy === 'string' ? parse(policy) : policy;
  if (!keys.isObject(document)) return true
  const statements = [keys.own(document, 'Statement')].flat();
  return statements.some(statement => !keys.isObject(statement) || allowsEverybody(statement))
}

function parse(text        )          {
  const parsed = keys.parseStrictly(text);
  return parsed.kind === 'value' ? parsed.value : undefined
}

// An `Allow` with `NotPrincipal` allows everybody except those it names.
function allowsEverybody(statement        )          {
  if (keys.own(statement, 'Effect') !== 'Allow' || bindsCaller(keys.own(statement, 'Condition'))) return false
  if (keys.own(statement, 'NotPrincipal') !== undefined) return true
  const principal = keys.own(statement, 'Principal');
  return principal === '*' || [keys.isObject(principal) ? keys.own(principal, 'AWS') : undefined].flat().includes('*')
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
  if (!keys.isObject(condition)) return false
  return Object.entries(condition).some(
    ([operator, keys$1]) =>
      BINDING_OPERATORS.test(operator) &&
      keys.isObject(keys$1) &&
      Object.entries(keys$1).some(([key, given]) => {
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

const SERVICE = new RegExp(`^[a-z0-9][a-z0-9.-]*\\.(?:${[...uri.HOST_SUFFIXES].join('|').replaceAll('.', '\\.')})$`, 'i');

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
  const source = keys.own(event, 'eventSource');
  return isCloudTrail(event) && typeof source === 'string' && SERVICE.test(source) && keys.ownText(event, 'eventName') !== undefined
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
  return left ? MAY_BE_LEFT_OUT.filter(name => isLeftOut(keys.own(event, name))) : NOTHING
}

function isLeftOut(value         )          {
  return value === keys.HIDDEN || (keys.isObject(value) && value['omitted'] === true)
}

/** Whether an event has all that a path can find in it, when the content of some of its fields is left out. */
function hasPath(event        , left                   , [field, inner]                  )          {
  if (inner === undefined || typeof field !== 'string' || !left.includes(field)) return true
  const rest = event[field];
  return keys.isObject(rest) && Object.hasOwn(rest, inner)
}

/**
 * The text of the record inside a LookupEvents result; undefined for any other object. The result's own EventName, Username and
 * ReadOnly only repeat the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
function lookupRecord(value        )                     {
  return keys.ownText(value, 'CloudTrailEvent')
}

/** Prepares a record for matching: parameters that arrived as JSON text become objects, everything else is unchanged. */
function toEvent(record        )         {
  const parsed = JSON_IN_TEXT.flatMap(name => {
    const value = parseObject(keys.own(record, name));
    return value === undefined ? [] : [[name, value]         ]
  });
  return parsed.length === 0 ? record : { ...record, ...Object.fromEntries(parsed) }
}

/** Whether an event still has parameters as JSON text that could not be read, so that no filter saw their content. */
function hasUnreadText(event        )          {
  return JSON_IN_TEXT.some(name => {
    const value = keys.own(event, name);
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
  return toInstant(keys.own(event, 'eventTime'))
}

/** Formats an instant as CloudTrail does: in UTC, with a fraction of a second only where there is one. */
function formatInstant(milliseconds        )         {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

/** Formats a time in whole seconds, as CloudTrail records it, so that an image's event looks like recorded events. */
function formatSecond(now      )         {
  return formatInstant(Math.floor(now.getTime() / 1000) * 1000)
}

/** Reads an instant of an ECR answer. ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
function toIsoTime(value         )                {
  const time = typeof value === 'number' ? value * 1000 : toInstant(value);
  return time === undefined || !(Math.abs(time) <= 8.64e15) ? null : formatInstant(time)
}

/** The value of one of Threat Stack's names for an event; null where it is absent or not a text. */
function textOfAlias(event        , name        )                {
  const value = CLOUDTRAIL_ALIASES.get(name)?.(event);
  return typeof value === 'string' ? value : null
}

/** Threat Stack's names for fields, in addition to CloudTrail's own. They exist on CloudTrail events only. */
const CLOUDTRAIL_ALIASES                                                  = new Map(
  Object.entries({
    event_type: () => 'cloudtrail',
    user: userOf,
    ip: (event        ) => keys.own(event, 'sourceIPAddress'),
    region: (event        ) => keys.own(event, 'awsRegion'),
    error: (event        ) => keys.own(event, 'errorCode'),
    userType: (event        ) => keys.own(event, 'userIdentity', 'type'),
    accountId: (event        ) => keys.own(event, 'userIdentity', 'accountId') ?? keys.own(event, 'recipientAccountId'),
    recipientAccountID: (event        ) => keys.own(event, 'recipientAccountId'),
    accessKey: (event        ) => keys.own(event, 'userIdentity', 'accessKeyId'),
    arnRole: roleOf,
    serviceLinkedRole: linkedRoleOf,
    mfaUsed: usedMfa,
    MFAUsed: usedMfa,
    eventSourceType: (event        ) => keys.own(event, 'eventType'),
    eventId: (event        ) => keys.own(event, 'eventID'),
    requestId: (event        ) => keys.own(event, 'requestID'),
    policyPublic: isPolicyPublic,
  }).map(([name, read]) => [name, (event        ) => (isCloudTrail(event) ? read(event) : undefined)]),
);

function usedMfa(event        )          {
  return keys.own(event, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated')
}

// Whether the policy that a call sets allows everybody. A policy that CloudTrail left out counts as public.
function isPolicyPublic(event        )                      {
  const policy = keys.own(event, 'requestParameters', 'policyText') ?? keys.own(event, 'requestParameters', 'repositoryPolicy') ?? undefined;
  if (policy !== undefined) return isPublic(policy)
  return isLeftOut(keys.own(event, 'requestParameters')) ? true : undefined
}

// Converts findings of basic and enhanced scans to one shape, so that later steps handle only one kind of finding.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html


/** ECR's severities, the worst first. The last two mean that nobody has rated the finding yet. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];         

                                                             

/** A package that has a finding. */
                          
                              
                                 
                                 
                                                                                       
                                 
                                 
                                                                  
                              
                                                           
                               
 

/** The version as the package manager writes it, such as `3.0.11-1~deb12u2`; empty where it is unknown. */
function versionOf(pack                )         {
  return [pack?.version, pack?.release].filter(part => part !== null && part !== undefined).join('-')
}

                          
                                                                                                    
                     
                                     
                             
                               
                                                                        
                       
                                                            
                           
                                                                  
                                                  
                               
                                
                                
                                      
                                          
                                     
                                   
                                   
                                  
                                       
                                                      
                              
                                                               
                                  
                                                                 
                                         
                                        
                                                                                       
                                    
                                     
 

/** Reads one entry of `findings`; undefined when it is not an object or has no name. */
function readBasicFinding(entry         )                      {
  const id = keys.ownText(entry, 'name');
  if (id === undefined) return undefined
  const { attributes } = readAttributes(entry);
  const uri = keys.ownText(entry, 'uri');
  const packages = Object.hasOwn(attributes, 'package_name') ? [readBasicPackage(attributes)] : [];
  return {
    id,
    aliases: [],
    arn: null,
    title: null,
    type: 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: 'open',
    score: keys.ownNumber(attributes, 'cvss4_score') ?? keys.ownNumber(attributes, 'cvss3_score') ?? keys.ownNumber(attributes, 'cvss2_score') ?? null,
    vector: keys.ownText(attributes, 'cvss4_vector') ?? keys.ownText(attributes, 'cvss3_vector') ?? keys.ownText(attributes, 'cvss2_vector') ?? null,
    vendor: null,
    fixAvailable: null,
    exploitAvailable: null,
    description: keys.ownText(entry, 'description') ?? null,
    links: uri === undefined ? [] : [uri],
    package: packages[0] ?? null,
    packages,
    path: null,
    platform: null,
    firstObservedAt: null,
    lastObservedAt: null,
    inUseCount: null,
    lastInUseAt: null,
  }
}

/**
 * The attributes of an entry of `findings` by their keys in lower case, without those that stand there twice with different values:
 * which of them is right is unknown. Their keys are returned as they are written.
 */
function readAttributes(entry         )                                                                            {
  const values = new Map                 ();
  const contradicted = new Map                ();
  for (const pair of keys.ownList(entry, 'attributes')) {
    const [written, value] = [keys.ownText(pair, 'key'), keys.own(pair, 'value')];
    if (written === undefined) continue
    const key = written.toLowerCase();
    if (!values.has(key)) values.set(key, value);
    else if (JSON.stringify(values.get(key)) !== JSON.stringify(value)) contradicted.set(key, contradicted.get(key) ?? written);
  }
  for (const key of contradicted.keys()) values.delete(key);
  return { attributes: Object.fromEntries(values), contradicted: [...contradicted.values()] }
}

function readBasicPackage(attributes        )          {
  return {
    name: keys.ownText(attributes, 'package_name') ?? null,
    version: keys.ownText(attributes, 'package_version') ?? null,
    release: null,
    fixedIn: availableVersion(attributes, 'fixed_in_version'),
    manager: null,
    path: null,
    layer: null,
  }
}

/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
function readEnhancedFinding(entry         )                      {
  const details = keys.own(entry, 'packageVulnerabilityDetails');
  const arn = keys.ownText(entry, 'findingArn');
  const title = keys.ownText(entry, 'title');
  const id = keys.ownText(details, 'vulnerabilityId') ?? title ?? arn;
  if (id === undefined) return undefined
  const links = [keys.own(details, 'sourceUrl'), ...keys.ownList(details, 'referenceUrls')];
  const packages = keys.ownList(details, 'vulnerablePackages').map(readPackage);
  const images = keys.ownList(entry, 'resources').map(resource => keys.own(resource, 'details', 'awsEcrContainerImage'));
  return {
    id,
    aliases: texts(keys.ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: keys.ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: stateOf(keys.ownText(entry, 'status')),
    score: keys.ownNumber(entry, 'score') ?? null,
    vector: keys.ownText(entry, 'scoreDetails', 'cvss', 'scoringVector') ?? keys.ownText(keys.ownList(details, 'cvss')[0], 'scoringVector') ?? null,
    vendor: keys.ownText(details, 'source') ?? null,
    fixAvailable: keys.ownText(entry, 'fixAvailable') ?? null,
    exploitAvailable: keys.ownText(entry, 'exploitAvailable') ?? null,
    description: keys.ownText(entry, 'description') ?? null,
    links: [...new Set(texts(links))],
    package: packages[0] ?? null,
    packages,
    path: packages.find(({ path }) => path !== null)?.path ?? null,
    platform: firstOf(images, image => keys.ownText(image, 'platform')),
    firstObservedAt: toIsoTime(keys.own(entry, 'firstObservedAt')),
    lastObservedAt: toIsoTime(keys.own(entry, 'lastObservedAt')),
    inUseCount: firstOf(images, image => keys.ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => toIsoTime(keys.own(image, 'lastInUseAt')) ?? undefined),
  }
}

/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
function regionOf(entry         )                {
  return firstOf(keys.ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(keys.ownText(resource, 'id') ?? '')?.[1])
}

/** Counts the open findings of each severity. A severity without any is absent, as in ECR's own counts. */
function countSeverities(findings                    , counts = isOpen)                 {
  const numbers = new Map                ();
  for (const finding of findings) if (counts(finding)) numbers.set(finding.severity, (numbers.get(finding.severity) ?? 0) + 1);
  return Object.fromEntries([...numbers].sort(([a], [b]) => rank(a) - rank(b)))
}

function isOpen({ state }         )          {
  return state === 'open'
}

/** The position of a severity, the worst first; a word that is not one of ECR's comes last. */
function rank(severity        )         {
  const position = (SEVERITIES                     ).indexOf(severity);
  return position < 0 ? SEVERITIES.length : position
}

function readPackage(entry         )          {
  return {
    name: keys.ownText(entry, 'name') ?? null,
    version: keys.ownText(entry, 'version') ?? null,
    release: keys.ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: keys.ownText(entry, 'packageManager') ?? null,
    path: keys.ownText(entry, 'filePath') ?? null,
    layer: keys.ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity that is not a text is kept as JSON. That equals none of ECR's severities, and it is not taken for a missing one.
function severityOf(entry         )         {
  const severity = keys.own(entry, 'severity');
  return typeof severity === 'string' && severity.trim() !== ''
    ? severity.trim()
    : severity === undefined
      ? 'UNDEFINED'
      : JSON.stringify(severity)
}

function stateOf(status                    )                   {
  if (status === 'CLOSED') return 'closed'
  return status === 'SUPPRESSED' ? 'suppressed' : 'open'
}

function availableVersion(entry         , name        )                {
  const version = keys.ownText(entry, name);
  return version === undefined || /^not\s*available$/i.test(version) ? null : version
}

function firstOf   (list                    , read                                   )           {
  for (const entry of list) {
    const value = read(entry);
    if (value !== undefined) return value
  }
  return null
}

function texts(values                    )                    {
  return values.filter(value => typeof value === 'string').map(value => value.trim())
}

/** The values by the key that `keyOf` gives each, in the order in which keys and values first stand. */
function groupBy      (values              , keyOf                 )                               {
  const groups = new Map        ();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups
}

// ECR's ScanStatus: which values are results, which mean that the scan is not done yet, which end without a result, and what each
// one means.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/** `unknown` is a status that ECR does not document, or none at all. Neither is a result. */
                                                                 

/** What to do about an archived image. */
const RESTORE =
  'restore it (aws ecr update-image-storage-class --target-storage-class STANDARD), which takes up to 20 minutes, or push it again';

const UNSUPPORTED =
  'ECR cannot scan this kind of image; build it on an operating system that ECR supports, or have another scanner look at it';

const STATUSES                                                             = new Map([
  ['COMPLETE', ['ready', 'the scan is done']],
  ['ACTIVE', ['ready', 'Inspector scans the image continuously']],
  ['IN_PROGRESS', ['waiting', 'the scan is still running; read it again when it is done']],
  ['PENDING', ['waiting', 'the scan has not begun; read it again when it is done']],
  ['FAILED', ['ended', 'the scan failed; scan the image again, or push it again']],
  ['UNSUPPORTED_IMAGE', ['ended', UNSUPPORTED]],
  [
    'SCAN_ELIGIBILITY_EXPIRED',
    ['ended', "Inspector's rescan period for the image has ended; push it again, or lengthen the rescan duration"],
  ],
  ['FINDINGS_UNAVAILABLE', ['ended', 'ECR has no findings for this image; scan it again']],
  ['LIMIT_EXCEEDED', ['ended', 'a limit of the service ended the scan; scan it again later']],
  ['IMAGE_ARCHIVED', ['ended', `the image is archived and no longer scanned; ${RESTORE}`]],
]);

/** Every status that ECR documents. */
const SCAN_STATUSES                    = [...STATUSES.keys()];

/** The status of a DescribeImageScanFindings answer, unchanged. */
function statusOf(answer         )                {
  return keys.ownText(answer, 'imageScanStatus', 'status') ?? null
}

function readinessOf(answer         )            {
  return STATUSES.get(statusOf(answer) ?? '')?.[0] ?? 'unknown'
}

/** The first status that is not a result; the first page's status when all are results. */
function worstStatus(answers                   )                {
  const [worst = answers[0]] = answers.filter(answer => readinessOf(answer) !== 'ready');
  return statusOf(worst)
}

/** Explains in one sentence why an answer is not a result, with ECR's own description where it gives one. */
function explainStatus(answer         )         {
  const status = statusOf(answer);
  if (status === null) return 'the answer has no imageScanStatus, so nothing says that the scan is complete'
  const description = keys.ownText(answer, 'imageScanStatus', 'description');
  // A basic scan of such an image does not end as UNSUPPORTED_IMAGE.
  const isUnsupported = status === 'FAILED' && /\bUnsupportedImageError\b/.test(description ?? '');
  const [, meaning] = STATUSES.get(isUnsupported ? 'UNSUPPORTED_IMAGE' : status) ?? [];
  const says = description === undefined ? '' : ` (ECR says: ${description})`;
  return `the scan's status is ${meaning === undefined ? uri.quote(status) : status}: ${meaning ?? 'ECR does not document this status, so it is not a result'}${says}`
}

// The values of fields that have few. A filter that names another value never holds, however right it looks: `severity = "critical"`.
//
// An enumeration is closed only where another value cannot occur. AWS adds to its own from time to time, so a word that is missing
// here is only doubtful. A severity is closed although ECR declares a text: an image with one that ECR does not document is
// undecided, so no rule can be meant for it.


const severity              = { words: SEVERITIES, closed: true };
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
const type = open('PACKAGE_VULNERABILITY', 'CODE_VULNERABILITY', 'NETWORK_REACHABILITY');
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html
const fixAvailable = open('YES', 'NO', 'PARTIAL');
const exploitAvailable = open('YES', 'NO');
const flag              = { words: [true, false], closed: true };

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
const identity = open(
  'Root',
  'IAMUser',
  'AssumedRole',
  'Role',
  'FederatedUser',
  'Directory',
  'AWSAccount',
  'AWSService',
  'IdentityCenterUser',
  'SAMLUser',
  'WebIdentityUser',
  'Unknown',
);

function open(...words                   )              {
  return { words, closed: false }
}

const FINDING_VALUES                                   = new Map([
  ['event_type', open('finding')],
  ['severity', severity],
  ['state', { words: ['open', 'closed', 'suppressed'], closed: true }],
  ['type', type],
  ['fixAvailable', fixAvailable],
  ['exploitAvailable', exploitAvailable],
]);

const SCAN = 'responseElements.imageScanFindings';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const CLOUDTRAIL_VALUES                                   = new Map([
  ['event_type', open('cloudtrail')],
  ['userIdentity.type', identity],
  ['userType', identity],
  ['userIdentity.sessionContext.attributes.mfaAuthenticated', flag],
  ['mfaUsed', flag],
  ['policyPublic', flag],
  ['readOnly', flag],
  ['managementEvent', flag],
  [
    'eventType',
    open(
      'AwsApiCall',
      'AwsServiceEvent',
      'AwsConsoleAction',
      'AwsConsoleSignIn',
      'AwsVpceEvents',
      'AwsCloudTrailInsight',
      'AwsAggregatedEvent',
    ),
  ],
  ['eventCategory', open('Management', 'Data', 'NetworkActivity', 'Insight')],
  ['responseElements.imageScanStatus.status', open(...SCAN_STATUSES)],
  [`${SCAN}.findingSeverityCounts.*`, severity],
  [`${SCAN}.findings.severity`, severity],
  [`${SCAN}.enhancedFindings.severity`, severity],
  [`${SCAN}.enhancedFindings.status`, open('ACTIVE', 'SUPPRESSED', 'CLOSED')],
  [`${SCAN}.enhancedFindings.type`, type],
  [`${SCAN}.enhancedFindings.fixAvailable`, fixAvailable],
  [`${SCAN}.enhancedFindings.exploitAvailable`, exploitAvailable],
]);

/** The values for a filter that may be about several types of events: a field has all of them, and none is closed. */
function mergeValues(...tables                                             )                                   {
  const merged = new Map                     ();
  for (const [name, { words }] of tables.flatMap(table => [...table])) {
    merged.set(name, { words: [...(merged.get(name)?.words ?? []), ...words], closed: false });
  }
  return merged
}

// The fields and aliases a filter may name: CloudTrail's own names, Threat Stack's aliases beside them, and the fields of
// our finding events. The fields serve warnings and proofs about filters; matching never asks whether a field is known.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html


const severityCounts            = Object.fromEntries(SEVERITIES.map(severity => [severity, 'one']));

const userIdentity            = {
  type: 'one',
  userName: 'one',
  principalId: 'one',
  arn: 'one',
  accountId: 'one',
  accessKeyId: 'one',
  invokedBy: 'one',
  identityProvider: 'one',
  credentialId: 'one',
  userId: 'one',
  identityStoreArn: 'one',
  inScopeOf: 'open',
  onBehalfOf: 'open',
  sessionContext: {
    sessionIssuer: { type: 'one', principalId: 'one', arn: 'one', accountId: 'one', userName: 'one' },
    attributes: { creationDate: 'one', mfaAuthenticated: 'one' },
    webIdFederationData: 'open',
    sourceIdentity: 'one',
    ec2RoleDelivery: 'one',
    ec2IssuedInVpc: 'one',
    assumedRoot: 'one',
  },
};

const cloudtrail            = {
  eventVersion: 'one',
  userIdentity,
  eventTime: 'one',
  eventSource: 'one',
  eventName: 'one',
  awsRegion: 'one',
  sourceIPAddress: 'one',
  userAgent: 'one',
  errorCode: 'one',
  errorMessage: 'one',
  requestParameters: 'open',
  responseElements: {
    '*': 'open',
    imageScanFindings: {
      findingSeverityCounts: severityCounts,
      findings: 'open',
      enhancedFindings: 'open',
      imageScanCompletedAt: 'one',
      vulnerabilitySourceUpdatedAt: 'one',
    },
  },
  additionalEventData: 'open',
  requestID: 'one',
  eventID: 'one',
  eventType: 'one',
  apiVersion: 'one',
  managementEvent: 'one',
  readOnly: 'one',
  resources: 'open',
  recipientAccountId: 'one',
  serviceEventDetails: 'open',
  sharedEventID: 'one',
  vpcEndpointId: 'one',
  vpcEndpointAccountId: 'one',
  eventCategory: 'one',
  addendum: 'open',
  sessionCredentialFromConsole: 'one',
  edgeDeviceDetails: 'open',
  tlsDetails: 'open',
  insightDetails: 'open',
  eventContext: 'open',
};

const finding            = {
  event_type: 'one',
  eventTime: 'one',
  id: 'one',
  aliases: 'many',
  arn: 'one',
  title: 'one',
  type: 'one',
  severity: 'one',
  state: 'one',
  score: 'one',
  vector: 'one',
  vendor: 'one',
  fixAvailable: 'one',
  exploitAvailable: 'one',
  description: 'one',
  links: 'many',
  path: 'many',
  platform: 'one',
  firstObservedAt: 'one',
  lastObservedAt: 'one',
  inUseCount: 'one',
  lastInUseAt: 'one',
  package: { name: 'many', version: 'many', release: 'many', fixedIn: 'many', manager: 'many', path: 'many', layer: 'many' },
  image: { uri: 'one', registryId: 'one', repositoryName: 'one', digest: 'one', tags: 'many' },
};

// Names that ECR, Inspector or other scanners have for something that is called otherwise here, or that ECR does not have.
const INSTEAD                              = new Map([
  ['epss', 'ECR has no such score, only Amazon Inspector has it; write exploitAvailable = "YES" or score >= 9'],
  ['exploitabilityDetails', 'ECR has no such details, only Amazon Inspector has them; write exploitAvailable = "YES"'],
  ['status', 'write state; every finding that a rule sees is open'],
  ['name', 'write id for the vulnerability, or package.name'],
  ['cve', 'write id'],
  ['vulnerabilityId', 'write id'],
  ['packageVulnerabilityDetails', 'write id, aliases, vendor, links or package.name'],
  ['vulnerablePackages', 'write package.name, package.version or package.fixedIn'],
  ['packages', 'write package.name, package.version or package.fixedIn'],
  ['attributes', 'write package.name, package.version, package.fixedIn, score or vector'],
  ['cvss', 'write score or vector'],
  ['uri', 'write links, or image.uri for the image'],
  ['resources', 'write platform, inUseCount, lastInUseAt or image.repositoryName'],
  ['responseElements', 'a rule over counts has the type CloudTrail'],
]);

const CLOUDTRAIL_VOCABULARY             = { aliases: CLOUDTRAIL_ALIASES, fields: cloudtrail, values: CLOUDTRAIL_VALUES };

/** Events of findings are made here, so they are a closed world. */
const FINDING_VOCABULARY             = {
  aliases: new Map(),
  fields: finding,
  values: FINDING_VALUES,
  closed: 'finding',
  instead: INSTEAD,
};

/** For a filter that is not bound to one type of event, as on the command line. */
const VOCABULARY             = {
  aliases: CLOUDTRAIL_ALIASES,
  fields: { ...finding, ...cloudtrail },
  values: mergeValues(FINDING_VALUES, CLOUDTRAIL_VALUES),
};

// What a kind of scan delivers of a finding. An enhanced scan has every field, although some are absent in some findings. A basic scan
// has few: what else it has is in attributes, and which attributes there are depends on the scanner.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html


/** What every basic finding can have, and what is known without the scan. */
const BASIC                    = ['event_type', 'eventTime', 'id', 'type', 'severity', 'state', 'description', 'links', 'image'];

const FROM_ATTRIBUTES                    = Object.entries(FINDING_VOCABULARY.fields)
  .filter(([name]) => !BASIC.includes(name))
  .flatMap(([name, below]) => (isTree(below) ? Object.keys(below).map(inner => `${name}.${inner}`) : [name]));

function isTree(below                    )                     {
  return typeof below !== 'string'
}

/** Returns the names that the basic findings of these pages lack, all of them; empty for an enhanced scan. */
function findLacks(pages                 )                    {
  const basic = pages.flatMap(({ findings }) => findings.filter(each => each.basic).map(({ finding }) => finding));
  return basic.length === 0 ? [] : FROM_ATTRIBUTES.filter(name => !basic.some(finding => hasValue(finding, name)))
}

function hasValue(finding         , name        )          {
  const [field = '', inner] = name.split('.');
  const values = inner === undefined ? [keys.own(finding, field)] : finding.packages.map(each => keys.own(each, inner));
  return values.flat().some(value => value !== undefined)
}

// Finds every reason why the answers of DescribeImageScanFindings may be incomplete for an image. Each is a gap, and an image
// with a gap can never pass. A difference that hides nothing is only a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/**
 * Returns why these pages are not enough to judge an image completely; empty when they are, and when there are no pages to check.
 * `waited` means that a gap already reports a scan that was not done in time.
 */
function findGaps(
  pages                 ,
  findings                    ,
  { stayedEmpty = false, waited = false }                                                                = {},
)                    {
  if (pages.length === 0) return []
  return [
    ...checkStatuses(pages, waited),
    ...new Set(pages.flatMap(({ head }) => checkIdentity(head))),
    ...checkTokens(pages),
    ...new Set(pages.flatMap(({ gaps }) => gaps)),
    ...checkLists(pages),
    ...new Set(compareTallies(pages, findings).gaps),
    ...(stayedEmpty ? [] : checkEmptiness(pages, findings)),
  ]
}

// If the run already waited for the scan, that gap has been reported, and the advice to read it again would not help.
function checkStatuses(pages                 , waited         )           {
  const silent = waited ? ['ready', 'waiting'] : ['ready'];
  return [...new Set(pages.flatMap(({ head }) => (silent.includes(readinessOf(head)) ? [] : [explainStatus(head)])))]
}

function checkTokens(pages                 )           {
  const tokens = pages.flatMap(({ head }) => tokenOf(head));
  if (new Set(tokens).size < tokens.length) return ['two different pages have the same nextToken, so they are not from one reading']
  if (tokens.length === pages.length) return ['the last page has a nextToken, so some findings are missing']
  return []
}

// The AWS CLI writes `NextToken` when it was told to stop early. A value that is not a text also counts as a token.
function tokenOf(head        )           {
  return ['nextToken', 'NextToken'].flatMap(name => {
    const token = keys.own(head, name);
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// The image must be identified for certain, or the answer about one image could be taken for another's.
function checkIdentity(head        )           {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']];
  const wrong = names.filter(path => keys.own(head, ...path) !== undefined && keys.ownText(head, ...path) === undefined);
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is not a text`)
  if (keys.ownText(head, 'repositoryName') === undefined) return ['the answer does not name its repository']
  const image = keys.ownText(head, 'imageId', 'imageDigest') ?? keys.ownText(head, 'imageId', 'imageTag');
  return image === undefined ? ['the answer does not name its image'] : []
}

function checkLists(pages                 )           {
  const listless = isReady(pages) && pages.some(({ listed }) => listed.length === 0);
  return listless ? ['the scan status is complete, but a page has no list of findings'] : []
}

function checkEmptiness(pages                 , findings                    )           {
  const listed = pages.every(page => page.listed.length > 0);
  if (findings.length > 0 || !isReady(pages) || !listed || isProven(pages)) return []
  return ['the list of findings is empty, and no completion time shows that the scan is done']
}

function isReady(pages                 )          {
  return pages.every(({ head }) => readinessOf(head) === 'ready')
}

/**
 * Whether the answer itself proves that the scan is done, even if its list is empty. ECR also returns an empty list for an
 * enhanced scan that has not begun; only the time of completion tells the two apart. A basic result always has its counts.
 */
function isProven(pages                 )          {
  const basic = !isEnhanced(pages);
  return pages.some(
    ({ head }) => toIsoTime(keys.own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && keys.isObject(givenCounts(head))),
  )
}

/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
function isEnhanced(pages                 )          {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || statusOf(head) === 'ACTIVE')
}

function givenCounts(head        )          {
  return keys.own(head, 'imageScanFindings', 'findingSeverityCounts')
}

function countAlike(pages                 )          {
  return new Set(pages.map(({ head }) => JSON.stringify(givenCounts(head) ?? null))).size === 1
}

/**
 * Returns a note if ECR's counts differ from the list in a way that hides nothing severe: then the list decides. Where they
 * contradict each other about what blocks, neither is believed, and the difference is a gap.
 */
function compareCounts(pages                 , findings                    )           {
  const { gaps, notes } = compareTallies(pages, findings);
  return gaps.length > 0 ? [] : [...new Set(notes)]
}

/** What ECR counts, and what it lists of that: closed and suppressed findings too, because it counts them. */
                 
                                              
                                 
                          
 

function compareTallies(pages                 , findings                    )                                                        {
  const gaps           = [];
  const notes           = [];
  for (const { counted, listed, entries } of toTallies(pages, findings)) {
    const total = counted === undefined ? 0 : Object.values(counted).reduce((sum, count) => sum + count, 0);
    if (counted === undefined) gaps.push('findingSeverityCounts contains a value that is not a number');
    else if (total > entries) gaps.push(`ECR counts ${total} findings, but the list has ${entries}`);
    else if (differs(counted, listed)) {
      const told = `ECR counts ${formatCounts(counted)}, but the list has ${formatCounts(listed)}`;
      if (hidesSevere(counted, listed)) gaps.push(told);
      else notes.push(`${told}; the list is used`);
    }
  }
  return { gaps, notes }
}

// Each page of a basic scan counts the whole image, so all have the same counts. A page of an enhanced scan counts only itself, and
// so must pages with different counts.
function toTallies(pages                 , findings                    )                   {
  const listing = pages.filter(({ head, listed }) => listed.length > 0 && givenCounts(head) !== undefined);
  const [first] = listing;
  if (first === undefined) return []
  if (!isEnhanced(pages) && countAlike(pages))
    return [{ counted: countsOf(first.head), listed: countSeverities(findings, () => true), entries: findings.length }]
  return listing.map(page => {
    const here = page.findings.map(({ finding }) => finding);
    return { counted: countsOf(page.head), listed: countSeverities(here, () => true), entries: page.entries }
  })
}

function differs(counted                , listed                )          {
  const severities = new Set([...Object.keys(counted), ...Object.keys(listed)]);
  return [...severities].some(severity => countOf(counted, severity) !== countOf(listed, severity))
}

// Whether more findings are counted than listed as CRITICAL or HIGH, or in a severity that ECR does not document.
function hidesSevere(counted                , listed                )          {
  return Object.keys(counted).some(
    severity =>
      (rank(severity) <= rank('HIGH') || rank(severity) === SEVERITIES.length) && countOf(counted, severity) > countOf(listed, severity),
  )
}

function countOf(counts                , severity        )         {
  return Object.hasOwn(counts, severity) ? (counts[severity] ?? 0) : 0
}

// Undefined where the counts are not valid.
function countsOf(head        )                             {
  const counts = givenCounts(head);
  const isCount = (count         )          => typeof count === 'number' && Number.isInteger(count) && count >= 0;
  return keys.isObject(counts) && Object.values(counts).every(isCount) ? (counts                  ) : undefined
}

function formatCounts(counts                )         {
  const parts = Object.entries(counts).map(([severity, count]) => `${count} ${severity}`);
  return parts.length === 0 ? 'none' : parts.join(', ')
}

// Reads one answer of DescribeImageScanFindings: its head, and its findings in the common shape. An image may have tens of
// thousands of findings, so the original lists are dropped unless a rule needs them.


/** The names of ECR's two lists of findings. */
const LISTS = ['findings', 'enhancedFindings'];         

/** The path to one of these lists in an image's own event. */
function listPath(list        )                    {
  return ['responseElements', 'imageScanFindings', list]
}

/** Whether a path ends at this list in an image's own event, or below it. */
function leadsIntoList(segments                              , list        )          {
  return listPath(list).every((step, i) => segments[i] === step)
}

                       
                                      
                       
                                       
                                                    
                                         
                          
                                     
                                                   
                                
                                             
                                  
                                              
                        
 

/** A finding with a key. Pages that list the same finding have the same key for it. */
                        
                      
                           
                                                     
                         
 

function readPage(answer        , keepLists         )       {
  const body = keys.own(answer, 'imageScanFindings');
  const findings          = [];
  const listed                           = [];
  const gaps = new Set        ();
  let entries = 0;
  let region                = null;
  for (const name of LISTS) {
    const list = keys.own(body, name);
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      gaps.add(`${name} is not a list`);
      continue
    }
    listed.push(name);
    entries += list.length;
    for (const entry of list) {
      region ??= regionOf(entry);
      const finding = name === 'findings' ? readBasicFinding(entry) : readEnhancedFinding(entry);
      if (finding === undefined) gaps.add(`an entry of ${name} names no vulnerability`);
      else {
        findings.push({ key: keyOf(entry, finding), finding, basic: name === 'findings' });
        for (const key of name === 'findings' ? readAttributes(entry).contradicted : [])
          gaps.add(`a finding has the attribute ${uri.quote(key)} twice with different values`);
        if (!(SEVERITIES                     ).includes(finding.severity))
          gaps.add(`a finding has the severity ${uri.quote(finding.severity)}, which ECR does not document`);
      }
    }
  }
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, keys.own(body, name)]) : []);
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists }
}

function withoutLists(answer        )         {
  const body = answer['imageScanFindings'];
  if (!keys.isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body;
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN. If two pages tell different things of it that rules ask for, both are judged. The times of its
// sights do not count: they change while the pages are read.
function keyOf(entry         , finding         )         {
  const { arn, id, type, severity, score, fixAvailable, exploitAvailable, inUseCount, packages } = finding;
  if (arn === null) return JSON.stringify(entry)
  const versions = packages.map(({ name, version, fixedIn }) => [name, version, fixedIn]);
  const status = keys.own(entry, 'status');
  return JSON.stringify([arn, id, type, severity, status, score, fixAvailable, exploitAvailable, inUseCount, versions])
}

/** The findings of all pages. A finding on two pages counts once; listed twice on one page it counts twice, as ECR counts it. */
function listFindings(pages                 )                     {
  if (pages.length === 1) return (pages[0]        ).findings.map(({ finding }) => finding)
  const earlier = new Set        ();
  return pages.flatMap(({ findings }) => {
    const here = findings.filter(({ key }) => !earlier.has(key));
    for (const { key } of here) earlier.add(key);
    return here.map(({ finding }) => finding)
  })
}

// Turns answers of DescribeImageScanFindings into images: which answers are pages of one image, what was found, and the event by
// which the image is judged.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html


/** One answer of DescribeImageScanFindings, and where it was read from. */
                         
                         
                       
 

/** The image that this run asked ECR about. */
                          
                             
                         
                                 
                             
                         
                                                                                    
                                  
                                     
 

/** What was read about one image's scan. */
                       
                                 
                                                                         
                            
                                       
                                   
                                    
                                                                                               
                                
 

/** An image under judgement, with everything its scan returned. */
                        
                                                                                                                
                      
                                    
                                        
                                
                                                                                                  
                                     
                                  
                                                                                                    
                                  
                                
                                                                    
                                
                                               
                                   
                                       
                                    
                                         
                                                                       
                                  
                                   
                                                                      
                                   
                        
 

/** Whether an object looks like an answer of DescribeImageScanFindings at all. */
function isAnswer(value        )          {
  return (
    ['imageScanFindings', 'imageScanStatus'].some(name => Object.hasOwn(value, name)) ||
    (Object.hasOwn(value, 'repositoryName') && Object.hasOwn(value, 'imageId'))
  )
}

/** The events to explain: for an answer of DescribeImageScanFindings the events its image is judged by, otherwise the value itself. */
function toJudgedEvents(value        , readAt        )                    {
  if (!isAnswer(value)) return [value]
  return readImages([{ origin: '', body: value }], readAt).flatMap(image => [image.event, ...toFindingEvents(image)])
}

/**
 * Groups pages by what they are about, and reads each group as an image. An image of two tags or two Regions is as many images,
 * because a rule may ask for either. `readAt` is the time of reading, which becomes the event's time.
 */
function readImages(answers                   , readAt        )                   {
  return [...groupBy(answers, identify).values()]
    .flatMap(group => {
      // The same file given twice does not count as a second page.
      const pages = [...new Map(group.map(({ body }) => [JSON.stringify(body), readPage(body, true)])).values()];
      const regions = new Set(pages.flatMap(({ region }) => region ?? []));
      return regions.size > 1 ? [...groupBy(pages, ({ region }) => region).values()] : [pages]
    })
    .map(pages => readImage({ pages }, readAt))
}

function identify({ body }        )         {
  const id = ['imageDigest', 'imageTag'].map(name => keys.own(body, 'imageId', name) ?? null);
  return JSON.stringify([keys.own(body, 'registryId'), keys.own(body, 'repositoryName'), ...id])
}

/** Builds an image from what was read about its scan. `readAt` is the time of reading, which becomes the event's time. */
function readImage(scan      , readAt        )        {
  const { pages, subject } = scan;
  const heads = pages.map(({ head }) => head);
  const findings = listFindings(pages);
  const counts = countSeverities(findings);
  const identity = subject === undefined ? identifyPages(pages) : named(subject);
  const { registryId, repositoryName, digest, region, tags } = identity;
  const completed = heads.map(head => toIsoTime(keys.own(head, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null;
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    indexDigest: subject?.indexDigest ?? null,
    tags,
    platform: subject?.platform ?? findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    status: worstStatus(heads),
    scannedAt: completed,
    findings,
    severityCounts: counts,
    gaps: [
      ...(scan.gaps ?? []),
      ...(subject === undefined ? [] : new Set(heads.flatMap(head => checkSubject(head, subject)))),
      ...findGaps(pages, findings, { stayedEmpty: scan.stayedEmpty === true, waited: (scan.gaps ?? []).length > 0 }),
      // A caller that read nothing must say why: without pages and without gaps the image would look clean.
      ...(pages.length === 0 && (scan.gaps ?? []).length === 0 ? ['no answer was read'] : []),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, findings)],
    lacks: findLacks(pages),
    event: toScanEvent(pages, counts, identity, readAt),
  }
}

                                                                                           

function identifyPages(pages                 )           {
  const head = pages[0]?.head;
  return {
    registryId: keys.ownText(head, 'registryId') ?? null,
    repositoryName: keys.ownText(head, 'repositoryName') ?? null,
    digest: keys.ownText(head, 'imageId', 'imageDigest') ?? null,
    region: pages.map(page => page.region).find(region => region !== null) ?? null,
    tags: [...new Set(pages.flatMap(page => keys.ownText(page.head, 'imageId', 'imageTag') ?? []))],
  }
}

function named({ registryId, repositoryName, digest, region, tag }         )           {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about a different image must not clear the image that was asked about.
function checkSubject(answer                    , { registryId, repositoryName, digest }         )                    {
  const said = [
    [keys.ownText(answer, 'registryId'), registryId],
    [keys.ownText(answer, 'repositoryName'), repositoryName],
    [keys.ownText(answer, 'imageId', 'imageDigest'), digest],
  ];         
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${uri.quote(found)}, but the request was for ${uri.quote(asked)}`],
  )
}

/** The fields that an image's event can have. It records no actual call, so it names no user and no error. */
const SCAN_EVENT_FIELDS = [
  'eventSource',
  'eventName',
  'eventTime',
  'awsRegion',
  'recipientAccountId',
  'requestParameters',
  'responseElements',
];

// Builds the event that CloudTrail would have recorded, with the answer as its response, so that the filters that Threat Stack
// wrote for the recorded call work unchanged on the live answer.
function toScanEvent(pages                 , counts                , identity          , readAt        )         {
  const { region, registryId, repositoryName, digest } = identity;
  const { nextToken: _, ...answer } = pages[0]?.head ?? {};
  const body = answer['imageScanFindings'];
  const lists = LISTS.flatMap(name => {
    const given = pages.map(page => page.lists[name]).filter(Array.isArray);
    return given.length === 0 ? [] : [[name, given.flat()]         ]
  });
  return {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'DescribeImageScanFindings',
    eventTime: readAt,
    awsRegion: region,
    recipientAccountId: registryId,
    requestParameters: {
      registryId,
      repositoryName,
      imageId: answer['imageId'] ?? (digest === null ? null : { imageDigest: digest }),
    },
    responseElements: {
      ...answer,
      imageScanFindings: { ...(keys.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** One event for each open finding of an image, with the fields of the finding and of its image. */
function* toFindingEvents(image       )                    {
  const { uri, registryId, repositoryName, digest, tags, platform, event } = image;
  const about = { uri, registryId, repositoryName, digest, tags };
  for (const { packages, ...finding } of image.findings) {
    if (finding.state !== 'open') continue
    yield {
      event_type: 'finding',
      eventTime: event['eventTime'],
      ...finding,
      platform: finding.platform ?? platform,
      package: packages,
      path: packages.flatMap(({ path }) => path ?? []),
      image: about,
    };
  }
}

/** A key that identifies an image: registry, repository and digest in one text. */
function imageKey(registryId         , repositoryName         , digest         )         {
  return JSON.stringify([registryId ?? null, repositoryName ?? null, digest ?? null])
}

/** The part of an image's URI by which people recognize it: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
function nameImage(uri        )         {
  return uri.replace(/^[^/]*\//, '').replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')
}

/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
function namePlatformImage({ uri, platform, indexDigest }                                                 )         {
  return indexDigest === null || platform === null ? nameImage(uri) : `${nameImage(uri)} ${platform}`
}

/** Names by which people can tell these images apart. */
function nameImages(images                                                            )                    {
  const names = images.map(namePlatformImage);
  return needHosts(images, names).map((host, i) => `${host}${names[i]}`)
}

/**
 * Returns the prefix that each of these names needs: nothing, or the registry's host and a slash. A repository of the same name may
 * be in several registries, and then only the host tells which one is meant.
 */
function needHosts(images                               , names                   )                    {
  const hosts = images.map(({ uri }) => uri.split('/', 1)[0] ?? '');
  const byName = new Map                                 ();
  for (const [i, host] of hosts.entries()) byName.set(names[i], (byName.get(names[i]) ?? new Set()).add(host));
  return hosts.map((host, i) => ((byName.get(names[i])?.size ?? 0) > 1 ? `${host}/` : ''))
}

function formatUri(
  registryId               ,
  region               ,
  repository               ,
  tag               ,
  digest               ,
)         {
  const registry = region === null ? (registryId ?? 'unknown registry') : uri.registryHost(registryId ?? 'unknown', region);
  return `${registry}/${repository ?? 'unknown repository'}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

exports.CLOUDTRAIL_VOCABULARY = CLOUDTRAIL_VOCABULARY;
exports.FINDING_VOCABULARY = FINDING_VOCABULARY;
exports.LISTS = LISTS;
exports.RESTORE = RESTORE;
exports.SCAN_EVENT_FIELDS = SCAN_EVENT_FIELDS;
exports.SEVERITIES = SEVERITIES;
exports.VOCABULARY = VOCABULARY;
exports.asideOf = asideOf;
exports.compileEquality = compileEquality;
exports.compileTest = compileTest;
exports.explainStatus = explainStatus;
exports.fieldsLeftOut = fieldsLeftOut;
exports.findGaps = findGaps;
exports.formatInstant = formatInstant;
exports.formatSecond = formatSecond;
exports.hasPath = hasPath;
exports.hasUnreadText = hasUnreadText;
exports.imageKey = imageKey;
exports.isAnswer = isAnswer;
exports.isCloudTrail = isCloudTrail;
exports.isEnhanced = isEnhanced;
exports.isOrderable = isOrderable;
exports.isProven = isProven;
exports.isRecord = isRecord;
exports.leadsIntoList = leadsIntoList;
exports.listFindings = listFindings;
exports.listPath = listPath;
exports.lookupRecord = lookupRecord;
exports.nameImage = nameImage;
exports.nameImages = nameImages;
exports.needHosts = needHosts;
exports.parseExactly = parseExactly;
exports.rank = rank;
exports.readImage = readImage;
exports.readImages = readImages;
exports.readPage = readPage;
exports.readinessOf = readinessOf;
exports.statusOf = statusOf;
exports.textOfAlias = textOfAlias;
exports.timeOf = timeOf;
exports.toEvent = toEvent;
exports.toFindingEvents = toFindingEvents;
exports.toInstant = toInstant;
exports.toIsoTime = toIsoTime;
exports.toJudgedEvents = toJudgedEvents;
exports.versionOf = versionOf;
