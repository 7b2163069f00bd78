// Whose signature counts: the name in the certificate, exactly or by its beginning.
//
// A signature alone says that somebody signed. Anybody can have a certificate of Sigstore's, so without a name that is asked
// for every signature would do, and a pattern that many accounts fit is no better.

import { type Problem, quote } from '../diagnostic.ts'
import { printable, shorten } from '../escape.ts'
import type { Signer } from './decide.ts'

export interface Identity {
  readonly match: 'exact' | 'beginning'
  readonly text: string
}

/** GitHub's issuer of tokens, whose workflows sign. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

const EXAMPLE = 'such as https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/main, or a beginning of it and "*"'

/** Reads the identity that is asked for: a name, or its beginning with `*` at the end. */
export function parseIdentity(text: string | undefined): Identity | Problem {
  if (text === undefined || text === '')
    return wrong(
      '--identity is missing: anybody can sign with Sigstore, so it has to be said whose signature counts',
      `name the workflow, ${EXAMPLE}`,
    )
  const star = text.indexOf('*')
  if (star < 0) return { match: 'exact', text }
  const beginning = text.slice(0, -1)
  if (star < text.length - 1) return wrong(`--identity ${quote(text)} has "*" before its end`, `"*" stands at the end only, ${EXAMPLE}`)
  // Whoever opens the account acme-evil has a name that begins with https://github.com/acme.
  if (!/^https:\/\/[^/]+\/[^/]+\//.test(beginning))
    return wrong(`--identity ${quote(text)} would let strangers sign`, 'write at least https://host/owner/ before the "*"')
  return { match: 'beginning', text: beginning }
}

function matchesIdentity({ match, text }: Identity, name: string): boolean {
  return match === 'exact' ? name === text : name.startsWith(text)
}

/**
 * Why a signature does not count although its name may be the right one; undefined when it counts. The name is that of the
 * workflow's file. A reusable workflow can be called by anybody who can read it, and signs with its own name whoever calls
 * it, so the repository that ran it has to be its owner's.
 */
export function explainStranger(signer: Signer, wanted: { readonly identity: Identity; readonly issuer: string }): string | undefined {
  const { identity, issuer, repository } = signer
  if (issuer !== wanted.issuer) return `the signer is vouched for by ${quote(issuer)}, not by ${quote(wanted.issuer)}`
  if (!matchesIdentity(wanted.identity, identity)) return `the signer is ${show(identity)}, which is not the identity asked for`
  if (repository === null) return issuer === GITHUB_ISSUER ? 'the certificate does not say which repository ran the workflow' : undefined
  return ownerOf(repository) === ownerOf(identity)
    ? undefined
    : `the workflow was run by ${show(repository)}, whose owner is not that of the workflow ${show(identity)}`
}

function ownerOf(url: string): string | undefined {
  return /^https:\/\/[^/]+\/[^/]+/.exec(url)?.[0].toLowerCase()
}

function show(text: string): string {
  return printable(shorten(text, 300))
}

function wrong(message: string, help: string): Problem {
  return { level: 'error', kind: 'usage', message, help }
}
