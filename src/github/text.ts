// Text within a limit of bytes in UTF-8, which is how GitHub counts where it says characters.

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const ELLIPSIS = '…'

/** Cuts text between characters, with an ellipsis where something was cut. Lone halves of a pair become U+FFFD. */
export function cutBytes(text: string, limit: number): string {
  const bytes = new Uint8Array(limit)
  const whole = encoder.encodeInto(text, bytes)
  if (whole.read === text.length) return decoder.decode(bytes.subarray(0, whole.written))
  const { written } = encoder.encodeInto(text, bytes.subarray(0, limit - encoder.encode(ELLIPSIS).length))
  return `${decoder.decode(bytes.subarray(0, written))}${ELLIPSIS}`
}

/**
 * Cuts Markdown at the end of a line. Within a line a code span would lose its end, and what somebody else wrote would
 * become markup.
 */
export function cutLines(markdown: string, limit: number): string {
  const cut = cutBytes(markdown, limit)
  return encoder.encode(markdown).length <= limit ? cut : `${cut.slice(0, cut.lastIndexOf('\n') + 1)}${ELLIPSIS}`
}
