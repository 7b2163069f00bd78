'use strict';

const read = require('./chunk-read.cjs');
const limits = require('./chunk-limits.cjs');
const imply = require('./chunk-imply.cjs');
const delivery = require('./chunk-delivery.cjs');
const visibility = require('./chunk-visibility.cjs');
const purl = require('./chunk-purl.cjs');

// The ecosystems whose packages have an order of versions, and by what Amazon Inspector names them.
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_VulnerablePackage.html



/** What package URLs call them. */
const PURL_TYPES                                      = {
  dpkg: 'deb',
  rpm: 'rpm',
  apk: 'apk',
  npm: 'npm',
  cargo: 'cargo',
  pypi: 'pypi',
  maven: 'maven',
  go: 'golang',
  rubygems: 'gem',
  nuget: 'nuget',
  composer: 'composer',
};

const MANAGERS = new Map                   ([
  ['BUNDLER', 'rubygems'],
  ['CARGO', 'cargo'],
  ['COMPOSER', 'composer'],
  ['DOTNET_CORE', 'nuget'],
  ['GEMSPEC', 'rubygems'],
  ['GOBINARY', 'go'],
  ['GOMOD', 'go'],
  ['JAR', 'maven'],
  ['NODEPKG', 'npm'],
  ['NPM', 'npm'],
  ['NUGET', 'nuget'],
  ['PIP', 'pypi'],
  ['PIPENV', 'pypi'],
  ['POETRY', 'pypi'],
  ['POM', 'maven'],
  ['PYTHONPKG', 'pypi'],
  ['YARN', 'npm'],
]);

// A platform is named in capitals with its version, as in AMAZON_LINUX_2 and ALPINE_LINUX_3_20; its first word is enough.
const SYSTEMS = new Map                   ([
  ['ALMA', 'rpm'],
  ['ALMALINUX', 'rpm'],
  ['ALPINE', 'apk'],
  ['AMAZON', 'rpm'],
  ['CENTOS', 'rpm'],
  ['CHAINGUARD', 'apk'],
  ['DEBIAN', 'dpkg'],
  ['FEDORA', 'rpm'],
  ['OPENSUSE', 'rpm'],
  ['ORACLE', 'rpm'],
  ['PHOTON', 'rpm'],
  ['RED', 'rpm'],
  ['REDHAT', 'rpm'],
  ['RHEL', 'rpm'],
  ['ROCKY', 'rpm'],
  ['SLES', 'rpm'],
  ['SUSE', 'rpm'],
  ['UBUNTU', 'dpkg'],
  ['WOLFI', 'apk'],
]);

/** Whose order of versions a package has, by its package manager and, for packages of the operating system, its platform. */
function orderOf(packageManager               , platform               )                        {
  if (packageManager !== 'OS') return MANAGERS.get(packageManager ?? '')
  return SYSTEMS.get(/^[A-Z]+/.exec(platform ?? '')?.[0] ?? '')
}

// Finds what a rule could not see in the findings of an image. A basic scan has fewer fields than an enhanced one, and a clause about
// one that is not there does not hold. Where that field could make the rule match, the finding was not judged.
//
// A rule that compares a field with null says itself what its absence means, so it has judged. That does not hold for what Amazon Inspector
// was to say and did not: it may have a value.
//
// An image's own event has the list of its kind of scan only, so a CloudTrail rule about the other list cannot see its findings either.


/** What was not seen, in one sentence. It is a gap if the rule could have blocked, otherwise a note. */





/** Returns what an enabled rule over findings could not see of an image, if anything. */
function findUnseen(compiled              , image       )                     {
  const { rule } = compiled;
  const clauses = [compiled.filter, ...compiled.suppressions].flatMap(({ expression }) => imply.clausesOf(expression));
  const isAsked = (name        )          => clauses.some(({ path }) => isAbout(path, name));
  const lacks = image.lacks.filter(isAsked);
  if (lacks.length + image.unsaid.filter(({ names }) => names.some(isAsked)).length === 0 || !visibility.canJudgeImage(compiled)) return undefined
  const open = lacks.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)));
  let [matched, possible, handled] = [0, 0, 0];
  const unsaid = new Set        ();
  for (const event of imply.toFindingEvents(image)) {
    const missing = read.unsaidOf(image, event['arn']).filter(({ names }) => names.some(isAsked));
    const names = missing.flatMap(each => each.names.filter(isAsked));
    if (imply.matchesRule(compiled, event)) matched++;
    else if (couldMatch(compiled, event, [...open, ...names])) {
      possible++;
      for (const each of missing) unsaid.add(each);
    } else if (couldMatch(compiled, event, lacks)) handled++;
  }
  const count = possible + handled;
  if (count === 0) return undefined
  const said = unsaid.size === 0 ? tellLacking(lacks, image) : tellUnsaid([...unsaid], isAsked);
  const text = `rule ${rule.id} asks for ${said}: ${read.plural(count, 'finding')} may match it`;
  const alerts = rule.threshold === 1 && matched > 0;
  const mayBlock = imply.actionOf(rule) === 'fail' && possible > 0 && matched + possible >= rule.threshold && !alerts;
  if (!mayBlock) return { kind: 'note', text }
  const cures = [
    ...(unsaid.size === 0 && isBasic(image) ? ['use enhanced scanning'] : []),
    ...(open[0] === undefined ? [] : [`say in the rule what absence means: ${open[0]} = null`]),
  ];
  return { kind: 'gap', text: [text, ...(cures.length === 0 ? [] : [cures.join(', or ')])].join('; ') }
}

