'use strict';

const node_crypto = require('node:crypto');
const node_path = require('node:path');
const os = require('os');
const crypto = require('crypto');
const fs = require('fs');
require('path');
require('string_decoder');
require('events');
require('child_process');
require('assert');
require('timers');
const read = require('./chunk-read.cjs');
const release = require('./chunk-release2.cjs');
const world = require('./chunk-world.cjs');
const annotation = require('./chunk-annotation.cjs');
const wording = require('./chunk-wording.cjs');
const markdown = require('./chunk-markdown.cjs');
const report = require('./chunk-report.cjs');
const text = require('./chunk-text.cjs');
const fixes = require('./chunk-fixes.cjs');
const stored = require('./chunk-stored.cjs');
const run = require('./chunk-run.cjs');
const write = require('./chunk-write.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-image.cjs');
require('./chunk-name.cjs');
require('./chunk-verdict.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-severities.cjs');
require('./chunk-gfm.cjs');
require('./chunk-asked.cjs');
require('./chunk-exceptions.cjs');
require('./chunk-activity.cjs');
require('./chunk-repeat.cjs');
require('./chunk-duration.cjs');
require('./chunk-failing.cjs');
require('./chunk-recorded.cjs');
require('./chunk-tally.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-unknown.cjs');
require('./chunk-judge.cjs');
require('./chunk-inspector.cjs');
require('./chunk-apply.cjs');
require('./chunk-lookup.cjs');
require('./chunk-title.cjs');
require('./chunk-explain.cjs');
require('./chunk-needs.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-exception.cjs');
require('./chunk-endless.cjs');
require('./chunk-tell.cjs');
require('./chunk-live.cjs');
require('./chunk-saved2.cjs');
require('./chunk-saved.cjs');
require('./chunk-history.cjs');
require('./chunk-prepare.cjs');
require('./chunk-rules.cjs');
require('node:stream');
require('./chunk-read3.cjs');

function _interopNamespaceDefault(e) {
    const n = Object.create(null, { [Symbol.toStringTag]: { value: 'Module' } });
    if (e) {
        for (const k in e) {
            if (k !== 'default') {
                const d = Object.getOwnPropertyDescriptor(e, k);
                Object.defineProperty(n, k, d.get ? d : {
                    enumerable: true,
                    get: () => e[k]
                });
            }
        }
    }
    n.default = e;
    return Object.freeze(n);
}

const os__namespace = /*#__PURE__*/_interopNamespaceDefault(os);
const crypto__namespace = /*#__PURE__*/_interopNamespaceDefault(crypto);
const fs__namespace = /*#__PURE__*/_interopNamespaceDefault(fs);

// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}

/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + os__namespace.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}

// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!fs__namespace.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    fs__namespace.appendFileSync(filePath, `${toCommandValue(message)}${os__namespace.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${crypto__namespace.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${os__namespace.EOL}${convertedValue}${os__namespace.EOL}${delimiter}`;
}

