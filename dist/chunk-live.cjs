'use strict';

const read = require('./chunk-read.cjs');

// Shows together what CloudTrail recorded of a session, a command or an automation and what Systems Manager says of it now. Alerts stay
// what they were: each says in words what the other source knows. What neither list of the live state has is not guessed.




/** A recorded call that began a session, a command or an automation. */








/** The recorded calls that began something, by the id of that. */





const MOST_CALLS = 10_000;
const MOST_NODES = 5;
const LENGTH = 120;

/** Such a call goes on with a session that another one began. */
const RESUMED = 'ResumeSession';

// ECS opens the session of a container itself.
const BEGINNINGS                                         = new Map([
  ['ssm.amazonaws.com StartSession', ['responseElements', 'sessionId']],
  [`ssm.amazonaws.com ${RESUMED}`, ['requestParameters', 'sessionId']],
  ['ssm.amazonaws.com SendCommand', ['responseElements', 'command', 'commandId']],
  ['ssm.amazonaws.com StartAutomationExecution', ['responseElements', 'automationExecutionId']],
  ['ssm.amazonaws.com StartChangeRequestExecution', ['responseElements', 'automationExecutionId']],
  ['ecs.amazonaws.com ExecuteCommand', ['responseElements', 'session', 'sessionId']],
]);

/** The names of calls of an event source, or of all, that live state is explained by. */
function beginningsOf(eventSource                    )                    {
  const calls = [...BEGINNINGS.keys()].map(call => call.split(' '));
  return calls.flatMap(([source, name = '']) => (name !== RESUMED && (eventSource === undefined || source === eventSource) ? [name] : []))
}

// The id of what a recorded call began; undefined where it began nothing, as a call that was denied.
function begunBy(event        )                     {
  const path = BEGINNINGS.get(`${event['eventSource']} ${event['eventName']}`);
  return path && read.ownText(event, ...path)
}

/** Starts to remember the first calls that began something. */
function startCalls()        {
  const calls = new Map              ();
  return {
    see: event => {
      const id = begunBy(event);
      const eventName = read.ownText(event, 'eventName');
      if (id === undefined || eventName === undefined || eventName === RESUMED || calls.has(id) || calls.size >= MOST_CALLS) return
      calls.set(id, {
        eventName,
        time: read.timeOf(event),
        user: read.textOfAlias(event, 'user'),
        ip: read.textOfAlias(event, 'ip'),
        id: read.ownText(event, 'eventID'),
      });
    },
    of: id => calls.get(id),
  }
}

/** The alerts, each event of which says what the other source knows of it. */
function addLiveState(alerts                  , live                      , calls       )                   {
  if (live.length === 0) return alerts
  const byId = new Map(live.map(event => [event.id, event]));
  const tell = (event            )                    => {
    const { record } = event;
    if (record === null) return []
    const begun = begunBy(record);
    const state = begun === undefined ? undefined : byId.get(begun);
    if (state !== undefined) return [sayState(state)]
    const call = read.isLive(record) && event.id !== null ? calls.of(event.id) : undefined;
    return call === undefined ? [] : [sayCall(call)]
  };
  return alerts.map(alert => {
    const events = alert.events.map(event => ({ event, live: tell(event) }));
    if (events.every(each => each.live.length === 0)) return alert
    return { ...alert, events: events.map(({ event, live }) => ({ ...event, live })) }
  })
}

function sayState(event           )         {
  switch (event.event_type) {
    case 'session':
      return saySession(event)
    case 'command':
      return sayCommand(event)
    case 'automation':
      return sayAutomation(event)
  }
}

function saySession({ state, status, document, eventTime, endedAt }              )         {
  const details = [document, ...(state === 'ended' && status !== 'Terminated' ? [status] : [])];
  return `session ${sayTime(state, eventTime, endedAt)}${aside(details)}`
}

function sayTime(state                  , eventTime        , endedAt                    )         {
  if (state === 'open') return `still open as of ${eventTime}`
  return endedAt === undefined ? 'ended' : `ended at ${endedAt}`
}

// The nodes come in the order of the answer, those that are not done first.
function sayCommand({ eventTime, status, target, targetCount, completedCount, document }              )         {
  const named = target.filter(({ id }) => id !== undefined);
  // Nodes that are chosen by tags are not counted before they are looked up.
  const all = targetCount || named.length;
  const done = completedCount === undefined || targetCount === 0 ? '' : `: ${completedCount} of ${read.plural(all, 'node')} done`;
  const sorted = named.sort((a, b) => Number(a.status === 'Success') - Number(b.status === 'Success'));
  const nodes = sorted.map(({ id, name, status: its }) =>
    cut(`${id}${name === undefined ? '' : ` (${name})`} ${its ?? 'without a status'}`),
  );
  const others = named.length < target.length ? ', and others that are not named yet' : '';
  const each = nodes.length === 0 ? '' : `: ${read.listFirst(nodes, MOST_NODES)}${others}`;
  return `command ${cut(status ?? 'without a status')} as of ${eventTime}${aside([document])}${done}${each}`
}

function sayAutomation({ state, status, step, action, document, eventTime, endedAt }                 )         {
  const at = step === undefined ? '' : ` at step ${cut(step)}${aside([action])}`;
  const when = state === 'open' ? `as of ${eventTime}` : sayTime(state, eventTime, endedAt);
  return `automation ${cut(status ?? 'without a status')}${state === 'open' ? at : ''} ${when}${aside([document])}`
}

function sayCall({ eventName, time, user, ip, id }      )         {
  const at = time === undefined ? '' : ` at ${read.formatInstant(time)}`;
  const by = user === null ? '' : ` by ${cut(user)}`;
  return `began with ${eventName}${at}${by}${ip === null ? '' : ` from ${cut(ip)}`}${id === undefined ? '' : `, event ${cut(id)}`}`
}

function aside(details                                 )         {
  const told = details.flatMap(each => (each === undefined ? [] : [cut(each)]));
  return told.length === 0 ? '' : ` (${told.join(', ')})`
}

function cut(text        )         {
  return read.shorten(text, LENGTH)
}

exports.addLiveState = addLiveState;
exports.beginningsOf = beginningsOf;
exports.startCalls = startCalls;
