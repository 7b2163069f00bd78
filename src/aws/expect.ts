// Errors that are answers. The SDK takes LimitExceededException for throttling and would retry it, although ECR uses it to say
// that there is a result. So an expected error is replaced by `Expected` before the SDK's retries see it.

import { errorName } from './refusal.ts'

/** An error that the caller handles. */
export class Expected extends Error {
  override readonly name = 'Expected'
  /** The name of the service's error. */
  readonly error: string

  constructor(error: string, message: string) {
    super(message)
    this.error = error
  }
}

interface Command {
  readonly middlewareStack: { readonly add: (middleware: never, options: never) => void }
}

/** Makes errors with these names end a command at once, as `Expected`. */
export function expectErrors(command: Command, names: readonly string[]): void {
  const middleware =
    (next: (args: unknown) => Promise<unknown>) =>
    async (args: unknown): Promise<unknown> => {
      try {
        return await next(args)
      } catch (error) {
        if (names.includes(errorName(error))) throw new Expected(errorName(error), error instanceof Error ? error.message : '')
        throw error
      }
    }
  // High priority in this step wraps the SDK's deserializer, which is still inside the retries.
  command.middlewareStack.add(middleware as never, { step: 'deserialize', priority: 'high', name: 'expectErrors' } as never)
}
