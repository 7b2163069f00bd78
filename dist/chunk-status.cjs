'use strict';

const json = require('./chunk-json.cjs');
const read = require('./chunk-read.cjs');
const keys = require('./chunk-keys.cjs');

// What a basic finding says beyond its name and severity stands in attributes, a list of keys and values.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Attribute.html


/**
 * The attributes of an entry of `findings` by their keys in lower case, without those that stand there twice with different values:
 * which of them is right is unknown. Their keys are returned as they are written.
 */
function readAttributes(entry         )                                                                            {
  const values = new Map                 ();
  const contradicted = new Map                ();
  for (const pair of json.ownList(entry, 'attributes')) {
    const [written, value] = [json.ownText(pair, 'key'), json.own(pair, 'value')];
    if (written === undefined) continue
    const key = written.toLowerCase();
    if (!values.has(key)) values.set(key, value);
    else if (JSON.stringify(values.get(key)) !== JSON.stringify(value)) contradicted.set(key, contradicted.get(key) ?? written);
  }
  for (const key of contradicted.keys()) values.delete(key);
  return { attributes: Object.fromEntries(values), contradicted: [...contradicted.values()] }
}

// Converts findings of basic and enhanced scans to one shape, so that later steps handle only one kind of finding.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html



/** ECR's severities, the worst first. The last two mean that nobody has rated the finding yet. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];

/** The severities of findings that nobody has rated yet. */
const UNRATED                    = ['UNDEFINED', 'UNTRIAGED'];



/** A package that has a finding. */















/** The version as the package manager writes it, such as `3.0.11-1~deb12u2` or `1:9.16.23-29.el9`; empty where it is unknown. */
function versionOf(pack                )         {
  const version = [pack?.version, pack?.release].filter(part => part !== null && part !== undefined).join('-');
  const epoch = pack?.epoch ?? 0;
  // A basic scan writes the epoch 0 into the version itself.
  return version !== '' && epoch > 0 ? `${epoch}:${version}` : version.replace(/^0:/, '')
}

/** The version with the fix, without the epoch 0 that the scanner writes where the installed version has none; empty where none is named. */
function fixedVersionOf(pack                )         {
  const fixedIn = pack?.fixedIn ?? '';
  return versionOf(pack).includes(':') ? fixedIn : fixedIn.replace(/^0:/, '')
}







































// Until a policy decides otherwise, an open finding counts.
const COUNTED           = { kind: 'counted' };

/** Reads one entry of `findings`; undefined when it is not an object or has no name. */
function readBasicFinding(entry         , { attributes } = readAttributes(entry))                      {
  const id = json.ownText(entry, 'name');
  if (id === undefined) return undefined
  const uri = json.ownText(entry, 'uri');
  const packages = Object.hasOwn(attributes, 'package_name') ? [readBasicPackage(attributes)] : [];
  return {
    id,
    aliases: [],
    arn: null,
    title: null,
    type: 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: 'open',
    decision: COUNTED,
    score: json.ownNumber(attributes, 'cvss4_score') ?? json.ownNumber(attributes, 'cvss3_score') ?? json.ownNumber(attributes, 'cvss2_score') ?? null,
    vector: json.ownText(attributes, 'cvss4_vector') ?? json.ownText(attributes, 'cvss3_vector') ?? json.ownText(attributes, 'cvss2_vector') ?? null,
    vendor: null,
    fixAvailable: null,
    exploitAvailable: null,
    description: json.ownText(entry, 'description') ?? null,
    links: uri === undefined ? [] : [uri],
    package: packages[0] ?? null,
    packages,
    path: null,
    platform: null,
    firstObservedAt: null,
    lastObservedAt: null,
    vendorCreatedAt: null,
    inUseCount: null,
    lastInUseAt: null,
  }
}

function readBasicPackage(attributes        )          {
  return {
    name: json.ownText(attributes, 'package_name') ?? null,
    epoch: null,
    version: json.ownText(attributes, 'package_version') ?? null,
    release: null,
    fixedIn: availableVersion(attributes, 'fixed_in_version'),
    manager: null,
    path: null,
    layer: null,
  }
}

