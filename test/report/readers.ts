// Reads reports back, each with what nobody here wrote: a parser, a schema, a validator.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { Page } from '../../src/report/html/document.ts'
import type { Table } from '../../src/report/html/table.ts'

/** A row of a CSV report, by the names of its columns. */
export type Row = Readonly<Record<string, string>>

/** The rows of a CSV report. */
export function readRows(text: string): readonly Row[] {
  return parse(text, { columns: true, record_delimiter: '\r\n' })
}

const junit = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8')

/** Returns the canonical form by libxml2. A document that it cannot read, or that is not JUnit XML, fails the test. */
export async function normalize(xml: string): Promise<string> {
  const read = await validateXML({ xml: [{ fileName: 'report.xml', contents: xml }], schema: [junit], normalization: 'c14n' })
  expect(read.errors).toEqual([])
  expect(read.valid).toBe(true)
  return read.normalized
}

const part = (text: string): Page['style'] => ({ text, sha256: createHash('sha256').update(text).digest('base64') })

/** A style and a script in place of those of an HTML report, which the build makes. */
export const PAGE: Page = { style: part('main { color: red }'), script: part('void 0') }

/** The parts of an HTML report. */
export interface ReadPage {
  readonly whole: string
  /** The content of the header element. */
  readonly header: string
  readonly data: string
  readonly tables: ReadonlyMap<string, Table>
}

export function readPage(whole: string): ReadPage {
  const [, header = ''] = /<header[^>]*>([\s\S]*?)<\/header>/.exec(whole) ?? []
  const [, data = ''] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(whole) ?? []
  const tables = JSON.parse(data) as readonly Table[]
  return { whole, header, data, tables: new Map(tables.map(table => [table.name, table])) }
}

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string }
      readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>
    }
    readonly logicalLocations?: readonly { readonly fullyQualifiedName: string; readonly kind: string }[]
  }[]
  readonly suppressions?: readonly { readonly kind: string; readonly status: string; readonly justification: string }[]
  readonly partialFingerprints: { readonly primaryLocationLineHash: string; readonly 'ecrGate/v1': string }
}

interface Rule {
  readonly id: string
  readonly shortDescription: { readonly text: string }
  readonly fullDescription: { readonly text: string }
  readonly help: { readonly text: string; readonly markdown: string }
  readonly helpUri?: string
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: string }
}

export interface Run {
  readonly automationDetails: { readonly id: string }
  readonly invocations: readonly {
    readonly executionSuccessful: boolean
    readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { readonly text: string } }[]
  }[]
  readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly Rule[] } }
  readonly results: readonly Result[]
}

export const MEGABYTES_10 = 10_000_000

const path = '../../node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json'
const ajv = new Ajv2020({ strict: false, allErrors: false })
formats.default(ajv)
const isSarif = ajv.compile(JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')))

/** The runs of a SARIF report. Expects that the file conforms to the schema and to GitHub's limits. */
export function readRuns(text: string): readonly Run[] {
  const file = JSON.parse(text) as { readonly runs: readonly Run[] }
  expect(isSarif(file), JSON.stringify(isSarif.errors)).toBe(true)
  expect(gzipSync(text).length).toBeLessThan(MEGABYTES_10)
  expectLimits(file.runs)
  return file.runs
}

function expectLimits(runs: readonly Run[]): void {
  expect(runs.length).toBeLessThanOrEqual(20)
  const ids = runs.map(run => run.automationDetails.id)
  for (const id of ids) expect(id).toMatch(/^ecr-gate\/(?:[a-z0-9._-]+\/)+$/)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { results, tool } of runs) {
    expect(results.length).toBeLessThanOrEqual(5000)
    const prints = results.map(result => result.partialFingerprints)
    expect(new Set(prints.map(print => print.primaryLocationLineHash)).size).toBe(results.length)
    expect(new Set(prints.map(print => print['ecrGate/v1'])).size).toBe(results.length)
    const wrong = results.filter(({ ruleId, ruleIndex, message, locations }) => {
      const [{ physicalLocation } = { physicalLocation: undefined }] = locations
      return tool.driver.rules[ruleIndex]?.id !== ruleId || message.text === '' || physicalLocation === undefined || locations.length !== 1
    })
    expect(wrong).toEqual([])
    expect(new Set(tool.driver.rules.map(({ id }) => id)).size).toBe(tool.driver.rules.length)
    for (const { shortDescription, fullDescription, properties } of tool.driver.rules) {
      expect(shortDescription.text.length * fullDescription.text.length).toBeGreaterThan(0)
      expect(Math.max(shortDescription.text.length, fullDescription.text.length)).toBeLessThanOrEqual(1024)
      expect(properties.tags.length).toBeLessThanOrEqual(10)
    }
  }
}

/** Where a result is placed. */
export function uriOf(result: Result | undefined): string | undefined {
  return result?.locations[0]?.physicalLocation.artifactLocation.uri
}
