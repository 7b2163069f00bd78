'use strict';

const visibility = require('./chunk-visibility.cjs');
const read = require('./chunk-read.cjs');
const base = require('./chunk-base.cjs');
const image = require('./chunk-image.cjs');
const wording = require('./chunk-wording.cjs');
const name = require('./chunk-name.cjs');

// What is said of the base image of an image: how many of the open findings came with it, and what would remain with the one that its tag
// names by now.


/** Sentences about the base image of an image; none where it has no known one. */
function describeBase({ baseImage, findings }                                               )                    {
  if (baseImage === null) return []
  const open = findings.filter(({ state }) => state === 'open');
  const came = open.filter(({ fromBase }) => fromBase);
  const counted =
    open.length === 0 ? 'no finding comes' : `${came.length} of ${read.plural(open.length, 'finding')} ${read.agree(came.length, 'comes', 'come')}`;
  const said = `${counted} with the base image ${image.nameImage(`${baseImage.name}@${baseImage.digest}`)}`;
  const before = Object.values(read.countSeverities(came, base.standsAgainst)).reduce((sum, count) => sum + count, 0);
  return [said, ...describeNewer(baseImage, before)]
}

/** The name of a base image without its digest: `payments/base:1.2`. */
function nameBaseTag({ name }                            )         {
  return image.nameImage(name)
}

function describeNewer({ newer, ...base }              , before        )                    {
  if (newer === null) return []
  const name = nameBaseTag(base);
  const { digest, severityCounts, why } = newer;
  if (digest === null) return [`what ${name} names now is not known: ${why}`]
  const now = `${name} now names ${digest.slice(0, DIGEST_LENGTH)}`;
  if (severityCounts === null) return [`${now}; what would remain with it is not known: ${why}`]
  // The newer one may have findings that this one has not, so the second number may be the lower one.
  return [`${now}; with it, ${wording.describeSeverities(severityCounts) || 'no finding'} of the base would remain (now ${before})`]
}

/** As in the names of images. */
const DIGEST_LENGTH = 'sha256:'.length + 12;

// What to do now, in words: the changes of packages that let the images through, and the exceptions to write for what has no fix.


/** What to do now, as sentences. */




















/** What to do now; undefined where nothing has to be done, or where no change of a package and no exception helps. */
function tellFixes(report                                  )                        {
  const { fixes } = report;
  if (fixes === null) return undefined
  const names = name.namesByUri(name.withNames(report.images));
  const bases = new Map(report.images.map(({ uri, baseImage }) => [uri, baseImage === null ? null : nameBaseTag(baseImage)]));
  const where = (uris                   )         =>
    names.size < 2 || uris.length === 0 || uris.length === names.size ? '' : ` in ${uris.map(uri => names.get(uri) ?? uri).join(', ')}`;
  return {
    answer: answerOf(fixes),
    steps: fixes.steps.map(step => ({
      title: titleOf(step, fixes.verdict),
      changes: mergePlaces(step.changes).map(change => {
        const base = baseOf(change, bases);
        return { text: `${describeChange(change, base)}${where(change.images)}`, change, base }
      }),
      unfixable: step.unfixable.map(each => ({ text: `${describeUnfixable(each)}${where(each.images)}`, findings: each })),
      exceptions: writeExceptions(step),
    })),
    stays: fixes.steps.length === 0 ? [] : fixes.remains,
    notes: notesOf(fixes, where),
  }
}

// The platforms of an index may have base images of several names.
function baseOf({ kind, images }                , bases                                    )                     {
  const [name, ...others] = new Set(images.map(uri => bases.get(uri) ?? null));
  return kind === 'package' || others.length > 0 ? undefined : (name ?? undefined)
}

function writeExceptions({ unfixable }              )                    {
  const entries = unfixable.map(({ exception }) => `  ${exception}`);
  return entries.length === 0 ? [] : ['exceptions:', ...entries]
}

/** The reasons that whoever does what is to be done now ends by it, and those that stay: also the ones that are left of others. */
function splitReasons(
  { reasons }                         ,
  told                       ,
)                                                                             {
  const staying = told?.stays ?? [];
  const stays = new Set(staying);
  return { ended: wording.limitReasons(reasons.filter(reason => !stays.has(reason))), staying: wording.limitReasons(staying) }
}

const MOST_TOLD = 3;

// One package, or several of one source, that lead to a verdict of the whole run that lets it through.
function answerOf({ steps, verdict }               )                     {
  const accepts = steps.some(({ unfixable }) => unfixable.length > 0);
  const isBetter = verdict === 'pass' || (verdict === 'warn' && steps[0]?.from === 'fail');
  if (accepts || !isBetter) return undefined
  const changes = steps.flatMap(step => step.changes);
  const [only, ...others] = groupVersions(changes.flatMap(change => change.packages.filter(({ isNeeded }) => isNeeded)));
  if (only === undefined || others.length > 0) return undefined
  const would = verdict === 'pass' ? 'would pass' : 'would only warn';
  if (only.names.length > MOST_TOLD && changes.every(({ kind }) => kind === 'base image'))
    return `${would} with the packages of the base image updated`
  return `${would} with ${read.listFirst(only.names, MOST_TOLD)} ${only.to} or later`
}

