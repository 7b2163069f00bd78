// Counts work instead of time: what the built-in methods look at or make while something runs. The number is the same on every machine.

type Method = (this: unknown, ...args: readonly unknown[]) => unknown
type Cost = (self: { readonly length: number }, args: readonly unknown[], result: unknown) => number

const one: Cost = () => 1
const whole: Cost = self => self.length
const made: Cost = (_, __, result) => (result as { readonly length: number }).length
const until: Cost = (self, _, result) => (typeof result === 'number' && result >= 0 ? result + 1 : self.length)
const onward: Cost = (self, [, from], result) => (Number(result) < 0 ? self.length : Number(result)) - Number(from ?? 0) + 1
const backward: Cost = (self, [, from], result) => Math.min(Number(from ?? self.length), self.length) - Number(result) + 1
// An expression that may begin anywhere and repeats something may look at the whole rest from each place. How much it does look at
// cannot be seen from here, so it counts as the worst.
function costOf(expression: unknown, length: number): number {
  if (!(expression instanceof RegExp)) return length
  const { source, sticky, multiline } = expression
  if (sticky || (source.startsWith('^') && !multiline)) return 1
  return /[*+]|\{\d+,\}/.test(source) ? length * length : length
}
const searched: Cost = (self, [pattern]) => costOf(pattern, self.length)
// matchAll calls it once for each match, from where the last one ended.
const scanned: Cost = (self, [text], result) =>
  result === null || result === false ? costOf(self, String(text).length) : 1 + (Array.isArray(result) ? String(result[0]).length : 0)

const TEXTS: Readonly<Record<string, Cost>> = {
  charCodeAt: one,
  codePointAt: one,
  indexOf: onward,
  lastIndexOf: backward,
  includes: whole,
  slice: one,
  split: searched,
  replace: searched,
  replaceAll: searched,
  matchAll: searched,
  match: searched,
  search: searched,
  trim: whole,
  trimEnd: one,
  toLowerCase: whole,
  repeat: made,
}
const LISTS: Readonly<Record<string, Cost>> = {
  indexOf: until,
  includes: whole,
  findIndex: until,
  find: whole,
  findLast: whole,
  some: whole,
  every: whole,
  filter: whole,
  map: whole,
  flatMap: whole,
  forEach: whole,
  reduce: whole,
  slice: made,
  concat: made,
  join: whole,
  push: one,
  shift: whole,
  [Symbol.iterator as unknown as string]: whole,
}
const SETS: Readonly<Record<string, Cost>> = { has: one, get: one, add: one, set: one }
const EXPRESSIONS: Readonly<Record<string, Cost>> = { exec: scanned, test: scanned }

/** How much work an action does. */
function countWork(action: () => unknown): number {
  let work = 0
  let counting = true
  const restore: (() => void)[] = []
  const watch = (owner: object, costs: Readonly<Record<string, Cost>>): void => {
    for (const name of Reflect.ownKeys(costs) as string[]) {
      const original = Object.getOwnPropertyDescriptor(owner, name)
      const method = original?.value as Method | undefined
      const cost = costs[name]
      if (original === undefined || method === undefined || cost === undefined) continue
      const value: Method = function (...args) {
        const result: unknown = Reflect.apply(method, this, args)
        if (counting) {
          counting = false
          work += cost(this as { readonly length: number }, args, result)
          counting = true
        }
        return result
      }
      restore.push(() => Object.defineProperty(owner, name, original))
      Object.defineProperty(owner, name, { ...original, value })
    }
  }
  watch(String.prototype, TEXTS)
  watch(Array.prototype, LISTS)
  watch(Set.prototype, SETS)
  watch(Map.prototype, SETS)
  watch(RegExp.prototype, EXPRESSIONS)
  try {
    action()
  } finally {
    for (const undo of restore) undo()
  }
  return work
}

/** How much more work twice as much input is: about 2 if the work is linear, 4 if it is quadratic. */
export function growthOf(make: (size: number) => () => unknown, size: number): number {
  // What is made once, such as a parser, is not counted.
  make(1)()
  return countWork(make(2 * size)) / countWork(make(size))
}
