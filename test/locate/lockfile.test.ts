// The lines in which lockfiles require packages, and lines that only look like it.

import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ECOSYSTEMS, type Ecosystem, ecosystemOf } from '../../src/locate/ecosystem.ts'
import { walkJson } from '../../src/locate/json.ts'
import { findLine, indexRequirements } from '../../src/locate/requirement.ts'

const NPM_LOCK = `{
  "name": "api",
  "lockfileVersion": 3,
  "packages": {
    "": {
      "name": "api",
      "version": "4.17.21",
      "dependencies": { "lodash": "^4.17.20", "lodash.merge": "^4.6.2", "fast": "npm:lodash@4.17.19" }
    },
    "node_modules/@scope/lodash": {
      "version": "1.0.0",
      "resolved": "https://registry.example/lodash-4.17.20.tgz",
      "dependencies": { "lodash": "4.17.20" }
    },
    "node_modules/fast": {
      "name": "lodash",
      "version": "4.17.19"
    },
    "node_modules/lodash.merge": {
      "version": "4.6.2"
    },
    "node_modules/lodash": {
      "version": "4.17.21",
      "engines": { "node": ">=4" }
    },
    "node_modules/old/node_modules/lodash": {
      "version": "4.17.20"
    },
    "packages/lodash": {
      "version": "9.9.9"
    }
  }
}
`

const NPM_LOCK_1 = `{
  "name": "lodash",
  "version": "4.17.21",
  "lockfileVersion": 1,
  "dependencies": {
    "fast": {
      "version": "npm:lodash@4.17.19"
    },
    "old": {
      "version": "1.0.0",
      "requires": {
        "lodash": "4.17.20"
      },
      "dependencies": {
        "lodash": {
          "version": "4.17.20"
        }
      }
    },
    "lodash": { "version": "4.17.21" }
  }
}
`

const YARN_1 = `# yarn lockfile v1


"@babel/core@^7.0.0", "@babel/core@^7.12.3":
  version "7.29.7"
  dependencies:
    lodash "^4.17.20"
    version "1.0.0"

"fast@npm:lodash@4.17.19":
  version "4.17.19"

lodash.merge@^4.6.0, lodash.merge@^4.6.2:
  version "4.6.2"

lodash@4.17.20, lodash@^4.17.19:
  version "4.17.20"

lodash@^4.17.21:
  version "4.17.21"
`

const YARN_4 = `__metadata:
  version: 8
  cacheKey: 10c0

"@babel/core@npm:^7.0.0, @babel/core@npm:^7.12.3":
  version: 7.29.7
  resolution: "@babel/core@npm:7.29.7"
  dependencies:
    lodash: "npm:^4.17.20"
  languageName: node

"fast@npm:lodash@4.17.19":
  version: 4.17.19
  resolution: "lodash@npm:4.17.19"

"lodash@npm:4.17.20":
  version: 4.17.20
  resolution: "lodash@npm:4.17.20"
`

const PNPM_9 = `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      lodash:
        specifier: 4.17.20
        version: 4.17.20

packages:

  '@babel/core@7.29.7':
    resolution: {integrity: sha512-x}

  lodash.merge@4.6.2:
    resolution: {integrity: sha512-x}

  lodash@4.17.20:
    resolution: {integrity: sha512-x}

snapshots:

  lodash@4.17.19: {}

  react-dom@18.2.0(react@18.2.0):
    dependencies:
      lodash: 4.17.20
`

const PNPM_5 = `lockfileVersion: 5.4

specifiers:
  lodash: 4.17.20

dependencies:
  lodash: 4.17.20

packages:

  /@babel/core/7.29.7:
    dev: false

  /lodash/4.17.20:
    dev: false

  /react-dom/18.2.0_react@18.2.0:
    dependencies:
      lodash: 4.17.20
`

const POETRY = `[[package]]
name = "requests-oauthlib"
version = "2.31.0"
description = "requests for \\"requests\\""
optional = false

[package.dependencies]
requests = ">=2.0.0"
name = "requests"

[[package]]
name = "requests"
version = "2.31.0"

[[package]]
name = "Ruamel.Yaml_Clib"
version = "0.2.8"

[metadata]
name = "flask"
version = "1.0"
`

