// What `policy push` would write: for each file the parameter, and how that differs from what is there. Everything is read and checked
// before anything is written.

import pMap from 'p-map'
import type { ParameterDetails, ParameterStore } from '../aws/parameters.ts'
import { type Diagnostic, locate, quote, usageProblem } from '../diagnostic.ts'
import { printable } from '../escape.ts'
import { Fault } from '../fault.ts'
import { findBraces } from '../rules/braces.ts'
import type { RuleFile } from '../rules/document.ts'
import { toolNamed, toolOf } from '../rules/foreign/tool.ts'
import { type ParameterReference, parseReference } from '../rules/reference.ts'

/** A file and where it goes. */
export interface Named {
  readonly file: RuleFile
  /** As messages call the parameter: a reference to it. */
  readonly target: string
  readonly name: string
}

/** What is to be done for a file; `version` is that of what is there. */
export type Step = Named & { readonly details: ParameterDetails | undefined } & (
    | { readonly kind: 'create' }
    | { readonly kind: 'update' | 'none'; readonly version: number }
  )

export type Tier = 'standard' | 'advanced'

// What a parameter may hold. AWS says 4 and 8 KB, and where it counts characters there are no more of them than bytes.
const MOST_STANDARD_BYTES = 4 * 1024
const MOST_ADVANCED_BYTES = 8 * 1024
const MOST: Readonly<Record<Tier, number>> = { standard: MOST_STANDARD_BYTES, advanced: MOST_ADVANCED_BYTES }

/** Says where each file goes: to the one parameter, or below the path under its own name, without its ending. */
export function nameFiles(
  files: readonly RuleFile[],
  reference: ParameterReference,
): { readonly named: readonly Named[]; readonly problems: readonly Diagnostic[] } {
  const { text, name } = reference
  if (!reference.isPath) {
    const [file, second] = files
    const several = usageProblem(`several files go below a path, and ${quote(text)} is one parameter`, `write ${text}/`)
    if (file !== undefined && toolOf(file)?.form !== toolNamed(name)?.form) return { named: [], problems: [misnamed(file, text)] }
    return file === undefined || second !== undefined
      ? { named: [], problems: [several] }
      : { named: [{ file, target: text, name }], problems: [] }
  }
  const problems: Diagnostic[] = []
  const named = new Map<string, Named>()
  for (const file of files) {
    const whole = file.path.split(/[\\/]/).at(-1) ?? ''
    // A file of another tool is known by its whole name, there too.
    const base = toolOf(file) === undefined ? whole.replace(/\.(?:ya?ml|json)$/i, '') : whole
    const target = parseReference(text + base)
    const other = named.get(base)
    if ('message' in target || base === '')
      problems.push({ ...usageProblem(`${quote(base)} cannot be the name of a parameter`, NAME_HELP), at: file.path })
    else if (other !== undefined)
      problems.push({
        ...usageProblem(
          `two files would be ${quote(target.text)}: this one and ${quote(other.file.path)}`,
          'give one of them another name',
        ),
        at: file.path,
      })
    else named.set(base, { file, target: target.text, name: name + base })
  }
  return { named: [...named.values()], problems }
}

function misnamed({ path }: RuleFile, target: string): Diagnostic {
  const message = `files of other tools are known by their names, and ${quote(target)} would be read as another kind of file`
  return { ...usageProblem(message, 'write a path that ends in a slash: the file keeps its name below it'), at: path }
}

const NAME_HELP = 'a name has letters, digits and . _ - and does not begin with aws or ssm; give the file such a name'

/** Compares the files with what is there. Throws a fault where that cannot be read. */
export function planSteps(
  named: readonly Named[],
  store: ParameterStore,
  known: ReadonlyMap<string, ParameterDetails>,
): Promise<readonly Step[]> {
  return pMap(
    named,
    async (each): Promise<Step> => {
      const details = known.get(each.name)
      if (details === undefined) return { ...each, details, kind: 'create' }
      const there = await store.get(each.name)
      if (there === undefined)
        throw new Fault('aws-not-found', { message: 'it was deleted meanwhile', help: 'run it again', at: each.target })
      return { ...each, details, kind: there.value === each.file.text ? 'none' : 'update', version: there.version }
    },
    { concurrency: 4 },
  )
}

/** Finds what the service would refuse, or would keep otherwise than it is in the file. */
export function checkStep({ file, target, details }: Step, tier: Tier): readonly Diagnostic[] {
  const wrong = (message: string, help: string): Diagnostic => ({ level: 'error', kind: 'parameter', message, help, at: file.path })
  const own = details === undefined ? tier : details.Tier === 'Standard' ? 'standard' : 'advanced'
  const bytes = Buffer.byteLength(file.text)
  const most = MOST[own]
  return [
    ...(bytes > most
      ? [wrong(`the file has ${bytes} bytes, and ${target} may have ${most} in the ${own} tier`, adviseSize(bytes, details, target))]
      : []),
    ...(file.text === '' ? [wrong('the file is empty, and a parameter cannot be', 'leave the file out')] : []),
    ...(details?.Type === 'StringList'
      ? [wrong(`${target} is a StringList, which is a list of words and no file`, 'write to another name, or delete that parameter')]
      : []),
    ...tellBraces(file),
  ]
}

function adviseSize(bytes: number, details: ParameterDetails | undefined, target: string): string {
  if (bytes > MOST_ADVANCED_BYTES)
    return `split it into files of at most ${MOST_STANDARD_BYTES} bytes, and write them below a path: ssm:/path/`
  if (details === undefined) return 'split it, or write it with --tier advanced, which has a price'
  return `split it, or raise the tier of ${target} to advanced, which has a price and cannot be undone: aws ssm put-parameter --tier Advanced --overwrite`
}

function tellBraces({ path, text }: RuleFile): readonly Diagnostic[] {
  const braces = findBraces(text)
  if (braces === undefined) return []
  const message = `${printable(braces.found, 60)} would be the name of another parameter, and Parameter Store refuses it`
  return [{ level: 'error', kind: 'parameter', message, help: 'take it out of the comment', at: locate(path, text, braces.offset) }]
}
