'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const cures = require('./chunk-cures.cjs');
const name = require('./chunk-name.cjs');
const report = require('./chunk-report.cjs');
const gfm = require('./chunk-gfm.cjs');
const wording = require('./chunk-wording.cjs');
const exceptions = require('./chunk-exceptions.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-fixes.cjs');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-base.cjs');
require('./chunk-image.cjs');
require('./chunk-manifest.cjs');
require('./chunk-verdict.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-severities.cjs');

// The common shape of findings, alerts, gaps and diagnostics, which become results of SARIF. Messages, places and fingerprints are made
// safe here.
//
// GitHub recognises an alert from one upload to the next by its fingerprint, so that is made of what stays: never of a tag, a
// digest, a line or a position. https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support



































const LINE_LENGTH = 1000;
const PART_LENGTH = 200;
/** The URI of an image has some 400 characters at most. */
const NAME_LENGTH = 500;
const MOST_LINKS = 5;
/** GitHub shows no more tags of a rule, and at most 255 characters of an id. */
const MOST_TAGS = 10;
const ID_LENGTH = 200;

/**
 * Untrusted text for a message: on one line, without links (`[text](target)` is one in plain text too) and placeholders (braces
 * are doubled, as the specification says in 3.11.5).
 */
function plain(text        , limit = LINE_LENGTH)         {
  const line = read.printable(read.shorten(text, limit).replace(/\s+/g, ' ').trim(), limit);
  return read.shorten(line.replace(/\](?=\()/g, '] ').replace(/[{}]/g, '$&$&'), limit)
}

/** Where to fix an image. Without a place in the repository, the name of the image's own repository stands for a file. */
function placeOf(image               )       {
  return image.at ?? { file: image.repositoryName ?? 'unknown', line: 1 }
}



function renderRule({ id, title, description, facts, links, tags, score }      )                      {
  const urls = [...new Set(links.flatMap(link => gfm.addressOf(link) ?? []))].slice(0, MOST_LINKS);
  const [name, about] = [plain(title) || plain(id), plain(description) || plain(title) || plain(id)];
  const known = facts.filter(([, value]) => value !== '');
  return {
    id: ruleId(id),
    shortDescription: { text: name },
    fullDescription: { text: about },
    help: {
      text: [about, ...known.map(([fact, value]) => `${fact}: ${plain(value)}`), ...urls].join('\n'),
      markdown: [
        gfm.code(description) || gfm.code(title) || gfm.code(id),
        '',
        ...known.map(([fact, value]) => `- ${fact}: ${gfm.code(value)}`),
        ...urls.map(url => `- <${url}>`),
      ].join('\n'),
    },
    ...(urls[0] === undefined ? {} : { helpUri: urls[0] }),
    properties: {
      tags: [...new Set(tags.map(tag => plain(tag, PART_LENGTH)).filter(tag => tag !== ''))].slice(0, MOST_TAGS),
      ...(score === null ? {} : { 'security-severity': score.toFixed(1) }),
    },
  }
}

function ruleId(id        )         {
  return read.printable(id, ID_LENGTH)
}

/** `suppressible`: whether something of its run is suppressed. Either all results of a run tell whether they are, or none (3.27.23). */
function renderEntry(
  { rule, level, message, at, about, suppressed, baseline, fromBase }       ,
  ruleIndex        ,
  partialFingerprints              ,
  suppressible         ,
)         {
  const line = atLeastOne(at.line);
  const column = atLeastOne(at.column);
  return {
    ruleId: ruleId(rule.id),
    ruleIndex,
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(at.file) },
          region: { startLine: line, startColumn: column, endLine: line, endColumn: column },
        },
        ...(about.length === 0
          ? {}
          : { logicalLocations: about.map(({ kind, name }) => ({ fullyQualifiedName: plain(name, NAME_LENGTH) || 'unknown', kind })) }),
      },
    ],
    partialFingerprints,
    ...(fromBase === undefined ? {} : { properties: { fromBase } }),
    ...(baseline !== undefined && { baselineState: baseline }),
    ...(suppressible && { suppressions: suppressed === undefined ? [] : [suppress(suppressed)] }),
  }
}

