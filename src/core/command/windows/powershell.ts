import { budgets } from '../../shared/budgets.js';
import { OPAQUE_MARK, type OpaqueReason, type Redirection, type Value } from '../invocation.js';
import type { ExecutionContext, Machine, ReaderOutcome } from '../machine.js';
import { silent } from '../outcome.js';
import { programName } from '../paths.js';
import { Stream } from '../stream.js';
import { isBlank, joinReasons, known, makeValue, opaque } from '../value.js';
import { cmdletOf } from './cmdlets.js';
import { readDotNet } from './dotnet.js';
import { type Block, type PowerShell, runCmdlet } from './invoke.js';
import { splitPowerShell } from './powershell-tokens.js';
import type { Part, Token } from './tokens.js';

const keywords =
  /^(?:if|elseif|else|for|foreach|while|do|until|switch|try|catch|finally|trap|function|filter|param|begin|process|end|return|throw|break|continue|class|enum|using|data|exit)$/i;

/** Reads PowerShell at low trust: what it cannot split is an anomaly, and what it could is still reported. */
export function readPowerShell(code: Value, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const frame = { ...place.frame, depth: place.frame.depth + 1 };
  if (frame.depth > budgets.depth.most) {
    machine.report.spent('depth', code.span ?? [0, 0]);
    return silent('unknown');
  }
  const { tokens, openAt } = splitPowerShell(code.text);
  const inside: ExecutionContext = { ...place, frame };
  if (openAt !== undefined)
    machine.report.anomaly('parse-error', 'powershell', place.source.locate(openAt, openAt + 1));
  readDotNet(code, inside, machine);
  let outcome = silent('unknown');
  let words: Token[] = [];
  let input: Stream | undefined = place.input;
  const finish = (joins: boolean): void => {
    if (words.length > 0) outcome = runStatement(words, { ...inside, input }, machine);
    input = joins && words.length > 0 ? new Stream(outcome.output) : undefined;
    words = [];
  };
  for (const token of tokens) {
    if (token.kind === 'operator' && /^(?:;|&&|\|\||\|)$/.test(token.text)) finish(token.text === '|');
    else if (token.kind === 'operator' && token.text === '&' && words.length > 0 && !isAssignment(words))
      finish(false);
    else words.push(token);
  }
  finish(false);
  return outcome;
}

function isAssignment(words: readonly Token[]): boolean {
  const last = words.at(-1);
  return last?.kind === 'word' && last.parts[0]?.kind === 'text' && last.parts[0].text === '=';
}

function runStatement(tokens: readonly Token[], place: ExecutionContext, machine: Machine): ReaderOutcome {
  const assigned = assignment(tokens, place, machine);
  if (assigned !== undefined) return assigned;
  const argv: Value[] = [];
  const redirections: Redirection[] = [];
  const blocks: Block[] = [];
  let span: readonly [number, number] | undefined;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const where = place.source.locate(token.start, token.end);
    span = span === undefined ? where : [span[0], where[1]];
    if (token.kind === 'operator') {
      const target = tokens[index + 1];
      if (/>/.test(token.text) && !token.text.includes('&') && target?.kind === 'word') {
        redirections.push({
          mode: token.text.includes('>>') ? 'append' : 'write',
          path: wordValue(target, place, machine, blocks),
        });
        index += 1;
      }
      continue;
    }
    argv.push(wordValue(token, place, machine, blocks));
  }
  const first = argv[0];
  if (first === undefined || span === undefined) return silent('unknown');
  if (isExpression(tokens[0])) {
    for (const block of blocks) if (block.brace) runBlock(block, place, machine);
    return { status: 'unknown', output: argv.length === 1 ? first : opaque('command-output') };
  }
  if (keywords.test(first.text) || startsWithBlock(tokens)) {
    for (const block of blocks) if (block.brace) runBlock(block, place, machine);
    // `return cmd`, `else cmd`: what follows a keyword may be a command.
    return /^(?:return|throw|exit)$/i.test(first.text) && argv.length > 1 && !argv[1]?.opaque.length
      ? start(argv.slice(1), redirections, [], span, place, machine)
      : { status: 'unknown', output: blocks.at(-1)?.output ?? known('') };
  }
  return start(argv, redirections, blocks, span, place, machine);
}

