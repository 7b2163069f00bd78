'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const fixes = require('./chunk-fixes.cjs');
const wording = require('./chunk-wording.cjs');
const exceptions = require('./chunk-exceptions.cjs');
const name = require('./chunk-name.cjs');
const world = require('./chunk-world.cjs');
const stored = require('./chunk-stored.cjs');
const verdict = require('./chunk-verdict.cjs');
const visibility = require('./chunk-visibility.cjs');
const read = require('./chunk-read.cjs');
const failing = require('./chunk-failing.cjs');
const match = require('./chunk-match.cjs');
require('./chunk-base.cjs');
require('./chunk-image.cjs');
require('./chunk-manifest.cjs');
require('./chunk-delivery.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-gfm.cjs');
require('./chunk-report.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:zlib');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-severities.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-purl.cjs');

// Why the verdict is what it is, and the alerts. An alert that is a reason is told once, with what its rule is about; notices of one rule
// are a line.


const MOST_ALERTS = 100;
const MOST_NOTICES = 20;










/** The reasons of the verdict, those that are alerts with their numbers, which `ecr-gate show` accepts. */
function renderReasons(report        , told                       , images                       , screen        )          {
  const { alerts } = report;
  const { ended, staying } = fixes.splitReasons(report, told);
  const shown = matchAlerts([...ended, ...staying], alerts, images);
  const matched = shown.flatMap(({ alerts: its }) => its);
  const layout = layOut(matched, alerts);
  const render = ({ text, alerts: its }        )                    =>
    its.length === 0 ? world.paragraph(`  ${markOf([], layout)} `, text, screen) : renderAlert(its, text, layout, screen);
  return {
    lines: shown.slice(0, ended.length).flatMap(render),
    staying: shown.slice(ended.length).flatMap(render),
    texts: new Set(shown.map(({ text }) => text)),
    told: new Set(matched),
  }
}







// A reason is the sentence of one alert, or says what several severities have against an image and ends with their rules. What is not
// recognised is told by itself, so an alert is never lost.
function matchAlerts(reasons                   , alerts                  , images                       )                    {
  const speaking = alerts.filter(({ action }) => action !== 'notice');
  const names = images.map(({ name }) => name);
  const bySentence = visibility.groupBy(speaking, alert => verdict.tellAlert(alert, images, names));
  const byRule = visibility.groupBy(speaking, ({ ruleId }) => ruleId);
  const uris = name.namesByUri(images);
  const told = new Set       ();
  return reasons.map(text => {
    const [alert] = (bySentence.get(text) ?? []).filter(each => !told.has(each));
    const [, rules = ''] = / \[([^[\]]+)\]$/.exec(text) ?? [];
    const ofRules = rules.split(', ').flatMap(id => byRule.get(id) ?? []);
    const isAbout = ({ image }       )          => image !== null && [': ', ' ['].some(end => text.includes(` in ${uris.get(image)}${end}`));
    const ofImage = ofRules.filter(each => !told.has(each) && isAbout(each));
    const its = alert === undefined ? ofImage : [alert];
    for (const each of its) told.add(each);
    return { text, alerts: its }
  })
}

/** The alerts besides those that are told elsewhere. */
function renderAlerts(
  { alerts }        ,
  images                       ,
  told                    ,
  screen        ,
)                    {
  const others = alerts.filter(alert => !told.has(alert));
  if (others.length === 0) return []
  const shown = others.filter(({ action }) => action !== 'notice').slice(0, MOST_ALERTS);
  const notices = visibility.groupBy(
    others.filter(({ action }) => action === 'notice'),
    ({ ruleId }) => ruleId,
  );
  const folded = [...notices.values()].slice(0, MOST_NOTICES);
  const left = others.length - shown.length - folded.flat().length;
  const names = images.map(({ name }) => name);
  const single = folded.flatMap(group => (group.length === 1 ? group : []));
  const layout = layOut([...shown, ...single], alerts);
  return [
    `${screen.paint('bold', told.size === 0 ? 'Alerts' : 'Other alerts')} ${wording.countAlerts(others)}`,
    ...shown.flatMap(alert => renderAlert([alert], verdict.tellAlert(alert, images, names), layout, screen)),
    ...folded.flatMap(group => renderNotices(group, layout, screen)),
    ...(left > 0 ? [screen.paint('dim', `  … and ${left} more; ${screen.all}`)] : []),
  ]
}