const UV = `version = 1

[[package]]
name = "api"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "requests", extra = ["socks"] },
]

[package.metadata]
requires-dist = [{ name = "requests", specifier = ">=2.28" }]

[[package]]
name = "requests"
version = "2.31.0"
`

const PIPFILE = `{
    "_meta": { "requests": { "version": "==2.31.0" } },
    "default": {
        "requests-oauthlib": { "version": "==1.3.1" },
        "requests": {
            "hashes": [
                "sha256:requests"
            ],
            "version": "==2.31.0"
        }
    },
    "develop": { "pytest": { "version": "==8.0.0" } }
}
`

const REQUIREMENTS = `# requests==2.31.0
-r requests.txt
--index-url https://requests.example/requests==2.31.0
requests-oauthlib==2.31.0
requests[socks]==2.31.0 ; python_version < "3.13" \\
    --hash=sha256:00
    # via requests
flask>=2,<3
ruamel_yaml.clib==0.2.8  # pinned
numpy == 1.26.*
git+https://example.org/urllib3.git
jinja2 @ https://example.org/jinja2-3.1.4.whl
`

const PYPROJECT = `[project]
name = "requests"
dependencies = [
  "requests-oauthlib>=1",  # not "requests"
  "requests[socks]>=2.28",
]
description = "flask"

[project.optional-dependencies]
web = ["flask>=2", "jinja2"]

[tool.poetry.dependencies]
python = "^3.12"
urllib3 = { version = "^2", extras = ["numpy"] }

[tool.poetry.group.dev.dependencies]
pytest = "*"

[tool.poetry.dependencies.django]
version = "^5"

[tool.black]
numpy = "1"
`

const GO_MOD = `module example.org/app // golang.org/x/net v0.7.0

go 1.25

require golang.org/x/net v0.7.0

require (
	golang.org/x/net/http2 v0.7.0
	github.com/docker/docker v24.0.0+incompatible // indirect
	// golang.org/x/text v0.3.0
)

exclude golang.org/x/text v0.3.1

replace (
	golang.org/x/crypto => example.org/crypto v0.1.0
	golang.org/x/sys v0.1.0 => ../sys
)
`

const GO_SUM = `golang.org/x/net v0.7.0/go.mod h1:a=
golang.org/x/net v0.7.1 h1:b=
golang.org/x/net v0.7.1/go.mod h1:c=
`

const POM = `<?xml version="1.0"?>
<project>
  <groupId>org.example</groupId>
  <artifactId>log4j-core</artifactId>
  <version>2.14.1</version>
  <!-- <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId>
       <version>2.14.1</version></dependency> -->
  <dependencies>
    <dependency>
      <groupId>org.springframework</groupId>
      <artifactId>spring-core</artifactId>
      <version>\${spring.version}</version>
      <exclusions>
        <exclusion>
          <groupId>org.apache.logging.log4j</groupId>
          <artifactId>log4j-core</artifactId>
        </exclusion>
      </exclusions>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-core</artifactId>
      <version>2.14.1</version>
    </dependency>
    <dependency><artifactId>guava</artifactId><groupId>com.google</groupId><version>31.0-jre</version></dependency>
    <dependency><artifactId>guava</artifactId><groupId>com.other</groupId><version>31.0-jre</version></dependency>
  </dependencies>
  <build><plugins><plugin><dependencies>
    <dependency><groupId>org.ant</groupId><artifactId>ant</artifactId><version>1.0</version></dependency>
  </dependencies></plugin></plugins></build>
</project>
`

const GRADLE_LOCK = `# This is a file for dependency locking.
org.apache.logging.log4j:log4j-core-test:2.14.1=testRuntimeClasspath
org.apache.logging.log4j:log4j-core:2.14.1=compileClasspath,runtimeClasspath
empty=annotationProcessor
`

const GRADLE = `plugins { id("java") }
dependencies {
    // implementation("org.apache.logging.log4j:log4j-core:2.14.1")
    implementation("org.apache.logging.log4j:log4j-api:2.14.1")
    implementation 'org.apache.logging.log4j:log4j-core:2.14.1@jar'
    runtimeOnly "com.google:guava:$guava"
}
`

