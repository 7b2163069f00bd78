// `ecr-gate policy push`: writes files into Parameter Store, where the gate reads them by the same references. Nothing is written that
// `lint` or `test` would refuse, and whatever happens, what was written and what was not is told.

import type { ParameterDetails, ParameterStore } from '../aws/parameters.ts'
import { type Diagnostic, listOf, quote, renderDiagnostics } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { captureFault, Fault, type FaultCode } from '../fault.ts'
import { escapeBraces } from '../rules/braces.ts'
import { isPolicy, listPaths, readPolicyParts } from '../rules/policy.ts'
import { isReference, type ParameterReference, parseReference } from '../rules/reference.ts'
import { openInputs } from '../run/inputs.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { POLICY_SETTINGS } from '../settings/policy.ts'
import { regionIn } from '../settings/references.ts'
import { isFolderBeside } from '../sources/files.ts'
import { readRuleFiles } from '../sources/rules.ts'
import { lintFiles } from './lint.ts'
import { checkStep, type Named, nameFiles, planSteps, type Step, type Tier } from './push.ts'
import { testFiles } from './test.ts'

const WRONG_FILES = 1
const WRONG = 2

/** Writes what differs: 0 all is there, 1 something to mend in the files, 2 wrong use, or AWS did not do it all. */
export async function runPolicy(settings: SettingsOf<'policy'>, world: World): Promise<number> {
  const [, ...rest] = settings.operands
  const target = parseReference(rest.at(-1) ?? '') as ParameterReference
  const read = await readRuleFiles(rest.slice(0, -1), openInputs(settings, world))
  // Standard output has what was written, and nothing else.
  const quiet: World = { ...world, print: async text => world.tell(text) }
  // What is wrong with the files is told by the lint, and the tests would tell it once more.
  const code = (await lintFiles(read, quiet)) || (await testFiles(read, { ...quiet, tell: () => undefined }))
  if (code !== 0) return code
  const { named, problems } = nameFiles(read.files, target)
  if (problems.length > 0) return refuse(world, problems, WRONG)
  const astray = (await Promise.all(named.map(checkPaths))).flat()
  if (astray.length > 0) return refuse(world, astray, WRONG_FILES)
  const escaped = named.map(each => ({ ...each, file: escapeBraces(each.file) }))
  const outcome = await captureFault(() => push(escaped, target, settings, world))
  return outcome instanceof Fault ? refuse(world, [{ at: target.text, ...outcome.diagnostic }], WRONG) : outcome
}

function refuse(world: World, problems: readonly Diagnostic[], code: number): number {
  world.tell(renderDiagnostics(problems))
  world.tell('nothing was written\n')
  return code
}

// Read from there, a policy names what lies beside it there.
async function checkPaths({ file, target }: Named): Promise<readonly Diagnostic[]> {
  if (!isPolicy(file, POLICY_SETTINGS)) return []
  const { diagnostics } = readPolicyParts({ ...file, path: target }, POLICY_SETTINGS)
  const folders = await Promise.all(listPaths(file).map(each => checkFolder(each, file.path)))
  return [
    ...diagnostics
      .filter(({ level }) => level === 'error')
      .map(problem => (typeof problem.at === 'object' ? { ...problem, at: { ...problem.at, file: file.path } } : problem)),
    ...folders.flat(),
  ]
}

// On disk it makes no difference whether the name of a folder ends in a slash. There, without one it is a single parameter.
async function checkFolder({ path, at }: ReturnType<typeof listPaths>[number], policy: string): Promise<readonly Diagnostic[]> {
  if (isReference(path) || /(?:^|\/)\.{0,2}$/.test(path) || !(await isFolderBeside(policy, path))) return []
  const message = `${quote(path)} is a folder, and in Parameter Store a name without a slash at its end is one parameter`
  return [{ level: 'error', kind: 'wrong-value', message, help: `write ${path}/`, at }]
}

async function push(named: readonly Named[], target: ParameterReference, settings: SettingsOf<'policy'>, world: World): Promise<number> {
  const { openReference } = await import('../sources/parameters.ts')
  const aws = await world.connect(settings.awsAttempts)
  const { store } = await openReference(target, { aws, region: regionIn(world.env), roles: settings.policyRoles }, true)
  const known = await describe(store, target)
  const steps = await planSteps(named, store, known)
  const problems = steps.flatMap(step => checkStep(step, settings.tier))
  if (problems.length > 0) return refuse(world, problems, WRONG_FILES)
  const code = await write(steps, store, settings.tier, world)
  const pushed = new Set(named.map(({ name }) => name))
  for (const { Name: name, Version: version } of known.values())
    if (!pushed.has(name))
      await world.print(`${printable(nameBelow(target, name))}: version ${version}, not among these files, stays as it is\n`)
  return code
}

