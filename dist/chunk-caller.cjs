'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const files = require('./chunk-files.cjs');
const client = require('./chunk-client.cjs');
const fault = require('./chunk-fault.cjs');
const GetCallerIdentityCommand = require('./chunk-GetCallerIdentityCommand.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-index.cjs');
require('node:os');
require('./chunk-hasOwn.cjs');

// Finds out whose credentials these are. STS answers that for any valid credentials, whatever their policies allow.


                         
                          
                      
 

/** Throws a fault if there are no valid credentials. */
async function readCaller(aws     , { region }       )                  {
  const client$1 = await aws.sts({ region });
  try {
    const { Account: account, Arn: arn = '' } = await client$1.send(new GetCallerIdentityCommand.GetCallerIdentityCommand({}), client.callLimit());
    // The SDK takes even a proxy's error page for an answer, one without members.
    if (account === undefined || !uri.isAccountId(account))
      throw new files.Fault('aws-answer', { message: 'the answer of sts:GetCallerIdentity names no account', help: fault.UNREADABLE })
    return { account, arn }
  } catch (error) {
    throw fault.toAwsFault(error, { action: 'sts:GetCallerIdentity', on: 'these credentials', arn: '*' })
  }
}

exports.readCaller = readCaller;