function tellLacking(names                   , image       )         {
  return `${names.join(', ')}, which ${isBasic(image) ? 'this basic scan does not have' : 'Amazon Inspector does not have of every finding'}`
}

function tellUnsaid(unsaid                   , isAsked                           )         {
  const names = new Set(unsaid.flatMap(each => each.names.filter(isAsked)));
  const reasons = new Set(unsaid.map(({ why }) => why));
  return `${[...names].join(', ')}, which Amazon Inspector did not say (${read.listFirst([...reasons], MOST_REASONS)})`
}

const MOST_REASONS = 2;

function isBasic({ findings }       )          {
  return findings.every(delivery.isBasicFinding)
}

/**
 * Returns what the enabled CloudTrail rules could not see of an image, because they look at the list of the other kind of scan. It is no
 * gap where a CloudTrail rule that fails looks at the list that is there: such rules are written for one kind each.
 */
function findUnseenLists(rules                         , image       )                    {
  const present = imply.LISTS.filter(name => read.own(image.event, ...imply.listPath(name)) !== undefined);
  const absent = imply.LISTS.filter(name => !present.includes(name));
  if (present.length === 0 || absent.length === 0) return []
  const isSeen = rules.some(each => imply.canFail(each.rule) && present.some(name => looksAt(each, name)));
  return rules.flatMap((compiled)                    => {
    const { rule } = compiled;
    const [name] = rule.type === 'CloudTrail' ? absent.filter(each => looksAt(compiled, each)) : [];
    const isUnseen = ({ segments }      )          => name !== undefined && imply.leadsIntoList(segments, name);
    if (
      name === undefined ||
      !visibility.canJudgeImage(compiled) ||
      imply.matchesRule(compiled, image.event) ||
      !imply.mayMatch(compiled, image.event, path => !isUnseen(path))
    )
      return []
    const isHandled = imply.clausesOf(compiled.filter.expression).some(clause => isUnseen(clause.path) && asksAbsence(clause));
    const text = `rule ${rule.id} looks at ${name}, which this scan does not have`;
    if (!imply.canFail(rule) || isSeen || isHandled) return [{ kind: 'note', text }]
    return [{ kind: 'gap', text: `${text}; write it as a rule of type Finding, which sees the findings of either kind of scan` }]
  })
}

/**
 * Whether a filter over findings holds for the event of a finding of this image, whatever the fields have that its scan does not deliver
 * or Amazon Inspector did not say. Where the filter compares a field that the scan lacks with null, it says itself what its absence means.
 */
function holdsForCertain(filter      , event        , image                                 )          {
  if (!filter.matches(event)) return false
  const clauses = imply.clausesOf(filter.expression);
  const lacking = image.lacks.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)));
  const open = [...lacking, ...read.unsaidOf(image, event['arn']).flatMap(({ names }) => names)];
  return open.length === 0 || imply.decide(filter, event, path => isKnown(path, event, open, imply.FINDING_VOCABULARY)) === true
}

function looksAt({ filter, suppressions }              , list        )          {
  return [filter, ...suppressions].some(({ expression }) => imply.pathsOf(expression).some(({ segments }) => imply.leadsIntoList(segments, list)))
}

// Whether the rule could match an event if the fields of these names had values.
function couldMatch(rule              , event        , names                   )          {
  return imply.mayMatch(rule, event, path => isKnown(path, event, names, rule.vocabulary))
}

function isKnown(path      , event        , names                   , vocabulary            )          {
  return !names.some(name => isAbout(path, name)) || imply.valuesOf(event, path, vocabulary).length > 0
}

// Whether a path leads to a field, into it, or to what contains it.
function isAbout({ segments }      , name        )          {
  const path = segments.filter(segment => typeof segment === 'string').join('.');
  return `${path}.`.startsWith(`${name}.`) || name.startsWith(`${path}.`)
}

