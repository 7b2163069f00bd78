// Objects that hold CloudTrail's records but are none, or are often taken for one. Whoever gives one of these is told what it is and
// how to get the records out of it; nothing is guessed from their content.

import { isAnswer } from '../image/read.ts'
import { type Fields, isObject, own, ownList, ownText } from '../json.ts'

export interface Envelope {
  /** What it is, in words that follow "it is". */
  readonly name: string
  /** How to get at the records. */
  readonly help: string
}

interface Kind extends Envelope {
  readonly holds: (value: Fields) => boolean
}

const FILES = 'give the files of the trail, or the output of aws cloudtrail lookup-events'

const KINDS: readonly Kind[] = [
  {
    name: 'a CloudWatch Logs subscription message',
    help: "take the records out with jq -c '.logEvents[].message | fromjson'",
    holds: value => hasObjects(value, 'logEvents'),
  },
  {
    name: 'the output of filter-log-events',
    help: "take the records out with jq -c '.events[].message | fromjson'",
    holds: value => hasObjects(value, 'events', event => ownText(event, 'message') !== undefined),
  },
  {
    name: 'an EventBridge event',
    help: "take the record out with jq -c '.detail'",
    holds: value => ownText(value, 'detail-type') !== undefined && isObject(own(value, 'detail')),
  },
  {
    name: 'an SNS notification',
    help: "take what it holds out with jq -c '.Message | fromjson'",
    holds: value => ownText(value, 'Type') === 'Notification' && ownText(value, 'Message') !== undefined,
  },
  {
    name: "the result of a query in CloudTrail Lake, which flattens a record's objects into strings",
    help: FILES,
    holds: value => Array.isArray(own(value, 'QueryResultRows')),
  },
  {
    name: 'an OCSF event, as Amazon Security Lake has them',
    help: FILES,
    holds: value => own(value, 'class_uid') !== undefined && isObject(own(value, 'metadata')),
  },
  {
    name: "a row of Athena's table, whose names are in lower case",
    help: FILES,
    holds: value => own(value, 'eventsource') !== undefined && own(value, 'eventname') !== undefined,
  },
  {
    name: "a list of events from Threat Stack's API",
    help: "take the events out with jq -c '.events[]'",
    holds: value => hasObjects(value, 'events', event => own(event, 'event_type') !== undefined || own(event, 'eventSource') !== undefined),
  },
  {
    name: "a list of alerts from Threat Stack's API, without their events",
    help: "ask the API for the events of each alert, and take them out with jq -c '.events[]'",
    holds: value => hasObjects(value, 'alerts'),
  },
  {
    name: 'a notification of S3, not the file that it is about',
    help: 'give the file that it names',
    holds: value => ownText(value, 'eventSource') === 'aws:s3' || isObject(own(value, 's3')),
  },
  {
    name: 'a message of another service, whose records are not those of CloudTrail',
    help: FILES,
    holds: value => /^aws:/.test(ownText(value, 'eventSource') ?? ownText(value, 'EventSource') ?? ''),
  },
  {
    name: 'an answer of DescribeImageScanFindings',
    help: 'give it with --findings; explain shows the events that it is judged by',
    holds: isAnswer,
  },
]

/** What an object is that is no CloudTrail record; undefined where nothing is known of it. */
export function findEnvelope(value: Fields): Envelope | undefined {
  return KINDS.find(({ holds }) => holds(value))
}

function hasObjects(value: Fields, name: string, isOne: (item: Fields) => boolean = () => true): boolean {
  const [first] = ownList(value, name)
  return isObject(first) && isOne(first)
}
