// Counts work instead of time: what the built-in methods look at or make while something runs. The number is the same on every machine.

type Method = (this: unknown, ...args: readonly unknown[]) => unknown
type Cost = (self: { readonly length: number }, args: readonly unknown[], result: unknown) => number

const one: Cost = () => 1
const whole: Cost = self => self.length
const made: Cost = (_, __, result) => (result as { readonly length: number }).length
const until: Cost = (self, _, result) => (typeof result === 'number' && result >= 0 ? result + 1 : self.length)
const onward: Cost = (self, [, from], result) => (Number(result) < 0 ? self.length : Number(result)) - Number(from ?? 0) + 1
const backward: Cost = (self, [, from], result) => Math.min(Number(from ?? self.length), self.length) - Number(result) + 1
// A sticky expression looks at one place only.
const scanned: Cost = (self, [text], result) =>
  (result === null || result === false) && !(self as unknown as RegExp).sticky ? String(text).length : 1

const TEXTS: Readonly<Record<string, Cost>> = {
  charCodeAt: one,
  codePointAt: one,
  indexOf: onward,
  lastIndexOf: backward,
  includes: whole,
  slice: one,
  split: whole,
  replace: whole,
  replaceAll: whole,
  matchAll: whole,
  match: whole,
  search: whole,
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
export function countWork(action: () => unknown): number {
  let work = 0
  const restore: (() => void)[] = []
  const watch = (owner: object, costs: Readonly<Record<string, Cost>>): void => {
    for (const name of Reflect.ownKeys(costs) as string[]) {
      const original = Object.getOwnPropertyDescriptor(owner, name)
      const method = original?.value as Method | undefined
      const cost = costs[name]
      if (original === undefined || method === undefined || cost === undefined) continue
      const value: Method = function (...args) {
        const result: unknown = Reflect.apply(method, this, args)
        work += cost(this as { readonly length: number }, args, result)
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
