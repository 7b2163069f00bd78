'use strict';

const imply = require('./chunk-imply.cjs');
const address = require('./chunk-address.cjs');
const read = require('./chunk-read.cjs');

// Finds the terms of a list that contradict those before them: in an `and` they never hold together; in an `or` some term always holds,
// because their opposites never hold together. What contradicts what is decided by imply.ts; the search and the words are here.







/** A term that contradicts what stands before it, and why. */





/** Whether formulas, made of this many terms, can never hold together; false if the budget does not suffice to tell. */


/** How much may be asked about one filter: whether its lists have conflicts at all, and once one has, where they are. */





/** Returns the conflicts of a list, in order. A term that alone decides the list has none: it says nothing about the others. */
function findConflicts(kind                  , terms                 , { probe, search }         )                      {
  const clash = clashWithin(search);
  const asked = kind === 'and' ? terms : terms.map(({ expression, formula }) => ({ expression, formula: imply.negateFormula(formula) }));
  if (!clashWithin(probe)(asked.map(({ formula }) => formula))) return []
  const open = asked.filter(({ formula }) => !clash([formula]));
  const formulas = open.map(({ formula }) => formula);
  return findClashes(formulas, clash).flatMap(position => {
    const [term, other] = [open[position], open[findPartner(formulas, position, clash)]];
    return term === undefined ? [] : [{ term: term.expression, why: tellWhy(kind, other, term, clash) }]
  })
}

function clashWithin(budget        )        {
  return (formulas, size = formulas.length) => {
    budget.work -= size;
    return budget.work > 0 && !imply.canHoldTogether(formulas, budget)
  }
}

// Returns the positions of the formulas that clash with those before them which do not clash themselves.
function findClashes(formulas                    , clash       )                    {
  const positions           = [];
  let kept = imply.joinFormulas('and', []);
  let size = 0;
  for (let at = 0; at < formulas.length; ) {
    const fails = (end        )          => clash([kept, ...formulas.slice(at, end)], size + end - at);
    // Steps that double find a clash nearby as fast as one far away.
    let [low, high] = [at + 1, at + 1];
    while (!fails(high)) {
      if (high === formulas.length) return positions
      low = high + 1;
      high = Math.min(at + 2 * (high - at), formulas.length);
    }
    const end = findFirst(low, high, fails);
    positions.push(end - 1);
    kept = imply.joinFormulas('and', [kept, ...formulas.slice(at, end - 1)]);
    size += end - 1 - at;
    at = end;
  }
  return positions
}

// Returns the position of the last formula before this one with which it can never hold, even without the others; -1 if there is none.
function findPartner(formulas                    , position        , clash       )         {
  let at = position - 1;
  while (at >= 0 && !clash([formulas[at]           , formulas[position]           ])) at--;
  return at
}

/** The first number of a range that fails, by binary search: whatever stands behind a number that fails does too, and the last one does. */
function findFirst(first        , last        , fails                         )         {
  let [low, high] = [first, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fails(middle)) high = middle;
    else low = middle + 1;
  }
  return low
}

function tellWhy(kind                  , other                  , term      , clash       )         {
  const second = operand(term.expression);
  if (other === undefined)
    return kind === 'and' ? `no event has ${second} together with the clauses before it` : `every event has ${second} or a clause before it`
  const first = operand(other.expression);
  if (clash([imply.negateFormula(other.formula), imply.negateFormula(term.formula)]))
    return `${shown(term.expression)} and its opposite are joined with "${kind}"`
  const why = isClause(other.expression) && isClause(term.expression) ? tellValues(kind, other.expression, term.expression) : undefined;
  return why ?? (kind === 'and' ? `no event has both ${first} and ${second}` : `every event has ${first} or ${second}`)
}



// Says what two clauses about one field demand of its value, where that is shorter than the clauses.
function tellValues(kind                  , a        , b        )                     {
  const path = imply.printPath(a.path);
  if (path !== imply.printPath(b.path)) return undefined
  const demands = [imply.demandOf(a), imply.demandOf(b)];
  const values = demands.flatMap(({ literals: [literal, ...more] }) =>
    literal === undefined || more.length > 0 || literal.kind === 'null' ? [] : [imply.printLiteral(literal)],
  );
  const say = (what        )         => `${read.quote(path)} ${what}`;
  if (kind === 'and' && demands.some(asksAbsence)) return say('cannot be absent and have a value')
  if (values.length < 2) return undefined
  if (demands.every(({ relation, negated }) => relation.kind === 'equality' && negated === (kind === 'or')))
    return kind === 'and'
      ? say(`cannot equal both ${values[0]} and ${values[1]}`)
      : say(`always differs from ${values[0]} or from ${values[1]}; "and" was probably meant`)
  const sides = demands.map(({ relation, negated }) => (relation.kind === 'order' && !negated ? relation.side : undefined));
  const [above, below] = [values[sides.indexOf('above')], values[sides.indexOf('below')]];
  return above !== undefined && below !== undefined ? say(`cannot be above ${above} and below ${below}`) : undefined
}

