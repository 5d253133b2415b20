// Holds the commits that the workflows name against the tags beside them, as the actions' own repositories have them.
//   node scripts/release/actions.mjs [--write]   --write puts in the commits of the tags; change a tag in its comment first
//   ACTIONS_FROM: where the repositories are, https://github.com/ unless it is given
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from '../cache.mjs';

const from = process.env.ACTIONS_FROM ?? 'https://github.com/';
const folder = process.env.ACTIONS_IN ?? join(root, '.github', 'workflows');
const pin = /(uses: )([\w.-]+\/[\w.-]+)@([0-9a-f]{40})( # )(v[\w.-]+)/g;

const commits = new Map();
let wrong = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith('.yml'))) {
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  const mended = text.replace(pin, (whole, uses, action, commit, between, tag) => {
    const key = `${action} ${tag}`;
    if (!commits.has(key)) commits.set(key, commitOf(action, tag));
    const found = commits.get(key);
    if (found === commit) return whole;
    wrong += 1;
    say(`${name}: expected ${action}@${found ?? '(no such tag)'} for ${tag}, got ${commit}`);
    return found === undefined ? whole : `${uses}${action}@${found}${between}${tag}`;
  });
  if (process.argv.includes('--write') && mended !== text) writeFileSync(path, mended);
}
say(`${commits.size} actions, ${wrong} pins that are not their tag's commit`);
process.exitCode = wrong > 0 ? 1 : 0;

/** An annotated tag is an object of its own; what it stands for is listed with ^{}. */
function commitOf(action, tag) {
  const told = spawnSync(
    'git',
    ['ls-remote', `${from}${action}`, `refs/tags/${tag}`, `refs/tags/${tag}^{}`],
    {
      encoding: 'utf8',
    },
  );
  if (told.status !== 0) {
    say(`${action} could not be asked: ${told.stderr.trim()}`);
    process.exit(1);
  }
  const lines = told.stdout.trim().split('\n').filter(Boolean);
  const line = lines.find((one) => one.endsWith('^{}')) ?? lines[0];
  return line?.split('\t')[0];
}
