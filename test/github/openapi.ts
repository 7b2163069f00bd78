// Checks requests and answers against GitHub's published OpenAPI description.
//
// A member that the description does not name is a violation here, although most of its schemas allow any: otherwise nobody would
// notice a misspelled one. So each object whose schema names members may only have these, and those that its parts name.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'

type Json = Readonly<Record<string, unknown>>

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Json
}

export interface Operation {
  readonly id: string
  /** The values of the path's parameters, as text. */
  readonly path: Readonly<Record<string, string>>
  readonly parameters: readonly Parameter[]
  readonly spec: Json
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json')
const description = JSON.parse(readFileSync(file, 'utf8')) as Description

function resolve(node: unknown): Json {
  const reference = (node as Json)['$ref']
  if (typeof reference !== 'string') return node as Json
  const [, , kind = '', name = ''] = reference.split('/')
  return description.components[kind]?.[name] ?? {}
}

const routes = Object.entries(description.paths).map(([template, methods]) => {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const pattern = new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`)
  return { names, pattern, methods }
})

/** The operation that a request is for. If several match, the one with the fewest parameters in its path. */
export function findOperation(method: string, path: string): Operation | undefined {
  const fitting = routes.flatMap(({ names, pattern, methods }) => {
    const values = pattern.exec(path)
    const spec = methods[method.toLowerCase()]
    return values === null || spec === undefined ? [] : [{ names, values: values.slice(1), spec }]
  })
  const [best] = fitting.sort((a, b) => a.names.length - b.names.length)
  if (best === undefined) return undefined
  return {
    id: String(best.spec['operationId']),
    path: Object.fromEntries(best.names.map((name, i) => [name, decodeURIComponent(best.values[i] ?? '')])),
    parameters: ((best.spec['parameters'] ?? []) as unknown[]).map(parameter => resolve(parameter) as unknown as Parameter),
    spec: best.spec,
  }
}

/** Returns everything in a request that the description does not allow. */
export function checkRequest({ path, parameters, spec }: Operation, query: URLSearchParams, body: unknown): readonly string[] {
  const problems: string[] = []
  for (const { name, in: place, schema, required } of parameters) {
    const text = place === 'path' ? path[name] : place === 'query' ? query.get(name) : undefined
    if (text === undefined || text === null) {
      if (required === true) problems.push(`has no ${name} in its ${place}`)
      continue
    }
    const number = resolve(schema)['type'] === 'integer'
    problems.push(...check(schema, number ? Number(text) : text).map(problem => `${name}${problem}`))
  }
  const known = parameters.filter(each => each.in === 'query').map(({ name }) => name)
  for (const name of query.keys()) if (!known.includes(name)) problems.push(`has the unknown parameter ${name}`)
  const schema = schemaOf(spec['requestBody'])
  if (schema === undefined) return body === undefined ? problems : [...problems, 'has a body where none is due']
  return [...problems, ...check(schema, body).map(problem => `body${problem}`)]
}

/** Returns everything in an answer that the description does not allow. An error status that it does not name has no schema. */
export function checkAnswer({ spec }: Operation, status: number, body: unknown): readonly string[] {
  const answer = (spec['responses'] as Readonly<Record<string, unknown>>)[String(status)]
  if (answer === undefined) return status < 400 ? [`: the status ${status} is not known`] : []
  const schema = schemaOf(answer)
  return schema === undefined ? [] : check(schema, body)
}

/** An example value from the description. */
export function exampleOf(name: string): unknown {
  return structuredClone(description.components['examples']?.[name]?.['value'])
}

function schemaOf(node: unknown): Json | undefined {
  const content = node === undefined ? undefined : (resolve(node)['content'] as Readonly<Record<string, Json>> | undefined)
  return content?.['application/json']?.['schema'] as Json | undefined
}

const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: true })
addFormats.default(ajv)
const compiled = new Map<object, ValidateFunction>()

function check(schema: Json, value: unknown): readonly string[] {
  const known = compiled.get(schema)
  const validate = known ?? compile(schema)
  compiled.set(schema, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`)
}

function compile(schema: Json): ValidateFunction {
  const definitions: Record<string, unknown> = {}
  const root = convert(schema, false, definitions)
  return ajv.compile({ ...(root as Json), $defs: definitions })
}

const COMPOSITIONS = ['allOf', 'anyOf', 'oneOf']

/** Converts OpenAPI 3.0 to JSON Schema 2019: spells out `nullable`, and closes objects unless they are `part` of another. */
function convert(schema: unknown, part: boolean, definitions: Record<string, unknown>): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref, nullable, example: _, ...rest } = schema as Json
  if (typeof $ref === 'string') return convertReference($ref, part, definitions)
  const converted: Record<string, unknown> = { ...rest }
  for (const name of COMPOSITIONS) {
    const parts = rest[name]
    if (Array.isArray(parts)) converted[name] = parts.map(each => convert(each, true, definitions))
  }
  for (const name of ['items', 'not']) if (rest[name] !== undefined) converted[name] = convert(rest[name], false, definitions)
  const more = rest['additionalProperties']
  if (typeof more === 'object') converted['additionalProperties'] = convert(more, false, definitions)
  const properties = rest['properties'] as Json | undefined
  if (properties !== undefined) {
    converted['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, convert(inner, false, definitions)]),
    )
    if (more === true) delete converted['additionalProperties']
  }
  const named = properties !== undefined || COMPOSITIONS.some(name => rest[name] !== undefined)
  if (named && !part && typeof more !== 'object') converted['unevaluatedProperties'] = false
  return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted
}

function convertReference(reference: string, part: boolean, definitions: Record<string, unknown>): unknown {
  const name = `${reference.split('/').at(-1)}${part ? '-part' : ''}`
  if (!Object.hasOwn(definitions, name)) {
    // Entered before it is converted, because a schema may contain itself.
    definitions[name] = {}
    definitions[name] = convert(resolve({ $ref: reference }), part, definitions)
  }
  return { $ref: `#/$defs/${name}` }
}
