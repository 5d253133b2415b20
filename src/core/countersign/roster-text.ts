import type { Roster, RosterKey } from './roster.js';
import { formatRosterTime } from './roster-time.js';

/** One line of `.countersign/allowed_signers`, without its line feed; `decodeRoster` and ssh-keygen read it alike. */
export function rosterLine(key: RosterKey): string {
  const options = [
    `namespaces="${key.namespaces.join(',')}"`,
    ...(key.validAfter === undefined ? [] : [`valid-after="${formatRosterTime(key.validAfter)}"`]),
    ...(key.validBefore === undefined ? [] : [`valid-before="${formatRosterTime(key.validBefore)}"`]),
  ];
  return `${key.person} ${options.join(',')} ${key.type} ${key.blob}`;
}

/** `heading` are lines for people, put above as comments. */
export function formatRoster(roster: Roster, heading: readonly string[] = []): string {
  return [...heading.map((line) => `# ${line}`), ...roster.keys.map(rosterLine), ''].join('\n');
}
