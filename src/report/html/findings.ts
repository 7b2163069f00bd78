// The table of findings, and how the page names and colours what it shows of them.

import type { Decision } from '../../image/decision.ts'
import { isCounted, rank } from '../../image/finding.ts'
import { linkAdvisory } from '../../image/link.ts'
import { DECISION_NAMES, type DecisionName, dayOf, endOfDecision, explainDecision, isPlain, nameDecision } from '../decision.ts'
import { isKnownExploited, KNOWN_EXPLOITED } from '../exploits.ts'
import type { NamedImage } from '../name.ts'
import { instructionOf } from '../packages.ts'
import type { ReportedFinding } from '../report.ts'
import { compareUrgency, findingCells, sortFindings } from '../wording.ts'
import { toAnchors } from './anchor.ts'
import { toneOf } from './badges.ts'
import { listGroups } from './packages.ts'
import { addressesOf, facts, formatLine, leadTo, limitRows, MOST_ROWS } from './rows.ts'
import type { Column, Fact, Row, Table, Tone } from './table.ts'

export function tableFindings(images: readonly NamedImage[]): Table {
  const names = nameShortly(images)
  const all = images.flatMap(({ findings }, i) => findings.map(finding => ({ ...finding, image: names[i] ?? '' })))
  const sorted = sortFindings(all, compareUrgency)
  const choices = listChoices(
    all,
    names,
    images.some(({ baseImage }) => baseImage !== null),
  )
  const groups = listGroups(sorted)
  const anchors = toAnchors(sorted.slice(0, MOST_ROWS).map(({ id }) => id))
  const shared = startSharing()
  return {
    name: 'findings',
    one: 'finding',
    many: 'findings',
    columns: listColumns(choices),
    ...limitRows(sorted, MOST_ROWS, (finding, i) => ({
      cells: cellsOf(finding, choices),
      ...leadTo(linkAdvisory(finding)),
      anchor: anchors[i] ?? '',
      group: groups.numberOf(finding),
      ...(!isCounted(finding) && { uncounted: true }),
      facts: factsOfFinding(finding, anchors[i] ?? ''),
      shared: shared.numberOf(factsOfAdvisory(finding)),
    })),
    shared: shared.all,
    groups: { one: 'package', many: 'packages', list: groups.list },
  }
}

interface FindingOf extends ReportedFinding {
  /** The short name of its image. */
  readonly image: string
}

interface Choices {
  readonly severities: Choice
  readonly exploits: Choice
  readonly images: Choice
  /** None if all that can be said of the findings is that each of them counts. */
  readonly decisions: readonly DecisionName[]
  /** Whether the base image of one of the images is known. */
  readonly hasBase: boolean
}

const ORIGINS = ['base image', 'own']

function listChoices(findings: readonly FindingOf[], images: readonly string[], hasBase: boolean): Choices {
  const decided = new Set(findings.map(({ decision }) => nameDecision(decision)))
  return {
    severities: chooseFrom(findings.map(({ severity }) => severity)),
    exploits: chooseFrom([
      ...(findings.some(isKnownExploited) ? [KNOWN_EXPLOITED] : []),
      'yes',
      'no',
      ...findings.flatMap(finding => nameExploit(finding) ?? []),
    ]),
    images: chooseFrom(images),
    decisions: findings.every(({ decision }) => isPlain(decision)) ? [] : DECISION_NAMES.filter(name => decided.has(name)),
    hasBase,
  }
}

function listColumns({ severities, exploits, decisions, images, hasBase }: Choices): readonly Column[] {
  return [
    { title: 'Severity', kind: 'choice', choices: severities.choices, tones: severities.choices.map(toneOf) },
    { title: 'Finding', kind: 'code', leads: true },
    { title: 'Package', kind: 'code', told: true },
    { title: 'Version', kind: 'code', told: true },
    { title: 'Fixed in', kind: 'code' },
    { title: 'Score', kind: 'number' },
    { title: 'EPSS', kind: 'number' },
    { title: 'Exploit', kind: 'choice', choices: exploits.choices, tones: exploits.choices.map(toneOfExploit) },
    { title: 'In use', kind: 'number' },
    { title: 'First seen', kind: 'time' },
    { title: 'Decision', kind: 'choice', choices: decisions, tones: decisions.map(toneOfDecision) },
    { title: 'Ends', kind: 'time' },
    { title: 'Origin', kind: 'choice', choices: hasBase ? ORIGINS : [] },
    { title: 'Image', kind: 'choice', choices: images.choices },
  ]
}

