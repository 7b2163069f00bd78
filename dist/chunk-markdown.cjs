'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const gfm = require('./chunk-gfm.cjs');
const activity = require('./chunk-activity.cjs');
const status = require('./chunk-status.cjs');
const wording = require('./chunk-wording.cjs');
const duration = require('./chunk-duration.cjs');
const name = require('./chunk-name.cjs');
const report = require('./chunk-report2.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-image.cjs');
require('./chunk-repeat.cjs');
require('./chunk-json.cjs');
require('./chunk-keys.cjs');
require('./chunk-verdict.cjs');
require('./chunk-group.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-rule.cjs');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-severities.cjs');

// Charts as Mermaid, which GitHub draws wherever it shows Markdown. Labels contain only characters that mean nothing in its
// syntax. No chart sets a theme, so GitHub draws its text for the reader's own, light or dark.
// https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/creating-diagrams



const MOST_BARS = 24;
const DAY = 86_400;

// Mermaid numbers the colours of a pie by the order of its slices. They are the same in every theme, so they are bright enough to
// stand out from a dark page and to carry black numbers.
const COLOURS = ['#e5484d', '#f08a4b', '#e3b341', '#6f9fd8', '#2fa39a', '#8b949e', '#b083f0'];
// The y-axis has no labels: with them, Mermaid draws its zero above the base line, and an empty interval would have a bar.
const BARS = {
  xyChart: { width: 1000, height: 300, xAxis: { labelFontSize: 11 }, yAxis: { showLabel: false, showTick: false } },
  themeVariables: { xyChart: { plotColorPalette: '#2f81f7' } },
};

const THROUGH_COLOUR = '#c9d1d9';

/** A pie chart of an image's findings: those that count by severity, and those let through; nothing if there are none. */
function chartSeverities({ severityCounts, findings, platform, repositoryName }               )                    {
  const slices = [
    ...status.SEVERITIES.map((severity, i) => ({ name: severity, count: severityCounts[severity] ?? 0, colour: COLOURS[i] })),
    { name: 'let through', count: findings.filter(wording.isLetThrough).length, colour: THROUGH_COLOUR },
  ];
  const shown = slices.filter(({ count }) => count > 0);
  if (shown.length === 0) return []
  const colours = Object.fromEntries(shown.map(({ colour }, i) => [`pie${i + 1}`, colour]));
  return [
    '```mermaid',
    configure({ themeVariables: { ...colours, pieOpacity: '1', pieSectionTextColor: '#000' } }),
    `pie showData title ${toLabel([repositoryName ?? 'image', ...(platform === null ? [] : [platform])].join(' '))}`,
    ...shown.map(({ name, count }) => `  "${name}" : ${count}`),
    '```',
  ]
}

/** A bar chart of how many events of Systems Manager there were over time. */
function chartActivity({ from, bucketSeconds, to, rows }          )                    {
  const [start, end] = [Date.parse(from) / 1000, Date.parse(to) / 1000];
  const barOf = (time        )         => Math.floor(time / width) - Math.floor(start / width);
  let width = bucketSeconds;
  while (barOf(end - 1) >= MOST_BARS) width = activity.widerThan(width);
  const bars = new Array        (barOf(end - 1) + 1).fill(0);
  for (const [bucket, events] of rows.flatMap(({ buckets }) => buckets)) {
    const bar = barOf(start + bucket * bucketSeconds);
    bars[bar] = (bars[bar] ?? 0) + events;
  }
  const labels = bars.map((_, i) => nameBar((Math.floor(start / width) + i) * width, width, bars.length));
  const most = Math.max(...bars);
  return [
    '```mermaid',
    configure(BARS),
    'xychart-beta',
    '  title "Events of Systems Manager (UTC)"',
    `  x-axis [${labels.map(label => `"${label}"`).join(', ')}]`,
    `  y-axis "events in ${duration.formatDuration(width)}, ${most} at most" 0 --> ${Math.max(1, most)}`,
    `  bar [${bars.join(', ')}]`,
    '```',
  ]
}

// Mermaid draws bars with the same name over each other, so every name is unique: `15:00`, over several days `23 15h`, or `11-23`.
function nameBar(time        , width        , bars        )         {
  const instant = new Date(time * 1000).toISOString();
  if (width >= DAY) return instant.slice(5, 10)
  return width * bars <= DAY ? instant.slice(11, 16) : `${instant.slice(8, 10)} ${instant.slice(11, 13)}h`
}

function configure(settings        )         {
  return `%%{init: ${JSON.stringify(settings)}}%%`
}

function toLabel(text        )         {
  return text.replace(/[^\w ./-]/g, '?').slice(0, 80)
}

// The tables of findings and of exceptions in Markdown.


function tableFindings(findings                            )                    {
  const rows = findings.map(wording.findingCells);
  const columns = wording.listColumns(rows);
  const toCells = (row                   , finding                             )                  =>
    columns.map(i => (i === 1 && finding !== undefined ? { text: row[i] ?? '', href: report.linkAdvisory(finding) } : (row[i] ?? '')));
  return gfm.renderTable(
    columns.map(i => wording.FINDING_COLUMNS[i] ?? ''),
    rows.map((row, i) => toCells(row, findings[i])),
  )
}

