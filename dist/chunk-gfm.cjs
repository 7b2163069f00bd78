'use strict';

const read = require('./chunk-read.cjs');

// Sentences for GitHub's Markdown, in which our words are mixed with text from outside, and nobody knows any more which is which.
//
// A word is plain only if it is made of so few characters that no renderer can take it for anything but a word; every other is in a code
// span. So it does not matter who wrote it: a plain word is no markup, address, mention, reference, commit or emoji wherever it stands.

/** What is put before a severity, in every text that is Markdown. */
const EMOJI                                   = {
  CRITICAL: '🔴',
  HIGH: '🟠',
  MEDIUM: '🟡',
  LOW: '🔵',
  INFORMATIONAL: '⚪',
  UNDEFINED: '⚪',
  UNTRIAGED: '⚪',
};

/** A severity of ECR with its emoji, on one line unless `gap` may end it; any other word as it is. */
function markSeverity(word        , gap = '\u00a0')         {
  const emoji = Object.hasOwn(EMOJI, word) ? EMOJI[word] : undefined;
  return emoji === undefined ? word : `${emoji}${gap}${word}`
}

/** A word: what it is, and the punctuation around it, which stays outside of a code span. */







/** The sentence in Markdown. `span` makes a code span, and `names` are words that are data although they look like ours. */
function writeProse(line        , span                          , names                    = [])         {
  const all = new Set(names);
  const words = line
    .split(' ')
    .filter(word => word !== '')
    .map((word, i) => readWord(word, i === 0, all));
  return mergeSpans(joinArrows(words))
    .map(({ open, core, close, isPlain }) => `${open}${isPlain ? markSeverity(core) : span(core)}${close}`)
    .join(' ')
}

