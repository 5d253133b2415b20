import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { OPAQUE_MARK } from '../../command/invocation.js';
import { hostOfUrl, urlTarget } from '../../target/host.js';
import { isLoopback } from '../../target/loopback.js';
import { isTrialAddress } from '../../target/trial-address.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { meantMethod } from '../carried/meant-method.js';
import { filePart, headersOf, literalPart } from '../carried/parts.js';
import { type CarriedPart, carriedDrafts } from '../carried/request.js';
import { settingsOfParts } from '../carried/settings.js';
import { isControlPlane } from '../control-planes.js';
import { disarmedIn } from '../disarmed.js';
import type { Trait, Verb } from '../effect.js';
import { givenPath } from '../files/draft.js';
import { onEach, onEachOver } from '../files/file-tool.js';
import { secretRank } from '../files/secrets.js';
import type { Draft, Tool, ToolContext } from '../table.js';
import { tunnelSwitch } from '../tunnel.js';
import { carrierDraft } from './carriers.js';
import { withExpansions } from './curl-expansions.js';
import { forgeMeaning, isForge } from './forge-requests.js';

/** Words of a path or a query that say that something ends, whatever the method. */
const ending =
  /(?:^|[/_.?&=:-])(?:do)?(?:delete|destroy|drop|purge|remove|terminate|wipe|truncate|flush|flushall|revoke|unregister|decommission|shutdown|_delete_by_query|delete_by_query|_close|force[-_]?merge|disable|deactivate|reset|rollback|kill|cancel|archive|expunge|erase)(?:$|[/_.?&=:-])|doDelete|doWipeOut|doKill/i;

/** The same as the first word of a name: `/action/deleteMany`, `:purgeAll`. */
const endingName = /[/:.](?:delete|destroy|drop|purge|remove|terminate|wipe|truncate|flush|revoke|erase)(?=[A-Z])/;

