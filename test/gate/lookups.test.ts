// What must be asked of CloudTrail's event history so that no event is missed that a rule can match. Too much costs requests; too little
// would let something pass unseen, so properties compare what is asked with what matches.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginningsOf } from '../../src/gate/live.ts'
import { type Lookup, lookupsOf } from '../../src/gate/needs.ts'
import type { Fields } from '../../src/json.ts'
import type { Expression, Path } from '../../src/language/ast.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { compileParsed, compileRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { events, expressionsOver } from '../fuzz/filters.ts'
import { makeRule } from './combine.ts'

const [ECR, SSM, EC2] = ['ecr.amazonaws.com', 'ssm.amazonaws.com', 'ec2.amazonaws.com']

const shipped = ['ecr', 'ssm'].flatMap(readPack)

const lookupsFor = (...filters: readonly string[]): readonly string[] =>
  lookupsOf(filters.map(filter => compileRule(makeRule({ filter })))).map(show)

/** `ssm.amazonaws.com: SendCommand StartSession`, or with `*` for any source or any name. */
function show({ eventSource = '*', eventNames }: Lookup): string {
  return `${eventSource}: ${eventNames === undefined ? '*' : [...eventNames].sort().join(' ')}`
}

describe('what is asked for', () => {
  test.each<[what: string, filters: readonly string[], asked: readonly string[]]>([
    ['a source of which a rule can match any event', [`eventSource = "${SSM}"`], [`${SSM}: *`]],
    ['a name of a source', [`eventSource = "${SSM}" and eventName = "StartSession"`], [`${SSM}: StartSession`]],
    [
      'the names of several rules',
      [`eventSource = "${SSM}" and eventName = "StartSession"`, `eventSource = "${SSM}" and eventName in ("SendCommand", "StartSession")`],
      [`${SSM}: SendCommand StartSession`],
    ],
    [
      'a whole source where one of its rules needs it, in whatever order they come',
      [`eventSource = "${SSM}" and eventName = "A"`, `eventSource = "${SSM}"`, `eventSource = "${SSM}" and eventName = "B"`],
      [`${SSM}: *`],
    ],
    [
      'each source by what its own rules ask',
      [`eventSource in ("${SSM}", "${ECR}") and eventName = "A"`, `eventSource = "${ECR}" and user = "x"`],
      [`${SSM}: A`, `${ECR}: *`],
    ],
    ['a name of any source', ['eventName = "PutImage"'], ['*: PutImage']],
    ['names of any source first', [`eventSource = "${SSM}" and eventName = "A"`, 'eventName in ("B", "A")'], ['*: A B', `${SSM}: A`]],
    ['everything, once', [`eventSource = "${SSM}"`, 'eventName = "A"', 'user = "x"'], ['*: *']],
    ['nothing of a rule whose names contradict each other', [`eventSource = "${SSM}" and eventName = "A" and eventName = "B"`], []],
    [
      'nothing of such a rule beside another',
      [`eventSource = "${SSM}" and eventName = "A" and eventName = "B"`, `eventSource = "${ECR}" and eventName = "C"`],
      [`${ECR}: C`],
    ],
    ['names that are said by an or', [`eventSource = "${SSM}" and (eventName = "A" or (eventName = "B" and user = "x"))`], [`${SSM}: A B`]],
    ['names that are left by a not', [`eventSource = "${SSM}" and eventName in ("A", "B") and not eventName = "B"`], [`${SSM}: A`]],
  ])('%s', (_, filters, asked) => {
    expect(lookupsFor(...filters)).toEqual(asked)
  })

  // Services get new operations, so no list of names is all of those with a beginning.
  test.each([
    'eventName starts_with "Describe"',
    'eventName like "Session"',
    'eventName ends_with "Session"',
    'eventName != "StartSession"',
    'eventName not in ("StartSession")',
    'eventName in ("StartSession", null)',
    'eventName = null',
    'eventName = "14"',
    'eventName = 14',
    'eventName = "true"',
    'eventName = "10.1.2.3"',
    'eventName = ""',
    'eventName = "Start Session"',
    'eventname = "StartSession"',
    'eventName.name = "StartSession"',
    'requestParameters.eventName = "StartSession"',
    'eventName = "StartSession" or errorCode = "AccessDenied"',
  ])('is a whole source for %s', filter => {
    expect(lookupsFor(`eventSource = "${SSM}" and (${filter})`)).toEqual([`${SSM}: *`])
  })

  test('says because of which rules no name is enough', () => {
    const rules = ['user = "x"', 'eventName = "A"', 'error = "AccessDenied"'].map((rest, i) =>
      makeRule({ id: `rule-${i}`, filter: `eventSource = "${SSM}" and ${rest}` }),
    )
    expect(lookupsOf(rules.map(compileRule)).map(({ because }) => because)).toEqual([['rule-0', 'rule-2']])
  })

  test('is a whole source because of few shipped rules', () => {
    const because = new Map(
      lookupsOf(shipped.filter(({ enabled }) => enabled).map(compileRule)).map(each => [each.eventSource, each.because]),
    )
    expect(because).toEqual(
      new Map([
        [ECR, ['ecr-access-denied', 'ecr-discovery']],
        [SSM, ['ssm-access-denied', 'ssm-information-discovery']],
        ['ssm-guiconnect.amazonaws.com', ['ssm-access-denied']],
      ]),
    )
  })

  test('needs no rule that is off, or that is about findings or what is going on', () => {
    const filter = `eventSource = "${SSM}" and eventName = "A"`
    const rules = [makeRule({ filter, enabled: false }), makeRule({ type: 'Finding', filter: 'id = "x"' })]
    expect(lookupsOf([...rules, makeRule({ type: 'Session', filter: 'state = "open"' })].map(compileRule))).toEqual([])
  })
})

