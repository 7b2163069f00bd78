'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const address = require('./chunk-address.cjs');
const visibility = require('./chunk-visibility.cjs');

// Pairs of conditions in SQL, from above and from below, and how they are joined.

/** Two conditions that are true or false on every row: `upper` holds wherever what is meant holds, `lower` only where it does. */





const TRUE = 'true';
const FALSE = 'false';

const EVERY         = { upper: TRUE, lower: TRUE };
const NEVER         = { upper: FALSE, lower: FALSE };
/** What SQL cannot tell. */
const UNKNOWN         = { upper: TRUE, lower: FALSE };

/** A condition that says what is meant; where it is null, it counts as false. */
function exactly(condition        )         {
  const known = isNeverNull(condition) ? condition : `coalesce(${condition}, false)`;
  return { upper: known, lower: known }
}

const isNeverNull = (condition        )          => condition === TRUE || condition === FALSE || /^[\w.]+ IS (?:NOT )?NULL$/.test(condition);

function both(terms                   )         {
  return { upper: join(terms, 'upper', 'AND', FALSE), lower: join(terms, 'lower', 'AND', FALSE) }
}

function eitherOf(terms                   )         {
  return { upper: join(terms, 'upper', 'OR', TRUE), lower: join(terms, 'lower', 'OR', TRUE) }
}

/** Where the upper bound of something does not hold, its opposite surely does. */
function negate({ upper, lower }        )         {
  return { upper: not(lower), lower: not(upper) }
}

/** Bounds of something that cannot be told where a doubt holds. */
function unless(doubt        , bounds        )         {
  return { upper: eitherOf([doubt, bounds]).upper, lower: both([negate(doubt), bounds]).lower }
}

function not(condition        )         {
  if (condition === TRUE) return FALSE
  return condition === FALSE ? TRUE : `NOT (${condition})`
}

// The decisive value ends the list, and its opposite adds nothing to it.
function join(terms                   , side              , word              , decisive        )         {
  const conditions = [...new Set(terms.map(term => term[side]))];
  if (conditions.includes(decisive)) return decisive
  const neutral = not(decisive);
  const left = conditions.filter(condition => condition !== neutral);
  if (left.length === 0) return neutral
  return left.length === 1 ? (left[0]          ) : `(${left.join(` ${word} `)})`
}

/** A text in SQL. A quote is doubled, and nothing else is special: a backslash stands for itself. */
function quoteSql(text        )         {
  return `'${text.replaceAll("'", "''")}'`
}

// The types of columns as AWS Glue writes them, which are those of Hive: `struct<type:string,attributes:map<string,string>>`.
// https://docs.aws.amazon.com/athena/latest/ug/data-types.html

/** A column or a partition key of a table, as GetTableMetadata names it. */











const MOST_DEPTH = 100;

/** Reads a type; undefined for a text that is none. */
function parseHiveType(text        )                       {
  const read = readType(text.replaceAll(/\s/g, '').toLowerCase(), 0, 0);
  return read !== undefined && read.end === text.replaceAll(/\s/g, '').length ? read.type : undefined
}






// A plain type may have numbers in parentheses: `varchar(20)`.
const PLAIN = /[a-z][a-z0-9_]*(?:\([0-9,]+\))?/y;
const FIELD = /([^:<>,]+):/y;

function readType(text        , at        , depth        )                   {
  PLAIN.lastIndex = at;
  const [name] = PLAIN.exec(text) ?? [];
  if (name === undefined || depth > MOST_DEPTH) return undefined
  const inner = at + name.length + 1;
  if (text[inner - 1] !== '<') return { type: { kind: 'plain', name }, end: inner - 1 }
  if (name === 'struct') return readStruct(text, inner, depth + 1)
  const first = readType(text, inner, depth + 1);
  if (first === undefined) return undefined
  if (name === 'array') return text[first.end] === '>' ? { type: { kind: 'list', item: first.type }, end: first.end + 1 } : undefined
  const second = name === 'map' && text[first.end] === ',' ? readType(text, first.end + 1, depth + 1) : undefined;
  return second !== undefined && text[second.end] === '>' ? { type: { kind: 'map' }, end: second.end + 1 } : undefined
}

function readStruct(text        , start        , depth        )                   {
  const fields = new Map                  ();
  for (let at = start; ; ) {
    FIELD.lastIndex = at;
    const [field, name] = FIELD.exec(text) ?? [];
    const part = field === undefined ? undefined : readType(text, at + field.length, depth);
    if (name === undefined || part === undefined) return undefined
    fields.set(name, part.type);
    at = part.end + 1;
    if (text[part.end] === '>') return { type: { kind: 'struct', fields }, end: at }
    if (text[part.end] !== ',') return undefined
  }
}

/** Whether a column of this type holds any text as it is: neither cut off nor filled up with spaces. */
function isWholeText(type                      )          {
  return type?.kind === 'plain' && /^(?:string|varchar(?:\(65535\))?)$/.test(type.name)
}

/** Whether a column of this type holds text. */
function isText(type                      )          {
  return type?.kind === 'plain' && /^(?:string|varchar|char)\b/.test(type.name)
}

// The days of a projected partition: how they are written, and from when to when there are any.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html#partition-projection-date-type


/** A format of Java, of which only the one is read in which the order of text is that of time: `yyyy/MM/dd`. */


const UNITS = ['yyyy', 'MM', 'dd', 'HH'];
const PARTS = /yyyy|MM|dd|HH|'[^']*'|[^A-Za-z']/gy;

/** Reads a format; undefined for one whose texts have another order than time, or that is not known. */
function readFormat(text        )                     {
  const parts = text.match(PARTS) ?? [];
  const units = parts.filter(part => UNITS.includes(part));
  const inOrder = units.every((unit, i) => unit === UNITS[i]);
  return units.length > 0 && inOrder && parts.join('') === text ? parts : undefined
}

/** Writes the beginning or the end of a day (YYYY-MM-DD) in a format. */
function formatDay(format        , day        , side                 )         {
  const [year = '', month = '', date = ''] = day.split('-');
  const values                                   = { yyyy: year, MM: month, dd: date, HH: side === 'begin' ? '00' : '23' };
  return format.map(part => values[part] ?? part.replace(/^'([^']*)'$/, '$1')).join('')
}

