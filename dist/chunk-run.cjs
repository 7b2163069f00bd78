'use strict';

const uri = require('./chunk-uri.cjs');
const finding = require('./chunk-finding.cjs');
const scan = require('./chunk-scan.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const files = require('./chunk-files.cjs');
const show = require('./chunk-show.cjs');
const compile = require('./chunk-compile.cjs');
const title = require('./chunk-title.cjs');
const packs = require('./chunk-packs.cjs');
const records = require('./chunk-records.cjs');
const rules = require('./chunk-rules.cjs');
const settings = require('./chunk-settings.cjs');

// The report as JSON, for programs. People read it too: each alert, image and rule stands on a line of its own, and
// characters that a terminal obeys are written as JSON's own escapes.

                                         

/**
 * The report's JSON in pieces: an archive may give hundreds of thousands of alerts, which no single text could hold, and an
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
  if (!finding.isObject(item)) {
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
  const findings = image.findings.length === 0 && image.gaps.length > 0 ? 'no result' : evaluate.formatFindings(image);
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
    (a, b) => state(a) - state(b) || finding.rank(a.severity) - finding.rank(b.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
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
  return uri.markdown(uri.shorten(text, SENTENCE_LENGTH$1))
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

// Names come from outside and may be of any length; JSON has them whole.
function sentence(text        )         {
  return uri.printable(uri.shorten(text, SENTENCE_LENGTH))
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
      paint('bold', paint(TONES[report.verdict], HEADLINES[report.verdict])),
      ...limitReasons(report.reasons).map(reason => `  - ${sentence(reason)}`),
    ],
    details: [
      ...report.images.map(image => renderImage(image, paint)),
      ...(report.alerts.length === 0 ? [] : [renderAlerts(report.alerts, paint)]),
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
    horizon: null,
    diagnostics: [],
  }
}

// What of a filter the event history can answer itself: LookupEvents takes one value of one attribute, so a filter is
// worth a lookup by `eventSource` only when it can match no other source.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html

                                                         

/** Texts that compare with nothing but themselves; `=` also knows numbers, truth values and blocks of addresses. */
const PLAIN = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/;

/** The values of `field` of which every matching event has one; undefined when other values may match too. */
function constantsOf(expression            , field        )                                  {
  switch (expression.kind) {
    case 'comparison':
      return expression.operator === '=' ? constants(expression.path, [expression.literal], field) : undefined
    case 'in':
      return expression.negated ? undefined : constants(expression.path, expression.literals, field)
    case 'not':
      return undefined
    case 'and': {
      const [first, ...others] = expression.terms.flatMap(term => constantsOf(term, field) ?? []);
      return first === undefined ? undefined : new Set([...first].filter(value => others.every(other => other.has(value))))
    }
    case 'or': {
      const sets = expression.terms.map(term => constantsOf(term, field));
      return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
    }
  }
}

function constants({ segments }      , literals                    , field        )                                  {
  if (segments.length !== 1 || segments[0] !== field) return undefined
  const texts = literals.flatMap(literal => (literal.kind === 'text' && PLAIN.test(literal.value) ? [literal.value] : []));
  return texts.length === literals.length ? new Set(texts) : undefined
}

// The fields that a filter asks for.

                                                

/** Every path of a filter, in the order of its clauses, repeated where it is asked for again. */
function pathsOf(expression            )                  {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return [expression.path]
    case 'not':
      return pathsOf(expression.term)
    case 'and':
    case 'or':
      return expression.terms.flatMap(pathsOf)
  }
}

// What the enabled rules look at, so that nothing is asked for or held that no rule would see.


