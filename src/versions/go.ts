// The order of Go's modules, pseudo-versions included: https://go.dev/ref/mod#versions, and of the short forms that
// https://pkg.go.dev/golang.org/x/mod/semver allows. "+incompatible" is metadata, so it does not count. The "v" may be missing, and
// the standard library has the versions of Go.

import { orderByPrerelease } from './prerelease.ts'

const NUMBER = '(0|[1-9]\\d*)'
const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*)'
const METADATA = '[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*'
const SHAPE = new RegExp(
  `^(?:v|go)?${NUMBER}(?:\\.${NUMBER}(?:\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+${METADATA})?)?)?$`,
)

export const compareGo = orderByPrerelease(text => {
  const [, major, minor = '', patch = '', prerelease] = SHAPE.exec(text) ?? []
  return major === undefined ? undefined : { numbers: [major, minor, patch], prerelease }
})
