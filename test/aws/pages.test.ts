// Pages are asked for by the tokens of those before, and a circle of tokens is a fault after what was read.

import { expect, test } from 'vitest'
import { turnPages } from '../../src/aws/pages.ts'
import { captureFault } from '../../src/fault.ts'

async function turn(tokens: readonly (string | undefined)[]) {
  const asked: string[] = []
  const read: number[] = []
  const ask = async (token: string | undefined, number: number) => {
    asked.push(`${number} ${token}`)
    return { page: number, next: tokens[number - 1] }
  }
  const all = async (): Promise<void> => {
    for await (const page of turnPages({ who: 'AWS', at: 'a list' }, ask)) read.push(page)
  }
  return { asked, fault: await captureFault(all), read }
}

test.each<[tokens: readonly (string | undefined)[], asked: readonly string[]]>([
  [[undefined], ['1 undefined']],
  [[''], ['1 undefined']],
  [
    ['a', 'b', undefined],
    ['1 undefined', '2 a', '3 b'],
  ],
])('after the tokens %j each page is asked for once', async (tokens, asked) => {
  expect(await turn(tokens)).toEqual({ asked, fault: undefined, read: asked.map((_, i) => i + 1) })
})

test.each<[tokens: readonly string[], told: string]>([
  [['a', 'a'], 'after 2 pages AWS repeated a token: the rest cannot be read'],
  [['a', 'b', 'c', 'b'], 'after 4 pages AWS repeated a token: the rest cannot be read'],
])('the tokens %j lead in a circle', async (tokens, told) => {
  expect(await turn(tokens)).toMatchObject({ fault: { diagnostic: { at: 'a list', message: told } }, read: tokens.map((_, i) => i + 1) })
})
