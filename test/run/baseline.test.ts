// A run with a baseline: what it reads, what it then says, and that whatever cannot be read makes nothing known.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import type { Report } from '../../src/report/report.ts'
import { saveReport } from '../../src/report/saved.ts'
import { headlineOf } from '../../src/report/wording.ts'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeIndex, makeManifest, OCI_MANIFEST } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const REPOSITORY = 'payments/api'
const folder = mkdtempSync(join(tmpdir(), 'baseline-'))
let files = 0

/** The path of a file with this content. */
function file(content: string | object): string {
  const path = join(folder, `${files++}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const written = (report: Report): string => [...renderJson(saveReport(report))].join('')

function scan(counts: Readonly<Record<string, number>>, first = 1) {
  return [{ status: 'COMPLETE', findings: makeBasicFindings(counts, { first }) }]
}

let aws: Aws
async function start(): Promise<void> {
  aws = await startAws()
  aws.ecr.addRepository({ repository: REPOSITORY })
}
afterEach(() => expect(aws.violations).toEqual([]))

function add(tag: string, seed: string, steps: ReturnType<typeof scan>): string {
  return aws.ecr.addImage({ repository: REPOSITORY, tags: [tag], manifest: makeManifest(seed), scan: steps }).digest
}

const check = async (tag: string, ...words: readonly string[]) =>
  playCheck(aws, ['--image', `${REGISTRY}/${REPOSITORY}:${tag}`, '--audit-source', 'none', '--scan-grace', '1s', ...words])
const kinds = ({ images }: Report): readonly string[] => images.flatMap(({ findings }) => findings.map(({ decision }) => decision.kind))
const told = ({ diagnostics }: Report): readonly string[] =>
  diagnostics.filter(({ kind }) => kind === 'baseline').map(({ level, message }) => `${level}: ${message}`)

const STOPPED = 'warning: the verdict of the baseline is fail: what is known by it may never have been let through'

describe('a report as the baseline', () => {
  test('makes known what it has, and says what is new and what is fixed', async () => {
    await start()
    add('v1', 'one', scan({ HIGH: 3 }))
    const { report: earlier } = await check('v1')
    expect(earlier).toMatchObject({ verdict: 'fail', baseline: null })
    expect(headlineOf(earlier)).toBe('fail: do not deploy')
    // The first two of the earlier findings are fixed, and two are new.
    add('v2', 'two', scan({ HIGH: 3 }, 3))
    const path = file(written(earlier))
    const { report } = await check('v2', '--baseline', path)
    expect(kinds(report)).toEqual(['known', 'counted', 'counted'])
    expect(report.verdict).toBe('fail')
    expect(headlineOf(report)).toBe('fail: do not deploy; 2 new HIGH, 2 fixed since the baseline')
    expect(report.images[0]?.findings.map(({ baselineState }) => baselineState)).toEqual(['unchanged', 'new', 'new'])
    expect(report.baseline).toEqual([
      {
        name: path,
        kind: 'report',
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        readAt: earlier.readAt,
        verdict: 'fail',
        problem: null,
      },
    ])
    expect(told(report)).toEqual([STOPPED])
  })

  test.each([
    ['fail', [STOPPED]],
    ['undecided', [STOPPED.replace('fail', 'undecided')]],
    ['\u001b[31mpass', [STOPPED.replace('is fail', 'is neither pass nor warn')]],
    ['warn', []],
    ['pass', []],
  ])('of the verdict %j is told where that let nothing through', async (verdict, diagnostics) => {
    await start()
    add('v1', 'one', scan({ HIGH: 1 }))
    const { report: earlier } = await check('v1')
    const { report } = await check('v1', '--baseline', file({ ...saveReport(earlier), verdict }))
    expect(kinds(report)).toEqual(['known'])
    expect(told(report)).toEqual(diagnostics)
  })

  test('without anything new warns', async () => {
    await start()
    add('v1', 'one', scan({ HIGH: 2 }))
    const { report: earlier } = await check('v1')
    add('v2', 'two', scan({ HIGH: 2 }))
    const { report } = await check('v2', '--baseline', file(written(earlier)))
    expect(report.verdict).toBe('warn')
    expect(report.reasons).toEqual([expect.stringMatching(/2 findings are known \[baseline\]$/)])
    expect(headlineOf(report)).toContain('; let through: 2 known; nothing new since the baseline')
    // What stopped the first run is known by its report. The report of this run is that of an image that may be deployed.
    expect(told(report)).toHaveLength(1)
    const { report: next } = await check('v2', '--baseline', file(written(report)))
    expect([next.verdict, ...told(next)]).toEqual(['warn'])
  })

  test('carries first sightings on, by which fix-within has its dates', async () => {
    await start()
    add('v1', 'one', scan({ HIGH: 1 }))
    const { report: first } = await check('v1')
    expect(first.images[0]?.findings[0]?.firstSeenAt).toBe('2026-11-23T12:00:00Z')
    add('v2', 'two', scan({ HIGH: 2 }))
    const within = ['--fix-within', 'high=7d']
    const imageOf = (tag: string): readonly string[] => ['--image', `${REGISTRY}/${REPOSITORY}:${tag}`, '--audit-source', 'none']
    const later = (tag: string, day: string, baseline: Report) =>
      playCheck(aws, [...imageOf(tag), ...within, '--baseline', file(written(baseline))], { start: `${day}T12:00:00Z` })
    const { report: second } = await later('v2', '2026-11-28', first)
    // What the baseline does not know counts at once: without one, new findings would have time for ever.
    expect(kinds(second)).toEqual(['in-time', 'counted'])
    expect(second.images[0]?.findings.map(({ firstSeenAt }) => firstSeenAt)).toEqual(['2026-11-23T12:00:00Z', '2026-11-28T12:00:00Z'])
    add('v3', 'three', scan({ HIGH: 2 }))
    const { report: third } = await later('v3', '2026-12-02', second)
    expect(third.images[0]?.findings.map(({ decision }) => decision)).toEqual([
      { kind: 'counted', late: '2026-11-30T12:00:00Z' },
      { kind: 'in-time', until: '2026-12-05T12:00:00Z' },
    ])
    expect(third.images[0]?.findings.map(({ firstSeenAt }) => firstSeenAt)).toEqual(['2026-11-23T12:00:00Z', '2026-11-28T12:00:00Z'])
  })
})

describe('what is no baseline makes nothing known', () => {
  const good = async (): Promise<Report> => {
    await start()
    add('v1', 'one', scan({ HIGH: 1 }))
    return (await check('v1')).report
  }
  const change = (report: Report, finding: object, image: object = {}, whole: object = {}): object => {
    const [first] = report.images
    return saveReport({
      ...report,
      images: [{ ...first, findings: first?.findings.map(each => ({ ...each, ...finding })), ...image }],
      ...whole,
    } as unknown as Report)
  }

  test.each<[what: string, baseline: (report: Report) => string, message: RegExp]>([
    ['a file that is missing', () => join(folder, 'none.json'), /no such file/],
    ['a folder', () => folder, /it is a folder/],
    ['an empty file', () => file(''), /not JSON/],
    ['a file that ends in the middle', report => file(written(report).slice(0, -400)), /not JSON/],
    ['other JSON', () => file('[1]'), /not a report of ECR Gate/],
    ['a report of a later version', report => file({ ...report, reportVersion: 2 }), /version 2/],
    ['a report with a key twice', report => file(written(report).replace('{', '{"images": [],')), /has the key "images" twice/],
    ['a report without images', report => file({ ...report, images: 7 }), /no list of images/],
    ['a report with a finding of another shape', report => file(change(report, { packages: 'x' })), /findings that cannot be read/],
    ['a report of the future', report => file(change(report, {}, {}, { readAt: '2027-01-01T00:00:00Z' })), /a time to come/],
    ['a report without a time', report => file(change(report, {}, {}, { readAt: 'today' })), /a time to come/],
    [
      'a report that did not see all',
      report => file(change(report, {}, { gaps: ['half of it\u001b[31m'] })),
      /not seen completely \(half of it/,
    ],
    ['a report without decisions', report => file(change(report, { decision: null })), /does not say what was decided/],
    ['a report of another repository', report => file(change(report, {}, { repositoryName: 'web' })), /no image of the repository/],
    ['a report of another account', report => file(change(report, {}, { registryId: '444455556666' })), /no image of the repository/],
    ['a report of another Region', report => file(change(report, {}, { region: 'us-east-1' })), /no image of the repository/],
    ['a report of an image in an index', report => file(change(report, {}, { indexDigest: `sha256:${'1'.repeat(64)}` })), /no image of/],
  ])('%s', async (_, baseline, message) => {
    const report = await good()
    const { report: judged, told: shown } = await check('v1', '--baseline', baseline(report))
    expect(judged).toMatchObject({ verdict: report.verdict, reasons: report.reasons })
    expect(kinds(judged)).toEqual(['counted'])
    expect(told(judged)).toEqual([expect.stringMatching(message)])
    expect(told(judged)[0]).toMatch(/^warning: /)
    expect(shown.join('')).toMatch(message)
    expect(shown.join('')).not.toContain('\u001b[31m')
    expect(headlineOf(judged)).toBe('fail: do not deploy')
  })

  test.each([
    ['a file that is missing', () => join(folder, 'production'), /the first run has none.*\n?.*with the host of its registry/],
    ['a folder', () => folder, /name a file in it/],
  ])('and says what to name in the place of %s', async (_, baseline, help) => {
    await good()
    const { report } = await check('v1', '--baseline', baseline())
    expect(report.diagnostics.map(each => each.help)).toEqual([expect.stringMatching(help)])
  })

  test.each<[what: string, firstSeenAt: unknown, decision: string]>([
    ['of a day before', '2026-11-20T00:00:00Z', 'in-time'],
    ['that nobody wrote', undefined, 'in-time'],
    ['after the report', '2026-11-23T13:00:00Z', 'known'],
    ['that is no time', 'soon', 'known'],
    ['that is a number', 7, 'known'],
    ['without a zone', '2026-11-20T00:00:00', 'known'],
  ])('a first sighting %s', async (_, firstSeenAt, decision) => {
    const report = await good()
    const path = file(change(report, { firstSeenAt }))
    const { report: judged } = await check('v1', '--baseline', path, '--fix-within', 'high=30d')
    expect(kinds(judged)).toEqual([decision])
  })

  test('a file with a byte order mark and other line ends is read', async () => {
    const report = await good()
    const { report: judged } = await check('v1', '--baseline', file(`\ufeff${written(report).replaceAll('\n', '\r\n')}`))
    expect(kinds(judged)).toEqual(['known'])
  })
})

describe('an image as the baseline', () => {
  test('previous is what the first of promote-tags names', async () => {
    await start()
    const digest = add('production', 'old', scan({ HIGH: 2 }))
    add('commit', 'new', scan({ HIGH: 2 }, 2))
    const { report } = await check('commit', '--baseline', 'previous', '--promote-tags', 'production', '--promote-tags', 'latest')
    expect(kinds(report)).toEqual(['known', 'counted'])
    expect(headlineOf(report)).toBe('fail: do not deploy; 1 new HIGH, 1 fixed since the baseline')
    const name = `${REGISTRY}/${REPOSITORY}:production`
    expect(report.baseline).toEqual([{ name, kind: 'image', digest, readAt: '2026-11-23T12:00:00Z', verdict: null, problem: null }])
    expect(told(report)).toEqual([])
  })

  test('which on the first release is not there: a note', async () => {
    await start()
    add('commit', 'new', scan({ HIGH: 1 }))
    const { report } = await check('commit', '--baseline', 'previous', '--promote-tags', 'production')
    expect(report.verdict).toBe('fail')
    expect(told(report)).toEqual([
      expect.stringMatching(/^note: nothing is known by the baseline: the repository has no image with the tag/),
    ])
  })

  test('and may be the image itself: a note', async () => {
    await start()
    add('production', 'same', scan({ HIGH: 1 }))
    add('commit', 'same', scan({ HIGH: 1 }))
    const { report } = await check('commit', '--baseline', 'previous', '--promote-tags', 'production')
    expect(report.verdict).toBe('warn')
    expect(told(report)).toEqual([expect.stringMatching(/^note: the baseline is this image itself/)])
  })

  test('an image that is named and missing is a warning, and so is one that was not scanned', async () => {
    await start()
    add('commit', 'new', scan({ HIGH: 1 }))
    const { report: missing } = await check('commit', '--baseline', `${REGISTRY}/${REPOSITORY}:none`)
    expect([missing.verdict, ...told(missing)]).toEqual(['fail', expect.stringMatching(/^warning: nothing is known by the baseline/)])
    aws.ecr.addImage({ repository: REPOSITORY, tags: ['bare'], manifest: makeManifest('bare') })
    const { report: bare } = await check('commit', '--baseline', `${REGISTRY}/${REPOSITORY}:bare`)
    expect([bare.verdict, ...told(bare)]).toEqual(['fail', expect.stringMatching(/^warning: the baseline was not seen completely/)])
  })

  test('knows nothing that an exception accepted there which has ended since', async () => {
    await start()
    add('production', 'old', scan({ HIGH: 1 }))
    add('commit', 'new', scan({ HIGH: 1 }))
    const [{ name = '' } = {}] = makeBasicFindings({ HIGH: 1 }) as readonly { readonly name?: string }[]
    const exceptions = join(folder, 'exceptions.yml')
    writeFileSync(exceptions, `exceptions:\n  - id: ${name}\n    reason: later\n    expires: 2026-11-01\n`)
    const { report } = await check('commit', '--baseline', `${REGISTRY}/${REPOSITORY}:production`, '--exceptions', exceptions)
    expect(kinds(report)).toEqual(['counted'])
  })

  test('of an index, the platform of the same name is meant', async () => {
    await start()
    const push = (tag: string, ...scans: readonly ReturnType<typeof scan>[]): void => {
      const entries = scans.map((steps, i) => {
        const architecture = i === 0 ? 'amd64' : 'arm64'
        const manifest = makeManifest(`${tag} ${architecture}`)
        const { digest } = aws.ecr.addImage({ repository: REPOSITORY, tags: [], manifest, scan: steps })
        return { mediaType: OCI_MANIFEST, digest, size: JSON.stringify(manifest).length, platform: { os: 'linux', architecture } }
      })
      aws.ecr.addImage({ repository: REPOSITORY, tags: [tag], manifest: makeIndex(entries) })
    }
    push('production', scan({ HIGH: 1 }), scan({ HIGH: 1 }, 2))
    push('commit', scan({ HIGH: 1 }, 2), scan({ HIGH: 1 }, 2))
    const { report } = await check('commit', '--baseline', 'previous', '--promote-tags', 'production')
    expect(report.images.map(({ platform, findings }) => [platform, findings[0]?.decision.kind])).toEqual([
      ['linux/amd64', 'counted'],
      ['linux/arm64', 'known'],
    ])
  })

  test('an enhanced scan knows nothing of a basic one', async () => {
    await start()
    const enhancedFindings = makeEnhancedFindings({ HIGH: 1 })
    aws.ecr.addImage({
      repository: REPOSITORY,
      tags: ['production'],
      manifest: makeManifest('old'),
      scan: [{ status: 'ACTIVE', enhancedFindings }],
    })
    add('commit', 'new', scan({ HIGH: 1 }))
    const { report } = await check('commit', '--baseline', 'previous', '--promote-tags', 'production')
    expect(kinds(report)).toEqual(['counted'])
  })
})
