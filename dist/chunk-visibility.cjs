'use strict';

const imply = require('./chunk-imply.cjs');
const read = require('./chunk-read.cjs');

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
  const absent = plans.flatMap(({ expression }) => read.pathsOf(expression)).filter(isAbsent);
  const premises = [
    ...Object.entries(events.certain).map(([field, value]) => compareTo(pathTo(field), '=', value)),
    ...events.present.map(field => compareTo(pathTo(field), '!=', null)),
    ...absent.map(path => compareTo(path, '=', null)),
  ];
  return imply.canHoldTogether([...premises.map(clause => imply.toFormula(clause, vocabulary)), ...formulas])
}

exports.canJudgeImage = canJudgeImage;
exports.canJudgeImages = canJudgeImages;
exports.canSuppressImage = canSuppressImage;
exports.compareTo = compareTo;
exports.pathTo = pathTo;
