'use strict';

const filter = require('./chunk-filter.cjs');
const status = require('./chunk-status.cjs');
const json = require('./chunk-json.cjs');
const policy = require('./chunk-policy.cjs');
const rule = require('./chunk-rule.cjs');
const draft = require('./chunk-draft.cjs');

// Finds what a rule could not see in the findings of an image. A basic scan has fewer fields than an enhanced one, and a clause about
// one that is not there does not hold. Where that field could make the rule match, the finding was not judged.
//
// A rule that compares a field with null says itself what its absence means, so it has judged.
//
// An image's own event has the list of its kind of scan only, so a CloudTrail rule about the other list cannot see its findings either.


/** What was not seen, in one sentence. It is a gap if the rule could have blocked, otherwise a note. */





/** Returns what an enabled rule over findings could not see of an image, if anything. */
function findUnseen(compiled              , image       )                     {
  const { rule: rule$1 } = compiled;
  const clauses = [compiled.filter, ...compiled.suppressions].flatMap(({ expression }) => filter.clausesOf(expression));
  const names = image.lacks.filter(name => clauses.some(({ path }) => isAbout(path, name)));
  if (names.length === 0 || !draft.canJudgeImage(compiled)) return undefined
  const open = names.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)));
  let [matched, possible, handled] = [0, 0, 0];
  for (const event of status.toFindingEvents(image)) {
    if (filter.matchesRule(compiled, event)) matched++;
    else if (couldMatch(compiled, event, open)) possible++;
    else if (couldMatch(compiled, event, names)) handled++;
  }
  const count = possible + handled;
  if (count === 0) return undefined
  const text = `rule ${rule$1.id} asks for ${names.join(', ')}, which this basic scan does not have: ${policy.plural(count, 'finding')} may match it`;
  const alerts = rule$1.threshold === 1 && matched > 0;
  const mayBlock = rule.actionOf(rule$1) === 'fail' && possible > 0 && matched + possible >= rule$1.threshold && !alerts;
  if (!mayBlock) return { kind: 'note', text }
  return { kind: 'gap', text: `${text}; use enhanced scanning, or say in the rule what absence means: ${open[0]} = null` }
}

/**
 * Returns what the enabled CloudTrail rules could not see of an image, because they look at the list of the other kind of scan. It is no
 * gap where a CloudTrail rule that fails looks at the list that is there: such rules are written for one kind each.
 */
function findUnseenLists(rules                         , image       )                    {
  const present = status.LISTS.filter(name => json.own(image.event, ...status.listPath(name)) !== undefined);
  const absent = status.LISTS.filter(name => !present.includes(name));
  if (present.length === 0 || absent.length === 0) return []
  const isSeen = rules.some(each => rule.canFail(each.rule) && present.some(name => looksAt(each, name)));
  return rules.flatMap((compiled)                    => {
    const { rule: rule$1 } = compiled;
    const [name] = rule$1.type === 'CloudTrail' ? absent.filter(each => looksAt(compiled, each)) : [];
    const isUnseen = ({ segments }      )          => name !== undefined && status.leadsIntoList(segments, name);
    if (
      name === undefined ||
      !draft.canJudgeImage(compiled) ||
      filter.matchesRule(compiled, image.event) ||
      !filter.mayMatch(compiled, image.event, path => !isUnseen(path))
    )
      return []
    const isHandled = filter.clausesOf(compiled.filter.expression).some(clause => isUnseen(clause.path) && asksAbsence(clause));
    const text = `rule ${rule$1.id} looks at ${name}, which this scan does not have`;
    if (!rule.canFail(rule$1) || isSeen || isHandled) return [{ kind: 'note', text }]
    return [{ kind: 'gap', text: `${text}; write it as a rule of type Finding, which sees the findings of either kind of scan` }]
  })
}

/**
 * Whether a filter over findings holds for the event of a finding of this image, whatever the fields have that its scan does not deliver.
 * Where the filter compares such a field with null, it says itself what its absence means.
 */
function holdsForCertain(filter$1      , event        , { lacks }                      )          {
  if (!filter$1.matches(event)) return false
  const clauses = filter.clausesOf(filter$1.expression);
  const open = lacks.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)));
  return open.length === 0 || filter.decide(filter$1, event, path => isKnown(path, event, open, filter.FINDING_VOCABULARY)) === true
}

function looksAt({ filter: filter$1, suppressions }              , list        )          {
  return [filter$1, ...suppressions].some(({ expression }) => filter.pathsOf(expression).some(({ segments }) => status.leadsIntoList(segments, list)))
}

// Whether the rule could match an event if the fields of these names had values.
function couldMatch(rule              , event        , names                   )          {
  return filter.mayMatch(rule, event, path => isKnown(path, event, names, rule.vocabulary))
}

function isKnown(path      , event        , names                   , vocabulary            )          {
  return !names.some(name => isAbout(path, name)) || filter.valuesOf(event, path, vocabulary).length > 0
}

// Whether a path leads to a field, into it, or to what contains it.
function isAbout({ segments }      , name        )          {
  const path = segments.filter(segment => typeof segment === 'string').join('.');
  return `${path}.`.startsWith(`${name}.`) || name.startsWith(`${path}.`)
}

function asksAbsence(clause                         )          {
  return filter.demandOf(clause).literals.some(({ kind }) => kind === 'null')
}

exports.findUnseen = findUnseen;
exports.findUnseenLists = findUnseenLists;
exports.holdsForCertain = holdsForCertain;
