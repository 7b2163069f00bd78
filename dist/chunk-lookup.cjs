'use strict';

// Finds what CloudTrail's event history can select on its own. LookupEvents takes one value of one attribute, so looking up by
// `eventSource` is only possible for a filter that cannot match events of other sources.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html

                                                         

/** Texts that equal only themselves. To `=`, other texts may be numbers, booleans or CIDR blocks, which equal further values. */
const PLAIN = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+$/;

/** Returns values of `field` of which every matching event has one; undefined when other values may match too. */
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

exports.constantsOf = constantsOf;