/** `names` are those of the images by their URIs. */
function tableExceptions(exceptions$1                              , names                             )                    {
  const rows = exceptions$1.map(exception => [
    { ours: exception.state },
    exceptions.describeTarget(exception),
    wording.describeEnd(exception),
    exception.reason,
    exception.owner ?? '',
    exceptions.describeTaken(exception, names),
    exception.at,
  ]);
  return gfm.renderTable(['State', 'Accepts', 'Ends', 'Reason', 'Owner', 'Let through', 'Where'], rows)
}

// The report as GitHub Markdown, for a step summary, a comment, a check or a page: the verdict first, then its reasons, then
// the details.
//
// Each of these places has a size limit, and drops text that is one byte too long entirely. So the report is rendered in less and
// less detail until it fits, and says what was left out.


/** How many are shown: findings of each image, alerts, events of each alert, charts, images, and lines of any other list. */









const DETAILS                    = [
  { findings: 100, alerts: 100, events: 5, charts: 4, images: 100, lines: 200 },
  { findings: 50, alerts: 50, events: 3, charts: 2, images: 50, lines: 100 },
  { findings: 20, alerts: 30, events: 1, charts: 1, images: 30, lines: 50 },
  { findings: 5, alerts: 10, events: 0, charts: 1, images: 20, lines: 20 },
  { findings: 0, alerts: 5, events: 0, charts: 0, images: 5, lines: 5 },
  { findings: 0, alerts: 0, events: 0, charts: 0, images: 0, lines: 1 },
];

const MARKS                                                                             = {
  fail: { icon: '❌', box: 'CAUTION' },
  undecided: { icon: '❔', box: 'WARNING' },
  warn: { icon: '⚠️', box: 'NOTE' },
  pass: { icon: '✅', box: 'TIP' },
};

/** The report in at most `mostBytes` bytes; without a limit, in the most detailed form. */
function renderMarkdown(report        , mostBytes = Number.POSITIVE_INFINITY)         {
  const headline = renderHeadline(report);
  return (
    gfm.fitInto(mostBytes, DETAILS, detail => [headline, renderReasons(report, detail), ...renderParts(report, detail)]) ||
    gfm.fitInto(mostBytes, DETAILS, () => [headline, 'The report as JSON or HTML says why.']) ||
    gfm.fitInto(mostBytes, DETAILS, () => [headline])
  )
}

/** Only the reasons, for a place that already shows the verdict. */
function renderWhy(report        , mostBytes        )         {
  return gfm.fitInto(mostBytes, DETAILS, detail => [renderReasons(report, detail)])
}

/** Only the details, for a place that already shows the verdict and its reasons. */
function renderDetails(report        , mostBytes        )         {
  return gfm.fitInto(mostBytes, DETAILS, detail => renderParts(report, detail))
}

function renderParts(report        , detail        )                    {
  const images = name.withNames(report.images);
  return [
    ...renderImages(images, detail),
    ...renderExceptions(report, images, detail),
    ...renderAlerts(report.alerts, images, detail),
    ...renderActivity(report.activity, detail),
    ...renderRelease(report, detail),
    renderCoverage(report, detail),
  ]
}

// Nothing is escaped, because all of the text is ours.
function renderHeadline(report        )         {
  return `## ${MARKS[report.verdict].icon} ECR Gate: ${wording.headlineOf(report)}`
}

function renderReasons(report        , { lines }        )         {
  const boxes = [renderBox('WARNING', wording.describeChanged(report)), renderBox(MARKS[report.verdict].box, wording.limitReasons(report.reasons, lines))];
  return boxes.filter(box => box !== '').join('\n\n')
}

function renderBox(box        , sentences                   )         {
  return sentences.length === 0 ? '' : [`> [!${box}]`, ...sentences.map(sentence => `> - ${gfm.code(sentence)}`)].join('\n')
}

function renderImages(images                       , detail        )                    {
  if (images.length === 0) return []
  const shown = images.slice(0, detail.images);
  const rows = shown.map(image => [
    { text: image.name, href: image.link },
    wording.describeStatus(image),
    ...wording.describeCounts(image).map(ours => ({ ours })),
  ]);
  // Each image says itself how many findings it leaves out. If no findings are shown, an image may have no section to say it in.
  const unshown = detail.findings > 0 ? 0 : shown.reduce((sum, { findings }) => sum + findings.length, 0);
  return [
    [
      '### Images',
      ...(shown.length === 0 ? [] : ['', ...gfm.renderTable(['Image', 'Scan', ...wording.COUNT_COLUMNS], rows)]),
      ...more(images.length - shown.length, 'image'),
      ...more(unshown, 'finding'),
    ].join('\n'),
    ...shown.flatMap((image, i) => renderImage(image, i < detail.charts ? chartSeverities(image) : [], detail)),
  ]
}