const GEMFILE = `GIT
  remote: https://github.com/rack/rack.git
  specs:
    rack-session (2.0.0)

GEM
  remote: https://rubygems.org/
  specs:
    rack-test (2.2.3)
      rack (>= 1.3)
    rack (2.2.3)
    nokogiri (1.15.0-x86_64-linux)

DEPENDENCIES
  rack (2.2.4)
`

const COMPOSER = `{
    "packages": [
        {
            "name": "symfony/http-kernel",
            "version": "v5.4.1",
            "require": { "symfony/http-foundation": "^5.4" },
            "authors": [ { "name": "symfony/http-foundation", "version": "v5.4.0" } ]
        },
        { "version": "v5.4.0", "name": "Symfony/http-foundation" }
    ],
    "packages-dev": [
        {
            "name": "phpunit/phpunit",
            "version": "9.6.0"
        }
    ]
}
`

const CARGO = `version = 4

[[package]]
name = "api"
version = "0.1.0"
dependencies = [
 "time 0.1.43",
]

[[package]]
name = "time"
version = "0.1.43"

[[package]]
name = "time"
version = "0.3.36"

[[package]]
name = "time-macros"
version = "0.2.18"
`

const NUGET = `{
  "version": 1,
  "dependencies": {
    "net8.0": {
      "Serilog": {
        "type": "Direct",
        "resolved": "3.1.1",
        "dependencies": { "Newtonsoft.Json": "13.0.1" }
      },
      "Newtonsoft.Json.Bson": { "type": "Transitive", "resolved": "13.0.1" },
      "Newtonsoft.Json": { "type": "Transitive", "resolved": "13.0.1" }
    }
  }
}
`

const PACKAGE_JSON = `{
  "name": "lodash",
  "version": "4.17.20",
  "scripts": { "lodash": "lodash" },
  "dependencies": {
    "lodash.merge": "^4.6.2",
    "lodash": "^4.17.0"
  },
  "overrides": { "minimist": "1.2.6" },
  "devDependencies": { "quick": "npm:semver@^7" }
}
`

type Row = readonly [name: string, version: string | null, line: number | null]

