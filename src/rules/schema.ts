// The JSON Schema of rule files, for editors. It is generated from the tables that the loader follows, so that an editor
// underlines what the loader refuses. It is draft 7, which editors support best. To the schema, filters are plain strings;
// `ecr-gate lint` checks them.

import { EXCEPTION, type Field, LIMITS, OVERRIDE, RULE, RULESET, type Shape, type Table } from './fields.ts'
import { FOREIGN_TYPES, RULE_TYPES } from './rule.ts'

export type Schema = Readonly<Record<string, unknown>>

// A name and no address: a schema is the same one in whatever repository, and at whatever commit, an editor reads it.
const NAME = 'urn:ecr-gate:schema'

/** The schema of a file that holds a rule, a list of rules, or a ruleset with rules, overrides or exceptions. */
export function ruleSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `${NAME}:rules`,
    title: 'Rules of ECR Gate',
    anyOf: [
      { $ref: '#/definitions/rule' },
      { type: 'array', items: { $ref: '#/definitions/rule' } },
      { ...schemaOf(RULESET), anyOf: ['rules', 'overrides', 'exceptions'].map(name => ({ required: [name] })) },
    ],
    definitions: definitions(),
  }
}

/** The schema of a policy file; `settings` has the schema of each setting that it may hold. */
export function policySchema(settings: Readonly<Record<string, Schema>>): Schema {
  const path = schemaOfShape('text')
  const listOf = (name: string): Schema => ({ type: 'array', items: { anyOf: [path, { $ref: `#/definitions/${name}` }] } })
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `${NAME}:policy`,
    title: 'A policy of ECR Gate',
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: {
      ...settings,
      rules: { description: 'paths of rule files or folders, relative to this file, and rules', anyOf: [path, listOf('rule')] },
      overrides: describeField(RULESET.overrides),
      exceptions: {
        description: 'paths of files of exceptions, relative to this file, and exceptions',
        anyOf: [path, listOf('exception')],
      },
      vex: { description: 'paths of files of VEX or folders, relative to this file', anyOf: [path, { type: 'array', items: path }] },
      limits: describeField({ shape: { map: LIMITS }, meaning: "what the step's files may do" }),
    },
    definitions: definitions(),
  }
}

function definitions(): Schema {
  return {
    rule: {
      // ECR Gate never has the events of these types, so only the name and the type of such a rule are read.
      if: { type: 'object', properties: { type: { type: 'string', pattern: inAnyCase(FOREIGN_TYPES) } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: it is the schema's keyword, and nothing awaits this value.
      then: { type: 'object', properties: { name: schemaOfShape('text') }, required: ['name'] },
      else: schemaOf(RULE),
    },
    override: { ...schemaOf(OVERRIDE), minProperties: 2 },
    exception: {
      ...schemaOf(EXCEPTION),
      allOf: [
        ['id', 'ids', 'filter'],
        ['expires', 'until-fixed'],
      ].map(some => ({ anyOf: some.map(name => ({ required: [name] })) })),
    },
  }
}

function schemaOf(table: Table): Schema {
  const fields = Object.entries(table)
  const required = fields.flatMap(([name, field]) => (field.required === undefined ? [] : [name]))
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(fields.map(([name, field]) => [name, describeField(field)])),
  }
}

// A null counts as absent, so every optional field may be null.
function describeField(field: Field): Schema {
  const { meaning, required } = field
  const description = field.default === undefined ? meaning : `${meaning}; default ${field.default}`
  const schema = schemaOfShape(field.shape)
  return { description, ...(required === undefined ? { anyOf: [schema, { type: 'null' }] } : schema) }
}

function schemaOfShape(shape: Shape): Schema {
  if (typeof shape === 'object') {
    if ('choices' in shape) return choicesSchema(shape.choices)
    if ('list' in shape) return { type: 'array', items: itemOf(shape.list) }
    if ('map' in shape) return schemaOf(shape.map)
    return { type: 'integer', minimum: shape.least, maximum: shape.most ?? Number.MAX_SAFE_INTEGER }
  }
  switch (shape) {
    case 'text':
    case 'filter':
      return { type: 'string', pattern: '\\S' }
    case 'title':
    case 'note':
      return { type: 'string' }
    case 'type':
      return choicesSchema(RULE_TYPES)
    case 'end':
      return { type: 'string', pattern: '^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[Nn][Ee][Vv][Ee][Rr])$' }
    case 'duration':
      return { type: 'string', pattern: '^[0-9]{1,9}[smhd]$' }
    case 'boolean':
      return { type: 'boolean' }
    case 'texts':
    case 'filters':
    case 'paths':
      return { type: 'array', items: { type: 'string', pattern: '\\S' } }
    case 'event':
      return { type: 'object' }
  }
}

function itemOf(table: Table): Schema {
  if (table === RULE) return { $ref: '#/definitions/rule' }
  if (table === OVERRIDE) return { $ref: '#/definitions/override' }
  return table === EXCEPTION ? { $ref: '#/definitions/exception' } : schemaOf(table)
}

/** The schema of a choice: an editor completes the words as they stand, and takes them in any letter case. */
export function choicesSchema(choices: readonly string[]): Schema {
  return { anyOf: [{ enum: choices }, { type: 'string', pattern: inAnyCase(choices) }] }
}

// Patterns in JSON Schema have no flags.
function inAnyCase(words: readonly string[]): string {
  const letters = (word: string): string => word.replace(/[a-z]/gi, letter => `[${letter.toUpperCase()}${letter.toLowerCase()}]`)
  return `^(?:${words.map(letters).join('|')})$`
}