function suppress(why        )                                              {
  return { kind: 'external', status: 'accepted', justification: plain(why) }
}

function atLeastOne(position = 1)         {
  return Number.isSafeInteger(position) && position > 0 ? position : 1
}

// No `..` and no root: a result is about a file of the repository. The colon of a drive is escaped, so it is not taken for a scheme.
function relativeUri(path        )         {
  const segments = read.shorten(path, LINE_LENGTH)
    .split(/[/\\]/)
    .filter(segment => !['', '.', '..'].includes(segment));
  return segments.map(segment => encodeURIComponent(read.printable(segment))).join('/') || 'unknown'
}

/**
 * The fingerprints of a run's entries, no two alike. GitHub uses only `primaryLocationLineHash`, in a form of its own: a hash, and a
 * number that tells equal hashes apart. So collisions are harmless, and the hash need not be a strong one.
 */
function fingerprint(entries                  )                          {
  const named = entries.map(({ identity, order }, i) => {
    const parts = identity.map(part => (part ?? '').replace(/[%|]/g, encodeURIComponent));
    return { i, name: parts.map(part => read.printable(part, PART_LENGTH)).join('|'), hash: hashText(parts.join('|')), order }
  });
  const numbers = new Map                ();
  const prints                 = [];
  for (const { i, name, hash } of named.sort((a, b) => read.compareText(a.order, b.order))) {
    const number = (numbers.get(hash) ?? 0) + 1;
    numbers.set(hash, number);
    prints[i] = { primaryLocationLineHash: `${hash}:${number}`, 'ecrGate/v1': `${name}|${hash}:${number}` };
  }
  return prints
}

/** FNV-1a in 64 bits, over UTF-16 units. http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashText(text        )         {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0')
}

// The categories of runs, and the names of images in categories and fingerprints: they last from commit to commit and are unique.
//
// GitHub keeps alerts by category, and every job of a workflow uploads its own file. So a category says what the job was asked to
// judge, with the registry even if this report does not need it: two jobs with the same category would close each other's alerts.


const LENGTH = 200;

/**
 * Gives images names that last. The name of an image that was read from ECR begins with the registry's host. A recorded answer names
 * the account, but a Region only while there are findings, so the name of its image begins with the account.
 */
function nameLasting({ images, coverage }                                     )                        {
  const asked = new Set(coverage.map(askedRepository));
  return name.withNames(images).map(image => {
    const [named, platform] = image.lasting;
    const repository = image.repositoryName ?? 'unknown';
    const host = read.registryOf(image.uri);
    const whole = `${host}/${repository}`;
    if (named !== repository || asked.has(whole)) return { ...image, lasting: [whole, platform] }
    return { ...image, lasting: [`${image.registryId ?? host}/${repository}`, platform] }
  })
}

/** The repository that was read from ECR, with the host of its registry; undefined if the origin is not the URI of an image. */
function askedRepository({ source, origin }          )                     {
  if (source !== 'findings' || origin === null) return undefined
  const uri = read.parseImageUri(origin, { registryId: undefined, region: undefined });
  return 'text' in uri ? `${read.registryHost(uri.registryId, uri.region)}/${uri.repositoryName}` : undefined
}

/** The origins that events were read from. */
function listOrigins(coverage                     )                    {
  return unique(coverage.filter(({ source }) => source === 'events').flatMap(({ origin }) => origin ?? []))
}

/**
 * What the whole report is about, as the last part of a category: the images with their platforms, and the origins of events. Paths of
 * recorded answers are left out, because other jobs may use the same ones. A missing image changes the hash, but then nothing is uploaded.
 */
function hashSubject(images                       , coverage                     )         {
  return hashText(JSON.stringify([unique(images.map(({ lasting }) => JSON.stringify(lasting))), listOrigins(coverage)]))
}

function unique(names                   )                    {
  return [...new Set(names)].sort()
}

