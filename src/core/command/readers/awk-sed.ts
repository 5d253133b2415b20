import { budgets } from '../../shared/budgets.js';
import { OPAQUE_MARK, type Redirection, type Value } from '../invocation.js';
import type { Call, Machine, Reader } from '../machine.js';
import { optionSet, scannedValue, scanOptions } from '../options.js';
import { Stream } from '../stream.js';
import { isKnown, opaque } from '../value.js';
import { runBeside } from './hidden.js';
import { scriptText } from './script-text.js';

/** `awk`: `system("cmd")`, `"cmd" | getline`, `print | "cmd"`, and files that it writes. */
export const readAwk: Reader = (call, machine) => {
  const scanned = scanOptions(call.argv, 1, optionSet('-F -v -f --file -e --source -i --include -l'));
  const path = scannedValue(scanned, '-f --file');
  const program =
    path === undefined
      ? (scannedValue(scanned, '-e --source') ?? call.argv[scanned.end])
      : scriptOf(path, call, machine);
  if (program === undefined) return undefined;
  const { text } = program;
  const run = (code: string): void => runBeside({ ...program, text: code }, call.program, call, machine);
  for (const match of text.matchAll(/\bsystem\s*\(([^)]{0,2000})\)?/g)) run(joinedLiterals(match[1] ?? ''));
  for (const match of text.matchAll(/(?<!\\)"((?:[^"\\]|\\.)*)"\s*\|&?\s*getline/g))
    run(unquote(match[1] ?? ''));
  for (const match of text.matchAll(/\|&?\s*"((?:[^"\\]|\\.)*)"/g)) {
    const code: Value = { ...program, text: unquote(match[1] ?? '') };
    const place = { ...call.place, input: new Stream(opaque('command-output')) };
    machine.read(code, call.program, { ...place, scope: place.scope.child() });
  }
  const writes = [...text.matchAll(/>>?\s*"((?:[^"\\]|\\.)*)"/g)].map(
    (match): Redirection => ({
      mode: match[0].startsWith('>>') ? 'append' : 'write',
      path: { ...program, text: unquote(match[1] ?? '') },
    }),
  );
  return machine.emit({ ...call, redirections: [...call.redirections, ...writes] });
};

function scriptOf(path: Value, call: Call, machine: Machine): Value | undefined {
  return isKnown(path) ? scriptText(path, call.place, machine) : undefined;
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
  const path = scannedValue(scanned, '-f --file');
  const file = path === undefined ? undefined : scriptOf(path, call, machine);
  const plain = call.argv[scanned.end];
  const scripts = [
    ...given,
    ...(file === undefined ? [] : [file]),
    ...(given.length === 0 && path === undefined && plain !== undefined ? [plain] : []),
  ];
  const writes: Redirection[] = [];
  for (const script of scripts) readScript(script, writes, call, machine);
  return machine.emit({ ...call, redirections: [...call.redirections, ...writes] });
};

const address = String.raw`(?:(?:\d+|\$|/(?:[^/\\]|\\.)*/)(?:,(?:[+~]?\d+|\$|/(?:[^/\\]|\\.)*/))?\s*(?:!\s*)?)?`;
const execute = new RegExp(String.raw`^\s*${address}e(?:\s+(\S.*)|\s*)$`, 's');

/** The replacement and the flags of an `s` command, whatever its mark. */
function substitution(line: string): { readonly to: string; readonly flags: string } | undefined {
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
  return parts.length === 3 ? { to: parts[1] ?? '', flags: parts[2] ?? '' } : undefined;
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
    if (/^[gpiImM\d]*e/.test(flags))
      runBeside({ ...script, text: edit?.to ?? '' }, 'sed s///e', call, machine);
    const target =
      /^[gpiImMe\d]*w\s*(\S+)/.exec(flags)?.[1] ?? new RegExp(`^\\s*${address}w\\s+(\\S+)`).exec(line)?.[1];
    if (target !== undefined) writes.push({ mode: 'write', path: { ...script, text: target } });
  }
}
