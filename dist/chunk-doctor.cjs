'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-p-map.cjs');
const caller = require('./chunk-caller.cjs');
const only = require('./chunk-only.cjs');
const pages = require('./chunk-pages.cjs');
const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const group = require('./chunk-group.cjs');
const tally = require('./chunk-tally.cjs');
const image = require('./chunk-image.cjs');
const imply = require('./chunk-imply.cjs');
const accounts = require('./chunk-accounts.cjs');
const live = require('./chunk-live.cjs');
const lookup = require('./chunk-lookup2.cjs');
const targets = require('./chunk-targets2.cjs');
const rules = require('./chunk-rules.cjs');
require('./chunk-refusal2.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
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
require('node:net');
require('node:timers/promises');
require('node:v8');
require('./chunk-expect.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-poll.cjs');
require('./chunk-delivery.cjs');
require('./chunk-pace.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-repeats.cjs');
require('./chunk-LookupEventsCommand.cjs');
require('./chunk-GetResourcesCommand.cjs');
require('./chunk-DescribeInstanceInformationCommand.cjs');
require('./chunk-commandBuilder.cjs');
require('node:stream');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-rule.cjs');
require('./chunk-visibility.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('./chunk-kind.cjs');

// What `doctor` finds, and what it finds about rules, exceptions and a policy, wherever they are read from.


/** `bad` keeps the gate from a verdict, now or later; a `note` is good to know. */











const MOST_NAMED = 10;

/** Reads whatever the step names as rules, exceptions and a policy, each once, and loads it together as a check does. */
async function examineRules(settings                      , world$1       )                              {
  const { rules: rules$1, exceptions, policy } = settings;
  const paths = [...new Set([...rules$1, ...exceptions])];
  if (paths.length === 0 && policy === undefined) return []
  const inputs = world.openInputs(settings, world$1);
  const reads = await index.default(paths, path => rules.readRuleFiles([path], inputs), { concurrency: 4 });
  const checks = reads.map((read, i) => describeRead(paths[i] ?? '', read));
  const central = policy?.file === undefined ? [] : [describePolicy(policy.file)];
  const isRead = checks.flat().every(({ level }) => level !== 'bad');
  const { diagnostics } = isRead
    ? await rules.readRuleSet(settings, await world$1.packs(read.PACKS), rules.replayInput(inputs, reads), world$1.now())
    : { diagnostics: [] };
  const wrong = diagnostics.filter(({ level }) => level === 'error').map(toCheck);
  return [{ title: 'Rules, exceptions and policy', checks: [...central, ...checks.flat(), ...wrong] }]
}

function describePolicy({ path, parameter }            )        {
  return { level: 'ok', message: `${path}: a policy${parameter === undefined ? '' : `, version ${parameter.version}`}` }
}

function describeRead(path        , { files, diagnostics }           )                   {
  const versions = files.flatMap(({ parameter, path: file }) => (parameter === undefined ? [] : `${file} version ${parameter.version}`));
  const told = versions.length === 0 ? read.plural(files.length, 'file') : read.listFirst(versions, MOST_NAMED);
  const errors = diagnostics.filter(({ level }) => level === 'error').map(toCheck);
  return errors.length > 0 ? errors : [{ level: 'ok', message: `${path}: ${told}` }]
}

function toCheck({ at, message, help }            )        {
  const place = at === undefined ? '' : `${read.formatPlace(at)}: `;
  return { level: 'bad', message: `${place}${message}`, ...(help === undefined ? {} : { help }) }
}

// `ecr-gate doctor`: what keeps these credentials from a verdict. It makes each call that the gate makes, once, and explains its
// answer.


const AT_ONCE = { concurrency: 4 };

const COLOURS = { ok: 'green', note: 'yellow', bad: 'red' };

async function runDoctor(settings                      , world$1       )                  {
  const aws = await world$1.connect(settings.awsAttempts);
  const { account, checks } = await examineCaller(aws, settings);
  const { images, imageRoles, auditRoles, audit, live } = settings;
  const isForeign = (image          )          =>
    account !== undefined && account !== image.registryId && !imageRoles.some(role => role.account === image.registryId);
  const stands = accounts.listStands(aws, audit?.regions ?? live?.regions ?? [], auditRoles);
  // A role that cannot be assumed is told once, in its own section.
  const failed = await Promise.all(stands.map(async ({ role, account: known }) => role !== undefined && (await known) instanceof world.Fault));
  const readable = stands.filter((_, i) => failed[i] !== true);
  const roles = [...group.groupBy([...imageRoles, ...auditRoles, ...settings.policyRoles], ({ arn }) => arn).values()].flatMap(
    ([role]) => role ?? [],
  );
  const sections = [
    { title: 'Credentials', checks },
    ...(await index.default(roles, role => examineRole(aws, role, settings), AT_ONCE)),
    ...(await index.default(images, image => examineImage(accounts.connectionOf(aws, imageRoles, image), image, isForeign(image), world$1), AT_ONCE)),
    ...(await examineRules(settings, world$1)),
    ...(await index.default(audit === undefined ? [] : readable, stand => examineHistory(stand, world$1), AT_ONCE)),
    ...(await index.default(readable, stand => examineSystemsManager(stand, live?.kinds ?? [], world$1), AT_ONCE)),
  ];
  const bad = sections.flatMap(({ checks }) => checks).filter(({ level }) => level === 'bad').length;
  const end = bad === 0 ? 'nothing prevents a verdict' : `${read.plural(bad, 'problem prevents', 'problems prevent')} a verdict`;
  await world$1.print(`${sections.map(section => renderSection(section, world$1)).join('\n')}\n${end}\n`);
  return bad === 0 ? 0 : 1
}

function renderSection({ title, checks }         , { paint }       )         {
  const lines = checks.flatMap(({ level, message, help }) => [
    `  ${paint(COLOURS[level], level.padEnd(4))}  ${read.printable(message)}`,
    ...(help === undefined ? [] : [`        help: ${read.printable(help)}`]),
  ]);
  return [paint('bold', read.printable(title)), ...lines, ''].join('\n')
}

async function examine(check                                 , level                 = 'bad')                            {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof world.Fault)) throw error
    const { message, help } = error.diagnostic;
    return [{ level, message, ...(help === undefined ? {} : { help }) }]
  }
}

