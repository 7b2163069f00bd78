// Decides whose signature counts, by the name in the certificate: the exact name, or its beginning.
//
// A signature alone only says that somebody signed. Anybody can get a certificate from Sigstore, so without a required name any
// signature would do, and a pattern that matches many accounts is no better.

import { type Problem, quote, usageProblem } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import type { Signer } from './decide.ts'

export interface Identity {
  readonly match: 'exact' | 'beginning'
  readonly text: string
}

/** The issuer of the tokens with which GitHub's workflows sign. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

const EXAMPLE = 'such as https://github.com/acme/payments/.github/workflows/release.yml@refs/heads/main, or its beginning followed by "*"'

/** Parses the requested identity: a name, or the beginning of one with `*` at the end. */
export function parseIdentity(text: string | undefined): Identity | Problem {
  if (text === undefined || text === '')
    return usageProblem(
      '--identity is missing: anybody can sign with Sigstore, so name the identity whose signature counts',
      `name the workflow, ${EXAMPLE}`,
    )
  const star = text.indexOf('*')
  if (star < 0) return { match: 'exact', text }
  const beginning = text.slice(0, -1)
  if (star < text.length - 1)
    return usageProblem(`--identity ${quote(text)} has "*" before its end`, `"*" is only allowed at the end, ${EXAMPLE}`)
  // The names of an account acme-evil also begin with https://github.com/acme, so the owner must end with a slash.
  if (!/^https:\/\/[^/]+\/[^/]+\//.test(beginning))
    return usageProblem(`--identity ${quote(text)} would let strangers sign`, 'write at least https://host/owner/ before the "*"')
  return { match: 'beginning', text: beginning }
}

function matchesIdentity({ match, text }: Identity, name: string): boolean {
  return match === 'exact' ? name === text : name.startsWith(text)
}

/**
 * Explains why a signature does not count, even if its name is the right one; undefined if it counts. The name is that of the
 * workflow's file. Anybody who can read a reusable workflow can call it, and it signs with its own name whoever calls it; so
 * the repository that ran it must belong to the owner of the workflow.
 */
export function explainStranger(signer: Signer, wanted: { readonly identity: Identity; readonly issuer: string }): string | undefined {
  const { identity, issuer, repository } = signer
  if (issuer !== wanted.issuer) return `the signer's issuer is ${quote(issuer)}, not ${quote(wanted.issuer)}`
  if (!matchesIdentity(wanted.identity, identity)) return `the signer is ${show(identity)}, which is not the requested identity`
  if (repository === null) return issuer === GITHUB_ISSUER ? 'the certificate does not say which repository ran the workflow' : undefined
  return ownerOf(repository) === ownerOf(identity)
    ? undefined
    : `the workflow was run by ${show(repository)}, whose owner is not the owner of the workflow ${show(identity)}`
}

function ownerOf(url: string): string | undefined {
  return /^https:\/\/[^/]+\/[^/]+/.exec(url)?.[0].toLowerCase()
}

function show(text: string): string {
  return printable(text, 300)
}
