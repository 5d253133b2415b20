import type { Value } from '../invocation.js';
import type { Call, Machine, Reader } from '../machine.js';
import { isBlank } from '../value.js';
import { runBeside } from './hidden.js';

/** `vim -c ':!cmd'`, `+!cmd`, `ex -s <<< '!cmd'`: ex commands that leave for a shell. */
export const readVim: Reader = (call, machine) => {
  call.argv.forEach((word, index) => {
    if (/^(?:-c|--cmd|-S)$/.test(word.text)) readEx(call.argv[index + 1], call, machine);
    else if (/^\+\S/.test(word.text)) readEx({ ...word, text: word.text.slice(1) }, call, machine);
    else if (/^-c./.test(word.text)) readEx({ ...word, text: word.text.slice(2) }, call, machine);
  });
  readEx(call.place.input?.rest(), call, machine);
  return machine.emit(call);
};

function readEx(text: Value | undefined, call: Call, machine: Machine): void {
  if (text === undefined || isBlank(text)) return;
  for (const line of text.text.split(/\n|(?<=\S)\|(?=\s*[:a-z])/)) {
    const shell = /^[\s:]*(?:silent!?\s+)?(?:[%.,$\d'<>]+\s*)?(?:(?:r|read|w|write)\s*)?!(.+)$/s.exec(
      line,
    )?.[1];
    const call1 = /system(?:list)?\(\s*(['"])(.+?)\1/s.exec(line)?.[2];
    const other = /^[\s:]*(?:te|term(?:inal)?)\s+(.+)$/s.exec(line)?.[1];
    const deleted = /\bdelete\(\s*(["'])([^"']+)\1/.exec(line)?.[2];
    const code = shell ?? call1 ?? other ?? (deleted === undefined ? undefined : `rm -rf ${deleted}`);
    if (code !== undefined) runBeside({ ...text, text: code }, call.program, call, machine);
  }
}

/** `ed`: its input is a script; lines that begin with `!` run. */
export const readEd: Reader = (call, machine) => {
  const input = call.place.input?.rest();
  if (input !== undefined && !isBlank(input)) {
    for (const line of input.text.split('\n')) {
      const code = /^(?:[\d,$.]*[rwe]?\s*)!(.+)$/.exec(line.trim())?.[1];
      if (code !== undefined) runBeside({ ...input, text: code }, 'ed', call, machine);
    }
  }
  return machine.emit(call);
};

/** `emacs --eval '(shell-command "cmd")'`. */
export const readEmacs: Reader = (call, machine) => {
  for (const word of call.argv) {
    for (const match of word.text.matchAll(
      /\((?:async-)?(?:shell-command(?:-to-string)?|call-process-shell-command)\s+"((?:[^"\\]|\\.)*)"/g,
    )) {
      runBeside({ ...word, text: (match[1] ?? '').replace(/\\(.)/g, '$1') }, 'emacs --eval', call, machine);
    }
    for (const match of word.text.matchAll(/\(delete-(?:file|directory)\s+"((?:[^"\\]|\\.)*)"/g)) {
      const path: Value = { ...word, text: match[1] ?? '' };
      machine.emit({
        ...call,
        program: 'rm',
        argv: [{ text: 'rm', opaque: [] }, { text: '-r', opaque: [] }, path],
      });
    }
  }
  return machine.emit(call);
};
