// What the tests put into moto: with the SDK's own clients if AWS has a call for it, and with moto's API for the results that a
// scanner would write. https://docs.getmoto.org/en/latest/docs/services/ecr.html

import {
  CreateRepositoryCommand,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  PutRegistryScanningConfigurationCommand,
  type RegistryScanningRule,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { inject } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest, type OCI_INDEX, OCI_MANIFEST } from '../aws/images.ts'
import { type Fields, sha256 } from '../aws/wire.ts'

/** The account that moto gives every unknown caller. */
export const ACCOUNT = '123456789012'
export const REGION = 'eu-west-1'

const endpoint = inject('motoEndpoint')
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

/** What scans find. */
export const HIGH: Scan = { findings: makeBasicFindings({ HIGH: 2, LOW: 1 }) }
export const LOW: Scan = { findings: makeBasicFindings({ LOW: 3 }) }
export const CLEAN: Scan = { findings: [] }

/** The environment of a process that uses moto as AWS. */
export const env: Readonly<Record<string, string>> = {
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
}

function ecrClient(region: string): ECRClient {
  return new ECRClient({ endpoint, region, credentials, maxAttempts: 1 })
}

/** What a scan found, and its status: COMPLETE by default. */
export interface Scan {
  readonly status?: string
  readonly findings?: readonly Fields[]
  readonly enhancedFindings?: readonly Fields[]
  readonly nextToken?: string
}

interface ImageOptions {
  readonly repository: string
  readonly tag?: string
  readonly manifest: object
  readonly mediaType?: typeof OCI_MANIFEST | typeof OCI_INDEX
  readonly region?: string
  /** What a scan of it will find, once it is started. */
  readonly scan?: Scan
  /** Whether the scan is started; true by default if `scan` is given. */
  readonly scanned?: boolean
}

/** The name of a repository in moto with its registry's host. */
export function nameRepository(repository: string, region = REGION): string {
  return `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${repository}`
}

/** A repository that no other test has. */
export async function addRepository(region = REGION): Promise<string> {
  const repositoryName = `payments/${crypto.randomUUID().slice(0, 8)}`
  await ecrClient(region).send(new CreateRepositoryCommand({ repositoryName }))
  return repositoryName
}

/** Puts an image with its true digest, which moto does not compute itself. */
export async function addImage(options: ImageOptions): Promise<{ readonly digest: string; readonly size: number }> {
  const {
    repository: repositoryName,
    tag,
    manifest,
    mediaType = OCI_MANIFEST,
    region = REGION,
    scan,
    scanned = scan !== undefined,
  } = options
  const text = JSON.stringify(manifest)
  const digest = `sha256:${sha256(text)}`
  const client = ecrClient(region)
  await client.send(
    new PutImageCommand({ repositoryName, imageManifest: text, imageManifestMediaType: mediaType, imageDigest: digest, imageTag: tag }),
  )
  if (scan !== undefined) await setScan(repositoryName, digest, scan, region)
  if (scanned) await client.send(new StartImageScanCommand({ repositoryName, imageId: { imageDigest: digest } }))
  return { digest, size: text.length }
}

/** Stores an image 1.4.2 in a repository of its own, by default scanned if `scan` is given. */
export async function storeImage(scan?: Scan, { region = REGION, scanned = scan !== undefined } = {}) {
  const repository = await addRepository(region)
  const manifest = makeManifest(repository)
  const { digest } = await addImage({ repository, tag: '1.4.2', manifest, region, scanned, ...(scan === undefined ? {} : { scan }) })
  return { repository, digest, name: nameRepository(repository, region) }
}

// moto forever returns the first result it was given for an image and a way of naming the image. It mixes up the results of images
// without a tag.
async function setScan(repositoryName: string, imageDigest: string, scan: Scan, region: string): Promise<void> {
  const { status = 'COMPLETE', nextToken, ...lists } = scan
  const severities = Object.values(lists).flatMap(list => list.map(({ severity }) => String(severity)))
  const findingSeverityCounts = Object.fromEntries(
    [...new Set(severities)].map(severity => [severity, severities.filter(each => each === severity).length]),
  )
  const imageScanFindings = { imageScanCompletedAt: '2026-11-23T11:58:00Z', findingSeverityCounts, ...lists }
  const result = {
    registryId: ACCOUNT,
    repositoryName,
    imageId: { imageDigest },
    imageScanStatus: { status, description: `The scan is ${status}.` },
    ...(Object.keys(lists).length === 0 ? {} : { imageScanFindings }),
    ...(nextToken === undefined ? {} : { nextToken }),
  }
  const body = JSON.stringify({ account_id: ACCOUNT, region, results: [result] })
  const headers = { 'content-type': 'application/json' }
  const { status: answered } = await fetch(`${endpoint}/moto-api/static/ecr/scan-finding-results`, { method: 'POST', headers, body })
  if (answered !== 201) throw new Error(`moto refused the results of a scan with status ${answered}`)
}

/** Puts an image without imageDigest: moto then computes the digest from the names of the layers. */
export async function addImageWithoutDigest(repositoryName: string, imageTag: string, manifest: object): Promise<void> {
  await ecrClient(REGION).send(new PutImageCommand({ repositoryName, imageTag, imageManifest: JSON.stringify(manifest) }))
}

/** Sets how the registry of a Region scans the repositories that already exist. */
export async function setScanning(region: string, scanType: 'BASIC' | 'ENHANCED', rules: RegistryScanningRule[]): Promise<void> {
  await ecrClient(region).send(new PutRegistryScanningConfigurationCommand({ scanType, rules }))
}

/** The environment of a caller from another account, with credentials of AssumeRole. */
export async function assumeRole(account: string): Promise<Readonly<Record<string, string>>> {
  const client = new STSClient({ endpoint, region: REGION, credentials, maxAttempts: 1 })
  const RoleArn = `arn:aws:iam::${account}:role/deploy`
  const { Credentials: given } = await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ecr-gate' }))
  return {
    ...env,
    AWS_ACCESS_KEY_ID: given?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: given?.SessionToken ?? '',
  }
}

/** The digest of each tag of a repository, as moto lists it. */
export async function readTags(repositoryName: string, region = REGION): Promise<Readonly<Record<string, string | undefined>>> {
  const { imageIds = [] } = await ecrClient(region).send(new ListImagesCommand({ repositoryName }))
  return Object.fromEntries(imageIds.flatMap(({ imageTag, imageDigest }) => (imageTag === undefined ? [] : [[imageTag, imageDigest]])))
}

export async function makeImmutable(repositoryName: string): Promise<void> {
  await ecrClient(REGION).send(new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }))
}
