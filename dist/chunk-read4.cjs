'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const purl = require('./chunk-purl.cjs');
const limits = require('./chunk-limits.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-fields.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-visibility.cjs');

// Reads what JSON has under a key. Other keys may be there: both formats can be extended. A value of a wrong type is told, because whoever
// wrote it meant something.




/** A file that is being read. */






/** A text and where it is written. */





function tellWrong({ path, text, diagnostics }        , offset        , message        , help         )            {
  const at = read.locate(path, text, offset);
  diagnostics.push({ level: 'error', kind: 'vex-syntax', message, ...(help !== undefined && { help }), at });
}

function describe(node          )         {
  if (node.kind === 'map') return 'an object'
  if (node.kind === 'list') return 'a list'
  return node.kind === 'text' ? read.quote(node.value) : String(node.value)
}

function wrongType(source        , key        , expected        , node          )            {
  return tellWrong(source, node.offset, `expected ${expected} for ${read.quote(key)}, found ${describe(node)}`)
}

function mapAt(source        , map         , key        )                      {
  const node = map.entries.get(key);
  return node === undefined || node.kind === 'map' ? node : wrongType(source, key, 'an object', node)
}

function listAt(source        , map         , key        )                       {
  const node = map.entries.get(key);
  return node === undefined || node.kind === 'list' ? node : wrongType(source, key, 'a list', node)
}

/** The objects of a list; whatever else is in it is told. */
function mapsAt(source        , map         , key        )                     {
  const items = listAt(source, map, key)?.items ?? [];
  return items.flatMap(item => (item.kind === 'map' ? [item] : (wrongType(source, key, 'objects', item) ?? [])))
}

/** A text; undefined if there is none, or only white space. */
function writtenAt(source        , map         , key        )                      {
  const node = map.entries.get(key);
  if (node === undefined) return undefined
  if (node.kind !== 'text') return wrongType(source, key, 'a string', node)
  const value = node.value.trim();
  return value === '' ? undefined : { value, offset: node.offset }
}

function textAt(source        , map         , key        )                     {
  return writtenAt(source, map, key)?.value
}

function textsAt(source        , map         , key        )                    {
  const items = listAt(source, map, key)?.items ?? [];
  return items.flatMap(item => (item.kind === 'text' ? [item.value.trim()] : (wrongType(source, key, 'strings', item) ?? [])))
}

/** One of a few words. */
function wordAt                  (source        , map         , key        , words              )                {
  const written = writtenAt(source, map, key);
  if (written === undefined) return undefined
  const word = words.find(each => each === written.value);
  return word ?? tellWrong(source, written.offset, `${read.quote(written.value)} is no ${key}`, read.didYouMean(written.value, words))
}

/** The first of these keys that there is, as a time. */
function instantAt(source        , map         , keys                   )                     {
  const instants = keys.flatMap(key => {
    const written = writtenAt(source, map, key);
    if (written === undefined) return []
    const instant = read.toInstant(written.value);
    if (instant !== undefined) return [instant]
    const help = 'write it as 2026-12-01T12:00:00Z, with a time and a zone';
    return tellWrong(source, written.offset, `${read.quote(written.value)} is no time`, help) ?? []
  });
  return instants[0]
}

/** A package URL. */
function purlOf(source        , { value, offset }         )                  {
  const purl$1 = purl.parsePurl(value);
  return 'why' in purl$1 ? (tellWrong(source, offset, `the package URL ${read.quote(value)} ${purl$1.why}`) ?? []) : [purl$1]
}

const HASH = /^[0-9a-f]{64}$/i;

/** A SHA-256 in hexadecimal digits, as a digest. */
function digestOf(source        , { value, offset }         )                    {
  if (HASH.test(value)) return [`sha256:${value.toLowerCase()}`]
  return tellWrong(source, offset, `${read.quote(value)} is no SHA-256`, 'it has 64 hexadecimal digits (0–9, a–f)') ?? []
}

