import { budgets, spend } from '../../shared/budgets.js';
import { joinWords, runCode, withLabel } from '../code.js';
import { OPAQUE_MARK } from '../invocation.js';
import type { Call } from '../machine.js';
import { contextOf, removal, type Scan, valueIn, write } from './amounts.js';
import type { CallKind } from './calls.js';
import { type Literal, literalText } from './literal.js';

/** What a call with these values does, by what kind of call its name says it is. */
export function act(kind: CallKind, called: string, values: readonly Literal[], scan: Scan): void {
  const first = values[0];
  if (values.length === 0) return;
  switch (kind) {
    case 'code':
      runOwn(first, scan);
      break;
    case 'shell':
      if (values[1]?.kind === 'list' && first?.kind === 'text')
        runWords([first.text, ...values[1].items], scan);
      else if (values.length > 1 && /^(?:perl|ruby)$/.test(scan.language))
        runWords(values.map(literalText), scan);
      else runShell(first, scan);
      break;
    case 'words':
      runWords(wordsOf(called, values), scan);
      break;
    case 'delete':
    case 'delete-tree':
      deleteAll(first, kind === 'delete-tree', called, scan);
      break;
    case 'write':
      if (first?.kind === 'text') write(first.text, /append/i.test(called), scan);
  }
}

/** The argv of `execv(path, [args])`, `spawn(program, [args])`, `Command([…])` or plain arguments. */
function wordsOf(called: string, values: readonly Literal[]): readonly string[] {
  const [first, second] = values;
  if (first?.kind === 'list') return first.items;
  const program = first === undefined ? [] : [literalText(first)];
  const replaces = /os\.(?:exec|spawn|posix)/.test(called);
  if (second?.kind === 'list') return replaces ? second.items : [...program, ...second.items];
  if (replaces) return values.slice(1).map(literalText);
  if (/Command$/.test(called)) return program;
  return values.every((value) => value.kind === 'text') ? values.map(literalText) : program;
}

export function runShell(literal: Literal | undefined, scan: Scan): void {
  if (literal?.kind === 'list') {
    runWords(literal.items, scan);
    return;
  }
  if (literal === undefined || literal.kind === 'unknown') {
    dynamic('process', scan);
    return;
  }
  runCode(valueIn(literal.text, scan), scan.label, scan.call, contextOf(scan), scan.machine);
}

function runWords(words: readonly string[], scan: Scan): void {
  const argv = words.map((word) => valueIn(word, scan));
  if (argv.length === 0 || argv[0]?.text === OPAQUE_MARK) {
    dynamic('process', scan);
    return;
  }
  scan.machine.start(argv, withLabel(contextOf(scan), scan.label), joinWords(argv).span ?? scan.call.span);
}

/** Text that runs in its own language: read again when it is constant. */
function runOwn(literal: Literal | undefined, scan: Scan): void {
  const depth = scan.call.place.frame.depth + 1;
  if (depth >= budgets.evaluations.most) spend(scan.machine.world, 'evaluations');
  else if (literal?.kind === 'text' && !literal.text.includes(OPAQUE_MARK)) {
    const call: Call = {
      ...scan.call,
      place: { ...scan.call.place, frame: { ...scan.call.place.frame, depth } },
    };
    scan.again(valueIn(literal.text, scan), call);
    return;
  }
  dynamic('code', scan);
}

const fetches =
  /urlopen|requests\.get|httpx\.get|fetch\(|https?\.get|axios\.get|LWP::|Net::HTTP|file_get_contents\(\s*['"]https?:|curl_exec|open-uri/;

/** A call whose argument is computed: named where someone wrote it on the command line, or where it comes from a network. */
export function dynamic(what: 'code' | 'process', scan: Scan): void {
  if (scan.origin !== 'inline' && !(what === 'code' && fetches.test(scan.text))) return;
  scan.machine.report.anomaly('opaque-code', `${scan.label} ${what}`, scan.code.span ?? scan.call.span);
}

/** What a tool of the language makes anew when it is gone. */
const madeAnew = /^(?:__pycache__|\*\.py[co]|\.(?:pytest|mypy|ruff)_cache|\*\.egg-info)$/;

function deleteAll(literal: Literal | undefined, tree: boolean, called: string, scan: Scan): void {
  const paths =
    literal?.kind === 'list' ? literal.items : [literal === undefined ? OPAQUE_MARK : literalText(literal)];
  for (const path of paths) {
    const [, base = '.', name = ''] = /^(?:([^*]+)\/)?\*\*\/([^/]+)$/.exec(path) ?? [];
    if (madeAnew.test(name))
      runWords(['find', base, '-name', name, '-exec', 'rm', tree ? '-rf' : '-f', '{}', '+'], scan);
    else if (/^\/[\w./~-]*\*[\w./*-]*$/.test(path))
      runShell({ kind: 'text', text: `rm ${tree ? '-rf' : '-f'} ${path}` }, scan);
    else if (path.includes('*') && scan.language === 'python') deleteAll(undefined, tree, called, scan);
    else if (path !== OPAQUE_MARK || scan.origin === 'inline') removal(path, tree, called, scan);
  }
}
