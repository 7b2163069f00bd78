'use strict';

const uri = require('./chunk-uri.cjs');
const json = require('./chunk-json.cjs');
const scan = require('./chunk-scan.cjs');
const verdict = require('./chunk-verdict.cjs');

// Reports as JSON, for programs. People read it too: each alert, image and rule stands on a line of its own, and
// characters that a terminal obeys are written as JSON's own escapes.


/**
 * A report's JSON in pieces: an archive may give hundreds of thousands of alerts, which no single text could hold, and an
 * image tens of thousands of findings, whose text would be larger than all of them.
 */
function* renderJson(report        )                    {
  let separator = '{\n';
  for (const [name, value] of Object.entries(report)) {
    yield `${separator}  ${JSON.stringify(name)}: `;
    separator = ',\n';
    if (Array.isArray(value) && value.length > 0) yield* renderList(value);
    else yield toJson(value);
  }
  yield '\n}\n';
}

function* renderList(items                    )                    {
  let separator = '[\n';
  for (const item of items) {
    yield `${separator}    `;
    yield* renderItem(item);
    separator = ',\n';
  }
  yield '\n  ]';
}

// One line, in as many pieces as its lists have items.
function* renderItem(item         )                    {
  if (!json.isObject(item)) {
    yield toJson(item);
    return
  }
  let separator = '{';
  for (const [name, value] of Object.entries(item)) {
    if (value === undefined) continue
    yield `${separator}${toJson(name)}:`;
    separator = ',';
    if (!Array.isArray(value)) yield toJson(value);
    else {
      let before = '[';
      for (const each of value) {
        yield `${before}${toJson(each)}`;
        before = ',';
      }
      yield before === '[' ? '[]' : ']';
    }
  }
  yield separator === '{' ? '{}' : '}';
}

function toJson(value         )         {
  return uri.printableJson(JSON.stringify(value) ?? 'null')
}

// The phrases that the formats share, as plain text. Each format escapes them in its own way.

                                                                       

const HEADLINES                                    = {
  fail: 'fail: do not deploy',
  undecided: 'undecided: do not deploy, something was not seen',
  warn: 'warn: deployment is allowed, look at the reasons',
  pass: 'pass: deployment is allowed',
};

/** The verdict as a headline; where something that was asked for could not be done, that comes first. */
function headlineOf({ verdict, release }                                     )         {
  const failed = (release?.problems.length ?? 0) > 0 && verdict !== 'fail';
  return failed ? `${verdict}, but not everything that was asked for was done: do not deploy` : HEADLINES[verdict]
}

const MOST_REASONS = 50;
const VALUE_LENGTH = 120;

/** The reasons a person can read; an archive may give thousands, and JSON has them all. */
function limitReasons(reasons                   )                    {
  const left = reasons.length - MOST_REASONS;
  return left <= 0 ? reasons : [...reasons.slice(0, MOST_REASONS), `and ${left} more`]
}

/** `3 fail, 1 warn, 4 notice`. */
function countAlerts(alerts                  )         {
  const actions = ['fail', 'warn', 'notice'].flatMap(action => {
    const count = alerts.filter(alert => alert.action === action).length;
    return count === 0 ? [] : [`${count} ${action}`]
  });
  return actions.length === 0 ? 'no alert' : actions.join(', ')
}

function describeScan(image               )         {
  const scanned = image.scannedAt === null ? '' : `, scanned ${image.scannedAt}`;
  // Nothing found and nothing read must not look alike.
  const findings = image.findings.length === 0 && image.gaps.length > 0 ? 'no result' : verdict.formatFindings(image);
  return `${image.status ?? 'no status'}${scanned}: ${findings}`
}

function describeTimes({ count, firstTime, lastTime }       )         {
  const events = `${count} ${count === 1 ? 'event' : 'events'}`;
  if (firstTime === null) return events
  return firstTime === lastTime ? `${events} at ${firstTime}` : `${events} from ${firstTime} to ${lastTime}`
}

/** What an alert is about: `3 events from … to …; user deploy, ip 198.51.100.7`, or the image for a rule over findings. */
function describeEvents(alert       )         {
  if (alert.image !== null) return scan.nameImage(alert.image)
  const about = describeAggregate(alert);
  return about === '' ? describeTimes(alert) : `${describeTimes(alert)}; ${about}`
}

