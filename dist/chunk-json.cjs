'use strict';

// Reads unvalidated JSON: own properties only, and a value of the wrong type counts as absent.

/** An event as a filter sees it: a JSON object of which only own properties count. */


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

/** The string at a path, trimmed, because ECR's `uri` may end in a space. A blank string counts as absent. */
function ownText(value         , ...path                   )                     {
  const text = own(value, ...path);
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** The number at a path; it may be written as a string. */
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

exports.isObject = isObject;
exports.own = own;
exports.ownList = ownList;
exports.ownNumber = ownNumber;
exports.ownText = ownText;
