// The order of one run of `check`, to be read from top to bottom.

import { digestPolicy, type Policy } from './attest/policy.ts'
import type { Aws } from './aws/client.ts'
import { type Diagnostic, formatPlace } from './diagnostic.ts'
import { formatSecond } from './events/cloudtrail.ts'
import { type Image, readImages } from './events/scan.ts'
import type { ImageUri } from './events/uri.ts'
import { attempt, Fault, settle } from './fault.ts'
import { startActivity } from './gate/activity.ts'
import { type Coverage, notRequested } from './gate/coverage.ts'
import { startEvaluation } from './gate/evaluate.ts'
import { eventSourcesOf, needsLists } from './gate/needs.ts'
import { checkRuleSet, type RuleSet } from './gate/packs.ts'
import type { OnUndecided } from './gate/policy.ts'
import type { Push, Release } from './gate/release.ts'
import { reachVerdict, type Verdict } from './gate/verdict.ts'
import type { Judged } from './registry/release.ts'
import { problemsOf, type Report, reportImage, reportRules } from './report/report.ts'
import type { Audit, Settings } from './settings/settings.ts'
import { coverFindings, type RecordedEvent, readAnswers, readEvents, startTally } from './sources/records.ts'
import { readRuleSet } from './sources/rules.ts'
import { startReading, type World } from './world.ts'

const EXIT_CODES: Readonly<Record<Verdict, number>> = { pass: 0, warn: 0, fail: 1, undecided: 2 }

/** 0 pass or warn, 1 fail, 2 undecided, unless `on-undecided` lets that through; wrong rules, and tags that are not set, never are. */
export function exitCodeOf(report: Report, onUndecided: OnUndecided): number {
  const { verdict, diagnostics } = report
  if (problemsOf(report).length > 0 && verdict !== 'fail') return EXIT_CODES.undecided
  const judged = diagnostics.every(({ level }) => level !== 'error')
  return verdict === 'undecided' && onUndecided === 'warn' && judged ? 0 : EXIT_CODES[verdict]
}

type Tell = (diagnostic: Diagnostic) => void

// The Regions that were named, because the images' own are no part of a policy.
function policyOf(settings: Settings, { rules }: RuleSet): Policy {
  const { audit, auditRegions } = settings
  return {
    ...settings,
    rules,
    recordedEvents: settings.events.length > 0,
    audit: audit && { windowSeconds: audit.windowSeconds, regions: auditRegions },
  }
}

/** Judges what the settings name. Diagnostics are told as they are met; whatever cannot be read, there is a report. */
export async function run(settings: Settings, world: World, report: Tell): Promise<Report> {
  const now = world.now()
  const readAt = formatSecond(now)
  const ruleSet = await chooseRules(settings, world)
  const aws = settings.images.length > 0 || settings.audit !== undefined ? await world.connect(settings.awsAttempts) : undefined
  const diagnostics = [...ruleSet.diagnostics, ...(aws === undefined ? [] : await checkCaller(aws, settings))]
  for (const diagnostic of diagnostics) report(diagnostic)
  const errors = diagnostics.filter(({ level }) => level === 'error')
  if (errors.length > 0) return refuse(settings, ruleSet, diagnostics, errors, readAt)

  const evaluation = startEvaluation(ruleSet.rules)
  const judge = (read: Read): Read => ({
    ...read,
    images: read.images.map(image => ({ ...image, notes: [...image.notes, ...evaluation.judge(image)] })),
  })
  const activity = startActivity()
  const see = ({ event }: RecordedEvent): void => {
    evaluation.see(event)
    activity.see(event)
  }
  // The event history is read while scans are waited for.
  const [live, recorded, events] = await Promise.all([
    aws === undefined ? NOTHING : pushAndAsk(aws, settings, ruleSet, world, report, readAt).then(judge),
    readFindings(settings, world, report, readAt).then(judge),
    aws === undefined || settings.audit === undefined
      ? showEvents(settings, world, report, see)
      : lookUp(aws, settings.audit, ruleSet, now, world, report, see),
  ])

  const alerts = evaluation.alerts()
  const images = [...live.images, ...recorded.images]
  const findings = [...live.coverage, ...recorded.coverage]
  const coverage = [...(findings.length === 0 ? [notRequested('findings')] : findings), ...events]
  const decision = reachVerdict(alerts, images, coverage, settings.untriaged)
  const warn: Tell = diagnostic => {
    diagnostics.push(diagnostic)
    report(diagnostic)
  }
  const place = await placeFindings(images, settings, world, warn)
  const decidedAt = formatSecond(world.now())
  const release = await releaseAfter(decision.verdict, live, settings, aws, world)
  return {
    ...decision,
    push: live.push ?? null,
    release,
    unwritten: [],
    alerts,
    activity: activity.activity(),
    images: images.map(image => reportImage(image, place)),
    coverage,
    rules: reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(settings, ruleSet)),
    diagnostics,
    readAt,
    decidedAt,
  }
}

