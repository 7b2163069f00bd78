// What AWS says of the targets of sessions and commands: Systems Manager describes nodes, and the Resource Groups Tagging API has the
// tags of nodes and of the tasks of containers. Each target is asked for once a run. Whatever is not answered is marked as unknown, with
// the reason, and never taken for absent.

import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api'
import { DescribeInstanceInformationCommand } from '@aws-sdk/client-ssm'
import type { Aws } from '../aws/client.ts'
import { turnPages } from '../aws/pages.ts'
import { errorName, toAwsFault, UNREADABLE } from '../aws/refusal.ts'
import type { Tell } from '../diagnostic.ts'
import { type Answered, describeTarget, type NodeFacts } from '../events/describe.ts'
import { arnOfTarget, type Described, kindOfTarget } from '../events/target.ts'
import { captureFault, Fault } from '../fault.ts'
import { partitionOf } from '../image/uri.ts'
import { own } from '../json.ts'

/** Where targets are: a Region of the account that the connection has the credentials of. */
export interface TargetsPlace {
  readonly aws: Aws
  readonly region: string
  readonly account: Promise<string | Fault>
}

export interface Targets {
  /** Says of each id what is known of it; one that was asked for before is not asked for again. */
  readonly describe: (ids: readonly string[]) => Promise<ReadonlyMap<string, Described>>
}

type Tags = Readonly<Record<string, string>>

/** The most targets of an account and Region that a run describes. */
export const MOST_TARGETS = 1000
/** A page of nodes has at most as many, so that one page has the answer. */
const NODES_AT_ONCE = 50
const TAGS_AT_ONCE = 100
const MOST_FAULTS = 3

const NOT_AN_ID = 'whose id Systems Manager does not know'
const NOT_LISTED = 'that Systems Manager does not list'
const NO_TAGS = 'that may be gone, because AWS knows no tags of it'

/** Starts to describe targets. What cannot be asked for is told once. */
export function startTargets(place: TargetsPlace, tell: Tell): Targets {
  const known = new Map<string, Promise<Described>>()
  const asking = {
    nodes: untilRefused(ids => askNodes(place, ids), tell, place),
    tags: untilRefused(ids => askTags(place, ids), tell, place),
  }
  let isFull = false

  // Returns those to ask for now.
  const choose = (ids: readonly string[]): readonly string[] => {
    const fresh = [...new Set(ids)].filter(id => !known.has(id) && kindOfTarget(id) !== undefined)
    const room = fresh.slice(0, MOST_TARGETS - known.size)
    if (room.length < fresh.length && !isFull) {
      isFull = true
      const message = `only the first ${MOST_TARGETS} targets of ${place.region} are described`
      tell({ level: 'note', kind: TARGETS, message, help: 'shorten audit-window, or let rules ask for fewer targets' })
    }
    return room
  }

  const describe = async (id: string): Promise<readonly [string, Described]> => {
    if (kindOfTarget(id) === undefined) return [id, { id, omitted: true, reason: NOT_AN_ID }]
    const reason = `that is not among the first ${MOST_TARGETS} of the run`
    return [id, (await known.get(id)) ?? { id, omitted: true, reason, unread: true }]
  }

  return {
    describe: async ids => {
      const fresh = choose(ids)
      const answers = Promise.all([asking.nodes(fresh.filter(id => kindOfTarget(id)?.kind !== 'container')), asking.tags(fresh)])
      for (const id of fresh)
        known.set(
          id,
          answers.then(([nodes, tags]) => conclude(id, nodes, tags)),
        )
      return new Map(await Promise.all(ids.map(describe)))
    },
  }
}

/** The kind of what is told of targets. */
const TARGETS = 'targets'

type Answers<T> = ReadonlyMap<string, T> | Fault

// That a target has no tags is known only while it is there. AWS forgets the tags of what is gone.
function conclude(id: string, nodes: Answers<NodeFacts>, tags: Answers<Tags>): Described {
  const node: Answered<NodeFacts> = answerOf(nodes, id, NOT_LISTED)
  const tagged: Answered<Tags> = answerOf(tags, id, NO_TAGS)
  const isThere = 'answer' in node && !(tags instanceof Fault)
  return describeTarget(id, node, isThere && !('answer' in tagged) ? { answer: {} } : tagged)
}

function answerOf<T>(answers: Answers<T>, id: string, absent: string): Answered<T> {
  if (answers instanceof Fault) return { reason: `that cannot be described (${answers.message})`, unread: true }
  const answer = answers.get(id)
  return answer === undefined ? { reason: absent } : { answer }
}

// Tells the first fault. What AWS refuses is not asked for again: it would refuse that too. Nor is it after a few other faults, each of
// which may have taken the whole time of a call.
function untilRefused<T>(
  ask: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  tell: Tell,
  { region }: TargetsPlace,
): (ids: readonly string[]) => Promise<Answers<T>> {
  let refused: Fault | undefined
  let faults = 0
  return async ids => {
    if (ids.length === 0) return new Map()
    if (refused !== undefined) return refused
    const answers = await captureFault(() => ask(ids))
    if (!(answers instanceof Fault)) return answers
    faults++
    if (!answers.retryable || faults >= MOST_FAULTS) refused = answers
    const { message, help } = answers.diagnostic
    // What ends with the run is told by the run.
    if (faults === 1 && answers.code !== 'stopped')
      tell({
        level: 'note',
        kind: TARGETS,
        message: `the names of targets of ${region} are not known: ${message}`,
        ...(help === undefined ? {} : { help }),
      })
    return answers
  }
}