// A package at several places is told once, if it is brought to the same version and fixes the same findings in all of them.
function mergePlaces(changes                           )                            {
  const keyOf = ({ kind, packages: [pack], fixes, images }                )         =>
    JSON.stringify([kind, images, ...(kind === 'package' ? [pack?.name, pack?.manager, pack?.from, pack?.to, fixes] : [])]);
  return [...visibility.groupBy(changes, keyOf).values()].flatMap(same => {
    const [first] = same;
    const lines = new Set(same.map(({ at }) => JSON.stringify(at)));
    return first === undefined
      ? []
      : [{ ...first, packages: same.flatMap(({ packages }) => packages), at: lines.size === 1 ? first.at : null }]
  })
}

// Whatever the images come to, the run may have other reasons not to let them through.
function titleOf({ from, verdict: reached, unfixable, ...step }              , last         )         {
  const verdict = last === 'fail' || last === 'undecided' ? last : reached;
  const changes = mergePlaces(step.changes);
  const exceptions = unfixable.length;
  const what = [
    ...(changes.length > 0 ? [read.plural(changes.length, 'change')] : []),
    ...(exceptions > 0 ? [read.plural(exceptions, 'exception')] : []),
  ].join(' and ');
  const verb = (one        )         => read.agree(changes.length + exceptions, `${one}s`, one);
  if (verdict === 'pass') return `${what} ${verb('make')} ${from === 'fail' ? 'it pass' : 'it pass without a warning'}`
  if (from === 'fail' && verdict === 'warn') return `${what} ${verb('let')} the deployment through, with a warning`
  return `${what} ${verb('help')}, and the verdict is ${verdict === from ? 'still' : 'then'} ${verdict}`
}

const MOST_NAMED = 5;

/** `axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 4 (1 CRITICAL, 2 HIGH, 1 MEDIUM)`. */
function describeChange(change                , base                    )         {
  const { kind, packages, fixes, at } = change;
  const effect = `${fixes.length} (${wording.describeSeverities(change.severityCounts)})`;
  const line = at === null ? undefined : `${at.file}:${at.line}`;
  if (kind === 'package') {
    const [pack] = packages;
    const paths = packages.flatMap(({ path }) => path ?? []);
    const places = line === undefined ? read.listFirst(paths, MOST_NAMED) : line;
    return `${pack === undefined ? 'a package' : describeVersions(pack)}${places === '' ? '' : ` in ${places}`} fixes ${effect}`
  }
  const groups = groupVersions(packages);
  const named = groups.map(({ names, from, to }) => `${read.listFirst(names, MOST_NAMED)} ${from === null ? '' : `${from} `}→ ${to}`);
  const place = line === undefined ? '' : ` in ${line}`;
  const does = base === undefined ? `update the packages of the base image${place}, which fixes` : `a newer ${base}${place} fixes`;
  return `${does} ${effect}: ${read.listFirst(named, MOST_NAMED)}`
}

function describeVersions({ name, from, to }               )         {
  return from === null ? `${name} → ${to}` : `${name} ${from} → ${to}`
}

function describeUnfixable(unfixable           )         {
  return `${nameRemaining(unfixable)} ${read.agree(unfixable.ids.length, 'has', 'have')} no fix`
}

function nameRemaining({ package: name, ids, severityCounts }           )         {
  const [first = ''] = ids;
  const named = ids.length === 1 ? first : `${read.plural(ids.length, 'finding')} (${wording.describeSeverities(severityCounts)})`;
  return `${named}${name === null ? '' : ` in ${name}`}`
}

/** Packages with the same versions, as those of a system that are built from one source have, are told together. */
function groupVersions                            (
  packages                                                                                       ,
)                                                                                             {
  const groups = visibility.groupBy(packages, ({ name, manager, from, to }) =>
    JSON.stringify([manager === null || manager === 'OS' ? null : name, from, to]),
  );
  return [...groups.values()].flatMap(its =>
    its.slice(0, 1).map(({ from, to }) => ({ names: [...new Set(its.map(({ name }) => name))], from, to })),
  )
}

function notesOf({ isSmallest, untold, steps }               , where                                     )                    {
  return [
    ...(isSmallest || steps.length === 0 ? [] : ['whether fewer changes would do was not tried']),
    ...untold.map(each => `${nameRemaining(each)}${where(each.images)}: ${WHY[each.why]}`),
  ]
}

const WHY = {
  'basic scan':
    'a basic scan does not say which versions fix findings; look them up in the tracker of the distribution, or use enhanced scanning',
  version: 'no version is named that is certainly later than the one in the image',
  'no name': 'there is no fix, and no id and repository by which an exception could name it',
  limit: 'there is no fix, and the limits of the policy let no exception accept this severity',
};

exports.describeBase = describeBase;
exports.groupVersions = groupVersions;
exports.splitReasons = splitReasons;
exports.tellFixes = tellFixes;
