import { optionValue } from '../command/arguments.js';
import type { Value } from '../command/invocation.js';
import { readAddress } from './address.js';
import { databasePlace, type Found, found } from './database.js';
import { addressGiven } from './dotenv.js';
import { directoryOf, pathIn } from './files.js';
import { isLoopback } from './loopback.js';
import { iniAt } from './memo.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where a PostgreSQL client goes: connection string or keywords, options, `PG…` variables, service file. */
export function postgresTarget(setting: ToolInvocation, given?: Value): Whereabouts {
  const database = addressGiven(setting, given);
  const string = connectionString(setting, database);
  const address = string === undefined ? undefined : readAddress(string.text);
  const keywords = string === undefined ? new Map<string, string>() : keywordsOf(string.text);
  const service = serviceOf(setting, keywords.get('service') ?? address?.parameters.get('service'));
  const named =
    found('connection string', address?.hosts.join(',') || keywords.get('host')) ??
    ofOption(setting, '--host', '-h', '--host') ??
    ofVariable(setting, 'PGHOST') ??
    found('pg_service.conf', service?.get('host'));
  // libpq connects to the address, and only checks the certificate by the name.
  const numeric =
    found('connection string', address?.parameters.get('hostaddr') ?? keywords.get('hostaddr')) ??
    found('pg_service.conf', service?.get('hostaddr')) ??
    ofVariable(setting, 'PGHOSTADDR');
  const host = numeric ?? named;
  const name =
    found('connection string', address?.database ?? keywords.get('dbname')) ??
    ofOption(setting, '--dbname', '-d', '--dbname') ??
    ofValue('argument', isConnectionString(database) ? undefined : database) ??
    ofVariable(setting, 'PGDATABASE') ??
    found('pg_service.conf', service?.get('dbname'));
  const user =
    found('connection string', address?.user ?? keywords.get('user')) ??
    ofOption(setting, '--username', '-U', '--username') ??
    ofVariable(setting, 'PGUSER') ??
    found('pg_service.conf', service?.get('user'));
  const opaque = string !== undefined && string.opaque.length > 0 ? [string.text] : [];
  const place = databasePlace('postgres', {
    host,
    database: name,
    user,
    service: ofVariable(setting, 'PGSERVICE'),
    more: numeric === undefined ? [] : clue('mention', 'host', named?.value),
    opaque,
  });
  if (numeric === undefined || named === undefined || isLoopback(numeric.value)) return place;
  return { ...place, bends: [{ source: numeric.source, value: numeric.value, goesTo: numeric.value }] };
}

function connectionString(setting: ToolInvocation, database: Value | undefined): Value | undefined {
  const candidates = [
    database,
    optionValue(setting.args, '-d', '--dbname'),
    optionValue(setting.args, '--maintenance-db'),
  ];
  return (
    candidates.find(isConnectionString) ??
    candidates.find((value) => value !== undefined && value.opaque.length > 0)
  );
}

function isConnectionString(value: Value | undefined): boolean {
  return (
    value !== undefined && (/^postgres(?:ql)?(?:\+\w+)?:\/\//.test(value.text) || /^\w+\s*=/.test(value.text))
  );
}

/** `host=db port=5432 dbname='my db'`. */
export function keywordsOf(text: string): ReadonlyMap<string, string> {
  if (!/^\w+\s*=/.test(text)) return new Map();
  const pairs = text.slice(0, 4_096).matchAll(/\b(\w+)\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)(?:'|\\?$)|(\S*))/g);
  return new Map([...pairs].map((pair) => [pair[1] ?? '', pair[2] ?? pair[3] ?? '']));
}

function serviceOf(
  setting: ToolInvocation,
  named: string | undefined,
): ReadonlyMap<string, string> | undefined {
  const service = named ?? variable(setting, 'PGSERVICE')?.text;
  if (service === undefined) return undefined;
  const path = variable(setting, 'PGSERVICEFILE')?.text ?? '~/.pg_service.conf';
  return iniAt(setting.world, pathIn(directoryOf(setting), path, setting.world)).get(service);
}

function ofOption(setting: ToolInvocation, source: string, ...names: readonly string[]): Found | undefined {
  return ofValue(source, optionValue(setting.args, ...names));
}

function ofVariable(setting: ToolInvocation, name: string): Found | undefined {
  return ofValue(name, variable(setting, name));
}

function ofValue(source: string, value: Value | undefined): Found | undefined {
  return value === undefined ? undefined : found(source, value.text, value.opaque.length > 0);
}