const RELATIVE = /^NOW\s*(?:([+-])\s*(\d+)\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?$/i;
// A month is taken for its shortest, so that a day is said to be missing rather than lost.
const SHORTEST                                   = {
  YEAR: 365 * read.DAY_MILLISECONDS,
  MONTH: 28 * read.DAY_MILLISECONDS,
  WEEK: 7 * read.DAY_MILLISECONDS,
  DAY: read.DAY_MILLISECONDS,
  HOUR: read.DAY_MILLISECONDS / 24,
  MINUTE: 60_000,
  SECOND: 1_000,
};

const LONGEST                                   = { ...SHORTEST, YEAR: 366 * read.DAY_MILLISECONDS, MONTH: 31 * read.DAY_MILLISECONDS };
const PRECISION                                   = { yyyy: 'YEAR', MM: 'MONTH', dd: 'DAY', HH: 'HOUR' };

/** What a table says of the projection of a key, such as its `range`. */







/** What of a time a projection of dates leaves out, in words. The end of the time is taken for now. */
function findUnseenDays(key        , format        , projection            , window        )                    {
  const range = projection('range');
  const [interval, unit] = [projection('interval'), projection('interval.unit')];
  return [
    ...(range === undefined || isWithin(format, range, window) ? [] : [missing(`projection.${key}.range is ${range}`)]),
    ...(isEvery(format, interval, unit) ? [] : [missing(`projection.${key}.interval is ${[interval, unit].filter(Boolean).join(' ')}`)]),
  ]
}

const missing = (why        )         => `the table does not have all days that were asked for: ${why}`;

function isWithin(format        , range        , { from, to }        )          {
  const day = (at        )         => formatDay(format, new Date(at).toISOString().slice(0, 10), 'begin');
  const resolve = (bound        )         => {
    const [isRelative, sign, count = '0', unit = 'DAY'] = RELATIVE.exec(bound) ?? [];
    if (isRelative === undefined) return bound
    const distance = Number(count) * (SHORTEST[unit.toUpperCase()] ?? 0);
    return day(sign === '-' ? to - distance : to + distance)
  };
  const [begin = '', end = ''] = range.split(',').map(bound => resolve(bound.trim()));
  return begin <= day(from) && day(to) <= end
}

/** Whether the values of a projection leave out none that the format could write. */
function isEvery(format        , interval = '1', unit         )          {
  const precision = PRECISION[format.findLast(part => Object.hasOwn(PRECISION, part)) ?? ''] ?? '';
  const step = unit?.toUpperCase().replace(/S$/, '') ?? precision;
  if (step === precision) return interval === '1'
  return Number(interval) * (LONGEST[step] ?? Number.POSITIVE_INFINITY) <= (SHORTEST[precision] ?? 0)
}

/**
 * What of some numbers, such as those of months, a projection leaves out, in words; undefined where it is not known. A number is written
 * with zeros before it or without.
 */
function findUnseenNumbers(key        , numbers                   , projection            )                                {
  const listed = (what        )                    => (projection(what) ?? '').split(',').map(text => Number.parseInt(text, 10));
  const lacks = (what        , isThere                             )                    =>
    numbers.map(Number).every(isThere) ? [] : [missing(`projection.${key}.${what} is ${projection(what)}`)];
  switch (projection('type')?.toLowerCase()) {
    case 'enum':
      return lacks('values', number => listed('values').includes(number))
    case 'integer': {
      const [first = Number.NaN, last = Number.NaN] = listed('range');
      return [
        ...lacks('range', number => first <= number && number <= last),
        ...lacks('interval', () => (projection('interval') ?? '1') === '1'),
      ]
    }
    default:
      return undefined
  }
}

// Which partitions of a table a query reads: those of its days, Regions and accounts. A partition that is not asked for is not paid for,
// and one that is left out by mistake is lost in silence. So a key that is not understood bounds nothing, and what a table cannot have of
// what was asked is said.
//
// CloudTrail writes an event into the folder of the day on which it delivers it, which may be the day after.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html


/** What AWS says of a table (GetTableMetadata). */








/** Whose events are asked for, and of when. Times are milliseconds since 1970. */









/** What partitions say of a query. */













const DATES = ['timestamp', 'dt', 'ds', 'date', 'day', 'eventdate', 'event_date', 'partition_date'];
const REGIONS = ['region', 'regionname', 'region_name', 'aws_region', 'partition_region'];
const ACCOUNTS$1 = ['account', 'accountid', 'account_id', 'aws_account', 'aws_account_id', 'partition_account'];
const INTEGER = /^(?:tinyint|smallint|int|integer|bigint)$/;

const CALENDAR = ['year', 'month', 'day'];

/** Whether Athena finds the partitions itself. Otherwise somebody adds them. */
function isProjected({ parameters }       )          {
  return parameters['projection.enabled']?.toLowerCase() === 'true'
}

/** The keys of a year, a month and a day, as far as there are such; none without a year. */
function calendarOf({ partitionKeys }       )                                       {
  const keys = CALENDAR.map(name => partitionKeys.find(key => key.name.toLowerCase() === name));
  return keys[0] === undefined ? [] : keys
}

/** The key of a whole day. */
function dayKeyOf({ partitionKeys }       )                          {
  return partitionKeys.find(({ name }) => DATES.includes(name.toLowerCase()))
}

/** The key of a Region. */
function regionKeyOf({ partitionKeys }       )                          {
  return partitionKeys.find(({ name }) => REGIONS.includes(name.toLowerCase()))
}

/** A name in SQL. */
function quoteName(name        )         {
  return `"${name.replaceAll('"', '""')}"`
}

/** Bounds the partitions of a table. */
function boundPartitions(table       , reach       )                       {
  const { partitionKeys: keys } = table;
  const conditions           = [];
  const notes           = [];
  const gaps = [...findElsewhere(table, reach)];
  const isOf = { regions: false, account: false };
  const calendar = calendarOf(table);
  const isCalendar = calendar.length > 0;
  const found = { days: isCalendar, unclear: false };
  for (const key of keys) {
    const name = key.name.toLowerCase();
    const projection = projectionOf(table, name);
    const values = REGIONS.includes(name) ? regionsOf(reach) : ACCOUNTS$1.includes(name) ? accountOf(reach) : undefined;
    if (values !== undefined) {
      conditions.push(isOneOf(key, values));
      isOf[REGIONS.includes(name) ? 'regions' : 'account'] = true;
      gaps.push(...findUnlisted(key, values, projection('values')));
      continue
    }
    if (isCalendar && CALENDAR.includes(name)) {
      const unseen = findUnseenPart(key, reach, projection);
      if (unseen === undefined) found.unclear = true;
      gaps.push(...(unseen ?? []));
      continue
    }
    const days = DATES.includes(name) ? boundDays(key, reach, projection) : undefined;
    if (days !== undefined) {
      found.days = true;
      conditions.push(days.condition);
      gaps.push(...days.gaps);
      continue
    }
    if (projection('type')?.toLowerCase() === 'injected') return injectedProblem(table, key)
    notes.push(`all values of the partition key ${key.name} are read, because it is not known what they mean`);
  }
  if (isCalendar) conditions.push(boundCalendar(calendar, reach));
  const hidesDays = found.unclear || (!found.days && notes.length > 0);
  if (keys.length === 0) notes.push('the table has no partitions, so all of it is read');
  return { conditions, isOf, notes, gaps, hidesDays }
}

function projectionOf(table       , key        )             {
  return what => (isProjected(table) ? table.parameters[`projection.${key}.${what}`]?.trim() : undefined)
}

const regionsOf = ({ regions }       )                                => (regions.length === 0 ? undefined : regions);
const accountOf = ({ account }       )                                => (account === undefined ? undefined : [account]);

function injectedProblem(table       , { name }             )          {
  const message = `the table ${read.quote(table.name)} is read only with a value of its partition key ${read.quote(name)}, and it is not known which`;
  const help = `name the key ${REGIONS[0]}, ${ACCOUNTS$1[0]} or ${DATES[0]} if it is one of these, or give it another type of projection than injected`;
  return { level: 'error', kind: 'athena-table', message, help }
}

function literal(value        , { type }             )         {
  return INTEGER.test(type.toLowerCase()) && /^\d+$/.test(value) ? String(Number(value)) : quoteSql(value)
}

/** Whether a key has one of these values. */
function isOneOf(key             , values                   )         {
  const literals = [...new Set(values.map(value => literal(value, key)))];
  const [only] = literals;
  return literals.length === 1 ? `${quoteName(key.name)} = ${only}` : `${quoteName(key.name)} IN (${literals.join(', ')})`
}

/** Holds for the times of a reach, which CloudTrail writes in whole seconds. */
function within({ from, to }       )         {
  const second = (at        )         => quoteSql(`${new Date(at).toISOString().slice(0, 19)}Z`);
  return `eventtime BETWEEN ${second(from)} AND ${second(to)}`
}

/** Holds for the events of the Regions and the account of a reach. */
function isOfPlace({ regions, account }       )                    {
  return [
    ...(regions.length === 0 ? [] : [isOneOf({ name: 'awsregion', type: 'string' }, regions)]),
    ...(account === undefined ? [] : [isOneOf({ name: 'recipientaccountid', type: 'string' }, [account])]),
  ]
}

function findUnlisted({ name }             , asked                   , listed                    )                    {
  if (listed === undefined) return []
  const values = listed.split(',');
  const missing = asked.filter(value => !values.includes(value));
  return missing.length === 0
    ? []
    : [`the table has no partitions of ${read.listOf(missing)}: projection.${name}.values does not list ${missing.length === 1 ? 'it' : 'them'}`]
}

// The folder that a table lies in may be that of one account or Region, as in the documented table, or even of a year or a month. Partitions
// that somebody added may lie in another one.
const FOLDER =
  /\/AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12}|\$\{[^}]*\})(?:\/CloudTrail\/(?:([a-z]{2,4}(?:-[a-z]+)+-\d+)|\$\{[^}]*\})((?:\/\d{2,4}){0,3})(?:\/|$))?/;

