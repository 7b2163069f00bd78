'use strict';

const read = require('./chunk-read.cjs');
const image = require('./chunk-image.cjs');
const visibility = require('./chunk-visibility.cjs');
const match = require('./chunk-match.cjs');
const base = require('./chunk-base.cjs');
const delivery = require('./chunk-delivery.cjs');
const address = require('./chunk-address.cjs');
const severities = require('./chunk-severities.cjs');

// What the orders of versions share: comparing numbers and lists.




/** Which of two versions is later; undefined if one of them cannot be read. */


/** An order for versions that are first parsed; what cannot be parsed has no place in it. */
function orderBy   (parse                                 , compare                      )        {
  return (a, b) => {
    const first = parse(a);
    const second = parse(b);
    return first === undefined || second === undefined ? undefined : compare(first, second)
  }
}

/** Compares whole numbers of any size. None at all is zero. */
function compareDigits(a        , b        )       {
  const first = a.replace(/^0+/, '');
  const second = b.replace(/^0+/, '');
  return compareNumbers(first.length, second.length) || read.compareText(first, second)
}

function compareNumbers(a        , b        )       {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares from left to right, up to the first difference. The shorter list goes on with undefined. */
function compareLists   (a              , b              , compare                                              )       {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const sign = compare(a[i], b[i]);
    if (sign !== 0) return sign
  }
  return 0
}

/** Compares lists of numbers; one that is not there is zero. */
function compareDigitLists(a                   , b                   )       {
  return compareLists(a, b, (a = '', b = '') => compareDigits(a, b))
}

/** A part of a version: its kind, where that decides, and what decides between parts of one kind. */






/** Compares lists of parts; the rank of what is not there says what comes before the end, and what after it. */
function comparePartLists(a                 , b                 , rankOfEnd        )       {
  const end       = { rank: rankOfEnd };
  return compareLists(
    a,
    b,
    (a = end, b = end) =>
      compareNumbers(a.rank, b.rank) || compareDigits(a.digits ?? '', b.digits ?? '') || read.compareText(a.text ?? '', b.text ?? ''),
  )
}

// The order of Alpine's packages: numbers, a letter, suffixes, the hash of a commit, a revision.
// https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd


const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
const SHAPE$7 = /^(\d+)((?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([\da-f]+))?(?:-r(\d+))?$/;

// Where two versions go on differently, the kind that stands earlier in a version is the later version, except that the suffixes
// of a version that is not released yet come before its end.
const END$6 = SUFFIXES.indexOf('');
const REVISION = END$6 + 1;
const HASH = END$6 + 2;
const NUMBER_OF_SUFFIX = END$6 + 3;
const SUFFIX = END$6 + 4;
const LETTER = SUFFIX + SUFFIXES.length;
const NUMBER$7 = LETTER + 1;

const compareApk = orderBy(parse$5, (a, b) => comparePartLists(a, b, END$6));

function parse$5(text        )                              {
  const [, first, more = '', letter = '', suffixes = '', hash, revision] = SHAPE$7.exec(text) ?? [];
  if (first === undefined) return undefined
  return [
    { rank: NUMBER$7, digits: first },
    ...Array.from(more.matchAll(/\d+/g), ([digits]) => readNumber(digits)),
    { rank: LETTER, text: letter },
    ...Array.from(suffixes.matchAll(/_([a-z]+)(\d*)/g), ([, name = '', digits = '']) => readSuffix(name, digits)).flat(),
    ...(hash === undefined ? [] : [{ rank: HASH, text: hash }]),
    ...(revision === undefined ? [] : [{ rank: REVISION, digits: revision }]),
  ]
}

// After the first number, one with a leading zero is compared as text, as behind a decimal point.
function readNumber(digits        )       {
  return digits.startsWith('0') ? { rank: NUMBER$7, text: digits } : { rank: NUMBER$7, digits }
}

function readSuffix(name        , digits        )                  {
  const place = SUFFIXES.indexOf(name);
  const suffix = { rank: place < END$6 ? place : SUFFIX + place };
  return digits === '' ? [suffix] : [suffix, { rank: NUMBER_OF_SUFFIX, digits }]
}

// The order of Composer's packages: up to four numbers, then a stability with numbers of its own. Branches, such as dev-main, and dates
// have no order here.
// https://getcomposer.org/doc/articles/versions.md, read as https://github.com/composer/semver reads it.


const SHAPE$6 =
  /^v?(\d{1,5}(?:\.\d+){0,3})[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)(?:[.-]?(\d+(?:[.-]\d+)*))?)?([.-]?dev)?(?:@(?:stable|rc|beta|alpha|dev)|\+.+)?$/;

// A version without a stability stands between RC and patch, and so does one whose stability has no more numbers.
const RANKS = new Map([
  ['alpha', 1],
  ['a', 1],
  ['beta', 2],
  ['b', 2],
  ['rc', 3],
  ['patch', 6],
  ['pl', 6],
  ['p', 6],
]);
const DEV = 0;
const END$5 = 4;
const NUMBER$6 = 5;






const compareComposer = orderBy(parse$4, compare$2);

function parse$4(text        )                      {
  const [, numbers, word, more, dev] = SHAPE$6.exec(text.toLowerCase()) ?? [];
  if (numbers === undefined) return undefined
  return { numbers: numbers.split('.'), stability: readStability(word, more, dev) }
}

function readStability(word                    , more = '', dev                    )                  {
  if (word === 'stable') return []
  return [
    ...(word === undefined ? [] : [{ rank: RANKS.get(word) ?? END$5 }]),
    ...Array.from(more.matchAll(/\d+/g), ([digits]) => ({ rank: NUMBER$6, digits })),
    ...(dev === undefined ? [] : [{ rank: DEV }]),
  ]
}

function compare$2(a         , b         )       {
  return compareDigitLists(a.numbers, b.numbers) || comparePartLists(a.stability, b.stability, END$5)
}

// What the versions of Debian's and RPM's packages have in common: an epoch, the version of the source, and that of the package.


/** An order by epoch, version and release. `shape` captures the three; a missing one is an empty text. */
function orderByEpoch   (shape        , split                     , compare                      )        {
  const parse = (text        ) => {
    const [, epoch = '', version, release = ''] = shape.exec(text) ?? [];
    return version === undefined ? undefined : { epoch, version: split(version), release: split(release) }
  };
  return orderBy(parse, (a, b) => compareDigits(a.epoch, b.epoch) || compare(a.version, b.version) || compare(a.release, b.release))
}

// The order of Debian's packages: epoch, upstream version, revision.
// https://www.debian.org/doc/debian-policy/ch-controlfields.html#version


const SHAPE$5 = /^(?!.*-$)(?:(\d+):)?([A-Za-z\d.+~-]+?)(?:-([A-Za-z\d.+~]+))?$/;

/** A stretch of other characters, and the number that follows it. */


const compareDpkg = orderByEpoch(SHAPE$5, split$2, compareStretches);

function split$2(text        )                     {
  return Array.from(text.matchAll(/(\D*)(\d*)/g), ([, text = '', digits = '']) => [sortable(text), digits])
}

const END$4 = '\x01';
const NOTHING$1          = [END$4, ''];

// A tilde comes before the end, which comes before letters, which come before everything else.
function sortable(text        )         {
  return text.replace(/[^A-Za-z]/g, sign => (sign === '~' ? '\0' : String.fromCharCode(0x100 + sign.charCodeAt(0)))) + END$4
}

function compareStretches(a                    , b                    )       {
  return compareLists(a, b, (a = NOTHING$1, b = NOTHING$1) => read.compareText(a[0], b[0]) || compareDigits(a[1], b[1]))
}

// Versions that end as those of Semantic Versioning 2 do: with a pre-release, and with metadata that no order looks at.
// https://semver.org/#spec-item-11







/** An order by numbers and then by the pre-release. */
function orderByPrerelease(parse                                       )        {
  return orderBy(parse, (a, b) => compareDigitLists(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease))
}

const END$3 = 0;
const NUMBER$5 = 1;
const TEXT$1 = 2;

