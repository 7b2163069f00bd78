'use strict';

const read$1 = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const delivery = require('./chunk-delivery.cjs');
const imply = require('./chunk-imply.cjs');

// Records what was read and what could not be read. Coverage is half of every verdict: a gap means that something was not seen, and
// what was not seen cannot pass. So each state has its own type and is made by its own function, and the compiler refuses one that was
// made by changing another: it would keep whatever somebody forgot to change.



/** What was read of a source, a part of it that was not seen, or that it was not asked for, which does not affect the verdict. */






/** In no value: it only tells the compiler that the fields of one state, spread out, do not make another. */























/** The event sources of which all events were asked for, and names of events that were asked for in place of their whole source. */












/** All of what was asked of a source was seen. */
function read(seen               )       {
  return cover('read', seen)
}

/** A part of what was asked of a source was not seen. */
function gap(seen               )      {
  return cover('gap', seen)
}

/** The source was not asked for, or, as `why` says, there was nothing to ask it. */
function notRequested(source                    , why = 'not requested')               {
  return cover('not requested', { source, origin: null, message: `${source}: ${why}` })
}

// One order of the fields, because reports are written in it.
function cover                                                               (
  state       ,
  { source, origin, message, ...seen }                                                                                   ,
)                                               {
  const { records = 0, firstTime = null, lastTime = null, horizon = null, asked = null, diagnostics = [] } = seen;
  return { source, origin, state, message, records, firstTime, lastTime, horizon, asked, diagnostics }
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
  return [...new Set(pages.flatMap(({ head }) => (silent.includes(read$1.readinessOf(head)) ? [] : [read$1.explainStatus(head)])))]
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
    const token = read$1.own(head, name);
    return token === undefined || token === '' ? [] : [JSON.stringify(token)]
  })
}

// The image must be identified for certain, or the answer about one image could be taken for another's.
function checkIdentity(head        )           {
  const names = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest'], ['imageId', 'imageTag']];
  const wrong = names.filter(path => read$1.own(head, ...path) !== undefined && read$1.ownText(head, ...path) === undefined);
  if (wrong.length > 0) return wrong.map(path => `${path.join('.')} is not a string`)
  if (read$1.ownText(head, 'repositoryName') === undefined) return ['the answer does not name its repository']
  const image = read$1.ownText(head, 'imageId', 'imageDigest') ?? read$1.ownText(head, 'imageId', 'imageTag');
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
  return pages.every(({ head }) => read$1.readinessOf(head) === 'ready')
}

/**
 * Whether the answer itself proves that the scan is done, even if its list is empty. ECR also returns an empty list for an
 * enhanced scan that has not begun; only the time of completion tells the two apart. A basic result always has its counts.
 */
function isProven(pages                 )          {
  const basic = !isEnhanced(pages);
  return pages.some(
    ({ head }) => read$1.toIsoTime(read$1.own(head, 'imageScanFindings', 'imageScanCompletedAt')) !== null || (basic && read$1.isObject(givenCounts(head))),
  )
}

/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
function isEnhanced(pages                 )          {
  return pages.some(({ head, listed }) => listed.includes('enhancedFindings') || read$1.statusOf(head) === 'ACTIVE')
}

