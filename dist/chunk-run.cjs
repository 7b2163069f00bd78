'use strict';

const diagnostic = require('./chunk-diagnostic.cjs');
const scan = require('./chunk-scan.cjs');
const show = require('./chunk-show.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const packs = require('./chunk-packs.cjs');
const title = require('./chunk-title.cjs');
const records = require('./chunk-records.cjs');
const rules = require('./chunk-rules.cjs');
const settings = require('./chunk-settings.cjs');

// The phrases that the formats share, as plain text. Each format escapes them in its own way.

                                                                                

const HEADLINES                                    = {
  fail: 'fail: do not deploy',
  undecided: 'undecided: do not deploy, something was not seen',
  warn: 'warn: deployment is allowed, look at the reasons',
  pass: 'pass: deployment is allowed',
};

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
  return `${image.status ?? 'no status'}${scanned}: ${evaluate.formatFindings(image)}`
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
    .map(([field, value]) => `${field} ${diagnostic.shorten(Array.isArray(value) ? value.join(', ') : String(value), VALUE_LENGTH)}`)
    .join(', ')
}

/** The findings a person should read first: the gravest, then by id. */
function sortFindings(findings                            )                             {
  const state = (finding                 )         => (finding.state === 'open' ? 0 : 1);
  return [...findings].sort(
    (a, b) => state(a) - state(b) || show.rank(a.severity) - show.rank(b.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
}

const FINDING_COLUMNS = ['Severity', 'Finding', 'Package', 'Version', 'Fixed in', 'Path'];         

/** The cells of a finding, in the order of the columns. */
function findingCells({ severity, state, id, package: first, packages, path }                 )                    {
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

function describeRules({ loaded, replaced }               )         {
  const enabled = loaded.filter(rule => rule.enabled).length;
  const off = loaded.length - enabled;
  const parts = [`${enabled} ${enabled === 1 ? 'rule' : 'rules'}`];
  if (off > 0) parts.push(`${off} not enabled`);
  if (replaced.length > 0) parts.push(`replaced: ${replaced.map(({ id, by }) => `${id} by ${by}`).join(', ')}`);
  return parts.join('; ')
}

// The report as GitHub Markdown, for a step summary, a comment or a page.


const MOST_FINDINGS$1 = 100;
const MOST_ALERTS$1 = 100;
const CELL_LENGTH$1 = 200;
const SENTENCE_LENGTH$1 = 1000;

// Names come from outside and may be of any length; JSON has them whole.
function sentence$1(text        )         {
  return diagnostic.markdown(diagnostic.shorten(text, SENTENCE_LENGTH$1))
}

function renderMarkdown(report        )         {
  return [
    `## ECR Gate: ${sentence$1(HEADLINES[report.verdict])}`,
    limitReasons(report.reasons)
      .map(reason => `- ${sentence$1(reason)}`)
      .join('\n'),
    ...report.images.map(renderImage$1),
    ...(report.alerts.length === 0 ? [] : [renderAlerts$1(report.alerts)]),
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
    `### Image ${sentence$1(scan.nameImage(image.uri))}`,
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

function renderTable$1(head                   , rows                                )                    {
  const line = (cells                   )         => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(cell => diagnostic.markdown(diagnostic.shorten(cell, CELL_LENGTH$1)))))]
}

// The report for a terminal: the verdict and its reasons first, then what they rest on.


const TONES                                                        = { fail: 'red', undecided: 'red', warn: 'yellow', pass: 'green' };
const MOST_FINDINGS = 20;
const MOST_NOTICES = 20;
const MOST_ALERTS = 100;
const CELL_LENGTH = 44;
const SENTENCE_LENGTH = 1000;

// Names come from outside and may be of any length; JSON has them whole.
function sentence(text        )         {
  return diagnostic.printable(diagnostic.shorten(text, SENTENCE_LENGTH))
}

function renderText(report        , paint       )         {
  const sections = [
    [
      paint('bold', paint(TONES[report.verdict], HEADLINES[report.verdict])),
      ...limitReasons(report.reasons).map(reason => `  - ${sentence(reason)}`),
    ],
    ...report.images.map(image => renderImage(image, paint)),
    ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts, paint)]),
    renderCoverage(report, paint),
  ];
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function renderImage(image               , paint       )                    {
  const shown = sortFindings(image.findings).slice(0, MOST_FINDINGS);
  const left = image.findings.length - shown.length;
  return [
    `${paint('bold', 'Image')} ${sentence(scan.nameImage(image.uri))}`,
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
  const cells = rows.map(row => row.map(cell => diagnostic.printable(diagnostic.shorten(cell, CELL_LENGTH))));
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

function renderCoverage({ coverage, rules }        , paint       )                    {
  return [
    paint('bold', 'Looked at'),
    ...coverage.map(({ state, message }) => `  ${state === 'gap' ? paint('red', 'gap: ') : ''}${sentence(message)}`),
    `  ${sentence(describeRules(rules))}`,
  ]
}

// What was looked at, and what could not be. Coverage is half of every verdict: a gap means that something was not seen,
// and what was not seen cannot pass.

                                                  

                           
                                        
                                                                           
                                
                                                                                                  
                                                  
                                   
                          
                                              
                          
                                                                 
                                   
                                  
                                             
                                             
 

function notRequested(source                    )           {
  return {
    source,
    origin: null,
    state: 'not requested',
    message: `${source}: not requested`,
    records: 0,
    firstTime: null,
    lastTime: null,
    diagnostics: [],
  }
}

// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value itself.


                         
                           
                                     
                                   
                                           
                                        
                               
                                                                                    
                                             
                                                
                         
 

                                                                                     
                                               
 

                                                                               
                                   
                                  
                                                      
                              
 

                                
                             
                       
                         
                         
                           
                             
                         
     
                                                                            
                                   
 

function reportImage(image       )                {
  const { event: _, region: __, findings, ...rest } = image;
  return { ...rest, findings: findings.map(reportFinding) }
}

function reportFinding({ description: _, arn: __, ...finding }         )                  {
  const path = finding.packages.map(({ path }) => path).find(each => each !== null) ?? null;
  return { ...finding, package: finding.packages[0] ?? null, path }
}

function reportRules(rules                 , replaced                           )                {
  return {
    loaded: rules.map(rule => ({
      id: rule.id,
      name: rule.name,
      type: rule.type,
      action: title.actionOf(rule),
      enabled: rule.enabled,
      file: rule.file,
    })),
    replaced,
    tuned: [],
  }
}

// The order of one run of `check`, to be read from top to bottom.


/** Exit codes: 0 pass or warn, 1 fail, 2 undecided. */
const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/** Judges what the settings name. Diagnostics are told as they are met; whatever happens, there is a report. */
async function run(settings          , world       , report                                  )                  {
  const readAt = world.now().toISOString();
  const ruleSet = await chooseRules(settings, world);
  for (const diagnostic of ruleSet.diagnostics) report(diagnostic);
  const errors = ruleSet.diagnostics.filter(({ level }) => level === 'error');
  if (errors.length > 0) return refuse(settings, ruleSet, errors, readAt)

  const { images, coverage: findings } = await readFindings(settings, world, report, readAt);
  const evaluation = evaluate.startEvaluation(ruleSet.rules, images);
  const events = await showEvents(settings, world, report, evaluation);

  const alerts = evaluation.alerts();
  const coverage = [...findings, ...events];
  const decision = evaluate.reachVerdict(alerts, images, coverage, settings.untriaged);
  return {
    ...decision,
    alerts,
    images: images.map(reportImage),
    coverage,
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics: ruleSet.diagnostics,
    readAt,
  }
}

                                                                            

async function chooseRules(settings          , world       )                       {
  const { rules: rules$1, diagnostics } = await rules.readRules(settings.rules, world.input);
  const ruleSet = packs.combineRules(await world.packs(settings.packs), rules$1, settings.failOn);
  return {
    ...ruleSet,
    diagnostics: [...diagnostics, ...packs.checkRuleSet(ruleSet, { findings: settings.findings.length > 0, events: settings.events.length > 0 })],
  }
}

function refuse(settings          , ruleSet             , errors                       , readAt        )         {
  const reasons = errors.map(({ at, message }) => `${at === undefined ? '' : `${diagnostic.formatPlace(at)}: `}${message}`);
  const unread = (source                    , paths                   )                      =>
    paths.length === 0
      ? [notRequested(source)]
      : paths.map(origin => ({
          ...notRequested(source),
          origin,
          state: 'gap',
          message: `${origin}: not read, because the rules are wrong`,
        }));
  return {
    verdict: 'undecided',
    reasons,
    alerts: [],
    images: [],
    coverage: [...unread('findings', settings.findings), ...unread('events', settings.events)],
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics: ruleSet.diagnostics,
    readAt,
  }
}

async function readFindings(
  settings$1          ,
  world       ,
  report                                  ,
  readAt        ,
)                                                                       {
  if (settings$1.findings.length === 0) return { images: [], coverage: [notRequested('findings')] }
  const answers = [];
  const coverage = [];
  for (const path of settings$1.findings) {
    const { reading, diagnostics } = settings.startReading(world, report);
    const read = await records.readAnswers([path], reading);
    for (const answer of read) answers.push(answer);
    coverage.push(records.coverFindings(path, read.length, diagnostics));
  }
  return { images: scan.readImages(answers, readAt), coverage }
}

async function showEvents(
  settings$1          ,
  world       ,
  report                                  ,
  evaluation            ,
)                               {
  if (settings$1.events.length === 0) return [notRequested('events')]
  const coverage = [];
  for (const path of settings$1.events) {
    const { reading, diagnostics } = settings.startReading(world, report);
    const tally = records.startTally();
    for await (const batch of records.readEvents([path], reading)) {
      for (const recorded of batch) {
        tally.see(recorded);
        evaluation.see(recorded.event);
      }
    }
    coverage.push(tally.coverage(path, diagnostics));
  }
  return coverage
}

exports.EXIT_CODES = EXIT_CODES;
exports.HEADLINES = HEADLINES;
exports.limitReasons = limitReasons;
exports.renderMarkdown = renderMarkdown;
exports.renderText = renderText;
exports.run = run;
