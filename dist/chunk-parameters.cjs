'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const caller = require('./chunk-caller.cjs');
const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');
const expect = require('./chunk-expect.cjs');
const pages = require('./chunk-pages.cjs');
const permissions = require('./chunk-permissions.cjs');
const refusal = require('./chunk-refusal.cjs');
const PutParameterCommand = require('./chunk-PutParameterCommand.cjs');
require('./chunk-GetCallerIdentityCommand.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('node:events');
require('node:zlib');
require('node:fs');
require('node:net');
require('node:timers/promises');
require('node:v8');
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-commandBuilder.cjs');

// The calls to Parameter Store, in one Region of one account. An answer that is about something else, or that lacks a part, is a fault: a
// proxy answers too, and a policy that is read in part would let through what the rest stops.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html


/** A parameter with its value, decrypted. */








/** What is known of a parameter without its value. */


/** One Region of one account, and how messages name what is in it by its ARN. */





/** `asked` is a name or an ARN, a path has no slash at its end. */












/** The most that GetParametersByPath gives at once. */
const PAGE = 10;
const MOST_DESCRIBED = 50;
/** Of 10 parameters each: whoever keeps more files below one path has named the wrong one. */
const MOST_PAGES = 100;

async function openParameters(aws     , { region, arnOf }                )                          {
  const client = await aws.ssm({ region });
  const ask = async    (send                              , action        , asked        , kind          )             => {
    try {
      return await aws.call(send, kind)
    } catch (error) {
      if (error instanceof expect.Expected) throw error
      // IAM knows no resource for what lists parameters.
      const arn = permissions.permissionOf(action).on === 'all parameters' ? '*' : arnOf(asked);
      throw toParameterFault(error, { action, on: nameAsked(asked), arn })
    }
  };
  const askPage = (path        , size        , token                    ) => {
    const page = { Path: path, Recursive: true, WithDecryption: true, MaxResults: size, ...(token !== undefined && { NextToken: token }) };
    return ask(limit => client.send(new PutParameterCommand.GetParametersByPathCommand(page), limit), 'ssm:GetParametersByPath', `${path}/`)
  };
  return {
    get: async asked => {
      const command = new PutParameterCommand.GetParameterCommand({ Name: asked, WithDecryption: true });
      expect.expectErrors(command, ['ParameterNotFound']);
      const answer = await world.captureAs(expect.Expected, () => ask(limit => client.send(command, limit), 'ssm:GetParameter', asked));
      return answer instanceof expect.Expected ? undefined : readParameter(answer.Parameter, 'GetParameter')
    },
    list: path =>
      listAll('GetParametersByPath', path, async token => {
        const { Parameters: list, NextToken: next } = await askPage(path, PAGE, token);
        return { page: listOfAnswer(list, 'GetParametersByPath').map(each => readParameter(each, 'GetParametersByPath')), next }
      }),
    hasBelow: async path => {
      const { Parameters: list = [], NextToken: next } = await askPage(path, 1, undefined);
      return list.length > 0 || next !== undefined
    },
    describe: filter =>
      listAll('DescribeParameters', filter.Values?.[0] ?? '', async token => {
        const input = { ParameterFilters: [filter], MaxResults: MOST_DESCRIBED, ...(token !== undefined && { NextToken: token }) };
        const send = (limit       ) => client.send(new PutParameterCommand.DescribeParametersCommand(input), limit);
        const { Parameters: list, NextToken: next } = await ask(send, 'ssm:DescribeParameters', filter.Values?.[0] ?? '');
        return { page: listOfAnswer(list, 'DescribeParameters').map(readDetails), next }
      }),
    put: async input => {
      const command = new PutParameterCommand.PutParameterCommand(input);
      expect.expectErrors(command, ['ParameterAlreadyExists']);
      const send = (limit       ) => client.send(command, limit);
      const answer = await world.captureAs(expect.Expected, () => ask(send, 'ssm:PutParameter', input.Name ?? '', 'write'));
      if (answer instanceof expect.Expected) return undefined
      if (typeof answer.Version !== 'number') throw refusal.unreadable('PutParameter', 'has no version: it is not known whether it was written')
      return answer.Version
    },
  }
}

async function listAll   (
  who        ,
  what        ,
  ask                                                            ,
)                        {
  const items      = [];
  const askNext = async (token                    , number        )                              => {
    if (number <= MOST_PAGES) return ask(token)
    const message = `${who} did not end after ${MOST_PAGES} pages of what is at ${what}`;
    throw new world.Fault('too-large', { message, help: 'name a path with fewer parameters below it' })
  };
  for await (const page of pages.turnPages({ who }, askNext)) items.push(...page);
  return items
}

// A response from a proxy or another service has no list; that of the service always has one, even if it is empty.
function listOfAnswer   (list                          , operation        )               {
  if (Array.isArray(list)) return list
  throw refusal.unreadable(operation, 'has no list of parameters')
}

function readParameter(parameter                       , operation        )                  {
  const { Name: name, ARN: arn, Version: version, Type: type, Value: value } = parameter ?? {};
  if (
    typeof name === 'string' &&
    typeof arn === 'string' &&
    typeof version === 'number' &&
    typeof type === 'string' &&
    typeof value === 'string'
  )
    return { name, arn, version, type, value }
  throw refusal.unreadable(operation, `lacks a part of ${name === undefined ? 'a parameter' : `parameter "${name}"`}`)
}

function readDetails(details                   )                   {
  const { Name: name } = details;
  if (typeof name !== 'string') throw refusal.unreadable('DescribeParameters', 'lacks the name of a parameter')
  return { ...details, Name: name }
}

function nameAsked(asked        )         {
  return asked.endsWith('/') ? `the path "${asked}"` : `parameter "${asked}"`
}

// Parameter Store asks KMS on behalf of the caller, and passes on what KMS refuses under the name that its own refusals have.
function toParameterFault(error         , call      )        {
  const message = error instanceof Error ? error.message : '';
  if (!refusal.DENIED.includes(refusal.errorName(error)) || !/\bkms:|AWSKMS|ciphertext/i.test(message)) return refusal.toAwsFault(error, call)
  const [named = 'kms:Decrypt'] = /\bkms:(?:Decrypt|Encrypt|GenerateDataKey)\b/.exec(message) ?? [];
  const [key = `the key with which ${call.on} is encrypted`] = /arn:[\w-]+:kms:[\w-]+:\d+:key\/[\w-]+/.exec(message) ?? [];
  const action = Object.hasOwn(permissions.PERMISSIONS, named) ? (named          ) : 'kms:Decrypt';
  return refusal.toAwsFault(error, { action, on: `the key of ${call.on}`, arn: key })
}

/** The place of parameters in a Region of an account; without an account, in that of whoever asks. */
function placeOf(region        , account                    )                 {
  const base = `arn:${read.partitionOf(region)}:ssm:${region}:${account ?? '*'}`;
  return {
    region,
    arnOf: asked => (asked.startsWith('arn:') ? asked : `${base}:parameter/${asked.replace(/^\//, '')}${asked.endsWith('/') ? '*' : ''}`),
  }
}

// Reads rules, exceptions and policies from Parameter Store: one parameter, or every one below a path. A path has no version of its own and
// is read page by page, so it is read until two readings agree.


/** In which Region and with which credentials references are read. */








/** How often a path is read before it is said to change all the time. */
const MOST_PASSES = 5;

/** Reads what a reference means, each parameter as a file. A fault names the reference. */
async function readParameters(text        , reading                   )                               {
  const reference = read.parseReference(text);
  if ('message' in reference || reference.kind !== 'parameter')
    throw new world.Fault('not-found', { message: 'it is no reference to Parameter Store', at: text })
  try {
    const opened = await openReference(reference, reading);
    const found = reference.isPath ? await readPath(reference, opened) : [await readOne(reference, opened)];
    return found.map(parameter => toFile(reference, parameter))
  } catch (error) {
    if (!(error instanceof world.Fault)) throw error
    throw new world.Fault(error.code, { ...error.diagnostic, at: error.diagnostic.at ?? text }, error)
  }
}






/**
 * Connects to where a reference leads. Single parameters may be shared by another account; only `isOwn` ones must be in the account of the
 * credentials, because a path is read, and a parameter written, in no other. Of another account they need a role.
 */
async function openReference(
  { place, isPath }                    ,
  { aws, region: own, roles }                   ,
  isOwn = isPath,
)                           {
  const region = place?.region ?? own;
  if (region === undefined) throw new world.Fault('not-found', { message: 'it names no Region', help: read.NO_REGION })
  const role = place && roles.find(({ account }) => account === place.account);
  const acting = role === undefined ? aws : aws.as(role.arn);
  if (place !== undefined && isOwn) await checkAccount(acting, place);
  return { store: await openParameters(acting, placeOf(region, place?.account)), region }
}

async function checkAccount(aws     , { region, account }                                          )                {
  const caller$1 = await caller.readCaller(aws, { region });
  if (caller$1.account === account) return
  const message = `the credentials are of account ${caller$1.account}, and not of ${account}`;
  throw new world.Fault('aws-refused', {
    message,
    help: `name a role of account ${account} in policy-roles; only single parameters can be shared`,
  })
}

async function readOne(reference                    , { store, region }                 )                           {
  const { name, place, text } = reference;
  const arn = place && read.parameterArn(name, place);
  const parameter = await store.get(arn ?? name);
  if (parameter !== undefined) return checkAnswer(parameter, reference, region)
  // Nothing is below a name that has no slash.
  const below = name.startsWith('/') && (await world.captureFault(() => store.hasBelow(name)));
  const help = below === true ? `there are parameters below it: write ${text}/ for all of them` : CHECK_PLACE;
  throw new world.Fault('aws-not-found', { message: `there is no parameter "${name}" in ${describePlace(reference, region)}`, help })
}

const CHECK_PLACE = 'check the name, the Region (AWS_REGION) and whose credentials these are';

function describePlace({ place }                    , region        )         {
  return place === undefined ? region : `${region} of account ${place.account}`
}

async function readPath(reference                    , opened                 )                                      {
  const { store, region } = opened;
  const path = reference.name.slice(0, -1);
  const readOnce = async ()                                      =>
    [...(await store.list(path))].sort((a, b) => read.compareText(a.name, b.name)).map(each => checkAnswer(each, reference, region));
  let before = await readOnce();
  for (let pass = 2; pass <= MOST_PASSES; pass++) {
    const after = await readOnce();
    if (isSame(before, after)) return after.length > 0 ? after : refuseEmpty(reference, opened)
    before = after;
  }
  const message = `what is below this path keeps changing: of ${MOST_PASSES} readings no two in a row have the same names and versions`;
  throw new world.Fault('aws-answer', { message, help: 'run it again when nobody writes there' })
}

// Pages shift while somebody writes: a name that comes twice stands for one that does not come at all.
function isSame(before                            , after                            )          {
  const isOnce = new Set(after.map(({ name }) => name)).size === after.length;
  return (
    isOnce &&
    before.length === after.length &&
    after.every(({ name, version }, i) => before[i]?.name === name && before[i]?.version === version)
  )
}

async function refuseEmpty(reference                    , { store, region }                 )                 {
  const { name, text, place } = reference;
  const single = name.slice(0, -1);
  const one = await world.captureFault(() => store.get(place === undefined ? single : read.parameterArn(single, place)));
  const isOne = one !== undefined && !(one instanceof world.Fault);
  const help = isOne ? `there is a parameter of this name: write ${text.slice(0, -1)} for it` : CHECK_PLACE;
  throw new world.Fault('aws-not-found', { message: `there is nothing below "${name}" in ${describePlace(reference, region)}`, help })
}

// What answers in the place of Parameter Store, or for another account, must not decide.
function checkAnswer(parameter                 , reference                    , region        )                  {
  const { name, arn, type } = parameter;
  const { place, isPath } = reference;
  const own = (each        )         => read.parameterArn(each, { region, account: place?.account ?? accountIn(arn) });
  const isAsked = isPath ? name.startsWith(reference.name) && arn === own(name) : arn === own(reference.name);
  if (!isAsked) throw new world.Fault('aws-answer', { message: `the answer is about ${arn}, which was not asked for` })
  if (type === 'String' || type === 'SecureString') return parameter
  const message = `parameter "${name}" is a ${type}, which is a list of words and no file`;
  throw new world.Fault('not-readable', { message, help: 'write it as a String or a SecureString, as ecr-gate policy push does' })
}

function accountIn(arn        )                     {
  return /^arn:[^:]*:ssm:[^:]*:(\d{12}):/.exec(arn)?.[1]
}

function toFile({ text, name: asked, isPath }                    , { name, arn, version, value }                 )           {
  return { path: isPath ? text + name.slice(asked.length) : text, text: value, stored: { name, arn, version } }
}

exports.openReference = openReference;
exports.readParameters = readParameters;
