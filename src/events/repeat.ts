// Whether a record tells of a call that an earlier record told of.
//
// Trails and Regions may deliver one record several times, with one eventID. A call across accounts has a record in each, with ids
// of their own and one sharedEventID. A call through a VPC endpoint may have one more record, of network activity, with the requestID
// of the call. Ids alone are not believed: records are of one call only if they also agree on what was called, and only if they are
// copies for different accounts or of different kinds. In doubt a call counts twice.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html

import { intern } from '../intern.ts'
import { type Fields, own, ownText } from '../json.ts'

/**
 * Says of each event whether it repeats an earlier one; with a number that stands for its content, another content under the same
 * eventID is no repetition. At most `most` ids of each kind are remembered.
 */
export function startRepeats(most = Number.POSITIVE_INFINITY): (event: Fields, content?: number) => boolean {
  const ids = new Map<string, number | undefined>()
  const copies = new Map<string, Set<string>>()
  const requests = new Map<string, string>()
  const calls = new Map<string, string>()

  // For each shared id and call, the accounts and kinds of which there is a record.
  const isCopy = (event: Fields): boolean => {
    const account = ownText(event, 'recipientAccountId')
    const call = callOf(event, ['requestID', 'errorCode'])
    const shared = ownText(event, 'sharedEventID')
    if (account === undefined || call === undefined || shared === undefined) return false
    const [key, place] = [`${shared} ${call}`, `${account} ${isNetwork(event)}`]
    const places = copies.get(key)
    if (places === undefined) {
      if (copies.size < most) copies.set(key, new Set([place]))
      return false
    }
    const repeats = !places.has(place)
    places.add(place)
    return repeats
  }

  // Every record has a requestID, so no more is kept than what was called, once for all requests of that kind.
  const isOtherView = (event: Fields): boolean => {
    const request = ownText(event, 'requestID')
    const call = callOf(event, ['awsRegion'])
    // A request that was refused at the endpoint has never become the service's call.
    if (request === undefined || call === undefined || (isNetwork(event) && own(event, 'errorCode') !== undefined)) return false
    const [view, other] = [isNetwork(event), !isNetwork(event)].map(kind => `${kind} ${call}`)
    const known = requests.get(request)
    if (known === undefined && requests.size < most) requests.set(request, intern(calls, view ?? ''))
    return known !== undefined && known === other
  }

  return (event, content) => {
    const id = ownText(event, 'eventID')
    if (id === undefined) return false
    const key = ids.has(id) && ids.get(id) !== content ? `${id} ${content}` : id
    if (ids.has(key)) return true
    if (ids.size < most) ids.set(key, content)
    return [isCopy(event), isOtherView(event)].includes(true)
  }
}

function isNetwork(event: Fields): boolean {
  return ownText(event, 'eventCategory') === 'NetworkActivity'
}

function callOf(event: Fields, further: readonly string[]): string | undefined {
  const [source, name] = [ownText(event, 'eventSource'), ownText(event, 'eventName')]
  return source === undefined || name === undefined
    ? undefined
    : JSON.stringify([source, name, ...further.map(field => own(event, field) ?? null)])
}
