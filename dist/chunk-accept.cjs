'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const match = require('./chunk-match.cjs');
const exception = require('./chunk-exception.cjs');
const failing = require('./chunk-failing.cjs');
const load = require('./chunk-load.cjs');
const draft$1 = require('./chunk-draft.cjs');
const saved = require('./chunk-saved2.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-visibility.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('process');
require('buffer');
require('./chunk-title.cjs');
require('./chunk-filter.cjs');
require('node:crypto');
require('./chunk-saved.cjs');

// What to accept of a saved report that fails. Whoever accepts a finding lets it through from then on, and the report may come from
// anybody: what it does not say for certain is a doubt, and a doubt accepts nothing.

















/** Finds what failed. Without groups and others, nothing did. `untilFixed`: only findings without a fix are to be accepted. */
function findBlocking(report        , untilFixed         )           {
  const { open, blocking, alerts } = failing.findFailing(report);
  const others           = [];
  const doubts           = [];
  for (const { alert, found } of alerts) {
    const name = `${read.ownText(alert, 'title') ?? 'an alert without a title'} [${read.ownText(alert, 'ruleId') ?? 'no rule'}]`;
    if (found === 'events') others.push(`${name} is an alert about recorded events, and not about a finding`);
    if (found === 'unknown') doubts.push(`${name}: the report does not say for certain which findings fail`);
  }
  others.push(...tellUnaccepted(report, alerts.length > 0));
  const groups = groupFindings(
    [...blocking].filter(each => !untilFixed || isUnfixed(each, others)),
    others,
  );
  // What has time, no fix or another exception counts again one day, and would then be let through unseen.
  const spared = open.filter(each => !blocking.has(each));
  for (const group of groups) {
    const more = spared.find(each => isAccepted(group, each));
    if (more !== undefined)
      doubts.push(`an exception for ${read.ownText(more.finding, 'id')} in ${group.image} would also accept a finding that does not fail`);
  }
  return { groups, others, doubts }
}

// What fails, or is undecided, without an alert.
function tellUnaccepted(report        , hasAlert         )                    {
  const verdict = read.ownText(report, 'verdict');
  const unseen =
    read.ownList(report, 'images').some(image => read.ownList(image, 'gaps').length > 0) ||
    read.ownList(report, 'coverage').some(each => read.own(each, 'state') === 'gap');
  return [
    ...(verdict === 'fail' && !hasAlert ? ['findings that have no severity yet fail, because of untriaged: name their ids'] : []),
    ...(verdict === 'undecided' || unseen ? ['something was not seen, and what was not seen cannot be accepted'] : []),
  ]
}

// An exception that ends with a fix accepts no finding that has one.
function isUnfixed({ finding }       , others          )          {
  const packages = read.ownList(finding, 'packages').map(each => ({ fixedIn: read.ownText(each, 'fixedIn') ?? null }));
  if (match.hasNoFix({ fixAvailable: read.ownText(finding, 'fixAvailable') ?? null, packages })) return true
  others.push(`${read.ownText(finding, 'id')} has a fix, or is not known to have none, so until-fixed does not accept it`);
  return false
}

function groupFindings(blocking                  , others          )                           {
  const byId = new Map                                                                                         ();
  for (const { image, finding } of blocking) {
    const id = read.ownText(finding, 'id');
    const repository = read.ownText(image, 'repositoryName');
    if (id === undefined || exception.helpWithId(id) !== undefined)
      others.push(`${id ?? 'a finding without a name'} is no id by which a finding can be accepted`);
    else if (repository === undefined || !read.isRepositoryName(repository))
      others.push(`${id} is in an image whose repository the report does not name`);
    else {
      const known = byId.get(`${repository} ${id}`) ?? { id, image: repository, packages: new Set() };
      byId.set(`${repository} ${id}`, known);
      for (const name of failing.packagesOf(finding)) known.packages.add(name);
      if (failing.packagesOf(finding).length === 0) known.packages.add('');
    }
  }
  const groups = new Map                                                                                             ();
  for (const { id, image, packages } of byId.values()) {
    const [name = ''] = packages;
    // A star would stand for any characters.
    const only = packages.size === 1 && name !== '' && !name.includes('*') ? name : null;
    const key = JSON.stringify([image, only]);
    const group = groups.get(key) ?? { image, package: only, ids: [] };
    groups.set(key, group);
    group.ids.push(id);
  }
  return [...groups.values()]
}

function isAccepted(group               , { image, finding }       )          {
  const aliases = read.ownList(finding, 'aliases').filter(alias => typeof alias === 'string');
  return (
    read.ownText(image, 'repositoryName') === group.image &&
    (group.package === null || failing.packagesOf(finding).every(name => name === group.package)) &&
    match.isNamed({ id: read.ownText(finding, 'id') ?? '', aliases }, group.ids)
  )
}

// Finds where in a file new exceptions go, and writes them there in one piece. A YAML printer would write the whole file anew; here
// every character of it stays, because comments, order and style belong to its author.


/** A piece of text, and the offset at which it goes into the file. */





const KEY = 'exceptions';
const STEP = '  ';

/** Where drafts go in a file whose root is a map of rules, overrides or exceptions; undefined if there is no place for them. */
function insertDrafts({ text }          , root         , drafts                  )                        {
  const entry = load.entryOf(root, KEY);
  if (entry === undefined) return root.isFlow ? insertKey(text, root, drafts) : appendKey(text, root, drafts)
  const { value } = entry;
  if (value.kind === 'list') return value.isFlow ? insertFlow(text, value, drafts) : insertBlock(text, value, drafts)
  const isAbsent = value.kind === 'scalar' && value.value === null && value.offset === value.end;
  if (!isAbsent || root.isFlow) return undefined
  const column = columnOf(text, root.offset);
  const at = skipComments(text, lineAfter(text, value.end), column);
  return { at, text: asLines(text, at, drafts.flatMap(writeUnder(dashOf(text, root)))) }
}

/** The whole of a file that had nothing in it but comments. */
function insertAll({ path, text }          , drafts                  )            {
  const at = text.length;
  if (!/\.json$/i.test(path)) return { at, text: asLines(text, at, [`${KEY}:`, ...drafts.flatMap(writeUnder(`${STEP}- `))]) }
  const items = drafts.map(draft => `${STEP}${STEP}${draft$1.writeFlow(draft, true, spread('\n', STEP.repeat(2), STEP.repeat(3)))}`);
  return { at, text: `{\n${STEP}"${KEY}": [\n${items.join(',\n')}\n${STEP}]\n}\n` }
}

function writeUnder(dash        )                                      {
  return draft => draft$1.writeBlock(draft, dash)
}

function insertBlock(text        , list          , drafts                  )                        {
  const column = columnOf(text, list.offset);
  const [last, before] = [list.items.at(-1), list.items.at(-2)];
  if (last === undefined) return undefined
  const next = lineAfter(text, last.end);
  const at = skipComments(text, next, column);
  // Entries with blank lines between them get one more, but behind a text in a block it could become a part of the text.
  const isSpaced = before !== undefined && next !== last.end && /\n[ \t]*\r?\n/.test(text.slice(before.end, last.offset));
  const [, gap = ' '] = /-( +)$/.exec(text.slice(lineStart(text, last.offset), last.offset)) ?? [];
  const dash = `${' '.repeat(column)}-${gap}`;
  const isFlow = last.kind === 'map' && last.isFlow;
  const write = (draft       )                    => (isFlow ? [`${dash}${draft$1.writeFlow(draft, false, ON_ONE_LINE)}`] : draft$1.writeBlock(draft, dash));
  return {
    at,
    text: asLines(
      text,
      at,
      drafts.flatMap(draft => [...(isSpaced ? [''] : []), ...write(draft)]),
    ),
  }
}

// The new key goes to the end of the file, indented as the others are.
function appendKey(text        , root         , drafts                  )            {
  const at = text.length;
  const key = `${' '.repeat(columnOf(text, root.offset))}${KEY}:`;
  return { at, text: asLines(text, at, [key, ...drafts.flatMap(writeUnder(dashOf(text, root)))]) }
}

/** How the entries of a list begin that is the value of a key of `root`: as those of its other lists do. */
function dashOf(text        , root         )         {
  const column = columnOf(text, root.offset);
  const list = root.entries.map(({ value }) => value).find(value => value.kind === 'list' && !value.isFlow);
  return `${' '.repeat(list === undefined ? column + STEP.length : columnOf(text, list.offset))}- `
}






function insertFlow(text        , list          , drafts                  )            {
  const isJson = isJsonText(text);
  const last = list.items.at(-1);
  const written = drafts.map(draft => draft$1.writeFlow(draft, isJson, last === undefined ? ON_ONE_LINE : bracketsOf(text, last)));
  return insertItems(text, list, list.items, written)
}

function insertKey(text        , root         , drafts                  )            {
  const isJson = isJsonText(text);
  const entries = root.entries.map(({ keyOffset, value }) => ({ offset: keyOffset, end: value.end }));
  const lead = leadOf(text, entries);
  const [, indent] = /\n([ \t]*)$/.exec(lead) ?? [];
  const [open, separator, close] = indent === undefined ? ['[', ', ', ']'] : [`[${lead}${STEP}`, `,${lead}${STEP}`, `${lead}]`];
  const brackets = indent === undefined ? ON_ONE_LINE : spread(breakOf(text), indent + STEP, indent + STEP + STEP);
  const items = drafts.map(draft => draft$1.writeFlow(draft, isJson, brackets));
  return insertItems(text, root, entries, [`${isJson ? `"${KEY}"` : KEY}: ${open}${items.join(separator)}${close}`])
}

// A comma may stand behind the last item already, and a comment behind either, which stays with its item.
function insertItems(text        , around      , items                 , written                   )            {
  const last = items.at(-1);
  if (last === undefined) return { at: around.offset + 1, text: written.join(', ') }
  const lead = leadOf(text, items);
  const [comma] = /^(?:\s|#[^\n]*\n)*,/.exec(text.slice(last.end, around.end)) ?? [];
  const from = last.end + (comma ?? '').length;
  const [comment] = /^[ \t]*#[^\r\n]*/.exec(text.slice(from, around.end)) ?? [];
  const at = from + (comment ?? '').length;
  const start = comment === undefined || lead.includes('\n') ? lead : breakOf(text) + STEP;
  if (comma !== undefined) return { at, text: written.map(item => `${start}${item},`).join('') }
  return { at, text: written.map(item => (comment === undefined ? `,${start}${item}` : `${start}, ${item}`)).join('') }
}

/** The space before the last item. */
function leadOf(text        , items                 )         {
  const [lead = ''] = /\s*$/.exec(text.slice(items.at(-2)?.end ?? 0, items.at(-1)?.offset)) ?? [];
  return lead === '' && items.length === 1 ? ' ' : lead
}

const ON_ONE_LINE           = { open: '{ ', separator: ', ', close: ' }' };

/** A map in brackets with each field on a line of its own. */
function spread(lineBreak        , indent        , inner        )           {
  return { open: `{${lineBreak}${inner}`, separator: `,${lineBreak}${inner}`, close: `${lineBreak}${indent}}` }
}

// As the last entry is written.
function bracketsOf(text        , last      )           {
  const source = text.slice(last.offset, last.end);
  const [, inner] = /^\{[ \t]*\r?\n([ \t]*)/.exec(source) ?? [];
  if (inner === undefined) return /^\{\S/.test(source) ? { open: '{', separator: ', ', close: '}' } : ON_ONE_LINE
  const [indent = ''] = /^[ \t]*/.exec(text.slice(lineStart(text, last.end))) ?? [];
  return spread(breakOf(text), indent, inner)
}

function isJsonText(text        )          {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return true
  } catch {
    return false
  }
}

function breakOf(text        )         {
  return /\r?\n/.exec(text)?.[0] ?? '\n'
}

/** Lines to be inserted at the beginning of a line, or at the end of a file whose last line may lack its break. */
function asLines(text        , at        , lines                   )         {
  const lineBreak = breakOf(text);
  const isAtStart = at === 0 || /[\n\ufeff]/.test(text.charAt(at - 1));
  return `${isAtStart ? '' : lineBreak}${lines.map(line => `${line}${lineBreak}`).join('')}`
}

function lineStart(text        , offset        )         {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** The column from 0; a byte order mark takes none. */
function columnOf(text        , offset        )         {
  return text.slice(lineStart(text, offset), offset).replace('\ufeff', '').length
}

/** Where the next line begins, or where the file ends. */
function lineAfter(text        , offset        )         {
  if (text.charAt(offset - 1) === '\n') return offset
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1
}

// Comments that are indented deeper than the list belong to its last entry.
function skipComments(text        , from        , column        )         {
  let at = from;
  for (;;) {
    const end = lineAfter(text, at + 1);
    const [, indent] = /^([ \t]*)#/.exec(text.slice(at, end)) ?? [];
    if (indent === undefined || indent.length <= column) return at
    at = end;
  }
}

// Adds exceptions to the text of a file. What comes out is loaded as a run would load it, and must hold all that the file held before
// and exactly the new exceptions; otherwise there is no result.














/** Returns the file with the exceptions at the end of its list. If there is no text, one of the diagnostics says why. */
function acceptIn(file          , drafts                  )            {
  if (isBlank(file.text)) return apply(file, {}, insertAll(file, drafts), drafts)
  const { exceptions, diagnostics } = load.loadRules([file]);
  if (diagnostics.some(isError)) return { diagnostics }
  const twins = drafts.flatMap(draft => findTwins(draft, exceptions));
  if (twins.length > 0) return { diagnostics: twins }
  const document = load.parseFile(file);
  const root = 'root' in document ? document.root : undefined;
  const isRule = root?.kind === 'map' && load.entryOf(root, 'filter') !== undefined && load.entryOf(root, 'rules') === undefined;
  if (root?.kind !== 'map' || isRule)
    return refuse$1(file.path, 'exceptions go into a file of their own, or next to a key rules or overrides')
  const insertion = insertDrafts(file, root, drafts);
  if (insertion !== undefined) return apply(file, load.toValue(root)          , insertion, drafts)
  const { offset } = load.entryOf(root, 'exceptions')?.value ?? root;
  return refuse$1(read.locate(file.path, file.text, offset), 'write exceptions: [] here')
}

function apply(file          , before        , insertion           , drafts                  )            {
  const { at } = insertion;
  const text = file.text.slice(0, at) + insertion.text + file.text.slice(at);
  const changed = { ...file, text };
  const { exceptions, diagnostics } = load.loadRules([changed]);
  const document = load.parseFile(changed);
  const after = 'root' in document ? load.toValue(document.root) : undefined;
  const { exceptions: old, ...rest } = before;
  const wanted = [...(old ?? []), ...drafts.map(draft => Object.fromEntries(draft$1.pairsOf(draft)))];
  if (diagnostics.some(isError) || !isSame(after, { ...rest, exceptions: wanted })) return refuse$1(file.path, 'write the entry by hand')
  return { text, insertion, exceptions: exceptions.slice(-drafts.length), diagnostics }
}

// The keys of a map may stand in any order.
function isSame(a         , b        )          {
  const sorted = (value         )         => JSON.stringify(Object.entries(value ?? {}).sort(([a], [b]) => read.compareText(a, b)));
  return sorted(a) === sorted(b)
}

function refuse$1(at                                      , help        )            {
  const message = 'an exception cannot be added to this file without changing what it has';
  return { diagnostics: [{ level: 'error', kind: 'no-place', message, help, at }] }
}

// A second entry would not say until when: the first one would still stand there with another end.
function findTwins(draft       , exceptions                      )                        {
  return exceptions.flatMap(each => {
    if (each.kind !== 'finding' || each.filter !== null) return []
    const narrow                                    = { package: draft.package, image: draft.image };
    if (exception.NARROW.some(name => each.narrow[name] !== (narrow[name] ?? null))) return []
    const ids = draft.ids.filter(id => each.ids.includes(id));
    if (ids.length === 0) return []
    const end = each.expires === null ? 'until there is a fix' : each.expires === 'never' ? 'without an end' : `until ${each.expires}`;
    const help = `change expires or reason in the entry at ${read.formatPlace(each.at)}, or leave ${read.listOf(ids)} out`;
    return [
      {
        level: 'error',
        kind: 'duplicate-exception',
        message: `${read.listOf(ids)} ${read.agree(ids.length, 'is', 'are')} accepted here already, ${end}`,
        help,
        at: each.at,
      },
    ]
  })
}

function isBlank(text        )          {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .every(line => /^\s*(?:#|$)/.test(line))
}

function isError({ level }            )          {
  return level === 'error'
}

// `ecr-gate accept`: adds exceptions to the repository's file of them. The file is changed in memory first and loaded as a run loads it,
// so that nothing is written that the gate would refuse.




/** Where exceptions are written unless a file is named; in the current folder, as with every path. */
const DEFAULT_FILE = 'ecr-gate-exceptions.yml';

const NOTHING = 1;
const WRONG = 2;

/** Adds what is asked for to the file: 0 written, 1 the report has nothing to accept, 2 anything wrong. */
async function runAccept(asked       , world$1       )                  {
  const [path = DEFAULT_FILE] = asked.exceptions;
  const problems = [...checkEnd(asked, world$1.now()), ...checkOwn(path), ...(await world.findMisled(`the file ${read.quote(path)}`, path, world$1.root))];
  if (problems.length > 0) return refuse(world$1, problems)
  const drafts = asked.from === undefined ? draftNamed(asked) : await draftFrom(asked.from, asked, world$1);
  if ('problems' in drafts) return refuse(world$1, drafts.problems)
  if (drafts.length === 0) return NOTHING
  const before = await world.captureFault(() => world.readRawRuleText(path));
  if (before instanceof world.Fault && before.code !== 'not-found') return refuse(world$1, [before.diagnostic])
  const text = before instanceof world.Fault ? '' : before;
  const accepting = acceptIn({ path, text, kind: read.EXCEPTION_FILE }, drafts);
  if (!('text' in accepting)) return refuse(world$1, accepting.diagnostics)
  try {
    await world$1.write(path, [accepting.text]);
  } catch (error) {
    // Half a file would accept something else. A file that was not there is left to whoever can remove it.
    if (text !== '') await world$1.write(path, [text]).catch(() => undefined);
    return refuse(world$1, [{ level: 'error', kind: 'output', message: `the file cannot be written (${world.sayError(error)})`, at: path }])
  }
  world$1.tell(read.renderDiagnostics([...accepting.diagnostics, ...tellEndless(asked, accepting)]));
  await world$1.print(describeWritten(path, accepting));
  return 0
}

function refuse(world       , problems                       )         {
  world.tell(read.renderDiagnostics(problems));
  return WRONG
}

function checkEnd({ expires }       , now      )                        {
  if (expires === undefined || now.getTime() < exception.endOf({ expires })) return []
  return [read.usageProblem(`--expires ${expires} is over`, `today is ${now.toISOString().slice(0, 10)} (UTC); name a day to come`)]
}

// An entry of ours would mean nothing to the tool whose file it is, or break it.
function checkOwn(path        )                        {
  const tool = read.toolNamed(path);
  if (tool === undefined) return []
  const message = `this is a file of ${tool.name} by its name, and accept writes exceptions of the gate`;
  const help = `name another file, such as ${DEFAULT_FILE}; the gate takes both: ecr-gate check … --exceptions ${path} --exceptions ${DEFAULT_FILE}`;
  return [{ level: 'error', kind: 'foreign-file', message, help, at: path }]
}



function draftNamed(asked       )         {
  const ids = [...new Set(asked.operands)];
  const problems = ids.flatMap(id => {
    const help = id.trim() === '' ? 'write a whole id, such as CVE-2026-1234' : exception.helpWithId(id);
    return help === undefined ? [] : [read.usageProblem(`expected the id of a finding, found ${read.quote(id)}`, help)]
  });
  return problems.length > 0
    ? { problems }
    : [draft(asked, { ids, package: asked.package?.trim() ?? null, image: asked.acceptedImage?.trim() ?? null })]
}

/** An exception for each package and repository that has findings because of which the report is a fail. */
async function draftFrom(file        , asked       , world       )                  {
  const read$1 = await saved.readSavedReport(file, world);
  if ('problem' in read$1) return { problems: [read$1.problem] }
  const { groups, others, doubts } = findBlocking(read$1.report, asked.untilFixed);
  if (doubts.length > 0) {
    const help = 'accept these findings by their ids: ecr-gate accept CVE… --reason TEXT';
    return { problems: doubts.map(message => ({ level: 'error', kind: 'report', message, help, at: file })) }
  }
  world.tell(read.renderDiagnostics(others.map(message => ({ level: 'warning', kind: 'report', message, at: file }))));
  if (groups.length === 0) await world.print(`${read.printable(file)}: no finding to accept, and nothing is written\n`);
  return groups.map(group => draft(asked, group))
}

function draft({ reason = '', owner, expires, untilFixed }       , target                                          )        {
  const { ids, package: name, image } = target;
  return { ids, package: name, image, reason, owner: owner ?? null, expires: expires ?? null, untilFixed }
}



function tellEndless({ expires }       , { exceptions }         )                        {
  if (expires !== 'never') return []
  const message = 'this is accepted without an end';
  return exceptions.map(({ at: { file, line, column } }) => ({ level: 'note', kind: 'endless', message, at: { file, line, column } }))
}

function describeWritten(path        , { insertion, exceptions }         )         {
  const lines = exceptions.map(({ at: { line } }) => `${read.printable(path)}:${line}`).join(', ');
  const entry = insertion.text.split(/\r?\n/).filter(line => line.trim() !== '');
  const next = `commit ${read.printable(path)}, and give it to the gate: ecr-gate check … --exceptions ${read.printable(path)}`;
  return `${lines}: written\n\n${entry.map(line => `${read.printable(line)}\n`).join('')}\n${next}\n`
}

exports.runAccept = runAccept;
