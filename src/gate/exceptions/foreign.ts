// Whether what files of other tools ask holds for a finding. It must hold for every one of its packages, and what ECR does not say of one
// does not hold.

import { type Finding, type Package, versionOf } from '../../image/finding.ts'
import type { Condition } from '../../rules/foreign/condition.ts'
import { normal, type Purl } from '../../rules/foreign/purl.ts'
import { type Ecosystem, orderOf } from '../../versions/ecosystem.ts'

/** Whether a condition holds for a finding. */
export function holdsFor(condition: Condition, finding: Finding): boolean {
  const { packages, fixAvailable, platform } = finding
  if (condition.kind === 'fixed' && fixAvailable !== 'YES') return false
  return packages.length > 0 && packages.every(pack => holdsIn(condition, pack, platform))
}

function holdsIn(condition: Condition, pack: Package, platform: string | null): boolean {
  switch (condition.kind) {
    case 'path': {
      const { path } = pack
      return path !== null && condition.tests.some(test => test(`${condition.root}${path.replace(/^\/+/, '')}`))
    }
    case 'purl':
      return condition.purls.some(purl => isPackage(purl, pack, platform))
    case 'name':
      return pack.name !== null && condition.test(pack.name)
    case 'version':
      return pack.version !== null && versionOf(pack) === condition.value.replace(/^0:/, '')
    case 'type':
      return kindOf(pack, platform)?.grype === condition.value
    case 'language':
      return kindOf(pack, platform)?.language === condition.value
    case 'fixed':
      return pack.fixedIn !== null
  }
}

/** What other tools call packages: the type in a package URL, and Grype's type and language. */
interface Kind {
  readonly purl: string
  readonly grype: string
  readonly language: string
}

const KINDS: Readonly<Record<Ecosystem, Kind>> = {
  dpkg: { purl: 'deb', grype: 'deb', language: '' },
  rpm: { purl: 'rpm', grype: 'rpm', language: '' },
  apk: { purl: 'apk', grype: 'apk', language: '' },
  npm: { purl: 'npm', grype: 'npm', language: 'javascript' },
  cargo: { purl: 'cargo', grype: 'rust-crate', language: 'rust' },
  pypi: { purl: 'pypi', grype: 'python', language: 'python' },
  maven: { purl: 'maven', grype: 'java-archive', language: 'java' },
  go: { purl: 'golang', grype: 'go-module', language: 'go' },
  rubygems: { purl: 'gem', grype: 'gem', language: 'ruby' },
  nuget: { purl: 'nuget', grype: 'dotnet', language: 'dotnet' },
  composer: { purl: 'composer', grype: 'php-composer', language: 'php' },
}

function kindOf({ manager }: Package, platform: string | null): Kind | undefined {
  const order = orderOf(manager, platform)
  return order && KINDS[order]
}

/** The namespaces of package URLs whose name is not the first word of the platform. */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['almalinux', 'alma'],
  ['red', 'redhat'],
  ['rhel', 'redhat'],
  ['sles', 'suse'],
])

// The epoch stands apart from the version there, and an epoch 0 is none.
function isPackage(purl: Purl, pack: Package, platform: string | null): boolean {
  const kind = kindOf(pack, platform)
  if (kind === undefined || pack.name === null || pack.version === null) return false
  const parts = pack.name.split(kind.purl === 'maven' ? /[:/]/ : '/')
  const isOfSystem = pack.manager === 'OS'
  const first = /^[A-Z]+/.exec(platform ?? '')?.[0].toLowerCase() ?? ''
  const namespace = isOfSystem ? (NAMESPACES.get(first) ?? first) : parts.slice(0, -1).join('/')
  const own = normal(kind.purl, namespace, isOfSystem ? pack.name : (parts.at(-1) ?? ''))
  if (own.type !== purl.type || own.namespace !== purl.namespace || own.name !== purl.name) return false
  const epoch = purl.qualifiers.get('epoch')
  const isOfEpoch = epoch === undefined || ((pack.epoch ?? 0) > 0 && epoch === String(pack.epoch))
  const version = versionOf({ ...pack, epoch: null })
  // The versions of Go's modules begin with a v there, whatever ECR writes.
  const isOfVersion = purl.version === version || (kind.purl === 'golang' && purl.version === `v${version}`)
  return isOfEpoch && (purl.version === '' || isOfVersion)
}