function layOut(shown                  , alerts                  )         {
  const places = new Map(alerts.map((alert, i) => [alert, i + 1]));
  const numbers = new Map(shown.map(alert => [alert, places.get(alert) ?? 0]));
  const firsts = [...visibility.groupBy(shown, ({ ruleId }) => ruleId).values()].flatMap(([first]) => first ?? []);
  const width = Math.max(0, ...[...numbers.values()].map(number => String(number).length));
  return { numbers, width, firsts: new Set(firsts) }
}

// The alerts of one sentence have the same action.
function renderAlert(alerts                  , text        , layout        , screen        )                    {
  const [first] = alerts;
  if (first === undefined) return []
  const { image } = first;
  const indent = ' '.repeat(layout.width + 4);
  const about = alerts.filter(alert => layout.firsts.has(alert)).map(({ alertDescription }) => alertDescription.trim());
  return [
    ...renderTitle(alerts, image === null ? `${first.title} [${first.ruleId}]` : text, layout, screen),
    ...(image === null ? [wording.describeEvents(first), ...wording.describeLive(first)].flatMap(each => world.paragraph(indent, each, screen)) : []),
    ...about.flatMap(each => (each === '' ? [] : each.split('\n').flatMap(line => world.paragraph(indent, line, screen)))),
  ]
}

function renderNotices(alerts                  , layout        , screen        )                    {
  const [first] = alerts;
  if (first === undefined) return []
  const times = alerts.length === 1 ? '' : `×${alerts.length} `;
  const title = alerts.every(each => each.title === first.title) ? first.title : first.ruleName;
  return renderTitle(alerts, `${times}${title} [${first.ruleId}]`, layout, screen)
}

/** The number, the action and the sentence of alerts, which ends with their rules. */
function renderTitle(alerts                  , text        , layout        , screen        )                    {
  const { paint } = screen;
  const mark = markOf(alerts, layout);
  const action = alerts[0]?.action ?? 'notice';
  return world.paragraph(`  ${mark} `, `${action} ${text}`, screen).map((line, i) => {
    const told = line.replace(/\[[^[\]]+\]$/, rule => paint('dim', rule));
    const plain = `  ${mark} ${action}`;
    return i > 0 || !told.startsWith(plain) ? told : `  ${paint('dim', mark)} ${paint(world.TONES[action], action)}${told.slice(plain.length)}`
  })
}

// Only a single alert has one number to show.
function markOf(alerts                  , { numbers, width }        )         {
  const [first, second] = alerts;
  return (first === undefined || second !== undefined ? '-' : `${numbers.get(first)}.`).padStart(width + 1)
}

// The groups of findings as a terminal shows them: packages that have the same findings stand together, and below them are their findings
// by severity.



/** Packages that have the same findings; none where the findings name no package. */












/** Findings of one severity of which the same is to be said. */









/** Groups findings. They stay in the order in which they are given. */
function listBlocks(findings                       )                   {
  return [...visibility.groupBy(stored.groupByPackage(findings).map(toBlock), tellApart).values()].flatMap(merge)
}

// Packages that are built from one source have the same versions and the same findings, and basic scans list each of them by itself.
function tellApart({ packages, isUnfixable, rows }       )         {
  return JSON.stringify([
    packages.map(({ from, to }) => [from, to]),
    isUnfixable,
    rows.map(({ severity, ids, note }) => [severity, ids, note]),
  ])
}

function merge(blocks                  )                   {
  const [first] = blocks;
  if (first === undefined) return []
  return [
    {
      ...first,
      packages: first.packages.map((pack, i) => ({
        ...pack,
        names: [...new Set(blocks.flatMap(({ packages }) => packages[i]?.names ?? []))],
      })),
      paths: [...new Set(blocks.flatMap(({ paths }) => paths))],
      instructions: [...new Set(blocks.flatMap(({ instructions }) => instructions))],
      rows: first.rows.map((row, i) => ({ ...row, count: blocks.reduce((sum, { rows }) => sum + (rows[i]?.count ?? 0), 0) })),
    },
  ]
}

