'use strict';

const delivery = require('./chunk-delivery.cjs');
const imply = require('./chunk-imply.cjs');
const read = require('./chunk-read.cjs');
const inspector = require('./chunk-inspector.cjs');
const activity = require('./chunk-activity.cjs');
const apply = require('./chunk-apply.cjs');
const match = require('./chunk-match.cjs');
const limits = require('./chunk-limits.cjs');
const endless = require('./chunk-endless.cjs');
const tell = require('./chunk-tell.cjs');
const visibility = require('./chunk-visibility.cjs');
const verdict = require('./chunk-verdict.cjs');
const lookup = require('./chunk-lookup.cjs');
const draft = require('./chunk-draft.cjs');
const exception = require('./chunk-exception.cjs');
const live = require('./chunk-live.cjs');
const purl = require('./chunk-purl.cjs');
const image = require('./chunk-image.cjs');

// An image after the decisions about its findings.




/**
 * The image with these decisions, one for each of its findings. What does not count any more is not in its counts, nor in the lists of
 * its event. Entries of closed and suppressed findings stay in the lists, where they say so themselves.
 */
function withDecisions(image       , decisions                     )        {
  if (image.findings.every(({ decision }, i) => decision === decisions[i])) return image
  const findings = image.findings.map((finding, i) => ({ ...finding, decision: decisions[i] ?? finding.decision }));
  if (findings.every(finding => finding.state !== 'open' || read.isCounted(finding))) return { ...image, findings }
  const severityCounts = read.countSeverities(findings, read.isCounted);
  const event = imply.withCounts(image.event, severityCounts, (list, position) => {
    const finding = findings[image.entries[list]?.[position] ?? -1];
    return finding === undefined || finding.state !== 'open' || read.isCounted(finding)
  });
  return { ...image, findings, severityCounts, event }
}

/** The image if it had been scanned without some of its findings, named by their positions. */
function withoutFindings(image       , without                     )        {
  const findings = image.findings.filter((_, i) => !without.has(i));
  const severityCounts = read.countSeverities(findings, read.isCounted);
  const keeps = (list          , position        )          => !without.has(image.entries[list]?.[position] ?? -1);
  const moved = new Map                ();
  for (const i of image.findings.keys()) if (!without.has(i)) moved.set(i, moved.size);
  const entries = Object.entries(image.entries).map(([list, positions]) => [
    list,
    positions.filter(position => !without.has(position)).map(position => moved.get(position) ?? -1),
  ]);
  const event = imply.withCounts(image.event, severityCounts, keeps);
  return { ...image, findings, severityCounts, openSeverityCounts: read.countSeverities(findings), event, entries: Object.fromEntries(entries) }
}

// What was decided about a finding. Each finding has exactly one decision; only those that are `counted` count for rules and verdicts.

/** Who accepted a finding, why, and until when. */











/** A statement of VEX that a vulnerability is not to be found in an image, or does not matter there. */











/**
 * In their precedence: the first one that applies holds. `closed` and `suppressed` are what Amazon Inspector says of the finding. `in-time`:
 * `fix-within` gives time until then. `unfixed`: there is no fix, and the setting of that name lets it through. `known`: the baseline has it.
 * `base-image`: it came with the base image, and `base-image-findings` lets it through. `late`: of a finding that counts, when its time ended.
 */












/** The decisions that let a finding through with a warning, in the order in which they are told. */
const WARNINGS = ['unfixed', 'known', 'base-image'];

// Decides about each finding of an image: exactly one decision, in the precedence of image/decision.ts. Whatever is not
// known of a finding (its fix, its date) makes it count.


/** In milliseconds since 1970: when a run began, which is the time of its decisions, and when it judges an image. */





/** What others know about findings. */






/** What suppliers say of vulnerabilities. */





/** What was found before. */






/** Decides about the findings of an image, and about the age of its scan. */
function decideFindings(image       , policy               , evidence          , { now, judgedAt }       )        {
  const { exceptions, vex, baseline } = evidence;
  const toEvent = imply.findingEventsOf(image);
  const decide = (finding         )           => {
    if (finding.state !== 'open') return finding.decision
    const by = exceptions.accept(finding, image, toEvent);
    if (by !== undefined) return { kind: 'accepted', by }
    const statement = vex?.statementOf(finding, image);
    if (statement !== undefined) return { kind: 'vex', by: statement }
    const byTime = decideByTime(finding, baseline?.firstSeenAt(finding, image) ?? null, policy.fixWithin, now);
    if (byTime.kind === 'in-time') return byTime
    if (policy.unfixed !== 'fail' && match.hasNoFix(finding) && !read.UNRATED.includes(finding.severity)) return { kind: 'unfixed' }
    // Whoever gave it time wants it to count once that has ended.
    if (byTime.late !== undefined) return byTime
    if (baseline?.knows(finding, image)) return { kind: 'known' }
    return isLetThroughOfBase(finding, policy) ? { kind: 'base-image' } : byTime
  };
  const decided = withDecisions(image, image.findings.map(decide));
  const age = checkAge(image, policy.maxScanAgeSeconds, judgedAt);
  return { ...decided, gaps: [...decided.gaps, ...age.gaps], notes: [...decided.notes, ...age.notes, ...tellIdle(image, policy, baseline)] }
}

// One without a severity may turn out to have any, so `untriaged` alone decides about it.
function isLetThroughOfBase({ fromBase, severity }         , { baseImageFindings, baseImageAtMost }               )          {
  return fromBase && baseImageFindings === 'warn' && !read.UNRATED.includes(severity) && limits.isWithin(baseImageAtMost, severity)
}

/**
 * The decisions for which an image would have other alerts that warn or fail, if the findings with them counted; all of them, if that takes
 * all. `image` is as it was before the decisions, and `decided` after them. Exceptions of rules have no part in it: one that only kept this
 * from warning would be told to be unused, and whoever removed it would get a warning. An exception of the finding says what is meant.
 */
function warningsOf(image       , decided       , rules                         , unfixed         )                     {
  const kinds = mayWarn(decided, unfixed);
  if (kinds.length === 0) return []
  const alertsOf = (judged       )         => {
    const evaluation = apply.evaluateRules(rules, undefined, () => undefined);
    evaluation.judge(judged);
    return JSON.stringify(evaluation.alerts().filter(({ action }) => action !== 'notice'))
  };
  const alerts = alertsOf(decided);
  const matters = (those                         )          => {
    const counting = decided.findings.map(({ decision })           => (those.includes(decision.kind) ? { kind: 'counted' } : decision));
    return alertsOf(withDecisions(image, counting)) !== alerts
  };
  const alone = kinds.filter(kind => matters([kind]));
  return alone.length > 0 || kinds.length === 1 || !matters(kinds) ? alone : kinds
}

/** The decisions of an image for which it may warn. */
function mayWarn({ findings }       , unfixed         )                     {
  const made = new Set(findings.map(({ decision }) => decision.kind));
  return WARNINGS.filter(kind => made.has(kind) && (kind !== 'unfixed' || unfixed === 'warn'))
}

// The time to fix runs from the day on which the vulnerability was published, or on which the finding was first seen, whichever is earlier.
// Inspector's own firstObservedAt begins anew with every build of an image, so it would never end.
function decideByTime(
  { severity, vendorCreatedAt }         ,
  firstSeenAt               ,
  fixWithin           ,
  now        ,
)                                                              {
  const level = read.LEVELS.find(each => each.toUpperCase() === severity);
  const seconds = level === undefined ? undefined : fixWithin[level];
  const begins = [read.toInstant(vendorCreatedAt), read.toInstant(firstSeenAt)].flatMap(each => each ?? []);
  if (seconds === undefined || begins.length === 0 || begins.some(each => each > now)) return { kind: 'counted' }
  const end = Math.min(...begins) + seconds * 1000;
  return now < end ? { kind: 'in-time', until: read.formatInstant(end) } : { kind: 'counted', late: read.formatInstant(end) }
}

