'use strict';

const read = require('./chunk-read.cjs');
const address = require('./chunk-address.cjs');

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
  const body = read.own(answer, 'imageScanFindings');
  const findings          = [];
  const listed             = [];
  const keys                                                    = {};
  const gaps = new Set        ();
  let entries = 0;
  let region                = null;
  for (const name of LISTS) {
    const list = read.own(body, name);
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      gaps.add(`${name} is not a list`);
      continue
    }
    listed.push(name);
    entries += list.length;
    const listKeys                         = [];
    for (const entry of list) {
      region ??= read.regionOf(entry);
      const read$1 = readEntry(name, entry);
      if (keepLists) listKeys.push(read$1.keyed?.key);
      if (read$1.keyed !== undefined) findings.push(read$1.keyed);
      for (const gap of read$1.gaps) gaps.add(gap);
    }
    keys[name] = listKeys;
  }
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, read.own(body, name)]) : []);
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists, keys }
}

/** Reads one entry of a list, and what of it could not be read. One that names no vulnerability is no finding. */
function readEntry(name          , entry         )                                                               {
  const basic = name === 'findings' ? read.readAttributes(entry) : undefined;
  const finding = basic === undefined ? read.readEnhancedFinding(entry) : read.readBasicFinding(entry, basic);
  if (finding === undefined) return { gaps: [`an entry of ${name} names no vulnerability`] }
  const isDocumented = (read.SEVERITIES                     ).includes(finding.severity);
  const unread =
    basic === undefined
      ? unreadIn(read.own(entry, 'packageVulnerabilityDetails'), finding, ['vulnerablePackages', 'relatedVulnerabilities'])
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
  attributes: { isRight: (item         ) => read.ownText(item, 'key') !== undefined, what: 'objects with a key' },
  vulnerablePackages: { isRight: read.isObject, what: 'objects' },
  relatedVulnerabilities: { isRight: (item         ) => typeof item === 'string', what: 'strings' },
};

function unreadIn(of         , { id }         , names                                    )                    {
  return names.flatMap(name => {
    const { isRight, what } = EXPECTED[name];
    const list = read.own(of, name);
    const isRead = list === undefined || (Array.isArray(list) && list.every(isRight));
    return isRead ? [] : [`${name} of ${read.quote(id)} is not a list of ${what}`]
  })
}