function findElsewhere(table       , { from, to, regions, account }       )                    {
  const { parameters, partitionKeys } = table;
  const place = parameters['storage.location.template'] ?? parameters['location'] ?? '';
  const [, folder, region, date = ''] = FOLDER.exec(place) ?? [];
  const others = region === undefined ? [] : regions.filter(each => each !== region);
  const isOther = folder !== undefined && /^\d/.test(folder) && account !== undefined && folder !== account;
  const begin = date.slice(1).replaceAll('/', '-');
  const isWhole = read.listDays(from, to).every(({ name, isInWindow }) => !isInWindow || name.startsWith(begin));
  const isBound = partitionKeys.length === 0 || isProjected(table);
  return [
    ...(isBound && !isWhole
      ? [`the table has the events of ${begin} only, and not all days that were asked for: it lies in ${place}`]
      : []),
    ...(others.length > 0 ? [`the table has the events of ${region} only, and not those of ${read.listOf(others)}: it lies in ${place}`] : []),
    ...(isOther ? [`the table has the events of account ${folder} only, and not those of ${account}: it lies in ${place}`] : []),
  ]
}

function boundDays(
  key             ,
  reach       ,
  projection            ,
)                                                                               {
  const name = quoteName(key.name);
  const [first = '', last = ''] = [read.listDays(reach.from, reach.to)[0]?.name, read.listDays(reach.from, reach.to).at(-1)?.name];
  const type = projection('type')?.toLowerCase();
  const format = type === 'date' ? readFormat(projection('format') ?? '') : undefined;
  if (type !== undefined && format === undefined) return undefined
  const gaps = format === undefined ? [] : findUnseenDays(key.name, format, projection, reach);
  if (key.type.toLowerCase() === 'date') return { condition: `${name} BETWEEN DATE '${first}' AND DATE '${last}'`, gaps }
  if (!isText(parseHiveType(key.type))) return undefined
  if (format === undefined) return { condition: boundAnySpelling(name, first, last), gaps }
  const [from, to] = [formatDay(format, first, 'begin'), formatDay(format, last, 'end')];
  return { condition: `${name} BETWEEN ${quoteSql(from)} AND ${quoteSql(to)}`, gaps }
}

/** What the projection of a year, a month or a day leaves out; undefined where that is not known. */
function findUnseenPart({ name }             , reach       , projection            )                                {
  if (projection('type') === undefined) return []
  const at = CALENDAR.indexOf(name.toLowerCase());
  const days = read.listDays(reach.from, reach.to).filter(({ isInWindow }) => isInWindow);
  return findUnseenNumbers(name, [...new Set(days.map(day => day.name.split('-')[at] ?? ''))], projection)
}

// Nothing says how a day is written that somebody added as a partition. Its digits have the order of time, with an hour or without one.
function boundAnySpelling(name        , first        , last        )         {
  const digits = `regexp_replace(${name}, '[^0-9]', '')`;
  const after = read.listDays(Date.parse(last), Date.parse(last))[1]?.name ?? last;
  const compact = (day        )         => quoteSql(day.replaceAll('-', ''));
  const isDay = `regexp_like(${name}, '\\A[0-9]{4}[-/]?[0-9]{2}[-/]?[0-9]{2}')`;
  return `(${digits} >= ${compact(first)} AND ${digits} < ${compact(after)} OR NOT ${isDay})`
}

// Months and days are written with a zero or without one.
function boundCalendar([year, month, day]                                      , reach       )         {
  const days = read.listDays(reach.from, reach.to).map(({ name }) => name);
  const both = (digits        )                    => [digits, String(Number(digits))];
  const months = [...visibility.groupBy(days, name => name.slice(0, 7))].map(([name, some]) => {
    const terms = [
      ...(year === undefined ? [] : [isOneOf(year, [name.slice(0, 4)])]),
      ...(month === undefined ? [] : [isOneOf(month, both(name.slice(5)))]),
      ...(month === undefined || day === undefined
        ? []
        : [
            isOneOf(
              day,
              some.flatMap(each => both(each.slice(8))),
            ),
          ]),
    ];
    return terms.join(' AND ')
  });
  return months.length === 1 ? (months[0]          ) : `(${[...new Set(months)].join(' OR ')})`
}

