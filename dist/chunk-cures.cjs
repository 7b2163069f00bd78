'use strict';

const read = require('./chunk-read.cjs');
const fixes = require('./chunk-fixes.cjs');

// What to do now, by the image or the finding that it is about: for formats that show each of these by itself.










/** The changes and exceptions of all steps; none if nothing helps, or nothing has to be done. */
function listCures(report                                  )                  {
  return (fixes.tellFixes(report)?.steps ?? []).flatMap(({ changes, unfixable }) => [
    ...changes.map(({ text, change }) => ({ images: change.images, lines: [`fix: ${text}`] })),
    ...unfixable.map(({ text, findings: { images, exception } }) => ({
      images,
      lines: [text, exception],
    })),
  ])
}

/** Names the version to bring a package to: `axios 1.7.4`; undefined where it is just the one that fixes the finding. */


/** Prepares the names of cures: a report may have many findings, and a change may fix all of them. */
function indexCures({ fixes }                       )           {
  const changes = new Map                             ();
  for (const change of fixes?.steps.flatMap(step => step.changes) ?? []) {
    for (const uri of change.images) {
      const known = changes.get(uri) ?? new Map                ();
      changes.set(uri, known);
      for (const id of change.fixes) known.set(id, change);
    }
  }
  return (uri, { id }, within) => {
    const packages = changes.get(uri)?.get(id)?.packages ?? [];
    const target = packages.find(({ name, path }) => name === within?.name && path === within.path);
    return target === undefined || target.to === read.fixedVersionOf(within) ? undefined : `${target.name} ${target.to}`
  }
}

exports.indexCures = indexCures;
exports.listCures = listCures;
