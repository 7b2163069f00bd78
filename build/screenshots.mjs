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
const SIZE = { width: 1280, height: 940 }
/** The width that a comment on a pull request has there. */
const COMMENT_WIDTH = 880
const MOST_COMMENT_BYTES = 65_536

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
for (const scheme of ['light', 'dark']) {
  const page = await browser.newPage()
  await page.setViewport(SIZE)
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  await page.goto(pathToFileURL(files.report).href)
  await page.screenshot({ path: `docs/images/report-${scheme}.png` })
  if (scheme === 'light') await (await page.$('#activity')).screenshot({ path: 'docs/images/activity-light.png' })
  await page.setViewport({ ...SIZE, width: COMMENT_WIDTH })
  await page.goto(pathToFileURL(files.comment).href)
  await (await page.$('body')).screenshot({ path: `docs/images/comment-${scheme}.png` })
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
