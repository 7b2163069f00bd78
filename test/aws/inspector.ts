// Amazon Inspector in memory: what it lists of findings, and their details. Filters are applied as the service does, so a request that
// names too little gets the findings of others too.
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetFindingDetails.html

import { BatchGetFindingDetails$, ListFindings$ } from '@aws-sdk/client-inspector2'
import { type Bound, fails, length, range } from './bounds.ts'
import { readPage } from './page.ts'
import type { AwsRequest, Fields, Operation, Reply } from './wire.ts'

export interface Inspector {
  /** Adds findings as ListFindings has them. */
  readonly add: (...findings: readonly Fields[]) => void
  /** The details of findings by their ARNs, without `findingArn`. A finding without an entry has none. */
  readonly details: Map<string, Fields>
}

/** Where a request of a REST service goes, by its path. */
export const INSPECTOR_PATHS: Readonly<Record<string, string>> = {
  '/findings/list': 'ListFindings',
  '/findings/details/batch/get': 'BatchGetFindingDetails',
}

/** A finding of an enhanced scan as Inspector lists it itself: some of its members have other names, and some are only here. */
export function toInspectorFinding({ score, scoreDetails: _, ...finding }: Fields, members: Fields = {}): Fields {
  return { ...finding, inspectorScore: score, ...members }
}

const ARN = /^arn:(aws[a-zA-Z-]*)?:inspector2:[a-z]{2}(-gov)?-[a-z]+-\d{1}:\d{12}:finding\/[a-f0-9]{32}$/

const detailsBounds: Bound = input => [
  ...length(input, 'findingArns', 1, 10),
  ...((input['findingArns'] ?? []) as readonly string[]).filter(arn => !ARN.test(arn)).map(arn => fails('findingArns', `${arn} is no ARN`)),
]

export function makeInspector(): Inspector & { readonly operations: Readonly<Record<string, Operation>> } {
  const findings: Fields[] = []
  const details = new Map<string, Fields>()

  function listFindings({ input }: AwsRequest): Reply {
    const { filterCriteria = {}, ...rest } = input
    const found = findings.filter(finding => matches(finding, filterCriteria as Filters))
    const paging = { usual: 100, invalid: 'ValidationException', token: 'nextToken', size: 'maxResults' }
    const { entries, next } = readPage(found, { ...rest, filterCriteria }, paging)
    return { output: { findings: entries, ...(next === undefined ? {} : { nextToken: next }) } }
  }

  function batchGetDetails({ input }: AwsRequest): Reply {
    const arns = input['findingArns'] as readonly string[]
    return {
      output: {
        findingDetails: arns.filter(arn => details.has(arn)).map(findingArn => ({ findingArn, ...details.get(findingArn) })),
        errors: arns
          .filter(arn => !details.has(arn))
          .map(findingArn => ({ findingArn, errorCode: 'FINDING_DETAILS_NOT_FOUND', errorMessage: 'Finding details not found' })),
      },
    }
  }

  return {
    add: (...more) => findings.push(...more),
    details,
    operations: {
      ListFindings: { schema: ListFindings$, bounds: input => range(input, 'maxResults', 0, 100), run: listFindings },
      BatchGetFindingDetails: { schema: BatchGetFindingDetails$, bounds: detailsBounds, run: batchGetDetails },
    },
  }
}

type Filters = Readonly<Record<string, readonly { readonly comparison: string; readonly value: string }[]>>

const VALUES: Readonly<Record<string, (finding: Fields) => readonly unknown[]>> = {
  awsAccountId: finding => [finding['awsAccountId']],
  ecrImageHash: finding => imagesOf(finding).map(image => image['imageHash']),
  ecrImageRepositoryName: finding => imagesOf(finding).map(image => image['repositoryName']),
}

function matches(finding: Fields, filters: Filters): boolean {
  return Object.entries(filters).every(([name, wanted]) => {
    const values = VALUES[name]
    if (values === undefined) throw new Error(`the filter ${name} is not known here`)
    return wanted.some(({ comparison, value }) => comparison === 'EQUALS' && values(finding).includes(value))
  })
}

function imagesOf(finding: Fields): readonly Fields[] {
  const resources = finding['resources'] as readonly { readonly details: { readonly awsEcrContainerImage: Fields } }[]
  return resources.map(resource => resource.details.awsEcrContainerImage)
}
