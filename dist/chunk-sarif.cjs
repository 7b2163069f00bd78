'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const settings = require('./chunk-settings.cjs');
const name = require('./chunk-name.cjs');
const wording = require('./chunk-wording.cjs');
const gfm = require('./chunk-gfm.cjs');
const scan = require('./chunk-scan.cjs');
const verdict = require('./chunk-verdict.cjs');
require('node:fs/promises');
require('node:path');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-rule.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-json.cjs');

// What becomes a result of SARIF: findings, alerts, gaps and diagnostics in one shape, with texts, places and fingerprints made
// safe in one place.
//
// A fingerprint is how GitHub knows an alert again from one upload to the next, so it is made of what stays: never of a tag, a
// digest, a line or an order. https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support

                                                       

                       
                     
                        
                              
                                                            
                                                                     
                                   
                                  
                                                                     
                               
 

                        
                     
                                              
                                      
                          
                                                  
                                                                        
                                                                             
                                                              
                                               
                                             
                        
 

const LINE_LENGTH = 1000;
const PART_LENGTH = 200;
/** The URI of an image has some 400 characters at most. */
const NAME_LENGTH = 500;
const MOST_LINKS = 5;
/** GitHub shows no more of a rule, and at most 255 characters of an id. */
const MOST_TAGS = 10;
const ID_LENGTH = 200;

/**
 * Text from outside in a message: on one line, no link (`[text](target)` is one in plain text too) and no placeholder; the
 * specification writes a brace twice (3.11.5).
 */
function plain(text        , limit = LINE_LENGTH)         {
  const line = uri.printable(uri.shorten(text, limit).replace(/\s+/g, ' ').trim());
  return uri.shorten(line.replace(/\](?=\()/g, '] ').replace(/[{}]/g, '$&$&'), limit)
}

/** Where an image is to be cured; one without a place in the repository stands for itself, under its repository's name. */
function placeOf(image               )       {
  return image.at ?? { file: image.repositoryName ?? 'unknown', line: 1 }
}

function renderRule({ id, title, description, facts, links, tags, score }      )         {
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
  return uri.shorten(uri.printable(id), ID_LENGTH)
}

function renderEntry({ rule, level, message, at, about }       , ruleIndex        , partialFingerprints        )         {
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
  }
}

function atLeastOne(position = 1)         {
  return Number.isSafeInteger(position) && position > 0 ? position : 1
}

// No `..` and no root: a result is about a file of the repository. A drive's colon is escaped, so it is no scheme.
function relativeUri(path        )         {
  const segments = uri.shorten(path, LINE_LENGTH)
    .split(/[/\\]/)
    .filter(segment => !['', '.', '..'].includes(segment));
  return segments.map(segment => encodeURIComponent(uri.printable(segment))).join('/') || 'unknown'
}

/**
 * The fingerprints of a run's entries, no two alike. GitHub takes `primaryLocationLineHash` alone; its form, a hash and a number
 * for those of one hash, is GitHub's own. The hash needs no strength: what it does not tell apart is numbered.
 */
function fingerprint(entries                  )                    {
  const named = entries.map(({ identity, order }, i) => {
    const parts = identity.map(part => (part ?? '').replace(/[%|]/g, encodeURIComponent));
    return { i, name: parts.map(part => uri.shorten(uri.printable(part), PART_LENGTH)).join('|'), hash: hashText(parts.join('|')), order }
  });
  const numbers = new Map                ();
  const prints           = [];
  for (const { i, name, hash } of named.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))) {
    const number = (numbers.get(hash) ?? 0) + 1;
    numbers.set(hash, number);
    prints[i] = { primaryLocationLineHash: `${hash}:${number}`, 'ecrGate/v1': `${name}|${hash}:${number}` };
  }
  return prints
}

// FNV-1a in 64 bits, over UTF-16 units. http://www.isthe.com/chongo/tech/comp/fnv/
function hashText(text        )         {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0')
}