// Compares one value of a row with one literal of a filter, as compare.ts does with a value of an event.
//
// A row has a value as text. Whether it was text in the event, and not a number or a boolean, is known of some columns only. The text of a
// number has the digits of the number.


/** A value of a row that is not null. */









/** Whether a value is in the relation to a literal. */
function compareSql(relation          , literal              , value        )         {
  if (!imply.isPossible(relation, literal)) return NEVER
  if (literal.kind === 'text' && !survives(literal.value)) return UNKNOWN
  const bounds = compareAsRead(relation, literal, value);
  return value.isRounded !== undefined && isAboutDigits(literal) ? unless(value.isRounded, bounds) : bounds
}

// Nothing else equals a number, or is a part of its digits.
const isAboutDigits = (literal              )          =>
  literal.kind === 'number' || (literal.kind === 'text' && /^[-.\d]*$/.test(literal.value));

function compareAsRead(relation          , literal              , value        )         {
  switch (relation.kind) {
    case 'equality':
      return equals(literal, value)
    case 'order':
      return isOrdered(literal, relation, value)
    case 'part':
      return literal.kind === 'text' ? both([value.isText, hasPart(literal.value, relation.of, value.sql)]) : NEVER
    case 'other':
      return UNKNOWN
  }
}

// Half of a pair of UTF-16 becomes U+FFFD on its way to the engine, and so does that of an event.
const survives = (text        )          => !/[\p{Surrogate}\uFFFD]/u.test(text);

const matches = (sql        , pattern        )         => exactly(`regexp_like(${sql}, ${quoteSql(pattern)})`);

function equals(literal              , { sql, isText }        )         {
  switch (literal.kind) {
    case 'null':
      return NEVER
    case 'boolean':
      return exactly(`${sql} = '${literal.value}'`)
    case 'number':
      return eitherOf([matches(sql, digitsPattern(literal.text)), both([negate(isText), isNumber(sql, literal.text)])])
    case 'text':
      return equalsText(literal.value, sql, isText)
  }
}

function equalsText(text        , sql        , isText        )         {
  const isSame = exactly(`${sql} = ${quoteSql(text)}`);
  const block = address.writeBlock(text);
  if (block !== undefined) return both([isText, isInBlock(text, block, sql)])
  if (!read.DECIMAL.test(text)) {
    // A number that is written with an exponent has no such text in the event.
    return /^-?\d/.test(text) ? both([eitherOf([isText, UNKNOWN]), isSame]) : isSame
  }
  return eitherOf([isSame, both([negate(isText), isNumber(sql, text)])])
}

// Of numbers that are equal as doubles not all are written alike, and not every text of an equal double is that of the number.
function isNumber(sql        , digits        )         {
  return read.isDouble(digits) ? { upper: exactly(`try_cast(${sql} AS double) = ${toDouble(digits)}`).upper, lower: NEVER.lower } : NEVER
}

const toDouble = (digits        )         => `CAST(${quoteSql(digits)} AS double)`;

/** All spellings of one number, as canonicalDecimal has them. */
function digitsPattern(text        )         {
  const canonical = read.canonicalDecimal(text);
  const [whole = '', fraction = ''] = canonical.replace('-', '').split('.');
  const sign = canonical === '0.' ? '-?' : canonical.startsWith('-') ? '-' : '';
  return String.raw`\A${sign}0*${whole}${fraction === '' ? String.raw`(?:\.0+)?` : String.raw`\.${fraction}0*`}\z`
}

const V4 = "'0.0.0.0/0'";

// The engine fails on a block that has bits beyond its length. It also takes an IPv4 address for part of ::/0, and knows no zone.
function isInBlock(text        , block        , sql        )         {
  const address = `try_cast(${sql} AS ipaddress)`;
  const contains = exactly(`contains(${quoteSql(block)}, ${address})`);
  const isInside = block.includes(':') ? both([contains, negate(exactly(`contains(${V4}, ${address})`))]) : contains;
  const hasZone = exactly(`strpos(${sql}, '%') > 0`);
  const known = eitherOf([isInside, exactly(`${sql} = ${quoteSql(text)}`)]);
  return unless(hasZone, known)
}

function hasPart(part        , of        , sql        )         {
  if (part === '') return exactly('true')
  const quoted = quoteSql(part);
  switch (of) {
    case 'anywhere':
      return exactly(`strpos(${sql}, ${quoted}) > 0`)
    case 'start':
      return exactly(`starts_with(${sql}, ${quoted})`)
    case 'end':
      return exactly(`substr(${sql}, greatest(1, length(${sql}) - ${[...part].length - 1})) = ${quoted}`)
  }
}

const DECIMAL_PATTERN = String.raw`\A-?[0-9]+(?:\.[0-9]+)?\z`;
const NUMBER_PATTERN = String.raw`\A-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\z`;

function isOrdered(literal              , order       , value        )         {
  const digits = literal.kind === 'number' ? literal.text : literal.kind === 'text' ? literal.value : '';
  if (read.DECIMAL.test(digits)) return isOrderedNumber(digits, order, value)
  const instant = read.toInstant(digits);
  return instant === undefined ? NEVER : both([value.isText, isOrderedInstant(instant, order, value.sql)])
}

// Doubles keep the order of decimals, except that several decimals are one double. There only equal digits say something for sure.
function isOrderedNumber(digits        , { side, inclusive }       , { sql, isText }        )         {
  const isDecimal = matches(sql, DECIMAL_PATTERN);
  // Only what was a number in the event may have an exponent.
  const isNumber = eitherOf([isDecimal, both([negate(isText), matches(sql, NUMBER_PATTERN)])]);
  if (!Number.isFinite(Number(digits))) return { upper: isNumber.upper, lower: NEVER.lower }
  const number = `try_cast(${sql} AS double)`;
  const sign = side === 'above' ? '>' : '<';
  const isSame = matches(sql, digitsPattern(digits));
  const isNear = both([isNumber, { upper: `coalesce(${number} ${sign}= ${toDouble(digits)}, true)`, lower: NEVER.lower }]);
  const isBeyond = both([isDecimal, exactly(`${number} ${sign} ${toDouble(digits)}`)]);
  if (inclusive) return { upper: isNear.upper, lower: eitherOf([isSame, isBeyond]).lower }
  return { upper: both([isNear, negate(isSame)]).upper, lower: isBeyond.lower }
}

// A day that does not exist is not read by the engine. An instant is exact to a millisecond here, and there as well.
function isOrderedInstant(instant        , { side, inclusive }       , sql        )         {
  const operator = `${side === 'above' ? '>' : '<'}${inclusive ? '=' : ''}`;
  const compared = `try(from_iso8601_timestamp(${sql})) ${operator} from_iso8601_timestamp(${quoteSql(read.formatInstant(instant))})`;
  return both([matches(sql, `\\A${read.INSTANT_PATTERN}\\z`), { upper: `coalesce(${compared}, true)`, lower: `coalesce(${compared}, false)` }])
}

