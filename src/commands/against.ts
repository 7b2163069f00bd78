// `ecr-gate backtest --against OLD`: which verdicts do two policies give on the same recorded images and events?

import { type Diagnostic, renderDiagnostics, type Tell } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { type Coverage, gap, read } from '../gate/coverage.ts'
import type { Image } from '../image/image.ts'
import { type Fields, own, ownList } from '../json.ts'
import { agree, plural } from '../plural.ts'
import { startCauses } from '../report/comparison/causes.ts'
import { renderComparisonMarkdown } from '../report/comparison/markdown.ts'
import type { ComparedPolicy } from '../report/comparison/policy.ts'
import { type Comparison, type ComparisonReport, type Pair, type SideCoverage, toComparisonReport } from '../report/comparison/results.ts'
import { renderComparisonText } from '../report/comparison/text.ts'
import { describeComparison } from '../report/comparison/wording.ts'
import { readSavedImages, type SavedImages } from '../report/images.ts'
import { renderJson } from '../report/json.ts'
import type { Paint } from '../report/paint.ts'
import { type Comparing, concludeComparison, startComparing } from '../run/compare.ts'
import { loadRuleSet } from '../run/prepare.ts'
import { readRecordedImages } from '../run/read.ts'
import { openRecordings, prepareRecorded } from '../run/recorded.ts'
import { readSavedReport } from '../run/saved.ts'
import type { World } from '../run/world.ts'
import { deliver } from '../run/write.ts'
import type { ListFormat } from '../settings/choices.ts'
import { blameOld } from '../settings/read.ts'
import type { Settings } from '../settings/settings.ts'
import { formatSecond } from '../time.ts'

// The command accepts no other format.
const RENDERERS: Readonly<Record<ListFormat, (report: ComparisonReport, paint: Paint) => Iterable<string>>> = {
  text: (report, paint) => [renderComparisonText(report, paint)],
  json: renderJson,
  markdown: report => [renderComparisonMarkdown(report)],
}

export async function runComparison(settings: Settings, against: Against, world: World): Promise<number> {
  const startedAt = new Date(Math.floor(world.now().getTime() / 1000) * 1000)
  const policies = await loadPolicies(settings, against, world)
  if (policies === undefined) return 2
  const comparing = startComparing(policies, startedAt)
  const comparison = await readComparison(settings, world, startedAt, comparing)
  const report = toComparisonReport(comparison, policies, startCauses(policies.old, policies.new), formatSecond(startedAt))
  const { format, output } = settings
  if (!(await deliver(world, output, paint => RENDERERS[format as ListFormat](report, paint)))) return 2
  if (output !== undefined) world.tell(`${describeComparison(report)}; the report is in ${printable(output)}\n`)
  // What was not seen might have another verdict under each policy.
  return report.coverage.some(({ state }) => state === 'gap') ? 2 : 0
}

type Against = NonNullable<Settings['against']>

async function loadPolicies(settings: Settings, against: Against, world: World): Promise<Pair<ComparedPolicy> | undefined> {
  const [old, next] = [await loadRuleSet(against.settings, world), await loadRuleSet(settings, world)]
  // Nobody mends a warning of the old policy.
  const told = [...old.diagnostics.filter(isError).map(blameOld), ...next.diagnostics]
  world.tell(renderDiagnostics(told))
  if (told.some(isError)) return undefined
  const name = settings.policy?.path ?? (settings.rules.length === 0 ? 'the packs' : settings.rules.join(', '))
  return {
    old: { name: against.path, ruleSet: old, settings: against.settings },
    new: { name, ruleSet: next, settings },
  }
}

function isError({ level }: Diagnostic): boolean {
  return level === 'error'
}

async function readComparison(settings: Settings, world: World, startedAt: Date, comparing: Comparing): Promise<Comparison> {
  const tell: Tell = diagnostic => world.tell(renderDiagnostics([diagnostic]))
  const context = { settings, world, tell, startedAt }
  const { images, coverage: findings } = await readRecordedImages(context)
  const reports = await readReports(settings.reports, context)
  const coverage: SideCoverage[] = [...findings, ...reports.coverage].map(each => ({ ...each, side: 'both' }))
  for (const recording of await openRecordings(settings.events, await prepareRecorded(settings, world, tell))) {
    const { see, cover } = comparing.watch()
    coverage.push(...cover(await recording.read(see, world)))
  }
  return concludeComparison(comparing, { images, saved: reports.images, coverage })
}

async function readReports(
  files: readonly string[],
  { world, tell, startedAt }: { readonly world: World; readonly tell: Tell; readonly startedAt: Date },
): Promise<{ readonly images: readonly Image[]; readonly coverage: readonly Coverage[] }> {
  const images: Image[] = []
  const coverage: Coverage[] = []
  for (const file of files) {
    const saved = await readSavedReport(file, world)
    if ('problem' in saved) {
      tell(saved.problem)
      coverage.push(gap({ source: 'findings', origin: file, message: `${file}: ${saved.problem.message}`, diagnostics: [saved.problem] }))
      continue
    }
    const found = readSavedImages(saved.report, formatSecond(startedAt))
    images.push(...found.images)
    const about = { source: 'findings', origin: file, message: `${file}: ${describeSaved(saved.report, found)}` } as const
    coverage.push(found.unread.length > 0 ? gap(about) : read({ ...about, records: found.images.length }))
  }
  return { images, coverage }
}

// What a saved report cannot answer again is said.
function describeSaved(report: Fields, { images, unread }: SavedImages): string {
  const overEvents = ownList(report, 'alerts').filter(alert => own(alert, 'image') === undefined).length
  const unseen = ownList(report, 'coverage').filter(each => own(each, 'source') === 'findings' && own(each, 'state') === 'gap').length
  return [
    `${plural(images.length, 'image')} of a saved report`,
    ...(overEvents === 0
      ? []
      : [`its ${agree(overEvents, 'alert', `${overEvents} alerts`)} over events ${agree(overEvents, 'is', 'are')} not judged again`]),
    ...(unseen === 0 ? [] : ['its run did not see all findings that it was asked for']),
    ...unread,
  ].join('; ')
}
