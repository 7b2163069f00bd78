'use strict';

const vocabulary = require('./chunk-vocabulary.cjs');

// Writes a tree as canonical text: one blank between words, double quotes, lower-case keywords, and parentheses exactly
// where two different joins meet. Parsing the text again gives the same tree.


/** The canonical text of a filter, on one line. */
function print(expression            )         {
  switch (expression.kind) {
    case 'comparison':
      return `${printPath(expression.path)} ${expression.operator} ${printLiteral(expression.literal)}`
    case 'in': {
      const literals = expression.literals.map(printLiteral).join(', ');
      return `${printPath(expression.path)} ${expression.negated ? 'not in' : 'in'} (${literals})`
    }
    case 'not':
      return `not ${printOperand(expression.term)}`
    case 'and':
    case 'or':
      return expression.terms.map(printOperand).join(` ${expression.kind} `)
  }
}

function printOperand(term            )         {
  return term.kind === 'and' || term.kind === 'or' ? `(${print(term)})` : print(term)
}

function printPath(path                        )         {
  return path.segments.map(printSegment).join('.')
}

function printSegment(segment         , position        )         {
  if (typeof segment === 'number') return `[${segment}]`
  const bare = vocabulary.BARE_SEGMENT.test(segment) && !(position === 0 && vocabulary.RESERVED.includes(segment.toLowerCase()));
  return bare ? segment : quoteText(segment)
}

function printLiteral(literal              )         {
  switch (literal.kind) {
    case 'text':
      return quoteText(literal.value)
    case 'number':
      return literal.text
    case 'boolean':
      return String(literal.value)
    case 'null':
      return 'null'
  }
}

function quoteText(text        )         {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

exports.print = print;
exports.printLiteral = printLiteral;
exports.printPath = printPath;
