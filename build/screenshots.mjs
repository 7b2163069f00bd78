// Takes the documentation's screenshots of the demo's HTML report, with Chromium:
//
//   node build/screenshots.mjs

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import puppeteer from 'puppeteer-core'

const DEMO = ['dist/cli.cjs', 'check', '--findings', 'examples/findings.json', '--events', 'examples/cloudtrail', '--format', 'html']
const SIZE = { width: 1280, height: 940 }

const folder = mkdtempSync(join(tmpdir(), 'ecr-gate-screenshots-'))
const report = join(folder, 'report.html')
try {
  execFileSync('node', [...DEMO, '--output', report], { stdio: 'ignore' })
} catch ({ status }) {
  // The demo shows a gate that fails, so exit code 1 is right.
  if (status !== 1) throw new Error(`the demo exited ${status}`)
}
const browser = await puppeteer.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const scheme of ['light', 'dark']) {
  const page = await browser.newPage()
  await page.setViewport(SIZE)
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  await page.goto(pathToFileURL(report).href)
  await page.screenshot({ path: `docs/images/report-${scheme}.png` })
  if (scheme === 'light') await (await page.$('#activity')).screenshot({ path: 'docs/images/activity-light.png' })
}
await browser.close()
rmSync(folder, { recursive: true })
