// What a filter may name of a finding is what ECR's answer has. The SDK's model of the answer is the judge: a finding in which every
// member of the model has a value must have a value for every name, and no value that has no name.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { EnhancedImageScanFinding$, FindingSeverity, ImageScanFinding$, ScanStatus } from '@aws-sdk/client-ecr'
import { describe, expect, test } from 'vitest'
import { CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY, VOCABULARY } from '../../src/events/vocabulary.ts'
import { toFindingEvents } from '../../src/image/event.ts'
import { INSPECTOR_FIELDS } from '../../src/image/intelligence.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { valuesOf } from '../../src/language/compile.ts'
import { parsePath } from '../../src/language/parse.ts'
import type { FieldTree, Vocabulary } from '../../src/language/vocabulary.ts'
import { fillSchema } from '../aws/schema.ts'

function imageOf(list: 'findings' | 'enhancedFindings', entries: readonly unknown[]) {
  const [image] = readImages(
    [
      {
        origin: 'x',
        body: {
          registryId: '111122223333',
          repositoryName: 'api',
          imageId: { imageDigest: 'sha256:aa', imageTag: 'v1' },
          imageScanStatus: { status: 'COMPLETE' },
          imageScanFindings: { imageScanCompletedAt: 1_700_000_000, [list]: entries },
        },
      },
    ],
    '2026-11-23T12:00:00Z',
  )
  if (image === undefined) throw new Error('no image was read')
  return image
}

function eventOf(list: 'findings' | 'enhancedFindings', entry: unknown): Fields {
  const [event] = toFindingEvents(imageOf(list, [entry]))
  if (event === undefined) throw new Error('the finding is not open')
  return event
}

function namesOf(tree: FieldTree, prefix = ''): readonly string[] {
  return Object.entries(tree).flatMap(([name, below]) =>
    typeof below === 'string' ? [`${prefix}${name}`] : namesOf(below, `${prefix}${name}.`),
  )
}

function has(event: Fields, name: string): boolean {
  const path = parsePath(name)
  return path !== undefined && valuesOf(event, path, FINDING_VOCABULARY).length > 0
}

function leavesOf(value: unknown, prefix = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(item => leavesOf(item, prefix))
  if (typeof value !== 'object' || value === null) return [prefix]
  return Object.entries(value).flatMap(([name, below]) => leavesOf(below, prefix === '' ? name : `${prefix}.${name}`))
}

const names = namesOf(FINDING_VOCABULARY.fields)
const isFromInspector = (name: string): boolean => INSPECTOR_FIELDS.some(field => field === name)
const full = { ...(fillSchema(EnhancedImageScanFinding$) as Fields), severity: 'HIGH', status: 'ACTIVE' }

describe('the names of findings', () => {
  test.each(names.filter(name => !isFromInspector(name)))('%s has a value when every member of the SDK’s model has one', name => {
    expect(has(eventOf('enhancedFindings', full), name)).toBe(true)
  })

  test('are all that an event of a finding has', () => {
    expect(leavesOf(eventOf('enhancedFindings', full)).filter(name => !names.includes(name))).toEqual([])
  })

  test('that Amazon Inspector alone has are null where it was not asked', () => {
    expect(eventOf('enhancedFindings', full)).toMatchObject({ epss: null, lastKnownExploitAt: null, knownExploited: null })
    expect(names.filter(isFromInspector)).toEqual([...INSPECTOR_FIELDS])
  })
})

/** Basic findings have the members of the model, and attributes that the scanner chooses. */
describe('a basic scan', () => {
  const plain = { ...(fillSchema(ImageScanFinding$) as Fields), severity: 'HIGH', attributes: [] }
  const attributes = ['package_name', 'package_version', 'CVSS3_SCORE', 'CVSS3_VECTOR', 'fixed_in_version']

  test('lacks exactly the names that a finding with every member of the model has no value for', () => {
    const without = names.filter(name => !has(eventOf('findings', plain), name))
    expect([...imageOf('findings', [plain]).lacks].sort()).toEqual([...without].sort())
    expect(without).toContain('score')
    expect(without).toContain('fixAvailable')
    expect(without).toContain('package.name')
  })

  test('delivers what the attributes of one of its findings have', () => {
    const [name, version, score, vector, fixed] = attributes.map(key => ({ key, value: '1' }))
    const having = (...given: readonly unknown[]): Fields => ({ ...plain, attributes: given })
    const lacking = (...entries: readonly unknown[]) => imageOf('findings', entries).lacks
    expect(lacking(plain, having(score))).not.toContain('score')
    expect(lacking(plain, having(score))).toContain('vector')
    expect(lacking(plain, having(vector), plain)).not.toContain('vector')
    expect(lacking(having(name))).not.toContain('package.name')
    expect(lacking(having(name))).toContain('package.version')
    expect(lacking(plain, having(name, version, fixed))).toEqual(
      lacking(plain).filter(each => !['package.name', 'package.version', 'package.fixedIn'].includes(each)),
    )
  })

  test('is the only one that lacks anything: a field that is absent in an enhanced finding is merely absent', () => {
    expect(imageOf('enhancedFindings', [{ title: 'a finding', severity: 'HIGH' }]).lacks).toEqual([])
    expect(imageOf('findings', [])).toMatchObject({ lacks: [] })
  })
})

describe('enumerated values', () => {
  const wordsOf = ({ values }: Vocabulary, field: string): readonly unknown[] => values?.get(field)?.words ?? []
  const SCAN = 'responseElements.imageScanFindings'

  test('of a severity are those of the SDK’s model, and UNTRIAGED, which enhanced findings have', () => {
    const known = [...Object.values(FindingSeverity), 'UNTRIAGED'].sort()
    expect([...wordsOf(FINDING_VOCABULARY, 'severity')].sort()).toEqual(known)
    for (const field of [`${SCAN}.findingSeverityCounts.*`, `${SCAN}.findings.severity`, `${SCAN}.enhancedFindings.severity`])
      expect([...wordsOf(CLOUDTRAIL_VOCABULARY, field)].sort()).toEqual(known)
  })

  test('of the status of a scan are those of the SDK’s model', () => {
    expect([...wordsOf(CLOUDTRAIL_VOCABULARY, 'responseElements.imageScanStatus.status')].sort()).toEqual(Object.values(ScanStatus).sort())
  })

  // These are texts in the model, whose documentation lists their values.
  test('of fixAvailable are those that the SDK documents', () => {
    const models = readFileSync(
      createRequire(import.meta.url)
        .resolve('@aws-sdk/client-ecr')
        .replace(/dist-cjs.*/, 'dist-types/models/models_0.d.ts'),
      'utf8',
    )
    const comment = /This value can be([^@]*)@public\s+\*\/\s+fixAvailable/.exec(models)?.[1] ?? ''
    const documented = [...comment.matchAll(/<code>(\w+)<\/code>/g)].map(match => match[1])
    expect(new Set(wordsOf(FINDING_VOCABULARY, 'fixAvailable'))).toEqual(new Set(documented))
  })

  test('belong to fields that are known', () => {
    for (const { values, fields, aliases } of [CLOUDTRAIL_VOCABULARY, FINDING_VOCABULARY, VOCABULARY])
      for (const name of values?.keys() ?? []) {
        const [first = ''] = name.split('.')
        expect({ name, known: Object.hasOwn(fields, first) || aliases.has(first) }).toEqual({ name, known: true })
      }
  })
})