/** For each file, the packages that are looked up in it and the lines that require them. */
const TABLE: readonly (readonly [file: string, title: string, manager: string, text: string, rows: readonly Row[]])[] = [
  [
    'package-lock.json',
    'version 3',
    'NPM',
    NPM_LOCK,
    [
      ['lodash', '4.17.21', 22],
      ['lodash', '4.17.20', 26],
      ['lodash', '4.17.19', 15],
      ['lodash', '4.17.2', null],
      ['lodash', '9.9.9', null],
      ['lodash', null, null],
      ['lodash.merge', '4.6.2', 19],
      ['lodash.merge', null, 19],
      ['@scope/lodash', '1.0.0', 10],
      ['fast', '4.17.19', null],
      ['merge', '4.6.2', null],
      ['api', '4.17.21', null],
      ['constructor', '1.0.0', null],
      ['__proto__', null, null],
    ],
  ],
  [
    'npm-shrinkwrap.json',
    'version 1',
    'NODEPKG',
    NPM_LOCK_1,
    [
      ['lodash', '4.17.21', 20],
      ['lodash', '4.17.20', 15],
      ['lodash', '4.17.19', 6],
      ['old', '1.0.0', 9],
    ],
  ],
  [
    'yarn.lock',
    'of Yarn 1',
    'YARN',
    YARN_1,
    [
      ['lodash', '4.17.21', 19],
      ['lodash', '4.17.20', 16],
      ['lodash', '4.17.19', 10],
      ['lodash.merge', '4.6.2', 13],
      ['@babel/core', '7.29.7', 4],
      ['core', '7.29.7', null],
      ['lodash', '1.0.0', null],
      ['@babel/core', '1.0.0', null],
    ],
  ],
  [
    'yarn.lock',
    'of Yarn 4',
    'YARN',
    YARN_4,
    [
      ['lodash', '4.17.20', 16],
      ['lodash', '4.17.19', 12],
      ['@babel/core', '7.29.7', 5],
    ],
  ],
  [
    'pnpm-lock.yaml',
    'version 9',
    'NODEPKG',
    PNPM_9,
    [
      ['lodash', '4.17.20', 19],
      ['lodash', '4.17.19', null],
      ['lodash.merge', '4.6.2', 16],
      ['@babel/core', '7.29.7', 13],
      ['react-dom', '18.2.0', null],
    ],
  ],
  [
    'pnpm-lock.yaml',
    'version 6',
    'NODEPKG',
    PNPM_9.replaceAll(/^ {2}'?([@a-z][^:']*@\d[^:']*)'?:/gm, '  /$1:').replace("'9.0'", "'6.0'"),
    [
      ['lodash', '4.17.20', 19],
      ['@babel/core', '7.29.7', 13],
    ],
  ],
  [
    'pnpm-lock.yaml',
    'version 5',
    'NODEPKG',
    PNPM_5,
    [
      ['lodash', '4.17.20', 14],
      ['@babel/core', '7.29.7', 11],
      ['react-dom', '18.2.0', 17],
      ['react', '18.2.0', null],
    ],
  ],
  [
    'poetry.lock',
    '',
    'POETRY',
    POETRY,
    [
      ['requests', '2.31.0', 12],
      ['Requests', '2.31.0', 12],
      ['requests', '2.31', null],
      ['requests_oauthlib', '2.31.0', 2],
      ['ruamel-yaml-clib', '0.2.8', 16],
      ['flask', '1.0', null],
    ],
  ],
  [
    'uv.lock',
    '',
    'PYTHONPKG',
    UV,
    [
      ['requests', '2.31.0', 15],
      ['requests', null, 15],
    ],
  ],
  [
    'Pipfile.lock',
    '',
    'PIPENV',
    PIPFILE,
    [
      ['requests', '2.31.0', 5],
      ['requests-oauthlib', '1.3.1', 4],
      ['requests-oauthlib', '2.31.0', null],
      ['pytest', '8.0.0', 12],
    ],
  ],
  [
    'requirements.txt',
    '',
    'PIP',
    REQUIREMENTS,
    [
      ['requests', '2.31.0', 5],
      ['requests', '2.30.0', null],
      ['requests-oauthlib', '2.31.0', 4],
      ['Flask', '2.1.0', 8],
      ['ruamel.yaml.clib', '0.2.8', 9],
      ['numpy', '1.26.4', 10],
      ['jinja2', '3.1.4', 12],
      ['urllib3', '2.0.0', null],
      ['git', '1', null],
    ],
  ],
  [
    'pyproject.toml',
    '',
    'PYTHONPKG',
    PYPROJECT,
    [
      ['requests', '2.31.0', 5],
      ['requests-oauthlib', '1.3.1', 4],
      ['flask', '2.1.0', 10],
      ['jinja2', '3.1.4', 10],
      ['urllib3', '2.0.0', 14],
      ['pytest', '8.0.0', 17],
      ['django', '5.0.0', 19],
      ['numpy', '1', null],
      ['socks', '1', null],
    ],
  ],
  [
    'go.mod',
    '',
    'GOBINARY',
    GO_MOD,
    [
      ['golang.org/x/net', 'v0.7.0', 5],
      ['golang.org/x/net', '0.7.0', 5],
      ['golang.org/x/net', '0.7.1', null],
      ['golang.org/x/net/http2', '0.7.0', 8],
      ['github.com/docker/docker', '24.0.0', 9],
      ['golang.org/x/text', '0.3.0', null],
      ['golang.org/x/text', '0.3.1', null],
      ['example.org/crypto', '0.1.0', 16],
      ['stdlib', '1.25', null],
    ],
  ],
  [
    'go.sum',
    '',
    'GOMOD',
    GO_SUM,
    [
      ['golang.org/x/net', '0.7.0', 1],
      ['golang.org/x/net', '0.7.1', 2],
      ['golang.org/x', '0.7.1', null],
    ],
  ],
  [
    'pom.xml',
    '',
    'JAR',
    POM,
    [
      ['org.apache.logging.log4j:log4j-core', '2.14.1', 22],
      ['org.apache.logging.log4j/log4j-core', '2.14.1', 22],
      ['log4j-core', '2.14.1', 22],
      ['org.apache.logging.log4j:log4j-core', '2.14.0', null],
      ['org.example:log4j-core', '2.14.1', null],
      ['org.springframework:spring-core', '5.3.1', 11],
      ['com.google:guava', '31.0-jre', 25],
      ['com.other:guava', '31.0-jre', 26],
      ['guava', '31.0-jre', null],
      ['org.ant:ant', '1.0', null],
    ],
  ],
  [
    'gradle.lockfile',
    '',
    'JAR',
    GRADLE_LOCK,
    [
      ['org.apache.logging.log4j:log4j-core', '2.14.1', 3],
      ['log4j-core-test', '2.14.1', 2],
    ],
  ],
  [
    'build.gradle',
    '',
    'JAR',
    GRADLE,
    [
      ['org.apache.logging.log4j:log4j-core', '2.14.1', 5],
      ['org.apache.logging.log4j:log4j-core', '2.15.0', null],
      ['com.google:guava', '31.0-jre', 6],
    ],
  ],
  [
    'Gemfile.lock',
    '',
    'GEMSPEC',
    GEMFILE,
    [
      ['rack', '2.2.3', 11],
      ['rack', '2.2.4', null],
      ['rack-test', '2.2.3', 9],
      ['rack-session', '2.0.0', 4],
      ['nokogiri', '1.15.0', 12],
    ],
  ],
  [
    'composer.lock',
    '',
    'COMPOSER',
    COMPOSER,
    [
      ['symfony/http-kernel', '5.4.1', 4],
      ['symfony/http-foundation', 'v5.4.0', 9],
      ['phpunit/phpunit', '9.6.0', 13],
      ['symfony/http', '5.4.1', null],
    ],
  ],
  [
    'Cargo.lock',
    '',
    'CARGO',
    CARGO,
    [
      ['time', '0.1.43', 11],
      ['time', '0.3.36', 15],
      ['time', null, null],
      ['time-macros', '0.2.18', 19],
    ],
  ],
  [
    'packages.lock.json',
    '',
    'NUGET',
    NUGET,
    [
      ['newtonsoft.json', '13.0.1', 11],
      ['Newtonsoft.Json.Bson', '13.0.1', 10],
      ['Serilog', '3.1.1', 5],
    ],
  ],
  [
    'package.json',
    '',
    'NODEPKG',
    PACKAGE_JSON,
    [
      ['lodash', '4.17.21', 7],
      ['lodash.merge', '4.6.2', 6],
      ['minimist', '1.2.6', null],
      ['semver', '7.0.0', 10],
      ['quick', '7.0.0', null],
    ],
  ],
]

