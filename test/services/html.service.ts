// The HTML report in a browser: what a person sees, finds, sorts and opens there, and what hostile text does not do.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { renderHtml } from '../../src/report/html/document.ts'
import type { Report } from '../../src/report/report.ts'
import { ROOT } from '../e2e/command.ts'
import { ordinaryFixes } from '../report/fixes.ts'
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

function open(report: Report, scheme: 'light' | 'dark' = 'light', hash = ''): Promise<Opened> {
  return openFile(browser, join(folder, 'report.html'), [...renderHtml(report, PARTS)].join(''), scheme, hash)
}

/** The texts of a column of the first rows, without their details. */
function readColumn(page: Page, section: string, title: string): Promise<readonly string[]> {
  return page.$eval(
    `#${section} table`,
    (table, title) => {
      const heads = [...table.querySelectorAll('thead tr > *')].map(head => head.textContent?.trim())
      const rows = [...table.querySelectorAll(':scope > tbody > tr:not(.group, .others, .details)')]
      return rows.map(row => row.children[heads.indexOf(title)]?.textContent ?? '')
    },
    title,
  )
}

/** Opens a report whose findings are shown one by one. */
async function openUngrouped(report: Report): Promise<Opened> {
  const opened = await open(report)
  await ungroup(opened.page)
  return opened
}

const ungroup = (page: Page): Promise<void> => page.$eval('#findings input[type=checkbox]', box => (box as HTMLInputElement).click())

async function withOrdinaryFixes(): Promise<Report> {
  const report = await sampleReport()
  const helpUri = 'https://github.com/octo/ecr-gate/blob/v1/docs/blocked.md'
  return { ...report, fixes: ordinaryFixes(report.images.map(({ uri }) => uri)), helpUri }
}

/** Chooses from the list of a column. */
const choose = (page: Page, section: string, title: string, choice: string): Promise<void> =>
  page.$$eval(
    `#${section} .tools label`,
    (labels, title, choice) => {
      const list = labels.find(({ textContent }) => textContent?.startsWith(title))?.querySelector('select')
      if (list == null) throw new Error(`no list ${title}`)
      list.value = [...list.options].find(({ text }) => text === choice)?.value ?? ''
      list.dispatchEvent(new Event('change'))
    },
    title,
    choice,
  )

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

/** The words up to 24 characters that begin on one line and end on another. A line may end after a hyphen, as it may in any text. */
const findBroken = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const broken: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const isShown = node.parentElement?.checkVisibility() === true && node.parentElement.closest('script, style, svg') === null
      for (const { 0: word, index } of isShown ? (node.textContent ?? '').matchAll(/(?<![^\s-])[^\s-]{1,24}(?![^\s-])/g) : []) {
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word)
      }
    }
    return broken
  })

const openAll = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true
    for (const table of document.querySelectorAll('.table')) {
      for (const closed of table.querySelectorAll<HTMLElement>('.toggle[aria-expanded=false]')) closed.click()
      for (let i = 0; i < 3; i++) table.querySelectorAll<HTMLElement>('.more')[i]?.click()
    }
  })

