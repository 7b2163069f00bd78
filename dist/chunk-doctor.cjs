'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-p-map.cjs');
const caller = require('./chunk-caller.cjs');
const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const needs = require('./chunk-needs.cjs');
const visibility = require('./chunk-visibility.cjs');
const recorded = require('./chunk-recorded.cjs');
const live = require('./chunk-live2.cjs');
const lookup = require('./chunk-lookup2.cjs');
const targets = require('./chunk-targets2.cjs');
const folders = require('./chunk-folders.cjs');
const objects = require('./chunk-objects.cjs');
const pace = require('./chunk-pace.cjs');
const rules = require('./chunk-rules.cjs');
const base = require('./chunk-base2.cjs');
const image = require('./chunk-image.cjs');
const calls = require('./chunk-calls.cjs');
const pages = require('./chunk-pages2.cjs');
const history = require('./chunk-history2.cjs');
const resolve = require('./chunk-resolve.cjs');
const tally = require('./chunk-tally.cjs');
const imply = require('./chunk-imply.cjs');
const query = require('./chunk-query2.cjs');
const athena = require('./chunk-athena.cjs');
require('./chunk-refusal.cjs');
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
require('./chunk-lookup.cjs');
require('./chunk-title.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-pages.cjs');
require('./chunk-delivery.cjs');
require('./chunk-asked.cjs');
require('./chunk-LookupEventsCommand.cjs');
require('./chunk-repeats.cjs');
require('./chunk-GetResourcesCommand.cjs');
require('./chunk-DescribeInstanceInformationCommand.cjs');
require('./chunk-commandBuilder.cjs');
require('./chunk-ListObjectsV2Command.cjs');
require('./chunk-toUint8Array.cjs');
require('./chunk-stream-type-check.cjs');
require('./chunk-Crc32Node.cjs');
require('./chunk-httpRequest.cjs');
require('node:stream');
require('./chunk-toBase64.browser.cjs');
require('./chunk-httpResponse.cjs');
require('./chunk-endless.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-expect.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-manifest.cjs');
require('./chunk-poll.cjs');
require('./chunk-manifests.cjs');
require('./chunk-only.cjs');
require('./chunk-inspector.cjs');
require('./chunk-client.cjs');
require('./chunk-node-http-handler.cjs');
require('node:https');
require('./chunk-history.cjs');
require('./chunk-StopQueryExecutionCommand.cjs');

// What `doctor` finds, and what it finds about rules, exceptions, VEX and a policy, wherever they are read from.


/** `bad` keeps the gate from a verdict, now or later; a `note` is good to know. */











const MOST_NAMED$1 = 10;

/** Makes checks. A fault is one of its own: bad, or a note where the gate can do without. */
async function examine(check                                 , level                 = 'bad')                            {
  const checks = await world.captureFault(check);
  if (!(checks instanceof world.Fault)) return checks
  const { message, help } = checks.diagnostic;
  return [{ level, message, ...(help === undefined ? {} : { help }) }]
}







/** Reads whatever the step names as rules, exceptions, VEX and a policy, each once, and loads it together as a check does. */
async function examineRules(settings                      , world$1       )                         {
  const { rules: rules$1, exceptions, vex, policy } = settings;
  const paths = [...new Set([...rules$1, ...exceptions])];
  const inputs = world.openInputs(settings, world$1);
  const reads = await index.default(paths, path => rules.readRuleFiles([path], inputs), { concurrency: 4 });
  const checks = reads.map((read, i) => describeRead(paths[i] ?? '', read));
  const central = policy?.file === undefined ? [] : [describePolicy(policy.file)];
  const isRead = checks.flat().every(({ level }) => level !== 'bad');
  const isNamed = paths.length + vex.length > 0 || policy !== undefined;
  const isAsked = isRead && (isNamed || settings.audit?.table !== undefined);
  const loaded = isAsked ? await rules.readRuleSet(settings, await world$1.packs(read.PACKS), rules.replayInput(inputs, reads), world$1.now()) : undefined;
  const wrong = (loaded?.diagnostics ?? []).filter(({ level }) => level === 'error').map(toCheck);
  const files = wrong.length > 0 ? [] : (loaded?.vex ?? []).map(describeVex);
  const section = { title: 'Rules, exceptions, VEX and policy', checks: [...central, ...checks.flat(), ...files, ...wrong] };
  return { sections: isNamed || wrong.length > 0 ? [section] : [], ruleSet: wrong.length > 0 ? undefined : loaded }
}

