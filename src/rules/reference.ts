// A reference to rules, exceptions or a policy in Parameter Store, such as `ssm:/team/gate/high`, or in S3. It stands wherever a path of a
// file does, so messages call the parameter or the object by it, and put line and column behind it as behind any file.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html

import { didYouMean, type Problem, quote, usageProblem } from '../diagnostic.ts'
import { isAccountId, isRegion, PARTITION_IDS, partitionOf } from '../image/uri.ts'
import { meansS3 } from '../s3.ts'
import { type ObjectReference, parseObject, rootOf, type StoredObject } from './object.ts'

/** A parameter as it was read. */
export interface Parameter {
  readonly name: string
  readonly arn: string
  readonly version: number
}

/** What a file was read from that is none on disk. */
export type Stored = Parameter | StoredObject

/** The parameters and the objects among what was read. */
export function partStored(stored: readonly Stored[]) {
  return {
    parameters: stored.filter((each): each is Parameter => 'version' in each),
    objects: stored.filter((each): each is StoredObject => 'etag' in each),
  }
}

/** What of a file was read, for messages. */
export function describeVersion(stored: Stored): string {
  if ('version' in stored) return `version ${stored.version}`
  return stored.versionId === null ? `without a version, ETag ${stored.etag}` : `version ${stored.versionId}`
}

export type Reference = ParameterReference | ObjectReference

export interface ParameterReference {
  readonly kind: 'parameter'
  /** As it was given. */
  readonly text: string
  /** The name of a parameter, or a path that ends in a slash: all that is below it. */
  readonly name: string
  readonly isPath: boolean
  /** Where it is; undefined if that is the Region and the account of whoever reads it. */
  readonly place: { readonly partition: string; readonly region: string; readonly account: string } | undefined
}

const SHAPE =
  'write ssm:/team/gate/high for one parameter, ssm:/team/gate/ for all below a path, or ssm:arn:aws:ssm:eu-west-1:111122223333:parameter/team/gate/high'
const NO_VERSION =
  'leave it out: behind a colon stands a line in messages; the report says which version was read, and verify --policy-digest can ask for it'
/** How to say where a parameter is whose reference names no Region. */
export const NO_REGION = 'set AWS_REGION in the environment, or write the whole ARN behind ssm:'

const NAME = /^\/?[\w.-]+(?:\/[\w.-]+)*\/?$/
const MOST_LEVELS = 15
const MOST_CHARACTERS = 1011

/** Whether a path is, or was meant as, a reference. A file of such a name on disk is `./ssm:…` or `./s3:…`. */
export function isReference(path: string): boolean {
  return /^ssm:/i.test(path) || meansS3(path)
}

/** A path of the disk, written so that it cannot be taken for a reference. */
export function onDisk(path: string): string {
  return isReference(path) ? `./${path}` : path
}

/** Where references of a kind lead, and how files are written there. */
export const PLACES: Readonly<Record<Reference['kind'], { readonly name: string; readonly writer: string }>> = {
  parameter: { name: 'Parameter Store', writer: 'policy push' },
  object: { name: 'S3', writer: 'aws s3 cp' },
}

/** Reads a reference; a problem says what was found in its place. */
export function parseReference(text: string): Reference | Problem {
  return meansS3(text) ? parseObject(text) : parseParameter(text)
}

function parseParameter(text: string): ParameterReference | Problem {
  const rest = text.slice('ssm:'.length)
  if (!text.startsWith('ssm:')) return wrong(text, 'it begins in capital letters', `write ssm:${rest}`)
  if (rest === '') return wrong(text, 'it names no parameter')
  if (/^arn:/i.test(rest)) return parseArn(text, rest)
  const what = findWrongName(rest)
  return what === undefined ? make(text, rest, undefined) : wrong(text, ...what)
}

function make(text: string, name: string, place: ParameterReference['place']): ParameterReference {
  return { kind: 'parameter', text, name, isPath: name.endsWith('/'), place }
}

