'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const tally = require('./chunk-tally.cjs');
const severities = require('./chunk-severities.cjs');
const duration = require('./chunk-duration.cjs');
const gfm = require('./chunk-gfm.cjs');
const wording = require('./chunk-wording.cjs');
const verdict = require('./chunk-verdict.cjs');
const visibility = require('./chunk-visibility.cjs');
const image = require('./chunk-image.cjs');
const imply = require('./chunk-imply.cjs');
const world = require('./chunk-world.cjs');
const judge = require('./chunk-judge.cjs');
const json = require('./chunk-json.cjs');
const needs = require('./chunk-needs.cjs');
const prepare = require('./chunk-prepare.cjs');
const read$1 = require('./chunk-read3.cjs');
const recorded = require('./chunk-recorded.cjs');
const saved = require('./chunk-saved2.cjs');
const write = require('./chunk-write.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-delivery.cjs');
require('./chunk-report.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-purl.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-address.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-inspector.cjs');
require('./chunk-activity.cjs');
require('./chunk-repeat.cjs');
require('./chunk-apply.cjs');
require('./chunk-lookup.cjs');
require('./chunk-title.cjs');
require('./chunk-explain.cjs');
require('./chunk-exception.cjs');
require('./chunk-endless.cjs');
require('./chunk-tell.cjs');
require('./chunk-draft.cjs');
require('./chunk-live.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-rules.cjs');
require('node:stream');
require('node:crypto');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-saved.cjs');

// The two policies of a comparison, and their settings in words.


/** The settings that have a part in a verdict on recorded findings and events. */









/** One of the two policies. */







const NOT_SET = 'not set';

/** How the value of each is shown. */
const SHOWN = {
  packs: ({ packs }) => (packs.length === 0 ? 'none' : packs.join(',')),
  'fail-on': ({ failOn }) => failOn ?? NOT_SET,
  'max-findings': ({ maxFindings }) => showPerSeverity(maxFindings, String),
  untriaged: ({ untriaged }) => untriaged,
  unfixed: ({ unfixed }) => unfixed,
  'base-image-findings': ({ baseImageFindings = 'fail' }) => baseImageFindings,
  'fix-within': ({ fixWithin }) => showPerSeverity(fixWithin, duration.formatDuration),
  'max-scan-age': ({ maxScanAgeSeconds }) => (maxScanAgeSeconds === undefined ? NOT_SET : duration.formatDuration(maxScanAgeSeconds)),
  'on-undecided': ({ onUndecided }) => onUndecided,
  vex: ({ vex = [] }) => (vex.length === 0 ? NOT_SET : vex.join(', ')),
  'severity-at-most': settings => limitIn(settings)?.value ?? NOT_SET,
};



const SETTING_NAMES = Object.keys(SHOWN);

function showPerSeverity(values                                                             = {}, show                           )         {
  const shown = read.LEVELS.flatMap(level => (values[level] === undefined ? [] : [`${level}=${show(values[level])}`]));
  return shown.length === 0 ? NOT_SET : shown.join(', ')
}

/** The limit of what the exceptions of others may accept. */
function limitIn({ policy }                  ) {
  return policy?.file?.limits.exceptions?.severityAtMost
}

/** Where the policy file sets a setting. */
function placeOfSetting(settings                  , name             )                    {
  const written = settings.policy?.file?.settings.find(setting => setting.name === name);
  return name === 'severity-at-most' ? limitIn(settings)?.at : written?.at
}

// By which lines two policies differ about a case: the rule, override or exception that only one of them has, or the setting that they
// have with two values.
//
// Nothing is judged here. What was judged says where to look: the alerts that only one side has name their rules, and a finding that was
// decided in two ways names its exception or its setting.


/** A line that makes a difference, and which of the policies has it; `both` have the setting or the rule, but not the same. */




                                                                      





const OTHER = { old: 'new', new: 'old' };

/** A case as it was judged by itself under one policy. */














