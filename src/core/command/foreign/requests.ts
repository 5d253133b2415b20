import { OPAQUE_MARK } from '../invocation.js';
import { type Given, jsonOfKnown, type Known, type Thing, textOfKnown, type WayStep } from './known.js';

/** Libraries that send requests, by the way to their client. */
const clients =
  /^(?:requests|httpx|aiohttp|urllib3|urllib\.request|http\.client|https?|http2|axios|got|ky|superagent|node-fetch|cross-fetch|undici|needle|GuzzleHttp\\Client|Illuminate\\Support\\Facades\\Http|Http|fetch|ofetch|\$fetch|wretch|tls_client|curl_cffi)(?:\.|$)/;

/** A request as the words of `curl`; undefined for a call that is none. */
export function requestWords(thing: Thing, given: Given): readonly string[] | undefined {
  const path = [thing.root, ...thing.steps.map((step) => step.name)].filter((part) => part !== '').join('.');
  if (path === 'curl_setopt') return curlWords(given);
  if (path === 'file_get_contents' || path === 'fopen') return contextWords(given);
  if (!clients.test(path)) return undefined;
  const last = thing.steps.at(-1)?.name ?? thing.root;
  const options = optionsOf(given);
  const stated = /^(?:delete|put|patch|post|get|head|options)$/i.test(last) ? last : undefined;
  const isSending =
    stated !== undefined ||
    /^(?:request|fetch|axios|got|ky|urlopen|Request|send|node-fetch|undici|ofetch|\$fetch)$/.test(last);
  if (!isSending) return undefined;
  // Node's own modules know no method but by `request`; `get` and a server's parts send nothing else.
  if (/^https?(?:\.|$)/.test(path) && !/^https?\.(?:client\..*)?request$/.test(path)) return undefined;
  const first = textOfKnown(given.args[0]);
  const named = /^(?:request)$/.test(last) && /^(?:delete|put|patch|post|get|head)$/i.test(first);
  const method = (stated ?? (named ? first : (options.get('method') ?? 'GET'))).toUpperCase();
  const url =
    options.get('url') ??
    (named ? textOfKnown(given.args[1]) : given.args[0]?.kind === 'record' ? ofParts(options) : first);
  const address = based(url, thing.steps);
  if (!/^https?:\/\//.test(address) && !address.startsWith('/'))
    return method === 'GET' ? undefined : ['curl', '-X', method, address === '' ? OPAQUE_MARK : address];
  return ['curl', '-X', method, address, ...headerWords(given), ...bodyWords(given, last)];
}

/** PHP's `file_get_contents($url, false, stream_context_create(['http' => ['method' => 'DELETE']]))`. */
function contextWords({ args }: Given): readonly string[] | undefined {
  const made = args.find((one) => one.kind === 'thing' && one.steps.at(-1)?.name === 'stream_context_create');
  const options = made?.kind === 'thing' ? made.steps.at(-1)?.called?.args[0] : undefined;
  const http = options?.kind === 'record' ? options.entries.get('http') : undefined;
  if (http?.kind !== 'record') return undefined;
  const method = textOfKnown(http.entries.get('method') ?? { kind: 'text', text: 'GET' });
  const body = http.entries.get('content');
  return [
    'curl',
    '-X',
    method,
    textOfKnown(args[0]),
    ...(body === undefined ? [] : ['--data-raw', textOfKnown(body)]),
  ];
}

/** PHP's `curl_setopt($c, CURLOPT_CUSTOMREQUEST, 'DELETE')`. */
function curlWords({ args: [handle, option, value] }: Given): readonly string[] | undefined {
  const name = option?.kind === 'thing' ? (option.steps.at(-1)?.name ?? '') : '';
  const url = handle?.kind === 'thing' ? textOfKnown(handle.steps.at(-1)?.called?.args[0]) : OPAQUE_MARK;
  if (name === 'CURLOPT_CUSTOMREQUEST') return ['curl', '-X', textOfKnown(value), url];
  return name === 'CURLOPT_POSTFIELDS'
    ? ['curl', '-X', 'POST', url, '--data-raw', textOfKnown(value)]
    : undefined;
}

/** `{ hostname: 'h', path: '/p' }`. */
function ofParts(options: ReadonlyMap<string, string>): string {
  const host = options.get('host') ?? options.get('hostname');
  if (host === undefined) return '';
  const port = options.get('port');
  return `https://${host}${port === undefined ? '' : `:${port}`}${options.get('path') ?? '/'}`;
}

/** Text that is sent over a connection, as the `nc` that it is fed to: `socket.create_connection((host, port)).sendall(text)`. */
export function socketWords(
  thing: Thing,
  given: Given,
): { readonly words: readonly string[]; readonly input: string } | undefined {
  const last = thing.steps.at(-1)?.name ?? '';
  if (
    !/^(?:socket|ssl|net|tls|fsockopen|stream_socket_client)$/.test(
      thing.root === '' ? (thing.steps[0]?.name ?? '') : thing.root,
    )
  )
    return undefined;
  if (!/^(?:send|sendall|sendto|write|end)$/.test(last)) return undefined;
  const [text] = given.args;
  if (text?.kind !== 'text') return undefined;
  const places = thing.steps.flatMap(({ called }) => called?.args ?? []);
  const options = thing.steps.flatMap(({ called }) => (called === undefined ? [] : [...optionsOf(called)]));
  const texts = [
    ...places
      .flatMap((one) => (one.kind === 'list' ? one.items : [one]))
      .flatMap((one) => (one.kind === 'text' ? [one.text] : [])),
    ...options.filter(([name]) => /^(?:host|port)$/.test(name)).map(([, value]) => value),
  ];
  const host = texts.find((one) => /^[\w-]+(?:\.[\w-]+)+$/.test(one) || one === 'localhost') ?? OPAQUE_MARK;
  const port = texts.find((one) => /^\d{1,5}$/.test(one)) ?? '';
  return { words: ['nc', host, port].filter((one) => one !== ''), input: text.text };
}

/** `base_url`, `baseURL`, `prefixUrl` of the client on the way. */
function based(url: string, steps: readonly WayStep[]): string {
  if (/^https?:\/\//.test(url)) return url;
  const connected = steps.find(({ name }) => /^HTTPS?Connection$/.test(name))?.called;
  if (connected !== undefined) return `https://${textOfKnown(connected.args[0])}${url}`;
  const base = steps.flatMap((step) =>
    step.called === undefined
      ? []
      : [...optionsOf(step.called)]
          .filter(([name]) => /^(?:base_?url|baseuri|base_uri|prefixurl)$/i.test(name))
          .map(([, value]) => value),
  )[0];
  return base === undefined ? url : `${base.replace(/\/$/, '')}/${url.replace(/^\//, '')}`;
}

/** Texts among the arguments by their names. */
function optionsOf({ args, named }: Given): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of [...args.flatMap(entriesOf), ...named])
    if (value.kind === 'text') found.set(name, value.text);
  return found;
}