async function describe(store: ParameterStore, { name, isPath }: ParameterReference): Promise<ReadonlyMap<string, ParameterDetails>> {
  const filter = isPath
    ? { Key: 'Path', Option: 'Recursive', Values: [name.slice(0, -1)] }
    : { Key: 'Name', Option: 'Equals', Values: [name] }
  return new Map((await store.describe(filter)).map(each => [each.Name, each]))
}

function nameBelow({ text, name: path }: ParameterReference, name: string): string {
  return text + name.slice(path.length)
}

// One after the other, so that it is known what was written when one fails.
async function write(steps: readonly Step[], store: ParameterStore, tier: Tier, world: World): Promise<number> {
  let code = 0
  for (const [i, step] of steps.entries()) {
    const isBegun = !world.signal.aborted
    const written = await captureFault(() => writeOne(step, store, tier))
    if (written instanceof Fault) {
      world.tell(renderDiagnostics([{ ...written.diagnostic, at: step.target }]))
      world.tell(tellLeft(step, steps.slice(i + 1), isBegun && ANSWER_LOST.includes(written.code)))
      return WRONG
    }
    await world.print(`${printable(step.target)}: ${written.says}\n`)
    if (written.problem === undefined) continue
    world.tell(renderDiagnostics([{ ...written.problem, at: step.target }]))
    code = WRONG
  }
  return code
}

// A write whose answer was lost may have been done.
const ANSWER_LOST: readonly FaultCode[] = ['aws-unreachable', 'aws-answer', 'stopped']

function tellLeft({ target }: Step, next: readonly Step[], isLost: boolean): string {
  const left = [...(isLost ? [] : [target]), ...next.filter(({ kind }) => kind !== 'none').map(each => each.target)]
  const parts = [...(isLost ? [`perhaps written: ${target}`] : []), ...(left.length === 0 ? [] : [`not written: ${listOf(left)}`])]
  return `${printable(parts.join('; '))}\n`
}

interface Written {
  readonly says: string
  readonly problem?: Diagnostic
}

async function writeOne(step: Step, store: ParameterStore, tier: Tier): Promise<Written> {
  const { name, file, details } = step
  const as = details?.Tier === 'Standard' && tier === 'advanced' ? ', in the standard tier as before' : ''
  if (step.kind === 'none') return { says: `unchanged, version ${step.version}${as}` }
  const seen = step.kind === 'create' ? 0 : step.version
  const version = await store.put({ Name: name, Value: file.text, ...(details === undefined ? asNew(tier) : asBefore(details)) })
  if (version === undefined) {
    // The answer to an earlier attempt may have been lost.
    const there = await store.get(name)
    if (there?.value === file.text) return { says: `created, version ${there.version}` }
    const message = 'somebody else made it meanwhile, and it is theirs'
    throw new Fault('aws-refused', { message, help: 'look at it, and run this again' })
  }
  const says = seen === 0 ? `created, version ${version}` : `version ${seen} → ${version}${as}`
  if (version === seen + 1) return { says }
  const message = `after version ${seen} this should be version ${seen + 1}, and it is version ${version}: somebody else wrote at the same time, or an answer was lost`
  const help = 'what is there now is the file; look at the versions between, whose changes it may have undone'
  return { says, problem: { level: 'error', kind: 'parameter', message, help } }
}

function asNew(tier: Tier) {
  return { Type: 'String', Tier: tier === 'standard' ? 'Standard' : 'Advanced', Overwrite: false } as const
}

// What is not said again, AWS sets to its defaults: another key, or another tier at a price.
function asBefore({ Type, KeyId, Tier, Description, AllowedPattern }: ParameterDetails) {
  return {
    Overwrite: true,
    ...(Type !== undefined && { Type }),
    ...(Tier !== undefined && { Tier }),
    ...(Type === 'SecureString' && KeyId !== undefined && { KeyId }),
    ...(Description !== undefined && { Description }),
    ...(AllowedPattern !== undefined && { AllowedPattern }),
  }
}
