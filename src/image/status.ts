// ECR's ScanStatus: which values are results, which mean that the scan is not done yet, which end without a result, and what each
// one means.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html

import { quote } from '../diagnostic.ts'
import { type Fields, ownText } from '../json.ts'

/** `unknown` is a status that ECR does not document, or none at all. Neither is a result. */
export type Readiness = 'ready' | 'waiting' | 'ended' | 'unknown'

/** What to do about an archived image. */
export const RESTORE =
  'restore it (aws ecr update-image-storage-class --target-storage-class STANDARD), which takes up to 20 minutes, or push it again'

const UNSUPPORTED =
  'ECR cannot scan this kind of image; build it on an operating system that ECR supports, or have another scanner look at it'

const STATUSES: ReadonlyMap<string, readonly [Readiness, meaning: string]> = new Map([
  ['COMPLETE', ['ready', 'the scan is done']],
  ['ACTIVE', ['ready', 'Inspector scans the image continuously']],
  ['IN_PROGRESS', ['waiting', 'the scan is still running; read it again when it is done']],
  ['PENDING', ['waiting', 'the scan has not begun; read it again when it is done']],
  ['FAILED', ['ended', 'the scan failed; scan the image again, or push it again']],
  ['UNSUPPORTED_IMAGE', ['ended', UNSUPPORTED]],
  [
    'SCAN_ELIGIBILITY_EXPIRED',
    ['ended', "Inspector's rescan period for the image has ended; push it again, or lengthen the rescan duration"],
  ],
  ['FINDINGS_UNAVAILABLE', ['ended', 'ECR has no findings for this image; scan it again']],
  ['LIMIT_EXCEEDED', ['ended', 'a limit of the service ended the scan; scan it again later']],
  ['IMAGE_ARCHIVED', ['ended', `the image is archived and no longer scanned; ${RESTORE}`]],
])

/** Every status that ECR documents. */
export const SCAN_STATUSES: readonly string[] = [...STATUSES.keys()]

/** The status of a DescribeImageScanFindings answer, unchanged. */
export function statusOf(answer: unknown): string | null {
  return ownText(answer, 'imageScanStatus', 'status') ?? null
}

export function readinessOf(answer: unknown): Readiness {
  return STATUSES.get(statusOf(answer) ?? '')?.[0] ?? 'unknown'
}

/** The first status that is not a result; the first page's status when all are results. */
export function worstStatus(answers: readonly Fields[]): string | null {
  const [worst = answers[0]] = answers.filter(answer => readinessOf(answer) !== 'ready')
  return statusOf(worst)
}

/** Explains in one sentence why an answer is not a result, with ECR's own description where it gives one. */
export function explainStatus(answer: unknown): string {
  const status = statusOf(answer)
  if (status === null) return 'the answer has no imageScanStatus, so nothing says that the scan is complete'
  const description = ownText(answer, 'imageScanStatus', 'description')
  // A basic scan of such an image does not end as UNSUPPORTED_IMAGE.
  const isUnsupported = status === 'FAILED' && /\bUnsupportedImageError\b/.test(description ?? '')
  const [, meaning] = STATUSES.get(isUnsupported ? 'UNSUPPORTED_IMAGE' : status) ?? []
  const says = description === undefined ? '' : ` (ECR says: ${description})`
  return `the scan's status is ${meaning === undefined ? quote(status) : status}: ${meaning ?? 'ECR does not document this status, so it is not a result'}${says}`
}
