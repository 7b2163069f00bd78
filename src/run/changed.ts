// Whether the change under test changes the policy that judges it. Only GitHub knows, and only for a pull request; where it cannot be
// asked, nothing is said. What a pull request says of itself is not trusted: the list of its files is GitHub's own.

import { relative, resolve, sep } from 'node:path'
import type { Diagnostic } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import { POLICY_CHANGED } from '../report/report.ts'
import type { Settings } from '../settings/settings.ts'
import { isWithin } from '../sources/open.ts'
import type { World } from './world.ts'

const SECONDS = 10

/** Returns a warning for each file of the policy, of the rules and of the exceptions that the pull request changes. Never throws. */
export async function findChangedPolicy(
  { policy, rules, exceptions, githubToken }: Settings,
  world: Pick<World, 'env' | 'root' | 'now' | 'milliseconds' | 'sleep' | 'signal'>,
): Promise<readonly Diagnostic[]> {
  const named = [...(policy === undefined ? [] : [policy.path]), ...rules, ...exceptions].flatMap(path =>
    toRepositoryPath(path, world.root),
  )
  if (githubToken === undefined || named.length === 0) return []
  const [{ endWith, openGitHub, within }, { listChangedFiles }, { captureGitHubFault, GitHubFault }] = await Promise.all([
    import('../github/github.ts'),
    import('../github/pulls.ts'),
    import('../github/refusal.ts'),
  ])
  const github = endWith(await openGitHub(world.env, githubToken, world), world.signal)
  const { pull } = github.context
  if (!('at' in pull)) return []
  const files = await captureFault(() => captureGitHubFault(listChangedFiles(github, pull.at, within(SECONDS, github))))
  if (files instanceof Fault || files instanceof GitHubFault) return []
  return files.filter(file => named.some(path => isOf(path, file))).map(warn)
}

// The path of a file or a folder in the repository, as GitHub writes it; nothing for what lies elsewhere.
function toRepositoryPath(path: string, root: string): readonly string[] {
  const [folder, whole] = [resolve(root), resolve(path)]
  return path !== '-' && isWithin(folder, whole) ? [relative(folder, whole).split(sep).join('/')] : []
}

function isOf(path: string, file: string): boolean {
  return file === path || (/\.(?:ya?ml|json)$/i.test(file) && (path === '' || file.startsWith(`${path}/`)))
}

function warn(file: string): Diagnostic {
  const message = `the change under test changes ${file}, a part of the policy that judges it`
  const help = 'review it as a change of the policy, or take the policy from another commit or repository (docs/policy.md)'
  return { level: 'warning', kind: POLICY_CHANGED, message, help, at: { file, line: 1, column: 1 } }
}