/** The category of an image: its repository with the registry, and its platform in an index. */
function nameCategory({ lasting: [repository, platform] }            )         {
  const names = ['ecr-gate', ...repository.split('/'), platform?.replaceAll('/', '-') ?? ''];
  const safe = names.map(name => name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')).filter(name => name !== '');
  const category = safe.join('/');
  if (category.length <= LENGTH) return category
  const hash = hashText(category);
  return `${category.slice(0, LENGTH - hash.length - 1)}-${hash}`
}

// The findings of images as results, the most severe first.
//
// There is one result for each vulnerable package: a single alert for a CVE in two packages would not be closed by fixing one of
// them, and would be dismissed for both at once. What was let through is a suppressed result, but not in what is uploaded: GitHub ignores
// `suppressions`, so it would appear as an open alert (github/codeql-action#1230). Closed and suppressed findings are left out.






/** An image chooses the names of its packages and files, and long ones could make the file larger than GitHub accepts. */
const SENTENCE_LENGTH = 200;

/** A finding in one of its packages. */


/** Chooses findings: all that are open, or those that count. */


/** Counts the occurrences without building them. */
function countOccurrences(images                          , choose        )         {
  const chosen = images.flatMap(({ findings }) => findings.filter(choose));
  return chosen.reduce((sum, { packages }) => sum + Math.max(1, packages.length), 0)
}

/** The findings of images, once for each package. */
function listOccurrences(images                       , choose        )                        {
  const chosen = images.flatMap(image => image.findings.filter(choose).map(finding => ({ ...finding, image })));
  return wording.sortFindings(chosen).flatMap((finding)                        =>
    finding.packages.length === 0 ? [[finding, null]] : finding.packages.map(each => [finding, each]         ),
  )
}

function findingToResult([finding, within]            , nameCure          )        {
  const { image } = finding;
  const version = read.versionOf(within);
  const where = within === null ? '' : ` in ${within.name ?? 'a package without a name'}${version === '' ? '' : ` ${version}`}`;
  const cure = within === null ? '' : within.fixedIn === null ? ', no version with a fix is named' : `, fixed in ${read.fixedVersionOf(within)}`;
  const path = within?.path ?? null;
  const target = nameCure(image.uri, finding, within);
  const explained = wording.explainDecision(finding.decision);
  const late = read.isCounted(finding) && !wording.isPlain(finding.decision) ? `, ${wording.describeDecision(finding.decision)}` : '';
  const sentences = [
    `${finding.id} (${finding.severity})${where}${cure}${late}.`,
    `Image ${image.name}.`,
    ...(path === null ? [] : [`File ${path}.`]),
    ...(target === undefined ? [] : [`Fix: ${target} or later.`]),
  ];
  return {
    rule: describeFinding(finding),
    level: levelOf(finding.severity),
    message: sentences.map(sentence => plain(sentence, SENTENCE_LENGTH)).join(' '),
    at: finding.at ?? placeOf(image),
    about: [
      { kind: 'image', name: image.uri },
      ...(within === null ? [] : [{ kind: 'package', name: read.shorten(`${within.name ?? ''} ${version}`, SENTENCE_LENGTH) }]),
    ],
    identity: [...image.lasting, finding.id, within?.name ?? null, within?.manager ?? null, path],
    order: JSON.stringify([version, image.uri]),
    ...(image.baseImage === null ? {} : { fromBase: finding.fromBase }),
    ...(explained === undefined ? {} : { suppressed: explained }),
    ...(finding.baselineState === null ? {} : { baseline: finding.baselineState }),
  }
}

/** The result for something that was not seen of an image, so that an empty list is not mistaken for a clean image. */
function gapToResult(image            , gap        )        {
  return {
    rule: GAP,
    level: 'error',
    message: plain(`Not judged completely: ${image.name}: ${gap}`),
    at: placeOf(image),
    about: [{ kind: 'image', name: image.uri }],
    identity: [...image.lasting, 'gap'],
    order: gap,
  }
}

const GAP       = {
  id: 'gap',
  title: 'Something was not seen',
  description: 'What was not seen cannot pass, so the verdict is undecided or worse. The message says what is missing.',
  facts: [],
  links: [],
  tags: [],
  score: null,
};

function describeFinding(finding         )       {
  const { id, title, severity, score, vector, exploitAvailable, knownExploited, lastKnownExploitAt, epss, vendor, aliases, type } = finding;
  return {
    id,
    title: title ?? id,
    description: finding.description ?? '',
    facts: [
      ['Severity', severity],
      ['Score', [score, vector].filter(part => part !== null).join(' ')],
      ['Exploit available', exploitAvailable ?? ''],
      ["On CISA's list of known exploited vulnerabilities", knownExploited ?? ''],
      ['Last known exploit', lastKnownExploitAt ?? ''],
      ['EPSS', epss === null ? '' : String(epss)],
      ['Source', vendor ?? ''],
      ['Also known as', aliases.slice(0, 10).join(', ')],
    ],
    links: [report.linkAdvisory(finding) ?? '', ...finding.links],
    tags: [
      ...['security', type === 'PACKAGE_VULNERABILITY' ? 'vulnerability' : type, 'container'],
      ...(knownExploited === 'YES' ? ['known-exploited'] : []),
    ],
    score: scoreOf(severity, score),
  }
}

function levelOf(severity        )                 {
  const position = read.rank(severity);
  return position <= read.rank('HIGH') ? 'error' : position === read.rank('MEDIUM') ? 'warning' : 'note'
}

/** How GitHub reads scores: over 9.0 is critical, from 7.0 high, from 4.0 medium, from 0.1 low. */
const BANDS                                                                 = {
  CRITICAL: [9.1, 10],
  HIGH: [7, 8.9],
  MEDIUM: [4, 6.9],
  LOW: [0.1, 3.9],
  INFORMATIONAL: [0.1, 3.9],
};

// The gate judges by ECR's severity, which is the vendor's and often differs from the severity of the score. GitHub shows the latter,
// so the score is moved into the band of the former: what is HIGH here must not be "Medium" there.
function scoreOf(severity        , score               )                {
  const band = Object.hasOwn(BANDS, severity) ? BANDS[severity] : undefined;
  if (band === undefined) return score === null || score <= 0 ? null : Math.min(10, Math.max(0.1, score))
  const [low, high] = band;
  return Math.min(high, Math.max(low, score ?? (low + high) / 2))
}

// The alerts of rules as results, together with problems of the rules and gaps in the sources.


const LEVELS                                           = { fail: 'error', warn: 'warning', notice: 'note' };
/** The middle of GitHub's bands high, medium and low. A rule does not know how severe a vulnerability is, so none is critical. */
const SCORES                                   = { fail: 8, warn: 5.5, notice: 2 };

/** The result for an alert. It is placed where its image is built, or at the rule's file if the alert is about events. */
function alertToResult(alert       , images                       , { rules, coverage }                                    )        {
  const { ruleId, action } = alert;
  const image = images.find(({ uri }) => uri === alert.image);
  const file = rules.loaded.find(({ id }) => id === ruleId)?.file;
  const link = gfm.addressOf(alert.events[0]?.link ?? '');
  return {
    rule: {
      id: ruleId,
      title: alert.ruleName,
      description: alert.alertDescription,
      facts: [
        ['Action', action],
        ['File', file ?? ''],
      ],
      links: alert.references,
      tags: ['security', 'alert', ...alert.tags],
      score: SCORES[action],
    },
    level: LEVELS[action],
    message: [
      plain(`${alert.title || ruleId}.`),
      plain(`${image?.name ?? wording.describeEvents(alert)}.`),
      ...wording.describeLive(alert).map(each => plain(`${each}.`)),
      ...(link === undefined ? [] : [`[The first event](${link}).`]),
    ].join(' '),
    at: image === undefined ? { file: file ?? ruleId, line: 1 } : placeOf(image),
    about: image === undefined ? [] : [{ kind: 'image', name: image.uri }],
    identity: [...(image?.lasting ?? [JSON.stringify(listOrigins(coverage)), null]), ruleId, lastingAggregate(alert, image)],
    order: JSON.stringify([alert.firstTime, alert.title]),
  }
}

// What tells an alert from others of its rule, except the digest, the URI and the tags of its image, which do not last.
function lastingAggregate({ aggregate }       , image                           )         {
  const passing                     = image === undefined ? [] : [image.digest, image.uri, ...image.tags];
  return JSON.stringify(Object.entries(aggregate).filter(([, value]) => value !== null && !passing.includes(value)))
}

/** The result for an error or a warning with a place. An error without one is only a notification. */
function diagnosticToResults(diagnostic            )                   {
  const { at, level, kind, message, help } = diagnostic;
  if (at === undefined || level === 'note') return []
  const place                                      = typeof at === 'string' ? { file: at, line: 1 } : at;
  return [
    {
      rule: { id: kind, title: kind, description: help ?? '', facts: [], links: [], tags: [], score: null },
      level,
      message: [message, ...(help === undefined ? [] : [`help: ${help}`])].map(text => plain(text)).join('; '),
      at: place,
      about: [],
      identity: [kind, place.file, message],
      order: String(place.line).padStart(12, '0'),
    },
  ]
}

function coverageToResult({ source, origin, message }          )        {
  return {
    rule: GAP,
    level: 'error',
    message: plain(`Not seen: ${message}`),
    at: { file: source, line: 1 },
    about: [],
    identity: [source, origin, 'gap'],
    order: message,
  }
}

// What a run of SARIF says of itself: whether everything was seen, what is missing, and which events were let through.







/** What came of a run. */








const MOST_NOTIFICATIONS = 100;

/** Events that exceptions took are no results, so the run says that there were some. */
function tellAccepted({ exceptions: exceptions$1 }                            , images                       )                          {
  const names = name.namesByUri(images);
  return exceptions$1
    .filter(({ events }) => events > 0)
    .map(each => ({
      level: 'note',
      text: `${exceptions.describeTarget(each)}: ${exceptions.describeTaken(each, names)} let through: ${wording.explainAcceptance(each)}`,
    }))
}

function toError(text        )               {
  return { level: 'error', text }
}

/**
 * A run is successful if everything that it is about was seen, whatever the verdict. GitHub refuses any other run, so uploading the
 * file cannot close alerts that an incomplete run lacks (github/codeql-action#1393).
 */
function describeInvocation(
  { kept, results, complete, notifications }     ,
  { readAt, decidedAt }                                      ,
)             {
  const left = results - kept;
  const cut               = {
    level: 'warning',
    text: `${left} of ${results} results are left out: the ${kept} most severe are here`,
  };
  const all = [...(left > 0 ? [cut] : []), ...notifications];
  const more               = {
    level: all.slice(MOST_NOTIFICATIONS).some(({ level }) => level === 'error') ? 'error' : 'note',
    text: `and ${all.length - MOST_NOTIFICATIONS} more`,
  };
  const shown = all.length > MOST_NOTIFICATIONS ? [...all.slice(0, MOST_NOTIFICATIONS), more] : all;
  return {
    executionSuccessful: complete,
    ...(isInstant(readAt) && isInstant(decidedAt) ? { startTimeUtc: readAt, endTimeUtc: decidedAt } : {}),
    toolExecutionNotifications: shown.map(({ level, text }) => ({ level, message: { text: plain(text) || 'no text' } })),
  }
}

function isInstant(text        )          {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text)
}

