'use strict';

const uri = require('./chunk-uri.cjs');
const finding = require('./chunk-finding.cjs');

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
  return finding.ownText(answer, 'imageScanStatus', 'status') ?? null
}

function readinessOf(answer         )            {
  return STATUSES.get(statusOf(answer) ?? '')?.[0] ?? 'unknown'
}

/** The status that stands in the way, or the one all pages agree on. */
function worstStatus(answers                   )                {
  const [worst = answers[0]] = answers.filter(answer => readinessOf(answer) !== 'ready');
  return statusOf(worst)
}

/** Why an answer is no result: one sentence, with ECR's own description where it gives one. */
function explainStatus(answer         )         {
  const status = statusOf(answer);
  if (status === null) return 'the answer has no imageScanStatus, so nothing says that the scan is complete'
  const [, meaning] = STATUSES.get(status) ?? [];
  const description = finding.ownText(answer, 'imageScanStatus', 'description');
  const says = description === undefined ? '' : ` (ECR says: ${description})`;
  return `the scan's status is ${meaning === undefined ? uri.quote(status) : status}: ${meaning ?? 'a status ECR does not document is no result'}${says}`
}

// Every reason why the answers of DescribeImageScanFindings are not the whole truth about an image. Each is a gap, and an
// image with a gap can never pass; what differs without hiding anything is a note.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/**
 * Why an image cannot be judged completely by these pages; empty when it can. Without pages there is nothing to look at.
 * `waited` says that there is a gap already about a scan that was not done in time.
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
    ...checkCounts(pages, findings),
    ...(stayedEmpty ? [] : checkEmptiness(pages, findings)),
  ]
}

// Whoever waited for the scan has said so already, and asking again is no advice to him.
function checkStatuses(pages                 , waited         )           {
  const silent = waited ? ['ready', 'waiting'] : ['ready'];
  return [...new Set(pages.flatMap(({ head }) => (silent.includes(readinessOf(head)) ? [] : [explainStatus(head)])))]
}

function checkTokens(pages                 )           {
  const tokens = pages.flatMap(({ head }) => tokenOf(head));
  if (new Set(tokens).size < tokens.length) return ['two different pages carry the same nextToken, so they are not pages of one reading']
  if (tokens.length === pages.length) return ['the last page given has a nextToken: there are more findings than were given']
  return []
}