// Where findings are to be cured. It has no say in the verdict.
async function placeFindings(images: readonly Image[], { dockerfile }: Settings, { root }: World, report: Tell) {
  if (images.length === 0) return () => null
  const { findPlaces } = await import('./sources/places.ts')
  return findPlaces({ root, dockerfile, images, report })
}

// What was asked for beside the verdict. A push that failed is a problem of its own, whatever on-undecided lets through.
async function releaseAfter(
  verdict: Verdict,
  { judged, problem }: Read,
  settings: Settings,
  aws: Aws | undefined,
  world: World,
): Promise<Release | null> {
  const { promoteTags, onFail } = settings
  if (problem !== undefined) return { promoted: promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [problem] }
  if (aws === undefined || (promoteTags.length === 0 && onFail === 'keep')) return null
  const { releaseImages } = await import('./registry/release.ts')
  return releaseImages(aws, verdict, judged, settings, world)
}

interface Read {
  readonly images: readonly Image[]
  /** What the images that were asked of ECR stood for. */
  readonly judged: readonly Judged[]
  readonly coverage: readonly Coverage[]
  readonly push?: Push
  /** Why it was not pushed, which no verdict can make good. */
  readonly problem?: string
}

const NOTHING: Read = { images: [], judged: [], coverage: [] }

async function chooseRules(settings: Settings, world: World): Promise<RuleSet> {
  const ruleSet = await readRuleSet(settings, await world.packs(settings.packs), world.input)
  const asked = {
    findings: settings.images.length > 0 || settings.findings.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
  }
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...checkRuleSet(ruleSet, asked)] }
}

