import { budgets } from '../../shared/budgets.js';
import { OPAQUE_MARK, type Redirection, type Value } from '../invocation.js';
import type { Call, Machine, Reader } from '../machine.js';
import { optionSet, scanOptions } from '../options.js';
import { Stream } from '../stream.js';
import { isBlank, isKnown, known, opaque } from '../value.js';
import { runBeside } from './hidden.js';
import { scriptText } from './script-text.js';

/** `awk`: `system("cmd")`, `"cmd" | getline`, `print | "cmd"`, and files that it writes. */
export const readAwk: Reader = (call, machine) => {
  const scanned = scanOptions(
    call.argv,
    1,
    optionSet('-F -v --assign -f --file -e --source -i --include -l -E --exec'),
  );
  const sources = scanned.options.filter(({ name }) => awkSource.test(name));
  const parts = sources.flatMap(({ name, value }) => {
    const text =
      value === undefined || /^-(?:e|-source)$/.test(name) ? value : scriptOf(value, call, machine);
    return text === undefined ? [] : [text];
  });
  const program =
    sources.length === 0 ? call.argv[scanned.end] : parts.length === 0 ? undefined : joined(parts);
  if (program === undefined) return undefined;
  const { text } = program;
  const variables = variablesOf(
    text,
    scanned.options.flatMap(({ name, value }) => (/^(?:-v|--assign)$/.test(name) ? [value?.text ?? ''] : [])),
  );
  const run = (code: string): void => runBeside({ ...program, text: code }, call.program, call, machine);
  const runFed = (code: string): void => {
    const place = { ...call.place, input: new Stream(opaque('command-output')) };
    machine.read({ ...program, text: code }, call.program, { ...place, scope: place.scope.child() });
  };
  const runNamed = (name: string, how: (code: string) => void): void => {
    const codes = variables.get(name) ?? [];
    for (const code of codes) how(code);
    if (codes.length === 0)
      machine.report.anomaly('opaque-code', `${call.program} ${name}`, program.span ?? call.span);
  };
  for (const match of text.matchAll(/\bsystem\s*\(([^)]{0,2000})\)?/g)) {
    const name = /^\s*([A-Za-z_]\w*)\s*$/.exec(match[1] ?? '')?.[1];
    if (name === undefined || !variables.has(name)) run(joinedLiterals(match[1] ?? ''));
    else runNamed(name, run);
  }
  for (const match of text.matchAll(/(?<!\\)"((?:[^"\\]|\\.)*)"\s*\|&?\s*getline/g))
    run(unquote(match[1] ?? ''));
  for (const match of text.matchAll(/\|&?\s*"((?:[^"\\]|\\.)*)"/g)) runFed(unquote(match[1] ?? ''));
  for (const statement of withoutTexts(text).split(/[;{}\n]/)) {
    const reads = /(?<![\w)\]$"])(\$?\w{1,80}) {0,8}\|&? {0,8}getline/.exec(statement)?.[1];
    if (reads !== undefined) runNamed(reads, run);
    const prints = /\bprintf?\b/.test(statement) && !statement.includes('/');
    const feeds = prints
      ? /[^|]\|&? {0,8}(\$?\w{1,80})/.exec(statement.replaceAll('||', ' '))?.[1]
      : undefined;
    if (feeds !== undefined) runNamed(feeds, runFed);
  }
  const writes = [...text.matchAll(/>>?\s*"((?:[^"\\]|\\.)*)"/g)].map(
    (match): Redirection => ({
      mode: match[0].startsWith('>>') ? 'append' : 'write',
      path: { ...program, text: unquote(match[1] ?? '') },
    }),
  );
  for (const { path, mode } of writes) {
    const file = isKnown(path) ? machine.resolve(path.text, call.place) : undefined;
    if (file !== undefined) machine.disk.write(file, opaque('command-output'), mode === 'append');
  }
  return machine.emit({ ...call, redirections: [...call.redirections, ...writes] });
};

const awkSource = /^(?:-[feEi]|--(?:file|source|exec|include))$/;

/** Parts of one program, which may be longer than a word. */
function joined(parts: readonly Value[]): Value {
  const [first] = parts;
  const opaque = [...new Set(parts.flatMap((part) => part.opaque))];
  return first === undefined || parts.length === 1
    ? (first ?? known(''))
    : { ...first, text: parts.map(({ text }) => text).join('\n'), opaque };
}

/** The program with nothing between its quotes. */
function withoutTexts(text: string): string {
  let bare = '';
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') inside = !inside;
    if (!inside || character === '"') bare += character;
    if (character === '\\') at += 1;
  }
  return bare;
}

