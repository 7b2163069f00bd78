'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const permissions = require('./chunk-permissions.cjs');
const read = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const write = require('./chunk-write.cjs');
const needs = require('./chunk-needs.cjs');
const world = require('./chunk-world.cjs');
const rules = require('./chunk-rules.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-saved.cjs');
require('./chunk-report.cjs');
require('./chunk-lookup.cjs');
require('./chunk-title.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('node:stream');
require('./chunk-endless.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('node:crypto');

// The statements of a policy for IAM, and what they are written with.












/** Which keys these are, only Parameter Store knows, so they may be used through it alone. */
function keysThrough(regions                   )                                            {
  return {
    Resource: one(regions.map(region => `arn:${read.partitionOf(region)}:kms:${region}:*:key/*`)),
    Condition: { StringEquals: { 'kms:ViaService': regions.map(nameService) } },
  }
}

/** In which Region the bucket is, and under which key, only S3 knows. */
function keyOfObjects(
  Sid        ,
  partition        ,
  regions                   ,
  actions                    = ['kms:Decrypt'],
)            {
  const services = distinct(regions.map(region => `s3.*.${read.domainOf(region)}`));
  const where = { Resource: `arn:${partition}:kms:*:*:key/*`, Condition: { StringLike: { 'kms:ViaService': services } } };
  return { Sid, Effect: 'Allow', Action: actions, ...where }
}

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
function nameService(region        )         {
  return `ssm.${region}.${read.domainOf(region)}`
}

/** Limits a statement to calls in these Regions. */
function inRegions(regions                   )                               {
  return { Condition: { StringEquals: { 'aws:RequestedRegion': distinct(regions) } } }
}

/** Each text once, in order. */
function distinct(texts                   )                    {
  return [...new Set(texts)].sort(read.compareText)
}

/** A list as policies write it: one text stands alone. */
function one(texts                   )                             {
  return texts.length === 1 ? (texts[0]          ) : texts
}

// What a policy for IAM allows for a table in Athena: the workgroup, the table, and what Athena asks of others for the caller.


/**
 * What a query of a table needs; `own` is the Region of a workgroup that names none. In which buckets the events and the results of the
 * query are, only the catalog and the workgroup know, so all may be read and written, but through Athena alone.
 */
function statementsOfTable({ workgroup, database, table, region: named }             , own        )                       {
  const region = named ?? own;
  const partition = read.partitionOf(region);
  const arn = (service        , name        )         => `arn:${partition}:${service}:${region}:*:${name}`;
  const actionsOn = (...scopes                  ) =>
    scopes.flatMap(scope => permissions.listActions(['audit-source: athena://workgroup/database/table'], scope));
  const allow = (
    Sid        ,
    scopes                  ,
    Resource                       ,
    where                               = {},
  )            => ({
    Sid,
    Effect: 'Allow',
    Action: actionsOn(...scopes),
    Resource,
    ...where,
  });
  const parts = ['catalog', 'database/default', `database/${database}`, `table/${database}/${table}`];
  const through = { Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['athena.amazonaws.com'] } } };
  return [
    allow('Workgroup', ['workgroup'], arn('athena', `workgroup/${workgroup}`)),
    allow('Catalog', ['catalog'], arn('athena', 'datacatalog/AwsDataCatalog')),
    allow('Table', ['table'], distinct(parts.map(part => arn('glue', part)))),
    allow('ThroughAthena', ['bucket', 'objects'], `arn:${partition}:s3:::*`, through),
    allow('LakeFormation', ['Lake Formation'], '*', inRegions([region])),
    keyOfObjects('ArchiveKey', partition, [region], actionsOn('key')),
  ]
}

// What settings name in Parameter Store and S3, and what a role must be allowed to read it.


/** A reference with its Region; without an account, it is read in that of whoever reads it. */


/** The references of these settings; `own` is the Region of those that name none. */
function listCentral(
  settings                                                           ,
  own                    ,
)                     {
  const references = read.listReferences({ ...settings, against: undefined, operands: [] }).map(read.parseReference);
  return references.flatMap(each => {
    if ('message' in each) return []
    const place = each.kind === 'parameter' ? each.place : undefined;
    const region = place?.region ?? own;
    return region === undefined ? [] : [{ ...each, region, owner: each.kind === 'parameter' ? place?.account : each.account }]
  })
}

/** What of the table of calls these references need. */
function usesOfCentral(central                    )                 {
  const objects = central.filter(isObject);
  return [
    ...(central.some(isParameter) ? ['ssm:/path'         ] : []),
    ...(objects.some(({ versionId }) => versionId === undefined) ? ['s3://bucket/key'         ] : []),
    ...(objects.some(({ versionId }) => versionId !== undefined) ? ['s3://bucket/key?versionId=ID'         ] : []),
  ]
}

