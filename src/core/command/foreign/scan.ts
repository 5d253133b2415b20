import { budgets, spend } from '../../shared/budgets.js';
import { joinWords, runCode, withLabel } from '../code.js';
import { OPAQUE_MARK, type Value } from '../invocation.js';
import type { Call, Machine } from '../machine.js';
import { type CodeOrigin, contextOf, removal, type Scan, valueIn, write } from './amounts.js';
import { type CallKind, callPatterns, pathDeletes, quotedShell, writePatterns } from './calls.js';
import { readCloudCalls } from './cloud-calls.js';
import { type Literal, LiteralReader, literalText } from './literal.js';
import { opensToWrite } from './open-mode.js';

/** Reads the literal calls of code in another language: what it runs, deletes, writes and sends. */
export function scanForeign(
  language: string,
  code: Value,
  origin: CodeOrigin,
  label: string,
  call: Call,
  machine: Machine,
): void {
  if (code.text.length > budgets.code.most) spend(machine.world, 'code');
  const text = plainNames(language, withoutComments(language, code.text.slice(0, budgets.code.most)));
  const scan: Scan = { language, code, text, origin, label, call, machine, variables: variablesOf(text) };
  const before = machine.report.count();
  for (const { languages, kind, pattern } of callPatterns) {
    if (languages !== language) continue;
    for (const match of found(pattern, scan)) readCall(kind, match[0], match.index + match[0].length, scan);
  }
  for (const pattern of quotedShell.get(language) ?? []) {
    for (const match of found(pattern, scan)) {
      if (language === 'javascript' || !isInsideQuotes(text, match.index))
        runShell({ kind: 'text', text: insertMarks(match[2] ?? match[1] ?? '') }, scan);
    }
  }
  for (const pattern of writePatterns) {
    for (const match of found(pattern, scan))
      write(match.groups?.['path'] ?? '', /a|>>/.test(match.groups?.['mode'] ?? ''), scan);
  }
  for (const match of found(pathDeletes, scan))
    removal(match.groups?.['path'] ?? '', false, 'Path.unlink', scan);
  writeSomewhereAtHome(before, scan);
  readCloudCalls(text, scan);
  if (machine.report.count() === before && mentionsProcesses.test(usedNames(language, text)))
    dynamic('process', scan);
}

