'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const report = require('./chunk-report.cjs');
const wording = require('./chunk-wording.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const gfm = require('./chunk-gfm.cjs');
const name = require('./chunk-name.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-verdict.cjs');
require('./chunk-image.cjs');
require('./chunk-visibility.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-severities.cjs');

// The complete report as a table for spreadsheets and scripts (RFC 4180: a header, CRLF, quotes doubled): every finding in each of
// its packages, including those that do not count.
//
// Every row has a kind, because a table of findings alone would look clean if something was not seen: the verdict comes first,
// then problems, warnings, gaps, exceptions and alerts, then findings. Numbers stay numbers. Text that a spreadsheet would take for a
// formula gets a leading apostrophe. https://owasp.org/www-community/attacks/CSV_Injection


const COLUMNS = [
  'kind',
  'outcome',
  'image',
  'platform',
  'digest',
  'severity',
  'state',
  'id',
  'title',
  'package',
  'version',
  'fixed_in',
  'manager',
  'path',
  'layer',
  'score',
  'vector',
  'exploit_available',
  'fix_available',
  'known_exploited',
  'last_known_exploit',
  'epss',
  'events',
  'first_seen',
  'last_seen',
  'link',
  'decision',
  'reason',
  'owner',
  'expires',
  'from_base',
  'baseline',
];



/** A cell of Excel holds 32,767 characters. */
const CELL_LENGTH = 32_000;

function* renderCsv(report        )                    {
  yield renderLine(COLUMNS);
  for (const row of listRows(report)) yield renderLine(COLUMNS.map(column => renderCell(row[column])));
}

const LEVELS                           = new Map([
  ['error', { kind: 'problem', outcome: 'undecided' }],
  ['warning', { kind: 'warning', outcome: 'warn' }],
]);

function* listRows(report$1        )                 {
  const { alerts, images, coverage, diagnostics } = report$1;
  const link = wording.nameBlockedPage(report$1)?.address ?? null;
  yield { kind: 'verdict', outcome: report$1.verdict, title: wording.headlineOf(report$1), last_seen: report$1.decidedAt, link };
  for (const problem of report.problemsOf(report$1)) yield { kind: 'problem', outcome: 'undecided', title: problem };
  for (const { level, kind, message, at } of diagnostics) {
    const told = LEVELS.get(level);
    if (told !== undefined) yield { ...told, id: kind, title: message, path: at === undefined ? null : read.formatPlace(at) };
  }
  for (const { state, origin, message } of coverage) {
    if (state === 'gap') yield { kind: 'gap', outcome: 'undecided', id: origin, title: message };
  }
  for (const image of images) for (const gap of image.gaps) yield { kind: 'gap', outcome: 'undecided', ...describeImage(image), title: gap };
  const byUri = new Map(images.map(image => [image.uri, image]));
  const names = name.namesByUri(name.withNames(images));
  for (const exception of exceptions.sortExceptions(report$1.exceptions)) yield describeException(exception, names);
  for (const alert of alerts) yield describeAlert(alert, byUri.get(alert.image ?? ''));
  for (const image of images) for (const finding of image.findings) yield* listOccurrences(image, finding);
}

function describeException(exception                   , names                             )      {
  const { state, ids, rule, events, at } = exception;
  return {
    kind: 'exception',
    outcome: state,
    id: rule ?? ids.join(' '),
    title: `${exceptions.describeTarget(exception)}: ${exceptions.describeTaken(exception, names)}`,
    path: at,
    events,
    ...explain(exception),
  }
}

function explain(by            )      {
  return { reason: wording.toLine(by.reason), owner: by.owner, expires: wording.endOfDecision({ kind: 'accepted', by }) }
}

function explainFinding(decision          )      {
  if (decision.kind === 'accepted') return explain(decision.by)
  if (decision.kind === 'vex') return { reason: wording.explainStatement(decision.by), owner: decision.by.author }
  return { expires: wording.endOfDecision(decision) }
}

function describeImage({ uri, platform, digest }               )      {
  return { image: uri, platform, digest }
}

function describeAlert({ ruleId, title, action, count, firstTime, lastTime, image, events }       , about                           )      {
  return {
    kind: 'alert',
    outcome: action,
    ...(about === undefined ? { image } : describeImage(about)),
    id: ruleId,
    title,
    events: count,
    first_seen: firstTime,
    last_seen: lastTime,
    link: about?.link ?? events[0]?.link ?? null,
  }
}

function* listOccurrences(image               , finding                 )                 {
  const { severity, state, decision, id, title, score, vector, exploitAvailable, fixAvailable, firstObservedAt, lastObservedAt } = finding;
  const packages                              = finding.packages.length === 0 ? [null] : finding.packages;
  for (const each of packages) {
    yield {
      kind: 'finding',
      ...describeImage(image),
      severity,
      state,
      id,
      title,
      package: each?.name ?? null,
      version: read.versionOf(each),
      fixed_in: each?.fixedIn ?? null,
      manager: each?.manager ?? null,
      path: each?.path ?? null,
      layer: each?.layer ?? null,
      score,
      vector,
      exploit_available: exploitAvailable,
      fix_available: fixAvailable,
      known_exploited: finding.knownExploited,
      last_known_exploit: finding.lastKnownExploitAt,
      epss: finding.epss,
      first_seen: firstObservedAt,
      last_seen: lastObservedAt,
      link: gfm.addressOf(report.linkAdvisory(finding) ?? '') ?? null,
      decision: decision.kind,
      from_base: image.baseImage === null ? null : finding.fromBase ? 'yes' : 'no',
      ...explainFinding(decision),
      baseline: finding.baselineState,
    };
  }
}

function renderLine(cells                   )         {
  return `${cells.join(',')}\r\n`
}

function renderCell(value                                    )         {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = read.shorten(neutralizeFormula(read.printable(value, CELL_LENGTH)), CELL_LENGTH);
  return /^\s|[",]/.test(text) || text !== text.trimEnd() ? `"${text.replaceAll('"', '""')}"` : text
}

// After a semicolon too: in locales with a decimal comma, spreadsheets split cells there, even within quotes. Full-width signs
// count as their ASCII equivalents.
function neutralizeFormula(text        )         {
  return text.replace(/(^|;)(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'")
}

exports.renderCsv = renderCsv;