/** Finds the lines by which two policies differ. */
function startCauses(old                , next                )         {
  const sides = { old: indexPolicy(old), new: indexPolicy(next) };
  const ids = [...new Set([...sides.old.rules.keys(), ...sides.new.rules.keys()])];
  const ofSetting = (name             )                   => {
    const [before, after] = [SHOWN[name](old.settings), SHOWN[name](next.settings)];
    if (before === after) return []
    const at = placeOfSetting(next.settings, name) ?? placeOfSetting(old.settings, name);
    return [{ side: 'both', at: at === undefined ? null : read.formatPlace(at), text: `${name}: ${before} → ${after}` }]
  };
  const ofRule = (id        )                   => causesOfRule(id, sides, ofSetting);
  const ofAll = ()                   => [
    ...SETTING_NAMES.flatMap(ofSetting),
    ...ids.flatMap(ofRule),
    ...causesOfExceptions(sides, ({ kind }) => kind === 'finding'),
  ];
  const ofImage = (was        , is        )                   => {
    const gaps = onlyOnOneSide(was.image.gaps, is.image.gaps, gap => gap);
    const alerts = onlyOnOneSide(was.alerts, is.alerts, ({ ruleId, action, title, aggregate }) =>
      JSON.stringify([ruleId, action, title, aggregate]),
    );
    // The gap of a rule begins with its id, which may be any text.
    const named = new Set([...alerts.map(({ ruleId }) => ruleId), ...ids.filter(id => gaps.some(gap => gap.startsWith(`rule ${id} `)))]);
    const causes = [
      ...[...named].flatMap(ofRule),
      ...causesOfDecisions(was.image, is.image, sides, ofSetting),
      ...ofSetting('untriaged'),
      ...(gaps.length === 0 ? [] : ofSetting('max-scan-age')),
      ...([was, is].some(({ verdict }) => verdict === 'undecided') ? ofSetting('on-undecided') : []),
    ];
    // A rule may also decide whether another one's gap counts. Then all that differs is told.
    return distinct(causes.length === 0 ? ofAll() : causes)
  };
  return { ofImage, ofRule: id => distinct(ofRule(id)) }
}



/** The rules of a policy by their ids, those in force and as they were written, and its exceptions. */












function indexPolicy(policy                )          {
  const byId = (rules                 )                            => new Map(rules.map(rule => [rule.id, rule]));
  const { rules, written, exceptions } = policy.ruleSet;
  const places = new Map(exceptions.map(exception => [read.formatPlace(exception.at), writeException(exception)]));
  return {
    ...policy,
    rules: byId(rules),
    written: byId(written),
    exceptions: new Set(places.values()),
    places,
    isLimited: exceptions.some(each => each.kind === 'finding' && each.atMost !== undefined),
  }
}

function causesOfRule(id        , sides       , ofSetting           )                   {
  const [was, is] = [sides.old.rules.get(id), sides.new.rules.get(id)];
  // Overrides of such a rule have no effect.
  if ([was, is].some(rule => rule !== undefined && severities.isOfSetting(rule))) return [...ofSetting('fail-on'), ...ofSetting('max-findings')]
  const overridesOf = ({ ruleSet }                )                      => ruleSet.overrides.filter(({ rule }) => rule === id);
  return [
    ...onEachSide(overridesOf(sides.old), overridesOf(sides.new), ({ changes }) => JSON.stringify(changes)).map(
      ({ side, value: { at, changes } })        => ({
        side,
        at: read.formatPlace(at),
        text: `sets ${listFields(changes)} of rule ${read.quote(id)}`,
      }),
    ),
    ...causesOfWriting(id, sides, ofSetting),
    ...causesOfExceptions(sides, exception => exception.kind === 'alert' && exception.rule === id),
  ]
}

function listFields(changes                     )         {
  return read.listOf(Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field])))
}

// What of a rule has a part in its alerts.
const DECIDING = [
  'type',
  'title',
  'severityOfAlerts',
  'aggregateFields',
  'filter',
  'window',
  'threshold',
  'suppressions',
  'enabled',
  'action',
];

