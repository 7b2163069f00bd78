'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const permissions = require('./chunk-permissions.cjs');
const read = require('./chunk-read.cjs');
const write = require('./chunk-write.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-world.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-saved.cjs');
require('./chunk-json.cjs');
require('./chunk-report2.cjs');
require('./chunk-rule.cjs');

// `ecr-gate permissions`: what a role must be allowed, so that a check with these settings can do its work and nothing more. It asks
// nobody: the settings and the table of calls say it.













const WRONG = 2;

async function runPermissions(settings                           , world       )                  {
  const partitions = distinct([...settings.images.map(({ region }) => region), ...(settings.audit?.regions ?? [])].map(read.partitionOf));
  if (partitions.length > 1) {
    const help = 'print a policy for the images and Regions of each';
    world.tell(read.renderDiagnostics([read.usageProblem(`a role is in one partition, and these settings are about ${read.listOf(partitions)}`, help)]));
    return WRONG
  }
  const statements = listStatements(settings);
  const policy = { Version: '2012-10-17', Statement: statements };
  const uses = listUses(settings);
  const text =
    settings.format === 'json'
      ? `${read.printableJson(JSON.stringify(policy, null, 2))}\n`
      : statements.map(statement => describe(statement, uses)).join('\n');
  return (await write.deliver(world, settings.output, () => text)) ? 0 : WRONG
}

// What these settings ask for.
function listUses({ images, startScan, audit, push, promoteTags, onFail }       )                 {
  const quarantines = typeof onFail === 'object';
  // A policy file may say what to do with images where a step names none.
  const hasImages = images.length > 0;
  const wanted                                 = {
    image: true,
    'start-scan: if-missing': startScan === 'if-missing',
    'audit-source: lookup': audit !== undefined,
    push: push !== undefined,
    'promote-tags': promoteTags.length > 0,
    'on-fail: untag': onFail === 'untag',
    'on-fail: quarantine-tag:TAG': quarantines,
    'push with on-fail: quarantine-tag:TAG': quarantines && push !== undefined,
  };
  return (Object.keys(wanted)         ).filter(use => wanted[use] && (hasImages || use === 'audit-source: lookup'))
}

/** The statements of a policy for these settings. */
function listStatements(settings       )                       {
  const { images, audit } = settings;
  const uses = listUses(settings);
  const allow = (Sid        , on       , where                                           )                       => {
    const actions = permissions.listActions(uses, on);
    return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, ...where }]
  };
  return [
    ...allow('Repositories', 'repository', { Resource: one(distinct(images.map(read.repositoryArn))) }),
    ...allow('Registry', 'registry', { Resource: '*', ...inRegions(images.map(({ region }) => region)) }),
    // ECR makes these calls, so nothing here says from which Region they come.
    ...allow('Inspector', 'Inspector', { Resource: '*' }),
    ...allow('EventHistory', 'event history', { Resource: '*', ...inRegions(audit?.regions ?? []) }),
  ]
}

function inRegions(regions                   )                                         {
  return { Condition: { StringEquals: { 'aws:RequestedRegion': distinct(regions) } } }
}

function distinct(texts                   )                    {
  return [...new Set(texts)].sort(read.compareText)
}

function one(texts                   )                             {
  return texts.length === 1 ? (texts[0]          ) : texts
}

// Each permission with what needs it, under what it is allowed on.
function describe({ Action: actions, Resource, Condition }           , uses                )         {
  const width = Math.max(...actions.map(({ length }) => length));
  const regions = Condition === undefined ? [] : [`in ${Condition.StringEquals['aws:RequestedRegion'].join(', ')}`];
  const resource = Resource === '*' ? ['* (IAM knows no resource for these)', ...regions].join(' ') : [Resource].flat().join(', ');
  return [`on ${resource}`, ...actions.map(action => `  ${action.padEnd(width)}  ${explain(action, uses)}`), ''].join('\n')
}

function explain(action        , uses                )         {
  const { uses: why } = permissions.permissionOf(action);
  return uses.flatMap(use => (why[use] === undefined ? [] : [`${use}: ${why[use]}`])).join('; ')
}

exports.listStatements = listStatements;
exports.runPermissions = runPermissions;
