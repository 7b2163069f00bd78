// ECR's protocol has instants as seconds since 1970, and every tool that prints its answers writes ISO 8601. Filters see ISO
// 8601 in both cases, whether an answer is live or from a file.

import { type Fields, isObject } from '../json.ts'
import { toIsoTime } from '../time.ts'

/** Converts the instants of a DescribeImageScanFindings answer from the wire to ISO 8601, on request also those in its findings. */
export function spellInstants(answer: Fields, inFindings: boolean): Fields {
  return change(answer, inFindings ? WHOLE : HEAD)
}

type Changes = Readonly<Record<string, (value: unknown) => unknown>>

const IMAGE: Changes = { pushedAt: spell, lastInUseAt: spell }
const RESOURCE: Changes = { details: inside({ awsEcrContainerImage: inside(IMAGE) }) }
const FINDING: Changes = {
  firstObservedAt: spell,
  lastObservedAt: spell,
  updatedAt: spell,
  packageVulnerabilityDetails: inside({ vendorCreatedAt: spell, vendorUpdatedAt: spell }),
  resources: eachOf(RESOURCE),
}
const BODY: Changes = { imageScanCompletedAt: spell, vulnerabilitySourceUpdatedAt: spell }
const HEAD: Changes = { imageScanFindings: inside(BODY) }
const WHOLE: Changes = { imageScanFindings: inside({ ...BODY, enhancedFindings: eachOf(FINDING) }) }

function spell(value: unknown): unknown {
  return typeof value === 'number' ? (toIsoTime(value) ?? value) : value
}

function inside(changes: Changes): (value: unknown) => unknown {
  return value => (isObject(value) ? change(value, changes) : value)
}

function eachOf(changes: Changes): (value: unknown) => unknown {
  const one = inside(changes)
  return value => (Array.isArray(value) ? value.map(one) : value)
}

function change(fields: Fields, changes: Changes): Fields {
  const changed: Record<string, unknown> = { ...fields }
  for (const [name, make] of Object.entries(changes)) if (Object.hasOwn(fields, name)) changed[name] = make(fields[name])
  return changed
}
