import type { Invocation, Value } from '../command/invocation.js';
import { programName } from '../command/paths.js';
import { readCommand } from '../command/read.js';
import { readers } from '../command/readers/readers.js';
import { budgets, spend } from '../shared/budgets.js';
import { shellQuoted } from '../shared/shell-word.js';
import type { World } from '../shared/world.js';
import type { Effect } from './effect.js';
import { foreignEffects } from './foreign/foreign.js';
import { systemOf } from './registry.js';
import type { ToolContext } from './table.js';
import { wordsIn } from './word-list.js';

/** What one program would do, as `effectsOf` says it. */
type Judging = (invocation: Invocation, world: World, context: ToolContext) => readonly Effect[];

/**
 * A program in no table may run what its later words name: what stands behind `--`, or a word that is a program and no
 * ordinary word. Those words are judged as a command of their own, beside the program that they stand behind.
 */
export function innerEffects(
  invocation: Invocation,
  world: World,
  context: ToolContext,
  judge: Judging,
): readonly Effect[] {
  const texts = innerTexts(invocation);
  if (texts.length === 0) return [];
  const via = [...invocation.via, invocation.program];
  if (via.length > budgets.depth.most) {
    spend(world, 'depth');
    return [];
  }
  const { cwd } = invocation;
  const there = cwd.opaque.length === 0 ? { ...world, cwd: cwd.text } : world;
  const read = texts.map((text) => readCommand(text, 'bash', there));
  const invocations = read.flatMap((one) => one.invocations);
  const foreign = read.flatMap((one) => one.foreign);
  const placed = (inner: Invocation): Invocation => ({
    ...inner,
    argv: inner.argv.map(withoutSpan),
    env: new Map([...invocation.env, ...inner.env]),
    via: [...via, ...inner.via],
    span: invocation.span,
    ...(invocation.elsewhere === undefined ? {} : { elsewhere: invocation.elsewhere }),
  });
  return [
    ...invocations.flatMap((inner) => judge(placed(inner), world, context)),
    ...foreign.flatMap((code) =>
      foreignEffects(
        { ...code, code: withoutSpan(code.code), invocation: placed(code.invocation) },
        world,
        context,
      ),
    ),
  ];
}

/** Its offsets are those of a text that nobody sees. */
function withoutSpan({ span: _span, ...word }: Value): Value {
  return word;
}

/** Options by whose names a program is told what to start. */
const starts =
  /^--?(?:[\w-]{0,40}-)?(?:c|e|x|cmd|command|exec|execute|run|program|pager|hook|shell|askpass|viewer|editor|pre|post|script|filter|handler|wrapper)$/i;

function innerTexts({ argv, program }: Invocation): readonly string[] {
  const words = innerWords(argv);
  const whole = words === undefined ? [] : [words.map((word) => shellQuoted(word.text)).join(' ')];
  // What a reader knows of its options it has read itself.
  if (readers.has(program)) return whole;
  const handed = argv.flatMap(({ text }, index) => {
    const equals = text.indexOf('=');
    const joined = equals > 0 && starts.test(text.slice(0, equals)) ? [text.slice(equals + 1)] : [];
    return index > 1 && starts.test(argv[index - 1]?.text ?? '') ? [text, ...joined] : joined;
  });
  return [...whole, ...handed.filter((text) => /\s/.test(text) && runs(text.trim().split(/\s/, 1)[0] ?? ''))];
}

function innerWords(argv: readonly Value[]): readonly Value[] | undefined {
  const divider = argv.findIndex((word, index) => index > 0 && word.text === '--');
  if (divider > 0) {
    const rest = argv.slice(divider + 1);
    return startsProgram(rest[0]) ? rest : innerWords(rest);
  }
  const at = argv.findIndex(
    (word, index) => index > 0 && runs(word.text) && !/^--?[\w-]+$/.test(argv[index - 1]?.text ?? ''),
  );
  return at < 0 ? undefined : argv.slice(at);
}

function startsProgram(word: Value | undefined): boolean {
  if (word === undefined) return false;
  const name = programName(word.text);
  return readers.has(name) || systemOf(name) !== undefined;
}

/** Programs whose names are no words of anything else: standing alone among other words, they are started. */
const unmistakable: ReadonlySet<string> = new Set(
  wordsIn(`aws gcloud az kubectl oc helm helmfile terraform tofu terragrunt pulumi psql pg_restore dropdb mysql mysqladmin mongosh redis-cli sqlite3
    git docker podman nerdctl docker-compose ansible-playbook eksctl kops argocd gsutil aliyun doctl flyctl
    rm rmdir shred dd mkfs sudo doas bash sh zsh dash ssh rsync systemctl npx rails artisan flyway liquibase alembic prisma`),
);

function runs(text: string): boolean {
  return unmistakable.has(text) || (/^\/(?:usr\/)?s?bin\//.test(text) && unmistakable.has(programName(text)));
}
