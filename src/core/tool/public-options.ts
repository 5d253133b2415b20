import { fitsInOrder } from '../shared/in-order.js';
import type { System } from '../target/target.js';
import type { ToolInvocation } from '../target/whereabouts.js';
import type { Draft } from './table.js';

/** Options that open to everybody what is written, as each system's programs spell them, in the order in which they stand. */
const openings: readonly (readonly [systems: ReadonlySet<System>, ...words: readonly RegExp[]])[] = [
  [
    new Set(['aws', 'gcp', 'azure', 'object-storage', 'digitalocean', 'alibaba', 'oci']),
    / --(?:acl|predefined-acl|predefinedAcl|canned-acl|s3-acl|oss-acl|gcs-object-acl)[ =](?:public|authenticated)[\w-]* /i,
  ],
  [new Set(['gcp']), / -a (?:public|authenticated)-\w/],
  [new Set(['azure']), / --public-access[ =](?:blob|container) /i],
  [new Set(['azure']), / --allow-blob-public-access[ =]true /i],
  [new Set(['object-storage']), / --acl-public /],
  [new Set(['object-storage']), /^ s3cmd /, / -P /],
  [
    new Set(['github', 'gitlab']),
    / (?:gist|snippet) create /,
    /(?:^| )(?:--public|--visibility[ =]public|-p) /,
  ],
];

const opened = new Set<Draft['verb']>(['create', 'modify', 'replace', 'unknown']);

/** A write with an option that lets everybody read, or write, what it writes: that is what it does. */
export function openedToAll(
  drafts: readonly Draft[],
  system: System,
  setting: ToolInvocation,
): readonly Draft[] {
  if (!drafts.some(({ verb }) => opened.has(verb))) return drafts;
  const fitting = openings.filter(([systems]) => systems.has(system));
  if (fitting.length === 0) return drafts;
  const line = ` ${setting.invocation.argv.map(({ text }) => text).join(' ')} `;
  if (!fitting.some(([, ...words]) => fitsInOrder(line, words))) return drafts;
  return drafts.map((draft) => (opened.has(draft.verb) ? { ...draft, verb: 'expose' } : draft));
}