describe('what explains live state', () => {
  const started = `eventSource = "${SSM}" and eventName = "PutParameter"`
  const asked = (filter: string) => lookupsOf([compileRule(makeRule({ filter }))], beginningsOf).map(show)

  test('is read along with names of its source', () => {
    expect(asked(started)).toEqual([`${SSM}: PutParameter SendCommand StartAutomationExecution StartChangeRequestExecution StartSession`])
    expect(asked('eventSource = "ecs.amazonaws.com" and eventName = "RunTask"')).toEqual(['ecs.amazonaws.com: ExecuteCommand RunTask'])
  })

  test('adds nothing to what no rule looks at, nor to a source that is read as a whole', () => {
    expect(asked(`eventSource = "${ECR}" and eventName = "PutImage"`)).toEqual([`${ECR}: PutImage`])
    expect(asked(`eventSource = "${SSM}"`)).toEqual([`${SSM}: *`])
  })
})

/** Whether one of the lookups has an event, read in either way. */
function isAsked(lookups: readonly Lookup[], event: Fields): boolean {
  return lookups.some(
    ({ eventSource, eventNames }) =>
      (eventSource === undefined || event['eventSource'] === eventSource) &&
      (eventNames === undefined || eventNames.has(event['eventName'] as string)),
  )
}

describe('every event that a rule matches is asked for', () => {
  const span = { start: 0, end: 0 }
  const [sources, names] = [
    [SSM, ECR, EC2, 'ssm', '14'],
    ['DescribeImages', 'StartSession', 'A_1', 'true', '14', '10.1.2.3'],
  ]
  const paths: fc.Arbitrary<Path> = fc
    .constantFrom('eventSource', 'eventSource', 'eventName', 'eventName', 'user', 'event_type')
    .map(name => ({ segments: [name], span }))
  const free = expressionsOver(paths, [...sources, ...names])
  const about = (field: string, values: readonly string[]): fc.Arbitrary<Expression> =>
    fc.subarray([...values], { minLength: 1 }).map(some => readFilter(`${field} in (${some.map(value => `"${value}"`).join(', ')})`))
  const both = fc.tuple(
    about('eventSource', sources.slice(0, 3)),
    about('eventName', names.slice(0, 3)),
    free,
    fc.constantFrom<'and' | 'or'>('and', 'or'),
  )
  // Most random filters can match anything, so most of these begin like those that people write.
  const filters: fc.Arbitrary<Expression> = fc.oneof(
    { weight: 1, arbitrary: free },
    {
      weight: 8,
      arbitrary: both.map(([source, name, rest, kind]): Expression => {
        const last: Expression = { kind, terms: [name, rest], grouped: true, span }
        return { kind: 'and', terms: [source, last], grouped: true, span }
      }),
    },
  )
  // In CloudTrail both are always one text.
  const recorded: fc.Arbitrary<Fields> = fc
    .record({
      other: events,
      eventSource: fc.constantFrom(...sources, 'x.amazonaws.com'),
      eventName: fc.constantFrom(...names, 'startsession', 'Other'),
      user: fc.constantFrom('x', 'true', '14', SSM),
    })
    .map(({ other, ...fields }) => ({ ...other, ...fields }))

  test('of any filters', () => {
    const base = makeRule({ filter: 'a = 1' })
    const counts = { matched: 0, outside: 0, byName: 0 }
    fc.assert(
      fc.property(fc.array(filters, { minLength: 1, maxLength: 3 }), fc.array(recorded, { minLength: 5, maxLength: 5 }), (some, all) => {
        const rules = some.map(expression => compileParsed(base, expression, []))
        const lookups = lookupsOf(rules)
        if (lookups.some(({ eventNames }) => eventNames !== undefined)) counts.byName++
        for (const event of all) {
          const isMatched = rules.some(({ filter }) => filter.matches(event))
          if (isMatched) counts.matched++
          if (isAsked(lookups, event)) continue
          counts.outside++
          if (isMatched) expect({ filters: some.map(print), event, asked: lookups.map(show) }).toBe('asked for')
        }
      }),
      { numRuns: 5000 },
    )
    // If nothing matched, or nothing were left out, the property would hold trivially.
    expect(counts.matched).toBeGreaterThan(1000)
    expect(counts.outside).toBeGreaterThan(1000)
    expect(counts.byName).toBeGreaterThan(1000)
  })

  test.each(shipped.filter(({ type }) => type === 'CloudTrail').map(rule => [rule.id, { ...rule, enabled: true }] as const))(
    'of the tests of %s',
    (_, rule) => {
      const lookups = lookupsOf([compileRule(rule)])
      const matched = rule.tests.filter(({ matches }) => matches).map(({ event }) => event as Fields)
      expect(matched.length).toBeGreaterThan(0)
      for (const event of matched) expect({ event, isAsked: isAsked(lookups, event) }).toMatchObject({ isAsked: true })
    },
  )
})

function readFilter(text: string): Expression {
  const parsing = parse(text)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  return parsing.expression
}

function readPack(pack: string): readonly Rule[] {
  const folder = fileURLToPath(new URL(`../../rules/${pack}/`, import.meta.url))
  return loadRules(readdirSync(folder).map(name => ({ path: `${pack}/${name}`, text: readFileSync(`${folder}${name}`, 'utf8') }))).rules
}