function describePolicy({ path, stored }            )        {
  return { level: 'ok', message: `${path}: a policy${stored === undefined ? '' : `, ${read.describeVersion(stored)}`}` }
}

function describeRead(path        , { files, diagnostics }           )                   {
  const versions = files.flatMap(({ stored, path: file }) => (stored === undefined ? [] : `${file} ${read.describeVersion(stored)}`));
  const told = versions.length === 0 ? read.plural(files.length, 'file') : read.listFirst(versions, MOST_NAMED$1);
  const errors = diagnostics.filter(({ level }) => level === 'error').map(toCheck);
  return errors.length > 0 ? errors : [{ level: 'ok', message: `${path}: ${told}` }]
}

function describeVex({ path, format, statements }           )        {
  return { level: 'ok', message: `${path}: ${format} with ${read.plural(statements.length, 'statement')}` }
}

function toCheck({ at, message, help }            )        {
  const place = at === undefined ? '' : `${read.formatPlace(at)}: `;
  return { level: 'bad', message: `${place}${message}`, ...(help === undefined ? {} : { help }) }
}

// What `doctor` finds about a trail's archive in S3: whether it may be listed and read, whose activity is in it and of which Regions, and
// whether the trail still delivers.


/** How long the examination of one account and Region may take, in seconds. */
const ARCHIVE_SECONDS = 60;

/** How many accounts and Regions are named, and of how many accounts of an organization the last objects are looked for. */
const MOST_NAMED = 10;

/** An object that is older is worth a look, in milliseconds. */
const FRESH = 3_600_000;

/** What is examined: one account and Region of an archive, or the whole of an organization there. */