function withoutLists(answer        )         {
  const body = answer['imageScanFindings'];
  if (!read.isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body;
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN. If two pages tell different things of it, both are judged, because a filter of a rule or of an
// exception can ask for any of them. The times of its sights do not count: they change while the pages are read.
function keyOf(entry         , finding         )         {
  if (finding.arn === null) return JSON.stringify(entry)
  const { firstObservedAt: _, lastObservedAt: __, lastInUseAt: ___, ...told } = finding;
  return JSON.stringify([read.own(entry, 'status'), told])
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
      imageScanFindings: { ...(read.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** One event for each finding of an image that counts, with the fields of the finding and of its image. */
function* toFindingEvents(image       )                    {
  const toEvent = findingEventsOf(image);
  for (const finding of image.findings) if (read.isCounted(finding)) yield toEvent(finding);
}

/** Returns what makes the event of a finding of this image, whether it counts or not. */
function findingEventsOf({ uri, registryId, repositoryName, digest, tags, platform, event }       )                               {
  const about = { uri, registryId, repositoryName, digest, tags };
  return ({ packages, decision: _, fromBase: __, ...finding }) => ({
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
  const response = read.own(event, 'responseElements');
  const body = read.own(response, 'imageScanFindings');
  const lists = LISTS.flatMap(name => {
    const list = read.own(body, name);
    return Array.isArray(list) ? [[name, list.filter((_, position) => keeps(name, position))]         ] : []
  });
  const findings = { ...(read.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts };
  return { ...event, responseElements: { ...(read.isObject(response) ? response : {}), imageScanFindings: findings } }
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
  epss: 'one',
  lastKnownExploitAt: 'one',
  knownExploited: 'one',
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

// Compares one value of an event with one literal of a filter. Everything that depends only on the literal is computed once;
// the work per value allocates nothing in the common cases.



/** A test of one value, which is never undefined, null or an array: those yield no value or several. */


const never       = () => false;

function compileEquality(literal              )       {
  switch (literal.kind) {
    case 'null':
      return never
    case 'boolean': {
      const text = String(literal.value);
      return value => value === literal.value || value === text
    }
    case 'number': {
      const digits = read.canonicalDecimal(literal.text);
      // A number that no double holds arrives as a string (events/exact.ts).
      const number = read.isDouble(literal.text) ? literal.value : undefined;
      return value =>
        typeof value === 'number'
          ? value === number
          : typeof value === 'string' && read.DECIMAL.test(value) && read.canonicalDecimal(value) === digits
    }
    case 'text':
      return compileStringEquality(literal.value)
  }
}

function compileStringEquality(text        )       {
  const block = address.parseBlock(text);
  if (block !== undefined) return value => typeof value === 'string' && (block(value) ?? value === text)
  if (text === 'true' || text === 'false') return value => value === text || value === (text === 'true')
  if (!read.DECIMAL.test(text) || !read.isDouble(text)) return value => value === text
  const number = Number(text);
  return value => value === text || (typeof value === 'number' && value === number)
}

/** Where in a value its part must stand. */


const FINDERS                                                                     = {
  anywhere: (value, part) => value.includes(part),
  start: (value, part) => value.startsWith(part),
  end: (value, part) => value.endsWith(part),
};

function compilePart(literal              , of        )       {
  if (literal.kind !== 'text') return never
  const part = literal.value;
  const finds = FINDERS[of];
  return value => typeof value === 'string' && finds(value, part)
}

/** On which side of a bound values lie, and whether the bound is one of them. */





function compileOrder(literal              , { side, inclusive }       )       {
  if (side === 'above') return compileBound(literal, inclusive ? (value, bound) => value >= bound : (value, bound) => value > bound)
  return compileBound(literal, inclusive ? (value, bound) => value <= bound : (value, bound) => value < bound)
}

function compileBound(literal              , holds                                           )       {
  if (literal.kind !== 'number' && literal.kind !== 'text') return never
  const digits = literal.kind === 'number' ? literal.text : literal.value;
  if (read.DECIMAL.test(digits)) {
    const number = read.isDouble(digits) ? Number(digits) : undefined;
    return value => {
      if (typeof value === 'number' && number !== undefined) return holds(value, number)
      const candidate = typeof value === 'number' ? read.toDecimal(value) : value;
      return typeof candidate === 'string' && read.DECIMAL.test(candidate) && holds(read.compareDecimals(candidate, digits), 0)
    }
  }
  const instant = read.toInstant(digits);
  if (instant === undefined) return never
  return value => {
    const candidate = read.toInstant(value);
    return candidate !== undefined && holds(candidate, instant)
  }
}

/** Whether an ordering operator can hold at all with this literal. */
function isOrderable(literal              )          {
  return literal.kind === 'number' || (literal.kind === 'text' && (read.DECIMAL.test(literal.value) || read.toInstant(literal.value) !== undefined))
}

// The one table of operators. The parser, the diagnosis of what it cannot read, the warnings, matching, explanations and proofs all read
// it, so a new operator is one row, and a row that lacks something does not compile.



/** How a value must relate to the literal. The proofs know what follows from each kind. */







/** What the language knows about one operator. */











const EQUALITY           = { kind: 'equality' };

const rows = {
  '=': {
    relation: EQUALITY,
    negated: false,
    phrase: 'equals it',
    opposite: 'does not equal it',
    foreign: { words: ['==', '===', ':', 'is', 'eq', 'equals'], help: 'equality is written with one "="' },
  },
  '!=': {
    relation: EQUALITY,
    negated: true,
    phrase: 'equals it',
    opposite: 'does not equal it',
    foreign: { words: ['!==', '<>'], help: 'inequality is written "!="' },
  },
  '>': {
    relation: { kind: 'order', side: 'above', inclusive: false },
    negated: false,
    phrase: 'is greater',
    opposite: 'is not greater',
  },
  '>=': {
    relation: { kind: 'order', side: 'above', inclusive: true },
    negated: false,
    phrase: 'is greater or equal',
    opposite: 'is neither greater nor equal',
    foreign: { words: ['=>'], help: 'at least is written ">="' },
  },
  '<': {
    relation: { kind: 'order', side: 'below', inclusive: false },
    negated: false,
    phrase: 'is smaller',
    opposite: 'is not smaller',
  },
  '<=': {
    relation: { kind: 'order', side: 'below', inclusive: true },
    negated: false,
    phrase: 'is smaller or equal',
    opposite: 'is neither smaller nor equal',
    foreign: { words: ['=<'], help: 'at most is written "<="' },
  },
  like: {
    relation: { kind: 'part', of: 'anywhere' },
    negated: false,
    phrase: 'contains it',
    opposite: 'does not contain it',
    foreign: { words: ['contains', 'includes', 'has'], help: 'use "like" to match a part of a string' },
  },
  starts_with: {
    relation: { kind: 'part', of: 'start' },
    negated: false,
    phrase: 'starts with it',
    opposite: 'does not start with it',
    foreign: { words: ['startswith', 'starts-with'], help: 'the operator is starts_with' },
  },
  ends_with: {
    relation: { kind: 'part', of: 'end' },
    negated: false,
    phrase: 'ends with it',
    opposite: 'does not end with it',
    foreign: { words: ['endswith', 'ends-with'], help: 'the operator is ends_with' },
  },
};



const OPERATORS                                          = rows;

/** The words of the operators, in the order of the table. */
const WORDS = Object.keys(OPERATORS);

/** `in` is `=` with several literals. */
const IN = { word: 'in', relation: EQUALITY, phrase: 'is in the list', opposite: 'is not in the list' };

/** The test of one value. A negated operator holds where it holds for no value of the field. */
function compileRelation(relation          , literal              )       {
  switch (relation.kind) {
    case 'equality':
      return compileEquality(literal)
    case 'order':
      return compileOrder(literal, relation)
    case 'part':
      return compilePart(literal, relation.of)
    case 'other':
      return relation.test(literal)
  }
}

/** Whether some value can be in the relation to a literal. Presence is not a matter of a value, so nothing equals `null`. */
function isPossible(relation          , literal              )          {
  switch (relation.kind) {
    case 'equality':
      return literal.kind !== 'null'
    case 'order':
      return isOrderable(literal)
    case 'part':
      return literal.kind === 'text'
    case 'other':
      return true
  }
}

// Lists the clauses of a filter, the fields that it uses, and what each clause demands of its field.


/** Returns the path of every clause of a filter, in order and with repetitions. */
function pathsOf(expression            )                  {
  return clausesOf(expression).map(({ path }) => path)
}

/** Returns the clauses of a filter, in order. */
function clausesOf(expression            )                                       {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return [expression]
    case 'not':
      return clausesOf(expression.term)
    case 'and':
    case 'or':
      return expression.terms.flatMap(clausesOf)
  }
}

/** What a clause demands: some value of its field in a relation to one of the literals or, negated, none. */






function demandOf(clause                         )         {
  if (clause.kind === 'in') return { relation: IN.relation, literals: clause.literals, negated: clause.negated }
  const { relation, negated } = OPERATORS[clause.operator];
  return { relation, literals: [clause.literal], negated }
}

// Compiles a syntax tree to a Plan: the same tree with a test at every node. Matching runs the test of the root; explaining
// runs the tests of all nodes, so there is no second evaluator that could disagree.
//
// Closures were measured against generated code and interpreters (docs/decisions/matching.md). They need no eval. Paths are
// split in advance, so matching only reads own properties and allocates nothing until a path crosses an array.











/** Compiles a filter's tree once, to match any number of events. */
function compile(expression            , vocabulary            )       {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return compileJunction(expression, vocabulary)
    case 'not': {
      const term = compile(expression.term, vocabulary);
      return { expression, terms: [term], matches: event => !term.matches(event) }
    }
    case 'comparison':
    case 'in':
      return { expression, terms: [], matches: compileClause(expression, vocabulary) }
  }
}

function compileJunction(expression          , vocabulary            )       {
  const terms = expression.terms.map(term => compile(term, vocabulary));
  const tests = terms.map(term => term.matches);
  const decisive = expression.kind === 'or';
  const matches = (event        )          => {
    for (const test of tests) if (test(event) === decisive) return decisive
    return !decisive
  };
  return { expression, terms, matches }
}

// To equal null is to be absent, which is not a matter of any value.
function compileClause(clause                         , vocabulary            )                             {
  const { path } = clause;
  const { relation, literals, negated } = demandOf(clause);
  const tests = literals.map(literal => compileRelation(relation, literal));
  const [only] = tests;
  const test       = tests.length === 1 && only !== undefined ? only : value => tests.some(each => each(value));
  const some = compileSome(path, vocabulary, test);
  const asksAbsence = relation.kind === 'equality' && literals.some(({ kind }) => kind === 'null');
  if (!asksAbsence) return negated ? event => !some(event) : some
  const present = compileSome(path, vocabulary, () => true);
  if (tests.length === 1) return event => present(event) === negated
  return event => (some(event) || !present(event)) !== negated
}

function compileSome(path      , vocabulary            , test      )                             {
  const { segments } = path;
  const [first] = segments;
  const alias = typeof first === 'string' ? vocabulary.aliases.get(first) : undefined;
  if (alias === undefined) return event => someValue(event, segments, 0, test)
  return event => (Object.hasOwn(event, first          ) ? someValue(event, segments, 0, test) : someValue(alias(event), segments, 1, test))
}

/** Returns every value that a path yields in an event, in document order. */
function valuesOf(event        , path                        , vocabulary            )                     {
  const values            = [];
  compileSome({ ...path}, vocabulary, value => {
    values.push(value);
    return false
  })(event);
  return values
}

function someValue(root         , segments                    , from        , test      )          {
  let value = root;
  for (let i = from; i < segments.length; i++) {
    if (Array.isArray(value)) return someElement(value, segments, i, test)
    const segment = segments[i];
    if (typeof value !== 'object' || value === null || typeof segment === 'number' || !Object.hasOwn(value, segment)) return false
    value = (value          )[segment];
  }
  if (Array.isArray(value)) return someElement(value, segments, segments.length, test)
  return value !== null && value !== undefined && test(value)
}

// A hostile event may nest arrays to any depth, so the walk keeps its own stack instead of recursing.
function someElement(array                    , segments                    , from        , test      )          {
  const stack                                   = [{ value: array, at: from }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    let { value, at } = top;
    while (at < segments.length && !Array.isArray(value)) {
      const segment = segments[at];
      if (typeof value !== 'object' || value === null || typeof segment === 'number' || !Object.hasOwn(value, segment)) break
      value = (value          )[segment];
      at++;
    }
    if (Array.isArray(value)) {
      const segment = segments[at];
      if (typeof segment === 'number') stack.push({ value: value[segment], at: at + 1 });
      else for (let i = value.length - 1; i >= 0; i--) stack.push({ value: value[i], at });
    } else if (at === segments.length && value !== null && value !== undefined && test(value)) {
      return true
    }
  }
  return false
}

// The fields and aliases a filter may name: CloudTrail's own names, Threat Stack's aliases beside them, and the fields of
// our finding events. The fields serve warnings and proofs about filters; matching never asks whether a field is known.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html


const severityCounts            = Object.fromEntries(read.SEVERITIES.map(severity => [severity, 'one']));

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
  // Not CloudTrail's: added to the events about a node, where a rule asks for it.
  target: read.TARGET_FIELDS,
};

// Names that ECR, Inspector or other scanners have for something that is called otherwise here, or that ECR does not have.
const INSTEAD                              = new Map([
  ['exploitabilityDetails', 'write lastKnownExploitAt'],
  ['epssScore', 'write epss'],
  ['cisaData', 'write knownExploited = "YES"'],
  ['kev', 'write knownExploited = "YES"'],
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

const CLOUDTRAIL_VOCABULARY             = { aliases: read.CLOUDTRAIL_ALIASES, fields: cloudtrail, values: read.CLOUDTRAIL_VALUES };

// https://www.first.org/epss/model, https://www.first.org/cvss/v4-0/
const FINDING_RANGES                       = new Map([
  ['epss', [0, 1]],
  ['score', [0, 10]],
]);

/** Events of findings are made here, so they are a closed world. */
const FINDING_VOCABULARY             = {
  aliases: new Map(),
  fields: FINDING_FIELDS,
  values: read.FINDING_VALUES,
  ranges: FINDING_RANGES,
  closed: 'finding',
  instead: INSTEAD,
};

/** For a filter that is not bound to one type of event, as on the command line. */
const VOCABULARY             = {
  aliases: read.CLOUDTRAIL_ALIASES,
  fields: { ...FINDING_FIELDS, ...cloudtrail },
  values: read.mergeValues(read.FINDING_VALUES, read.CLOUDTRAIL_VALUES),
};

// Decides a filter when only some fields are known: `false` means that no event with these fields can match. The lint uses it to find
// the operations whose events a filter can match, the gate to tell whether what a record or a scan lacks could matter.
//
// It runs the tests that match events, so it is exact about what is known, once for each event; what clauses about unknown fields have to
// do with each other is proven by imply.ts, once for each filter.





/** Whether what a path finds in an event is certain. */


/** `known` has the fields that are certain. Unless `isKnown` says otherwise, a path that begins with any other field is unknown (undefined). */
function decide(
  plan      ,
  known        ,
  isKnown          = ({ segments }) => Object.hasOwn(known, String(segments[0])),
)                      {
  const { expression, terms } = plan;
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return isKnown(expression.path) ? plan.matches(known) : undefined
    case 'not': {
      const answer = decide(terms[0]        , known, isKnown);
      return answer === undefined ? undefined : !answer
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or';
      const answers = terms.map(term => decide(term, known, isKnown));
      if (answers.includes(decisive)) return decisive
      return answers.includes(undefined) ? undefined : !decisive
    }
  }
}

var parsimmon;
var hasRequiredParsimmon;

function requireParsimmon () {
	if (hasRequiredParsimmon) return parsimmon;
	hasRequiredParsimmon = 1;

	function Parsimmon(action) {
	  if (!(this instanceof Parsimmon)) {
	    return new Parsimmon(action);
	  }
	  this._ = action;
	}

	var _ = Parsimmon.prototype;

	function times(n, f) {
	  var i = 0;
	  for (i; i < n; i++) {
	    f(i);
	  }
	}

	function forEach(f, arr) {
	  times(arr.length, function(i) {
	    f(arr[i], i, arr);
	  });
	}

	function reduce(f, seed, arr) {
	  forEach(function(elem, i, arr) {
	    seed = f(seed, elem, i, arr);
	  }, arr);
	  return seed;
	}

	function map(f, arr) {
	  return reduce(
	    function(acc, elem, i, a) {
	      return acc.concat([f(elem, i, a)]);
	    },
	    [],
	    arr
	  );
	}

	function lshiftBuffer(input) {
	  var asTwoBytes = reduce(
	    function(a, v, i, b) {
	      return a.concat(
	        i === b.length - 1
	          ? Buffer.from([v, 0]).readUInt16BE(0)
	          : b.readUInt16BE(i)
	      );
	    },
	    [],
	    input
	  );
	  return Buffer.from(
	    map(function(x) {
	      return ((x << 1) & 0xffff) >> 8;
	    }, asTwoBytes)
	  );
	}

	function consumeBitsFromBuffer(n, input) {
	  var state = { v: 0, buf: input };
	  times(n, function() {
	    state = {
	      v: (state.v << 1) | bitPeekBuffer(state.buf),
	      buf: lshiftBuffer(state.buf)
	    };
	  });
	  return state;
	}

	function bitPeekBuffer(input) {
	  return input[0] >> 7;
	}

	function sum(numArr) {
	  return reduce(
	    function(x, y) {
	      return x + y;
	    },
	    0,
	    numArr
	  );
	}

	function find(pred, arr) {
	  return reduce(
	    function(found, elem) {
	      return found || (pred(elem) ? elem : found);
	    },
	    null,
	    arr
	  );
	}

	function bufferExists() {
	  return typeof Buffer !== "undefined";
	}

	function setExists() {
	  if (Parsimmon._supportsSet !== undefined) {
	    return Parsimmon._supportsSet;
	  }
	  var exists = typeof Set !== "undefined";
	  Parsimmon._supportsSet = exists;
	  return exists;
	}

	function ensureBuffer() {
	  if (!bufferExists()) {
	    throw new Error(
	      "Buffer global does not exist; please use webpack if you need to parse Buffers in the browser."
	    );
	  }
	}

	function bitSeq(alignments) {
	  ensureBuffer();
	  var totalBits = sum(alignments);
	  if (totalBits % 8 !== 0) {
	    throw new Error(
	      "The bits [" +
	        alignments.join(", ") +
	        "] add up to " +
	        totalBits +
	        " which is not an even number of bytes; the total should be divisible by 8"
	    );
	  }
	  var bytes = totalBits / 8;

	  var tooBigRange = find(function(x) {
	    return x > 48;
	  }, alignments);
	  if (tooBigRange) {
	    throw new Error(
	      tooBigRange + " bit range requested exceeds 48 bit (6 byte) Number max."
	    );
	  }

	  return new Parsimmon(function(input, i) {
	    var newPos = bytes + i;
	    if (newPos > input.length) {
	      return makeFailure(i, bytes.toString() + " bytes");
	    }
	    return makeSuccess(
	      newPos,
	      reduce(
	        function(acc, bits) {
	          var state = consumeBitsFromBuffer(bits, acc.buf);
	          return {
	            coll: acc.coll.concat(state.v),
	            buf: state.buf
	          };
	        },
	        { coll: [], buf: input.slice(i, newPos) },
	        alignments
	      ).coll
	    );
	  });
	}

	function bitSeqObj(namedAlignments) {
	  ensureBuffer();
	  var seenKeys = {};
	  var totalKeys = 0;
	  var fullAlignments = map(function(item) {
	    if (isArray(item)) {
	      var pair = item;
	      if (pair.length !== 2) {
	        throw new Error(
	          "[" +
	            pair.join(", ") +
	            "] should be length 2, got length " +
	            pair.length
	        );
	      }
	      assertString(pair[0]);
	      assertNumber(pair[1]);
	      if (Object.prototype.hasOwnProperty.call(seenKeys, pair[0])) {
	        throw new Error("duplicate key in bitSeqObj: " + pair[0]);
	      }
	      seenKeys[pair[0]] = true;
	      totalKeys++;
	      return pair;
	    } else {
	      assertNumber(item);
	      return [null, item];
	    }
	  }, namedAlignments);
	  if (totalKeys < 1) {
	    throw new Error(
	      "bitSeqObj expects at least one named pair, got [" +
	        namedAlignments.join(", ") +
	        "]"
	    );
	  }
	  var namesOnly = map(function(pair) {
	    return pair[0];
	  }, fullAlignments);
	  var alignmentsOnly = map(function(pair) {
	    return pair[1];
	  }, fullAlignments);

	  return bitSeq(alignmentsOnly).map(function(parsed) {
	    var namedParsed = map(function(name, i) {
	      return [name, parsed[i]];
	    }, namesOnly);

	    return reduce(
	      function(obj, kv) {
	        if (kv[0] !== null) {
	          obj[kv[0]] = kv[1];
	        }
	        return obj;
	      },
	      {},
	      namedParsed
	    );
	  });
	}

	function parseBufferFor(other, length) {
	  return new Parsimmon(function(input, i) {
	    ensureBuffer();
	    if (i + length > input.length) {
	      return makeFailure(i, length + " bytes for " + other);
	    }
	    return makeSuccess(i + length, input.slice(i, i + length));
	  });
	}

	function parseBuffer(length) {
	  return parseBufferFor("buffer", length).map(function(unsafe) {
	    return Buffer.from(unsafe);
	  });
	}

	function encodedString(encoding, length) {
	  return parseBufferFor("string", length).map(function(buff) {
	    return buff.toString(encoding);
	  });
	}

	function isInteger(value) {
	  return typeof value === "number" && Math.floor(value) === value;
	}

	function assertValidIntegerByteLengthFor(who, length) {
	  if (!isInteger(length) || length < 0 || length > 6) {
	    throw new Error(who + " requires integer length in range [0, 6].");
	  }
	}

	function uintBE(length) {
	  assertValidIntegerByteLengthFor("uintBE", length);
	  return parseBufferFor("uintBE(" + length + ")", length).map(function(buff) {
	    return buff.readUIntBE(0, length);
	  });
	}

	function uintLE(length) {
	  assertValidIntegerByteLengthFor("uintLE", length);
	  return parseBufferFor("uintLE(" + length + ")", length).map(function(buff) {
	    return buff.readUIntLE(0, length);
	  });
	}

	function intBE(length) {
	  assertValidIntegerByteLengthFor("intBE", length);
	  return parseBufferFor("intBE(" + length + ")", length).map(function(buff) {
	    return buff.readIntBE(0, length);
	  });
	}

	function intLE(length) {
	  assertValidIntegerByteLengthFor("intLE", length);
	  return parseBufferFor("intLE(" + length + ")", length).map(function(buff) {
	    return buff.readIntLE(0, length);
	  });
	}

	function floatBE() {
	  return parseBufferFor("floatBE", 4).map(function(buff) {
	    return buff.readFloatBE(0);
	  });
	}

	function floatLE() {
	  return parseBufferFor("floatLE", 4).map(function(buff) {
	    return buff.readFloatLE(0);
	  });
	}

	function doubleBE() {
	  return parseBufferFor("doubleBE", 8).map(function(buff) {
	    return buff.readDoubleBE(0);
	  });
	}

	function doubleLE() {
	  return parseBufferFor("doubleLE", 8).map(function(buff) {
	    return buff.readDoubleLE(0);
	  });
	}

	function toArray(arrLike) {
	  return Array.prototype.slice.call(arrLike);
	}
	// -*- Helpers -*-

	function isParser(obj) {
	  return obj instanceof Parsimmon;
	}

	function isArray(x) {
	  return {}.toString.call(x) === "[object Array]";
	}

	function isBuffer(x) {
	  /* global Buffer */
	  return bufferExists() && Buffer.isBuffer(x);
	}

	function makeSuccess(index, value) {
	  return {
	    status: true,
	    index: index,
	    value: value,
	    furthest: -1,
	    expected: []
	  };
	}

	function makeFailure(index, expected) {
	  if (!isArray(expected)) {
	    expected = [expected];
	  }
	  return {
	    status: false,
	    index: -1,
	    value: null,
	    furthest: index,
	    expected: expected
	  };
	}

	function mergeReplies(result, last) {
	  if (!last) {
	    return result;
	  }
	  if (result.furthest > last.furthest) {
	    return result;
	  }
	  var expected =
	    result.furthest === last.furthest
	      ? union(result.expected, last.expected)
	      : last.expected;
	  return {
	    status: result.status,
	    index: result.index,
	    value: result.value,
	    furthest: last.furthest,
	    expected: expected
	  };
	}

	// index of { input => { index => { lineNumber, startOfLine } } }
	// when we see a new index we just walk backwards to the last seen index and
	// compute the new lineNumber and startOfLine from there so we don't have to
	// recompute from the whole input
	var lineColumnIndex = {};
	function makeLineColumnIndex(input, i) {
	  if (isBuffer(input)) {
	    return {
	      offset: i,
	      line: -1,
	      column: -1
	    };
	  }

	  // initialize if we haven't seen this input yet
	  if (!(input in lineColumnIndex)) {
	    lineColumnIndex[input] = {};
	  }

	  var inputIndex = lineColumnIndex[input];

	  var prevLine = 0;
	  var newLines = 0;
	  var lineStart = 0;
	  var j = i;
	  while (j >= 0) {
	    if (j in inputIndex) {
	      prevLine = inputIndex[j].line;
	      // lineStart === 0 when we haven't found a new line on the walk
	      // back from i, so we are on the same line as the previously cached
	      // index
	      if (lineStart === 0) {
	        lineStart = inputIndex[j].lineStart;
	      }
	      break;
	    }

	    if (
	      // Unix LF (\n) or Windows CRLF (\r\n) line ending
	      input.charAt(j) === "\n" ||
	      // Old Mac CR (\r) line ending
	      (input.charAt(j) === "\r" && input.charAt(j + 1) !== "\n")
	    ) {
	      newLines++;
	      // lineStart === 0 when this is the first new line we have found
	      if (lineStart === 0) {
	        lineStart = j + 1;
	      }
	    }
	    j--;
	  }

	  var lineWeAreUpTo = prevLine + newLines;
	  var columnWeAreUpTo = i - lineStart;

	  inputIndex[i] = { line: lineWeAreUpTo, lineStart: lineStart };

	  // lines and columns are 1-indexed
	  return {
	    offset: i,
	    line: lineWeAreUpTo + 1,
	    column: columnWeAreUpTo + 1
	  };
	}

	// Returns the sorted set union of two arrays of strings
	function union(xs, ys) {
	  // for newer browsers/node we can improve performance by using
	  // modern JS
	  if (setExists() && Array.from) {
	    // eslint-disable-next-line no-undef
	    var set = new Set(xs);
	    for (var y = 0; y < ys.length; y++) {
	      set.add(ys[y]);
	    }
	    var arr = Array.from(set);
	    arr.sort();
	    return arr;
	  }
	  var obj = {};
	  for (var i = 0; i < xs.length; i++) {
	    obj[xs[i]] = true;
	  }
	  for (var j = 0; j < ys.length; j++) {
	    obj[ys[j]] = true;
	  }
	  var keys = [];
	  for (var k in obj) {
	    if ({}.hasOwnProperty.call(obj, k)) {
	      keys.push(k);
	    }
	  }
	  keys.sort();
	  return keys;
	}

	function assertParser(p) {
	  if (!isParser(p)) {
	    throw new Error("not a parser: " + p);
	  }
	}

	function get(input, i) {
	  if (typeof input === "string") {
	    return input.charAt(i);
	  }
	  return input[i];
	}

	// TODO[ES5]: Switch to Array.isArray eventually.
	function assertArray(x) {
	  if (!isArray(x)) {
	    throw new Error("not an array: " + x);
	  }
	}

	function assertNumber(x) {
	  if (typeof x !== "number") {
	    throw new Error("not a number: " + x);
	  }
	}

	function assertRegexp(x) {
	  if (!(x instanceof RegExp)) {
	    throw new Error("not a regexp: " + x);
	  }
	  var f = flags(x);
	  for (var i = 0; i < f.length; i++) {
	    var c = f.charAt(i);
	    // Only allow regexp flags [imus] for now, since [g] and [y] specifically
	    // mess up Parsimmon. If more non-stateful regexp flags are added in the
	    // future, this will need to be revisited.
	    if (c !== "i" && c !== "m" && c !== "u" && c !== "s") {
	      throw new Error('unsupported regexp flag "' + c + '": ' + x);
	    }
	  }
	}

	function assertFunction(x) {
	  if (typeof x !== "function") {
	    throw new Error("not a function: " + x);
	  }
	}

	function assertString(x) {
	  if (typeof x !== "string") {
	    throw new Error("not a string: " + x);
	  }
	}

	// -*- Error Formatting -*-

	var linesBeforeStringError = 2;
	var linesAfterStringError = 3;
	var bytesPerLine = 8;
	var bytesBefore = bytesPerLine * 5;
	var bytesAfter = bytesPerLine * 4;
	var defaultLinePrefix = "  ";

	function repeat(string, amount) {
	  return new Array(amount + 1).join(string);
	}

	function formatExpected(expected) {
	  if (expected.length === 1) {
	    return "Expected:\n\n" + expected[0];
	  }
	  return "Expected one of the following: \n\n" + expected.join(", ");
	}

	function leftPad(str, pad, char) {
	  var add = pad - str.length;
	  if (add <= 0) {
	    return str;
	  }
	  return repeat(char, add) + str;
	}

	function toChunks(arr, chunkSize) {
	  var length = arr.length;
	  var chunks = [];
	  var chunkIndex = 0;

	  if (length <= chunkSize) {
	    return [arr.slice()];
	  }

	  for (var i = 0; i < length; i++) {
	    if (!chunks[chunkIndex]) {
	      chunks.push([]);
	    }

	    chunks[chunkIndex].push(arr[i]);

	    if ((i + 1) % chunkSize === 0) {
	      chunkIndex++;
	    }
	  }

	  return chunks;
	}

	// Get a range of indexes including `i`-th element and `before` and `after` amount of elements from `arr`.
	function rangeFromIndexAndOffsets(i, before, after, length) {
	  return {
	    // Guard against the negative upper bound for lines included in the output.
	    from: i - before > 0 ? i - before : 0,
	    to: i + after > length ? length : i + after
	  };
	}

	function byteRangeToRange(byteRange) {
	  // Exception for inputs smaller than `bytesPerLine`
	  if (byteRange.from === 0 && byteRange.to === 1) {
	    return {
	      from: byteRange.from,
	      to: byteRange.to
	    };
	  }

	  return {
	    from: byteRange.from / bytesPerLine,
	    // Round `to`, so we don't get float if the amount of bytes is not divisible by `bytesPerLine`
	    to: Math.floor(byteRange.to / bytesPerLine)
	  };
	}

	function formatGot(input, error) {
	  var index = error.index;
	  var i = index.offset;

	  var verticalMarkerLength = 1;
	  var column;
	  var lineWithErrorIndex;
	  var lines;
	  var lineRange;
	  var lastLineNumberLabelLength;

	  if (i === input.length) {
	    return "Got the end of the input";
	  }

	  if (isBuffer(input)) {
	    var byteLineWithErrorIndex = i - (i % bytesPerLine);
	    var columnByteIndex = i - byteLineWithErrorIndex;
	    var byteRange = rangeFromIndexAndOffsets(
	      byteLineWithErrorIndex,
	      bytesBefore,
	      bytesAfter + bytesPerLine,
	      input.length
	    );
	    var bytes = input.slice(byteRange.from, byteRange.to);
	    var bytesInChunks = toChunks(bytes.toJSON().data, bytesPerLine);

	    var byteLines = map(function(byteRow) {
	      return map(function(byteValue) {
	        // Prefix byte values with a `0` if they are shorter than 2 characters.
	        return leftPad(byteValue.toString(16), 2, "0");
	      }, byteRow);
	    }, bytesInChunks);

	    lineRange = byteRangeToRange(byteRange);
	    lineWithErrorIndex = byteLineWithErrorIndex / bytesPerLine;
	    column = columnByteIndex * 3;

	    // Account for an extra space.
	    if (columnByteIndex >= 4) {
	      column += 1;
	    }

	    verticalMarkerLength = 2;
	    lines = map(function(byteLine) {
	      return byteLine.length <= 4
	        ? byteLine.join(" ")
	        : byteLine.slice(0, 4).join(" ") + "  " + byteLine.slice(4).join(" ");
	    }, byteLines);
	    lastLineNumberLabelLength = (
	      (lineRange.to > 0 ? lineRange.to - 1 : lineRange.to) * 8
	    ).toString(16).length;

	    if (lastLineNumberLabelLength < 2) {
	      lastLineNumberLabelLength = 2;
	    }
	  } else {
	    var inputLines = input.split(/\r\n|[\n\r\u2028\u2029]/);
	    column = index.column - 1;
	    lineWithErrorIndex = index.line - 1;
	    lineRange = rangeFromIndexAndOffsets(
	      lineWithErrorIndex,
	      linesBeforeStringError,
	      linesAfterStringError,
	      inputLines.length
	    );

	    lines = inputLines.slice(lineRange.from, lineRange.to);
	    lastLineNumberLabelLength = lineRange.to.toString().length;
	  }

	  var lineWithErrorCurrentIndex = lineWithErrorIndex - lineRange.from;

	  if (isBuffer(input)) {
	    lastLineNumberLabelLength = (
	      (lineRange.to > 0 ? lineRange.to - 1 : lineRange.to) * 8
	    ).toString(16).length;

	    if (lastLineNumberLabelLength < 2) {
	      lastLineNumberLabelLength = 2;
	    }
	  }

	  var linesWithLineNumbers = reduce(
	    function(acc, lineSource, index) {
	      var isLineWithError = index === lineWithErrorCurrentIndex;
	      var prefix = isLineWithError ? "> " : defaultLinePrefix;
	      var lineNumberLabel;

	      if (isBuffer(input)) {
	        lineNumberLabel = leftPad(
	          ((lineRange.from + index) * 8).toString(16),
	          lastLineNumberLabelLength,
	          "0"
	        );
	      } else {
	        lineNumberLabel = leftPad(
	          (lineRange.from + index + 1).toString(),
	          lastLineNumberLabelLength,
	          " "
	        );
	      }

	      return [].concat(
	        acc,
	        [prefix + lineNumberLabel + " | " + lineSource],
	        isLineWithError
	          ? [
	              defaultLinePrefix +
	                repeat(" ", lastLineNumberLabelLength) +
	                " | " +
	                leftPad("", column, " ") +
	                repeat("^", verticalMarkerLength)
	            ]
	          : []
	      );
	    },
	    [],
	    lines
	  );

	  return linesWithLineNumbers.join("\n");
	}

	function formatError(input, error) {
	  return [
	    "\n",
	    "-- PARSING FAILED " + repeat("-", 50),
	    "\n\n",
	    formatGot(input, error),
	    "\n\n",
	    formatExpected(error.expected),
	    "\n"
	  ].join("");
	}

	function flags(re) {
	  if (re.flags !== undefined) {
	    return re.flags;
	  }
	  // legacy browser support
	  return [
	    re.global ? "g" : "",
	    re.ignoreCase ? "i" : "",
	    re.multiline ? "m" : "",
	    re.unicode ? "u" : "",
	    re.sticky ? "y" : ""
	  ].join("");
	}

	function anchoredRegexp(re) {
	  return RegExp("^(?:" + re.source + ")", flags(re));
	}

	// -*- Combinators -*-

	function seq() {
	  var parsers = [].slice.call(arguments);
	  var numParsers = parsers.length;
	  for (var j = 0; j < numParsers; j += 1) {
	    assertParser(parsers[j]);
	  }
	  return Parsimmon(function(input, i) {
	    var result;
	    var accum = new Array(numParsers);
	    for (var j = 0; j < numParsers; j += 1) {
	      result = mergeReplies(parsers[j]._(input, i), result);
	      if (!result.status) {
	        return result;
	      }
	      accum[j] = result.value;
	      i = result.index;
	    }
	    return mergeReplies(makeSuccess(i, accum), result);
	  });
	}

	function seqObj() {
	  var seenKeys = {};
	  var totalKeys = 0;
	  var parsers = toArray(arguments);
	  var numParsers = parsers.length;
	  for (var j = 0; j < numParsers; j += 1) {
	    var p = parsers[j];
	    if (isParser(p)) {
	      continue;
	    }
	    if (isArray(p)) {
	      var isWellFormed =
	        p.length === 2 && typeof p[0] === "string" && isParser(p[1]);
	      if (isWellFormed) {
	        var key = p[0];
	        if (Object.prototype.hasOwnProperty.call(seenKeys, key)) {
	          throw new Error("seqObj: duplicate key " + key);
	        }
	        seenKeys[key] = true;
	        totalKeys++;
	        continue;
	      }
	    }
	    throw new Error(
	      "seqObj arguments must be parsers or [string, parser] array pairs."
	    );
	  }
	  if (totalKeys === 0) {
	    throw new Error("seqObj expects at least one named parser, found zero");
	  }
	  return Parsimmon(function(input, i) {
	    var result;
	    var accum = {};
	    for (var j = 0; j < numParsers; j += 1) {
	      var name;
	      var parser;
	      if (isArray(parsers[j])) {
	        name = parsers[j][0];
	        parser = parsers[j][1];
	      } else {
	        name = null;
	        parser = parsers[j];
	      }
	      result = mergeReplies(parser._(input, i), result);
	      if (!result.status) {
	        return result;
	      }
	      if (name) {
	        accum[name] = result.value;
	      }
	      i = result.index;
	    }
	    return mergeReplies(makeSuccess(i, accum), result);
	  });
	}

	function seqMap() {
	  var args = [].slice.call(arguments);
	  if (args.length === 0) {
	    throw new Error("seqMap needs at least one argument");
	  }
	  var mapper = args.pop();
	  assertFunction(mapper);
	  return seq.apply(null, args).map(function(results) {
	    return mapper.apply(null, results);
	  });
	}

	// TODO[ES5]: Revisit this with Object.keys and .bind.
	function createLanguage(parsers) {
	  var language = {};
	  for (var key in parsers) {
	    if ({}.hasOwnProperty.call(parsers, key)) {
	      (function(key) {
	        var func = function() {
	          return parsers[key](language);
	        };
	        language[key] = lazy(func);
	      })(key);
	    }
	  }
	  return language;
	}

	function alt() {
	  var parsers = [].slice.call(arguments);
	  var numParsers = parsers.length;
	  if (numParsers === 0) {
	    return fail("zero alternates");
	  }
	  for (var j = 0; j < numParsers; j += 1) {
	    assertParser(parsers[j]);
	  }
	  return Parsimmon(function(input, i) {
	    var result;
	    for (var j = 0; j < parsers.length; j += 1) {
	      result = mergeReplies(parsers[j]._(input, i), result);
	      if (result.status) {
	        return result;
	      }
	    }
	    return result;
	  });
	}

	function sepBy(parser, separator) {
	  // Argument asserted by sepBy1
	  return sepBy1(parser, separator).or(succeed([]));
	}

	function sepBy1(parser, separator) {
	  assertParser(parser);
	  assertParser(separator);
	  var pairs = separator.then(parser).many();
	  return seqMap(parser, pairs, function(r, rs) {
	    return [r].concat(rs);
	  });
	}

	// -*- Core Parsing Methods -*-

	_.parse = function(input) {
	  if (typeof input !== "string" && !isBuffer(input)) {
	    throw new Error(
	      ".parse must be called with a string or Buffer as its argument"
	    );
	  }
	  var parseResult = this.skip(eof)._(input, 0);

	  var result;
	  if (parseResult.status) {
	    result = {
	      status: true,
	      value: parseResult.value
	    };
	  } else {
	    result = {
	      status: false,
	      index: makeLineColumnIndex(input, parseResult.furthest),
	      expected: parseResult.expected
	    };
	  }

	  // release memory from lineColumnIndex now we are done parsing
	  delete lineColumnIndex[input];

	  return result;
	};

	// -*- Other Methods -*-

	_.tryParse = function(str) {
	  var result = this.parse(str);
	  if (result.status) {
	    return result.value;
	  } else {
	    var msg = formatError(str, result);
	    var err = new Error(msg);
	    err.type = "ParsimmonError";
	    err.result = result;
	    throw err;
	  }
	};

	_.assert = function(condition, errorMessage) {
	  return this.chain(function(value) {
	    return condition(value) ? succeed(value) : fail(errorMessage);
	  });
	};

	_.or = function(alternative) {
	  return alt(this, alternative);
	};

	_.trim = function(parser) {
	  return this.wrap(parser, parser);
	};

	_.wrap = function(leftParser, rightParser) {
	  return seqMap(leftParser, this, rightParser, function(left, middle) {
	    return middle;
	  });
	};

	_.thru = function(wrapper) {
	  return wrapper(this);
	};

	_.then = function(next) {
	  assertParser(next);
	  return seq(this, next).map(function(results) {
	    return results[1];
	  });
	};

	_.many = function() {
	  var self = this;

	  return Parsimmon(function(input, i) {
	    var accum = [];
	    var result = undefined;

	    for (;;) {
	      result = mergeReplies(self._(input, i), result);
	      if (result.status) {
	        if (i === result.index) {
	          throw new Error(
	            "infinite loop detected in .many() parser --- calling .many() on " +
	              "a parser which can accept zero characters is usually the cause"
	          );
	        }
	        i = result.index;
	        accum.push(result.value);
	      } else {
	        return mergeReplies(makeSuccess(i, accum), result);
	      }
	    }
	  });
	};

	_.tieWith = function(separator) {
	  assertString(separator);
	  return this.map(function(args) {
	    assertArray(args);
	    if (args.length) {
	      assertString(args[0]);
	      var s = args[0];
	      for (var i = 1; i < args.length; i++) {
	        assertString(args[i]);
	        s += separator + args[i];
	      }
	      return s;
	    } else {
	      return "";
	    }
	  });
	};

	_.tie = function() {
	  return this.tieWith("");
	};

	_.times = function(min, max) {
	  var self = this;
	  if (arguments.length < 2) {
	    max = min;
	  }
	  assertNumber(min);
	  assertNumber(max);
	  return Parsimmon(function(input, i) {
	    var accum = [];
	    var result = undefined;
	    var prevResult = undefined;
	    for (var times = 0; times < min; times += 1) {
	      result = self._(input, i);
	      prevResult = mergeReplies(result, prevResult);
	      if (result.status) {
	        i = result.index;
	        accum.push(result.value);
	      } else {
	        return prevResult;
	      }
	    }
	    for (; times < max; times += 1) {
	      result = self._(input, i);
	      prevResult = mergeReplies(result, prevResult);
	      if (result.status) {
	        i = result.index;
	        accum.push(result.value);
	      } else {
	        break;
	      }
	    }
	    return mergeReplies(makeSuccess(i, accum), prevResult);
	  });
	};

	_.result = function(res) {
	  return this.map(function() {
	    return res;
	  });
	};

	_.atMost = function(n) {
	  return this.times(0, n);
	};

	_.atLeast = function(n) {
	  return seqMap(this.times(n), this.many(), function(init, rest) {
	    return init.concat(rest);
	  });
	};

	_.map = function(fn) {
	  assertFunction(fn);
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var result = self._(input, i);
	    if (!result.status) {
	      return result;
	    }
	    return mergeReplies(makeSuccess(result.index, fn(result.value)), result);
	  });
	};

	_.contramap = function(fn) {
	  assertFunction(fn);
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var result = self.parse(fn(input.slice(i)));
	    if (!result.status) {
	      return result;
	    }
	    return makeSuccess(i + input.length, result.value);
	  });
	};

	_.promap = function(f, g) {
	  assertFunction(f);
	  assertFunction(g);
	  return this.contramap(f).map(g);
	};

	_.skip = function(next) {
	  return seq(this, next).map(function(results) {
	    return results[0];
	  });
	};

	_.mark = function() {
	  return seqMap(index, this, index, function(start, value, end) {
	    return {
	      start: start,
	      value: value,
	      end: end
	    };
	  });
	};

	_.node = function(name) {
	  return seqMap(index, this, index, function(start, value, end) {
	    return {
	      name: name,
	      value: value,
	      start: start,
	      end: end
	    };
	  });
	};

	_.sepBy = function(separator) {
	  return sepBy(this, separator);
	};

	_.sepBy1 = function(separator) {
	  return sepBy1(this, separator);
	};

	_.lookahead = function(x) {
	  return this.skip(lookahead(x));
	};

	_.notFollowedBy = function(x) {
	  return this.skip(notFollowedBy(x));
	};

	_.desc = function(expected) {
	  if (!isArray(expected)) {
	    expected = [expected];
	  }
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var reply = self._(input, i);
	    if (!reply.status) {
	      reply.expected = expected;
	    }
	    return reply;
	  });
	};

	_.fallback = function(result) {
	  return this.or(succeed(result));
	};

	_.ap = function(other) {
	  return seqMap(other, this, function(f, x) {
	    return f(x);
	  });
	};

	_.chain = function(f) {
	  var self = this;
	  return Parsimmon(function(input, i) {
	    var result = self._(input, i);
	    if (!result.status) {
	      return result;
	    }
	    var nextParser = f(result.value);
	    return mergeReplies(nextParser._(input, result.index), result);
	  });
	};

	// -*- Constructors -*-

	function string(str) {
	  assertString(str);
	  var expected = "'" + str + "'";
	  return Parsimmon(function(input, i) {
	    var j = i + str.length;
	    var head = input.slice(i, j);
	    if (head === str) {
	      return makeSuccess(j, head);
	    } else {
	      return makeFailure(i, expected);
	    }
	  });
	}

	function byte(b) {
	  ensureBuffer();
	  assertNumber(b);
	  if (b > 0xff) {
	    throw new Error(
	      "Value specified to byte constructor (" +
	        b +
	        "=0x" +
	        b.toString(16) +
	        ") is larger in value than a single byte."
	    );
	  }
	  var expected = (b > 0xf ? "0x" : "0x0") + b.toString(16);
	  return Parsimmon(function(input, i) {
	    var head = get(input, i);
	    if (head === b) {
	      return makeSuccess(i + 1, head);
	    } else {
	      return makeFailure(i, expected);
	    }
	  });
	}

	function regexp(re, group) {
	  assertRegexp(re);
	  if (arguments.length >= 2) {
	    assertNumber(group);
	  } else {
	    group = 0;
	  }
	  var anchored = anchoredRegexp(re);
	  var expected = "" + re;
	  return Parsimmon(function(input, i) {
	    var match = anchored.exec(input.slice(i));
	    if (match) {
	      if (0 <= group && group <= match.length) {
	        var fullMatch = match[0];
	        var groupMatch = match[group];
	        return makeSuccess(i + fullMatch.length, groupMatch);
	      }
	      var message =
	        "valid match group (0 to " + match.length + ") in " + expected;
	      return makeFailure(i, message);
	    }
	    return makeFailure(i, expected);
	  });
	}

	function succeed(value) {
	  return Parsimmon(function(input, i) {
	    return makeSuccess(i, value);
	  });
	}

	function fail(expected) {
	  return Parsimmon(function(input, i) {
	    return makeFailure(i, expected);
	  });
	}

	function lookahead(x) {
	  if (isParser(x)) {
	    return Parsimmon(function(input, i) {
	      var result = x._(input, i);
	      result.index = i;
	      result.value = "";
	      return result;
	    });
	  } else if (typeof x === "string") {
	    return lookahead(string(x));
	  } else if (x instanceof RegExp) {
	    return lookahead(regexp(x));
	  }
	  throw new Error("not a string, regexp, or parser: " + x);
	}

	function notFollowedBy(parser) {
	  assertParser(parser);
	  return Parsimmon(function(input, i) {
	    var result = parser._(input, i);
	    var text = input.slice(i, result.index);
	    return result.status
	      ? makeFailure(i, 'not "' + text + '"')
	      : makeSuccess(i, null);
	  });
	}

	function test(predicate) {
	  assertFunction(predicate);
	  return Parsimmon(function(input, i) {
	    var char = get(input, i);
	    if (i < input.length && predicate(char)) {
	      return makeSuccess(i + 1, char);
	    } else {
	      return makeFailure(i, "a character/byte matching " + predicate);
	    }
	  });
	}

	function oneOf(str) {
	  var expected = str.split("");
	  for (var idx = 0; idx < expected.length; idx++) {
	    expected[idx] = "'" + expected[idx] + "'";
	  }
	  return test(function(ch) {
	    return str.indexOf(ch) >= 0;
	  }).desc(expected);
	}

	function noneOf(str) {
	  return test(function(ch) {
	    return str.indexOf(ch) < 0;
	  }).desc("none of '" + str + "'");
	}

	function custom(parsingFunction) {
	  return Parsimmon(parsingFunction(makeSuccess, makeFailure));
	}

	// TODO[ES5]: Improve error message using JSON.stringify eventually.
	function range(begin, end) {
	  return test(function(ch) {
	    return begin <= ch && ch <= end;
	  }).desc(begin + "-" + end);
	}

	function takeWhile(predicate) {
	  assertFunction(predicate);

	  return Parsimmon(function(input, i) {
	    var j = i;
	    while (j < input.length && predicate(get(input, j))) {
	      j++;
	    }
	    return makeSuccess(j, input.slice(i, j));
	  });
	}

	function lazy(desc, f) {
	  if (arguments.length < 2) {
	    f = desc;
	    desc = undefined;
	  }

	  var parser = Parsimmon(function(input, i) {
	    parser._ = f()._;
	    return parser._(input, i);
	  });

	  if (desc) {
	    return parser.desc(desc);
	  } else {
	    return parser;
	  }
	}

	// -*- Fantasy Land Extras -*-

	function empty() {
	  return fail("fantasy-land/empty");
	}

	_.concat = _.or;
	_.empty = empty;
	_.of = succeed;
	_["fantasy-land/ap"] = _.ap;
	_["fantasy-land/chain"] = _.chain;
	_["fantasy-land/concat"] = _.concat;
	_["fantasy-land/empty"] = _.empty;
	_["fantasy-land/of"] = _.of;
	_["fantasy-land/map"] = _.map;

	// -*- Base Parsers -*-

	var index = Parsimmon(function(input, i) {
	  return makeSuccess(i, makeLineColumnIndex(input, i));
	});

	var any = Parsimmon(function(input, i) {
	  if (i >= input.length) {
	    return makeFailure(i, "any character/byte");
	  }
	  return makeSuccess(i + 1, get(input, i));
	});

	var all = Parsimmon(function(input, i) {
	  return makeSuccess(input.length, input.slice(i));
	});

	var eof = Parsimmon(function(input, i) {
	  if (i < input.length) {
	    return makeFailure(i, "EOF");
	  }
	  return makeSuccess(i, null);
	});

	var digit = regexp(/[0-9]/).desc("a digit");
	var digits = regexp(/[0-9]*/).desc("optional digits");
	var letter = regexp(/[a-z]/i).desc("a letter");
	var letters = regexp(/[a-z]*/i).desc("optional letters");
	var optWhitespace = regexp(/\s*/).desc("optional whitespace");
	var whitespace = regexp(/\s+/).desc("whitespace");
	var cr = string("\r");
	var lf = string("\n");
	var crlf = string("\r\n");
	var newline = alt(crlf, lf, cr).desc("newline");
	var end = alt(newline, eof);

	Parsimmon.all = all;
	Parsimmon.alt = alt;
	Parsimmon.any = any;
	Parsimmon.cr = cr;
	Parsimmon.createLanguage = createLanguage;
	Parsimmon.crlf = crlf;
	Parsimmon.custom = custom;
	Parsimmon.digit = digit;
	Parsimmon.digits = digits;
	Parsimmon.empty = empty;
	Parsimmon.end = end;
	Parsimmon.eof = eof;
	Parsimmon.fail = fail;
	Parsimmon.formatError = formatError;
	Parsimmon.index = index;
	Parsimmon.isParser = isParser;
	Parsimmon.lazy = lazy;
	Parsimmon.letter = letter;
	Parsimmon.letters = letters;
	Parsimmon.lf = lf;
	Parsimmon.lookahead = lookahead;
	Parsimmon.makeFailure = makeFailure;
	Parsimmon.makeSuccess = makeSuccess;
	Parsimmon.newline = newline;
	Parsimmon.noneOf = noneOf;
	Parsimmon.notFollowedBy = notFollowedBy;
	Parsimmon.of = succeed;
	Parsimmon.oneOf = oneOf;
	Parsimmon.optWhitespace = optWhitespace;
	Parsimmon.Parser = Parsimmon;
	Parsimmon.range = range;
	Parsimmon.regex = regexp;
	Parsimmon.regexp = regexp;
	Parsimmon.sepBy = sepBy;
	Parsimmon.sepBy1 = sepBy1;
	Parsimmon.seq = seq;
	Parsimmon.seqMap = seqMap;
	Parsimmon.seqObj = seqObj;
	Parsimmon.string = string;
	Parsimmon.succeed = succeed;
	Parsimmon.takeWhile = takeWhile;
	Parsimmon.test = test;
	Parsimmon.whitespace = whitespace;
	Parsimmon["fantasy-land/empty"] = empty;
	Parsimmon["fantasy-land/of"] = succeed;

	Parsimmon.Binary = {
	  bitSeq: bitSeq,
	  bitSeqObj: bitSeqObj,
	  byte: byte,
	  buffer: parseBuffer,
	  encodedString: encodedString,
	  uintBE: uintBE,
	  uint8BE: uintBE(1),
	  uint16BE: uintBE(2),
	  uint32BE: uintBE(4),
	  uintLE: uintLE,
	  uint8LE: uintLE(1),
	  uint16LE: uintLE(2),
	  uint32LE: uintLE(4),
	  intBE: intBE,
	  int8BE: intBE(1),
	  int16BE: intBE(2),
	  int32BE: intBE(4),
	  intLE: intLE,
	  int8LE: intLE(1),
	  int16LE: intLE(2),
	  int32LE: intLE(4),
	  floatBE: floatBE(),
	  floatLE: floatLE(),
	  doubleBE: doubleBE(),
	  doubleLE: doubleLE()
	};

	parsimmon = Parsimmon;
	return parsimmon;
}

var parsimmonExports = requireParsimmon();
const P = /*@__PURE__*/address.getDefaultExportFromCjs(parsimmonExports);

// The syntax tree of a filter. It is plain data: every later step (check, compile, explain, print, a translation) reads it
// and none changes it.
//
// `and` and `or` are flat lists rather than nested pairs: a generated rule may join thousands of clauses. A list is walked in a
// loop, whereas nested pairs would need recursion that deep.




/** The position of a part in the filter's text, without surrounding spaces: UTF-16 offsets, the end exclusive. */





/** A step of a path: the name of an own property, or an index into an array. */









































/** Words that cannot begin a path unless they are quoted. */
const RESERVED                    = ['and', 'or', 'not', 'true', 'false', 'null'];

/** A segment that needs no quotes. */
const BARE_SEGMENT = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Regular expression source for a closed quoted text, with either kind of quotes; a backslash escapes the next character. */
const QUOTED_TEXT = String.raw`"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'`;

// Splits the text of a filter into tokens, whether or not it is a valid filter: for what looks at it before the grammar does, and for
// the diagnosis of what the grammar cannot read.


/** Any token. A quoted string is one token, whatever its quotes are and whether or not it is closed. */
const TOKEN = new RegExp(
  [
    QUOTED_TEXT,
    String.raw`["'][\s\S]*`,
    '[“”„][^“”„]*[“”„]?|[‘’‚][^‘’‚]*[‘’‚]?',
    String.raw`[()]|&&?|\|\|?`,
    String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+)*`,
    String.raw`[^\s()"'“”„‘’‚&|A-Za-z_]+|\s+`,
  ].join('|'),
  'y',
);

/** The token at `offset`, or undefined at the end of the text. */
function tokenAt(text        , offset        )                     {
  return match(TOKEN, text, offset)
}

/** What a sticky expression finds at `offset`. */
function match(pattern        , text        , offset        )                     {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0]
}

