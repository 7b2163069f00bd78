// Reads the policy file that a step or a command names, before its settings are read.

import { dirname, isAbsolute, join } from 'node:path'
import { captureFault, Fault } from '../fault.ts'
import type { RuleFile } from '../rules/document.ts'
import type { PolicyFile, PolicyReading } from '../rules/policy.ts'
import { isReference, onDisk, parseReference } from '../rules/reference.ts'
import { type AskedPolicy, POLICY_SETTINGS } from '../settings/policy.ts'
import { checkReferences } from '../settings/references.ts'
import { readRuleText } from '../sources/files.ts'
import { openInputs } from './inputs.ts'
import type { World } from './world.ts'

type Reading = Pick<World, 'input' | 'env' | 'connect'>

/** Reads a policy file; what is wrong with it is among the diagnostics. Without one there is nothing to read. */
export async function readPolicyFile(asked: AskedPolicy | undefined, world: Reading): Promise<PolicyReading> {
  if (asked === undefined) return { diagnostics: [] }
  const file = await captureFault(() => readFile(asked, world))
  if (file instanceof Fault) return { diagnostics: [file.diagnostic] }
  // What is wrong with the reference is told with the other settings.
  if (file === undefined) return { diagnostics: [] }
  // The YAML parser is larger than all our own code, and most runs have no policy file.
  const { readPolicy } = await import('../rules/policy.ts')
  const { policy, diagnostics } = readPolicy(file, POLICY_SETTINGS)
  return { diagnostics, ...(policy !== undefined && { policy: resolveFiles(policy) }) }
}

async function readFile(asked: AskedPolicy, world: Reading): Promise<RuleFile | undefined> {
  const { path } = asked
  if (!isReference(path)) return { path, text: await readRuleText(path, world.input) }
  const reference = parseReference(path)
  if (checkReferences([path], world.env).length > 0 || 'message' in reference || reference.isPath) return undefined
  const { files } = await openInputs(asked, world).readReference(path)
  return files[0]
}

// The files that a policy names lie beside it, wherever the step runs.
function resolveFiles(policy: PolicyFile): PolicyFile {
  const resolve = (path: string): string => {
    if (isReference(path)) return path
    const resolved = isAbsolute(path) ? path : join(dirname(policy.path), path)
    // A dash alone would be standard input.
    return resolved === '-' ? './-' : onDisk(resolved)
  }
  const { rules, exceptions, vex } = policy.files
  return { ...policy, files: { rules: rules.map(resolve), exceptions: exceptions.map(resolve), vex: vex.map(resolve) } }
}
