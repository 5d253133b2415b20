import { action, type SqlAction } from './action.js';

/** What stands behind `from` or `join`: a name, with the name of its schema. */
const source = /\b(?:from|join)\s{1,8}["\x60[]?(\w{1,64})["\x60\]]?(?:\.["\x60[]?(\w{1,64}))?/gi;

/** Tables that hold what opens doors, by the last word of their name. */
const holders =
  /(?:^|_)(?:tokens?|secrets?|credentials?|passwords?|passwds?|(?:api|private|ssh|access|signing|encryption|service)_?keys?)$/;

/** Where the databases themselves keep passwords and keys. */
const own =
  /^(?:pg_authid|pg_shadow|pg_user_mappings|mysql\.(?:user|global_priv)|vault\.\w+|sys\.sql_logins)$/;

/** Each table of credentials that a statement reads rows of. Counting them shows none. */
export function secretReads(sql: string): readonly SqlAction[] {
  if (!/\b(?:select|table|copy)\b/i.test(sql) || /^\s*select\s{1,8}count\s{0,8}\(/i.test(sql)) return [];
  const names = new Set<string>();
  for (const [, first = '', second] of sql.slice(0, 65_536).matchAll(source)) {
    const name = second ?? first;
    const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
    if (holders.test(words) || own.test(second === undefined ? words : `${first}.${second}`.toLowerCase()))
      names.add(name);
    if (names.size === 20) break;
  }
  return names.size === 0 ? [] : [action('read', 'rows', [...names], 'secret')];
}