// A version without a pre-release is later than any that has one.
function comparePrereleases(a                    , b                    )       {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return comparePartLists(split$1(a), split$1(b), END$3)
}

function split$1(text        )                  {
  return text.split('.').map(part => (/^\d+$/.test(part) ? { rank: NUMBER$5, digits: part } : { rank: TEXT$1, text: part }))
}

// The order of Go's modules, pseudo-versions included: https://go.dev/ref/mod#versions, and of the short forms that
// https://pkg.go.dev/golang.org/x/mod/semver allows. "+incompatible" is metadata, so it does not count. The "v" may be missing, and
// the standard library has the versions of Go.


const NUMBER$4 = '(0|[1-9]\\d*)';
const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*)';
const METADATA = '[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*';
const SHAPE$4 = new RegExp(
  `^(?:v|go)?${NUMBER$4}(?:\\.${NUMBER$4}(?:\\.${NUMBER$4}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+${METADATA})?)?)?$`,
);

const compareGo = orderByPrerelease(text => {
  const [, major, minor = '', patch = '', prerelease] = SHAPE$4.exec(text) ?? [];
  return major === undefined ? undefined : { numbers: [major, minor, patch], prerelease }
});

// The order of Maven's artifacts, as the reference of the POM defines it: numbers and qualifiers, each with the separator before it.
// https://maven.apache.org/pom.html#version-order-specification


const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const SPELLINGS$1 = new Map([
  ['cr', 'rc'],
  ['final', ''],
  ['ga', ''],
  ['release', ''],
]);
// Short only where a number follows at once.
const BEFORE_NUMBERS = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

// The end is what a qualifier without a meaning is. Other words come after the known ones, then numbers after a hyphen, then others.
const END$2 = QUALIFIERS.indexOf('');
const WORD = QUALIFIERS.length;
const NUMBER_AFTER_HYPHEN = WORD + 1;
const NUMBER$3 = WORD + 2;

const compareMaven = orderBy(parse$3, (a, b) => comparePartLists(a, b, END$2));

// A token is a number or a qualifier, and nothing between two separators is a zero. Where a number and a qualifier meet there is a hyphen.
const TOKEN = /([.-]|^|(?<=\d)(?=[^\d.-])|(?<=[^\d.-])(?=\d))(\d+|[^\d.-]+|)(?=(\d)?)/g;

// https://maven.apache.org/pom.html#dependency-version-requirement-specification
const SIGNS_OF_RANGES = /[[\](),]/;

function parse$3(text        )                              {
  if (SIGNS_OF_RANGES.test(text)) return undefined
  const parts         = [];
  for (const { 1: separator, 2: value = '', 3: next, index } of text.toLowerCase().matchAll(TOKEN)) {
    const part = /^\d*$/.test(value)
      ? { rank: separator === '.' || index === 0 ? NUMBER$3 : NUMBER_AFTER_HYPHEN, digits: value }
      : readQualifier(next === undefined ? value : (BEFORE_NUMBERS.get(value) ?? value));
    if (part.rank !== NUMBER$3) trim(parts);
    parts.push(part);
  }
  trim(parts);
  return parts
}

function readQualifier(word        )       {
  const place = QUALIFIERS.indexOf(SPELLINGS$1.get(word) ?? word);
  return place < 0 ? { rank: WORD, text: word } : { rank: place }
}

// Zeros and qualifiers without a meaning say nothing at the end, and nothing before a hyphen or a qualifier: 1.0.0-rc is 1-rc.
function trim(parts        )       {
  parts.length = parts.findLastIndex(({ rank, digits }) => rank !== END$2 && (digits === undefined || /[^0]/.test(digits))) + 1;
}

var debug_1;
var hasRequiredDebug;

function requireDebug () {
	if (hasRequiredDebug) return debug_1;
	hasRequiredDebug = 1;

	const debug = (
	  typeof process === 'object' &&
	  process.env &&
	  process.env.NODE_DEBUG &&
	  /\bsemver\b/i.test(process.env.NODE_DEBUG)
	) ? (...args) => console.error('SEMVER', ...args)
	  : () => {};

	debug_1 = debug;
	return debug_1;
}

var constants;
var hasRequiredConstants;

function requireConstants () {
	if (hasRequiredConstants) return constants;
	hasRequiredConstants = 1;

	// Note: this is the semver.org version of the spec that it implements
	// Not necessarily the package version of this code.
	const SEMVER_SPEC_VERSION = '2.0.0';

	const MAX_LENGTH = 256;
	const MAX_SAFE_INTEGER = Number.MAX_SAFE_INTEGER ||
	/* istanbul ignore next */ 9007199254740991;

	// Max safe segment length for coercion.
	const MAX_SAFE_COMPONENT_LENGTH = 16;

	// Max safe length for a build identifier. The max length minus 6 characters for
	// the shortest version with a build 0.0.0+BUILD.
	const MAX_SAFE_BUILD_LENGTH = MAX_LENGTH - 6;

	// ECMAScript whitespace and line terminators matched by \s.
	const WHITESPACE_CHARACTERS = [
	  '\t',
	  '\n',
	  '\v',
	  '\f',
	  '\r',
	  ' ',
	  '\u00a0',
	  '\u1680',
	  '\u2000',
	  '\u2001',
	  '\u2002',
	  '\u2003',
	  '\u2004',
	  '\u2005',
	  '\u2006',
	  '\u2007',
	  '\u2008',
	  '\u2009',
	  '\u200a',
	  '\u2028',
	  '\u2029',
	  '\u202f',
	  '\u205f',
	  '\u3000',
	  '\ufeff',
	];

	const RELEASE_TYPES = [
	  'major',
	  'premajor',
	  'minor',
	  'preminor',
	  'patch',
	  'prepatch',
	  'prerelease',
	];

	constants = {
	  MAX_LENGTH,
	  MAX_SAFE_COMPONENT_LENGTH,
	  MAX_SAFE_BUILD_LENGTH,
	  MAX_SAFE_INTEGER,
	  WHITESPACE_CHARACTERS,
	  RELEASE_TYPES,
	  SEMVER_SPEC_VERSION,
	  FLAG_INCLUDE_PRERELEASE: 0b001,
	  FLAG_LOOSE: 0b010,
	};
	return constants;
}

var re = {exports: {}};

var hasRequiredRe;

