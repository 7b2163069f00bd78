// The managed nodes of Systems Manager in memory, and DescribeInstanceInformation.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html

import { DescribeInstanceInformation$, type InstanceInformation } from '@aws-sdk/client-ssm'
import { makeShelf, secret, toWire } from './members.ts'
import { readPage } from './page.ts'
import { nodesBounds } from './ssmbounds.ts'
import type { AwsRequest, Operation, Reply } from './wire.ts'

export interface Nodes {
  /** Adds a node: an instance with Linux that is online unless its members say otherwise, or a machine outside of EC2 by its id mi-…. */
  readonly addNode: (region: string, members?: InstanceInformation) => string
  readonly changeNode: (region: string, id: string, members: InstanceInformation) => void
}

export function makeNodes(): Nodes & { readonly operations: Readonly<Record<string, Operation>> } {
  const nodes = makeShelf<InstanceInformation>('node')

  function describe({ region, input }: AwsRequest): Reply {
    const { Filters: filters = [], InstanceInformationFilterList: older = [] } = input as { Filters?: readonly Filter[] } & Older
    const asked = [...filters, ...older.map(({ key, valueSet }) => ({ Key: key, Values: valueSet }))]
    // An id that belongs to no node is not listed, as an instance that has not registered yet. The order is not that of the request.
    const found = nodes
      .all(region)
      .filter(node => asked.every(({ Key: key, Values: values }) => values.includes(String(node[MEMBERS[key]]))))
      .toSorted((left, right) => (String(left.InstanceId) < String(right.InstanceId) ? 1 : -1))
    const { entries, next } = readPage(found.map(toWire), input, { usual: 10, invalid: 'InvalidNextToken' })
    return { output: toWire({ InstanceInformationList: entries, NextToken: next }) }
  }

  return {
    addNode: (region, members = {}) => {
      const id = members.InstanceId ?? 'i-0a1b2c3d4e5f60718'
      nodes.put(region, id, { ...makeNode(id), ...members })
      return id
    },
    changeNode: (region, id, members) => nodes.change(region, id, node => ({ ...node, ...members })),
    operations: { DescribeInstanceInformation: { schema: DescribeInstanceInformation$, bounds: nodesBounds, run: describe } },
  }
}

/** The filters that the fake knows, and the members that they are about. */
const MEMBERS = {
  InstanceIds: 'InstanceId',
  AgentVersion: 'AgentVersion',
  PingStatus: 'PingStatus',
  PlatformTypes: 'PlatformType',
  ActivationIds: 'ActivationId',
  IamRole: 'IamRole',
  ResourceType: 'ResourceType',
  AssociationStatus: 'AssociationStatus',
  SourceIds: 'SourceId',
  SourceTypes: 'SourceType',
} as const satisfies Readonly<Record<string, keyof InstanceInformation>>

interface Filter {
  readonly Key: keyof typeof MEMBERS
  readonly Values: readonly string[]
}

interface Older {
  readonly InstanceInformationFilterList?: readonly { readonly key: Filter['Key']; readonly valueSet: readonly string[] }[]
}

function makeNode(id: string): InstanceInformation {
  const outside = id.startsWith('mi-')
  return {
    InstanceId: id,
    PingStatus: 'Online',
    LastPingDateTime: new Date('2026-11-23T11:59:00Z'),
    AgentVersion: '3.3.1611.0',
    IsLatestVersion: true,
    PlatformType: 'Linux',
    PlatformName: 'Amazon Linux',
    PlatformVersion: '2023',
    ...(outside ? { ActivationId: '0f3c6b1a-2d4e-4f60-8718-3e7af73cbed5', IamRole: 'nodes', Name: 'rack-4' } : {}),
    RegistrationDate: new Date('2026-10-01T08:00:00Z'),
    ResourceType: outside ? 'ManagedInstance' : 'EC2Instance',
    IPAddress: secret('IPAddress'),
    ComputerName: 'ip-10-0-4-17.eu-west-1.compute.internal',
    AssociationStatus: 'Success',
    SourceId: id,
    SourceType: outside ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance',
  }
}
