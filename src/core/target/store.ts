import { optionValue } from '../command/arguments.js';
import type { Value } from '../command/invocation.js';
import { readAddress } from './address.js';
import { databasePlace, type Found, found } from './database.js';
import type { System } from './target.js';
import { type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where a MongoDB client goes: a URI, `host:port/database`, or `--host` and `--db`. */
export function mongoTarget(setting: ToolInvocation): Whereabouts {
  const first = /^mongo(?:sh)?$/.test(setting.invocation.program) ? setting.args.operands[0] : undefined;
  const given = optionValue(setting.args, '--uri') ?? (looksLikeMongo(first) ? first : undefined);
  const address = readAddress(normalMongo(given?.text ?? ''));
  return databasePlace('mongodb', {
    host:
      found('connection string', address?.hosts.join(',')) ??
      ofValue('--host', optionValue(setting.args, '--host', '-h')),
    database:
      found('connection string', address?.database) ??
      ofValue('--db', optionValue(setting.args, '--db', '-d')),
    user:
      found('connection string', address?.user) ??
      ofValue('--username', optionValue(setting.args, '--username', '-u')),
    opaque: given !== undefined && given.opaque.length > 0 ? [given.text] : [],
  });
}

function looksLikeMongo(value: Value | undefined): boolean {
  return value !== undefined && !/\.(?:js|mongodb)$/.test(value.text);
}

/** `prod-db/app` and `app` are short forms of a URI; a lone word is a database of this machine. */
function normalMongo(text: string): string {
  if (text === '' || text.includes('://')) return text;
  return text.includes('/') || text.includes(':') || text.includes('.')
    ? `mongodb://${text}`
    : `mongodb://localhost/${text}`;
}

/** Where redis-cli goes: `-u`, `-h`, `-n`, or `REDIS_URL` of a project that says so. */
export function redisTarget(setting: ToolInvocation): Whereabouts {
  const url = optionValue(setting.args, '-u', '--uri') ?? variable(setting, 'REDISCLI_URL');
  const address = readAddress(url?.text ?? '');
  const node = setting.args.options.has('--cluster') ? setting.args.operands[0]?.text : undefined;
  const number = optionValue(setting.args, '-n')?.text ?? '0';
  // Servers use the first database; one beside it, where nothing names a host, is a test's on this machine.
  const beside =
    url === undefined &&
    node === undefined &&
    /^[1-9]\d*$/.test(number) &&
    /^(?:flushdb|del|unlink)$/i.test(setting.args.operands[0]?.text ?? '');
  const place = databasePlace('redis', {
    host:
      found('connection string', address?.hosts.join(',')) ??
      found('--cluster', node?.replace(/:\d+$/, '')) ??
      ofValue('-h', optionValue(setting.args, '-h', '--host')) ??
      ofValue('-s', optionValue(setting.args, '-s')) ??
      (beside ? found('default', '127.0.0.1') : undefined),
    database: found('connection string', address?.database) ?? ofValue('-n', optionValue(setting.args, '-n')),
    user: found('connection string', address?.user) ?? ofValue('--user', optionValue(setting.args, '--user')),
    opaque: url !== undefined && url.opaque.length > 0 ? [url.text] : [],
  });
  return beside && place.local !== undefined
    ? { ...place, throwaway: { source: '-n', value: number } }
    : place;
}

/** Where a client with `--host` and `--database` goes, for stores that have no resolver of their own. */
export function plainStoreTarget(system: System): (setting: ToolInvocation) => Whereabouts {
  return (setting) =>
    databasePlace(system, {
      host: ofValue('--host', optionValue(setting.args, '--host', '-h', '--server', '-S', '--account', '-a')),
      database: ofValue(
        '--database',
        optionValue(setting.args, '--database', '-d', '--dbname', '--keyspace', '-k'),
      ),
      user: ofValue('--user', optionValue(setting.args, '--user', '-u', '-U')),
    });
}

function ofValue(source: string, value: Value | undefined): Found | undefined {
  return value === undefined ? undefined : found(source, value.text, value.opaque.length > 0);
}