function skipSpaces(text        , offset        )         {
  return offset + (match(/\s*/y, text, offset)?.length ?? 0)
}

/** Whether a token joins clauses, here or in another language. */
function isJoin(token        )          {
  return /^(?:and|or|&&?|\|\|?)$/i.test(token)
}

/** The token behind the spaces at `offset`, as a message names it. */
function found(text        , offset        )         {
  const token = tokenAt(text, skipSpaces(text, offset));
  if (token === undefined) return 'the end of the filter'
  return /^["']/.test(token) ? read.printable(token, 60) : read.quote(token)
}

// Measures how deep a filter is nested before it is parsed, because the parser would overflow the stack.


/**
 * Returns where a filter is nested more than `most` levels deep, if anywhere. Each `not` and each parenthesis that opens a group adds a
 * level; the level of a `not` ends with its operand. The parenthesis of a list (`in (…)`) and the `not` of `not in` add none.
 */
function findTooDeep(text        , most        )                     {
  const outer           = [];
  let level = 0;
  // Whether a `not` belongs to `not in` shows only at the next word.
  let pending = 0;
  let last = { word: '', at: 0 };
  for (let at = 0, token = tokenAt(text, 0); token !== undefined; at += token.length, token = tokenAt(text, at)) {
    if (/^\s/.test(token)) continue
    const word = token.toLowerCase();
    if (word === 'in' && last.word === 'not') pending--;
    if (level + pending > most) return last.at
    if (word === 'not') pending++;
    if (word === '(') {
      outer.push(level);
      level += pending + (last.word === 'in' ? 0 : 1);
      pending = 0;
    }
    if (word === ')') level = outer.pop() ?? 0;
    if (word === ')' || word === 'and' || word === 'or') pending = 0;
    last = { word, at };
  }
  return level + pending > most ? last.at : undefined
}

// How operators are written, here and in other languages: what the parser and the diagnosis read from the table.


const isSign = (word        )          => /^\W/.test(word);

function isOperator(word        )                   {
  return Object.hasOwn(OPERATORS, word)
}

/** An operator of another language: what to tell who writes it, and what to write instead, if there is anything. */





const PARTS = WORDS.filter(word => OPERATORS[word].relation.kind === 'part');
const NO_PATTERNS = {
  help: `regular expressions are not supported; use ${PARTS.slice(0, -1).join(', ')} or ${PARTS.at(-1)} to match a part of a string`,
};

const FOREIGN                                       = new Map                         ([
  ...['=~', '!~', '~', 'matches', 'regex'].map(word => [word, NO_PATTERNS]         ),
  ...WORDS.flatMap(right => {
    const { words = [], help = '' } = OPERATORS[right].foreign ?? {};
    return words.map(word => [word, { help, right }]         )
  }),
]);

const escapeSign = (text        )         => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/** The characters of signs, of operators here and elsewhere, as in the brackets of a regular expression. */
const SIGNS = [...new Set([...WORDS, ...FOREIGN.keys()].filter(isSign).join(''))].map(escapeSign).join('');

/** Regular expression source for any operator. A word must not go on with one of the characters in `more`. */
function operatorPattern(more        )         {
  const longestFirst = [...WORDS].sort((a, b) => b.length - a.length);
  return longestFirst.map(word => (isSign(word) ? escapeSign(word) : `${word}(?![${more}])`)).join('|')
}

// Diagnoses a clause that the grammar could not read, and finds where the next clause begins.
//
// The grammar only describes valid filters. This file reads an invalid clause again, from the left, up to the first token that
// does not belong there. It recognizes the mistakes people bring from other languages. Then it skips the clause, so that one
// run reports every mistake in a filter.







/** A path as people write it; its segments may still be invalid. */
const LOOSE_PATH = new RegExp(String.raw`(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*)(?:\.?(?:${QUOTED_TEXT}|[A-Za-z_][\w-]*|\[[^\]\s]*\]))*`, 'y');

/** What cannot follow a path, because neither an operator nor another token begins with it. */
const AFTER_PATH = new RegExp(String.raw`^[^\s()"'“”„‘’‚&|${SIGNS}]`);

const OPERATOR = new RegExp(operatorPattern(String.raw`\w-`), 'iy');
const WORD = /[A-Za-z_][\w-]*/y;
const SIGN = new RegExp(`[${SIGNS}]+`, 'y');

/** What ends a value without quotes. A colon does not: times have colons. */
const ENDS = String.raw`\s()"'&|,${SIGNS.replace(':', '')}`;
const BARE_VALUE = new RegExp(`[^“”„‘’‚${ENDS}]+`, 'y');

/** Threat Stack's name for a list that is kept beside its rules. */
const LOOKUP_LIST = new RegExp(`@(?:${QUOTED_TEXT}|[^${ENDS}]+)`, 'y');

/** Returns the offset where the clause at `offset` ends: at the next `and`, `or` or unbalanced `)`, or at the end of the text. */
function skipClause(text        , offset        )         {
  let depth = 0;
  let at = offset;
  for (let token = tokenAt(text, at); token !== undefined; token = tokenAt(text, at)) {
    if (depth === 0 && (token === ')' || isJoin(token))) return at
    if (token === '(') depth++;
    if (token === ')') depth--;
    at += token.length;
  }
  return text.length
}

/** Diagnoses the clause at `offset`, which the grammar could not read. */
function diagnoseClause(text        , offset        )                {
  const path = match(LOOSE_PATH, text, offset);
  if (path === undefined || /^(?:and|or|not|true|false|null)$/i.test(path)) return diagnoseStart(text, offset)
  const wrongSegment = path.search(/\[(?!\d{1,9}\])/);
  const behindPath = offset + path.length;
  if (wrongSegment >= 0) {
    return problem(offset + wrongSegment, 'expected a position in an array, such as [0]', 'a name with other characters is quoted: a."b c"')
  }
  if (text[behindPath] === '.' || AFTER_PATH.test(text.slice(behindPath, behindPath + 1))) {
    const at = text[behindPath] === '.' ? behindPath + 1 : behindPath;
    return problem(at, `expected a field name, found ${found(text, at)}`, 'a name with other characters is quoted: tags."cost center"')
  }
  return diagnoseOperator(text, path, skipSpaces(text, behindPath))
}

/** Diagnoses the text at `offset` after a complete clause, where `and`, `or` or the end of the filter should be. */
function diagnoseJoin(text        , offset        )                {
  const token = tokenAt(text, offset);
  if (token === ')') return problem(offset, 'this ")" has no matching "("', 'remove it or add the "("')
  return problem(offset, `expected "and", "or" or the end of the filter, found ${found(text, offset)}`)
}

/** Reports a token that joins clauses in other languages, such as `&&`. */
function diagnoseForeignJoin(offset        , token        )                {
  const word = token.startsWith('&') ? 'and' : 'or';
  return problem(offset, `expected "${word}", found "${token}"`, `clauses are joined with "${word}"`)
}

function problem(offset        , message        , help         )                {
  return { level: 'error', kind: 'filter-syntax', message, offset, ...(help === undefined ? {} : { help }) }
}

function diagnoseStart(text        , offset        )                {
  const token = tokenAt(text, offset);
  if (token === undefined || token === ')' || isJoin(token)) {
    return problem(
      offset,
      `expected a comparison, found ${found(text, offset)}`,
      'a comparison is a field, an operator and a value: eventName = "PutImage"',
    )
  }
  if (token.startsWith('!')) return problem(offset, `expected a comparison, found ${found(text, offset)}`, 'negation is written "not"')
  if (/^[“”„‘’‚]/.test(token)) return typographicQuote(text, offset)
  if (/^(?:-?\d|(?:true|false|null)$)/i.test(token)) {
    return problem(offset, `expected a field name, found the value ${read.quote(token)}`, 'the field goes on the left: severity = "HIGH"')
  }
  if (/^["']/.test(token)) return problem(offset, 'this quoted string is not closed', `close it with ${token[0]}`)
  return problem(offset, `expected a field name, found ${found(text, offset)}`, 'a name with other characters is quoted: "@timestamp"')
}

function diagnoseOperator(text        , path        , at        )                {
  const word = match(WORD, text, at);
  const symbol = match(SIGN, text, at);
  if (word !== undefined && /^in$/i.test(word)) return diagnoseList(text, path, 'in', skipSpaces(text, at + 2))
  if (word !== undefined && /^not$/i.test(word)) {
    const behind = skipSpaces(text, at + 3);
    const next = match(WORD, text, behind);
    if (next !== undefined && /^in$/i.test(next)) return diagnoseList(text, path, 'not in', skipSpaces(text, behind + 2))
    return problem(
      behind,
      `expected "in" after "${path} not", found ${found(text, behind)}`,
      `negation goes before the comparison: not ${path} like "…"`,
    )
  }
  const sign = symbol ?? word ?? '';
  const foreign = FOREIGN.get(sign.toLowerCase());
  if (foreign !== undefined) return diagnoseForeignOperator(text, path, at, sign, foreign)
  const operator = match(OPERATOR, text, at);
  if (operator !== undefined) return diagnoseValue(text, path, operator, skipSpaces(text, at + operator.length))
  const near = word === undefined || isJoin(word) ? undefined : read.suggest(word, [...WORDS.filter(each => !isSign(each)), IN.word]);
  return problem(
    at,
    `expected an operator after ${read.quote(path)}, found ${found(text, at)}`,
    near === undefined ? `operators are ${WORDS.join(' ')} ${IN.word}` : `did you mean "${near}"?`,
  )
}

function diagnoseForeignOperator(text        , path        , at        , sign        , { help, right }                 )                {
  // "==" is an operator followed by a stray sign; a word such as "contains" is not an operator at all.
  const prefix = match(OPERATOR, sign, 0);
  const message =
    prefix === undefined
      ? `expected an operator after ${read.quote(path)}, found "${sign}"`
      : `expected a value after "${prefix}", found ${read.quote(sign.slice(prefix.length))}`;
  const value = tokenAt(text, skipSpaces(text, at + sign.length));
  const example = right !== undefined && value !== undefined && /^["'\d-]/.test(value) ? `: ${path} ${right} ${value}` : '';
  return problem(at, message, `${help}${example}`)
}

function diagnoseValue(text        , path        , operator        , at        )                {
  const token = tokenAt(text, at);
  if (token !== undefined && /^[“”„‘’‚]/.test(token)) return typographicQuote(text, at)
  if (token !== undefined && /^["']/.test(token)) return problem(at, 'this quoted string is not closed', `close it with ${token[0]}`)
  const list = match(LOOKUP_LIST, text, at);
  if (list !== undefined) return diagnoseLookupList(path, operator, list, `a value after "${operator}"`, at)
  const bare = match(BARE_VALUE, text, at);
  if (bare !== undefined && !isJoin(bare)) {
    return problem(at, `expected a value after "${operator}", found the bare word ${read.quote(bare)}`, `put text in quotes: "${bare}"`)
  }
  const help =
    token === '('
      ? 'use "in" to compare with several values: severity in ("HIGH", "CRITICAL")'
      : 'a value is a "string", a number, true, false or null';
  return problem(at, `expected a value after "${operator}", found ${found(text, at)}`, help)
}

// In quotes the name of a lookup list would be a string that nothing equals.
function diagnoseLookupList(path        , operator        , list        , expected        , at        )                {
  const word = operator.toLowerCase();
  const row = isOperator(word) ? OPERATORS[word] : undefined;
  const join = row === undefined ? word : row.relation.kind !== 'equality' ? undefined : row.negated ? 'not in' : 'in';
  const right =
    join === undefined
      ? `write a comparison for each value of this one: ${path} ${word} "…" or ${path} ${word} "…"`
      : `write the values of this one: ${path} ${join} ("…", "…")`;
  const message = `expected ${expected}, found ${read.quote(list)}, a lookup list of Threat Stack`;
  return problem(at, message, `ECR Gate does not read lookup lists; ${right}`)
}

const LIST_VALUE = new RegExp(String.raw`${QUOTED_TEXT}|-?\d+(?:\.\d+)?(?![\w.-])|(?:null|true|false)(?![\w-])`, 'iy');

function diagnoseList(text        , path        , operator                 , start        )                {
  const list = match(LOOKUP_LIST, text, start);
  if (list !== undefined) return diagnoseLookupList(path, operator, list, '"(" after "in"', start)
  if (text[start] !== '(') {
    return problem(
      start,
      `expected "(" after "in", found ${found(text, start)}`,
      'put the values in parentheses: severity in ("HIGH", "CRITICAL")',
    )
  }
  let at = skipSpaces(text, start + 1);
  for (;;) {
    const value = match(LIST_VALUE, text, at);
    if (value === undefined) return diagnoseValue(text, path, operator, at)
    at = skipSpaces(text, at + value.length);
    if (text[at] !== ',') return problem(at, `expected "," or ")" in the list, found ${found(text, at)}`)
    at = skipSpaces(text, at + 1);
  }
}

function typographicQuote(text        , offset        )                {
  return problem(
    offset,
    `expected a straight quote, found the typographic ${read.quote(text[offset] ?? '')}`,
    `write " or ' (a word processor or chat changed them)`,
  )
}

// Parses the text of a filter into an Expression, or into a list of all its problems.
//
// The grammar cannot fail: where a clause is wrong, recover.ts diagnoses it and parsing continues after it. Three traps of
// Parsimmon are avoided here (docs/decisions/parsimmon.md). Its line index is an object keyed by the input, so offsets come from
// `here` and the input is never a bare `__proto__`. Deep nesting would overflow the stack, so the depth is measured first. A
// token's span would include the spaces after it, so the span is taken before they are skipped.




const MOST_LENGTH = 1024 * 1024;
const MOST_DEPTH = 100;

/** Parses a filter: `parse('eventName = "PutImage"')`. Never throws; problems carry their offset in the text. */
function parse(text        )          {
  if (text.length > MOST_LENGTH) {
    return {
      problems: [
        problem(
          0,
          `the filter is ${text.length} characters long; the limit is ${MOST_LENGTH}`,
          'split the rule, or compare with in ("…", "…")',
        ),
      ],
    }
  }
  const tooDeep = findTooDeep(text, MOST_DEPTH);
  if (tooDeep !== undefined) {
    return {
      problems: [
        problem(
          tooDeep,
          `parentheses and "not" are nested more than ${MOST_DEPTH} levels deep here`,
          'remove parentheses that change nothing',
        ),
      ],
    }
  }
  const { expression, problems } = filter.tryParse(`${text}\n`);
  return problems.length > 0 ? { problems } : { expression }
}

/** Parses a field path on its own, as in `aggregateFields`; undefined when the text is not one. */
function parsePath(text        )                   {
  const result = path.skip(end).parse(`${text}\n`);
  return result.status ? result.value : undefined
}






const here                   = P((_, offset) => P.makeSuccess(offset, offset));
const spaces = P.regexp(/\s*/);
const end = P.regexp(/$/);

function token   (parser             )              {
  return parser.skip(spaces)
}

function spanned      (parser             , build                             )              {
  return P.seqMap(here, parser, here, (start, value, stop) => build(value, { start, end: stop }))
}

function keyword(word        )                   {
  return token(P.regexp(new RegExp(`${word}(?![A-Za-z0-9_.-])`, 'i')))
}

const quoted = P.regexp(new RegExp(QUOTED_TEXT)).map(unquote);

// A backslash escapes a quote or a backslash; before anything else it is an ordinary character.
function unquote(text        )         {
  return text.slice(1, -1).replace(/\\(["'\\])/g, '$1')
}

const name = P.regexp(/[A-Za-z_][A-Za-z0-9_-]*/);
const firstName = P.regexp(new RegExp(`(?!(?:${RESERVED.join('|')})(?![A-Za-z0-9_-]))[A-Za-z_][A-Za-z0-9_-]*`, 'i'));
const index = P.regexp(/\[(\d{1,9})\]/, 1).map(Number);
const nextSegment = P.alt         (P.string('.').then(P.alt         (name, quoted, index)), index);

const path                 = token(
  spanned(
    P.seqMap(P.alt         (firstName, quoted, index), nextSegment.many(), (first, rest) => [first, ...rest]),
    (segments, span) => ({ segments, span }),
  ),
);

const literal                    = token(
  spanned(
    P.alt              (
      quoted.map(value => ({ kind: 'text', value })),
      P.regexp(/-?\d+(?:\.\d+)?(?![\w.-])/).map(text => ({ kind: 'number', value: Number(text), text })),
      P.regexp(/(?:null|true|false)(?![A-Za-z0-9_.-])/i).map(namedValue),
    ),
    (value, span) => ({ ...value, span }),
  ),
);

function namedValue(word        )               {
  const folded = word.toLowerCase();
  return folded === 'null' ? { kind: 'null' } : { kind: 'boolean', value: folded === 'true' }
}

// The pattern finds nothing else than an operator, in any letter case.
const operator                     = token(
  P.regexp(new RegExp(operatorPattern(String.raw`\w.-`), 'i')).map(word => word.toLowerCase()            ),
);

/** What follows the path of a comparison, with the offset of its end. */





const literals = token(P.string('(')).then(literal.sepBy1(token(P.string(','))));

const rest = P.alt      (
  P.seqMap(operator, literal, (operator, literal) => ({ operator, literal, end: literal.span.end })),
  token(
    P.seqMap(keyword('not').atMost(1), keyword('in'), literals, P.string(')').then(here), (not, _, literals, end) => ({
      negated: not.length > 0,
      literals,
      end,
    })),
  ),
);

const comparison                   = P.seqMap(path, rest, (path, { end, ...rest })         => {
  const span = { start: path.span.start, end };
  return { expression: 'literal' in rest ? { kind: 'comparison', path, ...rest, span } : { kind: 'in', path, ...rest, span }, problems: [] }
});

function wrong(expressionAt        , problems                          )         {
  return { expression: { kind: 'and', terms: [], grouped: true, span: { start: expressionAt, end: expressionAt } }, problems }
}

// Skips and reports a clause that the grammar cannot read. The parser's input is the user's text plus a line break.
const wrongClause                   = P((input, offset) => {
  const text = input.slice(0, -1);
  const start = Math.min(offset, text.length);
  return P.makeSuccess(skipClause(text, start), wrong(start, [diagnoseClause(text, start)]))
});

const strayText                                     = P((input, offset) => {
  const text = input.slice(0, -1);
  if (offset >= text.length || /\s/.test(text[offset] ?? '')) return P.makeSuccess(offset, [])
  const token = tokenAt(text, offset);
  if (token === undefined || token === ')' || isJoin(token)) return P.makeSuccess(offset, [])
  return P.makeSuccess(skipClause(text, offset), [diagnoseJoin(text, offset)])
});

const group                   = P.lazy(() =>
  P.seqMap(
    here.skip(token(P.string('('))),
    or,
    P.alt(
      token(P.string(')')).result                          ([]),
      here.map(() => undefined),
    ),
    (start, inner, closed)         => ({
      expression:
        inner.expression.kind === 'and' || inner.expression.kind === 'or' ? { ...inner.expression, grouped: true } : inner.expression,
      problems:
        closed === undefined ? [...inner.problems, problem(start, 'this "(" is not closed', 'add the missing ")"')] : inner.problems,
    }),
  ),
);

const unary                   = P.lazy(() =>
  P.alt(
    P.seqMap(here.skip(keyword('not')), unary, (start, { expression, problems }) => ({
      expression: { kind: 'not', term: expression, span: { start, end: expression.span.end } },
      problems,
    })),
    group,
    comparison,
    wrongClause,
  ),
);

function joined(kind                  , foreign        , term                  )                   {
  const separator = P.alt                          (
    keyword(kind).result([]),
    token(spanned(P.regexp(foreign), (sign, { start }) => [diagnoseForeignJoin(start, sign)])),
  );
  return P.seqMap(term, P.seq(separator, term).many(), (first, others)         => {
    if (others.length === 0) return first
    const terms = [first.expression, ...others.map(([, { expression }]) => expression)];
    const problems = [...first.problems, ...others.flatMap(([before, { problems }]) => [...before, ...problems])];
    const span = { start: first.expression.span.start, end: terms.at(-1)?.span.end ?? first.expression.span.end };
    return { expression: { kind, terms, grouped: false, span }, problems }
  })
}

const clause                   = P.seqMap(unary, spaces.then(strayText).skip(spaces), (parsed, stray) =>
  stray.length === 0 || parsed.problems.length > 0 ? parsed : { ...parsed, problems: stray },
);
const and = joined('and', /&&?/, clause);
const or                   = joined('or', /\|\|?/, and);

const filter                   = spaces.then(
  P.seqMap(
    or,
    P((input, offset) => {
      const text = input.slice(0, -1);
      return P.makeSuccess(input.length, offset >= text.length ? [] : [diagnoseJoin(text, offset)])
    }),
    end,
    (parsed, leftovers                          ) => ({ ...parsed, problems: [...parsed.problems, ...leftovers] }),
  ),
);

// Compiles a rule and applies it to any number of events.




/** A rule with its filters parsed and compiled: whatever applies a rule, or asks what it can match, takes one. */







/** Compiles a rule that is plain data. Throws only when a filter does not parse, which loading has ruled out. */
function compileRule(rule      )               {
  const read = (text        )             => {
    const parsing = parse(text);
    if ('problems' in parsing) throw new Error(`rule ${rule.id} was not loaded from a file: ${parsing.problems[0]?.message}`)
    return parsing.expression
  };
  return compileParsed(rule, read(rule.filter), rule.suppressions.map(read))
}

/** The same for a rule that may never be applied: its filters are parsed once, when one of them is first asked for. */
function compileLater(rule      )               {
  let compiled;
  const now = ()               => {
    compiled ??= compileRule(rule);
    return compiled
  };
  return {
    rule,
    vocabulary: vocabularyOf(rule.type),
    get filter() {
      return now().filter
    },
    get suppressions() {
      return now().suppressions
    },
  }
}

/** Compiles a rule whose filter and suppressions have these expressions. */
function compileParsed(rule      , filter            , suppressions                       )               {
  const vocabulary = vocabularyOf(rule.type);
  const plan = (expression            )       => compile(expression, vocabulary);
  return { rule, vocabulary, filter: plan(filter), suppressions: suppressions.map(plan) }
}

/** The same rule if it had no suppressions. */
function withoutSuppressions(compiled              )               {
  return { ...compiled, rule: { ...compiled.rule, suppressions: [] }, suppressions: [] }
}

/**
 * Applies a rule to an event of its type. Returns `match`, or the position of the first suppression that takes the event out
 * again, or undefined where the filter does not match.
 */
function applyRule({ filter, suppressions }              , event        )                               {
  if (!filter.matches(event)) return undefined
  let position = 0;
  for (const suppression of suppressions) {
    if (suppression.matches(event)) return position
    position++;
  }
  return 'match'
}

/** Whether a rule can match an event of which only some paths are known: its filter may hold, and no suppression certainly does. */
function mayMatch({ filter, suppressions }              , event        , isKnown         )          {
  return decide(filter, event, isKnown) !== false && !suppressions.some(suppression => decide(suppression, event, isKnown) === true)
}

/** Whether a rule matches an event of its type: the filter matches, and no suppression takes the event out again. */
function matchesRule(rule              , event        )          {
  return applyRule(rule, event) === 'match'
}

/** Whether rules of this type are evaluated for an event. */
function seesEvent(type          , event        )          {
  if (type === 'CloudTrail') return read.isCloudTrail(event)
  return event['event_type'] === EVENT_TYPES[type]
}

/** The `event_type` of the events that a rule of a type sees. */
const EVENT_TYPES = {
  CloudTrail: 'cloudtrail',
  Finding: 'finding',
  Session: 'session',
  Command: 'command',
  Automation: 'automation',
};

const VOCABULARIES                                         = {
  CloudTrail: CLOUDTRAIL_VOCABULARY,
  Finding: FINDING_VOCABULARY,
  Session: read.SESSION_VOCABULARY,
  Command: read.COMMAND_VOCABULARY,
  Automation: read.AUTOMATION_VOCABULARY,
};

function vocabularyOf(type          )             {
  return VOCABULARIES[type]
}

// Prints a tree as canonical text: one space between words, double quotes, lower-case keywords, and parentheses around every
// `and` or `or` that is an operand. Parsing the text again gives the same tree.



/** The canonical text of a filter, on one line. */
function print(expression            )         {
  switch (expression.kind) {
    case 'comparison':
      return `${printPath(expression.path)} ${expression.operator} ${printLiteral(expression.literal)}`
    case 'in': {
      const literals = expression.literals.map(printLiteral).join(', ');
      return `${printPath(expression.path)} ${expression.negated ? 'not in' : 'in'} (${literals})`
    }
    case 'not':
      return `not ${printOperand(expression.term)}`
    case 'and':
    case 'or':
      return expression.terms.map(printOperand).join(` ${expression.kind} `)
  }
}

function printOperand(term            )         {
  return term.kind === 'and' || term.kind === 'or' ? `(${print(term)})` : print(term)
}

function printPath(path                        )         {
  return path.segments.map(printSegment).join('.')
}

function printSegment(segment         , position        )         {
  if (typeof segment === 'number') return `[${segment}]`
  const bare = BARE_SEGMENT.test(segment) && !(position === 0 && RESERVED.includes(segment.toLowerCase()));
  return bare ? segment : quoteString(segment)
}

function printLiteral(literal              )         {
  switch (literal.kind) {
    case 'text':
      return quoteString(literal.value)
    case 'number':
      return literal.text
    case 'boolean':
      return String(literal.value)
    case 'null':
      return 'null'
  }
}

function quoteString(text        )         {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

// The value that a filter compares a field with.








/** The literal as an event might hold it. A number is its text, which has all its digits. */
function toValue(literal              )          {
  if (literal.kind === 'null') return null
  return literal.kind === 'number' ? literal.text : literal.value
}

// The sets of values that comparisons describe: values that equal a literal, are above a number, begin with a string. Whether one
// set contains or excludes another is decided by the tests that match events, so the two cannot disagree.


/** A set of values: the few listed ones, and all that one of the parts accepts. */





/** The values that satisfy one comparison, where there are too many to list. */






const ANY       = { relation: { kind: 'any' }, literal: { kind: 'null' }, accepts: () => true };

function toValues(relation          , literals                         )         {
  const few = new Set         ();
  const parts         = [];
  for (const literal of literals) {
    const accepts = compileRelation(relation, literal);
    const listed = !isPossible(relation, literal) ? [] : relation.kind === 'equality' ? listEqual(literal, accepts) : undefined;
    if (listed === undefined) parts.push({ relation, literal, accepts });
    else for (const value of listed) few.add(value);
  }
  return { few, parts }
}

// Lists all values that equal a literal; undefined for numbers, which have too many spellings (14, 14.0, 014), and for blocks,
// which contain too many addresses.
function listEqual(literal              , accepts      )                                 {
  if (literal.kind === 'boolean') return [literal.value, String(literal.value)]
  if (literal.kind !== 'text' || address.parseBlock(literal.value) !== undefined) return undefined
  return [literal.value, Number(literal.value), literal.value === 'true'].filter(accepts)
}

function contains({ few, parts }        , value         )          {
  return few.has(value) || parts.some(part => part.accepts(value))
}

function isApart(part      , { few, parts }        )          {
  for (const value of few) if (part.accepts(value)) return false
  return parts.every(other => areDisjoint(part, other))
}

// Whether all values of part `a` lie in part `b`; false where that is not known.
function isWithin(a      , b      )          {
  const [inner, outer] = [a.relation, b.relation];
  if (outer.kind === 'any') return true
  switch (inner.kind) {
    case 'any':
      return false
    case 'equality':
      // A number has several spellings, of which an order accepts all or none.
      if (a.literal.kind === 'number') return (outer.kind === 'order' || isNumber(b)) && b.accepts(toValue(a.literal))
      return outer.kind === 'equality' && String(toValue(a.literal)) === String(toValue(b.literal))
    case 'order': {
      if (outer.kind !== 'order' || inner.side !== outer.side) return false
      // For `> 3` within `> 3`, the bound itself must count as inside, although 3 is not above 3.
      const accepts = inner.inclusive ? b.accepts : compileOrder(b.literal, { ...outer, inclusive: true });
      return accepts(toValue(a.literal))
    }
    case 'part':
      return outer.kind === 'part' && (outer.of === 'anywhere' || outer.of === inner.of) && b.accepts(toValue(a.literal))
    case 'other':
      return inner === outer && printLiteral(a.literal) === printLiteral(b.literal)
  }
}

// Whether no value lies in both parts; false where that is not known.
function areDisjoint(a      , b      )          {
  const [one, other] = [a.relation, b.relation];
  if (one.kind === 'order' && other.kind === 'order') {
    if (one.side === other.side) return false
    return !compileOrder(b.literal, { ...other, inclusive: one.inclusive && other.inclusive })(toValue(a.literal))
  }
  if (isNumber(a) && (isNumber(b) || other.kind === 'order')) return !b.accepts(toValue(a.literal))
  if (one.kind === 'order' && isNumber(b)) return areDisjoint(b, a)
  const areEnds = one.kind === 'part' && other.kind === 'part' && one.of === other.of && one.of !== 'anywhere';
  return areEnds && !a.accepts(toValue(b.literal)) && !b.accepts(toValue(a.literal))
}

function isNumber({ relation, literal }      )          {
  return relation.kind === 'equality' && literal.kind === 'number'
}

// The names that a filter may use. They are passed in from outside: the language itself knows no field of CloudTrail.


/** How many values a field can have; undefined where the vocabulary does not say. */
function kindOf(path      , { fields, aliases }            )                        {
  if (path.segments.length === 1 && aliases.has(String(path.segments[0]))) return 'one'
  let tree                                    = fields;
  for (const segment of path.segments) {
    if (typeof tree === 'string') return 'open'
    if (tree === undefined || typeof segment === 'number') return undefined
    tree = Object.hasOwn(tree, segment) ? tree[segment] : undefined;
  }
  return typeof tree === 'string' ? tree : undefined
}

// Decides whether filters can hold together: whether any event can satisfy one at all, and whether every event that satisfies one
// satisfies another, because then it cannot hold together with the opposite of the other.
//
// A filter becomes claims of the form "some value of this field lies in this set" or "none does". A claim that must hold becomes a fact,
// alternatives that contradict the facts are dropped, and the remaining alternatives are tried one by one. The search is bounded; when it
// gives up, the answer is that the filters may hold together. So "no event" is proven, while "some event" only means that no
// contradiction was found.


/** A filter as claims about its fields; built once, it can answer several questions. */



















const PRESENT         = { few: new Set(), parts: [ANY] };

const MOST_BRANCHES = 256;
const MOST_WORK = 200_000;

/** What is left of the bounds; the search counts it down. */





/** A budget for one question or, several times as large, for many questions about one filter. */
function startBudget(times = 1)         {
  return { branches: times * MOST_BRANCHES, work: times * MOST_WORK }
}

/** Whether some event may satisfy all of the formulas. */
function canHoldTogether(formulas                    , budget = startBudget())          {
  return search([joinFormulas('and', formulas)], new Map(), budget)
}

function toFormula(expression            , vocabulary            )          {
  switch (expression.kind) {
    case 'not':
      return negateFormula(toFormula(expression.term, vocabulary))
    case 'and':
    case 'or':
      return joinFormulas(
        expression.kind,
        expression.terms.map(term => toFormula(term, vocabulary)),
      )
    case 'comparison':
    case 'in': {
      const claim = toClaim(expression, vocabulary);
      return demandOf(expression).negated ? negateFormula(claim) : claim
    }
  }
}

function negateFormula(formula         )          {
  if (formula.kind === 'claim') return { ...formula, some: !formula.some }
  return { kind: formula.kind === 'and' ? 'or' : 'and', terms: formula.terms.map(negateFormula) }
}

/** Returns values of which every matching event has at least one in this field; undefined where they cannot be listed. */
function fewValues(formula         , field        )                                   {
  return listValues(formula, field)?.values.few
}

// Where several claims about one field must hold, a field with one value satisfies them all with it; one with several may satisfy each
// with another.
function listValues(formula         , field        )                    {
  if (formula.kind === 'claim') return formula.some && formula.field === field && formula.values.parts.length === 0 ? formula : undefined
  const lists = formula.terms.map(term => listValues(term, field));
  const [first, ...others] = lists.filter(list => list !== undefined);
  if (first === undefined) return undefined
  if (formula.kind === 'or') return lists.includes(undefined) ? undefined : unite([first, ...others])
  if (!first.single) return first
  const claims = [...others, ...formula.terms.filter(term => term.kind === 'claim' && term.field === field)];
  const few = [...first.values.few].filter(value => claims.every(({ values, some }) => contains(values, value) === some));
  return { ...first, values: { few: new Set(few), parts: [] } }
}

// `= null` claims that the field has no value at all; a list may contain both null and values.
function toClaim(clause                         , vocabulary            )          {
  const { path } = clause;
  const { relation, literals } = demandOf(clause);
  const base = {
    kind: 'claim',
    field: printPath(path),
    above: path.segments.slice(1).map((_, i) => printPath({ segments: path.segments.slice(0, i + 1) })),
    single: kindOf(path, vocabulary) === 'one',
  };
  const written = relation.kind === 'equality' ? literals.filter(({ kind }) => kind !== 'null') : literals;
  const absent        = { ...base, some: false, values: PRESENT };
  const claim        = { ...base, some: true, values: toValues(relation, written) };
  if (written.length === literals.length) return claim
  return written.length === 0 ? absent : { kind: 'or', terms: [absent, claim] }
}

// Merges thousands of clauses about one field into one claim: `or` unites the sets of "some value lies in", `and` those of "no
// value lies in".
function joinFormulas(kind              , terms                    )          {
  const joined            = [];
  const united = new Map                 ();
  for (const term of terms.flatMap(term => (term.kind === kind ? term.terms : [term]))) {
    if (term.kind !== 'claim' || term.some !== (kind === 'or')) joined.push(term);
    else {
      const claims = united.get(term.field);
      if (claims === undefined) united.set(term.field, [term]);
      else claims.push(term);
    }
  }
  for (const claims of united.values()) joined.push(unite(claims));
  return joined.length === 1 ? (joined[0]           ) : { kind, terms: joined }
}

function unite(claims                  )        {
  const few = new Set(claims.flatMap(({ values }) => [...values.few]));
  return { ...(claims[0]         ), values: { few, parts: claims.flatMap(({ values }) => values.parts) } }
}

/** The claims about each field that are taken as facts. */


function search(formulas                    , facts       , budget        )          {
  const todo = [...formulas];
  let choices                         = [];
  while (todo.length > 0) {
    for (let formula = todo.pop(); formula !== undefined; formula = todo.pop()) {
      if (formula.kind === 'claim') {
        if (contradicts(formula, facts, budget)) return false
        addFact(formula, facts);
      } else if (formula.kind === 'or') choices.push(formula.terms);
      else for (const term of formula.terms) todo.push(term);
    }
    const open                         = [];
    for (const terms of choices) {
      const left = terms.filter(term => term.kind !== 'claim' || !contradicts(term, facts, budget));
      if (left.length === 0) return false
      if (left.length === 1) todo.push(left[0]           );
      else open.push(left);
    }
    choices = open;
  }
  const [next, ...others] = choices.sort((a, b) => a.length - b.length);
  if (next === undefined || budget.work <= 0 || budget.branches-- <= 0) return true
  const rest = others.map((terms)         => ({ kind: 'or', terms }));
  return next.some(term => search([term, ...rest], new Map(facts), budget))
}

// A field has a value only where the fields that contain it have one.
function addFact(claim       , facts       )       {
  facts.set(claim.field, [...(facts.get(claim.field) ?? []), claim]);
  for (const field of claim.some ? claim.above : []) {
    const others = facts.get(field) ?? [];
    if (!others.some(({ some }) => some)) facts.set(field, [...others, { ...claim, field, above: [], single: false, values: PRESENT }]);
  }
}

function contradicts(claim       , facts       , budget        )          {
  if (budget.work <= 0) return false
  budget.work -= 1 + claim.above.length;
  const claims = [...(facts.get(claim.field) ?? []), claim];
  if (claim.some && claim.above.some(field => facts.get(field)?.some(isAbsent) === true)) return true
  const positives = claims.filter(({ some }) => some);
  const negatives = claims.filter(({ some }) => !some);
  const others = claims.reduce((sum, { values }) => sum + 1 + values.parts.length, 0);
  return (claim.some && !claim.single ? [claim] : positives).some(({ values }) => {
    budget.work -= (values.few.size + values.parts.length) * others;
    return isRuledOut(values, claim.single ? positives : [], negatives)
  })
}

function isAbsent({ some, values }       )          {
  return !some && values.parts.includes(ANY)
}

// Whether the claims exclude every value of a set: a value must satisfy all positive claims and lie in none of the negative sets.
function isRuledOut({ few, parts }        , positives                  , negatives                  )          {
  for (const value of few) {
    if (positives.every(({ values }) => contains(values, value)) && !negatives.some(({ values }) => contains(values, value))) return false
  }
  return parts.every(
    part =>
      positives.some(({ values }) => isApart(part, values)) ||
      negatives.some(({ values }) => values.parts.some(other => isWithin(part, other))),
  )
}

exports.ACTIONS = ACTIONS;
exports.CLOUDTRAIL_VOCABULARY = CLOUDTRAIL_VOCABULARY;
exports.DEFAULT_AGGREGATE_FIELDS = DEFAULT_AGGREGATE_FIELDS;
exports.DEFAULT_THRESHOLD = DEFAULT_THRESHOLD;
exports.DEFAULT_WINDOW_SECONDS = DEFAULT_WINDOW_SECONDS;
exports.EVENT_TYPES = EVENT_TYPES;
exports.FINDING_FIELDS = FINDING_FIELDS;
exports.FINDING_VOCABULARY = FINDING_VOCABULARY;
exports.FOREIGN_TYPES = FOREIGN_TYPES;
exports.IN = IN;
exports.LISTS = LISTS;
exports.OPERATORS = OPERATORS;
exports.QUOTED_TEXT = QUOTED_TEXT;
exports.RULE_TYPES = RULE_TYPES;
exports.SCAN_EVENT_FIELDS = SCAN_EVENT_FIELDS;
exports.VOCABULARY = VOCABULARY;
exports.actionOf = actionOf;
exports.aggregateFieldsOf = aggregateFieldsOf;
exports.applyRule = applyRule;
exports.canFail = canFail;
exports.canHoldTogether = canHoldTogether;
exports.clausesOf = clausesOf;
exports.compile = compile;
exports.compileLater = compileLater;
exports.compileParsed = compileParsed;
exports.compileRelation = compileRelation;
exports.compileRule = compileRule;
exports.decide = decide;
exports.demandOf = demandOf;
exports.fewValues = fewValues;
exports.findingEventsOf = findingEventsOf;
exports.isPossible = isPossible;
exports.joinFormulas = joinFormulas;
exports.leadsIntoList = leadsIntoList;
exports.listFindings = listFindings;
exports.listPath = listPath;
exports.liveKindOf = liveKindOf;
exports.locateEntries = locateEntries;
exports.matchesRule = matchesRule;
exports.mayMatch = mayMatch;
exports.negateFormula = negateFormula;
exports.parse = parse;
exports.parsePath = parsePath;
exports.pathsOf = pathsOf;
exports.print = print;
exports.printLiteral = printLiteral;
exports.printPath = printPath;
exports.readPage = readPage;
exports.seesEvent = seesEvent;
exports.startBudget = startBudget;
exports.toFindingEvents = toFindingEvents;
exports.toFormula = toFormula;
exports.toScanEvent = toScanEvent;
exports.valuesOf = valuesOf;
exports.vocabularyOf = vocabularyOf;
exports.withCounts = withCounts;
exports.withoutSuppressions = withoutSuppressions;
