// Counts in sentences.

/** The form of a word that agrees with a count: `finding` or `findings`, `was` or `were`. */
export function agree(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many
}

/** A count with what it counts: `1 finding`, `2 findings`. */
export function plural(count: number, one: string, many?: string): string {
  return `${count} ${agree(count, one, many)}`
}

/** The first of some texts, and how many more there are, of what if it is said: `a, b and 3 more packages`. */
export function listFirst(texts: readonly string[], most: number, what?: string): string {
  const left = texts.length - most
  return left <= 0
    ? texts.join(', ')
    : `${texts.slice(0, most).join(', ')} and ${what === undefined ? `${left} more` : plural(left, `more ${what}`)}`
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']

/** How many bytes, as prices name them: `999 bytes`, `1.2 MB`. */
export function sayBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1)
  return power === 0 ? plural(bytes, 'byte') : `${(bytes / 1000 ** power).toFixed(1)} ${UNITS[power]}`
}
