'use strict';

const finding = require('./chunk-finding.cjs');
const policy = require('./chunk-policy.cjs');
const limits = require('./chunk-limits.cjs');
const unseen = require('./chunk-unseen.cjs');

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
  const { ids, filter, narrow, untilFixed, atMost } = exception;
  const isIn = inPackage(narrow);
  return {
    exception,
    isAbout: aboutImage(narrow),
    refusalOf: (finding, image, toEvent) => {
      if (ids.length > 0 && !isNamed(finding, ids)) return 'id'
      if (narrow.severity !== null && narrow.severity !== finding.severity) return 'severity'
      if (!limits.isWithin(atMost, finding.severity)) return 'limit'
      if (untilFixed && !hasNoFix(finding)) return 'fix'
      if (!isIn(finding)) return 'package'
      const holds = filter === null || eachPackage(finding).every(part => unseen.holdsForCertain(filter.plan, toEvent(part), image));
      return holds ? undefined : 'filter'
    },
  }
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
  return ends.flatMap(end => [`${name}${end}`, `${policy.registryOf(uri)}/${name}${end}`])
}

function inPackage({ package: name, version, path }        )                                {
  const tests = [
    ...testOf(name, pack => [pack.name]),
    ...testOf(version, pack => [pack.version, finding.versionOf(pack)]),
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

exports.hasNoFix = hasNoFix;
exports.isNamed = isNamed;
exports.matcherOf = matcherOf;
