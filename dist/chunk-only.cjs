'use strict';

const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');

// ECR answers in lists even where there can be only one entry.



/** The one entry of a list; undefined if it is empty. Throws a fault if there are two that differ, because neither is believed then. */
function onlyOf(list                    , what        )          {
  const different = new Set(list.map(entry => JSON.stringify(entry)));
  if (different.size > 1) throw new world.Fault('aws-answer', { message: `ECR gave two answers about ${what}`, help: refusal.UNREADABLE })
  return list[0]
}

/** What DescribeImages says about an image; undefined if ECR does not know it. */
async function readDetail(ecr     , digest        )                   {
  const answered = await ecr.describeImage(digest);
  return onlyOf('answer' in answered ? read.ownList(answered.answer, 'imageDetails') : [], 'the image')
}

exports.onlyOf = onlyOf;
exports.readDetail = readDetail;
