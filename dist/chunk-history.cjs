'use strict';

const read = require('./chunk-read.cjs');

// Which instruction made each layer of an image, as the configuration of the image tells it. Whoever builds an image writes what they
// like there, so this only explains: nothing is decided by it.
// https://github.com/opencontainers/image-spec/blob/main/config.md


/** A layer, and the text by which the builder remembers how it was made; null where it says nothing. */





/** `problem` is one sentence. */




/** An instruction of a Dockerfile: `word` is RUN, COPY and so on, empty where a builder has its own words. */






/** What makes a layer; all other instructions only change the configuration. */
const WORDS = ['RUN', 'COPY', 'ADD', 'WORKDIR'];

/** What is read of an instruction. Nobody writes a longer one. */
const LONGEST = 100_000;

/** Reads a configuration. `layers` are the digests of the manifest, the lowest first; the history has to tell of as many. */
function readHistory(json        , layers                   )          {
  const unreadable = (problem        )          => ({ kind: 'unreadable', problem });
  const parsed = read.parseStrictly(json);
  if (parsed.kind !== 'value') return unreadable(`the configuration ${parsed.problem}`)
  const config = parsed.value;
  if (!read.isObject(config)) return unreadable('the configuration is not a JSON object')
  const history = read.own(config, 'history') ?? [];
  if (!Array.isArray(history)) return unreadable('the history in the configuration is not a list')
  const folded =
    read.findFoldedKey(config, ['history', 'rootfs']) ??
    history.map(entry => read.findFoldedKey(entry, ['created_by', 'empty_layer'])).find(found => found !== undefined);
  if (folded !== undefined) return unreadable(`the configuration has a key that runtimes read as "${folded.field}"`)
  const content = read.ownList(config, 'rootfs', 'diff_ids');
  if (content.length !== layers.length)
    return unreadable(`the configuration has ${content.length} layers, and the manifest ${layers.length}`)
  // Some builders write no history at all.
  if (history.length === 0) return { kind: 'steps', steps: [] }
  const made = history.filter(entry => read.own(entry, 'empty_layer') !== true);
  if (made.length !== layers.length) return unreadable(`the history tells of ${made.length} layers, and the manifest has ${layers.length}`)
  return { kind: 'steps', steps: layers.map((layer, i) => ({ layer, createdBy: read.ownText(made[i], 'created_by') ?? null })) }
}

/** What each layer was made by. A layer that was made in two ways, such as an empty one, is left out. */
function indexSteps(histories                              )                              {
  const found = new Map                       ();
  for (const { layer, createdBy } of histories.flat()) {
    const told = found.get(layer);
    found.set(layer, told === undefined || told === createdBy ? createdBy : null);
  }
  return new Map([...found].flatMap(([layer, createdBy]) => (createdBy === null ? [] : [[layer, createdBy]         ])))
}

/** Reads how a layer was made, in the words of BuildKit, the classic builder, kaniko or Buildah; others have their own words. */
function readMade(createdBy        )       {
  const all = wordsOf(createdBy);
  const words = all.slice(-2).join(' ') === '# buildkit' ? all.slice(0, -2) : all;
  // `RUN |1 VERSION=1.2 /bin/sh -c make`, which the classic builder writes without RUN.
  const isNamed = WORDS.includes(words[0] ?? '');
  const rest = isNamed ? words.slice(1) : words;
  const from = findCommand(rest);
  const command = rest.slice(from ?? 0);
  // The values of build arguments may be secrets. Where nobody can tell where they end, nothing is shown.
  if (from === undefined && countArguments(rest) > 0) return { word: 'RUN', text: '' }
  if (from !== undefined && command[0] === '#(nop)') {
    const [, word = '', ...copied] = command;
    return WORDS.includes(word) ? { word, text: copied.join(' ') } : { word: '', text: command.slice(1).join(' ') }
  }
  const word = isNamed ? (words[0] ?? '') : from === undefined ? '' : 'RUN';
  return { word, text: command.join(' ') }
}

/** The words of an instruction, which blanks and line breaks separate. */
function wordsOf(text        )                    {
  return text
    .slice(0, LONGEST)
    .split(/\s+/)
    .filter(word => word !== '')
}

const NAME_LENGTH = 500;

/** An instruction as a person reads it: `RUN apt-get install -y curl`. A report repeats it for each finding, so a long one is cut. */
function nameMade({ word, text }      )         {
  return read.shorten(`${word} ${text}`.trim(), NAME_LENGTH)
}

// Returns where the command begins: behind `/bin/sh -c`, `/bin/bash -o pipefail -c` or the like; undefined if there is no shell. Build
// arguments stand before it.
function findCommand(words                   )                     {
  const count = countArguments(words);
  const last = count === 0 ? 0 : words.length - 1;
  for (let at = count === 0 ? 0 : count + 1; at <= last; at++) {
    if (!/^(?:\S*\/)?(?:ba|da|a|z|k)?sh$/.test(words[at] ?? '')) continue
    let end = at + 1;
    while (/^-|^pipefail$/.test(words[end] ?? '') && !/^-\w*c$/.test(words[end] ?? '')) end++;
    if (/^-\w*c$/.test(words[end] ?? '')) return end + 1
  }
  return undefined
}

// `|2 A=1 B=2` are two.
function countArguments(words                   )         {
  return Number(/^\|(\d{1,6})$/.exec(words[0] ?? '')?.[1] ?? 0)
}

exports.LONGEST = LONGEST;
exports.indexSteps = indexSteps;
exports.nameMade = nameMade;
exports.readHistory = readHistory;
exports.readMade = readMade;
exports.wordsOf = wordsOf;
