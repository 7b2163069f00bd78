'use strict';

const policy = require('./chunk-policy.cjs');
const group = require('./chunk-group.cjs');
const json = require('./chunk-json.cjs');
const status = require('./chunk-status.cjs');
const finding = require('./chunk-finding.cjs');

// What a kind of scan delivers of a finding. An enhanced scan has every field, although some are absent in some findings. A basic scan
// has few: what else it has is in attributes, and which attributes there are depends on the scanner.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html




/** What every basic finding can have, and what is known without the scan. */
const BASIC                    = ['event_type', 'eventTime', 'id', 'type', 'severity', 'state', 'description', 'links', 'image'];

const FROM_ATTRIBUTES                    = Object.entries(status.FINDING_FIELDS)
  .filter(([name]) => !BASIC.includes(name))
  .flatMap(([name, below]) => (isTree(below) ? Object.keys(below).map(inner => `${name}.${inner}`) : [name]));

function isTree(below                    )                     {
  return typeof below !== 'string'
}

/** Returns the names that the basic findings of these pages lack, all of them; empty for an enhanced scan. */
function findLacks(pages                 )                    {
  return lacksOf(pages.flatMap(({ findings }) => findings.filter(each => each.basic).map(({ finding }) => finding)))
}

/** The same of basic findings by themselves. */
function lacksOf(basic                    )                    {
  return basic.length === 0 ? [] : FROM_ATTRIBUTES.filter(name => !basic.some(finding => hasValue(finding, name)))
}

function hasValue(finding         , name        )          {
  const [field = '', inner] = name.split('.');
  const values = inner === undefined ? [json.own(finding, field)] : finding.packages.map(each => json.own(each, inner));
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
  return [...new Set(pages.flatMap(({ head }) => (silent.includes(status.readinessOf(head)) ? [] : [status.explainStatus(head)])))]
}

function checkTokens(pages                 )           {
  const tokens = pages.flatMap(({ head }) => tokenOf(head));
  if (new Set(tokens).size < tokens.length) return ['two different pages have the same nextToken, so they are not from one reading']
  if (tokens.length === pages.length) return ['the last page has a nextToken, so some findings are missing']
  return []
}

