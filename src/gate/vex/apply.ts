// Applies what files of VEX say to findings: which statements are about one, and which of them is the newest.

import { formatPlace } from '../../diagnostic.ts'
import type { Statement } from '../../image/decision.ts'
import type { Finding, Package } from '../../image/finding.ts'
import type { Image } from '../../image/image.ts'
import { MOST_SKEW_SECONDS } from '../../time.ts'
import { type Component, letsThrough, placeOf, type VexStatement } from '../../vex/statement.ts'
import type { Vex } from '../decisions.ts'
import { isNamed } from '../exceptions/match.ts'
import { isWithin } from '../limits.ts'
import type { BoundFile } from './bound.ts'
import { isPackage } from './package.ts'
import { isImage, mayBeImage, processorsOf } from './product.ts'

/** A statement, and the file that it is in. */
export interface Claim {
  readonly file: BoundFile
  readonly statement: VexStatement
}

/** What files of VEX did in a run. */
export interface VexOutcome {
  /** The statements about a finding that was judged, or about an image. */
  readonly applied: ReadonlySet<VexStatement>
  /** How many findings each file let through. */
  readonly letThrough: ReadonlyMap<BoundFile, number>
  /** The newest statements about one package that contradict one another, each group once. */
  readonly ties: readonly (readonly Claim[])[]
  /** What would have been let through, and is more severe than the policy lets a file say. */
  readonly beyond: readonly (Claim & { readonly finding: Finding })[]
}

export interface StartedVex extends Vex {
  readonly outcome: () => VexOutcome
}

/** Starts to apply files of VEX at a time, in milliseconds since 1970. Their order has no effect. */
export function startVex(files: readonly BoundFile[], now: number): StartedVex {
  const byId = indexClaims(files)
  const applied = new Set<VexStatement>()
  const letThrough = new Map<BoundFile, number>()
  const ties = new Map<string, readonly Claim[]>()
  const beyond: (Claim & { readonly finding: Finding })[] = []

  const decideOne = (claims: readonly Claim[], finding: Finding, image: Image, pack: Package | null): Claim | undefined => {
    const about = claims.filter(({ statement }) => isAbout(statement, finding, image, pack))
    for (const { statement } of about) applied.add(statement)
    const isBeyond = ({ file, statement }: Claim): boolean => letsThrough(statement) && !isWithin(file.atMost, finding.severity)
    const past = about.filter(({ statement }) => !(letsThrough(statement) && isFuture(statement, now)))
    const bound = past.filter(claim => !isBeyond(claim))
    const newest = Math.max(...bound.map(({ statement }) => instantOf(statement)))
    const last = bound.filter(({ statement }) => instantOf(statement) === newest)
    if (new Set(last.map(({ statement }) => statement.status)).size > 1) {
      const key = last.map(({ file, statement }) => `${file.path}:${statement.offset}`).join()
      ties.set(key, last)
      return undefined
    }
    const decided = last.every(({ statement }) => letsThrough(statement)) ? last[0] : undefined
    if (decided !== undefined) return decided
    const isNewest = ({ statement }: Claim): boolean => last.length === 0 || instantOf(statement) > newest
    for (const claim of past) if (isBeyond(claim) && isNewest(claim)) beyond.push({ ...claim, finding })
    return undefined
  }
  return {
    statementOf: (finding, image) => {
      const { id, aliases, packages } = finding
      const claims = [...new Set([id, ...aliases].flatMap(each => byId.get(each) ?? []))]
      if (claims.length === 0) return undefined
      // A finding in two packages is let through only if it is in each of them.
      const each = (packages.length === 0 ? [null] : packages).map(pack => decideOne(claims, finding, image, pack))
      const [first] = each
      if (first === undefined || each.includes(undefined)) return undefined
      letThrough.set(first.file, (letThrough.get(first.file) ?? 0) + 1)
      return toStatement(first)
    },
    outcome: () => ({ applied, letThrough, ties: [...ties.values()], beyond }),
  }
}

function indexClaims(files: readonly BoundFile[]): ReadonlyMap<string, readonly Claim[]> {
  const byId = new Map<string, Claim[]>()
  for (const file of files) {
    for (const statement of file.statements) {
      const claim = { file, statement }
      for (const id of statement.ids) {
        const claims = byId.get(id)
        if (claims === undefined) byId.set(id, [claim])
        else claims.push(claim)
      }
    }
  }
  return byId
}

// What worries need not name all of a finding: any of its names is enough, and what cannot be compared may be this package.
function isAbout(statement: VexStatement, finding: Finding, image: Image, pack: Package | null): boolean {
  const lets = letsThrough(statement)
  if (lets && !isNamed(finding, statement.ids)) return false
  const found = pack && { pack, platform: finding.platform ?? image.platform, processors: processorsOf(image) }
  return statement.products.some(({ parts, ...product }) => {
    if (lets && isPart(product)) return false
    if (mayBeImage(product) && isImage(product, image, lets))
      return parts.length === 0 || (found !== null && parts.some(part => !(lets && isPart(part)) && isPackage(part, found, false)))
    return parts.length === 0 && found !== null && isPackage(product, found, lets)
  })
}

// ECR does not say in which part of an image or of a package a finding is.
function isPart({ purls }: Component): boolean {
  return purls.some(({ subpath }) => subpath !== null)
}

/** Whether a statement is of a time that has not come. */
export function isFuture({ instant }: VexStatement, now: number): boolean {
  return instant !== null && instant > now + MOST_SKEW_SECONDS * 1000
}

// Nobody knows that what worries and has no time is older than another statement.
function instantOf(statement: VexStatement): number {
  return statement.instant ?? (letsThrough(statement) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)
}

function toStatement({ file, statement }: Claim): Statement {
  const { status, justification, impact, author } = statement
  const at = formatPlace(placeOf(file, statement))
  return { status: status === 'fixed' ? status : 'not_affected', justification, impact, author, at }
}
