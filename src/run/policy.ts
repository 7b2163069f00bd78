// Reads the policy file that a step or a command names, before its settings are read.

import { dirname, isAbsolute, join } from 'node:path'
import { captureFault, Fault } from '../fault.ts'
import type { PolicyFile, PolicyReading } from '../rules/policy.ts'
import { POLICY_SETTINGS } from '../settings/policy.ts'
import { readRuleText } from '../sources/files.ts'
import type { World } from './world.ts'

/** Reads a policy file; what is wrong with it is among the diagnostics. Without a path there is nothing to read. */
export async function readPolicyFile(path: string | undefined, { input }: Pick<World, 'input'>): Promise<PolicyReading> {
  if (path === undefined) return { diagnostics: [] }
  const text = await captureFault(() => readRuleText(path, input))
  if (text instanceof Fault) return { diagnostics: [text.diagnostic] }
  // The YAML parser is larger than all our own code, and most runs have no policy file.
  const { readPolicy } = await import('../rules/policy.ts')
  const { policy, diagnostics } = readPolicy({ path, text }, POLICY_SETTINGS)
  return { diagnostics, ...(policy !== undefined && { policy: resolveFiles(policy) }) }
}

// The files that a policy names lie beside it, wherever the step runs.
function resolveFiles(policy: PolicyFile): PolicyFile {
  const resolve = (path: string): string => {
    const resolved = isAbsolute(path) ? path : join(dirname(policy.path), path)
    // A dash alone would be standard input.
    return resolved === '-' ? './-' : resolved
  }
  const { rules, exceptions } = policy.files
  return { ...policy, files: { rules: rules.map(resolve), exceptions: exceptions.map(resolve) } }
}
