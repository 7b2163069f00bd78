// Writes the filters and suppressions of a rule file in canonical form, and leaves every other character as it is: the
// file's comments and its order belong to whoever wrote it.

import { CST, Parser } from 'yaml'
import { QUOTED_TEXT } from '../language/ast.ts'
import { parse } from '../language/parse.ts'
import { print } from '../language/print.ts'
import { entryOf, type Node, parseFile, type RuleFile, type ScalarNode } from './document.ts'
import { filterNodes } from './load.ts'

/** The file's text with canonical filters. A filter that differs only in its line breaks keeps them. */
export function formatFile(file: RuleFile): string {
  const document = parseFile(file)
  if ('diagnostics' in document) return file.text
  const canonical = new Map(ruleNodes(document.root).flatMap(canonicalFilters))
  if (canonical.size === 0) return file.text
  const tokens = [...new Parser().parse(file.text)]
  for (const token of tokens) if (token.type === 'document') rewrite(token, canonical)
  return tokens.map(token => CST.stringify(token)).join('')
}

function rewrite(document: CST.Document, canonical: ReadonlyMap<number, string>): void {
  CST.visit(document, ({ value }) => {
    const text = value !== undefined && value !== null && CST.isScalar(value) ? canonical.get(value.offset) : undefined
    if (text !== undefined && value !== undefined && value !== null) CST.setScalarValue(value, text)
  })
}

function ruleNodes(root: Node): readonly Node[] {
  if (root.kind === 'list') return root.items
  const rules = root.kind === 'map' ? entryOf(root, 'rules')?.value : undefined
  return rules?.kind === 'list' ? rules.items : [root]
}

function canonicalFilters(rule: Node): readonly (readonly [number, string])[] {
  return rule.kind === 'map' ? filterNodes(rule).flatMap(canonicalFilter) : []
}

function canonicalFilter({ value, offset }: ScalarNode): readonly (readonly [number, string])[] {
  const parsing = parse(String(value))
  if ('problems' in parsing) return []
  const text = print(parsing.expression)
  return onOneLine(String(value)) === text ? [] : [[offset, text]]
}

// Blanks outside quotes are single, and there are none inside parentheses.
function onOneLine(filter: string): string {
  return filter
    .split(new RegExp(`(${QUOTED_TEXT})`))
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')')))
    .join('')
    .trim()
}