// The report as SARIF 2.1.0 for GitHub code scanning: a run for each image and platform, and one for the alerts of rules.
//
// GitHub replaces the alerts of a category by those of its next run, and refuses a run that was not successful. So a run that was not
// seen completely is in the file but is not uploaded, and the alerts of its category stay as they are. No two runs share a category,
// because GitHub refuses an upload with the same category twice.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support


/** GitHub refuses a file with more runs. Of more results it keeps some, and not the most severe. */
const MOST_RUNS = 20;
const MOST_RESULTS = 5000;
/** The most results in all runs: GitHub refuses a compressed file of more than 10 MB, and a result takes 500 to 800 bytes of that. */
const MOST_IN_ALL = 12_000;
/** How many categories a message names. */
const MOST_NAMES = 5;











/** The whole report. What was let through is suppressed. */
function renderSarif(report        )                    {
  return renderRuns(
    planRuns(report, ({ state }) => state === 'open'),
    report,
  )
}

/** What code scanning gets: the complete runs, if there are any; and a warning that names what stays there as it was. */





/** The part of the report to upload to GitHub: only what counts, so that the alerts of what was let through close. */
function renderUpload(report        )         {
  const runs = [...planRuns(report, read.isCounted)];
  const complete = runs.filter(run => run.complete);
  const [alerts, ...images] = runs.filter(run => !run.complete).map(run => run.category);
  return {
    sarif: complete.length === 0 ? undefined : [...renderRuns(complete, report)].join(''),
    // If any run is incomplete, so is that of the alerts, and it comes first.
    left: alerts === undefined ? undefined : describeLeft(['the alerts of rules', ...images, ...listUnread(report)]),
  }
}

