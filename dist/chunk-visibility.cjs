'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');

/** The values by the key that `keyOf` gives each, in the order in which keys and values first stand. */
function groupBy      (values              , keyOf                 )                               {
  return groupByEach(values, value => [keyOf(value)])
}

/** The same where a value may have several keys, and then stands under each of them. */
function groupByEach      (values              , keysOf                           )                               {
  const groups = new Map        ();
  for (const value of values) {
    for (const key of keysOf(value)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [value]);
      else group.push(value);
    }
  }
  return groups
}

// Applies overrides to rules. An override that names no rule, or sets what another one already sets, is an error: if an override
// had no effect, or depended on the order of files, the gate would not be the one its author expects.


/** What overrides changed in a rule. */







/** A rule that is not in force but may be named by an override. */







/** The absences by the id of the rule. */


/** Returns the rules in their order with all overrides applied, and what is wrong with the overrides. */
function applyOverrides(
  rules                         ,
  overrides                     ,
  absent        ,
)                                                                                                                             {
  const byRule = groupByRule(overrides);
  const overridesOf = ({ rule: { id } }              )                      => byRule.get(id) ?? [];
  const known = new Set(rules.map(({ rule }) => rule.id));
  const ids = [...known, ...absent.keys()];
  return {
    rules: rules.map(each => tune(each, overridesOf(each))),
    tuned: rules.flatMap(each => describeTuning(each.rule.id, overridesOf(each))),
    diagnostics: [
      ...limitIdle(
        overrides.filter(({ rule }) => !known.has(rule)),
        absent,
      ).flatMap(override => tellIdle(override, absent.get(override.rule), ids)),
      ...[...byRule.values()].flatMap(checkTwice),
    ],
  }
}

function groupByRule(overrides                     )                                           {
  return groupBy(overrides, ({ rule }) => rule)
}

// What is already parsed, of the rule and of its overrides, stays so.
function tune(compiled              , overrides                     )               {
  if (overrides.length === 0) return compiled
  const added = overrides.flatMap(override => override.added.map(expression => imply.compile(expression, compiled.vocabulary)));
  return { ...compiled, rule: tuneFields(compiled.rule, overrides), suppressions: [...compiled.suppressions, ...added] }
}

