// What a basic finding says beyond its name and severity stands in attributes, a list of keys and values.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Attribute.html

import { type Fields, own, ownList, ownText } from '../json.ts'

/**
 * The attributes of an entry of `findings` by their keys in lower case, without those that stand there twice with different values:
 * which of them is right is unknown. Their keys are returned as they are written.
 */
export function readAttributes(entry: unknown): { readonly attributes: Fields; readonly contradicted: readonly string[] } {
  const values = new Map<string, unknown>()
  const contradicted = new Map<string, string>()
  for (const pair of ownList(entry, 'attributes')) {
    const [written, value] = [ownText(pair, 'key'), own(pair, 'value')]
    if (written === undefined) continue
    const key = written.toLowerCase()
    if (!values.has(key)) values.set(key, value)
    else if (JSON.stringify(values.get(key)) !== JSON.stringify(value)) contradicted.set(key, contradicted.get(key) ?? written)
  }
  for (const key of contradicted.keys()) values.delete(key)
  return { attributes: Object.fromEntries(values), contradicted: [...contradicted.values()] }
}
