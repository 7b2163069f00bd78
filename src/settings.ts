// One table of commands and settings. Flags, their checks, --help and the tables of README follow it, so that a setting
// has one name and one meaning on every surface.

import { didYouMean, type Problem, quote } from './diagnostic.ts'
import { FAIL_ON, type FailOn, UNTRIAGED, type Untriaged } from './gate/policy.ts'

export const FORMATS = ['text', 'json', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

export const PACKS = ['ecr', 'ssm'] as const
export type Pack = (typeof PACKS)[number]

type Kind = 'paths' | 'path' | 'text' | 'switch' | 'packs' | { readonly choices: readonly string[] }

export interface Setting {
  readonly kind: Kind
  /** How the value is shown in --help. */
  readonly value?: string
  readonly help: string
  readonly default?: string
}

export const SETTINGS = {
  findings: { kind: 'paths', value: 'FILE…', help: 'answers of DescribeImageScanFindings: files, folders, or - for standard input' },
  events: { kind: 'paths', value: 'PATH…', help: 'CloudTrail events: files, folders, or - for standard input' },
  rules: { kind: 'paths', value: 'PATH…', help: 'rule files or folders of them, beside the packs' },
  packs: { kind: 'packs', value: 'ecr,ssm|none', help: 'the shipped packs to use', default: 'ecr,ssm' },
  'fail-on': {
    kind: { choices: FAIL_ON },
    help: 'findings of this severity or higher fail, MEDIUM and up below it warn; takes the place of the Severity rules',
  },
  untriaged: { kind: { choices: UNTRIAGED }, help: 'what findings without a severity do (UNDEFINED, UNTRIAGED)', default: 'warn' },
  format: { kind: { choices: FORMATS }, help: 'how the report is written', default: 'text' },
  output: { kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { kind: 'switch', help: 'print only the number of matching events' },
  'count-by': { kind: 'text', value: 'FIELD', help: 'print how many matching events have each value of a field, the largest number first' },
  event: {
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { kind: 'text', value: 'ID', help: 'explain this rule of the packs or of --rules instead of a filter' },
  check: { kind: 'switch', help: 'change nothing, and exit 1 when something would change' },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingName = keyof typeof SETTINGS

export interface Command {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly settings: readonly SettingName[]
  /** How many words without a flag it takes. */
  readonly operands: { readonly least: number; readonly most: number }
  readonly exits: string
  readonly examples: readonly string[]
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    usage: 'check [--findings FILE…] [--events PATH…]',
    summary: 'Decide whether an image may go out, from recorded findings and events. At least one of the two is needed.',
    settings: ['findings', 'events', 'rules', 'packs', 'fail-on', 'untriaged', 'format', 'output'],
    operands: { least: 0, most: 0 },
    exits: '0 pass or warn, 1 fail, 2 undecided or wrong use',
    examples: [
      'ecr-gate check --findings examples/findings.json',
      'ecr-gate check --findings examples/findings.json --fail-on critical --packs none',
      'ecr-gate check --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'query',
    usage: 'query FILTER PATH…',
    summary: 'Print the events that a filter matches, one a line, as they were.',
    settings: ['count', 'count-by'],
    operands: { least: 2, most: Number.POSITIVE_INFINITY },
    exits: '0 whether events match or not, 2 wrong filter or unreadable file',
    examples: [
      `ecr-gate query 'eventName = "StartSession"' examples/cloudtrail`,
      `ecr-gate query 'eventSource = "ssm.amazonaws.com"' examples/cloudtrail --count-by eventName`,
    ],
  },
  {
    name: 'explain',
    usage: 'explain FILTER --event FILE | explain --rule ID --event FILE',
    summary: 'Show clause by clause what a filter found in an event, and why it held or not.',
    settings: ['event', 'rule', 'rules', 'packs'],
    operands: { least: 0, most: 1 },
    exits: '0, or 2 wrong filter, unknown rule or unreadable file',
    examples: [
      `ecr-gate explain 'eventName starts_with "List"' --event examples/event.json`,
      'ecr-gate explain --rule ecr-image-scan-findings-high --event examples/findings.json',
    ],
  },
  {
    name: 'lint',
    usage: 'lint PATH…',
    summary: 'Find mistakes in rule files, all of them at once.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 good or warnings only, 1 something to mend, 2 wrong use',
    examples: ['ecr-gate lint rules'],
  },
  {
    name: 'test',
    usage: 'test PATH…',
    summary: 'Run the tests that rule files carry.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all passed, 1 something to mend, 2 wrong use',
    examples: ['ecr-gate test rules'],
  },
  {
    name: 'fmt',
    usage: 'fmt [--check] PATH…',
    summary: 'Write the filters of rule files in their canonical form.',
    settings: ['check'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 written or nothing to change, 1 --check found something to change or a rule is wrong, 2 wrong use',
    examples: ['ecr-gate fmt --check rules'],
  },
]

/** The settings of one run, every value checked. */
export interface Settings {
  readonly findings: readonly string[]
  readonly events: readonly string[]
  readonly rules: readonly string[]
  readonly packs: readonly Pack[]
  readonly failOn: FailOn | undefined
  readonly untriaged: Untriaged
  readonly format: Format
  readonly output: string | undefined
  readonly count: boolean
  readonly countBy: string | undefined
  readonly event: string | undefined
  readonly rule: string | undefined
  readonly check: boolean
  readonly operands: readonly string[]
}

export type Invocation =
  | { readonly kind: 'run'; readonly command: Command; readonly settings: Settings }
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[]; readonly command?: Command }

/** Reads the words behind `ecr-gate`; every wrong one is reported. */
export function parseArguments(words: readonly string[]): Invocation {
  const [name, ...rest] = words
  if (name === undefined)
    return { kind: 'wrong', problems: [wrong('expected a command', `commands are ${COMMANDS.map(command => command.name).join(', ')}`)] }
  if (name === '--version') return { kind: 'version' }
  if (name === '--help' || name === '-h' || name === 'help') {
    const [word] = rest
    const topic = COMMANDS.find(command => command.name === word)
    if (topic !== undefined) return { kind: 'help', command: topic }
    return word === undefined ? { kind: 'help' } : { kind: 'wrong', problems: [unknownCommand(word)] }
  }
  const command = COMMANDS.find(known => known.name === name)
  if (command === undefined) return { kind: 'wrong', problems: [unknownCommand(name)] }
  const given = sortWords(command, rest)
  if (given.help) return { kind: 'help', command }
  const { values, operands } = given
  const problems = [
    ...given.problems,
    ...checkValues(values, operands),
    ...checkOperands(command, operands),
    ...checkInputs(command, values, operands),
  ]
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: toSettings(values, operands) }
}

/** The settings that are inputs of the Action. */
export const INPUTS: readonly SettingName[] = ['findings', 'events', 'rules', 'packs', 'fail-on', 'untriaged']

/**
 * Reads the Action's inputs, which the runner hands over as `INPUT_FAIL-ON` and so on; lists have one entry a line. An
 * input that nobody declared is an error, because the runner only mentions it.
 */
export function parseInputs(env: Readonly<Record<string, string | undefined>>): Invocation {
  const command = COMMANDS.find(({ name }) => name === 'check') as Command
  const values = new Map<SettingName, readonly string[]>()
  const problems: Problem[] = []
  for (const [variable, value = ''] of Object.entries(env)) {
    if (!variable.startsWith('INPUT_') || value.trim() === '') continue
    const given = variable.slice('INPUT_'.length).toLowerCase()
    const name = INPUTS.find(input => input === given)
    if (name === undefined) {
      problems.push(wrong(`there is no input ${quote(given)}`, didYouMean(given, INPUTS)))
      continue
    }
    const lines = value.split('\n').map(line => line.trim())
    values.set(name, SETTINGS[name].kind === 'paths' ? lines.filter(line => line !== '') : [value.trim()])
  }
  problems.push(...checkValues(values, []), ...checkInputs(command, values, []))
  return problems.length > 0 ? { kind: 'wrong', problems, command } : { kind: 'run', command, settings: toSettings(values, []) }
}

function unknownCommand(name: string): Problem {
  const names = COMMANDS.map(command => command.name)
  return wrong(`there is no command ${quote(name)}`, didYouMean(name, names))
}

function wrong(message: string, help?: string): Problem {
  return { level: 'error', kind: 'usage', message, ...(help === undefined ? {} : { help }) }
}

interface Words {
  readonly values: ReadonlyMap<SettingName, readonly string[]>
  readonly operands: readonly string[]
  readonly problems: readonly Problem[]
  readonly help: boolean
}

function sortWords(command: Command, words: readonly string[]): Words {
  const values = new Map<SettingName, string[]>()
  const operands: string[] = []
  const problems: Problem[] = []
  const queue = [...words]
  let literally = false
  let list: string[] | undefined
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (literally || !/^-./.test(word)) {
      ;(literally ? operands : (list ?? operands)).push(word)
      continue
    }
    list = undefined
    if (word === '--') {
      literally = true
      continue
    }
    if (word === '--help' || word === '-h') return { values, operands, problems, help: true }
    const [flag = '', ...tail] = word.split('=')
    const name = command.settings.find(known => `--${known}` === flag)
    if (name === undefined) {
      const known = command.settings.map(each => `--${each}`)
      problems.push(
        wrong(
          `${command.name} has no flag ${quote(flag)}`,
          known.length === 0 ? `${command.name} takes no flags` : didYouMean(flag, known),
        ),
      )
      continue
    }
    const kind: Kind = SETTINGS[name].kind
    if (values.has(name) && kind !== 'paths') problems.push(wrong(`--${name} is given twice`))
    const given = values.get(name) ?? []
    values.set(name, given)
    if (tail.length > 0) given.push(tail.join('='))
    else if (kind === 'paths') list = given
    else if (kind !== 'switch' && queue[0] !== undefined && (queue[0] === '-' || !queue[0].startsWith('-')))
      given.push(queue.shift() as string)
    if (kind === 'switch' && tail.length > 0) problems.push(wrong(`--${name} takes no value`))
  }
  return { values, operands, problems, help: false }
}

function checkValues(values: Words['values'], operands: readonly string[]): readonly Problem[] {
  const problems = [...values].flatMap(([name, given]): Problem[] => {
    const setting: Setting = SETTINGS[name]
    if (setting.kind === 'switch') return []
    if (given.length === 0 || given.includes('')) return [wrong(`--${name} needs a value: ${setting.value ?? formatChoices(setting)}`)]
    if (setting.kind === 'packs')
      return readPacks(given[0] ?? '') === undefined
        ? [wrong(`there is no pack ${quote(given[0] ?? '')}`, didYouMean(given[0] ?? '', [...PACKS, 'none']))]
        : []
    if (typeof setting.kind === 'string' || setting.kind.choices.includes(given[0] ?? '')) return []
    return [wrong(`--${name} cannot be ${quote(given[0] ?? '')}`, didYouMean(given[0] ?? '', setting.kind.choices))]
  })
  const inputs = [
    ...(values.get('findings') ?? []),
    ...(values.get('events') ?? []),
    ...(values.get('rules') ?? []),
    ...(values.get('event') ?? []),
    ...operands,
  ]
  if (inputs.filter(path => path === '-').length > 1) problems.push(wrong('standard input can be read only once'))
  return problems
}

function checkOperands(command: Command, operands: readonly string[]): readonly Problem[] {
  const { least, most } = command.operands
  if (operands.length > most)
    return [wrong(`${command.name} does not take ${quote(operands[most] ?? '')} here`, `usage: ecr-gate ${command.usage}`)]
  if (operands.length < least)
    return [wrong(`${command.name} needs ${command.usage.replace(/^\S+ /, '')}`, `usage: ecr-gate ${command.usage}`)]
  return []
}

function checkInputs(command: Command, values: Words['values'], operands: readonly string[]): readonly Problem[] {
  if (command.name === 'check' && !values.has('findings') && !values.has('events'))
    return [wrong('neither findings nor events were given', 'at least one of them is needed')]
  if (command.name === 'fmt' && operands.includes('-')) return [wrong('fmt writes files anew, so it cannot take standard input')]
  if (values.has('count') && values.has('count-by')) return [wrong('--count and --count-by cannot be used together')]
  if (command.name === 'explain' && !values.has('event')) return [wrong('explain needs --event FILE', `usage: ecr-gate ${command.usage}`)]
  return []
}

function readPacks(text: string): readonly Pack[] | undefined {
  if (text === 'none') return []
  const names = text.split(',').map(name => name.trim())
  const packs = PACKS.filter(pack => names.includes(pack))
  return packs.length === names.length ? packs : undefined
}

function toSettings(values: Words['values'], operands: readonly string[]): Settings {
  const one = (name: SettingName): string | undefined => values.get(name)?.[0]
  return Object.freeze({
    findings: values.get('findings') ?? [],
    events: values.get('events') ?? [],
    rules: values.get('rules') ?? [],
    packs: readPacks(one('packs') ?? SETTINGS.packs.default) ?? [],
    failOn: one('fail-on') as FailOn | undefined,
    untriaged: (one('untriaged') ?? SETTINGS.untriaged.default) as Untriaged,
    format: (one('format') ?? SETTINGS.format.default) as Format,
    output: one('output') === '-' ? undefined : one('output'),
    count: values.has('count'),
    countBy: one('count-by'),
    event: one('event'),
    rule: one('rule'),
    check: values.has('check'),
    operands,
  })
}

/** How the value of a setting is written: its choices, or a word for it; empty for a switch. */
export function formatChoices({ kind, value }: Setting): string {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}
