// Makes text from outside safe to show. It lies below every other room, because a diagnostic already quotes hostile text.
//
// Names in images, findings, rules and events are chosen by whoever built or attacked them. A terminal obeys escape
// sequences, and every reader is fooled by bidirectional controls, so both are spelled out instead of being passed on.

// Controls, format characters (zero-width, bidirectional, tags), line and paragraph separators, lone surrogates, and the
// characters that take part in text without a glyph of their own.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

// GitHub's runner obeys `::command::` at the beginning of a line of the log and `##[command]` anywhere in it. What is
// printed begins a line at most, because line breaks are spelled out.
const RUNNER_COMMAND = /^(\s*):(?=:[a-z][\w-]*(?: .*)?::)|#(?=#\[)/gi

/**
 * Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. The result has
 * at most `limit` characters: what is spelled out is longer than it was, so it is cut last.
 */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): string {
  const spelled = shorten(text, limit)
    .replace(UNPRINTABLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(RUNNER_COMMAND, command => `${command.slice(0, -1)}\\u{${command.charCodeAt(command.length - 1).toString(16)}}`)
  return shorten(spelled, limit)
}

/**
 * The same for JSON text. The escapes are JSON's own, so every value stays what it was; ASCII's controls are left alone,
 * because JSON has them between its parts only.
 */
export function printableJson(json: string): string {
  return json
    .replace(UNPRINTABLE, character =>
      character < '\u007f' ? character : Array.from({ length: character.length }, (_, i) => escapeUnit(character, i)).join(''),
    )
    .replace(/#(?=#\[)/g, hash => escapeUnit(hash, 0))
}

function escapeUnit(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
}

/** Cuts text to at most `limit` characters, the last one an ellipsis when something was cut. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const kept = text.slice(0, limit - 1)
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`
}
