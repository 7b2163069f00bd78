'use strict';

const read = require('./chunk-read.cjs');
const limits = require('./chunk-limits.cjs');
const imply = require('./chunk-imply.cjs');
const rule = require('./chunk-rule.cjs');
const visibility = require('./chunk-visibility.cjs');

// Finds what a rule could not see in the findings of an image. A basic scan has fewer fields than an enhanced one, and a clause about
// one that is not there does not hold. Where that field could make the rule match, the finding was not judged.
//
// A rule that compares a field with null says itself what its absence means, so it has judged.
//
// An image's own event has the list of its kind of scan only, so a CloudTrail rule about the other list cannot see its findings either.


/** What was not seen, in one sentence. It is a gap if the rule could have blocked, otherwise a note. */





/** Returns what an enabled rule over findings could not see of an image, if anything. */
function findUnseen(compiled              , image       )                     {
  const { rule: rule$1 } = compiled;
  const clauses = [compiled.filter, ...compiled.suppressions].flatMap(({ expression }) => imply.clausesOf(expression));
  const names = image.lacks.filter(name => clauses.some(({ path }) => isAbout(path, name)));
  if (names.length === 0 || !visibility.canJudgeImage(compiled)) return undefined
  const open = names.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)));
  let [matched, possible, handled] = [0, 0, 0];
  for (const event of imply.toFindingEvents(image)) {
    if (imply.matchesRule(compiled, event)) matched++;
    else if (couldMatch(compiled, event, open)) possible++;
    else if (couldMatch(compiled, event, names)) handled++;
  }
  const count = possible + handled;
  if (count === 0) return undefined
  const text = `rule ${rule$1.id} asks for ${names.join(', ')}, which this basic scan does not have: ${read.plural(count, 'finding')} may match it`;
  const alerts = rule$1.threshold === 1 && matched > 0;
  const mayBlock = rule.actionOf(rule$1) === 'fail' && possible > 0 && matched + possible >= rule$1.threshold && !alerts;
  if (!mayBlock) return { kind: 'note', text }
  return { kind: 'gap', text: `${text}; use enhanced scanning, or say in the rule what absence means: ${open[0]} = null` }
}

/**
 * Returns what the enabled CloudTrail rules could not see of an image, because they look at the list of the other kind of scan. It is no
 * gap where a CloudTrail rule that fails looks at the list that is there: such rules are written for one kind each.
 */
function findUnseenLists(rules                         , image       )                    {
  const present = imply.LISTS.filter(name => read.own(image.event, ...imply.listPath(name)) !== undefined);
  const absent = imply.LISTS.filter(name => !present.includes(name));
  if (present.length === 0 || absent.length === 0) return []
  const isSeen = rules.some(each => rule.canFail(each.rule) && present.some(name => looksAt(each, name)));
  return rules.flatMap((compiled)                    => {
    const { rule: rule$1 } = compiled;
    const [name] = rule$1.type === 'CloudTrail' ? absent.filter(each => looksAt(compiled, each)) : [];
    const isUnseen = ({ segments }      )          => name !== undefined && imply.leadsIntoList(segments, name);
    if (
      name === undefined ||
      !visibility.canJudgeImage(compiled) ||
      imply.matchesRule(compiled, image.event) ||
      !imply.mayMatch(compiled, image.event, path => !isUnseen(path))
    )
      return []
    const isHandled = imply.clausesOf(compiled.filter.expression).some(clause => isUnseen(clause.path) && asksAbsence(clause));
    const text = `rule ${rule$1.id} looks at ${name}, which this scan does not have`;
    if (!rule.canFail(rule$1) || isSeen || isHandled) return [{ kind: 'note', text }]
    return [{ kind: 'gap', text: `${text}; write it as a rule of type Finding, which sees the findings of either kind of scan` }]
  })
}

/**
 * Whether a filter over findings holds for the event of a finding of this image, whatever the fields have that its scan does not deliver.
 * Where the filter compares such a field with null, it says itself what its absence means.
 */
function holdsForCertain(filter      , event        , { lacks }                      )          {
  if (!filter.matches(event)) return false
  const clauses = imply.clausesOf(filter.expression);
  const open = lacks.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)));
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
      const holds = filter === null || eachPackage(finding).every(part => holdsForCertain(filter.plan, toEvent(part), image));
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

exports.asksAbsence = asksAbsence;
exports.findUnseen = findUnseen;
exports.findUnseenLists = findUnseenLists;
exports.hasNoFix = hasNoFix;
exports.holdsForCertain = holdsForCertain;
exports.isNamed = isNamed;
exports.matcherOf = matcherOf;
