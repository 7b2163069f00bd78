// Tells what files of VEX did: how many of their statements are about the images, and what of them could not be used. None of it changes a
// verdict.

import { type Diagnostic, formatPlace, quote } from '../../diagnostic.ts'
import { printable } from '../../escape.ts'
import type { Image } from '../../image/image.ts'
import { agree, listFirst, plural } from '../../plural.ts'
import { letsThrough, type Product, placeOf, type VexStatement } from '../../vex/statement.ts'
import { isFuture, type VexOutcome } from './apply.ts'
import type { BoundFile } from './bound.ts'
import { isImage, mayBeImage, purlOfImage } from './product.ts'

/** How many products or images a message names. */
const MOST_NAMED = 3
/** How many characters of a product a message shows. */
const MOST_SHOWN = 240

/** Returns what is worth knowing of each file. `now` is in milliseconds since 1970. */
export function tellVex(
  files: readonly BoundFile[],
  { applied, letThrough, ties, beyond }: VexOutcome,
  images: readonly Image[],
  now: number,
): readonly Diagnostic[] {
  return [
    ...files.flatMap(file => {
      const about = file.statements.filter(
        each =>
          applied.has(each) || each.products.some(product => mayBeImage(product) && images.some(image => isImage(product, image, true))),
      )
      return [...tellUse(file, about.length, letThrough.get(file) ?? 0, images), ...tellUnused(file, about, now)]
    }),
    ...ties.flatMap(claims => {
      const [first] = claims
      if (first === undefined) return []
      const places = claims.map(({ file, statement }) => `${statement.status} (${formatPlace(placeOf(file, statement))})`)
      const message = `statements of the same time contradict one another about ${quote(first.statement.ids[0] ?? '')}, so it counts: ${listFirst(places, MOST_NAMED)}`
      return [
        warn('vex-contradiction', message, 'ask their authors which holds, and remove the other', placeOf(first.file, first.statement)),
      ]
    }),
    ...tellBeyond(beyond),
  ]
}

// Feeds have thousands of statements, of which few are about one image.
function tellUse(file: BoundFile, about: number, findings: number, images: readonly Image[]): readonly Diagnostic[] {
  const { path, statements, isOfPolicy } = file
  if (about > 0) {
    const message = `${about} of ${plural(statements.length, 'statement')} ${agree(about, 'is', 'are')} about the images, and ${plural(findings, 'finding')} ${agree(findings, 'is', 'are')} let through`
    return [{ level: 'note', kind: 'vex', message, at: path }]
  }
  // What was not read may have the packages that a file is about.
  if (images.some(({ gaps }) => gaps.length > 0)) return []
  const named = [...new Set(statements.flatMap(({ products }) => products.map(nameProduct)))]
  const products = named.length === 0 ? 'no product' : listFirst(named, MOST_NAMED)
  const own = listFirst([...new Set(images.map(purlOfImage))], MOST_NAMED)
  const unasked = images.length === 0 && !isOfPolicy
  if (unasked) return [{ level: 'warning', kind: 'vex-unused', message: 'no image was judged, so it did nothing', at: path }]
  if (images.length === 0) return []
  const names = agree(statements.length, 'names', 'name')
  const message =
    statements.length === 0
      ? 'it has no statement about a vulnerability'
      : `nothing in it is about an image or a package with a finding: its ${plural(statements.length, 'statement')} ${names} ${products}`
  const help = `a statement about the image names it as ${own}`
  return [{ level: isOfPolicy ? 'note' : 'warning', kind: 'vex-unused', message, help, at: path }]
}

function nameProduct({ names, purls, digests }: Product): string {
  const [purl] = purls
  if (purl === undefined) return quoteWhole([...names, ...digests][0] ?? '')
  const name = [purl.type, purl.namespace, purl.name].filter(each => each !== null).join('/')
  const version = purl.version === null ? '' : `@${purl.version}`
  const qualifiers = [...purl.qualifiers].map(([key, value]) => `${key}=${value}`).join('&')
  return quoteWhole(`pkg:${name}${version}${qualifiers === '' ? '' : `?${qualifiers}`}`)
}

// That in which a product so often differs from the image stands at the end: a tag, a digest, a distribution.
function quoteWhole(product: string): string {
  return `"${printable(product, MOST_SHOWN)}"`
}

// What is about the images and would let findings through, if it said why, or if its time had come.
function tellUnused(file: BoundFile, about: readonly VexStatement[], now: number): readonly Diagnostic[] {
  const groups: readonly (readonly [string, string, (statement: VexStatement) => boolean])[] = [
    ['says not_affected and not why, so what it is about counts', 'it needs a justification or an impact statement', isUnexplained],
    [
      'is of a time in the future, so it lets nothing through',
      'correct its time, or the clock',
      each => letsThrough(each) && isFuture(each, now),
    ],
  ]
  return groups.flatMap(([what, help, isOf]) => {
    const those = about.filter(isOf)
    const [first] = those
    if (first === undefined) return []
    const others = those.length === 1 ? '' : `; there are ${those.length} like this in the file`
    return [warn('vex-idle', `this statement about ${quote(first.ids[0] ?? '')} ${what}${others}`, help, placeOf(file, first))]
  })
}

function isUnexplained(statement: VexStatement): boolean {
  return statement.status === 'not_affected' && !letsThrough(statement)
}

function tellBeyond(beyond: VexOutcome['beyond']): readonly Diagnostic[] {
  const [first] = beyond
  if (first === undefined) return []
  const { file, statement, finding } = first
  const count = new Set(beyond.map(each => each.finding)).size
  const others = count === 1 ? '' : `; there are ${count} findings like this`
  const message = `the policy lets VEX of a step let findings through up to ${file.atMost}, and ${quote(finding.id)} is ${finding.severity}${others}`
  return [warn('vex-beyond', message, 'ask those who keep the policy to name the file there', placeOf(file, statement))]
}

function warn(kind: string, message: string, help: string, at: Diagnostic['at']): Diagnostic {
  return { level: 'warning', kind, message, help, ...(at !== undefined && { at }) }
}