/** A finding, and the instruction that brought it where that is known. */


const NAMELESS = 'a package without a name';

function toBlock({ packages, findings }                          )        {
  const isTold = packages.every(({ fix, named }) => fix !== undefined || named.length === 0);
  const isUnfixable = findings.every(match.hasNoFix);
  const noteOf = (finding         )         =>
    [
      wording.describeDecision(finding.decision),
      !isUnfixable && match.hasNoFix(finding) && finding.decision.kind !== 'unfixed' ? 'has no fix' : '',
      isTold || read.fixedVersionOf(finding.package) === '' ? '' : `fixed in ${read.fixedVersionOf(finding.package)}`,
    ]
      .filter(part => part !== '')
      .join(', ');
  // All of them have the same findings, whatever their managers are.
  const told = packages
    .map(({ pack, fix = '' }) => ({ name: pack.name ?? NAMELESS, manager: null, path: pack.path, from: read.versionOf(pack), to: fix }))
    .sort((a, b) => read.compareText(a.name, b.name));
  const rows = visibility.groupBy(
    findings.map(finding => ({ ...finding, note: noteOf(finding) })),
    ({ severity, note }) => JSON.stringify([severity, note]),
  );
  return {
    packages: fixes.groupVersions(told),
    paths: [...new Set(told.flatMap(({ path }) => path ?? []))],
    instructions: [stored.instructionOf(findings)].filter(instruction => instruction !== ''),
    isUnfixable: isUnfixable && findings.some(({ decision }) => decision.kind !== 'unfixed'),
    rows: [...rows.values()].map(its => ({
      severity: its[0]?.severity ?? '',
      count: its.length,
      ids: [...new Set(its.map(wording.nameFinding))],
      note: its[0]?.note ?? '',
    })),
  }
}

// The findings of an image for a terminal: a line for each package, and below it its findings by severity. Those that block are all there.


/** Of what does not block, so many packages are shown, and of each of their lines so many findings. */
const MOST_PACKAGES = 10;
const MOST_IDS = 5;
const MOST_NAMES = 5;
const NAME_LENGTH = 200;
const LABEL_LENGTH = 24;
const WITHOUT = 'without a package';
const LEAST_PATH = 20;

/** The findings of an image, and which of them stand in the way of the deployment. */








/** Tells, for each image, the findings that block from the others. */
function splitFindings(report        , images                       )                      {
  const { isBlocking, isCertain } = failing.findBlockers(report);
  return images.map(image => {
    const sorted = wording.sortFindings(image.findings);
    const [blocking = [], others = []] = [true, false].map(blocks => sorted.filter(finding => isBlocking(finding, image) === blocks));
    return { image, blocking, others, isCertain: isCertain(image) }
  })
}

/** The findings that block a deployment, all of them; no line if there are none. */
function renderBlocking({ blocking, isCertain }          , screen        )                    {
  if (blocking.length === 0) return []
  const block = isCertain ? read.agree(blocking.length, 'blocks', 'block') : 'may block';
  const title = `${read.plural(blocking.length, 'finding')} ${block} the deployment`;
  return [`  ${screen.paint('red', title)}`, ...renderGroups(listBlocks(blocking), '    ', screen)]
}

/** The first of the findings that do not block. */
function renderOthers({ blocking, others }          , screen        )                    {
  if (others.length === 0) return []
  const groups = listBlocks(others);
  const shown = groups.slice(0, MOST_PACKAGES);
  const left = countFindings(groups) - countFindings(shown);
  const isPart = blocking.length > 0;
  const indent = isPart ? '    ' : '  ';
  return [
    ...(isPart ? [`  ${read.plural(others.length, 'finding does', 'findings do')} not block`] : []),
    ...renderGroups(shown, indent, screen, MOST_IDS),
    ...(left > 0
      ? [
          screen.paint(
            'dim',
            `${indent}… and ${read.plural(left, 'more finding')} in ${read.plural(countPackages(groups) - countPackages(shown), 'more package')}; ${screen.all}`,
          ),
        ]
      : []),
  ]
}

