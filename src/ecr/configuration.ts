// Explains why there is no scan, from the scanning configuration of the registry and the repository: one sentence with a cure.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html

import { readCaller } from '../aws/caller.ts'
import type { Aws } from '../aws/client.ts'
import { UNREADABLE } from '../aws/refusal.ts'
import { captureFault, Fault } from '../fault.ts'
import type { StartScan } from '../gate/policy.ts'
import type { ImageUri } from '../image/uri.ts'
import { type Fields, own, ownList, ownText } from '../json.ts'
import type { Ecr } from './calls.ts'
import { onlyOf } from './only.ts'

/** The scanning configuration; each part is a fault if it could not be read. */
export interface Configuration {
  /** `BASIC`, `ENHANCED`, or a value that this code does not know. */
  readonly scanType: string | Fault
  /** `SCAN_ON_PUSH`, `CONTINUOUS_SCAN` or `MANUAL`. */
  readonly scanFrequency: string | Fault
}

/** The facts about the run that the explanation depends on. */
export interface Situation {
  /** True if ECR has no scan at all, false if there is a scan without a result. */
  readonly missing: boolean
  readonly startScan: StartScan
}

/** Explains a missing result; empty if there is nothing to say. If the configuration cannot be read, the text says so. */
export async function explainMissingResult(aws: Aws, ecr: Ecr, uri: ImageUri, { missing, startScan }: Situation): Promise<string> {
  const caller = await captureFault(async () => (await readCaller(aws, uri)).account)
  // Both configuration calls answer for the caller's own registry only.
  if (typeof caller === 'string' && caller !== uri.registryId) return explainForeign(caller, uri)
  return missing ? explainConfiguration(await readConfiguration(ecr), startScan) : ''
}

export async function readConfiguration(ecr: Ecr): Promise<Configuration> {
  const [registry, repository] = await Promise.all([
    captureFault(() => ecr.getRegistryScanningConfiguration()),
    captureFault(async () => frequencyOf(await ecr.batchGetRepositoryScanningConfiguration())),
  ])
  return { scanType: registry instanceof Fault ? registry : typeOf(registry), scanFrequency: repository }
}

/** What the configuration means for an image without a scan. */
function explainConfiguration({ scanType, scanFrequency }: Configuration, startScan: StartScan): string {
  const unread = [scanType, scanFrequency].find(value => value instanceof Fault)
  if (unread !== undefined) {
    const calls = 'ecr:GetRegistryScanningConfiguration and ecr:BatchGetRepositoryScanningConfiguration'
    return `the reason is unknown (${unread.message}); allow ${calls}`
  }
  if (scanType === 'ENHANCED') {
    return scanFrequency === 'MANUAL'
      ? 'the registry uses enhanced scanning, and none of its rules covers this repository: add the repository to them'
      : `the registry uses enhanced scanning (${scanFrequency}), and Inspector has no result for this image: it may be too old or of a kind Inspector does not scan; push it again`
  }
  if (startScan === 'if-missing') return 'raise scan-grace and wait-timeout'
  return scanFrequency === 'SCAN_ON_PUSH'
    ? 'the repository is scanned on push (basic), so the image was pushed before that was set, or its scan is late: raise scan-grace, or set start-scan: if-missing'
    : 'basic scanning scans this repository only on request: set start-scan: if-missing, or turn on scan on push and push again'
}

function explainForeign(caller: string, { registryId }: ImageUri): string {
  return `the registry belongs to account ${registryId} and the credentials to ${caller}: enhanced results can be read only in the owning account; name a role there that may call ecr:DescribeImageScanFindings with image-roles`
}

function typeOf(answer: Fields): string | Fault {
  return ownText(answer, 'scanningConfiguration', 'scanType') ?? unreadable('ecr:GetRegistryScanningConfiguration names no scanType')
}

// An older form of the answer has no scanFrequency and only says whether pushes are scanned.
function frequencyOf(answer: Fields): string | Fault {
  const given = [...ownList(answer, 'scanningConfigurations'), ...ownList(answer, 'failures')]
  const configuration = onlyOf(given, "the repository's scanning")
  if (configuration === undefined || own(configuration, 'failureCode') !== undefined)
    return unreadable('ecr:BatchGetRepositoryScanningConfiguration says nothing about the repository')
  return ownText(configuration, 'scanFrequency') ?? (own(configuration, 'scanOnPush') === true ? 'SCAN_ON_PUSH' : 'MANUAL')
}

function unreadable(what: string): Fault {
  return new Fault('aws-answer', { message: `the answer of ${what}`, help: UNREADABLE })
}
