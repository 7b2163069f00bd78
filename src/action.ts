// The entry of the Action: inputs to settings, the same run as the CLI's, then annotations, a summary and outputs.

import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'
import { renderDiagnostic } from './diagnostic.ts'
import { printable, shorten } from './escape.ts'
import { renderMarkdown } from './report/markdown.ts'
import { plain } from './report/paint.ts'
import type { Report } from './report/report.ts'
import { renderText } from './report/text.ts'
import { limitReasons } from './report/wording.ts'
import { EXIT_CODES, run } from './run.ts'
import { parseInputs } from './settings.ts'
import { processWorld } from './world.ts'

// The runner drops a whole summary that is one byte too long, cuts a message at 4,096 characters, and an output of more
// than 128 KiB breaks later steps.
const MOST_SUMMARY_BYTES = 1_000_000
const MESSAGE_LENGTH = 4000
const REASON_LENGTH = 500

async function main(): Promise<number> {
  const invocation = parseInputs(process.env)
  if (invocation.kind !== 'run') {
    const problems = invocation.kind === 'wrong' ? invocation.problems : []
    for (const problem of problems) core.error(renderDiagnostic(problem))
    core.setOutput('verdict', 'undecided')
    core.setOutput('reasons', problems.map(({ message }) => printable(message)).join('\n'))
    return EXIT_CODES.undecided
  }
  const report = await run(invocation.settings, processWorld(), diagnostic => printInert(renderDiagnostic(diagnostic)))
  printInert(renderText(report, plain))
  annotate(report)
  core.setOutput('verdict', report.verdict)
  core.setOutput('reasons', formatReasons(report, ''))
  await summarise(report)
  return EXIT_CODES[report.verdict]
}

// The runner obeys commands at the beginning of any line of the log, and a report quotes what others have written.
function printInert(text: string): void {
  const token = randomUUID()
  core.info(`::stop-commands::${token}`)
  core.info(text)
  core.info(`::${token}::`)
}

function formatReasons({ reasons }: Report, bullet: string): string {
  return limitReasons(reasons)
    .map(reason => `${bullet}${printable(shorten(reason, REASON_LENGTH))}`)
    .join('\n')
}

// A step shows ten annotations of a kind, so they go to the verdict and its gravest reasons.
function annotate(report: Report): void {
  const { verdict } = report
  const message = shorten(`${verdict}\n${formatReasons(report, '- ')}`, MESSAGE_LENGTH)
  if (verdict === 'warn') core.warning(message, { title: 'ECR Gate' })
  else if (verdict !== 'pass') core.error(message, { title: 'ECR Gate' })
}

async function summarise(report: Report): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return
  const text = renderMarkdown(report)
  const cut =
    Buffer.byteLength(text) <= MOST_SUMMARY_BYTES
      ? text
      : `${text.slice(0, MOST_SUMMARY_BYTES / 4)}\n\nThe rest does not fit into a summary.\n`
  try {
    await core.summary.addRaw(cut).write()
  } catch (error) {
    core.warning(`the summary cannot be written: ${printable(error instanceof Error ? error.message : String(error))}`)
  }
}

// Until there is a verdict, the exit code says that there is none.
process.exitCode = EXIT_CODES.undecided
main().then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    core.error(`this is a bug in ECR Gate: ${printable(error instanceof Error ? error.message : String(error))}`)
    core.setOutput('verdict', 'undecided')
  },
)
