'use strict';

const node_crypto = require('node:crypto');
const read = require('./chunk-read.cjs');
const tally = require('./chunk-tally.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const report = require('./chunk-report2.cjs');

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


/** The limits of a policy file, without the places where they are written. */





function limitsOf(limits                    )                           {
  if (limits === undefined || (limits.mayNotTune.length === 0 && limits.exceptions === undefined)) return undefined
  const { mayNotTune, exceptions } = limits;
  const values = exceptions && Object.fromEntries(Object.entries(exceptions).map(([name, limit]) => [name, limit?.value]));
  return { mayNotTune: mayNotTune.map(({ value }) => value), exceptions: values }
}

/** The settings that are policy. */




/** The policy that settings and the rules in force make. Its Regions are those that were named: those of the images are no policy. */
function policyOf(settings                , rules                 , stored                    = [])         {
  const { policy, packs, failOn, maxFindings, untriaged, unfixed, fixWithin, maxScanAgeSeconds, ...reading } = settings;
  const { platforms, scanGraceSeconds, events, audit, auditRegions, auditRoles, live, ...others } = reading;
  const stands = { regions: auditRegions, accounts: accountsOf(auditRoles) };
  return {
    rules,
    packs,
    failOn,
    maxFindings,
    untriaged,
    unfixed,
    fixWithin,
    maxScanAgeSeconds,
    platforms,
    scanGraceSeconds,
    ...read.partStored(stored),
    limits: limitsOf(policy?.file?.limits),
    recordedEvents: events.length > 0,
    audit: audit && { ...stands, windowSeconds: audit.windowSeconds, archive: (audit.archive ?? audit.table)?.place },
    live: live && { ...stands, kinds: live.kinds, windowSeconds: live.windowSeconds },
  }
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
  const { failOn, maxFindings, maxScanAgeSeconds, untriaged, unfixed, fixWithin, scanGraceSeconds, recordedEvents } = settings;
  const parts                                          = {
    rules: rules.map(writeRule).sort((a, b) => read.compareText(a.id, b.id) || read.compareText(canonicalJson(a), canonicalJson(b))),
    ...writeVersions({ parameters, objects }),
    limits: limits && { ...limits, mayNotTune: toSet(limits.mayNotTune) },
    packs: toSet(packs),
    failOn: failOn ?? null,
    maxFindings: maxFindings ?? null,
    untriaged,
    unfixed,
    fixWithin,
    maxScanAgeSeconds: maxScanAgeSeconds ?? null,
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

/**
 * SHA-256 of what exceptions accept, until when and why, in hexadecimal digits: a digest of its own, so that a new exception does not
 * change that of the policy. Undefined if there are none.
 */
function digestExceptions(exceptions                      , stored                    = [])                     {
  if (exceptions.length === 0) return undefined
  return node_crypto.createHash('sha256').update(writeExceptions(exceptions, stored), 'utf8').digest('hex')
}

/**
 * The canonical text of exceptions. The files that they are written in, their places there and their order have no part in it; the versions
 * of those in Parameter Store and S3 have.
 */
function writeExceptions(exceptions                      , stored                    = [])         {
  const list = `[${toSet(exceptions.map(exception => canonicalJson(writeException(exception)))).join(',')}]`;
  const versions = writeVersions(read.partStored(stored));
  const parts = Object.entries(versions).flatMap(([name, each]) => (each === undefined ? [] : `,"${name}":${canonicalJson(each)}`));
  return parts.length === 0 ? list : `{"exceptions":${list}${parts.join('')}}`
}

function writeException({ at: _, ...exception }           )         {
  if (exception.kind === 'finding') return { ...exception, ids: toSet(exception.ids), filter: exception.filter?.text ?? null }
  const { expression: __, ...alerts } = exception;
  return alerts
}

function writeRule({ tests: _, file: __, ...rule }      )                               {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}

// The report of a run, made of what its steps did.







/** What a report says of the run itself. */


/** What the steps of a run did, in their order. */











function makeReport(context               , { diagnostics, pushed, read: read$1, judgement, located, decidedAt, release }       )         {
  const { verdict, reasons, alerts, activity } = judgement;
  const fixes = judgement.fixes();
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
    images: read$1.images.map(image => report.toReportedImage(image, located.place)),
    exceptions: judgement.exceptions.map(exceptions.toReportedException),
    coverage: read$1.coverage,
    rules: report.toReportedRules(context.ruleSet),
    ...digestsOf(context),
    diagnostics: [...diagnostics, ...judgement.diagnostics, ...located.diagnostics],
    readAt: read.formatSecond(context.startedAt),
    decidedAt,
  };
  return report.withProblems(report$1, report.problemsOf(report$1))
}

function digestsOf({ settings, ruleSet }               )                                                                               {
  const { ofPolicy = [], ofExceptions = [] } = ruleSet.stored ?? {};
  return {
    policyDigest: digestPolicy(policyOf(settings, ruleSet.rules, ofPolicy)),
    exceptionsDigest: digestExceptions(ruleSet.exceptions, ofExceptions) ?? null,
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

exports.exitCodeOf = exitCodeOf;
exports.makeReport = makeReport;
exports.refuseRun = refuseRun;
