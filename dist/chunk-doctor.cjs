'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-p-map.cjs');
const caller = require('./chunk-caller.cjs');
const only = require('./chunk-only.cjs');
const pages = require('./chunk-pages.cjs');
const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const tally = require('./chunk-tally.cjs');
const image = require('./chunk-image.cjs');
const status = require('./chunk-status.cjs');
const lookup = require('./chunk-lookup2.cjs');
require('./chunk-refusal2.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-keys.cjs');
require('./chunk-json.cjs');
require('./chunk-permissions.cjs');
require('./chunk-raw.cjs');
require('./chunk-GetCallerIdentityCommand.cjs');
require('./chunk-index.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('./chunk-hasOwn.cjs');
require('node:events');
require('node:zlib');
require('node:net');
require('node:timers/promises');
require('node:v8');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-poll.cjs');
require('./chunk-group.cjs');
require('./chunk-delivery.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-LookupEventsCommand.cjs');

// `ecr-gate doctor`: what keeps these credentials from a verdict. It makes each call that the gate makes, once, and explains its
// answer.


/** `bad` keeps the gate from a verdict, now or later; a `note` is good to know. */











const COLOURS = { ok: 'green', note: 'yellow', bad: 'red' };

async function runDoctor(settings                      , world       )                  {
  const aws = await world.connect(settings.awsAttempts);
  const { account, checks } = await examineCaller(aws, settings);
  const isForeign = ({ registryId }          )          => account !== undefined && account !== registryId;
  const sections = [
    { title: 'Credentials', checks },
    ...(await index.default(settings.images, image => examineImage(aws, image, isForeign(image), world), { concurrency: 4 })),
    ...(await index.default(settings.audit?.regions ?? [], region => examineHistory(aws, region, account, world), { concurrency: 4 })),
  ];
  const bad = sections.flatMap(({ checks }) => checks).filter(({ level }) => level === 'bad').length;
  const end = bad === 0 ? 'nothing prevents a verdict' : `${read.plural(bad, 'problem prevents', 'problems prevent')} a verdict`;
  await world.print(`${sections.map(section => renderSection(section, world)).join('\n')}\n${end}\n`);
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
  { images, allowedAccountIds }                      ,
)                                                                                       {
  let account;
  const checks = await examine(async () => {
    const caller$1 = await caller.readCaller(aws, { region: images[0]?.region ?? '' });
    account = caller$1.account;
    const allowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(caller$1.account);
    return [
      { level: 'ok', message: `account ${caller$1.account}, ${caller$1.arn}` },
      ...(allowed ? [] : [{ level: 'bad'         , message: `allowed-account-ids does not allow account ${caller$1.account}` }]),
      ...images
        .filter(({ registryId }) => registryId !== caller$1.account)
        .map(({ registryId }) => ({
          level: 'note'         ,
          message: `the registry belongs to account ${registryId}: enhanced results can be read only in the owning account, and the event history is that of ${caller$1.account}`,
          help: `assume a role in ${registryId}`,
        })),
    ]
  });
  return { account, checks }
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
    if (status.readinessOf(head) === 'waiting') return [{ level: 'note', message: `${name}: ${status.explainStatus(head)}` }]
    const gaps = tally.findGaps(pages$1, status.listFindings(pages$1), { stayedEmpty: summary.enhanced });
    if (gaps.length > 0) return gaps.map(gap => ({ level: 'bad'         , message: `${name}: ${gap}` }))
    if (summary.entries === 0 && !summary.proven)
      return [
        { level: 'note', message: `${name}: ${status.statusOf(head)}, the list is empty and not yet confirmed; the gate waits for scan-grace` },
      ]
    return [{ level: 'ok', message: `${name}: ${status.statusOf(head)}, ${read.plural(summary.entries, 'finding')}` }]
  })
}

const HOUR = 3_600_000;
const TIMEOUT_SECONDS = 60;

async function examineHistory(aws     , region        , caller                    , world       )                   {
  const to = world.now().getTime();
  const quiet = ()       => undefined;
  const account = caller === undefined ? 'an unknown account' : `account ${caller}`;
  const options = {
    region,
    account: Promise.resolve(account),
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
  return { title: `Event history of ${region}`, checks: [check] }
}

exports.runDoctor = runDoctor;
