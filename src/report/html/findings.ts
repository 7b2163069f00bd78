// The table of findings, and how the page names and colours what it shows of them.

import type { Decision } from '../../image/decision.ts'
import { rank } from '../../image/finding.ts'
import { linkAdvisory } from '../../image/link.ts'
import { DECISION_NAMES, type DecisionName, endOfDecision, explainDecision, isPlain, nameDecision } from '../decision.ts'
import type { NamedImage } from '../name.ts'
import type { ReportedFinding } from '../report.ts'
import { FINDING_COLUMNS, findingCells, sortFindings } from '../wording.ts'
import { addressesOf, facts, formatLine, leadTo, limitRows, MOST_ROWS } from './rows.ts'
import type { Column, Fact, Table, Tone } from './table.ts'

export function tableFindings(images: readonly NamedImage[]): Table {
  const severities = chooseFrom(images.flatMap(({ findings }) => findings.map(({ severity }) => severity)))
  const decisions = listDecisions(images)
  const names = nameShortly(images)
  const shortly = chooseFrom(names)
  const advisories = new Map<string, number>()
  const shared: (readonly Fact[])[] = []
  const share = (advisory: readonly Fact[]): number => {
    const key = JSON.stringify(advisory)
    const known = advisories.get(key)
    if (known !== undefined) return known
    advisories.set(key, shared.length)
    return shared.push(advisory) - 1
  }
  const all = images.flatMap(({ findings }, i) => findings.map(finding => ({ ...finding, image: shortly.numberOf(names[i] ?? '') })))
  const limited = limitRows(sortFindings(all), MOST_ROWS, finding => {
    const [, id = '', , ...cells] = findingCells(finding)
    const { severity, decision, score, image } = finding
    return {
      cells: [
        severities.numberOf(severity),
        id,
        decisions.length === 0 ? null : decisions.indexOf(nameDecision(decision)),
        endOfDecision(decision),
        ...cells,
        score,
        image,
      ],
      ...leadTo(linkAdvisory(finding)),
      facts: factsOfFinding(finding),
      shared: share(factsOfAdvisory(finding)),
    }
  })
  return {
    name: 'findings',
    one: 'finding',
    many: 'findings',
    columns: [
      { title: 'Severity', kind: 'choice', choices: severities.choices, tones: severities.choices.map(toneOf) },
      { title: 'Finding', kind: 'code', leads: true },
      { title: 'Decision', kind: 'choice', choices: decisions, tones: decisions.map(toneOfDecision) },
      { title: 'Ends', kind: 'time' },
      ...FINDING_COLUMNS.slice(3).map((title): Column => ({ title, kind: 'code' })),
      { title: 'Score', kind: 'number' },
      { title: 'Image', kind: 'choice', choices: shortly.choices },
    ],
    ...limited,
    shared,
  }
}

/** The kinds of decisions among the findings, in words; none if all that can be said is that each of them counts. */
function listDecisions(images: readonly NamedImage[]): readonly DecisionName[] {
  const found = images.flatMap(({ findings }) => findings.map(({ decision }) => decision))
  if (found.every(isPlain)) return []
  const names = new Set(found.map(nameDecision))
  return DECISION_NAMES.filter(name => names.has(name))
}

function toneOfDecision(name: DecisionName): Tone {
  return name === 'time ended' ? 'critical' : name === 'counted' ? 'high' : name === 'accepted' ? 'low' : 'other'
}

function factsOfFinding({ packages, at, decision, exploitAvailable, inUseCount, firstObservedAt }: ReportedFinding): readonly Fact[] {
  const others = packages.slice(1).map(({ name, version, path }) => [name, version, path].filter(part => part !== null).join(' '))
  return facts({
    ...factsOfDecision(decision),
    'declared in': formatLine(at),
    'exploit available': exploitAvailable,
    'in use by': inUseCount,
    'first observed': firstObservedAt,
    'also in': others.join(', '),
  })
}

function factsOfDecision(decision: Decision): Readonly<Record<string, string | null>> {
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

/** The distinct strings as choices: severities from the most severe on, anything else in its original order. */
function chooseFrom(texts: readonly string[]): { readonly choices: readonly string[]; readonly numberOf: (text: string) => number } {
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

const TONES: Readonly<Record<string, Tone>> = { CRITICAL: 'critical', HIGH: 'high', MEDIUM: 'medium', LOW: 'low' }

/** The colour of a severity. A word that is not one of ECR's gets that of the minor severities. */
export function toneOf(severity: string): Tone {
  return (Object.hasOwn(TONES, severity) ? TONES[severity] : undefined) ?? 'other'
}
