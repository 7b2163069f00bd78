// Says which exception its author meant by a suppression of an image's event that looks at single findings.

import { FINDING_FIELDS } from '../../image/event.ts'
import { LISTS, leadsIntoList, listPath } from '../../image/page.ts'
import type { Comparison, Expression, Membership, Path } from '../../language/ast.ts'
import { pathTo } from '../../language/clause.ts'
import { print } from '../../language/print.ts'
import { writeYaml } from '../../rules/draft.ts'

/** The fields of ECR's lists, as paths below an entry, and what they are called in the events of findings. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['name', 'id'],
  ['uri', 'links'],
  ['findingArn', 'arn'],
  ['packageVulnerabilityDetails.vulnerabilityId', 'id'],
  ['packageVulnerabilityDetails.relatedVulnerabilities', 'aliases'],
  ['packageVulnerabilityDetails.source', 'vendor'],
  ['packageVulnerabilityDetails.vulnerablePackages.name', 'package.name'],
  ['packageVulnerabilityDetails.vulnerablePackages.epoch', 'package.epoch'],
  ['packageVulnerabilityDetails.vulnerablePackages.version', 'package.version'],
  ['packageVulnerabilityDetails.vulnerablePackages.filePath', 'path'],
  ['packageVulnerabilityDetails.vulnerablePackages.packageManager', 'package.manager'],
  ...['description', 'severity', 'score', 'title', 'type', 'fixAvailable', 'exploitAvailable'].map(name => [name, name] as const),
])

/** The exception to write in place of a suppression. Its reason and its end are for the author to say. */
export function proposeException(suppression: Expression): string {
  return write(targetOf(suppression) ?? ['id: CVE-2026-1234'])
}

/** The same for a suppression that may not be about findings; undefined if it is not. */
export function proposeForFindings(suppression: Expression): string | undefined {
  const target = targetOf(suppression) ?? idIn(suppression)
  return target && write(target)
}

// A field that no event has can still be compared with the id of a finding.
function idIn(suppression: Expression): readonly string[] | undefined {
  const terms = suppression.kind === 'and' ? suppression.terms : [suppression]
  const [term, ...others] = terms.filter(isEquality).filter(each => textsOf(each).some(text => /^(?:CVE|GHSA)-[\w-]+$/.test(text)))
  return term === undefined || others.length > 0 ? undefined : [nameIds(term)]
}

function write(target: readonly string[]): string {
  return `exceptions: [{ ${target.join(', ')}, reason: WHY, expires: YYYY-MM-DD }]`
}

// Undefined where a clause is about something that a finding does not have.
function targetOf(suppression: Expression): readonly string[] | undefined {
  const terms = suppression.kind === 'and' ? suppression.terms : [suppression]
  const images = terms.filter(isRepository)
  const translated = terms.filter(term => !isRepository(term)).map(translate)
  if (translated.length === 0 || translated.includes(undefined) || images.length > 1) return undefined
  const ids = translated.filter(isId)
  const others = translated.filter(term => term !== undefined && !isId(term))
  if (ids.length > 1) return undefined
  const filter = others.map(term => (term === undefined ? '' : print(term))).join(' and ')
  return [
    ...ids.map(nameIds),
    ...(filter === '' ? [] : [`filter: '${filter.replaceAll("'", "''")}'`]),
    ...images.map(image => `image: ${JSON.stringify(textsOf(image)[0])}`),
  ]
}

function isRepository(term: Expression | undefined): term is Comparison {
  return term?.kind === 'comparison' && term.operator === '=' && term.path.segments.join('.') === 'requestParameters.repositoryName'
}

function isId(term: Expression | undefined): term is Comparison | Membership {
  return isEquality(term) && term.path.segments.join('.') === 'id' && textsOf(term).length > 0
}

function isEquality(term: Expression | undefined): term is Comparison | Membership {
  return (term?.kind === 'comparison' && term.operator === '=') || (term?.kind === 'in' && !term.negated)
}

function nameIds(term: Comparison | Membership): string {
  const ids = textsOf(term)
  const [id] = ids
  return ids.length === 1 && id !== undefined ? `id: ${writeYaml(id, 'flow')}` : `ids: ${writeYaml(ids, 'flow')}`
}

function textsOf(term: Comparison | Membership): readonly string[] {
  const literals = term.kind === 'in' ? term.literals : [term.literal]
  return literals.flatMap(literal => (literal.kind === 'text' ? [literal.value] : []))
}

function translate(term: Expression): Expression | undefined {
  switch (term.kind) {
    case 'comparison':
    case 'in': {
      const path = rename(term.path)
      return path && { ...term, path }
    }
    case 'not': {
      const inner = translate(term.term)
      return inner && { ...term, term: inner }
    }
    case 'and':
    case 'or': {
      const terms = term.terms.flatMap(each => translate(each) ?? [])
      return terms.length === term.terms.length ? { ...term, terms } : undefined
    }
  }
}

function rename(path: Path): Path | undefined {
  const list = LISTS.find(name => leadsIntoList(path.segments, name))
  if (list === undefined) return Object.hasOwn(FINDING_FIELDS, path.segments[0] ?? '') ? path : undefined
  const below = path.segments.slice(listPath(list).length).filter(segment => typeof segment === 'string')
  const name = FIELDS.get(below.join('.'))
  return name === undefined ? undefined : { ...pathTo(name), span: path.span }
}
