// Makes untrusted text safe to show. It imports no other module, because even a diagnostic quotes hostile text.
//
// Whoever built or attacked an image chooses the names in images, findings, rules and events. A terminal obeys escape
// sequences, and bidirectional controls deceive every reader, so both are spelled out instead of being passed on.

// Controls, format characters (zero-width, bidirectional, tags), line and paragraph separators, lone surrogates, and other
// characters that have no visible glyph.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

// GitHub's runner obeys `::command::` at the beginning of a log line and `##[command]` anywhere in it. Line breaks are spelled
// out, so only the start of the text can be the beginning of a line.
const RUNNER_COMMAND = /^(\s*):(?=:[a-z][\w-]*(?: .*)?::)|#(?=#\[)/gi

/**
 * Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. The result has
 * at most `limit` characters: spelling out makes text longer, so it is cut again afterwards.
 */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): string {
  const spelled = shorten(text, limit)
    .replace(UNPRINTABLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(RUNNER_COMMAND, command => `${command.slice(0, -1)}\\u{${command.charCodeAt(command.length - 1).toString(16)}}`)
  return shorten(spelled, limit)
}

/**
 * The same for JSON text, with JSON's own escapes, so that no value changes. ASCII control characters are left alone, because
 * valid JSON has them only between tokens.
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
