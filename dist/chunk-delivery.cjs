'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');

// What a kind of scan delivers of a finding. An enhanced scan has every field, although some are absent in some findings. A basic scan
// has few: what else it has is in attributes, and which attributes there are depends on the scanner.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html




/** What every basic finding can have, and what is known without the scan. */
const BASIC                    = ['event_type', 'eventTime', 'id', 'type', 'severity', 'state', 'description', 'links', 'image'];

const FROM_ATTRIBUTES                    = Object.entries(imply.FINDING_FIELDS)
  .filter(([name]) => !BASIC.includes(name))
  .flatMap(([name, below]) => (isTree(below) ? Object.keys(below).map(inner => `${name}.${inner}`) : [name]));

function isTree(below                    )                     {
  return typeof below !== 'string'
}

/** Returns the names that the basic findings of these pages lack, all of them; empty for an enhanced scan. */
function findLacks(pages                 )                    {
  return lacksOf(pages.flatMap(({ findings }) => findings.filter(each => each.basic).map(({ finding }) => finding)))
}

/** The same of basic findings by themselves. */
function lacksOf(basic                    )                    {
  return basic.length === 0 ? [] : FROM_ATTRIBUTES.filter(name => !basic.some(finding => hasValue(finding, name)))
}

/** Whether a finding is one of a basic scan: every finding of Amazon Inspector has an ARN and a title. */
function isBasicFinding({ arn, title }                                )          {
  return arn === null && title === null
}

function hasValue(finding         , name        )          {
  const [field = '', inner] = name.split('.');
  const values = inner === undefined ? [read.own(finding, field)] : finding.packages.map(each => read.own(each, inner));
  return values.flat().some(value => value !== undefined)
}

exports.findLacks = findLacks;
exports.isBasicFinding = isBasicFinding;
exports.lacksOf = lacksOf;
