// `ecr-gate verify`: did ECR Gate let this image pass, and who says so? It works offline, from a bundle and a trusted root.
//
// Any doubt is exit code 2. Exit codes 0 and 1 need an answer that the right identity signed, or --unsigned.

import { renderAnswer } from '../attest/answer.ts'
import type { Claims } from '../attest/claims.ts'
import { type Answer, decide } from '../attest/decide.ts'
import { GITHUB_ISSUER, type Identity, parseIdentity } from '../attest/identity.ts'
import { type Objects, readObjects } from '../attest/lines.ts'
import { parseSubject, type Subject } from '../attest/predicate.ts'
import { readPredicate } from '../attest/statement.ts'
import { type Diagnostic, quote, renderDiagnostics, usageProblem } from '../diagnostic.ts'
import { captureFault, Fault } from '../fault.ts'
import type { World } from '../run/world.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { readText } from '../sources/files.ts'

/** What is not given may be left out. */
export type VerifySettings = Partial<SettingsOf<'verify'>> & Pick<SettingsOf<'verify'>, 'operands' | 'unsigned'>

type VerifyWorld = Pick<World, 'print' | 'tell' | 'paint' | 'now'>

interface Asked {
  readonly image: Subject
  readonly policyDigest: string | undefined
  readonly maxAgeSeconds: number | undefined
  readonly how:
    | {
        readonly kind: 'signed'
        readonly bundle: string
        readonly trustedRoot: string
        readonly identity: Identity
        readonly issuer: string
      }
    | { readonly kind: 'unsigned'; readonly predicate: string }
}

const EXIT_CODES: Readonly<Record<Answer['kind'], number>> = {
  passed: 0,
  failed: 1,
  'other-policy': 1,
  'other-image': 1,
  unreadable: 2,
  untimely: 2,
  nothing: 2,
}

export async function runVerify(settings: VerifySettings, world: VerifyWorld): Promise<number> {
  const asked = readAsked(settings)
  if ('message' in asked) return refuse(world, [asked])
  const claims =
    asked.how.kind === 'signed' ? await readSigned(asked.image, asked.how) : await readUnsigned(asked.image, asked.how.predicate)
  if (!('claims' in claims)) return refuse(world, claims.diagnostics)
  world.tell(renderDiagnostics(claims.notes))
  const required = { ...asked, now: world.now() }
  const answer = decide(claims.claims, required)
  if (answer.kind === 'nothing') return refuse(world, [notVerified('found no trustworthy verdict of ECR Gate', NOTHING_HELP)])
  if (answer.kind === 'unreadable')
    return refuse(world, [
      notVerified(`a verdict on this image cannot be read: ${answer.why}`, 'it may be from a later version of ECR Gate'),
    ])
  if (answer.kind === 'untimely') return refuse(world, [notVerified(answer.why, answer.help)])
  await world.print(renderAnswer(answer, claims.claims, required, world.paint))
  return EXIT_CODES[answer.kind]
}

const NOTHING_HELP = 'gh attestation download fetches what was signed for an image'

function readAsked({
  operands,
  bundle,
  predicate,
  trustedRoot,
  identity,
  issuer,
  policyDigest,
  maxAgeSeconds,
  unsigned,
}: VerifySettings): Asked | Diagnostic {
  const [text, ...more] = operands
  if (text === undefined || more.length > 0) return usageProblem('expected one image', 'write registry/repository@sha256:…')
  const image = parseSubject(text)
  if ('message' in image) return image
  const policy = policyDigest === undefined ? undefined : /^(?:sha256:)?([0-9a-f]{64})$/i.exec(policyDigest)?.[1]?.toLowerCase()
  if (policyDigest !== undefined && policy === undefined)
    return usageProblem(`--policy-digest cannot be ${quote(policyDigest)}`, 'a policy digest has 64 hexadecimal digits (0–9, a–f)')
  if (maxAgeSeconds === 0) return usageProblem('--max-age cannot be 0: every verdict is older', 'give an age, such as 24h or 7d')
  const required = { image, policyDigest: policy, maxAgeSeconds }
  if (predicate !== undefined) {
    if (!unsigned)
      return usageProblem(
        'a predicate without a signature proves nothing',
        'verify the signed --bundle, or say --unsigned to read the predicate all the same',
      )
    if ([bundle, trustedRoot, identity, issuer].some(each => each !== undefined))
      return usageProblem(
        '--predicate has no signature to check the other settings against',
        'give --bundle, --trusted-root and --identity, or --predicate and --unsigned',
      )
    return { ...required, how: { kind: 'unsigned', predicate } }
  }
  if (unsigned) return usageProblem('--unsigned is for --predicate only; a bundle is signed', 'omit --unsigned')
  if (bundle === undefined) return usageProblem('--bundle is missing', 'gh attestation download oci://IMAGE --owner OWNER writes one')
  if (trustedRoot === undefined)
    return usageProblem('--trusted-root is missing', 'gh attestation trusted-root > trusted_root.jsonl writes one')
  const who = parseIdentity(identity)
  if ('message' in who) return who
  if (issuer === '') return usageProblem('--issuer is empty', `omit it for ${GITHUB_ISSUER}`)
  return { ...required, how: { kind: 'signed', bundle, trustedRoot, identity: who, issuer: issuer ?? GITHUB_ISSUER } }
}

async function readSigned(image: Subject, how: Extract<Asked['how'], { kind: 'signed' }>): Promise<Claims> {
  const roots = await readFile(how.trustedRoot)
  const bundles = await readFile(how.bundle)
  const unread = [...roots.diagnostics, ...bundles.diagnostics]
  if (unread.length > 0) return { diagnostics: unread }
  // Loads Sigstore's library, which nothing else needs.
  const { collectClaims } = await import('../attest/claims.ts')
  return collectClaims(bundles.objects, roots.objects, { ...how, image })
}

async function readUnsigned(image: Subject, path: string): Promise<Claims> {
  const { objects, diagnostics } = await readFile(path)
  const [only, ...more] = objects
  if (diagnostics.length > 0 || only === undefined) return { diagnostics }
  if (more.length > 0)
    return { diagnostics: [{ ...usageProblem('found more than one predicate', 'give the one of this image'), at: path }] }
  const reading = readPredicate(only.value, image)
  return { claims: [{ signer: null, reading }], notes: reading.kind === 'summary' ? [] : [note(path, reading.why)] }
}

// GitHub limits a predicate to 16 MB, and ours has a few kilobytes.
const MOST_BYTES = 64 * 1024 * 1024

async function readFile(path: string): Promise<Objects> {
  const text = await captureFault(() => readText(path, undefined, { limit: MOST_BYTES, help: 'keep the bundles of this image only' }))
  if (!(text instanceof Fault)) return readObjects(path, text)
  return { objects: [], diagnostics: [{ ...text.diagnostic, message: `the file cannot be read: ${text.message}` }] }
}

function refuse({ tell }: VerifyWorld, diagnostics: readonly Diagnostic[]): number {
  tell(renderDiagnostics(diagnostics))
  return 2
}

function note(at: string, message: string): Diagnostic {
  return { level: 'note', kind: 'not-counted', message, at }
}

function notVerified(message: string, help: string): Diagnostic {
  return { level: 'error', kind: 'not-verified', message, help }
}
