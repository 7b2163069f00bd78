// The report as Markdown: what a reader sees first, where it links to, and that it fits where it is shown.

import { describe, expect, test } from 'vitest'
import { type Asked, read as seen } from '../../src/gate/coverage.ts'
import { addressOf, code, prose, renderTable } from '../../src/report/gfm.ts'
import { renderHtml } from '../../src/report/html/document.ts'
import { renderComment, renderMarkdown, renderWhy } from '../../src/report/markdown.ts'
import type { Report, ReportedFixes } from '../../src/report/report.ts'
import { ordinaryFixes } from './fixes.ts'
import { expectInert, linksOf } from './gfm.ts'
import { PAGE } from './readers.ts'
import { decidedReport, hostileReport, largeReport, sampleReport, twinReport } from './reports.ts'

// Bytes: a step summary, the text of a check, a comment with its marker, and less than any place has.
const LIMITS = [1_000_000, 65_535, 60_000, 2000, 300]
const bytes = (text: string): number => Buffer.byteLength(text)

test.each<[asked: Asked, told: string]>([
  [{ eventSources: ['ecr.amazonaws.com'], eventNames: ['SendCommand', 'StartSession'] }, 'only SendCommand and StartSession'],
  [{ eventSources: [], eventNames: [], matching: true }, 'only events that a rule could match'],
])('says that the activity is not everything where only some events were asked for: %j', async (asked, only) => {
  const report = await sampleReport()
  const partly = { ...report, coverage: [seen({ source: 'events', origin: 'x', message: 'x: read', asked })] }
  const told = `not every call was asked for, ${only}`
  expect(renderMarkdown(report)).not.toContain('not every call was asked for')
  expect(renderMarkdown(partly)).toContain(told)
  expect([...renderHtml(partly, PAGE)].join('')).toContain(told)
})

test('says nothing of it where all events of Systems Manager were asked for, and names of others', async () => {
  const asked: Asked = { eventSources: ['ssm.amazonaws.com'], eventNames: ['PutImage'] }
  const report = { ...(await sampleReport()), coverage: [seen({ source: 'events', origin: 'x', message: 'x: read', asked })] }
  expect(renderMarkdown(report)).not.toContain('not every call was asked for')
  expect([...renderHtml(report, PAGE)].join('')).not.toContain('not every call was asked for')
})

describe('a day at work', async () => {
  const report = await sampleReport()
  const shown = renderMarkdown(report)

  test('says the verdict first, then why', () => {
    expect(shown.split('\n').slice(0, 4)).toEqual([
      '## ❌ ECR Gate: fail: do not deploy',
      '',
      '> [!CAUTION]',
      `> - ${prose(report.reasons[0] ?? '')}`,
    ])
  })

  test('counts per image and platform, as the report does', () => {
    const rows = shown.split('\n').filter(line => /^\| \[`payments\/api:1\.4\.2@sha256:\w{12} linux\/(?:amd64|arm64)`\]/.test(line))
    expect(rows.map(row => row.split(' | ').slice(1))).toEqual([
      ['1', '4', '11', '6', '0 |'],
      ['0', '0', '9', '6', '0 |'],
    ])
  })

  test('links alerts to events, images to ECR, and findings to advisories', () => {
    const links = linksOf(shown)
    expect(links).toContain(report.images[0]?.link)
    expect(links).toContain(report.images[0]?.findings[0]?.links[0])
    const events = report.alerts.filter(({ image }) => image === null).flatMap(alert => alert.events)
    expect(links).toContain(events.map(({ link }) => link).find(link => link !== null))
  })

  test('has charts: severities by platform, and events of Systems Manager over time', () => {
    const charts = [...shown.matchAll(/```mermaid\n([\s\S]*?)\n```/g)].map(([, chart]) => chart ?? '')
    expect(charts.map(chart => chart.split('\n')[1])).toEqual([
      'pie showData title payments/api linux/amd64',
      'pie showData title payments/api linux/arm64',
      'xychart-beta',
    ])
    const bars =
      /bar \[(.*)\]/
        .exec(charts[2] ?? '')?.[1]
        ?.split(', ')
        .map(Number) ?? []
    expect(bars.reduce((sum, bar) => sum + bar, 0)).toBe(report.activity?.rows.reduce((sum, { events }) => sum + events, 0))
  })

  test('is inert', () => expectInert(shown, [4, 5, 6, 7]))
})

