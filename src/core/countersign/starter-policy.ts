import { decodeTeamPolicy } from '../policy/decode-team-policy.js';
import type { EnvironmentLine } from '../policy/team-policy.js';
import { appendAt, setAt } from '../shared/json-edit.js';

export interface StarterPolicy {
  /** Globs over names of places. */
  readonly production: readonly string[];
  /** Places by their system and exact name. */
  readonly places?: readonly EnvironmentLine[];
  readonly courier: string;
  /** False in a team in which nobody else could sign: the rule asks for the typed name then, and says so. */
  readonly hasPeers: boolean;
}

/** The text of a first `.countersign/policy.json`: short, with a comment on each part that a team will want to change. */
export function starterPolicy({ production, places = [], courier, hasPeers }: StarterPolicy): string {
  const lines = [...production.map((name) => ({ environment: 'production', name })), ...places].map(
    (line) => {
      const fields = Object.entries(line).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
      return `    { ${fields.join(', ')} }`;
    },
  );
  return `// What this team has agreed on. It counts from the remote's default branch, endorsed by the team's maintainers.
// The strictest of built-in, personal and team rules speaks: nothing here loosens what Countersign asks anyway.
{
  // Counts up by one with each change.
  "version": 1,

  // Places that are production, by any of their names: account, context, cluster, host, project, workspace, database.
  "environments": [
${lines.join(',\n')}
  ],

${hasPeers ? peerReview : ''}  "rules": [
${hasPeers ? peerRule : aloneRule}
  ],

  // Minutes: to collect signatures, and then to run.
  "expiry": { "approveMinutes": 15, "useMinutes": 5 },

  // How requests and answers travel. git: as refs on this repository's remote.
  "courier": ${JSON.stringify(courier)},

  // The way through when nobody can sign: one person alone, with a reason, and everybody is told.
  "breakGlass": { "allowed": true, "presence": "none" }
}
`;
}

const peerReview = `  // Every write to production, and what cannot be brought back at an unknown place, waits for a second person.
  "peerReview": "production",

`;

const peerRule = `    {
      // What cannot be taken back on production needs the signature of one colleague.
      "id": "production-needs-a-colleague",
      "match": { "environment": ["production"], "verb": ["delete", "destroy", "replace"] },
      "ceremony": "countersign",
      "by": [{ "group": "anyone", "count": 1 }],
      "message": "Production is deleted or replaced only when a colleague has countersigned."
    }`;

const aloneRule = `    {
      // There is nobody yet who could countersign. Once there is, make this "countersign".
      "id": "production-needs-its-name",
      "match": { "environment": ["production"], "verb": ["delete", "destroy", "replace"] },
      "ceremony": "typed"
    }`;

/** A policy with another version; its comments and its layout stay as they are. */
export function withVersion(text: string, version: number): string {
  return setAt(text, ['version'], version);
}

/** A policy that names one place more, as the last of its places; undefined where a line says the same already. */
export function withPlace(text: string, line: EnvironmentLine): string | undefined {
  const policy = decodeTeamPolicy(text);
  const lines = policy.ok ? policy.value.environments : [];
  const isNamed = lines.some(
    ({ environment, system, name }) =>
      environment === line.environment &&
      name === line.name &&
      (system === undefined || system === line.system),
  );
  return isNamed ? undefined : appendAt(text, ['environments'], line);
}

/** True when a policy may name a place so. */
export function isPlaceGlob(text: string): boolean {
  return decodeTeamPolicy(starterPolicy({ production: [text], courier: 'git', hasPeers: true })).ok;
}