// A setting that can do nothing for this image says so.
function tellIdle(image       , { unfixed, fixWithin }               , baseline                      )                    {
  const { lacks, findings } = image;
  if (findings.length === 0) return []
  const isDated = findings.some(finding => baseline !== undefined && baseline.firstSeenAt(finding, image) !== null);
  return [
    ...(unfixed !== 'fail' && lacks.includes('fixAvailable')
      ? ['unfixed has no effect: this basic scan does not say whether there is a fix, so all findings count']
      : []),
    ...(Object.keys(fixWithin).length > 0 && lacks.includes('vendorCreatedAt') && !isDated
      ? [
          'fix-within has no effect: this basic scan does not say when a vulnerability was published, nor a baseline when it was first seen, so all findings count',
        ]
      : []),
  ]
}

const OLD_DAYS = 30;

// Without a limit, an old result is worth a note. A result that was not read has no age, and is a gap already.
function checkAge(
  { scannedAt, gaps }       ,
  limit                    ,
  now        ,
)                                                                          {
  const scanned = read.toInstant(scannedAt);
  const known = scanned !== undefined && scanned <= now + read.MOST_SKEW_SECONDS * 1000 ? Math.max(0, now - scanned) : undefined;
  const days = Math.floor((known ?? 0) / read.DAY_MILLISECONDS);
  if (limit === undefined)
    return { gaps: [], notes: days < OLD_DAYS ? [] : [`the scan is ${read.plural(days, 'day')} old; max-scan-age can set a limit`] }
  if (known === undefined)
    return { notes: [], gaps: gaps.length > 0 ? [] : ['the scan has no usable time, so it cannot be told whether max-scan-age allows it'] }
  if (known <= limit * 1000) return { gaps: [], notes: [] }
  const age = days < 2 ? read.plural(Math.floor(known / 3_600_000), 'hour') : read.plural(days, 'day');
  return { notes: [], gaps: [`the scan is ${age} old, older than max-scan-age allows; scan the image again`] }
}

// Whether what a statement of VEX names is an image, or a package in one. Where something is not known, it is not.




/** What one way to name an image says of it. */


const OF_IMAGES                    = ['oci', 'docker'];

/** Whether a component is meant as an image, or may be one. */
function mayBeImage({ names, purls, digests }           )          {
  return purls.some(({ type }) => OF_IMAGES.includes(type)) || (purls.length === 0 && names.length + digests.length > 0)
}

/** Whether a component is an image: one way to name it says so, and none says otherwise. `isStrict`: its processor must not be unknown. */
function isImage({ names, purls, digests }           , image       , isStrict         )          {
  const answers = [
    ...names.map((name)         => (namesOf(image).includes(name) ? 'yes' : 'unknown')),
    ...digests.map((digest)         => (digestsOf(image).includes(digest) ? 'yes' : 'no')),
    ...purls.map(purl => answerOf(purl, image, isStrict)),
  ];
  return answers.includes('yes') && !answers.includes('no')
}

/** The package URL of an image, as a statement about it would have it. */
function purlOfImage({ uri, repositoryName, digest, indexDigest }       )         {
  const repository = repositoryName ?? '';
  const version = (indexDigest ?? digest ?? '').replace(':', '%3A');
  const at = version === '' ? '' : `@${version}`;
  return repository === '' ? image.nameImage(uri) : `pkg:oci/${lastOf(repository)}${at}?repository_url=${read.registryOf(uri)}/${repository}`
}

function digestsOf({ digest, indexDigest }                                       )                    {
  return [digest, indexDigest].filter(each => each !== null)
}

// With the registry, because a repository of the same name may be in several.
function namesOf(image       )                    {
  const { uri, repositoryName, tags } = image;
  if (repositoryName === null) return []
  const name = `${read.registryOf(uri)}/${repositoryName}`;
  const digests = digestsOf(image).map(each => `@${each}`);
  return ['', ...digests, ...tags.flatMap(tag => [`:${tag}`, ...digests.map(each => `:${tag}${each}`)])].map(end => `${name}${end}`)
}

function answerOf(purl      , image       , isStrict         )         {
  const { type, version, qualifiers } = purl;
  if (!OF_IMAGES.includes(type)) return 'unknown'
  const url = qualifiers.get('repository_url');
  if (url !== undefined && !isRepository(url, purl, image)) return 'no'
  const platform = answerPlatform(purl, image, isStrict);
  if (platform === 'no') return 'no'
  const tag = qualifiers.get('tag') ?? (version === null || version.includes(':') ? undefined : version);
  if (version?.includes(':')) {
    // A digest says which image it is, whatever tag it had then.
    if (!digestsOf(image).includes(version.toLowerCase())) return 'no'
    return platform === 'yes' || version.toLowerCase() === image.digest ? 'yes' : 'unknown'
  }
  if (tag !== undefined && !image.tags.includes(tag)) return 'no'
  return url === undefined ? 'unknown' : platform
}

// The specification's examples have the repository both with and without the name at its end.
function isRepository(url        , { namespace, name }      , { uri, repositoryName }       )          {
  const written = url
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase();
  const own = `${read.registryOf(uri)}/${repositoryName}`.toLowerCase();
  const whole = [namespace, name]
    .filter(each => each !== null)
    .join('/')
    .toLowerCase();
  return (written === own && lastOf(own) === lastOf(whole)) || `${written}/${whole}` === own
}

function lastOf(name        )         {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** What Go calls the processors that other tools name otherwise. */
const PROCESSORS                                   = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armhf: 'armv7',
  armv7l: 'armv7',
  i386: '386',
  i686: '386',
  x86: '386',
  ppc64el: 'ppc64le',
};

/** A processor in the word of Go, which ECR and the registries use. */
function goProcessor(arch        )         {
  const word = arch.toLowerCase().replaceAll('/', '');
  return Object.hasOwn(PROCESSORS, word) ? (PROCESSORS[word]          ) : word
}

/** What the processor of an image is called. A platform of an index is linux/arm64 or linux/arm/v7; of any other image it is not known. */
function processorsOf({ platform }                         )                    {
  const [, ...own] = platform?.includes('/') ? platform.split('/') : [];
  return own.length === 0 ? [] : [own[0]          , own.join('')]
}

function answerPlatform({ qualifiers }      , image       , isStrict         )         {
  const [os, arch] = [qualifiers.get('os'), qualifiers.get('arch')];
  if (os === undefined && arch === undefined) return 'yes'
  const processors = processorsOf(image);
  if (processors.length === 0) return isStrict ? 'unknown' : 'yes'
  const isArch = arch === undefined || processors.includes(goProcessor(arch));
  return isArch && (os === undefined || image.platform?.startsWith(`${os}/`)) ? 'yes' : 'no'
}

// Whether what a statement of VEX names is a package that has a finding. Types of package URLs are compared with the package managers of
// Amazon Inspector, and namespaces of distributions with its platforms.
// https://github.com/package-url/purl-spec/blob/main/PURL-TYPES.rst


const OF_SYSTEMS                    = ['apk', 'deb', 'rpm'];

/** What the first word of a platform is called as a namespace. */
const DISTRIBUTIONS                                              = {
  ALMA: ['almalinux', 'alma'],
  ALMALINUX: ['almalinux', 'alma'],
  AMAZON: ['amzn', 'amazon'],
  ORACLE: ['ol', 'oracle'],
  RED: ['redhat', 'rhel'],
  REDHAT: ['redhat', 'rhel'],
  RHEL: ['redhat', 'rhel'],
  ROCKY: ['rocky', 'rockylinux'],
  SLES: ['sles', 'suse'],
  SUSE: ['suse', 'sles'],
};

/** A package, where it was found. */








/**
 * Whether a component is a package. `isStrict`: nothing about it may be unknown, such as the distribution, because it is named by itself,
 * and not as a part of an image that is known already.
 */
