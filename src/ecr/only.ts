// ECR answers in lists even where there can be only one entry.

import { UNREADABLE } from '../aws/refusal.ts'
import { Fault } from '../fault.ts'
import { ownList } from '../json.ts'
import type { Ecr } from './calls.ts'

/** The one entry of a list; undefined if it is empty. Throws a fault if there are two that differ, because neither is believed then. */
export function onlyOf(list: readonly unknown[], what: string): unknown {
  const different = new Set(list.map(entry => JSON.stringify(entry)))
  if (different.size > 1) throw new Fault('aws-answer', { message: `ECR gave two answers about ${what}`, help: UNREADABLE })
  return list[0]
}

/** What DescribeImages says about an image; undefined if ECR does not know it. */
export async function readDetail(ecr: Ecr, digest: string): Promise<unknown> {
  const answered = await ecr.describeImage(digest)
  return onlyOf('answer' in answered ? ownList(answered.answer, 'imageDetails') : [], 'the image')
}
