'use strict';

const refusal = require('./chunk-refusal.cjs');

// Errors that are answers. The SDK takes LimitExceededException for throttling and would retry it, although ECR uses it to say
// that there is a result. So an expected error is replaced by `Expected` before the SDK's retries see it.


/** An error that the caller handles. */
class Expected extends Error {
                    name = 'Expected'
  /** The name of the service's error. */
           error

  constructor(error        , message        ) {
    super(message);
    this.error = error;
  }
}





/** Makes errors with these names end a command at once, as `Expected`. */
function expectErrors(command         , names                   )       {
  const middleware =
    (next                                     ) =>
    async (args         )                   => {
      try {
        return await next(args)
      } catch (error) {
        if (names.includes(refusal.errorName(error))) throw new Expected(refusal.errorName(error), error instanceof Error ? error.message : '')
        throw error
      }
    };
  // High priority in this step wraps the SDK's deserializer, which is still inside the retries.
  command.middlewareStack.add(middleware         , { step: 'deserialize', priority: 'high', name: 'expectErrors' }         );
}

exports.Expected = Expected;
exports.expectErrors = expectErrors;
