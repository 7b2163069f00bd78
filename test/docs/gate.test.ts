// The table of decisions in docs/gate.md: each of its rows is judged, and no row is missing here.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type EarlierFinding, type ReadBaseline, startBaseline } from '../../src/gate/baseline.ts'
import { FOREIGN_NAMES } from '../../src/rules/foreign/tool.ts'
import { type FindingLike, type ImageLike, judge, layer, makeImage, toEarlierImages } from '../gate/judging.ts'
import { ROOT } from '../root.ts'
import { bind, cycloneDx, openVex, THIS_IMAGE } from '../vex/documents.ts'

const NOW = '2026-12-01T12:00:00Z'
const page = readFileSync(join(ROOT, 'docs/gate.md'), 'utf8')
const [, table = ''] = /\| the finding \| settings \| decision \| verdict \|\n\|[-|]+\|\n([\s\S]*?)(?:\n\n|\n?$)/.exec(page) ?? []
const rows = table.split('\n').map(line =>
  line
    .slice(1, -1)
    .split('|')
    .map(cell => cell.trim()),
)

const accepted = (target: string, end: string): string =>
  JSON.stringify({ exceptions: [{ ...read(target), reason: 'because', ...read(end) }] })

function read(text: string): object {
  return Object.fromEntries(text.split(', ').map(pair => pair.split('=').map(part => (part === 'true' ? true : part)) as [string, unknown]))
}

const ID = 'id=CVE-2026-1000'
const finding = (severity: string, more: object = {}): ImageLike => ({ findings: [{ severity, ...more }] })
const noFix = { fixAvailable: 'NO', packages: [{ name: 'openssl' }] }
const published = (day: string): object => ({ vendorCreatedAt: `${day}T00:00:00Z` })

/** A finding in packages of these layers, of an image of the layers abc on a base image of ab. */
const inLayers = (layers: string, ...of: readonly (string | undefined)[]): ImageLike => ({
  ...finding('HIGH', { packages: of.map((letter, i) => ({ name: `p${i}`, ...(letter && { sourceLayerHash: layer(letter) }) })) }),
  layers,
  base: 'ab',
})
const ofBase = (severity: string, more: object = {}): ImageLike => ({
  ...finding(severity, { packages: [{ name: 'openssl', sourceLayerHash: layer('a') }], ...more }),
  layers: 'abc',
  base: 'ab',
})
const THERE: FindingLike = { severity: 'HIGH', packages: [{ name: 'openssl', packageManager: 'OS' }] }
const inOpenssl = [{ products: [{ ...THIS_IMAGE, subcomponents: [{ '@id': 'pkg:deb/debian/openssl' }] }] }]
const affected = { status: 'affected', justification: undefined }
const newer = { timestamp: '2026-11-02T00:00:00Z' }

const earlier = (image: ImageLike, changes: Partial<EarlierFinding> = {}): ReadBaseline =>
  startBaseline(toEarlierImages([makeImage({ tag: 'v0', ...image })], changes))
const seen = (day: string): Partial<EarlierFinding> => ({ firstSeenAt: `${day}T00:00:00Z` })

/** What other tools ignore, by the name of the file. */
const foreign = (path: string, text: string) => ({ path, text })
const grype = (rule: object) => foreign('.grype.yaml', JSON.stringify({ ignore: [rule] }))

const CASES: Readonly<
  Record<
    string,
    readonly [image: ImageLike, exceptions?: string | ReturnType<typeof foreign>, baseline?: ReadBaseline | undefined, vex?: string]
  >
