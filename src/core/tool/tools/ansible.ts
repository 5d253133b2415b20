import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import { ansibleTarget } from '../../target/ansible.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Verb } from '../effect.js';
import type { Draft, Tool } from '../table.js';

const valued =
  '-i --inventory --inventory-file -l --limit --subset -u --user --private-key --key-file -e --extra-vars -t --tags --skip-tags -m --module-name -a --args -f --forks -c --connection -M --module-path --vault-id --vault-password-file --become-user --become-method -T --timeout -B --background -P --poll --start-at-task --ssh-common-args -d -p -r';

/** A playbook runs tasks on hosts; what they do is in files, so it is execution of an uncountable kind. */
export const ansible: Tool = {
  programs: ['ansible', 'ansible-playbook', 'ansible-pull', 'ansible-navigator', 'ansible-console'],
  system: 'ansible',
  grammar: optionGrammar({
    valued,
    flags: '-b --become -K --ask-become-pass -k -C --check -D --diff -v -vv -vvv -vvvv --syntax-check --list-hosts --list-tasks --list-tags -o --one-line',
  }),
  clues: 'words',
  dryRun: ['-C', '--check', '--syntax-check', '--list-hosts', '--list-tasks', '--list-tags'],
  optionTraits: { '-b': ['privileged'], '--become': ['privileged'] },
  target: ansibleTarget,
  rows: [],
  beyond: (setting) => [setting.invocation.program === 'ansible' ? adHoc(setting) : playbook(setting)],
};

function playbook(setting: ToolInvocation): Draft {
  const books = setting.args.operands.map((word) => word.text);
  const wipes = books.some((book) => /(?:^|[-_/])(?:destroy|teardown|delete|remove|decommission|reset|wipe|purge|rebuild|reinstall)(?:[-_.]|$)/i.test(book));
  return {
    verb: wipes ? 'delete' : 'execute',
    resource: `playbook/${books.join(',')}`,
    names: books,
    reach: 'uncountable',
    span: setting.invocation.span,
    safer: '{command} --check --diff',
  };
}

const reading =
  /^(?:ping|win_ping|setup|gather_facts|stat|debug|slurp|find|service_facts|package_facts|getent|assert|command_facts|wait_for|wait_for_connection|uri)$/;
const running = /^(?:command|shell|raw|script|win_command|win_shell|expect)$/;

function adHoc(setting: ToolInvocation): Draft {
  const module = (optionValue(setting.args, '-m', '--module-name')?.text ?? 'command').replace(/^ansible\.(?:builtin|windows)\./, '');
  const words = optionValue(setting.args, '-a', '--args')?.text ?? '';
  const verb = verbOfModule(module, words);
  return { verb, resource: thingOf(module, words) ?? `module/${module}`, reach: 'uncountable', span: setting.invocation.span };
}

/** `postgresql-db/shop` of what is to be absent. */
function thingOf(module: string, words: string): string | undefined {
  if (running.test(module) || !/\bstate=(?:absent|removed)\b/.test(words)) return undefined;
  const name = /(?:^|\s)(?:name|path|dest|id|instance_ids)=["']?([^\s"']{1,200})/.exec(words)?.[1];
  const noun = module.replace(/^.*\./, '').replaceAll('_', '-');
  return name === undefined ? undefined : `${noun}/${name}`;
}

function verbOfModule(module: string, words: string): Verb {
  if (reading.test(module)) return 'read';
  if (running.test(module)) return /\b(?:rm|dd|mkfs|shutdown|reboot|drop|truncate|delete|destroy|wipe)\b/i.test(words) ? 'delete' : 'execute';
  if (/\bstate=(?:absent|removed)\b/.test(words)) return 'delete';
  if (module === 'reboot' || /\bstate=(?:stopped|restarted)\b/.test(words)) return 'stop';
  return 'modify';
}

/** Tools around it that only read, or change files of this machine. */
export const ansibleTools: Tool = {
  programs: ['ansible-inventory', 'ansible-doc', 'ansible-lint', 'ansible-config', 'ansible-galaxy', 'ansible-vault'],
  system: 'ansible',
  grammar: optionGrammar({ valued }),
  target: ansibleTarget,
  rows: [],
  beyond: (setting) => {
    const { program } = setting.invocation;
    const first = setting.args.operands[0]?.text ?? '';
    const changes =
      program === 'ansible-galaxy'
        ? !/^(?:list|info|search|verify)$/.test(setting.args.operands[1]?.text ?? first)
        : program === 'ansible-vault' && first !== 'view';
    const published = program === 'ansible-galaxy' && /^(?:publish|delete|import)$/.test(setting.args.operands[1]?.text ?? '');
    if (published) return [{ verb: 'modify', resource: 'collection', traits: ['published'] }];
    return [{ verb: changes && !hasOption(setting.args, '--help') ? 'create' : 'read', resource: program, ...(changes ? { where: localFiles } : {}) }];
  },
};

const localFiles = { system: 'filesystem', name: 'this machine', clues: [], local: { source: 'files', value: 'this machine' } } as const;
