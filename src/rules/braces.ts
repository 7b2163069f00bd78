// Double braces as Parameter Store takes them. Titles of rules have fields between them, `{{user}}`, and Parameter Store takes such text in a
// value for the name of another parameter and refuses it. YAML and JSON can write a brace otherwise between double quotes.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html

import { type Node, parseFile, type RuleFile, type ScalarNode, toValue } from './document.ts'

const BRACES = /\{\{[^{}]*\}\}/

/** Where text stands between double braces, and what it is; undefined if there is none. */
export function findBraces(text: string): { readonly offset: number; readonly found: string } | undefined {
  const match = BRACES.exec(text)
  return match === null ? undefined : { offset: match.index, found: match[0] }
}

/** The same file with its double braces written so that Parameter Store takes them. In a comment they stay, because nothing can stand for them there. */
export function escapeBraces(file: RuleFile): RuleFile {
  if (!BRACES.test(file.text)) return file
  const document = parseFile(file)
  if (!('root' in document)) return file
  const scalars = listScalars(document.root).sort((a, b) => b.offset - a.offset)
  const text = scalars.reduce(
    (text, scalar) => text.slice(0, scalar.offset) + rewrite(file.text.slice(scalar.offset, scalar.end), scalar) + text.slice(scalar.end),
    file.text,
  )
  const escaped = { ...file, text }
  const again = parseFile(escaped)
  const isSame = 'root' in again && JSON.stringify(toValue(again.root)) === JSON.stringify(toValue(document.root))
  return isSame ? escaped : file
}

function listScalars(node: Node): ScalarNode[] {
  if (node.kind === 'list') return node.items.flatMap(listScalars)
  if (node.kind === 'map') return node.entries.flatMap(({ value }) => listScalars(value))
  return typeof node.value === 'string' && node.value.includes('{{') ? [node] : []
}

// JSON's strings are strings of YAML too, so any other notation can become one.
function rewrite(source: string, { value }: ScalarNode): string {
  const quoted = source.startsWith('"') ? source : JSON.stringify(value) + (/\n$/.exec(source)?.[0] ?? '')
  return quoted.replace(/\{(?=\{)/g, String.raw`\u007b`)
}