> = {
  'HIGH, not affected by VEX': [finding('HIGH'), '', undefined, openVex([{}])],
  'HIGH, not affected by VEX, which does not say why': [finding('HIGH'), '', undefined, openVex([{ justification: undefined }])],
  'HIGH, fixed by VEX': [finding('HIGH'), '', undefined, openVex([{ status: 'fixed' }])],
  'HIGH, affected by VEX': [finding('HIGH'), '', undefined, openVex([affected])],
  'HIGH, under investigation by VEX': [finding('HIGH'), '', undefined, openVex([{ ...affected, status: 'under_investigation' }])],
  'HIGH, not affected by VEX, and affected by newer VEX': [finding('HIGH'), '', undefined, openVex([{}, { ...affected, ...newer }])],
  'HIGH, not affected by VEX, and affected by VEX of the same time': [finding('HIGH'), '', undefined, openVex([{}, affected])],
  'HIGH, not affected by VEX of another image': [
    finding('HIGH'),
    '',
    undefined,
    openVex([{ products: [{ '@id': 'pkg:oci/web@sha256%3Ab' }] }]),
  ],
  'HIGH, not affected by VEX of the image in openssl': [{ findings: [THERE] }, '', undefined, openVex(inOpenssl)],
  'HIGH in openssl and libssl3, not affected by VEX of the image in openssl': [
    finding('HIGH', {
      packages: [
        { name: 'openssl', packageManager: 'OS' },
        { name: 'libssl3', packageManager: 'OS' },
      ],
    }),
    '',
    undefined,
    openVex(inOpenssl),
  ],
  'HIGH, fixed by CycloneDX': [finding('HIGH'), '', undefined, cycloneDx({ state: 'resolved' })],
  'HIGH, a false positive by CycloneDX': [finding('HIGH'), '', undefined, cycloneDx({ state: 'false_positive', detail: 'another curl' })],
  'HIGH, in triage by CycloneDX': [finding('HIGH'), '', undefined, cycloneDx({ state: 'in_triage' })],
  'HIGH, not affected by VEX, accepted until 2026-12-01': [finding('HIGH'), accepted(ID, 'expires=2026-12-01'), undefined, openVex([{}])],
  'HIGH without a fix, not affected by VEX': [finding('HIGH', noFix), '', undefined, openVex([{}])],
  'HIGH, published 2026-10-01, not affected by VEX': [finding('HIGH', published('2026-10-01')), '', undefined, openVex([{}])],
  HIGH: [finding('HIGH')],
  MEDIUM: [finding('MEDIUM')],
  LOW: [finding('LOW')],
  CRITICAL: [finding('CRITICAL')],
  UNTRIAGED: [finding('UNTRIAGED')],
  'HIGH, closed': [finding('HIGH', { status: 'CLOSED' })],
  'HIGH, suppressed in Amazon Inspector': [finding('HIGH', { status: 'SUPPRESSED' })],
  'HIGH, accepted until 2026-12-01': [finding('HIGH'), accepted(ID, 'expires=2026-12-01')],
  'CRITICAL, accepted until 2026-12-01': [finding('CRITICAL'), accepted(ID, 'expires=2026-12-01')],
  'UNTRIAGED, accepted until 2026-12-01': [finding('UNTRIAGED'), accepted(ID, 'expires=2026-12-01')],
  'HIGH, accepted until 2026-11-30': [finding('HIGH'), accepted(ID, 'expires=2026-11-30')],
  'HIGH, accepted for ever': [finding('HIGH'), accepted(ID, 'expires=never')],
  'HIGH without a fix, accepted until fixed': [finding('HIGH', noFix), accepted(ID, 'until-fixed=true')],
  'HIGH with a fix, accepted until fixed': [finding('HIGH'), accepted(ID, 'until-fixed=true')],
  'HIGH with a partial fix, accepted until fixed': [finding('HIGH', { fixAvailable: 'PARTIAL' }), accepted(ID, 'until-fixed=true')],
  'HIGH of a basic scan, accepted until fixed': [{ ...finding('HIGH'), basic: true }, accepted(ID, 'until-fixed=true')],
  'HIGH, accepted if it is MEDIUM': [finding('HIGH'), accepted(`${ID}, severity=MEDIUM`, 'expires=never')],
  'HIGH, accepted in another image': [finding('HIGH'), accepted(`${ID}, image=web`, 'expires=never')],
  'HIGH in openssl and libssl3, accepted in openssl': [
    finding('HIGH', { packages: [{ name: 'openssl' }, { name: 'libssl3' }] }),
    accepted(`${ID}, package=openssl`, 'expires=never'),
  ],
  'HIGH, in `.trivyignore`': [finding('HIGH'), foreign('.trivyignore', 'CVE-2026-1000\n')],
  'HIGH, in `.trivyignore` with `exp:2026-12-02`': [finding('HIGH'), foreign('.trivyignore', 'CVE-2026-1000 exp:2026-12-02\n')],
  'HIGH, in `.trivyignore` with `exp:2026-12-01`': [finding('HIGH'), foreign('.trivyignore', 'CVE-2026-1000 exp:2026-12-01\n')],
  'HIGH, in `.inspector-ignore`': [finding('HIGH'), foreign('.inspector-ignore', 'CVE-2026-1000 # no fix yet\n')],
  'HIGH with the alias that `.trivyignore` names': [
    finding('HIGH', { id: 'GHSA-vh95-rmgr-6w4m', aliases: ['CVE-2026-1000'] }),
    foreign('.trivyignore', 'CVE-2026-1000\n'),
  ],
  'HIGH in openssl and libssl3, ignored by Grype in openssl': [
    finding('HIGH', { packages: [{ name: 'openssl' }, { name: 'libssl3' }] }),
    grype({ vulnerability: 'CVE-2026-1000', package: { name: 'openssl' } }),
  ],
  'HIGH in openssl, ignored by Grype in openssl': [
    finding('HIGH', { packages: [{ name: 'openssl' }] }),
    grype({ vulnerability: 'CVE-2026-1000', package: { name: 'openssl' } }),
  ],
  'HIGH, ignored by Grype in a namespace': [finding('HIGH'), grype({ vulnerability: 'CVE-2026-1000', namespace: 'nvd:cpe' })],
  'HIGH without a fix': [finding('HIGH', noFix)],
  'HIGH without a fix, accepted until 2026-12-01': [finding('HIGH', noFix), accepted(ID, 'expires=2026-12-01')],
  'HIGH without a fix that names a fixed version all the same': [
    finding('HIGH', { fixAvailable: 'NO', packages: [{ name: 'openssl', fixedInVersion: '3.0.9' }] }),
  ],
  'HIGH with a partial fix': [finding('HIGH', { fixAvailable: 'PARTIAL' })],
  'HIGH that does not say whether there is a fix': [finding('HIGH', { fixAvailable: undefined })],
  'HIGH of a basic scan': [{ ...finding('HIGH'), basic: true }],
  'HIGH, published 2026-11-20': [finding('HIGH', published('2026-11-20'))],
  'HIGH, published 2026-10-01': [finding('HIGH', published('2026-10-01'))],
  'HIGH, published 2026-12-02': [finding('HIGH', published('2026-12-02'))],
  'HIGH without a date': [finding('HIGH')],
  'UNTRIAGED without a fix': [finding('UNTRIAGED', noFix)],
  'LOW without a fix': [finding('LOW', noFix)],
  'HIGH without a fix, published 2026-10-01': [finding('HIGH', { ...noFix, ...published('2026-10-01') })],
  'HIGH without a fix, published 2026-11-20': [finding('HIGH', { ...noFix, ...published('2026-11-20') })],
  'HIGH of the base image': [ofBase('HIGH')],
  'LOW of the base image': [ofBase('LOW')],
  'UNTRIAGED of the base image': [ofBase('UNTRIAGED')],
  'HIGH of the base image and of a layer above it': [inLayers('abc', 'a', 'c')],
  'HIGH of a layer above the base image': [inLayers('abc', 'c')],
  'HIGH of a layer that is not known, above a base image': [inLayers('abc', undefined)],
  'HIGH of a layer of the base image that the image has once more': [inLayers('abca', 'a')],
  'HIGH of an image whose layers do not begin with those of the base image': [inLayers('bac', 'a')],
  'HIGH of the base image without a fix': [ofBase('HIGH', { fixAvailable: 'NO' })],
  'HIGH of the base image, accepted until 2026-12-01': [ofBase('HIGH'), accepted(ID, 'expires=2026-12-01')],
  'HIGH of the base image, published 2026-11-20': [ofBase('HIGH', published('2026-11-20'))],
  'HIGH of the base image, published 2026-10-01': [ofBase('HIGH', published('2026-10-01'))],
  'LOW of a scan of 2026-11-20': [{ ...finding('LOW'), scannedAt: '2026-11-20T06:00:00Z' }],
  'LOW of a scan without a time': [{ ...finding('LOW'), scannedAt: null }],
  'HIGH, in the baseline': [finding('HIGH'), '', earlier(finding('HIGH'))],
  'LOW, in the baseline': [finding('LOW'), '', earlier(finding('LOW'))],
  'HIGH, in the baseline in another version': [
    finding('HIGH', { packages: [{ name: 'openssl', version: '3.0.9' }] }),
    '',
    earlier(finding('HIGH')),
  ],
  'HIGH, in the baseline in another package': [finding('HIGH'), '', earlier(finding('HIGH', { packages: [{ name: 'libssl3' }] }))],
  'HIGH, in the baseline at another path': [
    finding('HIGH'),
    '',
    earlier(finding('HIGH', { packages: [{ name: 'openssl', filePath: 'opt/lib' }] })),
  ],
  'HIGH in openssl and libssl3, in the baseline in openssl': [
    finding('HIGH', { packages: [{ name: 'openssl' }, { name: 'libssl3' }] }),
    '',
    earlier(finding('HIGH')),
  ],
  'HIGH, MEDIUM in the baseline': [finding('HIGH'), '', earlier(finding('MEDIUM'))],
  'HIGH, CRITICAL in the baseline': [finding('HIGH'), '', earlier(finding('CRITICAL'))],
  'HIGH, UNTRIAGED in the baseline': [finding('HIGH'), '', earlier(finding('UNTRIAGED'))],
  'UNTRIAGED, in the baseline': [finding('UNTRIAGED'), '', earlier(finding('UNTRIAGED'))],
  'HIGH, let through in the baseline': [finding('HIGH'), '', earlier(finding('HIGH'), { counted: false })],
  'HIGH, closed in the baseline': [finding('HIGH'), '', earlier(finding('HIGH', { status: 'CLOSED' }))],
  'HIGH, in the baseline of another repository': [finding('HIGH'), '', earlier({ ...finding('HIGH'), repository: 'web' })],
  'HIGH, accepted until 2026-12-01, in the baseline': [finding('HIGH'), accepted(ID, 'expires=2026-12-01'), earlier(finding('HIGH'))],
  'HIGH without a fix, in the baseline': [finding('HIGH', noFix), '', earlier(finding('HIGH'))],
  'HIGH, published 2026-10-01, in the baseline': [finding('HIGH', published('2026-10-01')), '', earlier(finding('HIGH'))],
  'HIGH of a basic scan, first seen 2026-11-20 by the baseline': [
    { ...finding('HIGH'), basic: true },
    '',
    earlier({ ...finding('HIGH'), basic: true }, seen('2026-11-20')),
  ],
  'HIGH of a basic scan, first seen 2026-10-01 by the baseline': [
    { ...finding('HIGH'), basic: true },
    '',
    earlier({ ...finding('HIGH'), basic: true }, seen('2026-10-01')),
  ],
  'HIGH, published 2026-11-20, first seen 2026-10-01 by the baseline': [
    finding('HIGH', published('2026-11-20')),
    '',
    earlier(finding('HIGH'), seen('2026-10-01')),
  ],
  'HIGH of a scan of 2026-11-20': [{ ...finding('HIGH'), scannedAt: '2026-11-20T06:00:00Z' }],
}

