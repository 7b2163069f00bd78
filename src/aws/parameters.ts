// The calls to Parameter Store, in one Region of one account. An answer that is about something else, or that lacks a part, is a fault: a
// proxy answers too, and a policy that is read in part would let through what the rest stops.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html

import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  type Parameter,
  type ParameterMetadata,
  type ParameterStringFilter,
  PutParameterCommand,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm'
import { captureAs, Fault } from '../fault.ts'
import { partitionOf } from '../image/uri.ts'
import type { Aws, Limit } from './client.ts'
import { Expected, expectErrors } from './expect.ts'
import { type Page, turnPages } from './pages.ts'
import { type Action, PERMISSIONS, permissionOf } from './permissions.ts'
import { type Call, DENIED, errorName, toAwsFault, unreadable } from './refusal.ts'

/** A parameter with its value, decrypted. */
export interface StoredParameter {
  readonly name: string
  readonly arn: string
  readonly version: number
  readonly type: string
  readonly value: string
}

/** What is known of a parameter without its value. */
export type ParameterDetails = ParameterMetadata & { readonly Name: string }

/** One Region of one account, and how messages name what is in it by its ARN. */
export interface ParameterPlace {
  readonly region: string
  readonly arnOf: (name: string) => string
}

/** `asked` is a name or an ARN, a path has no slash at its end. */
export interface ParameterStore {
  /** Undefined if there is no such parameter. */
  readonly get: (asked: string) => Promise<StoredParameter | undefined>
  /** All that is below a path, in one reading. */
  readonly list: (path: string) => Promise<readonly StoredParameter[]>
  /** Whether anything is below a path. */
  readonly hasBelow: (path: string) => Promise<boolean>
  readonly describe: (filter: ParameterStringFilter) => Promise<readonly ParameterDetails[]>
  /** Writes a parameter and returns its version; undefined if it is new and there is one of that name. */
  readonly put: (input: PutParameterCommandInput) => Promise<number | undefined>
}

/** The most that GetParametersByPath gives at once. */
const PAGE = 10
const MOST_DESCRIBED = 50
/** Of 10 parameters each: whoever keeps more files below one path has named the wrong one. */
const MOST_PAGES = 100

export async function openParameters(aws: Aws, { region, arnOf }: ParameterPlace): Promise<ParameterStore> {
  const client = await aws.ssm({ region })
  const ask = async <T>(send: (limit: Limit) => Promise<T>, action: Action, asked: string, kind?: 'write'): Promise<T> => {
    try {
      return await aws.call(send, kind)
    } catch (error) {
      if (error instanceof Expected) throw error
      // IAM knows no resource for what lists parameters.
      const arn = permissionOf(action).on === 'all parameters' ? '*' : arnOf(asked)
      throw toParameterFault(error, { action, on: nameAsked(asked), arn })
    }
  }
  const askPage = (path: string, size: number, token: string | undefined) => {
    const page = { Path: path, Recursive: true, WithDecryption: true, MaxResults: size, ...(token !== undefined && { NextToken: token }) }
    return ask(limit => client.send(new GetParametersByPathCommand(page), limit), 'ssm:GetParametersByPath', `${path}/`)
  }
  return {
    get: async asked => {
      const command = new GetParameterCommand({ Name: asked, WithDecryption: true })
      expectErrors(command, ['ParameterNotFound'])
      const answer = await captureAs(Expected, () => ask(limit => client.send(command, limit), 'ssm:GetParameter', asked))
      return answer instanceof Expected ? undefined : readParameter(answer.Parameter, 'GetParameter')
    },
    list: path =>
      listAll('GetParametersByPath', path, async token => {
        const { Parameters: list, NextToken: next } = await askPage(path, PAGE, token)
        return { page: listOfAnswer(list, 'GetParametersByPath').map(each => readParameter(each, 'GetParametersByPath')), next }
      }),
    hasBelow: async path => {
      const { Parameters: list = [], NextToken: next } = await askPage(path, 1, undefined)
      return list.length > 0 || next !== undefined
    },
    describe: filter =>
      listAll('DescribeParameters', filter.Values?.[0] ?? '', async token => {
        const input = { ParameterFilters: [filter], MaxResults: MOST_DESCRIBED, ...(token !== undefined && { NextToken: token }) }
        const send = (limit: Limit) => client.send(new DescribeParametersCommand(input), limit)
        const { Parameters: list, NextToken: next } = await ask(send, 'ssm:DescribeParameters', filter.Values?.[0] ?? '')
        return { page: listOfAnswer(list, 'DescribeParameters').map(readDetails), next }
      }),
    put: async input => {
      const command = new PutParameterCommand(input)
      expectErrors(command, ['ParameterAlreadyExists'])
      const send = (limit: Limit) => client.send(command, limit)
      const answer = await captureAs(Expected, () => ask(send, 'ssm:PutParameter', input.Name ?? '', 'write'))
      if (answer instanceof Expected) return undefined
      if (typeof answer.Version !== 'number') throw unreadable('PutParameter', 'has no version: it is not known whether it was written')
      return answer.Version
    },
  }
}

