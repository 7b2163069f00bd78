'use strict';

const diagnostic = require('./chunk-diagnostic.cjs');
const show = require('./chunk-show.cjs');

// Every reason why the answers of DescribeImageScanFindings are not the whole truth about an image. Each is a gap, and an
// image with a gap can never pass; what differs without hiding anything is a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/** The findings of all pages together. */
                          
                                       
                            
                                
                                  
 

/** Why an image cannot be judged completely by these pages; empty when it can. */
function findGaps(pages                   , listing         )                    {
  return [...checkStatuses(pages), ...checkIdentity(pages), ...checkPages(pages), ...listing.gaps, ...checkCounts(pages, listing)]
}

/** The names of ECR's two lists of findings. */
const LISTS = ['findings', 'enhancedFindings'];         

const READY = ['COMPLETE', 'ACTIVE'];

/** What each status without a result means, and what to do. */
const UNREADY                              = new Map([
  ['IN_PROGRESS', 'the scan is still running; read it again when it is done'],
  ['PENDING', 'the scan has not begun; read it again when it is done'],
  ['FAILED', 'the scan failed; scan the image again, or push it again'],
  ['UNSUPPORTED_IMAGE', 'ECR cannot scan this kind of image'],
  ['SCAN_ELIGIBILITY_EXPIRED', 'the image has left the time in which Inspector rescans it; push it again, or lengthen the rescan duration'],
  ['FINDINGS_UNAVAILABLE', 'ECR has no findings for this image; scan it again'],
  ['LIMIT_EXCEEDED', 'a limit of the service ended the scan; scan it again later'],
  ['IMAGE_ARCHIVED', 'the image is archived and no longer scanned; restore it first'],
]);

function statusOf(page        )                {
  return show.ownText(page, 'imageScanStatus', 'status') ?? null
}

/** The status that stands in the way, or the one all pages agree on. */
function worstStatus(pages                   )                {
  const statuses = pages.map(statusOf);
  const [worst = statuses[0]] = statuses.filter(status => status === null || !READY.includes(status));
  return worst ?? null
}

function checkStatuses(pages                   )           {
  const problems = pages.flatMap(page => {
    const status = statusOf(page);
    if (status === null) return ['the answer has no imageScanStatus, so nothing says that the scan is complete']
    if (READY.includes(status)) return []
    return [`the scan's status is ${shownStatus(status)}: ${UNREADY.get(status) ?? 'a status ECR does not document is no result'}`]
  });
  return [...new Set(problems)]
}

function shownStatus(status        )         {
  return UNREADY.has(status) ? status : diagnostic.quote(status)
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
  const ready = pages.every(page => READY.includes(statusOf(page) ?? ''));
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
  // ECR answers an enhanced scan that has not begun with an empty list too; the time of completion tells them apart. A
  // basic result always brings its counts.
  const proven = pages.some(page => {
    const body = show.own(page, 'imageScanFindings');
    return show.toIsoTime(show.own(body, 'imageScanCompletedAt')) !== null || (!enhanced && show.isObject(show.own(body, 'findingSeverityCounts')))
  });
  if (ready && gaps.length === 0 && findings.length === 0 && !proven) {
    gaps.push('the list of findings is empty and nothing says when the scan was completed');
  }
  return [...new Set(gaps)]
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
  return [...groups.values()].map(pages => readImage(pages, readAt))
}

function identify(body        )         {
  const digest = show.own(body, 'imageId', 'imageDigest') ?? [show.own(body, 'imageId', 'imageTag')];
  return JSON.stringify([show.own(body, 'registryId'), show.own(body, 'repositoryName'), digest])
}

function readImage(answers                   , readAt        )        {
  // The same file given twice is no second page.
  const pages = [...new Map(answers.map(({ body }) => [JSON.stringify(body), body])).values()];
  const first = pages[0] ?? {};
  const listing = listFindings(pages);
  const counts = show.countSeverities(listing.findings);
  const registryId = show.ownText(first, 'registryId') ?? null;
  const repositoryName = show.ownText(first, 'repositoryName') ?? null;
  const digest = show.ownText(first, 'imageId', 'imageDigest') ?? null;
  const tags = pages.flatMap(page => show.ownText(page, 'imageId', 'imageTag') ?? []).filter((tag, i, all) => all.indexOf(tag) === i);
  const region = listing.region;
  const completed = pages.map(page => show.toIsoTime(show.own(page, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null;
  return {
    uri: formatUri(registryId, region, repositoryName, tags[0] ?? null, digest),
    registryId,
    repositoryName,
    digest,
    tags,
    platform: listing.findings.map(finding => finding.platform).find(platform => platform !== null) ?? null,
    region,
    status: worstStatus(pages),
    scannedAt: completed,
    findings: listing.findings,
    severityCounts: counts,
    gaps: findGaps(pages, listing),
    notes: compareCounts(pages, listing),
    event: toScanEvent(pages, counts, { readAt, region, registryId, repositoryName }),
  }
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
        const key = JSON.stringify(entry);
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
  for (const severity of strange) gaps.push(`a finding has the severity ${diagnostic.quote(severity)}, which ECR does not document`);
  return { findings, enhanced, region, gaps: [...new Set(gaps)] }
}

                   
                         
                                
                                    
                                        
 

// The event CloudTrail would have recorded, with the answer as its response: the filters that Threat Stack wrote for the
// recorded call decide over the live answer, word for word.
function toScanEvent(pages                   , counts                , { readAt, region, registryId, repositoryName }         )         {
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
    requestParameters: { registryId, repositoryName, imageId: answer['imageId'] ?? null },
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

function formatUri(
  registryId               ,
  region               ,
  repository               ,
  tag               ,
  digest               ,
)         {
  const suffix = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const registry = region === null ? (registryId ?? 'unknown registry') : `${registryId ?? 'unknown'}.dkr.ecr.${region}.${suffix}`;
  return `${registry}/${repository ?? 'unknown repository'}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

exports.imageKey = imageKey;
exports.isAnswer = isAnswer;
exports.nameImage = nameImage;
exports.readImages = readImages;
exports.toFindingEvents = toFindingEvents;
exports.toJudgedEvents = toJudgedEvents;
