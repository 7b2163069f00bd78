'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const repeat = require('./chunk-repeat.cjs');
const visibility = require('./chunk-visibility.cjs');
const imply = require('./chunk-imply.cjs');
const title = require('./chunk-title.cjs');
const apply = require('./chunk-apply.cjs');
const packs = require('./chunk-packs.cjs');
const gfm = require('./chunk-gfm.cjs');
const wording = require('./chunk-wording.cjs');
const duration = require('./chunk-duration.cjs');
const world = require('./chunk-world.cjs');
const json = require('./chunk-json.cjs');
const report = require('./chunk-report.cjs');
const recorded = require('./chunk-recorded.cjs');
const write = require('./chunk-write.cjs');
const ruleset = require('./chunk-ruleset.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-address.cjs');
require('./chunk-image.cjs');
require('./chunk-lookup.cjs');
require('./chunk-explain.cjs');
require('./chunk-needs.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-exception.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('./chunk-verdict.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-tally.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-saved.cjs');
require('./chunk-rules.cjs');
require('node:stream');
require('./chunk-endless.cjs');
require('node:crypto');

// Reports what rules would have done over recorded events: how many events each rule matched, whose they were, which alerts they
// make, and what its suppressions took out.
//
// It only keeps a tally of the evaluation that `check` uses, so that the two cannot disagree. Of an event it keeps nothing but the
// match, and all matches of one actor share that actor.


/** An actor is identified by the fields `user` and `accountId`; null for a missing one. */



























/** What one rule would have done. A call that is recorded several times counts once. */




























/** Starts a backtest of the enabled rules, without the events that exceptions accept. */
function startBacktest(rules                         , exceptions             = apply.startExceptions([], 0))           {
  const tallies = new Map(
    rules.flatMap(each => (each.rule.enabled ? [[each.rule, createTally(each.rule, exceptions.alertsOf(each))]         ] : [])),
  );
  const trace        = (rule, event, outcome) => tallies.get(rule)?.note(event, outcome);
  const evaluation = apply.traceEvaluation(rules, trace, undefined, exceptions);
  return {
    see: evaluation.see,
    results: () => {
      const openings = visibility.groupBy(evaluation.openings(), ({ rule }) => rule);
      return [...tallies].map(([rule, { result }]) => result(openings.get(rule) ?? [])).sort(byGravity)
    },
  }
}






function createTally(rule      , exceptions                            )        {
  const actors = createActors(rule.type);
  const owners = new Map                ();
  const suppressed = rule.suppressions.map(suppression => ({ suppression, actors: createActors(rule.type) }));
  const accepted = new Map(exceptions.map(({ at }) => [at, createActors(rule.type)]         ));
  const isRepeated = repeat.startRepeats();

  const note = (event        , outcome              )       => {
    if (typeof outcome !== 'number') {
      if ('take' in outcome) accepted.get(outcome.at)?.count(event);
      else owners.set(outcome, actors.count(event));
      return
    }
    // The evaluation does not remember suppressed events, so it reports a repeated one again.
    if (isRepeated(event)) return
    suppressed[outcome]?.actors.count(event);
  };

  const result = (openings                    )              => {
    const alerts = countAlerts(openings, owners);
    return {
      ruleId: rule.id,
      ruleName: rule.name,
      type: rule.type,
      severityOfAlerts: rule.severityOfAlerts,
      action: imply.actionOf(rule),
      threshold: rule.threshold,
      window: rule.window,
      events: owners.size,
      alerts: openings.length,
      lowered: openings.filter(({ alert }) => alert.action !== imply.actionOf(rule)).length,
      days: countDays(openings),
      actors: actors.list().map(toAlertedActor(alerts)).sort(byAlerts),
      suppressed: suppressed.map(({ suppression, actors }) => ({ suppression, ...toTakenOut(actors.list()) })),
      accepted: [...accepted].map(([exception, actors]) => ({ exception, ...toTakenOut(actors.list()) })),
    }
  };

  return { note, result }
}







const USER = imply.parsePath('user');
const ACCOUNT = imply.parsePath('accountId');

function createActors(type          )                                                                                          {
  const known = new Map                 ();
  return {
    list: () => [...known.values()],
    count: event => {
      const [user, accountId] = [readField(event, USER, type), readField(event, ACCOUNT, type)];
      const key = JSON.stringify([user, accountId]);
      const counted = known.get(key) ?? { user, accountId, events: 0 };
      counted.events++;
      known.set(key, counted);
      return counted
    },
  }
}

function readField(event        , path                  , type          )                {
  if (path === undefined) return null
  const values = imply.valuesOf(event, path, imply.vocabularyOf(type)).map(value => title.showValue(path.segments, value));
  const text = values.join(', ').trim();
  return text === '' ? null : text
}

function countAlerts(openings                    , owners                             )                               {
  const alerts = new Map                 ();
  for (const { matches } of openings) {
    const holders = new Set(matches.flatMap(match => owners.get(match) ?? []));
    for (const holder of holders) alerts.set(holder, (alerts.get(holder) ?? 0) + 1);
  }
  return alerts
}

function toAlertedActor(alerts                              )                                     {
  return counted => ({ ...counted, alerts: alerts.get(counted) ?? 0 })
}

function toTakenOut(actors                    )           {
  const events = actors.reduce((sum, actor) => sum + actor.events, 0);
  return { events, actors: actors.map(actor => ({ ...actor })).sort(byEvents) }
}

// An alert opens with the match that reaches the threshold. An alert without a readable time counts for no day.
function countDays(openings                    )         {
  const days = openings.map(({ rule, matches }) => Math.floor((matches[rule.threshold - 1]?.time ?? Number.NaN) / read.DAY_MILLISECONDS));
  return new Set(days.filter(day => !Number.isNaN(day))).size
}

function byAlerts(a              , b              )         {
  return b.alerts - a.alerts || byEvents(a, b)
}

function byEvents(a       , b       )         {
  return b.events - a.events || read.compareText(a.user ?? '', b.user ?? '') || read.compareText(a.accountId ?? '', b.accountId ?? '')
}

function byGravity(a             , b             )         {
  return (
    imply.ACTIONS.indexOf(a.action) - imply.ACTIONS.indexOf(b.action) ||
    a.severityOfAlerts - b.severityOfAlerts ||
    b.alerts - a.alerts ||
    b.events - a.events ||
    read.compareText(a.ruleId, b.ruleId)
  )
}

// The report of a backtest as one plain value, and the phrases that its formats share.



/** What the rules would have done; `--format json` is this value itself. */















function toBacktestReport(
  results                        ,
  coverage                     ,
  rules               ,
  readAt        ,
)                 {
  const instants = (times                            )                    =>
    times.filter(time => time !== null).sort((a, b) => Date.parse(a) - Date.parse(b));
  const sum = (numbers                   )         => numbers.reduce((total, number) => total + number, 0);
  const countOf = (action        )         => sum(results.map(result => (result.action === action ? result.alerts - result.lowered : 0)));
  const lowered = sum(results.map(result => result.lowered));
  return {
    events: sum(coverage.map(({ records }) => records)),
    firstTime: instants(coverage.map(({ firstTime }) => firstTime))[0] ?? null,
    lastTime: instants(coverage.map(({ lastTime }) => lastTime)).at(-1) ?? null,
    alerts: { fail: countOf('fail'), warn: countOf('warn'), notice: countOf('notice') + lowered },
    results,
    coverage,
    rules,
    readAt,
  }
}

/** `1 fail, 2 notice over 2900 events from … to …`. */
function describeBacktest({ alerts, events, firstTime, lastTime }                )         {
  const counts = imply.ACTIONS.filter(action => alerts[action] > 0).map(action => `${alerts[action]} ${action}`);
  const period = firstTime === null ? '' : ` from ${firstTime} to ${lastTime}`;
  return `${counts.length === 0 ? 'no alert' : counts.join(', ')} over ${read.plural(events, 'event')}${period}`
}

/** The rules whose filters matched, grouped by action. */
function groupResults({
  results,
}                )                                                                                   {
  const matched = results.filter(result => !isQuiet(result));
  return imply.ACTIONS.map(action => ({ action, results: matched.filter(result => result.action === action) })).filter(
    group => group.results.length > 0,
  )
}

function describeGroup(results                        )         {
  const alerts = results.reduce((sum, result) => sum + result.alerts, 0);
  return `${read.plural(alerts, 'alert')} of ${read.plural(results.length, 'rule')}`
}

/** Remarks without which the numbers of a rule could be misread. */
function describeLimits({ action, threshold, window, alerts, lowered }             )                    {
  return [
    ...(threshold > 1 ? [`an alert opens at ${threshold} events within ${duration.formatDuration(window)}`] : []),
    ...(lowered > 0
      ? [`${lowered === alerts ? 'all' : lowered} of them notices instead of ${action}: scans of images that are not under judgement`]
      : []),
  ]
}

/** The rules that never matched, grouped by the reason. */
function describeQuiet({ results }                )                                                                       {
  const quiet = results.filter(isQuiet);
  const idsOf = (blind         )                    =>
    quiet
      .filter(({ type }) => (type !== 'CloudTrail') === blind)
      .map(({ ruleId }) => ruleId)
      .sort();
  return [
    { why: 'Never matched', ids: idsOf(false) },
    { why: 'Not about CloudTrail events', ids: idsOf(true) },
  ].filter(({ ids }) => ids.length > 0)
}

function isQuiet({ events, suppressed, accepted }             )          {
  return events === 0 && [...suppressed, ...accepted].every(taken => taken.events === 0)
}

/** What suppressions and exceptions took out of a rule, each with its name. */
function listTakenOut({ suppressed, accepted }             )                                                    {
  return [
    ...suppressed.map(each => ({ ...each, name: `suppressed: ${each.suppression}` })),
    ...accepted.map(each => ({ ...each, name: `accepted: ${each.exception}` })),
  ]
}

/** `deploy in 111122223333`. */
function nameActor({ user, accountId }       )         {
  return user === null && accountId === null ? 'unknown' : `${user ?? 'unknown'} in ${accountId ?? 'unknown'}`
}

/** The first few, and what is left: how many, and the sum of their events. */
function limitActors                 (
  actors              ,
  most        ,
)                                                                                       {
  // A line "and 1 more" would say less than the actor that it stands for.
  const shown = actors.length <= most + 1 ? actors : actors.slice(0, most);
  const rest = actors.slice(shown.length);
  return { shown, left: rest.length, leftEvents: rest.reduce((sum, { events }) => sum + events, 0) }
}

// A backtest as GitHub Markdown, for review with the change that tunes a rule.


const MOST_ACTORS$1 = 20;
const COLUMNS = ['Rule', 'Severity', 'Who', 'Alerts', 'Events', 'Days'];

function renderBacktestMarkdown(report                )         {
  return [
    `## Backtest: ${gfm.prose(describeBacktest(report))}`,
    ...groupResults(report).map(({ action, results }) =>
      [`### ${action}: ${describeGroup(results)}`, '', ...gfm.renderTable(COLUMNS, results.flatMap(rowsOf$1))].join('\n'),
    ),
    ...describeQuiet(report).map(({ why, ids }) => `${why}: ${ids.map(gfm.code).join(', ')}`),
    [
      '### Coverage',
      '',
      ...report.coverage.map(({ state, message }) => `- ${state === 'gap' ? '**gap:** ' : ''}${gfm.prose(message)}`),
      `- ${gfm.prose(wording.describeRules(report.rules))}`,
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

function rowsOf$1(result             )                               {
  const { ruleId, severityOfAlerts, alerts, events, days, actors } = result;
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS$1);
  return [
    [[ruleId, ...describeLimits(result)].join('; '), severityOfAlerts, '', alerts, events, days],
    ...shown.map(actor => ['', '', nameActor(actor), actor.alerts, actor.events, '']),
    ...rowLeft(left, leftEvents),
    ...listTakenOut(result).flatMap(takenRows$1),
  ]
}

function takenRows$1({ name, events, actors }                                         )                               {
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS$1);
  return [
    [name, '', '', '', events, ''],
    ...shown.map(actor => ['', '', nameActor(actor), '', actor.events, '']),
    ...rowLeft(left, leftEvents),
  ]
}

function rowLeft(left        , events        )                               {
  return left === 0 ? [] : [['', '', { ours: `… and ${left} more` }, '', events, '']]
}

// A backtest for a terminal: what each rule would have done, the most severe first, which actors caused its events, and what its
// suppressions hid.
//
// Numbers are on the left and names on the right, because names may have any length.


const MOST_ACTORS = 5;

function renderBacktestText(report                , paint       )         {
  const sections = [
    [`${paint('bold', 'Backtest')}: ${world.sentence(describeBacktest(report))}`],
    ...groupResults(report).map(({ action, results }) => renderGroup(action, results, paint)),
    ...describeQuiet(report).map(({ why, ids }) => [paint('bold', why), ...world.wrap(ids.map(world.sentence).join(', ')).map(line => `  ${line}`)]),
    renderCoverage(report, paint),
  ];
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

/** A line of the table; a number that is undefined is left blank. */






function renderGroup(action        , results                        , paint       )                    {
  const head      = { numbers: ['alerts', 'events', 'days', 'severity'], text: 'rule', tone: 'dim' };
  const rows = [head, ...results.flatMap(result => rowsOf(result))].map(row => ({
    ...row,
    cells: row.numbers.map(number => String(number ?? '')),
  }));
  const widths = head.numbers.map((_, i) => Math.max(...rows.map(({ cells }) => (cells[i] ?? '').length)));
  return [
    `${paint('bold', paint(world.TONES[action], action))}: ${describeGroup(results)}`,
    ...rows.map(({ cells, text, tone }) => {
      const line = `  ${widths.map((width, i) => (cells[i] ?? '').padStart(width)).join('  ')}  ${text}`.trimEnd();
      return tone === undefined ? line : paint(tone, line)
    }),
  ]
}

function rowsOf(result             )                 {
  const { alerts, events, days, severityOfAlerts, ruleId, actors } = result;
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS);
  return [
    { numbers: [alerts, events, days, severityOfAlerts], text: world.sentence(ruleId), tone: 'bold' },
    ...describeLimits(result).map((text)      => ({ numbers: [], text: `  ${world.sentence(text)}`, tone: 'dim' })),
    ...shown.map(actor => ({ numbers: [actor.alerts, actor.events], text: `  ${world.sentence(nameActor(actor))}` })),
    ...rowsLeft(left, leftEvents, '  '),
    ...listTakenOut(result).flatMap(takenRows),
  ]
}

function takenRows({ name, events, actors }                                         )                 {
  const { shown, left, leftEvents } = limitActors(actors, MOST_ACTORS);
  return [
    { numbers: [undefined, events], text: `  ${world.sentence(name)}`, tone: 'dim' },
    ...shown.map((actor)      => ({ numbers: [undefined, actor.events], text: `    ${world.sentence(nameActor(actor))}`, tone: 'dim' })),
    ...rowsLeft(left, leftEvents, '    '),
  ]
}

function rowsLeft(left        , events        , indent        )                 {
  return left === 0 ? [] : [{ numbers: [undefined, events], text: `${indent}… and ${left} more`, tone: 'dim' }]
}

function renderCoverage({ coverage, rules }                , paint       )                    {
  return [
    paint('bold', 'Coverage'),
    ...coverage.map(({ state, message }) => `  ${state === 'gap' ? paint('red', 'gap: ') : ''}${world.sentence(message)}`),
    `  ${world.sentence(wording.describeRules(rules))}`,
  ]
}

// `ecr-gate backtest`: what would the rules have done over recorded events?


// The command accepts no other format.
const RENDERERS                                                                                           = {
  text: (report, paint) => [renderBacktestText(report, paint)],
  json: json.renderJson,
  markdown: report => [renderBacktestMarkdown(report)],
};

async function runBacktest(settings          , world       )                  {
  if (settings.against !== undefined) {
    const { runComparison } = await Promise.resolve().then(() => require('./chunk-against.cjs'));
    return runComparison(settings, settings.against, world)
  }
  const readAt = read.formatSecond(world.now());
  const ruleSet = await ruleset.loadRuleSet(settings, world, rules => packs.checkRuleSet(rules, { findings: false, events: true, live: undefined }));
  if (ruleSet === undefined) return 2
  const backtest = startBacktest(ruleSet.compiled, apply.startExceptions(ruleSet.exceptions, world.now().getTime()));
  const tell       = diagnostic => world.tell(read.renderDiagnostics([diagnostic]));
  const coverage = await recorded.readRecordedEvents(settings.events, await recorded.prepareRecorded(settings, world, tell), ({ event }) =>
    backtest.see(event),
  );
  const results = toBacktestReport(backtest.results(), coverage, report.toReportedRules(ruleSet), readAt);
  const { format, output } = settings;
  if (!(await write.deliver(world, output, paint => RENDERERS[format              ](results, paint)))) return 2
  if (output !== undefined) world.tell(`${read.printable(describeBacktest(results))}; the report is in ${read.printable(output)}\n`);
  // A rule might have matched the events that were not seen.
  return coverage.some(({ state }) => state === 'gap') ? 2 : 0
}

exports.runBacktest = runBacktest;
