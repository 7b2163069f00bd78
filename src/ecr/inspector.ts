// Asks Amazon Inspector what it knows of the findings of an image and ECR does not say. What it does not say is a gap only where a rule
// needs it, so nothing here ends the reading of the image.
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetFindingDetails.html

import type { Inspector2Client } from '@aws-sdk/client-inspector2'
import pMap from 'p-map'
import type { Aws, Limit, Place } from '../aws/client.ts'
import { turnPages } from '../aws/pages.ts'
import { takeAnswer } from '../aws/raw.ts'
import { type Call, toAwsFault, unreadable } from '../aws/refusal.ts'
import { type Tell, toReason } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import type { Image } from '../image/image.ts'
import { type DetailsAnswer, joinInspector } from '../image/inspector.ts'
import type { InspectorField } from '../image/intelligence.ts'
import type { ImageUri } from '../image/uri.ts'
import { type Fields, isObject, ownList, ownText } from '../json.ts'
import { plural } from '../plural.ts'

/** The most that ListFindings gives at once. */
const PAGE = 100
/** Enough for 100,000 findings; an endless series of pages would never be given up. */
const MOST_PAGES = 1000
/** The most findings whose details can be asked for at once, and how many such calls are made at the same time. */
const MOST_ARNS = 10
const AT_ONCE = 4

interface EnrichOptions {
  readonly intelligence: readonly InspectorField[]
  readonly tell: Tell
}

/** The image with what Amazon Inspector says of its findings, and with what it did not say. */
export async function enrich(aws: Aws, place: Place, image: Image, { intelligence, tell }: EnrichOptions): Promise<Image> {
  const client = await aws.inspector(place)
  const told = new Set<string>()
  const tellOnce = (fault: Fault): string => {
    const { at: _, ...diagnostic } = fault.diagnostic
    const reason = toReason(diagnostic)
    // What a rule needs of it is a gap of the image; in the log it only explains that.
    if (!told.has(reason)) tell({ ...diagnostic, level: 'warning', at: image.uri })
    told.add(reason)
    return reason
  }
  const { entries, fault } = await listFindings(aws, client, image)
  const open = image.findings.flatMap(({ arn, state }) => (arn !== null && state === 'open' ? [arn] : []))
  const details = intelligence.includes('knownExploited') ? await readDetails(aws, client, [...new Set(open)]) : undefined
  return joinInspector(image, {
    listed: entries,
    broken: fault && tellOnce(fault),
    details: details?.map(({ arns, answer }): DetailsAnswer => ({ arns, answer: answer instanceof Fault ? tellOnce(answer) : answer })),
  })
}

/** The calls that can be made about an image, each made once; one about details needs a finding. Throws the fault of the first that fails. */
export async function tryCalls(
  aws: Aws,
  uri: ImageUri,
  digest: string,
  intelligence: readonly InspectorField[],
): Promise<readonly string[]> {
  const client = await aws.inspector(uri)
  const { entries, fault } = await listFindings(aws, client, { ...uri, digest })
  if (fault !== undefined) throw fault
  const arns = entries.flatMap(entry => ownText(entry, 'findingArn') ?? []).slice(0, MOST_ARNS)
  const [details] = intelligence.includes('knownExploited') ? await readDetails(aws, client, arns) : []
  if (details?.answer instanceof Fault) throw details.answer
  return [LIST.action, ...(details === undefined ? [] : [DETAILS.action])]
}

// A page that was read is believed, whatever becomes of the next one.
async function listFindings(
  aws: Aws,
  client: Inspector2Client,
  { registryId, repositoryName, digest }: Pick<Image, 'registryId' | 'repositoryName' | 'digest'>,
): Promise<{ readonly entries: readonly unknown[]; readonly fault: Fault | undefined }> {
  const { ListFindingsCommand } = await import('@aws-sdk/client-inspector2')
  const equals = (value: string | null) => [{ comparison: 'EQUALS' as const, value: value ?? '' }]
  // An administrator of Inspector sees the findings of other accounts too.
  const filterCriteria = {
    awsAccountId: equals(registryId),
    ecrImageRepositoryName: equals(repositoryName),
    ecrImageHash: equals(digest),
  }
  const entries: unknown[] = []
  const fault = await captureFault(async () => {
    const pages = turnPages({ who: 'Amazon Inspector' }, async nextToken => {
      const command = new ListFindingsCommand({ filterCriteria, maxResults: PAGE, ...(nextToken !== undefined && { nextToken }) })
      const page = await send(aws, command, limit => client.send(command, limit), { ...LIST, on: `the findings of ${repositoryName}` })
      return { page, next: ownText(page, 'nextToken') }
    })
    let read = 0
    for await (const page of pages) {
      for (const entry of ownList(page, 'findings')) entries.push(entry)
      read++
      if (read < MOST_PAGES || ownText(page, 'nextToken') === undefined) continue
      throw new Fault('aws-answer', { message: `after ${plural(read, 'page')} Amazon Inspector has more: the rest was not read` })
    }
  })
  return { entries, fault: fault instanceof Fault ? fault : undefined }
}

async function readDetails(
  aws: Aws,
  client: Inspector2Client,
  arns: readonly string[],
): Promise<readonly { readonly arns: readonly string[]; readonly answer: Fields | Fault }[]> {
  const { BatchGetFindingDetailsCommand } = await import('@aws-sdk/client-inspector2')
  const batches = Array.from({ length: Math.ceil(arns.length / MOST_ARNS) }, (_, i) => arns.slice(i * MOST_ARNS, (i + 1) * MOST_ARNS))
  // What is denied or cannot be reached once is so for all of them, and each would take its time.
  let failed: Fault | undefined
  const ask = async (batch: readonly string[]): Promise<Fields | Fault> => {
    if (failed !== undefined) return failed
    const command = new BatchGetFindingDetailsCommand({ findingArns: [...batch] })
    const answer = await captureFault(() => send(aws, command, limit => client.send(command, limit), { ...DETAILS, on: 'findings' }))
    if (answer instanceof Fault) failed = answer
    return answer
  }
  return pMap(batches, async batch => ({ arns: batch, answer: await ask(batch) }), { concurrency: AT_ONCE })
}

// IAM knows no resource for these calls.
const LIST = { action: 'inspector2:ListFindings', arn: '*' } as const
const DETAILS = { action: 'inspector2:BatchGetFindingDetails', arn: '*' } as const

// The answer is taken before the SDK reads it: what the SDK cannot read, such as a date beyond all dates, would seem not to be there.
async function send(
  aws: Aws,
  command: Parameters<typeof takeAnswer>[0],
  call: (limit: Limit) => Promise<unknown>,
  about: Call,
): Promise<Fields> {
  let answer: unknown
  takeAnswer(command, json => {
    answer = json
  })
  try {
    await aws.call(call)
  } catch (error) {
    throw toAwsFault(error, about)
  }
  if (isObject(answer)) return answer
  throw unreadable(about.action, 'is not a JSON object')
}
