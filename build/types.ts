// The declarations of the library, for programs that are compiled against the package. The compiler writes one for every file that the
// library is made of; only those that its public names lead to are kept, and these need no other package.
//
// What they describe is CommonJS, so a package.json beside them says that. Without it, a program in CommonJS cannot import them.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const LOCAL = /(?<=(?:from |import\()(['"]))(\.{1,2}\/[^'"]+)\.ts(?=\1)/g

/** Leaves in a folder of declarations what `index.d.ts` leads to, with the names by which programs resolve them. */
export function tidyTypes(folder: string): void {
  const reached = new Map<string, string>()
  const visit = (path: string): void => {
    if (reached.has(path)) return
    const text = readFileSync(path, 'utf8')
    reached.set(path, text.replace(LOCAL, '$2.js'))
    for (const [, , name = ''] of text.matchAll(LOCAL)) visit(join(dirname(path), `${name}.d.ts`))
  }
  visit(join(folder, 'index.d.ts'))
  rmSync(folder, { recursive: true })
  for (const [path, text] of [...reached, [join(folder, 'package.json'), '{ "type": "commonjs" }\n'] as const]) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