function isPackage({ purls }           , found       , isStrict         )          {
  return purls.length > 0 && purls.every(purl => isNamed(purl, found, isStrict))
}

function isNamed(purl      , { pack, platform, processors }       , isStrict         )          {
  const { type } = purl;
  const order = match.orderOf(pack.manager, platform);
  if (pack.name === null) return false
  const isSystem = OF_SYSTEMS.includes(type);
  const isUnknown = order === undefined && (pack.manager === null || pack.manager === 'OS');
  // Only packages of the operating system are found without a package manager, and their platform may be unknown.
  if (order === undefined ? !(isUnknown && isSystem && !isStrict) : match.PURL_TYPES[order] !== type) return false
  if (isSystem && !isOfDistribution(purl, platform, isStrict)) return false
  return nameOf(purl).has(normalize(pack.name, type)) && isVersion(purl, pack) && isNarrowedTo(purl, processors, isStrict)
}

function nameOf({ type, namespace, name }      )                      {
  if (OF_SYSTEMS.includes(type) || namespace === null) return new Set([normalize(name, type)])
  const separators = type === 'maven' ? [':', '/'] : ['/'];
  return new Set(separators.map(separator => normalize(`${namespace}${separator}${name}`, type)))
}

// Registries take more names for the same than the specification of package URLs.
function normalize(written        , type        )         {
  const { name } = purl.normal(type, '', written);
  if (type === 'pypi') return name.replace(/[-.]+/g, '-')
  return type === 'nuget' ? name.toLowerCase() : name
}

function isOfDistribution({ namespace, qualifiers }      , platform               , isStrict         )          {
  const word = /^[A-Z]+/.exec(platform ?? '')?.[0];
  if (word === undefined) return !isStrict
  const ids = DISTRIBUTIONS[word] ?? [word.toLowerCase()];
  if (namespace === null ? isStrict : !ids.includes(namespace.toLowerCase())) return false
  const distro = qualifiers.get('distro')?.toLowerCase();
  if (distro === undefined) return true
  // What has no digits is a code name, such as bookworm.
  if (!/\d/.test(distro)) return !isStrict
  const own = (platform?.match(/\d+/g) ?? []).join('.');
  return own !== '' && [...ids.map(id => `${id}-${own}`), own].some(each => distro === each || distro.startsWith(`${each}.`))
}

/** What a qualifier may say of a package that is named by itself. */
const COMPARED                    = ['arch', 'distro', 'epoch', 'type'];

/** Packages for every processor say so. */
const ANY_PROCESSOR                    = ['all', 'any', 'noarch'];

function isNarrowedTo({ qualifiers }      , processors                   , isStrict         )          {
  if (isStrict && [...qualifiers.keys()].some(key => !COMPARED.includes(key))) return false
  const arch = qualifiers.get('arch');
  if (arch === undefined || ANY_PROCESSOR.includes(arch)) return true
  return processors.length === 0 ? !isStrict : processors.includes(goProcessor(arch))
}

function isVersion({ type, version, qualifiers }      , pack         )          {
  if (version === null) return true
  const epoch = qualifiers.get('epoch');
  const own = epoch === undefined ? [read.versionOf(pack), read.versionOf({ ...pack, epoch: null })] : [read.versionOf(pack)];
  const written = epoch === undefined || epoch === '0' ? version : `${epoch}:${version}`;
  const plain = (text        )         => (type === 'golang' ? text.replace(/^v(?=\d)/, '') : text);
  return own.some(each => each !== '' && plain(each) === plain(written))
}

// Applies what files of VEX say to findings: which statements are about one, and which of them is the newest.


/** A statement, and the file that it is in. */





/** What files of VEX did in a run. */















/** Starts to apply files of VEX at a time, in milliseconds since 1970. Their order has no effect. */
function startVex(files                      , now        )             {
  const byId = indexClaims(files);
  const applied = new Set              ();
  const letThrough = new Map                   ();
  const ties = new Map                          ();
  const beyond                                            = [];

  const decideOne = (claims                  , finding         , image       , pack                )                    => {
    const about = claims.filter(({ statement }) => isAbout(statement, finding, image, pack));
    for (const { statement } of about) applied.add(statement);
    const isBeyond = ({ file, statement }       )          => limits.letsThrough(statement) && !limits.isWithin(file.atMost, finding.severity);
    const past = about.filter(({ statement }) => !(limits.letsThrough(statement) && isFuture(statement, now)));
    const bound = past.filter(claim => !isBeyond(claim));
    const newest = Math.max(...bound.map(({ statement }) => instantOf(statement)));
    const last = bound.filter(({ statement }) => instantOf(statement) === newest);
    if (new Set(last.map(({ statement }) => statement.status)).size > 1) {
      const key = last.map(({ file, statement }) => `${file.path}:${statement.offset}`).join();
      ties.set(key, last);
      return undefined
    }
    const decided = last.every(({ statement }) => limits.letsThrough(statement)) ? last[0] : undefined;
    if (decided !== undefined) return decided
    const isNewest = ({ statement }       )          => last.length === 0 || instantOf(statement) > newest;
    for (const claim of past) if (isBeyond(claim) && isNewest(claim)) beyond.push({ ...claim, finding });
    return undefined
  };
  return {
    statementOf: (finding, image) => {
      const { id, aliases, packages } = finding;
      const claims = [...new Set([id, ...aliases].flatMap(each => byId.get(each) ?? []))];
      if (claims.length === 0) return undefined
      // A finding in two packages is let through only if it is in each of them.
      const each = (packages.length === 0 ? [null] : packages).map(pack => decideOne(claims, finding, image, pack));
      const [first] = each;
      if (first === undefined || each.includes(undefined)) return undefined
      letThrough.set(first.file, (letThrough.get(first.file) ?? 0) + 1);
      return toStatement(first)
    },
    outcome: () => ({ applied, letThrough, ties: [...ties.values()], beyond }),
  }
}

function indexClaims(files                      )                                        {
  const byId = new Map                 ();
  for (const file of files) {
    for (const statement of file.statements) {
      const claim = { file, statement };
      for (const id of statement.ids) {
        const claims = byId.get(id);
        if (claims === undefined) byId.set(id, [claim]);
        else claims.push(claim);
      }
    }
  }
  return byId
}

// What worries need not name all of a finding: any of its names is enough, and what cannot be compared may be this package.
function isAbout(statement              , finding         , image       , pack                )          {
  const lets = limits.letsThrough(statement);
  if (lets && !match.isNamed(finding, statement.ids)) return false
  const found = pack && { pack, platform: finding.platform ?? image.platform, processors: processorsOf(image) };
  return statement.products.some(({ parts, ...product }) => {
    if (lets && isPart(product)) return false
    if (mayBeImage(product) && isImage(product, image, lets))
      return parts.length === 0 || (found !== null && parts.some(part => !(lets && isPart(part)) && isPackage(part, found, false)))
    return parts.length === 0 && found !== null && isPackage(product, found, lets)
  })
}

// ECR does not say in which part of an image or of a package a finding is.
function isPart({ purls }           )          {
  return purls.some(({ subpath }) => subpath !== null)
}

/** Whether a statement is of a time that has not come. */
function isFuture({ instant }              , now        )          {
  return instant !== null && instant > now + read.MOST_SKEW_SECONDS * 1000
}

