import { fedBy, joinWords, withLabel } from '../code.js';
import type { Value } from '../invocation.js';
import type { Call, ExecutionContext, Machine, Reader, ReaderOutcome } from '../machine.js';
import { sourceOf } from '../source.js';
import { isBlank, known, spanOf } from '../value.js';
import { readBatch } from '../windows/batch.js';
import { readPowerShell } from '../windows/powershell.js';
import { scriptText } from './script-text.js';

type ReadText = (code: Value, place: ExecutionContext, machine: Machine) => ReaderOutcome;

function run(code: Value, label: string, read: ReadText, call: Call, machine: Machine): ReaderOutcome {
  if (isBlank(code)) {
    machine.report.anomaly('opaque-code', label, code.span ?? call.span);
    return machine.emit(fedBy(code, call));
  }
  const source = sourceOf(code, machine.root, code.span ?? call.span);
  return read(
    code,
    { ...withLabel(call.place, label), source, scope: call.place.scope.child(), input: undefined },
    machine,
  );
}

/** A script of Windows that is started by its name: cmd looks for it in the folder as well. */
export const runWindowsScript: Reader = (call, machine) => {
  const path = call.argv[0];
  const read = /\.(?:bat|cmd)$/i.test(path?.text ?? '')
    ? readBatch
    : /\.ps1$/i.test(path?.text ?? '')
      ? readPowerShell
      : undefined;
  if (path === undefined || read === undefined) return undefined;
  const text = scriptText({ ...path, text: path.text.replaceAll('\\', '/') }, call.place, machine);
  return text === undefined ? undefined : run({ ...text, span: call.span }, path.text, read, call, machine);
};

/** `pwsh -Command …`, `-EncodedCommand` (UTF-16 in base64), `-File`, or standard input. */
export const readPwsh: Reader = (call, machine) => {
  const { argv } = call;
  for (let index = 1; index < argv.length; index += 1) {
    const word = argv[index]?.text ?? '';
    const value = argv[index + 1];
    if (/^[-/](?:e|ec|en|enc|enco\w*)$/i.test(word) && value !== undefined) {
      const decoded = fromUtf16(value.text);
      if (decoded === undefined) {
        machine.report.anomaly('opaque-code', `${call.program} -EncodedCommand`, value.span ?? call.span);
        return machine.emit(call);
      }
      return run(
        { ...value, text: decoded },
        `${call.program} -EncodedCommand`,
        readPowerShell,
        call,
        machine,
      );
    }
    if (/^[-/](?:c|com\w*)$/i.test(word)) return commandText(argv.slice(index + 1), call, machine);
    if (/^[-/]f\w*$/i.test(word) && value !== undefined) return scriptFile(value, call, machine);
    if (
      /^[-/](?:ex|ep|exec\w*|w|windowstyle|v|version|wd|workingdirectory|inputformat|outputformat|o|psc\w*|config\w*|settings\w*)$/i.test(
        word,
      )
    )
      index += 1;
    else if (!/^[-/]/.test(word)) {
      return /\.ps1$/i.test(word) && argv[index] !== undefined
        ? scriptFile(argv[index] ?? known(word), call, machine)
        : commandText(argv.slice(index), call, machine);
    } else if (word === '-') break;
  }
  const input = call.place.input?.rest();
  return input === undefined || input.text === ''
    ? undefined
    : run({ ...input, span: input.span ?? call.span }, call.program, readPowerShell, call, machine);
};

function commandText(words: readonly Value[], call: Call, machine: Machine): ReaderOutcome | undefined {
  const only = words[0];
  if (only === undefined) return undefined;
  const input = only.text === '-' ? call.place.input?.rest() : undefined;
  return run(input ?? joinWords(words), `${call.program} -Command`, readPowerShell, call, machine);
}

function scriptFile(path: Value, call: Call, machine: Machine): ReaderOutcome | undefined {
  const text = scriptText(path, call.place, machine);
  return text === undefined
    ? undefined
    : run({ ...text, span: call.span }, `${call.program} ${path.text}`, readPowerShell, call, machine);
}

/** Base64 of UTF-16LE text. */
function fromUtf16(base64: string): string | undefined {
  const digits = base64.replace(/[=\s]/g, '');
  if (!/^[A-Za-z0-9+/]+$/.test(digits)) return undefined;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xff_ff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push((bits >> held) & 255);
  }
  let text = '';
  for (let index = 0; index + 1 < bytes.length; index += 2)
    text += String.fromCharCode((bytes[index] ?? 0) | ((bytes[index + 1] ?? 0) << 8));
  return text === '' ? undefined : text;
}

/** `cmd /c …`, `cmd /k …`. */
export const readCmd: Reader = (call, machine) => {
  const at = call.argv.findIndex((word) => /^\/[ckr]$/i.test(word.text));
  const glued = call.argv.find((word) => /^\/[ckr]\S/i.test(word.text));
  if (at < 0 && glued === undefined) return undefined;
  const words =
    at < 0 && glued !== undefined
      ? [{ ...glued, text: glued.text.slice(2) }, ...call.argv.slice(call.argv.indexOf(glued) + 1)]
      : call.argv.slice(at + 1);
  const code = joinWords(words);
  return words.length === 0
    ? undefined
    : run({ ...code, span: spanOf(words) ?? call.span }, `${call.program} /c`, readBatch, call, machine);
};

/** `wsl CMD`, `wsl -e CMD`, `wsl -- CMD`. */
export const readWsl: Reader = (call, machine) => {
  let index = 1;
  while (/^-/.test(call.argv[index]?.text ?? '')) {
    const word = call.argv[index]?.text ?? '';
    index += /^(?:-d|--distribution|-u|--user|--cd)$/.test(word) ? 2 : 1;
    if (/^(?:--|-e|--exec)$/.test(word)) break;
  }
  const words = call.argv.slice(index);
  return words.length === 0
    ? undefined
    : machine.start(words, withLabel(call.place, 'wsl'), spanOf(words) ?? call.span, call.redirections);
};

/** `wmic process call create CMD`. */
export const readWmic: Reader = (call, machine) => {
  const at = call.argv.findIndex((word) => /^create$/i.test(word.text));
  const code = at < 0 ? undefined : call.argv[at + 1];
  if (code !== undefined) run(code, 'wmic process', readBatch, call, machine);
  return machine.emit(call);
};

/** `schtasks /create … /tr CMD`: runs later. */
export const readSchtasks: Reader = (call, machine) => {
  const at = call.argv.findIndex((word) => /^\/tr$/i.test(word.text));
  const code = at < 0 ? undefined : call.argv[at + 1];
  if (code !== undefined) run(code, 'schtasks', readBatch, call, machine);
  return machine.emit(call);
};
