// Constants of a bundle that are made when they are first read. A program that judges one call and ends would spend most of its
// time on tables that no line of that call asks about: making them, and loading the code that makes them.
//   const TABLE = new Map(…)   becomes   var TABLE; function lazyTABLE() { return TABLE ??= new Map(…); }
import { parse } from 'acorn';
import { ancestor, simple } from 'acorn-walk';

/** What comes of these takes time to make; functions, regular expressions and plain values do not. */
const making = [
  'CallExpression',
  'NewExpression',
  'ObjectExpression',
  'ArrayExpression',
  'Identifier',
  'TemplateLiteral',
];

/** What is not the same later is read when it was meant to be. */
const momentary = /\b(?:process|Date|performance|Math\.random|globalThis)\b/;

/** What esbuild itself adds. */
const added = /^__(?!toESM\()/;

/** The text of a bundle of one scope, with such constants. */
export function withLazyConstants(text) {
  const program = parse(text, { ecmaVersion: 'latest' });
  const constants = constantsOf(program, text);
  const edits = [];
  ancestor(program, {
    Identifier(node, ancestors) {
      if (constants.has(node.name)) edits.push([node, readOf(node, ancestors.at(-2))]);
    },
  });
  for (const [name, { statement, made }] of constants) {
    edits.push([
      { start: statement.start, end: made.start },
      `var ${name}; function lazy${name}() { return ${name} ??= `,
    ]);
    edits.push([{ start: made.end, end: statement.end }, '; }']);
  }
  return edited(text, edits);
}

/** Those that stand at the top, have a name of their own, and are given a value once. */
function constantsOf(program, text) {
  const found = new Map();
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) continue;
    const [{ id, init: made }] = statement.declarations;
    if (id.type !== 'Identifier' || made === null || !isMade(made)) continue;
    const code = text.slice(made.start, made.end);
    if (!added.test(id.name) && !added.test(code) && !momentary.test(code))
      found.set(id.name, { statement, made });
  }
  // Each place that gives a name a value: a parameter, a function, an assignment.
  const given = new Map();
  simple(program, {
    VariablePattern: ({ name }) => given.set(name, (given.get(name) ?? 0) + 1),
    UpdateExpression: ({ argument }) => found.delete(argument.name),
  });
  for (const [name, times] of given) if (times > 1) found.delete(name);
  return found;
}

function isMade(value) {
  let found = false;
  const look = (_, ancestors) => {
    found ||= !ancestors.some(({ type }) => /Function/.test(type));
  };
  ancestor(value, Object.fromEntries(making.map((type) => [type, look])));
  return found && value.type !== 'ClassExpression';
}

function readOf({ name }, parent) {
  return parent.type === 'Property' && parent.shorthand ? `${name}: lazy${name}()` : `(lazy${name}())`;
}

function edited(text, edits) {
  let [at, result] = [0, ''];
  for (const [{ start, end }, put] of edits.sort(([a], [b]) => a.start - b.start)) {
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}