// Credentials of another account than meant are as wrong as an image of another.
async function checkCaller(aws: Aws, { allowedAccountIds, images, audit }: Settings): Promise<readonly Diagnostic[]> {
  const region = images[0]?.region ?? audit?.regions[0]
  if (allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics: Diagnostic[] = []
  const { readCaller } = await import('./aws/caller.ts')
  const caller = await attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  )
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`
  return [{ level: 'error', kind: 'account', message, help: `they are those of ${caller.arn}` }]
}

function refuse(
  settings: Settings,
  ruleSet: RuleSet,
  diagnostics: readonly Diagnostic[],
  errors: readonly Diagnostic[],
  readAt: string,
): Report {
  const reasons = errors.map(({ at, message }) => `${at === undefined ? '' : `${formatPlace(at)}: `}${message}`)
  const unread = (source: Coverage['source'], origins: readonly string[]): readonly Coverage[] =>
    origins.length === 0
      ? [notRequested(source)]
      : origins.map(origin => ({
          ...notRequested(source),
          origin,
          state: 'gap',
          message: `${origin}: not read, because the settings or the rules are wrong`,
        }))
  return {
    verdict: 'undecided',
    push: null,
    release: null,
    unwritten: [],
    reasons,
    alerts: [],
    activity: null,
    images: [],
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', settings.audit === undefined ? settings.events : settings.audit.regions),
    ],
    rules: reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(settings, ruleSet)),
    diagnostics,
    readAt,
    decidedAt: readAt,
  }
}

// Images asked about at the same time.
const AT_ONCE = 4

// What could not be pushed is not there to be judged: its name may stand for an older image.
async function pushAndAsk(aws: Aws, settings: Settings, ruleSet: RuleSet, world: World, report: Tell, readAt: string): Promise<Read> {
  const { push: source, images, pushTimeoutSeconds } = settings
  const [image] = images
  if (image === undefined) return NOTHING
  if (source === undefined) return askImages(aws, settings, images, ruleSet, world, report, readAt)
  const { uploadImage } = await import('./registry/upload.ts')
  const { env, temporary, progress } = world
  const means = { clock: world, now: world.now, env, temporary, progress, report }
  const uploaded = await settle(() => uploadImage(aws, image, source, pushTimeoutSeconds, means))
  if (uploaded instanceof Fault) {
    const diagnostic = { ...uploaded.diagnostic, at: image.text }
    report(diagnostic)
    const message = `${image.text}: not pushed: ${uploaded.message}`
    const coverage: Coverage = { ...notRequested('findings'), origin: image.text, state: 'gap', message, diagnostics: [diagnostic] }
    return { ...NOTHING, coverage: [coverage], problem: `${message}; on-fail is not done` }
  }
  const read = await askImages(aws, settings, [uploaded.uri], ruleSet, world, report, readAt)
  return { ...read, judged: read.judged.map(each => ({ ...each, pushed: uploaded.isNew })), push: uploaded.push }
}

async function askImages(
  aws: Aws,
  settings: Settings,
  uris: readonly ImageUri[],
  { rules }: RuleSet,
  world: World,
  report: Tell,
  readAt: string,
): Promise<Read> {
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([import('p-map'), import('./sources/ecr/image.ts')])
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: needsLists(rules),
    timeout: settings.waitTimeoutSeconds,
    grace: settings.scanGraceSeconds,
    clock: world,
    began: world.milliseconds(),
    now: world.now,
    readAt,
    report,
    progress: world.progress,
  }
  const read = await pMap(uris, image => readLiveImage(aws, image, options), { concurrency: AT_ONCE })
  return {
    images: read.flatMap(({ images }) => images),
    judged: uris.map((uri, i) => ({ uri, digest: read[i]?.digest ?? uri.digest ?? undefined, pushed: false })),
    coverage: read.map(({ coverage }) => coverage),
  }
}

async function readFindings(settings: Settings, world: World, report: Tell, readAt: string): Promise<Read> {
  const answers = []
  const coverage = []
  for (const path of settings.findings) {
    const { reading, diagnostics } = startReading(world, report)
    const read = await readAnswers([path], reading)
    for (const answer of read) answers.push(answer)
    coverage.push(coverFindings(path, read.length, diagnostics))
  }
  return { images: readImages(answers, readAt), judged: [], coverage }
}

type See = (recorded: RecordedEvent) => void

/** Shows recorded events one by one, and says what of them was read. */
export async function showEvents(settings: Settings, world: World, report: Tell, see: See): Promise<readonly Coverage[]> {
  if (settings.events.length === 0) return [notRequested('events')]
  const coverage = []
  for (const path of settings.events) {
    const { reading, diagnostics } = startReading(world, report)
    const tally = startTally()
    for await (const batch of readEvents([path], reading)) {
      for (const recorded of batch) {
        tally.see(recorded)
        see(recorded)
      }
    }
    coverage.push(tally.coverage(path, diagnostics))
  }
  return coverage
}

async function lookUp(
  aws: Aws,
  { windowSeconds, regions }: Audit,
  { rules }: RuleSet,
  now: Date,
  world: World,
  report: Tell,
  see: See,
): Promise<readonly Coverage[]> {
  const sources = eventSourcesOf(rules)
  if (sources?.size === 0) return [{ ...notRequested('events'), message: 'events: no enabled rule looks at them' }]
  const [{ lookUpEvents }, { readCaller }] = await Promise.all([import('./sources/lookup.ts'), import('./aws/caller.ts')])
  // The history is the caller's, be the images whose they may; a report that does not say whose would say too much.
  const account = settle(() => readCaller(aws, { region: regions[0] ?? '' })).then(caller =>
    caller instanceof Fault ? 'an unknown account' : `account ${caller.account}`,
  )
  const to = Math.floor(now.getTime() / 1000) * 1000
  const options = { account, sources, from: to - windowSeconds * 1000, to, clock: world, see, report, progress: world.progress }
  return Promise.all(regions.map(region => lookUpEvents(aws, { ...options, region })))
}
