import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Assessment } from '../../../src/core/risk/assessment.js';
import { foreignHooksIn } from '../../../src/core/risk/foreign-hooks.js';
import { judgeCall } from '../../../src/core/risk/judge.js';
import {
  type BudgetName,
  budgetNames,
  budgets,
  spentDetail,
  spentKind,
} from '../../../src/core/shared/budgets.js';
import { actionsOfTree } from '../../../src/core/tool/sql/postgres-tree.js';
import type { JsonValue } from '../../../src/core/toolcall/toolcall.js';
import { parseProgram } from '../../../src/engine/program-grammars.js';
import { asks, callOf, judged, judgedPayload } from '../../support/judged.js';
import { sourceFiles } from '../../support/source.js';
import { memoryWorld } from '../../support/world.js';

/** Judges a call that takes `amount` of a budget and then does `last`, which is shell text. */
type Drive = (amount: number, last: string) => Assessment;

interface Row {
  readonly drive: Drive;
  /** What fits and must not disturb anyone; it falls short of the edge where another budget comes before. */
  readonly fits: number;
}

const production = 'kubectl --context prod delete namespace payments';
const harmless = 'echo ok';

const times = (text: string, count: number): string => text.repeat(Math.max(0, count));
const list = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');

function on(files: Readonly<Record<string, string>>, command: string, cwd = '/srv/app'): Assessment {
  const placed = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.startsWith('/') ? path : `/srv/app/${path}`, text]),
  );
  return judged(command, memoryWorld({ cwd, home: '/home/ada', files: placed }));
}

const shell =
  (make: (amount: number, last: string) => string): Drive =>
  (amount, last) =>
    judged(make(amount, last));

const make =
  (text: (amount: number, last: string) => string): Drive =>
  (amount, last) =>
    on({ Makefile: text(amount, last) }, 'make');

const python =
  (text: (amount: number, last: string) => string): Drive =>
  (amount, last) =>
    on({ 'f.py': `import os\n${text(amount, last)}` }, 'python3 f.py');

const perl =
  (text: (amount: number, last: string) => string): Drive =>
  (amount, last) =>
    on({ 'f.pl': text(amount, last) }, 'perl f.pl');

const sql =
  (text: (amount: number, last: string) => string, more: Readonly<Record<string, string>> = {}): Drive =>
  (amount, last) =>
    on(
      { 'f.sql': text(amount, last === production ? 'drop database prod;' : 'select 1;'), ...more },
      'psql -f f.sql',
    );

const mcp =
  (value: (amount: number, last: string) => JsonValue): Drive =>
  (amount, last) =>
    judgedPayload({ kind: 'mcp', server: 's', name: 'get_item', arguments: { of: value(amount, last) } });

function nested(depth: number, last: string): JsonValue {
  return depth <= 0 ? last : [nested(depth - 1, last)];
}

/** Code that runs code that runs code. */
function evaluated(depth: number, code: string): string {
  return depth <= 0 ? code : evaluated(depth - 1, `exec(${JSON.stringify(code)})`);
}

function chained(depth: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: depth }, (_, index) => [
      `${index}.sql`,
      index === depth - 1 ? 'drop database prod;' : `\\i ${index + 1}.sql\n`,
    ]),
  );
}

