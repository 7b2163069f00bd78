// The findings of an image for a terminal: a line for each package, and below it its findings by severity. Those that block are all there.

import { printable } from '../../escape.ts'
import { agree, listFirst, plural } from '../../plural.ts'
import { findBlockers } from '../failing.ts'
import type { NamedImage } from '../name.ts'
import { paintSeverity } from '../paint.ts'
import type { Report, ReportedFinding } from '../report.ts'
import { sortFindings } from '../wording.ts'
import { type Block, listBlocks, type Row } from './packages.ts'
import { cutMiddle, join, type Screen, tableWidth, wrap } from './screen.ts'

/** Of what does not block, so many packages are shown, and of each of their lines so many findings. */
const MOST_PACKAGES = 10
const MOST_IDS = 5
const MOST_NAMES = 5
const NAME_LENGTH = 200
const LABEL_LENGTH = 24
const WITHOUT = 'without a package'
const LEAST_PATH = 20

/** The findings of an image, and which of them stand in the way of the deployment. */
export interface Findings {
  readonly image: NamedImage
  readonly blocking: readonly ReportedFinding[]
  readonly others: readonly ReportedFinding[]
  /** Whether it is certain that all that block do, and no others. */
  readonly isCertain: boolean
}

/** Tells, for each image, the findings that block from the others. */
export function splitFindings(report: Report, images: readonly NamedImage[]): readonly Findings[] {
  const { isBlocking, isCertain } = findBlockers(report)
  return images.map(image => {
    const sorted = sortFindings(image.findings)
    const [blocking = [], others = []] = [true, false].map(blocks => sorted.filter(finding => isBlocking(finding, image) === blocks))
    return { image, blocking, others, isCertain: isCertain(image) }
  })
}

/** The findings that block a deployment, all of them; no line if there are none. */
export function renderBlocking({ blocking, isCertain }: Findings, screen: Screen): readonly string[] {
  if (blocking.length === 0) return []
  const block = isCertain ? agree(blocking.length, 'blocks', 'block') : 'may block'
  const title = `${plural(blocking.length, 'finding')} ${block} the deployment`
  return [`  ${screen.paint('red', title)}`, ...renderGroups(listBlocks(blocking), '    ', screen)]
}

/** The first of the findings that do not block. */
export function renderOthers({ blocking, others }: Findings, screen: Screen): readonly string[] {
  if (others.length === 0) return []
  const groups = listBlocks(others)
  const shown = groups.slice(0, MOST_PACKAGES)
  const left = countFindings(groups) - countFindings(shown)
  const isPart = blocking.length > 0
  const indent = isPart ? '    ' : '  '
  return [
    ...(isPart ? [`  ${plural(others.length, 'finding does', 'findings do')} not block`] : []),
    ...renderGroups(shown, indent, screen, MOST_IDS),
    ...(left > 0
      ? [
          screen.paint(
            'dim',
            `${indent}… and ${plural(left, 'more finding')} in ${plural(countPackages(groups) - countPackages(shown), 'more package')}; ${screen.all}`,
          ),
        ]
      : []),
  ]
}

function countFindings(groups: readonly Block[]): number {
  return groups.reduce((sum, { rows }) => sum + rows.reduce((all, { count }) => all + count, 0), 0)
}

function countPackages(groups: readonly Block[]): number {
  return groups.reduce((sum, { packages }) => sum + Math.max(1, packages.flatMap(({ names }) => names).length), 0)
}

function renderGroups(groups: readonly Block[], indent: string, screen: Screen, mostIds?: number): readonly string[] {
  const width = Math.max(...groups.flatMap(({ rows }) => rows.map(row => labelOf(row).length)))
  return groups.flatMap(group => [
    ...renderPackages(group, indent, screen),
    ...(mostIds === undefined ? renderInstruction(group, indent, screen) : []),
    ...group.rows.flatMap(row => renderRow(row, { indent: `${indent}  `, width, mostIds }, screen)),
  ])
}

// Names and versions are never cut to fit. The path is, and gets a line of its own where there is no room left for it.
function renderPackages({ packages, paths, isUnfixable }: Block, indent: string, screen: Screen): readonly string[] {
  const { paint } = screen
  const shown = packages.slice(0, MOST_NAMES).map(namePackages)
  const more = packages.length > MOST_NAMES ? `, and ${plural(packages.length - MOST_NAMES, 'more package')}` : ''
  const end = `${more}${isUnfixable ? ' has no fix' : ''}`
  const tell = (show: (name: string) => string, say: (versions: string) => string): string =>
    packages.length === 0
      ? show(WITHOUT)
      : `${shown.map(({ name, versions }) => `${show(name)} ${say(versions)}`.trimEnd()).join(', ')}${end}`
  const room = tableWidth(screen) - indent.length
  const text = tell(name => name, join)
  const title =
    text.length <= room
      ? [
          tell(
            name => paint('bold', name),
            versions => versions,
          ),
        ]
      : wrap(text, room - 2)
  const lines = title.map((line, i) => `${indent}${i === 0 ? '' : '  '}${line}`)
  if (paths.length === 0) return lines
  const where = printable(listFirst(paths, 1))
  const left = room - text.length - 2
  if (left < Math.min(LEAST_PATH, where.length)) return [...lines, `${indent}  ${paint('dim', cutMiddle(where, room - 2))}`]
  return lines.map(line => `${line}  ${paint('dim', cutMiddle(where, left))}`)
}

// Several are one for each package, and too much to read here.
function renderInstruction({ instructions }: Block, indent: string, screen: Screen): readonly string[] {
  const [instruction] = instructions
  if (instruction === undefined || instructions.length > 1) return []
  return [`${indent}  ${screen.paint('dim', `came with ${printable(instruction, tableWidth(screen) - indent.length - 12)}`)}`]
}

function namePackages({ names, from, to }: Block['packages'][number]): { readonly name: string; readonly versions: string } {
  const versions = [from, to].filter(version => version !== '').map(version => printable(version, NAME_LENGTH))
  return {
    name: listFirst(
      names.map(name => printable(name, NAME_LENGTH)),
      MOST_NAMES,
    ),
    versions: `${from === '' && to !== '' ? '→ ' : ''}${versions.join(' → ')}`,
  }
}

function labelOf({ count, severity }: Row): string {
  return printable(`${count} ${severity}`, LABEL_LENGTH)
}

interface Layout {
  readonly indent: string
  /** Of the column that counts. */
  readonly width: number
  readonly mostIds: number | undefined
}

function renderRow(row: Row, { indent, width, mostIds = row.ids.length }: Layout, screen: Screen): readonly string[] {
  const { ids, note, severity } = row
  const label = labelOf(row)
  const left = ids.length - mostIds
  const more = left > 0 ? [`and ${left} more`] : []
  const said = ids.slice(0, mostIds).map(id => printable(id, NAME_LENGTH))
  const column = `${indent}${' '.repeat(width)}  `
  const text = [said.join(', '), ...more].join(' ') + (note === '' ? '' : ` (${printable(note, NAME_LENGTH)})`)
  return wrap(text, Math.max(1, tableWidth(screen) - column.length)).map((line, i) =>
    i === 0 ? `${indent}${paintSeverity(severity, label, screen.paint)}${' '.repeat(width - label.length)}  ${line}` : `${column}${line}`,
  )
}
