// The library's check: it judges findings that a program has as JSON, by the same steps as `check` judges recorded files of them, and
// returns the same report. It reads the shipped packs and nothing else.

import { type Diagnostic, didYouMean, type Problem, quote, usageProblem } from '../diagnostic.ts'
import { BASELINE, type FoundBaseline, startBaseline, tellUnread } from '../gate/baseline.ts'
import { notRequested } from '../gate/coverage.ts'
import { checkRuleSet, combineRules } from '../gate/packs.ts'
import type { Image } from '../image/image.ts'
import { type Answer, isAnswer, readImages as readAnswered, readImage } from '../image/read.ts'
import { type Fields, isObject } from '../json.ts'
import { readEarlier } from '../report/earlier.ts'
import { REPORT_VERSION, readReportVersion, type SavedReport, saveReport } from '../report/saved.ts'
import { asNamed } from '../rules/foreign/tool.ts'
import { loadRules } from '../rules/load.ts'
import { COMMANDS, type Command } from '../settings/commands.ts'
import { STEP } from '../settings/given.ts'
import { readSettings } from '../settings/read.ts'
import type { Settings } from '../settings/settings.ts'
import type { SettingName } from '../settings/table.ts'
import { coverFindings } from '../sources/tally.ts'
import { formatSecond } from '../time.ts'
import { startJudging } from './judge.ts'
import { makeReport, refuseRun } from './report.ts'
import { readPacksAtOnce } from './shipped.ts'
import { type BaselineResult, tellUnknown } from './unknown.ts'

/** The settings of `check` that decide about findings. */
const POLICY = ['packs', 'fail-on', 'max-findings', 'untriaged', 'unfixed', 'fix-within', 'max-scan-age'] as const
type PolicyName = (typeof POLICY)[number]

/** Findings, and the policy that judges them. */
export interface FindingsCheck {
  /** Answers of DescribeImageScanFindings, each as JSON.parse or the AWS SDK returns it. */
  readonly findings: readonly unknown[]
  /** Rules, overrides and exceptions: the texts of files, and the names by which messages call them; files of other tools by theirs. */
  readonly rules?: readonly { readonly path: string; readonly text: string }[] | undefined
  /** What to compare the findings with: a report, as `judgeFindings` returned it or JSON.parse reads it. */
  readonly baseline?: unknown
  /** Settings of `check` by their names, each in the words of a flag or an input, such as `critical=0, high=3`. */
  readonly settings?: Readonly<Partial<Record<PolicyName, string | undefined>>> | undefined
  /** As of when exceptions end and scans grow old. */
  readonly now: Date
}

/**
 * Judges findings as `check` does. What is wrong with the rules or the settings is in the report, and its verdict is then `undecided`.
 * Throws a TypeError where `findings` is no list, or `now` no date.
 */
export function judgeFindings(check: FindingsCheck): SavedReport {
  const { findings, rules = [], baseline, settings: named = {}, now } = check
  refuseShape(findings, now)
  const startedAt = new Date(Math.floor(now.getTime() / 1000) * 1000)
  const { settings: others, problems } = readNamed(named)
  const settings: Settings = baseline === undefined ? others : { ...others, baseline: { kind: 'report', path: BASELINE } }
  const unknown = Object.keys(check).filter(key => !KEYS.some(known => known === key))
  const own = loadRules(rules.map(({ path, text }) => asNamed({ path, text })))
  const ruleSet = combineRules(readPacksAtOnce(settings.packs), own, settings)
  const asked = { findings: true, events: false, live: undefined }
  const diagnostics = [
    ...unknown.map(key => refuseKey('judgeFindings takes no', key, KEYS)),
    ...problems,
    ...own.diagnostics,
    ...ruleSet.diagnostics,
    ...checkRuleSet(ruleSet, asked),
  ]
  const context = { settings, ruleSet, startedAt }
  if (diagnostics.some(({ level }) => level === 'error')) return saveReport(refuseRun(context, diagnostics))

  const { answers, strangers } = sort(findings)
  const compared = baseline === undefined ? undefined : compareWith(baseline, startedAt)
  const judging = startJudging(ruleSet, settings, startedAt, { baseline: compared?.baseline })
  const images = readAnswered(answers, formatSecond(startedAt)).map(judging.judge)
  const read = { images, named: [], coverage: [coverFindings(ORIGIN, answers.length, strangers), notRequested('events')] }
  return saveReport(
    makeReport(context, {
      diagnostics: [...diagnostics, ...(compared?.diagnostics ?? []), ...tellUnknown(compared, read)],
      compared,
      pushed: { kind: 'not requested' },
      read,
      judgement: judging.decide(read),
      located: { place: () => null, diagnostics: [] },
      decidedAt: formatSecond(now),
      release: null,
    }),
  )
}

