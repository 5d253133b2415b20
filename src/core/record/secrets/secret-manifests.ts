import type { Span } from '../../shared/span.js';

/** Kubernetes: every value below `data` and `stringData` of a Secret, whatever its name. */
export function manifestSecrets(text: string): readonly Span[] {
  if (!/\bkind"?:\s?"?Secret\b/.test(text)) return [];
  const found: Span[] = [...inJson(text)];
  let at = 0;
  for (const document of text.split(/^---/m)) {
    if (/^[ \t]*"?kind"?:[ \t]?"?Secret"?,?[ \t]*$/m.test(document)) found.push(...inDocument(document, at));
    at += document.length + 3;
  }
  return found;
}

function inDocument(document: string, offset: number): readonly Span[] {
  const found: Span[] = [];
  let at = offset;
  let inside = -1;
  for (const line of document.split('\n')) {
    const indent = line.length - line.trimStart().length;
    if (inside >= 0 && line.trim() !== '' && indent <= inside) inside = -1;
    if (inside >= 0) {
      const colon = line.indexOf(':');
      const from =
        colon < 0
          ? indent
          : colon + 1 + (line.slice(colon + 1).length - line.slice(colon + 1).trimStart().length);
      const to = line.trimEnd().replace(/,$/, '').length;
      if (to > from && !/^[|>][+-]?\d?$|^\{/.test(line.slice(from, to))) found.push([at + from, at + to]);
    } else if (/^\s*"?(?:data|stringData)"?:/.test(line.slice(0, 200))) inside = indent;
    at += line.length + 1;
  }
  return found;
}

function inJson(text: string): readonly Span[] {
  const found: Span[] = [];
  let read = 0;
  for (const { index, 0: opening } of text.matchAll(/"(?:data|stringData)" ?: ?\{/g)) {
    const from = index + opening.length;
    if (from < read) continue;
    const to = text.indexOf('}', from);
    const members = text.slice(from, to < 0 ? text.length : to);
    for (const member of members.matchAll(/: ?"([^"]*)"/g)) {
      const end = from + member.index + member[0].length - 1;
      found.push([end - (member[1]?.length ?? 0), end]);
    }
    if (to < 0) break;
    read = to;
  }
  return found;
}
