'use strict';

// Makes text from outside safe to show. It lies below every other room, because a diagnostic already quotes hostile text.
//
// Names in images, findings, rules and events are chosen by whoever built or attacked them. A terminal obeys escape
// sequences, and every reader is fooled by bidirectional controls, so both are spelled out instead of being passed on.

// Controls, format characters (zero-width, bidirectional, tags), line and paragraph separators, lone surrogates, and the
// characters that take part in text without a glyph of their own.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

// GitHub's runner obeys `::command::` at the beginning of a line of the log and `##[command]` anywhere in it. What is
// printed begins a line at most, because line breaks are spelled out.
const RUNNER_COMMAND = /^(\s*):(?=:[a-z][\w-]*(?: .*)?::)|#(?=#\[)/gi;

/** Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. */
function printable(text        )         {
  return text
    .replace(UNPRINTABLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(RUNNER_COMMAND, command => `${command.slice(0, -1)}\\u{${command.charCodeAt(command.length - 1).toString(16)}}`)
}

/**
 * The same for JSON text. The escapes are JSON's own, so every value stays what it was; ASCII's controls are left alone,
 * because JSON has them between its parts only.
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

/**
 * Escapes text for GitHub's Markdown, in a table cell too: no markup, link, emoji or image survives. Mentions and
 * references are linked after rendering, whatever was escaped, so a character without width comes between their parts.
 */
function markdown(text        )         {
  return printable(text)
    .replace(/[\\`*_{}[\]()#!|~$^>]|:(?=\/\/|[\w+-]+:)|(?<=www)\./gi, '\\$&')
    .replace(/^[-+=]|^(\d+)(?=[.)])/, start => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/(?<=\w)@/g, '&#64;')
    .replace(/@/g, '@&#8203;')
    .replace(/\\#(?=\d)/g, '\\#&#8203;')
    .replace(/\bGH-(?=\d)/gi, 'GH-&#8203;')
}

// What went wrong, as a value: found, expected, how to cure it, where.
//
// Pure code returns problems and never prints or throws them. One rendering serves every command, and the same value
// becomes an annotation, a SARIF result or a JSON object.


                                                

/** A problem without a place: `kind` is its stable name in kebab case, `help` says how to cure it. */
                          
                       
                       
                          
                        
 

/** A place in a file; line and column count from 1, the column in characters. Recorded data has no excerpt. */
                        
                       
                       
                         
                           
 

                                             
                                                                                                     
                              
 

/** The place of the character at `offset` (UTF-16 units) in `text`. */
function locate(file        , text        , offset        )        {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line++;
  return {
    file,
    line,
    column: countCharacters(text, start, offset) + 1,
    excerpt: text.slice(start, end < 0 ? undefined : end).replace(/\r$/, ''),
  }
}

// A generated file may have thousands of mistakes in one line of a mebibyte, so nothing is copied to count.
function countCharacters(text        , start        , end        )         {
  let count = 0;
  for (let at = start; at < end; at++) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count++;
  return count
}

/** `file:line:column`, or the file alone. */
function formatPlace(at                )         {
  return typeof at === 'string' ? at : `${at.file}:${at.line}:${at.column}`
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

/** Diagnostics one below the other, for standard error; the empty text when there are none. */
function renderDiagnostics(diagnostics                       )         {
  return diagnostics.map(diagnostic => `${renderDiagnostic(diagnostic)}\n`).join('')
}

const EXCERPT_WIDTH = 120;

function renderExcerpt({ line, column }       , excerpt        )           {
  // A generated filter may stand on one line of a mebibyte: show the part around the caret.
  const from = column > EXCERPT_WIDTH ? column - EXCERPT_WIDTH / 2 : 0;
  const characters           = [];
  let position = 0;
  for (const character of excerpt) {
    if (position >= from + EXCERPT_WIDTH) break
    if (position++ >= from) characters.push(character === '\t' ? ' ' : printable(character));
  }
  const caret = characters.slice(0, column - 1 - from).join('').length;
  const gutter = ' '.repeat(String(line).length);
  return [`${gutter} |`, `${line} | ${characters.join('')}`.trimEnd(), `${gutter} | ${' '.repeat(caret)}^`]
}

/** Quotes a word of the user's in a message, made printable and short. */
function quote(text        )         {
  return `"${shorten(printable(text), 60)}"`
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

/** `did you mean "severity"?`, or a list of what is known when nothing is near. */
function didYouMean(word        , candidates                   )         {
  const near = suggest(word, candidates);
  return near === undefined ? `known are ${candidates.join(', ')}` : `did you mean "${near}"?`
}

// Edit distance where swapping two neighbours counts once; gives up at `limit`.
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

exports.didYouMean = didYouMean;
exports.formatPlace = formatPlace;
exports.locate = locate;
exports.markdown = markdown;
exports.printable = printable;
exports.printableJson = printableJson;
exports.quote = quote;
exports.renderDiagnostic = renderDiagnostic;
exports.renderDiagnostics = renderDiagnostics;
exports.shorten = shorten;
exports.suggest = suggest;
