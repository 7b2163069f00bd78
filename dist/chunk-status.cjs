'use strict';

const json = require('./chunk-json.cjs');
const finding = require('./chunk-finding.cjs');
const policy = require('./chunk-policy.cjs');

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
      region ??= finding.regionOf(entry);
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
  const basic = name === 'findings' ? finding.readAttributes(entry) : undefined;
  const finding$1 = basic === undefined ? finding.readEnhancedFinding(entry) : finding.readBasicFinding(entry, basic);
  if (finding$1 === undefined) return { gaps: [`an entry of ${name} names no vulnerability`] }
  const isDocumented = (finding.SEVERITIES                     ).includes(finding$1.severity);
  const unread =
    basic === undefined
      ? unreadIn(json.own(entry, 'packageVulnerabilityDetails'), finding$1, ['vulnerablePackages', 'relatedVulnerabilities'])
      : unreadIn(entry, finding$1, ['attributes']);
  const twice = (basic?.contradicted ?? []).map(key => `a finding has the attribute ${policy.quote(key)} twice with different values`);
  return {
    keyed: { key: keyOf(entry, finding$1), finding: finding$1, basic: basic !== undefined },
    gaps: [
      ...unread,
      ...twice,
      ...(isDocumented ? [] : [`a finding has the severity ${policy.quote(finding$1.severity)}, which ECR does not document`]),
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
    return isRead ? [] : [`${name} of ${policy.quote(id)} is not a list of ${what}`]
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
  for (const finding$1 of image.findings) if (finding.isCounted(finding$1)) yield toEvent(finding$1);
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
  package: { name: 'many', version: 'many', release: 'many', fixedIn: 'many', manager: 'many', path: 'many', layer: 'many' },
  image: { uri: 'one', registryId: 'one', repositoryName: 'one', digest: 'one', tags: 'many' },
};

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
  return `the scan's status is ${meaning === undefined ? policy.quote(status) : status}: ${meaning ?? 'ECR does not document this status, so it is not a result'}${says}`
}

exports.FINDING_FIELDS = FINDING_FIELDS;
exports.LISTS = LISTS;
exports.RESTORE = RESTORE;
exports.SCAN_EVENT_FIELDS = SCAN_EVENT_FIELDS;
exports.SCAN_STATUSES = SCAN_STATUSES;
exports.explainStatus = explainStatus;
exports.findingEventsOf = findingEventsOf;
exports.leadsIntoList = leadsIntoList;
exports.listFindings = listFindings;
exports.listPath = listPath;
exports.locateEntries = locateEntries;
exports.readPage = readPage;
exports.readinessOf = readinessOf;
exports.statusOf = statusOf;
exports.toFindingEvents = toFindingEvents;
exports.toScanEvent = toScanEvent;
exports.withCounts = withCounts;
exports.worstStatus = worstStatus;