/** What an identifier names: a package URL, a digest, or something by its name. */
function identify(source        , written                     )            {
  if (written === undefined) return { names: [], purls: [], digests: [] }
  if (purl.meansPurl(written.value)) return { names: [], purls: purlOf(source, written), digests: [] }
  const isDigest = /^sha256:[0-9a-f]{64}$/i.test(written.value);
  return { names: isDigest ? [] : [written.value], purls: [], digests: isDigest ? [written.value.toLowerCase()] : [] }
}

// VEX in CycloneDX, as JSON of versions 1.4 to 1.7: what `analysis` says of the vulnerabilities of a BOM.
// https://cyclonedx.org/docs/1.7/json/#vulnerabilities




const VERSIONS                    = ['1.4', '1.5', '1.6', '1.7'];

/** What the words of CycloneDX mean. */
const STATES = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
};
const STATE_NAMES = Object.keys(STATES);

const JUSTIFICATIONS$1 = [
  'code_not_present',
  'code_not_reachable',
  'requires_configuration',
  'requires_dependency',
  'requires_environment',
  'protected_by_compiler',
  'protected_at_runtime',
  'protected_at_perimeter',
  'protected_by_mitigating_control',
];

function readCycloneDx(source        , root         )                          {
  const version = writtenAt(source, root, 'specVersion');
  if (version === undefined || !VERSIONS.includes(version.value))
    tellWrong(
      source,
      version?.offset ?? root.offset,
      version === undefined ? 'this CycloneDX file has no "specVersion"' : `version ${read.quote(version.value)} of CycloneDX is not read`,
      `those that are read are ${VERSIONS.join(', ')}`,
    );
  if ((listAt(source, root, 'vulnerabilities')?.items ?? []).length === 0)
    tellWrong(source, root.offset, 'this CycloneDX file has no "vulnerabilities", so it is a list of components and no VEX');
  const metadata = mapAt(source, root, 'metadata');
  const bom      = {
    ...readComponents(source, root, metadata),
    link: linkOf(source, root),
    author: authorOf(source, metadata),
    issued: metadata && instantAt(source, metadata, ['timestamp']),
  };
  return mapsAt(source, root, 'vulnerabilities').flatMap(entry => readVulnerability$1(source, entry, bom))
}











/** A component, of which a version may be another than it says. */







// The components of the file, however deeply they are nested.
function readComponents(source        , root         , metadata                     )                                 {
  const byRef = new Map               ();
  const read$1 = (map         )        => {
    const entry = readComponent$1(source, map);
    if (entry.ref !== undefined) {
      if (byRef.has(entry.ref)) tellWrong(source, map.offset, `two components have the bom-ref ${read.quote(entry.ref)}`);
      byRef.set(entry.ref, entry);
    }
    for (const inner of mapsAt(source, map, 'components')) read$1(inner);
    return entry
  };
  const main = metadata && mapAt(source, metadata, 'component');
  const subject = main && read$1(main);
  for (const map of mapsAt(source, root, 'components')) read$1(map);
  return { subject, byRef }
}

function readComponent$1(source        , map         )        {
  const purl = writtenAt(source, map, 'purl');
  const [name, version] = [textAt(source, map, 'name'), textAt(source, map, 'version')];
  const hashes = mapsAt(source, map, 'hashes').flatMap(hash => {
    const content = writtenAt(source, hash, 'content');
    return textAt(source, hash, 'alg') !== 'SHA-256' || content === undefined ? [] : digestOf(source, content)
  });
  // Only a container is named by the name of an image, whose version is its tag or its digest.
  const isImage = textAt(source, map, 'type') === 'container' && name !== undefined;
  const names = version === undefined ? [name ?? ''] : [`${name}:${version}`, `${name}@${version}`];
  const component = { names: isImage ? names : [], purls: purl === undefined ? [] : purlOf(source, purl), digests: hashes };
  return { ref: textAt(source, map, 'bom-ref'), name, version, component }
}

function linkOf(source        , root         )                     {
  const serial = textAt(source, root, 'serialNumber')?.replace(/^urn:uuid:/i, '');
  const version = root.entries.get('version');
  return serial === undefined ? undefined : `urn:cdx:${serial}/${version?.kind === 'other' ? version.value : 1}#`.toLowerCase()
}

