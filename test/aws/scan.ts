// The scan of an image as a list of steps: each reading takes the next one, and its pages belong to it.
//
// There are steps and no clock: a test says what the first, the second and the third reading see, and never has to wait.

import { DescribeImageScanFindings$ } from '@aws-sdk/client-ecr'
import { checkOutput } from './schema.ts'
import { type Failure, type Fields, makeToken, type Reply, readToken, toSeconds, Violation } from './wire.ts'

/** An answer of DescribeImageScanFindings. */
export interface ScanResult {
  /** ScanStatus: IN_PROGRESS, PENDING, COMPLETE, ACTIVE, FAILED … or an unknown word. */
  readonly status: string
  readonly description?: string
  /** Findings of a basic scan; `[]` gives the counts {}. Without both lists there is no `imageScanFindings`. */
  readonly findings?: readonly Fields[]
  /** Findings of an enhanced scan. */
  readonly enhancedFindings?: readonly Fields[]
  /** Replaces the true counts, which are those of the whole image (basic) or of the page (enhanced). */
  readonly counts?: Readonly<Record<string, number>>
  readonly completedAt?: Date | string
  readonly vulnerabilitySourceUpdatedAt?: Date | string
  /** A smaller page size than the request would get. */
  readonly pageSize?: number
  /** Members left out of the answer. */
  readonly omit?: readonly ScanMember[]
  /** Makes every page name the same next page, without end. */
  readonly repeatToken?: boolean
  /** Failures by page number, from 2 on: the page fails on every request, or, with a list, once for each entry. */
  readonly pageFaults?: Readonly<Record<number, Failure | readonly Failure[]>>
  /** Milliseconds before each page. */
  readonly delay?: number
  /** The findings break the schema intentionally. */
  readonly unchecked?: boolean
}

export type ScanMember =
  | 'registryId'
  | 'repositoryName'
  | 'imageId'
  | 'imageScanStatus'
  | 'imageScanFindings'
  | 'findingSeverityCounts'
  | 'findings'
  | 'enhancedFindings'
  | 'nextToken'

/** An error of ECR instead of an answer; without `message` it has ECR's own. */
export interface ScanError {
  readonly error: string
  readonly message?: string
}

export type ScanStep = ScanResult | ScanError | Extract<Failure, string>

/** The scans of one image: the last is the current one, the earlier ones are kept for pages that may still be requested. */
export interface Scans {
  readonly lists: (readonly ScanStep[])[]
  /** The number of readings so far, and of those of the current scan. */
  readings: number
  taken: number
  /** How often a page was asked for, by reading and page. */
  readonly asked: Map<string, number>
}

export function makeScans(steps: readonly ScanStep[] | undefined): Scans {
  return { lists: [steps ?? []], readings: 0, taken: 0, asked: new Map() }
}

export function replaceScan(scans: Scans, steps: readonly ScanStep[]): void {
  scans.lists.push(steps)
  scans.taken = 0
}

/** What the next reading would find; undefined without a scan. */
export function peekStep({ lists, taken }: Scans): ScanStep | undefined {
  const steps = lists.at(-1) ?? []
  return steps[Math.min(taken, steps.length - 1)]
}

export function isResult(step: ScanStep | undefined): step is ScanResult {
  return typeof step === 'object' && 'status' in step
}

/** Where a page lies: the scan, the step in it, the reading and the first finding. */
interface Position {
  readonly digest: string
  readonly list: number
  readonly step: number
  readonly reading: number
  readonly page: number
  readonly from: number
  readonly size: number
}

/** One page of a reading; `named` are the members that name the image. */
export function readScan(scans: Scans, digest: string, named: Fields, input: Fields): Reply | ScanError {
  const token = input['nextToken'] as string | undefined
  const position = token === undefined ? takeStep(scans, digest, input) : findPosition(digest, token)
  const step = scans.lists[position.list]?.[position.step]
  if (step === undefined) return { error: 'ScanNotFoundException' }
  if (typeof step === 'string') return { failure: step }
  if ('error' in step) return step
  const failure = failureOf(scans, step, position)
  return failure === undefined ? writePage(step, position, named) : { failure }
}

function takeStep(scans: Scans, digest: string, input: Fields): Position {
  const list = scans.lists.length - 1
  const step = Math.min(scans.taken++, Math.max((scans.lists[list]?.length ?? 0) - 1, 0))
  const size = (input['maxResults'] as number | undefined) ?? 100
  return { digest, list, step, reading: scans.readings++, page: 1, from: 0, size }
}

function findPosition(digest: string, token: string): Position {
  const position = readToken(token) as Position | undefined
  if (position?.digest !== digest) {
    throw new Violation(
      'InvalidParameterException',
      "Invalid parameter at 'nextToken' failed to satisfy constraint: 'must be a token of this image'",
    )
  }
  return position
}

function failureOf(scans: Scans, step: ScanResult, { reading, page }: Position): Failure | undefined {
  const failures = step.pageFaults?.[page]
  if (failures === undefined || !isList(failures)) return failures
  const key = `${reading} ${page}`
  const asked = scans.asked.get(key) ?? 0
  scans.asked.set(key, asked + 1)
  return failures[asked]
}