/** Images from answers of DescribeImageScanFindings, with every gap. What is no such answer is an image of which nothing was seen. */
export function readImages(answers: readonly unknown[], readAt: Date): readonly Image[] {
  const sorted = sort(answers)
  const unread = sorted.strangers.map(({ message }) => readImage({ pages: [], gaps: [message] }, formatSecond(readAt)))
  return [...readAnswered(sorted.answers, formatSecond(readAt)), ...unread]
}

// What is no report makes nothing known, as a file that is none.
function compareWith(given: unknown, startedAt: Date): BaselineResult {
  const report = toJson(given)
  const version = readReportVersion(report)
  const found =
    version === REPORT_VERSION
      ? readEarlier(BASELINE, { report: report as Fields, digest: null }, startedAt.getTime())
      : noReport(version === undefined ? 'this is not a report of ECR Gate' : `this report has version ${version}`)
  return { baseline: startBaseline(found.images), sources: [found.source], diagnostics: found.diagnostics }
}

function noReport(problem: string): FoundBaseline {
  const source = { name: BASELINE, kind: 'report', digest: null, readAt: null, verdict: null, problem } as const
  return { source, images: [], diagnostics: [tellUnread(BASELINE, problem, 'give a report that judgeFindings returned')] }
}

// The compiler tells it only to programs in TypeScript.
function refuseShape(findings: unknown, now: unknown): void {
  if (!Array.isArray(findings)) throw new TypeError('findings must be a list of answers of DescribeImageScanFindings; write [answer]')
  if (!(now instanceof Date) || Number.isNaN(now.getTime())) throw new TypeError('now must be a valid Date; write new Date()')
}

const ORIGIN = 'findings'

const KEYS = ['findings', 'rules', 'baseline', 'settings', 'now'] as const satisfies readonly (keyof FindingsCheck)[]

function refuseKey(what: string, key: string, known: readonly string[]): Problem {
  return usageProblem(`${what} ${quote(key)}`, didYouMean(key, known))
}

// The SDK's answers have Dates, which are texts in JSON, and some readers of JSON make large numbers a BigInt.
function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part)) ?? 'null')
}

function sort(values: readonly unknown[]): { readonly answers: readonly Answer[]; readonly strangers: readonly Diagnostic[] } {
  const answers: Answer[] = []
  const strangers: Diagnostic[] = []
  for (const [i, value] of values.entries()) {
    const body = toJson(value)
    const origin = `${ORIGIN}[${i}]`
    if (isObject(body) && isAnswer(body)) answers.push({ origin, body })
    else strangers.push(strange(body, origin))
  }
  return { answers, strangers }
}

function strange(body: unknown, at: string): Diagnostic {
  const found = Array.isArray(body) ? 'a list' : isObject(body) ? 'another object' : typeof body === 'string' ? 'a text' : String(body)
  const message = `expected an answer of DescribeImageScanFindings, found ${found}`
  const help = Array.isArray(body) ? 'give each answer of the list by itself' : 'give what JSON.parse makes of the answer, not its text'
  return { level: 'error', kind: 'not-records', message, help, at }
}

// They are read by the parsers of flags and inputs, so that a value cannot mean one thing there and another here.
function readNamed(named: Readonly<Record<string, unknown>>): { readonly settings: Settings; readonly problems: readonly Diagnostic[] } {
  const problems: Problem[] = []
  const values = new Map<SettingName, readonly string[]>([['findings', [ORIGIN]]])
  for (const [given, value] of Object.entries(named)) {
    const name = POLICY.find(each => each === given)
    if (value === undefined) continue
    if (name === undefined) problems.push(refuseKey('there is no setting', given, POLICY))
    else if (typeof value !== 'string') problems.push(usageProblem(`${name} is a text, as in an input of the Action`))
    else values.set(name, [value.trim()])
  }
  const command = COMMANDS.find(({ name }) => name === 'check') as Command
  const reading = readSettings({ ...STEP, command, values, operands: [], env: {} })
  return { settings: reading.settings, problems: [...problems, ...reading.problems] }
}
