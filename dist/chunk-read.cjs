'use strict';

const node_fs = require('node:fs');
const fs = require('node:fs/promises');

// Makes untrusted text safe to show. It imports no other module, because even a diagnostic quotes hostile text.
//
// Whoever built or attacked an image chooses the names in images, findings, rules and events. A terminal obeys escape
// sequences, and bidirectional controls deceive every reader, so both are spelled out instead of being passed on.

// Controls, format characters (zero-width, bidirectional, tags), line and paragraph separators, lone surrogates, and other
// characters that have no visible glyph.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

// GitHub's runner obeys `::command::` at the beginning of a log line and `##[command]` anywhere in it. Line breaks are spelled
// out, so only the start of the text can be the beginning of a line.
const RUNNER_COMMAND = /^(\s*):(?=:[a-z][\w-]*(?: .*)?::)|#(?=#\[)/gi;

/**
 * Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. The result has
 * at most `limit` characters: spelling out makes text longer, so it is cut again afterwards.
 */
function printable(text        , limit = Number.POSITIVE_INFINITY)         {
  const spelled = shorten(text, limit)
    .replace(UNPRINTABLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(RUNNER_COMMAND, command => `${command.slice(0, -1)}\\u{${command.charCodeAt(command.length - 1).toString(16)}}`);
  return shorten(spelled, limit)
}

/**
 * The same for JSON text, with JSON's own escapes, so that no value changes. ASCII control characters are left alone, because
 * valid JSON has them only between tokens.
 */
function printableJson(json        )         {
  return json
    .replace(UNPRINTABLE, character =>
      character < '\u007f' ? character : Array.from({ length: character.length }, (_, i) => escapeUnit(character, i)).join(''),
    )
    .replace(/#(?=#\[)/g, hash => escapeUnit(hash, 0))
}

function escapeUnit(text        , at        )         {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
}

/** Cuts text to at most `limit` characters, the last one an ellipsis when something was cut. */
function shorten(text        , limit        )         {
  if (text.length <= limit) return text
  const kept = text.slice(0, limit - 1);
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`
}

// Counts in sentences.

/** The form of a word that agrees with a count: `finding` or `findings`, `was` or `were`. */
function agree(count        , one        , many = `${one}s`)         {
  return count === 1 ? one : many
}

/** A count with what it counts: `1 finding`, `2 findings`. */
function plural(count        , one        , many         )         {
  return `${count} ${agree(count, one, many)}`
}

/** The first of some texts, and how many more there are, of what if it is said: `a, b and 3 more packages`. */
function listFirst(texts                   , most        , what         )         {
  const left = texts.length - most;
  return left <= 0
    ? texts.join(', ')
    : `${texts.slice(0, most).join(', ')} and ${what === undefined ? `${left} more` : plural(left, `more ${what}`)}`
}

const UNITS$1 = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** How many bytes, as prices name them: `999 bytes`, `1.2 MB`. */
function sayBytes(bytes        )         {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS$1.length - 1);
  return power === 0 ? plural(bytes, 'byte') : `${(bytes / 1000 ** power).toFixed(1)} ${UNITS$1[power]}`
}

// A problem as a value: what was found, what was expected, how to fix it, and where it is.
//
// Pure code returns problems and never prints or throws them. One rendering serves every command, and the same value
// becomes an annotation, a SARIF result or a JSON object.




/** A problem without a place: `kind` is its stable name in kebab case, `help` says how to fix it. */







/** A mistake in what was asked for, which its author can mend. */
function usageProblem(message        , help         )          {
  return { level: 'error', kind: 'usage', message, ...(help === undefined ? {} : { help }) }
}

/** A place in a file; line and column count from 1, the column in characters. Recorded data has no excerpt. */










/** The same place, where the line may hold what must not be shown. */
function withoutExcerpt({ file, line, column }       )        {
  return { file, line, column }
}






/** Called with each diagnostic as soon as it is known. */


/** Tells each diagnostic, and adds it to the list. */
function collectInto(diagnostics              , tell      )       {
  return diagnostic => {
    diagnostics.push(diagnostic);
    tell(diagnostic);
  }
}

/** The place of the character at `offset` (UTF-16 units) in `text`. */
function locate(file        , text        , offset        )        {
  const { starts, halves } = indexLines(text);
  const line = countBelow(starts, offset + 1);
  const start = starts[line - 1] ?? 0;
  const end = (starts[line] ?? text.length + 1) - 1;
  const columnOf = (at        )         => at - start - (countBelow(halves, at) - countBelow(halves, start)) + 1;
  // A generated file may be one line of several MiB, so only the part around the place is kept.
  const from = Math.max(start, offset - EXCERPT_UNITS);
  const excerpt = text.slice(from, Math.min(end, offset + EXCERPT_UNITS)).replace(/\r$/, '');
  return { file, line, column: columnOf(offset), excerpt, ...(from === start ? {} : { excerptColumn: columnOf(from) }) }
}








// A file with thousands of mistakes is indexed once, and not read from its beginning for each of them.
let indexed                                                   = { text: '', lines: { starts: [0], halves: [] } };

function indexLines(text        )        {
  if (indexed.text === text) return indexed.lines
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lines = { starts, halves: Array.from(text.matchAll(/[\udc00-\udfff]/g), ({ index }) => index) };
  indexed = { text, lines };
  return lines
}

// How many of these numbers, which ascend, are below the limit.
function countBelow(numbers                   , limit        )         {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low
}

/** `file:line:column`, or the file alone. */
function formatPlace(at                )         {
  return typeof at === 'string' ? at : `${at.file}:${at.line}:${at.column}`
}

/** A diagnostic on one line: its place, its message, and how to fix it. */
function toReason({ at, message, help }                                             )         {
  return `${at === undefined ? '' : `${formatPlace(at)}: `}${message}${help === undefined ? '' : `; ${help}`}`
}

/**
 * Renders a diagnostic for a person, without a trailing line break:
 * ```
 * rule.yml:4:20: expected a value after "=", found "=" [filter-syntax]
 *   |
 * 4 | filter: event_type == "cloudtrail"
 *   |                    ^
 *   help: equality is written with one "=": event_type = "cloudtrail"
 * ```
 */
function renderDiagnostic(diagnostic            )         {
  const { at, level, kind, help } = diagnostic;
  const where = at === undefined ? '' : `${printable(formatPlace(at))}: `;
  const lines = [`${where}${level === 'error' ? '' : `${level}: `}${printable(diagnostic.message)} [${kind}]`];
  if (typeof at === 'object' && at.excerpt !== undefined) lines.push(...renderExcerpt(at, at.excerpt));
  if (help !== undefined) lines.push(`  help: ${printable(help)}`);
  return lines.join('\n')
}

/** Renders diagnostics below one another for standard error; an empty string if there are none. */
function renderDiagnostics(diagnostics                       )         {
  return diagnostics.map(diagnostic => `${renderDiagnostic(diagnostic)}\n`).join('')
}

const EXCERPT_WIDTH = 120;
/** How many UTF-16 units of a line are kept on each side of a place: enough for the excerpt. */
const EXCERPT_UNITS = 4 * EXCERPT_WIDTH;

function renderExcerpt({ line, column, excerptColumn = 1 }       , excerpt        )           {
  const from = column > EXCERPT_WIDTH ? column - EXCERPT_WIDTH / 2 : 0;
  const characters           = [];
  let position = excerptColumn - 1;
  for (const character of excerpt) {
    if (position >= from + EXCERPT_WIDTH) break
    if (position++ >= from) characters.push(character === '\t' ? ' ' : printable(character));
  }
  const caret = characters.slice(0, column - 1 - from).join('').length;
  const gutter = ' '.repeat(String(line).length);
  return [`${gutter} |`, `${line} | ${characters.join('')}`.trimEnd(), `${gutter} | ${' '.repeat(caret)}^`]
}

/** Sorts the diagnostics of a file in its order, the order in which people fix them. */
function byPlace({ at: a }            , { at: b }            )         {
  return typeof a === 'object' && typeof b === 'object' ? a.line - b.line || a.column - b.column : 0
}

/** Quotes a word of the user for a message, made printable and shortened. */
function quote(text        )         {
  return `"${printable(text, 60)}"`
}

/** `a, b and c`. */
function listOf$1(words                   )         {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** The candidate that `word` was probably meant to be, if one is near enough. */
function suggest(word        , candidates                  )                     {
  const folded = word.toLowerCase();
  let best;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.toLowerCase() === folded) return candidate
    const distance = editDistance(folded, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best
}

const MOST_LISTED = 50;

/** `did you mean "severity"?`, or a list of what is known when nothing is near. */
function didYouMean(word        , candidates                   )         {
  const near = suggest(word, candidates);
  if (near !== undefined) return `did you mean "${near}"?`
  return `expected one of ${listFirst(candidates, MOST_LISTED)}`
}

// Edit distance that counts swapping two adjacent characters once. Returns `limit` at once if the lengths differ by that much.
function editDistance(a        , b        , limit        )         {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let older           = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (older[j - 2] ?? 0) + 1);
      row.push(best);
    }
    older = previous;
    previous = row;
  }
  return previous[b.length] ?? limit
}

// Reads unvalidated JSON: own properties only, and a value of the wrong type counts as absent.

/** An event as a filter sees it: a JSON object of which only own properties count. */


/** Whether a value is a JSON object; nothing else can be an event. */
function isObject(value         )                  {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of own properties; null counts as absent. */
function own(value         , ...path                   )          {
  let at = value;
  for (const name of path) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined
    at = at[name];
  }
  return at ?? undefined
}

/** The string at a path, trimmed, because ECR's `uri` may end in a space. A blank string counts as absent. */
function ownText(value         , ...path                   )                     {
  const text = own(value, ...path);
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** The number at a path; it may be written as a string. */
function ownNumber(value         , ...path                   )                     {
  const text = ownText(value, ...path);
  const number = text === undefined ? own(value, ...path) : Number(text);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The array at a path; empty when there is none. */
function ownList(value         , ...path                   )                     {
  const list = own(value, ...path);
  return Array.isArray(list) ? list : []
}

// A choice among a few words, as people write it.

/** The choice that a text names, in any letter case; undefined if it names none. */
function readChoice                  (text         , choices              )                {
  if (typeof text !== 'string') return undefined
  const folded = text.toLowerCase();
  return choices.find(choice => choice.toLowerCase() === folded)
}

// Instants as the services write them, and days and durations as people do.


/** Regular expression source of an instant, from its beginning to its end; SQL reads it too, where `\d` may mean digits of any script. */
const INSTANT_PATTERN = String.raw`([0-9]{4})-([0-9]{2})-([0-9]{2})T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])`;

const INSTANT = new RegExp(`^${INSTANT_PATTERN}$`);

/** Converts an ISO 8601 timestamp with a zone to milliseconds since 1970; undefined for anything else, such as 30 February. */
function toInstant(value         )                     {
  if (typeof value !== 'string') return undefined
  const [matched, year, month, day] = INSTANT.exec(value) ?? [];
  // Date.parse counts days beyond the end of a month on into the next.
  if (matched === undefined || Number(day) > daysIn(Number(year), Number(month))) return undefined
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant
}

function daysIn(year        , month        )         {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Formats an instant as CloudTrail does: in UTC, with a fraction of a second only where there is one. */
function formatInstant(milliseconds        )         {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}

/** Formats a time in whole seconds, as CloudTrail records it, so that an image's event looks like recorded events. */
function formatSecond(now      )         {
  return formatInstant(Math.floor(now.getTime() / 1000) * 1000)
}

/** Reads an instant of an ECR answer. ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
function toIsoTime(value         )                {
  const time = typeof value === 'number' ? value * 1000 : toInstant(value);
  return time === undefined || !(Math.abs(time) <= 8.64e15) ? null : formatInstant(time)
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MILLISECONDS = 86_400_000;

/** When something ends: a day such as `2027-01-31`, or `never`; undefined for a value that does not say it. */
function toEnd(value         )                     {
  return readChoice(value, ['never']) ?? (typeof value === 'string' && endOfDay(value) !== undefined ? value : undefined)
}

/** The instant at which a day such as `2027-01-31` ends in UTC, in milliseconds since 1970; undefined for what is no day. */
function endOfDay(day        )                     {
  const start = DAY.test(day) ? toInstant(`${day}T00:00:00Z`) : undefined;
  return start === undefined ? undefined : start + DAY_MILLISECONDS
}

/** How far a time may be ahead of this machine's clock: clocks differ by seconds, seldom by minutes. */
const MOST_SKEW_SECONDS = 300;

const UNITS                                   = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The longest that a policy can give somebody, in seconds: ten years have an end that somebody lives to see. */
const LONGEST_SECONDS = 3650 * 86_400;

/** The seconds of a duration such as `90s`, `10m`, `24h` or `7d`; undefined for anything else. */
function parseDuration(text        )                     {
  const [, digits = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const seconds = UNITS[unit];
  return seconds === undefined ? undefined : Number(digits) * seconds
}

// What a basic finding says beyond its name and severity stands in attributes, a list of keys and values.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Attribute.html


/**
 * The attributes of an entry of `findings` by their keys in lower case, without those that stand there twice with different values:
 * which of them is right is unknown. Their keys are returned as they are written.
 */
function readAttributes(entry         )                                                                            {
  const values = new Map                 ();
  const contradicted = new Map                ();
  for (const pair of ownList(entry, 'attributes')) {
    const [written, value] = [ownText(pair, 'key'), own(pair, 'value')];
    if (written === undefined) continue
    const key = written.toLowerCase();
    if (!values.has(key)) values.set(key, value);
    else if (JSON.stringify(values.get(key)) !== JSON.stringify(value)) contradicted.set(key, contradicted.get(key) ?? written);
  }
  for (const key of contradicted.keys()) values.delete(key);
  return { attributes: Object.fromEntries(values), contradicted: [...contradicted.values()] }
}

// The fields of findings that only Amazon Inspector has, and what it did not say of them. That is remembered with its reason, because a
// field without a value means otherwise that there is none.

/** The fields of findings that only Amazon Inspector has. */
const INSPECTOR_FIELDS = ['epss', 'lastKnownExploitAt', 'knownExploited'];


/** What a finding has of Amazon Inspector alone; null where there is none, or where it was not asked. */









const NO_INTELLIGENCE               = { epss: null, lastKnownExploitAt: null, knownExploited: null };

/** Fields of findings that Amazon Inspector was to say and did not. */







/** What is unsaid of findings that are only recorded. */
const NOT_ASKED         = { names: INSPECTOR_FIELDS, of: null, why: 'it is asked only about images in ECR' };

/** What Amazon Inspector did not say of a finding. */
function unsaidOf({ unsaid }                                        , arn         )                    {
  return unsaid.filter(({ of }) => of?.has(typeof arn === 'string' ? arn : '') ?? true)
}

/** Collects what is unsaid. Findings of which the same is unsaid for the same reason are told together. */
function startUnsaid()


  {
  const groups = new Map                                               ();
  return {
    add: (names, arn, why) => {
      const key = JSON.stringify([names, why]);
      const group = groups.get(key) ?? { names, of: new Set(), why };
      groups.set(key, group);
      group.of.add(arn);
    },
    all: () => [...groups.values()],
  }
}

// Converts findings of basic and enhanced scans to one shape, so that later steps handle only one kind of finding.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html


/** ECR's severities, the worst first. The last two mean that nobody has rated the finding yet. */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];

/** The severities of findings that nobody has rated yet. */
const UNRATED                    = ['UNDEFINED', 'UNTRIAGED'];



/** A package that has a finding. */















/** The version as the package manager writes it, such as `3.0.11-1~deb12u2` or `1:9.16.23-29.el9`; empty where it is unknown. */
function versionOf(pack                )         {
  const version = [pack?.version, pack?.release].filter(part => part !== null && part !== undefined).join('-');
  const epoch = pack?.epoch ?? 0;
  // A basic scan writes the epoch 0 into the version itself.
  return version !== '' && epoch > 0 ? `${epoch}:${version}` : version.replace(/^0:/, '')
}

/** The version with the fix, without the epoch 0 that the scanner writes where the installed version has none; empty where none is named. */
function fixedVersionOf(pack                )         {
  const fixedIn = pack?.fixedIn ?? '';
  return versionOf(pack).includes(':') ? fixedIn : fixedIn.replace(/^0:/, '')
}









































// Until a policy decides otherwise, an open finding counts.
const COUNTED           = { kind: 'counted' };

/** Reads one entry of `findings`; undefined when it is not an object or has no name. */
function readBasicFinding(entry         , { attributes } = readAttributes(entry))                      {
  const id = ownText(entry, 'name');
  if (id === undefined) return undefined
  const uri = ownText(entry, 'uri');
  const packages = Object.hasOwn(attributes, 'package_name') ? [readBasicPackage(attributes)] : [];
  return {
    id,
    aliases: [],
    arn: null,
    title: null,
    type: 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state: 'open',
    decision: COUNTED,
    score: ownNumber(attributes, 'cvss4_score') ?? ownNumber(attributes, 'cvss3_score') ?? ownNumber(attributes, 'cvss2_score') ?? null,
    vector: ownText(attributes, 'cvss4_vector') ?? ownText(attributes, 'cvss3_vector') ?? ownText(attributes, 'cvss2_vector') ?? null,
    vendor: null,
    fixAvailable: null,
    exploitAvailable: null,
    description: ownText(entry, 'description') ?? null,
    links: uri === undefined ? [] : [uri],
    package: packages[0] ?? null,
    packages,
    path: null,
    platform: null,
    firstObservedAt: null,
    lastObservedAt: null,
    vendorCreatedAt: null,
    inUseCount: null,
    lastInUseAt: null,
    ...NO_INTELLIGENCE,
    fromBase: false,
  }
}

function readBasicPackage(attributes        )          {
  return {
    name: ownText(attributes, 'package_name') ?? null,
    epoch: null,
    version: ownText(attributes, 'package_version') ?? null,
    release: null,
    fixedIn: availableVersion(attributes, 'fixed_in_version'),
    manager: null,
    path: null,
    layer: null,
  }
}

/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
function readEnhancedFinding(entry         )                      {
  const details = own(entry, 'packageVulnerabilityDetails');
  const arn = ownText(entry, 'findingArn');
  const title = ownText(entry, 'title');
  const id = ownText(details, 'vulnerabilityId') ?? title ?? arn;
  if (id === undefined) return undefined
  const links = [own(details, 'sourceUrl'), ...ownList(details, 'referenceUrls')];
  const packages = ownList(details, 'vulnerablePackages').map(readPackage);
  const state = stateOf(ownText(entry, 'status'));
  const images = ownList(entry, 'resources').map(resource => own(resource, 'details', 'awsEcrContainerImage'));
  return {
    id,
    aliases: texts(ownList(details, 'relatedVulnerabilities')),
    arn: arn ?? null,
    title: title ?? null,
    type: ownText(entry, 'type') ?? 'PACKAGE_VULNERABILITY',
    severity: severityOf(entry),
    state,
    decision: state === 'open' ? COUNTED : { kind: state },
    score: ownNumber(entry, 'score') ?? null,
    vector: ownText(entry, 'scoreDetails', 'cvss', 'scoringVector') ?? ownText(ownList(details, 'cvss')[0], 'scoringVector') ?? null,
    vendor: ownText(details, 'source') ?? null,
    fixAvailable: ownText(entry, 'fixAvailable') ?? null,
    exploitAvailable: ownText(entry, 'exploitAvailable') ?? null,
    description: ownText(entry, 'description') ?? null,
    links: [...new Set(texts(links))],
    package: packages[0] ?? null,
    packages,
    path: packages.find(({ path }) => path !== null)?.path ?? null,
    platform: firstOf(images, image => ownText(image, 'platform')),
    firstObservedAt: toIsoTime(own(entry, 'firstObservedAt')),
    lastObservedAt: toIsoTime(own(entry, 'lastObservedAt')),
    vendorCreatedAt: toIsoTime(own(details, 'vendorCreatedAt')),
    inUseCount: firstOf(images, image => ownNumber(image, 'inUseCount')),
    lastInUseAt: firstOf(images, image => toIsoTime(own(image, 'lastInUseAt')) ?? undefined),
    ...NO_INTELLIGENCE,
    fromBase: false,
  }
}

/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
function regionOf(entry         )                {
  return firstOf(ownList(entry, 'resources'), resource => /^arn:[^:]+:ecr:([a-z0-9-]+):/.exec(ownText(resource, 'id') ?? '')?.[1])
}

/** Counts the open findings of each severity, or those of them that count. A severity without any is absent, as in ECR's own counts. */
function countSeverities(findings                    , counts = isOpen)                 {
  const numbers = new Map                ();
  for (const finding of findings) if (counts(finding)) numbers.set(finding.severity, (numbers.get(finding.severity) ?? 0) + 1);
  return Object.fromEntries([...numbers].sort(([a], [b]) => rank(a) - rank(b)))
}

/** Whether a finding counts for rules and verdicts. */
function isCounted({ decision }                           )          {
  return decision.kind === 'counted'
}

function isOpen({ state }         )          {
  return state === 'open'
}

/** The position of a severity, the worst first; a word that is not one of ECR's comes last. */
function rank(severity        )         {
  const position = (SEVERITIES                     ).indexOf(severity);
  return position < 0 ? SEVERITIES.length : position
}

function readPackage(entry         )          {
  return {
    name: ownText(entry, 'name') ?? null,
    epoch: ownNumber(entry, 'epoch') ?? null,
    version: ownText(entry, 'version') ?? null,
    release: ownText(entry, 'release') ?? null,
    fixedIn: availableVersion(entry, 'fixedInVersion'),
    manager: ownText(entry, 'packageManager') ?? null,
    path: ownText(entry, 'filePath') ?? null,
    layer: ownText(entry, 'sourceLayerHash') ?? null,
  }
}

// A severity that is not a string is kept as JSON. That equals none of ECR's severities, and it is not taken for a missing one.
function severityOf(entry         )         {
  const severity = own(entry, 'severity');
  return typeof severity === 'string' && severity.trim() !== ''
    ? severity.trim()
    : severity === undefined
      ? 'UNDEFINED'
      : JSON.stringify(severity)
}

function stateOf(status                    )                   {
  return status === 'CLOSED' ? 'closed' : status === 'SUPPRESSED' ? 'suppressed' : 'open'
}

function availableVersion(entry         , name        )                {
  const value = own(entry, name) ?? '';
  // What is no string names a version too, although nobody can read it.
  const version = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  return /^(?:not\s*available)?$/i.test(version) ? null : version
}

function firstOf   (list                    , read                                   )           {
  return list.map(read).find(value => value !== undefined) ?? null
}

function texts(values                    )                    {
  return values.filter(value => typeof value === 'string').map(value => value.trim())
}

// The URI of an image in ECR: which partition, account, Region and repository it names. One table of partitions serves to read
// URIs, to write them, and to write the ARNs in messages.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html















/** The registry to use when the text names none. */
















// https://github.com/aws/aws-sdk-js-v3 carries the same table in its endpoint rules.
const PARTITIONS                       = [
  {
    id: 'aws-cn',
    regions: /^cn-/,
    suffix: 'amazonaws.com.cn',
    dualStackSuffix: 'on.amazonwebservices.com.cn',
    console: 'console.amazonaws.cn',
  },
  { id: 'aws-us-gov', regions: /^us-gov-/, suffix: 'amazonaws.com', dualStackSuffix: 'on.aws', console: 'console.amazonaws-us-gov.com' },
  {
    id: 'aws-eusc',
    regions: /^eusc-/,
    suffix: 'amazonaws.eu',
    dualStackSuffix: 'on.amazonwebservices.eu',
    console: 'console.amazonaws-eusc.eu',
  },
  { id: 'aws-iso', regions: /^us-iso-/, suffix: 'c2s.ic.gov' },
  { id: 'aws-iso-b', regions: /^us-isob-/, suffix: 'sc2s.sgov.gov' },
  { id: 'aws-iso-e', regions: /^eu-isoe-/, suffix: 'cloud.adc-e.uk' },
  { id: 'aws-iso-f', regions: /^us-isof-/, suffix: 'csp.hci.ic.gov' },
  { id: 'aws', regions: /^[a-z]{2}-/, suffix: 'amazonaws.com', dualStackSuffix: 'on.aws', console: 'console.aws.amazon.com' },
];

/** The suffixes that end the host names of AWS's services, in all partitions. */
const HOST_SUFFIXES                      = new Set(PARTITIONS.map(({ suffix }) => suffix));

/** The names of all partitions, as ARNs have them. */
const PARTITION_IDS                    = PARTITIONS.map(({ id }) => id);

const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/;
const ACCOUNT$1 = /^\d{12}$/;
const REPOSITORY = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const HOST$1 = /^(?<account>[^.]*)\.dkr(?:\.ecr(?<fips>-fips)?|-ecr(?<dualFips>-fips)?)\.(?<region>[^.]+)\.(?<suffix>.+)$/;

const SHAPE$6 = 'write 111122223333.dkr.ecr.eu-west-1.amazonaws.com/repository:tag, or @sha256:… for a digest';

/** Whether a string can be the name of a Region. */
function isRegion(text        )          {
  return REGION.test(text)
}

/** Whether a string can be the name of a repository. */
function isRepositoryName(text        )          {
  return REPOSITORY.test(text)
}

/** Whether a string can be the id of an account. */
function isAccountId(text        )          {
  return ACCOUNT$1.test(text)
}

/** Whether a string can be a tag. */
function isTag(text        )          {
  return TAG.test(text)
}

/** Whether a string has the shape of a digest, which is a SHA-256 everywhere in ECR. */
function isDigest(text        )          {
  return DIGEST.test(text)
}

/** The registry's host, with which the URI of an image begins. */
function registryOf(uri        )         {
  return uri.split('/')[0] ?? ''
}

/** The partition of a Region, such as aws or aws-cn. */
function partitionOf(region        )         {
  return findPartition(region).id
}

// A Region that is not known yet belongs to the commercial partition, as in the SDK.
function findPartition(region        )            {
  return PARTITIONS.find(({ regions }) => regions.test(region)) ?? (PARTITIONS.at(-1)             )
}

/** The domain of AWS's services in the partition of a Region. */
function domainOf(region        )         {
  return findPartition(region).suffix
}

/** The host of a registry, in the partition of its Region. */
function registryHost(registryId        , region        )         {
  return `${registryId}.dkr.ecr.${region}.${findPartition(region).suffix}`
}

/** The address of AWS's console for a Region, without a path; undefined where none is known. */
function consoleOf(region        )                     {
  const { console } = findPartition(region);
  return console === undefined || !isRegion(region) ? undefined : `https://${region}.${console}`
}