function asksAbsence({ relation, literals, negated }        )          {
  return relation.kind === 'equality' && !negated && literals.every(isNull)
}

function isNull({ kind }         )          {
  return kind === 'null'
}

function isClause(expression            )                       {
  return expression.kind === 'comparison' || expression.kind === 'in'
}

/** A part of a filter as messages show it: its beginning, if it is long. */
function shown(expression            )         {
  const text = imply.print(expression);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}

function operand(expression            )         {
  return expression.kind === 'and' || expression.kind === 'or' ? `(${shown(expression)})` : shown(expression)
}

// Checks values against the known ones of a field. A value that differs from a known one only in letter case or kind never holds and
// looks as if it did, so it is an error. Any other word is an error only where the field cannot have it.




/** Returns the problems of the values that a clause compares an enumerated field with. */
function checkValues(clause                         , { values }            )                           {
  const field = clause.path.segments.filter(segment => typeof segment === 'string').join('.');
  const known = values?.get(field);
  if (known === undefined) return []
  const { relation, literals } = imply.demandOf(clause);
  const asked = { field: imply.printPath(clause.path), word: clause.kind === 'in' ? imply.IN.word : clause.operator, relation };
  return literals.flatMap(literal => checkValue(asked, literal, known))
}







function checkValue({ field, word, relation }       , literal         , { words, closed }             )                           {
  if (literal.kind === 'null' || words.some(imply.compileRelation(relation, literal))) return []
  const report = (level                        , message        , help        )                           => [
    { level, kind: 'unknown-value', offset: literal.span.start, message, help },
  ];
  const names = words.map(String);
  const written = imply.printLiteral(literal);
  const example = `write ${field} = ${show(words[0])}`;
  if (relation.kind === 'order') return report('error', `the values of ${field} are words, so ${word} ${written} never holds`, example)
  const accepted = (value        ) => words.filter(each => imply.compileRelation(relation, { kind: 'text', value })(String(each).toLowerCase()));
  const text = String(literal.value).toLowerCase();
  const alike = literal.kind === 'text' ? accepted(text) : [];
  if (alike.length > 0) return report('error', `no ${field} is ${written}: letter case matters`, `did you mean ${listed(alike)}?`)
  const meant = accepted(YES_OR_NO.get(text) ?? text);
  if (meant.length > 0 || literal.kind !== 'text')
    return report(
      'error',
      `no ${field} is ${written}: it is one of ${names.join(', ')}`,
      meant.length > 0 ? `did you mean ${listed(meant)}?` : example,
    )
  return report(closed ? 'error' : 'warning', `${written} is not a known value of ${field}`, read.didYouMean(literal.value, names))
}

/** What `true` means where the words are YES and NO. */
const YES_OR_NO                              = new Map([
  ['true', 'yes'],
  ['false', 'no'],
]);

function listed(words                      )         {
  return words.map(show).join(' or ')
}

function show(word                                          )         {
  return typeof word === 'string' ? JSON.stringify(word) : String(word)
}

// Warns about clauses that almost certainly do not mean what their author intended. These are no errors, because real filters name
// fields that CloudTrail does not have. Two things are errors: a field that events made here cannot have, and a value that differs
// from a known one only in letter case or kind.




/** Returns every problem of a filter that parses, in text order. */
function check(expression            , vocabulary            )                           {
  const { problems } = checkExpression(expression, vocabulary, { probe: imply.startBudget(), search: imply.startBudget(MOST_QUESTIONS) });
  return [...problems].sort((a, b) => a.offset - b.offset)
}

/** How often the whole budget of one proof may be spent on finding the clauses of one filter that clash. */
const MOST_QUESTIONS = 4;

/** The problems of a part, and what it claims, which every list around it needs. */





function checkExpression(expression            , vocabulary            , budgets         )          {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return { problems: checkClause(expression, vocabulary), formula: imply.toFormula(expression, vocabulary) }
    case 'not': {
      const { problems, formula } = checkExpression(expression.term, vocabulary, budgets);
      return { problems, formula: imply.negateFormula(formula) }
    }
    case 'and':
    case 'or': {
      const inner = expression.terms.map(term => checkExpression(term, vocabulary, budgets));
      const formulas = inner.map(({ formula }) => formula);
      const own = [...checkMix(expression), ...checkTerms(expression, formulas, budgets)];
      return { problems: [...own, ...inner.flatMap(({ problems }) => problems)], formula: imply.joinFormulas(expression.kind, formulas) }
    }
  }
}

