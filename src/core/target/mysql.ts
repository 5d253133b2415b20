import { optionValue } from '../command/arguments.js';
import type { Value } from '../command/invocation.js';
import { readAddress } from './address.js';
import { databasePlace, type Found, found } from './database.js';
import { addressGiven } from './dotenv.js';
import { mysqlOptions } from './mysql-options.js';
import { type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where a MySQL or MariaDB client goes: options, then `my.cnf` files, then `MYSQL_HOST`. */
export function mysqlTarget(setting: ToolInvocation, given?: Value): Whereabouts {
  const database = addressGiven(setting, given);
  const file = mysqlOptions(setting);
  const address = readAddress(database?.text ?? '');
  const host =
    found('connection string', address?.hosts.join(',')) ??
    ofValue('--host', optionValue(setting.args, '-h', '--host')) ??
    ofValue('--socket', optionValue(setting.args, '-S', '--socket')) ??
    found('my.cnf', file.get('host')) ??
    ofValue('MYSQL_HOST', variable(setting, 'MYSQL_HOST'));
  const name =
    found('connection string', address?.database) ??
    ofValue('--database', optionValue(setting.args, '-D', '--database')) ??
    ofValue('argument', database) ??
    found('my.cnf', file.get('database'));
  const user =
    found('connection string', address?.user) ??
    ofValue('--user', optionValue(setting.args, '-u', '--user')) ??
    found('my.cnf', file.get('user'));
  const login = ofValue('--login-path', optionValue(setting.args, '--login-path', '--defaults-group-suffix'));
  return databasePlace('mysql', { host, database: name, user, service: login });
}

function ofValue(source: string, value: Value | undefined): Found | undefined {
  return value === undefined ? undefined : found(source, value.text, value.opaque.length > 0);
}