// Turns a filter into conditions of Trino SQL, the language of Athena, for a table whose columns hold events.
//
// SQL cannot say exactly what a filter says: a column of text does not know whether it was a number, and a path in SQL crosses nested
// arrays otherwise. So there are two bounds. The upper one holds for every row whose event matches the filter, and the lower one only for
// such rows. A negation turns them round: where "at most" is not, is not "at least". What asks a table sends the upper bound, and the
// compiled filter decides about the rows that come back. Both bounds are true or false on every row, never null (docs/decisions/sql.md).


/** A column of a table, a field of a structure in it, or what stands for one. */




















/** Tests one value, and whether there is one. */






/** Conditions on a row, the upper one of which holds wherever the filter does, and the lower one only where it does. */
function boundsOf(expression            , columns         )         {
  switch (expression.kind) {
    case 'and':
      return both(expression.terms.map(term => boundsOf(term, columns)))
    case 'or':
      return eitherOf(expression.terms.map(term => boundsOf(term, columns)))
    case 'not':
      return negate(boundsOf(expression.term, columns))
    case 'comparison':
    case 'in':
      return boundsOfClause(expression, columns)
  }
}

// To equal null is to be absent, as in compile.ts.
function boundsOfClause(clause                         , columns         )         {
  const { relation, literals, negated } = imply.demandOf(clause);
  const asksAbsence = relation.kind === 'equality' && literals.some(({ kind }) => kind === 'null');
  const values = asksAbsence ? literals.filter(({ kind }) => kind !== 'null') : literals;
  const some =
    values.length === 0
      ? NEVER
      : boundsOfPath(clause.path, columns, {
          test: value => eitherOf(values.map(literal => compareSql(relation, literal, value))),
          ofObjects: NEVER,
        });
  const absent = asksAbsence ? negate(boundsOfPath(clause.path, columns, { test: () => EVERY, ofObjects: EVERY })) : NEVER;
  const holds = eitherOf([some, absent]);
  return negated ? negate(holds) : holds
}

/** Whether some value of a path answers a question. What no column holds may have any value. */
function boundsOfPath({ segments: [first, ...rest] }      , columns         , question          )         {
  if (typeof first !== 'string') return NEVER
  return Object.hasOwn(columns, first) ? boundsOfColumn(columns[first]          , rest, question) : UNKNOWN
}

/** The fields that a filter names and a table has no column for. Nothing is known of them, so a filter cannot be sure without them. */
function pathsWithoutColumn(paths                 , columns         )                  {
  return paths.filter(({ segments }) => !hasColumn(segments, columns))
}

function hasColumn([first, ...rest]                    , columns         )          {
  if (typeof first === 'number') return hasColumn(rest, columns)
  if (first === undefined) return true
  if (!Object.hasOwn(columns, first)) return false
  const column = columns[first];
  return column.kind === 'struct' || column.kind === 'list' ? hasColumn(rest, column.fields) : true
}

function boundsOfColumn(column        , rest                    , question          )         {
  switch (column.kind) {
    case 'text':
      return boundsOfText({ sql: column.sql, isText: EVERY }, rest, question)
    case 'scalar':
      return boundsOfText({ sql: column.sql, isText: UNKNOWN }, rest, question)
    case 'made':
      return boundsOfMade(column, rest, question)
    case 'possible':
      return rest.length > 0 ? NEVER : { upper: column.sql, lower: NEVER.lower }
    case 'map': {
      const [key, ...more] = rest;
      if (key === undefined) return boundsOfObject(column.sql, question)
      if (typeof key === 'number') return NEVER
      return boundsOfText({ sql: `element_at(${column.sql}, ${quoteSql(key)})`, isText: EVERY }, more, question)
    }
    case 'struct':
      return boundsOfStruct(column, rest, question)
    case 'list':
      return boundsOfList(column, rest, question)
    case 'json':
      return boundsOfJson(column.sql, rest, question)
  }
}

// Text has no members.
function boundsOfText(value        , rest                    , { test }          )         {
  if (rest.length > 0) return NEVER
  return both([exactly(`${value.sql} IS NOT NULL`), test(value)])
}

function boundsOfMade(column                                    , rest                    , question          )         {
  if (rest.length > 0) return NEVER
  const { sql, doubt, sound } = column;
  const text = boundsOfText({ sql, isText: EVERY }, rest, question);
  const sure = sound === undefined ? EVERY : { upper: EVERY.upper, lower: sound };
  const known = both([text, sure]);
  if (doubt === undefined) return known
  return unless(exactly(doubt), known)
}

function boundsOfObject(sql        , { ofObjects }          )         {
  return both([exactly(`${sql} IS NOT NULL`), ofObjects])
}

function boundsOfStruct({ sql, fields }                                      , rest                    , question          )         {
  const [name, ...more] = rest;
  if (name === undefined) return boundsOfObject(sql, question)
  if (typeof name === 'number') return NEVER
  return Object.hasOwn(fields, name) ? boundsOfColumn(fields[name]          , more, question) : UNKNOWN
}

function boundsOfList({ sql, fields }                                    , rest                    , question          )         {
  const [position, ...more] = rest;
  const [items, names] = typeof position === 'number' ? [`slice(${sql}, ${position + 1}, 1)`, more] : [sql, rest];
  const inside = boundsOfStruct({ sql: 'item', fields }, names, question);
  const some = (side              )         => exactly(`any_match(${items}, item -> ${inside[side]})`)[side];
  return { upper: some('upper'), lower: some('lower') }
}

const SPACE = String.raw`[ \t\r\n]*`;
const begins = (sql        , characters        )         => exactly(`regexp_like(${sql}, ${quoteSql(`\\A${SPACE}[${characters}]`)})`);

