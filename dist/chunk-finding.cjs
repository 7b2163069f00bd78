'use strict';

const json = require('./chunk-json.cjs');
const policy = require('./chunk-policy.cjs');

// Converts findings of basic and enhanced scans to one shape, so that later steps handle only one kind of finding.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html



/** ECR's severities, the worst first. The last two mean that nobody has rated the finding yet. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];

/** The severities of findings that nobody has rated yet. */
const UNRATED                    = ['UNDEFINED', 'UNTRIAGED'];



/** A package that has a finding. */













/** The version as the package manager writes it, such as `3.0.11-1~deb12u2`; empty where it is unknown. */
function versionOf(pack                )         {
  return [pack?.version, pack?.release].filter(part => part !== null && part !== undefined).join('-')
}







































// Until a policy decides otherwise, an open finding counts.
const COUNTED           = { kind: 'counted' };

/** Reads one entry of `findings`; undefined when it is not an object or has no name. */
function readBasicFinding(entry         , { attributes } = readAttributes(entry))                      {
  const id = json.ownText(entry, 'name');
  if (id === undefined) return undefined
  const uri = json.ownText(entry, 'uri');
  const packages = Object.hasOwn(attributes, 'package_name') ? [readBasicPackage(attributes)] : [];
  return {
    id,
    aliases: [],
    arn: null,
    title: null,
    type: 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: 'open',
    decision: COUNTED,
    score: json.ownNumber(attributes, 'cvss4_score') ?? json.ownNumber(attributes, 'cvss3_score') ?? json.ownNumber(attributes, 'cvss2_score') ?? null,
    vector: json.ownText(attributes, 'cvss4_vector') ?? json.ownText(attributes, 'cvss3_vector') ?? json.ownText(attributes, 'cvss2_vector') ?? null,
    vendor: null,
    fixAvailable: null,
    exploitAvailable: null,
    description: json.ownText(entry, 'description') ?? null,
    links: uri === undefined ? [] : [uri],
    package: packages[0] ?? null,
    packages,
    path: null,
    platform: null,
    firstObservedAt: null,
    lastObservedAt: null,
    vendorCreatedAt: null,
    inUseCount: null,
    lastInUseAt: null,
  }
}

/**
 * The attributes of an entry of `findings` by their keys in lower case, without those that stand there twice with different values:
 * which of them is right is unknown. Their keys are returned as they are written.
 */
function readAttributes(entry         )                                                                            {
  const values = new Map                 ();
  const contradicted = new Map                ();
  for (const pair of json.ownList(entry, 'attributes')) {
    const [written, value] = [json.ownText(pair, 'key'), json.own(pair, 'value')];
    if (written === undefined) continue
    const key = written.toLowerCase();
    if (!values.has(key)) values.set(key, value);
    else if (JSON.stringify(values.get(key)) !== JSON.stringify(value)) contradicted.set(key, contradicted.get(key) ?? written);
  }
  for (const key of contradicted.keys()) values.delete(key);
  return { attributes: Object.fromEntries(values), contradicted: [...contradicted.values()] }
}

function readBasicPackage(attributes        )          {
  return {
    name: json.ownText(attributes, 'package_name') ?? null,
    version: json.ownText(attributes, 'package_version') ?? null,
    release: null,
    fixedIn: availableVersion(attributes, 'fixed_in_version'),
    manager: null,
    path: null,
    layer: null,
  }
}

