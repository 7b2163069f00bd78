'use strict';

const uri = require('./chunk-uri.cjs');
const show = require('./chunk-show.cjs');

// ECR's ScanStatus: which of its words is a result, which asks for patience, which ends without one, and what each means.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/** `unknown` is a word ECR does not document, and an answer without one. Neither is a result. */
                                                                 

const STATUSES                                                             = new Map([
  ['COMPLETE', ['ready', 'the scan is done']],
  ['ACTIVE', ['ready', 'Inspector scans the image continuously']],
  ['IN_PROGRESS', ['waiting', 'the scan is still running; read it again when it is done']],
  ['PENDING', ['waiting', 'the scan has not begun; read it again when it is done']],
  ['FAILED', ['ended', 'the scan failed; scan the image again, or push it again']],
  ['UNSUPPORTED_IMAGE', ['ended', 'ECR cannot scan this kind of image']],
  [
    'SCAN_ELIGIBILITY_EXPIRED',
    ['ended', 'the image has left the time in which Inspector rescans it; push it again, or lengthen the rescan duration'],
  ],
  ['FINDINGS_UNAVAILABLE', ['ended', 'ECR has no findings for this image; scan it again']],
  ['LIMIT_EXCEEDED', ['ended', 'a limit of the service ended the scan; scan it again later']],
  ['IMAGE_ARCHIVED', ['ended', 'the image is archived and no longer scanned; restore it first']],
]);

/** The status of an answer of DescribeImageScanFindings as it came. */
function statusOf(answer         )                {
  return show.ownText(answer, 'imageScanStatus', 'status') ?? null
}

function readinessOf(answer         )            {
  return STATUSES.get(statusOf(answer) ?? '')?.[0] ?? 'unknown'
}

/** The status that stands in the way, or the one all pages agree on. */
function worstStatus(pages                   )                {
  const [worst = pages[0]] = pages.filter(page => readinessOf(page) !== 'ready');
  return statusOf(worst)
}

/** Why an answer is no result: one sentence, with ECR's own description where it gives one. */
function explainStatus(answer         )         {
  const status = statusOf(answer);
  if (status === null) return 'the answer has no imageScanStatus, so nothing says that the scan is complete'
  const [, meaning] = STATUSES.get(status) ?? [];
  const description = show.ownText(answer, 'imageScanStatus', 'description');
  const says = description === undefined ? '' : ` (ECR says: ${description})`;
  return `the scan's status is ${meaning === undefined ? uri.quote(status) : status}: ${meaning ?? 'a status ECR does not document is no result'}${says}`
}

// Every reason why the answers of DescribeImageScanFindings are not the whole truth about an image. Each is a gap, and an
// image with a gap can never pass; what differs without hiding anything is a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/** The findings of all pages together. */
                          
                                       
                            
                                
                                  
 

/** Why an image cannot be judged completely by these pages; empty when it can. Without pages there is nothing to look at. */
function findGaps(pages                   , listing         , stayedEmpty = false)                    {
  if (pages.length === 0) return []
  return [
    ...checkStatuses(pages),
    ...checkIdentity(pages),
    ...checkPages(pages),
    ...listing.gaps,
    ...checkCounts(pages, listing),
    ...(stayedEmpty ? [] : checkEmptiness(pages, listing)),
  ]
}

/** The names of ECR's two lists of findings. */
const LISTS = ['findings', 'enhancedFindings'];         

function checkStatuses(pages                   )           {
  return [...new Set(pages.filter(page => readinessOf(page) !== 'ready').map(explainStatus))]
}

function checkPages(pages                   )           {
  const tokens = pages.flatMap(tokenOf);
  if (new Set(tokens).size < tokens.length) return ['two different pages carry the same nextToken, so they are not pages of one reading']
  if (tokens.length === pages.length) return ['the last page given has a nextToken: there are more findings than were given']
  return []
}