/** The ARN of a repository. */
function repositoryArn({ registryId, region, repositoryName }                        )         {
  return `arn:${partitionOf(region)}:ecr:${region}:${registryId}:repository/${repositoryName}`
}

/** Parses `registry/repository:tag@digest`; a problem says what is wrong and how to write it. */
function parseImageUri(text        , registry                 )                     {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (scheme !== undefined)
    return usageProblem(`image ${quote(text)} begins with ${quote(`${scheme}://`)}`, 'write the image without a scheme')
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  const named = first.includes('.') || first.includes(':') || first === 'localhost';
  const place = named ? readHost(text, first) : readDefault(text, registry);
  if ('message' in place) return place
  const rest = readName(text, named ? text.slice(slash + 1) : text);
  if ('message' in rest) return rest
  return { text: named ? text : `${registryHost(place.registryId, place.region)}/${text}`, ...place, ...rest }
}



function readHost(text        , host        )                 {
  if (host === 'public.ecr.aws') {
    return usageProblem(
      `image ${quote(text)} is in public.ecr.aws, which ECR never scans`,
      'copy it into a private repository, or read it through a pull-through cache rule, and name it there',
    )
  }
  const { account = '', fips, dualFips, region = '', suffix = '' } = HOST$1.exec(host)?.groups ?? {};
  const dualStack = host.includes('.dkr-ecr');
  const partition = findPartition(region);
  if (!isAccountId(account) || !isRegion(region)) return usageProblem(`${quote(host)} is not an ECR registry host`, SHAPE$6)
  const expected = dualStack ? partition.dualStackSuffix : partition.suffix;
  if (suffix !== expected) {
    const known = expected === undefined ? 'has no such hosts' : `has hosts that end in ${expected}`;
    return usageProblem(`${quote(host)} is not an ECR registry host: ${quote(region)} ${known}`, SHAPE$6)
  }
  return { registryId: account, region, fips: (fips ?? dualFips) !== undefined, dualStack }
}

function readDefault(text        , { registryId, region }                 )                 {
  if (registryId === undefined)
    return usageProblem(`image ${quote(text)} names no registry`, `${SHAPE$6}; or give registry-id, and AWS_REGION`)
  if (region === undefined || !isRegion(region))
    return usageProblem(`image ${quote(text)} names no Region`, `${SHAPE$6}; or set AWS_REGION in the environment`)
  return { registryId, region, fips: false, dualStack: false }
}

function readName(text        , name        )                                                                {
  const [tagged = '', digest, ...others] = name.split('@');
  const [repositoryName = '', tag, ...more] = tagged.split(':');
  if (others.length > 0 || more.length > 0) return usageProblem(`image ${quote(text)} has more than one tag or digest`, SHAPE$6)
  if (!isRepositoryName(repositoryName)) return usageProblem(`${quote(repositoryName)} is not a valid repository name`, SHAPE$6)
  if (tag !== undefined && !isTag(tag)) return usageProblem(`${quote(tag)} is not a valid tag`, SHAPE$6)
  if (digest !== undefined && !isDigest(digest))
    return usageProblem(`${quote(digest)} is not a valid digest`, 'a digest is sha256: and 64 hexadecimal digits (0–9, a–f)')
  if (tag === undefined && digest === undefined)
    return usageProblem(`image ${quote(text)} has neither a tag nor a digest`, 'add :TAG or @sha256:…; no tag is assumed')
  return { repositoryName, tag: tag ?? null, digest: digest ?? null }
}

// How places in S3 are written: `s3://bucket/key`, and the other forms in which people know them.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-bucket-intro.html

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

function isBucketName(name        )          {
  return BUCKET.test(name)
}

/** Whether text was meant to name a place in S3, in whatever form people write one. */
function meansS3(text        )          {
  return /^(?:s3:|arn:[^:]*:s3:|https?:\/\/(?:[^/]+\.)?s3[.-])/i.test(text)
}

/**
 * What was meant to name a place in S3, for messages: what stands behind the question mark of a presigned URL, or with a colon before a
 * bucket, gives access to whoever reads it.
 */
function showS3(text        )         {
  return text.replace(/^((?:s3|https?):\/*)[^/?@:]*:[^?]*@/i, '$1…@').replace(/\?(?!versionId=[^&?]*$).*$/s, '?…')
}

/** The same place in the one form that is read; undefined where it cannot be told. An ARN of a Region is that of an access point. */
function rewriteS3(text        )                     {
  const [, place] = /^s3:\/*(.+)$/i.exec(text) ?? /^arn:[^:]*:s3:::(.+)$/i.exec(text) ?? /^https?:\/\/s3[^/]*\/(.+)$/i.exec(text) ?? [];
  const [, host, path = ''] = /^https?:\/\/([^/]+)\.s3[.-][^/]*\/?(.*)$/i.exec(text) ?? [];
  const meant = place ?? (host === undefined ? undefined : `${host}/${path}`);
  return meant === undefined ? undefined : `s3://${meant.replace(/^[^/?@:]*:[^?]*@/, '')}`
}

// A reference to rules, exceptions or a policy in S3: `s3://bucket/key.yml` is one object, `s3://bucket/prefix/` all below it. The name of a
// bucket says nothing of its owner, and whoever makes a bucket of that name once it is deleted would be believed: an account before it,
// as in `s3://444455556666@bucket/key.yml`, says who must own it, and so with which role it is read.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html


/** An object as it was read. */























const SHAPE$5 =
  'write s3://bucket/team/high.yml for one object, s3://bucket/team/ for all below a prefix, or s3://444455556666@bucket/… for a bucket of that account';
const MOST_KEY_BYTES = 1024;
const VERSION = /^versionId=([\w.~-]{1,1024})$/;

/** Reads a reference; a problem says what was found in its place. */
function parseObject$1(text        )                            {
  const [, account, bucket, path = ''] = /^s3:\/\/(?:([^/@]*)@)?([^/]*)(?:\/(.*))?$/s.exec(text) ?? [];
  if (bucket === undefined) return wrong$1(text, 'an object in S3 is named s3://bucket/key', suggestObject(text))
  if (/^s3:\/\/[^/]*:/.test(text)) return wrong$1(text, 'neither an account nor the name of a bucket has a colon')
  if (account !== undefined && !isAccountId(account)) return wrong$1(text, `${quote(account)} is no account, whose id has 12 digits`)
  if (!isBucketName(bucket)) return wrong$1(text, bucket === '' ? 'it names no bucket' : `${quote(bucket)} cannot be the name of a bucket`)
  const [key = '', ...query] = path.split('?');
  const [, versionId] = VERSION.exec(query.join('?')) ?? [];
  if (query.length > 0 && versionId === undefined)
    return wrong$1(text, 'behind a question mark stands versionId=ID and nothing else', 'a key with a question mark cannot be named')
  if (versionId === 'null') return wrong$1(text, 'the version that is called null may be replaced by another write', 'leave ?versionId= out')
  const isPath = key.endsWith('/');
  if (isPath && versionId !== undefined) return wrong$1(text, 'only one object has a version, and a prefix has none')
  const what = findWrongKey(key);
  return what === undefined ? { kind: 'object', text, bucket, key, isPath, versionId, account } : wrong$1(text, ...what)
}

/** What stands before the key in a reference. */
function rootOf({ bucket, account }                                             )         {
  return `s3://${account === undefined ? '' : `${account}@`}${bucket}/`
}

function findWrongKey(key        )                                                     {
  const levels = (key.endsWith('/') ? key.slice(0, -1) : key).split('/');
  if (key === '') return ['it is a whole bucket']
  if (levels.includes('')) return ['a key has single slashes, and none at its beginning']
  if (levels.some(level => level === '.' || level === '..')) return ['a key has no folders . and ..', 'write the whole key']
  if (key.includes('*')) return ['S3 knows no wildcards', 'write the prefix that they stand behind, with a slash at its end']
  if (/[\p{Cc}\\]/u.test(key)) return ['a key has slashes and no backslashes, and no control characters']
  if (new TextEncoder().encode(key).length > MOST_KEY_BYTES) return [`a key has at most ${MOST_KEY_BYTES} bytes`]
  return undefined
}

function wrong$1(text        , what        , help = SHAPE$5)          {
  return usageProblem(`{setting} cannot be ${quote(showS3(text))}: ${what}`, help)
}

function suggestObject(text        )         {
  const [place, query = ''] = rewriteS3(text)?.split('?') ?? [];
  if (place === undefined) return SHAPE$5
  const [version] = /\bversionId=[\w.~-]+/.exec(query) ?? [];
  const meant = parseObject$1(version === undefined ? place : `${place}?${version}`);
  return 'message' in meant ? SHAPE$5 : `write ${meant.text}`
}

// A reference to rules, exceptions or a policy in Parameter Store, such as `ssm:/team/gate/high`, or in S3. It stands wherever a path of a
// file does, so messages call the parameter or the object by it, and put line and column behind it as behind any file.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html


/** A parameter as it was read. */






/** What a file was read from that is none on disk. */


/** The parameters and the objects among what was read. */
function partStored(stored                   ) {
  return {
    parameters: stored.filter((each)                    => 'version' in each),
    objects: stored.filter((each)                       => 'etag' in each),
  }
}

/** What of a file was read, for messages. */
function describeVersion(stored        )         {
  if ('version' in stored) return `version ${stored.version}`
  return stored.versionId === null ? `without a version, ETag ${stored.etag}` : `version ${stored.versionId}`
}














const SHAPE$4 =
  'write ssm:/team/gate/high for one parameter, ssm:/team/gate/ for all below a path, or ssm:arn:aws:ssm:eu-west-1:111122223333:parameter/team/gate/high';
const NO_VERSION =
  'leave it out: behind a colon stands a line in messages; the report says which version was read, and verify --policy-digest can ask for it';
/** How to say where a parameter is whose reference names no Region. */
const NO_REGION = 'set AWS_REGION in the environment, or write the whole ARN behind ssm:';

const NAME$3 = /^\/?[\w.-]+(?:\/[\w.-]+)*\/?$/;
const MOST_LEVELS = 15;
const MOST_CHARACTERS = 1011;

/** Whether a path is, or was meant as, a reference. A file of such a name on disk is `./ssm:…` or `./s3:…`. */
function isReference(path        )          {
  return /^ssm:/i.test(path) || meansS3(path)
}

/** A path of the disk, written so that it cannot be taken for a reference. */
function onDisk(path        )         {
  return isReference(path) ? `./${path}` : path
}

/** Where references of a kind lead, and how files are written there. */
const PLACES                                                                                          = {
  parameter: { name: 'Parameter Store', writer: 'policy push' },
  object: { name: 'S3', writer: 'aws s3 cp' },
};

/** Reads a reference; a problem says what was found in its place. */
function parseReference(text        )                      {
  return meansS3(text) ? parseObject$1(text) : parseParameter(text)
}

function parseParameter(text        )                               {
  const rest = text.slice('ssm:'.length);
  if (!text.startsWith('ssm:')) return wrong(text, 'it begins in capital letters', `write ssm:${rest}`)
  if (rest === '') return wrong(text, 'it names no parameter')
  if (/^arn:/i.test(rest)) return parseArn(text, rest)
  const what = findWrongName(rest);
  return what === undefined ? make(text, rest, undefined) : wrong(text, ...what)
}

function make(text        , name        , place                             )                     {
  return { kind: 'parameter', text, name, isPath: name.endsWith('/'), place }
}

function parseArn(text        , given        )                               {
  const [, partition = '', service = '', region = '', account = '', resource = '', ...more] = given.split(':');
  if (!PARTITION_IDS.includes(partition))
    return wrong(text, `there is no partition ${quote(partition)}`, didYouMean(partition, PARTITION_IDS))
  if (service !== 'ssm') return wrong(text, `it is an ARN of ${quote(service)}, and not of ssm`)
  if (!isRegion(region)) return wrong(text, `${quote(region)} is no Region`)
  if (partitionOf(region) !== partition) return wrong(text, `${region} is in the partition ${partitionOf(region)}, and not in ${partition}`)
  if (!isAccountId(account)) return wrong(text, `${quote(account)} is no account, whose id has 12 digits`)
  const [, name = ''] = /^parameter(\/.*)$/.exec(resource) ?? [];
  if (name === '') return wrong(text, 'it is no ARN of a parameter')
  const what = findWrongName([name, ...more].join(':'));
  return what === undefined ? make(text, name, { partition, region, account }) : wrong(text, ...what)
}

function findWrongName(name        )                                                     {
  const levels = name.split('/').filter(level => level !== '');
  if (levels.length === 0) return ['it is every parameter of an account', 'name a path below the first slash, such as ssm:/team/gate/']
  if (name.startsWith('//')) return ['it begins with two slashes', `write ssm:/${levels.join('/')}${name.endsWith('/') ? '/' : ''}`]
  if (/^[^:]+:[^:/]*$/.test(name)) return ['it names a version or a label', NO_VERSION]
  if (!NAME$3.test(name)) return ['a name has letters, digits and . _ - between single slashes']
  if (!name.startsWith('/') && name.includes('/')) return ['a name with slashes begins with one', `write ssm:/${name}`]
  if (/^\/?(?:aws|ssm)/i.test(name)) return ['names that begin with aws or ssm belong to AWS', 'give it another name']
  if (levels.length > MOST_LEVELS || name.length > MOST_CHARACTERS)
    return [`a name has at most ${MOST_LEVELS} levels and ${MOST_CHARACTERS} characters`]
  return undefined
}

function wrong(text        , what        , help = SHAPE$4)          {
  return usageProblem(`{setting} cannot be ${quote(text)}: ${what}`, help)
}

/** The ARN of a name, or of a path without its last slash. Where an account is not known, it is `*`, as IAM writes any. */
function parameterArn(
  name        ,
  { region, account = '*' }                                                                    ,
)         {
  return `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter/${name.replace(/^\/|\/$/g, '')}`
}

/**
 * What a policy in Parameter Store or S3 means by a path: what lies beside it there. In Parameter Store an ending such as `.yml` is left
 * out, as `policy push` leaves it out, so that the same policy is right on disk and there.
 */
function besideReference(policy        , path        )                   {
  if (isReference(path)) return textOf(parseReference(path))
  const reference = parseReference(policy);
  const { name, help, levels, top, above, write } = reference.kind === 'object' ? besideObject(reference) : besideParameter(reference);
  if (/^(?:[/\\]|[a-z]:[/\\])/i.test(path)) return wrong(path, `it is a path on a disk, and the policy is in ${name}`, help)
  const parts = path.split('/');
  for (const part of parts) {
    if (part === '..' && levels.length <= top) return wrong(path, `nothing is above ${above}`)
    if (part === '..') levels.pop();
    else if (part !== '' && part !== '.') levels.push(part);
  }
  const isPath = ['', '.', '..'].includes(parts.at(-1) ?? '');
  return textOf(parseReference(write(levels.join('/'), isPath)))
}

function textOf(reference                     )                   {
  return 'message' in reference ? reference : reference.text
}

function besideParameter({ text, name }                    ) {
  const root = text.slice(0, text.length - name.length);
  return {
    name: PLACES.parameter.name,
    help: 'name what lies beside the policy, or ssm:/path',
    levels: name.split('/').slice(0, -1),
    top: 1,
    above: 'the first slash of Parameter Store',
    write: (joined        , isPath         ) => root + (isPath ? `${joined}/` : joined.replace(/\.(?:ya?ml|json)$/i, '')),
  }
}

function besideObject(reference                 ) {
  return {
    name: PLACES.object.name,
    help: 'name what lies beside the policy, or s3://bucket/key',
    levels: reference.key.split('/').slice(0, -1),
    top: 0,
    above: 'a bucket',
    write: (joined        , isPath         ) => rootOf(reference) + (isPath && joined !== '' ? `${joined}/` : joined),
  }
}

// Works on JSON as text, for events that are printed unchanged. A string may be as long as a whole record, so strings are skipped
// by searching for their closing quote; a regular expression would overflow the stack on long ones.

/** Puts JSON text on one line by removing white space between tokens; text already on one line stays unchanged. */
function onOneLine(json        )         {
  if (!/[\r\n]/.test(json)) return json
  const parts           = [];
  let from = 0;
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = endOfText(json, quote + 1);
    parts.push(json.slice(from, quote).replace(/\s+/g, ''), json.slice(quote, end + 1));
    from = end + 1;
  }
  return parts.join('') + json.slice(from).replace(/\s+/g, '')
}

/** The deepest nesting of an event. JSON.parse has no limit, but JSON.stringify overflows the stack at a few thousand levels. */
const MOST_DEPTH = 1000;

/** Whether JSON text is nested deeper than an event may be. */
function isTooDeep(json        )          {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at + 1);
    else if ((character === '{' || character === '[') && ++depth > MOST_DEPTH) return true
    else if (character === '}' || character === ']') depth--;
  }
  return false
}

/**
 * The offset of the quote that closes the string whose content begins at `start`: the first one after an even number of backslashes.
 */
function endOfText(json        , start        )         {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (at - backslashes > start && json[at - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at
  }
  return json.length
}

// JSON in which every reader finds the same values. Of two equal keys JSON.parse keeps the last, and programs in Go also take `Digest`
// for `digest`: JSON that says two things could be judged by one of them and run by the other.


/** `problem` continues a sentence that begins with what the text is, such as "the manifest". */




/**
 * Parses JSON, unless it is nested too deeply to be worked on or an object in it has the same key twice. `parse` is JSON.parse, or one
 * that reads numbers in another way.
 */
function parseStrictly(json        , parse                            = JSON.parse)         {
  const { depth, keys } = measure(json);
  if (depth > MOST_DEPTH) return { kind: 'too-deep', problem: `is nested deeper than ${MOST_DEPTH} levels` }
  let value;
  try {
    value = parse(json);
  } catch {
    return { kind: 'not-json', problem: 'is not valid JSON' }
  }
  // Counting is quick, and an answer about findings may have a million keys. Only an answer that repeats one is searched for it.
  return countKeys(value) === keys
    ? { kind: 'value', value }
    : { kind: 'ambiguous', problem: `has the key ${quote(findRepeatedKey(json) ?? '')} twice in one object` }
}

/** The depth of nesting, and how many keys the text has. */
function measure(json        )                                                    {
  let [open, depth, keys] = [0, 0, 0];
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(json, at + 1);
        break
      case COLON:
        keys++;
        break
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth = Math.max(depth, ++open);
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open--;
    }
  }
  return { depth, keys }
}

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function countKeys(value         )         {
  if (typeof value !== 'object' || value === null) return 0
  const inside = Object.values(value);
  let count = Array.isArray(value) ? 0 : inside.length;
  for (const inner of inside) count += countKeys(inner);
  return count
}

/** The first key that an object of this valid JSON text has twice, however its letters are written. */
function findRepeatedKey(json        )                     {
  // The keys of each open object; undefined for an open list.
  const open                              = [];
  let text = '';
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfText(json, at + 1);
        text = json.slice(at, end + 1);
        at = end;
        break
      }
      case COLON: {
        const key = JSON.parse(text);
        if (open.at(-1)?.has(key) === true) return key
        open.at(-1)?.add(key);
        break
      }
      case OPEN_BRACE:
        open.push(new Set());
        break
      case OPEN_BRACKET:
        open.push(undefined);
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
    }
  }
  return undefined
}

/** A key that Go's encoding/json takes for one of a struct's fields although it is written otherwise; undefined if there is none. */
function findFoldedKey(value         , fields                   )                                                               {
  if (!isObject(value)) return undefined
  for (const key of Object.keys(value)) {
    const field = fields.find(each => fold(each) === fold(key));
    if (field !== undefined && !fields.includes(key)) return { key, field }
  }
  return undefined
}

// Letters that differ only in case are equal, and so are the Kelvin sign and k, and the long s and s. JavaScript lower-cases the
// Kelvin sign alone. https://pkg.go.dev/unicode#SimpleFold
function fold(key        )         {
  return key.toLowerCase().replaceAll('ſ', 's')
}

// The order of strings that no machine's language changes.

/** Compares by UTF-16 code units, as RFC 8785 requires of canonical JSON. */
function compareText(a        , b        )             {
  return a < b ? -1 : a > b ? 1 : 0
}

// ECR's ScanStatus: which values are results, which mean that the scan is not done yet, which end without a result, and what each
// one means.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html


/** `unknown` is a status that ECR does not document, or none at all. Neither is a result. */


/** What to do about an archived image. */
const RESTORE =
  'restore it (aws ecr update-image-storage-class --target-storage-class STANDARD), which takes up to 20 minutes, or push it again';

const UNSUPPORTED =
  'ECR cannot scan this kind of image; build it on an operating system that ECR supports, or have another scanner look at it';

const STATUSES                                                             = new Map([
  ['COMPLETE', ['ready', 'the scan is done']],
  ['ACTIVE', ['ready', 'Inspector scans the image continuously']],
  ['IN_PROGRESS', ['waiting', 'the scan is still running; read it again when it is done']],
  ['PENDING', ['waiting', 'the scan has not begun; read it again when it is done']],
  ['FAILED', ['ended', 'the scan failed; scan the image again, or push it again']],
  ['UNSUPPORTED_IMAGE', ['ended', UNSUPPORTED]],
  [
    'SCAN_ELIGIBILITY_EXPIRED',
    ['ended', "Inspector's rescan period for the image has ended; push it again, or lengthen the rescan duration"],
  ],
  ['FINDINGS_UNAVAILABLE', ['ended', 'ECR has no findings for this image; scan it again']],
  ['LIMIT_EXCEEDED', ['ended', 'a limit of the service ended the scan; scan it again later']],
  ['IMAGE_ARCHIVED', ['ended', `the image is archived and no longer scanned; ${RESTORE}`]],
]);

/** Every status that ECR documents. */
const SCAN_STATUSES                    = [...STATUSES.keys()];

/** The status of a DescribeImageScanFindings answer, unchanged. */
function statusOf(answer         )                {
  return ownText(answer, 'imageScanStatus', 'status') ?? null
}

function readinessOf(answer         )            {
  return STATUSES.get(statusOf(answer) ?? '')?.[0] ?? 'unknown'
}

/** The first status that is not a result; the first page's status when all are results. */
function worstStatus(answers                   )                {
  const [worst = answers[0]] = answers.filter(answer => readinessOf(answer) !== 'ready');
  return statusOf(worst)
}

