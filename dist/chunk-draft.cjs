'use strict';

const filter = require('./chunk-filter.cjs');
const status = require('./chunk-status.cjs');
const policy = require('./chunk-policy.cjs');
const group = require('./chunk-group.cjs');
const rule = require('./chunk-rule.cjs');

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
      fields: [...status.SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId', 'recipientAccountID'],
    },
  ],
  ['Finding', { certain: { event_type: 'finding', state: 'open' }, present: [], fields: Object.keys(filter.FINDING_VOCABULARY.fields) }],
]);

/** Whether an image could make a rule alert if the rule were enabled. */
function canJudgeImage(compiled              )          {
  const { rule, filter: filter$1, suppressions, vocabulary } = compiled;
  // An image has only one event, which never reaches a threshold above 1.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const silent = suppressions.map(({ expression }) => filter.negateFormula(filter.toFormula(expression, vocabulary)));
  return meetsImage(compiled, [filter$1, ...suppressions], [filter.toFormula(filter$1.expression, vocabulary), ...silent])
}

/** Whether the suppression at a position can remove an event of an image that the rule's filter matches. */
function canSuppressImage(compiled              , position        )          {
  const { filter: filter$1, suppressions, vocabulary } = compiled;
  const plans = [filter$1, ...suppressions.slice(position, position + 1)];
  return meetsImage(
    compiled,
    plans,
    plans.map(({ expression }) => filter.toFormula(expression, vocabulary)),
  )
}

// Whether an event of an image may satisfy the formulas, which are about the fields that the plans name.
function meetsImage({ rule, vocabulary }              , plans                 , formulas                    )          {
  const events = IMAGE_EVENTS.get(rule.type);
  if (events === undefined) return false
  const isAbsent = ({ segments: [name] }      )          => !events.fields.includes(String(name));
  const absent = plans.flatMap(({ expression }) => filter.pathsOf(expression)).filter(isAbsent);
  const premises = [
    ...Object.entries(events.certain).map(([field, value]) => compareTo(pathTo(field), '=', value)),
    ...events.present.map(field => compareTo(pathTo(field), '!=', null)),
    ...absent.map(path => compareTo(path, '=', null)),
  ];
  return filter.canHoldTogether([...premises.map(clause => filter.toFormula(clause, vocabulary)), ...formulas])
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
  return group.groupBy(overrides, ({ rule }) => rule)
}

// What is already parsed, of the rule and of its overrides, stays so.
function tune(compiled              , overrides                     )               {
  if (overrides.length === 0) return compiled
  const added = overrides.flatMap(override => override.added.map(expression => filter.compile(expression, compiled.vocabulary)));
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
  const { rule: rule$1, why, standIn } = absence;
  const isMeant = changes.enabled === true || changes.action !== undefined || changes.severityOfAlerts !== undefined;
  const isLost = isMeant && rule.canFail(tuneFields(rule$1, [override])) && (standIn === undefined || !rule.canFail(standIn));
  if (!isLost) return [{ level: 'warning', kind: 'idle-override', message: `the override of ${policy.quote(id)} does nothing: ${why}`, at }]
  const message = `the override makes ${policy.quote(id)} fail the deployment, but does nothing: ${why}`;
  return [{ level: 'error', kind: 'idle-override', message, help: 'remove the override, or what keeps the rule out', at }]
}

/** The error about a name that no rule has; `ids` are those that there are. */
function unknownRule(id        , purpose        , ids                   , at       )             {
  return { level: 'error', kind: 'unknown-rule', message: `there is no rule ${policy.quote(id)} ${purpose}`, help: policy.didYouMean(id, ids), at }
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
      const message = `${field} of rule ${policy.quote(override.rule)} is already set in ${policy.formatPlace(earlier.at)}`;
      return [{ level: 'error', kind: 'duplicate-override', message, help: 'remove one of the two', at: override.at }]
    }),
  )
}

// Writes an exception as text, in the style of the file that it goes into: as a block or in brackets, as YAML or as JSON.


/** An exception that is to be written. */












/** The fields of an exception as its file has them, in the order in which they are read. */
function pairsOf({ ids, package: name, image, reason, owner, expires, untilFixed }       )                  {
  const [id] = ids;
  const target       = ids.length === 1 && id !== undefined ? ['id', id] : ['ids', ids];
  const texts = Object.entries({ package: name, image, reason, owner, expires });
  return [
    target,
    ...texts.flatMap(([key, text])                  => (text === null ? [] : [[key, text]])),
    ...(untilFixed ? [['until-fixed', true]         ] : []),
  ]
}

/** The lines of an entry of a block list; `dash` is what its first line begins with, such as `  - `. */
function writeBlock(draft       , dash        )                    {
  const lines = pairsOf(draft).map(([key, value]) => `${key}: ${writeYaml(value, 'block')}`);
  return lines.map((line, i) => (i === 0 ? dash : ' '.repeat(dash.length)) + line)
}

/** What stands around the fields of a map in brackets: `{ `, `, ` and ` }`. */






/** The entry of a list in brackets. */
function writeFlow(draft       , isJson         , { open, separator, close }          )         {
  const fields = pairsOf(draft).map(([key, value]) =>
    isJson ? `${JSON.stringify(key)}: ${writeJson(value)}` : `${key}: ${writeYaml(value, 'flow')}`,
  );
  return `${open}${fields.join(separator)}${close}`
}

function writeJson(value         )         {
  if (typeof value === 'object') return `[${value.map(writeJson).join(', ')}]`
  return policy.printableJson(JSON.stringify(value))
}

/** A value of a field as YAML, in a block or in brackets. */
function writeYaml(value         , style                  )         {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'object') return `[${value.map(item => writeYaml(item, 'flow')).join(', ')}]`
  return isPlain(value, style) ? value : writeJson(value)
}

// Narrower than YAML allows, so that nobody has to know YAML to see that such a text is a string.
const PLAIN = { block: /^\p{L}[\p{L}\p{M}\p{N} _./()@+*;,'-]*$/u, flow: /^\p{L}[\p{L}\p{M}\p{N} _./()@+*;'-]*$/u };
const OTHER = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function isPlain(text        , style                  )          {
  return policy.endOfDay(text) !== undefined || (PLAIN[style].test(text) && !text.endsWith(' ') && !OTHER.test(text) && policy.printable(text) === text)
}

exports.applyOverrides = applyOverrides;
exports.canJudgeImage = canJudgeImage;
exports.canJudgeImages = canJudgeImages;
exports.canSuppressImage = canSuppressImage;
exports.compareTo = compareTo;
exports.groupByRule = groupByRule;
exports.limitIdle = limitIdle;
exports.pairsOf = pairsOf;
exports.pathTo = pathTo;
exports.tuneFields = tuneFields;
exports.unknownRule = unknownRule;
exports.writeBlock = writeBlock;
exports.writeFlow = writeFlow;
exports.writeYaml = writeYaml;
