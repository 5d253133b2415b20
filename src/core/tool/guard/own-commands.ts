import { OPAQUE_MARK } from '../../command/invocation.js';

/** How one command of Countersign's own program stands to what supervises agents and to what is recorded. */
interface OwnCommand {
  /** Options with which it only looks. */
  readonly reads: readonly string[];
  /** Options with which it changes something; each other one that it may have some day does too. */
  readonly changes: readonly string[];
  /** Its first word where that decides: these only look. Empty: any word changes something. */
  readonly looking?: readonly string[];
  /** An option without which it changes something. */
  readonly only?: string;
}

function options(text: string): readonly string[] {
  return text.split(' ').filter((option) => option !== '');
}

function reads(looking: string, changing = '', more: Pick<OwnCommand, 'looking' | 'only'> = {}): OwnCommand {
  return { reads: options(looking), changes: options(changing), ...more };
}

const changes = 'changes';

/**
 * Every command, declared: the command line's own table has its names from here, so that none can be forgotten. What changes
 * who is supervised, how, or what stands in the record is a person's; looking is anybody's.
 */
export const ownCommands = {
  approve: changes,
  check: reads('--cwd --home --policy --preview --json --jsonl'),
  collect: changes,
  completion: reads('--json'),
  connect: changes,
  deny: changes,
  disconnect: changes,
  doctor: reads('--json', '--seen'),
  erase: changes,
  export: reads('--format --since --dir --json', '--otlp'),
  hook: changes,
  lock: changes,
  log: reads('--limit --json'),
  mcp: reads('--list --json', '--connect --disconnect --dry-run --name', { only: '--list' }),
  outbox: reads('--json', '--to --key --send --stop'),
  places: reads('--json', '', { looking: ['list'] }),
  policy: reads('--policy --cwd --home --limit --json'),
  receipt: reads('--dir --json'),
  report: reads('--from --to --json'),
  requests: reads('--json', '--accept --forget-team'),
  restore: reads('--json', '--into --replace', { looking: [] }),
  retention: reads('--json', '--now --hold --release'),
  show: reads('--json'),
  uninstall: changes,
  unlock: changes,
  verify: reads(
    '--checkpoint --roster --json --require --pinned --policy --target --command-digest --max-age',
    '--witness --once',
  ),
} as const satisfies Readonly<Record<string, OwnCommand | typeof changes>>;

export type OwnCommandName = keyof typeof ownCommands;

/** Undefined for a name that this version does not have. */
function ownCommand(name: string): OwnCommand | typeof changes | undefined {
  const known: Readonly<Record<string, OwnCommand | typeof changes>> = ownCommands;
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/** True for the name of a command, or for what may become one. */
export function isOwnCommand(word: string): boolean {
  return word.includes(OPAQUE_MARK) || ownCommand(word) !== undefined;
}

/** Whether the words behind the program's name change something. A command that is not known may do anything. */
export function changesSupervision([name = '', ...rest]: readonly string[]): boolean {
  const command = ownCommand(name);
  if (command === undefined || command === changes) return !rest.some(asksForHelp);
  const divider = rest.indexOf('--');
  const own = divider < 0 ? rest : rest.slice(0, divider);
  if (own.some(asksForHelp)) return false;
  if (command.only !== undefined && !own.includes(command.only)) return true;
  const [first] = own.filter((word) => !word.startsWith('-'));
  if (command.looking !== undefined && first !== undefined && !command.looking.includes(first)) return true;
  return own.some((word) => changesByOption(word, command));
}

function changesByOption(word: string, { reads: looking, changes: changing }: OwnCommand): boolean {
  if (word.includes(OPAQUE_MARK) && !word.startsWith('-')) return changing.length > 0;
  return word.startsWith('-') && !looking.includes(word.split('=', 1)[0] ?? '');
}

function asksForHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}