// Nobody knows that what worries and has no time is older than another statement.
function instantOf(statement              )         {
  return statement.instant ?? (limits.letsThrough(statement) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
}

function toStatement({ file, statement }       )            {
  const { status, justification, impact, author } = statement;
  const at = read.formatPlace(limits.placeOf(file, statement));
  return { status: status === 'fixed' ? status : 'not_affected', justification, impact, author, at }
}

// The images of a saved report, to be judged again by another policy. A report is a file and may come from anybody, so what has not the
// shape of a report's image becomes a gap.
//
// The decisions and notes of the report are those of its own policy, and are left out. Its gaps stay: what its run did not see, nobody sees
// here. It has not the lists of findings as ECR sent them, which a rule may ask for.




const FINDING = {
  id: 'text',
  aliases: 'texts',
  arn: 'text or null',
  title: 'text or null',
  type: 'text',
  severity: 'text',
  score: 'number or null',
  vector: 'text or null',
  vendor: 'text or null',
  fixAvailable: 'text or null',
  exploitAvailable: 'text or null',
  description: 'text or null',
  links: 'texts',
  path: 'text or null',
  platform: 'text or null',
  firstObservedAt: 'text or null',
  lastObservedAt: 'text or null',
  vendorCreatedAt: 'text or null',
  inUseCount: 'number or null',
  lastInUseAt: 'text or null',
  epss: 'number or null',
  lastKnownExploitAt: 'text or null',
};



const PACKAGE = {
  name: 'text or null',
  epoch: 'number or null',
  version: 'text or null',
  release: 'text or null',
  fixedIn: 'text or null',
  manager: 'text or null',
  path: 'text or null',
  layer: 'text or null',
};

const IMAGE = {
  uri: 'text',
  registryId: 'text or null',
  repositoryName: 'text or null',
  digest: 'text or null',
  indexDigest: 'text or null',
  tags: 'texts',
  platform: 'text or null',
  region: 'text or null',
  status: 'text or null',
  scannedAt: 'text or null',
  gaps: 'texts',
};














const NO_LIST = 'the saved report has no list of images';
const NO_IMAGE = 'the saved report has an image that cannot be read';
const NO_FINDINGS = 'the saved report has findings that cannot be read';

/** Reads the images of a saved report. `readAt` is the time of reading, which becomes the time of their events. */
function readSavedImages(report        , readAt        )              {
  const given = read.own(report, 'images');
  if (!Array.isArray(given)) return { images: [], unread: [NO_LIST] }
  const images = given.map(image => readImage(image, readAt));
  return { images, unread: [NO_IMAGE, NO_FINDINGS].filter(each => images.some(({ gaps }) => gaps.includes(each))) }
}

function readImage(saved         , readAt        )        {
  const about = readShapes(saved, IMAGE);
  const given = read.own(saved, 'findings');
  const findings = Array.isArray(given) ? given.map(readFinding) : [];
  const known = findings.filter(finding => finding !== undefined);
  const gaps = [
    ...(about === undefined ? [NO_IMAGE] : about.gaps),
    ...(!Array.isArray(given) || known.length < findings.length ? [NO_FINDINGS] : []),
  ];
  const { uri, registryId, repositoryName, digest, indexDigest, tags, platform, region, status, scannedAt } = about ?? UNKNOWN;
  const counts = read.countSeverities(known);
  return {
    ...{ uri, registryId, repositoryName, digest, indexDigest, tags, platform, region, status, scannedAt },
    baseImage: null,
    findings: known,
    severityCounts: counts,
    openSeverityCounts: counts,
    gaps,
    notes: [],
    lacks: delivery.lacksOf(known.every(delivery.isBasicFinding) ? known : []),
    unsaid: inspector.unsaidOfSaved(known),
    event: toEvent({ registryId, repositoryName, digest, region, tags }, { status, scannedAt, counts, readAt }),
    entries: {},
    contents: null,
  }
}

const UNKNOWN                     = {
  uri: 'unknown registry/unknown repository',
  registryId: null,
  repositoryName: null,
  digest: null,
  indexDigest: null,
  tags: [],
  platform: null,
  region: null,
  status: null,
  scannedAt: null};

function toEvent(
  identity          ,
  {
    status,
    scannedAt,
    counts,
    readAt,
  }                                                                                                             ,
)         {
  const { registryId, repositoryName, digest, tags, region } = identity;
  const [tag] = tags;
  const head = {
    registryId,
    repositoryName,
    imageId: { ...(digest !== null && { imageDigest: digest }), ...(tag !== undefined && { imageTag: tag }) },
    imageScanStatus: { status },
    imageScanFindings: { imageScanCompletedAt: scannedAt },
  };
  return imply.toScanEvent([{ head, listed: [], entries: 0, findings: [], region, gaps: [], lists: {}, keys: {} }], counts, identity, readAt)
}

function readFinding(saved         )                      {
  const finding = readShapes(saved, FINDING);
  const state = (['open', 'closed', 'suppressed']         ).find(each => each === read.own(saved, 'state'));
  const given = read.own(saved, 'packages');
  const packages = Array.isArray(given) ? given.flatMap(each => readShapes(each, PACKAGE) ?? []) : [];
  if (finding === undefined || state === undefined || !Array.isArray(given) || packages.length < given.length) return undefined
  return {
    ...finding,
    state,
    decision: { kind: state === 'open' ? 'counted' : state },
    package: packages[0] ?? null,
    packages,
    knownExploited: (['YES', 'NO']         ).find(each => each === read.own(saved, 'knownExploited')) ?? null,
    fromBase: read.own(saved, 'fromBase') === true,
  }
}

// A field that an earlier release did not write is null.
function readShapes                                                (saved         , shapes        )                           {
  if (!read.isObject(saved)) return undefined
  const values = Object.entries(shapes).map(([name, shape]) => [name, read.own(saved, name) ?? null, shape]         );
  if (!values.every(([, value, shape]) => hasShape(value, shape))) return undefined
  return Object.fromEntries(values.map(([name, value]) => [name, value]))
}

function hasShape(value         , shape       )          {
  switch (shape) {
    case 'text':
      return typeof value === 'string'
    case 'text or null':
      return value === null || typeof value === 'string'
    case 'number or null':
      return value === null || typeof value === 'number'
    case 'texts':
      return Array.isArray(value) && value.every(each => typeof each === 'string')
  }
}

// Judges images again without some of their findings, by the same rules, exceptions and settings.


/** An image as it was read, and with the decisions about its findings. */





/** What is said of an image. */






/** By what images are judged. */










/** Judges an image without the findings at these positions. */


function startAgain({ rules, exceptions, policy, now }     )             {
  return ({ given, decided }, without) => {
    const rest = withoutFindings(decided, without);
    const evaluation = apply.evaluateRules(rules, apply.startExceptions(exceptions, now), () => undefined);
    const image = evaluation.judge(rest);
    const warnings = warningsOf(withoutFindings(given, without), rest, rules, policy.unfixed);
    return { rest, reasons: verdict.weighReasons(evaluation.alerts(), [image], [], policy.untriaged, () => warnings) }
  }
}

/** The same by those rules only that can see an image. */
function ofImages(law     )      {
  return {
    ...law,
    rules: law.rules.filter(
      ({ rule, filter }) =>
        rule.enabled && (rule.type === 'Finding' || (lookup.constantsOf(filter.expression, 'eventSource')?.has('ecr.amazonaws.com') ?? true)),
    ),
  }
}

// What rules look at of the findings of an image: whether fewer findings can make a verdict worse, and whether only the counts matter.




/** Whether fewer findings never make it worse. */
function isMonotone({ rules, exceptions }     )          {
  const alerts = exceptions.filter(each => each.kind === 'alert');
  return rules.every(
    ({ rule, filter, suppressions }) =>
      rule.type === 'Finding' ||
      (falls(filter.expression, true) &&
        suppressions.every(({ expression }) => falls(expression, false)) &&
        alerts.every(each => each.rule !== rule.id || falls(each.expression, false))),
  )
}

// Whether a filter that holds can only cease to hold when findings go, or the other way round where `down` is false.
function falls(expression            , down         )          {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.terms.every(term => falls(term, down))
    case 'not':
      return falls(expression.term, !down)
    case 'comparison':
      if (!isAboutFindings(expression.path)) return true
      return isCount(expression.path) && (down ? ['>', '>='] : ['<', '<=']).includes(expression.operator)
    case 'in':
      return !isAboutFindings(expression.path)
  }
}

