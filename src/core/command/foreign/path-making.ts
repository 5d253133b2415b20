import { parentOf, resolvePath } from '../paths.js';

/** Functions that make one path of another. */
export function pathMadeBy(path: string, texts: readonly (string | undefined)[]): string | undefined {
  const [first, second] = texts;
  if (first === undefined || first === '') return undefined;
  if (/^(?:url\.)?fileURLToPath$/.test(path))
    return first.startsWith('file://') ? first.slice('file://'.length) : undefined;
  if (path === 'URL' || path === 'url.URL') {
    if (second?.startsWith('file:///') !== true || /^[a-z][a-z+.-]*:/i.test(first)) return undefined;
    const resolved = resolvePath(parentOf(second.slice('file://'.length)), first);
    return `file://${resolved}${/(?:^|\/)\.{0,2}$/.test(first) ? '/' : ''}`;
  }
  if (/^(?:path|node:path|os\.path)\.dirname$/.test(path) || path === 'dirname')
    return first.startsWith('/') ? parentOf(first) : undefined;
  return undefined;
}

/** What `Path(base).rglob(pattern)` finds, as one path with `**` in it. */
export function pathGlobbed(base: string, method: string, pattern: string): string | undefined {
  if (!/^r?glob$/.test(method) || pattern === '' || pattern.startsWith('/')) return undefined;
  return `${base.replace(/\/$/, '')}/${method === 'rglob' ? '**/' : ''}${pattern}`;
}