function entriesOf(value: Known): readonly (readonly [string, Known])[] {
  return value.kind === 'record' ? [...value.entries] : [];
}

function headerWords({ args, named }: Given): readonly string[] {
  const headers = [...args.flatMap(entriesOf), ...named]
    .filter(([name]) => name === 'headers')
    .flatMap(([, value]) => entriesOf(value));
  const auth = [...args.flatMap(entriesOf), ...named].some(([name]) => name === 'auth')
    ? ['-H', `Authorization: ${OPAQUE_MARK}`]
    : [];
  return [
    ...headers.slice(0, 20).flatMap(([name, value]) => ['-H', `${name}: ${textOfKnown(value)}`]),
    ...auth,
  ];
}

/** What is sent: a text as it stands, anything else as JSON. */
function bodyWords({ args, named }: Given, last: string): readonly string[] {
  const given = [...args.slice(0, 3).flatMap(entriesOf), ...named]
    .filter(([name]) => /^(?:json|data|body|content|form|form_params|payload|files|searchParams)$/.test(name))
    .map(([, value]) => value);
  const second =
    /^(?:post|put|patch)$/i.test(last) &&
    args[1] !== undefined &&
    args[1].kind !== 'unknown' &&
    given.length === 0
      ? [args[1]]
      : [];
  return [...given, ...second].slice(0, 3).flatMap((value) => {
    const path = value.kind === 'thing' ? openedPath(value) : undefined;
    if (path !== undefined) return ['--data-binary', `@${path}`];
    return [
      '--data-raw',
      value.kind === 'text'
        ? value.text
        : value.kind === 'thing'
          ? OPAQUE_MARK
          : JSON.stringify(jsonOfKnown(value)),
    ];
  });
}

/** `open('.env').read()`, `fs.readFileSync('.env')`, `new File(...)`: the file whose content is meant. */
function openedPath(thing: Thing): string | undefined {
  const step = thing.steps.find(
    ({ name, called }) =>
      called !== undefined &&
      /^(?:open|readFile|readFileSync|createReadStream|file_get_contents|fopen)$/.test(name),
  );
  const first = step?.called?.args[0];
  return first?.kind === 'text' ? first.text : undefined;
}