// The AWS CLI writes `NextToken` when it was told to stop early. A value that is not a string also counts as a token.
function tokenOf(head        )           {
  return ['nextToken', 'NextToken'].flatMap(name => {
    const token = json.own(head, name);
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// The image must be identified for certain, or the answer about one image could be taken for another's.
function checkIdentity(head        )           {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']];
  const wrong = names.filter(path => json.own(head, ...path) !== undefined && json.ownText(head, ...path) === undefined);
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is not a string`)
  if (json.ownText(head, 'repositoryName') === undefined) return ['the answer does not name its repository']
  const image = json.ownText(head, 'imageId', 'imageDigest') ?? json.ownText(head, 'imageId', 'imageTag');
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
  return pages.every(({ head }) => status.readinessOf(head) === 'ready')
}

/**
 * Whether the answer itself proves that the scan is done, even if its list is empty. ECR also returns an empty list for an
 * enhanced scan that has not begun; only the time of completion tells the two apart. A basic result always has its counts.
 */
function isProven(pages                 )          {
  const basic = !isEnhanced(pages);
  return pages.some(
    ({ head }) => policy.toIsoTime(json.own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && json.isObject(givenCounts(head))),
  )
}

/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
function isEnhanced(pages                 )          {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || status.statusOf(head) === 'ACTIVE')
}

function givenCounts(head        )          {
  return json.own(head, 'imageScanFindings', 'findingSeverityCounts')
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
    return [{ counted: countsOf(first.head), listed: finding.countSeverities(findings, () => true), entries: findings.length }]
  return listing.map(page => {
    const here = page.findings.map(({ finding }) => finding);
    return { counted: countsOf(page.head), listed: finding.countSeverities(here, () => true), entries: page.entries }
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
      (finding.rank(severity) <= finding.rank('HIGH') || finding.rank(severity) === finding.SEVERITIES.length) && countOf(counted, severity) > countOf(listed, severity),
  )
}

function countOf(counts                , severity        )         {
  return Object.hasOwn(counts, severity) ? (counts[severity] ?? 0) : 0
}

// Undefined where the counts are not valid.
function countsOf(head        )                             {
  const counts = givenCounts(head);
  const isCount = (count         )          => typeof count === 'number' && Number.isInteger(count) && count >= 0;
  return json.isObject(counts) && Object.values(counts).every(isCount) ? (counts                  ) : undefined
}

function formatCounts(counts                )         {
  const parts = Object.entries(counts).map(([severity, count]) => `${count} ${severity}`);
  return parts.length === 0 ? 'none' : parts.join(', ')
}

// Turns answers of DescribeImageScanFindings into images: which answers are pages of one image, and what was found.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html


/** One answer of DescribeImageScanFindings, and where it was read from. */





/** The image that this run asked ECR about. */











/** What was read about one image's scan. */











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
  return readImages([{ origin: '', body: value }], readAt).flatMap(image => [image.event, ...status.toFindingEvents(image)])
}

/**
 * Groups pages by what they are about, and reads each group as an image. An image of two tags or two Regions is as many images,
 * because a rule may ask for either. `readAt` is the time of reading, which becomes the event's time.
 */
function readImages(answers                   , readAt        )                   {
  return [...group.groupBy(answers, identify).values()]
    .flatMap(group$1 => {
      // The same file given twice does not count as a second page.
      const pages = [...new Map(group$1.map(({ body }) => [JSON.stringify(body), status.readPage(body, true)])).values()];
      const regions = new Set(pages.flatMap(({ region }) => region ?? []));
      return regions.size > 1 ? [...group.groupBy(pages, ({ region }) => region).values()] : [pages]
    })
    .map(pages => readImage({ pages }, readAt))
}

function identify({ body }        )         {
  const id = ['imageDigest', 'imageTag'].map(name => json.own(body, 'imageId', name) ?? null);
  return JSON.stringify([json.own(body, 'registryId'), json.own(body, 'repositoryName'), ...id])
}

/** Builds an image from what was read about its scan. `readAt` is the time of reading, which becomes the event's time. */
function readImage(scan      , readAt        )        {
  const { pages, requested } = scan;
  const heads = pages.map(({ head }) => head);
  const findings = status.listFindings(pages);
  const counts = finding.countSeverities(findings);
  const identity = requested === undefined ? identifyPages(pages) : named(requested);
  const { registryId, repositoryName, digest, region, tags } = identity;
  const completed = heads.flatMap(head => policy.toIsoTime(json.own(head, 'imageScanFindings', 'imageScanCompletedAt')) ?? []);
  // Where pages disagree, the oldest result is among what is judged.
  const [scannedAt = null] = completed.sort((a, b) => Date.parse(a) - Date.parse(b));
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    indexDigest: requested?.indexDigest ?? null,
    tags,
    platform: requested?.platform ?? findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    status: status.worstStatus(heads),
    scannedAt,
    findings,
    severityCounts: counts,
    openSeverityCounts: counts,
    gaps: [
      ...(scan.gaps ?? []),
      ...(requested === undefined ? [] : new Set(heads.flatMap(head => checkRequested(head, requested)))),
      ...findGaps(pages, findings, { stayedEmpty: scan.stayedEmpty === true, waited: (scan.gaps ?? []).length > 0 }),
      // A caller that read nothing must say why: without pages and without gaps the image would look clean.
      ...(pages.length === 0 && (scan.gaps ?? []).length === 0 ? ['no answer was read'] : []),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, findings)],
    lacks: findLacks(pages),
    event: status.toScanEvent(pages, counts, identity, readAt),
    entries: status.locateEntries(pages),
  }
}

function identifyPages(pages                 )           {
  const head = pages[0]?.head;
  const tag = json.ownText(head, 'imageId', 'imageTag');
  return {
    registryId: json.ownText(head, 'registryId') ?? null,
    repositoryName: json.ownText(head, 'repositoryName') ?? null,
    digest: json.ownText(head, 'imageId', 'imageDigest') ?? null,
    region: pages.map(page => page.region).find(region => region !== null) ?? null,
    tags: tag === undefined ? [] : [tag],
  }
}

function named({ registryId, repositoryName, digest, region, tag }                )           {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about a different image must not clear the image that was asked about.
function checkRequested(answer                    , { registryId, repositoryName, digest }                )                    {
  const said = [
    [json.ownText(answer, 'registryId'), registryId],
    [json.ownText(answer, 'repositoryName'), repositoryName],
    [json.ownText(answer, 'imageId', 'imageDigest'), digest],
  ];
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${policy.quote(found)}, but the request was for ${policy.quote(asked)}`],
  )
}

function formatUri(
  registryId               ,
  region               ,
  repository               ,
  tag               ,
  digest               ,
)         {
  const registry = region === null ? (registryId ?? 'unknown registry') : policy.registryHost(registryId ?? 'unknown', region);
  return `${registry}/${repository ?? 'unknown repository'}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

exports.findGaps = findGaps;
exports.isAnswer = isAnswer;
exports.isEnhanced = isEnhanced;
exports.isProven = isProven;
exports.lacksOf = lacksOf;
exports.readImage = readImage;
exports.readImages = readImages;
exports.toJudgedEvents = toJudgedEvents;