function startsWithBlock(tokens: readonly Token[]): boolean {
  const first = tokens[0];
  return first?.kind === 'word' && first.parts[0]?.kind === 'block';
}

function start(
  argv: readonly Value[],
  redirections: readonly Redirection[],
  blocks: readonly Block[],
  span: readonly [number, number],
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome {
  const first = argv[0];
  if (first === undefined) return silent('unknown');
  const source = first.text === '.' || first.text === '&';
  const words = source ? argv.slice(1) : argv;
  const named = words[0];
  if (named === undefined) return silent('unknown');
  if (isBlank(named) || named.opaque.length > 0) {
    for (const block of blocks) if (block.brace) runBlock(block, place, machine);
    machine.report.anomaly('opaque-program', named.opaque.join(' '), named.span ?? span);
    return machine.emit({ program: '', argv: words, place, redirections, span });
  }
  const program = cmdletOf(programName(named.text));
  if (/^[A-Z][a-z]+-\w+$/.test(program))
    return runCmdlet({ program, argv: words, place, redirections, span }, blocks, machine, shellOf(machine));
  for (const block of blocks) if (block.brace) runBlock(block, place, machine);
  return machine.startExternal(words, place, span, redirections);
}

/** A statement that begins with a variable, a quoted text, a number or a type computes; only `&` and `.` would run it. */
function isExpression(token: Token | undefined): boolean {
  const part = token?.kind === 'word' ? token.parts[0] : undefined;
  if (part?.kind === 'variable') return true;
  return (
    part?.kind === 'text' &&
    (part.quoted
      ? token?.kind === 'word' && !token.parts.some((each) => each.kind === 'text' && !each.quoted)
      : /^[[\d!+=-]/.test(part.text))
  );
}

function shellOf(machine: Machine): PowerShell {
  return {
    text: (code, place) => readPowerShell(code, place, machine),
    block: (block, place) => runBlock(block, place, machine),
  };
}

function runBlock(block: Block, place: ExecutionContext, machine: Machine): ReaderOutcome {
  const base = block.start;
  const source = {
    ...place.source,
    locate: (from: number, to: number) => place.source.locate(base + from, base + to),
  };
  return readPowerShell(known(block.text), { ...place, source }, machine);
}

/** `$x = …`, `$env:X = …`: the value is kept when it is one plain word, else what it runs is read. */
function assignment(
  tokens: readonly Token[],
  place: ExecutionContext,
  machine: Machine,
): ReaderOutcome | undefined {
  const [target, equals, ...rest] = tokens;
  if (target?.kind !== 'word' || equals?.kind !== 'word') return undefined;
  const variable = target.parts.at(-1);
  const sign = equals.parts.map((part) => (part.kind === 'text' ? part.text : '?')).join('');
  if (variable?.kind !== 'variable' || !/^[+]?=$/.test(sign)) return undefined;
  const only = rest[0];
  const blocks: Block[] = [];
  let value: Value;
  if (rest.length === 1 && only?.kind === 'word' && isPlain(only))
    value = wordValue(only, place, machine, blocks);
  else value = rest.length === 0 ? known('') : runStatement(rest, place, machine).output;
  if (value.text === '' && rest.length > 1) value = opaque('command-output');
  const { name } = variable;
  if (name.startsWith('env:')) place.scope.assign(name.slice(4).toUpperCase(), value, true);
  else place.scope.assign(`$${name}`, value);
  return silent('success');
}

function isPlain(token: Token): boolean {
  return (
    token.kind === 'word' &&
    token.parts.some((part) => (part.kind === 'text' && part.quoted) || part.kind === 'variable') &&
    !token.parts.some((part) => part.kind === 'block')
  );
}

/** What a word comes to; the blocks in it are collected, and subexpressions run at once. */
function wordValue(
  token: Extract<Token, { kind: 'word' }>,
  place: ExecutionContext,
  machine: Machine,
  blocks: Block[],
): Value {
  let text = '';
  let reasons: readonly OpaqueReason[] = [];
  for (const part of token.parts) {
    const value = partValue(part, place, machine, blocks);
    text += value.text;
    reasons = joinReasons(reasons, value.opaque);
  }
  if (callsMethod(token)) return methodResult(token, place, blocks);
  const glob = token.parts.every((part) => part.kind === 'text' && !part.quoted) && /[*?]/.test(text);
  return makeValue(text, reasons, place.source.locate(token.start, token.end), glob);
}

/** `(…).Method(…)`: what comes back is not known. */
function callsMethod(token: Extract<Token, { kind: 'word' }>): boolean {
  const block = token.parts.findIndex((part) => part.kind === 'block' && !part.brace);
  const next = token.parts[block + 1];
  return block === 0 && next?.kind === 'text' && next.text === '.';
}

function methodResult(
  token: Extract<Token, { kind: 'word' }>,
  place: ExecutionContext,
  blocks: readonly Block[],
): Value {
  const text = token.parts
    .map((part) => (part.kind === 'text' || part.kind === 'block' ? part.text : ''))
    .join('');
  const network =
    /Download(?:String|Data|File)|WebClient|WebRequest|HttpClient|\b(?:iwr|irm)\b/i.test(text) ||
    blocks.some((block) => block.output?.opaque.includes('network'));
  return makeValue(
    OPAQUE_MARK,
    network ? ['command-output', 'network'] : ['command-output'],
    place.source.locate(token.start, token.end),
  );
}

function partValue(part: Part, place: ExecutionContext, machine: Machine, blocks: Block[]): Value {
  if (part.kind === 'text') return known(part.text);
  if (part.kind === 'variable') return variableValue(part.name, place);
  if (part.brace) {
    blocks.push(part);
    return known('{}');
  }
  const literal = /^\s*(['"])([^'"$`]*)\1(?:\s*\+\s*(['"])([^'"$`]*)\3)*\s*$/.test(part.text)
    ? part.text
        .replace(/['"]\s*\+\s*['"]/g, '')
        .trim()
        .slice(1, -1)
    : undefined;
  if (literal !== undefined) return known(literal);
  const { output } = runBlock(part, place, machine);
  blocks.push({ ...part, output });
  return output.text === '' ? opaque('command-output') : output;
}

function variableValue(name: string, place: ExecutionContext): Value {
  const { scope } = place;
  if (name === 'true' || name === 'false' || name === 'null') return known(name === 'null' ? '' : `$${name}`);
  if (name.startsWith('env:')) return environment(name.slice(4), place);
  if (name === 'home' || name === 'env:userprofile') return known(place.scope.world.home);
  if (name === 'pwd') return scope.cwd;
  if (name === '_' || name.startsWith('_.') || name === 'input' || name === 'args' || name === 'psitem')
    return opaque('input');
  return scope.variable(`$${name}`).value ?? { text: OPAQUE_MARK, opaque: ['unset-variable'] };
}

function environment(name: string, place: ExecutionContext): Value {
  const upper = name.toUpperCase();
  const own = place.scope.variable(upper).value;
  if (own !== undefined) return own;
  const entry = Object.entries(place.scope.world.env).find(([key]) => key.toUpperCase() === upper);
  if (entry !== undefined) return known(entry[1]);
  return upper === 'USERPROFILE' || upper === 'HOME'
    ? known(place.scope.world.home)
    : opaque('unset-variable');
}
