// What a run knows of targets: one description for each account and Region, for the events that rules ask about and for the titles of
// alerts. The clients are loaded once something is asked.

import type { Diagnostic, Tell } from '../diagnostic.ts'
import { targetIdsOf, withTargets } from '../events/target.ts'
import type { Fault } from '../fault.ts'
import type { Alert } from '../gate/alert.ts'
import { nameTargets, type TitleTarget, targetsInTitle } from '../gate/names.ts'
import { groupBy } from '../group.ts'
import type { Fields } from '../json.ts'
import type { Describe } from '../sources/supply.ts'
import type { Targets, TargetsPlace } from '../sources/targets.ts'

export interface Describing {
  /** Describes the targets of the events that `wants` picks. */
  readonly step: (place: TargetsPlace, wants: (event: Fields) => boolean) => Describe
  /** Adds the names of targets to the titles of alerts, as far as their account and Region were read. */
  readonly name: (alerts: readonly Alert[]) => Promise<readonly Alert[]>
  /** What could not be asked for. */
  readonly diagnostics: () => readonly Diagnostic[]
}

interface Opened {
  readonly place: TargetsPlace
  readonly targets: () => Promise<Targets>
}

/** How many targets are asked for because of their names alone. */
const MOST_NAMED = 200

export function startDescribing(tell: Tell): Describing {
  const diagnostics: Diagnostic[] = []
  const opened: Opened[] = []
  const collect: Tell = diagnostic => {
    diagnostics.push(diagnostic)
    tell(diagnostic)
  }
  const open = (place: TargetsPlace): Opened => {
    const known = opened.find(each => each.place.aws === place.aws && each.place.region === place.region)
    if (known !== undefined) return known
    let targets: Promise<Targets> | undefined
    const fresh: Opened = {
      place,
      targets: () => {
        targets ??= import('../sources/targets.ts').then(({ startTargets }) => startTargets(place, collect))
        return targets
      },
    }
    opened.push(fresh)
    return fresh
  }
  return {
    step: (place, wants) => {
      const { targets } = open(place)
      return async batch => {
        const wanted = new Set(batch.filter(({ event }) => wants(event)))
        const ids = [...wanted].flatMap(({ event }) => targetIdsOf(event))
        if (ids.length === 0) return batch
        const known = await (await targets()).describe(ids)
        const describe = (id: string) => known.get(id) ?? { id }
        return batch.map(each => (wanted.has(each) ? { ...each, event: withTargets(each.event, describe) } : each))
      }
    },
    name: async alerts => {
      if (opened.length === 0) return alerts
      const inTitles = new Map(alerts.flatMap(targetsInTitle).map(target => [keyOf(target), target]))
      const places = groupBy([...inTitles.values()].slice(0, MOST_NAMED), placeOf)
      const names = new Map((await Promise.all([...places].map(([key, asked]) => askNames(opened, key, asked)))).flat())
      return alerts.map(alert => {
        const found = targetsInTitle(alert).flatMap(target => {
          const name = names.get(keyOf(target))
          return name === undefined ? [] : [{ id: target.id, name }]
        })
        return nameTargets(alert, found)
      })
    },
    diagnostics: () => diagnostics,
  }
}

function placeOf({ account, region }: TitleTarget): string {
  return JSON.stringify([account, region])
}

function keyOf(target: TitleTarget): string {
  return JSON.stringify([placeOf(target), target.id])
}

async function askNames(
  opened: readonly Opened[],
  place: string,
  asked: readonly TitleTarget[],
): Promise<readonly (readonly [string, string])[]> {
  const accounts: readonly (string | Fault)[] = await Promise.all(opened.map(each => each.place.account))
  const found = opened.find((each, i) => JSON.stringify([accounts[i], each.place.region]) === place)
  if (found === undefined) return []
  const known = await (await found.targets()).describe(asked.map(({ id }) => id))
  return asked.flatMap(target => {
    const name = known.get(target.id)?.name
    return name === undefined ? [] : [[keyOf(target), name] as const]
  })
}
