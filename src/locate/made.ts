// Finds the instructions of a Dockerfile that made the layers of an image. An image chooses what it says of its layers, so it is only
// compared with what the Dockerfile says, and in any doubt there is no line.

import { groupBy } from '../group.ts'
import { LONGEST, type Made, readMade, type Step, wordsOf } from '../image/history.ts'
import type { Instruction } from './dockerfile.ts'

/** A layer, and the line of the instruction that made it. */
export type MadeLine = readonly [layer: string, line: number]

/** How many instructions and layers are compared with each other. No runtime mounts as many layers. */
const MOST = 200

/** Finds the lines of the layers that the final stage, and the stages that it continues, made. */
export function findMadeLines(instructions: readonly Instruction[], steps: readonly Step[]): readonly MadeLine[] {
  const chain = listChain(instructions)
  if (chain.length > MOST || steps.length > MOST) return []
  const compared = chain.map(toComparison)
  const found = steps.flatMap((step, at) => {
    if (step.createdBy === null) return []
    const { word, text } = readMade(step.createdBy)
    const made = { word, text, words: wordsOf(text) }
    const fits = compared.flatMap((fitsTo, i) => (fitsTo(made) ? [i] : []))
    return fits.length === 0 ? [] : [{ ...step, at, fits }]
  })
  // Where equal instructions made as many layers, the order tells which made which. Otherwise one of them may be of the base image.
  const groups = [...groupBy(found, ({ fits }) => fits.join()).values()]
  const claims = groupBy(
    groups.flatMap(([first]) => first?.fits ?? []),
    i => i,
  )
  const isAlone = (fits: readonly number[]): boolean => fits.every(i => claims.get(i)?.length === 1)
  const pairs = groups.flatMap(group => {
    const fits = group[0]?.fits ?? []
    return group.length === fits.length && isAlone(fits) ? group.map((each, n) => ({ ...each, instruction: fits[n] ?? 0 })) : []
  })
  pairs.sort((a, b) => a.at - b.at)
  // A Dockerfile makes its layers from top to bottom. An image of which that is not true was made by another one.
  if (pairs.some(({ instruction }, i) => i > 0 && instruction <= (pairs[i - 1]?.instruction ?? -1))) return []
  return pairs.map(({ layer, instruction }) => [layer, chain[instruction]?.line ?? 0])
}

// The instructions of the last stage, after those of the stage that it begins from, if it is one of this file.
function listChain(instructions: readonly Instruction[]): readonly Instruction[] {
  const stages: { readonly name: string; readonly from: string; readonly instructions: Instruction[] }[] = []
  for (const instruction of instructions) {
    if (instruction.word !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction)
      continue
    }
    const [from = '', , name = ''] = wordsOf(instruction.rest).filter(word => !word.startsWith('--'))
    stages.push({ name: name.toLowerCase(), from: from.toLowerCase(), instructions: [] })
  }
  const chain: Instruction[] = []
  for (let at = stages.length - 1; at >= 0; ) {
    const stage = stages[at]
    chain.unshift(...(stage?.instructions ?? []))
    at = stages.slice(0, at).findLastIndex(({ name }) => name !== '' && name === stage?.from)
  }
  return chain
}

interface Comparable extends Made {
  readonly words: readonly string[]
}

type Compare = (made: Comparable) => boolean

function toComparison(instruction: Instruction): Compare {
  const { word, rest } = instruction
  if (word === 'RUN') return compareRun(instruction)
  if (word !== 'COPY' && word !== 'ADD' && word !== 'WORKDIR') return () => false
  const written = wordsOf(toPlain(rest))
  const kept = written.filter(each => !each.startsWith('--'))
  // BuildKit names the owner and the mode, and kaniko writes the instruction as it stands.
  const owned = written.filter(each => !each.startsWith('--') || /^--(?:chown|chmod|parents)\b/.test(each))
  const forms = [kept, owned, written].map(form => form.map(compareWord))
  const isTarget = compareWord(kept.at(-1) ?? '')
  return made => {
    if (made.word !== word) return false
    const [source = '', preposition, target = ''] = made.words
    // The classic builder and Buildah tell the digest of what was copied, and where to: `COPY dir:1f6a… in /app`.
    if (/^(?:file|dir|multi):/.test(source) && preposition === 'in') return made.words.length === 3 && isTarget(target)
    return forms.some(form => form.length === made.words.length && form.every((fits, i) => fits(made.words[i] ?? '')))
  }
}

// The builder replaces variables by what it alone knows.
function compareWord(written: string): (made: string) => boolean {
  const plain = trimPath(written)
  if (!written.includes('$')) return made => trimPath(made) === plain
  const [head = '', ...others] = written.split(/\$(?:\w+|\{[^}]*\})/)
  const tail = others.at(-1) ?? ''
  return made => others.length > 0 && made.length >= head.length + tail.length && made.startsWith(head) && made.endsWith(tail)
}

function trimPath(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

function compareRun({ rest, heredocs }: Instruction): Compare {
  const written = wordsOf(rest)
  const from = written.findIndex(word => !word.startsWith('--'))
  const command = from < 0 ? [] : written.slice(from)
  const [first] = heredocs
  const texts = [written.join(' '), wordsOf(toPlain(command.join(' '))).join(' ')]
  // One here-document alone is the command itself; others are handed to the shell as they stand.
  if (first !== undefined && command.length === 1) texts.push(wordsOf(first.text).join(' '))
  else if (first !== undefined)
    texts.push(wordsOf([command.join(' '), ...heredocs.flatMap(({ text, end }) => [text, end])].join('\n')).join(' '))
  const known = texts.filter(text => text !== '')
  return ({ word, text }) => word === 'RUN' && known.includes(text)
}

// `["npm", "ci"]` is the command `npm ci`.
function toPlain(rest: string): string {
  const from = rest.indexOf('[')
  if (from < 0 || rest.length > LONGEST || !/^(?:--\S+\s+)*\[/.test(rest)) return rest
  try {
    const list: unknown = JSON.parse(rest.slice(from))
    return Array.isArray(list) && list.every(each => typeof each === 'string') ? `${rest.slice(0, from)}${list.join(' ')}` : rest
  } catch {
    // `[ -f /etc/passwd ] && …` is a command too.
    return rest
  }
}
