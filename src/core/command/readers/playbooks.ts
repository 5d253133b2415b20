import { load } from 'js-yaml';
import { budgets } from '../../shared/budgets.js';
import type { Value } from '../invocation.js';
import type { Call, Machine, Reader } from '../machine.js';
import { isBlank, known } from '../value.js';
import { readAnsible, valueOfOption } from './cloud.js';
import { scriptText } from './script-text.js';

/** One thing that a playbook does on its hosts, in the words of `ansible -m MODULE -a ARGS`. */
interface Task {
  readonly hosts: string;
  readonly module: string;
  readonly args: string;
}

interface Reading {
  readonly call: Call;
  readonly machine: Machine;
  /** Files that were read, so that none is read twice. */
  readonly seen: Set<string>;
  readonly tasks: Task[];
}

const rehearsals =
  /^(?:-C|--check|--syntax-check|--list-hosts|--list-tasks|--list-tags|--help|-h|--version)$/;

/** `ansible-playbook BOOK…`: what its tasks run, and what they take away, as far as the files lie here. */
export const readPlaybooks: Reader = (call, machine) => {
  const words = call.argv.slice(1);
  if (words.some(({ text }) => rehearsals.test(text))) return undefined;
  const reading: Reading = { call, machine, seen: new Set(), tasks: [] };
  for (const { text } of words.filter((word) => /\.ya?ml$/.test(word.text) && !word.text.startsWith('-')))
    readFile(text, 'all', reading);
  if (reading.tasks.length === 0) return undefined;
  const outcome = machine.emit(call);
  const inventory = valueOfOption(call.argv, ['-i', '--inventory', '--inventory-file']);
  for (const task of reading.tasks)
    readAnsible({ ...call, program: 'ansible', argv: argvOf(task, inventory, call) }, machine);
  return outcome;
};

function argvOf(
  { hosts, module, args }: Task,
  inventory: Value | undefined,
  { span }: Call,
): readonly Value[] {
  const words = ['ansible', hosts, '-m', module, '-a', args].map((text) => ({ ...known(text), span }));
  return inventory === undefined ? words : [...words, known('-i'), inventory];
}

/** A book of plays, or a file of tasks that one of them includes. */
function readFile(path: string, hosts: string, reading: Reading): void {
  const { call, machine, seen } = reading;
  if (seen.has(path)) return;
  if (seen.size >= budgets.modules.most) {
    machine.report.spent('modules', call.span);
    return;
  }
  seen.add(path);
  const text = scriptText(known(path), call.place, machine);
  if (text === undefined || isBlank(text)) return;
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  readItems(parsed(text.text), hosts, folder, reading, 0);
}

function parsed(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}

const lists = ['pre_tasks', 'roles', 'tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'];

function readItems(items: unknown, hosts: string, folder: string, reading: Reading, depth: number): void {
  if (!Array.isArray(items)) return;
  if (depth > budgets.depth.most) {
    reading.machine.report.spent('depth', reading.call.span);
    return;
  }
  for (const item of items) {
    const fields = fieldsOf(item);
    const on = textOf(fields.get('hosts')) ?? hosts;
    for (const list of lists) {
      if (list === 'roles') for (const role of rolesOf(fields.get(list))) readRole(role, on, folder, reading);
      else readItems(fields.get(list), on, folder, reading, depth + 1);
    }
    for (const [key, value] of fields)
      readField(key.replace(/^ansible\.(?:builtin|legacy)\./, ''), value, on, folder, reading);
  }
}

function readField(key: string, value: unknown, hosts: string, folder: string, reading: Reading): void {
  const named = textOf(value) ?? textOf(fieldsOf(value).get('file')) ?? textOf(fieldsOf(value).get('name'));
  if (/^(?:import_playbook|import_tasks|include_tasks|include)$/.test(key)) {
    if (named !== undefined) readFile(`${folder}${named}`, hosts, reading);
  } else if (/^(?:import_role|include_role)$/.test(key)) {
    if (named !== undefined) readRole(named, hosts, folder, reading);
  } else {
    const args = argsOf(value);
    if (isFinal(key.replace(/^.*\./, ''), args)) reading.tasks.push({ hosts, module: key, args });
  }
}

/** A role stands beside the book, or beside the folder of the tasks that name it. */
function readRole(role: string, hosts: string, folder: string, reading: Reading): void {
  for (const part of ['tasks', 'handlers'])
    for (const end of ['yml', 'yaml']) readFile(`${folder}roles/${role}/${part}/main.${end}`, hosts, reading);
}

function rolesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap(
    (one) => textOf(one) ?? textOf(fieldsOf(one).get('role')) ?? textOf(fieldsOf(one).get('name')) ?? [],
  );
}

/** Whose `state: absent` only takes away what the next run puts back: packages, lines, settings. */
const light =
  /^(?:lineinfile|blockinfile|ini_file|apt|apt_repository|apt_key|yum|yum_repository|dnf|package|pip|npm|gem|apk|pacman|snap|homebrew|cron|copy|template|sysctl|ufw|firewalld|iptables|alternatives|known_hosts|authorized_key|systemd|systemd_service|service|git_config|modprobe|hostname|seboolean|win_package|win_feature|win_regedit)$/;

/** Where data lies: what is removed there is not put back by another run. */
const dataFolders =
  /(?:^|\s)(?:path|dest|name)=["']?\/(?:srv|data|mnt|home|opt|export|exports|backup|backups|var\/(?:lib|www|backups))(?:\/|["']?(?:\s|$))/;

function isFinal(module: string, args: string): boolean {
  if (/^(?:command|shell|raw|win_command|win_shell)$/.test(module)) return args !== '';
  if (module === 'reboot' || module === 'win_reboot') return true;
  if (!/(?:^|\s)state=["']?(?:absent|removed|purged)\b/.test(args) || light.test(module)) return false;
  return /^(?:file|win_file)$/.test(module) ? dataFolders.test(args) : true;
}

/** As `-a` takes them; a template's value is a variable that nobody knows. */
function argsOf(value: unknown): string {
  const text = textOf(value);
  if (text !== undefined) return filled(text);
  const fields = fieldsOf(value);
  const own = textOf(fields.get('cmd')) ?? textOf(fields.get('_raw_params')) ?? words(fields.get('argv'));
  if (own !== undefined) return filled(own);
  return filled(
    [...fields]
      .flatMap(([key, one]) => (textOf(one) === undefined ? [] : [`${key}=${textOf(one)}`]))
      .join(' '),
  );
}

function words(value: unknown): string | undefined {
  return Array.isArray(value) ? value.flatMap((one) => textOf(one) ?? []).join(' ') : undefined;
}

function filled(text: string): string {
  return text.replace(/\{\{[^{}]{0,400}\}\}/g, '$ANSIBLE_VALUE');
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(
    typeof value !== 'object' || value === null || Array.isArray(value) ? [] : Object.entries(value),
  );
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
