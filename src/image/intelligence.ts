// The fields of findings that only Amazon Inspector has, and what it did not say of them. That is remembered with its reason, because a
// field without a value means otherwise that there is none.

/** The fields of findings that only Amazon Inspector has. */
export const INSPECTOR_FIELDS = ['epss', 'lastKnownExploitAt', 'knownExploited'] as const
export type InspectorField = (typeof INSPECTOR_FIELDS)[number]

/** What a finding has of Amazon Inspector alone; null where there is none, or where it was not asked. */
export interface Intelligence {
  /** EPSS: how likely it is that somebody exploits it within 30 days, from 0 to 1. */
  readonly epss: number | null
  /** When Inspector last knew of an exploit, ISO 8601. */
  readonly lastKnownExploitAt: string | null
  /** Whether CISA's list of known exploited vulnerabilities has it. */
  readonly knownExploited: 'YES' | 'NO' | null
}

export const NO_INTELLIGENCE: Intelligence = { epss: null, lastKnownExploitAt: null, knownExploited: null }

/** Fields of findings that Amazon Inspector was to say and did not. */
export interface Unsaid {
  readonly names: readonly InspectorField[]
  /** The ARNs of the findings, empty where one has none; null for all of them. */
  readonly of: ReadonlySet<string> | null
  readonly why: string
}

/** What is unsaid of findings that are only recorded. */
export const NOT_ASKED: Unsaid = { names: INSPECTOR_FIELDS, of: null, why: 'it is asked only about images in ECR' }

/** What Amazon Inspector did not say of a finding. */
export function unsaidOf({ unsaid }: { readonly unsaid: readonly Unsaid[] }, arn: unknown): readonly Unsaid[] {
  return unsaid.filter(({ of }) => of?.has(typeof arn === 'string' ? arn : '') ?? true)
}

/** Collects what is unsaid. Findings of which the same is unsaid for the same reason are told together. */
export function startUnsaid(): {
  readonly add: (names: readonly InspectorField[], arn: string, why: string) => void
  readonly all: () => readonly Unsaid[]
} {
  const groups = new Map<string, Unsaid & { readonly of: Set<string> }>()
  return {
    add: (names, arn, why) => {
      const key = JSON.stringify([names, why])
      const group = groups.get(key) ?? { names, of: new Set(), why }
      groups.set(key, group)
      group.of.add(arn)
    },
    all: () => [...groups.values()],
  }
}