function checkClause(clause                         , vocabulary            )                           {
  const field = checkField(clause, vocabulary);
  const values = checkValues(clause, vocabulary);
  const ranges = checkRange(clause, vocabulary);
  if (clause.kind === 'in') return [...field, ...clause.literals.flatMap(checkBlock), ...values, ...ranges]
  return [...field, ...(values.length > 0 ? values : checkComparison(clause)), ...checkBlock(clause.literal), ...ranges]
}

function problem(level                  , kind        , offset        , message        , help         )                {
  return { level, kind, offset, message, ...(help === undefined ? {} : { help }) }
}

function warning(kind        , offset        , message        , help         )                {
  return problem('warning', kind, offset, message, help)
}

function checkField(clause                         , vocabulary            )                  {
  const { path } = clause;
  const { fields, aliases, closed } = vocabulary;
  let tree            = fields;
  if (Object.keys(tree).length === 0) return []
  for (const [i, segment] of path.segments.entries()) {
    if (typeof segment === 'number') continue
    const known = [...Object.keys(tree), ...(i === 0 ? aliases.keys() : [])];
    if (!known.includes(segment)) return Object.hasOwn(tree, '*') ? [] : [unknownField(path, i, segment, known, vocabulary)]
    const below = Object.hasOwn(tree, segment) ? tree[segment] : undefined;
    if (below === undefined || below === 'open') return []
    if (typeof below === 'string') {
      const next = path.segments[i + 1];
      return closed !== undefined && typeof next === 'string' ? [unknownField(path, i + 1, next, [], vocabulary)] : []
    }
    tree = below;
  }
  return tree !== fields && !Object.hasOwn(tree, '*') && asksValue(clause) ? [wholeObject(path, Object.keys(tree), vocabulary)] : []
}

// An object is there or not, and equals nothing that a filter can write.
function asksValue(clause                         )          {
  return (clause.kind === 'in' ? clause.literals : [clause.literal]).some(({ kind }) => kind !== 'null')
}

function wholeObject(path      , [first = '']                   , { closed }            )                {
  const field = imply.printPath(path);
  const message = `${read.quote(field)} is an object, which no value in a filter equals`;
  const help = `name one of its fields, as in ${field}.${first}`;
  return problem(closed === undefined ? 'warning' : 'error', 'whole-object', path.span.start, message, help)
}

function unknownField(path      , at        , name        , known                   , vocabulary            )                {
  const { closed, instead, values } = vocabulary;
  const above = { segments: path.segments.slice(0, at) };
  const parent = at === 0 ? '' : ` in ${read.quote(imply.printPath(above))}`;
  // Names that are enumerated are as good as values: `.high` looks as if it counted.
  const meant = values?.get(`${imply.printPath(above)}.*`)?.words.some(word => String(word).toLowerCase() === name.toLowerCase()) === true;
  const near = read.suggest(name, known);
  const help =
    (at === 0 ? instead?.get(name) : undefined) ??
    (known.length > 0 && (closed !== undefined || known.length <= 12 || near !== undefined) ? read.didYouMean(name, known) : undefined);
  const message = `no ${closed ?? 'known event'} has a field ${read.quote(name)}${parent}`;
  return problem(closed !== undefined || meant ? 'error' : 'warning', 'unknown-field', path.span.start, message, help)
}

function checkComparison({ operator, literal }            )                  {
  const at = literal.span.start;
  const written = imply.printLiteral(literal);
  const { relation } = imply.OPERATORS[operator];
  const never = (why        , help        ) => [warning('never-holds', at, `${operator} ${written} never holds${why}`, help)];
  switch (relation.kind) {
    case 'equality':
    case 'other':
      return []
    case 'part':
      if (!imply.isPossible(relation, literal)) return never(`: ${operator} compares strings`, `write ${operator} "${written}"`)
      if (literal.kind === 'text' && /^[%*]|[%*]$/.test(literal.value))
        return [warning('wildcard', at, `${operator} does not support wildcards: ${written} is matched literally`, 'remove the wildcard')]
      return []
    case 'order':
      return imply.isPossible(relation, literal) ? [] : never('', 'only numbers and timestamps with a zone can be compared by order: HIGH > 0')
  }
}