// The findings of images as results, the gravest first.
//
// One result for each vulnerable package: one alert for a CVE in two packages would be closed by none of the two cures, and
// dismissed for both by one decision. Closed and suppressed findings are left out: GitHub reads no `suppressions`, so they would
// stand there as open alerts (github/codeql-action#1230).


                                          
                            
 

/** An image chooses the names of its packages and files, and long ones would make a file of more bytes than GitHub takes. */
const SENTENCE_LENGTH = 200;

/** A finding in one of its packages. */
                                                   

/** How many occurrences there are, without making them. */
function countOccurrences(images                          )         {
  const open = images.flatMap(({ findings }) => findings.filter(({ state }) => state === 'open'));
  return open.reduce((sum, { packages }) => sum + Math.max(1, packages.length), 0)
}

/** The open findings of images, once for each package. */
function listOccurrences(images                       )                        {
  const open = images.flatMap(image => image.findings.filter(({ state }) => state === 'open').map(finding => ({ ...finding, image })));
  return wording.sortFindings(open).flatMap((finding)                        =>
    finding.packages.length === 0 ? [[finding, null]] : finding.packages.map(each => [finding, each]         ),
  )
}

function enterFinding([finding, within]            )        {
  const { image } = finding;
  const version = scan.versionOf(within);
  const where = within === null ? '' : ` in ${within.name ?? 'a package without a name'}${version === '' ? '' : ` ${version}`}`;
  const cure = within === null ? '' : within.fixedIn === null ? ', no version with a fix is named' : `, fixed in ${within.fixedIn}`;
  const path = within?.path ?? null;
  const sentences = [
    `${finding.id} (${finding.severity})${where}${cure}.`,
    `Image ${image.name}.`,
    ...(path === null ? [] : [`File ${path}.`]),
  ];
  return {
    rule: describeFinding(finding),
    level: levelOf(finding.severity),
    message: sentences.map(sentence => plain(sentence, SENTENCE_LENGTH)).join(' '),
    at: finding.at ?? placeOf(image),
    about: [
      { kind: 'image', name: image.uri },
      ...(within === null ? [] : [{ kind: 'package', name: uri.shorten(`${within.name ?? ''} ${version}`, SENTENCE_LENGTH) }]),
    ],
    identity: [...image.lasting, finding.id, within?.name ?? null, within?.manager ?? null, path],
    order: JSON.stringify([version, image.uri]),
  }
}

/** What could not be seen of an image is a result too: without any, GitHub would close the image's alerts as mended. */
function enterGap(image            , gap        )        {
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
  const { id, title, severity, score, vector, epss, exploitAvailable, vendor, aliases, type } = finding;
  return {
    id,
    title: title ?? id,
    description: finding.description ?? '',
    facts: [
      ['Severity', severity],
      ['Score', [score, vector].filter(part => part !== null).join(' ')],
      ['EPSS', epss === null ? '' : String(epss)],
      ['Exploit available', exploitAvailable ?? ''],
      ['Source', vendor ?? ''],
      ['Also known as', aliases.slice(0, 10).join(', ')],
    ],
    links: [verdict.linkAdvisory(finding) ?? '', ...finding.links],
    tags: ['security', type === 'PACKAGE_VULNERABILITY' ? 'vulnerability' : type, 'container'],
    score: scoreOf(severity, score),
  }
}

function levelOf(severity        )                 {
  const position = scan.rank(severity);
  return position <= scan.rank('HIGH') ? 'error' : position === scan.rank('MEDIUM') ? 'warning' : 'note'
}

/** How GitHub reads numbers: over 9.0 is critical, from 7.0 high, from 4.0 medium, from 0.1 low. */
const BANDS                                                                 = {
  CRITICAL: [9.1, 10],
  HIGH: [7, 8.9],
  MEDIUM: [4, 6.9],
  LOW: [0.1, 3.9],
  INFORMATIONAL: [0.1, 3.9],
};

