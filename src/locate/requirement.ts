// The packages that a lockfile declares, indexed once so that tens of thousands of findings are looked up quickly.

/** A package as a file of the repository declares it. The version is null if the file leaves it open. */
export interface Requirement {
  readonly name: string
  readonly version: string | null
  /** Counted from 1. */
  readonly line: number
}

/** Returns all names by which a package may be found, in the form in which names are compared, the full one first. */
export type NamesOf = (name: string) => readonly string[]

interface Asked {
  readonly name: string
  /** null if packages with different full names share this one. */
  readonly line: number | null
}

/** By name, and then by version; '' is any version. */
export type Index = ReadonlyMap<string, ReadonlyMap<string, Asked>>

/** No lockfile has more, and an index of millions would not fit into memory. */
const MOST = 100_000

export function indexRequirements(requirements: readonly Requirement[], namesOf: NamesOf): Index {
  const index = new Map<string, Map<string, Asked>>()
  for (const { name: whole, version, line } of requirements.slice(0, MOST)) {
    const names = namesOf(whole)
    const [name = ''] = names
    for (const each of names) {
      const versions = index.get(each) ?? new Map<string, Asked>()
      index.set(each, versions)
      const key = comparable(version)
      const known = versions.get(key)
      if (known === undefined) versions.set(key, { name, line })
      else if (known.name !== name) versions.set(key, { name, line: null })
    }
  }
  return index
}

/** The first line that declares a package in this version; null if there is none, or if it is ambiguous. */
export function findLine(index: Index, namesOf: NamesOf, name: string, version: string | null): number | null {
  const versions = index.get(namesOf(name)[0] ?? '')
  if (versions === undefined) return null
  if (version === null) return versions.size === 1 ? ([...versions.values()][0]?.line ?? null) : null
  return (versions.get(comparable(version)) ?? versions.get(''))?.line ?? null
}

// Go and Composer write `v1.2.3` for what scanners call 1.2.3.
function comparable(version: string | null): string {
  return (version ?? '')
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .replace(/\+incompatible$/, '')
}
