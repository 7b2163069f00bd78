// Policies, images and events for tests that compare policies.

import { readFileSync } from 'node:fs'
import type { Coverage } from '../../src/gate/coverage.ts'
import { combineRules } from '../../src/gate/packs.ts'
import type { Image } from '../../src/image/image.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { startCauses } from '../../src/report/comparison/causes.ts'
import type { ComparedPolicy, DecidingSettings } from '../../src/report/comparison/policy.ts'
import { type ComparisonReport, toComparisonReport } from '../../src/report/comparison/results.ts'
import { loadRules } from '../../src/rules/load.ts'
import { concludeComparison, startComparing } from '../../src/run/compare.ts'
import { startJudging } from '../../src/run/judge.ts'
import { startTally } from '../../src/sources/tally.ts'

export const NOW = '2026-11-23T12:00:00Z'

const SHIPPED = loadRules(
  ['image-scan-findings-critical', 'image-scan-findings-high', 'image-scan-findings-medium', 'finding-exploit-available'].map(name => ({
    path: `rules/ecr/ecr-${name}.yml`,
    text: readFileSync(`rules/ecr/ecr-${name}.yml`, 'utf8'),
  })),
).rules

const SETTINGS: DecidingSettings = {
  packs: ['ecr'],
  failOn: undefined,
  maxFindings: undefined,
  untriaged: 'warn',
  unfixed: 'fail',
  fixWithin: {},
  maxScanAgeSeconds: undefined,
  onUndecided: 'fail',
}

/** A policy made of the text of one file, which may hold rules, overrides and exceptions, and of settings. */
export function makePolicy(name: string, file: object, settings: Partial<DecidingSettings> = {}): ComparedPolicy {
  const loading = loadRules([{ path: `${name}/policy.json`, text: JSON.stringify({ rules: [], ...file }, undefined, 1) }])
  const all = { ...SETTINGS, ...settings }
  const isUsed = all.packs.length > 0
  const shipped = isUsed ? { used: SHIPPED, unused: [] } : { used: [], unused: SHIPPED }
  const ruleSet = combineRules(shipped, loading, all)
  const errors = [...loading.diagnostics, ...ruleSet.diagnostics].filter(({ level }) => level === 'error')
  if (errors.some(({ kind }) => kind !== 'overruled-rule' && kind !== 'idle-override')) throw new Error(JSON.stringify(errors))
  return { name, ruleSet, settings: all }
}

export interface Given {
  readonly images: readonly Image[]
  readonly saved?: readonly Image[]
  readonly events: readonly Fields[]
}

export function compare(old: ComparedPolicy, next: ComparedPolicy, { images, events, saved = [] }: Given): ComparisonReport {
  const comparing = startComparing({ old, new: next }, new Date(NOW))
  const { see, cover } = comparing.watch()
  const tally = startTally()
  for (const event of events) tally.see({ text: '', event }, see({ text: '', event }))
  const coverage = events.length === 0 ? [] : cover(tally.coverage('events', []))
  const comparison = concludeComparison(comparing, { images, saved, coverage })
  return toComparisonReport(comparison, { old, new: next }, startCauses(old, next), NOW)
}

/** What a check of these images, or of these events, says under one policy. */
export function check({ ruleSet, settings }: ComparedPolicy, { images, events }: Given) {
  const judging = startJudging(ruleSet, settings, new Date(NOW))
  const tally = startTally()
  for (const event of events) tally.see({ text: '', event }, judging.see({ text: '', event }))
  const coverage: readonly Coverage[] = events.length === 0 ? [] : [tally.coverage('events', [])]
  return { ...judging.decide({ images: images.map(judging.judge), coverage }), coverage }
}

export interface Finding {
  readonly id: string
  readonly severity: string
  readonly fix: 'YES' | 'NO'
  readonly exploit: 'YES' | 'NO'
  readonly created: number
}

export function makeImages(scans: readonly { readonly findings: readonly Finding[]; readonly basic: boolean; readonly scanned: number }[]) {
  const answers = scans.map(({ findings, basic, scanned }, i) => ({
    origin: 'findings.json',
    body: {
      registryId: '111122223333',
      repositoryName: `app-${i}`,
      imageId: { imageDigest: `sha256:${String(i).padStart(64, '0')}` },
      imageScanStatus: { status: basic ? 'COMPLETE' : 'ACTIVE' },
      imageScanFindings: {
        imageScanCompletedAt: Date.parse(NOW) / 1000 - scanned * 86_400,
        ...(basic
          ? { findings: findings.map(({ id, severity }) => ({ name: id, severity })) }
          : { enhancedFindings: findings.map(toEnhanced) }),
      },
    },
  }))
  return readImages(answers, NOW)
}

function toEnhanced({ id, severity, fix, exploit, created }: Finding) {
  return {
    severity,
    status: 'ACTIVE',
    fixAvailable: fix,
    exploitAvailable: exploit,
    packageVulnerabilityDetails: {
      vulnerabilityId: id,
      vendorCreatedAt: Date.parse(NOW) / 1000 - created * 86_400,
      vulnerablePackages: [{ name: 'openssl', version: '3.0.1', packageManager: 'OS', ...(fix === 'YES' && { fixedInVersion: '3.0.2' }) }],
    },
  }
}

export const call = (eventName: string, user: string, minute: number, fields: Fields = {}): Fields => ({
  eventID: `${eventName}-${user}-${minute}`,
  eventSource: 'ssm.amazonaws.com',
  eventName,
  eventTime: new Date(Date.parse(NOW) - minute * 60_000).toISOString(),
  userIdentity: { userName: user },
  ...fields,
})
