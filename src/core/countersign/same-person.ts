/**
 * The one spelling of a person's name by which two are told apart: mail systems deliver `ada+x@example.com`, `Ada@example.com` and
 * `ada@example.com.` to one mailbox, so that they are one person.
 */
export function personKey(person: string): string {
  const folded = person.normalize('NFKC').toLowerCase().replace(/\.$/, '');
  const at = folded.lastIndexOf('@');
  const [local, domain] = at < 0 ? [folded, ''] : [folded.slice(0, at), folded.slice(at)];
  const plus = local.indexOf('+');
  return `${(plus > 0 ? local.slice(0, plus) : local).replace(/\.$/, '')}${domain}`;
}
