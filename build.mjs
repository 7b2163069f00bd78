// Builds dist/: the CLI and the library as CommonJS with lazy chunks, the shipped packs as checked data, and the types.
//
// CommonJS starts faster than ES modules on the runner's Node (docs/decisions/bundle.md). Node itself strips the types, so
// what is bundled is the source, line by line.

import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import commonjs from '@rollup/plugin-commonjs'
import nodeResolve from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'
import { loadRules } from './src/rules/load.ts'

const OUT = 'dist'

rmSync(OUT, { recursive: true, force: true })
await bundle()
chmodSync(join(OUT, 'cli.cjs'), 0o755)
writePacks()
execFileSync('node_modules/.bin/tsc', ['--project', 'tsconfig.types.json'], { stdio: 'inherit' })

async function bundle() {
  const bundle = await rollup({
    input: { action: 'src/action.ts', cli: 'src/cli.ts', index: 'src/index.ts' },
    external: [/^node:/],
    plugins: [
      {
        name: 'typescript',
        transform: (code, id) => (id.endsWith('.ts') ? { code: stripTypeScriptTypes(code), map: null } : null),
        resolveImportMeta: property => (property === 'url' ? "require('node:url').pathToFileURL(__filename).href" : null),
      },
      {
        // The client for GitHub's OIDC tokens would draw in a whole HTTP library (docs/decisions/bundle.md); nothing here uses it.
        name: 'without-oidc',
        load: id => (id.endsWith('/@actions/core/lib/oidc-utils.js') ? 'export class OidcClient {}' : null),
      },
      {
        // The clients of AWS name their version to the service, and read it from their package.
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
      // Compiled TypeScript asks for `this` before it helps itself.
      if (warning.code === 'THIS_IS_UNDEFINED') return
      throw new Error(`rollup: ${warning.message}`)
    },
  })
  await bundle.write({
    dir: OUT,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].cjs',
    // Names without a hash: a rebuild compares, and a reader finds what changed.
    chunkFileNames: 'chunk-[name].cjs',
    banner: chunk => (chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
    generatedCode: 'es2015',
  })
}

// Tests and comments stay in rules/: the bundle carries what judges.
function writePacks() {
  const packs = {}
  for (const pack of ['ecr', 'ssm']) {
    const folder = join('rules', pack)
    const files = readdirSync(folder)
      .sort()
      .map(name => ({ path: `${folder}/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
    const { rules, diagnostics } = loadRules(files)
    if (diagnostics.length > 0) throw new Error(`${folder}: ${JSON.stringify(diagnostics)}`)
    packs[pack] = rules.map(rule => ({ ...rule, tests: [] }))
  }
  writeFileSync(join(OUT, 'packs.json'), `${JSON.stringify(packs, null, 1)}\n`)
}
