'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const tally = require('./chunk-tally.cjs');
const group = require('./chunk-group.cjs');

// With whose credentials each account is read: activity with the roles of `audit-roles`, or else the caller's own; an image with the role
// of its account in `image-roles`, or else the caller's own.







/** An account and a Region to read activity in. */










/** Where a run reads activity. It is listed when it is first asked for, so that STS is asked about each account once. */
function startStands(aws                 , { audit, live, auditRoles }                  )                         {
  let stands;
  return () => {
    stands ??= aws === undefined ? [] : listStands(aws, audit?.regions ?? live?.regions ?? [], auditRoles);
    return stands
  }
}

/** Lists every Region of every account in which activity is to be read. */
function listStands(aws     , regions                   , roles                 )                   {
  const [first] = regions;
  if (first === undefined) return []
  const asked = roles.length === 0 ? [undefined] : roles;
  return asked.flatMap(role => {
    const connection = role === undefined ? aws : aws.as(role.arn);
    const account = readAccount(connection, first, role);
    return regions.map(region => ({ aws: connection, region, role, account }))
  })
}

/** The id of the account that these credentials belong to, or why it is not known; it must be that of the role. */
async function readAccount(aws     , region        , role                  )                          {
  const { readCaller } = await Promise.resolve().then(() => require('./chunk-caller.cjs'));
  const caller = await world.captureFault(() => readCaller(aws, { region }));
  if (caller instanceof world.Fault) return caller
  if (role === undefined || caller.account === role.account) return caller.account
  const message = `the credentials of role ${role.arn} are of account ${caller.account}, says STS, so neither account is believed`;
  return new world.Fault('aws-answer', { message, help: 'check the endpoint (AWS_ENDPOINT_URL) and the proxy' })
}

/** The account of a stand in words. */
async function nameAccount({ account }                        )                  {
  const id = await account;
  return id instanceof world.Fault ? 'an unknown account' : `account ${id}`
}

/**
 * Reads all stands side by side, each at its own pace. A role that cannot be assumed is one gap, whatever number of Regions it is for,
 * and hides no other. `what` names the reading, such as `CloudTrail event history`.
 */
async function readStands(
  stands                  ,
  what        ,
  tell      ,
  read                                     ,
)                               {
  const accounts = [...group.groupBy(stands, ({ account }) => account).values()];
  const coverage = await Promise.all(accounts.map(each => readAccountStands(each, what, tell, read)));
  return coverage.flat()
}

// The caller's own account is read whether or not STS can be asked about it: it is only to be named.
async function readAccountStands(
  stands                  ,
  what        ,
  tell      ,
  read$1                                     ,
)                               {
  const [{ role, account }] = stands;
  const known = role === undefined ? undefined : await account;
  if (role === undefined || !(known instanceof world.Fault)) return Promise.all(stands.map(read$1))
  const origin = `${what} of account ${role.account}, ${read.listOf(stands.map(({ region }) => region))}`;
  const diagnostic = { ...known.diagnostic, at: origin };
  tell(diagnostic);
  const message = `${origin}: not read with role ${role.arn}: ${known.message}`;
  return [tally.gap({ source: 'events', origin, message, diagnostics: [diagnostic] })]
}

/** The connection for an image: that of the role of its account, or the caller's own. */
function connectionOf(aws     , roles                 , { registryId }                              )      {
  const role = roles.find(({ account }) => account === registryId);
  return role === undefined ? aws : aws.as(role.arn)
}

exports.connectionOf = connectionOf;
exports.listStands = listStands;
exports.nameAccount = nameAccount;
exports.readAccount = readAccount;
exports.readStands = readStands;
exports.startStands = startStands;