/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
function readEnhancedFinding(entry         )                      {
  const details = json.own(entry, 'packageVulnerabilityDetails');
  const arn = json.ownText(entry, 'findingArn');
  const title = json.ownText(entry, 'title');
  const id = json.ownText(details, 'vulnerabilityId') ?? title ?? arn;
  if (id === undefined) return undefined
  const links = [json.own(details, 'sourceUrl'), ...json.ownList(details, 'referenceUrls')];
  const packages = json.ownList(details, 'vulnerablePackages').map(readPackage);
  const state = stateOf(json.ownText(entry, 'status'));
  const images = json.ownList(entry, 'resources').map(resource => json.own(resource, 'details', 'awsEcrContainerImage'));
  return {
    id,
    aliases: texts(json.ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: json.ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state,
    decision: state === 'open' ? COUNTED : { kind: state },
    score: json.ownNumber(entry, 'score') ?? null,
    vector: json.ownText(entry, 'scoreDetails', 'cvss', 'scoringVector') ?? json.ownText(json.ownList(details, 'cvss')[0], 'scoringVector') ?? null,
    vendor: json.ownText(details, 'source') ?? null,
    fixAvailable: json.ownText(entry, 'fixAvailable') ?? null,
    exploitAvailable: json.ownText(entry, 'exploitAvailable') ?? null,
    description: json.ownText(entry, 'description') ?? null,
    links: [...new Set(texts(links))],
    package: packages[0] ?? null,
    packages,
    path: packages.find(({ path }) => path !== null)?.path ?? null,
    platform: firstOf(images, image => json.ownText(image, 'platform')),
    firstObservedAt: read.toIsoTime(json.own(entry, 'firstObservedAt')),
    lastObservedAt: read.toIsoTime(json.own(entry, 'lastObservedAt')),
    vendorCreatedAt: read.toIsoTime(json.own(details, 'vendorCreatedAt')),
    inUseCount: firstOf(images, image => json.ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => read.toIsoTime(json.own(image, 'lastInUseAt')) ?? undefined),
  }
}

/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
function regionOf(entry         )                {
  return firstOf(json.ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(json.ownText(resource, 'id') ?? '')?.[1])
}

/** Counts the open findings of each severity, or those of them that count. A severity without any is absent, as in ECR's own counts. */
function countSeverities(findings                    , counts = isOpen)                 {
  const numbers = new Map                ();
  for (const finding of findings) if (counts(finding)) numbers.set(finding.severity, (numbers.get(finding.severity) ?? 0) + 1);
  return Object.fromEntries([...numbers].sort(([a], [b]) => rank(a) - rank(b)))
}

/** Whether a finding counts for rules and verdicts. */
function isCounted({ decision }                           )          {
  return decision.kind === 'counted'
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
    name: json.ownText(entry, 'name') ?? null,
    epoch: json.ownNumber(entry, 'epoch') ?? null,
    version: json.ownText(entry, 'version') ?? null,
    release: json.ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: json.ownText(entry, 'packageManager') ?? null,
    path: json.ownText(entry, 'filePath') ?? null,
    layer: json.ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity that is not a string is kept as JSON. That equals none of ECR's severities, and it is not taken for a missing one.
function severityOf(entry         )         {
  const severity = json.own(entry, 'severity');
  return typeof severity === 'string' && severity.trim() !== ''
    ? severity.trim()
    : severity === undefined
      ? 'UNDEFINED'
      : JSON.stringify(severity)
}

function stateOf(status                    )                   {
  return status === 'CLOSED' ? 'closed' : status === 'SUPPRESSED' ? 'suppressed' : 'open'
}

function availableVersion(entry         , name        )                {
  const value = json.own(entry, name) ?? '';
  // What is no string names a version too, although nobody can read it.
  const version = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  return /^(?:not\s*available)?$/i.test(version) ? null : version
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
  const body = json.own(answer, 'imageScanFindings');
  const findings          = [];
  const listed             = [];
  const keys                                                    = {};
  const gaps = new Set        ();
  let entries = 0;
  let region                = null;
  for (const name of LISTS) {
    const list = json.own(body, name);
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      gaps.add(`${name} is not a list`);
      continue
    }
    listed.push(name);
    entries += list.length;
    const listKeys                         = [];
    for (const entry of list) {
      region ??= regionOf(entry);
      const read = readEntry(name, entry);
      if (keepLists) listKeys.push(read.keyed?.key);
      if (read.keyed !== undefined) findings.push(read.keyed);
      for (const gap of read.gaps) gaps.add(gap);
    }
    keys[name] = listKeys;
  }
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, json.own(body, name)]) : []);
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists, keys }
}

