'use strict';

const caller = require('./chunk-caller.cjs');
const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');
const only = require('./chunk-only.cjs');
const index = require('./chunk-p-map.cjs');
const pages = require('./chunk-pages.cjs');
const inspector = require('./chunk-inspector.cjs');
const tally = require('./chunk-tally.cjs');
const imply = require('./chunk-imply.cjs');

// Explains why there is no scan, from the scanning configuration of the registry and the repository: one sentence with a cure.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html


/** The scanning configuration; each part is a fault if it could not be read. */







/** The facts about the run that the explanation depends on. */






/** Explains a missing result; empty if there is nothing to say. If the configuration cannot be read, the text says so. */
async function explainMissingResult(aws     , ecr     , uri          , { missing, startScan }           )                  {
  const caller$1 = await world.captureFault(async () => (await caller.readCaller(aws, uri)).account);
  // Both configuration calls answer for the caller's own registry only.
  if (typeof caller$1 === 'string' && caller$1 !== uri.registryId) return explainForeign(caller$1, uri)
  return missing ? explainConfiguration(await readConfiguration(ecr), startScan) : ''
}

async function readConfiguration(ecr     )                         {
  const [registry, repository] = await Promise.all([
    world.captureFault(() => ecr.getRegistryScanningConfiguration()),
    world.captureFault(async () => frequencyOf(await ecr.batchGetRepositoryScanningConfiguration())),
  ]);
  return { scanType: registry instanceof world.Fault ? registry : typeOf(registry), scanFrequency: repository }
}

/** What the configuration means for an image without a scan. */
function explainConfiguration({ scanType, scanFrequency }               , startScan           )         {
  const unread = [scanType, scanFrequency].find(value => value instanceof world.Fault);
  if (unread !== undefined) {
    const calls = 'ecr:GetRegistryScanningConfiguration and ecr:BatchGetRepositoryScanningConfiguration';
    return `the reason is unknown (${unread.message}); allow ${calls}`
  }
  if (scanType === 'ENHANCED') {
    return scanFrequency === 'MANUAL'
      ? 'the registry uses enhanced scanning, and none of its rules covers this repository: add the repository to them'
      : `the registry uses enhanced scanning (${scanFrequency}), and Inspector has no result for this image: it may be too old or of a kind Inspector does not scan; push it again`
  }
  if (startScan === 'if-missing') return 'raise scan-grace and wait-timeout'
  return scanFrequency === 'SCAN_ON_PUSH'
    ? 'the repository is scanned on push (basic), so the image was pushed before that was set, or its scan is late: raise scan-grace, or set start-scan: if-missing'
    : 'basic scanning scans this repository only on request: set start-scan: if-missing, or turn on scan on push and push again'
}

function explainForeign(caller        , { registryId }          )         {
  return `the registry belongs to account ${registryId} and the credentials to ${caller}: enhanced results can be read only in the owning account; name a role there that may call ecr:DescribeImageScanFindings with image-roles`
}

function typeOf(answer        )                 {
  return read.ownText(answer, 'scanningConfiguration', 'scanType') ?? unreadable('ecr:GetRegistryScanningConfiguration names no scanType')
}

// An older form of the answer has no scanFrequency and only says whether pushes are scanned.
function frequencyOf(answer        )                 {
  const given = [...read.ownList(answer, 'scanningConfigurations'), ...read.ownList(answer, 'failures')];
  const configuration = only.onlyOf(given, "the repository's scanning");
  if (configuration === undefined || read.own(configuration, 'failureCode') !== undefined)
    return unreadable('ecr:BatchGetRepositoryScanningConfiguration says nothing about the repository')
  return read.ownText(configuration, 'scanFrequency') ?? (read.own(configuration, 'scanOnPush') === true ? 'SCAN_ON_PUSH' : 'MANUAL')
}

function unreadable(what        )        {
  return new world.Fault('aws-answer', { message: `the answer of ${what}`, help: refusal.UNREADABLE })
}

// Asks Amazon Inspector what it knows of the findings of an image and ECR does not say. What it does not say is a gap only where a rule
// needs it, so nothing here ends the reading of the image.
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetFindingDetails.html


/** The most that ListFindings gives at once. */
const PAGE = 100;
/** Enough for 100,000 findings; an endless series of pages would never be given up. */
const MOST_PAGES$1 = 1000;
/** The most findings whose details can be asked for at once, and how many such calls are made at the same time. */
const MOST_ARNS = 10;
const AT_ONCE = 4;






