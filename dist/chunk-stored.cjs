'use strict';

const read = require('./chunk-read.cjs');
const verdict = require('./chunk-verdict.cjs');
const visibility = require('./chunk-visibility.cjs');
const wording = require('./chunk-wording.cjs');
const failing = require('./chunk-failing.cjs');

// Findings by the packages that have them, since a package is what gets updated. Every format shows these groups, each as it has room.


/** Findings that are in the same packages, in the order in which they were given. */














/** Groups findings by their packages. Those of which `apart` says something else are apart. */
function groupByPackage                   (
  findings              ,
  apart                         = () => '',
)                             {
  const groups = visibility.groupBy(findings, finding => JSON.stringify([apart(finding), finding.packages.map(verdict.packageKeyOf).sort(read.compareText)]));
  return [...groups.values()].map(its => {
    const fixOf = verdict.fixesOf(its);
    const named = visibility.groupBy(
      its.flatMap(({ packages }) => packages.filter(pack => read.fixedVersionOf(pack) !== '')),
      verdict.packageKeyOf,
    );
    const packages = (its[0]?.packages ?? []).map(pack => ({
      pack,
      fix: fixOf(pack),
      named: [...new Set(named.get(verdict.packageKeyOf(pack))?.map(read.fixedVersionOf))],
    }));
    return { packages, findings: its }
  })
}

/** A group in words, as a row of a table or a sentence. */














/** The groups of which each finding has the same decision, and either a fix or none. The most severe come first. */
function describeGroups                   (findings              )                                {
  const apart = ({ id, package: first, decision }   )         =>
    JSON.stringify([first?.name ? '' : id, wording.describeDecision(decision), read.fixedVersionOf(first) !== '']);
  return groupByPackage(wording.sortFindings(findings), apart).flatMap(({ packages: [first], findings: its }) => {
    const [finding] = its;
    if (finding === undefined) return []
    const [, , decision = '', name = '', version = '', , path = ''] = wording.findingCells(finding);
    return [{ name, version, path, decision, fixedIn: first?.fix === undefined ? (first?.named ?? []) : [first.fix], findings: its }]
  })
}

/** The groups of an image: those with findings that block the deployment, and the others. */





function splitGroups(report        )                                        {
  const { isBlocking } = failing.findBlockers(report);
  return image => {
    const groups = visibility.groupBy(describeGroups(image.findings), ({ findings }) => findings.some(finding => isBlocking(finding, image)));
    return { blocking: groups.get(true) ?? [], others: groups.get(false) ?? [] }
  }
}

const INSTRUCTION_LENGTH = 100;

/** The instruction that brought all of these findings, shortened; empty if it is not known, or if there are several. */
function instructionOf(findings                       )         {
  // Reports of earlier releases have none.
  const all = new Set(findings.map(({ instruction }) => instruction ?? ''));
  return all.size === 1 ? read.shorten([...all][0] ?? '', INSTRUCTION_LENGTH) : ''
}



/** The severities of a group: `HIGH` of one finding, `1 CRITICAL, 2 HIGH` of several. */
function describeGroupSeverities({ findings }                                            )         {
  const [first] = findings;
  return findings.length === 1 ? (first?.severity ?? '') : wording.describeSeverities(read.countSeverities(findings, () => true))
}

/** `axios 0.21.1 (1 CRITICAL, 2 HIGH): fixed in 1.7.4`; a single finding is named: `CVE-2024-1 (HIGH) in axios 0.21.1: …`. */
function describePackage(group                                                                             )         {
  const { name, version, fixedIn, findings } = group;
  const [first] = findings;
  const pack = `${name} ${version}`.trim();
  const severities = `(${describeGroupSeverities(group)})`;
  const what = findings.length > 1 ? `${pack} ${severities}` : `${first?.id} ${severities}${pack === '' ? '' : ` in ${pack}`}`;
  return `${what}: ${fixedIn.length === 0 ? 'no version is known that fixes it' : `fixed in ${fixedIn.join(', ')}`}`
}

// What was read from Parameter Store and S3, in words.



const MOST_NAMED = 10;

/** What was read from Parameter Store and S3, with its versions; none if nothing was. */
function describeStored({ parameters, objects }                                        )                    {
  const say = (place        , read$1                   )                    => {
    const named = read$1.map(each => `${each.name} ${read.describeVersion(each)}`);
    return named.length === 0 ? [] : [`from ${place}: ${read.listFirst(named, MOST_NAMED)}`]
  };
  return [...say(read.PLACES.parameter.name, parameters), ...say(read.PLACES.object.name, objects)]
}

exports.describeGroupSeverities = describeGroupSeverities;
exports.describePackage = describePackage;
exports.describeStored = describeStored;
exports.groupByPackage = groupByPackage;
exports.instructionOf = instructionOf;
exports.splitGroups = splitGroups;
