import { optionGrammar } from '../../command/arguments.js';
import { projectDatabase } from '../../target/project-database.js';
import type { Row, Tool } from '../table.js';
import { wordsIn } from '../word-list.js';

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
  const { unlisted, beyond, style } = framework;
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
    rows: frameworkRows(framework),
    ...(unlisted === undefined ? {} : { unlisted }),
    ...(beyond === undefined ? {} : { beyond }),
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