/** Whether a rule over images looks at more of the findings than at how many there are. */
function looksAtLists({ filter, suppressions }              )          {
  const paths = [filter, ...suppressions].flatMap(({ expression }) => imply.pathsOf(expression));
  return paths.some(path => isAboutFindings(path) && !isCount(path))
}

const COUNTS = ['responseElements', 'imageScanFindings', 'findingSeverityCounts'];

function isCount({ segments }      )          {
  return segments.length === COUNTS.length + 1 && COUNTS.every((name, i) => segments[i] === name)
}

function isAboutFindings({ segments }      )          {
  return COUNTS.every((name, i) => i >= segments.length || segments[i] === name) || imply.LISTS.some(name => imply.leadsIntoList(segments, name))
}

// What speaks against an image without some of its findings. A search asks this thousands of times, so an image is not judged anew for each
// question: rules over images are, once for the same counts, and rules over findings once for each finding, which they see one by one.


/** Something that speaks against an image, with the verdict that it alone would give. */





/** Returns what speaks against an image without the findings at these positions, each of which counts or warns. */


/** Whether each question is answered by judging the image anew, because more is asked for than its counts and each finding by itself. */
function isJudgedAnew({ decided }         , law     )          {
  return mayWarn(decided, law.policy.unfixed).length > 0 || overImages(law).some(looksAtLists)
}

function overImages({ rules }     )               {
  return rules.filter(({ rule }) => rule.type !== 'Finding')
}

function startSpeaking(image         , law     , again            )        {
  if (isJudgedAnew(image, law)) return without => again(image, new Set(without)).reasons
  const { findings, severityCounts } = image.decided;
  const byCounts = startCounting(image, { ...law, rules: overImages(law) });
  const byFinding = startFinding(image, law);
  const severities = findings.map(({ severity }) => severity);
  return without => {
    const counts = new Map(Object.entries(severityCounts));
    for (const position of without) {
      const severity = severities[position] ?? '';
      counts.set(severity, (counts.get(severity) ?? 0) - 1);
    }
    return [...byCounts(counts), ...byFinding(without)]
  }
}

function startCounting({ decided }         , law     )                                                             {
  const known = new Map                           ();
  const judge = (severityCounts                )                    => {
    const evaluation = apply.evaluateRules(law.rules, apply.startExceptions(law.exceptions, law.now), () => undefined);
    const event = imply.withCounts(decided.event, severityCounts, () => false);
    const image = evaluation.judge({ ...decided, findings: [], severityCounts, event });
    return verdict.weighReasons(evaluation.alerts(), [image], [], law.policy.untriaged, () => [])
  };
  return counts => {
    const key = JSON.stringify([...counts]);
    const spoken = known.get(key) ?? judge(Object.fromEntries([...counts].filter(([, count]) => count > 0)));
    known.set(key, spoken);
    return spoken
  }
}

/** An alert that findings open together, if so many of them are there. */




// All findings of an image have one time, so that an alert needs nothing but their number.
function startFinding({ decided }         , law     )        {
  const finders = law.rules.filter(({ rule }) => rule.type === 'Finding');
  if (finders.length === 0) return () => []
  const thresholds = new Map(finders.map(({ rule }) => [rule.id, rule.threshold]));
  const single = finders.map(compiled => ({ ...compiled, rule: { ...compiled.rule, threshold: 1 } }));
  const matchesOf            = decided.findings.map(() => []);
  let at = 0;
  const trace = (_         , __         , outcome              )       => {
    if (typeof outcome === 'object' && 'event' in outcome) matchesOf[at]?.push(outcome);
  };
  const evaluation = apply.traceEvaluation(single, trace, () => undefined, apply.startExceptions(law.exceptions, law.now));
  for (; at < decided.findings.length; at++) evaluation.judge({ ...decided, findings: decided.findings.slice(at, at + 1) });
  const possible             = [];
  const numbers = new Map                ();
  const keyOf = new Map               ();
  for (const { rule, alert, matches } of evaluation.openings()) {
    if (alert.action === 'notice') continue
    const about = verdict.aboutAlert(alert);
    const number = numbers.get(about) ?? possible.push({ verdict: alert.action, about, threshold: thresholds.get(rule.id) ?? 1 }) - 1;
    numbers.set(about, number);
    for (const match of matches) keyOf.set(match, number);
  }
  const opens = matchesOf.map(matches => matches.flatMap(match => keyOf.get(match) ?? []));
  const all = new Int32Array(possible.length);
  for (const number of opens.flat()) all[number] = (all[number] ?? 0) + 1;
  return without => {
    const counts = all.slice();
    for (const position of without) for (const number of opens[position] ?? []) counts[number] = (counts[number] ?? 0) - 1;
    return possible.filter(({ threshold }, number) => (counts[number] ?? 0) >= threshold)
  }
}

// The questions of the search: what would be said of some images if some places were changed and some findings accepted.



/** What is done: the positions of the places that are changed, and the findings that are accepted. */





/** What the steps end, the worst first. */








function startAsking(group                    , { candidates }       , law     , again            )            {
  const speaking = group.map(each => startSpeaking(each, law, again));
  const without = ({ places, accepted }      )                                 => {
    const positions             = group.map(() => []);
    for (const candidate of candidates) {
      const { image, position, needs } = candidate;
      if (accepted.has(candidate) || needs?.every(need => places.has(need))) positions[image]?.push(position);
    }
    return positions
  };
  const judged = new Map                         ();
  return {
    speak: (done, level) =>
      new Set(
        without(done).flatMap((positions, i) =>
          (speaking[i]?.(positions) ?? []).flatMap(({ verdict, about }) => (isAgainst(verdict, level) ? [`${i} ${verdict} ${about}`] : [])),
        ),
      ),
    judge: done => {
      const answers =
        judged.get(done) ?? without(done).flatMap((positions, i) => group.slice(i, i + 1).map(each => again(each, new Set(positions))));
      judged.set(done, answers);
      return answers
    },
  }
}

// What fails also keeps an image from a pass.
function isAgainst(verdict         , level       )          {
  return verdict === 'fail' || (level === 'warn' && verdict === 'warn')
}

// Tells what the search found: the changes with what each of them fixes, and the findings that no change fixes.






/** The places that are changed before and after a step, and those that have to be. */






/** The changes of these units, the gravest first. */
function toChanges(
  chosen                   ,
  { units, places, candidates }       ,
  { before, after, needed }        ,
  images                  ,
)                    {
  const fixed = candidates.filter(({ needs }) => needs?.every(need => after.has(need)) && !needs.every(need => before.has(need)));
  return chosen.flatMap((position)                    => {
    const unit = units[position];
    if (unit === undefined) return []
    const its = fixed.filter(({ needs }) => needs?.some(need => unit.places.includes(need)));
    const packages = unit.places.flatMap(place => {
      const known = places[place];
      if (known === undefined) return []
      const { unit: _, ...pack } = known;
      return [{ ...pack, isNeeded: needed.has(place) }]
    });
    packages.sort((a, b) => Number(b.isNeeded) - Number(a.isNeeded));
    return [{ kind: unit.kind, images: urisOf(its, images), packages, fixes: idsOf(its), severityCounts: countIds(its) }]
  })
}

/** What ends a finding that no change fixes: an exception, or why it is not known. */
function whatEnds(
  { finding, image: position }           ,
  images                  ,
  limits$1               ,
)                              {
  const image = images[position];
  if (image?.lacks.includes('fixAvailable') && finding.fixAvailable === null) return 'basic scan'
  if (!match.hasNoFix(finding)) return 'version'
  // The name of a repository may come from a file, and a star in it would stand for any characters.
  if (exception.helpWithId(finding.id) !== undefined || !read.isRepositoryName(image?.repositoryName ?? '')) return 'no name'
  return limits.isWithin(limits$1?.severityAtMost?.value, finding.severity) ? 'exception' : 'limit'
}

