import type { Draft } from '../table.js';

/** What a script in the words of a file server's client does: `rm -r dir`, `mdelete *`, `put file`. Undefined where it only looks. */
export function saidToFileServer(texts: readonly string[]): Draft | undefined {
  const commands = texts.flatMap((text) => text.split(/[;\n]/).map((one) => one.trim().replace(/^[-@]{1,2}/, '')));
  const ends = commands.find((one) => /^(?:rm|rmdir|mrm|del|delete|mdelete|mdel|deltree|rd)\b|^mirror\b.*\s(?:--delete\S*|-\w*e)/i.test(one));
  if (ends !== undefined)
    return {
      verb: 'delete',
      resource: ends.replace(/^(?!mirror\b)\w+\s+(?:-\w+\s+){0,4}/, '').slice(0, 200),
      reach: /\*|deltree|mirror|-r/.test(ends) ? 'uncountable' : 1,
    };
  const change = commands.find((one) => /^(?:put|mput|reput|mv|rename|chmod|chown|mkdir|symlink|ln|mirror\s.*(?:-R|--reverse))\b/i.test(one));
  return change === undefined ? undefined : { verb: 'modify', resource: change.slice(0, 200) };
}
