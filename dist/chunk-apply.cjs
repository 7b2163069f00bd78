'use strict';

const policy = require('./chunk-policy.cjs');
const group = require('./chunk-group.cjs');
const filter = require('./chunk-filter.cjs');
const exception = require('./chunk-exception.cjs');
const match = require('./chunk-match.cjs');

// Applies exceptions: which of them holds now, what it accepts, and what it took. An exception that took nothing, has ended or ends soon
// is told where it is written; none of that changes a verdict.


/** Takes the events of a rule that an exception accepts. */







/** What an exception did in a run. */





















/** What was read of a run. */






/** How many of the events that an exception took are listed. */
const MOST_TAKEN = 10;








/** Starts to apply exceptions at a time, in milliseconds since 1970. Their order has no effect. */
function startExceptions(exceptions                      , now        )             {
  const sorted = [...exceptions].sort(byEnd);
  const tallies = new Map(sorted.map(each => [each, { findings: 0, events: 0, taken: [], images: new Set() }         ]));
  const lasting = sorted.filter(each => now < exception.endOf(each));
  const matchers = lasting.flatMap(each => (each.kind === 'finding' ? [match.matcherOf(each)] : []));
  const byId = group.groupBy(
    matchers.flatMap(matcher => matcher.exception.ids.map(id => ({ id, matcher }))),
    ({ id }) => id,
  );
  // The types of the rules that are evaluated.
  const types = new Map                  ();
  const general = matchers.filter(({ exception }) => exception.ids.length === 0);
  const byRule = group.groupBy(
    lasting.filter(each => each.kind === 'alert'),
    ({ rule }) => rule,
  );

  const candidatesFor = ({ id, aliases }         )                     => [
    ...[id, ...aliases].flatMap(each => (byId.get(each) ?? []).map(({ matcher }) => matcher)),
    ...general,
  ];
  return {
    accept: (finding, image, toEvent) => {
      const accepting = candidatesFor(finding).filter(
        matcher => matcher.isAbout(image) && matcher.refusalOf(finding, image, toEvent) === undefined,
      );
      for (const { exception } of new Set(accepting)) count(tallies.get(exception), image);
      const [first] = accepting.map(({ exception }) => exception).sort(byEnd);
      return first === undefined ? undefined : toAcceptance(first)
    },
    alertsOf: ({ rule, vocabulary }) => {
      types.set(rule.id, rule.type);
      return (byRule.get(rule.id) ?? []).map(exception => ({
        at: policy.formatPlace(exception.at),
        plan: filter.compile(exception.expression, vocabulary),
        take: (match, image) => take(tallies.get(exception), match, image),
      }))
    },
    outcomes: seen =>
      exceptions.map(exception$1 => {
        const { findings, events, taken, images } = tallies.get(exception$1);
        const used = findings + events > 0;
        const state = now >= exception.endOf(exception$1) ? 'expired' : used ? 'used' : isCertain(exception$1, types, seen) ? 'unused' : 'not judged';
        return { exception: exception$1, state, findings, events, taken: taken.map(({ time, title }) => ({ time, title })), images: [...images] }
      }),
  }
}

// The one that lasts longest comes first, so that the report tells when what is accepted counts again.
function byEnd(a           , b           )         {
  const [first, second] = [exception.endOf(a), exception.endOf(b)];
  return (first === second ? 0 : second - first) || policy.compareText(a.at.file, b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column
}

function count(tally                   , image       )       {
  if (tally === undefined) return
  tally.findings++;
  tally.images.add(image.uri);
}

function take(tally                   , match       , image                   )       {
  if (tally === undefined) return
  tally.events++;
  if (tally.taken.length < MOST_TAKEN) tally.taken.push(match);
  if (image !== undefined) tally.images.add(image.uri);
}

function toAcceptance({ reason, owner, expires, untilFixed, at }                  )             {
  return { reason, owner, expires, untilFixed, at: policy.formatPlace(at) }
}

// Only what was read completely proves that an exception has no use.
function isCertain(exception           , types                               , { images, events }      )          {
  const type = exception.kind === 'alert' ? types.get(exception.rule) : 'Finding';
  if (type !== 'Finding') return type !== undefined && events
  const about = exception.kind === 'alert' ? images : images.filter(match.matcherOf(exception).isAbout);
  return about.length > 0 && about.every(({ gaps }) => gaps.length === 0)
}

exports.startExceptions = startExceptions;