async function listAll<T>(
  who: string,
  what: string,
  ask: (token: string | undefined) => Promise<Page<readonly T[]>>,
): Promise<readonly T[]> {
  const items: T[] = []
  const askNext = async (token: string | undefined, number: number): Promise<Page<readonly T[]>> => {
    if (number <= MOST_PAGES) return ask(token)
    const message = `${who} did not end after ${MOST_PAGES} pages of what is at ${what}`
    throw new Fault('too-large', { message, help: 'name a path with fewer parameters below it' })
  }
  for await (const page of turnPages({ who }, askNext)) items.push(...page)
  return items
}

// A response from a proxy or another service has no list; that of the service always has one, even if it is empty.
function listOfAnswer<T>(list: readonly T[] | undefined, operation: string): readonly T[] {
  if (Array.isArray(list)) return list
  throw unreadable(operation, 'has no list of parameters')
}

function readParameter(parameter: Parameter | undefined, operation: string): StoredParameter {
  const { Name: name, ARN: arn, Version: version, Type: type, Value: value } = parameter ?? {}
  if (
    typeof name === 'string' &&
    typeof arn === 'string' &&
    typeof version === 'number' &&
    typeof type === 'string' &&
    typeof value === 'string'
  )
    return { name, arn, version, type, value }
  throw unreadable(operation, `lacks a part of ${name === undefined ? 'a parameter' : `parameter "${name}"`}`)
}

function readDetails(details: ParameterMetadata): ParameterDetails {
  const { Name: name } = details
  if (typeof name !== 'string') throw unreadable('DescribeParameters', 'lacks the name of a parameter')
  return { ...details, Name: name }
}

function nameAsked(asked: string): string {
  return asked.endsWith('/') ? `the path "${asked}"` : `parameter "${asked}"`
}

// Parameter Store asks KMS on behalf of the caller, and passes on what KMS refuses under the name that its own refusals have.
function toParameterFault(error: unknown, call: Call): Fault {
  const message = error instanceof Error ? error.message : ''
  if (!DENIED.includes(errorName(error)) || !/\bkms:|AWSKMS|ciphertext/i.test(message)) return toAwsFault(error, call)
  const [named = 'kms:Decrypt'] = /\bkms:(?:Decrypt|Encrypt|GenerateDataKey)\b/.exec(message) ?? []
  const [key = `the key with which ${call.on} is encrypted`] = /arn:[\w-]+:kms:[\w-]+:\d+:key\/[\w-]+/.exec(message) ?? []
  const action = Object.hasOwn(PERMISSIONS, named) ? (named as Action) : 'kms:Decrypt'
  return toAwsFault(error, { action, on: `the key of ${call.on}`, arn: key })
}

/** The place of parameters in a Region of an account; without an account, in that of whoever asks. */
export function placeOf(region: string, account: string | undefined): ParameterPlace {
  const base = `arn:${partitionOf(region)}:ssm:${region}:${account ?? '*'}`
  return {
    region,
    arnOf: asked => (asked.startsWith('arn:') ? asked : `${base}:parameter/${asked.replace(/^\//, '')}${asked.endsWith('/') ? '*' : ''}`),
  }
}
