'use strict';

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
function listOf(words                   )         {
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
  const left = candidates.length - MOST_LISTED;
  return `expected one of ${candidates.slice(0, MOST_LISTED).join(', ')}${left > 0 ? ` and ${left} more` : ''}`
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

// A choice among a few words, as people write it.

/** The choice that a text names, in any letter case; undefined if it names none. */
function readChoice                  (text         , choices              )                {
  if (typeof text !== 'string') return undefined
  const folded = text.toLowerCase();
  return choices.find(choice => choice.toLowerCase() === folded)
}

// Instants as the services write them, and days and durations as people do.


const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

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

const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/;
const ACCOUNT = /^\d{12}$/;
const REPOSITORY = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const HOST = /^(?<account>[^.]*)\.dkr(?:\.ecr(?<fips>-fips)?|-ecr(?<dualFips>-fips)?)\.(?<region>[^.]+)\.(?<suffix>.+)$/;

const SHAPE = 'write 111122223333.dkr.ecr.eu-west-1.amazonaws.com/repository:tag, or @sha256:… for a digest';

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
  return ACCOUNT.test(text)
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
  const { account = '', fips, dualFips, region = '', suffix = '' } = HOST.exec(host)?.groups ?? {};
  const dualStack = host.includes('.dkr-ecr');
  const partition = findPartition(region);
  if (!isAccountId(account) || !isRegion(region)) return usageProblem(`${quote(host)} is not an ECR registry host`, SHAPE)
  const expected = dualStack ? partition.dualStackSuffix : partition.suffix;
  if (suffix !== expected) {
    const known = expected === undefined ? 'has no such hosts' : `has hosts that end in ${expected}`;
    return usageProblem(`${quote(host)} is not an ECR registry host: ${quote(region)} ${known}`, SHAPE)
  }
  return { registryId: account, region, fips: (fips ?? dualFips) !== undefined, dualStack }
}

function readDefault(text        , { registryId, region }                 )                 {
  if (registryId === undefined)
    return usageProblem(`image ${quote(text)} names no registry`, `${SHAPE}; or give registry-id, and AWS_REGION`)
  if (region === undefined || !isRegion(region))
    return usageProblem(`image ${quote(text)} names no Region`, `${SHAPE}; or set AWS_REGION in the environment`)
  return { registryId, region, fips: false, dualStack: false }
}

function readName(text        , name        )                                                                {
  const [tagged = '', digest, ...others] = name.split('@');
  const [repositoryName = '', tag, ...more] = tagged.split(':');
  if (others.length > 0 || more.length > 0) return usageProblem(`image ${quote(text)} has more than one tag or digest`, SHAPE)
  if (!isRepositoryName(repositoryName)) return usageProblem(`${quote(repositoryName)} is not a valid repository name`, SHAPE)
  if (tag !== undefined && !isTag(tag)) return usageProblem(`${quote(tag)} is not a valid tag`, SHAPE)
  if (digest !== undefined && !isDigest(digest))
    return usageProblem(`${quote(digest)} is not a valid digest`, 'a digest is sha256: and 64 hexadecimal digits (0–9, a–f)')
  if (tag === undefined && digest === undefined)
    return usageProblem(`image ${quote(text)} has neither a tag nor a digest`, 'add :TAG or @sha256:…; no tag is assumed')
  return { repositoryName, tag: tag ?? null, digest: digest ?? null }
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

// The order of strings that no machine's language changes.

/** Compares by UTF-16 code units, as RFC 8785 requires of canonical JSON. */
function compareText(a        , b        )             {
  return a < b ? -1 : a > b ? 1 : 0
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


/** What is decided about findings besides exceptions, and how old a scan may be. */







/** What happens for findings that nobody has rated yet (UNDEFINED, UNTRIAGED). */
const UNTRIAGED = ['fail', 'warn', 'ignore'];


/** Whether to start a basic scan that is missing. */
const START_SCAN = ['never', 'if-missing'];


/** Whether the verdict `undecided` stops the deployment. */
const ON_UNDECIDED = ['fail', 'warn'];


/** What happens to an image whose verdict is `fail` or `undecided`. */

exports.DAY_MILLISECONDS = DAY_MILLISECONDS;
exports.FAIL_ON = FAIL_ON;
exports.HOST_SUFFIXES = HOST_SUFFIXES;
exports.LEVELS = LEVELS;
exports.LONGEST_SECONDS = LONGEST_SECONDS;
exports.MOST_SKEW_SECONDS = MOST_SKEW_SECONDS;
exports.ON_UNDECIDED = ON_UNDECIDED;
exports.START_SCAN = START_SCAN;
exports.UNFIXED = UNFIXED;
exports.UNTRIAGED = UNTRIAGED;
exports.agree = agree;
exports.byPlace = byPlace;
exports.collectInto = collectInto;
exports.compareText = compareText;
exports.consoleOf = consoleOf;
exports.didYouMean = didYouMean;
exports.endOfDay = endOfDay;
exports.formatInstant = formatInstant;
exports.formatPlace = formatPlace;
exports.formatSecond = formatSecond;
exports.isAccountId = isAccountId;
exports.isDigest = isDigest;
exports.isRegion = isRegion;
exports.isRepositoryName = isRepositoryName;
exports.isTag = isTag;
exports.listOf = listOf;
exports.locate = locate;
exports.parseDuration = parseDuration;
exports.parseImageUri = parseImageUri;
exports.partitionOf = partitionOf;
exports.plural = plural;
exports.printable = printable;
exports.printableJson = printableJson;
exports.quote = quote;
exports.readChoice = readChoice;
exports.registryHost = registryHost;
exports.registryOf = registryOf;
exports.renderDiagnostic = renderDiagnostic;
exports.renderDiagnostics = renderDiagnostics;
exports.repositoryArn = repositoryArn;
exports.shorten = shorten;
exports.suggest = suggest;
exports.toEnd = toEnd;
exports.toInstant = toInstant;
exports.toIsoTime = toIsoTime;
exports.toReason = toReason;
exports.usageProblem = usageProblem;