function givenCounts(head        )          {
  return read$1.own(head, 'imageScanFindings', 'findingSeverityCounts')
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
    return [{ counted: countsOf(first.head), listed: read$1.countSeverities(findings, () => true), entries: findings.length }]
  return listing.map(page => {
    const here = page.findings.map(({ finding }) => finding);
    return { counted: countsOf(page.head), listed: read$1.countSeverities(here, () => true), entries: page.entries }
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
      (read$1.rank(severity) <= read$1.rank('HIGH') || read$1.rank(severity) === read$1.SEVERITIES.length) && countOf(counted, severity) > countOf(listed, severity),
  )
}

function countOf(counts                , severity        )         {
  return Object.hasOwn(counts, severity) ? (counts[severity] ?? 0) : 0
}

// Undefined where the counts are not valid.
function countsOf(head        )                             {
  const counts = givenCounts(head);
  const isCount = (count         )          => typeof count === 'number' && Number.isInteger(count) && count >= 0;
  return read$1.isObject(counts) && Object.values(counts).every(isCount) ? (counts                  ) : undefined
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
  return readImages([{ origin: '', body: value }], readAt).flatMap(image => [image.event, ...imply.toFindingEvents(image)])
}

/**
 * Groups pages by what they are about, and reads each group as an image. An image of two tags or two Regions is as many images,
 * because a rule may ask for either. `readAt` is the time of reading, which becomes the event's time.
 */
function readImages(answers                   , readAt        )                   {
  return [...visibility.groupBy(answers, identify).values()]
    .flatMap(group => {
      // The same file given twice does not count as a second page.
      const pages = [...new Map(group.map(({ body }) => [JSON.stringify(body), imply.readPage(body, true)])).values()];
      const regions = new Set(pages.flatMap(({ region }) => region ?? []));
      return regions.size > 1 ? [...visibility.groupBy(pages, ({ region }) => region).values()] : [pages]
    })
    .map(pages => readImage({ pages }, readAt))
}

function identify({ body }        )         {
  const id = ['imageDigest', 'imageTag'].map(name => read$1.own(body, 'imageId', name) ?? null);
  return JSON.stringify([read$1.own(body, 'registryId'), read$1.own(body, 'repositoryName'), ...id])
}

/** Builds an image from what was read about its scan. `readAt` is the time of reading, which becomes the event's time. */
function readImage(scan      , readAt        )        {
  const { pages, requested } = scan;
  const heads = pages.map(({ head }) => head);
  const findings = imply.listFindings(pages);
  const counts = read$1.countSeverities(findings);
  const identity = requested === undefined ? identifyPages(pages) : named(requested);
  const { registryId, repositoryName, digest, region, tags } = identity;
  const completed = heads.flatMap(head => read$1.toIsoTime(read$1.own(head, 'imageScanFindings', 'imageScanCompletedAt')) ?? []);
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
    contents: requested?.contents ?? null,
    baseImage: null,
    status: read$1.worstStatus(heads),
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
    lacks: delivery.findLacks(pages),
    unsaid: isEnhanced(pages) ? [read$1.NOT_ASKED] : [],
    event: imply.toScanEvent(pages, counts, identity, readAt),
    entries: imply.locateEntries(pages),
  }
}

function identifyPages(pages                 )           {
  const head = pages[0]?.head;
  const tag = read$1.ownText(head, 'imageId', 'imageTag');
  return {
    registryId: read$1.ownText(head, 'registryId') ?? null,
    repositoryName: read$1.ownText(head, 'repositoryName') ?? null,
    digest: read$1.ownText(head, 'imageId', 'imageDigest') ?? null,
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
    [read$1.ownText(answer, 'registryId'), registryId],
    [read$1.ownText(answer, 'repositoryName'), repositoryName],
    [read$1.ownText(answer, 'imageId', 'imageDigest'), digest],
  ];
  return said.flatMap(([found, asked]) =>
    found === undefined || found === asked ? [] : [`ECR answered about ${read$1.quote(found)}, but the request was for ${read$1.quote(asked)}`],
  )
}