/** The rule with these overrides of it applied. */
function tuneFields(rule      , overrides                     )       {
  const set = overrides.flatMap(({ changes: { addSuppressions: _, ...changes } }) =>
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  const added = overrides.flatMap(({ changes }) => changes.addSuppressions ?? []);
  return { ...rule, ...Object.fromEntries(set), suppressions: [...rule.suppressions, ...added] }
}

function fieldsOf({ changes }          )                    {
  return Object.entries(changes).flatMap(([field, value]) =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [field],
  )
}

function describeTuning(id        , overrides                     )                   {
  if (overrides.length === 0) return []
  return [{ id, by: [...new Set(overrides.map(({ at }) => at.file))], fields: [...new Set(overrides.flatMap(fieldsOf))] }]
}

/**
 * Limits what names rules that are not in force. Each wrong name is compared with that of every rule, so a generated file of thousands is
 * told by its first, wrong ones before idle.
 */
function limitIdle                                     (naming              , absent        )               {
  if (naming.length <= MOST_TOLD) return naming
  const [wrong, idle] = [false, true].map(is => naming.filter(({ rule }) => absent.has(rule) === is));
  return [...(wrong ?? []), ...(idle ?? [])].slice(0, MOST_TOLD)
}

const MOST_TOLD = 100;

// An override that is to make a rule fail the deployment, and cannot, is an error: its author believes that the rule stops it.
function tellIdle(override          , absence                     , ids                   )                        {
  const { rule: id, at, changes } = override;
  if (absence === undefined) return [unknownRule(id, 'to override', ids, at)]
  const { rule, why, standIn } = absence;
  const isMeant = changes.enabled === true || changes.action !== undefined || changes.severityOfAlerts !== undefined;
  const isLost = isMeant && imply.canFail(tuneFields(rule, [override])) && (standIn === undefined || !imply.canFail(standIn));
  if (!isLost) return [{ level: 'warning', kind: 'idle-override', message: `the override of ${read.quote(id)} does nothing: ${why}`, at }]
  const message = `the override makes ${read.quote(id)} fail the deployment, but does nothing: ${why}`;
  return [{ level: 'error', kind: 'idle-override', message, help: 'remove the override, or what keeps the rule out', at }]
}

/** The error about a name that no rule has; `ids` are those that there are. */
function unknownRule(id        , purpose        , ids                   , at       )             {
  return { level: 'error', kind: 'unknown-rule', message: `there is no rule ${read.quote(id)} ${purpose}`, help: read.didYouMean(id, ids), at }
}

function checkTwice(overrides                     )                        {
  const first = new Map                  ();
  return overrides.flatMap(override =>
    fieldsOf(override).flatMap((field)               => {
      const earlier = first.get(field);
      if (earlier === undefined || field === 'addSuppressions') {
        first.set(field, override);
        return []
      }
      const message = `${field} of rule ${read.quote(override.rule)} is already set in ${read.formatPlace(earlier.at)}`;
      return [{ level: 'error', kind: 'duplicate-override', message, help: 'remove one of the two', at: override.at }]
    }),
  )
}

// Clauses that no filter has written, for what is known of events without one.



/** The span of what stands in no text. */
const NO_SPAN = { start: 0, end: 0 };

/** `path = "value"`, `path != null` and the like. */
function compareTo(path      , operator            , value               )             {
  const literal = value === null ? ({ kind: 'null', span: NO_SPAN }         ) : ({ kind: 'text', value, span: NO_SPAN }         );
  return { kind: 'comparison', path, operator, literal, span: path.span }
}

/** The path of a field that needs no quoting, such as `event_type`. */
function pathTo(field        )       {
  return { segments: field.split('.'), span: NO_SPAN }
}

// Decides whether rules can see what they are supposed to judge. A gate whose rules cannot would always be green, so a rule counts
// only if some image could make it alert: its filter can hold for an event of the image while none of its suppressions does.
//
// These events are a closed world. The image's own event records no actual call: it has no user, address or error.




/** Whether some enabled rule can alert on an image. */
function canJudgeImages(rules                         )          {
  return rules.some(compiled => compiled.rule.enabled && canJudgeImage(compiled))
}

/** What always holds for the events made from an image: fields that have one value, or always have some; and which fields there can be. */






const IMAGE_EVENTS                                     = new Map([
  [
    'CloudTrail',
    {
      certain: { event_type: 'cloudtrail', eventSource: 'ecr.amazonaws.com', eventName: 'DescribeImageScanFindings' },
      present: ['requestParameters', 'responseElements.imageScanFindings.findingSeverityCounts'],
      // The last four are aliases, computed from fields that these events have.
      fields: [...imply.SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId', 'recipientAccountID'],
    },
  ],
  ['Finding', { certain: { event_type: 'finding', state: 'open' }, present: [], fields: Object.keys(imply.FINDING_VOCABULARY.fields) }],
]);

/** Whether an image could make a rule alert if the rule were enabled. */
function canJudgeImage(compiled              )          {
  const { rule, filter, suppressions, vocabulary } = compiled;
  // An image has only one event, which never reaches a threshold above 1.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const silent = suppressions.map(({ expression }) => imply.negateFormula(imply.toFormula(expression, vocabulary)));
  return meetsImage(compiled, [filter, ...suppressions], [imply.toFormula(filter.expression, vocabulary), ...silent])
}

/** Whether the suppression at a position can remove an event of an image that the rule's filter matches. */
function canSuppressImage(compiled              , position        )          {
  const { filter, suppressions, vocabulary } = compiled;
  const plans = [filter, ...suppressions.slice(position, position + 1)];
  return meetsImage(
    compiled,
    plans,
    plans.map(({ expression }) => imply.toFormula(expression, vocabulary)),
  )
}

// Whether an event of an image may satisfy the formulas, which are about the fields that the plans name.
function meetsImage({ rule, vocabulary }              , plans                 , formulas                    )          {
  const events = IMAGE_EVENTS.get(rule.type);
  if (events === undefined) return false
  const isAbsent = ({ segments: [name] }      )          => !events.fields.includes(String(name));
  const absent = plans.flatMap(({ expression }) => imply.pathsOf(expression)).filter(isAbsent);
  const premises = [
    ...Object.entries(events.certain).map(([field, value]) => compareTo(pathTo(field), '=', value)),
    ...events.present.map(field => compareTo(pathTo(field), '!=', null)),
    ...absent.map(path => compareTo(path, '=', null)),
  ];
  return imply.canHoldTogether([...premises.map(clause => imply.toFormula(clause, vocabulary)), ...formulas])
}

exports.applyOverrides = applyOverrides;
exports.canJudgeImage = canJudgeImage;
exports.canJudgeImages = canJudgeImages;
exports.canSuppressImage = canSuppressImage;
exports.compareTo = compareTo;
exports.groupBy = groupBy;
exports.groupByEach = groupByEach;
exports.groupByRule = groupByRule;
exports.limitIdle = limitIdle;
exports.pathTo = pathTo;
exports.tuneFields = tuneFields;
exports.unknownRule = unknownRule;
