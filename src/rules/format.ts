// Rewrites the filters and suppressions of a rule file in canonical form and leaves every other character as it is: comments and
// order belong to the author. So each filter is replaced in the text, in the scalar style it had; a YAML printer would reformat
// the rest of the file.

import { printableJson } from '../escape.ts'
import { QUOTED_TEXT } from '../language/ast.ts'
import { parse } from '../language/parse.ts'
import { print } from '../language/print.ts'
import { entryOf, type Node, parseFile, type RuleFile, type ScalarNode } from './document.ts'
import { filterNodes } from './reader.ts'

/** Returns the file's text with canonical filters. A filter that differs only in white space keeps its line breaks. */
export function formatFile(file: RuleFile): string {
  const document = parseFile(file)
  if ('diagnostics' in document) return file.text
  const parts: string[] = []
  let at = 0
  for (const scalar of ruleNodes(document.root)
    .flatMap(filtersOf)
    .sort((a, b) => a.offset - b.offset)) {
    const source = file.text.slice(scalar.offset, scalar.end)
    parts.push(file.text.slice(at, scalar.offset), rewrite(source, String(scalar.value)))
    at = scalar.end
  }
  return [...parts, file.text.slice(at)].join('')
}

function ruleNodes(root: Node): readonly Node[] {
  if (root.kind === 'list') return root.items
  if (root.kind !== 'map') return []
  const lists = ['rules', 'overrides', 'exceptions'].map(name => entryOf(root, name)?.value)
  return [root, ...lists.flatMap(list => (list?.kind === 'list' ? list.items : []))]
}

function filtersOf(rule: Node): readonly ScalarNode[] {
  return rule.kind === 'map' ? filterNodes(rule) : []
}

function rewrite(source: string, filter: string): string {
  const parsing = parse(filter)
  if ('problems' in parsing) return source
  const canonical = print(parsing.expression)
  return onOneLine(filter) === canonical ? source : writeScalar(source, canonical)
}

// A text in a filter may contain a line break, which only double quotes and literal blocks preserve.
function writeScalar(source: string, text: string): string {
  const style = source.slice(0, 1)
  const hasBreak = /[\r\n]/.test(text)
  if (style === '|' || style === '>') return hasBreak && !/^\|[+-]?\s/.test(source) ? source : writeBlock(source, text)
  if (style === '"' || hasBreak) return printableJson(JSON.stringify(text))
  // Canonical form drops outer parentheses, so a plain filter may now begin with what YAML takes for a quoted text or a list.
  if (style === "'" || /^["[]/.test(text)) return `'${text.replaceAll("'", "''")}'`
  return text
}

// Keeps the header with its comment, the indentation, and the white space after the last line.
function writeBlock(source: string, text: string): string {
  const header = source.slice(0, source.indexOf('\n') + 1)
  const body = source.slice(header.length)
  const [, blankLines = '', indent = ''] = /^(\s*\n)?( *)/.exec(body) ?? []
  return `${header}${blankLines}${indent}${text.replaceAll('\n', `\n${indent}`)}${body.slice(body.trimEnd().length)}`
}

// Reduces white space outside quotes to single spaces, with none just inside parentheses.
function onOneLine(filter: string): string {
  return filter
    .split(new RegExp(`(${QUOTED_TEXT})`))
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')')))
    .join('')
    .trim()
}
