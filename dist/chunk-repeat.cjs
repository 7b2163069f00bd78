'use strict';

const read = require('./chunk-read.cjs');

/** The text that was known before, if there is an equal one. Most texts repeat, as titles do, so each is kept only once. */
function intern(texts                     , text        )         {
  const known = texts.get(text);
  if (known !== undefined) return known
  texts.set(text, text);
  return text
}

// Whether a record tells of a call that an earlier record told of.
//
// Trails and Regions may deliver one record several times, with one eventID. A call across accounts has a record in each, with ids
// of their own and one sharedEventID. A call through a VPC endpoint may have one more record, of network activity, with the requestID
// of the call. Ids alone are not believed: records are of one call only if they also agree on what was called, and only if they are
// copies for different accounts or of different kinds. In doubt a call counts twice.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html


/**
 * Says of each event whether it repeats an earlier one; with a number that stands for its content, another content under the same
 * eventID is no repetition. At most `most` ids of each kind are remembered.
 */
function startRepeats(most = Number.POSITIVE_INFINITY)                                               {
  const ids = new Map                            ();
  const copies = new Map                     ();
  const requests = new Map                ();
  const calls = new Map                ();

  // For each shared id and call, the accounts and kinds of which there is a record.
  const isCopy = (event        )          => {
    const account = read.ownText(event, 'recipientAccountId');
    const call = callOf(event, ['requestID', 'errorCode']);
    const shared = read.ownText(event, 'sharedEventID');
    if (account === undefined || call === undefined || shared === undefined) return false
    const [key, place] = [`${shared} ${call}`, `${account} ${isNetwork(event)}`];
    const places = copies.get(key);
    if (places === undefined) {
      if (copies.size < most) copies.set(key, new Set([place]));
      return false
    }
    const repeats = !places.has(place);
    places.add(place);
    return repeats
  };

  // Every record has a requestID, so no more is kept than what was called, once for all requests of that kind.
  const isOtherView = (event        )          => {
    const request = read.ownText(event, 'requestID');
    const call = callOf(event, ['awsRegion']);
    // A request that was refused at the endpoint has never become the service's call.
    if (request === undefined || call === undefined || (isNetwork(event) && read.own(event, 'errorCode') !== undefined)) return false
    const [view, other] = [isNetwork(event), !isNetwork(event)].map(kind => `${kind} ${call}`);
    const known = requests.get(request);
    if (known === undefined && requests.size < most) requests.set(request, intern(calls, view ?? ''));
    return known !== undefined && known === other
  };

  return (event, content) => {
    const id = read.ownText(event, 'eventID');
    if (id === undefined) return false
    const key = ids.has(id) && ids.get(id) !== content ? `${id} ${content}` : id;
    if (ids.has(key)) return true
    if (ids.size < most) ids.set(key, content);
    return [isCopy(event), isOtherView(event)].includes(true)
  }
}

function isNetwork(event        )          {
  return read.ownText(event, 'eventCategory') === 'NetworkActivity'
}

function callOf(event        , further                   )                     {
  const [source, name] = [read.ownText(event, 'eventSource'), read.ownText(event, 'eventName')];
  return source === undefined || name === undefined
    ? undefined
    : JSON.stringify([source, name, ...further.map(field => read.own(event, field) ?? null)])
}

exports.intern = intern;
exports.startRepeats = startRepeats;