// The gate judges by ECR's severity, which is the vendor's and often another than the score's. GitHub shows the score's, so the
// score is moved into the band: what is HIGH here must not be "Medium" there.
function scoreOf(severity        , score               )                {
  const band = Object.hasOwn(BANDS, severity) ? BANDS[severity] : undefined;
  if (band === undefined) return score === null || score <= 0 ? null : Math.min(10, Math.max(0.1, score))
  const [low, high] = band;
  return Math.min(high, Math.max(low, score ?? (low + high) / 2))
}

// The alerts of rules as results, with what is wrong with the rules and what of the sources was not seen.


const LEVELS                                           = { fail: 'error', warn: 'warning', notice: 'note' };
/** The middle of GitHub's bands high, medium and low; no rule knows how grave a vulnerability is, so none is critical. */
const SCORES                                   = { fail: 8, warn: 5.5, notice: 2 };

/** An alert about an image is cured where the image is; one about events has no other place than its rule. */
function enterAlert(alert       , images                       , rules                 )        {
  const { ruleId, action } = alert;
  const image = images.find(({ uri }) => uri === alert.image);
  const file = rules.loaded.find(({ id }) => id === ruleId)?.file;
  const link = gfm.addressOf(alert.evidence[0]?.link ?? '');
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
      ...(link === undefined ? [] : [`[The first event](${link}).`]),
    ].join(' '),
    at: image === undefined ? { file: file ?? ruleId, line: 1 } : placeOf(image),
    about: image === undefined ? [] : [{ kind: 'image', name: image.uri }],
    identity: [...(image?.lasting ?? [null, null]), ruleId, lastingAggregate(alert, image)],
    order: JSON.stringify([alert.firstTime, alert.title]),
  }
}

// What tells an alert about an image from others of its rule may name the image by its digest or tag, which do not last.
function lastingAggregate({ aggregate }       , image                           )         {
  const passing                     = image === undefined ? [] : [image.digest, image.uri, ...image.tags];
  return JSON.stringify(Object.entries(aggregate).filter(([, value]) => value !== null && !passing.includes(value)))
}