function authorOf(source        , metadata                     )                {
  if (metadata === undefined) return null
  const persons = mapsAt(source, metadata, 'authors').flatMap(
    author => textAt(source, author, 'name') ?? textAt(source, author, 'email') ?? [],
  );
  const companies = ['manufacturer', 'supplier'].flatMap(key => {
    const company = mapAt(source, metadata, key);
    return (company && textAt(source, company, 'name')) ?? []
  });
  return [...persons, ...companies][0] ?? null
}

function readVulnerability$1(source        , entry         , bom     )                          {
  const before = source.diagnostics.length;
  const references = mapsAt(source, entry, 'references').map(reference => textAt(source, reference, 'id'));
  const ids = [...new Set([textAt(source, entry, 'id'), ...references])].filter(id => id !== undefined);
  const analysis = mapAt(source, entry, 'analysis');
  const state = analysis && wordAt(source, analysis, 'state', STATE_NAMES);
  const justification = (analysis && wordAt(source, analysis, 'justification', JUSTIFICATIONS$1)) ?? null;
  const impact = (analysis && textAt(source, analysis, 'detail')) ?? null;
  const instant = (analysis && instantAt(source, analysis, ['lastUpdated', 'firstIssued'])) ?? bom.issued ?? null;
  const status = state === undefined ? undefined : STATES[state];
  const affects = mapsAt(source, entry, 'affects');
  const lets = status === 'fixed' || status === 'not_affected';
  const products = affects.flatMap(affected => readAffected(source, affected, bom, lets));
  if (source.diagnostics.length > before) return []
  // Without an analysis a BOM only repeats what a scanner found.
  if (status === undefined) return []
  if (ids.length === 0) return tellWrong(source, entry.offset, 'this vulnerability has no "id"', 'write its CVE') ?? []
  return [{ ids, status, justification, impact, author: bom.author, instant, products, offset: entry.offset }]
}

function readAffected(source        , affected         , bom     , lets         )                     {
  const ref = writtenAt(source, affected, 'ref');
  if (ref === undefined) return tellWrong(source, affected.offset, 'this entry of "affects" has no "ref"') ?? []
  const found = resolve(source, ref, bom);
  const components = withVersions(source, affected, found, lets);
  const { subject } = bom;
  // What a file says of a part holds in what the file is about, and not wherever else the part is.
  if (subject === undefined || subject === found) return components.map(component => ({ ...component, parts: [] }))
  return components.length === 0 ? [] : [{ ...subject.component, parts: components }]
}