var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
const { access, appendFile, writeFile } = fs.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, fs.constants.R_OK | fs.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(os.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
const summary = _summary;

(undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
const { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, rmdir, stat, symlink, unlink } = fs__namespace.promises;
// export const {open} = 'fs'
process.platform === 'win32';
fs__namespace.constants.O_RDONLY;

(undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};

(undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
/* eslint-disable @typescript-eslint/unbound-method */
process.platform === 'win32';

(undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};

(undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
os.platform();
os.arch();

(undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(os__namespace.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + os__namespace.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    issue('endgroup');
}

// The address of the page that says what to do when the gate blocks, in the repository and at the version that the Action was taken from.
//
// The page of another version may speak of what this one does not have, so there is no address without the version.



const PAGE = 'docs/blocked.md';

// Whoever wrote the workflow chose these, but a runner may be anybody's. What is no server, no repository or no ref gives no address.
const SERVER = /^https:\/\/[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}(?::\d{1,5})?\/?$/;
const REPOSITORY = /^[\w-]{1,100}\/(?!\.{1,2}$)[\w.-]{1,100}$/;
const REF = /^(?=.{1,200}$)(?!.*\.\.)[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/** Null where the Action was not taken from a repository, as with `uses: ./`. */
function locateHelp(env     )                {
  const { GITHUB_SERVER_URL: server = '', GITHUB_ACTION_REPOSITORY: repository = '', GITHUB_ACTION_REF: ref = '' } = env;
  if (!SERVER.test(server) || !REPOSITORY.test(repository) || !REF.test(ref)) return null
  return `${server.replace(/\/$/, '')}/${repository}/blob/${ref}/${PAGE}`
}

// The verdict in an annotation of the run, as plain text: what to do now, the first of what blocks, why, and where the rest is.


const MOST_NAMED = 5;

/** `headline` is that of the report unless another is given, and `rest` says where all of it is. At most `mostLength` characters. */
function tellVerdict(report        , rest        , mostLength        , headline = wording.headlineOf(report))         {
  const told = fixes.tellFixes(report);
  const reasons = wording.limitReasons(report.reasons);
  const parts =
    told === undefined || told.steps.length === 0
      ? [...list(reasons), ...listUnder('What blocks:', listBlocking(report))]
      : [...listFixes(told), ...listUnder('Why:', reasons)];
  const last = [...(report.verdict === 'pass' ? [] : [rest]), wording.tellBlockedPage(report) ?? ''].filter(line => line !== '').join('\n');
  const body = read.shorten([headline, ...parts].join('\n'), mostLength - last.length - 1);
  return last === '' ? body : `${body}\n${last}`
}

function listFixes({ answer, steps }           )                    {
  return [
    ...(answer === undefined ? [] : [annotation.toLine(`It ${answer}.`)]),
    ...steps.slice(0, 1).flatMap(({ title, changes, unfixable }) => {
      const lines = [...changes, ...unfixable].map(({ text }) => text);
      return listUnder(`${title}:`, wording.limitReasons(lines, MOST_NAMED))
    }),
  ]
}

// Each image is judged by itself, so a package that two of them have is named twice only where its findings differ.
function listBlocking(report        )                    {
  const split = stored.splitGroups(report);
  const groups = report.images.flatMap(image => split(image).blocking);
  return wording.limitReasons([...new Set(groups.map(stored.describePackage))], MOST_NAMED)
}

function listUnder(title        , lines                   )                    {
  return lines.length === 0 ? [] : [annotation.toLine(title), ...list(lines)]
}

function list(lines                   )                    {
  return lines.map(line => `- ${annotation.toLine(line)}`)
}

// Parses the Action's inputs, which the runner passes in the environment as `INPUT_FAIL-ON` and so on.









/** The policy file that the inputs name, which is read before they are parsed; undefined if there is none. */
function findPolicyInput(env     )                          {
  return read.findPolicy(sortInputs(env).values)
}

/**
 * Parses the inputs; `reading` is what the policy file says that they name. An input that is not declared is an error here, because the
 * runner only warns of it.
 */
function parseInputs(env     , { policy, diagnostics }                = { diagnostics: [] })         {
  const command = read.COMMANDS.find(({ name }) => name === 'check');
  const { values, problems: wrongInputs } = sortInputs(env);
  const read$1 = (names                        ) => {
    const isAmong = (name        )          => names.some(each => each === name);
    const some = new Map([...values].filter(([name]) => isAmong(name)));
    const ofPolicy = policy && { ...policy, settings: policy.settings.filter(({ name }) => isAmong(name)) };
    return read.readSettings({ ...read.STEP, command, values: some, operands: [], env, policy: ofPolicy })
  };
  const { settings, problems: wrongValues } = read$1(read.INPUTS);
  const problems = [...wrongInputs, ...diagnostics, ...wrongValues];
  if (problems.length === 0) return { kind: 'run', settings }
  const telling = read$1(TELLING);
  return { kind: 'wrong', problems, settings: telling.problems.length > 0 ? read$1(CHECK_RUN).settings : telling.settings }
}






function sortInputs(env     )         {
  const values = new Map                                ();
  const problems            = [];
  for (const [variable, value = ''] of Object.entries(env)) {
    if (!variable.startsWith('INPUT_') || value.trim() === '') continue
    const given = variable.slice('INPUT_'.length).toLowerCase();
    const name = read.INPUTS.find(input => input === given);
    if (name === undefined) {
      problems.push(read.usageProblem(`there is no input ${read.quote(given)}`, read.didYouMean(given, read.INPUTS)));
      continue
    }
    if (values.has(name)) problems.push(read.usageProblem(`${name} is given twice`, 'the environment has it under two spellings'));
    values.set(name, splitInput(read.takesOf(read.SETTINGS[name].kind), value));
  }
  return { values, problems }
}

// The parser of a list says of its empty lines; only the last line break is what YAML adds to a block.
function splitInput(takes       , value        )                    {
  if (takes === 'words') return [value.replace(/\n$/, '')]
  const text = value.trim();
  return takes === 'lines' ? text.split(/\s*\n\s*/) : [text]
}

const CHECK_RUN                         = ['check-run', 'github-token'];

// What a run is about, and where its verdict is reported. If these inputs are valid, problems with the others are reported there too,
// so that no verdict of an earlier run is mistaken for one of this run.
const TELLING                         = [
  ...CHECK_RUN,
  ...(['image', 'registry-id', 'platforms', 'findings', 'events', 'audit-source', 'comment', 'summary', 'predicate-file']         ),
  // No report may be written over what was to be read.
  ...(['policy', 'policy-roles', 'rules', 'exceptions', 'vex']         ),
  ...(Object.keys(read.FILE_FORMATS)                                 ),
];

// The outputs of the Action, for action.yml, the README and the code alike, and the bounds that hold for each of them. Whatever may be
// large is written to a file, and the output is its path.




/** A list has one entry per line. */


/** Linux passes at most 128 KiB to a program in one variable with its name: https://man7.org/linux/man-pages/man2/execve.2.html. */
const MOST_BYTES = 120 * 1024;

/**
 * GitHub takes outputs of at most 1 MB from a job, in UTF-16, and a job may have other steps:
 * https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs
 */
const MOST_UNITS = 256 * 1024;

const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;

/** Writes a value so that no untrusted text adds a line to it. */
function formatOutput(value             )         {
  const oneLine = (text        )         => (LINE_BREAK.test(text) ? read.printable(text) : text);
  return typeof value === 'object' ? value.map(oneLine).join('\n') : oneLine(String(value))
}

/**
 * Returns a function that makes each output fit, alone and together with the others that are set. An output that does not fit is empty,
 * never cut: a part of a list would be taken for all of it.
 */
function startOutputs()                                                                                             {
  const units = new Map                ();
  return (name, value) => {
    const text = formatOutput(value);
    units.delete(name);
    const others = [...units.values()].reduce((sum, each) => sum + each, 0);
    const bytes = new TextEncoder().encode(text).length;
    const fits = bytes <= MOST_BYTES && others + text.length <= MOST_UNITS;
    units.set(name, fits ? text.length : 0);
    if (fits) return { text }
    const limit = bytes > MOST_BYTES ? `one output takes ${MOST_BYTES}` : 'the outputs of a job together may not have that';
    return { text: '', problem: `the output ${name} is empty: it would have ${bytes} bytes, and ${limit}` }
  }
}

// Entry point of the Action: turns inputs into settings, runs the gate as the CLI does, then writes annotations, a summary and outputs.


// The runner drops a summary entirely if it is one byte too long, and cuts a message at 4,096 characters.
const MOST_SUMMARY_BYTES = 1_000_000;
const MESSAGE_LENGTH = 4000;
const REASON_LENGTH = 500;
/** How many annotations of each level the runner shows for a step. */
const MOST_SHOWN = 10;

const UNDECIDED = 2;
const UNKNOWN = 'unknown';
const COUNTS = [...read.SEVERITIES.map(toOutput), 'accepted'];

async function main(signal             )                  {
  // The last value of an output counts, so a step that is stopped leaves these. Workflow expressions treat an empty string as 0.
  output('verdict', 'undecided');
  for (const name of COUNTS) output(name, UNKNOWN);
  const world$1 = world.processWorld(signal);
  const inputs = parseInputs(process.env, await world.readPolicyFile(findPolicyInput(process.env), world$1));
  if (inputs.settings.githubToken !== undefined) setSecret(inputs.settings.githubToken);
  const settings = inputs.kind === 'run' ? keepReport(inputs.settings, world$1) : inputs.settings;
  const wrong = inputs.kind === 'wrong' ? inputs.problems : [];
  const clashes = await world.findClashes(settings, world$1.root);
  // Writes no file: one of them is also an input, or two of them are the same.
  if (clashes.length > 0) return refuse([...wrong, ...clashes], { ...settings, files: [], predicateFile: undefined }, world$1)
  const unwritable = await write.beginReports(settings, world$1);
  const problems = [...wrong, ...unwritable.map((message)             => ({ level: 'error', kind: 'output', message }))];
  if (problems.length > 0) return refuse(problems, settings, world$1)
  return run.withPublication(settings, world$1, publication => check(settings, world$1, publication))
}

async function check(settings          , world       , publication                         )                  {
  const { report, code, published } = await run.run(settings, world, {
    tell: diagnostic => printInert(read.renderDiagnostic(diagnostic)),
    show: async report => {
      printReport(report);
      if (settings.summary) await summarise(report);
    },
    publication,
    helpUri: locateHelp(world.env),
  });
  if (published !== undefined) tell(published);
  annotate(report, code, published, settings);
  const path = report.unwritten.length > 0 ? undefined : settings.files.find(({ format }) => format === 'json')?.path;
  for (const [name, value] of outputsOf(report)) output(name, value, path);
  if (report.unwritten.length === 0) {
    output('report', path ?? '');
    if (settings.predicateFile !== undefined) output('predicate', settings.predicateFile);
  }
  // The verdict of a run that is stopped while it publishes stays undecided for the steps after it.
  if (!world.signal.aborted) output('verdict', report.verdict);
  return code
}

// Judges nothing and changes no image. Every place where an earlier run may have left a verdict now says that there is none.
async function refuse(problems                       , settings          , world       )                  {
  const empty = { ...report.emptyReport(problems, read.formatSecond(world.now())), helpUri: locateHelp(world.env) };
  const headline = [wording.headlineOf(empty), wording.tellBlockedPage(empty) ?? ''].join('\n');
  for (const problem of problems) error(`${read.renderDiagnostic(problem)}\n${headline}`, { ...TITLE, ...lineOf(problem) });
  output('reasons', listReasons(problems.map(read.toReason)));
  const report$1 = await write.writeReports({ ...settings, predicateFile: undefined }, empty, world);
  if (settings.summary) await summarise(report$1);
  // Uploading an empty file would close the existing alerts.
  return run.withPublication({ ...settings, uploadSarif: false }, world, async publication => {
    const published = await run.publish(publication, report$1, UNDECIDED);
    if (published !== undefined) tell(published);
    for (const warning$1 of published?.warnings ?? []) warning(read.renderDiagnostic(warning$1), TITLE);
    return UNDECIDED
  })
}

function lineOf({ at }            )                            {
  return typeof at === 'object' && !read.isReference(at.file) ? { file: at.file, startLine: at.line } : {}
}

// Adds a JSON report if none was requested, because later steps rely on it.
function keepReport(settings          , world       )           {
  if (settings.files.some(({ format }) => format === 'json')) return settings
  const path = node_path.join(world.temporary, `ecr-gate-${node_crypto.randomUUID()}.json`);
  return { ...settings, files: [...settings.files, { format: 'json', path }] }
}

const SAY = { error: error, warning: warning, notice: notice };
const LEVELS = ['error', 'warning', 'notice'];
const TITLE = { title: 'ECR Gate' };

const fitOutput = startOutputs();

/** Sets an output. `report` is the path of the report, which has what an output may not hold. */
function output(name        , value             , report         )       {
  const { text, problem } = fitOutput(name, value);
  setOutput(name, text);
  if (problem === undefined) return
  warning(read.printable(report === undefined ? problem : `${problem}; ${report} has all of it`), TITLE);
}

function toOutput                  (severity   )               {
  return severity.toLowerCase()
}

function tell({ notes, outputs }           )       {
  for (const note of notes) printInert(read.printable(note));
  for (const [name, value] of outputs) output(name, value);
}

function printReport(report        )       {
  // The annotation of a verdict that is no pass has its reasons, and comes next.
  const isExplained = report.verdict !== 'pass';
  const { details, shown } = text.renderLog(report, isExplained, { paint: world.plain, all: 'the file of json-file lists all' });
  for (const [title = '', ...lines] of details) {
    startGroup(title);
    printInert(lines.join('\n'));
    endGroup();
  }
  // Printed last, because people look at the end of a log.
  printInert(shown.map(lines => lines.join('\n')).join('\n\n'));
}

// `digest` is what the name refers to: for an index, the digest of the index.
function outputsOf(report        )                                                           {
  const images = wording.distinctImages(report.images);
  const count = (of                                  )                  =>
    images.reduce((sum, image) => sum + of(image), 0) || (wording.isSeen(report) ? 0 : UNKNOWN);
  const digests = report.images.map(({ indexDigest, digest }) => indexDigest ?? digest ?? '');
  return [
    ['reasons', listReasons(report.reasons)],
    ...read.SEVERITIES.map(severity => [toOutput(severity), count(({ severityCounts }) => severityCounts[severity] ?? 0)]         ),
    ['accepted', count(({ findings }) => findings.filter(({ decision }) => decision.kind === 'accepted').length)],
    ['image', [...new Set(report.images.map(imageOf))].filter(image => image !== '')],
    ['promoted-tags', report.release === null ? [] : release.promotedTags(report.release)],
    ['digest', [...new Set(digests)].filter(digest => digest !== '')],
  ]
}

// The runner executes commands at the beginning of any log line, and a report quotes untrusted text, so commands are turned off.
function printInert(text        )       {
  const token = node_crypto.randomUUID();
  info(`::stop-commands::${token}`);
  info(text);
  info(`::${token}::`);
}

// Names an image by the digest that its name referred to. Unlike a tag, a digest cannot be moved to another image.
function imageOf({ uri, repositoryName, digest, indexDigest }                          )         {
  const named = indexDigest ?? digest;
  return named === null ? '' : `${read.registryOf(uri)}/${repositoryName}@${named}`
}

function listReasons(reasons                   )                    {
  return wording.limitReasons(reasons).map(reason => read.printable(reason, REASON_LENGTH))
}

// The runner shows ten annotations of each level for a step. The verdict comes first, then what was not written to GitHub, which is in
// no report, and warnings without a place. Annotations on lines come last, and only if the check run does not show them.
function annotate(report        , code        , published                       , settings          )       {
  const allowed = report.verdict === 'undecided' && code === 0;
  const headline = allowed ? 'undecided: something was not seen, and on-undecided lets the job go on' : wording.headlineOf(report);
  const rest = settings.summary ? 'The summary of this run has all of it.' : 'The log of this step and its report have all of it.';
  const message = tellVerdict(report, rest, MESSAGE_LENGTH, headline);
  const told = { error: 0, warning: 0, notice: 0 };
  const say = (level                  , text        , properties                           )       => {
    told[level]++;
    SAY[level](text, properties);
  };
  if (code !== 0) say('error', message, TITLE);
  else if (report.verdict !== 'pass') say('warning', message, TITLE);
  const unplaced = report.diagnostics.filter(({ level, at }) => level === 'warning' && at === undefined);
  for (const warning of [...(published?.warnings ?? []), ...unplaced]) say('warning', read.renderDiagnostic(warning), TITLE);
  const placed = published?.annotated === true ? [] : annotation.listAnnotations(report).filter(({ at }) => at !== null);
  for (const level of LEVELS)
    for (const { title, message: text, at } of annotation.limitAnnotations(
      placed.filter(annotation => annotation.level === level),
      Math.max(1, MOST_SHOWN - told[level]),
    ))
      say(level, text, { title, ...(at !== null && { file: at.file, startLine: at.line }) });
}

async function summarise(report        )                {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') return
  try {
    await summary.addRaw(markdown.renderMarkdown(report, MOST_SUMMARY_BYTES)).write();
  } catch (error) {
    warning(`the summary cannot be written: ${read.printable(error instanceof Error ? error.message : String(error))}`);
  }
}

// If the process ends early, its exit code says that there is no verdict.
process.exitCode = UNDECIDED;
const stop = world.prepareStop(text => process.stderr.write(text));
stop.listen();
main(stop.signal).then(
  code => {
    process.exitCode = code;
    stop.end();
  },
  (error$1         ) => {
    error(`this is a bug in ECR Gate: ${read.printable(error$1 instanceof Error ? error$1.message : String(error$1))}`);
    try {
      output('verdict', 'undecided');
      output('reasons', 'ECR Gate stopped because of a bug in ECR Gate');
    } finally {
      // Exits at once: an image that still waits for its scan would keep the step running until wait-timeout.
      process.exit(UNDECIDED);
    }
  },
);