/** Reads one entry of a list, and what of it could not be read. One that names no vulnerability is no finding. */
function readEntry(name          , entry         )                                                               {
  const basic = name === 'findings' ? readAttributes(entry) : undefined;
  const finding = basic === undefined ? readEnhancedFinding(entry) : readBasicFinding(entry, basic);
  if (finding === undefined) return { gaps: [`an entry of ${name} names no vulnerability`] }
  const isDocumented = (SEVERITIES                     ).includes(finding.severity);
  const unread =
    basic === undefined
      ? unreadIn(json.own(entry, 'packageVulnerabilityDetails'), finding, ['vulnerablePackages', 'relatedVulnerabilities'])
      : unreadIn(entry, finding, ['attributes']);
  const twice = (basic?.contradicted ?? []).map(key => `a finding has the attribute ${read.quote(key)} twice with different values`);
  return {
    keyed: { key: keyOf(entry, finding), finding, basic: basic !== undefined },
    gaps: [
      ...unread,
      ...twice,
      ...(isDocumented ? [] : [`a finding has the severity ${read.quote(finding.severity)}, which ECR does not document`]),
    ],
  }
}

// These lists say which packages have a finding, whether there is a fix, and by which names a finding can be accepted.
const EXPECTED = {
  attributes: { isRight: (item         ) => json.ownText(item, 'key') !== undefined, what: 'objects with a key' },
  vulnerablePackages: { isRight: json.isObject, what: 'objects' },
  relatedVulnerabilities: { isRight: (item         ) => typeof item === 'string', what: 'strings' },
};

function unreadIn(of         , { id }         , names                                    )                    {
  return names.flatMap(name => {
    const { isRight, what } = EXPECTED[name];
    const list = json.own(of, name);
    const isRead = list === undefined || (Array.isArray(list) && list.every(isRight));
    return isRead ? [] : [`${name} of ${read.quote(id)} is not a list of ${what}`]
  })
}