function formatUri(
  registryId               ,
  region               ,
  repository               ,
  tag               ,
  digest               ,
)         {
  const registry = region === null ? (registryId ?? 'unknown registry') : read$1.registryHost(registryId ?? 'unknown', region);
  return `${registry}/${repository ?? 'unknown repository'}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

// Objects that hold CloudTrail's records but are none, or are often taken for one. Whoever gives one of these is told what it is and
// how to get the records out of it; nothing is guessed from their content.













const FILES = 'give the files of the trail, or the output of aws cloudtrail lookup-events';

const KINDS                  = [
  {
    name: 'a CloudWatch Logs subscription message',
    help: "take the records out with jq -c '.logEvents[].message | fromjson'",
    holds: value => hasObjects(value, 'logEvents'),
  },
  {
    name: 'the output of filter-log-events',
    help: "take the records out with jq -c '.events[].message | fromjson'",
    holds: value => hasObjects(value, 'events', event => read$1.ownText(event, 'message') !== undefined),
  },
  {
    name: 'an EventBridge event',
    help: "take the record out with jq -c '.detail'",
    holds: value => read$1.ownText(value, 'detail-type') !== undefined && read$1.isObject(read$1.own(value, 'detail')),
  },
  {
    name: 'an SNS notification',
    help: "take what it holds out with jq -c '.Message | fromjson'",
    holds: value => read$1.ownText(value, 'Type') === 'Notification' && read$1.ownText(value, 'Message') !== undefined,
  },
  {
    name: "the result of a query in CloudTrail Lake, which flattens a record's objects into strings",
    help: FILES,
    holds: value => Array.isArray(read$1.own(value, 'QueryResultRows')),
  },
  {
    name: 'an OCSF event, as Amazon Security Lake has them',
    help: FILES,
    holds: value => read$1.own(value, 'class_uid') !== undefined && read$1.isObject(read$1.own(value, 'metadata')),
  },
  {
    name: "a row of Athena's table, whose names are in lower case",
    help: FILES,
    holds: value => read$1.own(value, 'eventsource') !== undefined && read$1.own(value, 'eventname') !== undefined,
  },
  {
    name: "a list of events from Threat Stack's API",
    help: "take the events out with jq -c '.events[]'",
    holds: value => hasObjects(value, 'events', event => read$1.own(event, 'event_type') !== undefined || read$1.own(event, 'eventSource') !== undefined),
  },
  {
    name: "a list of alerts from Threat Stack's API, without their events",
    help: "ask the API for the events of each alert, and take them out with jq -c '.events[]'",
    holds: value => hasObjects(value, 'alerts'),
  },
  {
    name: 'a notification of S3, not the file that it is about',
    help: 'give the file that it names',
    holds: value => read$1.ownText(value, 'eventSource') === 'aws:s3' || read$1.isObject(read$1.own(value, 's3')),
  },
  {
    name: 'a message of another service, whose records are not those of CloudTrail',
    help: FILES,
    holds: value => /^aws:/.test(read$1.ownText(value, 'eventSource') ?? read$1.ownText(value, 'EventSource') ?? ''),
  },
  {
    name: 'an answer of DescribeImageScanFindings',
    help: 'give it with --findings; explain shows the events that it is judged by',
    holds: isAnswer,
  },
];

/** What an object is that is no CloudTrail record; undefined where nothing is known of it. */
function findEnvelope(value        )                       {
  return KINDS.find(({ holds }) => holds(value))
}

function hasObjects(value        , name        , isOne                            = () => true)          {
  const [first] = read$1.ownList(value, name);
  return read$1.isObject(first) && isOne(first)
}

// What was read of a source, as coverage: how many events, from when to when, and everything that keeps them from being all that
// happened. Each of these is a gap; what CloudTrail itself writes beside its records is only mentioned.



/** Counts the events that are read and reports how many there were, from when to when, and which do not belong. */





/** `belongs` tells the events that the source has from anything else. */
function startTally(belongs                             = read$1.isRecord)             {
  let records = 0;
  let timeless = 0;
  let unread = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const strangers = startStrangers();
  const doubts = startDoubts();
  const asides = new Map               ();

  const see = ({ event }               , doubt        )       => {
    const isEvent = belongs(event);
    const aside = isEvent ? undefined : read$1.asideOf(event);
    if (aside !== undefined) {
      asides.set(aside, (asides.get(aside) ?? 0) + 1);
      return
    }
    records++;
    const time = read$1.timeOf(event);
    if (read$1.hasUnreadText(event)) unread++;
    if (!isEvent) strangers.see(event);
    else if (time === undefined) timeless++;
    if (time !== undefined && time < first) first = time;
    if (time !== undefined && time > last) last = time;
    if (doubt !== undefined) doubts.see(event, doubt);
  };

  const coverage = (origin        , diagnostics                       )             => {
    const problems = [
      ...new Set(diagnostics.filter(({ level }) => level === 'error').map(diagnostic => describe(diagnostic, origin))),
      ...strangers.problems(records).map(({ message, help }) => (help === undefined ? message : `${message}; ${help}`)),
      ...doubts.problems(),
      ...(unread > 0
        ? [`${read$1.plural(unread, 'event has', 'events have')} parameters in text that is not valid JSON, or has a key twice`]
        : []),
      ...(timeless > 0 ? [`${read$1.plural(timeless, 'event has', 'events have')} no readable eventTime`] : []),
    ];
    const times = first <= last ? { firstTime: read$1.formatInstant(first), lastTime: read$1.formatInstant(last) } : { firstTime: null, lastTime: null };
    const summary = `${read$1.plural(records, 'event')}${times.lastTime === null ? '' : ` from ${times.firstTime} to ${times.lastTime}`}`;
    const about = { source: 'events', origin, records, ...times, diagnostics };
    const say = (what        )         => `${origin}: ${what}${describeAsides(asides)}`;
    if (problems.length === 0) return read({ ...about, message: say(summary) })
    const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
    return gap({ ...about, message: say(`${problems.slice(0, 5).join('; ')}${more}`) })
  };
  return { see, coverage }
}

/** A sentence about records that are not those of CloudTrail, and what to do about it. */





/** Counts objects that are no CloudTrail records, by what they are. */
function startStrangers()


  {
  const counts = new Map                              ();
  return {
    see: value => {
      const envelope = findEnvelope(value);
      counts.set(envelope, (counts.get(envelope) ?? 0) + 1);
      return envelope
    },
    problems: records =>
      [...counts].map(([envelope, count]) => {
        const what = `${count} of ${records} records ${read$1.agree(count, 'is not a CloudTrail event', 'are not CloudTrail events')}`;
        if (envelope === undefined) return { message: what }
        return { message: `${what}: ${read$1.agree(count, 'it', 'each')} is ${envelope.name}`, help: envelope.help }
      }),
  }
}

/** How many events are named whose answer is not certain. */
const MOST_NAMED = 3;
/** How many reasons are told why something is not known of a target. */
const MOST_REASONS = 10;

// The ids of targets, and the tags by which they are chosen, come from events.
const ID_LENGTH = 120;

function startDoubts()                                                                                                      {
  const left = startList();
  const contradictions = startList();
  const targets = new Map                                                                                   ();
  return {
    see: (event, doubt) => {
      const id = read$1.ownText(event, 'eventID') ?? read$1.ownText(event, 'id') ?? 'without an eventID';
      if (doubt.contradicts) contradictions.add(id);
      if (doubt.rules.length === 0) return
      const asking = doubt.rules.length === 1 ? `rule ${doubt.rules[0]} asks` : `rules ${read$1.listFirst(doubt.rules, MOST_NAMED)} ask`;
      if (doubt.left.length > 0) left.add(`${doubt.left.join(' and ')} of event ${id}, for which ${asking}`);
      for (const [reason, unknown] of visibility.groupBy(doubt.targets?.unknown ?? [], each => read$1.shorten(each.reason, 2 * ID_LENGTH))) {
        const told = targets.get(reason) ?? { field: doubt.targets?.field ?? '', events: startList() };
        if (targets.size < MOST_REASONS) targets.set(reason, told);
        const ids = unknown.flatMap(target => (target.id === undefined ? [] : [read$1.shorten(target.id, ID_LENGTH)]));
        told.events.add(`${ids.length === 0 ? '' : `${read$1.listFirst(ids, MOST_NAMED)} of `}event ${id}, for which ${asking}`);
      }
    },
    problems: () => [
      ...(left.count() > 0 ? [`CloudTrail left out ${left.text()}`] : []),
      ...[...targets].map(
        ([reason, { field, events }]) =>
          `${read$1.plural(events.count(), 'event is', 'events are')} about a target ${reason}: ${events.text()}; a rule can say what that means: ${field} = null`,
      ),
      ...(contradictions.count() > 0 ? [`records with the same eventID differ: ${contradictions.text()}; all were judged`] : []),
    ],
  }
}

/** A list of which the first items are kept and the others counted. */
function startList() {
  const items = new Set        ();
  let count = 0;
  return {
    add: (item        )       => {
      if (items.has(item)) return
      if (items.size < MOST_NAMED) items.add(item);
      count++;
    },
    count: () => count,
    text: () => [...items].join(', ') + (count > items.size ? ` and ${count - items.size} more` : ''),
  }
}

function describeAsides(asides                            )         {
  const parts = [...asides].map(([aside, count]) => read$1.plural(count, aside));
  return parts.length === 0 ? '' : `; beside them ${parts.join(', ')}, which rules do not judge`
}

const NO_ANSWER = 'it contains no answer of DescribeImageScanFindings';

/** Reports how many answers about findings were read, and what could not be read. */
function coverFindings(origin        , records        , diagnostics                       )             {
  const faults = diagnostics.filter(({ level }) => level === 'error').map(diagnostic => describe(diagnostic, origin));
  const problems = faults.length === 0 && records === 0 ? [NO_ANSWER] : faults;
  const about = { source: 'findings', origin, records, diagnostics };
  if (problems.length > 0) return gap({ ...about, message: `${origin}: ${problems.join('; ')}` })
  return read({ ...about, message: `${origin}: ${read$1.plural(records, 'answer')} of DescribeImageScanFindings` })
}

// The sentence begins with the path as it was given, so a fault in that file needs only its line.
function describe({ at, message }            , origin        )         {
  if (at === undefined || at === origin) return message
  if (typeof at === 'object' && at.file === origin) return `line ${at.line}, column ${at.column}: ${message}`
  return `${read$1.formatPlace(at)}: ${message}`
}

exports.NO_ANSWER = NO_ANSWER;
exports.coverFindings = coverFindings;
exports.findEnvelope = findEnvelope;
exports.findGaps = findGaps;
exports.gap = gap;
exports.isAnswer = isAnswer;
exports.isEnhanced = isEnhanced;
exports.isProven = isProven;
exports.notRequested = notRequested;
exports.read = read;
exports.readImage = readImage;
exports.readImages = readImages;
exports.startStrangers = startStrangers;
exports.startTally = startTally;
exports.toJudgedEvents = toJudgedEvents;
