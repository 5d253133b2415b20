import assert from 'node:assert/strict';
import {
  composedIn,
  type Expression,
  literalsOf,
  perlExpressions,
  perlFiles,
  resolved,
  typescriptFiles,
} from '../support/expressions.js';

/**
 * What a composed expression is made of where that is no constant of its own file: a sample of each, as it is escaped or
 * checked before. An entry that nothing uses fails.
 */
const madeOf: ReadonlyMap<string, string> = new Map([
  // The name of a table, each special character escaped.
  ['src/agents/mcp-toml.ts quoted', 'a\\.b'],
  ['src/core/countersign/decode-endorsement.ts name', 'policy.json'],
  ['src/core/policy/glob.ts policyBounds.stars + 1', '5'],
  ['src/core/policy/glob.ts policyBounds.stars', '4'],
  // Names of a program's own, letters and figures only, or each other character escaped.
  ['src/core/command/foreign/doubles.ts thing.root', 'boto3'],
  ['src/core/command/foreign/doubles.ts target.text', 'boto3.client'],
  ['src/core/command/foreign/flags.ts name', 'apply'],
  ['src/core/command/foreign/flags.ts option', '--dry-run'],
  ['src/core/command/readers/project-commands.ts name', 'DATABASE_URL'],
  ['src/core/command/readers/project-commands.ts quoted', 'drop\\-all'],
  ['src/core/command/readers/project-commands.ts plain', 'drop_all'],
  ['src/core/command/readers/project-commands.ts part', 'db'],
  ['src/core/command/readers/project-commands.ts last', 'purge'],
  // Of a sed script: short, without repetitions, groups and alternatives.
  ['src/core/command/filters/sed.ts pattern', '^a.[bc]d$'],
]);

const typescript = typescriptFiles();
const perl = perlFiles();

/** How the checker looks. Nothing of it is measured in time, so that a busy machine finds what an idle one finds. */
const thorough = {
  timeout: 120_000,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  attackLimit: 100_000_000,
  maxAttackStringSize: 50_000,
  maxIteration: 4,
  maxInitialGenerationSize: 200,
};

function all(): readonly Expression[] {
  const composed = typescript.flatMap(composedIn).map((one) => {
    const expression = resolved(one, madeOf);
    assert.ok(expression, `${one.path}:${one.line}: no constant and not in madeOf: ${one.code}`);
    return expression;
  });
  return [...typescript.flatMap(literalsOf), ...composed, ...perl.flatMap(perlExpressions)];
}

/** Without a repetition that has no end, and without a reference back, the cost at each place has a bound. */
function mayRepeat({ source }: Expression): boolean {
  return /[*+]|\{\d+,\d*\}|\{\d{2,}\}|\\[1-9k]/.test(source);
}

/** Everything that takes longer than in proportion to the length of what it reads, with the text that shows it. */
async function superLinear(expressions: readonly Expression[]): Promise<readonly string[]> {
  process.env['RECHECK_BACKEND'] ??= 'auto';
  const { check } = await import('recheck');
  const found: string[] = [];
  const different = new Map(expressions.map((one) => [`/${one.source}/${one.flags}`, one]));
  const waiting = [...different.values()].filter(mayRepeat);
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const verdict = await check(one.source, one.flags, thorough);
      if (verdict.status === 'safe') continue;
      const why =
        verdict.status === 'vulnerable'
          ? `${verdict.complexity.summary}: ${verdict.attack.pattern}`
          : JSON.stringify(verdict.error);
      found.push(`${one.path}:${one.line} /${one.source}/${one.flags} ${why}`);
    }
  };
  await Promise.all(Array.from({ length: 3 }, next));
  return found.sort();
}

describe('regular expressions', () => {
  it('are all found', () => {
    const expressions = all();
    for (const { source, flags } of expressions) assert.ok(new RegExp(source, flags));
    // By another way of looking: each `/x/.test(` and `/x/.exec(` is one of them.
    for (const { path, text } of typescript) {
      const asked = text.match(/\/[a-z]*\.(?:test|exec)\(/g) ?? [];
      const found = expressions.filter((one) => one.path === path).length;
      assert.ok(found >= asked.length, `${path}: ${found} of at least ${asked.length} found`);
    }
    const asked = perl.flatMap(({ text }) => text.match(/[=!]~\s*(?:[/{]|m\{|s[/{]|qr)/g) ?? []);
    assert.ok(expressions.filter(({ path }) => path.endsWith('.pl')).length >= asked.length);
    const composed = typescript.flatMap(composedIn);
    for (const key of madeOf.keys()) {
      const [path = '', ...code] = key.split(' ');
      assert.ok(
        composed.some((one) => one.path === path && one.code.includes(code.join(' '))),
        `nothing uses ${key}`,
      );
    }
  }).timeout(60_000);

  it('of the checker: what is slow is found, in whatever form it stands', async () => {
    const text = [
      'const a = `$'.concat('{b / 2} $', '{/x/.test("`") ? 1 : 2}`;'),
      'const slow = /^(?:a+)+$/; // /not this/',
      'const half = (c) / 2 / d;',
      'const tail = text.replace(/\\s+$/, "");',
    ].join('\n');
    const file = { path: 'src/made.ts', text, code: text };
    const found = literalsOf(file);
    assert.deepEqual(
      found.map(({ line, source }) => `${line} ${source}`),
      ['1 x', '2 ^(?:a+)+$', '4 \\s+$'],
    );
    const slow = await superLinear(found);
    assert.deepEqual(
      slow.map((line) => line.split(' ')[0]),
      ['src/made.ts:2', 'src/made.ts:4'],
    );
  }).timeout(120_000);

  it('take no longer than in proportion to what they read', async () => {
    assert.deepEqual(await superLinear(all()), []);
  }).timeout(1_100_000);
});