function requireRe () {
	if (hasRequiredRe) return re.exports;
	hasRequiredRe = 1;
	(function (module, exports) {

		const {
		  MAX_SAFE_COMPONENT_LENGTH,
		  MAX_SAFE_BUILD_LENGTH,
		  MAX_LENGTH,
		} = requireConstants();
		const debug = requireDebug();
		exports = module.exports = {};

		// The actual regexps go on exports.re
		const re = exports.re = [];
		const safeRe = exports.safeRe = [];
		const src = exports.src = [];
		const safeSrc = exports.safeSrc = [];
		const t = exports.t = {};
		let R = 0;

		const LETTERDASHNUMBER = '[a-zA-Z0-9-]';

		// Replace some greedy regex tokens to prevent regex dos issues. These regex are
		// used internally via the safeRe object since all inputs in this library get
		// normalized first to trim and collapse all extra whitespace. The original
		// regexes are exported for userland consumption and lower level usage. A
		// future breaking change could export the safer regex only with a note that
		// all input should have extra whitespace removed.
		const safeRegexReplacements = [
		  ['\\s', 1],
		  ['\\d', MAX_LENGTH],
		  [LETTERDASHNUMBER, MAX_SAFE_BUILD_LENGTH],
		];

		const makeSafeRegex = (value) => {
		  for (const [token, max] of safeRegexReplacements) {
		    value = value
		      .split(`${token}*`).join(`${token}{0,${max}}`)
		      .split(`${token}+`).join(`${token}{1,${max}}`);
		  }
		  return value
		};

		const createToken = (name, value, isGlobal) => {
		  const safe = makeSafeRegex(value);
		  const index = R++;
		  debug(name, index, value);
		  t[name] = index;
		  src[index] = value;
		  safeSrc[index] = safe;
		  re[index] = new RegExp(value, isGlobal ? 'g' : undefined);
		  safeRe[index] = new RegExp(safe, isGlobal ? 'g' : undefined);
		};

		// The following Regular Expressions can be used for tokenizing,
		// validating, and parsing SemVer version strings.

		// ## Numeric Identifier
		// A single `0`, or a non-zero digit followed by zero or more digits.

		createToken('NUMERICIDENTIFIER', '0|[1-9]\\d*');
		createToken('NUMERICIDENTIFIERLOOSE', '\\d+');

		// ## Non-numeric Identifier
		// Zero or more digits, followed by a letter or hyphen, and then zero or
		// more letters, digits, or hyphens.

		createToken('NONNUMERICIDENTIFIER', `\\d*[a-zA-Z-]${LETTERDASHNUMBER}*`);

		// ## Main Version
		// Three dot-separated numeric identifiers.

		createToken('MAINVERSION', `(${src[t.NUMERICIDENTIFIER]})\\.` +
		                   `(${src[t.NUMERICIDENTIFIER]})\\.` +
		                   `(${src[t.NUMERICIDENTIFIER]})`);

		createToken('MAINVERSIONLOOSE', `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.` +
		                        `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.` +
		                        `(${src[t.NUMERICIDENTIFIERLOOSE]})`);

		// ## Pre-release Version Identifier
		// A numeric identifier, or a non-numeric identifier.
		// Non-numeric identifiers include numeric identifiers but can be longer.
		// Therefore non-numeric identifiers must go first.

		createToken('PRERELEASEIDENTIFIER', `(?:${src[t.NONNUMERICIDENTIFIER]
		}|${src[t.NUMERICIDENTIFIER]})`);

		createToken('PRERELEASEIDENTIFIERLOOSE', `(?:${src[t.NONNUMERICIDENTIFIER]
		}|${src[t.NUMERICIDENTIFIERLOOSE]})`);

		// ## Pre-release Version
		// Hyphen, followed by one or more dot-separated pre-release version
		// identifiers.

		createToken('PRERELEASE', `(?:-(${src[t.PRERELEASEIDENTIFIER]
		}(?:\\.${src[t.PRERELEASEIDENTIFIER]})*))`);

		createToken('PRERELEASELOOSE', `(?:-?(${src[t.PRERELEASEIDENTIFIERLOOSE]
		}(?:\\.${src[t.PRERELEASEIDENTIFIERLOOSE]})*))`);

		// ## Build Metadata Identifier
		// Any combination of digits, letters, or hyphens.

		createToken('BUILDIDENTIFIER', `${LETTERDASHNUMBER}+`);

		// ## Build Metadata
		// Plus sign, followed by one or more period-separated build metadata
		// identifiers.

		createToken('BUILD', `(?:\\+(${src[t.BUILDIDENTIFIER]
		}(?:\\.${src[t.BUILDIDENTIFIER]})*))`);

		// ## Full Version String
		// A main version, followed optionally by a pre-release version and
		// build metadata.

		// Note that the only major, minor, patch, and pre-release sections of
		// the version string are capturing groups.  The build metadata is not a
		// capturing group, because it should not ever be used in version
		// comparison.

		createToken('FULLPLAIN', `v?${src[t.MAINVERSION]
		}${src[t.PRERELEASE]}?${
		  src[t.BUILD]}?`);

		createToken('FULL', `^${src[t.FULLPLAIN]}$`);

		// like full, but allows v1.2.3 and =1.2.3, which people do sometimes.
		// also, 1.0.0alpha1 (prerelease without the hyphen) which is pretty
		// common in the npm registry.
		createToken('LOOSEPLAIN', `[v=\\s]*${src[t.MAINVERSIONLOOSE]
		}${src[t.PRERELEASELOOSE]}?${
		  src[t.BUILD]}?`);

		createToken('LOOSE', `^${src[t.LOOSEPLAIN]}$`);

		createToken('GTLT', '((?:<|>)?=?)');

		// Something like "2.*" or "1.2.x".
		// Note that "x.x" is a valid xRange identifier, meaning "any version"
		// Only the first item is strictly required.
		createToken('XRANGEIDENTIFIERLOOSE', `${src[t.NUMERICIDENTIFIERLOOSE]}|x|X|\\*`);
		createToken('XRANGEIDENTIFIER', `${src[t.NUMERICIDENTIFIER]}|x|X|\\*`);

		createToken('XRANGEPLAIN', `[v=\\s]*(${src[t.XRANGEIDENTIFIER]})` +
		                   `(?:\\.(${src[t.XRANGEIDENTIFIER]})` +
		                   `(?:\\.(${src[t.XRANGEIDENTIFIER]})` +
		                   `(?:${src[t.PRERELEASE]})?${
		                     src[t.BUILD]}?` +
		                   `)?)?`);

		createToken('XRANGEPLAINLOOSE', `[v=\\s]*(${src[t.XRANGEIDENTIFIERLOOSE]})` +
		                        `(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})` +
		                        `(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})` +
		                        `(?:${src[t.PRERELEASELOOSE]})?${
		                          src[t.BUILD]}?` +
		                        `)?)?`);

		createToken('XRANGE', `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAIN]}$`);
		createToken('XRANGELOOSE', `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAINLOOSE]}$`);

		// Coercion.
		// Extract anything that could conceivably be a part of a valid semver
		createToken('COERCEPLAIN', `${'(^|[^\\d])' +
		              '(\\d{1,'}${MAX_SAFE_COMPONENT_LENGTH}})` +
		              `(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?` +
		              `(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?`);
		createToken('COERCE', `${src[t.COERCEPLAIN]}(?:$|[^\\d])`);
		createToken('COERCEFULL', src[t.COERCEPLAIN] +
		              `(?:${src[t.PRERELEASE]})?` +
		              `(?:${src[t.BUILD]})?` +
		              `(?:$|[^\\d])`);
		createToken('COERCERTL', src[t.COERCE], true);
		createToken('COERCERTLFULL', src[t.COERCEFULL], true);

		// Tilde ranges.
		// Meaning is "reasonably at or greater than"
		createToken('LONETILDE', '(?:~>?)');

		createToken('TILDETRIM', `(\\s*)${src[t.LONETILDE]}\\s+`, true);
		exports.tildeTrimReplace = '$1~';

		createToken('TILDE', `^${src[t.LONETILDE]}${src[t.XRANGEPLAIN]}$`);
		createToken('TILDELOOSE', `^${src[t.LONETILDE]}${src[t.XRANGEPLAINLOOSE]}$`);

		// Caret ranges.
		// Meaning is "at least and backwards compatible with"
		createToken('LONECARET', '(?:\\^)');

		createToken('CARETTRIM', `(\\s*)${src[t.LONECARET]}\\s+`, true);
		exports.caretTrimReplace = '$1^';

		createToken('CARET', `^${src[t.LONECARET]}${src[t.XRANGEPLAIN]}$`);
		createToken('CARETLOOSE', `^${src[t.LONECARET]}${src[t.XRANGEPLAINLOOSE]}$`);

		// A simple gt/lt/eq thing, or just "" to indicate "any version"
		createToken('COMPARATORLOOSE', `^${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]})$|^$`);
		createToken('COMPARATOR', `^${src[t.GTLT]}\\s*(${src[t.FULLPLAIN]})$|^$`);

		// An expression to strip any whitespace between the gtlt and the thing
		// it modifies, so that `> 1.2.3` ==> `>1.2.3`
		createToken('COMPARATORTRIM', `(\\s*)${src[t.GTLT]
		}\\s*(${src[t.LOOSEPLAIN]}|${src[t.XRANGEPLAIN]})`, true);
		exports.comparatorTrimReplace = '$1$2$3';

		// Something like `1.2.3 - 1.2.4`
		// Note that these all use the loose form, because they'll be
		// checked against either the strict or loose comparator form
		// later.
		createToken('HYPHENRANGE', `^\\s*(${src[t.XRANGEPLAIN]})` +
		                   `\\s+-\\s+` +
		                   `(${src[t.XRANGEPLAIN]})` +
		                   `\\s*$`);

		createToken('HYPHENRANGELOOSE', `^\\s*(${src[t.XRANGEPLAINLOOSE]})` +
		                        `\\s+-\\s+` +
		                        `(${src[t.XRANGEPLAINLOOSE]})` +
		                        `\\s*$`);

		// Star ranges basically just allow anything at all.
		createToken('STAR', '(<|>)?=?\\s*\\*');
		// >=0.0.0 is like a star
		createToken('GTE0', '^\\s*>=\\s*0\\.0\\.0\\s*$');
		createToken('GTE0PRE', '^\\s*>=\\s*0\\.0\\.0-0\\s*$'); 
	} (re, re.exports));
	return re.exports;
}