describe('a day at work', () => {
  test('says the verdict, what to do and why on the first screen, without errors or warnings', async () => {
    const { page, complaints } = await open(await withOrdinaryFixes())
    const seen = await page.evaluate(() => {
      const top = (selector: string): number => document.querySelector(selector)?.getBoundingClientRect().top ?? Number.NaN
      return {
        text: document.querySelector('header')?.innerText.replace(/\s+/g, ' '),
        tops: ['header', '#fixes', '#fixes .ids', '#reasons', '#findings'].map(top),
      }
    })
    expect(seen.text).toMatch(/ECR GATE ✕ FAIL do not deploy payments\/api:1\.4\.2 sha256:1{64} linux\/amd64, linux\/arm64: scanned/i)
    expect(seen.tops).toEqual([...seen.tops].sort((a, b) => a - b))
    expect(seen.tops[2]).toBeLessThan(500)
    expect(seen.tops[3]).toBeLessThan(1000)
    expect(complaints).toEqual([])
  })

  test('without anything to do, the first findings are on the first screen', async () => {
    const { page } = await open(await sampleReport())
    const tops = await page.$$eval('#findings tr[id]', rows => rows.map(row => row.getBoundingClientRect().top))
    expect(tops.filter(top => top < 1000).length).toBeGreaterThan(5)
  })

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds nothing in %s, %i pixels wide, with everything open', async (scheme, width) => {
    const { page, complaints } = await open(await withOrdinaryFixes(), scheme)
    await page.setViewport({ width, height: 1000 })
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
    await click(page, 'alerts', 'CloudTrail: SSM Decrypted Parameter Read')
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
    expect((await links('findings')).length).toBeGreaterThan(20)
    for (const href of await links('findings')) expect(href).toMatch(/^https:\/\//)
  })

  test('the charts show every image and every actor', async () => {
    const { page } = await open(await sampleReport())
    const texts = (section: string): Promise<string> => page.$eval(`#${section} svg`, svg => svg.textContent ?? '')
    expect(await texts('images')).toMatch(/linux\/amd64[\s\S]*linux\/arm64/)
    for (const actor of ['mallory  GetParameter', 'i-0abc12de34f567890  ListInstanceAssociations', 'olga  SendCommand'])
      expect(await texts('activity')).toContain(actor)
  })

  const print = async (page: Page): Promise<void> => {
    await page.emulateMediaType('print')
    // A4 less 10 mm on either side, in CSS pixels.
    await page.setViewport({ width: 718, height: 1000 })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  }

  test('a printout has what to do first, every finding, the events of what fails, and no controls', async () => {
    const report = await withOrdinaryFixes()
    const { page, complaints } = await open({ ...report, reasons: Array.from({ length: 9 }, (_, i) => `reason ${i}`) })
    await print(page)
    const text = await page.$eval('main', main => main.innerText)
    expect(text.indexOf('What to do now')).toBeLessThan(text.indexOf('CVE-2026-100001'))
    expect(text).toContain('reason 8')
    expect(text).toContain('eventSource = "ecr.amazonaws.com"')
    expect(text).toMatch(/\nRules\s+\d+ rules/)
    expect(text).not.toContain('The whole event')
    expect(await page.$eval('h1', title => title.innerText)).toMatch(/FAIL\s+do not deploy/)
    expect(await page.$$eval('input, select, .pager, .more', all => all.filter(each => each.checkVisibility()).length)).toBe(0)
    expect(await readColumn(page, 'findings', 'Finding')).toHaveLength(37)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect((await readColumn(page, 'findings', 'Finding')).length).toBeLessThan(37)
    expect(await page.$eval('#reasons', section => (section as HTMLElement).innerText)).not.toContain('reason 8')
    expect(Buffer.from(await page.pdf({ format: 'A4' })).toString('latin1', 0, 4)).toBe('%PDF')
    expect(complaints).toEqual([])
  })

  test('a printout says what it leaves out, and the page is the same as before afterwards', async () => {
    const { page } = await openUngrouped(largeReport(1200))
    await click(page, 'findings', 'Next')
    const before = await readColumn(page, 'findings', 'Finding')
    await print(page)
    expect(await page.$eval('main', main => main.innerText)).toContain('1 to 1000 of 1200 findings')
    expect(await readColumn(page, 'findings', 'Finding')).toHaveLength(1000)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    expect(await readColumn(page, 'findings', 'Finding')).toEqual(before)
    expect(await status(page, 'findings')).toBe('26 to 50 of 1200 findings')
  })

  test('a printout of packages has the most severe of all findings', async () => {
    const { page } = await open(largeReport(1200))
    await print(page)
    expect(await status(page, 'findings')).toBe('1 to 1000 of 1200 findings')
    const severities = await readColumn(page, 'findings', 'Severity')
    expect(severities).toHaveLength(1000)
    expect(severities.filter(severity => severity === 'CRITICAL' || severity === 'HIGH')).toHaveLength(450)
  })

  test('a printout of packages counts all findings of each, and says how many of them are printed', async () => {
    const { page } = await open(largeReport(1200))
    const counts = (): Promise<readonly string[]> => page.$$eval('#findings .group .counts', all => all.map(each => each.textContent ?? ''))
    const onScreen = await counts()
    await print(page)
    expect(await counts()).toEqual(onScreen)
    const heads = await page.$$eval('#findings .group', all => all.map(each => (each as HTMLElement).innerText))
    const told = heads.flatMap(head => [/: (\d+) of (\d+) are printed$/.exec(head)?.slice(1).map(Number) ?? []])
    expect(told.reduce((sum, [, all = 0]) => sum + all, 0)).toBe(1200)
    expect(told.reduce((sum, [printed = 0]) => sum + printed, 0)).toBe(1000)
  })

  test('a printout has room for every column, and breaks no line inside a word', async () => {
    const { page } = await open(await withOrdinaryFixes())
    await print(page)
    expect(await page.$$eval('.scroll', all => all.filter(each => each.scrollWidth > each.clientWidth).length)).toBe(0)
    expect(await findBroken(page)).toEqual([])
  })

  test('says that there are alerts and findings even if its script is blocked', async () => {
    const report = await sampleReport()
    const text = [...renderHtml(report, { ...PARTS, script: { ...PARTS.script, text: `${PARTS.script.text} ` } })].join('')
    const { page } = await openFile(browser, join(folder, 'refused.html'), text)
    expect(await page.$eval('#alerts', section => (section as HTMLElement).innerText)).toContain(`${report.alerts.length} alerts`)
    expect(await page.$eval('#findings', section => (section as HTMLElement).innerText)).toContain('37 findings')
    expect(await page.$$eval('table', all => all.length)).toBe(0)
  })

  test('has room for every column, also where findings were accepted', async () => {
    const report = await sampleReport()
    const by = { reason: 'not reachable', owner: 'platform team', expires: '2027-01-31', untilFixed: false, at: 'exceptions.yml:3:5' }
    const images = report.images.map(image => ({
      ...image,
      findings: image.findings.map((finding, i) => (i % 2 === 0 ? finding : { ...finding, decision: { kind: 'accepted' as const, by } })),
    }))
    const { page } = await open({ ...report, images })
    expect(await page.$$eval('.scroll', all => all.filter(each => each.scrollWidth > each.clientWidth).length)).toBe(0)
    expect(await readColumn(page, 'findings', 'Ends')).toContain('2027-01-31')
  })

  test.each([
    ['an ordinary report', withOrdinaryFixes],
    ['a hostile one', async () => hostileReport(HOSTILE.join(' '))],
  ])('%s fits a narrow screen, and nothing in it is cut or scrolls sideways', async (_, make) => {
    const { page } = await open(await make())
    await page.setViewport({ width: 390, height: 800 })
    await openAll(page)
    const cut = await page.evaluate(() => {
      const beyond = (each: Element): boolean => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth
      const all = [...document.querySelectorAll<HTMLElement>('body *:not(.unseen, pre, option)')]
      return all
        .filter(each => beyond(each) || (each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1))
        .map(each => each.outerHTML.slice(0, 200))
    })
    expect(cut).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })

  test('on a narrow screen, a finding has its package and its fix in sight, with their names', async () => {
    const { page } = await open(await sampleReport())
    await page.setViewport({ width: 390, height: 800 })
    const seen = await page.$eval('#findings tr[id]', row =>
      [...row.querySelectorAll('td')]
        .filter(cell => cell.checkVisibility() && cell.getBoundingClientRect().right <= 390)
        .map(cell => [getComputedStyle(cell, '::before').content !== 'none', cell.dataset['label'], cell.textContent]),
    )
    expect(seen).toEqual(
      expect.arrayContaining([
        [false, 'Finding', 'CVE-2026-100001'],
        [true, 'Package', 'libxml2'],
        [true, 'Fixed in', '3.0.15-1~deb12u1'],
      ]),
    )
  })
})