/** Whether a clause compares its field with null, and so says itself what its absence means. */
function asksAbsence(clause                         )          {
  return imply.demandOf(clause).literals.some(({ kind }) => kind === 'null')
}

// Whether what files of other tools ask holds for a finding. It must hold for every one of its packages, and what ECR does not say of one
// does not hold.


/** Whether a condition holds for a finding. */
function holdsFor(condition           , finding         )          {
  const { packages, fixAvailable, platform } = finding;
  if (condition.kind === 'fixed' && fixAvailable !== 'YES') return false
  return packages.length > 0 && packages.every(pack => holdsIn(condition, pack, platform))
}

function holdsIn(condition           , pack         , platform               )          {
  switch (condition.kind) {
    case 'path': {
      const { path } = pack;
      return path !== null && condition.tests.some(test => test(`${condition.root}${path.replace(/^\/+/, '')}`))
    }
    case 'purl':
      return condition.purls.some(purl => isPackage(purl, pack, platform))
    case 'name':
      return pack.name !== null && condition.test(pack.name)
    case 'version':
      return pack.version !== null && read.versionOf(pack) === condition.value.replace(/^0:/, '')
    case 'type':
      return kindOf(pack, platform)?.type === condition.value
    case 'language':
      return kindOf(pack, platform)?.language === condition.value
    case 'fixed':
      return pack.fixedIn !== null
  }
}

/** What Grype calls the packages of an ecosystem, and their language. */





const KINDS                                    = {
  dpkg: { type: 'deb', language: '' },
  rpm: { type: 'rpm', language: '' },
  apk: { type: 'apk', language: '' },
  npm: { type: 'npm', language: 'javascript' },
  cargo: { type: 'rust-crate', language: 'rust' },
  pypi: { type: 'python', language: 'python' },
  maven: { type: 'java-archive', language: 'java' },
  go: { type: 'go-module', language: 'go' },
  rubygems: { type: 'gem', language: 'ruby' },
  nuget: { type: 'dotnet', language: 'dotnet' },
  composer: { type: 'php-composer', language: 'php' },
};

function kindOf({ manager }         , platform               )                   {
  const order = orderOf(manager, platform);
  return order && KINDS[order]
}

/** The namespaces of package URLs whose name is not the first word of the platform. */
const NAMESPACES                              = new Map([
  ['almalinux', 'alma'],
  ['red', 'redhat'],
  ['rhel', 'redhat'],
  ['sles', 'suse'],
]);

// The epoch stands apart from the version there, and an epoch 0 is none.
function isPackage(purl$1      , pack         , platform               )          {
  const order = orderOf(pack.manager, platform);
  if (order === undefined || pack.name === null || pack.version === null) return false
  const type = PURL_TYPES[order];
  const parts = pack.name.split(type === 'maven' ? /[:/]/ : '/');
  const isOfSystem = pack.manager === 'OS';
  const first = /^[A-Z]+/.exec(platform ?? '')?.[0].toLowerCase() ?? '';
  const namespace = isOfSystem ? (NAMESPACES.get(first) ?? first) : parts.slice(0, -1).join('/');
  const own = purl.normal(type, namespace, isOfSystem ? pack.name : (parts.at(-1) ?? ''));
  if (type !== purl$1.type || own.namespace !== (purl$1.namespace ?? '') || own.name !== purl$1.name) return false
  const epoch = purl$1.qualifiers.get('epoch');
  const isOfEpoch = epoch === undefined || ((pack.epoch ?? 0) > 0 && epoch === String(pack.epoch));
  const version = read.versionOf({ ...pack, epoch: null });
  // The versions of Go's modules begin with a v there, whatever ECR writes.
  const isOfVersion = purl$1.version === version || (type === 'golang' && purl$1.version === `v${version}`);
  return isOfEpoch && (purl$1.version === null || isOfVersion)
}

// The patterns that exceptions narrow with. They have two wildcards only, because a pattern with more of them could accept what its
// author did not mean: `!name` of other languages is everything else.
//
// All ways to match are followed at once, character by character, so that no text of a finding can make a match slow.

/**
 * Returns a test for strings that a pattern matches as a whole: `*` stands for any characters but `/`, `**` for any, and every other
 * character for itself.
 */
function compileGlob(pattern        )                            {
  const tokens = pattern.match(/\*+|[^*]/gu) ?? [];
  const isStar = (position        )          => tokens[position]?.startsWith('*') === true;
  // A wildcard may stand for nothing.
  const reach = (positions             , position        )       => {
    for (let next = position; !positions.has(next); next++) {
      positions.add(next);
      if (!isStar(next)) return
    }
  };
  const step = (positions                     , character        )                      => {
    const next = new Set        ();
    for (const position of positions) {
      if (!isStar(position)) {
        if (tokens[position] === character) reach(next, position + 1);
      } else if (tokens[position] !== '*' || character !== '/') reach(next, position);
    }
    return next
  };
  const start = new Set        ();
  reach(start, 0);
  return text => {
    let positions                      = start;
    for (const character of text) {
      positions = step(positions, character);
      if (positions.size === 0) return false
    }
    return positions.has(tokens.length)
  }
}

