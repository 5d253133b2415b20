// Scores the engine on the labelled rows of test/corpora, each set apart, through `countersign check --jsonl`.
//   node scripts/judge.mjs [--set NAME]… [--misses] [--show ID]… [--json]
// --misses prints the ids of the rows whose label the engine does not share; --show one row with the whole answer, as JSON.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { figuresOf, groupsOf } from './judge/figures.mjs';
import { createRooms } from './judge/rooms.mjs';
import { rowsOf, setNames } from './judge/rows.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true },
    show: { type: 'string', multiple: true },
    misses: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});
const shown = values.show ?? [];
const chosen = values.set ?? setNames;
const strange = chosen.filter((name) => !setNames.includes(name));
if (strange.length > 0) stop(`expected --set of ${setNames.join(', ')}, got ${strange.join(', ')}`);
if (!existsSync(cli) || !existsSync(join(root, 'dist/engine.js')))
  stop('expected dist/cli.js, got none; run npm run build first');

const lineOf = createRooms();
const judged = chosen.map((set) => {
  const rows = rowsOf(set).filter(({ id }) => shown.length === 0 || shown.includes(id));
  const lines = rows.map(lineOf);
  const answers = answersTo(lines);
  return { set, rows: rows.map((row, index) => ({ row, line: lines[index], answer: answers[index] })) };
});

if (shown.length > 0) {
  for (const { rows } of judged)
    for (const { row, answer } of rows) console.log(JSON.stringify({ row, answer }, null, 2));
} else {
  const report = [];
  for (const { set, rows } of judged)
    report.push({
      set,
      figures: figuresOf(set, rows),
      groups: groupsFor(set, rows),
      ...(await timesFor(set, rows)),
    });
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else for (const one of report) print(one);
}

function stop(text) {
  console.error(`judge: ${text}`);
  process.exit(2);
}

function answersTo(lines) {
  if (lines.length === 0) return [];
  const run = spawnSync(process.execPath, [cli, 'check', '--jsonl'], {
    input: lines.map((line) => JSON.stringify(line)).join('\n'),
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`check --jsonl ended with ${run.status}: ${run.stderr}`);
  const answers = run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (answers.length !== lines.length)
    throw new Error(`expected ${lines.length} answers, got ${answers.length}`);
  return answers;
}

function groupsFor(set, rows) {
  const keys = {
    first: [
      ['dangerous, by class', (row) => row.class],
      ['dangerous, by system', (row) => row.system],
      ['benign, by kind', (row) => row.kind],
    ],
    fresh: [['by system', (row) => row.system]],
    unseen: [['by system', (row) => row.system]],
    classes: [['by class', (row) => row.class]],
    code: [['by language', (row) => row.class]],
  };
  return (keys[set] ?? []).map(([title, keyOf]) => ({
    title,
    lines: gathered(
      groupsOf(
        rows.filter(({ row }) => keyOf(row) !== undefined),
        keyOf,
      ),
    ),
  }));
}

/** Small groups that are right throughout are told in one line. */
function gathered(lines) {
  const plain = lines.filter((line) => line.all < 10 && line.counted === line.all);
  const rest = lines.filter((line) => !plain.includes(line));
  const all = plain.reduce((sum, line) => sum + line.all, 0);
  return all === 0 ? rest : [...rest, { name: `${plain.length} more, all right`, all, counted: all }];
}

/** Milliseconds a command of the first corpora, in this process, each row once after one warming pass. */
async function timesFor(set, rows) {
  if (set !== 'first') return {};
  const { createJudge } = createRequire(import.meta.url)(join(root, 'dist/engine.js'));
  const judge = createJudge();
  const judgeOne = ({ cmd, cwd, home }) =>
    judge.judge(
      {
        agent: 'claude-code',
        session: '',
        callId: '',
        tool: 'Bash',
        cwd,
        payload: { kind: 'shell', shell: 'bash', command: cmd },
      },
      { cwd, home, env: {} },
    );
  for (const { line } of rows) await judgeOne(line);
  const taken = [];
  for (const { line } of rows) {
    const before = performance.now();
    await judgeOne(line);
    taken.push(performance.now() - before);
  }
  taken.sort((left, right) => left - right);
  const at = (share) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))];
  return { times: { p50: at(0.5), p95: at(0.95), max: taken.at(-1) } };
}

function print({ set, figures, groups, times }) {
  console.log(`\n== ${set}`);
  table(figures);
  if (!values.misses) {
    for (const { title, lines } of groups) {
      console.log(`\n  ${title}: right`);
      table(lines);
    }
  }
  if (times !== undefined) {
    const { p50, p95, max } = times;
    console.log(
      `\n  milliseconds a command: p50 ${p50.toFixed(3)}, p95 ${p95.toFixed(3)}, most ${max.toFixed(1)}`,
    );
  }
  if (!values.misses) return;
  for (const { name, missed } of figures)
    if (missed.length > 0) console.log(`\n  missed, ${name}\n    ${missed.join('\n    ')}`);
}

function table(lines) {
  for (const { name, all, counted, goal } of lines) {
    const share = all === 0 ? '-' : `${((100 * counted) / all).toFixed(1)} %`;
    console.log(
      `  ${name.padEnd(28)} ${String(counted).padStart(5)} of ${String(all).padEnd(5)} ${share.padStart(8)}  ${goal ?? ''}`.trimEnd(),
    );
  }
}
