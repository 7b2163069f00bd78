// Headless Chromium that opens a report from a file, as somebody's browser would, and records errors, warnings, dialogs and
// requests.

import { rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { findInPath, installPrograms } from './programs.ts'

export interface Opened {
  readonly page: Page
  /** Errors, warnings, refused scripts and styles, dialogs, and requests that leave the page. */
  readonly complaints: string[]
}

export async function startBrowser(): Promise<Browser> {
  // Showing text needs a font.
  installPrograms({ chromium: 'chromium', 'fc-list': 'fontconfig' })
  return puppeteer.launch({ executablePath: findInPath('chromium') ?? 'chromium', args: ['--no-sandbox', '--disable-gpu'] })
}

/** Opens a page from a file at this path, which is written for that and removed again. `hash` is the fragment of its address. */
export async function openFile(
  browser: Browser,
  path: string,
  text: string,
  scheme: 'light' | 'dark' = 'light',
  hash = '',
): Promise<Opened> {
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', message => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', error => complaints.push(`error: ${String(error)}`))
  page.on('dialog', dialog => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (!request.isNavigationRequest() && !request.url().startsWith('data:')) complaints.push(`request: ${request.url()}`)
  })
  await page.setViewport({ width: 1280, height: 1000 })
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  writeFileSync(path, text)
  try {
    await page.goto(`${pathToFileURL(path).href}${hash}`)
  } finally {
    rmSync(path)
  }
  return { page, complaints }
}
