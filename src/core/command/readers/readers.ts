import type { Reader } from '../machine.js';
import { readAwk, readSed } from './awk-sed.js';
import { readAnsible, readAws, readAz, readSalt } from './cloud.js';
import { readCmake } from './cmake.js';
import { readEd, readEmacs, readVim } from './editors.js';
import { readEnv } from './env.js';
import { readFd, readFind } from './find.js';
import { readGit } from './git.js';
import { hiddenReaders } from './hidden.js';
import { readConsole, readLanguage } from './languages.js';
import { readPlaybooks } from './playbooks.js';
import { readFlask, readRakeTask, readTestHelpers } from './project-commands.js';
import { readJust, readMake, readTask } from './recipes.js';
import { readRequest } from './request-bodies.js';
import { readAt, readCrontab, readExpect, readLaunchctl, readScreen, readTmux } from './schedule.js';
import { readSeeds } from './seeds.js';
import { shellNames } from './shell-options.js';
import { readSu, shellReader } from './shells.js';
import { readComposer, readDenoTask, readPackageManager } from './tasks.js';
import { wrapperReaders } from './unwrap.js';
import { readCmd, readPwsh, readSchtasks, readWmic, readWsl } from './windows.js';
import { readParallel, readXargs } from './xargs.js';

function all(names: string, ...readers: readonly Reader[]): readonly (readonly [string, Reader])[] {
  const reader = inTurn(readers);
  return names.split(' ').map((name) => [name, reader] as const);
}

/** The first reader that knows the form. */
function inTurn(readers: readonly Reader[]): Reader {
  return (call, machine) => {
    for (const reader of readers) {
      const outcome = reader(call, machine);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  };
}

const wrapped = wrapperReaders();

function wrapper(name: string): readonly Reader[] {
  const reader = wrapped.get(name);
  return reader === undefined ? [] : [reader];
}

/** Programs that start others, by name. */
export const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...wrapped,
  // Those of them that start another program as well do that first.
  ...[...hiddenReaders()].map(([name, reader]) => [name, inTurn([...wrapper(name), reader])] as const),
  ...all(shellNames, shellReader),
  ...all('su', readSu),
  ...all('env genv', readEnv),
  ...all('xargs gxargs', readXargs),
  ...all('parallel sem', readParallel),
  ...all('find gfind', readFind),
  ...all('fd fdfind', readFd),
  ...all('git', readGit),
  ...all('vim vi nvim view ex gvim rvim vimdiff', readVim),
  ...all('ed red', readEd),
  ...all('emacs emacsclient', readEmacs),
  ...all('awk gawk mawk nawk', readAwk),
  ...all('sed gsed', readSed),
  ...all('at batch', readAt),
  ...all('crontab', readCrontab),
  ...all('tmux', readTmux),
  ...all('screen', readScreen),
  ...all('expect', readExpect),
  ...all('launchctl', readLaunchctl),
  ...all('aws', readAws),
  ...all('az', readAz),
  ...all('ansible', readAnsible),
  ...all('ansible-playbook ansible-navigator', readPlaybooks),
  ...all('salt knife', readSalt),
  ...all('curl curlie', readRequest),
  ...all('powershell pwsh', readPwsh),
  ...all('cmd', readCmd),
  ...all('wsl', readWsl),
  ...all('wmic', readWmic),
  ...all('schtasks', readSchtasks),
  ...all('make gmake', readMake),
  ...all('just', readJust),
  ...all('cmake', readCmake),
  ...all('task go-task', readTask),
  ...all('composer', readComposer),
  ...['npm', 'pnpm', 'yarn', 'bun'].flatMap((name) =>
    all(name, ...wrapper(name), ...(name === 'bun' ? [readLanguage] : []), readPackageManager),
  ),
  ...all('deno', readDenoTask, readLanguage),
  ...all(
    'artisan manage.py flask rails gitlab-rails',
    readConsole,
    readFlask,
    readTestHelpers,
    readRakeTask,
    readSeeds,
  ),
  ...all('rspec cucumber pytest jest vitest', readTestHelpers),
  ...all(
    'prisma prisma2 knex objection-cli sequelize sequelize-cli typeorm-extension typeorm-seeding mikro-orm ace rake',
    readTestHelpers,
    readRakeTask,
    readSeeds,
  ),
  ...all('node', readPackageManager, readSeeds, readLanguage),
  ...all(
    'python ipython python2 python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 pypy pypy3 nodejs zx tsx ts-node perl perl5 ruby jruby php lua luajit lua5.3 lua5.4 osascript Rscript tclsh wish julia elixir iex erl groovy scala scala-cli guile racket R octave runghc swift nim crystal sbcl clojure clj bb kotlin',
    readSeeds,
    readFlask,
    readTestHelpers,
    readRakeTask,
    readLanguage,
  ),
]);