// Hyphens stand between lower-case letters alone, because `TICKET-a` may be a reference in a repository that has such. GitHub looks for
// commits in seven hexadecimal digits or more, of which letters and digits may consist.
const PLAIN = /^(?:[A-Za-z]{1,40}(?:'[a-z]{1,2})?|[A-Z]?[a-z]{1,20}(?:-[a-z]{1,20}){1,4}|\d{1,6})$/;
const COMMIT = /[0-9a-f]{7}/i;
const ENDS = /^(["'(]{0,2})(.*?)([,.;:!?)"'…]{0,4})$/u;
const OPENING                                   = { ')': '(', '"': '"', "'": "'" };

function readWord(word        , isFirst         , names                     )       {
  const whole = { open: '', core: word, close: '', isPlain: false };
  const [, open = '', inner = '', ends = ''] = ENDS.exec(word) ?? [];
  if (inner === '') return whole
  // `f(x)` is one thing.
  const outside = [...ends].findIndex(end => !inner.includes(OPENING[end] ?? '\n'));
  const [core, close] = outside < 0 ? [inner + ends, ''] : [inner + ends.slice(0, outside), ends.slice(outside)];
  // A number with a dot or a parenthesis would begin a list.
  if (isFirst && open === '' && /^\d+$/.test(core) && /^[.)]/.test(close)) return whole
  return { open, core, close, isPlain: PLAIN.test(core) && !COMMIT.test(core) && !names.has(core) && !/www$/i.test(core) }
}

// An arrow is read together with what it stands between, such as `4 → 5`.
function joinArrows(words                 )                  {
  const isArrow = (word                  )          => word?.core === '→' && word.open === '' && word.close === '';
  return words.map((word, i) => {
    const isLeft = isArrow(words[i + 1]) && word.close === '';
    const isRight = isArrow(words[i - 1]) && word.open === '';
    return isLeft || isRight ? { ...word, isPlain: false } : word
  })
}

// Neighbours that are both code are read as one, and so is a list in brackets, such as the rules behind a reason.
function mergeSpans(words                 )                  {
  const lastClosed = words.findLastIndex(({ core }) => core.includes(']'));
  const merged         = [];
  for (const [i, word] of words.entries()) {
    const last = merged.at(-1);
    const isCode = last !== undefined && !last.isPlain && !word.isPlain && last.close === '' && word.open === '';
    const isListed = last !== undefined && !last.isPlain && i <= lastClosed && /^\[[^\]]*$/.test(last.core);
    if (isCode || isListed)
      merged[merged.length - 1] = { ...word, open: last.open, core: `${last.core}${last.close} ${word.open}${word.core}`, isPlain: false };
    else merged.push(word);
  }
  return merged
}

// GitHub's Markdown around untrusted text. Such text is only ever put into code spans: inside one nothing is markup, no URL
// becomes a link, and nobody is mentioned. Escapes are not enough, because GitHub links mentions and references after
// rendering, even if they were escaped. Of a sentence, what can be nothing but a word stands outside of them (prose.ts).
// https://github.github.com/gfm/#code-spans


/** A cell of a table: untrusted text, a number, text of ours, a sentence, untrusted text with a link, or several of these. */








const CELL_LENGTH = 200;
const SENTENCE_LENGTH = 1000;
const FENCE_LENGTH = 5000;

/** The sections, rendered in less and less detail, as the first text that has at most so many bytes; empty if none has. */
function fitInto        (mostBytes        , details                   , render                                       )         {
  for (const detail of details) {
    const sections = render(detail).filter(section => section !== '');
    const text = sections.length === 0 ? '' : `${sections.join('\n\n')}\n`;
    if (countBytes(text) <= mostBytes) return text
  }
  return ''
}

function countBytes(text        )         {
  return new TextEncoder().encode(text).length
}

/** Untrusted text as a code span on one line; an empty string for empty text. */
function code(text        )         {
  return span(toLine(text, SENTENCE_LENGTH))
}

/**
 * A sentence in which our words and untrusted text are mixed, on one line: what can be nothing but a word is plain, and all else is in code
 * spans. `names` are words that are data, whatever they look like.
 */
function prose(text        , names                    = [])         {
  return writeProse(toLine(text, SENTENCE_LENGTH), span, names)
}

/** Untrusted lines as a fenced block that can be copied; undefined if one is too long to be copied whole. */
function fenced(language        , texts                   )                                {
  const lines = texts.map(text => `${/^ */.exec(text)?.[0] ?? ''}${toLine(text, Number.POSITIVE_INFINITY)}`);
  if (lines.some(line => line.trim() === '' || line.length > FENCE_LENGTH)) return undefined
  const fence = '`'.repeat(Math.max(3, ...lines.map(line => longestRun(line) + 1)));
  return [`${fence}${language}`, ...lines, fence]
}

/** Lines that are shown on demand. `summary` is text of ours. */
function fold(summary        , lines                   )                    {
  return lines.length === 0 ? [] : [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>']
}

/** The same as a link, if there is an address to link to. */
function linked(text        , href               )         {
  const address = href === null ? undefined : addressOf(href);
  return address === undefined || text === '' ? code(text) : `[${code(text)}](${address})`
}

function renderTable(head                   , rows                              )                    {
  const line = (cells                   )         => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(renderCell)))]
}

function renderCell(cell      )         {
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'object' && 'ours' in cell) return cell.ours
  if (typeof cell === 'object' && 'prose' in cell) return writeProse(toLine(cell.prose, SENTENCE_LENGTH), spanInCell)
  if (typeof cell === 'object' && 'several' in cell)
    return cell.several
      .map(renderCell)
      .filter(part => part !== '')
      .join(cell.by)
  const { text, href } = typeof cell === 'object' ? cell : { text: cell, href: null };
  const inside = spanInCell(toLine(text, CELL_LENGTH));
  const address = href === null ? undefined : addressOf(href);
  return address === undefined || inside === '' ? inside : `[${inside}](${address})`
}

// A bar separates cells even within code, so it is escaped. After a backslash that does not work, so there it is spelled out.
function spanInCell(line        )         {
  return span(line.replace(/\\\|/g, '\\\\u{7c}').replace(/\|/g, '\\|'))
}

function toLine(text        , length        )         {
  return read.printable(read.shorten(text.trim(), length).replace(/\s*[\r\n]+\s*/g, ' '), length)
}

// The fence is longer than any run of backticks inside. If the text begins or ends with a backtick, a space separates it from the
// fence; renderers strip one space from both ends.
function span(line        )         {
  if (line === '') return ''
  const fence = '`'.repeat(longestRun(line) + 1);
  const gap = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`
}

function longestRun(line        )         {
  return Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
}

const LONGEST_ADDRESS = 500;

/** An https URL without credentials, encoded so that it cannot end its link; undefined for any other. */
function addressOf(href        )                     {
  if (!/^https:\/\//i.test(href) || href.length > LONGEST_ADDRESS) return undefined
  try {
    const { href: address, username, password } = new URL(href);
    return username !== '' || password !== '' ? undefined : address.replace(/[()<>|`'"\\[\]{}]/g, encode)
  } catch {
    return undefined
  }
}

function encode(character        )         {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

exports.addressOf = addressOf;
exports.code = code;
exports.fenced = fenced;
exports.fitInto = fitInto;
exports.fold = fold;
exports.linked = linked;
exports.markSeverity = markSeverity;
exports.prose = prose;
exports.renderTable = renderTable;