/** One row a budget: a budget without one fails to compile. */
const rows: Readonly<Record<BudgetName, Row>> = {
  command: { drive: shell((n, last) => `: ${times('a', n)}; ${last}`), fits: 60_000 },
  value: { drive: shell((n, last) => `a=${times('x', n / 2 + 1)}; eval ": $a$a; ${last}"`), fits: 60_000 },
  script: { drive: make((n, last) => `# ${times('x', n)}\nall:\n\t${last}\n`), fits: 1_000_000 },
  shellText: {
    drive: (n, last) => on({ f: `# ${times('x', n)}\n${last}\n` }, 'bash f'),
    fits: 260_000,
  },
  code: { drive: python((n, last) => `# ${times('x', n)}\nos.system("${last}")\n`), fits: 1_000_000 },
  file: { drive: (n, last) => on({ f: `# ${times('x', n)}\n${last}\n` }, 'bash f'), fits: 200_000 },
  listing: {
    drive: (n, last) =>
      on(
        {
          ...Object.fromEntries(Array.from({ length: n }, (_, index) => [`bin/f${index}`, ''])),
          'bin/only-one': 'echo ok\n',
        },
        `/srv/app/bin/on*; ${last}`,
      ),
    fits: 300,
  },
  invocations: { drive: shell((n, last) => `${times('ls; ', n)}${last}`), fits: 300 },
  steps: { drive: shell((n, last) => `${times('x=1; ', n)}${last}`), fits: 1_900 },
  depth: { drive: shell((n, last) => `${times('env ', n)}${last}`), fits: 20 },
  nesting: { drive: shell((n, last) => `echo '${times('(', n)}'; ${last}`), fits: 200 },
  anomalies: { drive: shell((n, last) => `${list(n, (index) => `eval "$x${index}"; `)}${last}`), fits: 0 },
  documents: { drive: shell((n, last) => `${times('cat <<E\nx\nE\n', n)}${last}`), fits: 300 },
  braces: { drive: shell((n, last) => `echo "${times('{}', n)}"; ${last}`), fits: 250 },
  bareBraces: { drive: shell((n, last) => `echo ${times('{}', n)}; ${last}`), fits: 90 },
  braceDepth: { drive: shell((n, last) => `echo ${times('{a,', n)}b${times('}', n)}; ${last}`), fits: 7 },
  fields: { drive: shell((n, last) => `echo {1..${n}}; ${last}`), fits: 990 },
  calls: { drive: python((n, last) => `${times('os.system("ls")\n', n)}os.system("${last}")\n`), fits: 290 },
  finds: {
    drive: python(
      (n) => `import boto3\n${list(n, (index) => `a.delete_users("${index}")\nRecord${index}.delete_all\n`)}`,
    ),
    fits: 0,
  },
  programSteps: {
    drive: (n, last) => {
      const code = `import os\nfor a in [${times('1,', 20)}]:\n${times(' 1\n', Math.ceil(n / 20))}os.system("${last}")\n`;
      const world = memoryWorld({ cwd: '/srv/app', files: { '/srv/app/f.py': code } });
      return judgeCall(callOf({ kind: 'shell', shell: 'bash', command: 'python3 f.py' }), world, {
        grammars: { programs: parseProgram },
      });
    },
    fits: 50_000,
  },
  evaluations: { drive: python((n, last) => evaluated(n, `os.system("${last}")`)), fits: 8 },
  literalParts: {
    drive: perl((n, last) => `system("env", ${list(n, () => '"A=1", ')}"sh", "-c", "${last}");\n`),
    fits: 200,
  },
  literalDepth: {
    drive: perl((n, last) => `system(${times('(', n)}"${last}"${times(')', n)});\n`),
    fits: 9,
  },
  literalSteps: {
    drive: perl((n, last) => `system("${last}"${times('.trim()', n)});\n`),
    fits: 20,
  },
  sedScript: { drive: shell((n, last) => `sed '# ${times('x', n)}' f; ${last}`), fits: 9_900 },
  modules: {
    drive: (n, last) =>
      on(
        {
          'f.py': list(n, (index) => `import m${index}\n`),
          [`m${n - 1}.py`]: `import os\nos.system('${last}')\n`,
        },
        'python3 f.py',
      ),
    fits: 60,
  },
  makefile: { drive: make((n, last) => `${times('\n', n)}all:\n\t${last}\n`), fits: 4_900 },
  expansion: { drive: make((n, last) => `all:\n\t: $(B) ${times('x', n)}\n\t${last}\n`), fits: 16_000 },
  expansionDepth: {
    drive: make(
      (n, last) => `${list(n, (index) => `A${index} = $(A${index + 1})\n`)}A${n} = ${last}\nall:\n\t$(A0)\n`,
    ),
    fits: 7,
  },
  recipes: {
    drive: make((n, last) => `${list(n, (index) => `t${index}: t${index + 1}\n`)}t${n}:\n\t${last}\n`),
    fits: 7,
  },
  foldersUp: {
    drive: (n, last) =>
      on({ '/package.json': JSON.stringify({ scripts: { x: last } }) }, 'npm run x', `${times('/a', n)}`),
    fits: 20,
  },
  kubeconfigs: {
    drive: shell((n, last) => `KUBECONFIG=${list(n, (index) => `c${index}:`)} kubectl get pods; ${last}`),
    fits: 30,
  },
  tfvars: {
    drive: (n, last) => on({ 'terraform.tfvars': times('env = "dev"\n', n) }, `terraform validate; ${last}`),
    fits: 60,
  },
  yaml: {
    drive: (n, last) =>
      on({ '/home/ada/.kube/config': `# ${times('x', n)}\nkind: Config\n` }, `kubectl get pods; ${last}`),
    fits: 1_000_000,
  },
  hookFiles: { drive: hooked, fits: 60 },
  argumentFields: { drive: mcp((n, last) => [...Array.from({ length: n }, () => 'a'), last]), fits: 150 },
  argumentDepth: { drive: mcp(nested), fits: 5 },
  guardWords: {
    drive: shell((n, last) => `frobnicate ${list(n, (index) => ` ./f${index}`)}; ${last}`),
    fits: 900,
  },
  drafts: { drive: shell((n, last) => `touch ${list(n, (index) => ` f${index}`)}; ${last}`), fits: 250 },
  effects: { drive: shell((n, last) => `${list(n, (index) => `touch f${index}; `)}${last}`), fits: 300 },
  statements: { drive: sql((n, last) => `${times('insert into a values (1);\n', n)}${last}`), fits: 0 },
  changes: {
    drive: sql((n, last) => `${list(n, (index) => `insert into a${index} values (1);\n`)}${last}`),
    fits: 0,
  },
  clientCommands: {
    drive: (n, last) =>
      judged(
        `redis-cli -h localhost <<E\n${times('PING\n', n)}${last === production ? 'FLUSHALL' : 'PING'}\nE`,
      ),
    fits: 40,
  },
  databaseSwitches: { drive: sql((n, last) => `${list(n, (index) => `\\c d${index}\n`)}${last}`), fits: 10 },
  sqlFile: { drive: sql((n, last) => `-- ${times('x', n)}\n${last}`), fits: 100_000 },
  sqlFiles: {
    drive: (n, last) =>
      n > 1 ? sql(() => '\\i 0.sql\n', chained(n))(n, last) : sql((_, text) => text)(n, last),
    fits: 0,
  },
  innerStatements: {
    drive: sql(
      (n, last) =>
        `with ${list(n, (index) => `a${index} as (delete from t${index}), `)}b as (select 1) ${last}`,
    ),
    fits: 0,
  },
  psqlCommands: { drive: sql((n, last) => `${times('\\x\n', n)}${last}`), fits: 0 },
  sqlTree: { drive: tree((n) => deep(n)), fits: 100 },
  sqlNodes: { drive: tree((n) => Array.from({ length: n }, () => 0)), fits: 1_000 },
};

