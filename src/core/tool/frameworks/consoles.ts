import type { Invocation, Value } from '../../command/invocation.js';
import { programName } from '../../command/paths.js';

const interpreters = /^(?:python[\d.]*|pypy\d?|php[\d.]*|ruby|jruby|node|nodejs|bun|tsx|ts-node|elixir)$/;

/** Scripts of a project that are its framework's program. */
const scripts = new Set(
  'manage.py artisan console craft yii spark ace rails rake cake drush phinx doctrine magento'.split(' '),
);
const modules = new Set('alembic flask django aerich piccolo'.split(' '));

/** Programs that start the console by its name. */
const named: ReadonlyMap<string, string> = new Map([
  ['symfony', 'console'],
  ['sail', 'artisan'],
  ['lando', 'artisan'],
]);

/** `php artisan migrate:fresh` is `artisan migrate:fresh`, `python -m alembic` is `alembic`: whoever reads the script is no matter. */
export function asConsole(invocation: Invocation): Invocation {
  const { argv } = invocation;
  const second = argv[1];
  if (second !== undefined && named.get(invocation.program) === second.text)
    return { ...invocation, program: second.text, argv: argv.slice(1) };
  if (!interpreters.test(invocation.program)) return invocation;
  const at = argv.findIndex((word, index) => index > 0 && isOperand(word, argv[index - 1]));
  const word = argv[at];
  if (word === undefined || word.opaque.length > 0) return invocation;
  const isModule = argv[at - 1]?.text === '-m';
  const name = isModule ? word.text : programName(word.text);
  if (!(isModule ? modules : scripts).has(name)) return invocation;
  const program = name === 'django' ? 'django-admin' : name;
  return { ...invocation, program, argv: [{ ...word, text: program }, ...argv.slice(at + 1)] };
}

/** The first word that is no option; the value of one (`-d memory_limit=-1`, `-W ignore`) is none either, a module is. */
function isOperand({ text }: Value, before: Value | undefined): boolean {
  if (text.startsWith('-')) return false;
  return before?.text === '-m' || !/^-[dWXIrc]$|^--(?:require|import|loader)$/.test(before?.text ?? '');
}