/** Examines what a check would read for an account and a Region. */
async function examineArchive(archive         , stand       , world$1       )                   {
  const { region, role } = stand;
  const timeout = ()        => new world.Fault('audit-timeout', { message: `it took more than ${ARCHIVE_SECONDS} s` });
  const time = pace.startTimeLimit(world$1, ARCHIVE_SECONDS * 1000);
  const checks = await examine(async () => {
    const account = archive.account ?? (await recorded.accountIn(archive, stand));
    if (account instanceof world.Fault) throw account
    const objects$1 = objects.openObjects({ aws: stand.aws, name: archive.bucket, region, time, timeout });
    const roots = await folders.listRoots(objects$1, archive);
    const accounts = account === undefined ? await folders.listAccounts(objects$1, archive) : [account];
    const now = world$1.now().getTime();
    const days = read.listDays(now - read.DAY_MILLISECONDS, now).filter(({ isInWindow }) => isInWindow);
    const examined = { objects: objects$1, archive, region, roots, accounts, days: days.toReversed(), now };
    const charged = { level: 'note', message: 'the requester pays for requests to this bucket' };
    const found = [...(await examineFolders(examined)), ...(await examineObjects(examined))];
    return objects$1.isCharged() ? [...found, charged] : found
  });
  return { title: `Archive ${archive.text} of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks }
}

// Which accounts there are, and which Regions an account has.
async function examineFolders({ objects, archive, region, roots, accounts }          )                            {
  const named = read.listFirst(accounts, MOST_NAMED);
  if (accounts.length === 0)
    return [{ level: 'bad', message: `s3:ListBucket: ${nameRoots(archive, roots)} has no folder of an account`, help: PLACE }]
  const whole                   = read.isWhole(archive) ? [{ level: 'ok', message: `${read.plural(accounts.length, 'account')}: ${named}` }] : [];
  const [account = ''] = accounts;
  const all = await Promise.all(roots.map(root => folders.listNames(objects, `${root}${account}/CloudTrail/`)));
  const regions = [...new Set(all.flat())];
  if (regions.length === 0)
    return [
      ...whole,
      { level: 'bad', message: `s3:ListBucket: account ${account} has no folder in ${nameRoots(archive, roots)}`, help: PLACE },
    ]
  const told = `account ${account} has events of ${read.listFirst(regions, MOST_NAMED)}`;
  const isThere = regions.includes(region) || accounts.length > 1;
  const help = `name other audit-regions, or let the trail cover ${region}`;
  return [
    ...whole,
    isThere ? { level: 'ok', message: `s3:ListBucket: ${told}` } : { level: 'bad', message: `${told}, and none of ${region}`, help },
  ]
}

const PLACE = 'check the bucket, the prefix and the account; the prefix is what stands before AWSLogs/';

function nameRoots({ bucket }         , roots                   )         {
  return roots.map(root => objects.nameObject(bucket, root)).join(' and ')
}

// The newest object is read, and tells whether the trail delivers.
async function examineObjects(examined          )                            {
  const { objects: objects$1, archive, region, accounts } = examined;
  const [newest, digest] = [await findNewest(examined, 'CloudTrail'), await findNewest(examined, 'CloudTrail-Digest')];
  const alive        =
    digest === undefined
      ? { level: 'note', message: `no digest of ${region}: a quiet Region is not told from a trail that stopped`, help: VALIDATION }
      : {
          message: `the newest digest of ${region} is ${sayAge(digest, examined)} old`,
          ...(ageOf(digest, examined) <= read.MOST_APART ? { level: 'ok' } : { level: 'bad', help: NO_DIGEST }),
        };
  if (newest === undefined) {
    const whose = accounts.length > MOST_NAMED ? `the first ${MOST_NAMED} accounts` : read.listFirst(accounts, MOST_NAMED);
    const message = `no object of ${region} from today or yesterday: ${whose}`;
    return [{ level: digest === undefined ? 'bad' : 'note', message, help: STOPPED }, alive]
  }
  const read$1 = await examine(async () => {
    const { length } = await objects$1.get(newest);
    return [{ level: 'ok', message: `s3:GetObject: ${objects.nameObject(archive.bucket, newest.key)}, ${read.plural(length, 'byte')}` }]
  });
  const message = `the newest object of ${region} is ${sayAge(newest, examined)} old`;
  const age        = isFresh(newest, examined) ? { level: 'ok', message } : { level: 'note', message, help: STOPPED };
  return [...read$1, age, alive]
}

const VALIDATION = 'turn on log file validation of the trail';
const NO_DIGEST = 'a trail with log file validation writes one every hour, so see whether it still logs and delivers';
const STOPPED = 'CloudTrail delivers within minutes of what happens: if something did, see whether the trail logs and delivers';

// The object of today, or else of yesterday, that was written last.
async function findNewest({ objects, region, roots, accounts, days }          , kind      )                              {
  for (const day of days) {
    const folders = accounts.slice(0, MOST_NAMED).flatMap(account => roots.map(root => read.folderOf(root, account, region, day, kind)));
    const listed = await index.default(folders, folder => listAll(objects, folder), { concurrency: 4 });
    const [newest] = listed.flat().toSorted((a, b) => timeOf(b) - timeOf(a));
    if (newest !== undefined) return newest
  }
  return undefined
}

async function listAll(objects$1         , folder        )                             {
  const all           = [];
  for await (const page of objects$1.list(folder)) all.push(...page.objects.filter(object => !objects.isFolder(object)));
  return all
}

function timeOf({ written }        )         {
  return written?.getTime() ?? 0
}

function ageOf(object        , { now }          )         {
  return Math.max(0, now - timeOf(object))
}

function isFresh(object        , examined          )          {
  return ageOf(object, examined) <= FRESH
}

function sayAge(object        , examined          )         {
  const minutes = Math.floor(ageOf(object, examined) / 60_000);
  return minutes < 120 ? read.plural(minutes, 'minute') : read.plural(Math.floor(minutes / 60), 'hour')
}

// What `doctor` says of a base image: whether its layers can be read, and what its tag names by now.


async function examineBase(aws     , uri          , world       )                   {
  const checks = await examine(async () => {
    const { variants } = await base.readBase(aws, uri, world);
    const counts = variants.map(({ layers, platform }) => {
      const count = layers === null ? 'layers that cannot be told' : read.plural(layers.length, 'layer');
      return platform === null ? count : `${platform}: ${count}`
    });
    const isUsable = variants.some(({ layers }) => layers !== null && layers.length > 0);
    return [{ level: isUsable ? 'ok' : 'note', message: `ecr:BatchGetImage: ${counts.join(', ') || 'no image'}` }]
  }, 'note');
  const newer = uri.tag === null ? [] : await examine(() => examineTag(aws, uri, world), 'note');
  return { title: `Base image ${image.nameImage(uri.text)} in account ${uri.registryId}, ${uri.region}`, checks: [...checks, ...newer] }
}

// A base image that cannot be read prevents no verdict: then no finding is its own. What its tag names has no part in one.
async function examineTag(aws     , uri          , world       )                             {
  const { digest, targets } = await base.readTag(aws, uri, world);
  const isSame = digest === uri.digest || targets.some(target => target.digest === uri.digest);
  return [{ level: 'ok', message: `its tag names ${isSame ? 'this image' : `another image by now: ${digest}`}` }]
}

// What `doctor` finds about an image: its manifests, its scan, and whether Amazon Inspector answers where rules ask it.










/** Examines an image of ECR as a check reads it. */
async function examineImage(aws     , uri          , { isForeign, intelligence, world }           )                   {
  const checks = await examine(async () => {
    const ecr = await calls.openEcr(aws, uri);
    const { targets, isIndex, problems } = await resolve.resolveImage(ecr, uri, {
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
      ...(await examineInspector(aws, uri, targets, intelligence)),
      ...(isForeign ? [] : await examine(() => examineScanning(ecr), 'note')),
      ...(await examine(async () => {
        await ecr.describeImages();
        return [{ level: 'ok', message: 'ecr:DescribeImages: tells how long scans take, so that waiting is shorter' }]
      }, 'note')),
      ...(await examine(() => examineConfiguration(aws, uri, targets), 'note')),
    ]
  });
  return { title: `Image ${image.nameImage(uri.text)} in account ${uri.registryId}, ${uri.region}`, checks }
}

// What made the layers only explains findings, so without it there is a note. The download goes to another host than all other calls.
async function examineConfiguration(aws     , uri          , targets                   )                            {
  const contents = targets.map(target => target.contents).find(each => each?.config != null);
  if (contents === undefined) return []
  await history.readSteps(aws, uri, contents);
  return [{ level: 'ok', message: 'ecr:GetDownloadUrlForLayer: tells which instruction brought a finding' }]
}

// The first manifest is enough: whether a call is allowed is the same for all of them.
async function examineInspector(
  aws     ,
  uri          ,
  [target]                   ,
  intelligence                           ,
)                            {
  if (intelligence.length === 0 || target === undefined) return []
  return examine(async () => {
    const calls = await pages.tryCalls(aws, uri, target.digest, intelligence);
    return [{ level: 'ok', message: `${calls.join(', ')}: ${intelligence.join(', ')}, for which rules or exceptions ask` }]
  })
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

// What `doctor` says of a table in Athena: whether its workgroup lets queries end, and the table has what the rules ask for. It starts no
// query, because a query costs and leaves a file behind.


const TIMEOUT_SECONDS$1 = 60;

/** Examines the table with the credentials of each account, if activity is read from one. Without rules, their columns are not examined. */
async function examineTables(
  accounts                   ,
  audit                   ,
  ruleSet                     ,
  world       ,
)                              {
  const { table } = audit ?? {};
  if (audit === undefined || table === undefined) return []
  return Promise.all(accounts.map(stands => examineTable(stands, table, audit, ruleSet, world)))
}

async function examineTable(
  [{ aws, account, role }]        ,
  table             ,
  audit       ,
  ruleSet                     ,
  world$1       ,
)                   {
  const region = table.region ?? audit.regions[0] ?? '';
  const time = pace.startTimeLimit(world$1, TIMEOUT_SECONDS$1 * 1000);
  const queries = await athena.openQueries({ aws, table, region, time, timeout: () => athena.timeoutFault(TIMEOUT_SECONDS$1, 'rows') });
  const checks = [
    // A check asks nothing of the workgroup, so nothing that keeps it from answering keeps one from a verdict.
    ...(await examine(async () => examineWorkgroup(await queries.describeWorkgroup()), 'note')),
    ...(await examine(async () => {
      const id = table.account ?? (await account);
      if (id instanceof world.Fault) throw id
      const to = world$1.now().getTime();
      return examineColumns(queries, table, ruleSet, { from: to - audit.windowSeconds * 1000, to, regions: audit.regions, account: id })
    })),
  ];
  return { title: `Table ${table.text} of ${role === undefined ? '' : `account ${role.account}, `}${region}`, checks }
}

const NO_LIMIT = 'set the limit of the workgroup on the data that a query scans: a table without partitions is read whole each time';



function examineWorkgroup({ State: state, Configuration: configuration = {} }           )                   {
  const { ResultConfiguration: results, ManagedQueryResultsConfiguration: managed, BytesScannedCutoffPerQuery: limit } = configuration;
  const place = managed?.Enabled === true ? 'managed by Athena' : results?.OutputLocation;
  const bad = [
    ...(state === 'ENABLED' ? [] : [{ message: `the workgroup is ${state ?? 'in no state'}`, help: 'enable it, or name another one' }]),
    ...(place === undefined || place === ''
      ? [{ message: 'the workgroup has no place for the results of queries', help: 'give it an output location, or managed query results' }]
      : []),
  ];
  return [
    ...bad.map(each => ({ level: 'bad'         , ...each })),
    ...(limit === undefined
      ? [{ level: 'note'         , message: 'there is no limit on the bytes that a query of the workgroup scans', help: NO_LIMIT }]
      : []),
    ...(bad.length > 0
      ? []
      : [
          {
            level: 'ok'         ,
            message: `athena:GetWorkGroup: results in ${place}${limit === undefined ? '' : `, a query ends at ${read.sayBytes(limit)}`}`,
          },
        ]),
  ]
}

async function examineColumns(
  queries         ,
  table             ,
  ruleSet                     ,
  reach                                 ,
)                            {
  const query$1 = query.makeQuery(athena.toTable(table, await queries.describeTable()), ruleSet === undefined ? [] : needs.askingsOf(ruleSet), reach);
  if ('kind' in query$1) return [{ level: 'bad', message: query$1.message, ...(query$1.help === undefined ? {} : { help: query$1.help }) }]
  const lacking = athena.tellLacking(query$1).map(
    ({ level, message, help })        => ({ level: level === 'error' ? 'bad' : 'note', message, ...(help === undefined ? {} : { help }) }),
  );
  const isWhole = lacking.every(({ level }) => level !== 'bad');
  const has = ruleSet === undefined ? "is one of CloudTrail's events" : 'has what the rules ask for';
  return [...lacking, ...(isWhole ? [{ level: 'ok'         , message: `athena:GetTableMetadata: the table ${has}` }] : [])]
}

// `ecr-gate doctor`: what keeps these credentials from a verdict. It makes each call that the gate makes, once, and explains its
// answer.


const AT_ONCE = { concurrency: 4 };

const COLOURS = { ok: 'green', note: 'yellow', bad: 'red' };

async function runDoctor(settings                      , world$1       )                  {
  const aws = await world$1.connect(settings.awsAttempts);
  const { account, checks } = await examineCaller(aws, settings);
  const { images, baseImages, imageRoles, auditRoles, audit, live } = settings;
  const isForeign = (image          )          =>
    account !== undefined && account !== image.registryId && !imageRoles.some(role => role.account === image.registryId);
  const stands = recorded.listStands(aws, audit?.regions ?? live?.regions ?? [], auditRoles);
  // A role that cannot be assumed is told once, in its own section.
  const failed = await Promise.all(stands.map(async ({ role, account: known }) => role !== undefined && (await known) instanceof world.Fault));
  const readable = stands.filter((_, i) => failed[i] !== true);
  const roles = [...visibility.groupBy([...imageRoles, ...auditRoles, ...settings.policyRoles], ({ arn }) => arn).values()].flatMap(
    ([role]) => role ?? [],
  );
  const { sections: rules, ruleSet } = await examineRules(settings, world$1);
  const intelligence = ruleSet === undefined ? [] : needs.inspectorFieldsOf(ruleSet);
  const sections = [
    { title: 'Credentials', checks },
    ...(await index.default(roles, role => examineRole(aws, role, settings), AT_ONCE)),
    ...(await index.default(
      images,
      image => examineImage(recorded.connectionOf(aws, imageRoles, image), image, { isForeign: isForeign(image), intelligence, world: world$1 }),
      AT_ONCE,
    )),
    ...(await index.default(baseImages, base => examineBase(recorded.connectionOf(aws, imageRoles, base), base, world$1), AT_ONCE)),
    ...rules,
    ...(await examineTables(recorded.groupStands(readable), audit, ruleSet, world$1)),
    ...(await index.default(
      audit === undefined || audit.table !== undefined ? [] : readable,
      stand => examineActivity(stand, audit?.archive, world$1),
      AT_ONCE,
    )),
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

async function examineCaller(
  aws     ,
  { images, imageRoles, auditRoles, allowedAccountIds, audit }                      ,
)                                                                                       {
  let account;
  const checks = await examine(async () => {
    const caller$1 = await caller.readCaller(aws, { region: images[0]?.region ?? '' });
    account = caller$1.account;
    const history = (id        )         =>
      auditRoles.length > 0
        ? ''
        : `, and ${(audit?.archive ?? audit?.table) === undefined ? 'the event history' : 'the activity'} is that of ${id}`;
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
async function examineRole(aws     , role      , { images, baseImages, audit }                      )                   {
  const region =
    [...images, ...baseImages].find(({ registryId }) => registryId === role.account)?.region ?? audit?.regions[0] ?? images[0]?.region ?? '';
  const checks = await examine(async () => {
    const account = await recorded.readAccount(aws.as(role.arn), region, role);
    if (account instanceof world.Fault) throw account
    return [{ level: 'ok', message: `sts:AssumeRole: account ${account}` }]
  });
  return { title: `Role ${role.arn}`, checks }
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

function examineActivity(stand       , archive                     , world       )                   {
  return archive === undefined ? examineHistory(stand, world) : examineArchive(archive, stand, world)
}

async function examineHistory(stand       , world       )                   {
  const { aws, region, role } = stand;
  const to = world.now().getTime();
  const options = {
    region,
    account: recorded.nameAccount(stand),
    lookups: [{ eventSource: 'ssm.amazonaws.com', eventNames: undefined, because: [] }],
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
