import { action, type SqlAction } from './action.js';
import type { SqlToken } from './lexer.js';

/** Functions that act although they stand in a query. */
const acting: ReadonlyMap<string, SqlAction> = new Map([
  ['pg_terminate_backend', action('stop', 'connection')],
  ['pg_cancel_backend', action('stop', 'connection')],
  ['pg_drop_replication_slot', action('delete', 'replication-slot')],
  ['pg_replication_origin_drop', action('delete', 'replication-origin')],
  ['pg_promote', action('stop', 'server')],
  ['pg_reload_conf', action('modify', 'server')],
  ['pg_rotate_logfile', action('modify', 'server')],
  ['pg_wal_replay_pause', action('stop', 'server')],
  ['pg_stat_reset', action('modify', 'statistics')],
  ['lo_unlink', action('delete', 'large-object')],
  ['lo_export', action('create', 'server-file')],
  ['lo_import', action('create', 'large-object')],
  ['pg_file_write', action('create', 'server-file', [], 'privileged')],
  ['pg_file_unlink', action('delete', 'server-file', [], 'privileged')],
  ['pg_read_file', action('read', 'server-file', [], 'secret')],
  ['pg_read_binary_file', action('read', 'server-file', [], 'secret')],
  ['load_file', action('read', 'server-file', [], 'secret')],
  ['load_extension', action('execute', 'extension', [], 'opaque-code')],
  ['setval', action('modify', 'sequence')],
  ['set_config', action('read', 'session')],
  ['dblink_exec', action('execute', 'remote-statement', [], 'opaque-code')],
  ['dblink', action('execute', 'remote-statement', [], 'opaque-code')],
  ['query_to_xml', action('execute', 'statement', [], 'opaque-code')],
  ['cron.schedule', action('execute', 'schedule', [], 'opaque-code')],
  ['sys_exec', action('execute', 'server-program', [], 'opaque-code')],
  ['sys_eval', action('execute', 'server-program', [], 'opaque-code')],
  ['xp_cmdshell', action('execute', 'server-program', [], 'opaque-code')],
  ['writefile', action('create', 'file')],
  ['edit', action('execute', 'editor')],
  ['drop_chunks', { ...action('delete', 'chunk'), uncountable: true }],
  ['truncate_tables', { ...action('destroy', 'table'), uncountable: true }],
]);

/** What the functions called in a statement do beyond reading. */
export function functionActions(tokens: readonly SqlToken[]): readonly SqlAction[] {
  return tokens.flatMap((token, index) => {
    if (tokens[index + 1]?.key !== '(' && !/^xp_/i.test(token.text)) return [];
    if (token.kind !== 'word' && token.kind !== 'name') return [];
    return actionOfFunction(token.text);
  });
}

/** The same for a function by name. */
export function actionOfFunction(name: string): readonly SqlAction[] {
  const found = acting.get(name.toLowerCase());
  return found === undefined ? [] : [found];
}