/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
function readEnhancedFinding(entry         )                      {
  const details = json.own(entry, 'packageVulnerabilityDetails');
  const arn = json.ownText(entry, 'findingArn');
  const title = json.ownText(entry, 'title');
  const id = json.ownText(details, 'vulnerabilityId') ?? title ?? arn;
  if (id === undefined) return undefined
  const links = [json.own(details, 'sourceUrl'), ...json.ownList(details, 'referenceUrls')];
  const packages = json.ownList(details, 'vulnerablePackages').map(readPackage);
  const state = stateOf(json.ownText(entry, 'status'));
  const images = json.ownList(entry, 'resources').map(resource => json.own(resource, 'details', 'awsEcrContainerImage'));
  return {
    id,
    aliases: texts(json.ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: json.ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state,
    decision: state === 'open' ? COUNTED : { kind: state },
    score: json.ownNumber(entry, 'score') ?? null,
    vector: json.ownText(entry, 'scoreDetails', 'cvss', 'scoringVector') ?? json.ownText(json.ownList(details, 'cvss')[0], 'scoringVector') ?? null,
    vendor: json.ownText(details, 'source') ?? null,
    fixAvailable: json.ownText(entry, 'fixAvailable') ?? null,
    exploitAvailable: json.ownText(entry, 'exploitAvailable') ?? null,
    description: json.ownText(entry, 'description') ?? null,
    links: [...new Set(texts(links))],
    package: packages[0] ?? null,
    packages,
    path: packages.find(({ path }) => path !== null)?.path ?? null,
    platform: firstOf(images, image => json.ownText(image, 'platform')),
    firstObservedAt: policy.toIsoTime(json.own(entry, 'firstObservedAt')),
    lastObservedAt: policy.toIsoTime(json.own(entry, 'lastObservedAt')),
    vendorCreatedAt: policy.toIsoTime(json.own(details, 'vendorCreatedAt')),
    inUseCount: firstOf(images, image => json.ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => policy.toIsoTime(json.own(image, 'lastInUseAt')) ?? undefined),
  }
}

/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
function regionOf(entry         )                {
  return firstOf(json.ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(json.ownText(resource, 'id') ?? '')?.[1])
}

/** Counts the open findings of each severity, or those of them that count. A severity without any is absent, as in ECR's own counts. */
function countSeverities(findings                    , counts = isOpen)                 {
  const numbers = new Map                ();
  for (const finding of findings) if (counts(finding)) numbers.set(finding.severity, (numbers.get(finding.severity) ?? 0) + 1);
  return Object.fromEntries([...numbers].sort(([a], [b]) => rank(a) - rank(b)))
}

/** Whether a finding counts for rules and verdicts. */
function isCounted({ decision }                           )          {
  return decision.kind === 'counted'
}

function isOpen({ state }         )          {
  return state === 'open'
}

/** The position of a severity, the worst first; a word that is not one of ECR's comes last. */
function rank(severity        )         {
  const position = (SEVERITIES                     ).indexOf(severity);
  return position < 0 ? SEVERITIES.length : position
}

function readPackage(entry         )          {
  return {
    name: json.ownText(entry, 'name') ?? null,
    version: json.ownText(entry, 'version') ?? null,
    release: json.ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: json.ownText(entry, 'packageManager') ?? null,
    path: json.ownText(entry, 'filePath') ?? null,
    layer: json.ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity that is not a string is kept as JSON. That equals none of ECR's severities, and it is not taken for a missing one.
function severityOf(entry         )         {
  const severity = json.own(entry, 'severity');
  return typeof severity === 'string' && severity.trim() !== ''
    ? severity.trim()
    : severity === undefined
      ? 'UNDEFINED'
      : JSON.stringify(severity)
}

function stateOf(status                    )                   {
  return status === 'CLOSED' ? 'closed' : status === 'SUPPRESSED' ? 'suppressed' : 'open'
}

function availableVersion(entry         , name        )                {
  const value = json.own(entry, name) ?? '';
  // What is no string names a version too, although nobody can read it.
  const version = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  return /^(?:not\s*available)?$/i.test(version) ? null : version
}

function firstOf   (list                    , read                                   )           {
  for (const entry of list) {
    const value = read(entry);
    if (value !== undefined) return value
  }
  return null
}

function texts(values                    )                    {
  return values.filter(value => typeof value === 'string').map(value => value.trim())
}

exports.SEVERITIES = SEVERITIES;
exports.UNRATED = UNRATED;
exports.countSeverities = countSeverities;
exports.isCounted = isCounted;
exports.rank = rank;
exports.readAttributes = readAttributes;
exports.readBasicFinding = readBasicFinding;
exports.readEnhancedFinding = readEnhancedFinding;
exports.regionOf = regionOf;
exports.versionOf = versionOf;