/** How the rule itself is written, overrides aside. */
function causesOfWriting(id        , sides       , ofSetting           )                   {
  const inForce = (side      )                   => (sides[side].rules.has(id) ? sides[side].written.get(id) : undefined);
  const [was, is] = [inForce('old'), inForce('new')];
  const tell = (side               , rule      , does        )                   => {
    const at = sides[side === 'old' ? 'old' : 'new'].ruleSet.placeOf(rule, { field: 'filter', offset: 0 });
    // A shipped rule has no line of the user's: the packs say whether it is in force.
    return typeof at === 'string' ? ofSetting('packs') : [{ side, at: read.formatPlace(at), text: `${does} rule ${read.quote(id)}` }]
  };
  if (was !== undefined && is !== undefined) {
    const fields = DECIDING.filter(field => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
    if (fields.length === 0) return []
    const changed = tell('both', is, `changes ${read.listOf(fields)} of`);
    return changed.length > 0 ? changed : tell('old', was, 'replaces')
  }
  const [side, other] = was === undefined ? (['new', 'old']         ) : (['old', 'new']         );
  const rule = was ?? is;
  if (rule === undefined) return []
  const replaced = sides[other].ruleSet.replaced.find(each => each.id === id);
  return replaced === undefined ? tell(side, rule, 'has') : [{ side: other, at: replaced.by, text: `replaces rule ${read.quote(id)}` }]
}

function causesOfExceptions({ old, new: next }       , isMeant                                   )                   {
  const of = ({ ruleSet }                )                       => ruleSet.exceptions.filter(isMeant);
  return onEachSide(of(old), of(next), writeException).map(({ side, value }) => {
    const what = value.kind === 'alert' ? `events of rule ${read.quote(value.rule)}` : nameFirst(value.ids);
    return { side, at: read.formatPlace(value.at), text: `accepts ${what === '' ? 'findings' : what}` }
  })
}

function writeException(exception           )         {
  const { at: _, reason: __, owner: ___, ...deciding } = exception;
  if (deciding.kind === 'finding') return JSON.stringify({ ...deciding, atMost: null, filter: deciding.filter?.text ?? null })
  return JSON.stringify({ ...deciding, expression: null })
}

function causesOfDecisions(was       , is       , sides       , ofSetting           )                   {
  const settings = new Set             ();
  const accepted = new Map                                                                                                      ();
  for (const [i, finding] of was.findings.entries()) {
    const decisions = { old: finding.decision, new: is.findings[i]?.decision ?? finding.decision };
    const differs = decisions.old.kind !== decisions.new.kind;
    for (const side of ['old', 'new']         ) {
      const decision = decisions[side];
      if (decision.kind === 'unfixed') settings.add('unfixed');
      if (decision.kind === 'base-image' && differs) settings.add('base-image-findings');
      if (decision.kind === 'in-time' && differs) settings.add('fix-within');
      if (decision.kind === 'vex' && differs) settings.add('vex');
      if (decision.kind !== 'accepted' || !differs) continue
      const { at } = decision.by;
      // The limit of the other policy may keep an exception there from accepting.
      if (sides[OTHER[side]].isLimited) settings.add('severity-at-most');
      const written = sides[side].places.get(at);
      if (written !== undefined && sides[OTHER[side]].exceptions.has(written)) continue
      const key = `${side} ${at}`;
      const entry = accepted.get(key) ?? { side, at, findings: [] };
      entry.findings.push(finding);
      accepted.set(key, entry);
    }
  }
  return [
    ...[...accepted.values()].map(({ side, at, findings }) => {
      const worst = [...findings].sort((a, b) => read.rank(a.severity) - read.rank(b.severity));
      return { side, at, text: `accepts ${nameFirst([...new Set(worst.map(({ id }) => id))])}` }
    }),
    ...[...settings].flatMap(ofSetting),
  ]
}

const MOST_NAMED = 3;

function nameFirst(names                   )         {
  return names.length <= MOST_NAMED ? read.listOf(names) : read.listFirst(names, MOST_NAMED)
}

function onEachSide   (old              , next              , keyOf                      )                                      {
  const only = (side      , values              , others              ) => {
    const known = new Set(others.map(keyOf));
    return values.filter(value => !known.has(keyOf(value))).map(value => ({ side, value }))
  };
  return [...only('old', old, next), ...only('new', next, old)]
}

function onlyOnOneSide   (old              , next              , keyOf                      )               {
  return onEachSide(old, next, keyOf).map(({ value }) => value)
}

function distinct(causes                  )                   {
  return [...new Map(causes.map(cause => [JSON.stringify(cause), cause])).values()]
}

// The phrases that the formats of a comparison share, as plain text. Each format escapes them in its own way.




/** `blocks 3 more, lets 1 through, 12 the same`. */
function describeComparison({ cases }                  )         {
  const { blocks, changes, same } = cases;
  const others = changes === 0 ? '' : `${changes} with another verdict, `;
  return `blocks ${blocks} more, lets ${cases.allows} through, ${others}${same} the same`
}

/** What the cases are, and which policies judged them. */
function describeCases(report                  )                    {
  const { images, events, old, new: next } = report;
  const cases = [
    ...(images.length > 0 || events === null ? [read.plural(images.length, 'image')] : []),
    ...(events === null ? [] : ['the events']),
  ];
  const others = images.filter(
    image => image.effect === 'same' && JSON.stringify(image.old.reasons) !== JSON.stringify(image.new.reasons),
  ).length;
  const undecided = images.filter(image => image.old.verdict === 'undecided' && image.new.verdict === 'undecided').length;
  return [
    `${cases.join(' and ')}, judged by ${old} (old) and by ${next} (new) as of ${report.readAt}`,
    ...(others === 0 ? [] : [`${read.plural(others, 'image has', 'images have')} the same verdict for other reasons; --format json has them`]),
    ...(undecided === 0 ? [] : [`${read.plural(undecided, 'image is', 'images are')} undecided under both policies; --format json says why`]),
  ]
}

/** `pass → fail`, with what is done about an undecided verdict where that makes the difference. */
function describeVerdicts({ old, new: next }              )         {
  const show = ({ verdict, blocks }        )         => (verdict === 'undecided' && !blocks ? 'undecided (lets through)' : verdict);
  return `${show(old)} → ${show(next)}`
}

/** The reasons that only the old answer has after a minus, those that only the new one has after a plus; if none differs, all of them. */
function listReasons({ old, new: next }              )                    {
  const [before, after] = [old, next].map(({ reasons }) => reasons.map(({ verdict, text }) => `${verdict}: ${text}`));



  const only = (sign        , some                   , others                   )                    =>
    some.filter(reason => !others.includes(reason)).map(reason => `${sign} ${reason}`);
  const differing = [...only('-', before, after), ...only('+', after, before)];
  return differing.length > 0 ? differing : after.map(reason => `= ${reason}`)
}

/** `base/exceptions.yml:4:5 accepts CVE-2026-1234 (only old)`. */
function describeCause({ side, at, text }       )         {
  return `${at === null ? '' : `${at} `}${text}${onlyOn(side)}`
}

/** `2 alerts fail → none`, of what these alerts have in common. */
function describeAlerts(difference                 )                                                      {
  const show = (tally                   )         => (tally === null ? 'none' : `${tally.alerts} ${tally.action}`);
  return { change: `${show(difference.old)} → ${show(difference.new)}`, about: wording.describeAggregate(difference) }
}

/** How many alerts over events differ and how many do not. */
function describeAlertCounts({ alerts, sameAlerts }                  )         {
  const count = (side               )         => alerts.reduce((sum, each) => sum + (each[side]?.alerts ?? 0), 0);
  const same = `${read.plural(sameAlerts, 'alert')} the same`;
  return alerts.length === 0 ? same : `alerts that differ: ${count('old')} old, ${count('new')} new; ${same}`
}

/** What was covered, and whether only one policy has it so. */
function describeCoverage({ side, message }              )         {
  return `${message}${onlyOn(side)}`
}

function onlyOn(side               )         {
  return side === 'both' ? '' : ` (only ${side})`
}

// A comparison as GitHub Markdown, for a comment on the change of a policy. It is short enough for one: the rest is in the other formats.


/** The most that GitHub takes for a comment. */
const MOST_BYTES = 65_536;
/** How many rows each list has at most, in less and less detail. */
const DETAILS = [15, 5, 1, 0];
const MOST_TEXTS = 4;

function renderComparisonMarkdown(report                  )         {
  return gfm.fitInto(MOST_BYTES, DETAILS, most => renderSections(report, most))
}

function renderSections(report                  , most        )                    {
  const { images, events, alerts, coverage } = report;
  const differing = images.filter(({ effect }) => effect !== 'same');
  return [
    `## Backtest: the new policy ${describeComparison(report)}`,
    describeCases(report)
      .map(each => gfm.prose(each))
      .join('\n\n'),
    ...listRows(
      ['Image', 'Effect', 'Verdict', 'Reasons', 'By'],
      differing.map(image => [image.name, image.effect, describeVerdicts(image), cellOf(listReasons(image)), causesCell(image.causes)]),
      most,
    ),
    ...(events === null ? [] : [`### The events: ${events.effect}, ${describeVerdicts(events)}`, describeAlertCounts(report)]),
    ...listRows(
      ['Rule', 'Alerts', 'About', 'By'],
      alerts.map(alert => {
        const { change, about } = describeAlerts(alert);
        return [alert.ruleId, change, about, causesCell(alert.causes)]
      }),
      most,
    ),
    ['### Coverage', '', ...listCoverage(coverage, most)].join('\n'),
  ]
}

// Hundreds of saved reports may have been read. What was not seen comes first.
function listCoverage(coverage                         , most        )                    {
  const [gaps, others] = [coverage.filter(({ state }) => state === 'gap'), coverage.filter(({ state }) => state !== 'gap')];
  const shown = [...gaps, ...others].slice(0, most);
  const left = coverage.length - shown.length;
  return [
    ...shown.map(each => `- ${each.state === 'gap' ? '**gap:** ' : ''}${gfm.prose(describeCoverage(each))}`),
    ...(left === 0 ? [] : [`- … and ${left} more`]),
  ]
}

function listRows(head                   , rows                              , most        )                    {
  const shown = rows.slice(0, most);
  return [
    ...(shown.length === 0 ? [] : [gfm.renderTable(head, shown).join('\n')]),
    ...(rows.length === shown.length ? [] : [`… and ${rows.length - shown.length} more`]),
  ]
}

function causesCell(causes                  )       {
  return cellOf(causes.map(describeCause))
}

function cellOf(texts                   )       {
  return { several: wording.limitReasons(texts, MOST_TEXTS).map(text => ({ prose: text })), by: '; ' }
}

// What two policies say of the same images and events, as one plain value.
//
// Each image is a case, as `check` would judge it by itself, and so are all the events together.




/** Goes up when a field loses its name, its type or its meaning; a new field does not change it. */
const COMPARISON_VERSION = 1;

/** What the new policy does to a case that was decided by the old one. */
const EFFECTS = ['blocks', 'allows', 'changes', 'same'];


/** What one policy says of a case. */

























/** The alerts of one rule over events that have the same values in common. */







/** Alerts that are not the same under both policies; null where there is none. */









/** What was read. Where an event is in doubt for one policy only, it has a coverage of its own. */


/** `--format json` is this value itself. */



















/** The judgements of one case under both policies. */





/** What was read and judged. */






function toComparisonReport(
  { images, events, coverage }            ,
  policies                      ,
  causes        ,
  readAt        ,
)                   {
  const answers = (pair                  )                                             => {
    const [old, next] = [toAnswer(pair.old, policies.old), toAnswer(pair.new, policies.new)];
    return { effect: effectOf(old, next), old, new: next }
  };
  const names = image.nameImages(images.map(pair => pair.new.image));
  const compared = images.map((pair, i)                => {
    const { uri } = pair.new.image;
    const answer = answers(pair);
    return { name: names[i] ?? uri, uri, ...answer, causes: answer.effect === 'same' ? [] : causes.ofImage(pair.old, pair.new) }
  });
  const comparedEvents = events === undefined ? null : toEvents(answers(events), coverage);
  const { differences, same } = compareAlerts(events?.old.alerts ?? [], events?.new.alerts ?? [], causes);
  const effects = [...compared, ...(comparedEvents === null ? [] : [comparedEvents])].map(({ effect }) => effect);
  const countOf = (effect        )         => effects.filter(each => each === effect).length;
  return {
    comparisonVersion: COMPARISON_VERSION,
    old: policies.old.name,
    new: policies.new.name,
    cases: { blocks: countOf('blocks'), allows: countOf('allows'), changes: countOf('changes'), same: countOf('same') },
    images: [...compared].sort((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect)),
    events: comparedEvents,
    alerts: differences,
    sameAlerts: same,
    coverage,
    readAt,
  }
}

function toAnswer({ verdict, reasons, weighed }            , { settings }                )         {
  const told = verdict === 'pass' ? reasons.map(text => ({ verdict, text })) : weighed;
  return { verdict, blocks: stops(verdict, settings.onUndecided), reasons: told }
}

/** Whether a verdict stops a deployment. */
function stops(verdict         , onUndecided             )          {
  return verdict === 'fail' || (verdict === 'undecided' && onUndecided === 'fail')
}

function effectOf(old        , next        )         {
  if (old.blocks !== next.blocks) return next.blocks ? 'blocks' : 'allows'
  return old.verdict === next.verdict ? 'same' : 'changes'
}

// There may be a reason for each of thousands of alerts, and the alerts that differ are listed by themselves.
function toEvents(answer                                            , coverage                         )                 {
  const gaps = coverage.filter((each)                             => each.source === 'events' && each.state === 'gap');
  const only = (side        )         => ({ ...side, reasons: side.reasons.filter(({ text }) => gaps.some(gap => verdict.tells(text, gap))) });
  return { effect: answer.effect, old: only(answer.old), new: only(answer.new) }
}

function compareAlerts(
  old                  ,
  next                  ,
  causes        ,
)                                                                              {
  const keyOf = ({ ruleId, aggregate }       )         => JSON.stringify([ruleId, aggregate]);
  const [before, after] = [visibility.groupBy(old, keyOf), visibility.groupBy(next, keyOf)];
  const differences                    = [];
  let same = 0;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key) ?? [], after.get(key) ?? []];
    const [tallied, now] = [tallyOf(was), tallyOf(is)];
    const [first] = is.length > 0 ? is : was;
    if (first === undefined) continue
    if (tallied?.action === now?.action && tallied?.alerts === now?.alerts) same += is.length;
    else {
      const { ruleId, title, aggregate } = first;
      differences.push({ ruleId, title, aggregate, old: tallied, new: now, causes: causes.ofRule(ruleId) });
    }
  }
  return { same, differences: differences.sort(byGravity) }
}

