// Parameter Store of an account in memory: each Region has its own parameters, with versions that only rise.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html

import { DescribeParameters$, GetParameter$, GetParametersByPath$, PutParameter$ } from '@aws-sdk/client-ssm'
import {
  type AwsRequest,
  type Fields,
  makeToken,
  type Operation,
  partitionOf,
  Refusal,
  type Reply,
  readToken,
  sha256,
  Violation,
} from './wire.ts'

export interface AddedParameter {
  readonly type?: 'String' | 'SecureString' | 'StringList'
  readonly tier?: 'Standard' | 'Advanced'
  readonly keyId?: string
  readonly version?: number
  /** In eu-west-1 when it is not given. */
  readonly region?: string
}

export interface Parameters {
  /** Writes a parameter as somebody else would: one that is there gets its next version. */
  readonly putParameter: (name: string, value: string, options?: AddedParameter) => void
  readonly deleteParameter: (name: string) => void
  readonly parameter: (name: string, region?: string) => StoredParameter | undefined
}

export interface StoredParameter {
  readonly name: string
  readonly value: string
  readonly type: string
  readonly tier: string
  readonly keyId: string | undefined
  readonly version: number
}

interface Place {
  readonly region?: string
}

const MOST = { Standard: 4096, Advanced: 8192 } as const
const AWS_KEY = 'alias/aws/ssm'

export function makeParameters(account: string): Parameters & { readonly operations: Readonly<Record<string, Operation>> } {
  const regions = new Map<string, Map<string, StoredParameter>>()
  const at = ({ region = 'eu-west-1' }: Place): Map<string, StoredParameter> => {
    const known = regions.get(region) ?? new Map<string, StoredParameter>()
    regions.set(region, known)
    return known
  }
  const arnOf = (name: string, { region }: Pick<AwsRequest, 'region'>): string =>
    `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`
  const describe = ({ name, type, version }: StoredParameter, place: Pick<AwsRequest, 'region'>): Fields => ({
    Name: name,
    ARN: arnOf(name, place),
    Type: type,
    Version: version,
    LastModifiedDate: 1_780_000_000,
    DataType: 'text',
  })
  const give = (parameter: StoredParameter, request: AwsRequest): Fields => ({
    ...describe(parameter, request),
    Value: parameter.type === 'SecureString' && request.input['WithDecryption'] !== true ? sha256(parameter.value) : parameter.value,
  })

  function get(request: AwsRequest): Reply {
    const asked = String(request.input['Name'])
    const found = [...at(request).values()].find(({ name }) => name === asked || arnOf(name, request) === asked)
    if (found === undefined) throw new Refusal('ParameterNotFound', '')
    return { output: { Parameter: give(found, request) } }
  }

  function getByPath(request: AwsRequest): Reply {
    const { input } = request
    const path = `${String(input['Path']).replace(/\/$/, '')}/`
    const isBelow = ({ name }: StoredParameter): boolean =>
      name.startsWith(path) && (input['Recursive'] === true || !name.slice(path.length).includes('/'))
    const found = sorted(at(request)).filter(isBelow)
    const { items, next } = readPage(found, input, 10)
    return { output: { Parameters: items.map(each => give(each, request)), ...next } }
  }

  function describeAll(request: AwsRequest): Reply {
    const { input } = request
    const filters = (input['ParameterFilters'] ?? []) as readonly {
      readonly Key: string
      readonly Option?: string
      readonly Values: readonly string[]
    }[]
    const isAsked = ({ name }: StoredParameter): boolean =>
      filters.every(({ Key, Option, Values }) =>
        Key === 'Name'
          ? Values.includes(name)
          : Option === 'Recursive' && Values.some(path => name.startsWith(`${path.replace(/\/$/, '')}/`)),
      )
    const { items, next } = readPage(sorted(at(request)).filter(isAsked), input, 50)
    const details = items.map(each => ({
      ...describe(each, request),
      Tier: each.tier,
      Policies: [],
      ...(each.keyId === undefined ? {} : { KeyId: each.keyId }),
    }))
    return { output: { Parameters: details, ...next } }
  }

  function put(request: AwsRequest): Reply {
    const {
      Name: name,
      Value: value,
      Type,
      KeyId,
      Tier,
      Overwrite = false,
    } = request.input as Readonly<Record<string, string>> & { Overwrite?: boolean }
    const before = at(request).get(name ?? '')
    if (before !== undefined && !Overwrite) throw new Refusal('ParameterAlreadyExists', ALREADY)
    const tier = Tier ?? 'Standard'
    if (before?.tier === 'Advanced' && tier === 'Standard') throw new Violation('ValidationException', DOWNGRADE)
    const most = MOST[tier as keyof typeof MOST]
    if ((value ?? '').length > most)
      throw new Violation('ValidationException', `${tier} tier parameters support a maximum parameter value of ${most} characters.`)
    if (/\{\{.*?\}\}/.test(value ?? '')) throw new Violation('ValidationException', "Parameter value: can't nest another parameter.")
    const type = Type ?? before?.type
    if (type === undefined) throw new Violation('ValidationException', 'A parameter type is required when you create a parameter.')
    const version = (before?.version ?? 0) + 1
    const keyId = type === 'SecureString' ? (KeyId ?? AWS_KEY) : undefined
    at(request).set(name ?? '', { name: name ?? '', value: value ?? '', type, tier, keyId, version })
    return { output: { Version: version, Tier: tier } }
  }

  return {
    putParameter: (name, value, { type = 'String', tier = 'Standard', keyId, version, ...place } = {}) => {
      const before = at(place).get(name)
      const key = type === 'SecureString' ? (keyId ?? AWS_KEY) : undefined
      at(place).set(name, { name, value, type, tier, keyId: key, version: version ?? (before?.version ?? 0) + 1 })
    },
    deleteParameter: name => at({}).delete(name),
    parameter: (name, region) => at(region === undefined ? {} : { region }).get(name),
    operations: {
      GetParameter: { schema: GetParameter$, run: get },
      GetParametersByPath: { schema: GetParametersByPath$, bounds: pathBounds, run: getByPath },
      DescribeParameters: { schema: DescribeParameters$, bounds: describeBounds, run: describeAll },
      PutParameter: { schema: PutParameter$, bounds: putBounds, run: put },
    },
  }
}