// Where the content of a column is left out, or is no JSON, the compiled filter decides whether that is a gap. Lists that stand directly in
// lists are rare, and the paths of SQL cross as many of them as they say.
function isDoubtful(sql        )         {
  const isNoJson = `${sql} IS NOT NULL AND try(json_parse(${sql})) IS NULL`;
  const isLeftOut = `json_exists(${sql}, 'lax $[*]?(@.omitted == true)')`;
  const isNested = `regexp_count(${sql}, ${quoteSql(`[\\[,]${SPACE}\\[`)}) >= ${LISTS_IN_A_LIST}`;
  return exactly(`${isNoJson} OR ${isLeftOut} OR ${isNested}`)
}

/** How many lists, each directly in the one before, a path crosses. */
const LISTS_IN_A_LIST = 4;
const ITEMS = '[*]'.repeat(LISTS_IN_A_LIST);

// An event has an object for a text that begins like one (events/cloudtrail.ts). For a text that begins like a list it depends on whether
// the event had one.
function boundsOfJson(sql        , rest                    , question          )         {
  if (rest.length === 0) return boundsOfWhole(sql, question)
  const names = rest.filter(segment => typeof segment !== 'number');
  const path = `lax $${ITEMS}${names.map(name => `."${name.replaceAll('"', '""')}"${ITEMS}`).join('')}`;
  const values = `CAST(json_parse(json_query(${sql}, ${quoteSql(path)} WITH ARRAY WRAPPER)) AS array(json))`;
  const inside = boundsOfValue(question);
  const some = (side              )         => exactly(`any_match(${values}, value -> ${inside[side]})`)[side];
  const found         = { upper: some('upper'), lower: names.length < rest.length ? NEVER.lower : some('lower') };
  return unless(isDoubtful(sql), { upper: found.upper, lower: both([begins(sql, '{'), found]).lower })
}

// Of a number with a fraction or an exponent the engine keeps a double, and infinity becomes a text. An event has a number that no double
// holds as the text of its digits, 16 or more.
const ROUNDED = String.raw`\A(?:-?(?:[0-9]{16}|[0-9]+[.eE])|"-?Infinity"\z)`;

/** The same for one value of JSON, that SQL calls `value`. */
function boundsOfValue({ test, ofObjects }          )         {
  const text = `json_extract_scalar(value, '$')`;
  const isText = exactly(`starts_with(json_format(value), '"')`);
  const isRounded = exactly(`regexp_like(json_format(value), ${quoteSql(ROUNDED)})`);
  const asText = both([exactly(`${text} IS NOT NULL`), test({ sql: text, isText, isRounded })]);
  const asObject = both([exactly(`${text} IS NULL`), ofObjects]);
  return both([exactly(`json_format(value) <> 'null'`), eitherOf([asText, asObject])])
}

// The column as a whole: its text where the event has text, otherwise an object or a list. A text may begin like an object and be none, and
// a list may hold anything. The null of a record may be a text of that name (events/row.ts).
function boundsOfWhole(sql        , { test, ofObjects }          )         {
  const isNested = begins(sql, '\\[{');
  const asked = test({ sql, isText: UNKNOWN });
  const asText = both([negate(isNested), asked]);
  const asObject = both([begins(sql, '{'), ofObjects]);
  const present = unless(exactly(`coalesce(${sql} = 'null', false)`), exactly(`${sql} IS NOT NULL`));
  return { upper: both([present, eitherOf([asked, isNested])]).upper, lower: both([present, eitherOf([asText, asObject])]).lower }
}

// Rows of CloudTrail's table that are a gap whatever the filters are. The bounds of a filter say nothing about them, so a query asks for
// them beside what the filters ask.


// The end of a key. What the engine has read has it as often as the text, unless it kept only one of two equal keys.
const KEY_END = quoteSql(String.raw`(?<!\\)"[ \t\r\n]*:`);

/** Holds for every row with a text that looks like an object and cannot be read, or has a key twice (hasUnreadText). */
function unreadText(fields         )         {
  const names = Object.entries(fields).flatMap(([name, { kind, sql }]) => (kind === 'json' && read.JSON_IN_TEXT.includes(name) ? [sql] : []));
  return anyOf(
    names.map(name => {
      const keys = (text        )         => `regexp_count(${text}, ${KEY_END})`;
      const isOneWay = `${keys(name)} = try(${keys(`json_format(json_parse(${name}))`)})`;
      return `coalesce(regexp_like(${name}, '\\A[^!-~]*\\{') AND NOT coalesce(${isOneWay}, false), false)`
    }),
  )
}

// To the engine an unusual letter, such as the long s, is another case of a plain one.
const SOURCE = `\\A(?=[!-~]+\\z)(?i)${read.SERVICE.source.replace('^', '').replace('$', '\\z')}`;

/** Holds for every row that is not the record of a call (isRecord), and for none that CloudTrail wrote beside these (asideOf). */
const STRANGER         =
  `(NOT coalesce(regexp_like(eventsource, ${quoteSql(SOURCE)}), false)` +
  ` OR NOT coalesce(regexp_like(eventname, '[!-~]'), false)) AND coalesce(eventtype, '') NOT IN (${read.NO_CALLS.map(quoteSql).join(', ')})`;

const DAYS = '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const LEAP_DAY = '20(?:[02468][048]|[13579][26])-02-29';
const ORDINARY = `\\A(?:[0-9]{4}-${DAYS}|${LEAP_DAY})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\\z`;

/** Holds for every row whose time is not written as CloudTrail does: it may be any instant, or none. Other times have the order of text. */
const ODD_TIME         = `NOT coalesce(regexp_like(eventtime, ${quoteSql(ORDINARY)}), false)`;

function anyOf(conditions                   )         {
  return conditions.length === 0 ? 'false' : conditions.join(' OR ')
}

// The columns of CloudTrail's table in Athena, by the names of the fields of an event, and what Threat Stack's names for fields are in SQL.
//
// Tables differ, so a table has what is known here of the columns that it really has. The table that AWS documents is one of them.
// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html


const text = (sql        )         => ({ kind: 'text', sql });
const json = (sql        )         => ({ kind: 'json', sql });

/** A structure of texts. */
function texts(sql        , names                   , others          = {})         {
  const fields = Object.fromEntries(names.map(name => [name, text(`${sql}.${name.toLowerCase()}`)]));
  return { kind: 'struct', sql, fields: { ...fields, ...others } }
}

const SESSION = 'useridentity.sessioncontext';
const WEB = `${SESSION}.webidfederationdata`;
const ISSUER = `${SESSION}.sessionissuer`;

// What the documented table has no column for stands at the end of a list: tables that somebody wrote may have one.
const sessionContext = texts(SESSION, ['ec2RoleDelivery', 'sourceIdentity', 'assumedRoot'], {
  attributes: texts(`${SESSION}.attributes`, ['mfaAuthenticated', 'creationDate']),
  sessionIssuer: texts(ISSUER, ['type', 'principalId', 'arn', 'accountId', 'userName']),
  webIdFederationData: texts(WEB, ['federatedProvider'], { attributes: { kind: 'map', sql: `${WEB}.attributes` } }),
});

const IDENTITY = ['type', 'principalId', 'arn', 'accountId', 'invokedBy', 'accessKeyId', 'userName', 'identityProvider', 'credentialId'];
const TEXTS = [
  ...['eventVersion', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage'],
  ...['requestID', 'eventID', 'eventType', 'apiVersion', 'recipientAccountId', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId'],
  ...['eventCategory', 'sessionCredentialFromConsole'],
];
const JSONS = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'edgeDeviceDetails'];

const SESSION_TYPE =
  'struct<attributes:struct<mfaauthenticated:string,creationdate:string>,' +
  'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,' +
  'ec2roledelivery:string,webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>>';

const TYPES                                   = {
  useridentity:
    'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,' +
    `onbehalfof:struct<userid:string,identitystorearn:string>,sessioncontext:${SESSION_TYPE}>`,
  readonly: 'string',
  resources: 'array<struct<arn:string,accountid:string,type:string>>',
  addendum: 'struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>',
  tlsdetails: 'struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>',
};

/** The columns of the table that AWS documents. */
const DOCUMENTED_COLUMNS                         = [
  ...[...TEXTS, ...JSONS].map(name => ({ name: name.toLowerCase(), type: 'string' })),
  ...Object.entries(TYPES).map(([name, type]) => ({ name, type })),
];

const byName = (names                   , make                         )          =>
  Object.fromEntries(names.map(name => [name, make(name.toLowerCase())]));

const FIELDS          = {
  ...byName(TEXTS, text),
  ...byName(JSONS, json),
  readOnly: { kind: 'scalar', sql: 'readonly' },
  managementEvent: { kind: 'scalar', sql: 'managementevent' },
  userIdentity: texts('useridentity', IDENTITY, {
    onBehalfOf: texts('useridentity.onbehalfof', ['userId', 'identityStoreArn']),
    sessionContext,
  }),
  resources: {
    kind: 'list',
    sql: 'resources',
    fields: { ARN: text('item.arn'), accountId: text('item.accountid'), type: text('item.type') },
  },
  addendum: texts('addendum', ['reason', 'updatedFields', 'originalRequestID', 'originalEventID']),
  tlsDetails: texts('tlsdetails', ['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader']),
};

// Threat Stack's names exist on the records of calls only (isCloudTrail).
const IS_CALL =
  "coalesce(eventsource IS NOT NULL AND NOT starts_with(eventsource, 'aws:')" +
  " AND coalesce(eventtype, '') NOT IN ('AwsAggregatedEvent', 'AwsCloudTrailInsight'), false)";

/** A name for what other columns hold, and these columns. */





const named = (sql        , needs                   , doubt         )        => ({
  column: { kind: 'made', sql, sound: IS_CALL, ...(doubt === undefined ? {} : { doubt }) },
  needs,
});
const renamed = (sql        )        => named(sql, [sql]);

// The readers of actor.ts take spaces away at both ends and leave out a text without anything else. The engine has another idea of what a
// space is, so a text that is empty, or begins or ends with anything but a printable character of ASCII, is left to them.
const isOdd = (values                   )         =>
  `coalesce(any_match(ARRAY[${values.join(', ')}], each -> regexp_like(each, '\\A(?:[^!-~]|\\z)|[^!-~]\\z')), false)`;

const ARN = 'useridentity.arn';
const PRINCIPAL = 'useridentity.principalid';
const USER = 'useridentity.username';
const OTHER = 'useridentity.onbehalfof.userid';
const INVOKER = 'useridentity.invokedby';
const TYPE = 'useridentity.type';

const lastOf = (sql        , separators        )         => `nullif(regexp_extract(${sql}, '[^${separators}]*\\z'), '')`;

const SESSION_NAME = `coalesce(IF(strpos(${PRINCIPAL}, ':') > 0, ${lastOf(PRINCIPAL, ':')}), ${lastOf(ARN, '/:')})`;
const IS_SESSION = `${TYPE} IN ('AssumedRole', 'FederatedUser')`;
const WHO = [`IF(${IS_SESSION}, ${SESSION_NAME})`, USER, OTHER, lastOf(ARN, '/:'), lastOf(PRINCIPAL, ':'), INVOKER].join(', ');

const LINKED_ROLE = '\\Aarn:[^:]+:iam::[0-9]{12}:role/aws-service-role/([^/:]+/[^/:]+)\\z';
const ROLE = '\\A(?:[^:]*:){5}(assumed-role/[\\s\\S]*)\\z';

const ISSUER_ARN = `${ISSUER}.arn`;
const MFA = `${SESSION}.attributes.mfaauthenticated`;
const ACCOUNTS = ['useridentity.accountid', 'recipientaccountid'];
const ASKED = 'requestparameters';
const NAMED_BY = [TYPE, PRINCIPAL, ARN, USER, OTHER, INVOKER];

const ALIASES                                  = {
  event_type: named("'cloudtrail'", []),
  user: named(`coalesce(${WHO})`, NAMED_BY, isOdd(NAMED_BY)),
  ip: renamed('sourceipaddress'),
  region: renamed('awsregion'),
  error: renamed('errorcode'),
  userType: renamed(TYPE),
  accountId: named(`coalesce(${ACCOUNTS.join(', ')})`, ACCOUNTS),
  recipientAccountID: renamed('recipientaccountid'),
  accessKey: renamed('useridentity.accesskeyid'),
  arnRole: named(`regexp_extract(${ARN}, '${ROLE}', 1)`, [ARN], isOdd([ARN])),
  serviceLinkedRole: named(
    `IF(${TYPE} = 'AssumedRole', regexp_extract(${ISSUER_ARN}, '${LINKED_ROLE}', 1))`,
    [TYPE, ISSUER_ARN],
    isOdd([TYPE, ISSUER_ARN]),
  ),
  mfaUsed: renamed(MFA),
  MFAUsed: renamed(MFA),
  eventSourceType: renamed('eventtype'),
  eventId: renamed('eventid'),
  requestId: renamed('requestid'),
  policyPublic: {
    column: { kind: 'possible', sql: `coalesce(regexp_like(${ASKED}, 'olicy|omitted|HIDDEN'), false)` },
    needs: [ASKED],
  },
};

/** What a table has of the fields of events and of their other names. */









/** Finds the fields of events in the columns of a table. */
function fieldsOfTable(table                        )              {
  const types = new Map(table.map(({ name, type }) => [name.toLowerCase(), parseHiveType(type)]));
  const fitting = fitFields(FIELDS, types);
  const hasText = (path        )          => {
    const [first = '', ...rest] = path.split('.');
    const type = rest.reduce                      (
      (at, name) => (at?.kind === 'struct' ? at.fields.get(name) : undefined),
      types.get(first),
    );
    return isWholeText(type)
  };
  const aliases = Object.entries(ALIASES).flatMap(([name, { column, needs }]) => (needs.every(hasText) ? [[name, column]         ] : []));
  const unfit = table.filter(({ name }) =>
    Object.keys(FIELDS).some(field => field.toLowerCase() === name.toLowerCase() && !Object.hasOwn(fitting, field)),
  );
  return {
    fields: fitting,
    columns: { ...Object.fromEntries(aliases), ...fitting },
    unfit: unfit.map(({ name, type }) => `the column ${name} has the type ${type}`),
  }
}

function fitFields(wanted         , types                                           )          {
  const found = Object.entries(wanted).flatMap(([name, column]) => {
    const fitting = fitColumn(column, types.get(name.toLowerCase()));
    return fitting === undefined ? [] : [[name, fitting]         ]
  });
  return Object.fromEntries(found)
}

function fitColumn(column        , type                      )                     {
  switch (column.kind) {
    case 'scalar':
      if (type?.kind === 'plain' && type.name === 'boolean') return { kind: 'scalar', sql: `CAST(${column.sql} AS varchar)` }
      return isWholeText(type) ? column : undefined
    case 'struct':
      return type?.kind === 'struct' ? { ...column, fields: fitFields(column.fields, type.fields) } : undefined
    case 'list':
      return type?.kind === 'list' && type.item.kind === 'struct'
        ? { ...column, fields: fitFields(column.fields, type.item.fields) }
        : undefined
    case 'map':
      return type?.kind === 'map' ? column : undefined
    default:
      return isWholeText(type) ? column : undefined
  }
}

/** The fields and names of CloudTrail's events, as the documented table has them. */
const CLOUDTRAIL_COLUMNS          = fieldsOfTable(DOCUMENTED_COLUMNS).columns;

// The query that a table of CloudTrail's events is asked with: every row that some filter could match, and every row that is a gap
// whatever the filters are. The compiled filters decide about the rows that come back, so asking for more costs money and nothing else.


/** A filter whose events are asked for, and all that decides about them. */








/** What is sent, and what has to be known to believe the answer. */














// Athena takes 262,144 characters, but its engine compiles less of a condition. How much, no document says, and it depends on the kind of
// condition; what Trino 476 takes is in docs/decisions/sql.md.
const MOST_CHARACTERS = 45_000;

/** Without these nothing can be said of a row. */
const REQUIRED = ['eventTime', 'eventSource', 'eventName', 'eventID', 'eventType', 'awsRegion', 'recipientAccountId'];

/**
 * Makes the query for what filters could match within a reach. Where the engine refuses it as too much to compile, one with the next
 * coarseness asks for less at once, and gets more.
 */
function makeQuery(table       , askings                   , reach       , coarseness = 0)                  {
  const { fields, columns, unfit } = fieldsOfTable(table.columns);
  const missing = REQUIRED.filter(name => !Object.hasOwn(fields, name)).map(name => name.toLowerCase());
  if (missing.length > 0) return tableProblem(table, missing, unfit)
  const partitions = boundPartitions(table, reach);
  if ('kind' in partitions) return partitions
  const selected = Object.entries(fields).map(([field, column])            => ({ name: field.toLowerCase(), field, column }));
  const asked = choose(askings, columns, fields, coarseness);
  const where = [...partitions.conditions, ...whose(partitions, reach), `(${ODD_TIME} OR ${within(reach)} AND (${asked.condition}))`];
  const from = `${quoteName(table.database)}.${quoteName(table.name)}`;
  return {
    sql: `SELECT ${selected.map(select).join(', ')}\nFROM ${from}\nWHERE ${where.join('\n  AND ')}`,
    columns: selected,
    withoutColumn: askings.flatMap(({ id, paths }) => {
      const lacking = [...new Set(withoutColumn(paths, columns).map(imply.printPath))];
      return lacking.length === 0 ? [] : [{ id, fields: lacking }]
    }),
    gaps: partitions.gaps,
    notes: [...partitions.notes, ...unfit.map(text => `${text}, and is not read`), ...asked.notes],
    coarseness: asked.coarseness,
  }
}

function tableProblem({ database, name }       , missing                   , unfit                   )          {
  const message = `the table ${read.quote(`${database}.${name}`)} has no column ${missing.join(', ')}, so it is not one of CloudTrail's events`;
  const types = unfit.length === 0 ? '' : `; ${unfit.join('; ')}`;
  const help = 'name the table that CloudTrail or its documentation made: https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html';
  return { level: 'error', kind: 'athena-table', message: `${message}${types}`, help }
}

// What calls are about is found in their parameters and answers (target.ts).
function withoutColumn(paths                 , columns         )                  {
  const isThere = ['requestParameters', 'responseElements'].every(name => Object.hasOwn(columns, name));
  return pathsWithoutColumn(paths, columns).filter(({ segments: [first] }) => first !== 'target' || !isThere)
}

// A structure comes back as JSON: its text in an answer would not say where a value ends.
function select({ name, column: { kind, sql } }           )         {
  if (kind === 'struct' || kind === 'list' || kind === 'map') return `json_format(CAST(${sql} AS JSON)) AS ${name}`
  return sql === name ? name : `${sql} AS ${name}`
}

// Where the partitions are those of the Regions and the account, they say it better than the events do.
function whose({ isOf }            , { regions, account }       )                    {
  const isOne = (column        , values                   )         => `coalesce(${column} IN (${values.map(quoteSql).join(', ')}), true)`;
  return [
    ...(isOf.regions || regions.length === 0 ? [] : [isOne('awsregion', regions)]),
    ...(isOf.account || account === undefined ? [] : [isOne('recipientaccountid', [account])]),
  ]
}







/** What filters ask of a row, as exactly as it is short enough. */
function choose(askings                   , columns         , fields         , least        )        {
  const odd = [unreadText(fields), STRANGER];
  for (const [coarseness, { keeps, note }] of EXACTNESS.entries()) {
    const kept = Object.fromEntries(Object.entries(columns).filter(([name, { kind }]) => keeps(name, kind)));
    const uppers = [...new Set(askings.map(({ expression }) => boundsOf(expression, kept).upper))];
    const condition = uppers.includes('true') ? 'true' : anyOf([...uppers.filter(upper => upper !== 'false'), ...odd]);
    if (coarseness >= least && condition.length <= MOST_CHARACTERS)
      return { condition, notes: note === undefined ? [] : [note], coarseness }
  }
  return { condition: 'true', notes: [tooMuch('every event is asked for')], coarseness: EXACTNESS.length }
}

const tooMuch = (what        )         => `the conditions of all rules are too much for one query, so ${what}`;

// A field that is left out may have any value, so leaving out fields asks for more and never for less.
const EXACTNESS                                                                                                 = [
  { keeps: () => true },
  {
    keeps: (_, kind) => kind !== 'json' && kind !== 'made',
    note: tooMuch('parameters and answers of calls are not asked for, nor who made them'),
  },
  {
    keeps: name => ['eventSource', 'eventName', 'errorCode'].includes(name),
    note: tooMuch('only the sources, names and errors of events are asked for'),
  },
  { keeps: name => name === 'eventSource', note: tooMuch('only the sources of events are asked for') },
];

exports.CLOUDTRAIL_COLUMNS = CLOUDTRAIL_COLUMNS;
exports.DOCUMENTED_COLUMNS = DOCUMENTED_COLUMNS;
exports.boundPartitions = boundPartitions;
exports.boundsOf = boundsOf;
exports.calendarOf = calendarOf;
exports.dayKeyOf = dayKeyOf;
exports.isOfPlace = isOfPlace;
exports.isProjected = isProjected;
exports.makeQuery = makeQuery;
exports.pathsWithoutColumn = pathsWithoutColumn;
exports.quoteName = quoteName;
exports.quoteSql = quoteSql;
exports.regionKeyOf = regionKeyOf;
exports.within = within;