function resolve(source        , ref         , { byRef, link }     )        {
  const isOurs = link !== undefined && ref.value.toLowerCase().startsWith(link);
  const local = isOurs ? decode(ref.value.slice(link.length)) : ref.value;
  const known = byRef.get(local);
  if (known !== undefined) return known
  // A link into another BOM has a bom-ref behind its #, which often is a package URL.
  const fragment = /^urn:cdx:[^#]*#(.*)$/i.exec(local)?.[1];
  const written = fragment === undefined ? ref.value : decode(fragment);
  return { ref: undefined, name: undefined, version: undefined, component: identify(source, { value: written, offset: ref.offset }) }
}

function decode(text        )         {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// A component in other versions than its own. A version without a status is affected, and what is said of such a one lets nothing through.
// Neither does a range, which is in the order of versions of some ecosystem. What does not let through holds for all versions.
function withVersions(source        , affected         , { version: own, component }       , lets         )                       {
  const versions = mapsAt(source, affected, 'versions').map(each => ({
    version: textAt(source, each, 'version'),
    range: textAt(source, each, 'range'),
    status: wordAt(source, each, 'status', ['affected', 'unaffected', 'unknown']),
  }));
  if (versions.length === 0) return [component]
  if (!lets) return [component, { ...component, purls: component.purls.map(purl => ({ ...purl, version: null })), digests: [] }]
  const named = versions.flatMap(({ version, status }) => (version === undefined || status !== 'unaffected' ? [] : [version]));
  return named.map(version =>
    version === own ? component : { names: [], purls: component.purls.map(purl => ({ ...purl, version })), digests: [] },
  )
}

// JSON with the place of every value, so that what is wrong with one, and what decides about a finding, can be told by line and column.




























/** What is wrong with a text, and where. */





/** No file of VEX is nested as deeply as this, and no parser overflows its stack below it. */
const MOST_DEPTH = 200;

class Wrong extends Error {
           problem
  constructor(message        , offset        ) {
    super(message);
    this.problem = { message, offset };
  }
}

/** Parses JSON. A key that an object has twice is a mistake, because readers do not agree on which of the two holds. */
function parsePlaced(json        )                         {
  try {
    const { node, end } = readValue(json, skipSpace(json, 0), 0);
    const rest = skipSpace(json, end);
    return rest < json.length ? { message: `expected the end of the file, found ${nameNext(json, rest)}`, offset: rest } : node
  } catch (error) {
    if (error instanceof Wrong) return error.problem
    throw error
  }
}







function readValue(json        , at        , depth        )                 {
  switch (json[at]) {
    case '{':
      return readMap(json, at, depth + 1)
    case '[':
      return readList(json, at, depth + 1)
    case '"': {
      const { node: value, end } = readText(json, at);
      return { node: { kind: 'text', offset: at, value }, end }
    }
    default:
      return readOther(json, at)
  }
}

function readMap(json        , offset        , depth        )                {
  const entries = new Map                  ();
  const end = readItems(json, offset, { depth, close: '}' }, at => {
    if (json[at] !== '"') throw new Wrong(`expected a key in quotes, found ${nameNext(json, at)}`, at)
    const key = readText(json, at);
    if (entries.has(key.node)) throw new Wrong(`the key ${read.quote(key.node)} is there twice in one object`, at)
    const colon = skipSpace(json, key.end);
    if (json[colon] !== ':') throw new Wrong(`expected ":", found ${nameNext(json, colon)}`, colon)
    const value = readValue(json, skipSpace(json, colon + 1), depth);
    entries.set(key.node, value.node);
    return value.end
  });
  return { node: { kind: 'map', offset, entries }, end }
}

function readList(json        , offset        , depth        )                 {
  const items             = [];
  const end = readItems(json, offset, { depth, close: ']' }, at => {
    const item = readValue(json, at, depth);
    items.push(item.node);
    return item.end
  });
  return { node: { kind: 'list', offset, items }, end }
}

/** Reads what stands between brackets, item by item. Returns the offset behind the closing one. */
function readItems(
  json        ,
  offset        ,
  { depth, close }                                                    ,
  readItem                        ,
)         {
  if (depth > MOST_DEPTH) throw new Wrong(`values are nested more than ${MOST_DEPTH} levels deep here`, offset)
  let at = skipSpace(json, offset + 1);
  if (json[at] === close) return at + 1
  for (;;) {
    at = skipSpace(json, readItem(at));
    if (json[at] === close) return at + 1
    if (json[at] !== ',') throw new Wrong(`expected "," or "${close}", found ${nameNext(json, at)}`, at)
    at = skipSpace(json, at + 1);
  }
}

function readText(json        , offset        )               {
  const end = read.endOfText(json, offset + 1);
  if (end >= json.length) throw new Wrong('this string is not closed', offset)
  const written = json.slice(offset + 1, end);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows them in no string.
  if (!/[\\\u0000-\u001f]/.test(written)) return { node: written, end: end + 1 }
  try {
    return { node: JSON.parse(json.slice(offset, end + 1))          , end: end + 1 }
  } catch {
    throw new Wrong('this string has a line break, another control character, or an escape that JSON does not know', offset)
  }
}

const OTHER = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readOther(json        , offset        )                  {
  OTHER.lastIndex = offset;
  const [written] = OTHER.exec(json) ?? [];
  if (written === undefined) throw new Wrong(`expected a value, found ${nameNext(json, offset)}`, offset)
  return { node: { kind: 'other', offset, value: JSON.parse(written)                            }, end: offset + written.length }
}

function skipSpace(json        , from        )         {
  let at = from;
  for (;;) {
    const code = json.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
    at++;
  }
}

function nameNext(json        , at        )         {
  const character = json.codePointAt(at);
  return character === undefined ? 'the end of the file' : read.quote(String.fromCodePoint(character))
}

// OpenVEX, of versions 0.0.x and 0.2.0 of its specification.
// https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md


const JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
];

const CONTEXT = /^https:\/\/openvex\.dev\/ns(?:\/v?0\.[02]\.\d+)?$/;

/** Whether this is the context of an OpenVEX document, of whatever version. */
function isOpenVex(context        )          {
  return /^https?:\/\/openvex\.dev\//i.test(context)
}

function readOpenVex(source        , root         )                          {
  const context = writtenAt(source, root, '@context');
  if (context !== undefined && !CONTEXT.test(context.value))
    tellWrong(
      source,
      context.offset,
      'this version of OpenVEX is not known',
      'those that are known have the @context https://openvex.dev/ns/v0.2.0',
    );
  const author = textAt(source, root, 'author') ?? null;
  const issued = instantAt(source, root, ['last_updated', 'timestamp']);
  if (!root.entries.has('statements')) tellWrong(source, root.offset, 'this OpenVEX document has no "statements"');
  return mapsAt(source, root, 'statements').flatMap(entry => readStatement(source, entry, { author, issued }) ?? [])
}






function readStatement(source        , entry         , { author, issued }          )                           {
  const before = source.diagnostics.length;
  const ids = readVulnerability(source, entry);
  const status = wordAt(source, entry, 'status', limits.STATUSES);
  const justification = wordAt(source, entry, 'justification', JUSTIFICATIONS) ?? null;
  const impact = textAt(source, entry, 'impact_statement') ?? null;
  const supplier = textAt(source, entry, 'supplier');
  const instant = instantAt(source, entry, ['last_updated', 'timestamp']) ?? issued;
  const products = readProducts(source, entry);
  if (source.diagnostics.length > before) return undefined
  if (status === undefined) return tellWrong(source, entry.offset, 'this statement has no status', `write one of ${limits.STATUSES.join(', ')}`)
  if (ids.length === 0)
    return tellWrong(source, entry.offset, 'this statement names no vulnerability', 'write "vulnerability": {"name": "CVE-…"}')
  if (instant === undefined)
    return tellWrong(source, entry.offset, 'this statement has no time, and neither has its document', 'write a "timestamp"')
  return { ids, status, justification, impact, author: author ?? supplier ?? null, instant, products, offset: entry.offset }
}

// Before version 0.2.0 a vulnerability was its name.
function readVulnerability(source        , entry         )                    {
  const node = entry.entries.get('vulnerability');
  if (node?.kind === 'text') return node.value.trim() === '' ? [] : [node.value.trim()]
  const vulnerability = mapAt(source, entry, 'vulnerability');
  if (vulnerability === undefined) return []
  const id = textAt(source, vulnerability, '@id');
  return [...new Set([textAt(source, vulnerability, 'name') ?? id ?? [], textsAt(source, vulnerability, 'aliases')].flat())]
}

// And a product was its identifier.
function readProducts(source        , entry         )                     {
  const node = entry.entries.get('products');
  const shared = textsAt(source, entry, 'subcomponents').map((value)          => ({ value, offset: entry.offset }));
  if (node?.kind === 'list' && node.items.some(({ kind }) => kind === 'text')) {
    const parts = shared.map(each => identify(source, each));
    return node.items.flatMap(item => {
      if (item.kind === 'text') return [{ ...identify(source, item), parts }]
      return tellWrong(source, item.offset, 'expected only strings or only objects in "products"') ?? []
    })
  }
  if (shared.length > 0) tellWrong(source, entry.offset, 'subcomponents belong to a product, and not to the statement');
  return mapsAt(source, entry, 'products').map(product => ({
    ...readComponent(source, product),
    parts: mapsAt(source, product, 'subcomponents').map(part => readComponent(source, part)),
  }))
}

function readComponent(source        , map         )            {
  const named = identify(source, writtenAt(source, map, '@id'));
  const identifiers = mapAt(source, map, 'identifiers');
  const purl = identifiers && writtenAt(source, identifiers, 'purl');
  const hashes = mapAt(source, map, 'hashes');
  const hash = hashes && writtenAt(source, hashes, 'sha-256');
  return {
    names: named.names,
    purls: [...named.purls, ...(purl === undefined ? [] : purlOf(source, purl))],
    digests: [...named.digests, ...(hash === undefined ? [] : digestOf(source, hash))],
  }
}

// Reads a file of VEX, whichever of its formats it has. Of a file that is none, nothing is shown: it may hold secrets.



/** How many mistakes of a file are told. */
const MOST_PROBLEMS = 20;

function readVex({ path, text }                                                  )             {
  const refuse = (message        , help = HELP, at                 = path)             => ({
    diagnostics: [{ level: 'error', kind: 'vex-syntax', message, help, at }],
  });
  const first = text.trimStart();
  if (first === '') return refuse('the file is empty')
  if (first.startsWith('<'))
    return refuse('this is XML, and VEX is read as JSON', 'convert it, for example with cyclonedx convert --output-format json')
  if (first.startsWith('SPDXVersion:')) return refuse('this is SPDX, which says nothing about vulnerabilities')
  const root = parsePlaced(text);
  if ('message' in root) return { diagnostics: [tellSyntax(path, text, root)] }
  if (root.kind !== 'map')
    return refuse(`expected one object of OpenVEX or CycloneDX, found ${root.kind === 'list' ? 'a list' : 'a value'}`)
  const context = textOf(root.entries.get('@context'));
  const isCycloneDx = textOf(root.entries.get('bomFormat')) === 'CycloneDX';
  if (!isCycloneDx && !isOpenVex(context)) return refuse(nameStranger(root, context))
  const source         = { path, text, diagnostics: [] };
  const statements = isCycloneDx ? readCycloneDx(source, root) : readOpenVex(source, root);
  const { diagnostics } = source;
  if (diagnostics.length > 0) return { diagnostics: limit(diagnostics, path) }
  return { file: { path, text, format: isCycloneDx ? 'CycloneDX' : 'OpenVEX', statements }, diagnostics }
}

const HELP = 'name a file of OpenVEX (its @context is https://openvex.dev/ns/v0.2.0) or of CycloneDX with vulnerabilities';

function textOf(node                      )         {
  return node?.kind === 'text' ? node.value : ''
}

function nameStranger({ entries }         , context        )         {
  const document = entries.get('document');
  if (document?.kind === 'map' && document.entries.has('csaf_version')) return 'this is CSAF, which is not read'
  if (entries.has('spdxVersion') || /\bspdx\.org\b/.test(context)) return 'this is SPDX, which says nothing about vulnerabilities'
  if (entries.has('payloadType') || entries.has('predicateType'))
    return 'this is an attestation: verify it, and name a file with its predicate alone'
  return 'this is neither OpenVEX nor CycloneDX'
}

// The line is shown only where the text says that it is VEX.
function tellSyntax(path        , text        , { message, offset }                                                       )             {
  const at = read.locate(path, text, offset);
  const isMeant = text.includes('openvex.dev/ns') || text.includes('"CycloneDX"');
  return { level: 'error', kind: 'vex-syntax', message, at: isMeant ? at : read.withoutExcerpt(at) }
}

function limit(diagnostics                       , path        )                        {
  if (diagnostics.length <= MOST_PROBLEMS) return diagnostics
  const message = `${diagnostics.length - MOST_PROBLEMS} more mistakes in this file are not listed`;
  return [...diagnostics.slice(0, MOST_PROBLEMS), { level: 'error', kind: 'vex-syntax', message, at: path }]
}

exports.readVex = readVex;