function countFindings(groups                  )         {
  return groups.reduce((sum, { rows }) => sum + rows.reduce((all, { count }) => all + count, 0), 0)
}

function countPackages(groups                  )         {
  return groups.reduce((sum, { packages }) => sum + Math.max(1, packages.flatMap(({ names }) => names).length), 0)
}

function renderGroups(groups                  , indent        , screen        , mostIds         )                    {
  const width = Math.max(...groups.flatMap(({ rows }) => rows.map(row => labelOf(row).length)));
  return groups.flatMap(group => [
    ...renderPackages(group, indent, screen),
    ...(mostIds === undefined ? renderInstruction(group, indent, screen) : []),
    ...group.rows.flatMap(row => renderRow(row, { indent: `${indent}  `, width, mostIds }, screen)),
  ])
}

// Names and versions are never cut to fit. The path is, and gets a line of its own where there is no room left for it.
function renderPackages({ packages, paths, isUnfixable }       , indent        , screen        )                    {
  const { paint } = screen;
  const shown = packages.slice(0, MOST_NAMES).map(namePackages);
  const more = packages.length > MOST_NAMES ? `, and ${read.plural(packages.length - MOST_NAMES, 'more package')}` : '';
  const end = `${more}${isUnfixable ? ' has no fix' : ''}`;
  const tell = (show                          , say                              )         =>
    packages.length === 0
      ? show(WITHOUT)
      : `${shown.map(({ name, versions }) => `${show(name)} ${say(versions)}`.trimEnd()).join(', ')}${end}`;
  const room = world.tableWidth(screen) - indent.length;
  const text = tell(name => name, world.join);
  const title =
    text.length <= room
      ? [
          tell(
            name => paint('bold', name),
            versions => versions,
          ),
        ]
      : world.wrap(text, room - 2);
  const lines = title.map((line, i) => `${indent}${i === 0 ? '' : '  '}${line}`);
  if (paths.length === 0) return lines
  const where = read.printable(read.listFirst(paths, 1));
  const left = room - text.length - 2;
  if (left < Math.min(LEAST_PATH, where.length)) return [...lines, `${indent}  ${paint('dim', world.cutMiddle(where, room - 2))}`]
  return lines.map(line => `${line}  ${paint('dim', world.cutMiddle(where, left))}`)
}

// Several are one for each package, and too much to read here.
function renderInstruction({ instructions }       , indent        , screen        )                    {
  const [instruction] = instructions;
  if (instruction === undefined || instructions.length > 1) return []
  return [`${indent}  ${screen.paint('dim', `came with ${read.printable(instruction, world.tableWidth(screen) - indent.length - 12)}`)}`]
}

function namePackages({ names, from, to }                           )                                                       {
  const versions = [from, to].filter(version => version !== '').map(version => read.printable(version, NAME_LENGTH));
  return {
    name: read.listFirst(
      names.map(name => read.printable(name, NAME_LENGTH)),
      MOST_NAMES,
    ),
    versions: `${from === '' && to !== '' ? '→ ' : ''}${versions.join(' → ')}`,
  }
}

function labelOf({ count, severity }     )         {
  return read.printable(`${count} ${severity}`, LABEL_LENGTH)
}








function renderRow(row     , { indent, width, mostIds = row.ids.length }        , screen        )                    {
  const { ids, note, severity } = row;
  const label = labelOf(row);
  const left = ids.length - mostIds;
  const more = left > 0 ? [`and ${left} more`] : [];
  const said = ids.slice(0, mostIds).map(id => read.printable(id, NAME_LENGTH));
  const column = `${indent}${' '.repeat(width)}  `;
  const text = [said.join(', '), ...more].join(' ') + (note === '' ? '' : ` (${read.printable(note, NAME_LENGTH)})`);
  return world.wrap(text, Math.max(1, world.tableWidth(screen) - column.length)).map((line, i) =>
    i === 0 ? `${indent}${world.paintSeverity(severity, label, screen.paint)}${' '.repeat(width - label.length)}  ${line}` : `${column}${line}`,
  )
}

