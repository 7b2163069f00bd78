// Lists the small changes ("mutants") that could be made to a source file, each of which some test should notice.
//
// Node strips the types and keeps every position, so the tree of the stripped text says where to change the file as it is written.
// Texts for people are left alone: a wording is held where a golden holds it.

import { stripTypeScriptTypes } from 'node:module'
import { parseAst } from 'rollup/parseAst'

/** A change of the characters from `start` to `end`. */
export interface Change {
  readonly start: number
  readonly end: number
  readonly to: string
}

/** A part of the syntax tree (ESTree); which fields it has depends on its type. */
interface Part {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** The part with those that contain it, the nearest first. */
interface Place {
  readonly part: Part
  readonly above: readonly Part[]
  readonly text: (part: Part) => string
}

/** Lists every change of a file's text, in the order of their places. */
export function listChanges(source: string): readonly Change[] {
  const stripped = stripTypeScriptTypes(source)
  const changes: Change[] = []
  const text = ({ start, end }: Part): string => source.slice(start, end)
  const visit = (part: Part, above: readonly Part[]): void => {
    for (const change of changesOf({ part, above, text })) changes.push(change)
    for (const child of childrenOf(part)) visit(child, [part, ...above])
  }
  visit(parseAst(stripped) as unknown as Part, [])
  return changes
    .filter(({ start, end, to }) => source.slice(start, end) !== to)
    .filter((change, i, all) => all.findIndex(other => isSame(other, change)) === i)
    .sort((a, b) => a.start - b.start || a.end - b.end)
}

function isSame(a: Change, b: Change): boolean {
  return a.start === b.start && a.end === b.end && a.to === b.to
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && typeof (value as Part).type === 'string'
}

function childrenOf(part: Part): readonly Part[] {
  return Object.values(part)
    .flatMap(value => (Array.isArray(value) ? value : [value]))
    .filter(isPart)
}

// What each kind of part becomes. A part that is not here stays as it is.
const CHANGES: Readonly<Record<string, (place: Place) => readonly Change[]>> = {
  BinaryExpression: changeOperator,
  LogicalExpression: changeOperator,
  AssignmentExpression: changeOperator,
  UpdateExpression: ({ part, text }) => [
    become(part, text(part).includes('++') ? text(part).replace('++', '--') : text(part).replace('--', '++')),
  ],
  UnaryExpression: ({ part, text }) => (['!', '-'].includes(String(part['operator'])) ? [become(part, text(part).slice(1))] : []),
  IfStatement: changeCondition,
  ConditionalExpression: changeCondition,
  WhileStatement: ({ part }) => [become(part['test'] as Part, 'false')],
  Literal: changeLiteral,
  CallExpression: changeCall,
  SpreadElement: ({ part, above }) =>
    above[0]?.type === 'CallExpression' ? [] : [become(part, above[0]?.type === 'ArrayExpression' ? '...[]' : '...{}')],
  ArrayExpression: ({ part }) => ((part['elements'] as readonly unknown[]).length > 0 ? [become(part, '[]')] : []),
  ExpressionStatement: ({ part }) => [become(part, ';')],
  ContinueStatement: ({ part }) => [become(part, ';')],
  BreakStatement: ({ part, above }) => (above[0]?.type === 'SwitchCase' ? [] : [become(part, ';')]),
  ThrowStatement: ({ part }) => [become(part, ';')],
}

function changesOf(place: Place): readonly Change[] {
  return Object.hasOwn(CHANGES, place.part.type) ? (CHANGES[place.part.type]?.(place) ?? []) : []
}

function become({ start, end }: Part, to: string): Change {
  return { start, end, to }
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '??=': ['='],
  '||=': ['='],
}

function changeOperator({ part, text }: Place): readonly Change[] {
  const [left, right] = [part['left'] as Part, part['right'] as Part]
  const operator = String(part['operator'])
  if (operator === '+' && [left, right].some(side => /^['"`]/.test(text(side)))) return []
  const between = { ...part, start: left.end, end: right.start }
  const at = left.end + text(between).indexOf(operator)
  return (OPERATORS[operator] ?? []).map(to => ({ start: at, end: at + operator.length, to }))
}

function changeCondition({ part }: Place): readonly Change[] {
  return ['true', 'false'].map(to => become(part['test'] as Part, to))
}

function changeLiteral({ part, above: [parent], text }: Place): readonly Change[] {
  const { value } = part
  if (typeof value === 'boolean') return [become(part, String(!value))]
  // A limit may be a little more or less and nobody would notice, but not twice as much.
  if (typeof value === 'number') return [become(part, value === 0 ? '1' : String(value > 10 ? value * 2 : value + 1))]
  if (isPart(parent) && /^(?:Import|Export)/.test(parent.type)) return []
  if (part['regex'] !== undefined) return changePattern(part, text(part))
  return typeof value === 'string' && isWord(part, value, parent) ? [become(part, "'mutant'")] : []
}

// Code words, such as names of fields and kinds; neither sentences nor the keys of tables.
function isWord(part: Part, value: string, parent: Part | undefined): boolean {
  return /^[\w.:/-]+$/.test(value) && !(parent?.type === 'Property' && parent['key'] === part)
}

function changePattern(part: Part, text: string): readonly Change[] {
  return [
    ...(text.startsWith('/^') ? [become(part, `/${text.slice(2)}`)] : []),
    ...(/(?<!\\)\$\/\w*$/.test(text) ? [become(part, text.replace(/\$(\/\w*)$/, '$1'))] : []),
    ...(/\/\w*i\w*$/.test(text) ? [become(part, text.replace(/i(\w*)$/, '$1'))] : []),
  ]
}

const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  find: 'findLast',
  findLast: 'find',
}
/** Calls that return something of the same kind as what they are called on, so that they can be left out. */
const LEFT_OUT = ['filter', 'sort', 'slice', 'reverse', 'trim', 'trimStart', 'toLowerCase', 'toUpperCase']

function changeCall({ part, text }: Place): readonly Change[] {
  const callee = part['callee'] as Part
  if (callee.type !== 'MemberExpression' || callee['optional'] === true) return []
  const [object, property] = [callee['object'] as Part, callee['property'] as Part]
  const name = text(property)
  return [
    ...(Object.hasOwn(METHODS, name) ? [become(property, METHODS[name] as string)] : []),
    ...(LEFT_OUT.includes(name) ? [become(part, text(object))] : []),
  ]
}

export function changeText(source: string, { start, end, to }: Change): string {
  return source.slice(0, start) + to + source.slice(end)
}
