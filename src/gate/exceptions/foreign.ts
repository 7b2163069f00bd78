// Whether what files of other tools ask holds for a finding. It must hold for every one of its packages, and what ECR does not say of one
// does not hold.

import { type Finding, type Package, versionOf } from '../../image/finding.ts'
import { normal, type Purl } from '../../purl.ts'
import type { Condition } from '../../rules/foreign/condition.ts'
import { type Ecosystem, orderOf, PURL_TYPES } from '../../versions/ecosystem.ts'

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
      return kindOf(pack, platform)?.type === condition.value
    case 'language':
      return kindOf(pack, platform)?.language === condition.value
    case 'fixed':
      return pack.fixedIn !== null
  }
}

/** What Grype calls the packages of an ecosystem, and their language. */
interface Kind {
  readonly type: string
  readonly language: string
}

const KINDS: Readonly<Record<Ecosystem, Kind>> = {
  dpkg: { type: 'deb', language: '' },
  rpm: { type: 'rpm', language: '' },
  apk: { type: 'apk', language: '' },
  npm: { type: 'npm', language: 'javascript' },
  cargo: { type: 'rust-crate', language: 'rust' },
  pypi: { type: 'python', language: 'python' },
  maven: { type: 'java-archive', language: 'java' },
  go: { type: 'go-module', language: 'go' },
  rubygems: { type: 'gem', language: 'ruby' },
  nuget: { type: 'dotnet', language: 'dotnet' },
  composer: { type: 'php-composer', language: 'php' },
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
  const order = orderOf(pack.manager, platform)
  if (order === undefined || pack.name === null || pack.version === null) return false
  const type = PURL_TYPES[order]
  const parts = pack.name.split(type === 'maven' ? /[:/]/ : '/')
  const isOfSystem = pack.manager === 'OS'
  const first = /^[A-Z]+/.exec(platform ?? '')?.[0].toLowerCase() ?? ''
  const namespace = isOfSystem ? (NAMESPACES.get(first) ?? first) : parts.slice(0, -1).join('/')
  const own = normal(type, namespace, isOfSystem ? pack.name : (parts.at(-1) ?? ''))
  if (type !== purl.type || own.namespace !== (purl.namespace ?? '') || own.name !== purl.name) return false
  const epoch = purl.qualifiers.get('epoch')
  const isOfEpoch = epoch === undefined || ((pack.epoch ?? 0) > 0 && epoch === String(pack.epoch))
  const version = versionOf({ ...pack, epoch: null })
  // The versions of Go's modules begin with a v there, whatever ECR writes.
  const isOfVersion = purl.version === version || (type === 'golang' && purl.version === `v${version}`)
  return isOfEpoch && (purl.version === null || isOfVersion)
}