// What to do now, for a terminal: it answers the question of whoever is blocked, so it stands before everything else.


/** An exception that is longer is no line for people. */
const EXCEPTION_LENGTH = 4000;

/** The steps, each with its changes and with the exceptions to write, each of these on a line of its own; none where nothing helps. */
function renderTodo(told                       , screen        )                    {
  if (told === undefined || told.steps.length === 0) return []
  const { answer, steps, notes } = told;
  return [
    screen.paint('bold', 'What to do now'),
    ...steps.flatMap(step => renderStep(step, answer === undefined, screen)),
    ...renderNotes(notes, screen),
  ]
}

// The answer says already what a title would say.
function renderStep({ title, changes, unfixable, exceptions }          , hasTitle         , screen        )                    {
  const indent = hasTitle ? '    ' : '  ';
  return [
    ...(hasTitle ? world.paragraph('  ', title, screen) : []),
    ...changes.flatMap(({ text }) => world.paragraph(`${indent}- `, text, screen)),
    ...unfixable.flatMap(({ text }) => world.paragraph(`${indent}- `, text, screen)),
    ...writeExceptions(exceptions, indent, screen),
  ]
}

// Half an exception is of no use.
function writeExceptions(exceptions                   , indent        , screen        )                    {
  if (exceptions.length === 0) return []
  const lines = exceptions.map(line => read.printable(line));
  if (lines.some(({ length }) => length > EXCEPTION_LENGTH)) return world.paragraph(indent, wording.FIND_EXCEPTIONS, screen)
  return [...world.paragraph(indent, wording.WRITE_EXCEPTION, screen), ...lines.map(line => `${indent}  ${line}`)]
}

/** What else there is to know of fixes. */
function renderNotes(notes                   , screen        )                    {
  return notes.flatMap(note => world.paragraph('  note: ', note, screen))
}

// The report as text: for a terminal, and for the log of a step, where details are folded.
//
// Whoever is blocked asks what to do, so that comes first, then why, then the details.


const MOST_EXCEPTIONS = 50;

/** Lines that belong together, the first of them their title. */


