import { hasOption, optionValue } from '../../command/arguments.js';
import { readAddress } from '../../target/address.js';
import { directoryOf, pathIn } from '../../target/files.js';
import { type ToolInvocation, variable } from '../../target/whereabouts.js';
import type { Effect } from '../../tool/effect.js';
import type { ObjectItem, Preview } from '../preview.js';
import type { LookKind, Lookup, Seen } from './look.js';

/** Redis, by its own client: what the server says of itself, and of each key that goes whether it is there. Nothing else is sent. */
export const redisLook: LookKind = {
  name: 'redis',
  programs: new Set(['redis-cli']),
  plan,
  read: ([heard], setting) => seenIn(heard?.text ?? '', commandOf(setting)),
};

/** What takes something away: the whole, one database, or keys. */
interface Taking {
  readonly kind: 'flushall' | 'flushdb' | 'keys';
  readonly keys: readonly string[];
}

/** More keys of one call are not asked about. */
const mostKeys = 50;

function commandOf({ args }: ToolInvocation): Taking | undefined {
  const [command = '', ...rest] = args.operands.map(({ text }) => text);
  switch (command.toLowerCase()) {
    case 'flushall':
    case 'flushdb':
      return { kind: command.toLowerCase() === 'flushall' ? 'flushall' : 'flushdb', keys: [] };
    case 'del':
    case 'unlink':
      return rest.length === 0 || rest.length > mostKeys ? undefined : { kind: 'keys', keys: rest };
    default:
      return undefined;
  }
}

function plan(setting: ToolInvocation, effects: readonly Effect[]): Omit<Lookup, 'kind'> | undefined {
  const taking = commandOf(setting);
  const to = connectionOf(setting);
  if (taking === undefined || to === undefined) return undefined;
  const { password } = to;
  const isWithheld = password === undefined && setting.world.credentials?.['REDISCLI_AUTH'] !== undefined;
  return {
    place: `Redis ${effects[0]?.target.account ?? to.host}`,
    program: 'redis-cli',
    runs: [[...to.words, '--no-auth-warning', '--raw']],
    env: {
      HOME: setting.world.home,
      REDISCLI_RCFILE: '/dev/null',
      REDISCLI_HISTFILE: '/dev/null',
      ...(password === undefined ? {} : { REDISCLI_AUTH: password }),
    },
    input: questionsOf(taking),
    secrets: password === undefined ? [] : [password],
    ...(isWithheld ? { withheld: 'REDISCLI_AUTH' } : {}),
  };
}

interface Connection {
  readonly host: string;
  readonly words: readonly string[];
  readonly password: string | undefined;
}

