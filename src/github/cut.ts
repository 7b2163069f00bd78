// Cuts text to a number of bytes in UTF-8. Where GitHub's documentation says characters, it may count bytes.

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const ELLIPSIS = '…'

/** Cuts text between characters, with an ellipsis if something was cut. Lone surrogates become U+FFFD. */
export function cutBytes(text: string, limit: number): string {
  const bytes = new Uint8Array(limit)
  const whole = encoder.encodeInto(text, bytes)
  if (whole.read === text.length) return decoder.decode(bytes.subarray(0, whole.written))
  const { written } = encoder.encodeInto(text, bytes.subarray(0, limit - encoder.encode(ELLIPSIS).length))
  return `${decoder.decode(bytes.subarray(0, written))}${ELLIPSIS}`
}

/**
 * Cuts Markdown at the end of a line. Cut within a line, a code span could lose its end, and untrusted text would become
 * markup.
 */
export function cutLines(markdown: string, limit: number): string {
  const cut = cutBytes(markdown, limit)
  return encoder.encode(markdown).length <= limit ? cut : `${cut.slice(0, cut.lastIndexOf('\n') + 1)}${ELLIPSIS}`
}