function deep(levels: number): unknown {
  let node: unknown = {};
  for (let level = 0; level < levels; level += 1) node = [node];
  return node;
}

/** Hooks beside a call are no part of its assessment: where one is told, a yes needs one word more. */
function hooked(amount: number, last: string): Assessment {
  const text = last === production ? 'module.exports = rewrite' : 'countersign-hook';
  const folder = '/srv/app/.clinerules/hooks';
  const files = Object.fromEntries([
    ...Array.from({ length: amount }, (_, index) => [`${folder}/${index}.js`, 'countersign-hook']),
    [`${folder}/last.js`, text],
  ]);
  const hooks = foreignHooksIn('cline', '/srv/app', memoryWorld({ cwd: '/srv/app', files }).files);
  return judged(hooks.length > 0 ? 'eval "$unknown"' : harmless);
}

/** A syntax tree is no call: what is told of it is judged as the client that it was written for. */
function tree(node: (amount: number) => unknown): Drive {
  return (amount) => {
    const actions = actionsOfTree({ stmts: [{ stmt: node(amount) }] });
    const isOpaque = actions.some((one) => one.traits.includes('opaque-code'));
    return judged(isOpaque ? 'eval "$unknown"' : harmless);
  };
}

const names = budgetNames;

/** Behind these a value or a statement is opaque by itself, or another budget is reached first. */
const opaque: ReadonlySet<BudgetName> = new Set([
  'value',
  'sqlFile',
  'sqlFiles',
  'psqlCommands',
  'sqlTree',
  'sqlNodes',
  'hookFiles',
]);