const ALREADY = 'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.'
const DOWNGRADE =
  "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier."

function sorted(parameters: ReadonlyMap<string, StoredParameter>): readonly StoredParameter[] {
  return [...parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

// The real service remembers the last name that it gave, so that pages of a changing path may shift.
function readPage(
  found: readonly StoredParameter[],
  input: Fields,
  most: number,
): { readonly items: readonly StoredParameter[]; readonly next: Fields } {
  const size = (input['MaxResults'] as number | undefined) ?? most
  const token = input['NextToken'] as string | undefined
  const from = token === undefined ? 0 : (readToken(token)?.['from'] as number | undefined)
  if (from === undefined) throw new Violation('InvalidNextToken', 'The specified token is not valid.')
  const next = from + size
  return { items: found.slice(from, next), next: next < found.length ? { NextToken: makeToken({ from: next }) } : {} }
}

function pathBounds({ Path: path, MaxResults: size = 1 }: Fields): readonly string[] {
  return [
    ...(/^\/[\w./-]*$/.test(String(path)) ? [] : [`'path' has the value ${path}, which is no path`]),
    ...(Number(size) >= 1 && Number(size) <= 10 ? [] : ["'maxResults' must be from 1 to 10"]),
  ]
}

function describeBounds({ ParameterFilters: filters = [], MaxResults: size = 1 }: Fields): readonly string[] {
  const values = (filters as readonly { readonly Values?: readonly unknown[] }[]).map(({ Values = [] }) => Values.length)
  return [
    ...(values.every(count => count >= 1 && count <= 50) ? [] : ["'values' must have 1 to 50 entries"]),
    ...(Number(size) >= 1 && Number(size) <= 50 ? [] : ["'maxResults' must be from 1 to 50"]),
  ]
}

function putBounds({ Name: name, Value: value, KeyId: key, Type: type }: Fields): readonly string[] {
  return [
    ...(/^\/?[\w.-]+(?:\/[\w.-]+)*$/.test(String(name)) && !/^\/?(?:aws|ssm)/i.test(String(name)) ? [] : [`'name' cannot be ${name}`]),
    ...(String(value).length > 0 ? [] : ["'value' must not be empty"]),
    ...(key === undefined || type === 'SecureString' ? [] : ["'keyId' is for a SecureString only"]),
  ]
}

/** What Parameter Store answers where KMS refuses the caller a key. */
export function keyDenial(action: 'Decrypt' | 'Encrypt' | 'GenerateDataKey' = 'Decrypt'): {
  readonly name: string
  readonly message: string
} {
  const caller = 'User: arn:aws:sts::111122223333:assumed-role/ci/run is not authorized to perform'
  const cause = `because no identity-based policy allows the kms:${action} action (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException)`
  return { name: 'AccessDeniedException', message: `${caller}: kms:${action} on resource: ${KEY} ${cause}` }
}

export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666'