async function askNodes(place: TargetsPlace, ids: readonly string[]): Promise<ReadonlyMap<string, NodeFacts>> {
  const all = new Map<string, NodeFacts>()
  for (let i = 0; i < ids.length; i += NODES_AT_ONCE) {
    for (const [id, facts] of await askListed(place, ids.slice(i, i + NODES_AT_ONCE))) all.set(id, facts)
  }
  return all
}

// AWS may refuse a whole request because of one id, which anybody can have written into a call that failed. So it is looked for.
async function askListed(place: TargetsPlace, ids: readonly string[]): Promise<ReadonlyMap<string, NodeFacts>> {
  try {
    return await askPages(place, ids)
  } catch (error) {
    if (errorName(error) !== 'InvalidInstanceId')
      throw toAwsFault(error, { action: 'ssm:DescribeInstanceInformation', on: `the nodes of ${place.region}`, arn: '*' })
  }
  const half = Math.ceil(ids.length / 2)
  if (half === ids.length) return new Map()
  return new Map([...(await askListed(place, ids.slice(0, half))), ...(await askListed(place, ids.slice(half)))])
}

async function askPages({ aws, region }: TargetsPlace, ids: readonly string[]): Promise<ReadonlyMap<string, NodeFacts>> {
  const client = await aws.ssm({ region })
  const all = new Map<string, NodeFacts>()
  const who = 'ssm:DescribeInstanceInformation'
  const ask = async (token: string | undefined) => {
    const input = { Filters: [{ Key: 'InstanceIds', Values: [...ids] }], MaxResults: NODES_AT_ONCE }
    const { InstanceInformationList: list, NextToken: next } = await aws.call(limit =>
      client.send(new DescribeInstanceInformationCommand({ ...input, ...(token === undefined ? {} : { NextToken: token }) }), limit),
    )
    return { page: readList(list, readNode, who, region), next }
  }
  for await (const page of turnPages({ who: `${who} in ${region}` }, ask)) for (const [id, facts] of page) all.set(id, facts)
  return all
}

async function askTags({ aws, region, account }: TargetsPlace, ids: readonly string[]): Promise<ReadonlyMap<string, Tags>> {
  const owner = await account
  if (owner instanceof Fault) throw owner
  const client = await aws.tagging({ region })
  const place = { partition: partitionOf(region), region, account: owner }
  const arns = new Map(ids.map(id => [id, arnOfTarget(id, place) ?? '']))
  const tagsOf = new Map<string, Tags>()
  const asked = [...new Set(arns.values())]
  for (let i = 0; i < asked.length; i += TAGS_AT_ONCE) {
    for (const [arn, tags] of await askResources(aws, client, asked.slice(i, i + TAGS_AT_ONCE), region)) tagsOf.set(arn, tags)
  }
  return new Map([...arns].flatMap(([id, arn]) => (tagsOf.has(arn) ? [[id, tagsOf.get(arn) as Tags] as const] : [])))
}

async function askResources(
  aws: Aws,
  client: Awaited<ReturnType<Aws['tagging']>>,
  arns: readonly string[],
  region: string,
): Promise<readonly (readonly [arn: string, tags: Tags])[]> {
  try {
    const { ResourceTagMappingList: list, PaginationToken: more = '' } = await aws.call(limit =>
      client.send(new GetResourcesCommand({ ResourceARNList: [...arns] }), limit),
    )
    const mappings = readList(list, readMapping, 'tag:GetResources', region)
    // The service gives no token where ARNs are named, so an answer with one is not the whole.
    if (more !== '')
      throw new Fault('aws-answer', { message: `the answer of tag:GetResources in ${region} is not whole`, help: UNREADABLE })
    return mappings
  } catch (error) {
    throw toAwsFault(error, { action: 'tag:GetResources', on: `the targets of ${region}`, arn: '*' })
  }
}

function readNode(entry: unknown): readonly [id: string, facts: NodeFacts] | undefined {
  const id = own(entry, 'InstanceId')
  const facts = {
    name: own(entry, 'Name'),
    computerName: own(entry, 'ComputerName'),
    platform: own(entry, 'PlatformType'),
    pingStatus: own(entry, 'PingStatus'),
  }
  const isRead = typeof id === 'string' && Object.values(facts).every(value => value === undefined || typeof value === 'string')
  return isRead ? [id, facts as NodeFacts] : undefined
}

function readMapping(entry: unknown): readonly [arn: string, tags: Tags] | undefined {
  const [arn, list] = [own(entry, 'ResourceARN'), own(entry, 'Tags')]
  if (typeof arn !== 'string' || !Array.isArray(list)) return undefined
  const tags = list.map(tag => [own(tag, 'Key'), own(tag, 'Value')])
  return tags.flat().every(text => typeof text === 'string') ? [arn, Object.fromEntries(tags)] : undefined
}

// What answers in the place of AWS has no list, or another one; AWS has one, even if it is empty. What is left out of an answer would be
// taken for absent, so an answer is read as a whole or not at all.
function readList<T>(list: unknown, read: (entry: unknown) => T | undefined, action: string, region: string): readonly T[] {
  const wrong = (what: string): Fault =>
    new Fault('aws-answer', { message: `the answer of ${action} in ${region} has ${what}`, help: UNREADABLE })
  if (!Array.isArray(list)) throw wrong('no list')
  return list.map(entry => {
    const value = read(entry)
    if (value === undefined) throw wrong('an entry that cannot be read')
    return value
  })
}