describe('what to do now', async () => {
  const report = await sampleReport()
  const uris = report.images.map(({ uri }) => uri)
  const withFixes = (changes: Partial<ReportedFixes> = {}): Report => ({ ...report, fixes: { ...ordinaryFixes(uris), ...changes } })
  const EXCEPTION = '- { id: CVE-2026-0009, package: libxml2, image: payments/api, reason: WHY, expires: YYYY-MM-DD, until-fixed: true }'

  test.each([
    ['a summary', renderMarkdown(withFixes())],
    ['a comment', renderComment(withFixes(), 60_000)],
    ['a check', `\n\n${renderWhy(withFixes(), 60_000)}`],
  ])('stands first in %s, then the reasons, and the exception can be copied', (_, shown) => {
    expect(shown.split('\n').slice(2, 22)).toEqual([
      '### What to do now',
      '',
      '**2 changes and 1 exception let the deployment through, with a warning:**',
      '',
      '1. `axios 0.21.1 → 1.7.4` in `app/package-lock.json:5` fixes 4 (1 🔴\u00a0CRITICAL, 2 🟠\u00a0HIGH, 1 🟡\u00a0MEDIUM)',
      '2. update the packages of the base image in `Dockerfile:7`, which fixes 3 (2 🟠\u00a0HIGH, 1 🔵\u00a0LOW): `openssl`, `libssl3 3.0.11-1~deb12u2 → 3.0.15-1~deb12u1`, `zlib1g 1:1.2.13.dfsg-1 → 1:1.2.13.dfsg-2`',
      '3. `CVE-2026-0009` in `libxml2` has no fix',
      '',
      'To accept what has no fix, write an exception with its reason and its end:',
      '',
      '```yaml',
      'exceptions:',
      `  ${EXCEPTION}`,
      '```',
      '',
      '**1 change makes it pass without a warning:**',
      '',
      '1. `tar 6.1.0 → 6.2.1` in `app/node_modules/tar/package.json` fixes 1 (1 🟡\u00a0MEDIUM)',
      '',
      '> [!CAUTION]',
    ])
  })

  test('is one sentence if one change is all', () => {
    const [step] = ordinaryFixes(uris).steps
    const steps =
      step === undefined ? [] : [{ from: 'fail' as const, verdict: 'pass' as const, changes: step.changes.slice(0, 1), unfixable: [] }]
    expect(renderMarkdown(withFixes({ steps })).split('\n').slice(2, 9)).toEqual([
      '### What to do now',
      '',
      '**It would pass with `axios 1.7.4` or later.**',
      '',
      '**1 change makes it pass:**',
      '',
      '1. `axios 0.21.1 → 1.7.4` in `app/package-lock.json:5` fixes 4 (1 🔴\u00a0CRITICAL, 2 🟠\u00a0HIGH, 1 🟡\u00a0MEDIUM)',
    ])
  })

  test('is short, whatever there is to do, and all of it is there', () => {
    const [first] = ordinaryFixes(uris).steps
    if (first === undefined) throw new Error('there is a step')
    const exceptions = Array.from({ length: 20 }, () => first.unfixable.slice(0, 1)).flat()
    const upgrades = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        first.changes.slice(0, 1).map(each => ({ ...each, packages: each.packages.map(pack => ({ ...pack, to: `1.8.${i}` })) })),
      ).flat()
    const steps = [
      { ...first, changes: upgrades(30), unfixable: exceptions },
      { ...first, changes: upgrades(9) },
    ]
    const remains = Array.from({ length: 12 }, (_, i) => `reason ${i}`)
    const large = { ...withFixes({ steps, remains, verdict: 'fail' }), reasons: Array.from({ length: 40 }, () => report.reasons).flat() }
    const shown = renderMarkdown(large)
    expect(shown.split('\n').findIndex(line => line.startsWith('<details>'))).toBeLessThanOrEqual(40)
    expect(shown.match(/^\d+\. `axios /gm)).toHaveLength(39)
    expect(shown.split(EXCEPTION)).toHaveLength(1 + 21)
    expect(shown.match(/stays even so: /g)).toHaveLength(12)
    expectInert(shown, [4, 5, 6, 7])
  })

  test('says so where no exception could accept what has no fix', () => {
    const ids = ['CVE-2026-0009']
    const untold = [{ images: uris, package: 'libxml2', ids, severityCounts: { HIGH: 1 }, why: 'limit' as const }]
    expect(renderMarkdown(withFixes({ untold }))).toContain(
      '`CVE-2026-0009` in `libxml2`: there is no fix, and the limits of the policy let no exception accept this severity\n',
    )
  })

  test('is nothing if nothing helps', () => {
    expect(renderMarkdown(report)).not.toContain('What to do now')
  })
})

describe('the beginning is short, and the rest is folded', async () => {
  const report = await sampleReport()
  const folded = (text: string): number => text.split('\n').findIndex(line => line.startsWith('<details>'))

  test.each<[string, Report]>([
    ['of an ordinary day', report],
    ['of many images', { ...report, images: Array.from({ length: 40 }, () => report.images).flat() }],
    ['of many reasons', { ...report, reasons: Array.from({ length: 400 }, (_, i) => `reason ${i}`) }],
    ['of many gaps of one image', { ...report, images: report.images.map(image => ({ ...image, findings: [], gaps: ['a', 'b', 'c'] })) }],
  ])('%s', (_, each) => {
    expect(folded(renderMarkdown(each))).toBeGreaterThan(0)
    expect(folded(renderMarkdown(each))).toBeLessThanOrEqual(40)
  })

  test('an image that is blocked comes first', () => {
    const images = [...report.images].reverse()
    const rows = renderMarkdown({ ...report, images }).match(/linux\/(?:amd64|arm64)`\]\(\S+<br>/g)
    expect(rows?.map(row => row.slice(6, 11))).toEqual(['amd64', 'arm64'])
  })

  test('findings come before alerts, and both before what was read', () => {
    const titles = [...renderMarkdown(report).matchAll(/^### (\w+)/gm)].map(([, title]) => title)
    expect(titles).toEqual(['Images', 'Alerts', 'Systems', 'Coverage'])
  })

  test('alerts that stop the deployment are open with their descriptions, and the notices of a rule are one line', () => {
    const shown = renderMarkdown(report)
    const alerts = shown.slice(shown.indexOf('### Alerts'))
    const [open = '', ...others] = alerts.split('<details>')
    for (const alert of report.alerts.filter(({ action }) => action === 'fail')) {
      expect(open).toContain(prose(alert.title))
      expect(open).toContain(prose(alert.alertDescription))
    }
    const notices = others.find(each => each.startsWith('<summary>8 notices</summary>')) ?? ''
    const rows = notices.split('\n').filter(line => /^\| \d/.test(line))
    expect(rows.map(row => row.split(' | ').slice(0, 3))).toEqual([
      ['| 5', '1', 'PutImage of `payments/api:1.4.2` by `payments-4711`<br>rule `ecr-put-image`'],
      ['| 6, 7, 8, 9', '6', expect.stringMatching(/, and 3 more alerts<br>rule `ssm-information-discovery`$/)],
      ['| 10', '1', expect.stringMatching(/<br>rule `ssm-decrypted-parameter-read`$/)],
      ['| 11', '1', expect.stringMatching(/<br>rule `ssm-start-session`$/)],
      ['| 12', '1', expect.stringMatching(/<br>rule `ssm-access-denied`$/)],
    ])
    for (const alert of report.alerts) expect(alerts).toContain(prose(alert.alertDescription))
  })
})

test('the findings of a package are one row: what fixes them, how severe they are, and which they are', async () => {
  const report = await sampleReport()
  const [image] = report.images
  const row = renderMarkdown(report)
    .split('\n')
    .find(line => line.startsWith('| `libxml2` |'))
  const [first, second] = ['CVE-2026-100001', 'CVE-2026-100013'].map(id => {
    const link = image?.findings.find(finding => finding.id === id)?.links[0]
    return `[\`${id}\`](${link})`
  })
  expect(row).toBe(
    `| \`libxml2\` | \`3.0.11-1~deb12u2\` | \`3.0.15-1~deb12u1\` | 1 🔴\u00a0CRITICAL, 1 🟡\u00a0MEDIUM | ${first}, ${second} |`,
  )
})

test('the findings of a package have the latest of the versions that fix them', () => {
  const findings = [{ severity: 'HIGH' }, { severity: 'HIGH' }].map(each => ({ ...each, decision: { kind: 'counted' } as const }))
  const report = decidedReport([findings])
  const fixes = ['1.9.0', '1.10.0']
  const images = report.images.map(image => ({
    ...image,
    findings: image.findings.map((finding, i) => {
      const pack = { name: 'axios', epoch: null, version: '1.6.0', release: null, fixedIn: fixes[i] ?? null, path: null, layer: null }
      const packages = [{ ...pack, manager: 'NPM' }]
      return { ...finding, packages, package: packages[0] ?? null }
    }),
  }))
  expect(renderMarkdown({ ...report, images })).toContain('| `axios` | `1.6.0` | `1.10.0` | 2 🟠\u00a0HIGH |')
})

test.each([
  ['fail', true],
  ['undecided', true],
  ['warn', false],
  ['pass', false],
] as const)('on %s it is named where to read on: %s', async (verdict, isNamed) => {
  const report = { ...(await sampleReport()), verdict }
  for (const shown of [renderMarkdown(report), renderComment(report, 60_000), renderWhy(report, 60_000)])
    expect(shown.includes('`docs/blocked.md` of ECR Gate says what to do when the gate blocks.')).toBe(isNamed)
})

describe('a comment', async () => {
  const report = await sampleReport()
  const pass: Report = {
    ...report,
    verdict: 'pass',
    alerts: [],
    reasons: ['payments/api:1.4.2: 0 findings', 'eu-west-1: 45 events; no alert'],
  }

  test('has no charts, which are sent by email as their source', () => {
    expect(renderMarkdown(report)).toContain('```mermaid')
    expect(renderComment(report, 60_000)).not.toContain('mermaid')
  })

  test('of a pass is the verdict, and what was seen', () => {
    expect(renderComment(pass, 60_000)).toBe(
      '## ✅ ECR Gate: pass: deployment is allowed\n\n`payments/api:1.4.2`: 0 findings; `eu-west-1`: 45 events; no alert\n',
    )
  })

  test('of a pass says more if there is a warning', () => {
    const diagnostics = [{ level: 'warning', kind: 'weakened-rule', message: 'rule a no longer fails' }] as const
    expect(renderComment({ ...pass, diagnostics }, 60_000)).toContain('- **warning:** rule a no longer fails')
  })

  test.each(LIMITS)('fits into %i bytes', limit => {
    for (const each of [pass, report]) expect(bytes(renderComment(each, limit))).toBeLessThanOrEqual(limit)
  })
})

test('images that only the registry tells apart are named with it, also in alerts', async () => {
  const report = await twinReport()
  const rows = renderMarkdown(report)
    .split('\n')
    .filter(line => line.startsWith('|'))
  for (const region of ['eu-west-1', 'us-east-1']) {
    const name = `\`111122223333.dkr.ecr.${region}.amazonaws.com/payments/api:1.4.2@sha256:222222222222 linux/amd64\``
    expect(rows.filter(row => row.includes(name))).toHaveLength(1 + report.alerts.length / 2)
  }
})

test('an image without a result has no number', async () => {
  const report = await sampleReport()
  const images = report.images.map((image, i) => (i === 1 ? { ...image, findings: [], severityCounts: {}, gaps: ['no scan'] } : image))
  const rows = renderMarkdown({ ...report, images })
    .split('\n')
    .filter(line => /^\| \[`payments\/api/.test(line))
  expect(rows.map(row => row.split(' | ').slice(1).join(' '))).toEqual(['1 4 11 6 0 |', '– – – – – |'])
})

describe('says what is left out', async () => {
  const report = await sampleReport()
  /** The report in every level of detail. */
  const written = new Set(Array.from({ length: 50 }, (_, i) => renderMarkdown(report, 60_000 * 0.9 ** i)))
  const left = (text: string, what: string): number =>
    [...text.matchAll(new RegExp(`… and (\\d+) more ${what}s?;`, 'g'))].reduce((sum, [, count]) => sum + Number(count), 0)

  test('there are several levels of detail', () => expect(written.size).toBeGreaterThan(4))

  test.each([...written].map(text => [bytes(text), text] as const))('in %i bytes', (_, text) => {
    if (!text.includes('### ')) {
      expect(text).toMatch(/JSON/)
      return
    }
    const count = (pattern: RegExp): number => [...text.matchAll(pattern)].length
    const images = count(/^\| \[`payments\/api/gm)
    expect(images + left(text, 'image')).toBe(2)
    const findings = report.images.slice(0, images).reduce((sum, image) => sum + image.findings.length, 0)
    expect(count(/`CVE-\d+-\d+`/g) + left(text, 'finding')).toBe(findings)
    // The notices of one rule are one row, with the number of each.
    const noticed = [...text.matchAll(/^\| ([\d, ]+) \| \d+ \| \S.*<br>rule `/gm)].flatMap(([, numbers = '']) => numbers.split(', '))
    const alerts = count(/^\| \d+ \| (?:❌\u00a0fail|⚠️\u00a0warn) /gm) + noticed.length
    expect(alerts + left(text, 'alert')).toBe(report.alerts.length)
    const [alertPart = '', rest = ''] = text.slice(text.indexOf('### Alerts')).split('### Systems Manager')
    const events = report.alerts.slice(0, alerts).reduce((sum, alert) => sum + (alert.image === null ? alert.count : 0), 0)
    const shown = [...alertPart.matchAll(/^\| \d+ \| \[?`\d{4}-/gm)].length
    expect(shown + left(alertPart, 'event')).toBe(events)
    const called = [...rest.matchAll(/^\| `[^`]+` \| `\w+` \| (\d+) \| \d+ \|$/gm)].reduce((sum, [, events]) => sum + Number(events), 0)
    const counted = report.activity?.rows.reduce((sum, row) => sum + row.events, 0)
    if (!rest.includes('xychart')) expect(called + left(rest, 'event')).toBe(counted)
  })

  test('of the other actors and calls', () => {
    const activity = report.activity && { ...report.activity, others: 7 }
    expect(renderMarkdown({ ...report, activity })).toContain('… and 7 events of other actors and calls')
  })

  test('of the events of many alerts', () => {
    const many = Array.from({ length: 90 }, () => report.alerts.filter(({ image }) => image === null).slice(0, 1)).flat()
    const alerts = many.map(alert => ({
      ...alert,
      count: 7,
      events: Array.from({ length: 5 }, () => alert.events)
        .flat()
        .slice(0, 5),
    }))
    expect(renderMarkdown({ ...report, alerts })).toContain('… and 530 more events;')
  })
})

describe.each<[string, () => Report | Promise<Report>]>([
  ['25,000 findings', () => largeReport(25_000)],
  [
    '2,000 images with long names of four bytes a character',
    () => {
      const report = largeReport(8)
      const images = report.images.flatMap(image =>
        Array.from({ length: 2000 }, (_, i) => ({ ...image, uri: `x/${'😀'.repeat(300)}${i}`, gaps: ['😀'.repeat(2000)] })),
      )
      return { ...report, images, reasons: Array.from({ length: 5000 }, (_, i) => `${i} ${'😀'.repeat(900)}`) }
    },
  ],
  [
    '3,000 exceptions with long reasons',
    () => {
      const [exception] = hostileReport('😀'.repeat(600)).exceptions
      return { ...largeReport(8), exceptions: Array.from({ length: 3000 }, () => exception).flatMap(each => each ?? []) }
    },
  ],
  [
    '5,000 alerts',
    async () => {
      const report = await sampleReport()
      return {
        ...report,
        alerts: Array.from({ length: 5000 }, (_, i) => report.alerts[i % report.alerts.length]).flatMap(alert => alert ?? []),
      }
    },
  ],
])('%s', (_, make) => {
  test.each(LIMITS)('fit into %i bytes, with the verdict and, if there is room, with what is left out', async limit => {
    const report = await make()
    const shown = renderMarkdown(report, limit)
    expect(bytes(shown)).toBeLessThanOrEqual(limit)
    expect(shown).toContain(`ECR Gate: ${report.verdict}`)
    if (limit > 50_000) expect(shown).toMatch(/… and \d+ more|and \d+ more`/)
    expectInert(shown, [4, 5, 6, 7])
  })
})

describe('a code span', () => {
  test.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['``', '``` `` ```'],
    ['line\r\nbreak', '`line break`'],
    ['', ''],
    ['\u202eevil', '`\\u{202e}evil`'],
  ])('of %j is %j', (text, span) => expect(code(text)).toBe(span))

  test.each([
    ['a|b', '| `a\\|b` |'],
    ['a\\|b', '| `a\\\\u{7c}b` |'],
  ])('of %j in a cell is %j', (text, row) => expect(renderTable(['x'], [[text]])[2]).toBe(row))
})

test.each([
  ['https://nvd.nist.gov/vuln/detail/CVE-2024-1', 'https://nvd.nist.gov/vuln/detail/CVE-2024-1'],
  ['https://a.example/x)y (z) <b>|`', 'https://a.example/x%29y%20%28z%29%20%3Cb%3E%7C%60'],
  ['javascript:alert(1)', undefined],
  ['http://a.example/', undefined],
  ['https://user:pass@a.example/', undefined],
  ['https://', undefined],
  [`https://a.example/${'x'.repeat(600)}`, undefined],
])('the address %s is written %s', (address, written) => expect(addressOf(address)).toBe(written))
