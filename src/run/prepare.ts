// Before a run touches anything: the rules are loaded and checked, and the credentials are of an account that is allowed.

import type { Aws } from '../aws/client.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { attempt } from '../fault.ts'
import { type Combination, checkRuleSet } from '../gate/packs.ts'
import { imageOfBaseline } from '../settings/baseline.ts'
import type { Settings } from '../settings/settings.ts'
import { readRuleSet } from '../sources/rules.ts'
import { openInputs } from './inputs.ts'
import type { World } from './world.ts'

export async function loadRuleSet(settings: Settings, world: World): Promise<Combination> {
  const ruleSet = await readRuleSet(settings, await world.packs(settings.packs), openInputs(settings, world), world.now())
  const asked = {
    findings: settings.images.length + settings.findings.length + settings.reports.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
    live: connects(settings) ? (settings.live?.kinds ?? []) : undefined,
  }
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...checkRuleSet(ruleSet, asked)] }
}

/** Connects to AWS if the settings need it. */
export async function connect(settings: Settings, world: World): Promise<Aws | undefined> {
  return connects(settings) ? world.connect(settings.awsAttempts) : undefined
}

function connects(settings: Settings): boolean {
  const { images, audit, archived, live } = settings
  return images.length + imageOfBaseline(settings).length > 0 || audit !== undefined || archived !== undefined || live !== undefined
}

/** Credentials of an account that is not allowed are an error, as is an image of such an account. */
export async function checkCaller(aws: Aws | undefined, settings: Settings): Promise<readonly Diagnostic[]> {
  const { allowedAccountIds, images, audit, archived, live } = settings
  const region = [...images, ...imageOfBaseline(settings)][0]?.region ?? (audit ?? archived ?? live)?.regions[0]
  if (aws === undefined || allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics: Diagnostic[] = []
  const { readCaller } = await import('../aws/caller.ts')
  const caller = await attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  )
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`
  return [{ level: 'error', kind: 'account', message, help: `their identity is ${caller.arn}` }]
}