/** A diagnostic with a place; one without is told as a notification only. */
function enterDiagnostic(diagnostic            )                   {
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

function enterCoverage({ source, origin, message }          )        {
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

// The report as SARIF 2.1.0 for GitHub code scanning: a run for each image and platform, and one for the alerts of rules.
//
// GitHub replaces the alerts of a category by those of its next run, so a category names what lasts (repository and platform)
// and no two runs share one: an upload with a category twice is refused.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support


/** A file with more runs is refused; of more results GitHub keeps some, and not the gravest. */
const MOST_RUNS = 20;
const MOST_RESULTS = 5000;
/** Of all runs: a file of more than 10 MB, compressed, is refused, and a result takes 500 to 800 bytes of them. */
const MOST_IN_ALL = 12_000;
const MOST_NOTIFICATIONS = 100;

               
                           
                                    
                                              
                          
                                                           
                            
                                                 
 

                        
                                              
                       
 

function* renderSarif(report        )                    {
  yield '{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[';
  let separator = '\n';
  for (const run of planRuns(report)) {
    yield separator;
    yield* renderRun(run, report);
    separator = ',\n';
  }
  yield '\n]}\n';
}

function* planRuns(report        )                 {
  const named = name.withNames(report.images);
  const groups = groupImages(named);
  const [alerts = '', ...categories] = name.distinguish(['ecr-gate/alerts', ...groups.map(nameCategory)]);
  const most = limitResults([report.alerts.length, ...groups.map(countOccurrences)]);
  yield planAlerts(report, named, alerts, most);
  for (const [i, images] of groups.entries()) yield planImages(images, categories[i] ?? '', most);
}

// The runs with the most results are cut first, all to the same number.
function limitResults(counts                   )         {
  let most = MOST_RESULTS;
  while (counts.reduce((sum, count) => sum + Math.min(count, most), 0) > MOST_IN_ALL) most -= 50;
  return most
}

// Each image has its run as long as runs last. The rest share the last one: the order is that in which images were asked for,
// so it is the same images every time.
function groupImages(images                       )                                     {
  const own = images.length < MOST_RUNS ? images.length : MOST_RUNS - 2;
  return [...images.slice(0, own).map(image => [image]), ...(own < images.length ? [images.slice(own)] : [])]
}

function nameCategory(images                       )         {
  const [image] = images;
  if (image === undefined || images.length > 1) return 'ecr-gate/more-images'
  const [repository, platform] = image.lasting;
  const names = [...repository.split('/'), ...(platform === null ? [] : [platform.replaceAll('/', '-')])];
  return ['ecr-gate', ...names.map(name => name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')).filter(name => name !== '')]
    .join('/')
    .slice(0, 200)
}

function planAlerts(report        , images                       , category        , most        )      {
  const { alerts, coverage, diagnostics } = report;
  const gaps = coverage.filter(({ state }) => state === 'gap');
  const errors = diagnostics.filter(({ level }) => level === 'error');
  const wrong = [...gaps.map(enterCoverage), ...diagnostics.flatMap(enterDiagnostic)];
  const shown = alerts.slice(0, Math.max(0, most - wrong.length)).map(alert => enterAlert(alert, images, report.rules));
  const missing = [...[...gaps, ...errors].map(({ message }) => message), ...wording.problemsOf(report)];
  return {
    category,
    entries: [...wrong, ...shown].slice(0, most),
    results: wrong.length + alerts.length,
    complete: gaps.length + errors.length === 0,
    notifications: [{ level: 'note', text: wording.headlineOf(report) }, ...missing.map(text => ({ level: 'error'         , text }))],
  }
}

function planImages(images                       , category        , most        )      {
  const gaps = images.flatMap(image => image.gaps.map(gap => enterGap(image, gap)));
  const occurrences = listOccurrences(images);
  return {
    category,
    entries: [...gaps, ...occurrences.slice(0, most).map(enterFinding)].slice(0, most),
    results: gaps.length + occurrences.length,
    complete: gaps.length === 0,
    notifications: images.flatMap(image => image.gaps.map(gap => ({ level: 'error'         , text: `${image.name}: ${gap}` }))),
  }
}

function* renderRun(run     , report        )                    {
  const { category, entries } = run;
  const rules = collectRules(entries);
  const positions = new Map([...rules.keys()].map((id, i) => [id, i]));
  const fingerprints = fingerprint(entries);
  // GitHub takes everything up to the last slash as the category, and what is behind it as the number of a run.
  yield `{"automationDetails":${toJson({ id: `${category}/` })},"columnKind":"unicodeCodePoints",`;
  yield `"invocations":[${toJson(describeInvocation(run, report))}],\n"tool":{"driver":{"name":"ECR Gate","version":"${settings.VERSION}",`;
  yield `"semanticVersion":"${settings.VERSION}","rules":`;
  yield* renderList([...rules.values()], renderRule);
  yield '}},\n"results":';
  yield* renderList(entries, (entry, i) => renderEntry(entry, positions.get(ruleId(entry.rule.id)) ?? 0, fingerprints[i] ?? {}));
  yield '}';
}

// A rule has one score, and its results may have several: the gravest.
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

// A run has succeeded when everything that it is about was seen; the verdict is no part of it. GitHub must not take the alerts
// that an incomplete run lacks for mended ones (github/codeql-action#1393).
function describeInvocation({ entries, results, complete, notifications }     , { readAt, decidedAt }        )         {
  const left = results - entries.length;
  const cut               = { level: 'warning', text: `${left} of ${results} results are left out: the ${entries.length} gravest are here` };
  const all = [...(left > 0 ? [cut] : []), ...notifications];
  const more               = { level: 'error', text: `and ${all.length - MOST_NOTIFICATIONS} more` };
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
  return uri.printableJson(JSON.stringify(value))
}

exports.renderSarif = renderSarif;