/** The image with what Amazon Inspector says of its findings, and with what it did not say. */
async function enrich(aws     , place       , image       , { intelligence, tell }               )                 {
  const client = await aws.inspector(place);
  const told = new Set        ();
  const tellOnce = (fault       )         => {
    const { at: _, ...diagnostic } = fault.diagnostic;
    const reason = read.toReason(diagnostic);
    // What a rule needs of it is a gap of the image; in the log it only explains that.
    if (!told.has(reason)) tell({ ...diagnostic, level: 'warning', at: image.uri });
    told.add(reason);
    return reason
  };
  const { entries, fault } = await listFindings(aws, client, image);
  const open = image.findings.flatMap(({ arn, state }) => (arn !== null && state === 'open' ? [arn] : []));
  const details = intelligence.includes('knownExploited') ? await readDetails(aws, client, [...new Set(open)]) : undefined;
  return inspector.joinInspector(image, {
    listed: entries,
    broken: fault && tellOnce(fault),
    details: details?.map(({ arns, answer })                => ({ arns, answer: answer instanceof world.Fault ? tellOnce(answer) : answer })),
  })
}

/** The calls that can be made about an image, each made once; one about details needs a finding. Throws the fault of the first that fails. */
async function tryCalls(
  aws     ,
  uri          ,
  digest        ,
  intelligence                           ,
)                             {
  const client = await aws.inspector(uri);
  const { entries, fault } = await listFindings(aws, client, { ...uri, digest });
  if (fault !== undefined) throw fault
  const arns = entries.flatMap(entry => read.ownText(entry, 'findingArn') ?? []).slice(0, MOST_ARNS);
  const [details] = intelligence.includes('knownExploited') ? await readDetails(aws, client, arns) : [];
  if (details?.answer instanceof world.Fault) throw details.answer
  return [LIST.action, ...(details === undefined ? [] : [DETAILS.action])]
}

// A page that was read is believed, whatever becomes of the next one.
async function listFindings(
  aws     ,
  client                  ,
  { registryId, repositoryName, digest }                                                         ,
)                                                                                       {
  const { ListFindingsCommand } = await Promise.resolve().then(() => require('./chunk-dist-es11.cjs'));
  const equals = (value               ) => [{ comparison: 'EQUALS'         , value: value ?? '' }];
  // An administrator of Inspector sees the findings of other accounts too.
  const filterCriteria = {
    awsAccountId: equals(registryId),
    ecrImageRepositoryName: equals(repositoryName),
    ecrImageHash: equals(digest),
  };
  const entries            = [];
  const fault = await world.captureFault(async () => {
    const pages$1 = pages.turnPages({ who: 'Amazon Inspector' }, async nextToken => {
      const command = new ListFindingsCommand({ filterCriteria, maxResults: PAGE, ...(nextToken !== undefined && { nextToken }) });
      const page = await send(aws, command, limit => client.send(command, limit), { ...LIST, on: `the findings of ${repositoryName}` });
      return { page, next: read.ownText(page, 'nextToken') }
    });
    let read$1 = 0;
    for await (const page of pages$1) {
      for (const entry of read.ownList(page, 'findings')) entries.push(entry);
      read$1++;
      if (read$1 < MOST_PAGES$1 || read.ownText(page, 'nextToken') === undefined) continue
      throw new world.Fault('aws-answer', { message: `after ${read.plural(read$1, 'page')} Amazon Inspector has more: the rest was not read` })
    }
  });
  return { entries, fault: fault instanceof world.Fault ? fault : undefined }
}

async function readDetails(
  aws     ,
  client                  ,
  arns                   ,
)                                                                                            {
  const { BatchGetFindingDetailsCommand } = await Promise.resolve().then(() => require('./chunk-dist-es11.cjs'));
  const batches = Array.from({ length: Math.ceil(arns.length / MOST_ARNS) }, (_, i) => arns.slice(i * MOST_ARNS, (i + 1) * MOST_ARNS));
  // What is denied or cannot be reached once is so for all of them, and each would take its time.
  let failed;
  const ask = async (batch                   )                          => {
    if (failed !== undefined) return failed
    const command = new BatchGetFindingDetailsCommand({ findingArns: [...batch] });
    const answer = await world.captureFault(() => send(aws, command, limit => client.send(command, limit), { ...DETAILS, on: 'findings' }));
    if (answer instanceof world.Fault) failed = answer;
    return answer
  };
  return index.default(batches, async batch => ({ arns: batch, answer: await ask(batch) }), { concurrency: AT_ONCE })
}

// IAM knows no resource for these calls.
const LIST = { action: 'inspector2:ListFindings', arn: '*' };
const DETAILS = { action: 'inspector2:BatchGetFindingDetails', arn: '*' };

// The answer is taken before the SDK reads it: what the SDK cannot read, such as a date beyond all dates, would seem not to be there.
async function send(
  aws     ,
  command                                  ,
  call                                    ,
  about      ,
)                  {
  let answer;
  refusal.takeAnswer(command, json => {
    answer = json;
  });
  try {
    await aws.call(call);
  } catch (error) {
    throw refusal.toAwsFault(error, about)
  }
  if (read.isObject(answer)) return answer
  throw refusal.unreadable(about.action, 'is not a JSON object')
}

// ECR's protocol has instants as seconds since 1970, and every tool that prints its answers writes ISO 8601. Filters see ISO
// 8601 in both cases, whether an answer is live or from a file.


