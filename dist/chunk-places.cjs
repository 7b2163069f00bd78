'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const history = require('./chunk-history.cjs');
const world = require('./chunk-world.cjs');
const node_fs = require('node:fs');
const fs = require('node:fs/promises');
const node_path = require('node:path');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('node:events');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');

// Reads the instructions of a Dockerfile as BuildKit does: they may span several lines, and the text of a here-document is never an
// instruction.
// https://docs.docker.com/reference/dockerfile/

const DIRECTIVE = /^#\s*(syntax|escape|check)\s*=\s*(\S+)/i;
const INSTRUCTION = /^\s*(\w+)(?:\s+(.*))?$/s;
const WITH_HEREDOCS = ['add', 'copy', 'run'];
// Words as a shell splits them: a quoted part belongs to its word, and so does what follows `<<` and spaces.
const WORD = /(?:<<[ \t]+(?=\S)|[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
const HEREDOC = /^\d*<<(-?)\s*([^<]*)$/;

/** A longer instruction could overflow the stack of the regular expressions below. Nobody writes one. */
const LONGEST = 100_000;






/** An instruction, from the line on which it begins, counted from 1. */










function readInstructions(text        )                         {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const token = readEscape(lines);
  const found                = [];
  for (let at = 0; at < lines.length; ) {
    const { line, next } = joinLines$1(lines, at, token);
    const [, word = '', rest = ''] = INSTRUCTION.exec(line) ?? [];
    const heredocs                                  = [];
    const begin = at;
    at = next;
    for (const heredoc of listHeredocs(word, rest)) {
      const behind = skipHeredoc(lines, at, heredoc);
      heredocs.push({ text: lines.slice(at, behind - 1).join('\n'), end: heredoc.end });
      at = behind;
    }
    if (word !== '') found.push({ word: word.toUpperCase(), rest: rest.trim(), line: begin + 1, heredocs });
  }
  return found
}

// Directives come before everything else, even before comments and empty lines.
function readEscape(lines                   )             {
  for (const line of lines) {
    const directive = DIRECTIVE.exec(line.trimStart());
    if (directive === null) break
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\'
  }
  return '\\'
}

// Comments and empty lines do not end an instruction that spans lines. Two escape characters at the end of a line do not continue it.
function joinLines$1(lines                   , from        , token            )                                                   {
  const continued = token === '`' ? /(?:^|[^`])`[ \t]*$/ : /(?:^|[^\\])\\[ \t]*$/;
  const parts           = [];
  let at = from;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const passed = /^\s*(?:#|$)/.test(line);
    if (passed && at > from) continue
    if (!passed && continued.test(line)) {
      parts.push(line.trimEnd().slice(0, -1));
      continue
    }
    if (!passed) parts.push(line);
    break
  }
  return { line: parts.join(''), next: at + 1 }
}

function listHeredocs(word        , rest        )                     {
  if (!rest.includes('<<') || rest.length > LONGEST) return []
  if (word.toLowerCase() === 'onbuild') {
    const [, inner = '', innerRest = ''] = INSTRUCTION.exec(rest) ?? [];
    return inner.toLowerCase() === 'onbuild' ? [] : listHeredocs(inner, innerRest)
  }
  if (!WITH_HEREDOCS.includes(word.toLowerCase())) return []
  // If a quote is not closed, there are no words at all.
  if (rest.replace(WORD, '').trim() !== '') return []
  return (rest.match(WORD) ?? []).flatMap(part => {
    const [, hyphen, name = ''] = HEREDOC.exec(part) ?? [];
    return name === '' ? [] : [{ end: name.replace(/["']/g, '').replace(/\\(.)/g, '$1'), tabs: hyphen === '-' }]
  })
}

function skipHeredoc(lines                   , from        , { end, tabs }         )         {
  let at = from;
  while (at < lines.length && (tabs ? lines[at]?.replace(/^\t+/, '') : lines[at]) !== end) at++;
  return at + 1
}

// Finds the instructions of a Dockerfile that made the layers of an image. An image chooses what it says of its layers, so it is only
// compared with what the Dockerfile says, and in any doubt there is no line.



/** A layer, and the line of the instruction that made it. */


/** How many instructions and layers are compared with each other. No runtime mounts as many layers. */
const MOST$1 = 200;

/** Finds the lines of the layers that the final stage, and the stages that it continues, made. */
function findMadeLines(instructions                        , steps                 )                      {
  const chain = listChain(instructions);
  if (chain.length > MOST$1 || steps.length > MOST$1) return []
  const compared = chain.map(toComparison);
  const found = steps.flatMap((step, at) => {
    if (step.createdBy === null) return []
    const { word, text } = history.readMade(step.createdBy);
    const made = { word, text, words: history.wordsOf(text) };
    const fits = compared.flatMap((fitsTo, i) => (fitsTo(made) ? [i] : []));
    return fits.length === 0 ? [] : [{ ...step, at, fits }]
  });
  // Where equal instructions made as many layers, the order tells which made which. Otherwise one of them may be of the base image.
  const groups = [...visibility.groupBy(found, ({ fits }) => fits.join()).values()];
  const claims = visibility.groupBy(
    groups.flatMap(([first]) => first?.fits ?? []),
    i => i,
  );
  const isAlone = (fits                   )          => fits.every(i => claims.get(i)?.length === 1);
  const pairs = groups.flatMap(group => {
    const fits = group[0]?.fits ?? [];
    return group.length === fits.length && isAlone(fits) ? group.map((each, n) => ({ ...each, instruction: fits[n] ?? 0 })) : []
  });
  pairs.sort((a, b) => a.at - b.at);
  // A Dockerfile makes its layers from top to bottom. An image of which that is not true was made by another one.
  if (pairs.some(({ instruction }, i) => i > 0 && instruction <= (pairs[i - 1]?.instruction ?? -1))) return []
  return pairs.map(({ layer, instruction }) => [layer, chain[instruction]?.line ?? 0])
}

// The instructions of the last stage, after those of the stage that it begins from, if it is one of this file.
function listChain(instructions                        )                         {
  const stages                                                                                           = [];
  for (const instruction of instructions) {
    if (instruction.word !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue
    }
    const [from = '', , name = ''] = history.wordsOf(instruction.rest).filter(word => !word.startsWith('--'));
    stages.push({ name: name.toLowerCase(), from: from.toLowerCase(), instructions: [] });
  }
  const chain                = [];
  for (let at = stages.length - 1; at >= 0; ) {
    const stage = stages[at];
    chain.unshift(...(stage?.instructions ?? []));
    at = stages.slice(0, at).findLastIndex(({ name }) => name !== '' && name === stage?.from);
  }
  return chain
}







function toComparison(instruction             )          {
  const { word, rest } = instruction;
  if (word === 'RUN') return compareRun(instruction)
  if (word !== 'COPY' && word !== 'ADD' && word !== 'WORKDIR') return () => false
  const written = history.wordsOf(toPlain(rest));
  const kept = written.filter(each => !each.startsWith('--'));
  // BuildKit names the owner and the mode, and kaniko writes the instruction as it stands.
  const owned = written.filter(each => !each.startsWith('--') || /^--(?:chown|chmod|parents)\b/.test(each));
  const forms = [kept, owned, written].map(form => form.map(compareWord));
  const isTarget = compareWord(kept.at(-1) ?? '');
  return made => {
    if (made.word !== word) return false
    const [source = '', preposition, target = ''] = made.words;
    // The classic builder and Buildah tell the digest of what was copied, and where to: `COPY dir:1f6a… in /app`.
    if (/^(?:file|dir|multi):/.test(source) && preposition === 'in') return made.words.length === 3 && isTarget(target)
    return forms.some(form => form.length === made.words.length && form.every((fits, i) => fits(made.words[i] ?? '')))
  }
}

// The builder replaces variables by what it alone knows.
function compareWord(written        )                            {
  const plain = trimPath(written);
  if (!written.includes('$')) return made => trimPath(made) === plain
  const [head = '', ...others] = written.split(/\$(?:\w+|\{[^}]*\})/);
  const tail = others.at(-1) ?? '';
  return made => others.length > 0 && made.length >= head.length + tail.length && made.startsWith(head) && made.endsWith(tail)
}

function trimPath(path        )         {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

function compareRun({ rest, heredocs }             )          {
  const written = history.wordsOf(rest);
  const from = written.findIndex(word => !word.startsWith('--'));
  const command = from < 0 ? [] : written.slice(from);
  const [first] = heredocs;
  const texts = [written.join(' '), history.wordsOf(toPlain(command.join(' '))).join(' ')];
  // One here-document alone is the command itself; others are handed to the shell as they stand.
  if (first !== undefined && command.length === 1) texts.push(history.wordsOf(first.text).join(' '));
  else if (first !== undefined)
    texts.push(history.wordsOf([command.join(' '), ...heredocs.flatMap(({ text, end }) => [text, end])].join('\n')).join(' '));
  const known = texts.filter(text => text !== '');
  return ({ word, text }) => word === 'RUN' && known.includes(text)
}

// `["npm", "ci"]` is the command `npm ci`.
function toPlain(rest        )         {
  const from = rest.indexOf('[');
  if (from < 0 || rest.length > history.LONGEST || !/^(?:--\S+\s+)*\[/.test(rest)) return rest
  try {
    const list          = JSON.parse(rest.slice(from));
    return Array.isArray(list) && list.every(each => typeof each === 'string') ? `${rest.slice(0, from)}${list.join(' ')}` : rest
  } catch {
    // `[ -f /etc/passwd ] && …` is a command too.
    return rest
  }
}

// Reads lockfiles in JSON with line numbers, which JSON.parse does not give: one walk over the text finds the path of every value and
// the line of its key. It stops silently at malformed text, because reporting a broken lockfile is up to its own tool.



/** A lockfile is only a few levels deep, and every further level makes it more work to look at a path. */
const DEEPEST = 200;

/** Called for every object, list and string with its keys, its line, and its text if it is a string. Copy the path to keep it. */


function walkJson(json        , visit       )       {
  const path           = [];
  // The current position in each open list; undefined for an open object.
  const open                         = [];
  let line = 1;
  let keyLine = 1;
  let key = false;
  const begin = (text                    )       => visit(path, open.at(-1) === undefined ? keyLine : line, text);
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case '\n':
        line++;
        break
      case '"': {
        const end = endOfText(json, at + 1);
        if (end < 0) return
        const text = readText(json.slice(at, end + 1));
        if (text === undefined) return
        if (key) {
          path[path.length - 1] = text;
          keyLine = line;
        } else begin(text);
        key = false;
        at = end;
        break
      }
      case '{':
      case '[': {
        begin(undefined);
        if (path.length === DEEPEST) return
        const list = json[at] === '[';
        path.push('0');
        open.push(list ? 0 : undefined);
        key = !list;
        break
      }
      case '}':
      case ']':
        path.pop();
        open.pop();
        key = false;
        break
      case ',': {
        const position = open.at(-1);
        key = position === undefined;
        if (position === undefined) break
        open[open.length - 1] = position + 1;
        path[path.length - 1] = String(position + 1);
      }
    }
  }
}

function endOfText(json        , start        )         {
  let at = start;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at < json.length ? at : -1
}

function readText(quoted        )                     {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted)
  } catch {
    return undefined
  }
}

/** Reads a file whose packages are objects. `nameAt` returns the package of an object, '' if its `name` says it, or undefined. */
function readObjects(json        , nameAt                                                 , versionKey        )                         {
  const found                                                           = [];
  let depth = Number.POSITIVE_INFINITY;
  walkJson(json, (path, line, text) => {
    const last = found.at(-1);
    const name = text === undefined ? nameAt(path) : undefined;
    if (name !== undefined) {
      found.push({ name, version: null, line });
      depth = path.length;
    } else if (text === undefined) {
      // An object at the same depth or above ends the package.
      if (path.length <= depth) depth = Number.POSITIVE_INFINITY;
    } else if (last !== undefined && path.length === depth + 1) {
      if (path[depth] === versionKey) last.version = text;
      else if (path[depth] === 'name') Object.assign(last, last.name === '' ? { name: text, line } : { name: text });
    }
  });
  return found
}

const MODULES = 'node_modules/';

/** package-lock.json and npm-shrinkwrap.json: packages by folder since version 2, nested before that. */
function readNpmLock(json        )                         {
  const nameAt = (path                   )                     => {
    const last = path.at(-1) ?? '';
    if (path[0] === 'packages' && path.length === 2 && last.includes(MODULES)) return last.slice(last.lastIndexOf(MODULES) + MODULES.length)
    return path.length > 0 && path.length % 2 === 0 && path.every((key, i) => i % 2 === 1 || key === 'dependencies') ? last : undefined
  };
  return readObjects(json, nameAt, 'version').map(resolveAlias)
}

/** `"fast": "npm:lodash@4.17.21"` asks for lodash. */
function resolveAlias({ name, version, line }             )              {
  const [, target, exact] = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(version ?? '') ?? [];
  return target === undefined ? { name, version, line } : { name: target, version: exact ?? null, line }
}

/** package.json has version ranges, so only names are compared. */
function readNpmManifest(json        )                         {
  const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  const found                = [];
  walkJson(json, ([section = '', name = '', ...inner], line, text) => {
    if (inner.length > 0 || text === undefined || !sections.includes(section)) return
    found.push({ ...resolveAlias({ name, version: text, line }), version: null });
  });
  return found
}

function readPipfileLock(json        )                         {
  const found = readObjects(json, path => (path.length === 2 && path[0] !== '_meta' ? path[1] : undefined), 'version');
  return found.map(({ version, ...rest }) => ({ ...rest, version: version?.replace(/^==/, '') ?? null }))
}

function readComposerLock(json        )                         {
  return readObjects(json, path => (path.length === 2 && /^packages(?:-dev)?$/.test(path[0] ?? '') ? '' : undefined), 'version')
}

/** packages.lock.json, which lists the packages of each target framework. */
function readNugetLock(json        )                         {
  return readObjects(json, path => (path[0] === 'dependencies' && path.length === 3 ? path[2] : undefined), 'resolved')
}

// Lockfiles with a syntax of their own, all of which give each package a line.
//
// A pull request can change these files, so no regular expression here may backtrack much: nearly all are anchored at the beginning of
// the line, and adjacent parts match different characters, or the last part matches everything (the flag `s`).



function readLines(
  text        ,
  read                                                                                ,
)                         {
  return text.split('\n').flatMap((line, i) => read(line.trimEnd()).map(([name, version]) => ({ name, version, line: i + 1 })))
}

/** A line up to a mark, which mostly begins a comment. */
function cutAt(line        , mark        )         {
  const at = line.search(mark);
  return at < 0 ? line : line.slice(0, at)
}

/** yarn.lock in both formats: a line that names the requested packages, and the version a few lines below. */
function readYarnLock(text        )                         {
  const found                                                           = [];
  let block               = [];
  for (const [i, whole] of text.split('\n').entries()) {
    const line = whole.trimEnd();
    if (/^[^\s#].*:$/.test(line)) {
      const asked = line.slice(0, -1).replaceAll('"', '').split(/,\s*/);
      block = [...new Set(asked.map(nameOfSpecifier))].map(name => ({ name, version: null, line: i + 1 }));
      for (const each of block) found.push(each);
    }
    const [, version] = /^ {2}version:? "?([^"\s]+)"?$/.exec(line) ?? [];
    if (version !== undefined) for (const each of block) each.version = version;
  }
  return found
}

/** `@babel/core@^7.0.0` asks for @babel/core, `fast@npm:lodash@^4` for lodash. */
function nameOfSpecifier(specifier        )         {
  const at = specifier.indexOf('@', 1);
  const name = at < 0 ? specifier : specifier.slice(0, at);
  return /^npm:(@?[^@]+)@/.exec(specifier.slice(at + 1))?.[1] ?? name
}

/** pnpm-lock.yaml: `/lodash/4.17.21`, `/lodash@4.17.21` or `lodash@4.17.21`, with peers after a parenthesis or an underscore. */
function readPnpmLock(text        )                         {
  let inPackages = false;
  return readLines(text, line => {
    if (/^\S/.test(line)) inPackages = line === 'packages:';
    const [, key] = (inPackages && /^ {2}(['"]?)([^\s'"][^'"]*)\1:(?: \{\})?$/.exec(line)?.slice(1)) || [];
    const [, name, version] = /^\/?((?:@[^/@]+\/)?[^/@]+)[/@]([^(_]+)/.exec(key ?? '') ?? [];
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

/** A requirements file of pip; only a pinned version counts. */
function readRequirements(text        )                         {
  return readLines(text, line => {
    const [, name, rest = ''] = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/s.exec(line) ?? [];
    if (name === undefined || !/^(?:$|[=<>!~;@#\\(])/.test(rest)) return []
    const [, version] = /^\(?={2,3}\s*([^\s;,#\\*)]+)\)?\s*(?:$|[;#\\]|--)/.exec(rest) ?? [];
    return [[name, version ?? null]]
  })
}

/** Gemfile.lock: the gems of its `specs`, not their dependencies, which are indented two spaces deeper. */
function readGemfileLock(text        )                         {
  let inSpecs = false;
  return readLines(text, line => {
    if (/^ {0,3}\S/.test(line)) inSpecs = line === '  specs:';
    const [, name, version] = (inSpecs && /^ {4}([^\s(]+) \(([^)]+)\)$/.exec(line)) || [];
    // A hyphen precedes the platform that the gem was built for.
    return name === undefined || version === undefined ? [] : [[name, cutAt(version, /-/)]]
  })
}

/** go.mod: the modules that it requires, and those that replace others. */
function readGoMod(text        )                         {
  let block = '';
  return readLines(text, whole => {
    const line = cutAt(whole, /\/\//).trim();
    const [, opened] = /^(\w+)\s*\($/.exec(line) ?? [];
    if (opened !== undefined || line === ')') {
      block = opened ?? '';
      return []
    }
    const [word = '', ...rest] = line.split(/\s+/);
    const words = block === '' ? rest : [word, ...rest];
    const directive = block === '' ? word : block;
    const asked = directive === 'require' ? words : directive === 'replace' ? words.slice(words.indexOf('=>') + 1) : [];
    const [name, version] = asked.map(text => text.replace(/^["`]|["`]$/g, ''));
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

function readGoSum(text        )                         {
  return readLines(text, line => {
    const [, name, version] = /^(\S+) (v[^\s/]+)(?:\/go\.mod)? h1:/.exec(line) ?? [];
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

/** gradle.lockfile: `group:name:version=configurations`. */
function readGradleLock(text        )                         {
  return readLines(text, line => {
    const [, name, version] = /^([\w.-]+:[\w.-]+):([^=:\s]+)=/.exec(line) ?? [];
    return name === undefined || version === undefined ? [] : [[name, version]]
  })
}

/** build.gradle and build.gradle.kts: dependencies as one string, `"group:name:version"`. */
function readGradleBuild(text        )                         {
  return readLines(text, line =>
    [...cutAt(line, /(?:^|\s)\/\//).matchAll(/(["'])([\w.-]+:[\w.-]+)(?::([^"':@]*))?(?:[:@][^"']*)?\1/g)].map(
      ([, , name = '', version = '']) => [name, /^[\w.+-]+$/.test(version) && !version.endsWith('+') ? version : null]         ,
    ),
  )
}

// pom.xml: the direct dependencies of a Maven project. Exclusions and the dependencies of plugins are not in the image.



// The lookahead makes a name match as a whole. Without it, every prefix of the name would be tried for a tag that is not closed.
const TAG = /<(\/?)([\w.:-]+)(?![\w.:-])[^<>]*>/g;
// The elements of a dependency that are read.
const FIELDS = ['groupId', 'artifactId', 'version'];

function readPom(xml        )                         {
  const text = blankComments(xml);
  const found                = [];
  const path           = [];
  let fields = new Map                ();
  let [line, nameLine, from, plugins] = [1, 1, 0, 0];
  for (const { 0: tag, 1: slash, 2: name = '', index } of text.matchAll(TAG)) {
    const before = text.slice(from, index);
    line += before.split('\n').length - 1;
    from = index;
    if (slash === '') {
      if (tag.endsWith('/>')) continue
      path.push(name);
      if (name === 'plugin') plugins++;
      if (name === 'dependency') fields = new Map();
      continue
    }
    if (path.at(-2) === 'dependency' && FIELDS.includes(name)) {
      fields.set(name, before.slice(before.indexOf('>') + 1).trim());
      if (name === 'artifactId') nameLine = line;
    }
    if (path.pop() === 'plugin') plugins--;
    if (name === 'dependency' && plugins === 0) found.push(toRequirement(fields, nameLine));
  }
  return found
}

// A version that is a property, or is managed elsewhere, is not known here.
function toRequirement(fields                             , line        )              {
  const version = fields.get('version') ?? '';
  return { name: `${fields.get('groupId')}:${fields.get('artifactId')}`, version: /^[\w.+-]+$/.test(version) ? version : null, line }
}

function blankComments(xml        )         {
  const parts           = [];
  let from = 0;
  for (let start = xml.indexOf('<!--'); start >= 0; start = xml.indexOf('<!--', from)) {
    const end = xml.indexOf('-->', start + 4);
    parts.push(xml.slice(from, start), xml.slice(start, end < 0 ? undefined : end).replace(/[^\n]/g, ''));
    from = end < 0 ? xml.length : end + 3;
  }
  return parts.join('') + xml.slice(from)
}

// Lockfiles and manifests in TOML, read line by line: the tools that write lockfiles put each key of a package on a line of its
// own, and in a manifest only the names are read.



/** poetry.lock, uv.lock and Cargo.lock: a table for each package. */
function readTomlLock(text        )                         {
  const found                                                           = [];
  let inPackage = false;
  for (const [i, line] of text.split('\n').entries()) {
    if (line.startsWith('[')) inPackage = /^\[\[package\]\]\s*$/.test(line);
    const [, key, value = ''] = (inPackage && /^(name|version)\s*=\s*"([^"]*)"/.exec(line)) || [];
    const last = found.at(-1);
    if (key === 'name') found.push({ name: value, version: null, line: i + 1 });
    else if (key === 'version' && last !== undefined) last.version = value;
  }
  return found
}

const POETRY = /^tool\.poetry\.(?:dev-|group\.[^.]+\.)?dependencies(?:\.(.+))?$/s;
const LISTS = ['project.optional-dependencies', 'dependency-groups'];

/** pyproject.toml, of which only names are compared: Poetry's tables, and the lists that every tool reads. */
function readPyproject(text        )                         {
  const found                = [];
  let section = '';
  let keysAreNames = false;
  let inList = false;
  for (const [i, whole] of text.split('\n').entries()) {
    const line = cutAt(whole.trim(), /(?:^|\s)#/).trimEnd();
    const ask = (name                    )          => name !== undefined && found.push({ name, version: null, line: i + 1 });
    const [, header] = (!inList && /^\[{1,2}([^[\]]+)\]{1,2}$/.exec(line)) || [];
    if (header !== undefined) {
      section = header.trim().replace(/["']/g, '');
      const poetry = POETRY.exec(section);
      keysAreNames = poetry !== null && poetry[1] === undefined;
      ask(poetry?.[1]);
      continue
    }
    const [, key, value] = (!inList && /^["']?([\w.-]+)["']?\s*=\s*(.*)$/s.exec(line)) || [];
    if (keysAreNames) ask(key);
    const opens = value?.startsWith('[') === true && (LISTS.includes(section) || (section === 'project' && key === 'dependencies'));
    if (!inList && !opens) continue
    // The lookahead makes a name match as a whole. Without it, every prefix of the name would be tried for a string that is not closed.
    const texts = /(["'])\s*([A-Za-z0-9][\w.-]*)(?![\w.-])[^"']*\1/g;
    for (const [, , name] of (opens ? (value ?? '') : line).matchAll(texts)) ask(name);
    // Brackets within quotes belong to extras such as `requests[socks]`.
    inList = !line.replace(/(["'])[^"']*\1/g, '').includes(']');
  }
  return found
}

// The package managers that Amazon Inspector names, and the files in which each of them declares packages.
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_VulnerablePackage.html
















const ECOSYSTEMS                       = [
  {
    managers: ['NPM', 'YARN', 'NODEPKG'],
    locks: {
      'package-lock.json': readNpmLock,
      'npm-shrinkwrap.json': readNpmLock,
      'yarn.lock': readYarnLock,
      'pnpm-lock.yaml': readPnpmLock,
    },
    manifests: { 'package.json': readNpmManifest },
    installed: /^node_modules$/,
    namesOf: name => [name],
  },
  {
    managers: ['PIP', 'PIPENV', 'POETRY', 'PYTHONPKG'],
    locks: {
      'poetry.lock': readTomlLock,
      'Pipfile.lock': readPipfileLock,
      'uv.lock': readTomlLock,
      'requirements.txt': readRequirements,
    },
    manifests: { 'pyproject.toml': readPyproject },
    installed: /^(?:\.?venv|env|lib|lib64|site-packages|dist-packages)$/,
    // https://packaging.python.org/en/latest/specifications/name-normalization/
    namesOf: name => [name.toLowerCase().replace(/[-_.]+/g, '-')],
  },
  {
    managers: ['GOBINARY', 'GOMOD'],
    locks: { 'go.mod': readGoMod, 'go.sum': readGoSum },
    manifests: {},
    installed: /^(?:bin|vendor)$/,
    namesOf: name => [name],
  },
  {
    managers: ['JAR', 'POM'],
    locks: { 'pom.xml': readPom, 'gradle.lockfile': readGradleLock, 'build.gradle': readGradleBuild, 'build.gradle.kts': readGradleBuild },
    manifests: {},
    installed: /^(?:target|build|libs?)$|\.[ejw]ar$/i,
    // A JAR without Maven's metadata is known by its file name alone.
    namesOf: name => {
      const full = name.replace('/', ':');
      return full.includes(':') ? [full, full.slice(full.indexOf(':') + 1)] : [full]
    },
  },
  {
    managers: ['BUNDLER', 'GEMSPEC'],
    locks: { 'Gemfile.lock': readGemfileLock },
    manifests: {},
    installed: /^(?:vendor|bundle|\.bundle|lib|gems|specifications)$/,
    namesOf: name => [name],
  },
  {
    managers: ['COMPOSER'],
    locks: { 'composer.lock': readComposerLock },
    manifests: {},
    installed: /^vendor$/,
    namesOf: name => [name.toLowerCase()],
  },
  {
    managers: ['CARGO'],
    locks: { 'Cargo.lock': readTomlLock },
    manifests: {},
    installed: /^(?:target|bin)$/,
    namesOf: name => [name],
  },
  {
    managers: ['NUGET', 'DOTNET_CORE'],
    locks: { 'packages.lock.json': readNugetLock },
    manifests: {},
    installed: /^(?:obj|bin|publish)$/,
    namesOf: name => [name.toLowerCase()],
  },
];

/** The ecosystem of a package manager; undefined for that of an operating system, and for unknown ones. */
function ecosystemOf(manager               )                        {
  return ECOSYSTEMS.find(({ managers }) => managers.includes(manager ?? ''))
}

// These folders belong to the base image or to commands of the Dockerfile, not to the project.
const NOT_THE_PROJECT = /^usr\/(?:lib|lib64|local\/lib\/node_modules)\//;
const LONGEST_PATH = 1024;
const DEEPEST_PATH = 24;

/**
 * The folders of the repository that a file of the image may have come from, the most likely first: the folder of its project, then
 * the same without its first segment, without its first two, and so on to the root, which is ''. None for a path outside any project.
 */
function listFolders(path        , { installed }           )                    {
  const names = path.split('/').filter(name => name !== '' && name !== '.');
  const whole = names.join('/');
  // The image chooses the path, so it is not trusted.
  if (path.length > LONGEST_PATH || names.length > DEEPEST_PATH || /[\\\p{Cc}]/u.test(path) || names.includes('..')) return []
  if (names.length === 0 || NOT_THE_PROJECT.test(whole)) return []
  const own = names.slice(0, -1);
  const end = names.findIndex(name => installed.test(name));
  const folder = (end < 0 ? own : own.slice(0, end)).filter((_, i) => !(i < 2 && whole.startsWith('usr/local/')));
  return [...folder.map((_, i) => folder.slice(i).join('/')), '']
}

// The packages that a lockfile declares, indexed once so that tens of thousands of findings are looked up quickly.

/** A package as a file of the repository declares it. The version is null if the file leaves it open. */







/** Returns all names by which a package may be found, in the form in which names are compared, the full one first. */








/** By name, and then by version; '' is any version. */


/** No lockfile has more, and an index of millions would not fit into memory. */
const MOST = 100_000;

function indexRequirements(requirements                        , namesOf         )        {
  const index = new Map                            ();
  for (const { name: whole, version, line } of requirements.slice(0, MOST)) {
    const names = namesOf(whole);
    const [name = ''] = names;
    for (const each of names) {
      const versions = index.get(each) ?? new Map               ();
      index.set(each, versions);
      const key = comparable(version);
      const known = versions.get(key);
      if (known === undefined) versions.set(key, { name, line });
      else if (known.name !== name) versions.set(key, { name, line: null });
    }
  }
  return index
}

/** The first line that declares a package in this version; null if there is none, or if it is ambiguous. */
function findLine(index       , namesOf         , name        , version               )                {
  const versions = index.get(namesOf(name)[0] ?? '');
  if (versions === undefined) return null
  if (version === null) return versions.size === 1 ? ([...versions.values()][0]?.line ?? null) : null
  return (versions.get(comparable(version)) ?? versions.get(''))?.line ?? null
}

// Go and Composer write `v1.2.3` for what scanners call 1.2.3.
function comparable(version               )         {
  return (version ?? '')
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .replace(/\+incompatible$/, '')
}

// Finds the line of the repository that declares a package. Many findings are of the same packages and the same folders of an image, so
// what is found in the repository is remembered: each folder is listed and each file read only once.





/** A file that may declare a package. */















function createSearch(workspace           , bases                   )         {
  return { workspace, bases, folders: new Map(), declarations: new Map(), indexes: new Map() }
}

/** The line that declares the package, if one file fits best and names exactly this package in exactly this version. */
async function searchLine(search        , { manager, path, name, version }         )                       {
  const ecosystem = ecosystemOf(manager);
  if (ecosystem === undefined || path === null || name === null) return null
  for (const files of [ecosystem.locks, ecosystem.manifests]) {
    const best = await listBest(search, listFolders(path, ecosystem), files, ecosystem);
    if (best.length === 0) continue
    const lines = best.flatMap(list => {
      // A file that the finding itself names takes precedence over the others.
      const named = list.filter(declaration => declaration.name === path.slice(path.lastIndexOf('/') + 1));
      return firstLine([...named, ...list], ecosystem, name, version) ?? []
    });
    return new Set(lines.map(({ file }) => file)).size === 1 ? (lines[0] ?? null) : null
  }
  return null
}

// The declarations in the folder that fits best among those with such a file, or in two such folders, one per base.
async function listBest(
  search        ,
  tails                   ,
  files       ,
  ecosystem           ,
)                                               {
  for (const tail of tails) {
    const paths = [...new Set(search.bases.map(base => join(base, tail)))];
    const lists = await Promise.all(paths.map(path => listFolder(search, path, files, ecosystem)));
    if (lists.some(list => list.length > 0)) return lists
  }
  return []
}

function listFolder(search        , folder        , files       , ecosystem           )                                  {
  return world.once(search.declarations, JSON.stringify([folder, Object.keys(files)]), async () => {
    if (!(await hasFolder(search, folder))) return []
    const list                = [];
    for (const [name, parse] of Object.entries(files)) {
      const found = await search.workspace.find(join(folder, name));
      if (typeof found !== 'string')
        list.push({ name, file: found.file, index: await readIndex(search, found.file, name, parse, ecosystem) });
    }
    return list
  })
}

// The parent folder is looked for first, because most paths of an image have no folder in common with the repository.
function hasFolder(search        , path        )                   {
  const { folders, workspace } = search;
  return world.once(folders, path, async () => path === '' || ((await hasFolder(search, folderOf(path))) && workspace.hasFolder(path)))
}

function readIndex(
  { indexes, workspace }        ,
  file        ,
  name        ,
  parse               ,
  { namesOf }           ,
)                 {
  return world.once(indexes, JSON.stringify([file, name]), async () => {
    const read = await workspace.read(file);
    return indexRequirements(typeof read === 'string' ? [] : parse(read.text), namesOf)
  })
}

function firstLine(declarations                        , { namesOf }           , name        , version               )                   {
  for (const { file, index } of declarations) {
    const line = findLine(index, namesOf, name, version);
    if (line !== null) return { file, line }
  }
  return undefined
}

function join(folder        , name        )         {
  return [folder, name].filter(part => part !== '').join('/')
}

/** The folder of a file, from the root of the repository. */
function folderOf(file        )         {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')))
}

// Reads the repository's files by paths that an image or a setting chose: only regular files inside the workspace, wherever links
// lead, and with a limit on bytes and on calls to the file system.


/** Why a file is not read. */

















const MOST_BYTES = 10 * 1024 * 1024;
const MOST_BYTES_IN_ALL = 4 * MOST_BYTES;
const MOST_QUESTIONS = 5000;
const NO_LINK = world.READ_WITHOUT_WAITING | (node_fs.constants.O_NOFOLLOW ?? 0);

async function openWorkspace(folder        )                     {
  const root = await fs.realpath(folder).catch(() => node_path.resolve(folder));
  let questions = 0;
  let room = MOST_BYTES_IN_ALL;
  const mayAsk = ()          => ++questions <= MOST_QUESTIONS;

  const hasFolder = async (path        )                   => {
    const found = mayAsk() ? await fs.stat(node_path.join(root, path)).catch(() => undefined) : undefined;
    return found?.isDirectory() ?? false
  };

  const find = async (path        )                                               => {
    const asked = node_path.resolve(root, path);
    if (!isInside(root, asked)) return 'it is outside the workspace'
    const real = mayAsk() ? await fs.realpath(asked).catch(() => undefined) : undefined;
    if (real === undefined) return 'no such file'
    if (!isInside(root, real)) return 'it is outside the workspace'
    if (world.isInGit(node_path.relative(root, asked)) || world.isInGit(node_path.relative(root, real))) return 'it is in a .git folder'
    return { file: node_path.relative(root, real).replaceAll(node_path.sep, '/') }
  };

  const read = async (file        )                                               => {
    const handle = await fs.open(node_path.join(root, file), NO_LINK).catch(() => undefined);
    if (handle === undefined) return 'it cannot be read'
    try {
      const about = await handle.stat();
      if (!about.isFile()) return 'it is not a regular file'
      if (about.size > Math.min(MOST_BYTES, room)) return 'it is too large'
      room -= about.size;
      return { text: await handle.readFile('utf8') }
    } catch {
      return 'it cannot be read'
    } finally {
      await handle.close();
    }
  };
  return { hasFolder, find, read }
}

function isInside(root        , path        )          {
  return path !== root && world.isWithin(root, path)
}

// Finds where in the repository to fix a finding: the line that declares its package, else that of the instruction of the Dockerfile that
// made its layer, else the last FROM.
//
// The path in a finding is one in the image, and how the repository's files got there is unknown. So a line is returned only if one
// file fits best and names exactly this package in exactly this version. In any doubt it is the Dockerfile's, which is never wrong.













/** What is placed: a finding, or a package alone. */






/** Finds the places of all findings of these images. The returned function tells the place of a finding, or without one, of the image. */
async function findPlaces(options              )                                             {
  const { root, dockerfile, images, readSteps, tell } = options;
  const workspace = await openWorkspace(root);
  const read = await findDockerfile(workspace, dockerfile, tell);
  const from = read === null ? null : { file: read.file, line: read.from };
  const made = read === null || readSteps === undefined ? new Map                () : joinLines(read.instructions, await readSteps());
  const search = createSearch(workspace, from === null ? [''] : ['', folderOf(from.file)]);
  const lines = new Map                     ();
  for (const { findings } of images)
    for (const { packages } of findings)
      for (const asked of packages) {
        const key = keyOf(asked);
        if (!lines.has(key)) lines.set(key, await searchLine(search, asked));
      }
  const lineOf = (asked                            )              => lines.get(keyOf(asked)) ?? null;
  const instructionOf = ({ layer }                            )              => {
    const line = made.get(layer ?? '');
    return from === null || line === undefined ? null : { file: from.file, line }
  };
  return finding => {
    const declared = finding?.packages.map(lineOf).find(line => line !== null);
    if (declared !== undefined) return declared
    return (finding?.fromBase === true ? undefined : finding?.packages.map(instructionOf).find(line => line !== null)) ?? from
  }
}

// Images that are built from one Dockerfile share layers, and an empty layer comes several times. One that has two lines has none.
function joinLines(instructions                        , histories                              )                              {
  const found = new Map                ();
  const doubtful = new Set        ();
  for (const steps of histories)
    for (const [layer, line] of findMadeLines(instructions, steps)) {
      if ((found.get(layer) ?? line) !== line) doubtful.add(layer);
      found.set(layer, line);
    }
  return new Map([...found].filter(([layer]) => !doubtful.has(layer)))
}

function keyOf({ manager, path, name, version }                            )         {
  return JSON.stringify([manager, path, name, version])
}








async function findDockerfile(workspace           , named                    , tell      )                             {
  for (const path of read.dockerfilesOf({ dockerfile: named })) {
    const found = await workspace.find(path);
    const read$1 = typeof found === 'string' ? found : await workspace.read(found.file);
    const instructions = typeof read$1 === 'string' ? [] : readInstructions(read$1.text);
    const from = instructions.findLast(({ word }) => word === 'FROM')?.line;
    if (typeof found !== 'string' && from !== undefined) return { file: found.file, instructions, from }
    if (named === undefined) continue
    const message = `findings cannot be placed in the dockerfile ${read.quote(path)}: ${typeof read$1 === 'string' ? read$1 : 'it has no FROM'}`;
    tell({ level: 'warning', kind: 'dockerfile', message, help: 'give its path from the root of the repository' });
  }
  return null
}

exports.findPlaces = findPlaces;