function describeAggregate({ aggregate }       )         {
  return Object.entries(aggregate)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field} ${uri.shorten(Array.isArray(value) ? value.join(', ') : String(value), VALUE_LENGTH)}`)
    .join(', ')
}

/** The findings a person should read first: the gravest, then by id. */
function sortFindings(findings                    )                     {
  const state = (finding         )         => (finding.state === 'open' ? 0 : 1);
  return [...findings].sort(
    (a, b) => state(a) - state(b) || scan.rank(a.severity) - scan.rank(b.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
}

const FINDING_COLUMNS = ['Severity', 'Finding', 'Package', 'Version', 'Fixed in', 'Path'];         

/** The cells of a finding, in the order of the columns. */
function findingCells({ severity, state, id, package: first, packages, path }         )                    {
  const more = packages.length > 1 ? ` and ${packages.length - 1} more` : '';
  const version = [first?.version, first?.release].filter(part => part !== null && part !== undefined).join('-');
  return [
    state === 'open' ? severity : `${severity} (${state})`,
    id,
    `${first?.name ?? ''}${more}`,
    version,
    first?.fixedIn ?? '',
    path ?? '',
  ]
}

/** What was pushed, and what became of the images, one sentence each; empty where nothing was asked for. */
function describeRelease({ push, release }                                  )                    {
  const pushed =
    push === null
      ? []
      : [`pushed ${push.source} as ${push.image}, ${push.digest}${push.attempts === 1 ? '' : `, in ${push.attempts} attempts`}`];
  if (release === null) return pushed
  const tagged = release.images.flatMap(({ image, tags }) =>
    tags.map(({ tag, state }) => `${tag}: ${state === 'set' ? 'now' : state === 'already' ? 'already' : 'not'} ${scan.nameImage(image)}`),
  );
  return [...pushed, ...tagged, ...release.notes]
}

function describeRules({ loaded, replaced, tuned }               )         {
  const enabled = loaded.filter(rule => rule.enabled).length;
  const off = loaded.length - enabled;
  const parts = [`${enabled} ${enabled === 1 ? 'rule' : 'rules'}`];
  if (off > 0) parts.push(`${off} not enabled`);
  if (replaced.length > 0) parts.push(`replaced: ${replaced.map(({ id, by }) => `${id} by ${by}`).join(', ')}`);
  if (tuned.length > 0)
    parts.push(`tuned: ${tuned.map(({ id, by, fields }) => `${id} (${fields.join(', ')}) by ${by.join(', ')}`).join(', ')}`);
  return parts.join('; ')
}

// The report as GitHub Markdown, for a step summary, a comment or a page.


const MOST_FINDINGS$1 = 100;
const MOST_ALERTS$1 = 100;
const CELL_LENGTH$1 = 200;
const SENTENCE_LENGTH$1 = 1000;

/** A text from outside. Names may be of any length; JSON has them whole. */
function sentence$1(text        )         {
  return uri.markdown(uri.shorten(text, SENTENCE_LENGTH$1))
}

function renderMarkdown(report        )         {
  return [
    `## ECR Gate: ${sentence$1(headlineOf(report))}`,
    limitReasons([...report.reasons, ...(report.release?.problems ?? [])])
      .map(reason => `- ${sentence$1(reason)}`)
      .join('\n'),
    ...report.images.map(renderImage$1),
    ...(report.alerts.length === 0 ? [] : [renderAlerts$1(report.alerts)]),
    ...renderRelease$1(report),
    [
      '### Looked at',
      '',
      ...report.coverage.map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${sentence$1(message)}`),
      `- ${sentence$1(describeRules(report.rules))}`,
    ].join('\n'),
  ]
    .filter(section => section !== '')
    .join('\n\n')
    .concat('\n')
}

function renderImage$1(image               )         {
  const shown = sortFindings(image.findings).slice(0, MOST_FINDINGS$1);
  const left = image.findings.length - shown.length;
  const table = renderTable$1(
    FINDING_COLUMNS,
    shown.map(finding => findingCells(finding)),
  );
  return [
    `### Image ${sentence$1(scan.namePlatformImage(image))}`,
    '',
    sentence$1(image.uri),
    '',
    sentence$1(describeScan(image)),
    ...image.gaps.map(gap => `\n**Gap:** ${sentence$1(gap)}`),
    ...image.notes.map(note => `\nNote: ${sentence$1(note)}`),
    ...(shown.length === 0 ? [] : ['', ...table]),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderAlerts$1(alerts                  )         {
  const shown = alerts.slice(0, MOST_ALERTS$1);
  const left = alerts.length - shown.length;
  const rows = shown.map(alert => [alert.action, `${alert.title} [${alert.ruleId}]`, describeEvents(alert)]);
  return [
    '### Alerts',
    '',
    sentence$1(countAlerts(alerts)),
    '',
    ...renderTable$1(['Action', 'Alert', 'About'], rows),
    ...(left > 0 ? ['', `… and ${left} more.`] : []),
  ].join('\n')
}

function renderRelease$1(report        )                    {
  const problems = (report.release?.problems ?? []).map(problem => `- **problem:** ${sentence$1(problem)}`);
  const lines = [...describeRelease(report).map(line => `- ${sentence$1(line)}`), ...problems];
  return lines.length === 0 ? [] : [['### Registry', '', ...lines].join('\n')]
}

/** A table whose cells are texts from outside. */
function renderTable$1(head                   , rows                                )                    {
  const line = (cells                   )         => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(cell => uri.markdown(uri.shorten(cell, CELL_LENGTH$1)))))]
}

// The report for a terminal: the verdict and its reasons first, then what they rest on.