/** The findings that have no fix, by image and package, each with the exception that accepts them. */
function toUnfixable(accepted                      , images                  , limits               )                       {
  const owner = limits?.needOwner.value === true ? 'WHO' : null;
  return [...visibility.groupBy(accepted, each => JSON.stringify([images[each.image]?.repositoryName, packageOf(each.finding)])).values()].map(its => {
    const remaining = toRemaining(its, images);
    return { ...remaining, exception: writeException(remaining, images[its[0]?.image ?? 0], owner) }
  })
}

/** The findings of which it is not known what ends them. Those of a basic scan are told once. */
function toUntold(others                      , images                  , limits               )                    {
  const unclear = others.flatMap(each => {
    const why = whatEnds(each, images, limits);
    return why === 'exception' ? [] : [{ each, why, key: JSON.stringify([why, why !== 'basic scan' && packageOf(each.finding)]) }]
  });
  return [...visibility.groupBy(unclear, ({ key }) => key).values()].map(its => ({
    ...toRemaining(
      its.map(({ each }) => each),
      images,
    ),
    why: its[0]?.why ?? 'version',
  }))
}

function toRemaining(candidates                      , images                  )            {
  const names = new Set(candidates.map(({ finding }) => packageOf(finding)));
  const [name = null] = names;
  return {
    images: urisOf(candidates, images),
    package: names.size === 1 ? name : null,
    ids: idsOf(candidates),
    severityCounts: countIds(candidates),
  }
}

/** The package that an exception for a finding names. A star in its name would stand for any characters. */
function packageOf({ packages }         )                {
  const names = new Set(packages.map(({ name }) => name));
  const [name = null] = names;
  return names.size !== 1 || name === null || name === '' || name.includes('*') ? null : name
}

function writeException({ ids, package: name }           , image                   , owner               )         {
  const target = { ids, package: name, image: image?.repositoryName ?? null };
  const entry = { ...target, reason: 'WHY', owner, expires: 'YYYY-MM-DD', untilFixed: true };
  return `- ${draft.writeFlow(entry, false, { open: '{ ', separator: ', ', close: ' }' })}`
}

function urisOf(candidates                      , images                  )                    {
  return images.flatMap(({ uri }, i) => (candidates.some(({ image }) => image === i) ? [uri] : []))
}

/** The findings of the worst severity of each id, in the order in which a person should read them. */
function worstById(candidates                      )                     {
  const sorted = candidates.map(({ finding }) => finding).sort((a, b) => read.rank(a.severity) - read.rank(b.severity) || read.compareText(a.id, b.id));
  return [...visibility.groupBy(sorted, ({ id }) => id).values()].flatMap(([first]) => first ?? [])
}

function idsOf(candidates                      )                    {
  return worstById(candidates).map(({ id }) => id)
}

function countIds(candidates                      )                 {
  return read.countSeverities(worstById(candidates))
}

// Finds a smallest set of numbers for which something holds. How many there are is in the hands of whoever built the image, so the
// search has a limit; what it returns always holds, and it says whether it is certain that nothing smaller does.

/** A set, in order, and whether it is certain that no smaller one is good. */





/** How the search may go about it. */







/**
 * Returns a smallest good set of the numbers below `count`, all of which together are good. Among sets of one size it prefers
 * small numbers.
 */
function findSmallest(count        , isGood                                        , { most, isMonotone }        )           {
  let left = most;
  const ask = (chosen                   )          => {
    left--;
    return isGood(chosen)
  };
  const all = [...Array(count).keys()];
  // Without one of these not even all others are good.
  const needed = isMonotone && count < most ? all.filter(one => !ask(all.filter(each => each !== one))) : [];
  if (isMonotone && count < most && ask(needed)) return { chosen: needed, isSmallest: true }
  const others = all.filter(each => !needed.includes(each));
  const withNeeded = (some                   )                    => [...needed, ...some].sort((a, b) => a - b);

  let some                    = others;
  for (let size = Math.ceil(others.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = some.length; end > 0 && left > 0; end -= size) {
      const without = [...some.slice(0, Math.max(0, end - size)), ...some.slice(end)];
      if (ask(withNeeded(without))) some = without;
    }
  }
  for (let size = 0; size < some.length; size++) {
    for (const fewer of chooseFrom(others, size)) {
      if (left <= 0) return { chosen: withNeeded(some), isSmallest: false }
      if (ask(withNeeded(fewer))) return { chosen: withNeeded(fewer), isSmallest: true }
    }
  }
  return { chosen: withNeeded(some), isSmallest: true }
}

/** All choices of so many, those of the first ones first. */
function* chooseFrom(from                   , size        )                               {
  if (size === 0) yield [];
  else
    for (let i = 0; i <= from.length - size; i++)
      for (const rest of chooseFrom(from.slice(i + 1), size - 1)) yield [from[i]          , ...rest];
}

// One step of the way: the fewest changes that end all that any number of changes could end.

















/** Undefined where nothing has to be ended, or nothing can be. */
function findStep(level       , done      , units       , { speak }           , search            )                    {
  const now = speak(done, level);
  const every = new Set(units.places.keys());
  const left = units.candidates.filter(each => each.needs === undefined && !done.accepted.has(each));
  const asking = (places                     , more                      )                      =>
    speak({ places, accepted: new Set([...done.accepted, ...more]) }, level);
  const ideal = asking(every, left);
  if ([...now].every(each => ideal.has(each))) return undefined
  const isGood = (places                     , more                      )          =>
    [...asking(places, more)].every(each => ideal.has(each));

  // What cannot be accepted stands aside where enough of the rest can.
  const acceptable = left.filter(search.isAcceptable);
  const kinds = listKinds(isGood(every, acceptable) ? acceptable : left);
  const stays = isGood(every, [])
    ? { chosen: [], isSmallest: true }
    : findSmallest(kinds.length, of => isGood(every, pick(kinds, of).flat()), search);
  const others = pick(kinds, stays.chosen).flat();
  const free = [...units.units.keys()].filter(unit => !verdict.placesOf(units, [unit]).every(place => done.places.has(place)));
  const changing = (of                   )                      => new Set([...done.places, ...verdict.placesOf(units, pick(free, of))]);
  const smallest = findSmallest(free.length, of => isGood(changing(of), others), search);
  const chosen = pick(free, smallest.chosen);
  const needed = findNeeded(chosen, done, units, places => isGood(places, others), search);
  return { chosen, needed, others, isSmallest: smallest.isSmallest && stays.isSmallest }
}

/** What is accepted together: an exception names an id, and the package if that of all its findings is one. */
function listKinds(candidates                      )                                    {
  const wide = new Set(candidates.flatMap(({ finding }) => (packageOf(finding) === null ? [finding.id] : [])));
  const keyOf = ({ finding }           )         => JSON.stringify([finding.id, wide.has(finding.id) ? null : packageOf(finding)]);
  return [...visibility.groupBy(candidates, keyOf).values()]
}

// The packages of the operating system are updated at once, but seldom all of them have to be.
function findNeeded(
  chosen                   ,
  done      ,
  units       ,
  isGood                                          ,
  search        ,
)                      {
  const isSystem = (unit        )          => units.units[unit]?.kind === 'base image';
  const system = verdict.placesOf(units, chosen.filter(isSystem));
  const fixed = [
    ...done.places,
    ...verdict.placesOf(
      units,
      chosen.filter(unit => !isSystem(unit)),
    ),
  ];
  const needed = findSmallest(system.length, of => isGood(new Set([...fixed, ...pick(system, of)])), search);
  return new Set([...fixed, ...pick(system, needed.chosen)])
}

function pick   (list              , positions                   )               {
  return positions.flatMap(position => (position in list ? [list[position]     ] : []))
}

// The way of an image, or of the platforms of one index, from its verdict to the best one that changes and exceptions can reach.












/** By what images are judged, and how. */








