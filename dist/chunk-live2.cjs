'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const visibility = require('./chunk-visibility.cjs');
const pages = require('./chunk-pages.cjs');
const refusal = require('./chunk-refusal.cjs');
const pace = require('./chunk-pace.cjs');
const records = require('./chunk-records.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-permissions.cjs');
require('./chunk-tally.cjs');
require('./chunk-delivery.cjs');
require('node:buffer');

// What may be taken of live answers: the members that an event may have, and no other. What carries secrets has no name in this file, so that
// it is never taken out of an answer, and reading it would not compile.



/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Session.html */
const SESSION = {
  SessionId: 'text',
  Target: 'text',
  Status: 'text',
  StartDate: 'instant',
  EndDate: 'instant',
  DocumentName: 'text',
  Owner: 'text',
  Reason: 'text',
  MaxSessionDuration: 'text',
  AccessType: 'text',
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Command.html */
const COMMAND = {
  CommandId: 'text',
  DocumentName: 'text',
  DocumentVersion: 'text',
  InstanceIds: 'texts',
  Targets: 'selections',
  RequestedDateTime: 'instant',
  Status: 'text',
  StatusDetails: 'text',
  ServiceRole: 'text',
  TargetCount: 'number',
  CompletedCount: 'number',
  ErrorCount: 'number',
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandInvocation.html */
const INVOCATION = {
  CommandId: 'text',
  InstanceId: 'text',
  Status: 'text',
  StatusDetails: 'text',
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecutionMetadata.html */
const AUTOMATION = {
  AutomationExecutionId: 'text',
  DocumentName: 'text',
  DocumentVersion: 'text',
  AutomationExecutionStatus: 'text',
  ExecutionStartTime: 'instant',
  ExecutionEndTime: 'instant',
  ExecutedBy: 'text',
  Mode: 'text',
  ParentAutomationExecutionId: 'text',
  CurrentStepName: 'text',
  CurrentAction: 'text',
  Targets: 'selections',
  Target: 'text',
  AutomationSubtype: 'text',
  ScheduledTime: 'instant',
};

// Why what Systems Manager says of a session, a command or an automation cannot be believed as it is, one sentence each. What AWS said may
// be of any length, so only its beginning is in a sentence.


/** What an event without an id is called. */
const UNNAMED = 'without an id';
/** The longest id that a sentence has. */
const LENGTH = 120;

/** A session, a command or an automation in a sentence. */
function nameOf$1(what        , id                    )         {
  return `${what} ${id === undefined ? UNNAMED : read.shorten(id, LENGTH)}`
}

/** The members that AWS always gives, and that are not there. */
function lacking(name        , members                                   )                    {
  const absent = Object.entries(members).flatMap(([member, value]) => (value === undefined || value === '' ? [member] : []));
  return absent.length === 0 ? [] : [`${name} has no ${absent.join(' and no ')}`]
}

/** A status that AWS does not document. */
function unknownStatus(name        , status                    , known                   )                    {
  return status === undefined || status === '' || known.includes(status)
    ? []
    : [`${name} has the status ${read.shorten(status, LENGTH)}, which is not known`]
}

// Makes the events of sessions, commands and automations of what Systems Manager answers about them, which is no more than allowed.ts lets
// through.










/** What is the same for all that is read at one time in one place. */








/** An event, and why it cannot be believed as it is, one sentence each. */





const OPEN_SESSION = ['Connected', 'Connecting', 'Disconnected'];
const ENDED_SESSION = ['Terminated', 'Failed'];

/** Makes the event of a session, which is in the list of sessions that are active or in that of those that have ended. */
function toSessionEvent(answer               , list                      , reading         )                     {
  const { SessionId: id, Status: status, Owner: owner, Target: target, StartDate: start, EndDate: end } = answer;
  const name = nameOf$1('session', id);
  const contradicted = (list === 'Active' ? ENDED_SESSION : OPEN_SESSION).includes(status ?? '');
  const isOver = list === 'Active' && end !== undefined;
  // Where its list and its status contradict each other, it may still be open.
  const state = list === 'Active' || contradicted ? 'open' : 'ended';
  const listed = `${name} is in the list of ${list === 'Active' ? 'active' : 'ended'} sessions`;
  const longest = answer.MaxSessionDuration ?? '';
  const isNumber = /^\d{1,6}$/.test(longest);
  return {
    event: withoutAbsent({
      event_type: 'session',
      ...about(reading, id, start, state === 'open' ? undefined : end),
      status,
      state,
      document: answer.DocumentName,
      ...ownerOf(owner),
      reason: answer.Reason,
      accessType: answer.AccessType,
      maxDurationMinutes: isNumber ? Number(longest) : undefined,
      target: target === undefined || target === '' ? { omitted: true, reason: 'that the answer does not name' } : { id: target },
    })                ,
    problems: [
      ...lacking(name, { SessionId: id, Status: status, StartDate: instantOf(start), Target: target, Owner: owner }),
      ...unknownStatus(name, status, read.SESSION_STATUSES),
      ...(contradicted ? [`${listed} with the status ${status}`] : []),
      ...(isOver ? [`${listed} with an EndDate`] : []),
      ...(isNumber || longest === '' ? [] : [`the MaxSessionDuration of ${name} is no number of minutes`]),
    ],
  }
}

/** Makes the event of a command, with how far it has come on each node. */
function toCommandEvent(answer               , invocations                             , reading         )                     {
  const { CommandId: id, Status: status, RequestedDateTime: start, TargetCount: count } = answer;
  const name = nameOf$1('command', id);
  const state = stateOf(status, read.COMMAND_STATUSES);
  return {
    event: withoutAbsent({
      event_type: 'command',
      ...about(reading, id, start, undefined),
      status,
      state,
      // When a command ended is in no answer.
      ...(state === 'ended' ? { ageHours: undefined } : {}),
      statusDetails: answer.StatusDetails,
      document: answer.DocumentName,
      documentVersion: answer.DocumentVersion,
      role: answer.ServiceRole,
      targets: selectionsOf(answer.Targets),
      targetCount: count,
      completedCount: answer.CompletedCount,
      errorCount: answer.ErrorCount,
      target: targetsOf(answer, invocations, state),
    })                ,
    problems: [
      ...lacking(name, { CommandId: id, Status: status, RequestedDateTime: instantOf(start), DocumentName: answer.DocumentName }),
      ...unknownStatus(name, status, Object.values(read.COMMAND_STATUSES).flat()),
    ],
  }
}

// A command that has not ended may be meant for nodes of which it is not said yet which they are. Nodes that are chosen by tags may not
// even be counted yet.
function targetsOf(
  { InstanceIds: ids = [], Targets: chosen = [], TargetCount: count = 0 }               ,
  invocations                             ,
  state        ,
) {
  const reached = invocations.map(({ InstanceId: id, Status: status, StatusDetails: statusDetails }) =>
    withoutAbsent({ id, status, statusDetails }),
  );
  const others = ids.filter(id => !invocations.some(({ InstanceId: known }) => known === id)).map(id => ({ id }));
  const known = [...reached, ...others];
  const isWhole = state === 'ended' || (known.length > 0 && known.length >= count && (count > 0 || chosen.length === 0));
  return (
    isWhole ? known : [...known, { omitted: true, reason: 'that is not named yet, because the command has not reached it' }]
  )
}

const BEGUN = ['InProgress', 'Waiting'];

/** Makes the event of an automation. */
function toAutomationEvent(answer                  , reading         )                        {
  const { AutomationExecutionId: id, AutomationExecutionStatus: status, ExecutionStartTime: start, ScheduledTime: scheduled } = answer;
  const name = nameOf$1('automation', id);
  return {
    event: withoutAbsent({
      event_type: 'automation',
      ...about(reading, id, start, answer.ExecutionEndTime),
      status,
      state: stateOf(status, read.AUTOMATION_STATUSES),
      endedAt: instantOf(answer.ExecutionEndTime),
      scheduledAt: instantOf(scheduled),
      document: answer.DocumentName,
      documentVersion: answer.DocumentVersion,
      ...ownerOf(answer.ExecutedBy),
      mode: answer.Mode,
      step: answer.CurrentStepName,
      action: answer.CurrentAction,
      parentId: answer.ParentAutomationExecutionId,
      subtype: answer.AutomationSubtype,
      targets: selectionsOf(answer.Targets),
      target: answer.Target === undefined || answer.Target === '' ? undefined : { id: answer.Target },
    })                   ,
    problems: [
      ...lacking(name, { AutomationExecutionId: id, AutomationExecutionStatus: status, DocumentName: answer.DocumentName }),
      // What is scheduled or is to be approved as a whole has not begun.
      ...(BEGUN.includes(status ?? '') ? lacking(name, { ExecutionStartTime: instantOf(start) }) : []),
      ...unknownStatus(name, status, Object.values(read.AUTOMATION_STATUSES).flat()),
    ],
  }
}

function about({ readAt, accountId, region }         , id      , start                  , end                  ) {
  const began = instantOf(start);
  const until = instantOf(end);
  return {
    eventTime: read.formatInstant(readAt),
    id: id ?? UNNAMED,
    startedAt: began,
    endedAt: until,
    ageHours: began === undefined ? undefined : hoursBetween(Date.parse(began), until === undefined ? readAt : Date.parse(until)),
    accountId,
    region,
  }
}

function hoursBetween(from        , to        )         {
  return Math.max(0, Math.floor((to - from) / 36_000) / 100)
}

/** The last part of an ARN is what people know a user or a session of a role by. */
function ownerOf(owner      )                                                {
  return { owner, user: owner?.split(/[/:]/).at(-1) || undefined }
}

function selectionsOf(targets                          )                                   {
  if (targets === undefined || targets.length === 0) return undefined
  return targets.map(({ Key: key = '', Values: values = [] }) => ({ key, values: key === OF_PARAMETER ? [] : [...values] }))
}

/** The key under which the values of an automation's parameter choose its targets. They may be anything, so they are never read. */
const OF_PARAMETER = 'ParameterValues';

// A status that is not known is that of something that may still be going on.
function stateOf(status      , { ended }                                       )                   {
  return ended.includes(status ?? '') ? 'ended' : 'open'
}

// To the second, which is as exact as anybody reads it.
function instantOf(date                  )       {
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : read.formatSecond(date)
}

function withoutAbsent                  (value   )    {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined))
}

// The members of AWS's answers that an event may have, each with the kind of its value.
//
// They are taken one by one, by their names: what carries secrets has no name here. An SDK gives whatever it was sent, so a value of
// another kind than AWS documents is possible, from a proxy or from a service that changed; it is left out, and told.











/** An answer with these members, as far as they were given. */








const isText = (value         )                  => typeof value === 'string';
const areTexts = (value         )                             => Array.isArray(value) && value.every(isText);
const isAbsent = (value         )                            => value === undefined || value === null;

const KINDS                                                                                                                         = {
  text: { what: 'text', is: isText },
  number: { what: 'number', is: (value)                  => Number.isFinite(value) },
  instant: { what: 'time', is: (value)                => value instanceof Date && !Number.isNaN(value.getTime()) },
  texts: { what: 'list of texts', is: areTexts },
  selections: {
    what: 'list of keys and values',
    is: (value)                                =>
      Array.isArray(value) &&
      value.every(
        each =>
          isStructure(each) && (isAbsent(each['Key']) || isText(each['Key'])) && (isAbsent(each['Values']) || areTexts(each['Values'])),
      ),
  },
};

/** Takes the members of one entry of an answer; `what` says in sentences which entry it is. */
function takeMembers                   (entry         , members   , what        )           {
  if (!isStructure(entry)) return { answer: {}, problems: [`${what} is no structure`] }
  const answer                          = {};
  const problems           = [];
  for (const [name, kind] of Object.entries(members)) {
    const value = entry[name];
    if (isAbsent(value)) continue
    if (KINDS[kind].is(value)) answer[name] = value;
    else problems.push(`the ${name} of ${what} is no ${KINDS[kind].what}`);
  }
  return { answer: answer             , problems }
}

function isStructure(value         )                                             {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Reads the lists of Systems Manager page by page, and takes of each entry the members that an event may have. What keeps a list from being
// read to its end is told, and so is an entry that is not what AWS documents; neither hides another list.























/** Starts to ask for lists, whose pages all have to come within one time. */
function startAsking(
  place                                                ,
  client           ,
  options            ,
  tell      ,
)         {
  const { aws, region } = place;
  const { kind, clock, timeoutSeconds, progress } = options;
  const time = pace.startTimeLimit(clock, timeoutSeconds * 1000);
  const timeout = (what        )        =>
    new world.Fault('audit-timeout', { message: `audit-timeout (${timeoutSeconds} s) ended before all ${what} were read`, help: SLOWER });
  const ask = (action        , what        , read     )                                     =>
    pages.turnPages({ who: action, rest: `the rest of the ${what}` }, async (token, number) => {
      if (time.isOver()) throw timeout(what)
      progress(`reading ${what} in ${region}, page ${number}`);
      const turn = token === undefined ? {} : { NextToken: token };
      const call       = { action, on: `Systems Manager in ${region}`, arn: '*', instead: `or take ${kind} out of audit-live` };
      const { items, next } = await aws
        .call(limit => time.send(limit, each => read(client, each, turn)))
        .catch((error         ) => {
          throw error instanceof pace.OutOfTime ? timeout(what) : refusal.toAwsFault(error, call)
        });
      if (!Array.isArray(items))
        throw new world.Fault('aws-answer', { message: `the answer of ${action} in ${region} has no list of ${kind}`, help: refusal.UNREADABLE })
      return { page: items, next }
    });
  const doubt = (message        )       => tell(new world.Fault('aws-answer', { message, help: refusal.UNREADABLE }).diagnostic);
  return {
    doubt,
    ask: async function* (action, members, what, read) {
      const told = new Set        ();
      try {
        for await (const items of ask(action, what, read)) {
          const taken = items.map(item => takeMembers(item, members, `an entry of ${action}`));
          for (const message of taken.flatMap(({ problems }) => problems)) {
            if (!told.has(message)) doubt(message);
            told.add(message);
          }
          yield taken.map(({ answer }) => answer);
        }
      } catch (error) {
        // What was read of the other list is judged all the same.
        if (!(error instanceof world.Fault)) throw error
        tell(error.diagnostic);
      }
    },
  }
}

const SLOWER = 'raise audit-timeout, or shorten audit-window';

// Reads what is going on in Systems Manager now: sessions, commands or automations of one account and Region, and those that have ended
// since a time. What is open comes first, so that what ends meanwhile is seen twice and not never; what was read last of it counts.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html

















/** The account and the Region that are read. */







/** How long Systems Manager remembers what has ended, in milliseconds. */
const REMEMBERED = 30 * 86_400_000;

/** How many doubts about what is read are told one by one. */
const MOST_TOLD = 10;

/** What is open as of the time when it is first asked for, and what of that which began since `from` has ended. */
function liveState(place           , options             )         {
  const { aws, region } = place;
  const { kind, tell, now } = options;
  const accountId = place.account.then(id => (id instanceof world.Fault ? undefined : id));
  const origin = read.nameLive(kind, region);
  const counts = { open: 0, ended: 0 };
  const known = new Set        ();
  let doubts = 0;
  let asOf;
  return records.createSource({
    origin,
    isEvent: read.isLive,
    describe: options.describe,
    tell: diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin }),
    events: async function* (tellFault) {
      const begun = Math.floor(now().getTime() / 1000) * 1000;
      asOf = begun;
      const account = await place.account;
      if (options.needsAccount && account instanceof world.Fault) tellFault(withoutAccount(account, kind));
      const reading          = { readAt: begun, accountId: await accountId, region };
      const asking = startAsking(place, await aws.ssm({ region }), options, tellFault);
      for await (const made of READERS[kind](asking, reading, sinceOf(options.from, begun))) {
        const events                  = [];
        for (const { event, problems } of made) {
          const text = JSON.stringify(event);
          // Pages overlap where something is added while they are read.
          if (known.has(text)) continue
          known.add(text);
          counts[event.state]++;
          for (const message of problems) if (++doubts <= MOST_TOLD) tellFault(new world.Fault('aws-answer', { message }).diagnostic);
          events.push({ text, event: { ...event } });
        }
        yield events;
      }
      const message = `${doubts - MOST_TOLD} more doubts about ${kind} are not told one by one`;
      if (doubts > MOST_TOLD) tellFault(new world.Fault('aws-answer', { message }).diagnostic);
    },
    conclude: async cover => {
      const coverage = cover(`${kind} of ${nameOf(await accountId)}, ${region}`);
      if (asOf === undefined) return coverage
      const since = sinceOf(options.from, asOf);
      const short = since <= options.from ? '' : ', which is all that Systems Manager remembers';
      const seen =
        coverage.state === 'read'
          ? `${counts.open} open, ${counts.ended} ended of those that began since ${read.formatInstant(since)}${short}`
          : '';
      const message = seen === '' ? coverage.message : `${coverage.origin}: ${seen}`;
      return { ...coverage, horizon: read.formatInstant(asOf), message: `${message}; as of ${read.formatInstant(asOf)}` }
    },
  })
}

