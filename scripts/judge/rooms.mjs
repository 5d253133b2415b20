// A room is a home and a workspace with the files that a row names. Rooms stand outside the temporary folder: what lies there
// may be deleted, so that a row about it would be judged as something else.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export function createRooms() {
  const place = mkdtempSync(join(homedir(), 'judge-rooms-'));
  process.on('exit', () => rmSync(place, { recursive: true, force: true }));
  let count = 0;
  const laidOut = (row) => {
    const room = join(place, String(count));
    count += 1;
    const names = { HOME: join(room, 'home'), WS: join(room, 'ws') };
    mkdirSync(names.HOME, { recursive: true });
    mkdirSync(names.WS);
    for (const [path, text] of Object.entries(row.files ?? {})) {
      const file = join(room, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, named(text, names));
    }
    if (row.git === true) commit(names.WS, names.HOME);
    const cwd = join(room, row.cwd ?? 'ws');
    mkdirSync(cwd, { recursive: true });
    return { names, cwd };
  };
  const empty = laidOut({});

  /** The line of `check --jsonl` for a row, in a room of its own where it names files. */
  return function lineOf(row) {
    const bare = row.git !== true && row.cwd === undefined && Object.keys(row.files ?? {}).length === 0;
    const { names, cwd } = bare ? empty : laidOut(row);
    const fields = {};
    for (const key of [
      'cmd',
      'shell',
      'env',
      'tool',
      'server',
      'name',
      'arguments',
      'annotations',
      'path',
      'before',
      'after',
    ]) {
      if (row[key] !== undefined) fields[key] = named(row[key], names);
    }
    return { ...fields, cwd, home: names.HOME };
  };
}

/** Every string of a value with the two folders in place of their names. */
function named(value, names) {
  if (typeof value === 'string') return value.replace(/\{(HOME|WS)\}/g, (_, name) => names[name]);
  if (Array.isArray(value)) return value.map((one) => named(one, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one, names)]));
}

function commit(cwd, home) {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  const git = (...words) => execFileSync('git', words, { cwd, env, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git(
    '-c',
    'user.name=Judge',
    '-c',
    'user.email=judge@example.com',
    'commit',
    '-q',
    '--allow-empty',
    '-m',
    'One',
  );
}