function isList(failures: Failure | readonly Failure[]): failures is readonly Failure[] {
  return Array.isArray(failures)
}

function writePage(step: ScanResult, position: Position, named: Fields): Reply {
  const { findings, enhancedFindings } = step
  const omitted = new Set<string>(step.omit)
  // ECR gives 100 enhanced findings a page, whatever is requested: https://github.com/boto/boto3/issues/3449
  const asked = enhancedFindings === undefined ? position.size : 100
  const size = Math.min(step.pageSize ?? asked, asked)
  const length = Math.max(findings?.length ?? 0, enhancedFindings?.length ?? 0)
  const from = step.repeatToken === true && position.from >= length ? 0 : position.from
  const lists = [
    ...(findings === undefined || omitted.has('findings') ? [] : [pageOf('findings', findings, from, size)]),
    ...(enhancedFindings === undefined || omitted.has('enhancedFindings')
      ? []
      : [pageOf('enhancedFindings', enhancedFindings, from, size)]),
  ]
  const summary = without(omitted, {
    imageScanCompletedAt: step.completedAt === undefined ? undefined : toSeconds(step.completedAt),
    vulnerabilitySourceUpdatedAt:
      step.vulnerabilitySourceUpdatedAt === undefined ? undefined : toSeconds(step.vulnerabilitySourceUpdatedAt),
    findingSeverityCounts: step.counts ?? countsOf(step, from, size),
  })
  const head = without(omitted, {
    ...named,
    imageScanStatus: { status: step.status, ...(step.description === undefined ? {} : { description: step.description }) },
    nextToken: tokenAfter(step, position, from + size, length),
  })
  const hasFindings = (lists.length > 0 || Object.keys(summary).length > 0) && !omitted.has('imageScanFindings')
  return {
    output: hasFindings ? { ...head, imageScanFindings: summary } : head,
    body: writeBody(head, hasFindings ? [membersOf(summary), ...lists.map(list => list.text)] : undefined),
    problems: lists.flatMap(list => list.problems),
    ...(step.unchecked === true ? { unchecked: true } : {}),
    ...(step.delay === undefined ? {} : { delay: step.delay }),
  }
}

function tokenAfter({ repeatToken }: ScanResult, position: Position, next: number, length: number): string | undefined {
  if (repeatToken === true) return makeToken({ ...position, page: 2, from: next - position.from })
  return next < length ? makeToken({ ...position, page: position.page + 1, from: next }) : undefined
}

/** The counts: those of the whole image for a basic scan, those of the page for an enhanced one. */
function countsOf({ findings, enhancedFindings }: ScanResult, from: number, size: number): Fields | undefined {
  if (enhancedFindings !== undefined) return countSeverities(enhancedFindings.slice(from, from + size))
  return findings === undefined ? undefined : countSeverities(findings)
}

export function countSeverities(findings: readonly Fields[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { severity } of findings) counts[String(severity)] = (counts[String(severity)] ?? 0) + 1
  return counts
}

interface Page {
  /** The list as a member of an object: its name, a colon, its JSON. */
  readonly text: Buffer
  readonly problems: readonly string[]
}

// Each page is written and checked only once: otherwise an image with 25,000 findings would cost the fake more than its client,
// in every test that measures the client.
const pages = new WeakMap<readonly Fields[], Map<string, Page>>()

function pageOf(name: 'findings' | 'enhancedFindings', findings: readonly Fields[], from: number, size: number): Page {
  const known = pages.get(findings) ?? new Map<string, Page>()
  pages.set(findings, known)
  const key = `${name} ${from} ${size}`
  const page = known.get(key)
  if (page !== undefined) return page
  const slice = findings.slice(from, from + size)
  const made = {
    text: Buffer.from(`"${name}":${JSON.stringify(slice)}`),
    problems: checkOutput(DescribeImageScanFindings$, { imageScanFindings: { [name]: slice } }),
  }
  known.set(key, made)
  return made
}

/** Writes the pages of an enhanced scan before they are requested. */
export function prepareScan(steps: readonly ScanStep[]): void {
  for (const step of steps) {
    if (!isResult(step) || step.enhancedFindings === undefined) continue
    const size = Math.min(step.pageSize ?? 100, 100)
    for (let from = 0; from < step.enhancedFindings.length; from += size) pageOf('enhancedFindings', step.enhancedFindings, from, size)
  }
}

function writeBody(head: Fields, findings: readonly Buffer[] | undefined): readonly Buffer[] {
  const members = membersOf(head)
  if (findings === undefined) return [OPEN, members, CLOSE]
  const inner = join(findings.filter(part => part.length > 0))
  return [OPEN, ...join([members, FINDINGS].filter(part => part.length > 0)), OPEN, ...inner, CLOSE, CLOSE]
}

const OPEN = Buffer.from('{')
const CLOSE = Buffer.from('}')
const COMMA = Buffer.from(',')
const FINDINGS = Buffer.from('"imageScanFindings":')

function join(parts: readonly Buffer[]): readonly Buffer[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [COMMA, part]))
}

function membersOf(fields: Fields): Buffer {
  return Buffer.from(JSON.stringify(fields).slice(1, -1))
}

function without(omitted: ReadonlySet<string>, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== undefined && !omitted.has(name)))
}