var parseOptions_1;
var hasRequiredParseOptions;

function requireParseOptions () {
	if (hasRequiredParseOptions) return parseOptions_1;
	hasRequiredParseOptions = 1;

	// parse out just the options we care about
	const looseOption = Object.freeze({ loose: true });
	const emptyOpts = Object.freeze({ });
	const parseOptions = options => {
	  if (!options) {
	    return emptyOpts
	  }

	  if (typeof options !== 'object') {
	    return looseOption
	  }

	  return options
	};
	parseOptions_1 = parseOptions;
	return parseOptions_1;
}

var identifiers;
var hasRequiredIdentifiers;

function requireIdentifiers () {
	if (hasRequiredIdentifiers) return identifiers;
	hasRequiredIdentifiers = 1;

	const numeric = /^[0-9]+$/;
	const compareIdentifiers = (a, b) => {
	  if (typeof a === 'number' && typeof b === 'number') {
	    return a === b ? 0 : a < b ? -1 : 1
	  }

	  const anum = numeric.test(a);
	  const bnum = numeric.test(b);

	  if (anum && bnum) {
	    a = +a;
	    b = +b;
	  }

	  return a === b ? 0
	    : (anum && !bnum) ? -1
	    : (bnum && !anum) ? 1
	    : a < b ? -1
	    : 1
	};

	const rcompareIdentifiers = (a, b) => compareIdentifiers(b, a);

	identifiers = {
	  compareIdentifiers,
	  rcompareIdentifiers,
	};
	return identifiers;
}

var semver;
var hasRequiredSemver;

function requireSemver () {
	if (hasRequiredSemver) return semver;
	hasRequiredSemver = 1;

	const debug = requireDebug();
	const { MAX_LENGTH, MAX_SAFE_INTEGER } = requireConstants();
	const { safeRe: re, t } = requireRe();

	const parseOptions = requireParseOptions();
	const { compareIdentifiers } = requireIdentifiers();

	const isPrereleaseIdentifier = (prerelease, identifier) => {
	  const identifiers = identifier.split('.');
	  if (identifiers.length > prerelease.length) {
	    return false
	  }

	  for (let i = 0; i < identifiers.length; i++) {
	    if (compareIdentifiers(prerelease[i], identifiers[i]) !== 0) {
	      return false
	    }
	  }

	  return true
	};

	class SemVer {
	  constructor (version, options) {
	    options = parseOptions(options);

	    if (version instanceof SemVer) {
	      if (version.loose === !!options.loose &&
	        version.includePrerelease === !!options.includePrerelease) {
	        return version
	      } else {
	        version = version.version;
	      }
	    } else if (typeof version !== 'string') {
	      throw new TypeError(`Invalid version. Must be a string. Got type "${typeof version}".`)
	    }

	    if (version.length > MAX_LENGTH) {
	      throw new TypeError(
	        `version is longer than ${MAX_LENGTH} characters`
	      )
	    }

	    debug('SemVer', version, options);
	    this.options = options;
	    this.loose = !!options.loose;
	    // this isn't actually relevant for versions, but keep it so that we
	    // don't run into trouble passing this.options around.
	    this.includePrerelease = !!options.includePrerelease;

	    const m = version.trim().match(options.loose ? re[t.LOOSE] : re[t.FULL]);

	    if (!m) {
	      throw new TypeError(`Invalid Version: ${version}`)
	    }

	    this.raw = version;

	    // these are actually numbers
	    this.major = +m[1];
	    this.minor = +m[2];
	    this.patch = +m[3];

	    if (this.major > MAX_SAFE_INTEGER || this.major < 0) {
	      throw new TypeError('Invalid major version')
	    }

	    if (this.minor > MAX_SAFE_INTEGER || this.minor < 0) {
	      throw new TypeError('Invalid minor version')
	    }

	    if (this.patch > MAX_SAFE_INTEGER || this.patch < 0) {
	      throw new TypeError('Invalid patch version')
	    }

	    // numberify any prerelease numeric ids
	    if (!m[4]) {
	      this.prerelease = [];
	    } else {
	      this.prerelease = m[4].split('.').map((id) => {
	        if (/^[0-9]+$/.test(id)) {
	          const num = +id;
	          if (num >= 0 && num < MAX_SAFE_INTEGER) {
	            return num
	          }
	        }
	        return id
	      });
	    }

	    this.build = m[5] ? m[5].split('.') : [];
	    this.format();
	  }

	  format () {
	    this.version = `${this.major}.${this.minor}.${this.patch}`;
	    if (this.prerelease.length) {
	      this.version += `-${this.prerelease.join('.')}`;
	    }
	    return this.version
	  }

	  toString () {
	    return this.version
	  }

	  compare (other) {
	    debug('SemVer.compare', this.version, this.options, other);
	    if (!(other instanceof SemVer)) {
	      if (typeof other === 'string' && other === this.version) {
	        return 0
	      }
	      other = new SemVer(other, this.options);
	    }

	    if (other.version === this.version) {
	      return 0
	    }

	    return this.compareMain(other) || this.comparePre(other)
	  }

	  compareMain (other) {
	    if (!(other instanceof SemVer)) {
	      other = new SemVer(other, this.options);
	    }

	    if (this.major < other.major) {
	      return -1
	    }
	    if (this.major > other.major) {
	      return 1
	    }
	    if (this.minor < other.minor) {
	      return -1
	    }
	    if (this.minor > other.minor) {
	      return 1
	    }
	    if (this.patch < other.patch) {
	      return -1
	    }
	    if (this.patch > other.patch) {
	      return 1
	    }
	    return 0
	  }

	  comparePre (other) {
	    if (!(other instanceof SemVer)) {
	      other = new SemVer(other, this.options);
	    }

	    // NOT having a prerelease is > having one
	    if (this.prerelease.length && !other.prerelease.length) {
	      return -1
	    } else if (!this.prerelease.length && other.prerelease.length) {
	      return 1
	    } else if (!this.prerelease.length && !other.prerelease.length) {
	      return 0
	    }

	    let i = 0;
	    do {
	      const a = this.prerelease[i];
	      const b = other.prerelease[i];
	      debug('prerelease compare', i, a, b);
	      if (a === undefined && b === undefined) {
	        return 0
	      } else if (b === undefined) {
	        return 1
	      } else if (a === undefined) {
	        return -1
	      } else if (a === b) {
	        continue
	      } else {
	        return compareIdentifiers(a, b)
	      }
	    } while (++i)
	  }

	  compareBuild (other) {
	    if (!(other instanceof SemVer)) {
	      other = new SemVer(other, this.options);
	    }

	    let i = 0;
	    do {
	      const a = this.build[i];
	      const b = other.build[i];
	      debug('build compare', i, a, b);
	      if (a === undefined && b === undefined) {
	        return 0
	      } else if (b === undefined) {
	        return 1
	      } else if (a === undefined) {
	        return -1
	      } else if (a === b) {
	        continue
	      } else {
	        return compareIdentifiers(a, b)
	      }
	    } while (++i)
	  }

	  // preminor will bump the version up to the next minor release, and immediately
	  // down to pre-release. premajor and prepatch work the same way.
	  inc (release, identifier, identifierBase) {
	    if (release.startsWith('pre')) {
	      if (!identifier && identifierBase === false) {
	        throw new Error('invalid increment argument: identifier is empty')
	      }
	      // Avoid an invalid semver results
	      if (identifier) {
	        const match = `-${identifier}`.match(this.options.loose ? re[t.PRERELEASELOOSE] : re[t.PRERELEASE]);
	        if (!match || match[1] !== identifier) {
	          throw new Error(`invalid identifier: ${identifier}`)
	        }
	      }
	    }

	    switch (release) {
	      case 'premajor':
	        this.prerelease.length = 0;
	        this.patch = 0;
	        this.minor = 0;
	        this.major++;
	        this.inc('pre', identifier, identifierBase);
	        break
	      case 'preminor':
	        this.prerelease.length = 0;
	        this.patch = 0;
	        this.minor++;
	        this.inc('pre', identifier, identifierBase);
	        break
	      case 'prepatch':
	        // If this is already a prerelease, it will bump to the next version
	        // drop any prereleases that might already exist, since they are not
	        // relevant at this point.
	        this.prerelease.length = 0;
	        this.inc('patch', identifier, identifierBase);
	        this.inc('pre', identifier, identifierBase);
	        break
	      // If the input is a non-prerelease version, this acts the same as
	      // prepatch.
	      case 'prerelease':
	        if (this.prerelease.length === 0) {
	          this.inc('patch', identifier, identifierBase);
	        }
	        this.inc('pre', identifier, identifierBase);
	        break
	      case 'release':
	        if (this.prerelease.length === 0) {
	          throw new Error(`version ${this.raw} is not a prerelease`)
	        }
	        this.prerelease.length = 0;
	        break

	      case 'major':
	        // If this is a pre-major version, bump up to the same major version.
	        // Otherwise increment major.
	        // 1.0.0-5 bumps to 1.0.0
	        // 1.1.0 bumps to 2.0.0
	        if (
	          this.minor !== 0 ||
	          this.patch !== 0 ||
	          this.prerelease.length === 0
	        ) {
	          this.major++;
	        }
	        this.minor = 0;
	        this.patch = 0;
	        this.prerelease = [];
	        break
	      case 'minor':
	        // If this is a pre-minor version, bump up to the same minor version.
	        // Otherwise increment minor.
	        // 1.2.0-5 bumps to 1.2.0
	        // 1.2.1 bumps to 1.3.0
	        if (this.patch !== 0 || this.prerelease.length === 0) {
	          this.minor++;
	        }
	        this.patch = 0;
	        this.prerelease = [];
	        break
	      case 'patch':
	        // If this is not a pre-release version, it will increment the patch.
	        // If it is a pre-release it will bump up to the same patch version.
	        // 1.2.0-5 patches to 1.2.0
	        // 1.2.0 patches to 1.2.1
	        if (this.prerelease.length === 0) {
	          this.patch++;
	        }
	        this.prerelease = [];
	        break
	      // This probably shouldn't be used publicly.
	      // 1.0.0 'pre' would become 1.0.0-0 which is the wrong direction.
	      case 'pre': {
	        const base = Number(identifierBase) ? 1 : 0;

	        if (this.prerelease.length === 0) {
	          this.prerelease = [base];
	        } else {
	          let i = this.prerelease.length;
	          while (--i >= 0) {
	            if (typeof this.prerelease[i] === 'number') {
	              this.prerelease[i]++;
	              i = -2;
	            }
	          }
	          if (i === -1) {
	            // didn't increment anything
	            if (identifier === this.prerelease.join('.') && identifierBase === false) {
	              throw new Error('invalid increment argument: identifier already exists')
	            }
	            this.prerelease.push(base);
	          }
	        }
	        if (identifier) {
	          // 1.2.0-beta.1 bumps to 1.2.0-beta.2,
	          // 1.2.0-beta.fooblz or 1.2.0-beta bumps to 1.2.0-beta.0
	          let prerelease = [identifier, base];
	          if (identifierBase === false) {
	            prerelease = [identifier];
	          }
	          if (isPrereleaseIdentifier(this.prerelease, identifier)) {
	            const prereleaseBase = this.prerelease[identifier.split('.').length];
	            if (isNaN(prereleaseBase)) {
	              this.prerelease = prerelease;
	            }
	          } else {
	            this.prerelease = prerelease;
	          }
	        }
	        break
	      }
	      default:
	        throw new Error(`invalid increment argument: ${release}`)
	    }
	    this.raw = this.format();
	    if (this.build.length) {
	      this.raw += `+${this.build.join('.')}`;
	    }
	    return this
	  }
	}

	semver = SemVer;
	return semver;
}