function renderImage(image            , chart                   , { findings, lines }        )                    {
  const said = [
    ...wording.limitReasons(image.gaps, lines).map(gap => `- **gap:** ${gfm.code(gap)}`),
    ...wording.limitReasons(image.notes, lines).map(note => `- note: ${gfm.code(note)}`),
  ];
  const shown = wording.sortFindings(image.findings).slice(0, findings);
  if (shown.length === 0 && said.length === 0) return []
  return [
    [
      `### ${gfm.linked(image.name, image.link)}`,
      ...(said.length === 0 ? [] : ['', ...said]),
      ...(shown.length === 0
        ? []
        : [
            '',
            `<details><summary>${read.plural(image.findings.length, 'finding')}</summary>`,
            '',
            ...(chart.length === 0 ? [] : [...chart, '']),
            ...tableFindings(shown),
            ...more(image.findings.length - shown.length, 'finding'),
            '',
            '</details>',
          ]),
    ].join('\n'),
  ]
}

function renderExceptions({ exceptions: exceptions$1 }        , images                       , { lines }        )                    {
  if (exceptions$1.length === 0) return []
  const shown = exceptions.sortExceptions(exceptions$1).slice(0, lines);
  return [
    [
      `### Exceptions: ${exceptions.countExceptions(exceptions$1)}`,
      '',
      ...tableExceptions(shown, name.namesByUri(images)),
      ...more(exceptions$1.length - shown.length, 'exception'),
    ].join('\n'),
  ]
}

function renderAlerts(alerts                  , images                       , detail        )                    {
  if (alerts.length === 0) return []
  const names = name.namesByUri(images);
  const about = (alert       )         => names.get(alert.image ?? '') ?? wording.describeEvents(alert);
  const shown = alerts.slice(0, detail.alerts);
  const rows = shown.map((alert, i) => [i + 1, { ours: alert.action }, `${alert.title} [${alert.ruleId}]`, about(alert)]);
  return [
    [
      `### Alerts: ${wording.countAlerts(alerts)}`,
      ...(shown.length === 0 ? [] : ['', ...gfm.renderTable(['#', 'Action', 'Alert', 'About'], rows)]),
      ...more(alerts.length - shown.length, 'alert'),
      ...renderEvents(shown, detail.events),
    ].join('\n'),
  ]
}

const MOST_EVENT_ROWS = 100;

// The first events of each alert, with links to the console. Alerts about images are left out, because their events are the
// image's findings.
function renderEvents(alerts                  , most        )                    {
  const rows = alerts.flatMap(({ image, events }, i) =>
    image !== null
      ? []
      : events
          .slice(0, most)
          .map(event => [
            i + 1,
            { text: event.time ?? 'no time', href: event.link },
            event.eventName ?? '',
            event.user ?? '',
            event.ip ?? '',
          ]),
  );
  const shown = rows.slice(0, MOST_EVENT_ROWS);
  const total = alerts.reduce((sum, { image, count }) => (image === null ? sum + count : sum), 0);
  const left = more(total - shown.length, 'event', 'the report as JSON has them, or their ids');
  if (shown.length === 0) return left
  const table = gfm.renderTable(['#', 'Time', 'Event', 'User', 'IP'], shown);
  return ['', '<details><summary>Events</summary>', '', ...table, ...left, '', '</details>']
}

function renderActivity(activity                 , { charts }        )                    {
  if (activity === null) return []
  const counted = activity.rows.reduce((sum, { events }) => sum + events, 0);
  const shown = charts === 0 ? more(counted, 'event') : ['', ...chartActivity(activity)];
  const others = activity.others === 0 ? [] : ['', `… and ${read.plural(activity.others, 'event')} of other actors and calls`];
  return [['### Systems Manager', ...shown, ...others].join('\n')]
}

function renderRelease(report        , { lines }        )                    {
  const all = wording.describeRelease(report).map(line => `- ${gfm.code(line)}`);
  return all.length === 0 ? [] : [['### Registry', '', ...all.slice(0, lines), ...more(all.length - lines, 'line')].join('\n')]
}

function renderCoverage(report        , { lines }        )         {
  const sorted = [...report.coverage].sort((a, b) => Number(b.state === 'gap') - Number(a.state === 'gap'));
  return [
    '### Coverage',
    '',
    ...sorted.slice(0, lines).map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${gfm.code(message)}`),
    `- ${gfm.code(wording.describeRules(report.rules))}`,
    ...wording.describeWarnings(report, lines).map(warning => `- **warning:** ${gfm.code(warning)}`),
    ...more(sorted.length - lines, 'source'),
  ].join('\n')
}

function more(left        , what        , where = 'the report as JSON or HTML has all')                    {
  return left <= 0 ? [] : ['', `… and ${left} more ${read.agree(left, what)}; ${where}.`]
}

exports.renderDetails = renderDetails;
exports.renderMarkdown = renderMarkdown;
exports.renderWhy = renderWhy;