function withoutAccount({ diagnostic }       , kind          )             {
  return { ...diagnostic, message: `a rule asks for the accountId of ${kind}, which is not known: ${diagnostic.message}` }
}

function nameOf(accountId                    )         {
  return accountId === undefined ? 'an unknown account' : `account ${accountId}`
}

function sinceOf(from        , asOf        )         {
  // Filters take whole seconds.
  return Math.floor(Math.max(from, asOf - REMEMBERED) / 1000) * 1000
}



const READERS                                                                                           = {
  sessions: readSessions,
  commands: readCommands,
  automations: readAutomations,
};

async function* readSessions({ ask }        , reading         , since        )          {
  const { DescribeSessionsCommand } = await Promise.resolve().then(() => require('./chunk-dist-es7.cjs'));
  const list = (State                      , filter        ) =>
    ask('ssm:DescribeSessions', SESSION, `${State === 'Active' ? 'open' : 'ended'} sessions`, async (client, limit, NextToken) => {
      const answer = await client.send(new DescribeSessionsCommand({ State, MaxResults: 200, ...filter, ...NextToken }), limit);
      return { items: answer.Sessions, next: answer.NextToken }
    });
  const active = await all(list('Active', {}));
  const ended = new Set                    ();
  for await (const page of list('History', { Filters: [{ key: 'InvokedAfter', value: read.formatInstant(since) }] })) {
    addIds(
      ended,
      page.map(({ SessionId: id }) => id),
    );
    yield page.map(answer => toSessionEvent(answer, 'History', reading));
  }
  yield active.filter(({ SessionId: id }) => !ended.has(id)).map(answer => toSessionEvent(answer, 'Active', reading));
}