/** As redis-cli itself reads it. A cluster is many servers: none is asked. */
function connectionOf(setting: ToolInvocation): Connection | undefined {
  const { args, world } = setting;
  if (hasOption(args, '-c', '--cluster', '-x', '-X', '--pipe')) return undefined;
  const url = optionValue(args, '-u', '--uri')?.text;
  const address = url === undefined ? undefined : readAddress(url);
  if (url !== undefined && (address === undefined || !/^rediss?:\/\//.test(url))) return undefined;
  const login = /^\w+:\/\/([^@/?#]*)@/.exec(url ?? '')?.[1] ?? '';
  const words: string[] = [];
  let isSafe = true;
  const add = (option: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    // What begins with a dash would be another word of the client.
    isSafe &&= !value.startsWith('-');
    words.push(option, value);
  };
  const host = address?.hosts[0] ?? optionValue(args, '-h')?.text;
  add('-h', host);
  add('-p', address?.port ?? optionValue(args, '-p')?.text);
  add('-s', optionValue(args, '-s')?.text);
  add('-n', address?.database ?? optionValue(args, '-n')?.text);
  add('--user', address?.user ?? optionValue(args, '--user')?.text);
  if (url?.startsWith('rediss:') || hasOption(args, '--tls')) words.push('--tls');
  for (const name of ['--cacert', '--cert', '--key']) {
    const file = optionValue(args, name)?.text;
    add(name, file === undefined ? undefined : pathIn(directoryOf(setting), file, world));
  }
  add('--sni', optionValue(args, '--sni')?.text);
  const inUrl = login.includes(':') ? plain(login.slice(login.indexOf(':') + 1)) : undefined;
  const password =
    inUrl ?? optionValue(args, '-a', '--pass')?.text ?? variable(setting, 'REDISCLI_AUTH')?.text;
  return isSafe ? { host: host ?? 'this machine', words, password } : undefined;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const mark = 'countersign-look';

/** Each answer stands behind a line that says whose it is. */
function questionsOf({ keys }: Taking): string {
  const about = keys.flatMap((key, at) => [
    `ECHO ${mark}:type:${at}`,
    `TYPE ${quoted(key)}`,
    `ECHO ${mark}:bytes:${at}`,
    `MEMORY USAGE ${quoted(key)}`,
  ]);
  const server = ['server', 'replication', 'keyspace'].flatMap((part) => [
    `ECHO ${mark}:info:${part}`,
    `INFO ${part}`,
  ]);
  return [...server, ...about, `ECHO ${mark}:end:0`, ''].join('\n');
}

/** Byte by byte, so that nothing in a key is a word of its own. */
function quoted(key: string): string {
  const bytes = [...new TextEncoder().encode(key)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
  return `"${bytes.join('')}"`;
}

function seenIn(output: string, taking: Taking | undefined): Seen | undefined {
  const parts = partsOf(output);
  const version = /^redis_version:([\w.+-]{1,40})\r?$/m.exec(parts.get('info:server') ?? '')?.[1];
  if (version === undefined || taking === undefined) return undefined;
  const role = /^role:(master|slave)\r?$/m.exec(parts.get('info:replication') ?? '')?.[1];
  const by = {
    server: `Redis ${version}`,
    ...(role === undefined ? {} : ({ role: role === 'master' ? 'primary' : 'standby' } as const)),
  };
  return { by, preview: (effect) => previewOf(effect, taking, parts) };
}

function partsOf(output: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  let at = '';
  for (const line of output.split('\n').slice(0, 5_000)) {
    const name = line.startsWith(`${mark}:`) ? line.slice(mark.length + 1).trim() : undefined;
    if (name !== undefined) at = name;
    else parts.set(at, `${parts.get(at) ?? ''}${line}\n`);
  }
  return parts;
}

function previewOf(effect: Effect, taking: Taking, parts: ReadonlyMap<string, string>): Preview | undefined {
  const sources = ['command'];
  if (taking.kind === 'keys')
    return { items: taking.keys.flatMap((key, at) => keyRow(key, at, parts)), sources };
  const keyspace = parts.get('info:keyspace');
  if (keyspace === undefined || /^(?:ERR|NOPERM|NOAUTH)\b/m.test(keyspace)) return undefined;
  const databases = [...keyspace.matchAll(/^db(\d{1,6}):keys=(\d{1,15}),/gm)];
  const wanted =
    taking.kind === 'flushall' ? databases : databases.filter(([, db]) => db === databaseOf(effect));
  return {
    items: wanted.map(([, db = '', keys = '0']) =>
      lost({ noun: 'all keys of', name: `database ${db}`, count: Number(keys) }),
    ),
    sources,
  };
}

function databaseOf({ target }: Effect): string {
  return /^\d{1,6}$/.test(target.scope ?? '') ? (target.scope ?? '0') : '0';
}

/** Nothing where the key is not there. */
function keyRow(key: string, at: number, parts: ReadonlyMap<string, string>): readonly ObjectItem[] {
  const type = (parts.get(`type:${at}`) ?? '').trim();
  if (type === 'none') return [];
  const bytes = /^\d{1,15}$/.exec((parts.get(`bytes:${at}`) ?? '').trim())?.[0];
  const isKnown = /^[a-z][\w-]{0,40}$/i.test(type);
  return [
    lost({
      noun: 'key',
      name: key,
      about: [
        ...(isKnown ? [{ is: 'type', text: type } as const] : []),
        ...(bytes === undefined ? [] : [{ is: 'bytes', text: bytes } as const]),
      ],
    }),
  ];
}

function lost(row: Pick<ObjectItem, 'noun' | 'name'> & Partial<ObjectItem>): ObjectItem {
  return { kind: 'object', sign: 'deleted', consequence: 'data-lost', ...row };
}
