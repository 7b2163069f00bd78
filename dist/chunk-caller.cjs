'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');
const refusal = require('./chunk-refusal.cjs');
const GetCallerIdentityCommand = require('./chunk-GetCallerIdentityCommand.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:zlib');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');

// Finds out whose credentials these are. STS answers that for any valid credentials, whatever their policies allow.







/** Throws a fault if there are no valid credentials. */
async function readCaller(aws     , { region }       )                  {
  const client = await aws.sts({ region });
  try {
    const { Account: account, Arn: arn = '' } = await aws.call(limit => client.send(new GetCallerIdentityCommand.GetCallerIdentityCommand({}), limit));
    // The SDK takes even a proxy's error page for an answer, one without members.
    if (account === undefined || !read.isAccountId(account))
      throw new world.Fault('aws-answer', { message: 'the answer of sts:GetCallerIdentity names no account', help: refusal.UNREADABLE })
    return { account, arn }
  } catch (error) {
    throw refusal.toAwsFault(error, { action: 'sts:GetCallerIdentity', on: 'these credentials', arn: '*' })
  }
}

exports.readCaller = readCaller;