const TONES                                                        = { fail: 'red', undecided: 'red', warn: 'yellow', pass: 'green' };
const MOST_FINDINGS = 20;
const MOST_NOTICES = 20;
const MOST_ALERTS = 100;
const CELL_LENGTH = 44;
const SENTENCE_LENGTH = 1000;

/** A text from outside on a line of its own. Names may be of any length; JSON has them whole. */
function sentence(text        )         {
  return uri.printable(uri.shorten(text, SENTENCE_LENGTH))
}

const LINE_LENGTH = 100;

/** The words of a text in lines that fit a terminal; a word that is longer stands on a line of its own. */
function wrap(text        )                    {
  const lines           = [];
  for (const word of text.split(/\s+/).filter(each => each !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= LINE_LENGTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines
}

function renderText(report        , paint       )         {
  const { verdict, details } = renderSections(report, paint);
  return `${[verdict, ...details].map(lines => lines.join('\n')).join('\n\n')}\n`
}

/** The parts of the report, each beginning with its title: the verdict with its reasons, and what they rest on. */
function renderSections(
  report        ,
  paint       ,
)                                                                                            {
  return {
    verdict: [
      paint('bold', paint(TONES[report.verdict], headlineOf(report))),
      ...limitReasons([...report.reasons, ...(report.release?.problems ?? [])]).map(reason => `  - ${sentence(reason)}`),
    ],
    details: [
      ...report.images.map(image => renderImage(image, paint)),
      ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts, paint)]),
      ...renderRelease(report, paint),
      renderCoverage(report, paint),
    ],
  }
}

function renderImage(image               , paint       )                    {
  const shown = sortFindings(image.findings).slice(0, MOST_FINDINGS);
  const left = image.findings.length - shown.length;
  return [
    `${paint('bold', 'Image')} ${sentence(scan.namePlatformImage(image))}`,
    `  ${paint('dim', sentence(image.uri))}`,
    `  ${sentence(describeScan(image))}`,
    ...image.gaps.map(gap => `  ${paint('red', 'gap:')} ${sentence(gap)}`),
    ...image.notes.map(note => `  note: ${sentence(note)}`),
    ...(shown.length === 0 ? [] : renderTable([FINDING_COLUMNS, ...shown.map(findingCells)], paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

// Columns that are empty throughout are left out: basic findings name neither a cure nor a path.
function renderTable(rows                                , paint       )                    {
  const cells = rows.map(row => row.map(cell => uri.printable(uri.shorten(cell, CELL_LENGTH))));
  const columns = FINDING_COLUMNS.map((_, i) => i).filter(i => cells.slice(1).some(row => row[i] !== ''));
  const widths = new Map(columns.map(i => [i, Math.max(...cells.map(row => (row[i] ?? '').length))]));
  return cells.map((row, i) => {
    const line = `  ${columns.map(column => (row[column] ?? '').padEnd(widths.get(column) ?? 0)).join('  ')}`.trimEnd();
    return i === 0 ? paint('dim', line) : line
  })
}

function renderAlerts(alerts                  , paint       )                    {
  const notices = alerts.filter(({ action }) => action === 'notice');
  const shown = [...alerts.filter(({ action }) => action !== 'notice').slice(0, MOST_ALERTS), ...notices.slice(0, MOST_NOTICES)];
  const left = alerts.length - shown.length;
  return [
    `${paint('bold', 'Alerts')} ${countAlerts(alerts)}`,
    ...shown.flatMap(alert => renderAlert(alert, paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

function renderAlert(alert       , paint       )                    {
  const tone = alert.action === 'fail' ? 'red' : alert.action === 'warn' ? 'yellow' : 'dim';
  return [
    `  ${paint(tone, alert.action)} ${sentence(alert.title)} ${paint('dim', `[${sentence(alert.ruleId)}]`)}`,
    `    ${sentence(describeEvents(alert))}`,
    ...(alert.action === 'notice' || alert.alertDescription === ''
      ? []
      : alert.alertDescription
          .trim()
          .split('\n')
          .map(line => `    ${sentence(line)}`)),
  ]
}

function renderRelease(report        , paint       )                                 {
  const lines = describeRelease(report).map(line => `  ${sentence(line)}`);
  const problems = report.release?.problems ?? [];
  if (lines.length + problems.length === 0) return []
  return [[paint('bold', 'Registry'), ...lines, ...problems.map(problem => `  ${paint('red', 'problem:')} ${sentence(problem)}`)]]
}

function renderCoverage({ coverage, rules }        , paint       )                    {
  return [
    paint('bold', 'Looked at'),
    ...coverage.map(({ state, message }) => `  ${state === 'gap' ? paint('red', 'gap: ') : ''}${sentence(message)}`),
    `  ${sentence(describeRules(rules))}`,
  ]
}

exports.describeRules = describeRules;
exports.headlineOf = headlineOf;
exports.limitReasons = limitReasons;
exports.renderJson = renderJson;
exports.renderMarkdown = renderMarkdown;
exports.renderSections = renderSections;
exports.renderTable = renderTable$1;
exports.renderText = renderText;
exports.sentence = sentence$1;
exports.sentence$1 = sentence;
exports.wrap = wrap;
