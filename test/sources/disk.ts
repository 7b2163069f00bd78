// Rule files of the disk alone, for tests that read none from Parameter Store.

import { Readable } from 'node:stream'
import type { RuleInputs } from '../../src/sources/rules.ts'

export const DISK: RuleInputs = {
  input: Readable.from([]),
  readReference: reference => Promise.reject(new Error(`${reference} is not on disk`)),
}
