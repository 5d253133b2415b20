import { optionGrammar } from '../../command/arguments.js';
import { directoryOf, namesIn } from '../../target/files.js';
import { withOwnFiles } from '../../target/places/walk.js';
import { projectDatabase } from '../../target/project-database.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { draftOfRow, findRow } from '../rows.js';
import type { SqlDialect } from '../sql/action.js';
import type { Draft, Row, Tool, ToolContext } from '../table.js';
import { wordsIn } from '../word-list.js';
import { pendingLosses } from './pending.js';

/** What moves a project's database from one schema to another: one entry of `table.ts`. Alternatives are parted by `|`. */
export interface Framework {
  /** The programs that start it, and scripts that an interpreter starts: `alembic`, `manage.py`. */
  readonly programs: string;
  /** Commands that fit before those below: what an option or a further word changes. */
  readonly rows?: readonly Row[];
  /** Everything in the database goes. */
  readonly wipes?: string;
  /** Everything in it goes and something else comes. */
  readonly replaces?: string;
  /** Steps backwards: what they added goes. */
  readonly undoes?: string;
  /** Steps forwards: what they do stands in their files. */
  readonly migrates?: string;
  /** Files of the project are written, the database stays. */
  readonly writes?: string;
  readonly reads?: string;
  /** Folders of its migrations; `*` for each folder of the project. Options that name one stand in `migrationOptions`. */
  readonly migrations?: string;
  /** Options with a value, beside the usual ones. */
  readonly valued?: string;
  /** `-database URL`, as Go's programs have it. */
  readonly style?: 'single-dash';
  readonly unlisted?: Tool['unlisted'];
  readonly beyond?: Tool['beyond'];
}

const valued =
  '--schema --url --database-url --env -e --environment --config -c --knexfile --client --name -n -x --dsn -url -user -password -configFiles --changeLogFile --defaultsFile --count --tag --to-migration -database -path -source --dir --datasource --from-url --to-url --file -m --cwd -d --dataSource -p --port -b --settings --pythonpath';

export function toolOf(framework: Framework): Tool {
  const { unlisted, style } = framework;
  const rows = frameworkRows(framework);
  const beyond: Tool['beyond'] = (setting, context) =>
    framework.beyond?.(setting, context) ?? forward(framework, rows, setting, context);
  return {
    programs: wordsIn(framework.programs),
    system: 'database',
    grammar: optionGrammar({
      ...(style === undefined ? {} : { style }),
      valued: `${valued} ${framework.valued ?? ''}`,
    }),
    optionTraits: { '--force': ['force'], '--accept-data-loss': ['force'], '-f': ['force'], '-y': ['force'] },
    dryRun: ['--dry-run', '--sql', '--create-only', '--fake'],
    clues: 'words',
    target: projectDatabase,
    rows,
    ...(unlisted === undefined ? {} : { unlisted }),
    beyond,
  };
}

export function frameworkRows(framework: Framework): readonly Row[] {
  const { wipes, replaces, undoes, migrates, writes, reads } = framework;
  return [
    ...(framework.rows ?? []),
    ...each(wipes, { verb: 'destroy', noun: 'database', reach: 'uncountable' }),
    ...each(replaces, { verb: 'replace', noun: 'database', reach: 'uncountable' }),
    ...each(undoes, { verb: 'delete', noun: 'migration' }),
    ...each(migrates, { verb: 'modify', noun: 'schema' }),
    ...each(writes, { verb: 'modify', here: true }),
    ...each(reads, { verb: 'read' }),
  ];
}

/** One row for each alternative, which may have several words. */
function each(words: string | undefined, row: Omit<Row, 'words'>): readonly Row[] {
  return words === undefined ? [] : words.split('|').map((one) => ({ ...row, words: one }));
}

/** Options that say where migrations lie, as every framework spells them. */
const migrationOptions = [
  '-path',
  '--path',
  '-source',
  '--source',
  '-dir',
  '--dir',
  '-d',
  '--migrations-dir',
  '--migrations',
  '-locations',
];

/** A step forward does what the files say that it may apply; undefined where they lose nothing, and for every other command. */
function forward(
  framework: Framework,
  rows: readonly Row[],
  setting: ToolInvocation,
  context: ToolContext,
): readonly Draft[] | undefined {
  const found = findRow({ rows }, setting);
  if (found === undefined || found.row.verb !== 'modify' || found.row.noun !== 'schema') return undefined;
  const where = withOwnFiles(projectDatabase(setting), setting);
  // What is tried out on this machine is made again by the same steps.
  if (where.local !== undefined) return undefined;
  const losses = pendingLosses(foldersOf(framework, setting), dialectOf(where.system), setting, context);
  return losses.length === 0 ? undefined : [draftOfRow(found.row, found.taken, setting), ...losses];
}

function foldersOf({ migrations = '' }: Framework, setting: ToolInvocation): readonly string[] {
  const given = migrationOptions
    .flatMap((name) => setting.args.options.get(name) ?? [])
    .map(({ text }) => text.replace(/^(?:file|filesystem):(?:\/\/)?/, ''));
  if (given.length > 0) return given.slice(0, 8);
  return migrations
    .split('|')
    .filter((folder) => folder !== '')
    .flatMap((folder) => {
      if (!folder.startsWith('*/')) return [folder];
      return namesIn(setting.world, directoryOf(setting))
        .filter((name) => /^\w+$/.test(name) && name !== 'node_modules')
        .slice(0, 64)
        .map((name) => `${name}/${folder.slice(2)}`);
    });
}

function dialectOf(system: string): SqlDialect {
  return system === 'mysql' || system === 'sqlite' || system === 'postgres' ? system : 'other';
}
