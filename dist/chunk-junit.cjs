'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const fixes = require('./chunk-fixes.cjs');
const cures = require('./chunk-cures.cjs');
const wording = require('./chunk-wording.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const name = require('./chunk-name.cjs');
require('node:fs');
require('node:fs/promises');
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
require('./chunk-gfm.cjs');
require('./chunk-report.cjs');

// The report as JUnit XML, for the test pages of Jenkins, GitLab and others: red exactly when the gate is red.
//
// There is a test for everything that the verdict rests on: the verdict itself, each image, each exception, each alert about events, each
// source. An exception that let something through is a skipped test, which is how pages show what is known and allowed. A finding is not
// a test, or a page would be red while the gate is green. A failure forbids the deployment, an error means that something was not seen or
// not done. Pages identify a test from build to build by its name, so the name of an image has neither tag nor digest.
















const MOST_ALERTS = 1000;
const MOST_EXCEPTIONS = 1000;
const MOST_FINDINGS = 20;
const MOST_LINKS = 5;
const MOST_LINES = 100;
const NAME_LENGTH = 300;
const LINE_LENGTH = 1000;

function* renderJunit(report        )                    {
  const suites = listSuites(report).filter(({ tests }) => tests.length > 0);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ECR Gate" ${count(suites.flatMap(({ tests }) => tests))} time="0">\n`;
  for (const { name: name$1, tests } of suites) {
    const skipped = tests.filter(({ outcome }) => outcome === 'skipped').length;
    yield `<testsuite name="${name$1}" ${count(tests)} skipped="${skipped}" time="0"${timestamp(report.decidedAt)}>\n`;
    // Two tests with the same name would be taken for one.
    const names = name.distinguish(tests.map(test => escapeXml(test.name, NAME_LENGTH) || 'without a name'));
    for (const [i, test] of tests.entries()) yield renderTest(test, names[i] ?? '', `ecr-gate.${name$1}`);
    yield '</testsuite>\n';
  }
  yield '</testsuites>\n';
}

function listSuites(report        )                   {
  const { alerts, images, coverage, diagnostics, release, unwritten } = report;
  const named = name.withNames(images);
  const uris = new Set(images.map(({ uri }) => uri));
  const others = alerts.filter(({ image }) => image === null || !uris.has(image));
  const about = new Map                        ([...uris].map(uri => [uri, []]));
  for (const alert of alerts) about.get(alert.image)?.push(alert);
  const cures$1 = cures.listCures(report);
  const undone = (problem        )       => ({ name: problem, outcome: 'error', lines: [problem] });
  return [
    { name: 'verdict', tests: [testVerdict(report)] },
    { name: 'reports', tests: unwritten.map(undone) },
    { name: 'rules', tests: diagnostics.filter(({ level }) => level !== 'note').map(testDiagnostic) },
    { name: 'images', tests: named.map(image => testImage(image, about.get(image.uri) ?? [], cures$1)) },
    { name: 'exceptions', tests: testExceptions(report.exceptions, named) },
    { name: 'alerts', tests: testAlerts(others) },
    { name: 'coverage', tests: coverage.map(testCoverage) },
    {
      name: 'release',
      tests: [
        ...(release?.problems ?? []).map(undone),
        ...(release === null || release.problems.length > 0
          ? []
          : [{ name: 'release', outcome: 'passed'         , lines: wording.describeRelease(report) }]),
      ],
    },
  ]
}

const OUTCOMES                                     = { fail: 'failure', undecided: 'error', warn: 'passed', pass: 'passed' };

// Some reasons belong to no other test, such as findings without a severity if the settings let those decide.
function testVerdict(report        )       {
  const answer = fixes.tellFixes(report)?.answer;
  return {
    name: 'verdict',
    outcome: OUTCOMES[report.verdict],
    lines: [
      wording.headlineOf(report),
      answer === undefined ? '' : `It ${answer}.`,
      ...wording.limitReasons(report.reasons),
      wording.tellBlockedPage(report) ?? '',
    ].filter(line => line !== ''),
  }
}

function testDiagnostic({ at, level, kind, message, help }                               )       {
  const where = at === undefined ? '' : `${read.formatPlace(at)}: `;
  const name = `${where === '' ? '' : `${typeof at === 'string' ? at : at?.file} `}${kind}`;
  const outcome = level === 'error' ? 'error' : 'passed';
  return {
    name,
    outcome,
    lines: [`${outcome === 'passed' ? 'warning: ' : ''}${where}${message}`, ...(help === undefined ? [] : [`help: ${help}`])],
  }
}

function testImage(image            , about                  , cures                 )       {
  const failing = about.filter(({ action }) => action === 'fail');
  const found = wording.sortFindings(image.findings).slice(0, MOST_FINDINGS);
  const left = image.findings.length - found.length;
  return {
    name: image.lasting.filter(part => part !== null).join(' '),
    outcome: failing.length > 0 ? 'failure' : image.gaps.length > 0 ? 'error' : 'passed',
    lines: [
      ...nameAlerts(failing),
      ...image.gaps.map(gap => `not seen: ${gap}`),
      ...cures.filter(({ images }) => images.includes(image.uri)).flatMap(({ lines }) => lines),
      ...nameAlerts(about.filter(({ action }) => action !== 'fail')),
      `${image.name}: ${wording.describeScan(image)}`,
      ...fixes.describeBase(image),
      image.uri,
      ...(image.link === null ? [] : [image.link]),
      ...found.map(describeFinding),
      ...(left > 0 ? [`and ${left} more findings`] : []),
    ],
  }
}

// An image that is named by many tags is a test for each, and all of them have its alerts.
function nameAlerts(alerts                  )                    {
  const left = alerts.length - MOST_LINES;
  return [...alerts.slice(0, MOST_LINES).map(nameAlert), ...(left > 0 ? [`and ${left} more alerts`] : [])]
}

function nameAlert({ action, title, ruleId }       )         {
  return `${action}: ${title} [${ruleId}]`
}

function describeFinding(finding         )         {
  const [severity, id, decision, name, version, fixedIn, path] = wording.findingCells(finding);
  const parts = [severity, id, name, version, fixedIn === '' ? '' : `fixed in ${fixedIn}`, path, decision];
  return parts.filter(part => part !== undefined && part !== '').join('  ')
}

function testExceptions(exceptions$1                              , images                       )                  {
  const names = name.namesByUri(images);
  const left = exceptions$1.length - MOST_EXCEPTIONS;
  const tests = exceptions.sortExceptions(exceptions$1)
    .slice(0, MOST_EXCEPTIONS)
    .map((exception)       => {
      const taken = exceptions.describeTaken(exception, names);
      const lines = [`${exception.state}: ${wording.explainAcceptance(exception)}`, `let through: ${taken}`];
      return { name: exceptions.describeTarget(exception), outcome: exception.state === 'used' ? 'skipped' : 'passed', lines }
    });
  return left <= 0 ? tests : [...tests, { name: 'more exceptions', outcome: 'skipped', lines: [`${left} more exceptions`] }]
}

// Limits the alerts, because an archive may yield hundreds of thousands. They are sorted, so the most severe are kept.
function testAlerts(alerts                  )                  {
  const left = alerts.slice(MOST_ALERTS);
  const tests = alerts.slice(0, MOST_ALERTS).map(alert => ({
    name: alert.title || alert.ruleId,
    outcome: outcomeOf([alert]),
    lines: [
      nameAlert(alert),
      wording.describeEvents(alert),
      ...wording.describeLive(alert),
      ...alert.events.slice(0, MOST_LINKS).flatMap(({ link }) => link ?? []),
      alert.alertDescription,
    ],
  }));
  return left.length === 0 ? tests : [...tests, { name: 'more alerts', outcome: outcomeOf(left), lines: [`${left.length} more alerts`] }]
}

function outcomeOf(alerts                  )          {
  return alerts.some(({ action }) => action === 'fail') ? 'failure' : 'passed'
}

function testCoverage({ source, origin, state, message }                            )       {
  return {
    name: origin === null ? source : `${source} ${origin}`,
    outcome: state === 'gap' ? 'error' : state === 'not requested' ? 'skipped' : 'passed',
    lines: [message],
  }
}

function renderTest({ outcome, lines }      , name        , classname        )         {
  const [first = outcome, ...others] = lines;
  const shown = lines.slice(0, MOST_LINES).map(line => escapeXml(line, LINE_LENGTH));
  const body = [...shown, ...(lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more lines`] : [])].join('\n');
  const message = `message="${escapeXml(first, NAME_LENGTH)}"`;
  const content =
    outcome === 'passed'
      ? `<system-out>${body}</system-out>`
      : outcome === 'skipped'
        ? `<skipped ${message}>${others.length === 0 ? '' : body}</skipped>`
        : `<${outcome} ${message} type="ecr-gate">${others.length === 0 ? '' : body}</${outcome}>`;
  return `<testcase name="${name}" classname="${classname}" time="0">${content}</testcase>\n`
}

function count(tests                 )         {
  const of = (outcome         )         => tests.filter(test => test.outcome === outcome).length;
  return `tests="${tests.length}" failures="${of('failure')}" errors="${of('error')}"`
}

function timestamp(instant        )         {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(instant) ? ` timestamp="${instant.slice(0, 19)}"` : ''
}

// XML 1.0 forbids U+FFFE and U+FFFF, even escaped. `printable` has already spelled out everything else that it forbids.
function escapeXml(text        , limit        )         {
  return read.printable(text, limit)
    .replace(/[\ufffe\uffff]/g, character => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}

exports.renderJunit = renderJunit;
