import { OPAQUE_MARK } from '../invocation.js';
import { type Known, type LeadingCall, textOfKnown } from './known.js';

/** Libraries that run shell text at another host, and their methods that take it. */
const libraries: readonly (readonly [root: RegExp, method: RegExp])[] = [
  [/^paramiko(?:\.|$)/, /^exec_command$/],
  [/^fabric2?(?:\.|$)/, /^(?:run|sudo)$/],
  [/^asyncssh(?:\.|$)/, /^(?:run|create_process)$/],
  [/^(?:pssh|spur|parallel_ssh)(?:\.|$)/, /^(?:run|spawn|run_command)$/],
  [/^(?:ssh2|ssh2-promise|simple-ssh)$/, /^exec$/],
  [/^node-ssh$/, /^(?:execCommand|exec)$/],
  [/^phpseclib\d?\\Net\\SSH2$/, /^exec$/],
];

/** A command at another host, as the words of `ssh`; undefined for a call that is none. Without a text the command is a mark. */
export function remoteShellWords(
  { thing, given }: LeadingCall,
  calls: readonly LeadingCall[],
): readonly string[] | undefined {
  const last = thing.steps.at(-1)?.name ?? '';
  const isPhp = thing.root === '' && last === 'ssh2_exec';
  const library = libraries.find(([root]) => root.test(thing.root));
  if (!isPhp && library?.[1].test(last) !== true) return undefined;
  const command = given.args[isPhp ? 1 : 0] ?? given.named.get('command') ?? given.named.get('cmd');
  const own = [
    ...thing.steps.slice(0, -1).map((step) => step.called),
    isPhp ? connection(given.args[0]) : undefined,
  ];
  const beside = calls.filter(
    (one) =>
      one.thing.root === thing.root &&
      /^(?:connect|start|ssh2_connect)$/.test(one.thing.steps.at(-1)?.name ?? ''),
  );
  const places = [...own, ...beside.map((one) => one.given)].flatMap((one) =>
    one === undefined ? [] : addressesIn(one),
  );
  const [host = OPAQUE_MARK, ...others] = [...new Set(places)];
  return [
    'ssh',
    others.length > 0 ? OPAQUE_MARK : host,
    command === undefined ? OPAQUE_MARK : textOfKnown(command),
  ];
}

function connection(value: Known | undefined): LeadingCall['given'] | undefined {
  return value?.kind === 'thing' ? value.steps.at(-1)?.called : undefined;
}

/** `Connection("ada@web-1")`, `connect({ host, username })`: where it goes, and as whom. */
function addressesIn({ args, named }: LeadingCall['given']): readonly string[] {
  const entries = new Map([
    ...args.flatMap((one) => (one.kind === 'record' ? [...one.entries] : [])),
    ...named,
  ]);
  const texts = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => {
      const value = entries.get(name);
      return value?.kind === 'text' ? [value.text] : [];
    });
  const [first] = args;
  const [host] = [...texts('host', 'hostname'), ...(first?.kind === 'text' ? [first.text] : [])];
  if (host === undefined || !/^[\w.@:-]+$/.test(host)) return [];
  const [user] = texts('username', 'user');
  return [user === undefined || host.includes('@') ? host : `${user}@${host}`];
}