/** Explains in one sentence why an answer is not a result, with ECR's own description where it gives one. */
function explainStatus(answer         )         {
  const status = statusOf(answer);
  if (status === null) return 'the answer has no imageScanStatus, so nothing says that the scan is complete'
  const description = ownText(answer, 'imageScanStatus', 'description');
  // A basic scan of such an image does not end as UNSUPPORTED_IMAGE.
  const isUnsupported = status === 'FAILED' && /\bUnsupportedImageError\b/.test(description ?? '');
  const [, meaning] = STATUSES.get(isUnsupported ? 'UNSUPPORTED_IMAGE' : status) ?? [];
  const says = description === undefined ? '' : ` (ECR says: ${description})`;
  return `the scan's status is ${meaning === undefined ? quote(status) : status}: ${meaning ?? 'ECR does not document this status, so it is not a result'}${says}`
}

// The values of fields that have few. A filter that names another value never holds, however right it looks: `severity = "critical"`.
//
// An enumeration is closed only where another value cannot occur. AWS adds to its own from time to time, so a word that is missing
// here is only doubtful. A severity is closed although ECR declares a string: an image with one that ECR does not document is
// undecided, so no rule can be meant for it.



const severity              = { words: SEVERITIES, closed: true };
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
const type = open('PACKAGE_VULNERABILITY', 'CODE_VULNERABILITY', 'NETWORK_REACHABILITY');
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html
const fixAvailable = open('YES', 'NO', 'PARTIAL');
const exploitAvailable = open('YES', 'NO');
const flag              = { words: [true, false], closed: true };

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
const identity = open(
  'Root',
  'IAMUser',
  'AssumedRole',
  'Role',
  'FederatedUser',
  'Directory',
  'AWSAccount',
  'AWSService',
  'IdentityCenterUser',
  'SAMLUser',
  'WebIdentityUser',
  'Unknown',
);

function open(...words                   )              {
  return { words, closed: false }
}

const FINDING_VALUES                                   = new Map([
  ['event_type', open('finding')],
  ['severity', severity],
  ['state', { words: ['open', 'closed', 'suppressed'], closed: true }],
  ['type', type],
  ['fixAvailable', fixAvailable],
  ['exploitAvailable', exploitAvailable],
  ['knownExploited', { words: ['YES', 'NO'], closed: true }],
]);

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Session.html
const SESSION_STATUSES = ['Connected', 'Connecting', 'Disconnected', 'Failed', 'Terminated', 'Terminating'];

/** The statuses of a command that has not ended, and those of one that has. */
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Command.html
const COMMAND_STATUSES = {
  open: ['Pending', 'InProgress', 'Cancelling'],
  ended: ['Success', 'Cancelled', 'Failed', 'TimedOut'],
};

/** The statuses of an automation that has not ended, and those of one that has. */
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecutionMetadata.html
const AUTOMATION_STATUSES = {
  open: [
    'Pending',
    'InProgress',
    'Waiting',
    'Cancelling',
    'PendingApproval',
    'Approved',
    'Scheduled',
    'RunbookInProgress',
    'PendingChangeCalendarOverride',
    'ChangeCalendarOverrideApproved',
  ],
  ended: [
    'Success',
    'TimedOut',
    'Cancelled',
    'Failed',
    'Rejected',
    'CompletedWithSuccess',
    'CompletedWithFailure',
    'ChangeCalendarOverrideRejected',
    'Exited',
  ],
};

const platform = open('Linux', 'Windows', 'MacOS');
const pingStatus = open('Online', 'ConnectionLost', 'Inactive');

/** The values of the fields of sessions, commands and automations. */
const LIVE_VALUES                                   = new Map([
  ['event_type', open('session', 'command', 'automation')],
  ['state', { words: ['open', 'ended'], closed: true }],
  [
    'status',
    open(
      ...new Set([...SESSION_STATUSES, ...Object.values(COMMAND_STATUSES).flat(), ...Object.values(AUTOMATION_STATUSES).flat(), 'Delayed']),
    ),
  ],
  ['accessType', open('Standard', 'JustInTime')],
  ['mode', open('Auto', 'Interactive')],
  ['target.platform', platform],
  ['target.pingStatus', pingStatus],
]);

const SCAN = 'responseElements.imageScanFindings';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const CLOUDTRAIL_VALUES                                   = new Map([
  ['event_type', open('cloudtrail')],
  ['userIdentity.type', identity],
  ['userType', identity],
  ['userIdentity.sessionContext.attributes.mfaAuthenticated', flag],
  ['mfaUsed', flag],
  ['policyPublic', flag],
  ['readOnly', flag],
  ['managementEvent', flag],
  [
    'eventType',
    open(
      'AwsApiCall',
      'AwsServiceEvent',
      'AwsConsoleAction',
      'AwsConsoleSignIn',
      'AwsVpceEvents',
      'AwsCloudTrailInsight',
      'AwsAggregatedEvent',
    ),
  ],
  ['eventCategory', open('Management', 'Data', 'NetworkActivity', 'Insight')],
  ['responseElements.imageScanStatus.status', open(...SCAN_STATUSES)],
  [`${SCAN}.findingSeverityCounts.*`, severity],
  [`${SCAN}.findings.severity`, severity],
  [`${SCAN}.enhancedFindings.severity`, severity],
  [`${SCAN}.enhancedFindings.status`, open('ACTIVE', 'SUPPRESSED', 'CLOSED')],
  [`${SCAN}.enhancedFindings.type`, type],
  [`${SCAN}.enhancedFindings.fixAvailable`, fixAvailable],
  [`${SCAN}.enhancedFindings.exploitAvailable`, exploitAvailable],
  ['target.platform', platform],
  ['target.pingStatus', pingStatus],
]);

/** The values for a filter that may be about several types of events: a field has all of them, and none is closed. */
function mergeValues(...tables                                             )                                   {
  const merged = new Map                     ();
  for (const [name, { words }] of tables.flatMap(table => [...table])) {
    merged.set(name, { words: [...(merged.get(name)?.words ?? []), ...words], closed: false });
  }
  return merged
}

// Hides what gives access to whoever reads it, in JSON that is otherwise printed unchanged.


/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

// Fields that give access to whoever reads them, such as those of a session. CloudTrail masks the token of a session but not the
// URL that contains it. Athena's columns are in lower case, so letter case does not matter.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey';
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i');
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi');

// Every JSON text that names a secret field matches this, even if the name is written with JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i');

/** Hides the values of secret fields in text that contains JSON, whether complete or truncated. */
function hideSecrets(json        )         {
  const parts           = [];
  let from = 0;
  SECRET.lastIndex = 0;
  for (let match = SECRET.exec(json); match !== null; match = SECRET.exec(json)) {
    const start = match.index + match[0].length;
    parts.push(json.slice(from, start), HIDDEN);
    from = endOfText(json, start);
    SECRET.lastIndex = from;
  }
  return parts.length === 0 ? json : parts.join('') + json.slice(from)
}

/** Whether any segment of a path names a secret, which must never be shown. */
function isSecret(segments                              )          {
  return segments.some(segment => SECRET_FIELD.test(String(segment)))
}

/** The JSON text of a value without its secrets, including those in strings that contain JSON themselves. */
function stringifyWithoutSecrets(value         )         {
  return JSON.stringify(value, (key, inner         ) => {
    if (SECRET_FIELD.test(key) && inner !== null) return HIDDEN
    return typeof inner === 'string' ? (rewriteWithoutSecrets(inner) ?? hideSecrets(inner)) : inner
  })
}

