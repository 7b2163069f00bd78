// Builds dist/: the Action, the CLI and the library as CommonJS with lazy chunks, the shipped packs as checked data, and the
// types. It also rewrites the committed files that are generated from others: the schema of rule files, and parts of pages. What
// it built from is left in dist/ as a hash (build/fingerprint.ts).
//
// CommonJS starts faster than ES modules on the runner's Node (docs/decisions/bundle.md). Node itself strips the types, so
// the bundle has the source line by line.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'
import { FINGERPRINT, hashSources } from './build/fingerprint.ts'
import { readOperations } from './build/operations.ts'
import { writeAction, writeEcrPage, writeGatePage, writeReadme, writeRulesPage } from './build/pages.ts'
import { writePolicySchema } from './build/policy.ts'
import { tidyTypes } from './build/types.ts'
import { loadRules } from './src/rules/load.ts'
import { ruleSchema } from './src/rules/schema.ts'

const OUT = 'dist'

const typescript = {
  name: 'typescript',
  transform: (code, id) => (id.endsWith('.ts') ? { code: stripTypes(code, id), map: null } : null),
  resolveImportMeta: property => (property === 'url' ? "require('node:url').pathToFileURL(__filename).href" : null),
}

rmSync(OUT, { recursive: true, force: true })
await bundle()
chmodSync(join(OUT, 'cli.cjs'), 0o755)
const packs = readPacks()
writePacks(packs)
writeJson(join(OUT, 'operations.json'), readOperations(), 0)
await writePage()
writeJson('rules/schema.json', ruleSchema(), 2)
writeJson('rules/schema.policy.json', writePolicySchema(), 2)
rewrite('docs/rules.md', page => writeRulesPage(page, packs))
rewrite('docs/gate.md', writeGatePage)
rewrite('docs/ecr.md', writeEcrPage)
rewrite('README.md', writeReadme)
rewrite('action.yml', writeAction)
execFileSync('node_modules/.bin/tsc', ['--project', 'tsconfig.types.json'], { stdio: 'inherit' })
tidyTypes(join(OUT, 'types'))
// Last, because it says that all the rest was built.
writeFileSync(FINGERPRINT, `${hashSources('.')}\n`)

async function bundle() {
  const bundle = await rollup({
    input: { action: 'src/action.ts', cli: 'src/cli.ts', index: 'src/index.ts' },
    external: [/^node:/],
    plugins: [
      typescript,
      {
        // The client for GitHub's OIDC tokens would pull in a whole HTTP library (docs/decisions/bundle.md); nothing here uses it.
        name: 'without-oidc',
        load: id => (id.endsWith('/@actions/core/lib/oidc-utils.js') ? 'export class OidcClient {}' : null),
      },
      {
        // The AWS clients send their version to the service and read it from their package.json.
        name: 'package-version',
        transform: (code, id) =>
          id.endsWith('/package.json')
            ? { code: `export const version = ${JSON.stringify(JSON.parse(code).version)}\nexport default { version }`, map: null }
            : null,
      },
      nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
      commonjs(),
    ],
    onwarn: warning => {
      // Compiled TypeScript looks for its helpers in `this` before it defines its own.
      if (warning.code === 'THIS_IS_UNDEFINED') return
      throw new Error(`rollup: ${warning.message}`)
    },
  })
  await bundle.write({
    dir: OUT,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].cjs',
    // The names have no hash, so that two builds can be compared and a reader sees what changed.
    chunkFileNames: 'chunk-[name].cjs',
    banner: chunk => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
    generatedCode: 'es2015',
    // The AWS clients import node:http late. As an import it would load all that node:http can give, Node's own HTTP client too.
    dynamicImportInCjs: false,
  })
}

// Node leaves blanks where types stood. At the ends of lines they are nothing but size, unless a line of the source ends in one.
function stripTypes(code, id) {
  if (/[ \t]$/m.test(code)) throw new Error(`${id} has a line that ends in a blank`)
  return stripTypeScriptTypes(code).replace(/[ \t]+$/gm, '')
}

function readPacks() {
  return Object.fromEntries(
    ['ecr', 'ssm'].map(pack => {
      const folder = join('rules', pack)
      const files = readdirSync(folder)
        .sort()
        .map(name => ({ path: `${folder}/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
      const { rules, diagnostics } = loadRules(files)
      if (diagnostics.length > 0) throw new Error(`${folder}: ${JSON.stringify(diagnostics)}`)
      return [pack, rules]
    }),
  )
}

// The bundle has only what judging needs: the tests and comments stay in rules/.
function writePacks(packs) {
  const stripped = Object.entries(packs).map(([pack, rules]) => [pack, rules.map(rule => ({ ...rule, tests: [] }))])
  writeJson(join(OUT, 'packs.json'), Object.fromEntries(stripped), 1)
}

// Writes the script and the style that are embedded in every HTML report.
async function writePage() {
  const folder = 'src/report/html/page'
  const bundle = await rollup({ input: join(folder, 'page.ts'), plugins: [typescript] })
  const { output } = await bundle.generate({ format: 'es' })
  const toPart = text => ({ text, sha256: createHash('sha256').update(text).digest('base64') })
  writeJson(join(OUT, 'page.json'), { style: toPart(readFileSync(join(folder, 'page.css'), 'utf8')), script: toPart(output[0].code) }, 1)
}

function rewrite(path, write) {
  writeFileSync(path, write(readFileSync(path, 'utf8')))
}

function writeJson(path, value, indent) {
  writeFileSync(path, `${JSON.stringify(value, null, indent)}\n`)
}
