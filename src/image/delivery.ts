// What a kind of scan delivers of a finding. An enhanced scan has every field, although some are absent in some findings. A basic scan
// has few: what else it has is in attributes, and which attributes there are depends on the scanner.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html

import { own } from '../json.ts'
import type { FieldTree } from '../language/vocabulary.ts'
import { FINDING_FIELDS } from './event.ts'
import type { Finding } from './finding.ts'
import type { Page } from './page.ts'

/** What every basic finding can have, and what is known without the scan. */
const BASIC: readonly string[] = ['event_type', 'eventTime', 'id', 'type', 'severity', 'state', 'description', 'links', 'image']

const FROM_ATTRIBUTES: readonly string[] = Object.entries(FINDING_FIELDS)
  .filter(([name]) => !BASIC.includes(name))
  .flatMap(([name, below]) => (isTree(below) ? Object.keys(below).map(inner => `${name}.${inner}`) : [name]))

function isTree(below: FieldTree | string): below is FieldTree {
  return typeof below !== 'string'
}

/** Returns the names that the basic findings of these pages lack, all of them; empty for an enhanced scan. */
export function findLacks(pages: readonly Page[]): readonly string[] {
  return lacksOf(pages.flatMap(({ findings }) => findings.filter(each => each.basic).map(({ finding }) => finding)))
}

/** The same of basic findings by themselves. */
export function lacksOf(basic: readonly Finding[]): readonly string[] {
  return basic.length === 0 ? [] : FROM_ATTRIBUTES.filter(name => !basic.some(finding => hasValue(finding, name)))
}

/** Whether a finding is one of a basic scan: every finding of Amazon Inspector has an ARN and a title. */
export function isBasicFinding({ arn, title }: Pick<Finding, 'arn' | 'title'>): boolean {
  return arn === null && title === null
}

function hasValue(finding: Finding, name: string): boolean {
  const [field = '', inner] = name.split('.')
  const values = inner === undefined ? [own(finding, field)] : finding.packages.map(each => own(each, inner))
  return values.flat().some(value => value !== undefined)
}