// Whether an exception accepts a finding. What it names must hold for the whole finding: one that is in two packages is not accepted by
// an exception for one of them.


/** What keeps an exception from accepting a finding: the first of its conditions that does not hold, in this order. */










function matcherOf(exception                  )          {
  const { ids, filter, narrow, untilFixed, atMost, exact = false } = exception;
  const isIn = inPackage(narrow);
  return {
    exception,
    isAbout: aboutImage(narrow),
    refusalOf: (finding, image, toEvent) => {
      if (ids.length > 0 && !(exact ? ids.includes(finding.id) : isNamed(finding, ids))) return 'id'
      if (narrow.severity !== null && narrow.severity !== finding.severity) return 'severity'
      if (!limits.isWithin(atMost, finding.severity)) return 'limit'
      if (untilFixed && !hasNoFix(finding)) return 'fix'
      if (!isIn(finding)) return 'package'
      return filter === null || holds(filter, finding, image, toEvent) ? undefined : 'filter'
    },
  }
}

function holds(filter               , finding         , image       , toEvent                              )          {
  if ('conditions' in filter) return filter.conditions.every(condition => holdsFor(condition, finding))
  return eachPackage(finding).every(part => holdsForCertain(filter.plan, toEvent(part), image))
}

// The finding as a whole, and as it is in each of its packages alone: a filter about one of them is not about the others.
function eachPackage(finding         )                     {
  const { packages } = finding;
  return packages.length < 2 ? [finding] : [finding, ...packages.map(pack => ({ ...finding, packages: [pack] }))]
}

/**
 * Whether ids name a finding: its own, or all that it is called on the other side of GHSA and CVE. Other related vulnerabilities are not
 * the same: an advisory of a distribution lists all that it mends.
 */
function isNamed({ id, aliases }                                 , ids                   )          {
  if (ids.includes(id)) return true
  const other = id.startsWith('GHSA-') ? 'CVE-' : 'GHSA-';
  const names = id.startsWith('GHSA-') || id.startsWith('CVE-') ? aliases.filter(alias => alias.toUpperCase().startsWith(other)) : [];
  return names.length > 0 && names.every(name => ids.includes(name))
}

/** What of a finding says whether it can be fixed. */




/** Whether ECR says that nothing fixes a finding. Where a package names a fixed version all the same, neither is believed. */
function hasNoFix({ fixAvailable, packages }         )          {
  return fixAvailable === 'NO' && packages.every(({ fixedIn }) => fixedIn === null)
}

function aboutImage({ image: pattern, platform }        )                            {
  const isNamed = pattern === null ? () => true : compileGlob(pattern);
  return image => (platform === null || platform === image.platform) && (pattern === null || namesOf(image).some(isNamed))
}

/** All names of an image: with and without its registry, bare, by tag, by digest, and by both. */
function namesOf({ uri, repositoryName, digest, indexDigest, tags }       )                    {
  const name = repositoryName ?? '';
  const digests = [digest, indexDigest].flatMap(each => (each === null ? [] : [`@${each}`]));
  const ends = ['', ...digests, ...tags.flatMap(tag => [`:${tag}`, ...digests.map(each => `:${tag}${each}`)])];
  return ends.flatMap(end => [`${name}${end}`, `${read.registryOf(uri)}/${name}${end}`])
}

function inPackage({ package: name, version, path }        )                                {
  const tests = [
    ...testOf(name, pack => [pack.name]),
    ...testOf(version, pack => [pack.version, read.versionOf({ ...pack, epoch: null }), read.versionOf(pack)]),
    ...testOf(path, pack => [pack.path]),
  ];
  if (tests.length === 0) return () => true
  return ({ packages }) => packages.length > 0 && packages.every(pack => tests.every(test => test(pack)))
}

function testOf(pattern               , valuesOf                                               )                                          {
  if (pattern === null) return []
  const matches = compileGlob(pattern);
  return [pack => valuesOf(pack).some(value => value !== null && matches(value))]
}

exports.PURL_TYPES = PURL_TYPES;
exports.asksAbsence = asksAbsence;
exports.findUnseen = findUnseen;
exports.findUnseenLists = findUnseenLists;
exports.hasNoFix = hasNoFix;
exports.holdsForCertain = holdsForCertain;
exports.isNamed = isNamed;
exports.matcherOf = matcherOf;
exports.orderOf = orderOf;
