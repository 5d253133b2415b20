import type { FileEdit } from './toolcall.js';

const header = /^\s*\*\*\* (Add|Update|Delete) File: (.+)$/;

/**
 * The files of an `apply_patch` text. What is no such patch is one unreadable edit without a path. Agents' own readers
 * are lenient about blanks before a header and about what follows the end: a file that one of them could take is one.
 */
export function readPatch(text: string): readonly FileEdit[] {
  const edits: FileEdit[] = [];
  let section: Section | undefined;
  for (const line of text.split(/\r?\n/)) {
    const start = isContext(line, section) ? undefined : header.exec(line);
    const isEnd = line.startsWith('*** End Patch');
    if (section && (start || isEnd)) edits.push(...editsOf(section.verb, section.path, section.lines));
    if (start?.[1] && start[2]) {
      section = { verb: start[1], path: start[2].trim(), lines: [] };
    } else if (isEnd) {
      section = undefined;
    } else {
      section?.lines.push(line);
    }
  }
  if (section) edits.push(...editsOf(section.verb, section.path, section.lines));
  return edits.length > 0 ? edits : [{ kind: 'unreadable', path: '', text }];
}

interface Section {
  readonly verb: string;
  readonly path: string;
  readonly lines: string[];
}

/** Inside a hunk, a line that starts with a blank is text of the file. */
function isContext(line: string, section: Section | undefined): boolean {
  return line.startsWith(' ') && section?.verb === 'Update' && section.lines.length > 0;
}

function editsOf(verb: string, path: string, lines: readonly string[]): readonly FileEdit[] {
  if (verb === 'Delete') return [{ kind: 'delete', path }];
  if (verb === 'Add') {
    const content = lines.filter((line) => line.startsWith('+')).map((line) => `${line.slice(1)}\n`);
    return [{ kind: 'write', path, content: content.join('') }];
  }
  const move = /^\*\*\* Move to: (.+)$/.exec(lines[0] ?? '')?.[1];
  if (move !== undefined) {
    return [
      { kind: 'delete', path },
      { kind: 'unreadable', path: move.trim(), text: lines.slice(1).join('\n') },
    ];
  }
  return [{ kind: 'replace', path, replacements: hunks(lines).map(replacementOf) }];
}

function hunks(lines: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('@@')) all.push([]);
    else if (!line.startsWith('*** ')) (all.at(-1) ?? first(all)).push(line);
  }
  return all.filter((hunk) => hunk.length > 0);
}

function first(all: string[][]): string[] {
  const hunk: string[] = [];
  all.push(hunk);
  return hunk;
}

function replacementOf(hunk: readonly string[]): { old: string; new: string; all: boolean } {
  const side = (sign: string): string =>
    hunk
      .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n');
  return { old: side('-'), new: side('+'), all: false };
}
