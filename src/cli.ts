// The entry of the CLI: words to settings, settings to a command, and the real world around it. The only catch-all is here.

import { renderDiagnostics } from './diagnostic.ts'
import { printable } from './escape.ts'
import { renderHelp } from './help.ts'
import { parseArguments, type Settings } from './settings.ts'
import { VERSION } from './version.ts'
import { processWorld, type World } from './world.ts'

type Run = (settings: Settings, world: World) => Promise<number>

// Each command is loaded when it is asked for, because most of a short run is the loading of code.
const COMMANDS: Readonly<Record<string, () => Promise<Run>>> = {
  check: async () => (await import('./commands/check.ts')).runCheck,
  query: async () => (await import('./commands/query.ts')).runQuery,
  explain: async () => (await import('./commands/explain.ts')).runExplain,
  lint: async () => (await import('./commands/rules.ts')).runLint,
  test: async () => (await import('./commands/rules.ts')).runTest,
  fmt: async () => (await import('./commands/rules.ts')).runFormat,
}

async function main(words: readonly string[], world: World): Promise<number> {
  const invocation = parseArguments(words)
  switch (invocation.kind) {
    case 'help':
      await world.print(renderHelp(invocation.command))
      return 0
    case 'version':
      await world.print(`${VERSION}\n`)
      return 0
    case 'wrong':
      world.tell(renderDiagnostics(invocation.problems))
      world.tell(`ecr-gate ${invocation.command === undefined ? '' : `${invocation.command.name} `}--help tells more\n`)
      return 2
    case 'run': {
      const load = COMMANDS[invocation.command.name]
      if (load === undefined) throw new Error(`command ${invocation.command.name} is in no table`)
      const runCommand = await load()
      return runCommand(invocation.settings, world)
    }
  }
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

// Whoever reads our output may stop early, as `head` does. The write that failed says so itself; without a listener the
// stream would end the process with a stack trace.
process.stdout.on('error', () => undefined)

// Until there is a verdict, the exit code says that there is none.
process.exitCode = 2
main(process.argv.slice(2), processWorld()).then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    if (isBrokenPipe(error)) return
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `ecr-gate: ${printable(message)} [bug]\n  help: this is a bug in ECR Gate; please report it with the command and its input\n`,
    )
  },
)
