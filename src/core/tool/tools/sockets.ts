import { hasOption, optionGrammar } from '../../command/arguments.js';
import { remoteHost } from '../../target/host.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { headersOf } from '../carried/parts.js';
import { requestsIn } from '../carried/request-text.js';
import type { Draft, Tool, ToolContext } from '../table.js';
import { sendingDrafts } from './http.js';
import { redisVerb } from './redis-commands.js';

/** Where a plain connection leads, as far as its words tell. */
interface FarEnd {
  readonly host: string;
  readonly port: string;
}

/** `nc HOST PORT`, `telnet HOST PORT`, `socat - TCP:HOST:PORT`, `openssl s_client -connect HOST:PORT`. */
function farEnd({ args }: ToolInvocation): FarEnd {
  const words = args.operands.map(({ text }) => text);
  const named = [...(args.options.get('-connect') ?? []).map(({ text }) => text), ...words].find((word) => /^(?:[a-z0-9-]+:)?[\w.-]+:\d+/i.test(word));
  const [, host = words[0] ?? 'host', port = words[1] ?? ''] = /^(?:(?:tcp|ssl|openssl|udp)[\w-]*:)?([\w.-]+):(\d+)/i.exec(named ?? '') ?? [];
  return { host, port };
}

const stores = /^(?:6379|6380|11211)$/;

/** What the text does that goes over a connection: requests of HTTP, commands of a store. Undefined where it is neither. */
function saidOver({ host, port }: FarEnd, setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  const text = setting.invocation.stdin?.text ?? '';
  // A store's own word for losing all that it holds says so wherever it is heard.
  if (/^flush_?(?:all|db)\b/im.test(text)) return [{ verb: 'destroy', resource: 'keys', reach: 'uncountable' }];
  const requests = requestsIn(text);
  const drafts = requests.flatMap(({ method, path, headers, body }) => {
    const named = headersOf(headers);
    const authority = named.get('host') ?? (port === '' ? host : `${host}:${port}`);
    const url = { text: /^https?:/.test(path) ? path : `http://${authority}${path}`, opaque: [] };
    return sendingDrafts({ method, urls: [url], body: body !== '', uploads: [], parts: body === '' ? [] : [{ text: body }], headers: named }, setting, context);
  });
  if (drafts.length > 0) return drafts;
  const [command = '', key = ''] = stores.test(port) ? text.trim().split(/\s+/) : [];
  const verb = redisVerb(command === 'delete' ? 'DEL' : command, key);
  return verb === 'unknown' || command === '' ? undefined : [{ verb, resource: `keys ${key}`.trim(), reach: verb === 'destroy' ? 'uncountable' : 1 }];
}

/** Raw connections: what goes through them is read where it is known. A listener with a program is a way in. */
const plain: Tool = {
  programs: ['nc', 'ncat', 'netcat', 'socat', 'websocat', 'telnet'],
  system: 'http',
  grammar: optionGrammar({ valued: '-e --exec -c --sh-exec -p -s -w -i -X -x', flags: '-l -v -n -z -u -k -d' }),
  clues: 'none',
  // Not all of them know a word for help, and a listener that does not know it listens.
  help: [],
  target: (setting) => remoteHost(farEnd(setting).host),
  rows: [],
  beyond: (setting, context) => {
    const { args, invocation } = setting;
    const words = invocation.argv.slice(1).map((word) => word.text);
    if (words.length === 1 && /^(?:-h|--help|--version)$/.test(words[0] ?? '')) return [{ verb: 'read', resource: 'help' }];
    const shell = hasOption(args, '-e', '--exec', '-c', '--sh-exec') || words.some((word) => /^(?:exec|system):/i.test(word));
    if (shell) return [{ verb: 'expose', resource: 'shell of this machine', traits: ['privileged'] }];
    const said = saidOver(farEnd(setting), setting, context);
    if (said !== undefined) return said;
    const control = words.some((word) => /\.sock$|^unix(?:-connect)?:/i.test(word));
    const says = invocation.stdin?.text ?? '';
    if (control && /\b(?:disable|shutdown|stop|del|delete|clear|set|kill|quit|reload|flush|enable)\b/i.test(says)) {
      return [{ verb: 'stop', resource: says.trim().slice(0, 200), where: { system: 'host', name: 'control socket', clues: [] } }];
    }
    if (control && (invocation.stdin === undefined || invocation.stdin.opaque.length > 0)) return [{ verb: 'unknown', resource: 'control socket' }];
    return [{ verb: control ? 'read' : 'unknown', resource: args.operands[0]?.text ?? 'host' }];
  },
};

/** `openssl s_client` is a connection like these; what else openssl does is computed here. */
const encrypted: Tool = {
  programs: ['openssl'],
  system: 'openssl',
  grammar: optionGrammar({ style: 'single-dash', valued: '-connect -servername -cert -key -CAfile -CApath -proxy -starttls -alpn' }),
  clues: 'none',
  target: (setting) => (connects(setting) ? remoteHost(farEnd(setting).host) : { system: 'openssl', name: 'openssl', clues: [] }),
  rows: [],
  beyond: (setting, context) => (connects(setting) ? saidOver(farEnd(setting), setting, context) : undefined) ?? [{ verb: 'unknown', resource: 'openssl' }],
};

function connects({ args }: ToolInvocation): boolean {
  return args.operands[0]?.text === 's_client';
}

export const sockets: readonly Tool[] = [plain, encrypted];