/** The statements of a policy that allow to read these references. */
function allowCentral(central                    )                       {
  const allow = (
    Sid        ,
    of                    ,
    on       ,
    where                                           ,
  )                       => {
    const actions = permissions.listActions(usesOfCentral(of), on);
    return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, ...where }]
  };
  const parameters = central.filter(isParameter);
  const objects = central.filter(isObject);
  const [newest, pinned] = [true, false].map(is => objects.filter(({ versionId }) => (versionId === undefined) === is));
  const buckets = distinct(objects.map(({ bucket, region }) => `arn:${read.partitionOf(region)}:s3:::${bucket}`));
  return [
    ...allow('Parameters', parameters, 'parameter', { Resource: one(distinct(parameters.flatMap(listArns))) }),
    ...allow('Keys', parameters, 'key', keysThrough(distinct(parameters.map(({ region }) => region)))),
    ...allow('RuleBuckets', objects, 'bucket', { Resource: one(buckets) }),
    ...allow('RuleObjects', newest ?? [], 'objects', { Resource: one(distinct((newest ?? []).map(objectArn))) }),
    ...allow('RuleVersions', pinned ?? [], 'objects', { Resource: one(distinct((pinned ?? []).map(objectArn))) }),
    ...objects.slice(0, 1).map(({ region }) => keyOfObjects('RuleKey', read.partitionOf(region), [region])),
  ]
}

function isParameter(each         )                                       {
  return each.kind === 'parameter'
}

function isObject(each         )                                    {
  return each.kind === 'object'
}

// A path is asked for itself, and with all that is below it.
function listArns({ name, isPath, region, owner }                              )                    {
  const arn = read.parameterArn(name, { region, account: owner });
  return isPath ? [arn, `${arn}/*`] : [arn]
}

function objectArn({ bucket, key, isPath, region }                           )         {
  return `arn:${read.partitionOf(region)}:s3:::${bucket}/${key}${isPath ? '*' : ''}`
}

// What the rules and exceptions on disk ask Amazon Inspector for, so that `permissions` allows it.


/**
 * What is wrong with the files is for others to say. Those in Parameter Store and S3 are not read, because that needs a role already, and
 * VEX asks Inspector for nothing.
 */
async function readIntelligence(settings                           , world$1       )                                     {
  const isOnDisk = (path        )          => path !== world.STANDARD_INPUT && !read.isReference(path);
  const onDisk = { ...settings, rules: settings.rules.filter(isOnDisk), exceptions: settings.exceptions.filter(isOnDisk), vex: [] };
  return needs.inspectorFieldsOf(await rules.readRuleSet(onDisk, await world$1.packs(settings.packs), world.openInputs(settings, world$1), world$1.now()))
}

// What settings ask of AWS, in the words of the table of calls.


/** The settings that decide it. */






















/** The same with what is on no disk. */




/** What these settings ask for. */
function listUses(needing         )                 {
  const { images, baseImages, startScan, audit, live, auditRoles, imageRoles, policyRoles, push, promoteTags, onFail, central } = needing;
  const { intelligence = [] } = needing;
  const quarantines = typeof onFail === 'object';
  // A policy file may say what to do with images where a step names none.
  const isAsked = (use     )          => images.length > 0 || (use === 'image' && read.imageOfBaseline(needing).length > 0);
  const wanted                                 = {
    image: true,
    dockerfile: true,
    'rules: epss, lastKnownExploitAt': intelligence.some(field => field !== 'knownExploited'),
    'rules: knownExploited': intelligence.includes('knownExploited'),
    'base-image': baseImages.length > 0,
    'start-scan: if-missing': startScan === 'if-missing',
    'audit-source: lookup': audit !== undefined && audit.archive === undefined && audit.table === undefined,
    's3://bucket/prefix': archivesIn(needing).length > 0,
    'audit-source: athena://workgroup/database/table': audit?.table !== undefined,
    push: push !== undefined,
    'promote-tags': promoteTags.length > 0,
    'on-fail: untag': onFail === 'untag',
    'on-fail: quarantine-tag:TAG': quarantines,
    'push with on-fail: quarantine-tag:TAG': quarantines && push !== undefined,
    'audit-live: sessions': live?.kinds.includes('sessions') === true,
    'audit-live: commands': live?.kinds.includes('commands') === true,
    'audit-live: automations': live?.kinds.includes('automations') === true,
    targets: audit !== undefined || live !== undefined,
    'audit-roles': auditRoles.length > 0,
    'image-roles': imageRoles.length > 0,
    'policy-roles': policyRoles.length > 0,
    'ssm:/path': false,
    's3://bucket/key': false,
    's3://bucket/key?versionId=ID': false,
    'policy push': false,
    doctor: false,
  };
  const uses = (Object.keys(wanted)         ).filter(use => wanted[use] && (isAsked(use) || !OF_IMAGES.includes(use)));
  return [...uses, ...usesOfCentral(central)]
}