async function* readCommands({ ask, doubt }        , reading         , since        )          {
  const { ListCommandInvocationsCommand, ListCommandsCommand } = await Promise.resolve().then(() => require('./chunk-dist-es7.cjs'));
  const list = (what        , filter                                                                             ) =>
    ask('ssm:ListCommands', COMMAND, what, async (client, limit, NextToken) => {
      const answer = await client.send(new ListCommandsCommand({ MaxResults: 50, Filters: [filter], ...NextToken }), limit);
      return { items: answer.Commands, next: answer.NextToken }
    });
  const listInvocations = (what        ) =>
    ask('ssm:ListCommandInvocations', INVOCATION, 'nodes of commands', async (client, limit, NextToken) => {
      const answer = await client.send(new ListCommandInvocationsCommand({ MaxResults: 50, ...what, ...NextToken }), limit);
      return { items: answer.CommandInvocations, next: answer.NextToken }
    });
  const after = { key: 'InvokedAfter', value: read.formatInstant(since) };
  const open = await all(list('commands that have not ended', { key: 'ExecutionStage', value: 'Executing' }));
  const recent = await all(list('commands', after));
  const commands = new Map([...open, ...recent].map((each, i) => [each.CommandId ?? `${i}`, each]));
  if (commands.size === 0) return
  const invocations                              = [];
  if (recent.length > 0) invocations.push(...(await all(listInvocations({ Filters: [after] }))));
  const isRecent = new Set(recent.map(({ CommandId: id }) => id));
  for (const { CommandId: id } of open) if (!isRecent.has(id)) invocations.push(...(await all(listInvocations({ CommandId: id }))));
  if (invocations.some(({ CommandId: id = '', InstanceId: node = '' }) => id === '' || node === ''))
    doubt('an entry of ssm:ListCommandInvocations names no command, or no node');
  const byCommand = visibility.groupBy(invocations, ({ CommandId: id }) => id);
  yield [...commands.values()].map(each => toCommandEvent(each, byCommand.get(each.CommandId) ?? [], reading));
}

