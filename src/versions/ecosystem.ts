// The ecosystems whose packages have an order of versions, and by what Amazon Inspector names them.
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_VulnerablePackage.html

export type Ecosystem = 'dpkg' | 'rpm' | 'apk' | 'npm' | 'cargo' | 'pypi' | 'maven' | 'go' | 'rubygems' | 'nuget' | 'composer'

/** What package URLs call them. */
export const PURL_TYPES: Readonly<Record<Ecosystem, string>> = {
  dpkg: 'deb',
  rpm: 'rpm',
  apk: 'apk',
  npm: 'npm',
  cargo: 'cargo',
  pypi: 'pypi',
  maven: 'maven',
  go: 'golang',
  rubygems: 'gem',
  nuget: 'nuget',
  composer: 'composer',
}

const MANAGERS = new Map<string, Ecosystem>([
  ['BUNDLER', 'rubygems'],
  ['CARGO', 'cargo'],
  ['COMPOSER', 'composer'],
  ['DOTNET_CORE', 'nuget'],
  ['GEMSPEC', 'rubygems'],
  ['GOBINARY', 'go'],
  ['GOMOD', 'go'],
  ['JAR', 'maven'],
  ['NODEPKG', 'npm'],
  ['NPM', 'npm'],
  ['NUGET', 'nuget'],
  ['PIP', 'pypi'],
  ['PIPENV', 'pypi'],
  ['POETRY', 'pypi'],
  ['POM', 'maven'],
  ['PYTHONPKG', 'pypi'],
  ['YARN', 'npm'],
])

// A platform is named in capitals with its version, as in AMAZON_LINUX_2 and ALPINE_LINUX_3_20; its first word is enough.
const SYSTEMS = new Map<string, Ecosystem>([
  ['ALMA', 'rpm'],
  ['ALMALINUX', 'rpm'],
  ['ALPINE', 'apk'],
  ['AMAZON', 'rpm'],
  ['CENTOS', 'rpm'],
  ['CHAINGUARD', 'apk'],
  ['DEBIAN', 'dpkg'],
  ['FEDORA', 'rpm'],
  ['OPENSUSE', 'rpm'],
  ['ORACLE', 'rpm'],
  ['PHOTON', 'rpm'],
  ['RED', 'rpm'],
  ['REDHAT', 'rpm'],
  ['RHEL', 'rpm'],
  ['ROCKY', 'rpm'],
  ['SLES', 'rpm'],
  ['SUSE', 'rpm'],
  ['UBUNTU', 'dpkg'],
  ['WOLFI', 'apk'],
])

/** Whose order of versions a package has, by its package manager and, for packages of the operating system, its platform. */
export function orderOf(packageManager: string | null, platform: string | null): Ecosystem | undefined {
  if (packageManager !== 'OS') return MANAGERS.get(packageManager ?? '')
  return SYSTEMS.get(/^[A-Z]+/.exec(platform ?? '')?.[0] ?? '')
}
