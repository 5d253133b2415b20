import { styleText } from 'node:util';

type Style = 'green' | 'red' | 'yellow' | 'cyan';

/** Colours are for a person at a terminal: NO_COLOR takes them away, FORCE_COLOR gives them to a pipe too. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}

const decisions: Readonly<Record<string, Style>> = { allow: 'green', ask: 'yellow', deny: 'red' };

/** What is printed, in the colours that a diff and a verdict have everywhere. The text itself stays as it is. */
export function coloured(text: string): string {
  // An editor's Node may be older than the function.
  if (typeof styleText !== 'function') return text;
  let isDiff = false;
  return text
    .split('\n')
    .map((line) => {
      if (/^Index:\s/.test(line)) isDiff = true;
      const style = isDiff ? diffStyle(line) : decisions[/^(allow|ask|deny)\b/.exec(line)?.[1] ?? ''];
      if (isDiff && line !== '' && style === undefined && !/^[ =\\]|^Index: /.test(line)) isDiff = false;
      return style === undefined ? line : styleText(style, line, { validateStream: false });
    })
    .join('\n');
}

function diffStyle(line: string): Style | undefined {
  if (line.startsWith('@@')) return 'cyan';
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : undefined;
}
