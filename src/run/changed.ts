// Whether the change under test changes the policy that judges it. Only GitHub knows, and only for a pull request; where it cannot be
// asked, nothing is said. What a pull request says of itself is not trusted: the list of its files is GitHub's own.

import { realpath } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { Diagnostic } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import type { ChangedFiles } from '../github/pulls.ts'
import { POLICY_CHANGED } from '../report/report.ts'
import { isReference } from '../rules/reference.ts'
import type { Settings } from '../settings/settings.ts'
import { isRuleFile, isVexFile } from '../sources/files.ts'
import { isWithin } from '../sources/open.ts'
import type { World } from './world.ts'

const SECONDS = 10

/** Returns a warning for each file of the policy, of the rules, exceptions, VEX and baseline that the pull request changes. Never throws. */
export async function findChangedPolicy(
  { policy, rules, exceptions, vex, baseline, githubToken }: Settings,
  world: Pick<World, 'env' | 'root' | 'now' | 'milliseconds' | 'sleep' | 'signal'>,
): Promise<readonly Diagnostic[]> {
  if (githubToken === undefined) return []
  const compared = baseline?.kind === 'report' ? [baseline.path] : []
  const named = [...(policy === undefined ? [] : [policy.path]), ...rules, ...exceptions, ...vex, ...compared]
  const paths = named.filter(path => path !== '-' && !isReference(path))
  const inside = (await Promise.all(paths.map(path => toRepositoryPaths(path, world.root)))).flat()
  if (inside.length === 0) return []
  const [{ endWith, openGitHub, within }, { listChangedFiles }, { captureGitHubFault, GitHubFault }] = await Promise.all([
    import('../github/github.ts'),
    import('../github/pulls.ts'),
    import('../github/refusal.ts'),
  ])
  const github = endWith(await openGitHub(world.env, githubToken, world), world.signal)
  const { pull } = github.context
  if (!('at' in pull)) return []
  const changed = await captureFault(() => captureGitHubFault(listChangedFiles(github, pull.at, within(SECONDS, github))))
  return changed instanceof Fault || changed instanceof GitHubFault ? [] : tellChanged(inside, changed)
}

/** Returns the warnings about these paths in the repository, of which some may be folders. */
export function tellChanged(named: readonly string[], { files, isComplete }: ChangedFiles): readonly Diagnostic[] {
  const found = files.filter(file => named.some(path => isOf(path, file)))
  return found.length > 0 || isComplete ? found.map(warn) : [{ level: 'warning', kind: POLICY_CHANGED, message: TOO_MANY, help: HELP }]
}

const TOO_MANY =
  'GitHub lists only the first 3,000 files of the change under test, so it is not known whether it changes the policy that judges it'
const HELP = 'review it as a change of the policy, or take the policy from another commit or repository (docs/policy.md)'

// The paths of a file or a folder in the repository, as GitHub writes them: as it is named, and where links lead. None for what lies elsewhere.
async function toRepositoryPaths(path: string, root: string): Promise<readonly string[]> {
  const real = (some: string): Promise<string> => realpath(some).catch(() => resolve(some))
  const places = [[resolve(root), resolve(path)] as const, [await real(root), await real(path)] as const]
  const inside = places.flatMap(([folder, whole]) => (isWithin(folder, whole) ? [relative(folder, whole).split(sep).join('/')] : []))
  return [...new Set(inside)]
}

// A changed file is named itself or lies in a named folder. If a named path goes on below it, it is a link or a submodule.
function isOf(path: string, file: string): boolean {
  const isInFolder = (isRuleFile(file) || isVexFile(file)) && (path === '' || file.startsWith(`${path}/`))
  return file === path || isInFolder || path.startsWith(`${file}/`)
}

function warn(file: string): Diagnostic {
  const message = `the change under test changes ${file}, a part of the policy that judges it`
  return { level: 'warning', kind: POLICY_CHANGED, message, help: HELP, at: { file, line: 1, column: 1 } }
}
