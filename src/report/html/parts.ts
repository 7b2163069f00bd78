// Where text may be broken. A browser breaks it after every hyphen, also in an id or a version, and anywhere in what no line has room for.
// Here a short word stays whole, and a long one is broken where its parts end, as those of a path do.

/** A piece of text, and whether it must stay whole; a line may be broken between any two pieces. */
export interface Piece {
  readonly text: string
  readonly isWhole: boolean
}

const LONG = /\S{25}/
/** After a separator. A version is one part, so a point only counts in front of a letter. */
const END = /(?<=[/:@,;=&?])(?=\w)|(?<=\.)(?=[a-z])/i

/** Whether a text has a word that some line has no room for. */
export function isLong(text: string): boolean {
  return LONG.test(text)
}

/** The text in pieces, which together are the text. */
export function piecesOf(text: string): readonly Piece[] {
  if (!text.includes('-') && !isLong(text)) return [{ text, isWhole: false }]
  return text
    .split(/(?<=\s)(?=\S)/)
    .flatMap(word =>
      isLong(word) ? word.split(END).map(part => ({ text: part, isWhole: false })) : [{ text: word, isWhole: word.includes('-') }],
    )
}
