import type { FileEdit } from './toolcall.js';

const header = /^\*\*\* (Add|Update|Delete) File: (.+)$/;

/** The files of an `apply_patch` text. What is no such patch is one unreadable edit without a path. */
export function readPatch(text: string): readonly FileEdit[] {
  const edits: FileEdit[] = [];
  let section: { readonly verb: string; readonly path: string; readonly lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const start = header.exec(line);
    if (start?.[1] && start[2]) {
      if (section) edits.push(...editsOf(section.verb, section.path, section.lines));
      section = { verb: start[1], path: start[2].trim(), lines: [] };
    } else if (line.startsWith('*** End Patch')) {
      break;
    } else {
      section?.lines.push(line);
    }
  }
  if (section) edits.push(...editsOf(section.verb, section.path, section.lines));
  return edits.length > 0 ? edits : [{ kind: 'unreadable', path: '', text }];
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
