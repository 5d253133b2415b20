import { hasOption, optionGrammar } from '../../command/arguments.js';
import { postgresTarget } from '../../target/postgres.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { thisMachine } from '../rows.js';
import type { Draft, Tool } from '../table.js';

const connection = '-h --host -p --port -U --username --maintenance-db -d --dbname';

/** The small programs of PostgreSQL that make and drop databases and users. */
export const postgresAdmin: Tool = {
  programs: ['createdb', 'dropdb', 'createuser', 'dropuser', 'vacuumdb', 'reindexdb', 'clusterdb'],
  system: 'postgres',
  grammar: optionGrammar({
    valued: `${connection} -D --tablespace -E --encoding -l --locale -O --owner -T --template -t --table -j --jobs -n --schema -g --role -c --connection-limit`,
    flags: '-e --echo -f --force -i --interactive --if-exists -w -W -a --all -s --superuser',
  }),
  optionTraits: { '-f': ['force'], '--force': ['force'] },
  target: (setting) => postgresTarget(setting, setting.args.operands[0]),
  rows: [],
  beyond: (setting) => [adminDraft(setting)],
};

function adminDraft(setting: ToolInvocation): Draft {
  const name = setting.args.operands[0]?.text ?? '';
  const named = { names: [name], span: setting.invocation.span };
  switch (setting.invocation.program) {
    case 'dropdb':
      return { verb: 'destroy', resource: `database/${name}`, reach: 'uncountable', safer: 'pg_dump', ...named };
    case 'dropuser':
      return { verb: 'delete', resource: `role/${name}`, ...named };
    case 'createuser':
      return { verb: 'expose', resource: `role/${name}`, traits: ['privileged'], ...named };
    case 'createdb':
      return { verb: 'create', resource: `database/${name}`, ...named };
    default:
      return { verb: 'modify', resource: `database/${name}`, ...named };
  }
}

/** Restores overwrite; dumps and probes only read. */
export const postgresFiles: Tool = {
  programs: [
    'pg_restore',
    'pg_dump',
    'pg_dumpall',
    'pg_basebackup',
    'pg_isready',
    'pg_config',
    'pg_receivewal',
    'pg_recvlogical',
    'pg_verifybackup',
    'pg_amcheck',
    'pg_controldata',
    'pg_waldump',
    'pgbench',
    'pg_test_fsync',
    'pg_archivecleanup',
  ],
  system: 'postgres',
  grammar: optionGrammar({
    valued: `${connection} -f --file -F --format -j --jobs -n --schema -N --exclude-schema -t --table -T --exclude-table -L --use-list -I --index -P --function -S --superuser -S --slot -D --directory --endpos`,
    flags: '-c --clean -C --create --if-exists -l --list -a --data-only -s --schema-only -O -x -w -W -v -i --initialize --drop-slot',
  }),
  target: (setting) => postgresTarget(setting),
  rows: [],
  beyond: (setting) => [fileDraft(setting)],
};

function fileDraft(setting: ToolInvocation): Draft {
  const { args, invocation } = setting;
  const { program } = invocation;
  if (program === 'pg_restore') {
    if (hasOption(args, '-l', '--list') || !hasOption(args, '-d', '--dbname')) return { verb: 'read', resource: 'archive' };
    return hasOption(args, '-c', '--clean')
      ? { verb: 'replace', resource: 'database', reach: 'uncountable', span: invocation.span, safer: 'pg_restore --list' }
      : { verb: 'create', resource: 'database', reach: 'uncountable' };
  }
  if (program === 'pgbench') return { verb: hasOption(args, '-i', '--initialize') ? 'replace' : 'modify', resource: 'pgbench tables' };
  if (program === 'pg_recvlogical' && hasOption(args, '--drop-slot')) return { verb: 'delete', resource: 'replication-slot' };
  if (program === 'pg_archivecleanup') return { verb: 'delete', resource: 'archived WAL' };
  return { verb: 'read', resource: 'database' };
}

/** A database server of this machine. */
export const postgresServer: Tool = {
  programs: ['pg_ctl', 'initdb', 'pg_resetwal', 'pg_rewind', 'pg_upgrade', 'pg_ctlcluster', 'pg_dropcluster', 'pg_createcluster'],
  system: 'postgres',
  grammar: optionGrammar({ valued: '-D --pgdata -m --mode -l --log -o --options -t --timeout', flags: '-f --force --stop' }),
  target: () => ({ ...thisMachine, system: 'postgres' }),
  rows: [],
  beyond: (setting) => [serverDraft(setting)],
};

function serverDraft(setting: ToolInvocation): Draft {
  const { program } = setting.invocation;
  const word = setting.args.operands.map((operand) => operand.text).find((text) => /^(?:stop|restart|kill|promote|status|start|reload|init)/.test(text));
  if (program === 'pg_dropcluster') return { verb: 'destroy', resource: 'cluster', reach: 'uncountable' };
  if (program === 'pg_resetwal' || program === 'pg_rewind') return { verb: 'replace', resource: 'write-ahead log', reach: 'uncountable', traits: ['unsaved'] };
  if (word === 'status') return { verb: 'read', resource: 'server' };
  return { verb: /^(?:stop|restart|kill|promote)$/.test(word ?? '') ? 'stop' : 'create', resource: 'server' };
}
