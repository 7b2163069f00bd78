// The images in Markdown, each with its findings by package.

import { plural } from '../../plural.ts'
import { describeBase } from '../base.ts'
import { fold, linked, prose, renderTable } from '../gfm.ts'
import { chartSeverities } from '../mermaid.ts'
import { type NamedImage, withNames } from '../name.ts'
import { type PackageFindings, splitGroups } from '../packages.ts'
import { markSeverity } from '../prose.ts'
import type { Report, ReportedFinding } from '../report.ts'
import { MOST_IDS, tablePackages } from '../tables.ts'
import { COUNT_COLUMNS, describeCounts, describeStatus, limitReasons } from '../wording.ts'
import { type Detail, splitOpen, tellLeft } from './detail.ts'

type Group = PackageFindings<ReportedFinding>

/** An image with its findings by package, which takes long enough to be done once. */
export interface GroupedImage extends NamedImage {
  /** Those that have findings that block come first. */
  readonly groups: readonly Group[]
  /** How many of them do. */
  readonly blocking: number
}

export function groupFindings(report: Report): readonly GroupedImage[] {
  const split = splitGroups(report)
  return withNames(report.images).map(image => {
    const { blocking, others } = split(image)
    return { ...image, groups: [...blocking, ...others], blocking: blocking.length }
  })
}

/** `blocked` are the URIs of the images that an alert fails: they come first. */
export function renderImages(images: readonly GroupedImage[], blocked: ReadonlySet<string>, detail: Detail): readonly string[] {
  if (images.length === 0) return []
  const sorted = [...images].sort((a, b) => Number(blocked.has(b.uri)) - Number(blocked.has(a.uri)))
  const shown = sorted.slice(0, detail.images)
  const [open = [], folded = []] = splitOpen(shown, Math.max(1, detail.open)).map(those => (those.length === 0 ? [] : tableImages(those)))
  // Each image says itself how many findings it leaves out. If no findings are shown, an image may have no section to say it in.
  const unshown = detail.findings > 0 ? 0 : shown.reduce((sum, { findings }) => sum + findings.length, 0)
  return [
    [
      '### Images',
      ...(open.length === 0 ? [] : ['', ...open]),
      ...(folded.length === 0 ? [] : ['', ...fold(plural(folded.length - TABLE_HEAD, 'more image'), folded)]),
      ...tellLeft(images.length - shown.length, 'image'),
      ...tellLeft(unshown, 'finding'),
    ].join('\n'),
    ...shown.map((image, i) => renderImage(image, { isAlone: images.length === 1, number: i }, detail)),
  ]
}

/** How many lines a table has above its rows. */
const TABLE_HEAD = 2

function tableImages(images: readonly NamedImage[]): readonly string[] {
  return renderTable(
    ['Image', ...COUNT_COLUMNS.map(column => markSeverity(column, ' '))],
    images.map(image => [
      { several: [{ text: image.name, href: image.link }, { prose: describeStatus(image) }], by: '<br>' },
      ...describeCounts(image).map(ours => ({ ours })),
    ]),
  )
}

interface Position {
  readonly isAlone: boolean
  readonly number: number
}

// The only image of a report is named by the table above it.
function renderImage(image: GroupedImage, { isAlone, number }: Position, detail: Detail): string {
  const said = [
    ...describeBase(image).map(each => `- ${prose(each)}`),
    ...limitReasons(image.gaps, detail.lines).map(gap => `- **gap:** ${prose(gap)}`),
    ...limitReasons(image.notes, detail.lines).map(note => `- note: ${prose(note)}`),
  ]
  const parts = [said.join('\n'), ...renderFindings(image, number < detail.charts, detail)]
  const shown = parts.filter(part => part !== '')
  return shown.length === 0 ? '' : [...(isAlone ? [] : [`### ${linked(image.name, image.link)}`]), ...shown].join('\n\n')
}

function renderFindings(image: GroupedImage, hasChart: boolean, detail: Detail): readonly string[] {
  const groups = takeFirst(image.groups, detail.findings)
  if (groups.length === 0) return []
  const open = Math.min(image.blocking, detail.open)
  const [grave, others] = [groups.slice(0, open), groups.slice(open)]
  const left = image.findings.length - countIn(grave)
  const chart = hasChart ? chartSeverities(image) : []
  const folded = [
    ...(chart.length === 0 || others.length === 0 ? chart : [...chart, '']),
    ...(others.length === 0 ? [] : tablePackages(others)),
    ...tellLeft(left - countIn(others), 'finding'),
  ]
  return [
    grave.length === 0 ? '' : tablePackages(grave).join('\n'),
    fold(left === 0 ? 'By severity' : plural(left, grave.length === 0 ? 'finding' : 'more finding'), folded).join('\n'),
  ]
}

// As many packages as show so many findings by their ids; the first of them in any case.
function takeFirst(groups: readonly Group[], most: number): readonly Group[] {
  let named = 0
  const end = groups.findIndex(({ findings }, i) => {
    named += Math.min(findings.length, MOST_IDS)
    return named > most && (i > 0 || most === 0)
  })
  return end < 0 ? groups : groups.slice(0, end)
}

function countIn(groups: readonly Group[]): number {
  return groups.reduce((sum, { findings }) => sum + findings.length, 0)
}
