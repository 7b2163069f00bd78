// The address of the page that says what to do when the gate blocks, in the repository and at the version that the Action was taken from.
//
// The page of another version may speak of what this one does not have, so there is no address without the version.

import type { Env } from './context.ts'

const PAGE = 'docs/blocked.md'

// Whoever wrote the workflow chose these, but a runner may be anybody's. What is no server, no repository or no ref gives no address.
const SERVER = /^https:\/\/[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}(?::\d{1,5})?\/?$/
const REPOSITORY = /^[\w-]{1,100}\/(?!\.{1,2}$)[\w.-]{1,100}$/
const REF = /^(?=.{1,200}$)(?!.*\.\.)[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/

/** Null where the Action was not taken from a repository, as with `uses: ./`. */
export function locateHelp(env: Env): string | null {
  const { GITHUB_SERVER_URL: server = '', GITHUB_ACTION_REPOSITORY: repository = '', GITHUB_ACTION_REF: ref = '' } = env
  if (!SERVER.test(server) || !REPOSITORY.test(repository) || !REF.test(ref)) return null
  return `${server.replace(/\/$/, '')}/${repository}/blob/${ref}/${PAGE}`
}
