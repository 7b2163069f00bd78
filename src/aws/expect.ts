// Errors that are answers. The SDK takes LimitExceededException for throttling and would ask again and again, although ECR
// means by it that there is a result; so an expected error is put into another before the retries see it.

import { errorName } from './fault.ts'

/** An error that the caller has an answer to. */
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

/** Makes errors of these names end a command at once, as `Expected`. */
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
  // Around the step that reads the answer, and so inside the retries.
  command.middlewareStack.add(middleware as never, { step: 'deserialize', priority: 'high', name: 'expectErrors' } as never)
}
