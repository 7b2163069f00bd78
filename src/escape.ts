// Makes text from outside safe to show. It lies below every other room, because a diagnostic already quotes hostile text.
//
// Names in images, findings, rules and events are chosen by whoever built or attacked them. A terminal obeys escape
// sequences, and every reader is fooled by bidirectional controls, so both are spelled out instead of being passed on.

// C0 and C1 controls, soft hyphen, zero-width and bidirectional controls, line separators, variation and language tags,
// lone surrogates.
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu

/** Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** The same for JSON text: the escapes are JSON's own, so that every value stays what it was. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, character =>
    Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  )
}

/** Cuts text to at most `limit` characters, the last one an ellipsis when something was cut. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const kept = text.slice(0, limit - 1)
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`
}

/** Escapes text for GitHub's Markdown, in a table cell too: no markup, link, mention, reference or image survives. */
export function markdown(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+\-.!|~>$:=^]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@/g, '&#64;')
}