const mentionsHome = /expanduser|homedir\(|Path\.home|\bHOME\b|USERPROFILE|Dir\.home|File::HomeDir/;
const mentionsWriting =
  /\bwrite(?:File|_text|_bytes)?(?:Sync)?\s*\(|\bunlink|\brename|\bcopy(?:File|file|2)?(?:Sync)?\s*\(|\btruncate|createWriteStream|File\.write/;

/** Code on the command line that writes to a place which it computes from the home may write anywhere in it. */
function writeSomewhereAtHome(before: number, scan: Scan): void {
  if (scan.origin !== 'inline' || scan.machine.report.count() > before) return;
  const writes = mentionsWriting.test(scan.text) || opensToWrite(scan.text);
  if (mentionsHome.test(scan.text) && writes) write(`~/${OPAQUE_MARK}`, false, scan);
}

/** What JavaScript needs for its `exec` to be no regular expression's. */
const startsPrograms = /child_process|execa|shelljs|zx/;

function found(pattern: RegExp, { language, text, machine, code, call }: Scan): readonly RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  const startsNothing = language === 'javascript' && !startsPrograms.test(text);
  for (const match of text.matchAll(pattern)) {
    if (startsNothing && /\bexec\s*\($/.test(match[0])) continue;
    if (matches.length >= budgets.calls.most) {
      machine.report.spent('calls', code.span ?? call.span);
      break;
    }
    matches.push(match);
  }
  return matches;
}

function withoutComments(language: string, text: string): string {
  if (language === 'python' || language === 'ruby' || language === 'perl' || language === 'r')
    return text.replace(/^[ \t]*#(?!!).*$/gm, '');
  return language === 'javascript' || language === 'php' ? text.replace(/^[ \t]*\/\/.*$/gm, '') : text;
}

/** The same code with the usual names where it gives modules and functions names of its own. */
function plainNames(language: string, text: string): string {
  if (language === 'python') {
    const modules = givenNames(
      text,
      /\bimport\s+(os|subprocess|shutil|pathlib|boto3|requests)\s+as\s+(\w+)/g,
    );
    const called = givenNames(
      text,
      /\b(system|popen|run|call|check_call|check_output|Popen|rmtree|remove|unlink)\s+as\s+(\w+)/g,
    );
    return renamed(renamed(text, /\b(\w+)\./g, modules), /(?<![.\w])(\w+)\(/g, called);
  }
  if (language === 'javascript') {
    const called = givenNames(
      text,
      /\b(exec|execSync|spawn|spawnSync|execFile|execFileSync|rmSync|unlinkSync)\s*:\s*(\w+)/g,
    );
    return renamed(text.replace(/\[\s*(['"`])(\w+)\1\s*\](?=\s*\()/g, '.$2'), /(?<![.\w])(\w+)\(/g, called);
  }
  return text;
}

/** The code's own name of each thing that `pattern` finds renamed. */
function givenNames(text: string, pattern: RegExp): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(pattern)].map(([, usual = '', own = '']) => [own, usual]));
}

/** One pass over the text, however many names there are. `pattern` finds a name and one character behind it. */
function renamed(text: string, pattern: RegExp, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  return text.replace(pattern, (found, name: string) => {
    const usual = names.get(name);
    return usual === undefined ? found : usual + found.slice(name.length);
  });
}

/** Code that has a way to start programs in its hands. */
const mentionsProcesses =
  /\bchild_process\b|\bsubprocess\b|\bpty\b|\bos\.(?:system|popen|exec|spawn)|__import__|\bDeno\.(?:Command|run)\b/;

/** Python code without its plain imports: a module that is named nowhere else starts nothing. */
function usedNames(language: string, text: string): string {
  return language === 'python' ? text.replace(/(?:^|[;\n])[ \t]*import[ \t][\w., \t]*/g, '\n') : text;
}

function isInsideQuotes(text: string, index: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', index) + 1, index);
  return (line.match(/(?<!\\)'/g)?.length ?? 0) % 2 === 1;
}

function insertMarks(text: string): string {
  return text.replace(/[#$]\{(?:[^}#$]|[#$](?!\{))*\}|\$\w+/g, OPAQUE_MARK);
}

/** Variables that the code gives a constant, and only once. */
function variablesOf(text: string): ReadonlyMap<string, Literal> {
  const found = new Map<string, Literal>([
    ['sys.executable', { kind: 'text', text: 'python3' }],
    ['process.execPath', { kind: 'text', text: 'node' }],
  ]);
  const twice = new Set<string>();
  for (const match of text.matchAll(
    /(?:^|[;\n{(]|\b(?:const|let|var|my|local)\s)[ \t]*[$@]?([A-Za-z_]\w*)[ \t]*:?=(?![=~>])[ \t]*/g,
  )) {
    const name = match[1] ?? '';
    if (found.has(name)) twice.add(name);
    const from = match.index + match[0].length;
    if (found.size < 50) found.set(name, new LiteralReader(text, from, found).read());
    if (/^tempfile\.NamedTemporaryFile\((?![^)]*\bdir\s*=)/.test(text.slice(from, from + 200)))
      found.set(`${name}.name`, { kind: 'text', text: '/tmp/named-by-tempfile' });
  }
  for (const name of twice) found.delete(name);
  return found;
}

function readCall(kind: CallKind, name: string, from: number, scan: Scan): void {
  const reader = new LiteralReader(scan.text, from, scan.variables);
  const values = /\($/.test(name.trim()) ? reader.arguments() : reader.bare();
  if (reader.spent !== undefined) spend(scan.machine.world, reader.spent);
  const first = values[0];
  if (values.length === 0) return;
  const called = name.replace(/(?<![\s(])[\s(]+$/, '').trim();
  switch (kind) {
    case 'code':
      runOwn(first, scan);
      break;
    case 'shell':
      // In JavaScript `exec` is most often a regular expression's.
      if (called.endsWith('exec') && scan.language === 'javascript' && !startsPrograms.test(scan.text)) break;
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

function runShell(literal: Literal | undefined, scan: Scan): void {
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
    scanForeign(scan.language, valueIn(literal.text, scan), scan.origin, scan.label, call, scan.machine);
    return;
  }
  dynamic('code', scan);
}

const fetches =
  /urlopen|requests\.get|httpx\.get|fetch\(|https?\.get|axios\.get|LWP::|Net::HTTP|file_get_contents\(\s*['"]https?:|curl_exec|open-uri/;

/** A call whose argument is computed: named where someone wrote it on the command line, or where it comes from a network. */
function dynamic(what: 'code' | 'process', scan: Scan): void {
  if (scan.origin === 'file' && !(what === 'code' && fetches.test(scan.text))) return;
  scan.machine.report.anomaly('opaque-code', `${scan.label} ${what}`, scan.code.span ?? scan.call.span);
}

function deleteAll(literal: Literal | undefined, tree: boolean, called: string, scan: Scan): void {
  const paths =
    literal?.kind === 'list' ? literal.items : [literal === undefined ? OPAQUE_MARK : literalText(literal)];
  for (const path of paths)
    if (path !== OPAQUE_MARK || scan.origin === 'inline') removal(path, tree, called, scan);
}
