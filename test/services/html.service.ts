// The HTML report in a browser: what a person sees, finds, sorts and opens there, and what hostile text does not do.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { renderHtml } from '../../src/report/html/document.ts'
import type { Report } from '../../src/report/report.ts'
import { ROOT } from '../e2e/command.ts'
import { decidedReport, HOSTILE, hostileReport, largeReport, sampleReport } from '../report/reports.ts'
import { type Opened, openFile, startBrowser } from './browser.ts'

const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')
const PARTS = JSON.parse(readFileSync(join(ROOT, 'dist/page.json'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'ecr-gate-html-'))

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
}, 300_000)
afterEach(async () => {
  for (const page of await browser.pages()) if (page.url() !== 'about:blank') await page.close()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(report: Report, scheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  return openFile(browser, join(folder, 'report.html'), [...renderHtml(report, PARTS)].join(''), scheme)
}

/** The texts of a column of the first rows, without their details. */
function readColumn(page: Page, section: string, title: string): Promise<readonly string[]> {
  return page.$eval(
    `#${section} table`,
    (table, title) => {
      const heads = [...table.querySelectorAll('thead tr > *')].map(head => head.textContent?.trim())
      const rows = [...table.querySelectorAll(':scope > tbody > tr:not(.details)')]
      return rows.map(row => row.children[heads.indexOf(title)]?.textContent ?? '')
    },
    title,
  )
}

const click = (page: Page, section: string, text: string): Promise<void> =>
  page.$$eval(
    `#${section} button`,
    (buttons, text) => {
      const button = buttons.find(button => (button.ariaLabel ?? button.textContent) === text)
      if (button === undefined) throw new Error(`no button ${text}`)
      button.click()
    },
    text,
  )

const status = (page: Page, section: string): Promise<string> => page.$eval(`#${section} output`, output => output.textContent ?? '')

async function findFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const { violations } = (await page.evaluate('axe.run()')) as { violations: readonly { id: string; nodes: readonly { html: string }[] }[] }
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

const openAll = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true
    for (const table of document.querySelectorAll('.table')) {
      for (let i = 0; i < 3; i++) table.querySelectorAll<HTMLElement>('.more')[i]?.click()
    }
  })

