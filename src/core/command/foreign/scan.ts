import { budgets, spend } from '../../shared/budgets.js';
import { OPAQUE_MARK, type Value } from '../invocation.js';
import type { Call, Machine } from '../machine.js';
import { act, dynamic, runShell } from './acts.js';
import { type CodeOrigin, removal, type Scan, write } from './amounts.js';
import { type CallKind, callPatterns, pathDeletes, quotedShell, writePatterns } from './calls.js';
import { readCloudCalls } from './cloud-calls.js';
import { type Literal, LiteralReader } from './literal.js';
import { opensToWrite } from './open-mode.js';
import type { OutsideCall } from './outside-call.js';
import { readAsProgram } from './read-program.js';

/** Reads code in another language: what it runs, deletes, writes and sends. The calls that it makes outside, where it has a tree. */
export function scanForeign(
  language: string,
  code: Value,
  origin: CodeOrigin,
  label: string,
  call: Call,
  machine: Machine,
  file?: string,
  command?: string,
): readonly OutsideCall[] | undefined {
  if (code.text.length > budgets.code.most) spend(machine.world, 'code');
  const whole = code.text.slice(0, budgets.code.most);
  const again: Scan['again'] = (inner, where) => {
    scanForeign(language, inner, origin, label, where, machine);
  };
  const base = {
    language,
    code,
    origin,
    label,
    call,
    machine,
    again,
    ...(file === undefined ? {} : { file }),
    ...(command === undefined ? {} : { command }),
  };
  const before = machine.report.count();
  const tree: Scan = { ...base, text: whole, variables: new Map() };
  const read = readAsProgram(tree);
  if (read !== undefined && !read.partial) {
    writeSomewhereAtHome(before, tree);
    if (machine.report.count() === before) reflected(tree);
    return read.calls;
  }
  const text = plainNames(language, withoutComments(language, whole));
  readByPatterns({ ...base, text, variables: variablesOf(text) });
  return read?.calls;
}

/** What can be seen without a tree: languages that have no grammar here, and texts that have no tree. */
function readByPatterns(scan: Scan): void {
  const { language, text, machine } = scan;
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
  if (machine.report.count() === before) reflected(scan);
  if (machine.report.count() === before && mentionsProcesses.test(usedNames(language, text)))
    dynamic('process', scan);
}

/** Names by which a language gives away files and processes, where the name of what is called is itself a value. */
const reflects: ReadonlyMap<string, RegExp> = new Map([
  ['javascript', /\bprocess\s*\.\s*(?:binding|_linkedBinding|dlopen)\b/],
  [
    'ruby',
    /\b(?:send|public_send|__send__|method|instance_method|public_method)[ (](?::|["'])?(?:delete|unlink|rm|remove_|truncate|system|exec|spawn|popen|fork|eval|`)|\b(?:send|public_send|__send__|const_get)[ (](?:[a-z@$]|["'][^"']{0,40}["'] {0,2}\+)/,
  ],
  ['perl', /\bsyscall\b|&\s{0,4}\{\s{0,4}["'$]|\bCORE::(?:GLOBAL::)?(?:unlink|system|exec|rmdir)\b/],
  ['php', /\$\w+[ \t]{0,8}\((?=[^)]*(?:\$|glob|['"]\/))|\bReflectionFunction\b|\bFFI\s*::/],
  [
    'python',
    /\b(?:CDLL|PyDLL|WinDLL)\s{0,8}\(|\b(?:cdll|windll)\s{0,8}\.|\bsys\.modules\s*\[|\b__subclasses__\b|\brunpy\s*\.\s*run_\w+\s*\((?![ \t]*['"])/,
  ],
]);

/** Code on the command line that does not say by name what it calls. */
function reflected(scan: Scan): void {
  if (scan.origin === 'inline' && reflects.get(scan.language)?.test(scan.text) === true)
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
  temporaryFolder(text, found);
  for (const name of twice) found.delete(name);
  // Perl's variables are changed in place.
  for (const match of text.matchAll(/\$(\w+)\s{0,8}=~\s{0,8}(?:tr|y|s)\b/g)) found.delete(match[1] ?? '');
  if (/(?:^|[;{}\s])(?:tr|y|s)[/{!|#,]/.test(text)) found.delete('_');
  return found;
}

/** `Dir.mktmpdir { |d| … }`: what the block is handed, where no other block is handed anything by that name. */
function temporaryFolder(text: string, found: Map<string, Literal>): void {
  const name =
    /\bDir\.mktmpdir(?:\(["'\w-]{0,60}\))?\s{0,8}(?:do|\{)\s{0,8}\|\s{0,4}(\w{1,40})\s{0,4}\|/.exec(
      text,
    )?.[1];
  if (name === undefined || found.has(name)) return;
  const handed = [...text.matchAll(/\|([\w,* ]{1,100})\|/g)].filter(([, names = '']) =>
    names.split(/\W+/).includes(name),
  );
  if (handed.length === 1) found.set(name, { kind: 'text', text: '/tmp/named-by-tempfile' });
}

function readCall(kind: CallKind, name: string, from: number, scan: Scan): void {
  const reader = new LiteralReader(scan.text, from, scan.variables);
  const values = /\($/.test(name.trim()) ? reader.arguments() : reader.bare();
  if (reader.spent !== undefined) spend(scan.machine.world, reader.spent);
  const called = name.replace(/(?<![\s(])[\s(]+$/, '').trim();
  // In JavaScript `exec` is most often a regular expression's.
  if (called.endsWith('exec') && scan.language === 'javascript' && !startsPrograms.test(scan.text)) return;
  act(kind, called, values, scan);
}