function withoutLists(answer        )         {
  const body = answer['imageScanFindings'];
  if (!json.isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body;
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN. If two pages tell different things of it, both are judged, because a filter of a rule or of an
// exception can ask for any of them. The times of its sights do not count: they change while the pages are read.
function keyOf(entry         , finding         )         {
  if (finding.arn === null) return JSON.stringify(entry)
  const { firstObservedAt: _, lastObservedAt: __, lastInUseAt: ___, ...told } = finding;
  return JSON.stringify([json.own(entry, 'status'), told])
}

/** For each entry of the pages' lists, in the order of an image's event, the position of its finding; -1 where it could not be read. */
function locateEntries(pages                 )          {
  const positions = new Map                ();
  let position = 0;
  for (const { key } of keyedFindings(pages)) positions.set(key, position++);
  const listed = LISTS.flatMap(name => {
    const keys = pages.flatMap(page => page.keys[name] ?? []);
    return keys.length === 0 ? [] : [[name, keys.map(key => (key === undefined ? -1 : (positions.get(key) ?? -1)))]         ]
  });
  return Object.fromEntries(listed)
}

/** The positions of findings by the list whose entries they are. */


/** The findings of all pages. A finding on two pages counts once; listed twice on one page it counts twice, as ECR counts it. */
function listFindings(pages                 )                     {
  return keyedFindings(pages).map(({ finding }) => finding)
}

function keyedFindings(pages                 )                   {
  if (pages.length === 1) return (pages[0]        ).findings
  const earlier = new Set        ();
  return pages.flatMap(({ findings }) => {
    const here = findings.filter(({ key }) => !earlier.has(key));
    for (const { key } of here) earlier.add(key);
    return here
  })
}

// The events by which an image is judged: one for the image, as CloudTrail would have recorded it, and one for each of its findings.


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

/**
 * Builds the event that CloudTrail would have recorded, with the answer as its response, so that the filters that Threat Stack wrote
 * for the recorded call work unchanged on the live answer.
 */
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
      imageScanFindings: { ...(json.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** One event for each finding of an image that counts, with the fields of the finding and of its image. */
function* toFindingEvents(image       )                    {
  const toEvent = findingEventsOf(image);
  for (const finding of image.findings) if (isCounted(finding)) yield toEvent(finding);
}

/** Returns what makes the event of a finding of this image, whether it counts or not. */
function findingEventsOf({ uri, registryId, repositoryName, digest, tags, platform, event }       )                               {
  const about = { uri, registryId, repositoryName, digest, tags };
  return ({ packages, decision: _, ...finding }) => ({
    event_type: 'finding',
    eventTime: event['eventTime'],
    ...finding,
    platform: finding.platform ?? platform,
    package: packages,
    path: packages.flatMap(({ path }) => path ?? []),
    image: about,
  })
}

/** The event of an image with only those entries of its lists, and only those counts. */
function withCounts(event        , counts                , keeps                                               )         {
  const response = json.own(event, 'responseElements');
  const body = json.own(response, 'imageScanFindings');
  const lists = LISTS.flatMap(name => {
    const list = json.own(body, name);
    return Array.isArray(list) ? [[name, list.filter((_, position) => keeps(name, position))]         ] : []
  });
  const findings = { ...(json.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts };
  return { ...event, responseElements: { ...(json.isObject(response) ? response : {}), imageScanFindings: findings } }
}

/** The fields of the event by which a rule judges a finding. */
const FINDING_FIELDS            = {
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
  vendorCreatedAt: 'one',
  inUseCount: 'one',
  lastInUseAt: 'one',
  package: {
    name: 'many',
    epoch: 'many',
    version: 'many',
    release: 'many',
    fixedIn: 'many',
    manager: 'many',
    path: 'many',
    layer: 'many',
  },
  image: { uri: 'one', registryId: 'one', repositoryName: 'one', digest: 'one', tags: 'many' },
};

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

const SERVICE = new RegExp(`^[a-z0-9][a-z0-9.-]*\\.(?:${[...read.HOST_SUFFIXES].join('|').replaceAll('.', '\\.')})$`, 'i');

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
  return read.toInstant(json.own(event, 'eventTime'))
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
  return json.ownText(answer, 'imageScanStatus', 'status') ?? null
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
  const description = json.ownText(answer, 'imageScanStatus', 'description');
  // A basic scan of such an image does not end as UNSUPPORTED_IMAGE.
  const isUnsupported = status === 'FAILED' && /\bUnsupportedImageError\b/.test(description ?? '');
  const [, meaning] = STATUSES.get(isUnsupported ? 'UNSUPPORTED_IMAGE' : status) ?? [];
  const says = description === undefined ? '' : ` (ECR says: ${description})`;
  return `the scan's status is ${meaning === undefined ? read.quote(status) : status}: ${meaning ?? 'ECR does not document this status, so it is not a result'}${says}`
}

exports.CLOUDTRAIL_ALIASES = CLOUDTRAIL_ALIASES;
exports.DECIMAL = DECIMAL;
exports.FINDING_FIELDS = FINDING_FIELDS;
exports.HIDDEN = HIDDEN;
exports.LISTS = LISTS;
exports.RESTORE = RESTORE;
exports.SCAN_EVENT_FIELDS = SCAN_EVENT_FIELDS;
exports.SCAN_STATUSES = SCAN_STATUSES;
exports.SEVERITIES = SEVERITIES;
exports.UNRATED = UNRATED;
exports.asideOf = asideOf;
exports.canonicalDecimal = canonicalDecimal;
exports.compareDecimals = compareDecimals;
exports.countSeverities = countSeverities;
exports.explainStatus = explainStatus;
exports.fieldsLeftOut = fieldsLeftOut;
exports.findingEventsOf = findingEventsOf;
exports.fixedVersionOf = fixedVersionOf;
exports.hasPath = hasPath;
exports.hasUnreadText = hasUnreadText;
exports.hideSecrets = hideSecrets;
exports.isCloudTrail = isCloudTrail;
exports.isCounted = isCounted;
exports.isDouble = isDouble;
exports.isRecord = isRecord;
exports.isSecret = isSecret;
exports.leadsIntoList = leadsIntoList;
exports.listFindings = listFindings;
exports.listPath = listPath;
exports.locateEntries = locateEntries;
exports.lookupRecord = lookupRecord;
exports.parseExactly = parseExactly;
exports.rank = rank;
exports.readPage = readPage;
exports.readinessOf = readinessOf;
exports.rewriteWithoutSecrets = rewriteWithoutSecrets;
exports.statusOf = statusOf;
exports.stringifyWithoutSecrets = stringifyWithoutSecrets;
exports.textOfAlias = textOfAlias;
exports.timeOf = timeOf;
exports.toDecimal = toDecimal;
exports.toEvent = toEvent;
exports.toFindingEvents = toFindingEvents;
exports.toScanEvent = toScanEvent;
exports.versionOf = versionOf;
exports.withCounts = withCounts;
exports.worstStatus = worstStatus;
