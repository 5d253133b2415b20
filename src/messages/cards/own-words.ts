import type { Effect } from '../../core/tool/effect.js';

/** A stretch of the judged text. */
export type Stretch = readonly [start: number, end: number];

/** Options that make an effect what it is, each by itself. */
const tellingOptions: ReadonlySet<string> = new Set(
  (
    '--force --force-with-lease --hard --delete --mirror --prune --all --no-preserve-root --recursive --auto-approve --yes --purge --volumes ' +
    '--skip-final-snapshot --delete-automated-backups --force-delete --discard-changes --cascade --no-verify -D -destroy -auto-approve -replace ' +
    '--no-dry-run -delete --all-namespaces -A --replicas=0 --allow-unauthenticated --no-deletion-protection'
  ).split(' '),
);

/** Programs whose short options mean force or everything below. */
const shortOptions = /^(?:rm|git|docker|podman|kubectl|docker-compose)$/;

const statement = /\b(?:drop|truncate|delete|alter|update|grant|revoke|merge|replace)\b/gi;
/** From the statement's verb to the name that it is about. */
const longestStatement = 160;

const sqlSystems = /^(?:postgres|mysql|mariadb|sqlite|mssql|oracle|clickhouse|cassandra|snowflake)/;

/**
 * The words that make an effect what it is: `DROP TABLE orders` and not the address of the server, `--force` and not the
 * program. Empty where the span of the effect says no more.
 */
export function ownWords(text: string, effect: Effect): readonly Stretch[] {
  if (effect.verb === 'read') return [];
  const [from, to] = [Math.max(0, effect.span[0]), Math.min(effect.span[1], text.length)];
  if (sqlSystems.test(effect.target.system)) {
    const inside = statementsIn(text, effect, from, to);
    // A here-document, or a script, stands outside of the words that start the client.
    return inside.length > 0 ? inside : statementsIn(text, effect, 0, text.length);
  }
  const end = text.slice(to).search(/[\n;&|]/);
  // A span may be one word of the command that it stands for.
  const start = Math.max(...['\n', ';', '&', '|'].map((character) => text.lastIndexOf(character, from)));
  return optionsIn(text, effect, start + 1, end < 0 ? text.length : to + end);
}

function statementsIn(text: string, { resource }: Effect, from: number, to: number): readonly Stretch[] {
  const name = resource
    .replace(/^[a-z ]+[ /]/, '')
    .replace(/^.*\./, '')
    .toLowerCase();
  const region = text.slice(from, to);
  const lower = region.toLowerCase();
  return [...region.matchAll(statement)].slice(0, 200).flatMap((match) => {
    const at = name === '' ? -1 : lower.indexOf(name, match.index);
    const end = at + name.length;
    return at < 0 || end - match.index > longestStatement ? [] : [[from + match.index, from + end] as const];
  });
}

function optionsIn(text: string, { argv }: Effect, from: number, to: number): readonly Stretch[] {
  const program = (argv[0] ?? '').replace(/^.*[/\\]/, '');
  const region = text.slice(from, to);
  return [...region.matchAll(/(?<=\s)-[^\s;&|]+/g)].flatMap((match) => {
    const [word] = match;
    const isShort = /^-[a-zA-Z]{1,6}$/.test(word) && /[rRfDxXd]/.test(word) && shortOptions.test(program);
    if (!isShort && !tellingOptions.has(word) && !tellingOptions.has(word.split('=')[0] ?? '')) return [];
    return [[from + match.index, from + match.index + word.length] as const];
  });
}
