'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const network = require('./chunk-network.cjs');
const permissions = require('./chunk-permissions.cjs');

// The original text of AWS's answers, before the SDK reads them. The SDK overflows the stack on an answer that is nested too deeply,
// and of two equal keys it believes the last.


// A page of a thousand findings has a few megabytes; a much longer answer would fill the memory.
const MOST_BYTES = 64 * 1024 * 1024;

/** An answer that cannot be read. The message continues a sentence that begins with "the answer". */
class UnreadableAnswer extends Error {
                    name = 'UnreadableAnswer'
}










/** Makes a client refuse answers, and errors, that cannot be read or that say two things. Returns the client. */
function refuseUnreadable                 (client   )    {
  onResponse(client, 'refuseUnreadable', async (response, { commandName }) => {
    // What an object of S3 holds is for whoever asked for it, who bounds it too.
    if (commandName === 'GetObjectCommand' && response.statusCode === 200) return
    const text = await readText(response);
    if (/^\s*</.test(text)) checkXml(text);
    else {
      const parsed = read.parseStrictly(text);
      // What is no JSON may be a proxy's page; the SDK reports that itself, with its status.
      if (parsed.kind === 'too-deep' || parsed.kind === 'ambiguous') throw new UnreadableAnswer(parsed.problem)
    }
    response.body = Buffer.from(text);
  });
  return client
}

/**
 * Passes a command's successful answer to `take` before the SDK reads it. The SDK reads answers by its schemas: it drops members that
 * its release does not know yet, which a gate must not do, and takes four times as long for a page of findings as JSON.parse does.
 */
function takeAnswer(command       , take                         )       {
  onResponse(command, 'takeAnswer', async response => {
    if (response.statusCode !== 200) return
    const parsed = read.parseStrictly(await readText(response));
    if (parsed.kind !== 'value') throw new UnreadableAnswer(parsed.problem)
    take(parsed.value);
    response.body = Buffer.from('{}');
  });
}





function onResponse({ middlewareStack }       , name        , see                                                         )       {
  const middleware = (next                                                            , context         ) => async (args         ) => {
    const result = await next(args);
    await see(result.response            , context);
    return result
  };
  // Low priority in this step is closest to the network, and so inside the SDK's deserializer.
  middlewareStack.add(middleware         , { step: 'deserialize', priority: 'low', name, override: true }         );
}

// Answers in XML are those of STS and S3, which are a few tags deep. Neither writes a CDATA section, which could hide how deep it is.
function checkXml(text        )       {
  let depth = 0;
  for (const [tag] of text.matchAll(/<[^>]*>?/g)) {
    if (tag.startsWith('<![CDATA[')) throw new UnreadableAnswer('has a CDATA section')
    if (tag.startsWith('</')) depth--;
    else if (!/^<[!?]|\/>$/.test(tag)) depth++;
    if (depth > read.MOST_DEPTH) throw new UnreadableAnswer(`is more than ${read.MOST_DEPTH} tags deep`)
  }
}

async function readText({ statusCode, body }          )                  {
  const decoder = new TextDecoder();
  const parts           = [];
  let bytes = 0;
  try {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) break
      parts.push(decoder.decode(chunk, { stream: true }));
    }
  } catch (error) {
    // The SDK adds the status to what fails after the first byte, too: a response did arrive.
    throw Object.assign(error         , { $metadata: { httpStatusCode: statusCode } })
  }
  if (bytes > MOST_BYTES) throw new UnreadableAnswer(`is longer than ${MOST_BYTES / 1024 / 1024} MiB`)
  return parts.join('') + decoder.decode()
}

// Turns what the SDK throws into one typed fault that says what was requested, what the error means and how to cure it. Most
// AWS errors have the generic class of the service, so only their names tell them apart.


/** How faults describe a call: `ecr:BatchGetImage` on `repository "api"`, and the ARN for which a policy has to allow it. */








/** The name of an error; empty for anything that is not an error. */
function errorName(error         )         {
  return error instanceof Error ? error.name : ''
}

const CREDENTIALS = [
  'CredentialsProviderError',
  'TokenProviderError',
  'ProviderError',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'OptInRequired',
];
/** The credentials were valid and have expired meanwhile, as those of a role do during a long run. */
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException'];
/** The names of errors that refuse a call for want of a permission. */
const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized', 'UnauthorizedException'];
const THROTTLED = ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown'];
/** Whether an error says that there were too many requests. */
function isThrottled(error         )          {
  return THROTTLED.includes(errorName(error))
}

// What the JavaScript engine throws for bugs in our code. Network errors are plain errors or carry a code.
const OURS = [TypeError, RangeError, ReferenceError];

/** What to do about an answer that cannot be read. */
const UNREADABLE = 'run it again; the response may come from a proxy instead of AWS';

/** An answer that is not what was asked for, or lacks a part. */
function unreadable(action        , what        , at         )        {
  return new world.Fault('aws-answer', { message: `the answer of ${action} ${what}`, help: UNREADABLE, ...(at !== undefined && { at }) })
}

