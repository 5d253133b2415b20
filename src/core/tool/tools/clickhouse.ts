import { optionGrammar } from '../../command/arguments.js';
import { plainStoreTarget } from '../../target/store.js';
import type { System } from '../../target/target.js';
import { suspected } from '../derived.js';
import { fileInput, inputOf } from '../input.js';
import { opaqueAction } from '../sql/action.js';
import { draftsOfSql } from '../sql/drafts.js';
import { actionsOfSql } from '../sql/read.js';
import type { Tool } from '../table.js';

const connection = '-h --host --server -S -P --port -u --user -U -d --database --dbname -k --keyspace -p --account -a --role --warehouse --schema -s';

/** Database clients that take SQL with an option and are read by keywords alone. */
function keywordClient(programs: readonly string[], system: System, statements: string, scripts = '--file', flags = ''): Tool {
  return {
    programs,
    system,
    grammar: optionGrammar({ valued: `${connection} ${statements} ${scripts}`, flags: `--multiquery -n -m --multiline --csv --echo -b ${flags}` }),
    help: ['--help', '--version'],
    target: plainStoreTarget(system),
    rows: [],
    beyond: (setting, context) => {
      const texts = statements.split(' ').flatMap((name) => setting.args.options.get(name) ?? []);
      const named = scripts.split(' ').flatMap((name) => setting.args.options.get(name) ?? []);
      const files = named.map((value) => fileInput(setting, value.text));
      // Another product of the same name ends things by words: `snow service drop web`.
      if (texts.length + named.length === 0 && suspected(setting) !== undefined) return undefined;
      const inputs = texts.length + files.length === 0 ? [inputOf(setting)] : files;
      const given = texts.flatMap((value) => actionsOfSql(value.text, 'other', context));
      const read = inputs.flatMap((input) => {
        if (input.kind === 'opaque') return [opaqueAction(input.name)];
        return input.kind === 'text' ? actionsOfSql(input.text, 'other', context) : [];
      });
      return draftsOfSql([...given, ...read], setting);
    },
  };
}

/** ClickHouse, Cassandra, SQL Server, Snowflake, Trino and Spark clients. */
export const keywordClients: readonly Tool[] = [
  keywordClient(['clickhouse-client', 'clickhouse', 'clickhouse-local'], 'clickhouse', '-q --query'),
  keywordClient(['cqlsh'], 'cassandra', '-e --execute', '-f --file'),
  keywordClient(['sqlcmd', 'mssql-cli', 'osql'], 'mssql', '-Q -q', '-i'),
  keywordClient(['snowsql', 'snow'], 'snowflake', '-q --query', '-f --filename'),
  keywordClient(['trino', 'presto', 'spark-sql', 'beeline', 'hive', 'impala-shell'], 'trino', '--execute -e -q', '-f --file'),
  keywordClient(['bteq', 'vsql', 'isql'], 'database', '-c -e'),
  keywordClient(['cbq'], 'couchbase', '-s --script', '-f --file'),
];
