'use strict';

// Reads unvalidated JSON: own properties only, and a value of the wrong type counts as absent.

                                                       

/** Whether a value is a JSON object; nothing else can be an event. */
function isObject(value         )                  {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of own properties; null counts as absent. */
function own(value         , ...path                   )          {
  let at = value;
  for (const name of path) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined
    at = at[name];
  }
  return at ?? undefined
}

/** The text at a path, trimmed, because ECR's `uri` may end in a blank. A blank text counts as absent. */
function ownText(value         , ...path                   )                     {
  const text = own(value, ...path);
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** The number at a path; it may be written as a text. */
function ownNumber(value         , ...path                   )                     {
  const text = ownText(value, ...path);
  const number = text === undefined ? own(value, ...path) : Number(text);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The array at a path; empty when there is none. */
function ownList(value         , ...path                   )                     {
  const list = own(value, ...path);
  return Array.isArray(list) ? list : []
}

// Works on JSON as text, for events that are printed unchanged. A string may be as long as a whole record, so strings are skipped
// by searching for their closing quote; a regular expression would overflow the stack on long ones.

/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

// Fields that give access to whoever reads them, such as those of a session. CloudTrail masks the token of a session but not the
// URL that contains it. Athena's columns are in lower case, so letter case does not matter.
const SECRETS = 'streamUrl|tokenValue|sessionToken|secretAccessKey';
const SECRET_FIELD = new RegExp(`^(?:${SECRETS})$`, 'i');
const SECRET = new RegExp(`"(?:${SECRETS})"\\s*:\\s*"`, 'gi');

// Every JSON text that names a secret field matches this, even if the name is written with JSON escapes.
const SECRET_WORD = new RegExp(`${SECRETS}|\\\\u`, 'i');

/** Hides the values of secret fields in a text that contains JSON, whether complete or truncated. */
function hideSecrets(json        )         {
  const parts           = [];
  let from = 0;
  SECRET.lastIndex = 0;
  for (let match = SECRET.exec(json); match !== null; match = SECRET.exec(json)) {
    const start = match.index + match[0].length;
    parts.push(json.slice(from, start), HIDDEN);
    from = endOfText(json, start);
    SECRET.lastIndex = from;
  }
  return parts.length === 0 ? json : parts.join('') + json.slice(from)
}

/** Puts JSON text on one line by removing white space between tokens; text already on one line stays unchanged. */
function onOneLine(json        )         {
  if (!/[\r\n]/.test(json)) return json
  const parts           = [];
  let from = 0;
  for (let quote = json.indexOf('"'); quote >= 0; quote = json.indexOf('"', from)) {
    const end = endOfText(json, quote + 1);
    parts.push(json.slice(from, quote).replace(/\s+/g, ''), json.slice(quote, end + 1));
    from = end + 1;
  }
  return parts.join('') + json.slice(from).replace(/\s+/g, '')
}

/** The deepest nesting of an event. JSON.parse has no limit, but JSON.stringify overflows the stack at a few thousand levels. */
const MAX_DEPTH = 1000;

/** Whether JSON text is nested deeper than an event may be. */
function isTooDeep(json        )          {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at + 1);
    else if ((character === '{' || character === '[') && ++depth > MAX_DEPTH) return true
    else if (character === '}' || character === ']') depth--;
  }
  return false
}

/** Whether any segment of a path names a secret, which must never be shown. */
function isSecret(segments                              )          {
  return segments.some(segment => SECRET_FIELD.test(String(segment)))
}

/** The JSON text of a value without its secrets, including those in strings that contain JSON themselves. */
function stringifyWithoutSecrets(value         )         {
  return JSON.stringify(value, (key, inner         ) => {
    if (SECRET_FIELD.test(key) && inner !== null) return HIDDEN
    return typeof inner === 'string' ? (rewriteWithoutSecrets(inner) ?? hideSecrets(inner)) : inner
  })
}

/** Rewrites JSON text without its secrets; undefined when it has none, or is not a JSON object or list. */
function rewriteWithoutSecrets(json        )                     {
  if (!SECRET_WORD.test(json) || !/^\s*[{[]/.test(json) || isTooDeep(json)) return undefined
  try {
    const value          = JSON.parse(json);
    const hidden = stringifyWithoutSecrets(value);
    return hidden === JSON.stringify(value) ? undefined : hidden
  } catch {
    // Text that only looks like JSON is left to the caller.
    return undefined
  }
}

/**
 * The offset of the quote that closes the string whose content begins at `start`: the first one after an even number of backslashes.
 */
function endOfText(json        , start        )         {
  for (let at = json.indexOf('"', start); at >= 0; at = json.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (at - backslashes > start && json[at - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return at
  }
  return json.length
}

exports.HIDDEN = HIDDEN;
exports.MAX_DEPTH = MAX_DEPTH;
exports.endOfText = endOfText;
exports.hideSecrets = hideSecrets;
exports.isObject = isObject;
exports.isSecret = isSecret;
exports.isTooDeep = isTooDeep;
exports.onOneLine = onOneLine;
exports.own = own;
exports.ownList = ownList;
exports.ownNumber = ownNumber;
exports.ownText = ownText;
exports.rewriteWithoutSecrets = rewriteWithoutSecrets;
exports.stringifyWithoutSecrets = stringifyWithoutSecrets;
