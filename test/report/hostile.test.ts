// Names in images, findings, rules and events are hostile. No format may obey them.

import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { readImages } from '../../src/events/scan.ts'
import { notRequested } from '../../src/gate/coverage.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { plain } from '../../src/report/paint.ts'
import { type Report, reportImage, reportRules } from '../../src/report/report.ts'
import { renderText } from '../../src/report/text.ts'
import { loadRules } from '../../src/rules/load.ts'

const HOSTILE = [
  '\u001b[2J\u001b[31mred',
  '\u202egnp.exe',
  'zero\u200bwidth\u00adhyphen',
  'line\nbreak\r\n::error::x',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
  '| pipe | `code` **bold** ~~gone~~',
  '@octocat #1 GH-1 octo/repo#2 :tada:',
  'https://evil.example www.evil.example mailto:x@evil.example',
  '# heading',
  '- item',
  '1. item',
  '```',
  '--- ===',
  '&lt;b&gt; &amp;',
  '\u0000\u0007\u009b31m',
  '$x^2$ $$y$$',
  '\ud800',
  'x'.repeat(400),
]

function reportOf(text: string): Report {
  const images = readImages(
    [
      {
        origin: text,
        body: {
          registryId: text,
          repositoryName: text,
          imageId: { imageDigest: text, imageTag: text },
          imageScanStatus: { status: text },
          imageScanFindings: {
            findingSeverityCounts: { [text]: 1, HIGH: 2 },
            findings: [
              {
                name: text,
                severity: text,
                description: text,
                uri: text,
                attributes: [
                  { key: 'package_name', value: text },
                  { key: 'package_version', value: text },
                ],
              },
              { name: 'CVE-1', severity: 'HIGH', attributes: [{ key: 'package_name', value: text }] },
            ],
          },
        },
      },
    ],
    '2026-11-23T12:00:00Z',
  )
  const { rules } = loadRules([
    {
      path: 'rule.json',
      text: JSON.stringify({
        id: text,
        name: text,
        type: 'CloudTrail',
        severityOfAlerts: 1,
        title: `${text} {{user}} {{requestParameters}}`,
        alertDescription: text,
        filter: 'eventSource != null',
      }),
    },
  ])
  const evaluation = startEvaluation(rules)
  for (const image of images) evaluation.judge(image)
  evaluation.see({
    eventSource: text,
    eventName: text,
    eventTime: text,
    eventID: text,
    userIdentity: { userName: text },
    sourceIPAddress: text,
    requestParameters: { [text]: text },
  })
  const alerts = evaluation.alerts()
  const coverage = [notRequested('findings'), { ...notRequested('events'), origin: text, state: 'gap' as const, message: text }]
  return {
    ...reachVerdict(alerts, images, coverage, 'warn'),
    alerts,
    images: images.map(reportImage),
    coverage,
    policyDigest: 'a'.repeat(64),
    push: { source: text, image: text, digest: text, attempts: 2, tool: text },
    release: {
      promoted: false,
      images: [{ image: text, digest: text, tags: [{ tag: text, state: 'not set' as const, problem: text }] }],
      notes: [text],
      problems: [text],
    },
    rules: reportRules({ rules, replaced: [{ id: text, by: text }], tuned: [{ id: text, by: [text], fields: [text] }], diagnostics: [] }),
    diagnostics: [],
    readAt: '',
    decidedAt: '',
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069]/

describe.each(HOSTILE)('%j', text => {
  const report = reportOf(text)

  test('is spelled out for a terminal, on its own line', () => {
    const shown = renderText(report, plain)
    expect(shown).not.toMatch(OBEYED)
    // Each line is ours: its beginning is one that the format writes.
    for (const line of shown.split('\n')) expect(line).toMatch(/^(?:$|fail: |Image |Alerts |Registry$|Looked at$| {2})/)
  })

  test('is plain text in Markdown, and every row keeps its cells', () => {
    const shown = renderMarkdown(report)
    expect(shown).not.toMatch(OBEYED)
    const html = new MarkdownIt({ html: true, linkify: true }).render(shown)
    const tags = new Set([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag))
    const ours = ['h2', 'h3', 'ul', 'li', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'strong']
    expect([...tags].filter(tag => !ours.includes(tag ?? ''))).toEqual([])
    // Mentions and references are GitHub's own and no parser's: they are linked after rendering, escaped or not.
    expect(shown).not.toMatch(/(?<!\w)@\w|(?<!&)#\d|GH-\d/)
    const widths = [...shown.matchAll(/^\|.*\|$/gm)].map(([row]) => row.replace(/\\./g, '').split('|').length)
    expect(widths.filter(width => width !== 8 && width !== 5)).toEqual([])
  })

  test('is itself in JSON', () => {
    const shown = [...renderJson(report)].join('')
    expect(shown).not.toMatch(OBEYED)
    const parsed = JSON.parse(shown) as Report
    expect(parsed).toEqual(JSON.parse(JSON.stringify(report)))
    expect(parsed.rules.loaded[0]?.name).toBe(text)
  })
})
