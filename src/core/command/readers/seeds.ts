import { budgets } from '../../shared/budgets.js';
import type { Call, Machine, Reader, ReaderOutcome } from '../machine.js';
import { programName, resolvePath } from '../paths.js';
import { isBlank, isKnown, known } from '../value.js';
import { readCode } from './languages.js';
import { scriptText } from './script-text.js';
import { findTaskUp } from './tasks.js';

/** What fills a project's database: commands of its framework that run code which lies in the project. One entry a framework. */
interface Seeds {
  /** Programs, and scripts that an interpreter starts. */
  readonly programs: string;
  /** Commands that run them, parted by `|`. */
  readonly words: string;
  readonly language: keyof typeof endings;
  /** Files and folders of them, parted by `|`; `*` for each folder of the project, `@` for the command's last word. */
  readonly files: string;
  /** The option that names one of them. */
  readonly only?: string;
  /** The member of package.json with the command that is run in their place. */
  readonly script?: string;
}

const endings = { javascript: /\.[cm]?[jt]s$/, php: /\.php$/, python: /\.py$/, ruby: /\.rb$/ };

const table: readonly Seeds[] = [
  {
    programs: 'prisma prisma2',
    words: 'db seed|migrate reset',
    language: 'javascript',
    files: 'prisma/seed.ts|prisma/seed.js|prisma/seed.mjs',
    script: 'prisma.seed',
  },
  {
    programs: 'knex objection-cli',
    words: 'seed:run',
    language: 'javascript',
    files: 'seeds|db/seeds|src/seeds|database/seeds|src/db/seeds',
    only: '--specific',
  },
  {
    programs: 'sequelize sequelize-cli',
    words: 'db:seed|db:seed:all',
    language: 'javascript',
    files: 'seeders|db/seeders|src/seeders|database/seeders',
    only: '--seed',
  },
  {
    programs: 'typeorm-extension typeorm-seeding mikro-orm',
    words: 'seed|seed:run|seeder:run',
    language: 'javascript',
    files: 'src/database/seeds|src/seeds|src/seeders|seeds|seeders|database/seeders',
  },
  { programs: 'ace', words: 'db:seed', language: 'javascript', files: 'database/seeders', only: '--files' },
  {
    programs: 'rails rake',
    words: 'db:seed|db:setup|db:prepare|db:seed:replant',
    language: 'ruby',
    files: 'db/seeds.rb|db/seeds',
  },
  {
    programs: 'artisan',
    words: 'db:seed',
    language: 'php',
    files: 'database/seeders|database/seeds',
    only: '--class',
  },
  { programs: 'manage.py', words: '*', language: 'python', files: '*/management/commands/@.py' },
];

const byProgram = new Map(
  table.flatMap((seeds) => seeds.programs.split(' ').map((name) => [name, seeds] as const)),
);

/** Undefined where the call seeds nothing, or the code of it is not to be had: then the framework's own row speaks. */
export const readSeeds: Reader = (call, machine) => {
  const start = call.argv.slice(0, 3).findIndex((word) => byProgram.has(programName(word.text)));
  const seeds = byProgram.get(programName(call.argv[start]?.text ?? ''));
  if (seeds === undefined || call.place.frame.elsewhere !== undefined) return undefined;
  const words = call.argv.slice(start + 1).map(({ text }) => text);
  const given = words.filter((word) => !word.startsWith('-'));
  const runs = seeds.words.split('|').some((form) => form === '*' || given.join(' ').startsWith(form));
  if (!runs) return undefined;
  return (
    runScript(seeds, call, machine) ??
    runFiles(filesOf(seeds, words, given, call, machine), seeds, call, machine)
  );
};

/** `prisma.seed` of package.json is a command line. */
function runScript({ script }: Seeds, call: Call, machine: Machine): ReaderOutcome | undefined {
  const { scope } = call.place;
  if (script === undefined || !isKnown(scope.cwd)) return undefined;
  const found = findTaskUp(scope.cwd.text, ['package.json'], call.place, machine, (folder, text) => {
    const line = textAt(text, script.split('.'));
    return line === undefined ? undefined : { folder, line };
  });
  if (found === undefined) return undefined;
  const outcome = machine.emit(call);
  const inner = scope.child();
  inner.cwd = known(found.folder);
  machine.read({ text: found.line, opaque: [], span: call.span }, call.program, {
    ...call.place,
    scope: inner,
  });
  return outcome;
}

function textAt(text: string, path: readonly string[]): string | undefined {
  try {
    let at: unknown = JSON.parse(text);
    for (const key of path) {
      if (typeof at !== 'object' || at === null) return undefined;
      at = Object.entries(at).find(([name]) => name === key)?.[1];
    }
    return typeof at === 'string' ? at : undefined;
  } catch {
    return undefined;
  }
}

function runFiles(
  files: readonly string[],
  { language }: Seeds,
  call: Call,
  machine: Machine,
): ReaderOutcome | undefined {
  let outcome: ReaderOutcome | undefined;
  for (const path of files) {
    const text = scriptText(known(path), call.place, machine);
    if (text === undefined || isBlank(text)) continue;
    outcome ??= machine.emit(call);
    const folder = path.slice(0, path.lastIndexOf('/'));
    readCode(
      language,
      { ...text, span: call.span },
      'framework',
      `${call.program} ${path}`,
      call,
      machine,
      folder,
    );
  }
  return outcome;
}

/** The files that the command runs, as far as the machine has them; one that is named, alone. */
function filesOf(
  seeds: Seeds,
  words: readonly string[],
  given: readonly string[],
  call: Call,
  machine: Machine,
): readonly string[] {
  const { cwd } = call.place.scope;
  if (!isKnown(cwd)) return [];
  const { files } = machine.world;
  const listed = seeds.files.split('|').flatMap((form): readonly string[] => {
    const path = form.replace('@', given.at(0) ?? '');
    const tops = path.startsWith('*/')
      ? files.list(cwd.text).map((name) => resolvePath(cwd.text, `${name}${path.slice(1)}`))
      : [resolvePath(cwd.text, path)];
    if (/\.\w+$/.test(path)) return tops;
    return tops.flatMap((top) => files.list(top).map((name) => `${top}/${name}`));
  });
  const code = listed.filter((path) => endings[seeds.language].test(path) && files.kind(path) === 'file');
  const name = namedBy(seeds.only, words);
  const chosen = name === undefined ? code : code.filter((path) => path.includes(name));
  const kept = chosen.length === 0 ? code : chosen;
  if (kept.length > budgets.modules.most) machine.report.spent('modules', call.span);
  return kept.slice(0, budgets.modules.most);
}

/** `--class=Database\\Seeders\\UserSeeder`: the last part is the file's name. */
function namedBy(option: string | undefined, words: readonly string[]): string | undefined {
  if (option === undefined) return undefined;
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[at];
  if (word === undefined) return undefined;
  const value = word === option ? words[at + 1] : word.slice(option.length + 1);
  return value?.slice(Math.max(value.lastIndexOf('\\'), value.lastIndexOf('/')) + 1);
}