// Requested images that are in no run, because they could not be read.
function listUnread(report        )                    {
  const read = new Set(nameLasting(report).map(({ lasting: [repository] }) => repository));
  const asked = listGaps(report, 'findings').flatMap(gap => askedRepository(gap) ?? []);
  return [...new Set(asked)].filter(repository => !read.has(repository))
}

function describeLeft(names                   )             {
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return {
    level: 'warning',
    kind: 'not-uploaded',
    message: `not uploaded to code scanning, because not everything was seen: ${names.slice(0, MOST_NAMES).join(', ')}${more}`,
    help: 'existing alerts stay as they are until everything is seen; the reasons of the verdict say what is missing',
  }
}

function* renderRuns(runs               , report        )                    {
  yield '{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[';
  let separator = '\n';
  for (const run of runs) {
    yield separator;
    yield* renderRun(run, report);
    separator = ',\n';
  }
  yield '\n]}\n';
}

function* planRuns(report        , choose        )                 {
  const images = nameLasting(report);
  const groups = groupImages(images);
  const subject = hashSubject(images, report.coverage);
  const [alerts = '', ...categories] = name.distinguish([
    `ecr-gate/alerts/${subject}`,
    ...groups.map(([image, ...others]) =>
      image === undefined || others.length > 0 ? `ecr-gate/more-images/${subject}` : nameCategory(image),
    ),
  ]);
  const most = limitResults([report.alerts.length, ...groups.map(group => countOccurrences(group, choose))]);
  yield planAlerts(report, images, alerts, most);
  for (const [i, group] of groups.entries()) yield planImages(report, group, categories[i] ?? '', most, choose);
}

