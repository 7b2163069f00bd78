// The programs that define the orders of versions, by the names that docs/decisions/versions.md gives them. Without one are apk and NuGet.

import type { Ecosystem } from '../../src/versions/ecosystem.ts'

export const REFERENCES = {
  dpkg: 'Dpkg::Version',
  rpm: 'rpm',
  npm: 'npm',
  cargo: 'semver',
  pypi: 'packaging',
  maven: 'maven-artifact',
  go: 'golang.org/x/mod/semver',
  rubygems: 'Gem::Version',
  composer: 'composer/semver',
} as const satisfies Partial<Record<Ecosystem, string>>
