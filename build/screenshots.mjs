// Takes the documentation's screenshots of the demo, with Chromium: its HTML report, and its comment as GitHub shows it:
//
//   npx node --no-warnings build/screenshots.mjs

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import MarkdownIt from 'markdown-it'
import puppeteer from 'puppeteer-core'
import { renderComment } from '../src/report/markdown.ts'

const DEMO = ['dist/cli.cjs', 'check', '--findings', 'examples/findings.json', '--events', 'examples/cloudtrail']
const MOST_COMMENT_BYTES = 65_536

/**
 * The first screen of the page on light and on dark, that of a telephone, and its first sheet of A4 less the margins; then the comment, in
 * the width that it has on a pull request.
 */
const VIEWS = [
  { name: 'report-light', file: 'report', width: 1280, height: 940 },
  { name: 'report-dark', file: 'report', width: 1280, height: 940, scheme: 'dark' },
  { name: 'report-narrow', file: 'report', width: 390, height: 844, deviceScaleFactor: 2 },
  { name: 'report-print', file: 'report', width: 718, height: 1046, media: 'print' },
  { name: 'activity-light', file: 'report', width: 1280, height: 940, part: '#activity' },
  { name: 'comment-light', file: 'comment', width: 880, height: 940, part: 'body' },
  { name: 'comment-dark', file: 'comment', width: 880, height: 940, scheme: 'dark', part: 'body' },
]

const folder = mkdtempSync(join(tmpdir(), 'ecr-gate-screenshots-'))
const files = { report: join(folder, 'report.html'), json: join(folder, 'report.json'), comment: join(folder, 'comment.html') }
try {
  execFileSync('node', [...DEMO, '--html-file', files.report, '--json-file', files.json], { stdio: 'ignore' })
} catch ({ status }) {
  // The demo shows a gate that fails, so exit code 1 is right.
  if (status !== 1) throw new Error(`the demo exited ${status}`)
}
writeFileSync(files.comment, showAsGitHub(renderComment(JSON.parse(readFileSync(files.json, 'utf8')), MOST_COMMENT_BYTES)))
const browser = await puppeteer.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const { name, file, part, scheme = 'light', media = 'screen', ...size } of VIEWS) {
  const page = await browser.newPage()
  await page.setViewport(size)
  // Each of the two would undo the other.
  if (media === 'screen') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  else await page.emulateMediaType(media)
  await page.goto(pathToFileURL(files[file]).href)
  if (media === 'print') await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  const shown = part === undefined ? page : await page.$(part)
  await shown.screenshot({ path: `docs/images/${name}.png` })
}
await browser.close()
rmSync(folder, { recursive: true })

/** Markdown as a page with GitHub's style. The renderer does not know GitHub's alerts, so they are made of its block quotes. */
function showAsGitHub(markdown) {
  const style = readFileSync(fileURLToPath(import.meta.resolve('github-markdown-css/github-markdown.css')), 'utf8')
  const html = new MarkdownIt({ html: true, linkify: true })
    .render(markdown)
    .replace(/<blockquote>\s*<p>\[!(\w+)\]<\/p>([\s\S]*?)<\/blockquote>/g, (_, kind, inner) => {
      const title = `${kind[0]}${kind.slice(1).toLowerCase()}`
      return `<div class="markdown-alert markdown-alert-${kind.toLowerCase()}"><p class="markdown-alert-title">${title}</p>${inner}</div>`
    })
  return `<!doctype html><meta charset="utf-8"><style>${style} body { margin: 0; padding: 16px }</style><body class="markdown-body">${html}`
}
