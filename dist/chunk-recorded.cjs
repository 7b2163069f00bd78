'use strict';

const read = require('./chunk-read.cjs');
const tally = require('./chunk-tally.cjs');
const records = require('./chunk-records.cjs');
const world = require('./chunk-world.cjs');
const visibility = require('./chunk-visibility.cjs');

// With whose credentials each account is read: activity with the roles of `audit-roles`, or else the caller's own; an image with the role
// of its account in `image-roles`, or else the caller's own.







/** An account and a Region to read activity in. */










/** Where a run reads activity. It is listed when it is first asked for, so that STS is asked about each account once. */
function startStands(aws                 , { audit, archived, live, auditRoles }                  )                         {
  let stands;
  return () => {
    stands ??= aws === undefined ? [] : listStands(aws, (audit ?? archived ?? live)?.regions ?? [], auditRoles);
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

/** Some stands, the first of which there is. */


/** The stands of each account. */
function groupStands(stands                  )                    {
  return [...visibility.groupBy(stands, ({ account }) => account).values()]
}

/** Reads all stands side by side, each at its own pace. `what` names the reading, such as `CloudTrail event history`. */
function readStands(
  stands                  ,
  what        ,
  tell      ,
  read                                     ,
)                               {
  return readAccounts(stands, what, tell, ofAccount => Promise.all(ofAccount.map(read)))
}

/**
 * The same where all stands of an account are read together. A role that cannot be assumed is one gap, whatever number of Regions it is
 * for, and hides no other.
 */
async function readAccounts(
  stands                  ,
  what        ,
  tell      ,
  read                                                  ,
)                               {
  const coverage = await Promise.all(groupStands(stands).map(each => readAccountStands(each, what, tell, read)));
  return coverage.flat()
}

// The caller's own account is read whether or not STS can be asked about it: it is only to be named.
async function readAccountStands(
  stands        ,
  what        ,
  tell      ,
  read$1                                                  ,
)                               {
  const [{ role, account }] = stands;
  const known = role === undefined ? undefined : await account;
  if (role === undefined || !(known instanceof world.Fault)) return read$1(stands)
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

// Recorded events: files and folders, and archives in S3, in the order in which they were named.




/** What has a coverage of its own: a file or a folder, or one account and Region of an archive. */








/** What reading recorded events takes, where nothing else is read from AWS. */
async function prepareRecorded(
  settings                                                           ,
  world       ,
  tell      ,
)                    {
  const { archived, auditRoles, awsAttempts } = settings;
  const aws = archived === undefined ? undefined : await world.connect(awsAttempts);
  const stands = startStands(aws, { audit: undefined, archived, live: undefined, auditRoles });
  return { settings, world, tell, stands, startedAt: new Date(Math.floor(world.now().getTime() / 1000) * 1000) }
}

/** Passes recorded events to `see` one by one, and returns their coverage. */
async function readRecordedEvents(paths                   , recorded          , see     )                               {
  if (paths.length === 0) return [tally.notRequested('events')]
  const coverage = [];
  for (const recording of await openRecordings(paths, recorded)) coverage.push(await recording.read(see, recorded.world));
  return coverage
}

/** Opens recorded events. They are read one after the other, so that the same events come in the same order. */
async function openRecordings(paths                   , recorded          )                                {
  const opened              = [];
  for (const path of paths) {
    const archive = read.meansS3(path) ? read.parseArchive(path) : undefined;
    if (archive === undefined) opened.push(records.recordedEvents(path, recorded.world, recorded.tell));
    else if ('bucket' in archive) opened.push(...(await openArchive(archive, recorded)));
    else throw new Error(`the settings let a wrong archive through: ${archive.message}`)
  }
  return opened
}

// Nothing describes the targets of these events, as of those in files: they may be long gone.
async function openArchive(archive         , { settings, world, tell, stands, startedAt }          )                                {
  const { archivedEvents } = await Promise.resolve().then(() => require('./chunk-archive.cjs'));
  if (settings.archived === undefined) throw new Error(`the settings do not say what is read of ${archive.text}`)
  const { windowSeconds, timeoutSeconds } = settings.archived;
  const to = startedAt.getTime();
  const options = { archive, from: to - windowSeconds * 1000, to, timeoutSeconds, clock: world, tell, progress: world.progress };
  return stands().map(stand => ({
    read: async (see, reading) => {
      const own = { region: stand.region, account: accountIn(archive, stand) };
      const [coverage] = await readStands([stand], archive.text, tell, ({ aws }) =>
        archivedEvents(aws, { ...options, ...own }).read(see, reading),
      );
      return coverage
    },
  }))
}

/** Whose events are read of an archive that names no account; undefined: those of all accounts of the organization. */
function accountIn(archive         , { role, account }                                 )                               {
  return read.isWhole(archive) && role === undefined ? undefined : account
}

exports.accountIn = accountIn;
exports.connectionOf = connectionOf;
exports.groupStands = groupStands;
exports.listStands = listStands;
exports.nameAccount = nameAccount;
exports.openRecordings = openRecordings;
exports.prepareRecorded = prepareRecorded;
exports.readAccount = readAccount;
exports.readAccounts = readAccounts;
exports.readRecordedEvents = readRecordedEvents;
exports.readStands = readStands;
exports.startStands = startStands;
