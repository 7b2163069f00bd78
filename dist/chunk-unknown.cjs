'use strict';

const read = require('./chunk-read.cjs');
const judge = require('./chunk-judge.cjs');
const node_crypto = require('node:crypto');
const tally = require('./chunk-tally.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const report = require('./chunk-report.cjs');
const visibility = require('./chunk-visibility.cjs');
const image = require('./chunk-image.cjs');
const apply = require('./chunk-apply.cjs');
const match = require('./chunk-match.cjs');
const limits = require('./chunk-limits.cjs');

// What a baseline knows: the findings of an earlier image of the same repository and platform. A finding is known where that image had
// its vulnerability in the same packages at the same paths, whatever their versions, and nobody had let it through there.


/** A finding as it was in an earlier image. */













/** Where a baseline comes from, as a report names it. */














/** What was found in one of them. */






/** Whether the earlier image had a finding too. */


/** What is different from the earlier image. */

















/** Starts to look things up in earlier images. `atMost` is the highest severity that may be known. */
function startBaseline(earlier                         , atMost                )               {
  const indexes = new Map(earlier.map(each => [each, indexFindings(each.findings)]));
  const found = new WeakMap                                ();
  const lookUp = (image       )                          => {
    const known = found.get(image) ?? findEarlier(image, earlier);
    found.set(image, known);
    return known
  };
  /** The entries of a finding in each earlier image, package by package. */
  const entriesOf = (finding         , images                         )                     =>
    images.map(each => placesOf(finding).map(place => indexes.get(each)?.(finding, place) ?? []));
  const usable = (image       )                          => {
    const images = lookUp(image);
    return images.every(({ gaps }) => gaps.length === 0) ? images : []
  };
  const firstOf = (finding         , images                         )                => {
    const dates = entriesOf(finding, images).flatMap(each =>
      each.flatMap(entries => entries.flatMap(({ firstSeenAt }) => firstSeenAt ?? [])),
    );
    return dates.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
  };
  const stateOf = (finding         , image       )                       => {
    const images = usable(image);
    if (images.length === 0) return null
    return entriesOf(finding, images).every(places => places.every(entries => isUnchanged(finding, entries))) ? 'unchanged' : 'new'
  };
  const has = (finding         , image       )          => {
    const images = usable(image);
    // A finding without a severity counts: untriaged alone decides about it.
    if (images.length === 0 || read.UNRATED.includes(finding.severity)) return false
    return entriesOf(finding, images).every(places =>
      places.every(entries => isUnchanged(finding, entries) && entries.every(({ counted }) => counted)),
    )
  };
  const isBeyond = (finding         , image       )          =>
    read.isCounted(finding) && !limits.isWithin(atMost, finding.severity) && has(finding, image);
  return {
    knows: (finding, image) => limits.isWithin(atMost, finding.severity) && has(finding, image),
    firstSeenAt: (finding, image) => firstOf(finding, usable(image)),
    sightingOf: (finding, image) => firstOf(finding, lookUp(image)),
    stateOf,
    compare: image => {
      const images = usable(image);
      if (images.length === 0) return null
      const added = image.findings.filter(each => each.state === 'open' && stateOf(each, image) === 'new');
      return { new: countBy(added), fixed: image.gaps.length > 0 ? null : Math.min(...images.map(each => countFixed(each, image))) }
    },
    tellUnknown: images => {
      const names = image.nameImages(images);
      const beyond = images.flatMap(image => image.findings.filter(each => isBeyond(each, image)));
      return [
        ...images.flatMap((image, i) => (usable(image).length > 0 ? [] : [tellUnknown$1(names[i] ?? image.uri, lookUp(image))])),
        ...tellBeyond(beyond.length, atMost),
      ]
    },
  }
}

/**
 * An earlier image of ECR as a baseline: nobody knows what was decided about it, so it is decided by the policy of this run. Exceptions
 * hold as if none had ended, so that what one accepted does not become known when it ends. When its findings were first seen is not known:
 * its own dates begin anew with every build.
 */
function toEarlier$1(
  image       ,
  policy               ,
  { exceptions, vex = [] }                                     ,
  now        ,
)               {
  const evidence = { exceptions: apply.startExceptions(exceptions, Number.NEGATIVE_INFINITY), vex: judge.startVex(vex, now) };
  const { findings } = judge.decideFindings(image, policy, evidence, { now, judgedAt: now });
  return { ...image, findings: findings.map(finding => ({ ...finding, counted: read.isCounted(finding), firstSeenAt: null })) }
}

/** The entries of a finding, for each of its packages. */


// Of several, as of two tags in one report, the one of the same digest or tag is meant; else what all of them have is known.
function findEarlier(image       , earlier                         )                          {
  const same = earlier.filter(each => isSamePlace(each, image));
  const narrow = [
    same.filter(({ digest }) => digest !== null && digest === image.digest),
    same.filter(({ tags }) => tags.some(tag => image.tags.includes(tag))),
  ].find(({ length }) => length > 0);
  return narrow ?? same
}

// Without an index, the platform is a word of the scanner's for a distribution, which changes with the base image. A basic scan without
// findings names no Region.
function isSamePlace(a       , b       )          {
  const platformOf = ({ indexDigest, platform }       )                => (indexDigest === null ? null : platform);
  return (
    a.repositoryName !== null &&
    a.registryId !== null &&
    a.repositoryName === b.repositoryName &&
    a.registryId === b.registryId &&
    (a.region === null || b.region === null || a.region === b.region) &&
    (a.indexDigest === null) === (b.indexDigest === null) &&
    platformOf(a) === platformOf(b)
  )
}

function tellUnknown$1(name        , earlier                         )             {
  const [gap] = earlier.flatMap(({ gaps }) => gaps);
  const why = gap === undefined ? `has no image of the repository and platform of ${name}` : `was not seen completely (${gap})`;
  const help = gap === undefined ? 'take a baseline that was made of the same images' : 'take one whose scan was complete';
  return { level: 'warning', kind: BASELINE, message: `the baseline ${why}, so nothing in ${name} is known`, help }
}

function tellBeyond(count        , atMost                           )                        {
  if (count === 0 || atMost === undefined) return []
  const message = `the policy lets a baseline of a step make findings known up to ${atMost}, so ${read.plural(count, 'finding')} that it has ${read.agree(count, 'counts', 'count')} all the same`;
  return [{ level: 'warning', kind: BASELINE, message, help: 'ask those who keep the policy to write baseline there' }]
}

/** What is told of a baseline of which nothing is known. */
function tellUnread(name        , why        , help        )             {
  return { level: 'warning', kind: BASELINE, message: `nothing is known by the baseline: ${why}`, help, at: name }
}

/** The kind of what is told of a baseline. */
const BASELINE = 'baseline';

function placesOf({ packages }                           )                    {
  return packages.length === 0 ? [''] : packages.map(placeOf)
}

function placeOf({ name, manager, path }         )         {
  return JSON.stringify([name, manager, path])
}



/** Finds findings by a vulnerability and the place of a package. */


function indexFindings                 (findings              )           {
  const named = findings.flatMap(finding =>
    placesOf(finding).flatMap(place => [...new Set([finding.id, ...finding.aliases])].map(name => ({ finding, key: `${name} ${place}` }))),
  );
  const byKey = visibility.groupBy(named, ({ key }) => key);
  return (finding, place) => {
    const candidates = [finding.id, ...finding.aliases].flatMap(name => byKey.get(`${name} ${place}`) ?? []);
    return [...new Set(candidates.map(each => each.finding))].filter(each => isSame(finding, each))
  }
}

function isSame(a                                 , b                                 )          {
  return match.isNamed(a, [b.id]) || match.isNamed(b, [a.id])
}

// What was closed then has come back.
function isUnchanged({ severity }         , entries                           )          {
  return entries.some(each => each.state !== 'closed' && !hasRisen(each.severity, severity))
}

// Whoever had not rated it then did not know how bad it is, and a word that is none of ECR's says nothing of that either.
function hasRisen(before        , now        )          {
  if (before === now) return false
  const isRated = (severity        )          => read.rank(severity) < read.SEVERITIES.length && !read.UNRATED.includes(severity);
  if (read.UNRATED.includes(now)) return false
  return !isRated(before) || !isRated(now) || read.rank(now) < read.rank(before)
}

function countFixed({ findings }              , image       )         {
  const here = indexFindings(image.findings.filter(({ state }) => state !== 'closed'));
  const isHere = (finding                )          => placesOf(finding).some(place => here(finding, place).length > 0);
  return findings.filter(finding => finding.state === 'open' && !isHere(finding)).length
}

function countBy(findings                    )                 {
  const groups = visibility.groupBy(findings, ({ severity }) => severity);
  return Object.fromEntries([...groups].map(([severity, { length }]) => [severity, length]         ).sort(([a], [b]) => read.rank(a) - read.rank(b)))
}

// A saved report as a baseline: its images with what was decided about their findings, and when these were first seen. A report is a file
// and may come from anybody, so what it says is believed only where it can be true.


/** A report as a file has it, and the digest of that. */





/** Reads a saved report as a baseline, as of `now`, in milliseconds since 1970. */
function readEarlier(name        , { report, digest }       , now        )                {
  const said = read.ownText(report, 'readAt');
  const read$1 = read.toInstant(said);
  const readAt = said === undefined || read$1 === undefined || read$1 > now ? null : said;
  const { images, unread } = judge.readSavedImages(report, readAt ?? '');
  const [problem = null] = [...unread, ...(readAt === null ? [NO_TIME] : [])];
  const source = { name, kind: 'report', digest, readAt, verdict: read.ownText(report, 'verdict') ?? null, problem };
  if (problem !== null) return { source, images: [], diagnostics: [tellUnread(name, problem, WRITE_ONE)] }
  const saved = read.ownList(report, 'images');
  return {
    source,
    images: images.map((image, i) => {
      const findings = read.ownList(saved[i], 'findings');
      const gaps = findings.every(each => read.ownText(each, 'decision', 'kind') !== undefined) ? image.gaps : [...image.gaps, NO_DECISION];
      return { ...image, gaps, findings: image.findings.map((each, at) => toEarlier(each, findings[at], readAt)) }
    }),
    diagnostics: [],
  }
}

const NO_TIME = 'it does not say when it was made, or names a time to come';
const WRITE_ONE = 'write one with ecr-gate check --json-file FILE';
const NO_DECISION = 'the report does not say what was decided about a finding';

// What was known then counted before.
const COUNTED                     = ['counted', 'known'];

function toEarlier(finding         , saved         , readAt               )                 {
  const counted = finding.state === 'open' && COUNTED.includes(read.own(saved, 'decision', 'kind'));
  const said = read.own(saved, 'firstSeenAt');
  // Reports of earlier releases do not say it.
  if (said === undefined) return { ...finding, counted, firstSeenAt: readAt }
  const seen = read.toInstant(said);
  const isTrue = seen !== undefined && readAt !== null && seen <= Date.parse(readAt);
  return { ...finding, counted, firstSeenAt: isTrue ? String(said) : null }
}

// Text that equal values give on every machine.


/** The texts of a set, in one order. */
function toSet(texts                   )                    {
  return [...new Set(texts)].sort(read.compareText)
}

/** JSON without whitespace, with the members of every object sorted by name. https://www.rfc-editor.org/rfc/rfc8785 */
function canonicalJson(value         )         {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => read.compareText(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`
}

// The limits of a policy as a part of its text.



/** The limits of a policy file, without the places where they are written. */





/** The limits as values; undefined if there are none. */
function limitsOf(limits                    )                           {
  if (limits === undefined || (limits.mayNotTune.length === 0 && limits.exceptions === undefined)) return undefined
  const { mayNotTune, exceptions } = limits;
  const values = exceptions && Object.fromEntries(Object.entries(exceptions).map(([name, limit]) => [name, limit?.value]));
  return { mayNotTune: mayNotTune.map(({ value }) => value), exceptions: values }
}

// The versions of what was read from Parameter Store and S3, as digests have them. What is on disk has none, and the text of such a policy
// is the same as ever.







function writeVersions({ parameters, objects }      ) {
  return {
    objects: listOrNone(objects.map(writeObject)),
    parameters: listOrNone(parameters.map(({ arn, version }) => `${arn}:${version}`)),
  }
}

// Of an object without a version, the ETag says which content was read.
function writeObject({ arn, versionId, etag }              )         {
  return versionId === null ? `${arn}?etag=${etag}` : `${arn}?versionId=${versionId}`
}

function listOrNone(texts                   )                                {
  return texts.length === 0 ? undefined : toSet(texts)
}

// The policy of a verdict as one text and its digest, so that anybody can check under which policy a verdict was reached.
//
// The text is JSON in the canonical form of RFC 8785, so that equal policies give equal bytes on every machine. This file uses
// node:crypto although this folder is pure: a digest reads no clock and touches no file.


/** The settings that are policy. */




/** The policy that settings and the rules in force make. Its Regions are those that were named: those of the images are no policy. */
function policyOf(settings                , rules                 , stored                    = [])         {
  const { policy, packs, failOn, maxFindings, untriaged, unfixed, fixWithin, maxScanAgeSeconds, baseline, ...reading } = settings;
  const { baseImages, baseImageFindings, platforms, scanGraceSeconds, events, audit, auditRegions, auditRoles, live, ...others } = reading;
  const stands = { regions: auditRegions, accounts: accountsOf(auditRoles) };
  return {
    rules,
    packs,
    failOn,
    maxFindings,
    untriaged,
    unfixed,
    baseImages: baseImageFindings === 'warn' && baseImages.length > 0 ? baseImages.map(placeOfBase) : undefined,
    fixWithin,
    maxScanAgeSeconds,
    baseline: baseline?.kind,
    platforms,
    scanGraceSeconds,
    ...read.partStored(stored),
    limits: limitsOf(policy?.file?.limits),
    recordedEvents: events.length > 0,
    audit: audit && { ...stands, windowSeconds: audit.windowSeconds, archive: (audit.archive ?? audit.table)?.place },
    live: live && { ...stands, kinds: live.kinds, windowSeconds: live.windowSeconds },
  }
}

// Which tag a base image has, or by which host its registry is asked, has no part in the verdict.
function placeOfBase({ registryId, region, repositoryName, digest }                                      )         {
  return `${read.registryHost(registryId, region)}/${repositoryName}@${digest ?? ''}`
}

// By which of its roles an account is read has no part in the verdict.
function accountsOf(roles                              )                                {
  return roles.length === 0 ? undefined : roles.map(({ account }) => account)
}

/** SHA-256 of a policy, in hexadecimal digits. */
function digestPolicy(policy        )         {
  return node_crypto.createHash('sha256').update(writePolicy(policy), 'utf8').digest('hex')
}

/**
 * The canonical text of a policy. It leaves out what has no part in a decision: tests, and the file that a rule comes from. The
 * order of files, packs and suppressions has no part in it either, so it does not change the text.
 */
function writePolicy({ rules, parameters = [], objects = [], limits, packs, platforms, audit, live, ...settings }        )         {
  const { baseImages, failOn, maxFindings, maxScanAgeSeconds, baseline, untriaged, unfixed, fixWithin, scanGraceSeconds, recordedEvents } =
    settings;
  const parts                                          = {
    rules: rules.map(writeRule).sort((a, b) => read.compareText(a.id, b.id) || read.compareText(canonicalJson(a), canonicalJson(b))),
    ...writeVersions({ parameters, objects }),
    limits: limits && { ...limits, mayNotTune: toSet(limits.mayNotTune) },
    packs: toSet(packs),
    failOn: failOn ?? null,
    maxFindings: maxFindings ?? null,
    untriaged,
    unfixed,
    // Absent where they count, so that the digests of earlier releases stay as they are.
    baseImages: baseImages && toSet(baseImages),
    fixWithin,
    maxScanAgeSeconds: maxScanAgeSeconds ?? null,
    // Absent where nothing is compared, so that the digests of earlier releases stay as they are.
    baseline,
    platforms: toSet(platforms),
    scanGraceSeconds,
    recordedEvents,
    audit: audit === undefined ? null : { ...audit, regions: toSet(audit.regions), accounts: audit.accounts && toSet(audit.accounts) },
    // Absent where nothing is read, so that the digests of earlier releases stay as they are.
    live: live && {
      ...live,
      kinds: toSet(live.kinds),
      regions: toSet(live.regions),
      accounts: live.accounts && toSet(live.accounts),
    },
  };
  return canonicalJson(parts)
}

function writeRule({ tests: _, file: __, ...rule }      )                               {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}

// The exceptions and the files of VEX of a verdict as one text and its digest. Like digest.ts, this file uses node:crypto.


/**
 * SHA-256 of what exceptions accept, until when and why, and of the files of VEX, in hexadecimal digits: a digest of its own, so that a new
 * exception or statement does not change that of the policy. Undefined if there are none.
 */
function digestExceptions(
  exceptions                      ,
  stored                    = [],
  vex                       = [],
)                     {
  if (exceptions.length === 0 && vex.length === 0) return undefined
  return node_crypto.createHash('sha256')
    .update(writeExceptions(exceptions, stored, vex), 'utf8')
    .digest('hex')
}

/** A file of VEX, as the digest has it. */







/**
 * The canonical text of exceptions. The files that they are written in, their places there and their order have no part in it; the versions
 * of those in Parameter Store and S3 have.
 */
function writeExceptions(exceptions                      , stored                    = [], vex                       = [])         {
  const list = `[${toSet(exceptions.map(exception => canonicalJson(writeException(exception)))).join(',')}]`;
  const files = toSet(vex.map(({ digest, atMost }) => canonicalJson({ sha256: digest, ...(atMost !== undefined && { atMost }) })));
  const versions = { ...writeVersions(read.partStored(stored)), ...(files.length > 0 && { vex: files.map(file => JSON.parse(file)) }) };
  const parts = Object.entries(versions).flatMap(([name, each]) => (each === undefined ? [] : `,"${name}":${canonicalJson(each)}`));
  return parts.length === 0 ? list : `{"exceptions":${list}${parts.join('')}}`
}

function writeException({ at: _, ...exception }           )         {
  if (exception.kind === 'finding') return { ...exception, ids: toSet(exception.ids), filter: exception.filter?.text ?? null }
  const { expression: __, ...alerts } = exception;
  return alerts
}

// The report of a run, made of what its steps did.









/** What a report says of the run itself. */


/** What the steps of a run did, in their order. */














function makeReport(
  context               ,
  { diagnostics, pushed, read: read$1, judgement, located, decidedAt, release, compared, newer }       ,
)         {
  const { verdict, reasons, alerts, activity } = judgement;
  const fixes = judgement.fixes();
  const readAt = read.formatSecond(context.startedAt);
  const report$1         = {
    verdict,
    reasons,
    fixes: fixes && report.toReportedFixes(fixes, located.place),
    helpUri: null,
    push: pushed.kind === 'pushed' ? pushed.push : null,
    release,
    unwritten: [],
    alerts,
    activity,
    images: read$1.images.map(image =>
      report.toReportedImage(image, { ...located, readAt, baseline: compared?.baseline, newer: newer?.(image) ?? null }),
    ),
    exceptions: judgement.exceptions.map(exceptions.toReportedException),
    coverage: read$1.coverage,
    baseline: compared?.sources ?? null,
    rules: report.toReportedRules(context.ruleSet),
    ...digestsOf(context),
    diagnostics: [...diagnostics, ...judgement.diagnostics, ...located.diagnostics],
    readAt,
    decidedAt,
  };
  return report.withProblems(report$1, report.problemsOf(report$1))
}

function digestsOf({ settings, ruleSet }               )                                                                               {
  const { ofPolicy = [], ofExceptions = [] } = ruleSet.stored ?? {};
  return {
    policyDigest: digestPolicy(policyOf(settings, ruleSet.rules, ofPolicy)),
    exceptionsDigest: digestExceptions(ruleSet.exceptions, ofExceptions, ruleSet.vex) ?? null,
    // One that is read twice may have another version the second time: then both decided.
    ...read.partStored([...new Map([...ofPolicy, ...ofExceptions].map(each => [`${each.arn} ${read.describeVersion(each)}`, each])).values()]),
  }
}

/** The report of a run that reads nothing, because its settings, rules or credentials are wrong. */
function refuseRun(context               , diagnostics                       )         {
  const { settings, ruleSet, startedAt } = context;
  const errors = diagnostics.filter(({ level }) => level === 'error');
  const unread = (source                    , origins                   )                      =>
    origins.length === 0
      ? [tally.notRequested(source)]
      : origins.map(origin => tally.gap({ source, origin, message: `${origin}: not read, because the settings or the rules are wrong` }));
  return {
    ...report.emptyReport(diagnostics, read.formatSecond(startedAt)),
    reasons: errors.map(read.toReason),
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', [...(settings.audit?.regions ?? settings.events), ...namesOfLive(settings)]),
    ],
    rules: report.toReportedRules(ruleSet),
    ...digestsOf(context),
  }
}

function namesOfLive({ live }                           )                    {
  return live === undefined ? [] : live.kinds.flatMap(kind => live.regions.map(region => read.nameLive(kind, region)))
}

const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/**
 * 0 pass or warn, 1 fail, 2 undecided. `on-undecided: warn` lets through what was not seen, but neither an error such as a wrong rule
 * nor a requested action that was not done.
 */
function exitCodeOf(report$1        , onUndecided             )         {
  const { verdict, diagnostics } = report$1;
  const judged = report.problemsOf(report$1).length === 0 && diagnostics.every(({ level }) => level !== 'error');
  return verdict === 'undecided' && onUndecided === 'warn' && judged ? 0 : EXIT_CODES[verdict]
}

// What is told of a baseline once the images are read.



/** What a run knows of its baseline. */






/**
 * What is told once the images are judged: those that the baseline says nothing of, those that are the baseline themselves, and a report that
 * makes findings known although it let nothing through.
 */
function tellUnknown(
  compared                            ,
  { images, named }                                      ,
)                        {
  if (compared === undefined) return []
  const { baseline, sources } = compared;
  const same = named.filter(({ digest }) => digest !== undefined && sources.some(each => each.kind === 'image' && each.digest === digest));
  const makesKnown = images.some(({ findings }) => findings.some(({ decision }) => decision.kind === 'known'));
  return [
    // What was not read at all is told already.
    ...(sources.some(({ problem }) => problem === null) ? baseline.tellUnknown(images) : []),
    ...(makesKnown ? sources.filter(isStopped).map(tellStopped) : []),
    ...same.map(({ uri })             => {
      const message = `the baseline is this image itself: whatever counts in ${uri.text} is known`;
      return { level: 'note', kind: BASELINE, message, help: 'name an earlier image, or an earlier report' }
    }),
  ]
}

// The verdicts that let images through.
const LET_THROUGH                     = ['pass', 'warn'];

function isStopped({ kind, verdict, problem }                )          {
  return kind === 'report' && problem === null && !LET_THROUGH.includes(verdict)
}

// What it found is known all the same: that is how one begins with an image that has many findings already.
function tellStopped({ name, verdict }                )             {
  const said = verdict === 'fail' || verdict === 'undecided' ? verdict : 'neither pass nor warn';
  const message = `the verdict of the baseline is ${said}: what is known by it may never have been let through`;
  const help =
    'take the report of what is deployed; if that is this image, review this report as you would exceptions, and take the next one';
  return { level: 'warning', kind: BASELINE, message, help, at: name }
}

exports.BASELINE = BASELINE;
exports.exitCodeOf = exitCodeOf;
exports.makeReport = makeReport;
exports.readEarlier = readEarlier;
exports.refuseRun = refuseRun;
exports.startBaseline = startBaseline;
exports.tellUnknown = tellUnknown;
exports.tellUnread = tellUnread;
exports.toEarlier = toEarlier$1;