describe('a day at work', () => {
  test('says the verdict and why before anything else, without errors or warnings', async () => {
    const { page, complaints } = await open(await sampleReport())
    const seen = await page.$eval('header', header => {
      const { top, bottom } = header.getBoundingClientRect()
      return { top, bottom, text: header.innerText.replace(/\s+/g, ' ') }
    })
    expect(seen).toMatchObject({ top: 0, bottom: expect.any(Number) })
    expect(seen.bottom).toBeLessThan(500)
    expect(seen.text).toMatch(/ECR GATE ✕ FAIL do not deploy/i)
    expect(seen.text).toContain('linux/amd64: CRITICAL findings in payments/api: 1')
    expect(complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe finds nothing in %s, with everything open', async scheme => {
    const { page, complaints } = await open(await sampleReport(), scheme)
    await openAll(page)
    expect(await findFaults(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('is light on light and dark on dark', async () => {
    const colours = async (scheme: 'light' | 'dark'): Promise<readonly number[]> => {
      const { page } = await open(await sampleReport(), scheme)
      const brightness = (property: string): Promise<number> =>
        page.$eval(
          'body',
          (body, property) =>
            (getComputedStyle(body).getPropertyValue(property).match(/\d+/g) ?? [])
              .slice(0, 3)
              .reduce((sum, part) => sum + Number(part), 0),
          property,
        )
      return [await brightness('background-color'), await brightness('color')]
    }
    const [[page = 0, ink = 0], [darkPage = 0, darkInk = 0]] = [await colours('light'), await colours('dark')]
    expect(page - ink).toBeGreaterThan(400)
    expect(darkInk - darkPage).toBeGreaterThan(400)
  })

  test('an alert opens to its event, what the rule found in it, the whole record, and a link to the console', async () => {
    const { page } = await open(await sampleReport())
    await click(page, 'alerts', 'Details of mallory read decrypted parameters by GetParameter')
    const details = await page.$eval('#alerts .details', row => (row as HTMLElement).innerText)
    expect(details).toContain('requestParameters.withDecryption = true')
    expect(details).toContain('the value equals it')
    const [link] = await page.$$eval('#alerts .details h3 a', links => links.map(link => [link.href, link.rel, link.target]))
    expect(link).toEqual([
      'https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/00000019-1111-4111-8111-111111111115',
      'noopener noreferrer',
      '_blank',
    ])
    expect(JSON.parse(await page.$eval('#alerts pre', pre => pre.textContent ?? ''))).toMatchObject({
      eventName: 'GetParameter',
      requestParameters: { withDecryption: true },
    })
    await click(page, 'alerts', 'Details of mallory read decrypted parameters by GetParameter')
    expect(await page.$('#alerts .details')).toBeNull()
  })

  test('images link to ECR and findings to their advisories', async () => {
    const { page } = await open(await sampleReport())
    const links = (section: string): Promise<readonly string[]> => page.$$eval(`#${section} td a`, found => found.map(({ href }) => href))
    expect((await links('images'))[0]).toBe(
      `https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/111122223333/payments/api/_/image/sha256:${'2'.repeat(64)}/details?region=eu-west-1`,
    )
    expect(await links('findings')).toHaveLength(25)
    for (const href of await links('findings')) expect(href).toMatch(/^https:\/\//)
  })

  test('the charts show every image and every actor', async () => {
    const { page } = await open(await sampleReport())
    const texts = (section: string): Promise<string> => page.$eval(`#${section} svg`, svg => svg.textContent ?? '')
    expect(await texts('images')).toMatch(/linux\/amd64[\s\S]*linux\/arm64/)
    for (const actor of ['mallory  GetParameter', 'i-0abc12de34f567890  ListInstanceAssociations', 'olga  SendCommand'])
      expect(await texts('activity')).toContain(actor)
  })

  test('a printout has the events of alerts and no controls', async () => {
    const { page, complaints } = await open(await sampleReport())
    await page.emulateMediaType('print')
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    const text = await page.$eval('main', main => main.innerText)
    expect(text).toContain('requestParameters.withDecryption = true')
    expect(text).toMatch(/\nRules\s+\d+ rules/)
    expect(text).not.toContain('The whole event')
    expect(await page.$$eval('input, select, .pager, .more', all => all.filter(each => each.checkVisibility()).length)).toBe(0)
    expect(await readColumn(page, 'findings', 'Finding')).toHaveLength(37)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect(await readColumn(page, 'findings', 'Finding')).toHaveLength(25)
    expect(Buffer.from(await page.pdf({ format: 'A4' })).toString('latin1', 0, 4)).toBe('%PDF')
    expect(complaints).toEqual([])
  })

  test('a printout says what it leaves out, and the page is the same as before afterwards', async () => {
    const { page } = await open(largeReport(1200))
    await click(page, 'findings', 'Next')
    const before = await readColumn(page, 'findings', 'Finding')
    await page.emulateMediaType('print')
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    expect(await page.$eval('main', main => main.innerText)).toContain('1 to 1000 of 1200 findings')
    expect(await readColumn(page, 'findings', 'Finding')).toHaveLength(1000)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect(await readColumn(page, 'findings', 'Finding')).toEqual(before)
    expect(await status(page, 'findings')).toBe('26 to 50 of 1200 findings')
  })

  test('a printout has room for every column', async () => {
    const { page } = await open(await sampleReport())
    await page.emulateMediaType('print')
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    // A4 less 10 mm on either side, in CSS pixels.
    await page.setViewport({ width: 718, height: 1000 })
    expect(await page.$$eval('.scroll', all => all.filter(each => each.scrollWidth > each.clientWidth).length)).toBe(0)
  })

  test('says that there are alerts and findings even if its script is blocked', async () => {
    const report = await sampleReport()
    const text = [...renderHtml(report, { ...PARTS, script: { ...PARTS.script, text: `${PARTS.script.text} ` } })].join('')
    const { page } = await openFile(browser, join(folder, 'refused.html'), text)
    expect(await page.$eval('#alerts', section => (section as HTMLElement).innerText)).toContain(`${report.alerts.length} alerts`)
    expect(await page.$eval('#findings', section => (section as HTMLElement).innerText)).toContain('37 findings')
    expect(await page.$$eval('table', all => all.length)).toBe(0)
  })

  test('fits a narrow screen without scrolling sideways', async () => {
    const { page } = await open(await sampleReport())
    await page.setViewport({ width: 390, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})

describe('tables', () => {
  test('sort by a column, the other way round, and back, by the keyboard', async () => {
    const { page } = await open(largeReport(40))
    const before = await readColumn(page, 'findings', 'Finding')
    const focus = (title: string): Promise<void> =>
      page.$$eval(
        '#findings th button',
        (buttons, title) => buttons.find(({ textContent }) => textContent === title)?.focus(),
        title,
      ) as Promise<void>
    await focus('Package')
    await page.keyboard.press('Enter')
    const up = await readColumn(page, 'findings', 'Package')
    expect(up).toEqual([...up].sort())
    expect(await page.$$eval('#findings th[aria-sort]', heads => heads.map(({ ariaSort, innerText }) => [innerText, ariaSort]))).toEqual([
      ['Package', 'ascending'],
    ])
    await page.keyboard.press('Space')
    const down = await readColumn(page, 'findings', 'Package')
    expect(down).toEqual([...down].sort().reverse())
    await page.keyboard.press('Enter')
    expect(await readColumn(page, 'findings', 'Finding')).toEqual(before)
    expect(await page.$('#findings th[aria-sort]')).toBeNull()
  })

  test('sort severities by rank and scores by number', async () => {
    const { page } = await open(largeReport(40))
    await click(page, 'findings', 'Severity')
    await click(page, 'findings', 'Severity')
    expect((await readColumn(page, 'findings', 'Severity')).slice(0, 3)).toEqual(['LOW', 'LOW', 'LOW'])
    await click(page, 'findings', 'Score')
    const scores = (await readColumn(page, 'findings', 'Score')).map(Number)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  test('are filtered by words and choices together', async () => {
    const { page } = await open(largeReport(400))
    expect(await status(page, 'findings')).toBe('1 to 25 of 400 findings')
    await page.select('#findings select', '1')
    expect(await status(page, 'findings')).toBe('1 to 25 of 100 findings (400 in all)')
    expect(new Set(await readColumn(page, 'findings', 'Severity'))).toEqual(new Set(['HIGH']))
    const [first = ''] = await readColumn(page, 'findings', 'Finding')
    await page.type('#findings input', first.toLowerCase())
    expect(await readColumn(page, 'findings', 'Finding')).toEqual([first])
    await page.type('#findings input', ' nothing-of-this-name')
    expect(await status(page, 'findings')).toBe('0 findings (400 in all)')
    expect(await readColumn(page, 'findings', 'Finding')).toEqual([])
  })

  test('are filtered by what was decided about them', async () => {
    const accepted = { kind: 'accepted', by: { reason: 'x', owner: null, expires: 'never', untilFixed: false, at: 'e.yml:1:1' } } as const
    const decisions = [{ kind: 'counted' }, accepted, { kind: 'unfixed' }, accepted, { kind: 'closed' }, { kind: 'counted' }] as const
    const { page } = await open(decidedReport([decisions.map(decision => ({ severity: 'HIGH', decision }))]))
    expect(await readColumn(page, 'findings', 'Decision')).toEqual(['counted', 'counted', 'accepted', 'no fix', 'accepted', 'closed'])
    await page.select('#findings select', '1')
    expect(await readColumn(page, 'findings', 'Decision')).toEqual(['accepted', 'accepted'])
    expect(await status(page, 'findings')).toBe('2 findings (6 in all)')
    expect(await findFaults(page)).toEqual([])
  })

  test('with many rows come in parts, which together have all rows', async () => {
    const { page } = await open(largeReport(60))
    const seen = [...(await readColumn(page, 'findings', 'Finding'))]
    for (const _ of [1, 2]) {
      await click(page, 'findings', 'Next')
      seen.push(...(await readColumn(page, 'findings', 'Finding')))
    }
    expect(seen).toHaveLength(60)
    expect(await page.$$eval('#findings .pager button', buttons => buttons.map(({ disabled }) => disabled))).toEqual([false, true])
    expect(new Set(seen)).toEqual(new Set(largeReport(60).images[0]?.findings.map(({ id }) => id)))
  })
})

describe('what is opened', () => {
  const more = (page: Page): Promise<readonly (string | null)[]> =>
    page.$$eval('#alerts .more', buttons => buttons.slice(0, 3).map(({ ariaExpanded }) => ariaExpanded))

  test('stays open while another row is opened and closed', async () => {
    const { page } = await open(await sampleReport())
    const [first, second] = await page.$$('#alerts .more')
    await first?.focus()
    await page.keyboard.press('Enter')
    await page.$$eval('#alerts details', all => {
      for (const each of all) each.open = true
    })
    await second?.focus()
    await page.keyboard.press('Enter')
    expect(await more(page)).toEqual(['true', 'true', 'false'])
    await page.keyboard.press('Enter')
    expect(await more(page)).toEqual(['true', 'false', 'false'])
    expect(await page.$$eval('#alerts .details', rows => rows.length)).toBe(1)
    expect(await page.$$eval('#alerts details', all => all.every(({ open }) => open))).toBe(true)
    expect(await second?.evaluate(button => button === document.activeElement)).toBe(true)
    await click(page, 'alerts', 'Rule')
    await click(page, 'alerts', 'Rule')
    await click(page, 'alerts', 'Rule')
    expect(await more(page)).toEqual(['true', 'false', 'false'])
    expect(await page.$$eval('#alerts details', all => all.every(({ open }) => open))).toBe(true)
  })

  test.each(['withDecryption = true', '00000019-1111-4111-8111-111111111115'])('is found by a word of its events: %s', async words => {
    const { page } = await open(await sampleReport())
    await page.type('#alerts input', words)
    expect(await readColumn(page, 'alerts', 'Alert')).toContain('mallory read decrypted parameters by GetParameter')
    expect(await status(page, 'alerts')).toMatch(/^\d+ alerts? \(\d+ in all\)$/)
  })

  test('the focus stays with the buttons at either end', async () => {
    const { page } = await open(largeReport(40))
    const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent)
    await page.$$eval('#findings .pager button', ([, next]) => next?.focus())
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('Previous')
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('Next')
  })
})

describe('25,000 findings', () => {
  test('open, sort and filter, with few rows on the page at a time', async () => {
    const { page, complaints } = await open(largeReport(25_000))
    expect(await status(page, 'findings')).toBe('1 to 25 of 25000 findings')
    await click(page, 'findings', 'Package')
    await page.type('#findings input', 'openssl')
    expect(new Set(await readColumn(page, 'findings', 'Package'))).toEqual(new Set(['openssl']))
    expect(await page.$$eval('tr', rows => rows.length)).toBeLessThan(200)
    expect(complaints).toEqual([])
  })
})

describe('hostile text', () => {
  test.each(HOSTILE)('%j', async text => {
    const { page, complaints } = await open(hostileReport(text))
    await openAll(page)
    expect(complaints).toEqual([])
    const seen = await page.evaluate(() => ({
      scripts: document.scripts.length,
      strange: document.querySelectorAll('img, iframe, object, embed, form, base, meta[http-equiv=refresh], [onerror], [onload], [style]')
        .length,
      links: [...document.querySelectorAll('a')].filter(({ protocol }) => protocol !== 'https:').length,
      hidden: /\p{Cf}|(?!\n)\p{Cc}/u.test(document.documentElement.textContent ?? ''),
    }))
    expect(seen).toEqual({ scripts: 2, strange: 0, links: 0, hidden: false })
  })

  test('all of it at once, without findings of axe', async () => {
    const { page } = await open(hostileReport(HOSTILE.join(' ')))
    await openAll(page)
    expect(await findFaults(page)).toEqual([])
  })
})
