// The common shape of findings, alerts, gaps and diagnostics, which become results of SARIF. Messages, places and fingerprints are made
// safe here.
//
// GitHub recognises an alert from one upload to the next by its fingerprint, so that is made of what stays: never of a tag, a
// digest, a line or a position. https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support

import type { ReportingDescriptor, Result } from 'sarif'
import { printable, shorten } from '../../escape.ts'
import type { BaselineState } from '../../gate/baseline.ts'
import { compareText } from '../../order.ts'
import { addressOf, code } from '../gfm.ts'
import type { Line, ReportedImage } from '../report.ts'

export interface Rule {
  readonly id: string
  readonly title: string
  readonly description: string
  /** What else is known, as pairs of a name and a value. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly links: readonly string[]
  readonly tags: readonly string[]
  /** GitHub's security-severity; null if it is unknown. */
  readonly score: number | null
}

export interface Entry {
  readonly rule: Rule
  readonly level: 'error' | 'warning' | 'note'
  /** Already made safe by `plain`. */
  readonly message: string
  readonly at: Line & { readonly column?: number }
  /** What it is about besides a file: the image, the package. */
  readonly about: readonly { readonly kind: string; readonly name: string }[]
  /** What tells it from others and stays the same from run to run. */
  readonly identity: readonly (string | null)[]
  /** Why it does not count; absent where it does. */
  readonly suppressed?: string
  /** Whether the baseline has it. */
  readonly baseline?: BaselineState
  /** The sort key among entries with the same identity. */
  readonly order: string
}

const LINE_LENGTH = 1000
const PART_LENGTH = 200
/** The URI of an image has some 400 characters at most. */
const NAME_LENGTH = 500
const MOST_LINKS = 5
/** GitHub shows no more tags of a rule, and at most 255 characters of an id. */
const MOST_TAGS = 10
const ID_LENGTH = 200

/**
 * Untrusted text for a message: on one line, without links (`[text](target)` is one in plain text too) and placeholders (braces
 * are doubled, as the specification says in 3.11.5).
 */
export function plain(text: string, limit = LINE_LENGTH): string {
  const line = printable(shorten(text, limit).replace(/\s+/g, ' ').trim(), limit)
  return shorten(line.replace(/\](?=\()/g, '] ').replace(/[{}]/g, '$&$&'), limit)
}

/** Where to fix an image. Without a place in the repository, the name of the image's own repository stands for a file. */
export function placeOf(image: ReportedImage): Line {
  return image.at ?? { file: image.repositoryName ?? 'unknown', line: 1 }
}

type Fingerprints = NonNullable<Result['partialFingerprints']>

export function renderRule({ id, title, description, facts, links, tags, score }: Rule): ReportingDescriptor {
  const urls = [...new Set(links.flatMap(link => addressOf(link) ?? []))].slice(0, MOST_LINKS)
  const [name, about] = [plain(title) || plain(id), plain(description) || plain(title) || plain(id)]
  const known = facts.filter(([, value]) => value !== '')
  return {
    id: ruleId(id),
    shortDescription: { text: name },
    fullDescription: { text: about },
    help: {
      text: [about, ...known.map(([fact, value]) => `${fact}: ${plain(value)}`), ...urls].join('\n'),
      markdown: [
        code(description) || code(title) || code(id),
        '',
        ...known.map(([fact, value]) => `- ${fact}: ${code(value)}`),
        ...urls.map(url => `- <${url}>`),
      ].join('\n'),
    },
    ...(urls[0] === undefined ? {} : { helpUri: urls[0] }),
    properties: {
      tags: [...new Set(tags.map(tag => plain(tag, PART_LENGTH)).filter(tag => tag !== ''))].slice(0, MOST_TAGS),
      ...(score === null ? {} : { 'security-severity': score.toFixed(1) }),
    },
  }
}

export function ruleId(id: string): string {
  return printable(id, ID_LENGTH)
}

/** `suppressible`: whether something of its run is suppressed. Either all results of a run tell whether they are, or none (3.27.23). */
export function renderEntry(
  { rule, level, message, at, about, suppressed, baseline }: Entry,
  ruleIndex: number,
  partialFingerprints: Fingerprints,
  suppressible: boolean,
): Result {
  const line = atLeastOne(at.line)
  const column = atLeastOne(at.column)
  return {
    ruleId: ruleId(rule.id),
    ruleIndex,
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(at.file) },
          region: { startLine: line, startColumn: column, endLine: line, endColumn: column },
        },
        ...(about.length === 0
          ? {}
          : { logicalLocations: about.map(({ kind, name }) => ({ fullyQualifiedName: plain(name, NAME_LENGTH) || 'unknown', kind })) }),
      },
    ],
    partialFingerprints,
    ...(baseline !== undefined && { baselineState: baseline }),
    ...(suppressible && { suppressions: suppressed === undefined ? [] : [suppress(suppressed)] }),
  }
}

function suppress(why: string): NonNullable<Result['suppressions']>[number] {
  return { kind: 'external', status: 'accepted', justification: plain(why) }
}

function atLeastOne(position = 1): number {
  return Number.isSafeInteger(position) && position > 0 ? position : 1
}

// No `..` and no root: a result is about a file of the repository. The colon of a drive is escaped, so it is not taken for a scheme.
function relativeUri(path: string): string {
  const segments = shorten(path, LINE_LENGTH)
    .split(/[/\\]/)
    .filter(segment => !['', '.', '..'].includes(segment))
  return segments.map(segment => encodeURIComponent(printable(segment))).join('/') || 'unknown'
}

/**
 * The fingerprints of a run's entries, no two alike. GitHub uses only `primaryLocationLineHash`, in a form of its own: a hash, and a
 * number that tells equal hashes apart. So collisions are harmless, and the hash need not be a strong one.
 */
export function fingerprint(entries: readonly Entry[]): readonly Fingerprints[] {
  const named = entries.map(({ identity, order }, i) => {
    const parts = identity.map(part => (part ?? '').replace(/[%|]/g, encodeURIComponent))
    return { i, name: parts.map(part => printable(part, PART_LENGTH)).join('|'), hash: hashText(parts.join('|')), order }
  })
  const numbers = new Map<string, number>()
  const prints: Fingerprints[] = []
  for (const { i, name, hash } of named.sort((a, b) => compareText(a.order, b.order))) {
    const number = (numbers.get(hash) ?? 0) + 1
    numbers.set(hash, number)
    prints[i] = { primaryLocationLineHash: `${hash}:${number}`, 'ecrGate/v1': `${name}|${hash}:${number}` }
  }
  return prints
}

/** FNV-1a in 64 bits, over UTF-16 units. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hashText(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
