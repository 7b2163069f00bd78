// The services as the documentation's examples expect them: one clean image that every example names, and a rule in Parameter Store.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'
import { makeManifest } from './images.ts'
import { type Aws, startAws } from './server.ts'

/** Starts services that know `payments/api:1.4.2`, scanned and without findings, and a rule below `/team/rules/`. */
export async function startExampleAws(): Promise<Aws> {
  const aws = await startAws()
  const completedAt = '2026-11-23T11:58:00Z'
  const scan = [{ status: 'COMPLETE', findings: [], completedAt }]
  aws.ecr.addImage({ repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest('payments'), scan })
  const rule = readFileSync(join(ROOT, 'examples/policy/rules/exploit-in-system.yml'), 'utf8')
  aws.ssm.putParameter('/team/rules/exploit-in-system', rule)
  return aws
}