/** Turns what a call threw into a fault. Errors that are bugs in our code are thrown again. */
function toAwsFault(error         , call      )        {
  if (error instanceof world.Fault) return error
  if (!(error instanceof Error)) throw error
  const { action, on, arn, instead } = call;
  const { name, message } = error;
  const asked = `${action} on ${on}`;
  // The lines after the first are the SDK's advice to programmers.
  const [line = ''] = message.trim().split('\n');
  const said = line.replace(/(x-amz-security-token[:=]?\s*)\S+/gi, '$1…');
  const status = statusOf(error);
  const says = said === '' || said === 'UnknownError' ? `${name}${status === undefined ? '' : `, HTTP ${status}`}` : said;
  if (DENIED.includes(name)) {
    const behind = permissions.listBehind(action);
    const also = behind.length === 0 ? '' : ` (and, for enhanced scanning, ${read.listOf(behind)})`;
    const cure = `allow ${action}${also} on ${arn}${instead === undefined ? '' : `, ${instead}`}`;
    return new world.Fault('aws-denied', { message: `AccessDenied for ${asked}`, help: `${cure}; AWS says: ${says}` }, error)
  }
  if (CREDENTIALS.includes(name) || EXPIRED.includes(name)) {
    const help = EXPIRED.includes(name)
      ? 'they have expired: raise role-duration-seconds of aws-actions/configure-aws-credentials, which the maximum session duration of the role limits'
      : 'give this step credentials; in a workflow, use aws-actions/configure-aws-credentials with id-token: write';
    return new world.Fault('aws-credentials', { message: `no valid credentials for ${asked} (${says})`, help }, error)
  }
  if (isThrottled(error)) {
    const help = 'run it again, or raise aws-attempts';
    return new world.Fault('aws-throttled', { message: `AWS throttled every attempt of ${asked}`, help }, error)
  }
  if (name === 'RepositoryNotFoundException') {
    const help = 'check the name, the account and the Region of the image';
    return new world.Fault('aws-not-found', { message: `there is no ${on} (${arn})`, help }, error)
  }
  const contradiction = explainEndpoint(line, action);
  if (contradiction !== undefined) return new world.Fault('network-settings', contradiction, error)
  const failure = status === 407 ? network.REFUSED_BY_PROXY : network.explainFailure(error);
  if (failure !== undefined)
    return new world.Fault('aws-unreachable', { message: `AWS cannot be reached for ${asked} (${failure.what})`, help: failure.help }, error)
  if (status !== undefined && status >= 400 && status < 500)
    return new world.Fault('aws-refused', { message: `AWS refused ${asked}: ${says} (${name})` }, error)
  // Every response has a status, even a proxy's; without one, no response arrived.
  if (error instanceof UnreadableAnswer || error instanceof SyntaxError || status !== undefined) {
    const why = error instanceof UnreadableAnswer ? `it ${message}` : says;
    return new world.Fault('aws-answer', { message: `the response of AWS to ${asked} could not be read (${why})`, help: UNREADABLE }, error)
  }
  if (OURS.some(kind => error instanceof kind) && !('code' in error)) throw error
  const help = 'check the network, the proxy (HTTPS_PROXY, NO_PROXY) and the endpoint (AWS_ENDPOINT_URL)';
  return new world.Fault('aws-unreachable', { message: `AWS cannot be reached for ${asked} (${says})`, help }, error)
}

// The SDK refuses a FIPS or dual-stack endpoint beside one that is given, in words that name no setting.
function explainEndpoint(said        , action        )                                                                  {
  const [, word] = /^Invalid Configuration: (FIPS|Dualstack) and custom endpoint/i.exec(said) ?? [];
  if (word === undefined) return undefined
  const [kind, variable] = word === 'FIPS' ? ['FIPS', 'AWS_USE_FIPS_ENDPOINT'] : ['dual-stack', 'AWS_USE_DUALSTACK_ENDPOINT'];
  const isSet = (name        )          => (process.env[name] ?? '') !== '';
  const endpoint =
    [`AWS_ENDPOINT_URL_${action.split(':')[0]?.toUpperCase()}`, 'AWS_ENDPOINT_URL'].find(isSet) ?? 'endpoint_url of the AWS profile';
  const help = isSet(variable)
    ? `take ${endpoint} or ${variable} away`
    : `take ${endpoint} away, or name the image by its host without ${kind}`;
  return { message: `the ${kind} endpoint that ${action} should use contradicts ${endpoint}`, help }
}

/** Whether AWS refused a request, so that it has done nothing. */
function isRefusal(error         )          {
  const status = error instanceof Error ? statusOf(error) : undefined;
  return status !== undefined && status >= 400 && status < 500
}

function statusOf(error        )                     {
  const metadata          = '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined
}

exports.DENIED = DENIED;
exports.UNREADABLE = UNREADABLE;
exports.errorName = errorName;
exports.isRefusal = isRefusal;
exports.isThrottled = isThrottled;
exports.refuseUnreadable = refuseUnreadable;
exports.takeAnswer = takeAnswer;
exports.toAwsFault = toAwsFault;
exports.unreadable = unreadable;