// Lowers one limit for all runs until the total fits, so the runs with the most results are cut first.
function limitResults(counts                   )         {
  let most = MOST_RESULTS;
  while (counts.reduce((sum, count) => sum + Math.min(count, most), 0) > MOST_IN_ALL) most -= 50;
  return most
}

// Each image has a run of its own while there are enough runs, and the rest share the last one. Images are in the order in which they
// were requested, so it is the same images every time.
function groupImages(images                       )                                     {
  const own = images.length < MOST_RUNS ? images.length : MOST_RUNS - 2;
  return [...images.slice(0, own).map(image => [image]), ...(own < images.length ? [images.slice(own)] : [])]
}

function planAlerts(report$1        , images                       , category        , most        )      {
  const { alerts, diagnostics } = report$1;
  const gaps = listGaps(report$1);
  const errors = diagnostics.filter(({ level }) => level === 'error');
  const unseen = [...[...gaps, ...errors].map(({ message }) => message), ...describeGaps(images)];
  const wrong = [...gaps.map(coverageToResult), ...diagnostics.flatMap(diagnosticToResults)];
  const shown = alerts.slice(0, Math.max(0, most - wrong.length)).map(alert => alertToResult(alert, images, report$1));
  return {
    category,
    entries: [...wrong, ...shown].slice(0, most),
    results: wrong.length + alerts.length,
    complete: unseen.length === 0,
    notifications: [
      ...[wording.headlineOf(report$1), wording.tellBlockedPage(report$1) ?? '']
        .filter(text => text !== '')
        .map((text)               => ({ level: 'note', text })),
      ...[...unseen, ...report.problemsOf(report$1)].map(toError),
      ...tellAccepted(report$1, images),
      ...cures.listCures(report$1).flatMap(({ lines }) => lines.map((text)               => ({ level: 'note', text }))),
    ],
  }
}