async function* readAutomations({ ask }        , reading         , since        )          {
  const { DescribeAutomationExecutionsCommand } = await Promise.resolve().then(() => require('./chunk-dist-es7.cjs'));
  const list = (what        , filter                                                                                   ) =>
    ask('ssm:DescribeAutomationExecutions', AUTOMATION, what, async (client, limit, NextToken) => {
      const answer = await client.send(new DescribeAutomationExecutionsCommand({ MaxResults: 50, Filters: [filter], ...NextToken }), limit);
      return { items: answer.AutomationExecutionMetadataList, next: answer.NextToken }
    });
  const open = await all(list('automations that have not ended', { Key: 'ExecutionStatus', Values: [...read.AUTOMATION_STATUSES.open] }));
  const seen = new Set                    ();
  for await (const page of list('automations', { Key: 'StartTimeAfter', Values: [read.formatInstant(since)] })) {
    addIds(
      seen,
      page.map(({ AutomationExecutionId: id }) => id),
    );
    yield page.map(answer => toAutomationEvent(answer, reading));
  }
  yield open.filter(({ AutomationExecutionId: id }) => !seen.has(id)).map(answer => toAutomationEvent(answer, reading));
}

// What has no id is not what has none elsewhere.
function addIds(known                         , ids                                 )       {
  for (const id of ids) if (id !== undefined && id !== '') known.add(id);
}

async function all      (pages                                )                           {
  const items         = [];
  for await (const page of pages) items.push(...page);
  return items
}

exports.liveState = liveState;