describe('the table of decisions', () => {
  test.each(rows.map(([what = '', settings = '', decision = '', verdict = '']) => ({ what, settings, decision, verdict })))(
    '$what | $settings | $decision | $verdict',
    ({ what, settings, decision, verdict }) => {
      const [image, exceptions = '', baseline, written] = CASES[what] ?? []
      if (image === undefined) throw new Error(`no finding is made for ${what}`)
      const words = [...settings.matchAll(/`([\w-]+): ([^`]+)`/g)].flatMap(([, name = '', value = '']) => [`--${name}`, value])
      const [own, other] = typeof exceptions === 'string' ? [exceptions] : ['', exceptions]
      const judged = judge([makeImage(image)], words, own, NOW, {
        foreign: other,
        baseline,
        vex: written === undefined ? undefined : [bind(written)],
      })
      const [only] = judged.images
      expect(only?.findings.map(each => each.decision.kind)).toEqual([decision])
      expect(judged.verdict).toBe(verdict)
      expect(only?.severityCounts).toEqual(decision === 'counted' ? { [what.split(/[ ,]/)[0] ?? '']: 1 } : {})
    },
  )

  test('has every finding that is made here', () => {
    expect(new Set(rows.map(([what]) => what))).toEqual(new Set(Object.keys(CASES)))
  })
})

test.each(['.trivyignore', '.trivyignore.yaml', '.grype.yaml'])('%s on the page is that of examples/foreign', name => {
  expect(page).toContain(`\n${readFileSync(join(ROOT, 'examples/foreign', name), 'utf8')}\`\`\`\n`)
})

describe('the table of files of other tools', () => {
  test('has every name that is known', () => {
    const [, names = ''] = /\| file \| whose \| what it says \|\n\|[-|]+\|\n([\s\S]*?)\n\n/.exec(page) ?? []
    expect(
      [...names.matchAll(/^\|(.*?)\|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)),
    ).toEqual(FOREIGN_NAMES)
  })
})
