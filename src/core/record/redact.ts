const mark = '…';

/** Forms in which a command line carries a secret; the first group is kept, what follows it is not. */
const secrets: readonly RegExp[] = [
  // user:password@host
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:)[^\s/@'"]+(?=@)/gi,
  // NAME_PASSWORD=value
  /(\b[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key)[\w-]*=["']?)(?!\$)[^\s"'&;|]+/gi,
  // "api_key": "value"
  /(["'][\w-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key)[\w-]*["']\s*:\s*["'])[^"']+/gi,
  // --password value, --token=value
  /(--(?:password|passwd|secret|token|api-key|secret-string)(?:[= ]\s*["']?))(?!\$)[^\s"']+/gi,
  // Authorization: Bearer value
  /(\bauthorization:\s*(?:bearer|basic|token)\s+)[^\s"']+/gi,
  // mysql -pvalue, redis-cli -a value, curl -u user:value
  /(\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;&\n]{0,400}?\s-p["']?)[^\s"'-][^\s"']*/gi,
  /(\bredis-cli\b[^|;&\n]{0,400}?\s-a\s*["']?)[^\s"']+/gi,
  /(\bcurl\b[^|;&\n]{0,400}?\s(?:-u|--user)\s*["']?[^\s:"']+:)[^\s"']+/gi,
  // Keys that are known by how they begin
  /(\b(?:AKIA|ASIA))[A-Z0-9]{12,}|(\bgh[pousr]_)[A-Za-z0-9]{20,}|(\bsk-)[\w-]{16,}|(\bxox[abprs]-)[\w-]{10,}/g,
];

/** The parts of a text that `redacted` takes out. */
export function secretsIn(text: string): readonly string[] {
  return secrets.flatMap((secret) =>
    [...text.matchAll(secret)].flatMap(([whole, ...groups]) => {
      const kept = groups.find((group) => group !== undefined) ?? '';
      return whole.length > kept.length ? [whole.slice(kept.length)] : [];
    }),
  );
}

/** The text without what looks like a secret in it. The record keeps what a call did, never a key to do it with. */
export function redacted(text: string): string {
  return secrets.reduce(
    (done, secret) =>
      done.replace(secret, (_whole, ...groups: readonly unknown[]) => {
        const kept = groups.slice(0, -2).find((group) => typeof group === 'string');
        return `${typeof kept === 'string' ? kept : ''}${mark}`;
      }),
    text,
  );
}