const OF_IMAGES                 = [
  'image',
  'dockerfile',
  'rules: epss, lastKnownExploitAt',
  'rules: knownExploited',
  'start-scan: if-missing',
  'push',
  'promote-tags',
  'on-fail: untag',
  'on-fail: quarantine-tag:TAG',
  'push with on-fail: quarantine-tag:TAG',
];

/** The archives whose objects are read: that of recent activity, or those among recorded events. */
function archivesIn({ audit, events }                                 )                     {
  const recorded = events.filter(read.meansS3).map(read.parseArchive);
  return [audit?.archive, ...recorded].flatMap(archive => (archive !== undefined && 'bucket' in archive ? [archive] : []))
}

// `ecr-gate permissions`: what a role must be allowed, so that a check with these settings can do its work and nothing more. The settings
// and the table of calls say it, and nobody is asked but for a policy in Parameter Store or S3, which has settings too.


/** What one identity must be allowed: the step's own credentials, or a role that they assume. */







const WRONG = 2;

async function runPermissions(settings                           , world       )                  {
  const central = listCentral(settings, read.regionIn(world.env));
  const { audit, archived, live } = settings;
  const named = [
    ...settings.images,
    ...settings.baseImages,
    ...read.imageOfBaseline(settings),
    ...central,
    ...(audit?.table === undefined ? [] : [audit.table]),
  ];
  const regions = named.flatMap(({ region }) => region ?? []);
  const partitions = distinct([...regions, ...((audit ?? archived ?? live)?.regions ?? [])].map(read.partitionOf));
  if (partitions.length > 1) {
    const help = 'print a policy for the images and Regions of each';
    world.tell(read.renderDiagnostics([read.usageProblem(`a role is in one partition, and these settings are about ${read.listOf(partitions)}`, help)]));
    return WRONG
  }
  const shares = listShares({ ...settings, intelligence: await readIntelligence(settings, world) }, central);
  const text = settings.format === 'json' ? `${read.printableJson(JSON.stringify(toPolicies(shares), null, 2))}\n` : describeAll(shares);
  return (await write.deliver(world, settings.output, () => text)) ? 0 : WRONG
}

/** What each identity must be allowed, that of the step first. One that needs nothing is left out. */
function listShares(settings       , central                     = [])                   {
  const { images, baseline, audit, archived, live, auditRoles, imageRoles, policyRoles } = settings;
  const baseImages = images.length === 0 ? [] : settings.baseImages;
  const read$1 = [...images, ...baseImages, ...read.imageOfBaseline(settings)];
  const comparedWith = (isRead                              ) => (read.imageOfBaseline(settings).some(isRead) ? baseline : undefined);
  const ofRole = (role                  ) => (image          ) => imageRoles.find(({ account }) => account === image.registryId) === role;
  const hears = audit !== undefined || archived !== undefined || live !== undefined;
  const readsWith = (role                  ) => (each         ) => policyRoles.find(({ account }) => account === each.owner) === role;
  const own          = {
    ...settings,
    central: central.filter(readsWith(undefined)),
    policyRoles: policyRoles.filter(role => central.some(readsWith(role))),
    images: images.filter(ofRole(undefined)),
    baseImages: baseImages.filter(ofRole(undefined)),
    baseline: comparedWith(ofRole(undefined)),
    ...(auditRoles.length > 0 && NO_ACTIVITY),
    auditRoles: hears ? auditRoles : [],
    imageRoles: imageRoles.filter(role => read$1.some(ofRole(role))),
  };
  const ofRoles = visibility.groupBy([...own.imageRoles, ...own.auditRoles, ...own.policyRoles], ({ arn }) => arn);
  return [
    share(undefined, own),
    ...[...ofRoles].map(([arn, roles]) => {
      const isIts = (image          )          => roles.some(role => ofRole(role)(image));
      const isHeard = auditRoles.some(role => role.arn === arn);
      const itsCentral = central.filter(each => roles.some(role => readsWith(role)(each)));
      const its = { images: images.filter(isIts), baseImages: baseImages.filter(isIts), baseline: comparedWith(isIts), central: itsCentral };
      const needing = { ...settings, ...its, ...(!isHeard && NO_ACTIVITY) };
      return share(arn, { ...needing, auditRoles: [], imageRoles: [], policyRoles: [] })
    }),
  ].filter(({ statements }) => statements.length > 0)
}

const NO_ACTIVITY = { audit: undefined, archived: undefined, events: [], live: undefined };

function share(role                    , settings         )        {
  return { role, uses: listUses(settings), statements: listStatements(settings) }
}

