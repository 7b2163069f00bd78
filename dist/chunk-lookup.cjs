'use strict';

const imply = require('./chunk-imply.cjs');

// Finds what CloudTrail's event history can select on its own. LookupEvents takes one value of one attribute, so looking up by
// `eventSource` is only possible for a filter that cannot match events of other sources, and by `eventName` for one that cannot match others.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html


/**
 * Host names of services and names of operations, which equal only themselves. To `=`, other strings may be numbers or CIDR blocks, which
 * equal further values.
 */
const PLAIN = /^(?:[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+|[A-Za-z][A-Za-z0-9_]*)$/;

/** Returns values of `field` of which every matching event has one; undefined when other values may match too. */
function constantsOf(expression            , field        )                                  {
  // An attribute that events are looked up by has one value in each of them.
  const values = imply.fewValues(imply.toFormula(expression, { aliases: new Map(), fields: { [field]: 'one' } }), field);
  const plain = [...(values ?? [])].filter(value => typeof value === 'string' && PLAIN.test(value));
  return plain.length === values?.size ? new Set(plain) : undefined
}

exports.constantsOf = constantsOf;