var compare_1;
var hasRequiredCompare;

function requireCompare () {
	if (hasRequiredCompare) return compare_1;
	hasRequiredCompare = 1;

	const SemVer = requireSemver();
	const compare = (a, b, loose) =>
	  new SemVer(a, loose).compare(new SemVer(b, loose));

	compare_1 = compare;
	return compare_1;
}

var compareExports = requireCompare();
const compare$1 = /*@__PURE__*/address.getDefaultExportFromCjs(compareExports);

var parse_1;
var hasRequiredParse;

function requireParse () {
	if (hasRequiredParse) return parse_1;
	hasRequiredParse = 1;

	const SemVer = requireSemver();
	const parse = (version, options, throwErrors = false) => {
	  if (version instanceof SemVer) {
	    return version
	  }
	  try {
	    return new SemVer(version, options)
	  } catch (er) {
	    if (!throwErrors) {
	      return null
	    }
	    throw er
	  }
	};

	parse_1 = parse;
	return parse_1;
}

var parseExports = requireParse();
const parse$2 = /*@__PURE__*/address.getDefaultExportFromCjs(parseExports);

// The order of npm's packages, Semantic Versioning 2, by npm's own code. Cargo has the same order.
// https://semver.org/#spec-item-11


const compareNpm = orderBy(text => parse$2(text) ?? undefined, compare$1);

// The order of NuGet's packages: one to four numbers, and a pre-release in which letter case does not count.
// https://learn.microsoft.com/en-us/nuget/concepts/package-versioning


const LABELS = '[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*';
const SHAPE$3 = new RegExp(`^(\\d+(?:\\.\\d+){0,3})(?:-(${LABELS}))?(?:\\+${LABELS})?$`);

const compareNuget = orderByPrerelease(text => {
  const [, numbers, prerelease] = SHAPE$3.exec(text) ?? [];
  return numbers === undefined ? undefined : { numbers: numbers.split('.'), prerelease: prerelease?.toLowerCase() }
});

// The order of Python's packages: epoch, release, pre-release, post-release, development release, local version.
// https://packaging.python.org/en/latest/specifications/version-specifiers/, which replaces PEP 440.