function planImages(report        , images                       , category        , most        , choose        )      {
  const gaps = images.flatMap(image => image.gaps.map(gap => gapToResult(image, gap)));
  const occurrences = listOccurrences(images, choose);
  const nameCure = cures.indexCures(report);
  const hidden = listGaps(report, 'findings').filter(gap => mayHide(gap, images));
  const unseen = [...describeGaps(images), ...hidden.map(({ message }) => message)];
  return {
    category,
    entries: [...gaps, ...occurrences.slice(0, most).map(each => findingToResult(each, nameCure))].slice(0, most),
    results: gaps.length + occurrences.length,
    complete: unseen.length === 0,
    notifications: unseen.map(toError),
  }
}

// An image that was not read at all is in no run, and its category may have gone to an image that was read: another tag of its
// repository, or another image of a shared run. Which images an unreadable file contains is unknown.
function mayHide(gap          , images                       )          {
  const repository = askedRepository(gap);
  return repository === undefined || images.length > 1 || images.some(({ lasting }) => lasting[0] === repository)
}

function listGaps({ coverage }        , of                     )                      {
  return coverage.filter(({ source, state }) => state === 'gap' && (of === undefined || source === of))
}

function describeGaps(images                       )                    {
  return images.flatMap(({ name, gaps }) => gaps.map(gap => `${name}: ${gap}`))
}

function* renderRun(run     , report        )                    {
  const { category, entries } = run;
  const rules = collectRules(entries);
  const positions = new Map([...rules.keys()].map((id, i) => [id, i]));
  const fingerprints = fingerprint(entries);
  // GitHub takes everything up to the last slash as the category, and what follows as the id of a run.
  yield `{"automationDetails":${toJson({ id: `${category}/` })},"columnKind":"unicodeCodePoints",`;
  yield `"invocations":[${toJson(describeInvocation({ ...run, kept: entries.length }, report))}],\n"tool":{"driver":{"name":"ECR Gate","version":"${world.VERSION}",`;
  yield `"semanticVersion":"${world.VERSION}","rules":`;
  yield* renderList([...rules.values()], renderRule);
  yield '}},\n"results":';
  const suppressible = entries.some(({ suppressed }) => suppressed !== undefined);
  yield* renderList(entries, (entry, i) =>
    renderEntry(entry, positions.get(ruleId(entry.rule.id)) ?? 0, fingerprints[i] ?? {}, suppressible),
  );
  yield '}';
}

// A rule has one score, but its results may have several: the rule gets the highest.
function collectRules(entries                  )                            {
  const rules = new Map              ();
  for (const { rule } of entries) {
    const id = ruleId(rule.id);
    const known = rules.get(id);
    if (known === undefined) rules.set(id, rule);
    else if ((rule.score ?? 0) > (known.score ?? 0)) rules.set(id, { ...known, score: rule.score });
  }
  return rules
}

function* renderList   (items              , render                                )                    {
  let separator = '[\n';
  for (const [i, item] of items.entries()) {
    yield separator;
    yield toJson(render(item, i));
    separator = ',\n';
  }
  yield items.length === 0 ? '[]' : '\n]';
}

function toJson(value        )         {
  return read.printableJson(JSON.stringify(value))
}

exports.renderSarif = renderSarif;
exports.renderUpload = renderUpload;
