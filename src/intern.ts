/** The text that was known before, if there is an equal one. Most texts repeat, as titles do, so each is kept only once. */
export function intern(texts: Map<string, string>, text: string): string {
  const known = texts.get(text)
  if (known !== undefined) return known
  texts.set(text, text)
  return text
}
