// Entry point of the CLI: parses the arguments and runs the command in the real world. Errors that nothing else handles end here.

import { renderDiagnostics } from './diagnostic.ts'
import { printable } from './escape.ts'
import { prepareStop } from './process/stop.ts'
import { findClashes } from './run/clash.ts'
import { readPolicyFile } from './run/policy.ts'
import { processWorld, type World } from './run/world.ts'
import { findOldPolicyFlag, findPolicyFlag, parseArguments } from './settings/arguments.ts'
import type { CommandName } from './settings/commands.ts'
import { renderHelp } from './settings/help.ts'
import type { Settings } from './settings/settings.ts'
import { VERSION } from './version.ts'

type Run = (settings: Settings, world: World) => Promise<number>

// Commands are loaded on demand, because a short run spends most of its time loading code.
const COMMANDS: Readonly<Record<CommandName, () => Promise<Run>>> = {
  check: async () => (await import('./commands/check.ts')).runCheck,
  show: async () => (await import('./commands/show.ts')).runShow,
  accept: async () => (await import('./commands/accept.ts')).runAccept,
  query: async () => (await import('./commands/query.ts')).runQuery,
  explain: async () => (await import('./commands/explain.ts')).runExplain,
  backtest: async () => (await import('./commands/backtest.ts')).runBacktest,
  rules: async () => (await import('./commands/rules.ts')).runRules,
  lint: async () => (await import('./commands/lint.ts')).runLint,
  test: async () => (await import('./commands/test.ts')).runTest,
  policy: async () => (await import('./commands/policy.ts')).runPolicy,
  verify: async () => (await import('./commands/verify.ts')).runVerify,
  permissions: async () => (await import('./commands/permissions.ts')).runPermissions,
  doctor: async () => (await import('./commands/doctor.ts')).runDoctor,
  completion: async () => (await import('./commands/completion.ts')).runCompletion,
  fmt: async () => (await import('./commands/fmt.ts')).runFormat,
}

// Only these have something to undo, or to say of what they have done. A signal simply ends any other command.
const STOPPED: readonly CommandName[] = ['check', 'policy']

const stop = prepareStop(text => process.stderr.write(text))

async function main(words: readonly string[], world: World): Promise<number> {
  const [policy, old] = [await readPolicyFile(findPolicyFlag(words), world), await readPolicyFile(findOldPolicyFlag(words), world)]
  const invocation = parseArguments(words, process.env, policy, old)
  switch (invocation.kind) {
    case 'help':
      await world.print(renderHelp(invocation.command))
      return 0
    case 'version':
      await world.print(`${VERSION}\n`)
      return 0
    case 'wrong':
      world.tell(renderDiagnostics(invocation.problems))
      world.tell(`for more, see ecr-gate ${invocation.command === undefined ? '' : `${invocation.command.name} `}--help\n`)
      return 2
    case 'run': {
      if (STOPPED.includes(invocation.command.name)) stop.listen()
      const clashes = await findClashes(invocation.settings, world.root)
      world.tell(renderDiagnostics(clashes))
      if (clashes.length > 0) return 2
      const runCommand = await COMMANDS[invocation.command.name]()
      return runCommand(invocation.settings, world)
    }
  }
}

// Whether standard output could not be written. Its caller does not report EPIPE: a reader may stop early.
function isUnwritten(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write' && 'code' in error
}

// If the process ends early, its exit code says that there is no verdict.
process.exitCode = 2
main(process.argv.slice(2), processWorld(stop.signal)).then(
  code => {
    process.exitCode = code
    stop.end()
  },
  (error: unknown) => {
    if (isUnwritten(error)) {
      if (error.code !== 'EPIPE')
        process.stderr.write(`ecr-gate: standard output cannot be written (${printable(error.message)}) [output]\n`)
      return
    }
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `ecr-gate: ${printable(message)} [bug]\n  help: this is a bug in ECR Gate; please report it with the command and its input\n`,
    )
    // Exits at once: an image that still waits for its scan would keep the process running until wait-timeout.
    process.exit(2)
  },
)