/** Rewrites JSON text without its secrets; undefined when it has none, or is not a JSON object or list. */
function rewriteWithoutSecrets(json        )                     {
  if (!SECRET_WORD.test(json) || !/^\s*[{[]/.test(json) || isTooDeep(json)) return undefined
  try {
    const value          = JSON.parse(json);
    const hidden = stringifyWithoutSecrets(value);
    return hidden === JSON.stringify(value) ? undefined : hidden
  } catch {
    // Text that only looks like JSON is left to the caller.
    return undefined
  }
}

// Who made a call. A role is what many people and machines share, so for the sessions of a role `user` is the session, as in Threat
// Stack's own events; the role stays in `arnRole`. docs/language.md has a table of every kind of identity.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html


/** The kinds of identity that are sessions: their principal id ends in the session's name, behind a colon. */
const SESSIONS = ['AssumedRole', 'FederatedUser'];

/** Threat Stack's `user`; undefined where the record names nobody. */
function userOf(event        )                     {
  return (
    sessionOf(event) ??
    ownText(event, 'userIdentity', 'userName') ??
    ownText(event, 'userIdentity', 'onBehalfOf', 'userId') ??
    lastPart(ownText(event, 'userIdentity', 'arn'), /[/:]/) ??
    lastPart(ownText(event, 'userIdentity', 'principalId'), ':') ??
    ownText(event, 'userIdentity', 'invokedBy')
  )
}

function sessionOf(event        )                     {
  if (!SESSIONS.includes(ownText(event, 'userIdentity', 'type') ?? '')) return undefined
  const principal = ownText(event, 'userIdentity', 'principalId');
  return (
    (principal?.includes(':') === true ? lastPart(principal, ':') : undefined) ?? lastPart(ownText(event, 'userIdentity', 'arn'), /[/:]/)
  )
}

/** Threat Stack's `arnRole`: arn:aws:sts::111122223333:assumed-role/Deploy/session → assumed-role/Deploy/session */
function roleOf(event        )                     {
  const resource = ownText(event, 'userIdentity', 'arn')?.split(':').slice(5).join(':');
  return resource?.startsWith('assumed-role/') ? resource : undefined
}

// A service-linked role can only be assumed by its service, and nobody else can make a role whose path begins like this one's. The
// path has to begin there: further on it is whatever the role's maker likes.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
const LINKED_ROLE = /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/([^/:]+\/[^/:]+)$/;

/** For a session of a service-linked role its `<service>/<role>`: ssm.amazonaws.com/AWSServiceRoleForAmazonSSM */
function linkedRoleOf(event        )                     {
  if (ownText(event, 'userIdentity', 'type') !== 'AssumedRole') return undefined
  return LINKED_ROLE.exec(ownText(event, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn') ?? '')?.[1]
}

function lastPart(text                    , separator                 )                     {
  const part = text?.split(separator).at(-1);
  return part === '' ? undefined : part
}

// Decimal numbers as strings, compared digit by digit: a double treats long numbers as equal although their last digits differ.

/** An optional minus, digits and an optional fraction. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** All spellings of one number have the same canonical digits. */
function canonicalDecimal(text        )         {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}.${withoutZeros(fraction)}`;
  return negative && digits !== '0.' ? `-${digits}` : digits
}

// An expression for zeros at the end would begin again at each zero of a long number.
function withoutZeros(fraction        )         {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end--;
  return fraction.slice(0, end)
}

/** Whether a double holds a decimal, so that no digit is lost when it is read as a number. */
function isDouble(text        )          {
  return canonicalDecimal(toDecimal(Number(text))) === canonicalDecimal(text)
}

/** The digits of a number, without an exponent. */
function toDecimal(number        )         {
  const text = String(number);
  const [, sign = '', whole = '', fraction = '', power = ''] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (power === '') return text
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, '0')}`
}

/** Compares two decimals: negative, zero or positive, like their difference. */
function compareDecimals(a        , b        )         {
  const difference = Number(a) - Number(b);
  // Rounding keeps the order, so only equal doubles need their digits.
  return difference !== 0 && !Number.isNaN(difference) ? difference : compareDigits(canonicalDecimal(a), canonicalDecimal(b))
}

function compareDigits(a        , b        )         {
  if (a === b) return 0
  const [isNegative, isOther] = [a.startsWith('-'), b.startsWith('-')];
  if (isNegative !== isOther) return isNegative ? -1 : 1
  const [whole = '', fraction = ''] = a.split('.');
  const [otherWhole = '', otherFraction = ''] = b.split('.');
  const isGreater =
    whole.length !== otherWhole.length ? whole.length > otherWhole.length : `${whole}.${fraction}` > `${otherWhole}.${otherFraction}`;
  return isGreater !== isNegative ? 1 : -1
}

// Reads JSON without losing digits. JSON.parse makes doubles of numbers, and a double holds about 17 digits: 9007199254740993 becomes
// 9007199254740992. Such a number is read as the text of its digits instead, which the filter language compares with numbers digit by
// digit, and which every output prints whole.


// Nothing shorter can lose a digit. The test looks only behind what a number can follow, so it is quick; few records pass it.
const LONG = /(?:^|[:[,])\s*-?\d[\d.]{15}/;
const NUMBER = /-?\d+(?:\.\d+)?(?![\d.eE+-])/g;

/** Parses JSON like JSON.parse, and throws like it, but keeps every digit of its numbers. */
function parseExactly(json        )          {
  const value          = JSON.parse(json);
  return LONG.test(json) ? JSON.parse(quoteLongNumbers(json)) : value
}

// Strings are skipped by searching for their end, because a regular expression would overflow the stack on long ones.
function quoteLongNumbers(json        )         {
  const parts           = [];
  let from = 0;
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = endOfText(json, quote + 1);
    parts.push(quoteLong(json.slice(from, quote)), json.slice(quote, end + 1));
    from = end + 1;
  }
  return parts.join('') + quoteLong(json.slice(from))
}

function quoteLong(between        )         {
  return between.replace(NUMBER, (text, at        ) => (/[\d.eE+-]/.test(between[at - 1] ?? '') || isDouble(text) ? text : `"${text}"`))
}

// Decides whether a resource policy allows everybody. A policy that cannot be read counts as public. A Condition counts only if it
// restricts who the caller is: aws:SecureTransport, for example, keeps nobody out.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html


/** Whether a policy allows everybody. It is a string or, in records that tools have rewritten, an object. */
function isPublic(policy         )          {
  const document = typeof policy === 'string' ? parse(policy) : policy;
  if (!isObject(document)) return true
  const statements = [own(document, 'Statement')].flat();
  return statements.some(statement => !isObject(statement) || allowsEverybody(statement))
}

function parse(text        )          {
  const parsed = parseStrictly(text);
  return parsed.kind === 'value' ? parsed.value : undefined
}

// An `Allow` with `NotPrincipal` allows everybody except those it names.
function allowsEverybody(statement        )          {
  if (own(statement, 'Effect') !== 'Allow' || bindsCaller(own(statement, 'Condition'))) return false
  if (own(statement, 'NotPrincipal') !== undefined) return true
  const principal = own(statement, 'Principal');
  return principal === '*' || [isObject(principal) ? own(principal, 'AWS') : undefined].flat().includes('*')
}

/** Operators that hold only if the key is present and has one of the values. */
const BINDING_OPERATORS = /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

/** For each condition key, the form of values that restrict the caller. Tags and user names do not: callers choose their own. */
const BINDING_VALUES                              = new Map([
  ...['principalorgid', 'sourceorgid', 'vpceorgid'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}$/]         ),
  ...['principalorgpaths', 'sourceorgpaths', 'vpceorgpaths'].map(key => [`aws:${key}`, /^o-[a-z0-9]{10,32}\//]         ),
  ...['principalaccount', 'sourceaccount', 'vpceaccount'].map(key => [`aws:${key}`, /^\d{12}$/]         ),
  ...['principalarn', 'sourcearn'].map(key => [`aws:${key}`, /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/]         ),
  ['aws:userid', /^A[A-Z0-9]{15,}(?::|$)/],
  ['aws:sourcevpc', /^vpc-[0-9a-f]+$/],
  ['aws:sourcevpce', /^vpce-[0-9a-f]+$/],
  ['aws:sourceip', /^(?!0\.|::)[0-9a-f.:]+(?:\/(?!0+$)\d+)?$/i],
]);

// All parts of a Condition must hold, so one part that restricts the caller is enough. Any of its values may match, so all of them
// must restrict the caller.
function bindsCaller(condition         )          {
  if (!isObject(condition)) return false
  return Object.entries(condition).some(
    ([operator, keys]) =>
      BINDING_OPERATORS.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(([key, given]) => {
        const shape = BINDING_VALUES.get(key.toLowerCase());
        const values = [given].flat();
        return shape !== undefined && values.length > 0 && values.every(value => shape.test(String(value)))
      }),
  )
}

// CloudTrail records: which fields are parsed before matching, and the names that Threat Stack gives to fields.


/** Fields that may arrive as JSON text, in CloudTrail's spelling and in that of the Athena table. */
const JSON_IN_TEXT                    = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'edgeDeviceDetails',
].flatMap(name => [name, name.toLowerCase()]);

/** The host name of a service. */
const SERVICE = new RegExp(`^[a-z0-9][a-z0-9.-]*\\.(?:${[...HOST_SUFFIXES].join('|').replaceAll('.', '\\.')})$`, 'i');

/**
 * Whether an object is judged as an event of type cloudtrail: it has an `eventSource`, and is neither a message of another service,
 * such as a notification of S3 (`aws:s3`), nor one of CloudTrail's own that records no call.
 */
function isCloudTrail(event        )          {
  if (!Object.hasOwn(event, 'eventSource')) return false
  const { eventSource, eventType } = event;
  return !(typeof eventSource === 'string' && eventSource.startsWith('aws:')) && eventType !== AGGREGATED && eventType !== INSIGHT
}

/**
 * Whether an object is the record of a call as CloudTrail writes it: it has an `eventName`, and its `eventSource` is the host name of
 * a service. An eventVersion proves nothing, for copies may lack it. Anything else is judged as far as it can be, and is a gap.
 */
function isRecord(event        )          {
  const source = own(event, 'eventSource');
  return isCloudTrail(event) && typeof source === 'string' && SERVICE.test(source) && ownText(event, 'eventName') !== undefined
}

const AGGREGATED = 'AwsAggregatedEvent';
const INSIGHT = 'AwsCloudTrailInsight';

/** The types of CloudTrail's own events that record no call. */
const NO_CALLS                    = [AGGREGATED, INSIGHT];

/** What CloudTrail writes beside the records of calls; rules do not judge it. */


/** Which of them an object is; undefined for a record of a call and for anything that CloudTrail did not write. */
function asideOf(value        )                    {
  if (value['eventType'] === AGGREGATED) return 'aggregated event'
  if (value['eventType'] === INSIGHT) return 'insight'
  return typeof value['digestStartTime'] === 'string' && Array.isArray(value['logFiles']) ? 'digest' : undefined
}

/**
 * The fields of which CloudTrail leaves out a content that is too large, or hides it as a whole; and `target`, which is added to events
 * and marked in the same way where it is not known (target.ts).
 */
const MAY_BE_LEFT_OUT = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'target'];
const NOTHING                    = [];

/**
 * The fields of an event whose content CloudTrail left out: `{"omitted": true, …}`, or the text for hidden values in place of all of
 * it. A single hidden value inside a field is not meant, because CloudTrail hides some of them always.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function fieldsLeftOut(event        )                    {
  const left = MAY_BE_LEFT_OUT.some(name => isLeftOut(event[name]));
  return left ? MAY_BE_LEFT_OUT.filter(name => isLeftOut(own(event, name))) : NOTHING
}

/** Whether a value stands for a content that is not there; for a list, whether one of its items does. */
function isLeftOut(value         )          {
  if (Array.isArray(value)) return value.some(each => isObject(each) && each['omitted'] === true)
  return value === HIDDEN || (isObject(value) && value['omitted'] === true)
}

/** Whether an event has all that a path can find in it, when the content of some of its fields is left out. */
function hasPath(event        , left                   , [field, inner]                  )          {
  if (inner === undefined || typeof field !== 'string' || !left.includes(field)) return true
  const rest = event[field];
  return (Array.isArray(rest) ? rest : [rest]).every(each => !isLeftOut(each) || (isObject(each) && Object.hasOwn(each, inner)))
}

/**
 * The text of the record inside a LookupEvents result; undefined for any other object. The result's own EventName, Username and
 * ReadOnly only repeat the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
function lookupRecord(value        )                     {
  return ownText(value, 'CloudTrailEvent')
}

/** Prepares a record for matching: parameters that arrived as JSON text become objects, everything else is unchanged. */
function toEvent(record        )         {
  const parsed = JSON_IN_TEXT.flatMap(name => {
    const value = parseObject(own(record, name));
    return value === undefined ? [] : [[name, value]         ]
  });
  return parsed.length === 0 ? record : { ...record, ...Object.fromEntries(parsed) }
}

/** Whether an event still has parameters as JSON text that could not be read, so that no filter saw their content. */
function hasUnreadText(event        )          {
  return JSON_IN_TEXT.some(name => {
    const value = own(event, name);
    return typeof value === 'string' && looksLikeObject(value)
  })
}

function looksLikeObject(text        )          {
  return text.trimStart().startsWith('{')
}

// Text that only looks like JSON, or that says two things, stays text.
function parseObject(text         )                     {
  if (typeof text !== 'string' || !looksLikeObject(text)) return undefined
  const parsed = parseStrictly(text, parseExactly);
  return parsed.kind === 'value' ? (parsed.value          ) : undefined
}

/** CloudTrail usually delivers events within this time but does not guarantee it; in milliseconds. */
const DELIVERY = 5 * 60_000;

/** The event's time in milliseconds since 1970; undefined when it has no readable eventTime. */
function timeOf(event        )                     {
  return toInstant(own(event, 'eventTime'))
}

/** The value of one of Threat Stack's names for an event; null where it is absent or not a string. */
function textOfAlias(event        , name        )                {
  const value = CLOUDTRAIL_ALIASES.get(name)?.(event);
  return typeof value === 'string' ? value : null
}

/** Threat Stack's names for fields, in addition to CloudTrail's own. They exist on CloudTrail events only. */
const CLOUDTRAIL_ALIASES                                                  = new Map(
  Object.entries({
    event_type: () => 'cloudtrail',
    user: userOf,
    ip: (event        ) => own(event, 'sourceIPAddress'),
    region: (event        ) => own(event, 'awsRegion'),
    error: (event        ) => own(event, 'errorCode'),
    userType: (event        ) => own(event, 'userIdentity', 'type'),
    accountId: (event        ) => own(event, 'userIdentity', 'accountId') ?? own(event, 'recipientAccountId'),
    recipientAccountID: (event        ) => own(event, 'recipientAccountId'),
    accessKey: (event        ) => own(event, 'userIdentity', 'accessKeyId'),
    arnRole: roleOf,
    serviceLinkedRole: linkedRoleOf,
    mfaUsed: usedMfa,
    MFAUsed: usedMfa,
    eventSourceType: (event        ) => own(event, 'eventType'),
    eventId: (event        ) => own(event, 'eventID'),
    requestId: (event        ) => own(event, 'requestID'),
    policyPublic: isPolicyPublic,
  }).map(([name, read]) => [name, (event        ) => (isCloudTrail(event) ? read(event) : undefined)]),
);

function usedMfa(event        )          {
  return own(event, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated')
}

// Whether the policy that a call sets allows everybody. A policy that CloudTrail left out counts as public.
function isPolicyPublic(event        )                      {
  const policy = own(event, 'requestParameters', 'policyText') ?? own(event, 'requestParameters', 'repositoryPolicy') ?? undefined;
  if (policy !== undefined) return isPublic(policy)
  return isLeftOut(own(event, 'requestParameters')) ? true : undefined
}

// What a session, a command or an automation is about: a managed node, or a container of a task in Amazon ECS; and which of them a
// recorded call names.
//
// CloudTrail records ids only. What is not known of a target is marked as CloudTrail marks what it leaves out, `omitted: true`, so that a
// rule that asks for it has not judged the event.


/** A target as events have it. What is not known of it is not there: a container has no platform, a node may have no tags. */

                                  










/** A target of which something is not known: the fields that it lacks may have any value. */










/** The fields of a target, of which an event may have several. */
const TARGET_FIELDS = {
  id: 'many',
  name: 'many',
  platform: 'many',
  pingStatus: 'many',
  tags: 'open',
};

/** Why nothing is known of the targets of recorded files. */
const NOT_DESCRIBED = 'that is not described, because names are asked for with the event history only';

/** Whether calls to a service are about targets: those of Systems Manager and of its parts, such as ssm-guiconnect. */
function namesTargets(eventSource        )          {
  return eventSource.startsWith('ssm')
}

/** The ids of the targets that an event is about: a recorded call to Systems Manager, or what it says of a session or a command. */
function targetIdsOf(event        )                    {
  return listTargets(event).flatMap(target => ownText(target, 'id') ?? [])
}

/**
 * The event with what is known of its targets in its field `target`: an object, or a list if there are several. An event about no target
 * is returned as it is.
 */
function withTargets(event        , describe                           )         {
  const targets = listTargets(event).map(target => {
    const id = ownText(target, 'id');
    return id === undefined ? target : { ...target, ...describe(id) }
  });
  if (targets.length === 0) return event
  return { ...event, target: targets.length === 1 ? targets[0] : targets }
}

/** A recorded event with the ids of its targets. An event that has a target says itself what is known of it. */
function withTargetIds(event        )         {
  return own(event, 'target') === undefined ? withTargets(event, id => ({ id })) : event
}

/** The same where a rule looks at what describes targets: they are marked as unknown. */
function withUnknownTargets(event        )         {
  return own(event, 'target') === undefined ? withTargets(event, id => ({ id, omitted: true, reason: NOT_DESCRIBED })) : event
}

/** The event with no other tags of its targets than these. Nobody else knows what the others say, or who may read it. */
function withTagsAlone(event        , asked                      )         {
  const target = own(event, 'target');
  if (target === undefined) return event
  const reduce = (each         )          => {
    const tags = isObject(each) ? own(each, 'tags') : undefined;
    return isObject(each) && isObject(tags)
      ? { ...each, tags: Object.fromEntries(Object.entries(tags).filter(([key]) => asked.has(key))) }
      : each
  };
  return { ...event, target: Array.isArray(target) ? target.map(reduce) : reduce(target) }
}

/** Whether a target of an event could not be asked for. */
function hasUnreadTarget(event        )          {
  return listTargets(event).some(target => target['unread'] === true)
}

/** The targets of an event of which something is not known, each with the reason. */
function unknownTargetsOf(event        )                                                                          {
  return listTargets(event).flatMap(target => {
    const reason = target['omitted'] === true ? ownText(target, 'reason') : undefined;
    return reason === undefined ? [] : [{ id: ownText(target, 'id'), reason }]
  })
}

function listTargets(event        )                    {
  const given = own(event, 'target');
  if (given !== undefined) return (Array.isArray(given) ? given : [given]).filter(isObject)
  if (event['event_type'] === 'automation') return listNamed([event], IN_PARAMETERS)
  if (!namesTargets(ownText(event, 'eventSource') ?? '')) return []
  const asked = own(event, 'requestParameters');
  if (isLeftOut(asked)) return [{ omitted: true }]
  if (!isObject(asked)) return []
  const associations = ownList(asked, 'entries').filter(isObject);
  if (associations.length > 0) return associations.flatMap(each => listNamed([each], IN_PARAMETERS))
  return listNamed([asked, own(event, 'responseElements', 'command')].filter(isObject), reasonForNone(event, asked))
}

const IN_PARAMETERS = 'that the parameters of an automation may name, which are not read';

/** The calls that start an automation, an association among them. */
const AUTOMATING = ['StartAutomationExecution', 'StartChangeRequestExecution', 'CreateAssociation'];

/** The parameters that name what has targets, and not the targets. */
const BY_ID = {
  sessionId: 'session',
  commandId: 'command',
  associationId: 'association',
  associationIds: 'association',
  automationExecutionId: 'automation',
  windowTargetId: 'maintenance window',
  windowTaskId: 'maintenance window',
};

// Why a call that names no target may have one all the same. A call that only reads about a command does nothing to its nodes.
function reasonForNone({ eventName, readOnly }        , asked        )                     {
  if (AUTOMATING.includes(String(eventName))) return IN_PARAMETERS
  const [, named] = Object.entries(BY_ID).find(([name]) => own(asked, name) !== undefined) ?? [];
  return named === undefined || readOnly === true ? undefined : `of which the event names only the ${named}`
}

function listNamed(places                   , reasonForNone                    )                    {
  const ids = [...new Set(places.flatMap(idsIn))];
  const chosen = [...new Set(places.flatMap(place => ownList(place, 'targets').flatMap(reasonOf)))];
  const reasons = ids.length + chosen.length === 0 && reasonForNone !== undefined ? [reasonForNone] : chosen;
  return [...ids.map(id => ({ id })), ...reasons.map(reason => ({ omitted: true, reason }))]
}

// StartSession and GetConnectionStatus have `target`; calls about nodes `instanceId` or `instanceIds`; calls about tags and compliance
// `resourceId`. Nodes can also be chosen by `targets`, of which only those by their ids are named.
function idsIn(place        )                    {
  const chosen = ownList(place, 'targets').filter(isById);
  const values = [
    own(place, 'target'),
    own(place, 'instanceId'),
    ...ownList(place, 'instanceIds'),
    ...(own(place, 'resourceType') === 'ManagedInstance' ? [own(place, 'resourceId')] : []),
    ...chosen.flatMap(target => ownList(target, 'values')).filter(value => value !== ALL),
  ];
  return values.filter(value => typeof value === 'string' && value !== '')
}

const ALL = '*';

// The values of a parameter of an automation may be anything, such as the name of a bucket.
function isById(target         )          {
  const key = ownText(target, 'key')?.toLowerCase();
  return (
    key === 'instanceids' || (key === 'parametervalues' && ownList(target, 'values').every(id => kindOfTarget(String(id)) !== undefined))
  )
}

// Which nodes a tag or a group had at the time of the call is recorded nowhere.
function reasonOf(target         )                    {
  if (isById(target)) return ownList(target, 'values').includes(ALL) ? ['that the event does not name, because it is about all nodes'] : []
  return [`that the event does not name, because it is chosen by ${ownText(target, 'key') ?? 'something unknown'}`]
}

const NODE = /^(?:i-(?:[0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17})$/;
// The longest id that the service takes.
const LONGEST_ID = 400;
const CONTAINER = /^ecs:([\w-]+)_([0-9a-f]{32}|[0-9a-f-]{36})_([\w-]+)$/;

/** What the id of a target is. */




/** What the id of a target is; undefined for what AWS would not take for one. */
function kindOfTarget(id        )                   {
  if (id.length > LONGEST_ID) return undefined
  if (NODE.test(id)) return { kind: id.startsWith('i-') ? 'instance' : 'hybrid node' }
  const [, cluster, task, container] = CONTAINER.exec(id) ?? [];
  return cluster === undefined || task === undefined || container === undefined
    ? undefined
    : { kind: 'container', cluster, task, container }
}

/** Where a target is: what its ARN is made of. */






/** The ARN under which a target has its tags; a container has those of its task. */
function arnOfTarget(id        , { partition, region, account }             )                     {
  const kind = kindOfTarget(id);
  if (kind === undefined) return undefined
  const at = (service        , resource        )         => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  if (kind.kind === 'container') return at('ecs', `task/${kind.cluster}/${kind.task}`)
  return kind.kind === 'instance' ? at('ec2', `instance/${id}`) : at('ssm', `managed-instance/${id}`)
}

// What is going on in Systems Manager at the time of reading, as events: a session, a command or an automation each.
//
// These events are made here from an allow-list of fields, so they are a closed world, as findings are. Live answers carry in clear what
// CloudTrail hides: the parameters of a command, its output and where that lies, the messages and the inputs of an automation. Nothing of
// these has a field here.


/** What `audit-live` can read. */
const LIVE_KINDS = ['sessions', 'commands', 'automations'];


/** How reports call what is read of one kind in a Region. */
function nameLive(kind          , region        )         {
  return `${kind} of ${region}`
}

/** What events of all three kinds say. */































/** How far a command has come on one node. */



















/** Nodes that are named by a tag or a group: `tag:env` and its values. */


























/** The kind of an event by its `event_type`. */
const KINDS$2                                                      = { session: 'sessions', command: 'commands', automation: 'automations' };

/** Whether an event is one of these. */
function isLive(event        )          {
  return Object.hasOwn(KINDS$2, String(event['event_type']))
}

const live = {
  event_type: 'one',
  eventTime: 'one',
  id: 'one',
  status: 'one',
  state: 'one',
  startedAt: 'one',
  ageHours: 'one',
  document: 'one',
  accountId: 'one',
  region: 'one',
};

const selections = { key: 'many', values: 'many' };

const session            = {
  ...live,
  endedAt: 'one',
  owner: 'one',
  user: 'one',
  reason: 'one',
  accessType: 'one',
  maxDurationMinutes: 'one',
  target: TARGET_FIELDS,
};

const command            = {
  ...live,
  statusDetails: 'one',
  documentVersion: 'one',
  role: 'one',
  targets: selections,
  targetCount: 'one',
  completedCount: 'one',
  errorCount: 'one',
  target: { ...TARGET_FIELDS, status: 'many', statusDetails: 'many' },
};

const automation            = {
  ...live,
  endedAt: 'one',
  scheduledAt: 'one',
  documentVersion: 'one',
  owner: 'one',
  user: 'one',
  mode: 'one',
  step: 'one',
  action: 'one',
  parentId: 'one',
  subtype: 'one',
  targets: selections,
  target: TARGET_FIELDS,
};

// Names of AWS's answers, or of CloudTrail's events, for something that is called otherwise here or that is never read.
const INSTEAD                              = new Map([
  ['SessionId', 'write id'],
  ['CommandId', 'write id'],
  ['Target', 'write target.id'],
  ['Owner', 'write owner, or user for the last part of it'],
  ['DocumentName', 'write document'],
  ['documentName', 'write document'],
  ['Status', 'write status, or state for open or ended'],
  ['userIdentity', 'write owner, or user for the last part of it'],
  ['instanceId', 'write target.id'],
  ['instanceIds', 'write target.id'],
  ['parameters', 'parameters may hold secrets and are not read; write document or target'],
  ['Parameters', 'parameters may hold secrets and are not read; write document or target'],
  ['output', 'output may hold secrets and is not read; write status'],
]);

function vocabulary(closed        , fields           )             {
  return { aliases: new Map(), fields, values: LIVE_VALUES, closed, instead: INSTEAD }
}

const SESSION_VOCABULARY = vocabulary('session', session);
const COMMAND_VOCABULARY = vocabulary('command', command);
const AUTOMATION_VOCABULARY = vocabulary('automation', automation);

// The kinds of files that are read with positions: rule files, files of exceptions and policy files.

/** What messages call a file, what it holds, and how to cure a second document in it. */






const RULE_FILE           = {
  files: 'rule files',
  one: 'a rule',
  help: 'write several rules in one file as a list, each item beginning with "- name:"',
};

const EXCEPTION_FILE           = {
  files: 'files of exceptions',
  one: 'exceptions',
  help: 'write all exceptions of a file in its list "exceptions"',
};

const POLICY_FILE           = { files: 'policy files', one: 'a policy', help: 'a policy is one file with one document' };

/** What messages call a file of another tool. */
function foreignKind(tool        )           {
  return { files: `files of ${tool}`, one: `what ${tool} ignores`, help: 'write everything in one document' }
}

// The files of other tools that say which findings to ignore. They are known by their names.


/** A file of another tool: whose it is, and how it is written. */





const TRIVY       = { name: 'Trivy', form: 'trivy' };
const TRIVY_YAML       = { name: 'Trivy', form: 'trivy-yaml' };
const GRYPE       = { name: 'Grype', form: 'grype' };

const TOOLS                            = new Map([
  ['.trivyignore', TRIVY],
  ['.trivyignore.yaml', TRIVY_YAML],
  ['.trivyignore.yml', TRIVY_YAML],
  ['.grype.yaml', GRYPE],
  ['.grype.yml', GRYPE],
  ['.grype.json', GRYPE],
  ['.inspector-ignore', { name: "Amazon Inspector's Action", form: 'inspector' }],
  ['.ecr-scan-image-ignore', { name: 'ecr-scan-image', form: 'ecr-scan-image' }],
]);

/** The names that are known, for messages. */
[...TOOLS.keys()];

/** Whose a file of this path is; undefined if it is none of another tool. */
function toolNamed(path        )                   {
  return TOOLS.get((path.split(/[\\/]/).at(-1) ?? '').replace(/\?versionId=.*$/, ''))
}

/** The same of a file that was read; what is stored may have a version behind its name. */
function toolOf({ path, stored }                                   )                   {
  return toolNamed(stored?.name ?? path)
}

/** The same file, as one of exceptions if it is one of another tool. */
function asNamed(file          )           {
  return toolOf(file) === undefined ? file : { ...file, kind: EXCEPTION_FILE }
}

// The choices a team makes about the gate. They are separate from the code that implements them, so that reading the settings
// does not load that code.



/** The severities that settings name, the worst first. */
const LEVELS = ['critical', 'high', 'medium', 'low'];


/** The lowest severity at which findings fail. */
const FAIL_ON = [...LEVELS, 'never'];


/** How many findings of a severity are allowed. */


/** How long a finding of a severity may wait for its fix, in seconds. */


/** What happens for findings that have no fix. */
const UNFIXED = ['fail', 'warn', 'ignore'];


/** What happens for findings that came with the base image. */
const BASE_IMAGE_FINDINGS = ['fail', 'warn'];


/** What is decided about findings besides exceptions, and how old a scan may be. */










/** What happens for findings that nobody has rated yet (UNDEFINED, UNTRIAGED). */
const UNTRIAGED = ['fail', 'warn', 'ignore'];


/** Whether to start a basic scan that is missing. */
const START_SCAN = ['never', 'if-missing'];


/** Whether the verdict `undecided` stops the deployment. */
const ON_UNDECIDED = ['fail', 'warn'];


/** What happens to an image whose verdict is `fail` or `undecided`. */

// The paths that a run reads and writes.



/** The paths that a run writes. */
function listWritten({ output, predicateFile, files }          )                    {
  return [output, predicateFile, ...files.map(({ path }) => path)].filter(path => path !== undefined)
}

/**
 * The paths that a run reads, except references, and that of the Dockerfile, which is relative to the repository and not to
 * the working directory.
 */
function listRead({
  push,
  findings,
  events,
  rules,
  exceptions,
  vex,
  policy,
  baseline,
  reports,
  against,
  event,
  operands,
}          )                    {
  const source = push !== undefined && 'path' in push ? [push.path] : [];
  const compared = baseline?.kind === 'report' ? baseline.path : undefined;
  const named = [policy?.path, against?.path, event, compared].filter(path => path !== undefined);
  const paths = [...findings, ...events, ...reports, ...rules, ...exceptions, ...vex, ...named, ...operands];
  return [...source, ...paths.filter(path => !isReference(path))]
}

/** The Dockerfile, relative to the repository: the one that is named, or those that are looked for. */
function dockerfilesOf({ dockerfile }                              )                    {
  return dockerfile === undefined ? ['Dockerfile', 'Containerfile'] : [dockerfile]
}

// What some settings choose among. It is apart from the table of settings, so that the rooms that act on a choice do not load the table.

const FORMATS = ['text', 'json', 'markdown', 'sarif', 'html', 'junit', 'csv'];


/** The formats of lists and backtests. The others are for the report of the gate only. */
const LIST_FORMATS = ['text', 'json', 'markdown'];


/** The settings for additional report files, with their formats. */
const FILE_FORMATS = {
  'json-file': 'json',
  'markdown-file': 'markdown',
  'sarif-file': 'sarif',
  'html-file': 'html',
  'junit-file': 'junit',
  'csv-file': 'csv',
};

const COMMENT = ['always', 'on-failure', 'on-change', 'never'];


const PACKS = ['ecr', 'ssm'];


/** The shells whose completion there is. */
const SHELLS = ['bash', 'zsh', 'fish'];

// The table of settings. Flags, the Action's inputs, their checks, --help and the tables of README are made from it, so a setting has the
// same name and the same meaning everywhere.



/** How a value is read, and how much of what was given is taken as one: the table in kinds.ts says both. */





























/**
 * Without what a setting would silently do nothing, which is an error: an image, an image or recorded findings, activity that AWS is asked
 * for, either of what is judged that AWS is asked for, anything that AWS is asked for, an image to push, or a base image.
 */


















/** `gate`: of a check, on the command line and in a workflow. `action`: of a workflow alone. Other settings are named by their commands. */


const SETTINGS = {
  image: {
    field: 'images',
    of: 'gate',
    needs: 'nothing',
    kind: 'images',
    value: 'URI…',
    help: 'images in ECR, by tag or digest; all must pass',
  },
  findings: {
    field: 'findings',
    of: 'gate',
    needs: 'nothing',
    kind: 'paths',
    value: 'FILE…',
    help: 'recorded answers of DescribeImageScanFindings: files or folders, or - for standard input (command line only)',
  },
  events: {
    field: 'events',
    of: 'gate',
    needs: 'nothing',
    kind: 'event-paths',
    value: 'PATH…',
    help: "recorded CloudTrail events: files or folders, - for standard input (command line only), or a trail's archive s3://BUCKET/PREFIX",
  },
  rules: {
    field: 'rules',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-paths',
    value: 'PATH…',
    help: 'rule files, or folders of them, to use in addition to the packs; or ssm:/path in Parameter Store, or s3://bucket/key',
  },
  exceptions: {
    field: 'exceptions',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-paths',
    value: 'FILE…',
    help: 'files of accepted findings and alerts, each with a reason and an end, as ecr-gate accept writes them; .trivyignore, .grype.yaml and the like as they are; or ssm:/path or s3://bucket/key',
  },
  vex: {
    field: 'vex',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-paths',
    value: 'FILE…',
    help: 'files of VEX (OpenVEX or CycloneDX as JSON), or folders of them: findings that they call not affected or fixed do not count; or ssm:/path or s3://bucket/key',
  },
  policy: {
    field: 'policy',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-path',
    value: 'FILE',
    help: "one file with any of the gate's settings by their names, and with rules, overrides, exceptions and limits; or ssm:/name or s3://bucket/key",
  },
  'policy-roles': {
    field: 'policyRoles',
    of: 'gate',
    needs: 'nothing',
    kind: 'roles',
    value: 'ROLE_ARN…',
    help: 'the roles with which rules, exceptions, VEX and policies of other accounts are read, each for ssm:arn:… or s3://ACCOUNT@bucket/… of its account',
  },
  packs: {
    field: 'packs',
    of: 'gate',
    needs: 'nothing',
    kind: 'packs',
    value: 'ecr,ssm|none',
    help: 'which of the shipped packs to use',
    default: 'ecr,ssm',
  },
  'fail-on': {
    field: 'failOn',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: FAIL_ON },
    help: 'findings of this severity or higher fail, lower ones down to MEDIUM warn; replaces the Severity rules',
  },
  'max-findings': {
    field: 'maxFindings',
    of: 'gate',
    needs: 'findings',
    kind: 'counts',
    value: 'SEVERITY=NUMBER…',
    help: 'how many findings of each severity an image may have, such as critical=0, high=3; none of a higher severity that is not named, and lower ones down to MEDIUM warn; replaces the Severity rules',
  },
  untriaged: {
    field: 'untriaged',
    of: 'gate',
    needs: 'findings',
    kind: { choices: UNTRIAGED },
    help: 'what to do about findings that have no severity yet (UNDEFINED, UNTRIAGED)',
    default: 'warn',
  },
  unfixed: {
    field: 'unfixed',
    of: 'gate',
    needs: 'findings',
    kind: { choices: UNFIXED },
    help: 'what to do about findings that have no fix: count them, leave them out and warn if they mattered, or leave them out',
    default: 'fail',
  },
  'base-image': {
    field: 'baseImages',
    of: 'gate',
    needs: 'image',
    kind: 'base-images',
    value: 'URI…',
    help: 'the base image in ECR that the images are built on, by its tag and by the digest that it had then: REGISTRY/NAME:TAG@sha256:…; of several, each image is divided by the one with the most layers',
  },
  'base-image-findings': {
    field: 'baseImageFindings',
    of: 'gate',
    needs: 'base',
    kind: { choices: BASE_IMAGE_FINDINGS },
    help: 'what to do about findings that came with the base image: count them, or leave them out and warn if they mattered',
    default: 'fail',
  },
  'fix-within': {
    field: 'fixWithin',
    of: 'gate',
    needs: 'findings',
    kind: 'durations',
    value: 'SEVERITY=DURATION…',
    help: 'how long after its publication a vulnerability may wait for its fix before it counts, such as critical=7d, high=30d',
  },
  baseline: {
    field: 'baseline',
    of: 'gate',
    needs: 'findings',
    kind: 'baseline',
    value: 'FILE|IMAGE|previous',
    help: 'what to compare findings with: a JSON report of the gate, an image in ECR, or the image that the first of promote-tags names now; findings that it has too warn and do not fail',
  },
  'max-scan-age': {
    field: 'maxScanAgeSeconds',
    of: 'gate',
    needs: 'findings',
    kind: 'duration',
    value: 'DURATION',
    help: 'how old a scan may be; an image with an older one cannot pass (default: any age, with a note from 30 days on)',
  },
  'on-undecided': {
    field: 'onUndecided',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: ON_UNDECIDED },
    help: 'whether an undecided verdict stops the deployment; the verdict itself stays the same',
    default: 'fail',
  },
  'audit-source': {
    field: 'audit',
    of: 'gate',
    needs: 'nothing',
    kind: 'audit-source',
    value: 'lookup|none|s3://BUCKET/PREFIX|athena://WORKGROUP/DATABASE/TABLE|PATH…',
    help: "where to read recent activity: CloudTrail's event history (lookup, the default with image unless events is given), a trail's archive in S3, a table in Athena, nowhere (none), or recorded events, as with events",
  },
  'audit-window': {
    field: 'audit',
    of: 'gate',
    needs: 'activity',
    kind: 'duration',
    value: 'DURATION',
    help: 'how far back lookup, an archive, a table and audit-live read, with a unit: at most 90d, of an archive or a table 400d, where events names it without a default',
    default: '24h',
  },
  'audit-timeout': {
    field: 'audit',
    of: 'gate',
    needs: 'activity',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long lookup, the archive, the table, and each reading of audit-live, may take; whatever is not read by then is a gap',
    default: '5m',
  },
  'audit-regions': {
    field: 'auditRegions',
    of: 'gate',
    needs: 'activity',
    kind: 'regions',
    value: 'REGION…',
    help: "the Regions that lookup, the archive, the table and audit-live read (default: the images' Regions)",
  },
  'audit-live': {
    field: 'live',
    of: 'gate',
    needs: 'nothing',
    kind: 'live-kinds',
    value: 'sessions,commands,automations',
    help: 'what to read of Systems Manager as it is now, just before the verdict and once more before promote-tags, for rules of type Session, Command and Automation',
  },
  'audit-roles': {
    field: 'auditRoles',
    of: 'gate',
    needs: 'activity',
    kind: 'roles',
    value: 'ROLE_ARN…',
    help: "roles to read activity with, one for each account, instead of the step's own credentials; to read that account too, name a role in it",
  },
  'image-roles': {
    field: 'imageRoles',
    of: 'gate',
    needs: 'image',
    kind: 'roles',
    value: 'ROLE_ARN…',
    help: "roles for images of other accounts, one for each account; images of an account without one are read with the step's own credentials",
  },
  'wait-timeout': {
    field: 'waitTimeoutSeconds',
    of: 'gate',
    needs: 'image',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for scans to finish',
    default: '10m',
  },
  'scan-grace': {
    field: 'scanGraceSeconds',
    of: 'gate',
    needs: 'image',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for a missing image or scan, or for an empty enhanced result that has no completion time',
    default: '60s',
  },
  'start-scan': {
    field: 'startScan',
    of: 'gate',
    needs: 'image',
    kind: { choices: START_SCAN },
    help: 'whether to start a basic scan that is missing',
    default: 'never',
  },
  platforms: {
    field: 'platforms',
    of: 'gate',
    needs: 'image',
    kind: 'platforms',
    value: 'OS/ARCH…',
    help: 'which platforms of an index to judge, such as linux/arm64 (default: all)',
  },
  'registry-id': {
    field: 'images',
    of: 'gate',
    needs: 'image',
    kind: 'account',
    value: 'ACCOUNT',
    help: 'the account of images that are named without a registry; their Region is AWS_REGION',
  },
  'allowed-account-ids': {
    field: 'allowedAccountIds',
    of: 'gate',
    needs: 'aws',
    kind: 'accounts',
    value: 'ACCOUNT…',
    help: 'the only accounts that images and credentials may belong to (default: any)',
  },
  push: {
    field: 'push',
    of: 'gate',
    needs: 'image',
    kind: 'push-source',
    value: 'SOURCE',
    help: 'an image to push, under the name that image gives, before it is judged: docker-daemon:NAME:TAG, docker-archive:FILE, oci:FOLDER, oci-archive:FILE or containers-storage:NAME:TAG',
  },
  'push-timeout': {
    field: 'pushTimeoutSeconds',
    of: 'gate',
    needs: 'push',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long the push may take, all attempts included',
    default: '15m',
  },
  'promote-tags': {
    field: 'promoteTags',
    of: 'gate',
    needs: 'image',
    kind: 'tags',
    value: 'TAG…',
    help: 'tags to give the image, by its digest and in this order, once it has passed: the tags that deployments follow',
  },
  'promote-on-warn': {
    field: 'promoteOnWarn',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: ['true', 'false'] },
    help: 'whether to promote on warn too',
    default: 'false',
  },
  'on-fail': {
    field: 'onFail',
    of: 'gate',
    needs: 'image',
    kind: 'on-fail',
    value: 'keep|untag|quarantine-tag:TAG',
    help: 'what to do with an image that fails or is undecided: leave it as it is, remove its tag, or tag it TAG',
    default: 'keep',
  },
  'aws-attempts': {
    field: 'awsAttempts',
    of: 'gate',
    needs: 'calls',
    kind: 'attempts',
    value: 'NUMBER',
    help: 'how many times to try each AWS call, 1 to 20',
    default: '6',
  },
  'predicate-file': {
    field: 'predicateFile',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict on the image to this file, as the predicate of an attestation (SLSA Verification Summary)',
  },
  bundle: {
    field: 'bundle',
    kind: 'path',
    value: 'FILE',
    help: 'signed attestations as Sigstore bundles: a single one as JSON, or one per line',
  },
  'trusted-root': {
    field: 'trustedRoot',
    kind: 'path',
    value: 'FILE',
    help: 'the keys to verify signatures with, as written by gh attestation trusted-root',
  },
  identity: {
    field: 'identity',
    kind: 'text',
    value: 'NAME',
    help: 'who must have signed: the workflow named in the certificate, in full, or its beginning followed by *',
  },
  issuer: { field: 'issuer', kind: 'text', value: 'URL', help: "who must have issued the identity (default: GitHub's token issuer)" },
  'policy-digest': {
    field: 'policyDigest',
    kind: 'text',
    value: 'SHA256',
    help: 'the digest of the policy that the verdict must have been reached under',
  },
  'max-age': {
    field: 'maxAgeSeconds',
    kind: 'duration',
    value: 'DURATION',
    help: 'how old a verdict that passed may be, with a unit, such as 24h or 7d (default: any age)',
  },
  predicate: { field: 'predicate', kind: 'path', value: 'FILE', help: 'a predicate that nobody signed; needs --unsigned' },
  unsigned: { field: 'unsigned', kind: 'switch', help: 'accept --predicate although it is not signed' },
  dockerfile: {
    field: 'dockerfile',
    of: 'gate',
    needs: 'findings',
    kind: 'path',
    value: 'FILE',
    help: "the image's Dockerfile; findings that no lockfile declares stand on the instruction that brought them, or else on its last FROM (default: Dockerfile)",
  },
  'json-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as JSON to this file; without it, the Action writes one to its temporary folder',
  },
  'markdown-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as Markdown to this file',
  },
  'sarif-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write findings and alerts as SARIF to this file, for code scanning',
  },
  'html-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as a single HTML page to this file, to keep as an artifact',
  },
  'junit-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict as JUnit XML to this file, for test dashboards',
  },
  'csv-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write findings and alerts as CSV to this file, for spreadsheets',
  },
  summary: {
    field: 'summary',
    of: 'action',
    kind: { choices: ['true', 'false'] },
    help: 'whether to show the report in the step summary',
    default: 'true',
  },
  'check-run': {
    field: 'checkRun',
    of: 'action',
    kind: 'text',
    value: 'NAME',
    help: 'report as a check run of this name on the commit, with annotations (needs checks: write)',
  },
  comment: {
    field: 'comment',
    of: 'action',
    kind: { choices: COMMENT },
    help: 'when to comment on the pull request with the report; there is one comment, kept up to date (needs pull-requests: write)',
    default: 'never',
  },
  'upload-sarif': {
    field: 'uploadSarif',
    of: 'action',
    kind: { choices: ['true', 'false'] },
    help: 'whether to upload findings and alerts to code scanning (needs security-events: write)',
    default: 'false',
  },
  'github-token': {
    field: 'githubToken',
    of: 'action',
    kind: 'text',
    value: 'TOKEN',
    help: 'the token for check-run, comment and upload-sarif',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    expression: '${{ github.token }}',
  },
  format: { field: 'format', kind: { choices: FORMATS }, help: 'the format of the report', default: 'text' },
  output: { field: 'output', kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { field: 'count', kind: 'switch', help: 'print only how many events match' },
  'count-by': {
    field: 'countBy',
    kind: 'text',
    value: 'FIELD',
    help: 'print how many matching events have each value of this field, the most frequent first',
  },
  event: {
    field: 'event',
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events, or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { field: 'rule', kind: 'text', value: 'ID', help: 'explain this rule, from the packs or from --rules, instead of a filter' },
  sql: { field: 'sql', kind: 'switch', help: 'print what a table in Athena would be asked, instead of looking at an event' },
  reports: {
    field: 'reports',
    kind: 'paths',
    value: 'FILE…',
    help: 'saved JSON reports, whose images are judged again',
  },
  against: {
    field: 'against',
    kind: 'rule-path',
    value: 'OLD',
    help: 'compare with an old policy: OLD stands in the place of --policy or, without it, of --rules',
  },
  reason: { field: 'reason', kind: 'text', value: 'TEXT', help: 'why the findings are accepted' },
  expires: {
    field: 'expires',
    kind: 'end',
    value: 'DAY|never',
    help: 'the last day (UTC) on which the findings are accepted, such as 2027-01-31, or never',
  },
  'until-fixed': {
    field: 'untilFixed',
    kind: 'switch',
    help: 'accept the findings only as long as there is no fix, which only enhanced scans say',
  },
  owner: { field: 'owner', kind: 'text', value: 'NAME', help: 'who answers for it' },
  package: {
    field: 'package',
    kind: 'text',
    value: 'NAME',
    help: 'accept the findings in this package only; * stands for any characters but /, ** for any',
  },
  'accepted-image': {
    field: 'acceptedImage',
    flag: 'image',
    kind: 'text',
    value: 'GLOB',
    help: 'accept the findings in images of this name only, such as payments/api; * stands for any characters but /, ** for any',
  },
  from: {
    field: 'from',
    kind: 'path',
    value: 'REPORT',
    help: 'accept the findings that made this saved JSON report fail, each in its package and its repository only',
  },
  tier: {
    field: 'tier',
    kind: { choices: ['standard', 'advanced'] },
    help: 'the tier of parameters that are new: up to 4 KB, or up to 8 KB at a price; what is there keeps its own',
    default: 'standard',
  },
  check: { field: 'check', kind: 'switch', help: 'change nothing; exit with 1 if something would change' },
};



/** The flag of a setting on the command line. */
function flagOf(name             )         {
  const { flag = name }          = SETTINGS[name];
  return `--${flag}`
}

/** How the value of a setting is shown: its choices, or a placeholder; empty for a switch. */
function formatChoices({ kind, value }         )         {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}

// The table of commands: the settings that each takes, and what --help says of it.


// The settings of the gate, on the command line and in a workflow alike.


const NAMES$2 = Object.keys(SETTINGS);
const isOfGate = (name             )                   => (SETTINGS[name]           ).of === 'gate';
const GATE = NAMES$2.filter(isOfGate);

/** The settings that are inputs of the Action. */
const INPUTS                         = NAMES$2.filter(name => isOfGate(name) || (SETTINGS[name]           ).of === 'action');














/** What a comparison of policies takes besides `backtest` of one. */
const COMPARED = [
  'findings',
  'reports',
  'fail-on',
  'max-findings',
  'untriaged',
  'unfixed',
  'base-image-findings',
  'fix-within',
  'max-scan-age',
  'on-undecided',
  'vex',
];

// What says which rules and exceptions are in force, and how they are read.
const RULING = ['rules', 'exceptions', 'policy', 'policy-roles'];

// What is read of an archive in S3, and with which credentials.
const ARCHIVED = ['audit-window', 'audit-timeout', 'audit-regions', 'audit-roles'];

const ROWS = [
  {
    name: 'check',
    usage: 'check --image URI… | check [--findings FILE…] [--events PATH…]',
    summary: 'Decide whether images may be deployed: live from ECR and CloudTrail, or from recorded findings and events.',
    settings: [...GATE, 'format', 'output'],
    operands: { least: 0, most: 0 },
    exits: '0 pass or warn, 1 fail, 2 undecided or a usage error',
    examples: [
      'ecr-gate check --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate check --findings examples/findings.json',
      'ecr-gate check --findings examples/findings.json --fail-on critical --packs none',
      'ecr-gate check --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'show',
    usage: 'show REPORT ALERT',
    summary: 'Print the events behind an alert of a saved JSON report in full, with what the rule found in them.',
    settings: ['format'],
    instead: { format: { kind: { choices: ['text', 'json'] } } },
    operands: { least: 2, most: 2 },
    exits: '0, or 2 for a usage error, an alert that is not there, or a file that is not a report',
    examples: ['ecr-gate show examples/report.json 1', 'ecr-gate show examples/report.json ssm-information-discovery --format json'],
  },
  {
    name: 'accept',
    usage: 'accept CVE… --reason TEXT --expires DAY|--until-fixed | accept --from REPORT --reason TEXT --expires DAY|--until-fixed',
    summary: 'Write into a file of exceptions which findings are accepted, why, and until when.',
    settings: ['reason', 'expires', 'until-fixed', 'owner', 'package', 'accepted-image', 'from', 'exceptions'],
    instead: { exceptions: { value: 'FILE', help: 'the file to write into, made if there is none (default: ecr-gate-exceptions.yml)' } },
    operands: { least: 0, most: Number.POSITIVE_INFINITY },
    exits: '0 written, 1 the report has nothing to accept, 2 a usage error, or a file that cannot be read, added to or written',
    examples: [
      "ecr-gate accept CVE-2026-90003 --reason 'curl is never called' --until-fixed",
      "ecr-gate accept --from examples/report.json --reason 'an update is on its way' --expires 2030-12-31 --owner payments",
    ],
  },
  {
    name: 'query',
    usage:
      'query FILTER PATH… | query FILTER s3://BUCKET/PREFIX --audit-window DURATION --audit-regions REGION… | query FILTER --findings FILE…',
    summary: 'Print the events that a filter matches, one per line, as they were recorded; or the findings, as the events that rules see.',
    settings: ['findings', 'count', 'count-by', ...ARCHIVED],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 whether or not events match, 2 for a usage error, a wrong filter, or a file that cannot be read',
    examples: [
      `ecr-gate query 'eventName = "StartSession"' examples/cloudtrail`,
      `ecr-gate query 'fixAvailable = "YES"' --findings examples/findings.json --count-by severity`,
    ],
  },
  {
    name: 'explain',
    usage: 'explain FILTER --event FILE | explain --rule ID --event FILE | explain --sql FILTER | explain --sql --rule ID',
    summary:
      'Show, clause by clause, what a filter found in an event and why it matched or not; or the SQL that a table in Athena would be asked.',
    settings: ['event', 'rule', 'sql', 'audit-window', 'rules', 'policy', 'policy-roles', 'packs'],
    instead: { 'audit-window': { help: 'how far back the SQL reads, with a unit, at most 90d' } },
    operands: { least: 0, most: 1 },
    exits: '0, or 2 for a usage error, a wrong filter, a rule that is not there, or a file that cannot be read',
    examples: [
      `ecr-gate explain 'eventName starts_with "List"' --event examples/event.json`,
      'ecr-gate explain --rule ecr-image-scan-findings-high --event examples/findings.json',
      'ecr-gate explain --sql --rule ssm-information-discovery --audit-window 7d',
    ],
  },
  {
    name: 'backtest',
    usage:
      'backtest --events PATH… [--rules PATH…] | backtest --policy FILE --against OLD [--findings FILE…] [--reports FILE…] [--events PATH…]',
    summary:
      'Show what the rules would have done over recorded events: how many alerts, caused by whom, and what suppressions hid; or which verdicts two policies give, and by which line they differ.',
    settings: ['events', ...ARCHIVED, ...RULING, 'packs', 'against', ...COMPARED, 'format', 'output'],
    instead: { format: { kind: { choices: LIST_FORMATS } } },
    operands: { least: 0, most: 0 },
    exits: '0 whatever the rules would have done and whatever differs, 2 for a usage error, wrong rules, or files that cannot be read',
    examples: [
      'ecr-gate backtest --events examples/cloudtrail --rules examples/rules',
      'ecr-gate backtest --policy examples/policy/policy.yml --against examples/policy-before.yml --findings examples/findings.json --events examples/cloudtrail',
      'ecr-gate backtest --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'rules',
    usage: 'rules [--rules PATH…] | rules show ID [--rules PATH…]',
    summary: 'List the rules in force and where they come from, or show one in full.',
    settings: ['rules', 'policy', 'policy-roles', 'packs', 'format', 'output'],
    instead: { format: { kind: { choices: LIST_FORMATS } } },
    operands: { least: 0, most: 2, words: ['show'] },
    exits: '0, or 2 for a usage error, wrong rules, or a rule that is not there',
    examples: ['ecr-gate rules --rules examples/rules', 'ecr-gate rules show ssm-information-discovery'],
  },
  {
    name: 'lint',
    usage: 'lint PATH…',
    summary: 'Find all the mistakes in rule files at once.',
    settings: ['policy-roles'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 no problems or only warnings, 1 problems found, 2 usage error',
    examples: ['ecr-gate lint rules'],
  },
  {
    name: 'test',
    usage: 'test PATH…',
    summary: 'Run the tests in rule files.',
    settings: ['policy-roles'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all passed, 1 problems found, 2 usage error',
    examples: ['ecr-gate test rules'],
  },
  {
    name: 'fmt',
    usage: 'fmt [--check] PATH…',
    summary: 'Rewrite the filters in rule files in canonical form.',
    settings: ['check'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all written or nothing to change, 1 a rule is wrong or --check found something to change, 2 usage error',
    examples: ['ecr-gate fmt --check rules'],
  },
  {
    name: 'policy',
    usage: 'policy push FILE… ssm:/path',
    summary: 'Write rules, exceptions and policies into Parameter Store, once lint finds no error in them and their tests pass.',
    settings: ['policy-roles', 'tier'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY, words: ['push'] },
    exits: '0 all is there as in the files, 1 something to mend in the files, 2 a usage error, or AWS did not do it all',
    examples: ['ecr-gate policy push examples/policy/policy.yml ssm:/team/gate/policy'],
  },
  {
    name: 'verify',
    usage: 'verify IMAGE --bundle FILE --trusted-root FILE --identity NAME | verify IMAGE --predicate FILE --unsigned',
    summary: 'Check, from signed attestations and without a network, whether ECR Gate let an image pass and who signed that.',
    settings: ['bundle', 'trusted-root', 'identity', 'issuer', 'policy-digest', 'max-age', 'predicate', 'unsigned'],
    operands: { least: 1, most: 1 },
    exits:
      '0 it passed, 1 it failed or the attestation is about another image or policy, 2 no trustworthy verdict, one that --max-age refuses, or a usage error',
    examples: [
      'ecr-gate verify 111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments/api@sha256:4f1c9a7be2d05833c6a1f0e97d42b85c1e6f3a0d9b7c2854e10f6a3d5c8b7e92 --predicate examples/predicate.json --unsigned',
    ],
  },
  {
    name: 'permissions',
    usage: 'permissions [--image URI…] [SETTING OF check…]',
    summary:
      'Print the IAM policy that a check with these settings needs, and nothing more; credentials are used only to read a policy in Parameter Store or S3.',
    settings: [...GATE, 'format', 'output'],
    instead: {
      format: {
        kind: { choices: ['json', 'text'] },
        help: 'the policy as JSON, or what each permission is for as text',
        default: 'json',
      },
      output: { value: 'FILE', help: 'write the policy to this file instead of standard output' },
    },
    operands: { least: 0, most: 0 },
    exits: '0, or 2 for a usage error, or a file that cannot be read or written',
    examples: [
      'ecr-gate permissions --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate permissions --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2 --promote-tags production --format text',
    ],
  },
  {
    name: 'doctor',
    usage: 'doctor --image URI…',
    summary: 'Find what keeps these credentials from a verdict on an image: permissions, scanning, the scan itself.',
    settings: [
      'image',
      'registry-id',
      ...RULING,
      'vex',
      'base-image',
      'image-roles',
      'allowed-account-ids',
      'audit-source',
      'audit-regions',
      'audit-roles',
      'audit-live',
      'aws-attempts',
    ],
    instead: {
      'audit-source': {
        value: 'lookup|none|s3://BUCKET/PREFIX|athena://WORKGROUP/DATABASE/TABLE',
        help: "where recent activity is to be read, as in the step that is examined: CloudTrail's event history, an archive in S3 or a table in Athena",
      },
    },
    operands: { least: 0, most: 0 },
    exits: '0 all is well, 1 problems found, 2 usage error',
    examples: [
      'ecr-gate doctor --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate doctor --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2 --audit-source none',
    ],
  },
  {
    name: 'completion',
    usage: 'completion bash|zsh|fish',
    summary: 'Print the script by which a shell completes commands, flags and their choices.',
    settings: [],
    operands: { least: 1, most: 1, words: SHELLS },
    exits: '0, or 2 for a usage error',
    examples: ['ecr-gate completion bash'],
  },
];







const COMMANDS                     = ROWS;



/**
 * What a command sees of the settings: those that its row names. A policy may also say which rules replace
 * those of severities, and a command that reads references knows how often to try.
 */









/** A setting as it is in a command. */
function settingOf({ instead }         , name             )          {
  const setting          = SETTINGS[name];
  return { ...setting, ...instead?.[name] }
}

// What was given to a command, before it is read.


/** Where settings are given. */







const COMMAND_LINE          = { show: flagOf, surface: 'on the command line' };
const STEP          = { show: name => name, surface: 'in the step' };

// Where CloudTrail writes events in S3: a folder for each account, Region and day of delivery. What lies beside `CloudTrail/` in it, such
// as `CloudTrail-Insight/`, holds no events of calls. `CloudTrail-Digest/` says every hour which files were delivered, also where none was.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html


/** A trail's archive, as `s3://bucket/prefix` names it. */














const LOGS = 'AWSLogs';
const ACCOUNT = /^\d{12}$/;
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/;
const SHAPE$3 = 'write s3://BUCKET, or s3://BUCKET/PREFIX with what stands before AWSLogs/';
const ENDS_AT = 'it ends at the account at the latest: audit-regions and audit-window say what is read below it';

/** Reads the name of an archive. */
function parseArchive(text        )                    {
  const wrong = (why        , help        )          => usageProblem(`{setting} cannot be ${quote(showS3(text))}: ${why}`, help);
  const [, bucket, path = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/s.exec(text) ?? [];
  if (bucket === undefined) return wrong('an archive in S3 is named s3://BUCKET/PREFIX', suggestArchive(text))
  if (bucket.includes(':')) return wrong('the name of a bucket has no colon', SHAPE$3)
  if (!isBucketName(bucket)) return wrong(bucket === '' ? 'it names no bucket' : `${quote(bucket)} cannot be the name of a bucket`, SHAPE$3)
  if (path.includes('?')) return wrong('an archive has no versions, and its prefix no question mark', SHAPE$3)
  if (/\.json(?:\.gz)?$/i.test(path)) return wrong('it names an object, and an archive is a folder of them', suggestPipe(text))
  const folders = path.replace(/\/+$/, '').split('/');
  const at = folders.lastIndexOf(LOGS);
  const before = at < 0 ? folders : folders.slice(0, at);
  const [first, second, ...deeper] = at < 0 ? [] : folders.slice(at + 1);
  const isOrganization = first !== undefined && ORGANIZATION.test(first);
  const account = isOrganization ? second : first;
  if (deeper.length > 0 || (!isOrganization && second !== undefined)) return wrong('it names a folder below the account', ENDS_AT)
  if (account !== undefined && !ACCOUNT.test(account))
    return wrong(`${quote(account)} below AWSLogs/ is no account`, 'below it are organizations (o-…) and accounts of 12 digits')
  const root = [...before, LOGS, ...(isOrganization ? [first] : []), ''].filter((folder, i) => i > 0 || folder !== '').join('/');
  return { text, place: `s3://${bucket}/${root}${account ?? ''}`, bucket, root, isOrganization, account }
}

function suggestPipe(text        )         {
  return `read a single object from standard input, with aws s3 cp ${text} - before the command and - in its place`
}

/** Whether an archive is that of an organization with all its accounts. */
function isWhole({ isOrganization, account }         )          {
  return isOrganization && account === undefined
}

// The same place in the one form that is read.
function suggestArchive(text        )         {
  const meant = rewriteS3(text);
  return meant === undefined ? SHAPE$3 : `write ${meant.replace(/\?.*$/s, '').replace(/[/*]+$/, '')}`
}

/** A day in whose folder events may lie. */







/** The days of a window, oldest first, and the day after its end. Times are milliseconds since 1970. */
function listDays(from        , to        )                 {
  const [first, last] = [Math.floor(from / DAY_MILLISECONDS), Math.floor(to / DAY_MILLISECONDS)];
  return Array.from({ length: last - first + 2 }, (_, i) => ({
    name: new Date((first + i) * DAY_MILLISECONDS).toISOString().slice(0, 10),
    isInWindow: first + i <= last,
  }))
}

/** A folder of each day: that of events, or that of digests. */


/** The folder of a day. `root` is that of the archive, or of an organization in it. */
function folderOf(root        , account        , region        , { name }     , kind       = 'CloudTrail')         {
  return `${root}${account}/${kind}/${region}/${name.replaceAll('-', '/')}/`
}








/** What the key of a digest says; undefined if that is no digest. */
function parseDigest(key        )                     {
  const [, folder, name, date, hours, minutes, seconds] =
    /^(.+)\/\d{4}\/\d\d\/\d\d\/([^/]+)_(\d{8})T(\d\d)(\d\d)(\d\d)Z\.json\.gz$/.exec(key) ?? [];
  if (date === undefined) return undefined
  const time = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(time) ? undefined : { trail: `${folder}/${name}`, time }
}

/** How long nothing may be heard of a trail, in milliseconds: a digest comes every hour, some time after it. */
const MOST_APART = 180 * 60_000;

/**
 * Whether digests of these times prove that a trail delivered during a whole window. Those of its last hours may still be on their way,
 * but one from before the window says nothing about it.
 */
function areUnbroken(times                   , from        , to        )          {
  let later = to;
  const newestFirst = times.toSorted((a, b) => b - a);
  if ((newestFirst[0] ?? from) <= from) return false
  for (const time of newestFirst) {
    if (later - time > MOST_APART) return false
    if (time <= from + MOST_APART) return true
    later = time;
  }
  return false
}

// What is asked of a command, for the checks of settings that are each valid but do not go together.














/** Whether a setting was named, and not by the policy alone. */
function isNamed({ given, inPolicy }       , name             )          {
  return given.values.has(name) && !inPolicy.includes(name)
}

/** A problem if it is one. */
function when(is         , message        , help         )                     {
  return is ? [usageProblem(message, help)] : []
}

// A table of CloudTrail's events in Athena, as `athena://WORKGROUP/DATABASE/TABLE` names it.
// https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
















const SHAPE$2 = 'write athena://WORKGROUP/DATABASE/TABLE';
const WORKGROUP = /^[\w.-]{1,128}$/;
const NAME$2 = /^[\w-]{1,255}$/;
const CATALOG = 'awsdatacatalog';

/** Reads the name of a table in Athena. */
function parseAthena(text        )                        {
  const wrong = (why        , help = SHAPE$2)          => usageProblem(`{setting} cannot be ${quote(text)}: ${why}`, help);
  const [, path] = /^athena:\/\/([^/].*?)\/?$/s.exec(text) ?? [];
  if (path === undefined) return wrong('a table in Athena is named athena://WORKGROUP/DATABASE/TABLE', suggestAthena(text))
  const [group = '', ...names] = path.split('/');
  const [, workgroup = '', region] = /^([^@]*)(?:@(.*))?$/s.exec(group) ?? [];
  const [database, table, account, ...deeper] = names.map(name => name.toLowerCase());
  if (!WORKGROUP.test(workgroup)) return wrong(`${quote(workgroup)} cannot be the name of a workgroup`)
  if (region !== undefined && !isRegion(region))
    return wrong(`${quote(region)} is no Region`, `after the workgroup stands its Region, as in athena://${workgroup}@eu-west-1/…`)
  if (database === undefined || table === undefined)
    return wrong(`it names no ${database === undefined ? 'database' : 'table'}`, suggestAthena(text))
  if (account !== undefined && (deeper.length > 0 || !isAccountId(account))) return wrong(...explainLonger(group, names))
  const odd = [database, table].find(name => !NAME$2.test(name));
  if (odd !== undefined)
    return wrong(
      `${quote(odd)} cannot be the name of a database or a table`,
      'write the names bare: letters, digits, _ and -, without quotes',
    )
  const place = `athena://${[group, database, table, ...(account === undefined ? [] : [account])].join('/')}`;
  return { text, place, workgroup, region, database, table, account }
}

/** Whether text was meant to name a table in Athena, in whatever form people write one. */
function meansAthena(text        )          {
  return /^(?:athena:|arn:[^:]*:(?:athena|glue):)/i.test(text)
}

function explainLonger(group        , names                   )                                       {
  const [first = '', second, third] = names;
  if (first.toLowerCase() === CATALOG && names.length === 3)
    return ['its catalog need not be named', `write athena://${group}/${second}/${third}`]
  return ['after the table it can only name an account', 'tables are read of AwsDataCatalog, and an account has 12 digits']
}

// The same table in the one form that is read, as far as it was named.
function suggestAthena(text        )         {
  const [, region, group] = /^arn:[^:]*:athena:([^:]*):[^:]*:workgroup\/([\w.-]+)$/i.exec(text) ?? [];
  if (group !== undefined) return `write athena://${group}@${region}/DATABASE/TABLE`
  const [, of, name] = /^arn:[^:]*:glue:([^:]*):[^:]*:table\/([\w-]+\/[\w-]+)$/i.exec(text) ?? [];
  if (name !== undefined) return `write athena://WORKGROUP@${of}/${name}`
  const [, path = ''] = /^athena:\/*(.*?)\/*$/i.exec(text) ?? [];
  const names = path
    .replaceAll(/["'`]/g, '')
    .split('/')
    .filter(each => each !== '');
  const [first = 'WORKGROUP', database = 'DATABASE', ...tables] = names;
  // SQL writes a table with its database, as no workgroup could be written.
  const [, split, table = tables[0] ?? 'TABLE'] = /^([\w-]+)\.([\w-]+)$/.exec(database) ?? [undefined, database];
  return names.length === 0 || text.includes('///') ? SHAPE$2 : `write athena://${first}/${split}/${table}`
}

// The source of an image that is to be pushed, in skopeo's notation: `docker-daemon:api:1.4.2`, `oci:build/image`.
//
// The kind is never guessed: the same text may name a file, a folder and an image of the daemon. After a wrong guess, the wrong
// image would be pushed and judged.




/** An image in a daemon or a store, by its name with a tag or a digest. */





/** An image in a file or a folder; `reference` says which one if there are several. */






const FORMS = {
  'docker-daemon': 'docker-daemon:NAME:TAG',
  'docker-archive': 'docker-archive:FILE[:NAME:TAG]',
  oci: 'oci:FOLDER[:REFERENCE]',
  'oci-archive': 'oci-archive:FILE[:REFERENCE]',
  'containers-storage': 'containers-storage:NAME:TAG',
};

const KINDS$1 = Object.keys(FORMS);
const ANY_FORM = `write one of ${Object.values(FORMS).join(', ')}`;

// The grammar of names: https://github.com/distribution/reference
const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAME$1 = new RegExp(`^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\\d{1,5})?/)?${PART}(?:/${PART})*$`);
const REFERENCE = /^[\w@/][\w.:@/+-]{0,511}$/;
const FILE = /^\.{0,2}\/|\.(?:tar|tgz|tar\.\w+)$/;

/** Parses a source. A problem says what is wrong and which forms there are. */
function parsePushSource(text        )                       {
  if (text.trim() === '') return usageProblem('the source of the push is empty', ANY_FORM)
  if (/\p{Cc}/u.test(text)) return usageProblem(`source ${quote(text)} has a line break or a control character in it`, ANY_FORM)
  if (text !== text.trim()) return usageProblem(`source ${quote(text)} has leading or trailing whitespace`, 'remove it')
  if (text.startsWith('-')) return usageProblem(`source ${quote(text)} begins with "-", like an option`, ANY_FORM)
  const colon = text.indexOf(':');
  const kind = KINDS$1.find(each => each === text.slice(0, Math.max(0, colon)));
  if (kind === undefined) return explainKind(text, colon)
  const rest = text.slice(colon + 1);
  if (rest === '') return usageProblem(`source ${quote(text)} names no image`, `write ${FORMS[kind]}`)
  if (rest.startsWith('-'))
    return usageProblem(`${quote(rest)} in source ${quote(text)} begins with "-"`, 'write such a file name as ./-NAME')
  return kind === 'docker-daemon' || kind === 'containers-storage' ? readNamed(kind, text, rest) : readFile(kind, text, rest)
}

/** The source in skopeo's notation. */
function formatPushSource(source            )         {
  if ('name' in source) return `${source.kind}:${source.name}`
  return `${source.kind}:${source.path}${source.reference === null ? '' : `:${source.reference}`}`
}

function readNamed(kind                     , text        , name        )                       {
  const help = `write ${FORMS[kind]}`;
  if (name.startsWith('//')) return usageProblem(`source ${quote(text)} has "//" after its kind`, help)
  const [tagged = '', digest, ...more] = name.split('@');
  if (digest !== undefined)
    return more.length === 0 && isName(tagged) && isDigest(digest)
      ? { kind, name }
      : usageProblem(`${quote(name)} is not a valid image name`, help)
  const { path, tag } = splitTag(name);
  if (!isName(path))
    return usageProblem(`${quote(path)} is not a valid image name`, `${help}; a name has no capital letters after its host`)
  if (tag === undefined) return usageProblem(`source ${quote(text)} has no tag`, `write ${kind}:${path}:TAG; no tag is assumed`)
  if (!isTag(tag)) return usageProblem(`${quote(tag)} in source ${quote(text)} is not a valid tag`, help)
  return { kind, name }
}

function readFile(kind                    , text        , rest        )                       {
  const colon = rest.indexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const reference = colon < 0 ? null : rest.slice(colon + 1);
  const help = `write ${FORMS[kind]}; a path has no ":" in it`;
  if (path === '') return usageProblem(`source ${quote(text)} names no ${kind === 'oci' ? 'folder' : 'file'}`, help)
  if (reference !== null && !REFERENCE.test(reference))
    return usageProblem(`${quote(reference)} in source ${quote(text)} is not a valid image reference`, help)
  return { kind, path, reference }
}

// The tag follows the last colon, unless that colon is the port's.
function splitTag(name        )                                                              {
  const colon = name.lastIndexOf(':');
  return colon < 0 || name.includes('/', colon)
    ? { path: name, tag: undefined }
    : { path: name.slice(0, colon), tag: name.slice(colon + 1) }
}

function isName(text        )          {
  return text.length <= 255 && NAME$1.test(text)
}

// A source without a known kind is most often an image of the daemon, a file, or a typing error.
function explainKind(text        , colon        )          {
  const word = text.slice(0, Math.max(0, colon));
  const { path, tag } = splitTag(text);
  if (text.startsWith('docker://')) {
    return usageProblem(
      `source ${quote(text)} is already in a registry`,
      `pull it first and name it as docker-daemon:NAME:TAG; ${ANY_FORM}`,
    )
  }
  if (suggest(word, KINDS$1) !== undefined)
    return usageProblem(`${quote(word)} is not a kind of source`, `${didYouMean(word, KINDS$1)} ${ANY_FORM}`)
  if (FILE.test(text)) return usageProblem(`source ${quote(text)} does not name its kind`, `write ${fileForms(text)}`)
  if (isName(path) && (tag === undefined || isTag(tag))) {
    const meant = `docker-daemon:${path}:${tag ?? 'TAG'}`;
    return usageProblem(
      `source ${quote(text)} does not name its kind`,
      `write ${meant} for an image of docker's daemon; otherwise ${ANY_FORM}`,
    )
  }
  return usageProblem(colon < 0 ? `source ${quote(text)} does not name its kind` : `${quote(word)} is not a kind of source`, ANY_FORM)
}

function fileForms(text        )         {
  const [path = ''] = text.split(':');
  return path.includes('.t')
    ? `docker-archive:${path} (docker save) or oci-archive:${path}`
    : `oci:${path} (a folder), docker-archive:${path} (docker save) or oci-archive:${path}`
}

// Parses each kind of value, and returns the value or the problem with it. `{setting}` at the beginning of a message stands for the
// name of the setting, which is `--fail-on` on the command line and `fail-on` in a workflow.


function isProblem(value         )                   {
  return typeof value === 'object' && value !== null && 'level' in value
}

const ACCOUNT_SHAPE = 'the id of an account has 12 digits';
const PLATFORM = /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/;






/**
 * Reads a list as people write it: one name per line, names between commas or blanks, or a JSON list. An empty entry was to name
 * something, so it is a problem.
 */
function readList(given                   , example        )       {
  const text = given.join('\n').trim();
  if (text.startsWith('[')) return readJsonList(text, example)
  if (text === '' && given.every(word => word === '')) return { items: [], problems: [] }
  const entries = text.split(',').map(entry => entry.trim());
  const help = `a variable or an expression in it may be empty; write it as in ${example}`;
  return {
    items: entries.flatMap(entry => entry.split(/\s+/)).filter(item => item !== ''),
    problems: entries.includes('') ? [usageProblem('{setting} has an empty entry', help)] : [],
  }
}

// Steps such as `docker/metadata-action` pass on lists as JSON. Text that begins with a bracket must be such a list.
function readJsonList(text        , example        )       {
  try {
    const list          = JSON.parse(text);
    if (Array.isArray(list) && list.length > 0 && list.every(item => typeof item === 'string' && item.trim() !== ''))
      return { items: list.map(item => item.trim()), problems: [] }
  } catch {
    // Reported below, like any other text that is not a list.
  }
  const help = `write ["${example}", "…"], or one per line`;
  return { items: [], problems: [usageProblem('{setting} looks like a JSON list but is not valid', help)] }
}

const AUDIT = ['lookup', 'none'];







function readAuditSource(given                   )                        {
  const [first] = given;
  if (first === undefined) return undefined
  const kind = readChoice(first, AUDIT);
  if (given.length === 1) {
    if (kind !== undefined) return { kind }
    if (meansS3(first)) {
      const archive = parseArchive(first);
      return isProblem(archive) ? archive : { kind: 'archive', archive }
    }
    if (meansAthena(first)) {
      const table = parseAthena(first);
      return isProblem(table) ? table : { kind: 'athena', table }
    }
    const near = /[./\\]/.test(first) ? undefined : suggest(first, AUDIT);
    if (near !== undefined)
      return usageProblem(`{setting} cannot be ${quote(first)}`, `did you mean "${near}"? a file of that name is ./${first}`)
  } else if (given.some(text => readChoice(text, AUDIT) !== undefined || meansS3(text) || meansAthena(text)))
    return usageProblem(
      '{setting} is lookup, none, one s3://bucket/prefix or athena://…, or paths, and not several of them',
      'events takes archives in S3 and paths together',
    )
  return { kind: 'paths', paths: given }
}

function readDuration(text        )                   {
  const seconds = parseDuration(text);
  if (seconds !== undefined) return seconds
  const example = /^\d+$/.test(text) ? `${text}s` : '90s';
  return usageProblem(
    `{setting} cannot be ${quote(text)}`,
    `a duration is a whole number with its unit, such as ${example}, 10m, 24h or 7d`,
  )
}

/** A time to fix has an end: what never ends is an exception, which says so. */
function readFixTime(text        )                   {
  const seconds = readDuration(text);
  return isProblem(seconds) || seconds <= LONGEST_SECONDS
    ? seconds
    : usageProblem(
        `{setting} cannot be ${quote(text)}`,
        `a time to fix is at most ${LONGEST_SECONDS / 86_400}d; an exception can say expires: never`,
      )
}

function readCount(text        )                   {
  return /^\d{1,9}$/.test(text) ? Number(text) : usageProblem(`{setting} cannot be ${quote(text)}`, 'a number of findings is 0 or more')
}

/** Reads values such as `critical=0, high=3`: one for each severity that is named. */
function readPerSeverity(
  words                               ,
  read                                    ,
  example        ,
)                                                                                                                  {
  const value                                 = {};
  const shape = `write each severity with its value, as in ${example}`;
  const { items, problems: wrongList } = readList(words ?? [], example);
  const problems = [...wrongList];
  for (const item of items) {
    const [name = '', text, ...more] = item.split('=');
    const level = readChoice(name, LEVELS);
    const number = text === undefined || text === '' || more.length > 0 ? undefined : read(text);
    if (number === undefined) problems.push(usageProblem(`{setting} cannot be ${quote(item)}`, shape));
    else if (level === undefined) problems.push(usageProblem(`{setting} has no severity ${quote(name)}`, didYouMean(name, LEVELS)));
    else if (isProblem(number)) problems.push(usageProblem(`{setting} cannot be ${quote(item)}`, number.help));
    else if (value[level] !== undefined) problems.push(usageProblem(`{setting} names ${level} twice`));
    else value[level] = number;
  }
  // In one order, so that values can be compared.
  const sorted = Object.fromEntries(LEVELS.flatMap(level => (value[level] === undefined ? [] : [[level, value[level]]])));
  return { value: words === undefined ? undefined : sorted, problems }
}

const TAG_SHAPE = 'a tag has up to 128 letters, digits and . _ -, as in production';

function readPushSource(text        )                       {
  const source = parsePushSource(text);
  return isProblem(source) ? { ...source, message: `{setting} cannot be ${quote(text)}: ${source.message}` } : source
}

function readOnFail(text        )                   {
  const kept = readChoice(text, ['keep', 'untag']);
  if (kept !== undefined) return kept
  const [, quarantineTag] = /^quarantine-tag:(.*)$/i.exec(text) ?? [];
  if (quarantineTag === undefined)
    return usageProblem(`{setting} cannot be ${quote(text)}`, didYouMean(text, ['keep', 'untag', 'quarantine-tag:TAG']))
  return isTag(quarantineTag) ? { quarantineTag } : usageProblem(`{setting} names no tag: ${quote(quarantineTag)}`, TAG_SHAPE)
}

function readEnd(text        )                   {
  return toEnd(text) ?? usageProblem(`{setting} cannot be ${quote(text)}`, 'it is the last day, as in 2027-01-31, or never')
}

const MOST_ATTEMPTS = 20;

function readAttempts(text        )                   {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return number >= 1 && number <= MOST_ATTEMPTS
    ? number
    : usageProblem(`{setting} cannot be ${quote(text)}`, `it is a number from 1 to ${MOST_ATTEMPTS}`)
}

/** Reads a list of which every item is one of a few words. */
function readChoices                  (
  given                   ,
  choices              ,
)                                                                          {
  const { items, problems } = readList(given, choices[0] ?? '');
  const unknown = items.filter(item => readChoice(item, choices) === undefined);
  const all = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  return {
    value: choices.filter(choice => items.some(item => readChoice(item, choices) === choice)),
    problems: [
      ...problems,
      ...unknown.map(item =>
        usageProblem(
          `{setting} cannot be ${quote(item)}`,
          suggest(item, choices) === undefined ? `it can be ${all}` : didYouMean(item, choices),
        ),
      ),
    ],
  }
}

function readPacks$1(given                   )                                                                             {
  const { items, problems } = readList(given, 'ecr');
  const names = [...PACKS, 'none'];
  const read = items.map(item => ({ item, name: readChoice(item, names) }));
  const unknown = read.filter(({ name }) => name === undefined);
  const hasBoth = read.length > 1 && read.some(({ name }) => name === 'none');
  return {
    value: PACKS.filter(pack => read.some(({ name }) => name === pack)),
    problems: [
      ...problems,
      ...unknown.map(({ item }) => usageProblem(`{setting}: there is no pack ${quote(item)}`, didYouMean(item, names))),
      ...(hasBoth ? [usageProblem('{setting} names packs, or is none, and not both')] : []),
    ],
  }
}

// Checks of settings about archives in S3, whichever setting names them: what is read of one has to be said.


/** The most that CloudTrail's event history holds, in seconds. */
const LONGEST_WINDOW = 90 * 86_400;

/** The most that is read of an archive, in seconds: a year, and what is wanted of it some weeks later. */
const LONGEST_ARCHIVE_WINDOW = 400 * 86_400;

/** What limits what is read, and does nothing where nothing is read from AWS. */
const LIMITING = ['audit-window', 'audit-timeout', 'audit-regions', 'audit-roles'];

/** The archives in S3 among paths of recorded events. */
function listArchives(paths                   )                    {
  return paths.filter(meansS3)
}

/** The paths of recorded events that a command is given. */
function listRecorded({ command, operands }                                     , events                   )                    {
  return command.name === 'query' ? operands.slice(1) : events
}

/** Finds archives whose names are wrong. */
function checkArchiveNames(paths                   )                     {
  return listArchives(paths).map(parseArchive).filter(isProblem)
}

/** Whatever is read of an archive has a beginning and a place. */
function checkArchives(asked       )                     {
  const { given, settings } = asked;
  const { values, show } = given;
  const { audit, archived, live } = settings;
  const recorded = listArchives(listRecorded(given, settings.events)).flatMap(text => {
    const archive = parseArchive(text);
    return isProblem(archive) ? [] : [archive]
  });
  const named = [...recorded, audit?.archive, audit?.table].filter(place => place !== undefined);
  const [first] = recorded;
  const regions = archived?.regions ?? [];
  return [
    ...when(
      first !== undefined && !values.has('audit-window'),
      `${first?.text} needs ${show('audit-window')}`,
      `an archive has years of events: say how far back it is read, as in ${writeSetting(given, 'audit-window', '7d')}`,
    ),
    ...when(
      first !== undefined && regions.length === 0,
      `${first?.text} needs ${show('audit-regions')} where there is no image`,
      `name the Regions whose folders are read, as in ${writeSetting(given, 'audit-regions', 'eu-west-1')}`,
    ),
    ...when(
      settings.auditRoles.length > 1 && named.some(hasAccount),
      `${named.find(hasAccount)?.text} names one account, and ${show('audit-roles')} the roles of several`,
      'end it before the account, and the events of each are read with its role',
    ),
    ...checkWindow(given, (audit ?? archived ?? live)?.windowSeconds, named.length > 0),
  ]
}

/** Settings that say what is read of an archive, where there is none. */
function checkIdle(asked       )                     {
  const { show } = asked.given;
  if (asked.settings.archived !== undefined) return []
  return LIMITING.flatMap(name => when(isNamed(asked, name), `${show(name)} does nothing without an archive in S3 (s3://BUCKET/PREFIX)`))
}

function hasAccount({ account }                       )          {
  return account !== undefined
}

function writeSetting({ show }       , name             , value        )         {
  return show(name).startsWith('-') ? `${show(name)} ${value}` : `${show(name)}: ${value}`
}

// The event history and Systems Manager hold less than an archive and a table of it.
function checkWindow({ values, show }       , seconds = 1, isArchive = false)                     {
  const longest = isArchive ? LONGEST_ARCHIVE_WINDOW : LONGEST_WINDOW;
  const holds = isArchive ? 'the most that is read of an archive' : 'which is what the event history holds; an archive in S3 holds more';
  return when(
    seconds < 1 || seconds > longest,
    `${show('audit-window')} cannot be ${quote(values.get('audit-window')?.[0] ?? '')}`,
    `it is 1s to ${longest / 86_400}d, ${holds}`,
  )
}

// What findings are compared with: a report that the gate wrote, an image in ECR, or the image that deployments follow now.







const WORDS = ['previous'];

const SHAPE$1 = 'it is the path of a JSON report, an image in ECR such as 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1.4.2, or previous';

/** Reads what to compare with. What begins with the host of a registry is an image, and a file of that name is `./…`. */
function readBaseline(text        )                          {
  const kind = readChoice(text, WORDS);
  if (kind !== undefined) return { kind }
  const wrong = (help        )          => usageProblem(`{setting} cannot be ${quote(text)}`, help);
  if (isReference(text) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return wrong(SHAPE$1)
  const near = /[./\\]/.test(text) ? undefined : suggest(text, WORDS);
  if (near !== undefined) return wrong(`did you mean "${near}"? a file of that name is ./${text}`)
  if (!HOST.test(text)) return { kind: 'report', path: text }
  const image = parseImageUri(text, { registryId: undefined, region: undefined });
  return 'message' in image ? { ...image, message: `{setting}: ${image.message}` } : { kind: 'image', image }
}

const HOST = /^(?:[^/]*\.dkr[.-]ecr[^/]*|public\.ecr\.aws|[^/]*\.amazonaws\.[^/]*)\//i;

/** The image of a baseline, if it is named by its URI. */
function imageOfBaseline({ baseline }                                                  )                      {
  return baseline?.kind === 'image' ? [baseline.image] : []
}

// What settings name in Parameter Store and S3, and with which roles that is read.







/** The references among what is read as rules, exceptions, VEX or a policy, each once. */
function listReferences({ rules, exceptions, vex, policy, against, operands }                            )                    {
  const paths = [policy?.path, against?.path, ...rules, ...exceptions, ...vex, ...operands];
  return [...new Set(paths.filter(path => path !== undefined))].filter(isReference)
}

/** The Region of what names none; an empty variable, as workflows leave it, counts as not set. */
function regionIn(env              )                     {
  return env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined
}

/** Finds wrong references among paths, and those of which nobody knows the Region. */
function checkReferences(paths                   , env              )                     {
  return paths.filter(isReference).flatMap(path => {
    const reference = parseReference(path);
    if ('message' in reference) return [reference]
    const isPlaced = ('place' in reference && reference.place !== undefined) || regionIn(env) !== undefined;
    const help = reference.kind === 'object' ? 'set AWS_REGION in the environment: S3 is asked there where the bucket is' : NO_REGION;
    return isPlaced ? [] : [usageProblem(`{setting} names no Region for ${quote(path)}`, help)]
  })
}

/** A role that the step names and nothing in Parameter Store or S3 needs. That of a policy may be for other steps. */
function checkPolicyRoles({ values, show }       , sides                  )                     {
  if (!values.has('policy-roles')) return []
  const named = sides.flatMap(listReferences).map(parseReference);
  const [first] = sides;
  const idle = (first?.policyRoles ?? []).filter(role => !named.some(each => !('message' in each) && isReadWith(role, each)));
  return idle.map(({ arn, account }) =>
    usageProblem(
      `${show('policy-roles')} names ${arn}, and nothing in Parameter Store or S3 of account ${account} is named`,
      `name it as ssm:arn:aws:ssm:REGION:${account}:parameter/… or s3://${account}@bucket/…, or leave the role out`,
    ),
  )
}

// A bucket is in no partition that its name would tell.
function isReadWith({ account, partition }      , reference           )          {
  if (reference.kind === 'object') return reference.account === account
  return reference.place?.account === account && reference.place.partition === partition
}

// Parses the names of images: of those under judgement, and of those that they are built on.




const IMAGE_SHAPE = 'registry/repository:tag';

/** Reads the names of images, of which one without a registry is in that of the account. */
function readImages(
  given                   ,
  registryId                    ,
  env     ,
)                                                                                 {
  const { images, problems } = parseImages(given, IMAGE_SHAPE, registryId, env);
  const foreign = images.filter(image => registryId !== undefined && image.registryId !== registryId);
  return {
    value: images,
    problems: [
      ...problems,
      ...foreign.map(({ text }) =>
        usageProblem(`image ${quote(text)} is not in account ${registryId}`, 'registry-id names the account of all images'),
      ),
    ],
  }
}

function parseImages(
  given                   ,
  shape        ,
  registryId                    ,
  env     ,
)                                                                                  {
  const list = readImageList(given, shape);
  const read = list.items.map(text => parseImageUri(text, { registryId, region: regionIn(env) }));
  const images = read.flatMap(image => (isProblem(image) ? [] : [image]));
  return {
    images: images.filter((image, i) => images.findIndex(other => other.text === image.text) === i),
    problems: [...list.problems, ...read.filter(isProblem)],
  }
}

const BASE_SHAPE = 'registry/repository:tag@sha256:…';

/** The tag of a base image may name another one by now, and nothing in an image says for certain which one it was built on. */
function readBaseImages(
  given                   ,
  registryId                    ,
  env     ,
)                                                                                 {
  const { images, problems } = parseImages(given, BASE_SHAPE, registryId, env);
  return {
    value: images.filter(({ digest }) => digest !== null),
    problems: [
      // What is wrong with a name does not say whose name it is.
      ...problems.map(problem =>
        problem.message.startsWith('{setting}') ? problem : { ...problem, message: `{setting} names no base image: ${problem.message}` },
      ),
      ...images
        .filter(({ digest }) => digest === null)
        .map(({ text }) =>
          usageProblem(
            `{setting} cannot be ${quote(text)}: it needs the digest that the image was built on, because the tag may name another one by now`,
            `write ${BASE_SHAPE}: the digest of the FROM line of the Dockerfile, or what docker buildx imagetools inspect ${text} shows right before the build`,
          ),
        ),
    ],
  }
}

// Where one of several expressions is empty, a blank or an empty line would hide it, and the image that it was to name would not be judged.
function readImageList(given                   , shape        )       {
  const list = readList(given, shape);
  if (given.join('').trim().startsWith('[')) return list
  const lines = given.filter(word => word !== '').flatMap(word => word.split('\n'));
  const hiding = lines.find(line => /^\s*$|[^\s,]\s+[^\s,]/.test(line));
  if (hiding === undefined) return list
  const help = 'an expression in it may be empty; write one image per line, commas between them, or a JSON list';
  const what = hiding.trim() === '' ? 'an empty line' : `a blank in ${quote(hiding)}`;
  return { items: [], problems: [usageProblem(`{setting} has ${what}`, help)] }
}

// The ARN of a role that is assumed to read in another account. What is written in its place is usually near to it, so each mistake is
// told with what to write.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html


/** A role by its ARN, with the account that it is in. */






const ROLE_EXAMPLE = 'arn:aws:iam::111122223333:role/audit';
const SHAPE = `write the ARN of a role, with its path if it has one, as in ${ROLE_EXAMPLE}`;

const NAME = /^[\w+=,.@-]{1,64}$/;
const PATH = /^[\x21-\x7e]*$/;
const MOST_PATH = 510;

/** Reads the ARN of a role; a problem says what was found in its place. */
function readRole(text        )                 {
  const wrong = (what        , help = SHAPE)          => usageProblem(`{setting} cannot be ${quote(text)}: ${what}`, help);
  if (isAccountId(text)) return wrong('it is the id of an account', `name the role in it, as in arn:aws:iam::${text}:role/audit`)
  const [arn, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  const resource = rest.join(':');
  if (arn !== 'arn') return wrong('it is no ARN')
  if (/[*?]/.test(text)) return wrong('it has a wildcard', 'a role is named by its own ARN; name each of several')
  if (!PARTITION_IDS.includes(partition)) return wrong(`there is no partition ${quote(partition)}`, didYouMean(partition, PARTITION_IDS))
  const [, session] = /^assumed-role\/([^/]+)/.exec(resource) ?? [];
  if (service === 'sts' && session !== undefined && isAccountId(account)) {
    const cure = `write the ARN of the role itself: arn:${partition}:iam::${account}:role/${session}, with its path if it has one`;
    return wrong('it is a session of a role', cure)
  }
  if (service !== 'iam' || region !== '') return wrong('it is no ARN of IAM')
  if (!isAccountId(account)) return wrong('it names no account, whose id has 12 digits')
  const [kind = '', ...names] = resource.split('/');
  if (kind !== 'role') return wrong(`it is ${NOT_ROLES[kind] ?? 'no role'}`)
  const name = names.pop() ?? '';
  const path = names.map(part => `${part}/`).join('');
  if (!NAME.test(name) || !PATH.test(path) || path.length > MOST_PATH) return wrong('it has no name that a role can have')
  return { arn: text, account, partition }
}

const NOT_ROLES                                               = {
  user: 'a user, who cannot be assumed',
  group: 'a group, which cannot be assumed',
  policy: 'a policy, which cannot be assumed',
  'instance-profile': 'an instance profile, and not its role',
  root: 'a whole account',
};

// The table of kinds: what each takes, and its parser. A new kind without a row does not compile.
//
// A parser returns a value in any case, because a problem with one setting must not hide those of others.


/** What was given for one setting. */










/** If there are problems, the value only serves to look for more of them. */







/**
 * What is taken as a value: as a flag no word, one, or all words up to the next flag; as an input all of its text or, of `lines`, every
 * line by itself, because a path may contain blanks and commas.
 */







const parseText                             = ({ text }) => right(text);

const KINDS = {
  text: { takes: 'word', parse: parseText },
  path: { takes: 'word', parse: parseText },
  paths: { takes: 'lines', parse: ({ words = [] }) => right(words) },
  'event-paths': { takes: 'lines', parse: ({ words = [] }) => ({ value: words, problems: checkArchiveNames(words) }) },
  'rule-path': { takes: 'word', parse: ({ text, given }) => ({ value: text, problems: checkReferences([text ?? ''], given.env) }) },
  'rule-paths': { takes: 'lines', parse: ({ words = [], given }) => ({ value: words, problems: checkReferences(words, given.env) }) },
  switch: { takes: 'nothing', parse: ({ words }) => right(words !== undefined) },
  images: { takes: 'words', parse: ({ words = [], given: { values, env } }) => readImages(words, values.get('registry-id')?.[0], env) },
  'base-images': {
    takes: 'words',
    parse: ({ words = [], given: { values, env } }) => readBaseImages(words, values.get('registry-id')?.[0], env),
  },
  account: { takes: 'word', parse: parseAccount },
  accounts: { takes: 'words', parse: listOf(isAccountId, ACCOUNT_SHAPE, '111122223333') },
  platforms: { takes: 'words', parse: listOf(item => PLATFORM.test(item), 'a platform is written as in linux/arm64', 'linux/arm64') },
  regions: { takes: 'words', parse: distinct(listOf(isRegion, 'a Region is named as in eu-west-1', 'eu-west-1')) },
  roles: { takes: 'words', parse: parseRoles },
  tags: { takes: 'words', parse: distinct(listOf(isTag, TAG_SHAPE, 'production')) },
  packs: { takes: 'words', parse: ({ words, text = '' }) => readPacks$1(words ?? [text]) },
  'audit-source': { takes: 'lines', parse: ({ words = [] }) => parsedOr             (readAuditSource(words), { kind: 'none' }) },
  'live-kinds': { takes: 'words', parse: ({ words }) => readChoices(words ?? [], LIVE_KINDS) },
  duration: { takes: 'word', parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readDuration(text), 0)) },
  durations: { takes: 'words', parse: ({ words }) => readPerSeverity(words, readFixTime, 'critical=7d, high=30d') },
  counts: { takes: 'words', parse: ({ words }) => readPerSeverity(words, readCount, 'critical=0, high=3') },
  attempts: { takes: 'word', parse: ({ text = '' }) => parsedOr(readAttempts(text), 1) },
  'on-fail': { takes: 'word', parse: ({ text = '' }) => parsedOr(readOnFail(text), 'keep') },
  end: { takes: 'word', parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readEnd(text), undefined)) },
  'push-source': {
    takes: 'word',
    parse: ({ text }) => (text === undefined ? right(undefined) : parsedOr(readPushSource(text), undefined)),
  },
  baseline: {
    takes: 'word',
    parse: ({ text }) => (text === undefined ? right                           (undefined) : parsedOr(readBaseline(text), undefined)),
  },
};

/** The values of all settings by their names. */


// What has a default has a value.








/** What a setting of this kind takes as its value. */
function takesOf(kind      )        {
  return typeof kind === 'object' ? 'word' : KINDS[kind].takes
}

/** What was given for a setting of a command. */
function entryOf(given       , name             )        {
  const setting = settingOf(given.command, name);
  const words = given.values.get(name);
  return { setting, words, text: words?.[0] ?? setting.default, given }
}

/** A parser's problem with the name of the setting, as it was given. */
function nameSetting(problem         , name        )          {
  return { ...problem, message: problem.message.replace(/^\{setting\}/, name) }
}

/** Parses what was given for one setting. */
function parseEntry(entry       )                  {
  const { kind } = entry.setting;
  return typeof kind === 'object' ? parseChoice(entry, kind.choices) : KINDS[kind].parse(entry)
}

function parseAccount({ text }       )                             {
  const isRight = text === undefined || text === '' || isAccountId(text);
  return { value: text, problems: isRight ? [] : [usageProblem(`{setting} cannot be ${quote(text)}`, ACCOUNT_SHAPE)] }
}

function parseChoice({ text }       , choices                   )                             {
  const choice = text === undefined ? undefined : readChoice(text, choices);
  if (text === undefined || choice !== undefined) return right(choice)
  // All choices are named, because the nearest word may be the one that switches the setting off.
  const all = suggest(text, choices) === undefined ? '' : ` It can be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`;
  return { value: text, problems: [usageProblem(`{setting} cannot be ${quote(text)}`, `${didYouMean(text, choices)}${all}`)] }
}

// Only one role of an account is assumed: with a second one, everything in it would be read twice.
function parseRoles({ words = [] }       )                          {
  const { items, problems } = readList(words, ROLE_EXAMPLE);
  const read = [...new Set(items)].map(readRole);
  const roles = read.flatMap(role => (isProblem(role) ? [] : [role]));
  const first = (account        )                   => roles.find(role => role.account === account);
  const second = roles.filter(role => first(role.account) !== role);
  return {
    value: roles,
    problems: [
      ...problems,
      ...read.filter(isProblem),
      ...second.map(({ arn, account }) =>
        usageProblem(
          `{setting} names two roles of account ${account}: ${quote(first(account)?.arn ?? '')} and ${quote(arn)}`,
          'name one for each account',
        ),
      ),
    ],
  }
}

function listOf(isRight                           , shape        , example        )                            {
  return ({ words = [] }) => {
    const { items, problems } = readList(words, example);
    const wrongItems = items.filter(item => !isRight(item));
    return {
      value: items.filter(isRight),
      problems: [...problems, ...wrongItems.map(item => usageProblem(`{setting} cannot be ${quote(item)}`, shape))],
    }
  }
}

function distinct(parse                           )                            {
  return entry => {
    const { value, problems } = parse(entry);
    return { value: [...new Set(value)], problems }
  }
}

function right   (value   )            {
  return { value, problems: [] }
}

function parsedOr   (value             , otherwise   )            {
  return isProblem(value) ? { value: otherwise, problems: [value] } : right(value)
}

// A policy file as settings: which of them it may hold, and how they go together with those of the step. Each side may say what the
// other leaves out. What both say must be the same, because whichever won, somebody would believe in the other.


const NAMES$1 = Object.keys(SETTINGS);
const CHECK = COMMANDS.find(({ name }) => name === 'check');

function takesInPolicy(name             )                                             {
  const { kind }          = SETTINGS[name];
  const takes = takesOf(kind);
  if (kind === 'counts' || kind === 'durations') return 'severities'
  return takes === 'lines' ? takes : takes === 'words' ? 'several' : 'one'
}

const isInPolicy = (name             )          => name !== 'policy' && (SETTINGS[name]           ).of === 'gate';

/** What may stand in a policy file. */
const POLICY_SETTINGS                = {
  takes: new Map(NAMES$1.filter(isInPolicy).map(name => [name, takesInPolicy(name)])),
  refused: new Map([
    ['policy', 'a policy names no other policy'],
    ...NAMES$1.filter(name => (SETTINGS[name]           ).of === 'action').map(
      name => [name, 'it says where a workflow reports, so write it in the step']         ,
    ),
  ]),
};

/** A policy file, and with what it is read if it is on no disk. */




/** The policy file that is named among these values, if there is one to read. What is wrong with them is told when all are read. */
function findPolicy(values                 , name              = 'policy')                          {
  const path = values.get(name)?.[0];
  if (path === undefined || path === '' || path === '-') return undefined
  const given        = { ...STEP, command: CHECK, values, operands: [], env: {} };
  const read =                                               (name      ) => parseEntry(entryOf(given, name)).value;
  return { path, policyRoles: read('policy-roles'), awsAttempts: read('aws-attempts') }
}

// They decide which rules are in force, so the commands that show rules need them too.
const DECIDES_RULES                    = ['fail-on', 'max-findings'];








/** Adds the settings and the rule files of the policy to what was given. */
function mergePolicy(given       )         {
  const { policy } = given;
  if (policy === undefined) return { given, inPolicy: new Map(), problems: [] }
  const takes = (name        )          => given.command.settings.some(known => known === name);
  const taken = policy.settings.filter(({ name }) => takes(name) || DECIDES_RULES.includes(name));
  const named = taken.map(({ name, ...rest }) => ({ ...rest, name: name                }));
  const alone = named.filter(({ name }) => !given.values.has(name));
  const inPolicy = new Map(alone.map(({ name, at }) => [name, at]         ));
  const values = new Map([...given.values, ...alone.map(({ name, words }) => [name, words]         )]);
  for (const name of ['rules', 'exceptions', 'vex']         ) {
    const paths = [...new Set([...policy.files[name], ...(given.values.get(name) ?? [])])];
    if (takes(name) && paths.length > 0) values.set(name, paths);
  }
  const show = (name             )         => {
    const at = inPolicy.get(name);
    return at === undefined ? given.show(name) : `${name} (${formatPlace(at)})`
  };
  const merged = { ...given, values, show };
  return { given: merged, inPolicy, problems: named.flatMap(setting => checkEqual(merged, setting, policy)) }
}

/** Finds wrong values in a policy file that no run has named. */
function checkValues({ settings }            , env              )                        {
  const named = settings.map(({ name, ...rest }) => ({ ...rest, name: name                }));
  const values = new Map(named.map(({ name, words }) => [name, words]));
  const given        = { ...STEP, command: CHECK, values, operands: [], env };
  return named.flatMap(setting => readSetting(given, setting).problems)
}



/** Reads a setting of the policy as if only the policy had it. */
function readSetting(
  given       ,
  { name, words, at }              ,
)                                                                        {
  const { value, problems } = parseEntry(entryOf({ ...given, values: new Map([...given.values, [name, words]]) }, name));
  return { value, problems: problems.map(problem => ({ ...nameSetting(problem, name), at })) }
}

function checkEqual(given       , setting              , { path }            )                        {
  const { name, words, at } = setting;
  const inStep = given.values.get(name) ?? [];
  if (inStep === words) return []
  // The step's value is the one that is used, so nobody else reads that of the policy.
  const { value, problems } = readSetting(given, setting);
  if (problems.length > 0 || isSame(name, parseEntry(entryOf(given, name)).value, value)) return problems
  const message = `${given.show(name)} is ${listOf$1(inStep)} ${given.surface} and ${listOf$1(words)} in ${formatPlace(at)}`;
  return [{ ...usageProblem(message, `remove it ${given.surface}, or change it in ${path}`), at }]
}

// Only tags are given in the order in which they are named.
function isSame(name             , a         , b         )          {
  const isOrdered = SETTINGS[name].kind === 'tags';
  const write = (value         )         =>
    JSON.stringify(Array.isArray(value) && !isOrdered ? value.map(item => JSON.stringify(item)).sort() : value);
  return write(a) === write(b)
}

// The files that the build puts next to the bundle: the checked rules without their tests, the models of services, the parts of the HTML
// page.




async function readShipped   (name        )             {
  return JSON.parse(await fs.readFile(placeOf(name), 'utf8'))
}

/** The rules of the packs, those that are used and the rest. */
async function readPacks(used                 )                     {
  return choose(await readShipped       ('packs.json'), used)
}

/** The same for whoever cannot wait. */
function readPacksAtOnce(used                 )            {
  return choose(JSON.parse(node_fs.readFileSync(placeOf('packs.json'), 'utf8'))         , used)
}

function choose(packs       , used                 )            {
  const rulesOf = (names                 )                  => names.flatMap(name => packs[name]);
  return { used: rulesOf(used), unused: rulesOf(PACKS.filter(name => !used.includes(name))) }
}

function placeOf(name        )      {
  return new URL(`./${name}`, require('node:url').pathToFileURL(__filename).href)
}

// Checks of settings that name accounts: images, the roles to read with, and the accounts that are allowed.


function checkAccounts(asked       )                     {
  const { given, settings } = asked;
  const { show } = given;
  const { imageRoles, allowedAccountIds } = settings;
  const images = [...settings.images, ...settings.baseImages, ...imageOfBaseline(settings)];
  const isForeign = (account        )          => allowedAccountIds.length > 0 && !allowedAccountIds.includes(account);
  const idle = isNamed(asked, 'image-roles') && images.length > 0 ? imageRoles.filter(role => !images.some(isOf(role))) : [];
  const used = imageRoles.flatMap(role => images.filter(isOf(role)).map(({ region }) => ({ role, region })));
  return [
    ...images
      .filter(({ registryId }) => isForeign(registryId))
      .map(({ text, registryId }) =>
        usageProblem(`image ${quote(text)} is in account ${registryId}, which ${show('allowed-account-ids')} does not allow`),
      ),
    ...(['audit-roles', 'policy-roles']         ).flatMap(name =>
      settings[SETTINGS[name].field]
        .filter(({ account }) => isForeign(account))
        .map(({ arn, account }) =>
          usageProblem(`${show(name)} names ${quote(arn)} in account ${account}, which ${show('allowed-account-ids')} does not allow`),
        ),
    ),
    ...idle.map(({ arn, account }) =>
      usageProblem(
        `${show('image-roles')} names ${quote(arn)}, and no image is in account ${account}`,
        `omit it, or name it in ${show('audit-roles')} if it is for activity`,
      ),
    ),
    ...checkPartitions(show('image-roles'), used),
    ...checkPartitions(
      show('audit-roles'),
      pair(settings.auditRoles, (settings.audit ?? settings.archived ?? settings.live)?.regions ?? []),
    ),
  ]
}

const isOf =
  ({ account }      ) =>
  ({ registryId }                                 )          =>
    registryId === account;






function pair(roles                 , regions                   )                  {
  return roles.flatMap(role => regions.map(region => ({ role, region })))
}

// Credentials of one partition are unknown in another. A role is told once, with the first Region that it cannot be for.
function checkPartitions(name        , used                 )                     {
  const wrong = used.filter(({ role, region }) => partitionOf(region) !== role.partition);
  return wrong
    .filter((each, i) => wrong.findIndex(({ role }) => role === each.role) === i)
    .map(({ role, region }) =>
      usageProblem(
        `${name} names ${quote(role.arn)} of partition ${role.partition}, and ${region} is in partition ${partitionOf(region)}`,
        'judge each partition in a step of its own',
      ),
    )
}

// Checks settings of the gate that are each valid but do not go together.


/** What a check has to judge, and what it would silently ignore. */
function checkGate(asked       )                     {
  const {
    given: { values, show },
    settings,
    source,
  } = asked;
  const { audit, archived, push } = settings;
  const [image, findings, events, from] = [show('image'), show('findings'), show('events'), show('audit-source')];
  const changed = (name             )          =>
    isNamed(asked, name) && values.get(name)?.[0]?.toLowerCase() !== (SETTINGS[name]           ).default;
  const [now, regions] = [show('audit-live'), show('audit-regions')];
  const live = values.has('image');
  const asksEcr = live || imageOfBaseline(settings).length > 0;
  const hears = (source !== undefined && source.kind !== 'none') || isNamed(asked, 'audit-live');
  const judged = live || values.has('findings') || values.has('events') || hears;
  const activity = audit !== undefined || archived !== undefined || values.has('audit-live');
  // What is said of a setting that lacks what it needs; undefined where that is there.
  const unmet                                             = {
    nothing: undefined,
    image: live ? undefined : `does nothing without ${image}`,
    findings: live || values.has('findings') ? undefined : `does nothing without ${image} or ${findings}`,
    aws: asksEcr || activity ? undefined : `does nothing without ${image}, ${from} lookup, an archive in S3, a table in Athena or ${now}`,
    calls:
      asksEcr || activity || listReferences(settings).length > 0
        ? undefined
        : `does nothing without ${image}, ${from} lookup, an archive in S3, a table in Athena, ${now} or a policy in Parameter Store or S3`,
    activity: activity ? undefined : `does nothing without ${from} lookup, an archive in S3, a table in Athena or ${now}`,
    base: settings.baseImages.length > 0 ? undefined : `does nothing without ${show('base-image')}`,
    push: push !== undefined ? undefined : `does nothing without ${show('push')}`,
  };
  return [
    ...when(!judged, `there is nothing to judge: ${image} is missing`, `give ${image}, or recorded ${findings} or ${events}`),
    ...when(source !== undefined && values.has('events'), `${events} and ${from} both say where events come from`, 'give one of them'),
    ...(Object.keys(unmet)          ).flatMap(need =>
      needing(need).flatMap(name => when(changed(name) && unmet[need] !== undefined, `${show(name)} ${unmet[need]}`)),
    ),
    ...when(
      !live && audit?.regions.length === 0,
      `${from} ${(audit?.archive ?? audit?.table)?.text ?? 'lookup'} needs ${regions} where there is no image`,
    ),
    ...when(isNamed(asked, 'audit-live') && !live && settings.auditRegions.length === 0, `${now} needs ${regions} where there is no image`),
    ...checkBaseline(asked),
    ...checkArchives(asked),
  ]
}

function needing(need      )                         {
  return (Object.keys(SETTINGS)                 ).filter(name => (SETTINGS[name]           ).needs === need)
}

/** Tags are given to whole images only, and each tag to one image. */
function checkRelease({ given: { values, show }, settings, inPolicy }       )                     {
  const { images, push, predicateFile, promoteTags, promoteOnWarn, onFail, platforms, findings } = settings;
  const promote = show('promote-tags');
  // A repository has several host names, so these are not compared.
  const repositories = images.map(({ registryId, region, repositoryName }) => `${registryId} ${region} ${repositoryName}`);
  const reserved = [...images.flatMap(({ tag }) => tag ?? []), ...(typeof onFail === 'object' ? [onFail.quarantineTag] : [])];
  const twice = promoteTags.find(tag => reserved.includes(tag));
  const promotes = promoteTags.length > 0;
  return [
    ...when(
      predicateFile !== undefined && (images.length !== 1 || findings.length > 0),
      `${show('predicate-file')} describes one image, the one of ${show('image')}`,
    ),
    ...when(
      predicateFile !== undefined && platforms.length > 0,
      `${show('predicate-file')} attests the whole index, so ${show('platforms')} cannot leave a part unjudged`,
      `omit ${show('platforms')}, or name the image of the platform by its own digest`,
    ),
    ...when(push !== undefined && images.length > 1, `${show('push')} pushes one image, to the one name of ${show('image')}`),
    ...when(
      push !== undefined && images.some(({ digest, tag }) => digest !== null || tag === null),
      `${show('push')} needs an image named by a tag alone: its digest is known once it is pushed`,
    ),
    ...when(
      typeof onFail === 'object' && images.some(({ tag }) => tag === onFail.quarantineTag),
      `${show('on-fail')} cannot quarantine an image under the tag it has`,
    ),
    ...when(
      promoteOnWarn && !promotes && !inPolicy.includes('promote-on-warn'),
      `${show('promote-on-warn')} does nothing without ${promote}`,
    ),
    ...when(
      promotes && platforms.length > 0,
      `${promote} gives the whole index its tags, so ${show('platforms')} cannot leave a part unjudged`,
    ),
    ...when(
      promotes && new Set(repositories).size < repositories.length,
      `${promote} cannot give two images of one repository the same tags`,
    ),
    ...when(promoteTags.length > MOST_TAGS, `${promote} names more than ${MOST_TAGS} tags`),
    ...when(
      twice !== undefined,
      `${promote} names ${quote(twice ?? '')}, under which the image is pushed or quarantined`,
      'push under a tag that is new, such as the commit, and promote to another',
    ),
    ...when(onFail !== 'keep' && images.length > 1, `${show('on-fail')} works with one image only: it cannot tell which of several failed`),
    ...when(
      (promotes || onFail !== 'keep') && findings.length > 0,
      `${promote} and ${show('on-fail')} cannot be combined with recorded findings, which may belong to other images`,
    ),
    ...when(
      values.has('on-fail') && onFail === 'untag' && images.some(({ tag }) => tag === null),
      `${show('on-fail')} untag needs an image with a tag`,
    ),
  ]
}

// The most that ECR accepts in one call.
const MOST_TAGS = 100;

// `previous` is what a tag names now. A policy is for steps of every kind, so there it may have nothing to do.
function checkBaseline(asked       )                     {
  const { given, settings } = asked;
  const { baseline, images, promoteTags } = settings;
  if (baseline?.kind !== 'previous' || !isNamed(asked, 'baseline')) return []
  const [name, promote, image] = [given.show('baseline'), given.show('promote-tags'), given.show('image')];
  return [
    ...when(
      promoteTags.length === 0,
      `${name} previous needs ${promote}: it is the image that the first of these tags names`,
      `name that image, such as ${name} 111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:production`,
    ),
    ...when(images.length === 0, `${name} previous needs ${image}: it is in the repository of each`),
  ]
}

// Checks settings that are each valid but do not go together: they contradict each other, or one would silently do nothing.



/** What must hold for every command, and for this one. */
function checkTogether(asked       )                     {
  const { given, settings } = asked;
  const { command, values, show } = given;
  return [
    ...when(listRead(settings).filter(path => path === '-').length > 1, 'standard input can be read only once'),
    ...when(
      settings.files.some(({ path }) => path === '-') || settings.predicateFile === '-',
      'a report cannot be written to the file "-"',
      'the report of --format goes to standard output, the others need a path',
    ),
    ...when(
      values.has('fail-on') && values.has('max-findings'),
      `${show('fail-on')} and ${show('max-findings')} both replace the Severity rules`,
      'give one of them; max-findings high=0 is the same as fail-on high',
    ),
    ...when(
      settings.policy?.path === '-',
      `${show('policy')} cannot be standard input`,
      'a policy is a file that is reviewed like code; name it by its path',
    ),
    ...when(
      isPathReference(settings.policy?.path),
      `${show('policy')} is one file, and ${quote(settings.policy?.path ?? '')} is all below a path`,
      'name the file itself; it may name rules below a path',
    ),
    ...(CHECKS[command.name]?.(asked, `usage: ecr-gate ${command.usage}`) ?? []),
    ...checkAccounts(asked),
  ]
}

function isPathReference(path = '')          {
  const reference = isReference(path) ? parseReference(path) : undefined;
  return reference !== undefined && 'isPath' in reference && reference.isPath
}

const CHECKS                                                                                              = {
  check: asked => [...checkGate(asked), ...checkRelease(asked)],
  permissions: (asked, usage) => [...checkGate(asked), ...checkRelease(asked), ...checkPermissions(asked, usage)],
  accept: checkAccept,
  query: (asked, usage) => {
    const { operands, values } = asked.given;
    return [
      ...when(operands.length === 1 && !values.has('findings'), 'query needs FILTER PATH… or FILTER --findings FILE…', usage),
      ...when(values.has('count') && values.has('count-by'), '--count and --count-by cannot be used together'),
      ...checkArchiveNames(operands.slice(1)).map(problem => nameSetting(problem, 'a path')),
      ...checkArchives(asked),
      ...checkIdle(asked),
    ]
  },
  doctor: ({ given: { values, show }, settings: { live }, source }, usage) => [
    ...when(!values.has('image'), `doctor needs ${show('image')} URI`, usage),
    ...when(source?.kind === 'paths', `doctor reads no recorded events: ${show('audit-source')} is lookup, none, s3://… or athena://…`),
    ...(['audit-regions', 'audit-roles']         ).flatMap(name =>
      when(
        source?.kind === 'none' && live === undefined && values.has(name),
        `${show(name)} does nothing without ${show('audit-source')} lookup, an archive in S3, a table in Athena or ${show('audit-live')}`,
      ),
    ),
  ],
  lint: checkOperands,
  test: checkOperands,
  fmt: ({ given: { operands } }) => [
    ...when(operands.includes('-'), 'fmt writes files anew, so it cannot take standard input'),
    ...refuseReferences(operands, 'fmt writes files anew', 'format the files, then write them'),
  ],
  policy: checkPush,
  backtest: checkBacktest,
  rules: checkRules,
  explain: checkExplain,
};

function checkPermissions({ settings }       , usage        )                     {
  const { audit, archived, live, findings, events } = settings;
  const images = [...settings.images, ...imageOfBaseline(settings)];
  const readsAws = images.length > 0 || audit !== undefined || archived !== undefined || live !== undefined;
  const isRecorded = !readsAws && findings.length + events.length > 0;
  const isOffline = isRecorded && listReferences(settings).length === 0;
  return when(isOffline, 'recorded findings and events are read without AWS, so a check with these settings needs no permission', usage)
}

// A filter is explained by itself, so nothing that says which rules are in force has anything to do.
function checkExplain(asked       , usage        )                     {
  const { values, operands, show } = asked.given;
  const hasRule = values.has('rule');
  const idle = (['policy', 'rules', 'packs']         ).find(name => isNamed(asked, name));
  const { sql } = asked.settings;
  return [
    ...when(sql === undefined && !values.has('event'), 'explain needs --event FILE, or --sql', usage),
    ...when(sql !== undefined && values.has('event'), '--sql looks at no event, so --event does nothing', usage),
    ...when(sql === undefined && isNamed(asked, 'audit-window'), `${show('audit-window')} does nothing without --sql`, usage),
    ...checkWindow(asked.given, sql?.windowSeconds, true),
    ...when(operands.length > 0 === hasRule, 'explain needs either a FILTER or --rule ID', usage),
    ...when(!hasRule && idle !== undefined, `${show(idle ?? 'rules')} does nothing without --rule`, usage),
  ]
}

// What is accepted is said either by its ids or by a report, and never without a reason and an end.
function checkAccept({ given: { values }, settings }       , usage        )                     {
  const { operands, from, reason, untilFixed, exceptions } = settings;
  const hasIds = operands.length > 0;
  const narrow = { '--package': settings.package, '--image': settings.acceptedImage };
  const given = Object.entries({ ...narrow, '--reason': reason, '--owner': settings.owner });
  const one = 'name one file; the ids of findings stand before the flags';
  return [
    ...when(!hasIds && from === undefined, 'accept needs the ids of findings, or --from REPORT', usage),
    ...when(hasIds && from !== undefined, `accept takes ids or --from, and not both; found ${quote(operands[0] ?? '')}`, usage),
    ...when(reason === undefined, 'accept needs --reason TEXT: why these findings may be deployed', usage),
    ...when(!values.has('expires') && !untilFixed, 'accept needs an end: --expires DAY or --until-fixed', usage),
    ...given.flatMap(([flag, text]) => when(text !== undefined && text !== '' && text.trim() === '', `${flag} is blank`)),
    ...Object.entries(narrow).flatMap(([flag, text]) =>
      when(from !== undefined && text !== undefined, `${flag} cannot be combined with --from, which takes it from the report`),
    ),
    ...when(exceptions.length > 1, `accept writes one file, and --exceptions names ${exceptions.length}`, one),
    ...when(exceptions.includes('-'), 'accept writes the file of --exceptions, so it cannot be standard input'),
    ...refuseReferences(exceptions, 'accept writes a file on disk', 'name a file, review it, then write it'),
  ]
}

function refuseReferences(paths                   , what        , instead        )                     {
  const path = paths.find(isReference);
  if (path === undefined) return []
  const { name, writer } = PLACES[meansS3(path) ? 'object' : 'parameter'];
  return [usageProblem(`${what}, and none in ${name}`, `${instead} with ${writer}`)]
}

function checkOperands({ given: { operands, env } }       )                     {
  return checkReferences(operands, env).map(problem => nameSetting(problem, 'a path'))
}

// What is pushed was reviewed as files, so it is on disk.
function checkPush({ given: { operands, env } }       , usage        )                     {
  const [word = '', ...rest] = operands;
  const target = rest.at(-1) ?? '';
  const files = rest.slice(0, -1);
  // Without a word, what the command needs is told already.
  if (word === '') return []
  if (word !== 'push')
    return [
      usageProblem(
        `policy takes push, FILE… and ssm:/path; found ${quote(word)}`,
        suggest(word, ['push']) ? 'did you mean "push"?' : usage,
      ),
    ]
  if (meansS3(target)) {
    const help = 'lint and test the files, then write them with aws s3 cp FILE s3://bucket/key, or with aws s3 sync for a folder';
    return [usageProblem(`policy push writes to Parameter Store, and ${quote(showS3(target))} is in S3`, help)]
  }
  const reference = isReference(target) ? parseReference(target) : undefined;
  return [
    ...when(files.length === 0 || reference === undefined, 'policy push needs FILE… and, at the end, where to write: ssm:/path', usage),
    ...checkReferences([target], env).map(problem => nameSetting(problem, 'where to write')),
    ...when(files.some(isReference), 'policy push writes files of the disk to one place in Parameter Store', usage),
    ...when(files.includes('-'), 'policy push cannot take standard input: a policy is a file that is reviewed like code'),
    ...when(
      files.length > 1 && reference !== undefined && 'isPath' in reference && !reference.isPath,
      `several files go below a path, and ${quote(target)} is one parameter`,
      `write ${target}/`,
    ),
  ]
}

function checkRules({ settings: { operands } }       )                     {
  const [word, id] = operands;
  if (word === undefined) return []
  if (word === 'show') return when(id === undefined, 'rules show needs the ID of a rule', 'rules alone lists them')
  const help = suggest(word, ['show']) === undefined ? 'ecr-gate rules show ID shows one whole' : 'did you mean "show"?';
  return [usageProblem(`rules takes nothing, or show and the ID of a rule; found ${quote(word)}`, help)]
}

// A backtest of one policy is about events and rules alone. Findings are compared, or judged by check.
function checkBacktest(asked       , usage        )                     {
  const { values, show } = asked.given;
  const [against, findings, reports, events] = [show('against'), show('findings'), show('reports'), show('events')];
  const hasImages = values.has('findings') || values.has('reports');
  const isGiven = (name             )          => isNamed(asked, name);
  const compares = values.has('against');
  const idle = compares ? [] : COMPARED.filter(isGiven);
  const blind = compares && !hasImages ? ABOUT_FINDINGS.filter(isGiven) : [];
  return [
    ...when(!compares && !values.has('events'), `backtest needs ${events} PATH`, usage),
    ...when(
      compares && !hasImages && !values.has('events'),
      `${against} needs something to judge: ${findings} FILE, ${reports} FILE or ${events} PATH`,
      usage,
    ),
    ...idle.map(name =>
      usageProblem(`${show(name)} does nothing without ${against}`, 'check judges findings by one policy; backtest compares two'),
    ),
    ...blind.map(name => usageProblem(`${show(name)} does nothing without ${findings} or ${reports}`)),
    ...when(
      compares && values.has('findings') && !values.has('reports') && isGiven('base-image-findings'),
      `${show('base-image-findings')} does nothing without ${reports}`,
      'only saved reports say which findings came with a base image',
    ),
    ...checkArchives(asked),
    ...checkIdle(asked),
  ]
}

// Recorded scans of images are notices in a backtest, so no setting about findings changes what it says of events.
const ABOUT_FINDINGS = ['fail-on', 'max-findings', 'untriaged', 'unfixed', 'base-image-findings', 'fix-within', 'max-scan-age'];

// Turns the given values into the settings of one run. Every wrong value is reported, and none is replaced by a default.







/** Reads all values, those of the policy file among them. If there is a problem, the settings must not be used. */
function readSettings(step       )          {
  const path = step.values.get('against')?.[0];
  const reading = readSide(step);
  if (path === undefined) return { ...reading, problems: [...reading.problems, ...checkPolicyRoles(step, [reading.settings])] }
  const old = readOld(step, path);
  const known = new Set(reading.problems.map(problem => JSON.stringify(problem)));
  const ofOld = old.problems.filter(problem => !known.has(JSON.stringify(problem)));
  return {
    settings: Object.freeze({ ...reading.settings, against: { path, settings: old.settings } }),
    problems: [...reading.problems, ...ofOld.map(blameOld), ...checkPolicyRoles(step, [reading.settings, old.settings])],
  }
}

// The old policy stands in the place of the new one: of the policy file, or of the rules where there is none.
function readOld(step       , path        )          {
  const place              = step.values.has('policy') ? 'policy' : 'rules';
  return readSide({ ...step, values: new Map([...step.values, [place, [path]]]), policy: step.against })
}

/** Says of a problem that it is of the old policy, unless its place says so. */
function blameOld(problem            )             {
  return problem.at === undefined ? { ...problem, message: `the old policy: ${problem.message}` } : problem
}

function readSide(step       )          {
  const { given, inPolicy, problems: clashes } = mergePolicy(step);
  const missing = [...given.values].flatMap(([name, words]) => checkGiven(step, name, words));
  const parsed = NAMES.map(name => ({ name, ...parseEntry(entryOf(given, name)) }));
  const values = Object.fromEntries(parsed.map(({ name, value }) => [name, value]));
  const settings           = Object.freeze({ ...toGate(values, given), ...toCommands(values), operands: given.operands });
  return {
    settings,
    problems: [
      ...missing,
      ...clashes,
      ...parsed.flatMap(({ name, problems }) => problems.map(problem => tellAt(problem, name, step, inPolicy.get(name)))),
      ...checkTogether({ given, settings, source: values['audit-source'], inPolicy: [...inPolicy.keys()] }),
    ],
  }
}

// In the order in which problems are told: first what the run is about.
const NAMES = [
  ...new Set             (['registry-id', 'image', 'audit-source', 'audit-regions', ...(Object.keys(SETTINGS)                 )]),
];

function checkGiven({ command, show }       , name             , words                   )                     {
  const setting = settingOf(command, name);
  if (takesOf(setting.kind) === 'nothing' || (words.length > 0 && !words.includes(''))) return []
  return [nameSetting(usageProblem(`{setting} needs a value: ${formatChoices(setting)}`), show(name))]
}

function tellAt(problem         , name             , { show }       , at                   )             {
  return at === undefined ? nameSetting(problem, show(name)) : { ...nameSetting(problem, name), at }
}

// What decides about images, and where that is reported.
function toGate(values        , given       ) {
  return {
    images: values.image,
    findings: values.findings,
    events: eventsOf(values),
    rules: values.rules,
    exceptions: values.exceptions,
    vex: values.vex,
    policy: values.policy === undefined ? undefined : { path: values.policy, file: given.policy },
    policyRoles: values['policy-roles'],
    packs: values.packs,
    failOn: values['fail-on'],
    maxFindings: values['max-findings'],
    untriaged: values.untriaged,
    unfixed: values.unfixed,
    baseImages: values['base-image'],
    baseImageFindings: values['base-image-findings'],
    fixWithin: values['fix-within'] ?? {},
    baseline: values.baseline,
    maxScanAgeSeconds: values['max-scan-age'],
    onUndecided: values['on-undecided'],
    audit: toAudit(values, given),
    archived: listArchives(listRecorded(given, eventsOf(values))).length > 0 ? toReading(values) : undefined,
    auditRegions: values['audit-regions'],
    live: toLive(values),
    auditRoles: values['audit-roles'],
    imageRoles: values['image-roles'],
    waitTimeoutSeconds: values['wait-timeout'],
    scanGraceSeconds: values['scan-grace'],
    startScan: values['start-scan'],
    platforms: values.platforms,
    allowedAccountIds: values['allowed-account-ids'],
    push: values.push,
    pushTimeoutSeconds: values['push-timeout'],
    promoteTags: values['promote-tags'],
    promoteOnWarn: values['promote-on-warn'] === 'true',
    onFail: values['on-fail'],
    awsAttempts: values['aws-attempts'],
    predicateFile: values['predicate-file'],
    dockerfile: values.dockerfile,
    files: toFiles(values),
    summary: values.summary === 'true',
    checkRun: values['check-run'],
    comment: values.comment,
    uploadSarif: values['upload-sarif'] === 'true',
    githubToken: values['github-token'],
  }
}

// What other commands have beside it.
function toCommands(values        ) {
  return {
    bundle: values.bundle,
    trustedRoot: values['trusted-root'],
    identity: values.identity,
    issuer: values.issuer,
    policyDigest: values['policy-digest'],
    maxAgeSeconds: values['max-age'],
    predicate: values.predicate,
    unsigned: values.unsigned,
    format: values.format,
    output: values.output === '-' ? undefined : values.output,
    count: values.count,
    countBy: values['count-by'],
    event: values.event,
    rule: values.rule,
    sql: values.sql ? { windowSeconds: values['audit-window'] } : undefined,
    reason: values.reason,
    expires: values.expires,
    untilFixed: values['until-fixed'],
    owner: values.owner,
    package: values.package,
    acceptedImage: values['accepted-image'],
    from: values.from,
    tier: values.tier,
    reports: values.reports,
    against: undefined,
    check: values.check,
  }
}

function toFiles(values        )                    {
  return Object.entries(FILE_FORMATS).flatMap(([name, format]) => {
    const path = values[name                             ];
    return path === undefined ? [] : [{ format, path }]
  })
}

// A central policy may ask for live state where a step judges recorded files only, which have no Region.
function toLive(values        )                        {
  const [kinds, reading] = [values['audit-live'], toReading(values)];
  return kinds.length === 0 || reading.regions.length === 0 ? undefined : { ...reading, kinds }
}

function eventsOf({ events, 'audit-source': source }        )                    {
  return source?.kind === 'paths' ? source.paths : events
}

function toReading(values        )          {
  return { windowSeconds: values['audit-window'], timeoutSeconds: values['audit-timeout'], regions: regionsOf(values) }
}

function regionsOf({ image: images, 'audit-regions': regions }        )                    {
  return regions.length > 0 ? regions : [...new Set(images.map(({ region }) => region))]
}

function toAudit(values        , given       )                    {
  const { image: images, 'audit-source': source } = values;
  const isRead = source === undefined ? images.length > 0 && !given.values.has('events') : ONLINE.includes(source.kind);
  if (!isRead) return undefined
  return {
    ...toReading(values),
    asked: source !== undefined,
    ...(source?.kind === 'archive' && { archive: source.archive }),
    ...(source?.kind === 'athena' && { table: source.table }),
  }
}

const ONLINE                    = ['lookup', 'archive', 'athena'];

exports.AUTOMATION_STATUSES = AUTOMATION_STATUSES;
exports.AUTOMATION_VOCABULARY = AUTOMATION_VOCABULARY;
exports.CLOUDTRAIL_ALIASES = CLOUDTRAIL_ALIASES;
exports.CLOUDTRAIL_VALUES = CLOUDTRAIL_VALUES;
exports.COMMANDS = COMMANDS;
exports.COMMAND_LINE = COMMAND_LINE;
exports.COMMAND_STATUSES = COMMAND_STATUSES;
exports.COMMAND_VOCABULARY = COMMAND_VOCABULARY;
exports.DAY_MILLISECONDS = DAY_MILLISECONDS;
exports.DECIMAL = DECIMAL;
exports.DELIVERY = DELIVERY;
exports.EXCEPTION_FILE = EXCEPTION_FILE;
exports.FILE_FORMATS = FILE_FORMATS;
exports.FINDING_VALUES = FINDING_VALUES;
exports.HIDDEN = HIDDEN;
exports.INPUTS = INPUTS;
exports.INSPECTOR_FIELDS = INSPECTOR_FIELDS;
exports.INSTANT_PATTERN = INSTANT_PATTERN;
exports.JSON_IN_TEXT = JSON_IN_TEXT;
exports.LEVELS = LEVELS;
exports.LIVE_KINDS = LIVE_KINDS;
exports.LONGEST_SECONDS = LONGEST_SECONDS;
exports.MOST_APART = MOST_APART;
exports.MOST_DEPTH = MOST_DEPTH;
exports.MOST_SKEW_SECONDS = MOST_SKEW_SECONDS;
exports.NOT_ASKED = NOT_ASKED;
exports.NO_CALLS = NO_CALLS;
exports.NO_REGION = NO_REGION;
exports.PACKS = PACKS;
exports.PLACES = PLACES;
exports.POLICY_FILE = POLICY_FILE;
exports.POLICY_SETTINGS = POLICY_SETTINGS;
exports.RESTORE = RESTORE;
exports.RULE_FILE = RULE_FILE;
exports.SERVICE = SERVICE;
exports.SESSION_STATUSES = SESSION_STATUSES;
exports.SESSION_VOCABULARY = SESSION_VOCABULARY;
exports.SETTINGS = SETTINGS;
exports.SEVERITIES = SEVERITIES;
exports.SHELLS = SHELLS;
exports.STEP = STEP;
exports.TARGET_FIELDS = TARGET_FIELDS;
exports.UNRATED = UNRATED;
exports.agree = agree;
exports.areUnbroken = areUnbroken;
exports.arnOfTarget = arnOfTarget;
exports.asNamed = asNamed;
exports.asideOf = asideOf;
exports.besideReference = besideReference;
exports.blameOld = blameOld;
exports.byPlace = byPlace;
exports.canonicalDecimal = canonicalDecimal;
exports.checkReferences = checkReferences;
exports.checkValues = checkValues;
exports.collectInto = collectInto;
exports.compareDecimals = compareDecimals;
exports.compareText = compareText;
exports.consoleOf = consoleOf;
exports.countSeverities = countSeverities;
exports.describeVersion = describeVersion;
exports.didYouMean = didYouMean;
exports.dockerfilesOf = dockerfilesOf;
exports.domainOf = domainOf;
exports.endOfDay = endOfDay;
exports.endOfText = endOfText;
exports.explainStatus = explainStatus;
exports.fieldsLeftOut = fieldsLeftOut;
exports.findFoldedKey = findFoldedKey;
exports.findPolicy = findPolicy;
exports.fixedVersionOf = fixedVersionOf;
exports.flagOf = flagOf;
exports.folderOf = folderOf;
exports.foreignKind = foreignKind;
exports.formatChoices = formatChoices;
exports.formatInstant = formatInstant;
exports.formatPlace = formatPlace;
exports.formatPushSource = formatPushSource;
exports.formatSecond = formatSecond;
exports.hasPath = hasPath;
exports.hasUnreadTarget = hasUnreadTarget;
exports.hasUnreadText = hasUnreadText;
exports.hideSecrets = hideSecrets;
exports.imageOfBaseline = imageOfBaseline;
exports.isAccountId = isAccountId;
exports.isCloudTrail = isCloudTrail;
exports.isCounted = isCounted;
exports.isDigest = isDigest;
exports.isDouble = isDouble;
exports.isLive = isLive;
exports.isObject = isObject;
exports.isRecord = isRecord;
exports.isReference = isReference;
exports.isRepositoryName = isRepositoryName;
exports.isSecret = isSecret;
exports.isWhole = isWhole;
exports.kindOfTarget = kindOfTarget;
exports.listDays = listDays;
exports.listFirst = listFirst;
exports.listOf = listOf$1;
exports.listRead = listRead;
exports.listReferences = listReferences;
exports.listWritten = listWritten;
exports.locate = locate;
exports.lookupRecord = lookupRecord;
exports.meansS3 = meansS3;
exports.mergeValues = mergeValues;
exports.nameLive = nameLive;
exports.namesTargets = namesTargets;
exports.onDisk = onDisk;
exports.onOneLine = onOneLine;
exports.own = own;
exports.ownList = ownList;
exports.ownNumber = ownNumber;
exports.ownText = ownText;
exports.parameterArn = parameterArn;
exports.parseArchive = parseArchive;
exports.parseDigest = parseDigest;
exports.parseDuration = parseDuration;
exports.parseExactly = parseExactly;
exports.parseImageUri = parseImageUri;
exports.parseReference = parseReference;
exports.parseStrictly = parseStrictly;
exports.partStored = partStored;
exports.partitionOf = partitionOf;
exports.plural = plural;
exports.printable = printable;
exports.printableJson = printableJson;
exports.quote = quote;
exports.rank = rank;
exports.readAttributes = readAttributes;
exports.readBasicFinding = readBasicFinding;
exports.readChoice = readChoice;
exports.readEnhancedFinding = readEnhancedFinding;
exports.readPacks = readPacks;
exports.readPacksAtOnce = readPacksAtOnce;
exports.readSettings = readSettings;
exports.readShipped = readShipped;
exports.readinessOf = readinessOf;
exports.regionIn = regionIn;
exports.regionOf = regionOf;
exports.registryHost = registryHost;
exports.registryOf = registryOf;
exports.renderDiagnostic = renderDiagnostic;
exports.renderDiagnostics = renderDiagnostics;
exports.repositoryArn = repositoryArn;
exports.rewriteWithoutSecrets = rewriteWithoutSecrets;
exports.rootOf = rootOf;
exports.sayBytes = sayBytes;
exports.settingOf = settingOf;
exports.shorten = shorten;
exports.startUnsaid = startUnsaid;
exports.statusOf = statusOf;
exports.stringifyWithoutSecrets = stringifyWithoutSecrets;
exports.suggest = suggest;
exports.takesOf = takesOf;
exports.targetIdsOf = targetIdsOf;
exports.textOfAlias = textOfAlias;
exports.timeOf = timeOf;
exports.toDecimal = toDecimal;
exports.toEnd = toEnd;
exports.toEvent = toEvent;
exports.toInstant = toInstant;
exports.toIsoTime = toIsoTime;
exports.toReason = toReason;
exports.toolNamed = toolNamed;
exports.toolOf = toolOf;
exports.unknownTargetsOf = unknownTargetsOf;
exports.unsaidOf = unsaidOf;
exports.usageProblem = usageProblem;
exports.versionOf = versionOf;
exports.withTagsAlone = withTagsAlone;
exports.withTargetIds = withTargetIds;
exports.withTargets = withTargets;
exports.withUnknownTargets = withUnknownTargets;
exports.withoutExcerpt = withoutExcerpt;
exports.worstStatus = worstStatus;
