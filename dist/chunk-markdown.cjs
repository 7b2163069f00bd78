'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const asked = require('./chunk-asked.cjs');
const read = require('./chunk-read.cjs');
const wording = require('./chunk-wording.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const gfm = require('./chunk-gfm.cjs');
const visibility = require('./chunk-visibility.cjs');
const fixes = require('./chunk-fixes.cjs');
const activity = require('./chunk-activity.cjs');
const duration = require('./chunk-duration.cjs');
const name = require('./chunk-name.cjs');
const stored = require('./chunk-stored.cjs');
const report = require('./chunk-report.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-verdict.cjs');
require('./chunk-image.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-severities.cjs');
require('./chunk-repeat.cjs');
require('./chunk-failing.cjs');

// In how much detail a report is written as Markdown: how much at all, and how much of that is open and not folded.


/** How many are shown: findings of each image, alerts, events of each alert, charts, images, and lines of any other list. */












/** What is open of a list, and what is folded; a single item is not worth to be folded. */
function splitOpen   (list              , open        )                                                      {
  const shown = list.length === open + 1 && open > 0 ? list.length : open;
  return [list.slice(0, shown), list.slice(shown)]
}

/** A line that says how many are left out; nothing if none is. */
function tellLeft(left        , what        , where = 'the report as JSON or HTML has all')                    {
  return left <= 0 ? [] : ['', `… and ${left} more ${read.agree(left, what)}; ${where}.`]
}

// The alerts in Markdown: what fails or warns is open, and notices are folded, in one line for each rule.








const MARKS$1 = { fail: '❌\u00a0fail', warn: '⚠️\u00a0warn', notice: 'notice' };
const MOST_EVENT_ROWS = 100;
const MOST_NUMBERS = 5;
const WHY = 'Why, and what to do';

/** `names` are those of the images by their URIs. */
function renderAlerts(alerts                  , names                             , detail        )                    {
  if (alerts.length === 0) return []
  const shown = alerts.slice(0, detail.alerts).map((alert, i) => ({ alert, number: i + 1 }));
  const grave = shown.filter(({ alert }) => alert.action !== 'notice');
  const notices = shown.filter(({ alert }) => alert.action === 'notice');
  const [open, folded] = splitOpen(grave, detail.open);
  return [
    [
      `### Alerts: ${wording.countAlerts(alerts)}`,
      ...(open.length === 0 ? [] : ['', ...tableAlerts(open, names)]),
      ...tellLeft(alerts.length - shown.length, 'alert'),
    ].join('\n'),
    folded.length === 0
      ? ''
      : gfm.fold(read.plural(folded.length, open.length === 0 ? 'alert' : 'more alert'), tableAlerts(folded, names)).join('\n'),
    notices.length === 0 ? '' : gfm.fold(read.plural(notices.length, 'notice'), tableNotices(notices)).join('\n'),
    ...renderEvents(shown, detail.events),
  ]
}

// A rule is described where it stands first, and the only image of a report is not named again.
function tableAlerts(alerts                     , names                             )                    {
  const described = new Set        ();
  const rows = alerts.map(({ alert, number })                  => {
    const description = described.has(alert.ruleId) ? '' : alert.alertDescription;
    described.add(alert.ruleId);
    const name = names.get(alert.image ?? '') ?? { prose: wording.describeEvents(alert) };
    const about = alert.image !== null && names.size === 1 ? '' : name;
    const live = wording.describeLive(alert).map(prose => ({ prose }));
    const said       = { several: [{ prose: alert.title }, about, ...live, nameRule(alert.ruleId)], by: '<br>' };
    return [number, { ours: MARKS$1[alert.action] }, said, { prose: description }]
  });
  return gfm.renderTable(['#', 'Action', 'Alert', WHY], rows)
}

function tableNotices(notices                     )                    {
  const rows = [...visibility.groupBy(notices, ({ alert }) => alert.ruleId)].map(([ruleId, those])                  => {
    const [first] = those;
    const more = those.length < 2 ? '' : { ours: `and ${read.plural(those.length - 1, 'more alert')}` };
    const title       = { several: [{ prose: first?.alert.title ?? '' }, more], by: ', ' };
    const events = those.reduce((sum, { alert }) => sum + alert.count, 0);
    const said       = { several: [title, nameRule(ruleId)], by: '<br>' };
    return [{ ours: listNumbers(those) }, events, said, { prose: first?.alert.alertDescription ?? '' }]
  });
  return gfm.renderTable(['#', 'Events', 'Notice', WHY], rows)
}

function nameRule(ruleId        )       {
  return { several: [{ ours: 'rule' }, ruleId], by: ' ' }
}

function listNumbers(alerts                     )         {
  const left = alerts.length - MOST_NUMBERS;
  const numbers = alerts.slice(0, MOST_NUMBERS).map(({ number }) => `${number}`);
  return [...numbers, ...(left > 0 ? ['…'] : [])].join(', ')
}

// The first events of each alert, with links to the console. Alerts about images are left out, because their events are the
// image's findings.
function renderEvents(alerts                     , most        )                    {
  const about = alerts.filter(({ alert }) => alert.image === null);
  const rows = about.flatMap(({ alert, number }) =>
    alert.events
      .slice(0, most)
      .map(event => [number, { text: event.time ?? 'no time', href: event.link }, event.eventName ?? '', event.user ?? '', event.ip ?? '']),
  );
  const shown = rows.slice(0, MOST_EVENT_ROWS);
  const total = about.reduce((sum, { alert }) => sum + alert.count, 0);
  const left = tellLeft(total - shown.length, 'event', 'the report as JSON has them, or their ids');
  if (shown.length === 0) return [left.join('\n').trim()]
  return [gfm.fold('Events', [...gfm.renderTable(['#', 'Time', 'Event', 'User', 'IP'], shown), ...left]).join('\n')]
}

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
    ...read.SEVERITIES.map((severity, i) => ({ name: severity, count: severityCounts[severity] ?? 0, colour: COLOURS[i] })),
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



/** How many findings of a package are named. */
const MOST_IDS = 20;
const MOST_VERSIONS = 3;
const COLUMNS = ['Package', 'Version', 'Fixed in', 'Severity', 'Findings', 'Decision', 'Path', 'Came with'];

/** A row for each package. Columns that are empty in all rows are left out: basic findings have neither a fixed version nor a path. */
function tablePackages(groups                                             )                    {
  const rows = groups.map(cellsOf);
  const columns = COLUMNS.map((_, i) => i).filter(i => rows.some(row => !isEmpty(row[i])));
  return gfm.renderTable(
    columns.map(i => COLUMNS[i] ?? ''),
    rows.map(row => columns.map(i => row[i] ?? '')),
  )
}

function cellsOf(group                                  )                  {
  const { name, version, fixedIn, decision, path, findings } = group;
  return [
    name,
    version,
    { several: limit(fixedIn, MOST_VERSIONS), by: ', ' },
    { prose: stored.describeGroupSeverities(group) },
    {
      several: limit(
        findings.map(finding => ({ text: wording.nameFinding(finding), href: report.linkAdvisory(finding) })),
        MOST_IDS,
      ),
      by: ', ',
    },
    { prose: decision },
    path,
    stored.instructionOf(findings),
  ]
}

function isEmpty(cell                  )          {
  if (typeof cell !== 'object') return cell === '' || cell === undefined
  return ('several' in cell && cell.several.length === 0) || ('prose' in cell && cell.prose === '')
}

function limit(cells                 , most        )                  {
  const left = cells.length - most;
  return left <= 0 ? cells : [...cells.slice(0, most), { ours: `and ${left} more` }]
}

/** `names` are those of the images by their URIs. */
function tableExceptions(exceptions$1                              , names                             )                    {
  const rows = exceptions$1.map(exception => [
    { ours: exception.state },
    { prose: exceptions.describeTarget(exception) },
    { prose: wording.describeEnd(exception) },
    { prose: exception.reason },
    exception.owner ?? '',
    { prose: exceptions.describeTaken(exception, names) },
    exception.at,
  ]);
  return gfm.renderTable(['State', 'Accepts', 'Ends', 'Reason', 'Owner', 'Let through', 'Where'], rows)
}

// The images in Markdown, each with its findings by package.




/** An image with its findings by package, which takes long enough to be done once. */







function groupFindings(report        )                          {
  const split = stored.splitGroups(report);
  return name.withNames(report.images).map(image => {
    const { blocking, others } = split(image);
    return { ...image, groups: [...blocking, ...others], blocking: blocking.length }
  })
}

/** `blocked` are the URIs of the images that an alert fails: they come first. */
function renderImages(images                         , blocked                     , detail        )                    {
  if (images.length === 0) return []
  const sorted = [...images].sort((a, b) => Number(blocked.has(b.uri)) - Number(blocked.has(a.uri)));
  const shown = sorted.slice(0, detail.images);
  const [open = [], folded = []] = splitOpen(shown, Math.max(1, detail.open)).map(those => (those.length === 0 ? [] : tableImages(those)));
  // Each image says itself how many findings it leaves out. If no findings are shown, an image may have no section to say it in.
  const unshown = detail.findings > 0 ? 0 : shown.reduce((sum, { findings }) => sum + findings.length, 0);
  return [
    [
      '### Images',
      ...(open.length === 0 ? [] : ['', ...open]),
      ...(folded.length === 0 ? [] : ['', ...gfm.fold(read.plural(folded.length - TABLE_HEAD, 'more image'), folded)]),
      ...tellLeft(images.length - shown.length, 'image'),
      ...tellLeft(unshown, 'finding'),
    ].join('\n'),
    ...shown.map((image, i) => renderImage(image, { isAlone: images.length === 1, number: i }, detail)),
  ]
}

/** How many lines a table has above its rows. */
const TABLE_HEAD = 2;

function tableImages(images                       )                    {
  return gfm.renderTable(
    ['Image', ...wording.COUNT_COLUMNS.map(column => gfm.markSeverity(column, ' '))],
    images.map(image => [
      { several: [{ text: image.name, href: image.link }, { prose: wording.describeStatus(image) }], by: '<br>' },
      ...wording.describeCounts(image).map(ours => ({ ours })),
    ]),
  )
}






// The only image of a report is named by the table above it.
function renderImage(image              , { isAlone, number }          , detail        )         {
  const said = [
    ...fixes.describeBase(image).map(each => `- ${gfm.prose(each)}`),
    ...wording.limitReasons(image.gaps, detail.lines).map(gap => `- **gap:** ${gfm.prose(gap)}`),
    ...wording.limitReasons(image.notes, detail.lines).map(note => `- note: ${gfm.prose(note)}`),
  ];
  const parts = [said.join('\n'), ...renderFindings(image, number < detail.charts, detail)];
  const shown = parts.filter(part => part !== '');
  return shown.length === 0 ? '' : [...(isAlone ? [] : [`### ${gfm.linked(image.name, image.link)}`]), ...shown].join('\n\n')
}

function renderFindings(image              , hasChart         , detail        )                    {
  const groups = takeFirst(image.groups, detail.findings);
  if (groups.length === 0) return []
  const open = Math.min(image.blocking, detail.open);
  const [grave, others] = [groups.slice(0, open), groups.slice(open)];
  const left = image.findings.length - countIn(grave);
  const chart = hasChart ? chartSeverities(image) : [];
  const folded = [
    ...(chart.length === 0 || others.length === 0 ? chart : [...chart, '']),
    ...(others.length === 0 ? [] : tablePackages(others)),
    ...tellLeft(left - countIn(others), 'finding'),
  ];
  return [
    grave.length === 0 ? '' : tablePackages(grave).join('\n'),
    gfm.fold(left === 0 ? 'By severity' : read.plural(left, grave.length === 0 ? 'finding' : 'more finding'), folded).join('\n'),
  ]
}

// As many packages as show so many findings by their ids; the first of them in any case.
function takeFirst(groups                  , most        )                   {
  let named = 0;
  const end = groups.findIndex(({ findings }, i) => {
    named += Math.min(findings.length, MOST_IDS);
    return named > most && (i > 0 || most === 0)
  });
  return end < 0 ? groups : groups.slice(0, end)
}

function countIn(groups                  )         {
  return groups.reduce((sum, { findings }) => sum + findings.length, 0)
}

// What to do now: the first thing that a person reads after the verdict.


/** A single exception to write is open, since it takes four lines; several are folded. */
const MOST_OPEN_EXCEPTIONS = 1;
const MOST_OPEN_NOTES = 3;

/** The section, or nothing if no change of a package and no exception helps. */
function renderFixes(report        , detail        )                    {
  const told = fixes.tellFixes(report);
  if (told === undefined || report.fixes === null || told.steps.length + told.notes.length === 0) return []
  // That a warning stays is what the title says.
  const stays = report.fixes.verdict === 'warn' ? [] : told.stays.map(reason => `stays even so: ${reason}`);
  const names = namesOf(report.fixes);
  const notes = wording.limitReasons([...stays, ...told.notes], detail.lines).map(note => `- ${gfm.prose(note, names)}`);
  const open = Math.min(detail.openFixes, MOST_OPEN_NOTES);
  return [
    ['### What to do now', ...(told.answer === undefined ? [] : ['', `**It ${gfm.prose(told.answer, names)}.**`])].join('\n'),
    ...told.steps.flatMap(step => renderStep(step, names, detail)),
    notes.slice(0, open).join('\n'),
    gfm.fold(read.plural(notes.length - open, 'more note'), notes.slice(open)).join('\n'),
  ]
}

function renderStep({ title, changes, unfixable, exceptions }          , names                   , detail        )                    {
  const { openFixes } = detail;
  const lines = changes.slice(0, detail.lines).map(({ text }, i) => `${i + 1}. ${gfm.prose(text, names)}`);
  const shown = unfixable.slice(0, detail.lines);
  const isOpen = unfixable.length <= MOST_OPEN_EXCEPTIONS && lines.length <= openFixes;
  const told = shown.map(({ text }, i) => `${isOpen ? lines.length + i + 1 : i + 1}. ${gfm.prose(text, names)}`);
  const leftChanges = tellLeft(changes.length - lines.length, 'change');
  const leftExceptions = tellLeft(unfixable.length - shown.length, 'exception');
  const toWrite = [...told, ...leftExceptions, ...writeExceptions(exceptions, shown.length)];
  return [
    [`**${gfm.prose(title)}:**`, '', ...lines.slice(0, openFixes), ...(isOpen ? toWrite : [])].join('\n').trimEnd(),
    gfm.fold(read.plural(changes.length - openFixes, 'more change'), [...lines.slice(openFixes), ...leftChanges]).join('\n'),
    isOpen ? '' : gfm.fold(read.plural(unfixable.length, 'exception to write', 'exceptions to write'), toWrite).join('\n'),
  ]
}

// One block, so that it can be copied at once.
function writeExceptions(exceptions                   , most        )                    {
  if (exceptions.length === 0 || most === 0) return []
  const block = gfm.fenced('yaml', exceptions.slice(0, most + 1));
  if (block === undefined) return ['', wording.FIND_EXCEPTIONS]
  return ['', wording.WRITE_EXCEPTION, '', ...block]
}

// The names of packages look like words of ours.
function namesOf({ steps, untold }               )                    {
  const changed = steps.flatMap(({ changes }) => changes.flatMap(({ packages }) => packages));
  const remaining = [...steps.flatMap(({ unfixable }) => unfixable), ...untold];
  return [...changed.map(({ name }) => name), ...remaining.flatMap(({ package: name }) => name ?? [])]
}

// The report as GitHub Markdown, for a step summary, a comment, a check or a page: the verdict first, then what to do now, then the
// reasons, then the details.
//
// Each of these places has a size limit, and drops text that is one byte too long entirely. So the report is rendered in less and
// less detail until it fits, and says what was left out. A person reads the beginning, so that is short: what is too much is folded.




const AMOUNTS                    = [
  { findings: 100, alerts: 100, events: 5, charts: 4, images: 100, lines: 200 },
  { findings: 50, alerts: 50, events: 3, charts: 2, images: 50, lines: 100 },
  { findings: 20, alerts: 30, events: 1, charts: 1, images: 30, lines: 50 },
  { findings: 5, alerts: 10, events: 0, charts: 1, images: 20, lines: 20 },
  { findings: 0, alerts: 5, events: 0, charts: 0, images: 5, lines: 5 },
  { findings: 0, alerts: 0, events: 0, charts: 0, images: 0, lines: 1 },
];

/** How many lines may stand before the first that are folded. Of these the first that leaves no more than that is taken. */
const MOST_OPEN_LINES = 40;
const OPEN                                                = [
  { openFixes: 8, open: 5 },
  { openFixes: 8, open: 3 },
  { openFixes: 5, open: 2 },
  { openFixes: 3, open: 1 },
  { openFixes: 1, open: 0 },
];

const MARKS                                                                             = {
  fail: { icon: '❌', box: 'CAUTION' },
  undecided: { icon: '❔', box: 'WARNING' },
  warn: { icon: '⚠️', box: 'NOTE' },
  pass: { icon: '✅', box: 'TIP' },
};

/** The report in at most `mostBytes` bytes; without a limit, in the most detailed form. */
function renderMarkdown(report        , mostBytes = Number.POSITIVE_INFINITY)         {
  return renderAll(report, mostBytes, AMOUNTS)
}

const MOST_SEEN = 3;

/**
 * The report for a comment on a pull request. It has no charts, because GitHub sends comments by email too, where a chart is its source. A
 * pass with nothing to look at says what was seen, and nothing else.
 */
function renderComment(report        , mostBytes        )         {
  const toLookAt = [...wording.describeChanged(report), ...wording.describeWarnings(report)];
  const amounts = AMOUNTS.map(amount => ({ ...amount, charts: 0 }));
  if (report.verdict !== 'pass' || toLookAt.length > 0) return renderAll(report, mostBytes, amounts)
  const seen = wording.limitReasons(report.reasons, MOST_SEEN).map(reason => gfm.prose(reason));
  return gfm.fitInto(mostBytes, [seen, []], each => [renderHeadline(report), each.join('; ')])
}

function renderAll(report        , mostBytes        , amounts                   )         {
  const headline = renderHeadline(report);
  const images = groupFindings(report);
  return (
    fitOpen(mostBytes, amounts, detail => [headline, ...renderReasons(report, detail), ...renderParts(report, images, detail)]) ||
    gfm.fitInto(mostBytes, amounts, () => [headline, 'The report as JSON or HTML says why.']) ||
    gfm.fitInto(mostBytes, amounts, () => [headline])
  )
}

/** Only what to do now and the reasons, for a place that already shows the verdict. */
function renderWhy(report        , mostBytes        )         {
  return fitOpen(mostBytes, AMOUNTS, detail => renderReasons(report, detail))
}

/** Only the details, for a place that already shows the verdict and its reasons. */
function renderDetails(report        , mostBytes        )         {
  const images = groupFindings(report);
  return fitOpen(mostBytes, AMOUNTS, detail => renderParts(report, images, detail))
}

function fitOpen(mostBytes        , amounts                   , render                                       )         {
  return gfm.fitInto(mostBytes, amounts, amount => {
    let sections                    = [];
    for (const open of OPEN) {
      sections = render({ ...amount, ...open });
      if (countOpenLines(sections) <= MOST_OPEN_LINES) break
    }
    return sections
  })
}

function countOpenLines(sections                   )         {
  const lines = sections
    .filter(section => section !== '')
    .join('\n\n')
    .split('\n');
  const folded = lines.findIndex(line => line.startsWith('<details>'));
  return folded < 0 ? lines.length : folded
}

function renderParts(report        , images                         , detail        )                    {
  const names = name.namesByUri(images);
  const blocked = new Set(report.alerts.flatMap(({ image, action }) => (image !== null && action === 'fail' ? [image] : [])));
  return [
    ...renderImages(images, blocked, detail),
    ...renderAlerts(report.alerts, names, detail),
    ...renderExceptions(report, images, detail),
    ...renderActivity(report, detail),
    ...renderRelease(report, detail),
    ...renderCoverage(report, detail),
  ]
}

// Nothing is escaped, because all of the text is ours.
function renderHeadline(report        )         {
  return `## ${MARKS[report.verdict].icon} ECR Gate: ${wording.headlineOf(report)}`
}

function renderReasons(report        , detail        )                    {
  const { box } = MARKS[report.verdict];
  const reasons = wording.limitReasons(report.reasons, detail.lines);
  const [open, folded] = splitOpen(reasons, Math.max(1, detail.open));
  const page = wording.nameBlockedPage(report);
  return [
    renderBox('WARNING', wording.describeChanged(report)),
    ...renderFixes(report, detail),
    renderBox(box, open),
    gfm.fold(read.plural(report.reasons.length - open.length, 'more reason'), listProse(folded)).join('\n'),
    page === undefined ? '' : `${gfm.linked(page.name, page.address ?? null)} ${page.says}.`,
  ]
}

function renderBox(box        , sentences                   )         {
  return sentences.length === 0 ? '' : [`> [!${box}]`, ...listProse(sentences).map(line => `> ${line}`)].join('\n')
}

function listProse(sentences                   , mark = '')                    {
  return sentences.map(sentence => `- ${mark}${gfm.prose(sentence)}`)
}

function renderExceptions({ exceptions: exceptions$1 }        , images                       , { lines }        )                    {
  if (exceptions$1.length === 0) return []
  const shown = exceptions.sortExceptions(exceptions$1).slice(0, lines);
  const table = [...tableExceptions(shown, name.namesByUri(images)), ...tellLeft(exceptions$1.length - shown.length, 'exception')];
  return [`### Exceptions: ${exceptions.countExceptions(exceptions$1)}`, gfm.fold(read.plural(exceptions$1.length, 'exception'), table).join('\n')]
}

// A table says who did what, where a chart would say when.
function renderActivity(report        , { charts, lines }        )                    {
  const { activity } = report;
  if (activity === null) return []
  const rows = charts > 0 ? [] : activity.rows.slice(0, lines);
  const left = (charts > 0 ? [] : activity.rows.slice(lines)).reduce((sum, { events }) => sum + events, 0);
  const counted = activity.rows.reduce((sum, { events }) => sum + events, 0);
  const others = activity.others === 0 ? [] : ['', `… and ${read.plural(activity.others, 'event')} of other actors and calls`];
  const table = gfm.renderTable(
    ['User', 'Call', 'Events', 'Failed'],
    rows.map(({ user, eventName, events, errors }) => [user ?? 'nobody', eventName, events, errors]),
  );
  const shown = charts > 0 ? chartActivity(activity) : table;
  const asked$1 = listProse([asked.sayPartial(report.coverage)].flatMap(sentence => sentence ?? []));
  const told = [...shown, ...tellLeft(left, 'event'), ...others, ...(asked$1.length === 0 ? [] : ['', ...asked$1])];
  return ['### Systems Manager', gfm.fold(read.plural(counted, 'event'), told).join('\n')]
}

function renderRelease(report        , { lines }        )                    {
  const all = listProse(wording.describeRelease(report));
  return all.length === 0 ? [] : [['### Release', '', ...all.slice(0, lines), ...tellLeft(all.length - lines, 'line')].join('\n')]
}

const MOST_OPEN_SOURCES = 5;

// What was not seen, and warnings, are never folded.
function renderCoverage(report$1        , { lines }        )                    {
  if (report.isRefused(report$1)) return []
  const told = wording.limitReasons(report$1.reasons, lines);
  const messages = (isGap         )                    =>
    report$1.coverage.filter(({ state }) => (state === 'gap') === isGap).map(each => wording.describeSource(each, told));
  const [gaps, others] = [messages(true), messages(false)];
  const shown = others.slice(0, Math.max(0, lines - gaps.length));
  const left = tellLeft(report$1.coverage.length - Math.min(gaps.length, lines) - shown.length, 'source');
  const read$1 = [...listProse([...shown, wording.describeRules(report$1.rules), ...wording.describeBaseline(report$1), ...stored.describeStored(report$1)]), ...left];
  const isFolded = shown.length > MOST_OPEN_SOURCES;
  const warnings = listProse(wording.describeWarnings(report$1, lines), '**warning:** ');
  return [
    '### Coverage',
    [...listProse(gaps.slice(0, lines), '**gap:** '), ...warnings, ...(isFolded ? [] : read$1)].join('\n'),
    isFolded ? gfm.fold(`${read.plural(others.length, 'source')}, and the rules`, read$1).join('\n') : '',
  ]
}

exports.renderComment = renderComment;
exports.renderDetails = renderDetails;
exports.renderMarkdown = renderMarkdown;
exports.renderWhy = renderWhy;
