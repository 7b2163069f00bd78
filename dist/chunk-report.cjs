'use strict';

const policy = require('./chunk-policy.cjs');
const link = require('./chunk-link.cjs');
const rule = require('./chunk-rule.cjs');

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
    reasons: diagnostics.map(policy.toReason),
    alerts: [],
    activity: null,
    images: [],
    exceptions: [],
    coverage: [],
    rules: { loaded: [], replaced: [], tuned: [] },
    policyDigest: '',
    exceptionsDigest: null,
    push: null,
    release: null,
    unwritten: [],
    diagnostics,
    readAt,
    decidedAt: readAt,
  }
}

/** An image as it is reported. `place` returns where in the repository to fix a finding, or the image if it gets none. */
function toReportedImage(
  { event: _, entries: __, lacks: ___, ...image }       ,
  place                                    ,
)                {
  return {
    ...image,
    findings: image.findings.map(finding => ({ ...finding, at: place(finding) })),
    link: link.linkImage(image),
    at: place(),
  }
}

function toReportedRules({ rules, replaced, tuned }                                               )                {
  return {
    loaded: rules.map(rule$1 => ({
      id: rule$1.id,
      name: rule$1.name,
      type: rule$1.type,
      action: rule.actionOf(rule$1),
      enabled: rule$1.enabled,
      file: rule$1.file,
    })),
    replaced,
    tuned,
  }
}

exports.POLICY_CHANGED = POLICY_CHANGED;
exports.emptyReport = emptyReport;
exports.isRefused = isRefused;
exports.isStopped = isStopped;
exports.problemsOf = problemsOf;
exports.toReportedImage = toReportedImage;
exports.toReportedRules = toReportedRules;
exports.withProblems = withProblems;
exports.withStop = withStop;