function known(manager: string): Ecosystem {
  const ecosystem = ecosystemOf(manager)
  if (ecosystem === undefined) throw new Error(`no ecosystem has ${manager}`)
  return ecosystem
}

function lineIn(file: string, manager: string, text: string, name: string, version: string | null): number | null {
  const { locks, manifests, namesOf } = known(manager)
  const read = locks[file] ?? manifests[file]
  return findLine(indexRequirements(read?.(text) ?? [], namesOf), namesOf, name, version)
}

describe.each(TABLE)('%s %s', (file, _, manager, text, rows) => {
  test.each(rows)('%s %s is on line %s', (name, version, line) => {
    expect(lineIn(file, manager, text, name, version)).toBe(line)
  })

  test('has the same lines with carriage returns', () => {
    for (const [name, version, line] of rows) expect(lineIn(file, manager, text.replaceAll('\n', '\r\n'), name, version)).toBe(line)
  })

  test('is read without an error wherever it is cut off', () => {
    const { locks, manifests } = known(manager)
    const read = locks[file] ?? manifests[file]
    for (let length = 0; length < text.length; length += 7) expect(() => read?.(text.slice(0, length))).not.toThrow()
  })
})

// Gradle's two languages share one reader.
const TWIN = 'build.gradle.kts'
const formats = ECOSYSTEMS.flatMap(({ locks, manifests }) => [...Object.keys(locks), ...Object.keys(manifests)])

test.each(formats.filter(file => file !== TWIN))('%s has an example in the table', file => {
  expect(TABLE.map(([name]) => name)).toContain(file)
})

test.each(['OS', 'GENERIC', '', null])('the manager %s has no lockfile', manager => {
  expect(ecosystemOf(manager)).toBeUndefined()
})