function tallyOf(alerts                  )                    {
  const action = imply.ACTIONS.find(each => alerts.some(alert => alert.action === each));
  return action === undefined ? null : { action, alerts: alerts.length, events: alerts.reduce((sum, { count }) => sum + count, 0) }
}

function byGravity(a                 , b                 )         {
  const gravity = (each                 )         =>
    Math.min(...[each.old, each.new].flatMap(tally => (tally === null ? [] : [imply.ACTIONS.indexOf(tally.action)])));
  return gravity(a) - gravity(b) || read.compareText(a.ruleId, b.ruleId) || read.compareText(a.title, b.title)
}

// A comparison for a terminal: how many cases differ, then each of them with its reasons and the lines that make the difference.


const MOST_IMAGES = 100;
const MOST_ALERTS = 100;
const MOST_REASONS = 10;

function renderComparisonText(report                  , paint       )         {
  const differing = report.images.filter(({ effect }) => effect !== 'same');
  const sections = [
    [paint('bold', describeComparison(report)), ...describeCases(report).map(line => `  ${world.sentence(line)}`)],
    ...differing.slice(0, MOST_IMAGES).map(image => renderImage(image, paint)),
    ...left(differing.length - MOST_IMAGES, 'images'),
    ...renderEvents(report, paint),
    [
      paint('bold', 'Coverage'),
      ...report.coverage.map(each => `  ${each.state === 'gap' ? paint('red', 'gap: ') : ''}${world.sentence(describeCoverage(each))}`),
    ],
  ];
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function renderImage(image               , paint       )                    {
  return [
    `${paint('bold', paint(world.TONES[image.new.verdict], image.effect))} ${world.sentence(image.name)}: ${describeVerdicts(image)}`,
    ...wording.limitReasons(listReasons(image), MOST_REASONS).map(reason => `  ${world.sentence(reason)}`),
    ...wording.limitReasons(image.causes.map(describeCause), MOST_REASONS).map(cause => `  by ${world.sentence(cause)}`),
  ]
}

function renderEvents(report                  , paint       )                                 {
  const { events, alerts } = report;
  if (events === null) return []
  return [
    [
      `${paint('bold', paint(world.TONES[events.new.verdict], events.effect))} the events: ${describeVerdicts(events)}; ${describeAlertCounts(report)}`,
      ...alerts.slice(0, MOST_ALERTS).flatMap(alert => renderAlert(alert)),
      ...left(alerts.length - MOST_ALERTS, 'alerts').flat(),
    ],
  ]
}

function renderAlert(alert                 )                    {
  const { change, about } = describeAlerts(alert);
  return [
    `  ${change} of ${world.sentence(alert.ruleId)}${about === '' ? '' : `: ${world.sentence(about)}`}`,
    ...wording.limitReasons(alert.causes.map(describeCause), MOST_REASONS).map(cause => `    by ${world.sentence(cause)}`),
  ]
}

function left(count        , what        )                                 {
  return count <= 0 ? [] : [[`  … and ${count} more ${what}; --format json lists all`]]
}

// Judges the same images and events by two policies, in one pass: whatever is read is read and parsed once, and both judge it. Each side
// is a judgement of `check`, so that the comparison cannot disagree with two checks.


const NO_LISTS = 'a rule looks at the lists of findings as ECR sent them, and a saved report does not have them';









/** Starts a comparison as of a time. */
function startComparing({ old, new: next }                      , startedAt      )            {
  const start = ({ ruleSet, settings }                ) => judge.startJudging(ruleSet, settings, startedAt, { shown: false });
  const blind = new Set([old, next].filter(({ ruleSet }) => needs.needsLists(ruleSet.compiled)));
  const judgeAlone = (policy                , image       , saved         )         => {
    const judging = start(policy);
    const judged = judging.judge(saved && blind.has(policy) ? { ...image, gaps: [...image.gaps, NO_LISTS] } : image);
    const { verdict, reasons, weighed, alerts } = judging.decide({ images: [judged], coverage: [] });
    return { verdict, reasons, weighed, alerts, image: judged }
  };
  const watching = { old: start(old), new: start(next) };
  const decide = (side               , coverage                         )             => {
    const own = coverage.filter(each => each.source === 'events' && each.side !== (side === 'old' ? 'new' : 'old'));
    const { verdict, reasons, weighed, alerts } = watching[side].decide({ images: [], coverage: own });
    return { verdict, reasons, weighed, alerts }
  };
  return {
    judge: (image, saved = false) => ({ old: judgeAlone(old, image, saved), new: judgeAlone(next, image, saved) }),
    watch: () => {
      const doubts = startDoubts();
      return {
        see: recorded => {
          const [before, after] = [watching.old.see(recorded), watching.new.see(recorded)];
          doubts.see(recorded, before, after);
          return after
        },
        cover: doubts.cover,
      }
    },
    decideEvents: coverage => ({ old: decide('old', coverage), new: decide('new', coverage) }),
  }
}






// Whether an event is in doubt depends on the rules, so the sides may cover a source differently.
function startDoubts()         {
  const tally$1 = tally.startTally();
  let differs = false;
  return {
    see: (recorded, before, after) => {
      tally$1.see(recorded, before);
      differs ||= (before !== undefined || after !== undefined) && JSON.stringify(before) !== JSON.stringify(after);
    },
    cover: coverage => {
      if (!differs || coverage.origin === null) return [{ ...coverage, side: 'both' }]
      return [
        { ...tally$1.coverage(coverage.origin, coverage.diagnostics), side: 'old' },
        { ...coverage, side: 'new' },
      ]
    },
  }
}

/** What was read to be compared. */







/** Puts together what was compared. */
function concludeComparison(comparing           , { images, saved, coverage }          )             {
  const events = coverage.some(({ source, state }) => source === 'events' && state !== 'not requested');
  // One scan may be in the reports of many runs.
  const distinct = new Map(saved.map(image => [JSON.stringify([image.uri, image.platform, image.scannedAt, image.findings]), image]));
  return {
    images: [...images.map(image => comparing.judge(image)), ...[...distinct.values()].map(image => comparing.judge(image, true))],
    events: events ? comparing.decideEvents(coverage) : undefined,
    coverage,
  }
}

// `ecr-gate backtest --against OLD`: which verdicts do two policies give on the same recorded images and events?


// The command accepts no other format.
const RENDERERS                                                                                             = {
  text: (report, paint) => [renderComparisonText(report, paint)],
  json: json.renderJson,
  markdown: report => [renderComparisonMarkdown(report)],
};

async function runComparison(settings          , against         , world       )                  {
  const startedAt = new Date(Math.floor(world.now().getTime() / 1000) * 1000);
  const policies = await loadPolicies(settings, against, world);
  if (policies === undefined) return 2
  const comparing = startComparing(policies, startedAt);
  const comparison = await readComparison(settings, world, startedAt, comparing);
  const report = toComparisonReport(comparison, policies, startCauses(policies.old, policies.new), read.formatSecond(startedAt));
  const { format, output } = settings;
  if (!(await write.deliver(world, output, paint => RENDERERS[format              ](report, paint)))) return 2
  if (output !== undefined) world.tell(`${describeComparison(report)}; the report is in ${read.printable(output)}\n`);
  // What was not seen might have another verdict under each policy.
  return report.coverage.some(({ state }) => state === 'gap') ? 2 : 0
}



async function loadPolicies(settings          , against         , world       )                                            {
  const [old, next] = [await prepare.loadRuleSet(against.settings, world), await prepare.loadRuleSet(settings, world)];
  // Nobody mends a warning of the old policy.
  const told = [...old.diagnostics.filter(isError).map(read.blameOld), ...next.diagnostics];
  world.tell(read.renderDiagnostics(told));
  if (told.some(isError)) return undefined
  const name = settings.policy?.path ?? (settings.rules.length === 0 ? 'the packs' : settings.rules.join(', '));
  return {
    old: { name: against.path, ruleSet: old, settings: against.settings },
    new: { name, ruleSet: next, settings },
  }
}

function isError({ level }            )          {
  return level === 'error'
}

async function readComparison(settings          , world       , startedAt      , comparing           )                      {
  const tell       = diagnostic => world.tell(read.renderDiagnostics([diagnostic]));
  const context = { settings, world, tell, startedAt };
  const { images, coverage: findings } = await read$1.readRecordedImages(context);
  const reports = await readReports(settings.reports, context);
  const coverage                 = [...findings, ...reports.coverage].map(each => ({ ...each, side: 'both' }));
  for (const recording of await recorded.openRecordings(settings.events, await recorded.prepareRecorded(settings, world, tell))) {
    const { see, cover } = comparing.watch();
    coverage.push(...cover(await recording.read(see, world)));
  }
  return concludeComparison(comparing, { images, saved: reports.images, coverage })
}

async function readReports(
  files                   ,
  { world, tell, startedAt }                                                                          ,
)                                                                                         {
  const images          = [];
  const coverage             = [];
  for (const file of files) {
    const saved$1 = await saved.readSavedReport(file, world);
    if ('problem' in saved$1) {
      tell(saved$1.problem);
      coverage.push(tally.gap({ source: 'findings', origin: file, message: `${file}: ${saved$1.problem.message}`, diagnostics: [saved$1.problem] }));
      continue
    }
    const found = judge.readSavedImages(saved$1.report, read.formatSecond(startedAt));
    images.push(...found.images);
    const about = { source: 'findings', origin: file, message: `${file}: ${describeSaved(saved$1.report, found)}` };
    coverage.push(found.unread.length > 0 ? tally.gap(about) : tally.read({ ...about, records: found.images.length }));
  }
  return { images, coverage }
}

// What a saved report cannot answer again is said.
function describeSaved(report        , { images, unread }             )         {
  const overEvents = read.ownList(report, 'alerts').filter(alert => read.own(alert, 'image') === undefined).length;
  const unseen = read.ownList(report, 'coverage').filter(each => read.own(each, 'source') === 'findings' && read.own(each, 'state') === 'gap').length;
  return [
    `${read.plural(images.length, 'image')} of a saved report`,
    ...(overEvents === 0
      ? []
      : [`its ${read.agree(overEvents, 'alert', `${overEvents} alerts`)} over events ${read.agree(overEvents, 'is', 'are')} not judged again`]),
    ...(unseen === 0 ? [] : ['its run did not see all findings that it was asked for']),
    ...unread,
  ].join('; ')
}

exports.runComparison = runComparison;
