// Asks only once for what several readings need. The promise is kept, so readings that run at the same time share it too.

export function once<Key, T>(known: Map<Key, Promise<T>>, key: Key, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(key) ?? ask()
  known.set(key, answer)
  return answer
}