describe('invariant 11: a spent budget asks', () => {
  for (const name of names) {
    const { drive, fits } = rows[name];
    const edge = budgets[name].most + 2;

    it(`${name}: a production delete behind its edge, and anything else`, () => {
      assert.ok(asks(drive(edge, production)), 'production');
      const assessment = drive(edge, harmless);
      assert.ok(asks(assessment), 'harmless');
      const details = assessment.findings.map(({ data }) => data?.['detail']);
      if (!opaque.has(name)) assert.ok(details.includes(spentDetail(name)), JSON.stringify(details));
    }).timeout(60_000);

    it(`${name}: what fits disturbs nobody`, () => {
      const assessment = drive(fits, harmless);
      assert.equal(asks(assessment), false, JSON.stringify(assessment.findings));
    }).timeout(60_000);
  }

  it('however far it is overrun', () => {
    const cheap: readonly BudgetName[] = [
      'depth',
      'nesting',
      'bareBraces',
      'braceDepth',
      'recipes',
      'foldersUp',
    ];
    const more = fc.tuple(fc.constantFrom(...cheap), fc.integer({ min: 2, max: 300 }), fc.boolean());
    fc.assert(
      fc.property(more, ([name, by, isProduction]) =>
        asks(rows[name].drive(budgets[name].most + by, isProduction ? production : harmless)),
      ),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('is told in a kind that asks, with its figure and unit', () => {
    for (const name of names) {
      assert.match(spentKind(name), /^too-(?:long|deep|many)$/);
      assert.match(spentDetail(name), /^\d+ [a-z]+$/);
    }
  });

  /** Runners take what they run from files: each of them, one character too long. */
  const long = times('x', budgets.script.most);
  const routes: Readonly<
    Record<string, readonly [command: string, file: string, text: (last: string) => string]>
  > = {
    'bash f': ['bash f', 'f', (last) => `# ${long}\n${last}`],
    'source f': ['source f', 'f', (last) => `# ${long}\n${last}`],
    './f': ['./f', 'f', (last) => `# ${long}\n${last}`],
    'sh < f': ['sh < f', 'f', (last) => `# ${long}\n${last}`],
    'cat f | bash': ['cat f | bash', 'f', (last) => `# ${long}\n${last}`],
    python: ['python3 f', 'f', (last) => `import os\nos.system("${last}")\n# ${long}`],
    node: ['node f', 'f', (last) => `require('child_process').execSync('${last}')\n// ${long}`],
    ruby: ['ruby f', 'f', (last) => `system("${last}")\n# ${long}`],
    perl: ['perl f', 'f', (last) => `system("${last}");\n# ${long}`],
    make: ['make', 'Makefile', (last) => `all:\n\t${last}\n# ${long}`],
    'npm run': ['npm run x', 'package.json', (last) => JSON.stringify({ scripts: { x: last }, long })],
    just: ['just', 'justfile', (last) => `all:\n  ${last}\n# ${long}`],
    task: ['task x', 'Taskfile.yml', (last) => `tasks:\n  x:\n    cmds:\n      - ${last}\n# ${long}`],
    'git ALIAS': ['git x', '.git/config', (last) => `[alias]\n  x = !${last}\n# ${long}`],
    'deno task': ['deno task x', 'deno.json', (last) => JSON.stringify({ tasks: { x: last }, long })],
    'composer run': [
      'composer run x',
      'composer.json',
      (last) => JSON.stringify({ scripts: { x: last }, long }),
    ],
  };
  for (const [name, [command, file, text]] of Object.entries(routes)) {
    it(`${name}, from a file that is too long`, () => {
      assert.ok(asks(on({ [file]: text(production) }, command)));
      assert.ok(asks(on({ [file]: text(harmless) }, command)));
      assert.equal(asks(on({ [file]: text(harmless).replace(long, '') }, command)), false);
    }).timeout(60_000);
  }

  it('has every limit in one table', () => {
    const elsewhere = sourceFiles('src/core')
      .filter(({ path }) => /^src\/core\/(?:command|tool|risk|target)\//.test(path))
      .flatMap(({ path, code }) =>
        [
          ...code.matchAll(/^(?:export )?const ((?:most|longest|deepest|largest)\w*)\b[^=\n]*=\s*[\d(]/gm),
        ].map((match) => `${path} ${match[1]}`),
      );
    assert.deepEqual([...elsewhere].sort(), [...bounded].sort());
  });

  /** Limits whose overrun leaves a value opaque, or that bound what is shown; nothing is skipped behind them. */
  const bounded = [
    'src/core/command/arithmetic.ts deepestNumber',
    'src/core/command/filters/print.ts mostTurns',
    'src/core/command/filters/sed.ts longestPattern',
    // Longer programs are read by patterns, to the budget of code.
    'src/core/command/foreign/read-program.ts longest',
    'src/core/command/scope.ts longestChain',
    'src/core/command/glob.ts longestMatch',
    'src/core/command/modify.ts longestSearch',
    'src/core/target/found-folders.ts mostFolders',
    'src/core/target/found-folders.ts deepestFolder',
    'src/core/target/found-folders.ts mostNames',
    'src/core/target/found-names.ts mostNames',
    'src/core/command/on-disk.ts mostNames',
    'src/core/command/on-disk.ts mostFound',
    'src/core/command/on-disk.ts longestPath',
    'src/core/tool/guard/words.ts longestWord',
    'src/core/tool/safer.ts mostCharacters',
    'src/core/tool/sql/read.ts longestForGrammar',
  ];
});