// The AWS CLI writes `NextToken` where it was told to stop early. Whatever is no text is a token we cannot follow.
function tokenOf(page        )           {
  return ['nextToken', 'NextToken'].flatMap(name => {
    const token = show.own(page, name);
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// Which image it is must be certain, or one image's answer could stand for another.
function checkIdentity([page = {}]                   )           {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']];
  const wrong = names.filter(path => show.own(page, ...path) !== undefined && show.ownText(page, ...path) === undefined);
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is no text`)
  if (show.ownText(page, 'repositoryName') === undefined) return ['the answer does not say of which repository it is']
  const image = show.ownText(page, 'imageId', 'imageDigest') ?? show.ownText(page, 'imageId', 'imageTag');
  return image === undefined ? ['the answer does not say of which image it is'] : []
}

function checkCounts(pages                   , { findings, enhanced }         )           {
  const ready = pages.every(page => readinessOf(page) === 'ready');
  const countWhole = !enhanced && countAlike(pages);
  const gaps = pages.flatMap(page => {
    const body = show.own(page, 'imageScanFindings');
    const lists = LISTS.map(name => show.own(body, name)).filter(Array.isArray);
    if (lists.length === 0) return ready ? ['the scan is said to be complete, but a page lists no findings, not even an empty list'] : []
    const total = totalOf(body);
    if (total === undefined) return ['findingSeverityCounts holds something that is no number']
    const listed = countWhole ? findings.length : lists.flat().length;
    return total > listed ? [`ECR counts ${total} findings, and ${listed} are listed`] : []
  });
  return [...new Set(gaps)]
}

function checkEmptiness(pages                   , { findings }         )           {
  const whole = pages.every(page => readinessOf(page) === 'ready' && listed(show.own(page, 'imageScanFindings')));
  if (findings.length > 0 || !whole || isProven(pages)) return []
  return ['the list of findings is empty and nothing says when the scan was completed']
}

/**
 * Whether an answer says itself that the scan is done, be its list empty: ECR answers an enhanced scan that has not begun
 * with an empty list too, and the time of completion tells them apart. A basic result always brings its counts.
 */
function isProven(pages                   )          {
  const bodies = pages.map(page => show.own(page, 'imageScanFindings'));
  const enhanced = bodies.some(isEnhanced);
  return bodies.some(
    body => show.toIsoTime(show.own(body, 'imageScanCompletedAt')) !== null || (!enhanced && show.isObject(show.own(body, 'findingSeverityCounts'))),
  )
}

/** Whether the body of an answer has the list of an enhanced scan. */
function isEnhanced(body         )          {
  return Array.isArray(show.own(body, 'enhancedFindings'))
}

function listed(body         )          {
  return LISTS.some(name => Array.isArray(show.own(body, name)))
}

// A basic page counts the whole image, so all say the same; pages that differ can only count themselves, as enhanced ones do.
function countAlike(pages                   )          {
  return new Set(pages.map(page => JSON.stringify(show.own(page, 'imageScanFindings', 'findingSeverityCounts') ?? null))).size === 1
}

// Zero when there are no counts, undefined when they cannot be understood.
function totalOf(body         )                     {
  const counts = show.own(body, 'findingSeverityCounts');
  if (counts === undefined) return 0
  if (!show.isObject(counts)) return undefined
  let total = 0;
  for (const count of Object.values(counts)) {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) return undefined
    total += count;
  }
  return total
}

/**
 * Says where ECR's counts differ from the list, which decides. Pages that count themselves cannot be compared with
 * the whole.
 */
function compareCounts(pages                   , { findings, enhanced }         )           {
  if (pages.length > 1 && (enhanced || !countAlike(pages))) return []
  const said = show.own(pages[0], 'imageScanFindings', 'findingSeverityCounts');
  if (!show.isObject(said)) return []
  const listed = show.countSeverities(findings.map(finding => ({ ...finding, state: 'open' })));
  const severities = [...new Set([...Object.keys(said), ...Object.keys(listed)])];
  const different = severities.filter(severity => (show.own(said, severity) ?? 0) !== (show.own(listed, severity) ?? 0));
  if (different.length === 0) return []
  return [`ECR counts ${formatCounts(said)}, and the findings listed are ${formatCounts(listed)}; the list decides`]
}

function formatCounts(counts        )         {
  const parts = Object.entries(counts).map(([severity, count]) => `${String(count)} ${severity}`);
  return parts.length === 0 ? 'none' : parts.join(', ')
}

// From the answers of DescribeImageScanFindings to images: which answers are pages of one image, what was found, and the
// event that the image is judged by.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html


/** One answer of DescribeImageScanFindings and where it was read. */
                         
                         
                       
 

/** Which image was asked about, where it was asked and not only answered. */
                          
                             
                         
                                 
                             
                         
                                                                                    
                                  
                                     
 

/** What was read of one image's scan. */
                       
                                   
                                                                                
                            
                                        
                                   
                                    
                                                                                                     
                                
 

/** An image under judgement, with everything its scan said. */
                        
                                                                                                                 
                      
                                    
                                        
                                
                                                                                                    
                                     
                                  
                                                                                    
                                  
                                
                                                                    
                                
                                               
                                   
                                       
                                    
                                         
                                                                       
                                  
                                   
                        
 

/** Whether an object looks like an answer of DescribeImageScanFindings at all. */
function isAnswer(value        )          {
  return (
    ['imageScanFindings', 'imageScanStatus'].some(name => Object.hasOwn(value, name)) ||
    (Object.hasOwn(value, 'repositoryName') && Object.hasOwn(value, 'imageId'))
  )
}

/** The events to explain: an answer of DescribeImageScanFindings as the events its image is judged by, any other as it is. */
function toJudgedEvents(value        , readAt        )                    {
  if (!isAnswer(value)) return [value]
  return readImages([{ origin: '', body: value }], readAt).flatMap(image => [image.event, ...toFindingEvents(image)])
}

/** Puts the pages of each image together. `readAt` is the time of reading, which becomes the event's time. */
function readImages(answers                   , readAt        )                   {
  const groups = new Map                  ();
  for (const answer of answers) {
    const key = identify(answer.body);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [answer]);
    else group.push(answer);
  }
  // The same file given twice is no second page.
  return [...groups.values()].map(group =>
    readImage({ pages: [...new Map(group.map(({ body }) => [JSON.stringify(body), body])).values()] }, readAt),
  )
}

function identify(body        )         {
  const digest = show.own(body, 'imageId', 'imageDigest') ?? [show.own(body, 'imageId', 'imageTag')];
  return JSON.stringify([show.own(body, 'registryId'), show.own(body, 'repositoryName'), digest])
}

/** Makes an image of what was read of its scan. `readAt` is the time of reading, which becomes the event's time. */
function readImage(scan      , readAt        )        {
  const { pages, subject } = scan;
  const first = pages[0] ?? {};
  const listing = listFindings(pages);
  const counts = show.countSeverities(listing.findings);
  const { registryId, repositoryName, digest, region, tags } = subject === undefined ? identifyPages(pages, listing) : named(subject);
  const completed = pages.map(page => show.toIsoTime(show.own(page, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null;
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    indexDigest: subject?.indexDigest ?? null,
    tags,
    platform: subject?.platform ?? listing.findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    status: worstStatus(pages),
    scannedAt: completed,
    findings: listing.findings,
    severityCounts: counts,
    gaps: [
      ...(scan.gaps ?? []),
      ...(subject === undefined ? [] : checkSubject(first, subject)),
      ...findGaps(pages, listing, scan.stayedEmpty),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, listing)],
    event: toScanEvent(pages, counts, { readAt, region, registryId, repositoryName, digest }),
  }
}

                                                                                           

function identifyPages(pages                   , { region }         )           {
  const first = pages[0];
  return {
    registryId: show.ownText(first, 'registryId') ?? null,
    repositoryName: show.ownText(first, 'repositoryName') ?? null,
    digest: show.ownText(first, 'imageId', 'imageDigest') ?? null,
    region,
    tags: pages.flatMap(page => show.ownText(page, 'imageId', 'imageTag') ?? []).filter((tag, i, all) => all.indexOf(tag) === i),
  }
}

function named({ registryId, repositoryName, digest, region, tag }         )           {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about another image than the one asked about would clear this one by the other's findings.
function checkSubject(answer        , { registryId, repositoryName, digest }         )                    {
  const said = [
    [show.ownText(answer, 'registryId'), registryId],
    [show.ownText(answer, 'repositoryName'), repositoryName],
    [show.ownText(answer, 'imageId', 'imageDigest'), digest],
  ];         
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${uri.quote(found)}, asked was ${uri.quote(asked)}`],
  )
}

// A finding listed on two pages is one; twice on one page it is two, for then ECR itself counts it twice.
function listFindings(pages                   )          {
  const earlier = new Set        ();
  const findings            = [];
  const gaps           = [];
  let region                = null;
  let enhanced = false;
  for (const page of pages) {
    const here           = [];
    for (const name of LISTS) {
      const entries = show.own(page, 'imageScanFindings', name);
      if (entries === undefined) continue
      if (!Array.isArray(entries)) {
        gaps.push(`${name} is no list`);
        continue
      }
      enhanced ||= name === 'enhancedFindings';
      for (const entry of entries) {
        const key = keyOf(entry);
        if (earlier.has(key)) continue
        here.push(key);
        region ??= show.regionOf(entry);
        const finding = name === 'findings' ? show.readBasicFinding(entry) : show.readEnhancedFinding(entry);
        if (finding === undefined) gaps.push(`an entry of ${name} names no vulnerability`);
        else findings.push(finding);
      }
    }
    for (const key of here) earlier.add(key);
  }
  const strange = new Set(
    findings.map(finding => finding.severity).filter(severity => !(show.SEVERITIES                     ).includes(severity)),
  );
  for (const severity of strange) gaps.push(`a finding has the severity ${uri.quote(severity)}, which ECR does not document`);
  return { findings, enhanced, region, gaps: [...new Set(gaps)] }
}

// Inspector gives each finding an ARN; with it and the words that decide, an entry is known without being written out.
function keyOf(entry         )         {
  const arn = show.ownText(entry, 'findingArn');
  return arn === undefined ? JSON.stringify(entry) : JSON.stringify([arn, show.own(entry, 'severity'), show.own(entry, 'status')])
}

                                                                                              
                         
 

// The event CloudTrail would have recorded, with the answer as its response: the filters that Threat Stack wrote for the
// recorded call decide over the live answer, word for word.
function toScanEvent(pages                   , counts                , reading         )         {
  const { readAt, region, registryId, repositoryName, digest } = reading;
  const bodies = pages.map(page => show.own(page, 'imageScanFindings'));
  const { nextToken: _, ...answer } = pages[0] ?? {};
  const lists = LISTS.flatMap(name => {
    const given = bodies.map(body => show.own(body, name)).filter(Array.isArray);
    return given.length === 0 ? [] : [[name, given.flat()]         ]
  });
  return {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'DescribeImageScanFindings',
    eventTime: readAt,
    awsRegion: region,
    recipientAccountId: registryId,
    requestParameters: { registryId, repositoryName, imageId: answer['imageId'] ?? (digest === null ? null : { imageDigest: digest }) },
    responseElements: {
      ...answer,
      imageScanFindings: { ...(show.isObject(bodies[0]) ? bodies[0] : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** The events of an image's open findings, one each, with the fields of a finding and of its image. */
function toFindingEvents(image       )                    {
  const { uri, registryId, repositoryName, digest, tags, platform, event } = image;
  return image.findings
    .filter(finding => finding.state === 'open')
    .map(({ packages, ...finding }) => ({
      event_type: 'finding',
      eventTime: event['eventTime'],
      ...finding,
      platform: finding.platform ?? platform,
      package: packages,
      path: packages.flatMap(({ path }) => path ?? []),
      image: { uri, registryId, repositoryName, digest, tags },
    }))
}

/** What a recorded DescribeImageScanFindings event was about: registry, repository and digest in one text. */
function imageKey(registryId         , repositoryName         , digest         )         {
  return JSON.stringify([registryId ?? null, repositoryName ?? null, digest ?? null])
}

/** The part of an image's URI that a person tells images apart by: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
function nameImage(uri        )         {
  return uri.replace(/^[^/]*\//, '').replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')
}

/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
function namePlatformImage({ uri, platform, indexDigest }                                                 )         {
  return indexDigest === null || platform === null ? nameImage(uri) : `${nameImage(uri)} ${platform}`
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

exports.imageKey = imageKey;
exports.isAnswer = isAnswer;
exports.isEnhanced = isEnhanced;
exports.isProven = isProven;
exports.nameImage = nameImage;
exports.namePlatformImage = namePlatformImage;
exports.readImage = readImage;
exports.readImages = readImages;
exports.readinessOf = readinessOf;
exports.statusOf = statusOf;
exports.toFindingEvents = toFindingEvents;
exports.toJudgedEvents = toJudgedEvents;