// The AWS CLI writes `NextToken` where it was told to stop early. Whatever is no text is a token we cannot follow.
function tokenOf(head        )           {
  return ['nextToken', 'NextToken'].flatMap(name => {
    const token = finding.own(head, name);
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// Which image it is must be certain, or one image's answer could stand for another.
function checkIdentity(head        )           {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']];
  const wrong = names.filter(path => finding.own(head, ...path) !== undefined && finding.ownText(head, ...path) === undefined);
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is no text`)
  if (finding.ownText(head, 'repositoryName') === undefined) return ['the answer does not say of which repository it is']
  const image = finding.ownText(head, 'imageId', 'imageDigest') ?? finding.ownText(head, 'imageId', 'imageTag');
  return image === undefined ? ['the answer does not say of which image it is'] : []
}

function checkCounts(pages                 , findings                    )           {
  const ready = isReady(pages);
  const countWhole = !isEnhanced(pages) && countAlike(pages);
  const gaps = pages.flatMap(({ head, listed, entries }) => {
    if (listed.length === 0) return ready ? ['the scan is said to be complete, but a page lists no findings, not even an empty list'] : []
    const total = totalOf(head);
    if (total === undefined) return ['findingSeverityCounts holds something that is no number']
    const here = countWhole ? findings.length : entries;
    return total > here ? [`ECR counts ${total} findings, and ${here} are listed`] : []
  });
  return [...new Set(gaps)]
}

function checkEmptiness(pages                 , findings                    )           {
  const listed = pages.every(page => page.listed.length > 0);
  if (findings.length > 0 || !isReady(pages) || !listed || isProven(pages)) return []
  return ['the list of findings is empty and nothing says when the scan was completed']
}

function isReady(pages                 )          {
  return pages.every(({ head }) => readinessOf(head) === 'ready')
}

/**
 * Whether an answer says itself that the scan is done, be its list empty: ECR answers an enhanced scan that has not begun
 * with an empty list too, and the time of completion tells them apart. A basic result always brings its counts.
 */
function isProven(pages                 )          {
  const basic = !isEnhanced(pages);
  return pages.some(
    ({ head }) => finding.toIsoTime(finding.own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && finding.isObject(countsOf(head))),
  )
}

/** Whether an answer is that of an enhanced scan: by its list, or by the status that only those have. */
function isEnhanced(pages                 )          {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || statusOf(head) === 'ACTIVE')
}

function countsOf(head                    )          {
  return finding.own(head, 'imageScanFindings', 'findingSeverityCounts')
}

// A basic page counts the whole image, so all say the same; pages that differ can only count themselves, as enhanced ones do.
function countAlike(pages                 )          {
  return new Set(pages.map(({ head }) => JSON.stringify(countsOf(head) ?? null))).size === 1
}

// Zero when there are no counts, undefined when they cannot be understood.
function totalOf(head        )                     {
  const counts = countsOf(head);
  if (counts === undefined) return 0
  if (!finding.isObject(counts)) return undefined
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
function compareCounts(pages                 , findings                    )           {
  if (pages.length > 1 && (isEnhanced(pages) || !countAlike(pages))) return []
  const said = countsOf(pages[0]?.head);
  if (!finding.isObject(said)) return []
  const listed = finding.countSeverities(findings, () => true);
  const severities = [...new Set([...Object.keys(said), ...Object.keys(listed)])];
  const different = severities.filter(severity => (finding.own(said, severity) ?? 0) !== (finding.own(listed, severity) ?? 0));
  if (different.length === 0) return []
  return [`ECR counts ${formatCounts(said)}, and the findings listed are ${formatCounts(listed)}; the list decides`]
}

function formatCounts(counts        )         {
  const parts = Object.entries(counts).map(([severity, count]) => `${JSON.stringify(count)} ${severity}`);
  return parts.length === 0 ? 'none' : parts.join(', ')
}

// One answer of DescribeImageScanFindings, read once: what it says of itself, and its findings in the one shape. An image
// may have tens of thousands of findings, so the lists as they came are let go unless somebody has to see them.


/** The names of ECR's two lists of findings. */
const LISTS = ['findings', 'enhancedFindings'];         

                       
                                      
                       
                                  
                                                    
                                    
                          
                                     
                                                   
                                
                                          
                                  
                                                         
                        
 

/** A finding, and a text that another page repeats when it lists the same one. */
                        
                      
                           
 

function readPage(answer        , keepLists         )       {
  const body = finding.own(answer, 'imageScanFindings');
  const findings          = [];
  const listed                           = [];
  const gaps = new Set        ();
  let entries = 0;
  let region                = null;
  for (const name of LISTS) {
    const list = finding.own(body, name);
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      gaps.add(`${name} is no list`);
      continue
    }
    listed.push(name);
    entries += list.length;
    for (const entry of list) {
      region ??= finding.regionOf(entry);
      const finding$1 = name === 'findings' ? finding.readBasicFinding(entry) : finding.readEnhancedFinding(entry);
      if (finding$1 === undefined) gaps.add(`an entry of ${name} names no vulnerability`);
      else {
        findings.push({ key: keyOf(entry), finding: finding$1 });
        if (!(finding.SEVERITIES                     ).includes(finding$1.severity))
          gaps.add(`a finding has the severity ${uri.quote(finding$1.severity)}, which ECR does not document`);
      }
    }
  }
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, finding.own(body, name)]) : []);
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists }
}

function withoutLists(answer        )         {
  const body = answer['imageScanFindings'];
  if (!finding.isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body;
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN; with it and the words a rule may ask for, an entry is known without being written out.
function keyOf(entry         )         {
  const arn = finding.ownText(entry, 'findingArn');
  if (arn === undefined) return JSON.stringify(entry)
  return JSON.stringify([arn, ...['severity', 'status', 'fixAvailable', 'exploitAvailable'].map(name => finding.own(entry, name))])
}

/** The findings of all pages: one listed on two pages is one; twice on one page it is two, for then ECR counts it twice. */
function listFindings(pages                 )                     {
  if (pages.length === 1) return (pages[0]        ).findings.map(({ finding }) => finding)
  const earlier = new Set        ();
  return pages.flatMap(({ findings }) => {
    const here = findings.filter(({ key }) => !earlier.has(key));
    for (const { key } of here) earlier.add(key);
    return here.map(({ finding }) => finding)
  })
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
    readImage({ pages: [...new Map(group.map(({ body }) => [JSON.stringify(body), readPage(body, true)])).values()] }, readAt),
  )
}

function identify(body        )         {
  const digest = finding.own(body, 'imageId', 'imageDigest') ?? [finding.own(body, 'imageId', 'imageTag')];
  return JSON.stringify([finding.own(body, 'registryId'), finding.own(body, 'repositoryName'), digest])
}

/** Makes an image of what was read of its scan. `readAt` is the time of reading, which becomes the event's time. */
function readImage(scan      , readAt        )        {
  const { pages, subject } = scan;
  const heads = pages.map(({ head }) => head);
  const findings = listFindings(pages);
  const counts = finding.countSeverities(findings);
  const identity = subject === undefined ? identifyPages(pages) : named(subject);
  const { registryId, repositoryName, digest, region, tags } = identity;
  const completed = heads.map(head => finding.toIsoTime(finding.own(head, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null;
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
      // Whoever read nothing has to say why; an image without pages and without gaps would be clean.
      ...(pages.length === 0 && (scan.gaps ?? []).length === 0 ? ['no answer was read'] : []),
    ],
    notes: [...(scan.notes ?? []), ...compareCounts(pages, findings)],
    event: toScanEvent(pages, counts, identity, readAt),
  }
}

                                                                                           

function identifyPages(pages                 )           {
  const head = pages[0]?.head;
  return {
    registryId: finding.ownText(head, 'registryId') ?? null,
    repositoryName: finding.ownText(head, 'repositoryName') ?? null,
    digest: finding.ownText(head, 'imageId', 'imageDigest') ?? null,
    region: pages.map(page => page.region).find(region => region !== null) ?? null,
    tags: [...new Set(pages.flatMap(page => finding.ownText(page.head, 'imageId', 'imageTag') ?? []))],
  }
}

function named({ registryId, repositoryName, digest, region, tag }         )           {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about another image than the one asked about would clear this one by the other's findings.
function checkSubject(answer                    , { registryId, repositoryName, digest }         )                    {
  const said = [
    [finding.ownText(answer, 'registryId'), registryId],
    [finding.ownText(answer, 'repositoryName'), repositoryName],
    [finding.ownText(answer, 'imageId', 'imageDigest'), digest],
  ];         
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${uri.quote(found)}, asked was ${uri.quote(asked)}`],
  )
}

// The event CloudTrail would have recorded, with the answer as its response: the filters that Threat Stack wrote for the
// recorded call decide over the live answer, word for word.
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
      imageScanFindings: { ...(finding.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
    },
  }
}

/** The events of an image's open findings, one each, with the fields of a finding and of its image. */
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

exports.LISTS = LISTS;
exports.explainStatus = explainStatus;
exports.findGaps = findGaps;
exports.imageKey = imageKey;
exports.isAnswer = isAnswer;
exports.isEnhanced = isEnhanced;
exports.isProven = isProven;
exports.listFindings = listFindings;
exports.nameImage = nameImage;
exports.namePlatformImage = namePlatformImage;
exports.readImage = readImage;
exports.readImages = readImages;
exports.readPage = readPage;
exports.readinessOf = readinessOf;
exports.statusOf = statusOf;
exports.toFindingEvents = toFindingEvents;
exports.toJudgedEvents = toJudgedEvents;