function scriptOf(path: Value, call: Call, machine: Machine): Value | undefined {
  const text = isKnown(path) ? scriptText(path, call.place, machine) : undefined;
  if (text !== undefined && isBlank(text))
    machine.report.anomaly('opaque-code', call.program, path.span ?? call.span);
  return text;
}

/** What the program gives its variables: literals joined with what is not known. */
function variablesOf(text: string, given: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, code: string): void => {
    found.set(name, [...(found.get(name) ?? []), code]);
  };
  for (const match of text.matchAll(
    /(?<![\w$.])([A-Za-z_]\w*)\s{0,20}=(?![=~])\s{0,20}((?:"(?:[^"\\]|\\.)*"|[^";\n}])+)/g,
  ))
    if ((match[2] ?? '').includes('"')) add(match[1] ?? '', joinedLiterals(match[2] ?? ''));
  for (const word of given) {
    const equals = word.indexOf('=');
    if (equals > 0) add(word.slice(0, equals), word.slice(equals + 1));
  }
  return found;
}

/** An expression of literals joined by blanks; other parts are opaque. */
function joinedLiterals(expression: string): string {
  const parts = [...expression.matchAll(/"((?:[^"\\]|\\.)*)"|[^\s"]+/g)];
  return parts.map((part) => (part[1] === undefined ? OPAQUE_MARK : unquote(part[1]))).join('');
}

function unquote(text: string): string {
  return text.replace(/\\(["\\/])/g, '$1').replaceAll('\\n', '\n');
}

/** `sed`: the `e` command and flag run shell text; `w` writes a file. */
export const readSed: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, optionSet('-e --expression -f --file -l'));
  const given = scanned.options.flatMap((option) =>
    /^(?:-e|--expression)$/.test(option.name) && option.value !== undefined ? [option.value] : [],
  );
  const paths = scanned.options.filter(({ name }) => /^(?:-f|--file)$/.test(name));
  const files = paths.flatMap(({ value }) =>
    value === undefined ? [] : (scriptOf(value, call, machine) ?? []),
  );
  const plain = call.argv[scanned.end];
  const scripts = [
    ...given,
    ...files,
    ...(given.length === 0 && paths.length === 0 && plain !== undefined ? [plain] : []),
  ];
  const writes: Redirection[] = [];
  for (const script of scripts) readScript(script, writes, call, machine);
  return machine.emit({ ...call, redirections: [...call.redirections, ...writes] });
};

const address = String.raw`(?:(?:\d+|\$|/(?:[^/\\]|\\.)*/)(?:,(?:[+~]?\d+|\$|/(?:[^/\\]|\\.)*/))?\s*(?:!\s*)?)?`;
const execute = new RegExp(String.raw`^\s*${address}e(?:\s+(\S.*)|\s*)$`, 's');

/** The replacement and the flags of an `s` command, whatever its mark. */
function substitution(
  line: string,
): { readonly from: string; readonly to: string; readonly flags: string } | undefined {
  const start = /^[^s]*s([^\w\s])/.exec(line);
  const mark = start?.[1];
  if (start === null || mark === undefined) return undefined;
  const parts: string[] = [''];
  for (let index = start[0].length; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === mark && parts.length < 3) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += character;
    if (character !== '\\') continue;
    index += 1;
    parts[parts.length - 1] += line.charAt(index);
  }
  return parts.length === 3 ? { from: parts[0] ?? '', to: parts[1] ?? '', flags: parts[2] ?? '' } : undefined;
}

function readScript(script: Value, writes: Redirection[], call: Call, machine: Machine): void {
  if (script.text.length > budgets.sedScript.most) {
    machine.report.spent('sedScript', script.span ?? call.span);
    return;
  }
  for (const line of script.text.split(/\n|;(?=\s*\d*[sew])/)) {
    const code = execute.exec(line);
    if (code !== null) {
      if (code[1] === undefined) machine.report.anomaly('opaque-code', 'sed e', script.span ?? call.span);
      else runBeside({ ...script, text: code[1] }, 'sed e', call, machine);
      continue;
    }
    const edit = substitution(line);
    const flags = edit?.flags ?? '';
    if (edit !== undefined && /^[gpiImM\d]*e/.test(flags)) {
      runBeside({ ...script, text: edit.to }, 'sed s///e', call, machine);
      // The whole line runs: what the replacement leaves of it is whatever was read.
      if (!/^\^?\.\*\$?$/.test(edit.from) || /(?<!\\)&|\\\d/.test(edit.to))
        machine.report.anomaly('opaque-code', 'sed s///e', script.span ?? call.span);
    }
    const target =
      /^[gpiImMe\d]*w\s*(\S+)/.exec(flags)?.[1] ?? new RegExp(`^\\s*${address}w\\s+(\\S+)`).exec(line)?.[1];
    if (target !== undefined) writes.push({ mode: 'write', path: { ...script, text: target } });
  }
}