// With these limits the search ends within about a second, however an image was built, and within some seconds however many there are.
const MOST_QUESTIONS = 5000;
const MOST_FINDINGS_SEEN = 5_000_000;
const MOST_FINDINGS_SEEN_IN_ALL = 20_000_000;
// How much longer it takes to judge an image anew.
const TIMES_ANEW = 10;

function findWay(group                    , { law, again, isMonotone, groups }         )      {
  const images = group.map(({ decided }) => decided);
  const units = verdict.listUnits(images);
  const questions = startAsking(group, units, law, again);
  const seen = Math.min(MOST_FINDINGS_SEEN, MOST_FINDINGS_SEEN_IN_ALL / groups);
  const cost = (units.candidates.length + 1) * (group.some(each => isJudgedAnew(each, law)) ? TIMES_ANEW : 1);
  const search = { most: Math.min(MOST_QUESTIONS, Math.ceil(seen / cost)), isMonotone };
  const verdictOf = (after      )          => worstOf(questions.judge(after).map(({ reasons }) => reasons[0]?.verdict ?? 'pass'));
  const isAcceptable = (each           )          => whatEnds(each, images, law.limits) === 'exception';
  const takeStep = (level       , done      )        => {
    const found = findStep(level, done, units, questions, { ...search, isAcceptable });
    if (found === undefined) return { done, steps: [], untold: [], isSmallest: true }
    const { chosen, needed, others, isSmallest } = found;
    // What only warns needs no exception, and what may have a fix is not accepted.
    const accepted = level === 'fail' ? others.filter(isAcceptable) : [];
    const after = { places: new Set([...done.places, ...verdict.placesOf(units, chosen)]), accepted: new Set([...done.accepted, ...accepted]) };
    const changes = toChanges(chosen, units, { before: done.places, after: after.places, needed }, images);
    const step = { from: level, verdict: verdictOf(after), changes, unfixable: toUnfixable(accepted, images, law.limits) };
    const steps = chosen.length + accepted.length > 0 ? [step] : [];
    return { done: after, steps, untold: level === 'fail' ? toUntold(others, images, law.limits) : [], isSmallest }
  };
  const first = takeStep('fail', { places: new Set(), accepted: new Set() });
  const second = takeStep('warn', first.done);
  return {
    steps: [...first.steps, ...second.steps],
    verdicts: { fail: verdictOf(first.done), warn: verdictOf(second.done) },
    isSmallest: first.isSmallest && second.isSmallest,
    untold: first.untold,
    answers: questions.judge(second.done),
  }
}





/** The worst of some verdicts. */
function worstOf(verdicts                    )          {
  return verdict.VERDICTS.find(each => verdicts.includes(each)) ?? 'pass'
}

// Finds what to change so that images may go out: first what ends that they fail, then what ends that they warn. Every answer is proven
// by judging again without what the changes fix.


/** What was judged: the images, the alerts of the whole run, and what was read. */






/** Returns what to change; null where nothing speaks against the images that a change of a package or an exception ends. */
function findFixes({ images, alerts, coverage }        , law     )               {
  const seeing = ofImages(law);
  // The platforms of an index are built from one Dockerfile, so what mends one mends all.
  const groups = [...visibility.groupBy(images, ({ decided }) => decided.indexDigest ?? decided.uri).values()];
  const search = { law: seeing, again: startAgain(seeing), isMonotone: isMonotone(seeing), groups: groups.length };
  const ways = groups.map(group => findWay(group, search));
  const steps = (['fail', 'warn']         ).flatMap((from)                  => {
    const its = ways.flatMap(way => way.steps.filter(step => step.from === from));
    if (its.length === 0) return []
    const verdict = worstOf(ways.map(way => way.verdicts[from]));
    return [{ from, verdict, changes: its.flatMap(step => step.changes), unfixable: mergeUnfixable(its.flatMap(step => step.unfixable)) }]
  });
  const untold = ways.flatMap(way => way.untold);
  if (steps.length === 0 && untold.length === 0) return null
  const { verdict, remains } = judgeRun(
    ways.flatMap(way => way.answers),
    { alerts, coverage },
    seeing,
  );
  return { steps, isSmallest: ways.every(way => way.isSmallest), verdict, remains, untold }
}

// Images of one repository may need the same exception.
function mergeUnfixable(unfixable                      )                       {
  return [...visibility.groupBy(unfixable, ({ exception }) => exception).values()].flatMap(same =>
    same.slice(0, 1).map(each => ({ ...each, images: [...new Set(same.flatMap(({ images }) => images))] })),
  )
}

/** The verdict of the run with these answers about its images, judged together as the run judges them, and why it is no pass. */
function judgeRun(
  answers                   ,
  { alerts, coverage }                                     ,
  { rules, exceptions, policy, now }     ,
)                                     {
  const evaluation = apply.evaluateRules(rules, apply.startExceptions(exceptions, now), () => undefined);
  const warnings = new Map                           ();
  const images = answers.map(({ rest, reasons }) => {
    const image = evaluation.judge(rest);
    warnings.set(
      image,
      reasons.flatMap(({ warning }) => warning ?? []),
    );
    return image
  });
  const all = [...alerts.filter(({ image }) => image === null), ...evaluation.alerts()];
  const reasons = verdict.tellReasons(
    verdict.weighReasons(all, images, coverage, policy.untriaged, image => warnings.get(image) ?? []),
    images,
  );
  const verdict$1 = reasons[0]?.verdict ?? 'pass';
  return { verdict: verdict$1, remains: reasons.flatMap(reason => (reason.verdict === verdict$1 ? [reason.text] : [])) }
}

// Tells what files of VEX did: how many of their statements are about the images, and what of them could not be used. None of it changes a
// verdict.


/** How many products or images a message names. */
const MOST_NAMED = 3;
/** How many characters of a product a message shows. */
const MOST_SHOWN = 240;

/** Returns what is worth knowing of each file. `now` is in milliseconds since 1970. */
function tellVex(
  files                      ,
  { applied, letThrough, ties, beyond }            ,
  images                  ,
  now        ,
)                        {
  return [
    ...files.flatMap(file => {
      const about = file.statements.filter(
        each =>
          applied.has(each) || each.products.some(product => mayBeImage(product) && images.some(image => isImage(product, image, true))),
      );
      return [...tellUse(file, about.length, letThrough.get(file) ?? 0, images), ...tellUnused(file, about, now)]
    }),
    ...ties.flatMap(claims => {
      const [first] = claims;
      if (first === undefined) return []
      const places = claims.map(({ file, statement }) => `${statement.status} (${read.formatPlace(limits.placeOf(file, statement))})`);
      const message = `statements of the same time contradict one another about ${read.quote(first.statement.ids[0] ?? '')}, so it counts: ${read.listFirst(places, MOST_NAMED)}`;
      return [
        warn('vex-contradiction', message, 'ask their authors which holds, and remove the other', limits.placeOf(first.file, first.statement)),
      ]
    }),
    ...tellBeyond(beyond),
  ]
}

// Feeds have thousands of statements, of which few are about one image.
function tellUse(file           , about        , findings        , images                  )                        {
  const { path, statements, isOfPolicy } = file;
  if (about > 0) {
    const message = `${about} of ${read.plural(statements.length, 'statement')} ${read.agree(about, 'is', 'are')} about the images, and ${read.plural(findings, 'finding')} ${read.agree(findings, 'is', 'are')} let through`;
    return [{ level: 'note', kind: 'vex', message, at: path }]
  }
  // What was not read may have the packages that a file is about.
  if (images.some(({ gaps }) => gaps.length > 0)) return []
  const named = [...new Set(statements.flatMap(({ products }) => products.map(nameProduct)))];
  const products = named.length === 0 ? 'no product' : read.listFirst(named, MOST_NAMED);
  const own = read.listFirst([...new Set(images.map(purlOfImage))], MOST_NAMED);
  const unasked = images.length === 0 && !isOfPolicy;
  if (unasked) return [{ level: 'warning', kind: 'vex-unused', message: 'no image was judged, so it did nothing', at: path }]
  if (images.length === 0) return []
  const names = read.agree(statements.length, 'names', 'name');
  const message =
    statements.length === 0
      ? 'it has no statement about a vulnerability'
      : `nothing in it is about an image or a package with a finding: its ${read.plural(statements.length, 'statement')} ${names} ${products}`;
  const help = `a statement about the image names it as ${own}`;
  return [{ level: isOfPolicy ? 'note' : 'warning', kind: 'vex-unused', message, help, at: path }]
}