/** Converts the instants of a DescribeImageScanFindings answer from the wire to ISO 8601, on request also those in its findings. */
function spellInstants(answer        , inFindings         )         {
  return change(answer, inFindings ? WHOLE : HEAD)
}



const IMAGE          = { pushedAt: spell, lastInUseAt: spell };
const RESOURCE          = { details: inside({ awsEcrContainerImage: inside(IMAGE) }) };
const FINDING          = {
  firstObservedAt: spell,
  lastObservedAt: spell,
  updatedAt: spell,
  packageVulnerabilityDetails: inside({ vendorCreatedAt: spell, vendorUpdatedAt: spell }),
  resources: eachOf(RESOURCE),
};
const BODY          = { imageScanCompletedAt: spell, vulnerabilitySourceUpdatedAt: spell };
const HEAD          = { imageScanFindings: inside(BODY) };
const WHOLE          = { imageScanFindings: inside({ ...BODY, enhancedFindings: eachOf(FINDING) }) };

function spell(value         )          {
  return typeof value === 'number' ? (read.toIsoTime(value) ?? value) : value
}

function inside(changes         )                              {
  return value => (read.isObject(value) ? change(value, changes) : value)
}

function eachOf(changes         )                              {
  const one = inside(changes);
  return value => (Array.isArray(value) ? value.map(one) : value)
}

function change(fields        , changes         )         {
  const changed                          = { ...fields };
  for (const [name, make] of Object.entries(changes)) if (Object.hasOwn(fields, name)) changed[name] = make(fields[name]);
  return changed
}

// One reading of an image's findings: all pages, and a summary of them. Pages that were read before one failed are kept,
// because a finding that was seen counts, whatever is missing.











/** Reads all pages about a digest. Throws a fault if not even the first can be read. */
async function readPages(ecr     , digest        , { whole, keepLists }             )                        {
  const first = await ecr.describeImageScanFindings(digest);
  if ('error' in first) return { kind: 'missing', what: first.error === 'ImageNotFoundException' ? 'image' : 'scan' }
  const head = first.answer;
  const toPage = (answer        )       => imply.readPage(spellInstants(answer, keepLists), keepLists);
  const tally = startTally(head);
  const pages         = [];
  const see = (answer        )       => {
    tally.see(answer);
    if (whole) pages.push(toPage(answer));
  };
  const broken = await readOn(ecr, digest, head, see);
  return { kind: 'answer', head, pages, summary: tally.summary(), ...(broken === undefined ? {} : { broken }) }
}

// Enough for 100,000 enhanced findings; without a limit, an endless series of pages would never be given up.
const MOST_PAGES = 1000;

// ECR does not number its pages: only the token leads to the next one, and a token that was seen before would lead in a
// circle. The next page is requested before this one is processed, so that both happen at the same time.
async function readOn(ecr     , digest        , first        , see                          )                              {
  const tokens = new Set        ();
  for (let page = first; ; ) {
    const where = `after ${read.plural(tokens.size + 1, 'page')} of findings`;
    // The further pages matter only if the answer is ready.
    const token = read.readinessOf(first) === 'ready' ? read.ownText(page, 'nextToken') : undefined;
    const last = token === undefined || tokens.has(token) || tokens.size >= MOST_PAGES;
    const next = last ? undefined : world.captureFault(() => ecr.describeImageScanFindings(digest, token));
    see(page);
    if (token === undefined) return undefined
    if (tokens.has(token)) return `${where} ECR repeated a nextToken: the rest cannot be read`
    if (next === undefined) return `${where} ECR has more: the rest was not read`
    tokens.add(token);
    const answered = await next;
    if (answered instanceof world.Fault) return `${where}: ${answered.message}`
    if ('error' in answered) return `${where} ECR answered ${answered.error}: the rest was not read`
    page = answered.answer;
  }
}

const IDENTITY = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest']];

function startTally(head        )                                                                              {
  const counts = new Map                ();
  const said = ['imageScanCompletedAt', 'findingSeverityCounts'].map(name => read.own(head, 'imageScanFindings', name) ?? null);
  const about = new Set        ();
  let entries = 0;
  return {
    see: answer => {
      about.add(JSON.stringify(IDENTITY.map(path => read.own(answer, ...path))));
      for (const name of imply.LISTS) {
        for (const entry of read.ownList(answer, 'imageScanFindings', name)) {
          const key = JSON.stringify([name, read.own(entry, 'severity'), read.own(entry, 'status')]);
          counts.set(key, (counts.get(key) ?? 0) + 1);
          entries++;
        }
      }
    },
    summary: () => {
      const page = imply.readPage(head, false);
      return {
        fingerprint: JSON.stringify([read.statusOf(head), ...said, ...about, [...counts].sort()]),
        entries,
        enhanced: tally.isEnhanced([page]),
        proven: tally.isProven([page]),
      }
    },
  }
}

exports.enrich = enrich;
exports.explainMissingResult = explainMissingResult;
exports.readConfiguration = readConfiguration;
exports.readPages = readPages;
exports.tryCalls = tryCalls;
