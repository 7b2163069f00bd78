'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const wording = require('./chunk-wording.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const name = require('./chunk-name.cjs');
const world = require('./chunk-world.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-verdict.cjs');
require('./chunk-status.cjs');
require('./chunk-json.cjs');
require('./chunk-keys.cjs');
require('./chunk-image.cjs');
require('./chunk-group.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-rule.cjs');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-severities.cjs');
require('./chunk-report2.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');

// The report for a terminal: the verdict and its reasons first, then the details.


const MOST_FINDINGS = 20;
const MOST_NOTICES = 20;
const MOST_ALERTS = 100;
const MOST_EXCEPTIONS = 50;
const CELL_LENGTH = 44;
const SENTENCE_LENGTH = 1000;

/** Untrusted text on a line of its own. Names may have any length, so it is shortened; JSON has all of it. */
function sentence(text        )         {
  return read.printable(text, SENTENCE_LENGTH)
}

const LINE_LENGTH = 100;

/** The words of a string in lines that fit a terminal. A longer word gets a line of its own. */
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

/** The parts of the report, each beginning with its title: the verdict with its reasons, and the details. */
function renderSections(
  report        ,
  paint       ,
)                                                                                            {
  const images = name.withNames(report.images);
  return {
    verdict: [
      paint('bold', paint(world.TONES[report.verdict], wording.headlineOf(report))),
      ...[...wording.describeChanged(report), ...wording.limitReasons(report.reasons)].map(reason => `  - ${sentence(reason)}`),
    ],
    details: [
      ...images.map(image => renderImage(image, paint)),
      ...(report.exceptions.length === 0 ? [] : [renderExceptions(report, images, paint)]),
      ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts, paint)]),
      ...renderRelease(report, paint),
      renderCoverage(report, paint),
    ],
  }
}

function renderImage(image            , paint       )                    {
  const shown = wording.sortFindings(image.findings).slice(0, MOST_FINDINGS);
  const left = image.findings.length - shown.length;
  return [
    `${paint('bold', 'Image')} ${sentence(image.name)}`,
    `  ${paint('dim', sentence(image.uri))}`,
    `  ${sentence(wording.describeScan(image))}`,
    ...image.gaps.map(gap => `  ${paint('red', 'gap:')} ${sentence(gap)}`),
    ...image.notes.map(note => `  note: ${sentence(note)}`),
    ...(shown.length === 0 ? [] : renderTable([wording.FINDING_COLUMNS, ...shown.map(wording.findingCells)], paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

function renderTable(rows                                , paint       )                    {
  const cells = rows.map(row => row.map(cell => read.printable(cell, CELL_LENGTH)));
  const columns = wording.listColumns(cells.slice(1));
  const widths = new Map(columns.map(i => [i, Math.max(...cells.map(row => (row[i] ?? '').length))]));
  return cells.map((row, i) => {
    const line = `  ${columns.map(column => (row[column] ?? '').padEnd(widths.get(column) ?? 0)).join('  ')}`.trimEnd();
    return i === 0 ? paint('dim', line) : line
  })
}

function renderExceptions({ exceptions: exceptions$1 }        , images                       , paint       )                    {
  const names = name.namesByUri(images);
  const shown = exceptions.sortExceptions(exceptions$1).slice(0, MOST_EXCEPTIONS);
  const left = exceptions$1.length - shown.length;
  return [
    `${paint('bold', 'Exceptions')} ${exceptions.countExceptions(exceptions$1)}`,
    ...shown.flatMap(exception => [
      `  ${paint(exception.state === 'used' ? 'green' : 'yellow', exception.state)} ${sentence(exceptions.describeTarget(exception))}`,
      ...(exception.state === 'used' ? [`    let through: ${sentence(exceptions.describeTaken(exception, names))}`] : []),
      `    ${sentence(wording.explainAcceptance(exception))}`,
    ]),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

function renderAlerts(alerts                  , paint       )                    {
  const notices = alerts.filter(({ action }) => action === 'notice');
  const shown = [...alerts.filter(({ action }) => action !== 'notice').slice(0, MOST_ALERTS), ...notices.slice(0, MOST_NOTICES)];
  const left = alerts.length - shown.length;
  return [
    `${paint('bold', 'Alerts')} ${wording.countAlerts(alerts)}`,
    ...shown.flatMap(alert => renderAlert(alert, alerts.indexOf(alert) + 1, paint)),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; --format json lists all`)] : []),
  ]
}

// `ecr-gate show` accepts the number.
function renderAlert(alert       , number        , paint       )                    {
  return [
    `  ${paint('dim', `${number}.`)} ${paint(world.TONES[alert.action], alert.action)} ${sentence(alert.title)} ${paint('dim', `[${sentence(alert.ruleId)}]`)}`,
    `    ${sentence(wording.describeEvents(alert))}`,
    ...(alert.action === 'notice' || alert.alertDescription === ''
      ? []
      : alert.alertDescription
          .trim()
          .split('\n')
          .map(line => `    ${sentence(line)}`)),
  ]
}

function renderRelease(report        , paint       )                                 {
  const lines = wording.describeRelease(report).map(line => `  ${sentence(line)}`);
  return lines.length === 0 ? [] : [[paint('bold', 'Release'), ...lines]]
}

function renderCoverage(report        , paint       )                    {
  return [
    paint('bold', 'Coverage'),
    ...report.coverage.map(({ state, message }) => `  ${state === 'gap' ? paint('red', 'gap: ') : ''}${sentence(message)}`),
    `  ${sentence(wording.describeRules(report.rules))}`,
    ...wording.describeWarnings(report).map(warning => `  ${paint('yellow', 'warning:')} ${sentence(warning)}`),
  ]
}

exports.renderSections = renderSections;
exports.renderText = renderText;
exports.sentence = sentence;
exports.wrap = wrap;