// The policy, where there is one; where roles are assumed, that of each by its ARN, and that of the step.
function toPolicies(shares                  )         {
  const policies = shares.map(({ role, statements }) => [role ?? STEP, { Version: '2012-10-17', Statement: statements }]         );
  return policies.length === 1 && policies[0] !== undefined ? policies[0][1] : Object.fromEntries(policies)
}

const STEP = 'step';

function describeAll(shares                  )         {
  const texts = shares.map(({ role, statements, uses }) => {
    const who = shares.length === 1 ? '' : `${role === undefined ? "the step's own credentials" : `role ${role}`}\n\n`;
    return who + statements.map(statement => describe(statement, uses)).join('\n')
  });
  return texts.join('\n')
}

const BASE_IMAGES = 'BaseImages';
const OF_BASE                 = ['base-image'];

function allowOn(Sid        , images                     , uses                )                       {
  const actions = images.length === 0 ? [] : permissions.listActions(uses, 'repository');
  return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, Resource: one(distinct(images.map(read.repositoryArn))) }]
}

/** The statements of a policy for these settings. */
function listStatements(settings                          )                       {
  const { images, baseImages, audit, archived, live, auditRoles, imageRoles, policyRoles, central = [] } = settings;
  const uses = listUses({ ...settings, central: [] });
  const repositories = distinct(images.map(read.repositoryArn));
  // Nothing is written where a baseline is read.
  const compared = read.imageOfBaseline(settings).filter(image => !repositories.includes(read.repositoryArn(image)));
  const archives = archivesIn(settings);
  const heard = (audit ?? archived)?.regions ?? [];
  const partition = read.partitionOf(heard[0] ?? '');
  const allow = (Sid        , on       , where                                           )                       => {
    const actions = permissions.listActions(uses, on);
    return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, ...where }]
  };
  return [
    ...allowOn(
      'Repositories',
      images,
      uses.filter(use => !OF_BASE.includes(use)),
    ),
    ...allowOn(BASE_IMAGES, baseImages, OF_BASE),
    ...compared.map((image)            => {
      return { Sid: 'Baseline', Effect: 'Allow', Action: permissions.listActions(['image'], 'repository'), Resource: read.repositoryArn(image) }
    }),
    ...allow('Registry', 'registry', { Resource: '*', ...inRegions([...images, ...compared].map(({ region }) => region)) }),
    // ECR makes these calls, so nothing here says from which Region they come.
    ...allow('Inspector', 'Inspector', { Resource: '*' }),
    ...allow('EventHistory', 'event history', { Resource: '*', ...inRegions(audit?.regions ?? []) }),
    ...(archives.length === 0
      ? []
      : [
          ...allow('Archive', 'bucket', { Resource: one(distinct(archives.map(({ bucket }) => `arn:${partition}:s3:::${bucket}`))) }),
          ...allow('Objects', 'objects', {
            Resource: one(distinct(archives.map(({ bucket, root }) => `arn:${partition}:s3:::${bucket}/${root}*`))),
          }),
        ]),
    ...(audit?.table === undefined ? [] : statementsOfTable(audit.table, audit.regions[0] ?? '')),
    ...allow('SystemsManager', 'live state', { Resource: '*', ...inRegions(live?.regions ?? audit?.regions ?? []) }),
    ...allowCentral(central),
    ...(archives.length === 0 ? [] : [keyOfObjects('ArchiveKey', partition, heard)]),
    ...allow('Roles', 'role', { Resource: one(distinct([...auditRoles, ...imageRoles, ...policyRoles].map(({ arn }) => arn))) }),
  ]
}

// Each permission with what needs it, under what it is allowed on.
function describe({ Sid, Action: actions, Resource, Condition }           , uses                )         {
  const width = Math.max(...actions.map(({ length }) => length));
  const limits = Object.entries(Object.assign({}, ...Object.values(Condition ?? {}))                                               );
  const regions = limits.map(([key, values]) => `${key === 'aws:RequestedRegion' ? 'in' : 'through'} ${values.join(', ')}`);
  const resource = [Resource === '*' ? '* (IAM knows no resource for these)' : [Resource].flat().join(', '), ...regions].join(' ');
  const its = Resource === '*' ? uses : uses.filter(use => OF_BASE.includes(use) === (Sid === BASE_IMAGES));
  return [`on ${resource}`, ...actions.map(action => `  ${action.padEnd(width)}  ${explain(action, its)}`), ''].join('\n')
}

function explain(action        , uses                )         {
  const { uses: why } = permissions.permissionOf(action);
  return uses.flatMap(use => (why[use] === undefined ? [] : [`${use}: ${why[use]}`])).join('; ')
}

exports.listShares = listShares;
exports.listStatements = listStatements;
exports.runPermissions = runPermissions;
