// Every format of a verdict that stops a deployment leads to the page that says what to do, and no format of another verdict does.

import { describe, expect, test } from 'vitest'
import { renderComment, renderWhy } from '../../src/report/markdown.ts'
import { plain } from '../../src/report/paint.ts'
import { renderReport } from '../../src/report/render.ts'
import type { Report } from '../../src/report/report.ts'
import { tellVerdict } from '../../src/report/verdict.ts'
import { sampleReport } from './reports.ts'

const ADDRESS = 'https://github.com/octo/ecr-gate/blob/v1/docs/blocked.md'
const PAGE = { style: { text: '', sha256: '' }, script: { text: '', sha256: '' } }
const SENTENCE = 'docs/blocked.md says what to do when the gate blocks'

const draw = async (format: 'text' | 'html' | 'junit' | 'sarif' | 'markdown' | 'csv', report: Report): Promise<string> =>
  [...(await renderReport(format, report, { page: async () => PAGE, paint: plain }))].join('')

const asText = (name: 'text' | 'junit' | 'sarif') => ({
  render: (report: Report) => draw(name, report),
  linked: `${SENTENCE}: ${ADDRESS}`,
  named: `${SENTENCE.replace('.md ', '.md of ECR Gate ')}.`,
})
const asMarkdown = (render: (report: Report) => string | Promise<string>) => ({
  render,
  linked: `[\`docs/blocked.md\`](${ADDRESS}) says what to do when the gate blocks.`,
  named: '\n`docs/blocked.md` of ECR Gate says what to do when the gate blocks.\n',
})

const SURFACES = {
  text: asText('text'),
  junit: asText('junit'),
  sarif: asText('sarif'),
  annotation: { ...asText('text'), render: (report: Report) => tellVerdict(report, '', 4000) },
  html: {
    render: (report: Report) => draw('html', report),
    linked: `<a href="${ADDRESS}"><code>docs/blocked.md</code></a> says what to do when the gate blocks.`,
    named: '<p class="help"><code>docs/blocked.md</code> of ECR Gate says what to do when the gate blocks.</p>',
  },
  markdown: asMarkdown(report => draw('markdown', report)),
  comment: asMarkdown(report => renderComment(report, 60_000)),
  check: asMarkdown(report => renderWhy(report, 60_000)),
}

describe.each(Object.entries(SURFACES))('%s', async (_, { render, linked, named }) => {
  const report = await sampleReport()

  test.each(['fail', 'undecided'] as const)('of %s has the address, and without one the name', async verdict => {
    const shown = await render({ ...report, verdict, helpUri: ADDRESS })
    expect(shown.split(linked)).toHaveLength(2)
    expect(await render({ ...report, verdict })).toContain(named)
  })

  test.each(['warn', 'pass'] as const)('of %s has neither', async verdict => {
    expect(await render({ ...report, verdict, helpUri: ADDRESS })).not.toContain('blocked.md')
  })

  test.each(['javascript:alert(1)', 'http://github.com/x', 'https://user@evil.example/', '<script>'])('is given no %s', async helpUri => {
    const shown = await render({ ...report, verdict: 'fail', helpUri })
    expect(shown).toContain(named)
    expect(shown).not.toContain(helpUri)
  })
})

test('the row of the verdict has the address in CSV', async () => {
  const report = { ...(await sampleReport()), helpUri: ADDRESS }
  const rowOf = async (verdict: Report['verdict']): Promise<string> => (await draw('csv', { ...report, verdict })).split('\r\n')[1] ?? ''
  expect((await rowOf('fail')).split(',')).toContain(ADDRESS)
  expect(await rowOf('pass')).not.toContain('blocked.md')
})