function renderText(report        , screen        )         {
  const images = name.withNames(report.images);
  const told = fixes.tellFixes(report);
  const todo = renderTodo(told, screen);
  const reasons = renderReasons(report, told, images, screen);
  const findings = splitFindings(report, images);
  const headline = renderHeadline(report, told, screen);
  const sections = [
    // Without anything to do, the reasons are what the headline is about.
    ...(todo.length === 0
      ? [[...headline, ...reasons.lines, ...renderNotes(told?.notes ?? [], screen)]]
      : [headline, todo, titled('Why', reasons.lines, screen), titled(STAYS, reasons.staying, screen)]),
    renderHelp(report, screen),
    ...findings.map(each => [
      ...renderImage(each.image, reasons.texts, screen),
      ...renderBlocking(each, screen),
      ...renderOthers(each, screen),
    ]),
    renderExceptions(report, images, screen),
    renderAlerts(report, images, reasons.told, screen),
    renderRelease(report, screen),
    renderCoverage(report, screen),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

/** The report in the log of a step. */







/** `isExplained`: whether the reasons are told elsewhere in the log. */
function renderLog(report        , isExplained         , screen        )      {
  const images = name.withNames(report.images);
  const told = fixes.tellFixes(report);
  const todo = renderTodo(told, screen);
  const findings = splitFindings(report, images);
  const { lines: why, staying } = renderReasons(report, told, images, screen);
  return {
    details: [
      ...findings.map(each => [...renderImage(each.image, new Set(), screen), ...renderOthers(each, screen)]),
      renderExceptions(report, images, screen),
      renderAlerts(report, images, new Set(), screen),
      renderRelease(report, screen),
      renderCoverage(report, screen),
    ].filter(lines => lines.length > 0),
    shown: [
      ...findings.flatMap(each => {
        const lines = renderBlocking(each, screen);
        return lines.length === 0 ? [] : [[`${screen.paint('bold', 'Image')} ${world.sentence(each.image.name)}`, ...lines]]
      }),
      renderHeadline(report, told, screen),
      todo,
      isExplained ? [] : why,
      titled(STAYS, staying, screen),
      todo.length === 0 ? renderNotes(told?.notes ?? [], screen) : [],
    ].filter(lines => lines.length > 0),
  }
}

const STAYS = 'What stays even so';

function titled(title        , lines                   , screen        )          {
  return lines.length === 0 ? [] : [screen.paint('bold', title), ...lines]
}

function renderHeadline(report        , told                       , screen        )                    {
  const { paint } = screen;
  return [
    paint('bold', paint(world.TONES[report.verdict], wording.headlineOf(report))),
    ...(told?.answer === undefined ? [] : [paint('bold', world.sentence(`It ${told.answer}.`))]),
    ...wording.describeChanged(report).flatMap(text => world.paragraph('  - ', text, screen)),
  ]
}

function renderHelp(report        , screen        )                    {
  const page = wording.tellBlockedPage(report);
  return page === undefined ? [] : world.paragraph('', page, screen)
}

// A gap that is a reason is not told again.
function renderImage(image            , reasons                     , screen        )                    {
  const { paint } = screen;
  const gap = { text: `  ${paint('red', 'gap:')} `, length: '  gap: '.length };
  return [
    `${paint('bold', 'Image')} ${world.sentence(image.name)}`,
    `  ${paint('dim', world.sentence(image.uri))}`,
    ...world.paragraph('  ', wording.describeScan(image), screen),
    ...fixes.describeBase(image).flatMap(text => world.paragraph('  ', text, screen)),
    ...image.gaps.filter(text => !reasons.has(`${image.name}: ${text}`)).flatMap(text => world.paragraph(gap, text, screen)),
    ...image.notes.flatMap(text => world.paragraph('  note: ', text, screen)),
  ]
}

function renderExceptions({ exceptions: exceptions$1 }        , images                       , screen        )                    {
  if (exceptions$1.length === 0) return []
  const { paint, all } = screen;
  const names = name.namesByUri(images);
  const shown = exceptions.sortExceptions(exceptions$1).slice(0, MOST_EXCEPTIONS);
  const left = exceptions$1.length - shown.length;
  return [
    `${paint('bold', 'Exceptions')} ${exceptions.countExceptions(exceptions$1)}`,
    ...shown.flatMap(exception => {
      const { state } = exception;
      const lead = { text: `  ${paint(state === 'used' ? 'green' : 'yellow', state)} `, length: `  ${state} `.length };
      return [
        ...world.paragraph(lead, exceptions.describeTarget(exception), screen),
        ...(state === 'used' ? world.paragraph('    let through: ', exceptions.describeTaken(exception, names), screen) : []),
        ...world.paragraph('    ', wording.explainAcceptance(exception), screen),
      ]
    }),
    ...(left > 0 ? [paint('dim', `  … and ${left} more; ${all}`)] : []),
  ]
}

function renderRelease(report        , screen        )                    {
  const lines = wording.describeRelease(report).flatMap(line => world.paragraph('  ', line, screen));
  return lines.length === 0 ? [] : [screen.paint('bold', 'Release'), ...lines]
}

function renderCoverage(report        , screen        )                    {
  const { paint } = screen;
  const gap = { text: `  ${paint('red', 'gap:')} `, length: '  gap: '.length };
  const warning = { text: `  ${paint('yellow', 'warning:')} `, length: '  warning: '.length };
  return [
    paint('bold', 'Coverage'),
    ...report.coverage.flatMap(each =>
      world.paragraph(each.state === 'gap' ? gap : '  ', wording.describeSource(each, wording.limitReasons(report.reasons)), screen),
    ),
    ...[wording.describeRules(report.rules), ...wording.describeBaseline(report), ...stored.describeStored(report)].flatMap(text => world.paragraph('  ', text, screen)),
    ...wording.describeWarnings(report).flatMap(text => world.paragraph(warning, text, screen)),
  ]
}

exports.renderLog = renderLog;
exports.renderText = renderText;
