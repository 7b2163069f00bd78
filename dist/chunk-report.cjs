'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');

// Links from a report to the AWS console and to advisories. A name gets a link only if it has the form that the service defines;
// otherwise the author of a name could choose where the link leads.


const EVENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REPOSITORY = /^[a-z0-9._/-]{2,256}$/;

/** The page of an event in CloudTrail's event history, which covers 90 days; null where the page is unknown. */
function linkEvent(eventId               , region               )                {
  const console = read.consoleOf(region ?? '');
  return console === undefined || eventId === null || !EVENT_ID.test(eventId)
    ? null
    : `${console}/cloudtrailv2/home?region=${region}#/events/${eventId}`
}

/** The page of an image in ECR; null where the page is unknown. */
function linkImage({
  registryId,
  region,
  repositoryName,
  digest,
}                                                                    )                {
  const console = read.consoleOf(region ?? '');
  const known = read.isAccountId(registryId ?? '') && REPOSITORY.test(repositoryName ?? '') && read.isDigest(digest ?? '');
  return console === undefined || !known
    ? null
    : `${console}/ecr/repositories/private/${registryId}/${repositoryName}/_/image/${digest}/details?region=${region}`
}

/** A page that describes a finding: the first link the scanner gives, otherwise the database that the id belongs to. */
function linkAdvisory({ id, links }                               )                {
  const named = links.find(link => /^https?:\/\/[\w.-]+\//i.test(link));
  if (named !== undefined) return named.replace(/^http:/i, 'https:')
  if (/^CVE-\d{4}-\d{4,}$/.test(id)) return `https://nvd.nist.gov/vuln/detail/${id}`
  return /^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/.test(id) ? `https://github.com/advisories/${id}` : null
}

// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value with its version.









































































/** A line of a file in the repository; the path is relative to its root, with slashes. */































/** The requested actions that were not done. */
function problemsOf({ release, unwritten }                                       )                    {
  return [...(release?.problems ?? []), ...unwritten]
}

/** Adds requested actions that were not done to a report. The verdict stays fail, or becomes undecided. */
function withProblems(report        , problems                   )         {
  if (problems.length === 0) return report
  return { ...report, verdict: report.verdict === 'fail' ? 'fail' : 'undecided', reasons: [...problems, ...report.reasons] }
}

/** The report of a run that was stopped before its end. It can be a fail, but never a pass. */
function withStop(report        , stop            )         {
  const reasons = report.reasons.filter(reason => reason !== stop.message);
  const diagnostics = report.diagnostics.filter(({ kind }) => kind !== STOPPED);
  return withProblems({ ...report, reasons, diagnostics: [...diagnostics, stop] }, [stop.message])
}

/** Whether the run was stopped before its end. */
function isStopped({ diagnostics }                             )          {
  return diagnostics.some(({ kind }) => kind === STOPPED)
}

/** Whether nothing was judged, because the settings, the rules or the credentials' account are wrong. */
function isRefused({ diagnostics, images, alerts }                                                   )          {
  const judged = images.length + alerts.length > 0;
  return !judged && diagnostics.some(({ level, kind }) => level === 'error' && kind !== STOPPED)
}

const STOPPED            = 'stopped';

/** The kind of a diagnostic that stands above all others: the change under test changes the policy that judges it. */
const POLICY_CHANGED = 'policy-changed';

/** The report of a run that judged nothing, which is undecided. */
function emptyReport(diagnostics                       , readAt        )         {
  return {
    verdict: 'undecided',
    reasons: diagnostics.map(read.toReason),
    fixes: null,
    helpUri: null,
    alerts: [],
    activity: null,
    images: [],
    exceptions: [],
    coverage: [],
    baseline: null,
    rules: { loaded: [], replaced: [], tuned: [] },
    policyDigest: '',
    exceptionsDigest: null,
    parameters: [],
    objects: [],
    push: null,
    release: null,
    unwritten: [],
    diagnostics,
    readAt,
    decidedAt: readAt,
  }
}

/** What a run knows of an image besides what was judged. */












/** An image as it is reported. */
function toReportedImage(judged       , about              )                {
  const { readAt, place, nameInstruction = () => null, baseline, newer = null } = about;
  const { event: _, entries: __, lacks: ___, unsaid: ____, contents: _____, baseImage, ...image } = judged;
  return {
    ...image,
    baseImage: baseImage && { ...baseImage, newer },
    findings: image.findings.map(finding => ({
      ...finding,
      at: place(finding),
      instruction: nameInstruction(finding),
      firstSeenAt: baseline?.sightingOf(finding, judged) ?? readAt,
      baselineState: baseline?.stateOf(finding, judged) ?? null,
    })),
    compared: baseline?.compare(judged) ?? null,
    link: linkImage(image),
    at: place(),
  }
}

/** Fixes as they are reported. `place` returns where in the repository a package is declared, or the image if it gets none. */
function toReportedFixes(
  fixes       ,
  place                                                                            ,
)                {
  const from = place();
  const lineOf = ({ kind, packages }        )              => {
    if (kind === 'base image') return from
    const line = place({ packages: packages.map(each => ({ ...each, version: each.from })) });
    // A package that is declared nowhere has the place of the image, which says less than its path.
    return line?.file === from?.file && line?.line === from?.line ? null : line
  };
  return { ...fixes, steps: fixes.steps.map(step => ({ ...step, changes: step.changes.map(each => ({ ...each, at: lineOf(each) })) })) }
}



function toReportedRules({ rules, replaced, tuned }                                               )                {
  return {
    loaded: rules.map(rule => ({
      id: rule.id,
      name: rule.name,
      type: rule.type,
      action: imply.actionOf(rule),
      enabled: rule.enabled,
      file: rule.file,
    })),
    replaced,
    tuned,
  }
}

exports.POLICY_CHANGED = POLICY_CHANGED;
exports.emptyReport = emptyReport;
exports.isRefused = isRefused;
exports.isStopped = isStopped;
exports.linkAdvisory = linkAdvisory;
exports.linkEvent = linkEvent;
exports.problemsOf = problemsOf;
exports.toReportedFixes = toReportedFixes;
exports.toReportedImage = toReportedImage;
exports.toReportedRules = toReportedRules;
exports.withProblems = withProblems;
exports.withStop = withStop;