async function examineCaller(
  aws     ,
  { images, imageRoles, auditRoles, allowedAccountIds }                      ,
)                                                                                       {
  let account;
  const checks = await examine(async () => {
    const caller$1 = await caller.readCaller(aws, { region: images[0]?.region ?? '' });
    account = caller$1.account;
    const history = (id        )         => (auditRoles.length > 0 ? '' : `, and the event history is that of ${id}`);
    const allowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(caller$1.account);
    return [
      { level: 'ok', message: `account ${caller$1.account}, ${caller$1.arn}` },
      ...(allowed ? [] : [{ level: 'bad'         , message: `allowed-account-ids does not allow account ${caller$1.account}` }]),
      ...images
        .filter(({ registryId }) => registryId !== caller$1.account && !imageRoles.some(({ account: other }) => other === registryId))
        .map(({ registryId }) => ({
          level: 'note'         ,
          message: `the registry belongs to account ${registryId}: enhanced results can be read only in the owning account${history(caller$1.account)}`,
          help: `name a role in ${registryId} with image-roles${auditRoles.length > 0 ? '' : ', and with audit-roles if its activity is to be judged'}`,
        })),
    ]
  });
  return { account, checks }
}

// A role is assumed in the Region of the first call that needs it, as in a check.
async function examineRole(aws     , role      , { images, audit }                      )                   {
  const region = images.find(({ registryId }) => registryId === role.account)?.region ?? audit?.regions[0] ?? images[0]?.region ?? '';
  const checks = await examine(async () => {
    const account = await accounts.readAccount(aws.as(role.arn), region, role);
    if (account instanceof world.Fault) throw account
    return [{ level: 'ok', message: `sts:AssumeRole: account ${account}` }]
  });
  return { title: `Role ${role.arn}`, checks }
}

// The scanning configuration of a foreign registry is not examined: the calls would return that of the caller's own registry.
async function examineImage(aws     , uri          , foreign         , world       )                   {
  const checks = await examine(async () => {
    const ecr = await only.openEcr(aws, uri);
    const { targets, isIndex, problems } = await pages.resolveImage(ecr, uri, {
      platforms: [],
      graceSeconds: 0,
      timeoutSeconds: 0,
      clock: world,
      beganMilliseconds: world.milliseconds(),
    });
    const platforms = targets.map(({ platform }) => platform ?? 'no platform').join(', ');
    return [
      { level: 'ok', message: `ecr:BatchGetImage: ${isIndex ? `an index of ${targets.length} (${platforms})` : 'one image'}` },
      ...problems.map(message => ({ level: 'bad'         , message })),
      ...(await index.default(targets, target => examineScan(aws, ecr, uri, target), { concurrency: 4 })).flat(),
      ...(foreign ? [] : await examine(() => examineScanning(ecr), 'note')),
      ...(await examine(async () => {
        await ecr.describeImages();
        return [{ level: 'ok', message: 'ecr:DescribeImages: tells how long scans take, so that waiting is shorter' }]
      }, 'note')),
    ]
  });
  return { title: `Image ${image.nameImage(uri.text)} in account ${uri.registryId}, ${uri.region}`, checks }
}