const SHAPE$2 = new RegExp(
  [
    /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)/,
    /(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?/,
    /(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?/,
    /(?:[-_.]?dev[-_.]?(\d*))?/,
    /(?:\+([a-z\d]+(?:[-_.][a-z\d]+)*))?$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

const BEFORE_ALL = -1;
const PRERELEASES = ['a', 'b', 'rc'];
const SPELLINGS = new Map([
  ['alpha', 'a'],
  ['beta', 'b'],
  ['c', 'rc'],
  ['pre', 'rc'],
  ['preview', 'rc'],
]);

const END$1 = 0;
const TEXT = 1;
const NUMBER$2 = 2;










const comparePypi = orderBy(parse$1, compare);

function parse$1(text        )                      {
  const [, epoch = '', release, label, number = '', implicit, post = implicit, dev, local] = SHAPE$2.exec(text.toLowerCase()) ?? [];
  if (release === undefined) return undefined
  return {
    epoch,
    release: release.split('.'),
    prerelease: { rank: rankOf(label, post, dev), digits: number },
    post,
    dev,
    local: local?.split(/[-_.]/).map(readLocal) ?? [],
  }
}

// A development release of the version itself comes before its pre-releases.
function rankOf(label                    , post                    , dev                    )         {
  if (label !== undefined) return PRERELEASES.indexOf(SPELLINGS.get(label) ?? label)
  return post === undefined && dev !== undefined ? BEFORE_ALL : PRERELEASES.length
}

function readLocal(part        )       {
  return /^\d+$/.test(part) ? { rank: NUMBER$2, digits: part } : { rank: TEXT, text: part }
}

function compare(a         , b         )       {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareDigitLists(a.release, b.release) ||
    comparePartLists([a.prerelease], [b.prerelease], END$1) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    comparePartLists(a.local, b.local, END$1)
  )
}

/** Compares numbers of which either may be missing, which puts its version before the others, or after them. */
function compareOptional(a                    , b                    , missing        )       {
  if (a !== undefined && b !== undefined) return compareDigits(a, b)
  return compareNumbers(a === undefined ? missing : 0, b === undefined ? missing : 0)
}

// The order of RPM's packages: epoch, version, release. What is no letter, digit, tilde or caret only separates.
// https://rpm.org/docs/latest/man/rpm-version.7


const SHAPE$1 = /^(?:(\d+):)?([\w.+~^]+)(?:-([\w.+~^]+))?$/;

const NOTHING = -1;
const TILDE = 0;
const END = 1;
const CARET = 2;
const LETTERS$1 = 3;
const NUMBER$1 = 4;

const compareRpm = orderByEpoch(SHAPE$1, split, (a, b) => comparePartLists(a, b, END));

// No release is earlier than any, even one that begins with a tilde, so what has none is never taken for a release that fixes something.
function split(text        )                  {
  if (text === '') return [{ rank: NOTHING }]
  return Array.from(text.matchAll(/~|\^|\d+|[A-Za-z]+/g), ([part]) => {
    if (part === '~') return { rank: TILDE }
    if (part === '^') return { rank: CARET }
    return /^\d/.test(part) ? { rank: NUMBER$1, digits: part } : { rank: LETTERS$1, text: part }
  })
}

// The order of RubyGems: segments of digits and of letters, where letters make a pre-release.
// https://docs.ruby-lang.org/en/master/Gem/Version.html


const SHAPE = /^\d+(?:\.[\dA-Za-z]+)*(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

const LETTERS = 0;
const NUMBER = 1;

// What is not there is the number zero.
const compareRubygems = orderBy(parse, (a, b) => comparePartLists(a, b, NUMBER));

function parse(text        )                              {
  if (!SHAPE.test(text)) return undefined
  const parts = Array.from(text.replaceAll('-', '.pre.').matchAll(/\d+|[A-Za-z]+/g), ([part]) =>
    /^\d/.test(part) ? { rank: NUMBER, digits: part } : { rank: LETTERS, text: part },
  );
  const letters = parts.findIndex(({ rank }) => rank === LETTERS);
  const end = letters < 0 ? parts.length : letters;
  return [...withoutZeros(parts.slice(0, end)), ...withoutZeros(parts.slice(end))]
}

// Zeros at the end of the release, and at the end of the pre-release, say nothing: 1.0.a is 1.a.
function withoutZeros(parts                 )                  {
  return parts.slice(0, parts.findLastIndex(({ digits }) => digits === undefined || /[^0]/.test(digits)) + 1)
}

// Which of two versions is later. Each ecosystem has an order of its own, a file each, and nothing is guessed: a version that the order
// cannot read is neither earlier nor later, so nobody takes it for fixed.


const ORDERS                                     = {
  dpkg: compareDpkg,
  rpm: compareRpm,
  apk: compareApk,
  npm: compareNpm,
  cargo: compareNpm,
  pypi: comparePypi,
  maven: compareMaven,
  go: compareGo,
  rubygems: compareRubygems,
  nuget: compareNuget,
  composer: compareComposer,
};

// No ecosystem has other signs in its versions. npm and Maven read no more than 256 of them, which bounds the work for all.
const READABLE = /^[!-~]{1,256}$/;

/**
 * Which of two versions is later by the order of their ecosystem: -1 if `b` is, 1 if `a` is, 0 if they are the same version.
 * `undefined` if that order cannot read one of them; then nothing is known, so do not take it for fixed. Never throws.
 *
 * @example compareVersions('dpkg', '1.1.1n-0+deb11u3', '1.1.1n-0+deb11u4') // -1
 */
function compareVersions(ecosystem           , a        , b        )                   {
  return READABLE.test(a) && READABLE.test(b) ? ORDERS[ecosystem](a, b) : undefined
}

const SYSTEMS = ['dpkg', 'rpm', 'apk'];

/**
 * The same for packages of an operating system that nobody names: what all orders say that can read both versions. `undefined` if they
 * contradict each other, or if none can read them.
 *
 * @example compareSystemVersions('3.0.11-1~deb12u2', '3.0.15-1~deb12u1') // -1
 */
function compareSystemVersions(a        , b        )                   {
  const signs = new Set(SYSTEMS.flatMap(system => compareVersions(system, a, b) ?? []));
  const [sign] = signs;
  return signs.size === 1 ? sign : undefined
}

// What can be changed in images: packages at their places, with the version to bring each to, and which findings that fixes.
//
// A version is called later only by the order of its ecosystem. Where that order cannot read a version, nothing is guessed: the finding has
// no change that fixes it. Where no order is known, the one version that the scan names is believed, if it looks later.



/** A package at one place, with the version to bring it to. */




/** What is done at once: one package at one place, or those of the base image together. */






/** A finding that counts or warns, and what has to be changed to fix it. */
















const BASE = 'base image';

/** Which of two versions of a package is later, if its order is known and can read both. */










// A finding without a fix has no change that ends its warning.
const WARNED                          = ['known', 'base-image'];

/** What can be changed in the images of one index, or in one image. */
function listUnits(images                  )        {
  const counted = images.flatMap((image, i) => {
    const ofBase = base.layersOfBase(image);
    return image.findings.flatMap((finding, position) =>
      read.isCounted(finding) || WARNED.includes(finding.decision.kind)
        ? [{ image: i, position, finding, uses: finding.packages.map(pack => useOf(pack, finding, image, ofBase)) }]
        : [],
    )
  });
  counted.sort((a, b) => read.rank(a.finding.severity) - read.rank(b.finding.severity) || read.compareText(a.finding.id, b.finding.id));
  const targets = targetsOf(counted.flatMap(({ uses }) => uses));
  const places          = [];
  const positions = new Map                ();
  const placeOf = (use     )                     => {
    const { pack, isOfBase } = use;
    const unit = isOfBase ? BASE : packageKeyOf(pack);
    const key = JSON.stringify([isOfBase, packageKeyOf(pack)]);
    const to = cureOf(use, targets);
    const from = read.versionOf(pack);
    const { name, manager, path } = pack;
    if (to === undefined || name === null) return undefined
    const known = positions.get(key);
    if (known !== undefined) return known
    positions.set(key, places.length);
    const place = { unit, name, manager, path, from: from === '' ? null : from, to };
    return places.push(place) - 1
  };
  const candidates = counted.map(({ image, position, finding, uses })            => {
    const needs = uses.map(placeOf);
    const known = needs.filter(need => need !== undefined);
    return { image, position, finding, needs: needs.length > 0 && known.length === needs.length ? [...new Set(known)] : undefined }
  });
  return { places, units: toUnits(places, candidates), candidates }
}



/** By which version all that have a fix of these findings are fixed in a package; undefined where none is known to fix all of them. */
function fixesOf(findings                    , image          = { platform: null })                                        {
  const uses = findings.flatMap(finding => finding.packages.map(pack => useOf(pack, finding, image)));
  const targets = targetsOf(uses);
  const hasFix = uses.filter(({ pack }) => read.fixedVersionOf(pack) !== '');
  const unclear = new Set(hasFix.filter(use => cureOf(use, targets) === undefined).map(({ pack }) => packageKeyOf(pack)));
  return pack => (unclear.has(packageKeyOf(pack)) ? undefined : targets.get(packageKeyOf(pack)))
}

/** The same for one finding of a package; undefined where that version does not fix it. */
function curesOf(findings                    , image         )                                                          {
  const targets = targetsOf(findings.flatMap(finding => finding.packages.map(pack => useOf(pack, finding, image))));
  return (pack, finding) => cureOf(useOf(pack, finding, image), targets)
}

// The version that its package is brought to, if that fixes the finding.
function cureOf({ pack, order }     , targets                              )                     {
  const to = targets.get(packageKeyOf(pack));
  const fixed = read.fixedVersionOf(pack);
  return to !== undefined && fixed !== '' && isFixed(to, fixed, read.versionOf(pack), comparing(order)) ? to : undefined
}

function targetsOf(uses                )                                          {
  return new Map([...visibility.groupBy(uses, ({ pack }) => packageKeyOf(pack))].map(([key, its]) => [key, targetOf(its)]))
}

// A place that fixes no finding without another one, which cannot be changed, is left out.
function toUnits(places                  , candidates                      )                  {
  const used = [...new Set(candidates.flatMap(({ needs }) => needs ?? []))].sort((a, b) => a - b);
  return [...visibility.groupBy(used, place => places[place]?.unit)].map(([unit, its]) => ({
    kind: unit === BASE ? 'base image' : 'package',
    places: its,
  }))
}

// A basic scan finds packages of the operating system only, and names neither it nor their manager. A version that fixes what has no fix is
// not believed.
function useOf(given         , finding         , { platform, baseImage }         , ofBase                      = NO_LAYERS)      {
  const order = match.orderOf(given.manager, finding.platform ?? platform);
  const isOfSystem = delivery.isBasicFinding(finding) || given.manager === 'OS';
  const pack = finding.fixAvailable === 'NO' ? { ...given, fixedIn: null } : given;
  const isOfBase = baseImage ? ofBase.has(given.layer ?? '') : isOfSystem;
  return { pack, isOfBase, order: order ?? (isOfSystem ? 'system' : undefined) }
}

const NO_LAYERS                      = new Set();

function comparing(order              )          {
  if (order === undefined) return () => undefined
  return order === 'system' ? compareSystemVersions : (a, b) => compareVersions(order, a, b)
}

/** What tells packages apart: the installed version too, since two versions of one in an image are two things to change. */
function packageKeyOf(pack         )         {
  return JSON.stringify([pack.manager, pack.name, read.versionOf(pack), pack.path])
}

/** The latest of the versions that fix a finding of a package at a place, of those that are certainly later than the installed one. */
function targetOf(uses                )                     {
  const [first] = uses;
  const orders = new Set(uses.map(({ order }) => order));
  if (first === undefined || orders.size > 1) return undefined
  const from = read.versionOf(first.pack);
  const versions = [...new Set(uses.map(({ pack }) => read.fixedVersionOf(pack)))].filter(version => version !== '');
  // Without an order, only the same version is known to be as late. It has to be later by the orders that are the least strict.
  if (first.order === undefined)
    return versions.length === 1 ? versions.find(version => isLater(version, from, compareSystemVersions)) : undefined
  const compare = comparing(first.order);
  return versions
    .filter(version => isLater(version, from, compare))
    .reduce                    ((a, b) => (a === undefined || compare(b, a) === 1 ? b : a), undefined)
}

function isFixed(to        , fixedIn        , from        , compare         )          {
  if (to === fixedIn) return true
  const sign = compare(to, fixedIn);
  return isLater(fixedIn, from, compare) && (sign === 1 || sign === 0)
}

// Where the scan does not say what is installed, a version that can be read is believed.
function isLater(version        , from        , compare         )          {
  return from === '' ? compare(version, version) === 0 : compare(version, from) === 1
}

/** The places of these units. */
function placesOf({ units }                      , positions                   )                    {
  return positions.flatMap(position => units[position]?.places ?? [])
}

// What was not seen, as reasons of a verdict: with what to do about it, and once for a cause that several sources share.



/** The reasons of all gaps, in their order. */
function tellGaps(coverage                     )                    {
  const gaps = coverage.filter((each)              => each.state === 'gap');
  return [...visibility.groupBy(gaps, each => causeOf(each) ?? each).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return []
    const same = others.length === 0 ? '' : `${SAME}${read.listOf(others.map(({ origin }) => origin))}`;
    const help = helpOf(first);
    return [`${first.message}${same}${help === undefined ? '' : `; ${help}`}`]
  })
}

/** Whether a reason tells this gap. */
function tells(reason        , gap     )          {
  if (reason.startsWith(gap.message)) return true
  const [, shared] = reason.split(SAME);
  return shared?.includes(gap.origin) === true && causeOf(gap) !== undefined
}

const SAME = '; the same for ';

const SHARED            = 'aws-credentials';

// Without credentials nothing can be read, whatever is asked for.
function causeOf({ diagnostics: [only, ...others] }     )                     {
  return only?.kind === SHARED && others.length === 0 ? JSON.stringify([only.kind, only.help]) : undefined
}

function helpOf({ message, diagnostics: [only, ...others] }     )                     {
  return only !== undefined && others.length === 0 && message.includes(only.message) ? only.help : undefined
}

// Says what a severity has against an image: how many findings there are, and in which packages, with the versions that fix them. A rule
// for a severity only counts, and its alert names no package.


/** What a rule for a severity says of an image. */








const TITLE = /^([A-Z]+) findings in .*: \d+(?:, and (\S+ allows \d+))?$/;

/**
 * Reads the alert of a rule for a severity; undefined for any other, for one whose title its author has changed, and for one about several
 * images of the same name.
 */
function readSevere({ ruleId, title, count }       , image       )                     {
  if (count > 1) return undefined
  const level = read.LEVELS.find(each => severities.severityRuleId(each) === ruleId);
  const [, severity, allowed] = TITLE.exec(title) ?? [];
  return level === undefined || severity !== level.toUpperCase() ? undefined : { image, ruleId, severity, allowed }
}

/** `2 CRITICAL, 24 HIGH in payments/api:1.4.2: axios 0.21.1 (fix 1.7.4), tar 6.1.0 (no fix) and 9 more packages [rule ids]`. */
function tellSevere(all                   , image       , name        )         {
  const sorted = [...all].sort((a, b) => read.rank(a.severity) - read.rank(b.severity));
  const counts = sorted.map(
    ({ severity, allowed }) => `${image.severityCounts[severity] ?? 0} ${severity}${allowed === undefined ? '' : ` (${allowed})`}`,
  );
  const findings = image.findings.filter(each => read.isCounted(each) && all.some(({ severity }) => severity === each.severity));
  const named = namePackages(findings, image);
  return `${counts.join(', ')} in ${name}${named === '' ? '' : `: ${named}`} [${sorted.map(({ ruleId }) => ruleId).join(', ')}]`
}

const MOST_NAMED = 3;
const NAME_LENGTH = 80;

// A finding without a package is named itself.
function namePackages(findings                    , image       )         {
  const uses = findings.flatMap(finding => finding.packages.map(pack => ({ pack, finding })));
  const cureOf = curesOf(findings, image);
  const packages = [...visibility.groupBy(uses, ({ pack }) => JSON.stringify([pack.name, read.versionOf(pack)])).values()]
    .map(its => ({ its, worst: Math.min(...its.map(({ finding }) => read.rank(finding.severity))), name: its[0]?.pack.name ?? '' }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => a.worst - b.worst || b.its.length - a.its.length || read.compareText(a.name, b.name));
  if (packages.length === 0) return read.listFirst([...new Set(findings.map(({ id }) => read.shorten(id, NAME_LENGTH)))], MOST_NAMED, 'finding')
  const texts = packages.map(({ its }) => {
    const [first] = its;
    const fixes = its.map(({ pack, finding }) => cureOf(pack, finding));
    const [version, ...others] = new Set(fixes.filter(fix => fix !== undefined));
    const known = version === undefined || others.length > 0 ? undefined : read.shorten(version, NAME_LENGTH);
    const none = its.every(({ finding }) => match.hasNoFix(finding)) ? ' (no fix)' : '';
    const fix = known === undefined ? none : ` (fix ${known}${fixes.includes(undefined) ? ', not for all' : ''})`;
    return `${read.shorten(nameOf(first?.pack), NAME_LENGTH)}${fix}`
  });
  return read.listFirst(texts, MOST_NAMED, 'package')
}

function nameOf(pack                     )         {
  return [pack?.name ?? '', read.versionOf(pack ?? null)].filter(part => part !== '').join(' ')
}

// The only place where a verdict is reached: fail > undecided > warn > pass, over all images, files and rules.


/** The verdicts, the worst first. */
const VERDICTS = ['fail', 'undecided', 'warn', 'pass'];








/** A reason, and the verdict that it alone would give. */





/** A reason with what it is about, which is the same where two reasons differ in their numbers only. */








/** For which decisions the findings of an image warn. */


/** Reaches the verdict from everything that was seen and from what could not be seen. */
function reachVerdict(
  alerts                  ,
  images                  ,
  coverage                     ,
  untriaged           ,
  warnings             = () => [],
)           {
  const reasons = tellReasons(weighReasons(alerts, images, coverage, untriaged, warnings), images);
  return concludeVerdict(reasons, alerts, images, coverage)
}

/** Reaches the verdict from what speaks against a pass, the most severe first, and from everything that was seen. */
function concludeVerdict(
  reasons                   ,
  alerts                  ,
  images                  ,
  coverage                     ,
)           {
  const verdict = reasons[0]?.verdict ?? 'pass';
  if (verdict === 'pass') return { verdict, reasons: reasonsToPass(alerts, images, image.nameImages(images), coverage) }
  return { verdict, reasons: reasons.map(({ text }) => text) }
}

/** The reasons as they are told: what the severities of an image say is one sentence, where the worst of them stands. */
function tellReasons(reasons                          , images                  )                    {
  const names = image.nameImages(images);
  const told = new Set               ();
  return reasons.flatMap((reason)                    => {
    const { severe, verdict, text } = reason;
    if (severe === undefined) return [{ verdict, text }]
    if (told.has(reason)) return []
    const together = reasons.filter(each => each.verdict === verdict && each.severe?.image === severe.image);
    for (const each of together) told.add(each);
    const all = together.flatMap(each => each.severe ?? []);
    return [{ verdict, text: tellSevere(all, severe.image, names[images.indexOf(severe.image)] ?? severe.image.uri) }]
  })
}

/** What speaks against a pass, the most severe first. */
function weighReasons(
  alerts                  ,
  images                  ,
  coverage                     ,
  untriaged           ,
  warnings            ,
)                           {
  const names = image.nameImages(images);
  const reasons = [
    ...alerts.flatMap(alert => reasonOfAlert(alert, images, names)),
    ...images.flatMap((image, i) => reasonsOfImage(image, names[i] ?? image.uri, untriaged, warnings(image))),
    ...tellGaps(coverage).map((text)                => ({ verdict: 'undecided', text, about: 'gap' })),
  ];
  return VERDICTS.flatMap(each => reasons.filter(reason => reason.verdict === each))
}

function reasonOfAlert(alert       , images                  , names                   )                           {
  if (alert.action === 'notice') return []
  const about = images.find(({ uri }) => uri === alert.image);
  const severe = about && readSevere(alert, about);
  return [{ verdict: alert.action, text: tellAlert(alert, images, names), about: aboutAlert(alert), severe }]
}

/**
 * An alert as a reason of the verdict. A title names only the repository; with several images, the tag and the digest tell which one is
 * meant. `names` are those of the images.
 */
function tellAlert(alert       , images                               , names                   )         {
  const several = alert.count === 1 ? '' : ` (${alert.count} events)`;
  const name = names[images.findIndex(({ uri }) => uri === alert.image)] ?? image.nameImage(alert.image ?? '');
  const image$1 = alert.image === null || images.length === 1 ? '' : `${name}: `;
  return `${image$1}${alert.title}${several} [${alert.ruleId}]`
}

/** What an alert is about: what it says of how many there are is left out. */
function aboutAlert({ ruleId, aggregate }       )         {
  return JSON.stringify([ruleId, aggregate])
}

function reasonsOfImage(image       , name        , untriaged           , warnings                    )                           {
  const waiting = read.UNRATED.reduce((sum, severity) => sum + (image.severityCounts[severity] ?? 0), 0);
  return [
    ...image.gaps.map((gap)                => ({ verdict: 'undecided', text: `${name}: ${gap}`, about: 'gap' })),
    ...(waiting === 0 || untriaged === 'ignore'
      ? []
      : [
          {
            verdict: untriaged,
            text: `${name}: ${read.plural(waiting, 'finding has', 'findings have')} no severity yet [untriaged]`,
            about: 'untriaged',
          },
        ]),
    ...warnings.map((warning)                => {
      const { one, several, setting } = TOLD_WARNINGS[warning];
      const count = image.findings.filter(({ decision }) => decision.kind === warning).length;
      return { verdict: 'warn', text: `${name}: ${read.plural(count, one, several)} [${setting}]`, about: setting, warning }
    }),
  ]
}

const TOLD_WARNINGS = {
  unfixed: { one: 'finding has no fix', several: 'findings have no fix', setting: 'unfixed' },
  known: { one: 'finding is known', several: 'findings are known', setting: 'baseline' },
  'base-image': {
    one: 'finding came with the base image',
    several: 'findings came with the base image',
    setting: 'base-image-findings',
  },
};

function reasonsToPass(
  alerts                  ,
  images                  ,
  names                   ,
  coverage                     ,
)                    {
  const notices = alerts.length === 0 ? 'no alert' : read.plural(alerts.length, 'notice');
  const events = coverage.filter(({ source, state }) => source === 'events' && state === 'read');
  return [...images.map((image, i) => `${names[i]}: ${formatFindings(image)}`), ...events.map(({ message }) => `${message}; ${notices}`)]
}

/** `1 HIGH (3 open), 24 MEDIUM; 2 accepted` or `0 findings`: what counts, how many are open, and what was let through. */
function formatFindings({
  severityCounts,
  openSeverityCounts,
  findings,
}                                                                   )         {
  const counts = Object.entries(openSeverityCounts).map(([severity, open]) => {
    // A severity that ECR does not document may be the name of anything.
    const count = Object.hasOwn(severityCounts, severity) ? (severityCounts[severity] ?? 0) : 0;
    return `${count} ${severity}${count === open ? '' : ` (${open} open)`}`
  });
  return [counts.length === 0 ? '0 findings' : counts.join(', '), ...formatLetThrough(countLetThrough(findings))].join('; ')
}

/** How many findings have each decision by which an open one does not count. */


function countLetThrough(findings                                      )                {
  const count = (kind                     )         => findings.filter(({ decision }) => decision.kind === kind).length;
  return {
    accepted: count('accepted'),
    vex: count('vex'),
    unfixed: count('unfixed'),
    'in-time': count('in-time'),
    known: count('known'),
    'base-image': count('base-image'),
  }
}

/** `2 accepted, 1 in time` as one text; none if nothing was let through. */
function formatLetThrough(counts               )                    {
  const kinds = Object.keys(LET_THROUGH);
  const told = kinds.flatMap(kind => (counts[kind] === 0 ? [] : [`${counts[kind]} ${LET_THROUGH[kind]}`]));
  return told.length === 0 ? [] : [told.join(', ')]
}

/** What is said of open findings that do not count. */
const LET_THROUGH = {
  accepted: 'accepted',
  vex: 'not affected or fixed by VEX',
  unfixed: 'without a fix',
  'in-time': 'in time',
  known: 'known',
  'base-image': 'of the base image',
};

exports.VERDICTS = VERDICTS;
exports.aboutAlert = aboutAlert;
exports.compareVersions = compareVersions;
exports.concludeVerdict = concludeVerdict;
exports.countLetThrough = countLetThrough;
exports.fixesOf = fixesOf;
exports.formatFindings = formatFindings;
exports.formatLetThrough = formatLetThrough;
exports.listUnits = listUnits;
exports.packageKeyOf = packageKeyOf;
exports.placesOf = placesOf;
exports.reachVerdict = reachVerdict;
exports.tellAlert = tellAlert;
exports.tellReasons = tellReasons;
exports.tells = tells;
exports.weighReasons = weighReasons;