describe('tables', () => {
  test('sort by a column, the other way round, and back, by the keyboard', async () => {
    const { page } = await openUngrouped(largeReport(40))
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
    const { page } = await openUngrouped(largeReport(40))
    await click(page, 'findings', 'Severity')
    await click(page, 'findings', 'Severity')
    expect((await readColumn(page, 'findings', 'Severity')).slice(0, 3)).toEqual(['LOW', 'LOW', 'LOW'])
    await click(page, 'findings', 'Score')
    const scores = (await readColumn(page, 'findings', 'Score')).map(Number)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  test('are filtered by words and choices together', async () => {
    const { page } = await openUngrouped(largeReport(400))
    expect(await status(page, 'findings')).toBe('1 to 25 of 400 findings')
    await choose(page, 'findings', 'Severity', 'HIGH')
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
    await choose(page, 'findings', 'Decision', 'accepted')
    expect(await readColumn(page, 'findings', 'Decision')).toEqual(['accepted', 'accepted'])
    expect(await status(page, 'findings')).toBe('2 findings (6 in all) in 2 packages')
    expect(await findFaults(page)).toEqual([])
  })

  test('with many rows come in parts, which together have all rows', async () => {
    const { page } = await openUngrouped(largeReport(60))
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
    expect(await status(page, 'alerts')).toMatch(/^\d+ alerts? \(\d+ in all\) in \d+ rules?$/)
  })

  test('the focus stays with the buttons at either end', async () => {
    const { page } = await openUngrouped(largeReport(40))
    const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent)
    await page.$$eval('#findings .pager button', ([, next]) => next?.focus())
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('Previous')
    await page.keyboard.press('Enter')
    expect(await focused()).toBe('Next')
  })
})

describe('findings by package', () => {
  const lineOf = (page: Page, title: string): Promise<string> =>
    page.$$eval(
      '#findings .group',
      (lines, title) => lines.map(line => (line as HTMLElement).innerText).find(text => text.startsWith(title)) ?? '',
      title,
    )

  test('have a line with its versions and its counts, which opens to ten of them and then to more', async () => {
    const { page } = await open(largeReport(1200))
    expect(await status(page, 'findings')).toBe('1200 findings in 12 packages')
    // A hundred findings each, of which every eighth is CRITICAL, every fourth HIGH, and three in eight MEDIUM.
    expect(await lineOf(page, 'libxml2')).toMatch(
      /^libxml2 +3\.0\.11-1~deb12u2 → 3\.0\.15-1~deb12u1 +13 CRITICAL +25 HIGH +37 MEDIUM +25 LOW/,
    )
    expect(await lineOf(page, 'openssl')).toContain('(no fix)')
    expect(await readColumn(page, 'findings', 'Package')).toEqual([...Array(10).fill('libxml2'), ...Array(10).fill('tar')])
    await click(page, 'findings', 'libxml2')
    expect(await readColumn(page, 'findings', 'Package')).toEqual(Array(10).fill('tar'))
    await click(page, 'findings', 'openssl')
    expect((await readColumn(page, 'findings', 'Package')).filter(name => name === 'openssl')).toHaveLength(10)
    await click(page, 'findings', 'tar')
    await click(page, 'findings', 'Show 90 more')
    expect(await readColumn(page, 'findings', 'Package')).toEqual(Array(100).fill('openssl'))
  })

  test('that are sorted stay under their package, which stands where its first finding does', async () => {
    const { page } = await open(largeReport(40))
    await click(page, 'findings', 'Finding')
    await click(page, 'findings', 'Finding')
    const ids = await page.$$eval('#findings tbody', bodies => bodies.map(body => [...body.querySelectorAll('tr[id]')].map(({ id }) => id)))
    for (const of of ids) expect(of).toEqual([...of].sort().reverse())
    const firsts = ids.flatMap(([first]) => first ?? [])
    expect(firsts).toEqual([...firsts].sort().reverse())
  })

  test('are found by the name of the package', async () => {
    const { page } = await open(largeReport(1200))
    await page.type('#findings input', 'ncurses')
    expect(await status(page, 'findings')).toBe('100 findings (1200 in all) in 1 package')
  })

  test('that do not count are not counted among those that do', async () => {
    const decisions = [{ kind: 'counted' }, { kind: 'unfixed' }] as const
    const { images, ...report } = decidedReport([decisions.map(decision => ({ severity: 'HIGH', decision }))])
    const [first] = images[0]?.findings ?? []
    const same = images.map(image => ({
      ...image,
      findings: image.findings.map(finding => ({ ...finding, package: first?.package ?? null })),
    }))
    const { page } = await open({ ...report, images: same })
    expect(await page.$$eval('#findings .group .tone', badges => badges.map(({ textContent }) => textContent))).toEqual([
      '1 HIGH',
      '1 not counted',
    ])
  })
})

describe('an address', () => {
  const marked = (page: Page): Promise<readonly string[]> => page.$$eval('.marked', rows => rows.map(({ id }) => id))
  const isInSight = (page: Page): Promise<boolean> =>
    page.$eval('.marked', row => {
      const { top, bottom } = row.getBoundingClientRect()
      return top >= 0 && bottom <= innerHeight
    })

  test.each([
    ['in a package that is open', 5000, 'CVE-2026-100001'],
    ['in one that is closed', 60, 'CVE-2026-100044'],
    ['far down in one', 5000, 'CVE-2026-104321'],
  ])('opens a row %s, scrolls to it and marks it', async (_, size, id) => {
    const { page, complaints } = await open(largeReport(size), 'light', `#${id}`)
    expect(await marked(page)).toEqual([id])
    expect(await isInSight(page)).toBe(true)
    expect(await page.$eval('.marked + .details', details => details.textContent)).toContain(`#${id}`)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(id)
    expect(complaints).toEqual([])
  })

  test('is followed from what to do, as often as somebody asks, and whatever was searched', async () => {
    const report = await withOrdinaryFixes()
    const steps = report.fixes?.steps.map(step => ({
      ...step,
      changes: step.changes.map(change => ({ ...change, fixes: ['CVE-2026-100002'] })),
    }))
    const { page } = await open({ ...report, fixes: report.fixes && { ...report.fixes, steps: steps ?? [] } })
    await page.type('#findings input', 'openssl')
    for (const _ of [1, 2]) {
      await page.evaluate(() => scrollTo(0, 0))
      await page.$eval('#fixes a', link => (link as HTMLElement).click())
      await page.waitForFunction(() => document.querySelector('.marked') === document.activeElement)
      expect(await marked(page)).toEqual(['CVE-2026-100002'])
      expect(await isInSight(page)).toBe(true)
      expect(await page.$eval('#findings input', search => (search as HTMLInputElement).value)).toBe('')
    }
  })

  test('of the second finding of an id has a suffix', async () => {
    const { page } = await open(await sampleReport(), 'light', '#CVE-2026-100001-2')
    expect(await page.$eval('.marked', row => (row as HTMLElement).innerText)).toMatch(/CVE-2026-100001\s[\s\S]*linux\/arm64/)
  })

  test('of a folded notice opens its rule', async () => {
    const report = await sampleReport()
    const number = report.alerts.findIndex(({ action }) => action === 'notice') + 1
    const { page } = await open(report, 'light', `#alert-${number}`)
    expect(await marked(page)).toEqual([`alert-${number}`])
  })

  test.each(['#', '#nothing', '#findings', '#%', '#__proto__', '#CVE-2026-100001%00'])('%s marks nothing', async hash => {
    const { page, complaints } = await open(largeReport(40), 'light', hash)
    expect(await marked(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})

test('the keyboard alone reaches every finding', async () => {
  const { page } = await open(largeReport(150))
  const reached = new Set<string>()
  await page.focus('#findings .scroll')
  for (let i = 0; i < 1000; i++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const { activeElement: at } = document
      const closed = at?.matches('.toggle[aria-expanded=false], .others button') === true
      return { id: at?.closest('tr')?.id ?? '', closed, isOutside: at?.closest('#findings') === null }
    })
    if (focused.isOutside) break
    if (focused.id !== '') reached.add(focused.id)
    if (!focused.closed) continue
    await page.keyboard.press('Enter')
    const id = await page.evaluate(() => document.activeElement?.closest('tr')?.id ?? '')
    if (id !== '') reached.add(id)
  }
  expect(reached).toEqual(new Set(largeReport(150).images[0]?.findings.map(({ id }) => id)))
})

describe('5,000 findings: no task takes 200 ms', () => {
  /** The processor time of the longest task of the page while something is done, in milliseconds. */
  const measure = async (page: Page, act: () => Promise<unknown>): Promise<number> => {
    await page.bringToFront()
    await page.tracing.start({ categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] })
    await act()
    const [front] = (await browser.pages()).slice(-1)
    await front?.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))))
    const { traceEvents } = JSON.parse(Buffer.from((await page.tracing.stop()) ?? []).toString()) as {
      readonly traceEvents: readonly TraceEvent[]
    }
    const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    const isMain = (event: TraceEvent): boolean => threads.some(({ pid, tid }) => pid === event.pid && tid === event.tid)
    const tasks = traceEvents.filter(event => event.ph === 'X' && /\bRunTask$/.test(event.name) && isMain(event))
    expect(tasks).not.toEqual([])
    return Math.max(...tasks.map(({ tdur, dur }) => (tdur ?? dur ?? 0) / 1000))
  }

  test('to open, sort, search, filter, unfold, turn the page and follow an address', async () => {
    let opened: Opened | undefined
    const blank = await browser.newPage()
    const times = { open: await measure(blank, async () => (opened = await open(largeReport(5000)))) }
    const page = opened?.page as Page
    const acts: Readonly<Record<string, () => Promise<unknown>>> = {
      'sort by package': () => click(page, 'findings', 'Package'),
      'sort by score': () => click(page, 'findings', 'Score'),
      search: () => page.type('#findings input', 'glibc'),
      'search no more': () =>
        page.$eval('#findings input', search => Object.assign(search, { value: '' }).dispatchEvent(new Event('input'))),
      filter: () => choose(page, 'findings', 'Severity', 'LOW'),
      'filter no more': () => choose(page, 'findings', 'Severity', 'all'),
      unfold: () => click(page, 'findings', 'krb5'),
      ungroup: () => ungroup(page),
      turn: () => click(page, 'findings', 'Next'),
      address: () => page.evaluate(() => location.assign('#CVE-2026-104321')),
    }
    const measured: Record<string, number> = { ...times }
    for (const [name, act] of Object.entries(acts)) measured[name] = await measure(page, act)
    expect(Object.entries(measured).filter(([, time]) => time >= 200)).toEqual([])
  })
})

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** In microseconds: by the clock, and of the processor. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

describe('25,000 findings', () => {
  test('open, sort and filter, with few rows on the page at a time', async () => {
    const { page, complaints } = await openUngrouped(largeReport(25_000))
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
      links: [...document.querySelectorAll('a')].filter(
        each => each.protocol !== 'https:' && !(each.getAttribute('href')?.startsWith('#') && document.getElementById(each.hash.slice(1))),
      ).length,
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