// The gate only uses the configuration to explain a missing scan, so a failure here is a note.
async function examineScanning(ecr     )                            {
  const { scanType, scanFrequency } = await pages.readConfiguration(ecr);
  for (const value of [scanType, scanFrequency]) if (value instanceof world.Fault) throw value
  return [{ level: 'ok', message: `scanning: ${String(scanType)} in the registry, ${String(scanFrequency)} for the repository` }]
}

function examineScan(aws     , ecr     , uri          , { digest, platform, problem }        )                            {
  return examine(async () => {
    const name = `ecr:DescribeImageScanFindings${platform === null ? '' : ` ${platform}`}`;
    if (problem !== undefined) return [{ level: 'bad', message: `${name}: ${problem}` }]
    const response = await pages.readPages(ecr, digest, { whole: true, keepLists: false });
    if (response.kind === 'missing') {
      const known = response.what === 'scan' ? 'ScanNotFoundException' : 'ImageNotFoundException';
      const why = response.what === 'scan' ? `: ${await pages.explainMissingResult(aws, ecr, uri, { missing: true, startScan: 'never' })}` : '';
      return [{ level: 'bad', message: `${name}: ${known}${why}` }]
    }
    const { head, pages: pages$1, broken, summary } = response;
    if (broken !== undefined) return [{ level: 'bad', message: `${name}: ${broken}` }]
    if (read.readinessOf(head) === 'waiting') return [{ level: 'note', message: `${name}: ${read.explainStatus(head)}` }]
    const gaps = tally.findGaps(pages$1, imply.listFindings(pages$1), { stayedEmpty: summary.enhanced });
    if (gaps.length > 0) return gaps.map(gap => ({ level: 'bad'         , message: `${name}: ${gap}` }))
    if (summary.entries === 0 && !summary.proven)
      return [
        { level: 'note', message: `${name}: ${read.statusOf(head)}, the list is empty and not yet confirmed; the gate waits for scan-grace` },
      ]
    return [{ level: 'ok', message: `${name}: ${read.statusOf(head)}, ${read.plural(summary.entries, 'finding')}` }]
  })
}

/** What `audit-live` reads, and what alerts say of nodes. */
async function examineSystemsManager(stand       , kinds                     , world       )                   {
  const { region, role } = stand;
  const options = {
    from: world.now().getTime() - HOUR,
    now: world.now,
    // Whose credentials these are is a check of its own.
    needsAccount: false,
    timeoutSeconds: TIMEOUT_SECONDS,
    clock: world,
    tell: quiet,
    progress: quiet,
  };
  const examineKind = async (kind          )                            => {
    const { state, message, diagnostics } = await live.liveState(stand, { ...options, kind }).read(() => undefined, world);
    if (state === 'read') return [{ level: 'ok', message }]
    const help = diagnostics[0]?.help;
    return [{ level: 'bad', message, ...(help === undefined ? {} : { help }) }]
  };
  const checks = [...(await index.default(kinds, examineKind, AT_ONCE)).flat(), ...(await examineTargets(stand))];
  return { title: `Systems Manager of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks }
}

// Nobody has this node: what is asked for is whether it may be asked about.
const NO_NODE = 'mi-00000000000000000';

// A rule that asks for the name of a node is undecided without them; alerts only lack it.
async function examineTargets(stand       )                            {
  const checks          = [];
  await targets.startTargets(stand, ({ message, help }) =>
    checks.push({ level: 'note', message, ...(help === undefined ? {} : { help }) }),
  ).describe([NO_NODE]);
  return checks.length > 0
    ? checks
    : [{ level: 'ok', message: 'ssm:DescribeInstanceInformation, tag:GetResources: names, platforms and tags of nodes' }]
}

const quiet = ()       => undefined;

const HOUR = 3_600_000;
const TIMEOUT_SECONDS = 60;

async function examineHistory(stand       , world       )                   {
  const { aws, region, role } = stand;
  const to = world.now().getTime();
  const options = {
    region,
    account: accounts.nameAccount(stand),
    eventSources: new Set(['ssm.amazonaws.com']),
    from: to - HOUR,
    to,
    timeoutSeconds: TIMEOUT_SECONDS,
    clock: world,
    tell: quiet,
    progress: quiet,
  };
  const { state, message, diagnostics } = await lookup.eventHistory(aws, options).read(() => undefined, world);
  const help = diagnostics[0]?.help;
  const check        =
    state === 'read'
      ? { level: 'ok', message: 'cloudtrail:LookupEvents: the last hour of Systems Manager can be read' }
      : { level: 'bad', message, ...(help === undefined ? {} : { help }) };
  return { title: `Event history of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks: [check] }
}

exports.runDoctor = runDoctor;