function nameProduct({ names, purls, digests }         )         {
  const [purl] = purls;
  if (purl === undefined) return quoteWhole([...names, ...digests][0] ?? '')
  const name = [purl.type, purl.namespace, purl.name].filter(each => each !== null).join('/');
  const version = purl.version === null ? '' : `@${purl.version}`;
  const qualifiers = [...purl.qualifiers].map(([key, value]) => `${key}=${value}`).join('&');
  return quoteWhole(`pkg:${name}${version}${qualifiers === '' ? '' : `?${qualifiers}`}`)
}

// That in which a product so often differs from the image stands at the end: a tag, a digest, a distribution.
function quoteWhole(product        )         {
  return `"${read.printable(product, MOST_SHOWN)}"`
}

// What is about the images and would let findings through, if it said why, or if its time had come.
function tellUnused(file           , about                         , now        )                        {
  const groups                                                                               = [
    ['says not_affected and not why, so what it is about counts', 'it needs a justification or an impact statement', isUnexplained],
    [
      'is of a time in the future, so it lets nothing through',
      'correct its time, or the clock',
      each => limits.letsThrough(each) && isFuture(each, now),
    ],
  ];
  return groups.flatMap(([what, help, isOf]) => {
    const those = about.filter(isOf);
    const [first] = those;
    if (first === undefined) return []
    const others = those.length === 1 ? '' : `; there are ${those.length} like this in the file`;
    return [warn('vex-idle', `this statement about ${read.quote(first.ids[0] ?? '')} ${what}${others}`, help, limits.placeOf(file, first))]
  })
}

function isUnexplained(statement              )          {
  return statement.status === 'not_affected' && !limits.letsThrough(statement)
}

function tellBeyond(beyond                      )                        {
  const [first] = beyond;
  if (first === undefined) return []
  const { file, statement, finding } = first;
  const count = new Set(beyond.map(each => each.finding)).size;
  const others = count === 1 ? '' : `; there are ${count} findings like this`;
  const message = `the policy lets VEX of a step let findings through up to ${file.atMost}, and ${read.quote(finding.id)} is ${finding.severity}${others}`;
  return [warn('vex-beyond', message, 'ask those who keep the policy to name the file there', limits.placeOf(file, statement))]
}

function warn(kind        , message        , help        , at                  )             {
  return { level: 'warning', kind, message, help, ...(at !== undefined && { at }) }
}

// The judgement of a run. The rules see every image and every event as it is read, so that a million events fit in memory; once all
// is read, what they saw is decided.



/** What is decided besides rules and exceptions. */




/** When images are judged, what is shown of that, and what others know about findings. */






/** What was read in all. */

















/** One reading of what is going on now, and what the rules say of it. */



























/**
 * Starts a judgement by the rules and exceptions in force, as of the time when the run began. Only the age of a scan is as of the time when
 * the image is judged, because the run may have waited for the scan. Where `shown` is false, only the verdict and its alerts are wanted:
 * alerts show no events, and there is no activity and no fix.
 */
function startJudging(
  { compiled, exceptions: written, vex: files = [] }                                                  ,
  given               ,
  startedAt      ,
  { clock = () => startedAt, shown = true, baseline }                = {},
)          {
  const policy                = { ...given, baseImageAtMost: endless.atMostOf('base image', given) };
  const now = startedAt.getTime();
  const live$1 = compiled.filter(({ rule }) => imply.liveKindOf(rule.type) !== undefined);
  const liveIds = new Set(live$1.map(({ rule }) => rule.id));
  const isLive = (each           )          => each.kind === 'alert' && liveIds.has(each.rule);
  const start = (each                      )             => apply.startExceptions(each, now);
  const startEvidence = () => ({ exceptions: start(written.filter(each => !isLive(each))), vex: startVex(files, now), baseline });
  const evidence = startEvidence();
  const { exceptions, vex } = evidence;
  const decideAbout = (image       , by          )        => decideFindings(image, policy, by, { now, judgedAt: clock().getTime() });
  const keep = ()       => (shown ? apply.startKeeping() : () => undefined);
  const evaluation = apply.evaluateRules(
    compiled.filter(each => !live$1.includes(each)),
    exceptions,
    keep(),
  );
  const activity$1 = activity.startActivity();
  const calls = live.startCalls();
  const warnings = new Map                           ();
  const judged = new Map                ();
  const listAlerts = (watching           )                   => [...evaluation.alerts(), ...(watching?.alerts() ?? [])].sort(apply.byGravity);
  return {
    judge: image => {
      const decided = decideAbout(image, evidence);
      const seen = evaluation.judge(decided);
      judged.set(seen, { given: image, decided });
      // A finding that is let through with a warning warns only where it would have mattered.
      warnings.set(seen, warningsOf(image, decided, compiled, policy.unfixed));
      return seen
    },
    consider: image => decideAbout(image, startEvidence()),
    see: ({ event }) => {
      if (shown) {
        activity$1.see(event);
        calls.see(event);
      }
      return evaluation.see(event)
    },
    wants: evaluation.wants,
    calls,
    watch: () => startWatching(live$1, start(written.filter(isLive)), keep()),
    alerts: listAlerts,
    decide: ({ images, coverage }, watching, alerts = listAlerts(watching)) => {
      const heard = coverage.filter(({ source }) => source === 'events');
      const seen = { images, events: heard.length > 0 && heard.every(({ state }) => state === 'read') };
      const ofLive = (watching?.exceptions ?? start(written.filter(isLive))).outcomes({
        ...seen,
        events: seen.events && watching !== undefined,
      });
      const outcomes = inOrder([...exceptions.outcomes(seen), ...ofLive], written);
      const weighed = verdict.tellReasons(
        verdict.weighReasons(alerts, images, coverage, policy.untriaged, image => warnings.get(image) ?? []),
        images,
      );
      const decided = images.flatMap(image => judged.get(image) ?? []);
      const law = { rules: compiled, exceptions: written, policy, limits: policy.policy?.file?.limits.exceptions, now };
      return {
        ...verdict.concludeVerdict(weighed, alerts, images, coverage),
        weighed,
        alerts,
        activity: activity$1.activity(),
        fixes: () => (shown ? findFixes({ images: decided, alerts, coverage }, law) : null),
        exceptions: outcomes,
        diagnostics: [...tell.tellExceptions(outcomes, images, now), ...tellDecided(images, { files, vex, given, now })],
      }
    },
  }
}








/** What is told of VEX and of base images once all findings are decided. */
function tellDecided(images                  , { files, vex, given, now }      )                        {
  return [...tellVex(files, vex.outcome(), images, now), ...endless.tellBeyondBase(images, given)]
}

function startWatching(rules                         , exceptions            , keep      )           {
  const { watch, wants, alerts } = apply.evaluateRules(rules, exceptions, keep);
  const events              = [];
  const see      = ({ event }) => {
    // Sources of live state pass these alone.
    events.push(event                        );
    return watch(event)
  };
  return { see, wants, events, alerts, exceptions }
}

function inOrder(outcomes                             , written                      )                              {
  return [...outcomes].sort((a, b) => written.indexOf(a.exception) - written.indexOf(b.exception))
}

exports.decideFindings = decideFindings;
exports.readSavedImages = readSavedImages;
exports.startJudging = startJudging;
exports.startVex = startVex;
