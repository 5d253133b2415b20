import { optionValue } from '../command/arguments.js';
import { directoryOf, pathIn } from './files.js';
import { iniAt } from './memo.js';
import { clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/** Where ansible goes: the inventory of `-i`, `ANSIBLE_INVENTORY` or `ansible.cfg`, narrowed by `--limit`. */
export function ansibleTarget(setting: ToolInvocation): Whereabouts {
  const { world, args } = setting;
  const here = directoryOf(setting);
  const file = variable(setting, 'ANSIBLE_CONFIG')?.text ?? 'ansible.cfg';
  const configured = iniAt(world, pathIn(here, file, world));
  const flag = optionValue(args, '-i', '--inventory', '--inventory-file');
  const set = variable(setting, 'ANSIBLE_INVENTORY');
  const inventory = flag?.text ?? set?.text ?? configured.get('defaults')?.get('inventory');
  const source = flag !== undefined ? '--inventory' : set !== undefined ? 'ANSIBLE_INVENTORY' : 'ansible.cfg';
  const limit = optionValue(args, '-l', '--limit', '--subset');
  const pattern = setting.invocation.program === 'ansible' ? args.operands[0]?.text : undefined;
  const user = optionValue(args, '-u', '--user', '--private-key')?.text;
  const local =
    inventory === 'localhost,' ||
    pattern === 'localhost' ||
    optionValue(args, '-c', '--connection')?.text === 'local';
  return {
    system: 'ansible',
    name: limit?.text ?? pattern ?? inventory ?? 'ansible',
    ...(inventory === undefined ? {} : { account: inventory }),
    ...(user === undefined ? {} : { identity: user }),
    clues: [
      ...clue('selector', source, inventory?.split('/').slice(-3).join('/')),
      ...(limit === undefined ? [] : clue('selector', '--limit', limit.text)),
      ...clue('selector', 'hosts', pattern),
      ...(args.options.get('-e') ?? args.options.get('--extra-vars') ?? []).flatMap((value) =>
        clue('selector', '--extra-vars', value.text),
      ),
    ],
    ...(local ? { local: { source: 'inventory', value: inventory ?? pattern ?? 'local' } } : {}),
    opaque: [flag, limit].flatMap((value) =>
      value !== undefined && value.opaque.length > 0 ? [value.text] : [],
    ),
  };
}
