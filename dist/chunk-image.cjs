'use strict';

const uri = require('./chunk-uri.cjs');
const json = require('./chunk-json.cjs');

// Instants as the services write them.

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

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
  const id = json.ownText(entry, 'name');
  if (id === undefined) return undefined
  const { attributes } = readAttributes(entry);
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

function readBasicPackage(attributes        )          {
  return {
    name: json.ownText(attributes, 'package_name') ?? null,
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
  const images = json.ownList(entry, 'resources').map(resource => json.own(resource, 'details', 'awsEcrContainerImage'));
  return {
    id,
    aliases: texts(json.ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: json.ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: stateOf(json.ownText(entry, 'status')),
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
    firstObservedAt: toIsoTime(json.own(entry, 'firstObservedAt')),
    lastObservedAt: toIsoTime(json.own(entry, 'lastObservedAt')),
    inUseCount: firstOf(images, image => json.ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => toIsoTime(json.own(image, 'lastInUseAt')) ?? undefined),
  }
}

/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
function regionOf(entry         )                {
  return firstOf(json.ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(json.ownText(resource, 'id') ?? '')?.[1])
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
    name: json.ownText(entry, 'name') ?? null,
    version: json.ownText(entry, 'version') ?? null,
    release: json.ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: json.ownText(entry, 'packageManager') ?? null,
    path: json.ownText(entry, 'filePath') ?? null,
    layer: json.ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity that is not a text is kept as JSON. That equals none of ECR's severities, and it is not taken for a missing one.
function severityOf(entry         )         {
  const severity = json.own(entry, 'severity');
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
  const version = json.ownText(entry, name);
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
  inUseCount: 'one',
  lastInUseAt: 'one',
  package: { name: 'many', version: 'many', release: 'many', fixedIn: 'many', manager: 'many', path: 'many', layer: 'many' },
  image: { uri: 'one', registryId: 'one', repositoryName: 'one', digest: 'one', tags: 'many' },
};

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

// What a kind of scan delivers of a finding. An enhanced scan has every field, although some are absent in some findings. A basic scan
// has few: what else it has is in attributes, and which attributes there are depends on the scanner.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html

                                     

/** What every basic finding can have, and what is known without the scan. */
const BASIC                    = ['event_type', 'eventTime', 'id', 'type', 'severity', 'state', 'description', 'links', 'image'];

const FROM_ATTRIBUTES                    = Object.entries(FINDING_FIELDS)
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
  const values = inner === undefined ? [json.own(finding, field)] : finding.packages.map(each => json.own(each, inner));
  return values.flat().some(value => value !== undefined)
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
  return `the scan's status is ${meaning === undefined ? uri.quote(status) : status}: ${meaning ?? 'ECR does not document this status, so it is not a result'}${says}`
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
    const token = json.own(head, name);
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// The image must be identified for certain, or the answer about one image could be taken for another's.
function checkIdentity(head        )           {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']];
  const wrong = names.filter(path => json.own(head, ...path) !== undefined && json.ownText(head, ...path) === undefined);
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is not a text`)
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
  return pages.every(({ head }) => readinessOf(head) === 'ready')
}

/**
 * Whether the answer itself proves that the scan is done, even if its list is empty. ECR also returns an empty list for an
 * enhanced scan that has not begun; only the time of completion tells the two apart. A basic result always has its counts.
 */
function isProven(pages                 )          {
  const basic = !isEnhanced(pages);
  return pages.some(
    ({ head }) => toIsoTime(json.own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && json.isObject(givenCounts(head))),
  )
}

/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
function isEnhanced(pages                 )          {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || statusOf(head) === 'ACTIVE')
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
  return json.isObject(counts) && Object.values(counts).every(isCount) ? (counts                  ) : undefined
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
  const body = json.own(answer, 'imageScanFindings');
  const findings          = [];
  const listed                           = [];
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
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, json.own(body, name)]) : []);
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists }
}

function withoutLists(answer        )         {
  const body = answer['imageScanFindings'];
  if (!json.isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body;
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN. If two pages tell different things of it that rules ask for, both are judged. The times of its
// sights do not count: they change while the pages are read.
function keyOf(entry         , finding         )         {
  const { arn, id, type, severity, score, fixAvailable, exploitAvailable, inUseCount, packages } = finding;
  if (arn === null) return JSON.stringify(entry)
  const versions = packages.map(({ name, version, fixedIn }) => [name, version, fixedIn]);
  const status = json.own(entry, 'status');
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
  const id = ['imageDigest', 'imageTag'].map(name => json.own(body, 'imageId', name) ?? null);
  return JSON.stringify([json.own(body, 'registryId'), json.own(body, 'repositoryName'), ...id])
}

/** Builds an image from what was read about its scan. `readAt` is the time of reading, which becomes the event's time. */
function readImage(scan      , readAt        )        {
  const { pages, subject } = scan;
  const heads = pages.map(({ head }) => head);
  const findings = listFindings(pages);
  const counts = countSeverities(findings);
  const identity = subject === undefined ? identifyPages(pages) : named(subject);
  const { registryId, repositoryName, digest, region, tags } = identity;
  const completed = heads.map(head => toIsoTime(json.own(head, 'imageScanFindings', 'imageScanCompletedAt'))).find(time => time !== null) ?? null;
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
    registryId: json.ownText(head, 'registryId') ?? null,
    repositoryName: json.ownText(head, 'repositoryName') ?? null,
    digest: json.ownText(head, 'imageId', 'imageDigest') ?? null,
    region: pages.map(page => page.region).find(region => region !== null) ?? null,
    tags: [...new Set(pages.flatMap(page => json.ownText(page.head, 'imageId', 'imageTag') ?? []))],
  }
}

function named({ registryId, repositoryName, digest, region, tag }         )           {
  return { registryId, repositoryName, digest, region, tags: tag === null ? [] : [tag] }
}

// An answer about a different image must not clear the image that was asked about.
function checkSubject(answer                    , { registryId, repositoryName, digest }         )                    {
  const said = [
    [json.ownText(answer, 'registryId'), registryId],
    [json.ownText(answer, 'repositoryName'), repositoryName],
    [json.ownText(answer, 'imageId', 'imageDigest'), digest],
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
      imageScanFindings: { ...(json.isObject(body) ? body : {}), ...Object.fromEntries(lists), findingSeverityCounts: counts },
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

exports.FINDING_FIELDS = FINDING_FIELDS;
exports.LISTS = LISTS;
exports.RESTORE = RESTORE;
exports.SCAN_EVENT_FIELDS = SCAN_EVENT_FIELDS;
exports.SCAN_STATUSES = SCAN_STATUSES;
exports.SEVERITIES = SEVERITIES;
exports.explainStatus = explainStatus;
exports.findGaps = findGaps;
exports.formatInstant = formatInstant;
exports.formatSecond = formatSecond;
exports.imageKey = imageKey;
exports.isAnswer = isAnswer;
exports.isEnhanced = isEnhanced;
exports.isProven = isProven;
exports.leadsIntoList = leadsIntoList;
exports.listFindings = listFindings;
exports.listPath = listPath;
exports.nameImage = nameImage;
exports.nameImages = nameImages;
exports.needHosts = needHosts;
exports.rank = rank;
exports.readImage = readImage;
exports.readImages = readImages;
exports.readPage = readPage;
exports.readinessOf = readinessOf;
exports.statusOf = statusOf;
exports.toFindingEvents = toFindingEvents;
exports.toInstant = toInstant;
exports.toIsoTime = toIsoTime;
exports.toJudgedEvents = toJudgedEvents;
exports.versionOf = versionOf;