/** The event sources of which recorded events can match an enabled rule; undefined when one may match any source. */
function eventSourcesOf(rules                 )                                  {
  const sets = rules.filter(packs.watchesEvents).map(rule => constantsOf(compile.compileRule(rule).filter.expression, 'eventSource'));
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/**
 * Whether an enabled rule looks at the findings inside the image's own event, which are held as ECR sent them only then:
 * tens of thousands of them would take more memory than all the rest.
 */
function needsLists(rules                 )          {
  return rules.some(rule => rule.enabled && rule.type === 'CloudTrail' && fieldsOf(rule).some(reachesList))
}

function fieldsOf(rule      )                                  {
  const { filter, suppressions } = compile.compileRule(rule);
  const named = [...rule.aggregateFields, ...title.placeholders(rule.title).map(({ path }) => path)].flatMap(text => show.parsePath(text) ?? []);
  return [...[filter, ...suppressions].flatMap(({ expression }) => pathsOf(expression)), ...named].map(({ segments }) => segments)
}

// A field that ends above the lists yields an object that holds them.
function reachesList(segments                    )          {
  return scan.LISTS.some(name =>
    ['responseElements', 'imageScanFindings', name].every((step, i) => i >= segments.length || segments[i] === step),
  )
}

// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value itself.


                         
                           
                                     
                                   
                                           
                                        
                               
                                                                                    
                                             
                                                
                         
 

                                                           

                                
                             
                       
                         
                         
                           
                             
                         
     
                                                                            
                                   
 

function reportImage({ event: _, region: __, ...image }       )                {
  return image
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


const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/** 0 pass or warn, 1 fail, 2 undecided, unless `on-undecided` lets that through; wrong rules never are. */
function exitCodeOf({ verdict, diagnostics }        , onUndecided             )         {
  const judged = diagnostics.every(({ level }) => level !== 'error');
  return verdict === 'undecided' && onUndecided === 'warn' && judged ? 0 : EXIT_CODES[verdict]
}

                                            

/** Judges what the settings name. Diagnostics are told as they are met; whatever cannot be read, there is a report. */
async function run(settings          , world       , report      )                  {
  const now = world.now();
  const readAt = now.toISOString();
  const ruleSet = await chooseRules(settings, world);
  const aws = settings.images.length > 0 || settings.audit !== undefined ? await world.connect(settings.awsAttempts) : undefined;
  const diagnostics = [...ruleSet.diagnostics, ...(aws === undefined ? [] : await checkCaller(aws, settings))];
  for (const diagnostic of diagnostics) report(diagnostic);
  const errors = diagnostics.filter(({ level }) => level === 'error');
  if (errors.length > 0) return refuse(settings, ruleSet, diagnostics, errors, readAt)

  const evaluation = evaluate.startEvaluation(ruleSet.rules);
  const judge = (read      )       => {
    for (const image of read.images) evaluation.judge(image);
    return read
  };
  const see = ({ event }               )       => evaluation.see(event);
  // The event history is read while scans are waited for.
  const [live, recorded, events] = await Promise.all([
    aws === undefined ? NOTHING : askImages(aws, settings, ruleSet, world, report, readAt).then(judge),
    readFindings(settings, world, report, readAt).then(judge),
    aws === undefined || settings.audit === undefined
      ? showEvents(settings, world, report, see)
      : lookUp(aws, settings.audit, ruleSet, now, world, report, see),
  ]);

  const alerts = evaluation.alerts();
  const images = [...live.images, ...recorded.images];
  const findings = [...live.coverage, ...recorded.coverage];
  const coverage = [...(findings.length === 0 ? [notRequested('findings')] : findings), ...events];
  const decision = evaluate.reachVerdict(alerts, images, coverage, settings.untriaged);
  return {
    ...decision,
    alerts,
    images: images.map(reportImage),
    coverage,
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics,
    readAt,
  }
}

                
                                   
                                        
 

const NOTHING       = { images: [], coverage: [] };

                                                                            

async function chooseRules(settings          , world       )                       {
  const { rules: rules$1, diagnostics } = await rules.readRules(settings.rules, world.input);
  const ruleSet = packs.combineRules(await world.packs(settings.packs), rules$1, settings.failOn);
  const asked = {
    findings: settings.images.length > 0 || settings.findings.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
  };
  return { ...ruleSet, diagnostics: [...diagnostics, ...packs.checkRuleSet(ruleSet, asked)] }
}

// Credentials of another account than meant are as wrong as an image of another.
async function checkCaller(aws     , { allowedAccountIds, images, audit }          )                                 {
  const region = images[0]?.region ?? audit?.regions[0];
  if (allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics               = [];
  const { readCaller } = await Promise.resolve().then(() => require('./chunk-caller.cjs'));
  const caller = await files.attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  );
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`;
  return [{ level: 'error', kind: 'account', message, help: `they are those of ${caller.arn}` }]
}

function refuse(
  settings          ,
  ruleSet         ,
  diagnostics                       ,
  errors                       ,
  readAt        ,
)         {
  const reasons = errors.map(({ at, message }) => `${at === undefined ? '' : `${uri.formatPlace(at)}: `}${message}`);
  const unread = (source                    , origins                   )                      =>
    origins.length === 0
      ? [notRequested(source)]
      : origins.map(origin => ({
          ...notRequested(source),
          origin,
          state: 'gap',
          message: `${origin}: not read, because the settings or the rules are wrong`,
        }));
  return {
    verdict: 'undecided',
    reasons,
    alerts: [],
    images: [],
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', settings.audit === undefined ? settings.events : settings.audit.regions),
    ],
    rules: reportRules(ruleSet.rules, ruleSet.replaced),
    diagnostics,
    readAt,
  }
}

// Images asked about at the same time.
const AT_ONCE = 4;

async function askImages(aws     , settings          , { rules }         , world       , report      , readAt        )                {
  if (settings.images.length === 0) return NOTHING
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-image.cjs'))]);
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: needsLists(rules),
    timeout: settings.waitTimeoutSeconds,
    grace: settings.scanGraceSeconds,
    clock: world,
    began: world.milliseconds(),
    now: world.now,
    readAt,
    report,
    progress: world.progress,
  };
  const read = await pMap(settings.images, image => readLiveImage(aws, image, options), { concurrency: AT_ONCE });
  return { images: read.flatMap(({ images }) => images), coverage: read.map(({ coverage }) => coverage) }
}

async function readFindings(settings$1          , world       , report      , readAt        )                {
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

                                            

async function showEvents(settings$1          , world       , report      , see     )                               {
  if (settings$1.events.length === 0) return [notRequested('events')]
  const coverage = [];
  for (const path of settings$1.events) {
    const { reading, diagnostics } = settings.startReading(world, report);
    const tally = records.startTally();
    for await (const batch of records.readEvents([path], reading)) {
      for (const recorded of batch) {
        tally.see(recorded);
        see(recorded);
      }
    }
    coverage.push(tally.coverage(path, diagnostics));
  }
  return coverage
}

async function lookUp(
  aws     ,
  { windowSeconds, regions }       ,
  { rules }         ,
  now      ,
  world       ,
  report      ,
  see     ,
)                               {
  const sources = eventSourcesOf(rules);
  if (sources?.size === 0) return [{ ...notRequested('events'), message: 'events: no enabled rule looks at them' }]
  const [{ lookUpEvents }, { readCaller }] = await Promise.all([Promise.resolve().then(() => require('./chunk-lookup.cjs')), Promise.resolve().then(() => require('./chunk-caller.cjs'))]);
  // The history is the caller's, be the images whose they may; a report that does not say whose would say too much.
  const account = files.settle(() => readCaller(aws, { region: regions[0] ?? '' })).then(caller =>
    caller instanceof files.Fault ? 'an unknown account' : `account ${caller.account}`,
  );
  const to = Math.floor(now.getTime() / 1000) * 1000;
  const options = { account, sources, from: to - windowSeconds * 1000, to, clock: world, see, report, progress: world.progress };
  return Promise.all(regions.map(region => lookUpEvents(aws, { ...options, region })))
}

exports.HEADLINES = HEADLINES;
exports.exitCodeOf = exitCodeOf;
exports.limitReasons = limitReasons;
exports.notRequested = notRequested;
exports.renderJson = renderJson;
exports.renderMarkdown = renderMarkdown;
exports.renderSections = renderSections;
exports.renderText = renderText;
exports.run = run;