// A number that the field never has, such as a percentage where a part of one is meant.
function checkRange(clause                         , { ranges, closed }            )                           {
  const field = imply.printPath(clause.path);
  const [least, most] = ranges?.get(field) ?? [];
  if (least === undefined || most === undefined) return []
  // Nothing is more than the most, or less than the least.
  const operator = clause.kind === 'in' ? undefined : clause.operator;
  const isBeyond = (value        )          =>
    value < least || value > most || (operator === '>' && value === most) || (operator === '<' && value === least);
  return (clause.kind === 'in' ? clause.literals : [clause.literal]).flatMap(literal => {
    if (literal.kind !== 'number' || !isBeyond(literal.value)) return []
    const message = `${operator ?? ''} ${imply.printLiteral(literal)} is beyond what ${field} can be`.trimStart();
    const part = literal.value / 100;
    const example = most === 1 && part > least && part < most ? `; write ${part} for ${literal.value} percent` : '';
    const help = `it is from ${least} to ${most}${example}`;
    return [problem(closed === undefined ? 'warning' : 'error', 'out-of-range', literal.span.start, message, help)]
  })
}

// A literal that looks like a CIDR block but is not one is compared as text, and no address equals it.
function checkBlock(literal         )                  {
  if (literal.kind !== 'text' || !/^[\da-f.:]+\/\d+$/i.test(literal.value) || address.parseBlock(literal.value) !== undefined) return []
  return [
    warning(
      'not-a-block',
      literal.span.start,
      `${imply.printLiteral(literal)} is not a CIDR block, so it is compared as text`,
      'write a block such as 10.0.0.0/8 or fd00::/8',
    ),
  ]
}

function checkMix(junction          )                  {
  if (junction.kind !== 'or') return []
  const loose = junction.terms.find(term => term.kind === 'and' && !term.grouped);
  if (loose === undefined) return []
  return [
    warning(
      'mixed-joins',
      loose.span.start,
      '"and" and "or" are mixed without parentheses; "and" binds tighter',
      `write (${shown(loose)}) or …`,
    ),
  ]
}

function checkTerms({ kind, terms }          , formulas                    , budgets         )                           {
  const seen = new Set        ();
  const problems                  = [];
  const different         = [];
  for (const [i, expression] of terms.entries()) {
    const text = imply.print(expression);
    if (seen.has(text)) problems.push(warning('repeated', expression.span.start, `${shown(expression)} is repeated`, 'remove one'));
    else different.push({ expression, formula: formulas[i]            });
    seen.add(text);
  }
  const [word, outcome] = kind === 'and' ? ['contradiction', 'this can never hold'] : ['always-true', 'this always holds'];
  const conflicts = findConflicts(kind, different, budgets);
  return [...problems, ...conflicts.map(({ term, why }) => warning(word          , term.span.start, `${outcome}: ${why}`))]
}

// The problems of one filter of a rule file, limited in number: a generated filter may repeat one mistake in ten thousand clauses.




const MOST_PROBLEMS = 20;

/** Parses a filter, and returns its syntax errors or, with a vocabulary, the warnings about its clauses. */
function parseFilter(
  text        ,
  vocabulary                        ,
)                                                                                    {
  const parsing = imply.parse(text);
  if ('problems' in parsing) return { problems: limitProblems(parsing.problems, text, vocabulary) }
  const { expression } = parsing;
  return { expression, problems: vocabulary === undefined ? [] : checkFilter(expression, text, vocabulary) }
}

/** Returns the warnings about the clauses of a filter, which has this text. */
function checkFilter(expression            , text        , vocabulary            )                           {
  return limitProblems(check(expression, vocabulary), text, vocabulary)
}

function limitProblems(problems                          , text        , vocabulary                        )                           {
  const left = problems.slice(MOST_PROBLEMS, MOST_PROBLEMS + 1);
  return [
    ...problems.slice(0, MOST_PROBLEMS).map(problem => nameOtherType(problem, text, vocabulary)),
    ...left.map(({ help: _, ...next }) => ({
      ...next,
      message: `${problems.length - MOST_PROBLEMS} more problems in this filter, from here on`,
    })),
  ]
}

const TYPES = [
  { vocabulary: imply.CLOUDTRAIL_VOCABULARY, help: 'CloudTrail events have this field: a rule of type CloudTrail sees them' },
  { vocabulary: imply.FINDING_VOCABULARY, help: 'findings have this field: a rule of type Finding sees them' },
];

// A field that events of the other type have was not misspelled: the rule has the wrong type.
function nameOtherType(problem               , text        , vocabulary                        )                {
  const field = /\w+/y;
  field.lastIndex = problem.offset;
  const name = problem.kind === 'unknown-field' ? (field.exec(text)?.[0] ?? '') : '';
  const knows = ({ fields, aliases }            )          => Object.hasOwn(fields, name) || aliases.has(name);
  const other = TYPES.find(type => type.vocabulary !== vocabulary && knows(type.vocabulary));
  return other === undefined || vocabulary === undefined || knows(vocabulary) ? problem : { ...problem, help: other.help }
}

exports.check = check;
exports.checkFilter = checkFilter;
exports.findFirst = findFirst;
exports.parseFilter = parseFilter;