function parseArn(text: string, given: string): ParameterReference | Problem {
  const [, partition = '', service = '', region = '', account = '', resource = '', ...more] = given.split(':')
  if (!PARTITION_IDS.includes(partition))
    return wrong(text, `there is no partition ${quote(partition)}`, didYouMean(partition, PARTITION_IDS))
  if (service !== 'ssm') return wrong(text, `it is an ARN of ${quote(service)}, and not of ssm`)
  if (!isRegion(region)) return wrong(text, `${quote(region)} is no Region`)
  if (partitionOf(region) !== partition) return wrong(text, `${region} is in the partition ${partitionOf(region)}, and not in ${partition}`)
  if (!isAccountId(account)) return wrong(text, `${quote(account)} is no account, whose id has 12 digits`)
  const [, name = ''] = /^parameter(\/.*)$/.exec(resource) ?? []
  if (name === '') return wrong(text, 'it is no ARN of a parameter')
  const what = findWrongName([name, ...more].join(':'))
  return what === undefined ? make(text, name, { partition, region, account }) : wrong(text, ...what)
}

function findWrongName(name: string): readonly [what: string, help?: string] | undefined {
  const levels = name.split('/').filter(level => level !== '')
  if (levels.length === 0) return ['it is every parameter of an account', 'name a path below the first slash, such as ssm:/team/gate/']
  if (name.startsWith('//')) return ['it begins with two slashes', `write ssm:/${levels.join('/')}${name.endsWith('/') ? '/' : ''}`]
  if (/^[^:]+:[^:/]*$/.test(name)) return ['it names a version or a label', NO_VERSION]
  if (!NAME.test(name)) return ['a name has letters, digits and . _ - between single slashes']
  if (!name.startsWith('/') && name.includes('/')) return ['a name with slashes begins with one', `write ssm:/${name}`]
  if (/^\/?(?:aws|ssm)/i.test(name)) return ['names that begin with aws or ssm belong to AWS', 'give it another name']
  if (levels.length > MOST_LEVELS || name.length > MOST_CHARACTERS)
    return [`a name has at most ${MOST_LEVELS} levels and ${MOST_CHARACTERS} characters`]
  return undefined
}

function wrong(text: string, what: string, help = SHAPE): Problem {
  return usageProblem(`{setting} cannot be ${quote(text)}: ${what}`, help)
}

/** The ARN of a name, or of a path without its last slash. Where an account is not known, it is `*`, as IAM writes any. */
export function parameterArn(
  name: string,
  { region, account = '*' }: { readonly region: string; readonly account?: string | undefined },
): string {
  return `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter/${name.replace(/^\/|\/$/g, '')}`
}

/**
 * What a policy in Parameter Store or S3 means by a path: what lies beside it there. In Parameter Store an ending such as `.yml` is left
 * out, as `policy push` leaves it out, so that the same policy is right on disk and there.
 */
export function besideReference(policy: string, path: string): string | Problem {
  if (isReference(path)) return textOf(parseReference(path))
  const reference = parseReference(policy) as Reference
  const { name, help, levels, top, above, write } = reference.kind === 'object' ? besideObject(reference) : besideParameter(reference)
  if (/^(?:[/\\]|[a-z]:[/\\])/i.test(path)) return wrong(path, `it is a path on a disk, and the policy is in ${name}`, help)
  const parts = path.split('/')
  for (const part of parts) {
    if (part === '..' && levels.length <= top) return wrong(path, `nothing is above ${above}`)
    if (part === '..') levels.pop()
    else if (part !== '' && part !== '.') levels.push(part)
  }
  const isPath = ['', '.', '..'].includes(parts.at(-1) ?? '')
  return textOf(parseReference(write(levels.join('/'), isPath)))
}

function textOf(reference: Reference | Problem): string | Problem {
  return 'message' in reference ? reference : reference.text
}

function besideParameter({ text, name }: ParameterReference) {
  const root = text.slice(0, text.length - name.length)
  return {
    name: PLACES.parameter.name,
    help: 'name what lies beside the policy, or ssm:/path',
    levels: name.split('/').slice(0, -1),
    top: 1,
    above: 'the first slash of Parameter Store',
    write: (joined: string, isPath: boolean) => root + (isPath ? `${joined}/` : joined.replace(/\.(?:ya?ml|json)$/i, '')),
  }
}

function besideObject(reference: ObjectReference) {
  return {
    name: PLACES.object.name,
    help: 'name what lies beside the policy, or s3://bucket/key',
    levels: reference.key.split('/').slice(0, -1),
    top: 0,
    above: 'a bucket',
    write: (joined: string, isPath: boolean) => rootOf(reference) + (isPath && joined !== '' ? `${joined}/` : joined),
  }
}
