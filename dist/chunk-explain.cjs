'use strict';

const imply = require('./chunk-imply.cjs');

// Explains, clause by clause, what a filter found in an event and why it held or not. It runs the same tests that decide a
// match: an explanation inspects the plan and evaluates nothing on its own.






















/** Explains the outcome of a compiled filter for an event; `holds` of the result equals `plan.matches(event)`. */
function explain(plan      , event        , vocabulary            )              {
  const { expression } = plan;
  const holds = plan.matches(event);
  const terms = plan.terms.map(term => explain(term, event, vocabulary));
  const explanation = { kind: expression.kind, holds, text: imply.print(expression), terms };
  if (expression.kind !== 'comparison' && expression.kind !== 'in') return explanation
  const values = imply.valuesOf(event, expression.path, vocabulary);
  return { ...explanation, found: { path: imply.printPath(expression.path), values, why: because(expression, values, holds) } }
}

function because(clause                         , values                    , holds         )         {
  const { relation, literals, negated } = imply.demandOf(clause);
  const { phrase, opposite } = clause.kind === 'in' ? imply.IN : imply.OPERATORS[clause.operator];
  const asksPresence = clause.kind === 'comparison' && clause.literal.kind === 'null';
  if (values.length === 0) {
    if (asksPresence) return 'the field has no value in this event'
    if (literals.some(({ kind }) => kind === 'null')) return 'the field has no value, and the list contains null'
    return negated ? 'the field has no value, so it cannot equal a value in the filter' : 'the field has no value in this event'
  }
  if (asksPresence && relation.kind === 'equality') return 'the field has a value'
  const one = values.length === 1;
  if (negated && holds) return one ? 'the value differs' : 'every value differs'
  if (negated || holds) return `${one ? 'the value' : 'one of the values'} ${phrase}`
  return one ? `the value ${opposite}` : `none of the values ${phrase}`
}

exports.explain = explain;
