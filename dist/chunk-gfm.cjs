'use strict';

const read = require('./chunk-read.cjs');

// GitHub's Markdown around untrusted text. Such text is only ever put into code spans: inside one nothing is markup, no URL
// becomes a link, and nobody is mentioned. Escapes are not enough, because GitHub links mentions and references after
// rendering, even if they were escaped.
// https://github.github.com/gfm/#code-spans


/** A cell of a table: untrusted text, a number, text of ours, untrusted text with a link, or several untrusted texts. */







const CELL_LENGTH = 200;
const SENTENCE_LENGTH = 1000;

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
  if (typeof cell === 'object' && 'several' in cell) return cell.several.map(renderCell).join('; ')
  const { text, href } = typeof cell === 'object' ? cell : { text: cell, href: null };
  // A bar separates cells even within code, so it is escaped. After a backslash that does not work, so there it is spelled out.
  const inside = span(toLine(text, CELL_LENGTH).replace(/\\\|/g, '\\\\u{7c}').replace(/\|/g, '\\|'));
  const address = href === null ? undefined : addressOf(href);
  return address === undefined || inside === '' ? inside : `[${inside}](${address})`
}

function toLine(text        , length        )         {
  return read.printable(read.shorten(text.trim(), length).replace(/\s*[\r\n]+\s*/g, ' '), length)
}

// The fence is longer than any run of backticks inside. If the text begins or ends with a backtick, a space separates it from the
// fence; renderers strip one space from both ends.
function span(line        )         {
  if (line === '') return ''
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`
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
exports.fitInto = fitInto;
exports.linked = linked;
exports.renderTable = renderTable;