/** Words of a path that end a service's own process. */
const stopping = /(?:^|[/_.-])(?:quit|quietdown|safeexit|saferestart|shutdown|poweroff|halt)(?:$|[/?#])/i;

export interface Sending {
  readonly method: string;
  readonly urls: readonly Value[];
  /** True when text or a file goes along. */
  readonly body: boolean;
  /** Files that are sent. */
  readonly uploads: readonly Value[];
  /** The body in its parts, as far as it can be read. */
  readonly parts?: readonly CarriedPart[];
  readonly headers?: ReadonlyMap<string, string>;
  /** An account or a token goes along that stands in no header. */
  readonly credential?: boolean;
}

/** What a request does: by the statements that it carries, else by its method and the words of its path. */
export function sendingDrafts(given: Sending, setting: ToolInvocation, context: ToolContext): readonly Draft[] {
  const sending = { ...given, method: meantMethod(given.method, given.headers, given.parts) };
  const uploads = sending.uploads.map((value) => givenPath(value, setting));
  const isRemote = sending.urls.some((url) => !isLoopback(hostOfUrl(url.text)));
  const leaks = uploads.some(
    (path) =>
      (isRemote && secretRank(path.place.path, setting.world.home) === 'project') ||
      path.place.traits.includes('secret') ||
      path.place.region === 'system' ||
      path.place.region === 'home',
  );
  return sending.urls.flatMap((url) => {
    const carried = leaks ? undefined : carriedIn(sending, url, setting, context);
    return carried ?? [meant(byMethod(sending, url, leaks, setting.switches.has(tunnelSwitch)), sending, url.text, setting)];
  });
}

/** What the fields of a body make of a request: a forge's own words, and everywhere a guard that is taken away. */
function meant(draft: Draft, { method, parts = [] }: Sending, url: string, setting: ToolInvocation): Draft {
  const host = hostOfUrl(url);
  const path = pathOfUrl(url);
  if (isLoopback(host)) return draft;
  if (method.includes(OPAQUE_MARK)) return { ...draft, verb: 'execute', traits: [...(draft.traits ?? []), 'opaque-code'], opaque: [method] };
  if (draft.verb !== 'modify' && draft.verb !== 'create') return draft;
  // Jenkins' console takes a program of its own language.
  if (/\/script(?:Text)?\/?$/.test(path.replace(/[?#].*/s, '')) && parts.length > 0)
    return { ...draft, verb: 'execute', traits: [...(draft.traits ?? []), 'opaque-code'] };
  if (isForge(host, path)) return { ...draft, ...forgeMeaning(method, path, parts, setting.world) };
  if (method !== 'PUT' && method !== 'PATCH') return draft;
  const about = lastWordOf(path);
  const found = disarmedIn(settingsOfParts(parts, about.toLowerCase(), setting.world), []);
  if (found === 'off') return { ...draft, verb: 'modify', traits: [...(draft.traits ?? []), 'protection-off'] };
  return found === 'none' ? { ...draft, verb: 'stop' } : draft;
}

/** `…/versioning`, `?versioning=`: what of the thing is set. */
function lastWordOf(path: string): string {
  const end = path.slice(path.lastIndexOf('?') + 1).split('#', 1)[0] ?? '';
  const word = end.endsWith('=') ? end.slice(0, -1) : end;
  return word.split(/[^A-Za-z_-]/).at(-1) ?? '';
}

/** The statements that go to one address. A method that deletes says enough by itself. */
function carriedIn(sending: Sending, url: Value, setting: ToolInvocation, context: ToolContext): readonly Draft[] | undefined {
  const { headers = new Map(), parts = [], credential = false } = sending;
  if (sending.method === 'DELETE' || sending.method === 'PURGE') return undefined;
  return carriedDrafts({ url, headers, parts, credential }, setting, context);
}

function byMethod(sending: Sending, url: Value, leaks: boolean, isTunnelled: boolean): Draft {
  const verb = verbOf(sending, url.text);
  const traits: Trait[] = leaks ? ['exfiltration'] : [];
  if (verb !== 'read' && isControlPlane(hostOfUrl(url.text), pathOfUrl(url.text))) traits.push('control-plane');
  if (!isTunnelled && isTrialAddress(url.text)) traits.push('scratch');
  return {
    verb: leaks && verb === 'read' ? 'create' : verb,
    resource: shortUrl(url.text),
    traits,
    where: urlTarget(url.text),
    opaque: verb === 'read' || url.opaque.length === 0 ? [] : [url.text],
    ...(url.span === undefined ? {} : { span: url.span }),
  };
}

function verbOf({ method, body }: Sending, whole: string): Verb {
  const url = pathOfUrl(whole);
  switch (method) {
    case 'DELETE':
    case 'PURGE':
      return 'delete';
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
    case 'TRACE':
    case 'PROPFIND':
      return body && ends(url) ? 'delete' : 'read';
    default:
      if (stopping.test(url)) return 'stop';
      return ends(url) ? 'delete' : method === 'POST' ? 'create' : 'modify';
  }
}

function ends(url: string): boolean {
  return ending.test(url) || endingName.test(url);
}

function pathOfUrl(url: string): string {
  return url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/i, '');
}

/** Without credentials and query: what a person needs to recognise it. */
function shortUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
    .replace(/[?#].*/s, '')
    .slice(0, 300);
}

const curlGrammar = optionGrammar({
  valued:
    '-X --request -d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string -T --upload-file -o --output --output-dir -H --header -u --user -A --user-agent -b --cookie -c --cookie-jar -e --referer -m --max-time --connect-timeout -x --proxy -K --config -w --write-out -r --range -E --cert --key --cacert --url -D --dump-header --retry --retry-delay --preproxy --proxy1.0 --socks4 --socks4a --socks5 --socks5-hostname --noproxy --proxy-header --dns-servers --dns-interface --dns-ipv4-addr --dns-ipv6-addr --doh-url --abstract-unix-socket --resolve --connect-to --interface --limit-rate -C --continue-at -Y -y -z --time-cond --stderr --trace --trace-ascii --unix-socket --ciphers --aws-sigv4 --oauth2-bearer -Q --quote --variable --expand-url --expand-data --expand-json --expand-request --expand-header --expand-form --expand-data-raw --expand-output --expand-user --expand-upload-file --expand-config -t --telnet-option -U --proxy-user --mail-from --mail-rcpt -h --url-query --service --region --profile --access_key --secret_key',
  flags: '-s -S -L -k -f -i -I --head -v -O --remote-name -J -G --get -N -g -q -n -Z --fail -a --append -p -R -#',
});

const bodies = '-d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string -T --upload-file'.split(' ');

/** curl: its method, what it sends, and where it writes what it gets. */
export const curl: Tool = {
  programs: ['curl', 'curlie', 'awscurl'],
  system: 'http',
  grammar: curlGrammar,
  clues: 'none',
  help: ['--help', '-h', '--manual'],
  target: (setting) => urlTarget(setting.args.operands[0]?.text ?? ''),
  rows: [],
  beyond: (given, context) => {
    const setting = withExpansions(given);
    const { args } = setting;
    const urls = [...args.operands, ...(args.options.get('--url') ?? [])];
    const bodyValues = bodies.flatMap((name) => args.options.get(name) ?? []);
    const sending: Sending = {
      method: curlMethod(setting),
      urls,
      body: bodyValues.length > 0,
      uploads: uploadsOf(setting),
      parts: curlParts(setting),
      headers: headersOf([...(args.options.get('-H') ?? []), ...(args.options.get('--header') ?? [])].flatMap((value) => headerLines(value.text, setting))),
      credential: hasOption(args, '-u', '--user', '--oauth2-bearer', '--aws-sigv4', '-b', '--cookie', '-E', '--cert', '-n', '--netrc'),
    };
    const plain = urls.flatMap((url) => carrierDraft(url, setting));
    if (plain.length > 0) return [...plain, ...curlOutputs(setting)];
    const config = args.options.get('-K') ?? args.options.get('--config') ?? [];
    const drafts = [...sendingDrafts(sending, setting, context), ...curlOutputs(setting)];
    if (config.length === 0) return drafts;
    return [...drafts, { verb: 'execute', resource: 'requests of a configuration file', traits: ['opaque-selector'] }];
  },
};

/** `-H @file` holds one header a line. */
function headerLines(text: string, setting: ToolInvocation): readonly string[] {
  if (!text.startsWith('@')) return [text];
  return filePart(text.slice(1), setting).flatMap((part) => ('text' in part ? part.text.split('\n') : []));
}

function curlMethod(setting: ToolInvocation): string {
  const { args } = setting;
  const named = optionValue(args, '-X', '--request')?.text;
  if (named !== undefined) return named.toUpperCase();
  if (hasOption(args, '-I', '--head')) return 'HEAD';
  if (hasOption(args, '-T', '--upload-file')) return 'PUT';
  if (hasOption(args, '-G', '--get')) return 'GET';
  return hasOption(args, ...bodies) ? 'POST' : 'GET';
}

const dataOptions = '-d --data --data-ascii --data-binary --json'.split(' ');
const formOptions = '-F --form --form-string'.split(' ');

/** What curl sends as its body: `-d` and its kin are one text joined by `&`, each field of a form is one. */
function curlParts(setting: ToolInvocation): readonly CarriedPart[] {
  const { args } = setting;
  const values = (names: readonly string[]): readonly Value[] => names.flatMap((name) => args.options.get(name) ?? []);
  const data = values(dataOptions);
  const texts = [...data.filter((value) => !value.text.startsWith('@')), ...values(['--data-raw'])];
  const files = [
    ...data.filter((value) => value.text.startsWith('@')).map((value) => value.text.slice(1)),
    ...values(['-T', '--upload-file']).map((value) => value.text),
  ];
  const encoded = values(['--data-urlencode']).flatMap((value) => curlField(value, setting));
  const fields = values(formOptions).flatMap((value) => curlField(value, setting));
  const joined: readonly CarriedPart[] = texts.length === 0 ? [] : [{ text: texts.map((value) => value.text).join('&') }];
  return [...joined, ...files.flatMap((path) => filePart(path, setting)), ...encoded, ...fields];
}

/** `name=value`, `name=@file`, `name@file`. */
function curlField(value: Value, setting: ToolInvocation): readonly CarriedPart[] {
  const path = /^(?:[^=@]*=)?[@<]([^;]+)/s.exec(value.text)?.[1];
  return path === undefined ? [literalPart(value)] : filePart(path, setting);
}

/** `-d @file`, `-F name=@file`, `-T file`. */
function uploadsOf(setting: ToolInvocation): readonly Value[] {
  const { args } = setting;
  const inBody = bodies
    .flatMap((name) => args.options.get(name) ?? [])
    .flatMap((value) => {
      const path = /^(?:[^=@]*=)?[@<]([^;]+)/s.exec(value.text)?.[1];
      return path === undefined || path === '-' ? [] : [{ ...value, text: path }];
    });
  const whole = [...(args.options.get('-T') ?? []), ...(args.options.get('--upload-file') ?? [])];
  return [...inBody, ...whole.filter((value) => value.text !== '-' && value.text !== '.')];
}

function curlOutputs(setting: ToolInvocation): readonly Draft[] {
  const { args } = setting;
  const files = ['-o', '--output', '-D', '--dump-header', '-c', '--cookie-jar'].flatMap((name) => args.options.get(name) ?? []);
  return onEachOver(
    files.filter((value) => value.text !== '-'),
    setting,
  );
}

export const wget: Tool = {
  programs: ['wget', 'wget2', 'aria2c'],
  system: 'http',
  grammar: optionGrammar({
    valued:
      '-O --output-document -o --output-file -a --append-output -P --directory-prefix --method --body-data --body-file --post-data --post-file --header -U --user-agent -i --input-file -t --tries -T --timeout -e --execute --user --password -A -R -D -Q --limit-rate -d --dir --out',
    flags: '-q -c -r -N -nc -nv -nd -nH -np -k -p -m -b -l -S --spider',
  }),
  clues: 'none',
  target: (setting) => urlTarget(setting.args.operands[0]?.text ?? ''),
  rows: [],
  beyond: (setting, context) => {
    const { args } = setting;
    const posts = hasOption(args, '--post-data', '--post-file', '--body-data', '--body-file');
    const said = [...(args.options.get('-e') ?? []), ...(args.options.get('--execute') ?? [])]
      .map(({ text }) => /^\s*method\s*=\s*(\w+)/i.exec(text)?.[1])
      .find((one) => one !== undefined);
    const method = (optionValue(args, '--method')?.text ?? said)?.toUpperCase() ?? (posts ? 'POST' : 'GET');
    const uploads = [...(args.options.get('--post-file') ?? []), ...(args.options.get('--body-file') ?? [])];
    const files = ['-O', '--output-document', '-o', '--output-file', '-a'].flatMap((name) => args.options.get(name) ?? []);
    const runs = (args.options.get('-e') ?? []).concat(args.options.get('--execute') ?? []).some((value) => /use_askpass|output_document/i.test(value.text));
    return [
      ...sendingDrafts(
        {
          method,
          urls: args.operands,
          body: posts,
          uploads,
          parts: [
            ...[...(args.options.get('--post-data') ?? []), ...(args.options.get('--body-data') ?? [])].map(literalPart),
            ...uploads.flatMap((value) => filePart(value.text, setting)),
          ],
          headers: headersOf((args.options.get('--header') ?? []).map((value) => value.text)),
          credential: hasOption(args, '--user', '--password'),
        },
        setting,
        context,
      ),
      ...onEachOver(
        files.filter((value) => value.text !== '-'),
        setting,
      ),
      ...(runs ? [{ verb: 'execute', resource: 'wgetrc command', traits: ['opaque-code'] } satisfies Draft] : []),
    ];
  },
};

const methods = /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE|PURGE|LINK|UNLINK|TRACE)$/i;

/** HTTPie, xh and their like: `http DELETE URL field=value`. */
export const httpie: Tool = {
  programs: ['http', 'https', 'httpie', 'xh', 'xhs', 'ht'],
  system: 'http',
  grammar: optionGrammar({
    valued: '-a --auth -A --auth-type -o --output -p --print -s --style --session --timeout --proxy --verify --cert --raw --boundary',
    flags: '-f -j -b -h -v -d',
  }),
  clues: 'none',
  help: ['--help'],
  target: (setting) => urlTarget(setting.args.operands[0]?.text ?? ''),
  rows: [],
  beyond: (setting, context) => {
    const [first, ...rest] = setting.args.operands;
    if (first === undefined) return [{ verb: 'read', resource: 'help' }];
    const named = methods.test(first.text);
    const url = named ? rest[0] : first;
    const items = named ? rest.slice(1) : rest;
    const body = items.some((item) => /^[^:=@]+(?::?=|@|:=@|=@)/.test(item.text) && !/==/.test(item.text));
    const method = named ? first.text.toUpperCase() : body ? 'POST' : 'GET';
    const uploads = items.flatMap((item) => {
      const path = /^[^:=@]+(?::=|=)?@(.+)$/.exec(item.text)?.[1];
      return path === undefined ? [] : [{ ...item, text: path }];
    });
    const files = [...(setting.args.options.get('-o') ?? []), ...(setting.args.options.get('--output') ?? [])];
    const raw = [...(setting.args.options.get('--raw') ?? [])].map(literalPart);
    const fields = items.filter((item) => /^[^:=@]+:?=(?!=)/.test(item.text)).map((item) => ({ ...item, text: item.text.replace(/^([^:=@]+):?=/, '$1=') }));
    const sending: Sending = {
      method,
      urls: url === undefined ? [] : [url],
      body: body || raw.length > 0,
      uploads,
      parts: [...raw, ...fields.map(namedPart), ...uploads.flatMap((value) => filePart(value.text, setting)), ...(body ? [] : filePart('-', setting))],
      headers: headersOf(items.flatMap((item) => (/^[\w-]+:(?!=)/.test(item.text) ? [item.text] : []))),
      credential: hasOption(setting.args, '-a', '--auth', '--session'),
    };
    return [...sendingDrafts(sending, setting, context), ...onEach('modify', files, setting)];
  },
};

/** A field of its own: as JSON, so that no character of it ends it. */
function namedPart(value: Value): CarriedPart {
  const at = value.text.indexOf('=');
  return { text: JSON.stringify({ [value.text.slice(0, at)]: value.text.slice(at + 1) }) };
}

/** Windows PowerShell's requests. */
export const invokeWebRequest: Tool = {
  programs: ['Invoke-WebRequest', 'Invoke-RestMethod', 'iwr', 'irm'],
  system: 'http',
  grammar: optionGrammar({ style: 'single-dash', valued: '-Uri -Method -Body -InFile -OutFile -Headers -ContentType -Credential -Proxy -UserAgent' }),
  clues: 'none',
  target: (setting) => urlTarget((optionValue(setting.args, '-Uri') ?? setting.args.operands[0])?.text ?? ''),
  rows: [],
  beyond: (setting, context) => {
    const { args } = setting;
    const url = optionValue(args, '-Uri') ?? args.operands[0];
    const method = optionValue(args, '-Method')?.text.toUpperCase() ?? 'GET';
    const uploads = args.options.get('-InFile') ?? [];
    return [
      ...sendingDrafts(
        {
          method,
          urls: url === undefined ? [] : [url],
          body: hasOption(args, '-Body'),
          uploads,
          parts: [...(args.options.get('-Body') ?? []).map(literalPart), ...uploads.flatMap((value) => filePart(value.text, setting))],
          headers: headersOf(
            (args.options.get('-Headers') ?? [])
              .flatMap((value) => value.text.replace(/^@\{|\}$/g, '').split(/[;\n]/))
              .map((line) => line.replace(/['"]/g, '')),
          ),
          credential: hasOption(args, '-Credential', '-Authentication', '-Token'),
        },
        setting,
        context,
      ),
      ...onEach('modify', args.options.get('-OutFile') ?? [], setting),
    ];
  },
};
