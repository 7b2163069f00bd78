'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const predicate = require('./chunk-predicate.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-verdict.cjs');
require('./chunk-image.cjs');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-severities.cjs');
require('./chunk-wording.cjs');
require('./chunk-gfm.cjs');
require('./chunk-report.cjs');

// Writes the predicate as the file that is to be signed. The file is about one image. A verdict that cannot be attested is a
// problem, because whoever asked for the file would otherwise deploy without it.


/** The text of the file, or why there is none. */
function renderPredicate(report                                                  , version        )                   {
  const predicates = predicate.makePredicates(report, { digest: report.policyDigest }, { version });
  if ('message' in predicates) return predicates
  const [only, ...more] = predicates;
  if (only === undefined || more.length > 0) {
    const message = `a predicate describes one image, but ${predicates.length} were judged`;
    return { level: 'error', kind: 'not-attestable', message, help: 'judge each image in a separate run' }
  }
  return `${read.printableJson(JSON.stringify(only.predicate, null, 2))}\n`
}

exports.renderPredicate = renderPredicate;