function cellsOf(finding: FindingOf, { severities, exploits, decisions, images, hasBase }: Choices): Row['cells'] {
  const [severity = '', id = '', , name = '', version = '', fixedIn = ''] = findingCells(finding)
  const exploit = nameExploit(finding)
  return [
    severities.numberOf(severity),
    ...[id, name, version, fixedIn, finding.score, finding.epss ?? null],
    exploit === null ? null : exploits.numberOf(exploit),
    finding.inUseCount,
    dayOf(finding.firstObservedAt ?? ''),
    decisions.length === 0 ? null : decisions.indexOf(nameDecision(finding.decision)),
    endOfDecision(finding.decision),
    hasBase ? Number(!finding.fromBase) : null,
    images.numberOf(finding.image),
  ]
}

/** Facts that are kept once, however many rows have them. */
function startSharing(): { readonly all: readonly (readonly Fact[])[]; readonly numberOf: (facts: readonly Fact[]) => number } {
  const numbers = new Map<string, number>()
  const all: (readonly Fact[])[] = []
  const numberOf = (facts: readonly Fact[]): number => {
    const key = JSON.stringify(facts)
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, all.length)
    return all.push(facts) - 1
  }
  return { all, numberOf }
}

/** Amazon Inspector's YES and NO in lower case, or that the vulnerability is known to be exploited. */
function nameExploit(finding: Pick<ReportedFinding, 'exploitAvailable' | 'knownExploited'>): string | null {
  if (isKnownExploited(finding)) return KNOWN_EXPLOITED
  return finding.exploitAvailable?.replace(/^(?:YES|NO)$/, word => word.toLowerCase()) ?? null
}

function toneOfExploit(exploit: string): Tone {
  return exploit === 'yes' || exploit === KNOWN_EXPLOITED ? 'critical' : 'plain'
}

function toneOfDecision(name: DecisionName): Tone {
  return name === 'time ended' ? 'critical' : name === 'counted' ? 'high' : name === 'accepted' ? 'low' : 'other'
}

function factsOfFinding(finding: ReportedFinding, anchor: string): readonly Fact[] {
  const { packages, at, decision, path, firstObservedAt, lastKnownExploitAt } = finding
  const others = packages.slice(1).map(({ name, version, path }) => [name, version, path].filter(part => part !== null).join(' '))
  return [
    ...facts({
      ...factsOfDecision(decision),
      path,
      'came with': instructionOf([finding]),
      'declared in': formatLine(at),
      'first observed': firstObservedAt,
      'last known exploit': lastKnownExploitAt,
      'also in': others.join(', '),
    }),
    ['address', `#${anchor}`, `#${anchor}`],
  ]
}

function factsOfDecision(decision: Decision): Readonly<Record<string, string | null>> {
  if (decision.kind === 'vex') {
    const { status, justification, impact, author, at } = decision.by
    return { 'VEX status': status, justification, 'impact statement': impact, 'stated by': author, 'stated in': at }
  }
  if (decision.kind !== 'accepted') return { 'does not count': explainDecision(decision) ?? null }
  const { reason, owner, at } = decision.by
  return { 'accepted because': reason, 'accepted by': owner, 'accepted in': at }
}

const MOST_LINKS = 5

function factsOfAdvisory({ title, description, aliases, links }: ReportedFinding): readonly Fact[] {
  return [
    ...facts({ title, description, 'also known as': aliases.join(', ') }),
    ...links.slice(0, MOST_LINKS).map((link): Fact => ['see', link, ...addressesOf(link)]),
  ]
}

interface Choice {
  readonly choices: readonly string[]
  readonly numberOf: (text: string) => number
}

/** The distinct strings as choices: severities from the most severe on, anything else in its original order. */
function chooseFrom(texts: readonly string[]): Choice {
  const choices = [...new Set(texts)].sort((a, b) => rank(a) - rank(b))
  const numbers = new Map(choices.map((choice, i) => [choice, i]))
  return { choices, numberOf: text => numbers.get(text) ?? 0 }
}

/** Short names that tell the images of a report apart: their platforms if they are those of one index, else their names. */
export function nameShortly(images: readonly NamedImage[]): readonly string[] {
  const platforms = new Set(images.flatMap(({ platform }) => platform ?? []))
  const index = images[0]?.indexDigest ?? null
  const together = index !== null && images.length > 1 && images.every(({ indexDigest }) => indexDigest === index)
  return together && platforms.size === images.length ? [...platforms] : images.map(({ name }) => name)
}
