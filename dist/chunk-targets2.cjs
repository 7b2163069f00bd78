'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const pages = require('./chunk-pages.cjs');
const refusal = require('./chunk-refusal.cjs');
const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const GetResourcesCommand = require('./chunk-GetResourcesCommand.cjs');
const DescribeInstanceInformationCommand = require('./chunk-DescribeInstanceInformationCommand.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('./chunk-commandBuilder.cjs');

// What is made of AWS's answers about a target: what Systems Manager says of the node, and its tags.


/** What Systems Manager says of a node. */







/** An answer, or why there is none: it continues a sentence that begins with "a target". */




/**
 * What is known of a target. `node` is what Systems Manager says of it, `tags` are its tags. Without the tags its name is not known
 * either, because the tag Name comes first.
 */
function describeTarget(id        , node                     , tags                                            )            {
  const kind = read.kindOfTarget(id);
  const known = 'answer' in tags ? { tags: tags.answer } : {};
  if (kind?.kind === 'container') return complete({ id, name: `${kind.cluster}/${kind.container}`, ...known }, [tags])
  const facts = 'answer' in node ? node.answer : undefined;
  const tagged = 'answer' in tags ? text(read.own(tags.answer, 'Name')) : undefined;
  const named = 'answer' in tags ? (tagged ?? text(facts?.name) ?? text(facts?.computerName)) : undefined;
  const [platform, pingStatus] = [text(facts?.platform), text(facts?.pingStatus)];
  const fields = {
    id,
    ...(named === undefined ? {} : { name: named }),
    ...(platform === undefined ? {} : { platform }),
    ...(pingStatus === undefined ? {} : { pingStatus }),
    ...known,
  };
  // Every node has both.
  const isWhole = platform !== undefined && pingStatus !== undefined;
  return complete(fields, [node, tags, ...(isWhole ? [] : [{ reason: 'that Systems Manager does not describe as a whole' }])])
}

function complete(target        , answers                              )            {
  const reasons = answers.flatMap(each => ('reason' in each ? [each] : []));
  const [first] = [...reasons.filter(({ unread }) => unread), ...reasons];
  return first === undefined ? target : { ...target, omitted: true, ...first }
}

function text(value         )                     {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

// What AWS says of the targets of sessions and commands: Systems Manager describes nodes, and the Resource Groups Tagging API has the
// tags of nodes and of the tasks of containers. Each target is asked for once a run. Whatever is not answered is marked as unknown, with
// the reason, and never taken for absent.


/** Where targets are: a Region of the account that the connection has the credentials of. */













/** The most targets of an account and Region that a run describes. */
const MOST_TARGETS = 1000;
/** A page of nodes has at most as many, so that one page has the answer. */
const NODES_AT_ONCE = 50;
const TAGS_AT_ONCE = 100;
const MOST_FAULTS = 3;

const NOT_AN_ID = 'whose id Systems Manager does not know';
const NOT_LISTED = 'that Systems Manager does not list';
const NO_TAGS = 'that may be gone, because AWS knows no tags of it';

/** Starts to describe targets. What cannot be asked for is told once. */
function startTargets(place              , tell      )          {
  const known = new Map                            ();
  const asking = {
    nodes: untilRefused(ids => askNodes(place, ids), tell, place),
    tags: untilRefused(ids => askTags(place, ids), tell, place),
  };
  let isFull = false;

  // Returns those to ask for now.
  const choose = (ids                   )                    => {
    const fresh = [...new Set(ids)].filter(id => !known.has(id) && read.kindOfTarget(id) !== undefined);
    const room = fresh.slice(0, MOST_TARGETS - known.size);
    if (room.length < fresh.length && !isFull) {
      isFull = true;
      const message = `only the first ${MOST_TARGETS} targets of ${place.region} are described`;
      tell({ level: 'note', kind: TARGETS, message, help: 'shorten audit-window, or let rules ask for fewer targets' });
    }
    return room
  };

  const describe = async (id        )                                        => {
    if (read.kindOfTarget(id) === undefined) return [id, { id, omitted: true, reason: NOT_AN_ID }]
    const reason = `that is not among the first ${MOST_TARGETS} of the run`;
    return [id, (await known.get(id)) ?? { id, omitted: true, reason, unread: true }]
  };

  return {
    describe: async ids => {
      const fresh = choose(ids);
      const answers = Promise.all([asking.nodes(fresh.filter(id => read.kindOfTarget(id)?.kind !== 'container')), asking.tags(fresh)]);
      for (const id of fresh)
        known.set(
          id,
          answers.then(([nodes, tags]) => conclude(id, nodes, tags)),
        );
      return new Map(await Promise.all(ids.map(describe)))
    },
  }
}

/** The kind of what is told of targets. */
const TARGETS = 'targets';



// That a target has no tags is known only while it is there. AWS forgets the tags of what is gone.
function conclude(id        , nodes                    , tags               )            {
  const node                      = answerOf(nodes, id, NOT_LISTED);
  const tagged                 = answerOf(tags, id, NO_TAGS);
  const isThere = 'answer' in node && !(tags instanceof world.Fault);
  return describeTarget(id, node, isThere && !('answer' in tagged) ? { answer: {} } : tagged)
}

function answerOf   (answers            , id        , absent        )              {
  if (answers instanceof world.Fault) return { reason: `that cannot be described (${answers.message})`, unread: true }
  const answer = answers.get(id);
  return answer === undefined ? { reason: absent } : { answer }
}

// Tells the first fault. What AWS refuses is not asked for again: it would refuse that too. Nor is it after a few other faults, each of
// which may have taken the whole time of a call.
function untilRefused   (
  ask                                                             ,
  tell      ,
  { region }              ,
)                                                  {
  let refused;
  let faults = 0;
  return async ids => {
    if (ids.length === 0) return new Map()
    if (refused !== undefined) return refused
    const answers = await world.captureFault(() => ask(ids));
    if (!(answers instanceof world.Fault)) return answers
    faults++;
    if (!answers.retryable || faults >= MOST_FAULTS) refused = answers;
    const { message, help } = answers.diagnostic;
    // What ends with the run is told by the run.
    if (faults === 1 && answers.code !== 'stopped')
      tell({
        level: 'note',
        kind: TARGETS,
        message: `the names of targets of ${region} are not known: ${message}`,
        ...(help === undefined ? {} : { help }),
      });
    return answers
  }
}

async function askNodes(place              , ids                   )                                          {
  const all = new Map                   ();
  for (let i = 0; i < ids.length; i += NODES_AT_ONCE) {
    for (const [id, facts] of await askListed(place, ids.slice(i, i + NODES_AT_ONCE))) all.set(id, facts);
  }
  return all
}

// AWS may refuse a whole request because of one id, which anybody can have written into a call that failed. So it is looked for.
async function askListed(place              , ids                   )                                          {
  try {
    return await askPages(place, ids)
  } catch (error) {
    if (refusal.errorName(error) !== 'InvalidInstanceId')
      throw refusal.toAwsFault(error, { action: 'ssm:DescribeInstanceInformation', on: `the nodes of ${place.region}`, arn: '*' })
  }
  const half = Math.ceil(ids.length / 2);
  if (half === ids.length) return new Map()
  return new Map([...(await askListed(place, ids.slice(0, half))), ...(await askListed(place, ids.slice(half)))])
}

async function askPages({ aws, region }              , ids                   )                                          {
  const client = await aws.ssm({ region });
  const all = new Map                   ();
  const who = 'ssm:DescribeInstanceInformation';
  const ask = async (token                    ) => {
    const input = { Filters: [{ Key: 'InstanceIds', Values: [...ids] }], MaxResults: NODES_AT_ONCE };
    const { InstanceInformationList: list, NextToken: next } = await aws.call(limit =>
      client.send(new DescribeInstanceInformationCommand.DescribeInstanceInformationCommand({ ...input, ...(token === undefined ? {} : { NextToken: token }) }), limit),
    );
    return { page: readList(list, readNode, who, region), next }
  };
  for await (const page of pages.turnPages({ who: `${who} in ${region}` }, ask)) for (const [id, facts] of page) all.set(id, facts);
  return all
}

async function askTags({ aws, region, account }              , ids                   )                                     {
  const owner = await account;
  if (owner instanceof world.Fault) throw owner
  const client = await aws.tagging({ region });
  const place = { partition: read.partitionOf(region), region, account: owner };
  const arns = new Map(ids.map(id => [id, read.arnOfTarget(id, place) ?? '']));
  const tagsOf = new Map              ();
  const asked = [...new Set(arns.values())];
  for (let i = 0; i < asked.length; i += TAGS_AT_ONCE) {
    for (const [arn, tags] of await askResources(aws, client, asked.slice(i, i + TAGS_AT_ONCE), region)) tagsOf.set(arn, tags);
  }
  return new Map([...arns].flatMap(([id, arn]) => (tagsOf.has(arn) ? [[id, tagsOf.get(arn)        ]         ] : [])))
}

async function askResources(
  aws     ,
  client                                     ,
  arns                   ,
  region        ,
)                                                           {
  try {
    const { ResourceTagMappingList: list, PaginationToken: more = '' } = await aws.call(limit =>
      client.send(new GetResourcesCommand.GetResourcesCommand({ ResourceARNList: [...arns] }), limit),
    );
    const mappings = readList(list, readMapping, 'tag:GetResources', region);
    // The service gives no token where ARNs are named, so an answer with one is not the whole.
    if (more !== '')
      throw new world.Fault('aws-answer', { message: `the answer of tag:GetResources in ${region} is not whole`, help: refusal.UNREADABLE })
    return mappings
  } catch (error) {
    throw refusal.toAwsFault(error, { action: 'tag:GetResources', on: `the targets of ${region}`, arn: '*' })
  }
}

function readNode(entry         )                                                      {
  const id = read.own(entry, 'InstanceId');
  const facts = {
    name: read.own(entry, 'Name'),
    computerName: read.own(entry, 'ComputerName'),
    platform: read.own(entry, 'PlatformType'),
    pingStatus: read.own(entry, 'PingStatus'),
  };
  const isRead = typeof id === 'string' && Object.values(facts).every(value => value === undefined || typeof value === 'string');
  return isRead ? [id, facts             ] : undefined
}

function readMapping(entry         )                                                 {
  const [arn, list] = [read.own(entry, 'ResourceARN'), read.own(entry, 'Tags')];
  if (typeof arn !== 'string' || !Array.isArray(list)) return undefined
  const tags = list.map(tag => [read.own(tag, 'Key'), read.own(tag, 'Value')]);
  return tags.flat().every(text => typeof text === 'string') ? [arn, Object.fromEntries(tags)] : undefined
}

// What answers in the place of AWS has no list, or another one; AWS has one, even if it is empty. What is left out of an answer would be
// taken for absent, so an answer is read as a whole or not at all.
function readList   (list         , read                                   , action        , region        )               {
  const wrong = (what        )        =>
    new world.Fault('aws-answer', { message: `the answer of ${action} in ${region} has ${what}`, help: refusal.UNREADABLE });
  if (!Array.isArray(list)) throw wrong('no list')
  return list.map(entry => {
    const value = read(entry);
    if (value === undefined) throw wrong('an entry that cannot be read')
    return value
  })
}

exports.MOST_TARGETS = MOST_TARGETS;
exports.startTargets = startTargets;