test('our own lockfile has each package on the line of its folder', () => {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
  const lines = text.split('\n')
  const { packages } = JSON.parse(text) as { packages: Record<string, { version: string; name?: string }> }
  for (const [folder, { version, name }] of Object.entries(packages)) {
    if (folder === '') continue
    const own = name ?? folder.slice(folder.lastIndexOf('node_modules/') + 13)
    const line = lineIn('package-lock.json', 'NPM', text, own, version)
    expect(lines[(line ?? 0) - 1]).toMatch(/^ {4}"(?:.*\/)?node_modules\//)
    expect(lines[(line ?? 0) - 1]).toContain(`node_modules/${own}"`)
  }
})

test('a walk over JSON finds the strings and paths that JSON.parse finds, and their lines', () => {
  const flatten = (value: unknown, path: readonly string[]): readonly (readonly [string, string])[] => {
    if (typeof value === 'string') return [[JSON.stringify(path), value]]
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]))
  }
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4), (value, indent) => {
      const json = JSON.stringify(value, null, indent)
      const told: (readonly [string, string])[] = []
      const lines = json.split('\n')
      walkJson(json, (path, line, text) => {
        if (text === undefined) return
        told.push([JSON.stringify(path), text])
        expect(lines[line - 1]).toContain(JSON.stringify(text))
      })
      expect(told).toEqual(flatten(JSON.parse(json), []))
    }),
  )
})

test('a walk over invalid JSON ends', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\a\n') }), text => walkJson(text, () => undefined)))
  let deepest = 0
  walkJson('['.repeat(200_000), path => {
    deepest = path.length
  })
  expect(deepest).toBe(200)
})

test('only the first 100,000 packages of a file have a line', () => {
  const text = Array.from({ length: 100_001 }, (_, i) => `package-${i}==1\n`).join('')
  expect(lineIn('requirements.txt', 'PIP', text, 'package-99999', '1')).toBe(100_000)
  expect(lineIn('requirements.txt', 'PIP', text, 'package-100000', '1')).toBeNull()
})

// Anybody who opens a pull request can write these files. At this length, a regular expression that backtracks takes minutes.
describe('is read at once, whatever is written into it:', () => {
  const long = (text: string): string => text.repeat(200_000)
  test.each([
    ['requirements.txt', 'PIP', `a${long(' ')}\u2028x`],
    ['requirements.txt', 'PIP', `${long('a')}\u2028x`],
    ['Gemfile.lock', 'GEMSPEC', `GEM\n  specs:\n    a (${long('-')}\u2028x)`],
    ['go.mod', 'GOMOD', `${long('/')}\u2028x`],
    ['build.gradle', 'JAR', `${long(' //')}\u2028x`],
    ['build.gradle', 'JAR', long(`"a:b'`)],
    ['pom.xml', 'JAR', `<${long('a')}`],
    ['pom.xml', 'JAR', long('<a><dependency></dependency>')],
    ['pom.xml', 'JAR', long('<!--')],
    ['pyproject.toml', 'PIP', `[${long(' ')}x`],
    ['pyproject.toml', 'PIP', `x = ${long(' #')}\u2028x`],
    ['pyproject.toml', 'PIP', `a =${long(' ')}x\u2028x`],
    ['pyproject.toml', 'PIP', `[project]\ndependencies = ["${long('a')}`],
    ['pyproject.toml', 'PIP', `[tool.poetry.dependencies.${long('a')}]\n${long('\n')}`],
    ['package-lock.json', 'NPM', long('{"dependencies":{"a":')],
    ['package.json', 'NPM', long('{"dependencies":{"a":')],
    ['package-lock.json', 'NPM', `"${long('\\"')}`],
    ['yarn.lock', 'NPM', `${long('a@1, ')}:`],
    ['pnpm-lock.yaml', 'NPM', `packages:\n  ${long('@a/')}:`],
    ['poetry.lock', 'PIP', `[[package]]${long(' ')}x`],
    ['go.sum', 'GOMOD', `${long('a')} v${long('a')}`],
    ['gradle.lockfile', 'JAR', long('a:')],
  ])('%s', (file, manager, text) => {
    expect(lineIn(file, manager, text, 'wanted', '1')).toBeNull()
  })
})
