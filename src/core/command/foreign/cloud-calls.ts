import { OPAQUE_MARK } from '../invocation.js';
import { act } from './acts.js';
import { amountsTo, type Scan } from './amounts.js';
import { LiteralReader, literalText } from './literal.js';

/** Sends one request, each told once. */
type Send = (method: string, url: string) => void;

/** Calls of cloud kits, HTTP clients and database drivers, as the command-line calls that they amount to. */
export function readCloudCalls(text: string, scan: Scan): void {
  if (/\bboto3\b/.test(text)) readBoto(text, scan);
  if (scan.language === 'ruby' && text.includes('Aws::')) readRubyAws(text, scan);
  const sent = new Set<string>();
  const send = (method: string, url: string): void => {
    const words = ['curl', '-X', method.toUpperCase(), url];
    if (!sent.has(words.join(' '))) amountsTo(words, scan);
    sent.add(words.join(' '));
  };
  readRequests(text, scan, send);
  if (scan.language === 'ruby') {
    readRubyRequests(text, scan, send);
    readRubyShells(text, scan);
  }
  readStatements(text, scan);
}

function kebab(name: string): string {
  return name
    .replace(/_/g, '-')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** `boto3.client("ec2").terminate_instances(InstanceIds=[…])` is `aws ec2 terminate-instances --instance-ids …`. */
function readBoto(text: string, scan: Scan): void {
  const services = new Map<string, string>();
  const made =
    /\.(?:client|resource)\((?<=(?:(\w+)\s*=\s*)?[\w.]+\.(?:client|resource)\()\s*["']([\w-]+)["'](?:(?!\.(?:client|resource)\()[^)])*\)(?:\.(\w+)\s*\()?/g;
  for (const match of text.matchAll(made)) {
    const [whole, name, service, method] = match;
    if (name !== undefined && service !== undefined) services.set(name, service);
    if (service !== undefined && method !== undefined)
      aws(service, method, match.index + whole.length, text, scan);
  }
  for (const match of text.matchAll(/\b(\w+)\.(\w+)\s*\(/g)) {
    const service = services.get(match[1] ?? '');
    if (service !== undefined) aws(service, match[2] ?? '', match.index + match[0].length, text, scan);
  }
}

/** `Aws::RDS::Client.new(profile: "prod").delete_db_instance(…)`, by a variable or at once. */
function readRubyAws(text: string, scan: Scan): void {
  const services = new Map<string, readonly [service: string, profile: string | undefined]>();
  for (const match of text.matchAll(
    /(?:\b(\w+)\s*=\s*)?Aws::(\w+)::(?:Client|Resource)\.new(?:\(([^()]*)\))?(?:\.(\w+))?/g,
  )) {
    const [, name, service = '', given = '', method] = match;
    const profile = /\bprofile:\s*["']([\w.-]+)["']/.exec(given)?.[1];
    if (name !== undefined && method === undefined) services.set(name, [service.toLowerCase(), profile]);
    if (method !== undefined)
      rubyCall([service.toLowerCase(), profile], method, text.slice(match.index + match[0].length), scan);
  }
  for (const match of text.matchAll(/\b(\w+)\.(\w+)(?=\(|\s)/g)) {
    const made = services.get(match[1] ?? '');
    if (made !== undefined) rubyCall(made, match[2] ?? '', text.slice(match.index + match[0].length), scan);
  }
}

function rubyCall(
  [service, profile]: readonly [string, string | undefined],
  method: string,
  rest: string,
  scan: Scan,
): void {
  const given = /^\(([^()]*)\)/.exec(rest.slice(0, 1_000))?.[1] ?? '';
  const options = [...given.matchAll(/\b(\w+):\s*["']([^"']*)["']/g)].slice(0, 20);
  amountsTo(
    [
      'aws',
      service,
      kebab(method),
      ...options.flatMap(([, name = '', value = '']) => [`--${kebab(name)}`, value]),
      ...(profile === undefined ? [] : ['--profile', profile]),
    ],
    scan,
  );
}

function aws(service: string, method: string, from: number, text: string, scan: Scan): void {
  const words = ['aws', service, kebab(method)];
  const body = text.slice(from, from + 500);
  for (const match of body.matchAll(/\b([A-Z]\w*)\s*=\s*/g)) {
    const value = literalText(new LiteralReader(body, match.index + match[0].length, scan.variables).read());
    words.push(`--${kebab(match[1] ?? '')}`, value);
    if (words.length > 20) break;
  }
  amountsTo(words, scan);
}

/** A method beside an address is a request, as every library has it: `requests.delete("https://…")`, `DELETE => 'https://…'`, `fetch`. */
function readRequests(text: string, scan: Scan, send: Send): void {
  const beside =
    /(?:(?:\.|->|::)(delete|put|patch|post)!?|["']?\b(DELETE|PUT|PATCH)\b["']?\s{0,4}(?:=>|,)?)[\s(]{0,4}(?:url\s{0,4}[:=]\s{0,4})?/g;
  for (const match of text.matchAll(beside)) {
    const url = new LiteralReader(text, match.index + match[0].length, scan.variables).read();
    const isClient = /\b(?:requests|httpx|axios|got|ky|session|client|http)$/.test(
      text.slice(Math.max(0, match.index - 10), match.index),
    );
    if (url.kind === 'text' && (isClient ? /^https?:|^\// : /^https?:\/\//).test(url.text))
      send(match[1] ?? match[2] ?? '', url.text);
  }
  for (const match of text.matchAll(/\bfetch\(\s*(?=["'`])/g)) {
    const reader = new LiteralReader(text, match.index + match[0].length, scan.variables);
    const url = reader.read();
    const method = /method\s*:\s*["'](\w+)["']/i.exec(text.slice(reader.end, reader.end + 300))?.[1];
    if (url.kind === 'text' && method !== undefined && !/^get$/i.test(method)) send(method, url.text);
  }
}

/** `HTTParty.delete(url)`, `Faraday.new(url: base).delete(path)`, `Net::HTTP.start(host) { |h| h.delete(path) }`. */
function readRubyRequests(text: string, scan: Scan, send: Send): void {
  if (!/\b(?:Net::HTTP|HTTParty|Faraday|RestClient|HTTP|Excon|Typhoeus|HTTPClient|Curl)\b/.test(text)) return;
  const base = /["'](https?:\/\/[^"']+)["']/.exec(text)?.[1];
  const host = base ?? /Net::HTTP\.(?:start|new)\(\s*["']([\w.-]+)["']/.exec(text)?.[1] ?? OPAQUE_MARK;
  const origin = /^https?:/.test(host) ? (/^https?:\/\/[^/]*/.exec(host)?.[0] ?? host) : `https://${host}`;
  for (const match of text.matchAll(
    /\.(?:(delete|put|patch)[\s(]\s*|send_request\(\s{0,4}["'](DELETE|PUT|PATCH)["']\s{0,4},\s{0,4})(?=["'])/g,
  )) {
    const receiver = text
      .slice(Math.max(0, match.index - 60), match.index)
      .split(/\W/)
      .at(-1);
    if (receiver !== undefined && receiver !== '' && isCollection(receiver, text)) continue;
    const path = new LiteralReader(text, match.index + match[0].length, scan.variables).read();
    if (path.kind !== 'text' || !/^https?:|^\//.test(path.text)) continue;
    send(match[1] ?? match[2] ?? '', path.text.startsWith('/') ? `${origin}${path.text}` : path.text);
  }
}

/** A hash, a list or a set of the program's own forgets an entry and nothing else. */
function isCollection(name: string, text: string): boolean {
  return [...text.matchAll(/\b(\w{1,60})\s{0,4}=\s{0,4}(?:\{|\[|Hash\b|Set\b|Array\b|ENV\b)/g)].some(
    ([, given]) => given === name,
  );
}

/** `Net::SSH.start(host, user) { |ssh| ssh.exec!(command) }`. */
function readRubyShells(text: string, scan: Scan): void {
  const host = /\bNet::SSH\.start[\s(]{0,4}(["'])([\w.@-]+)\1/.exec(text)?.[2];
  if (host === undefined && !text.includes('Net::SSH')) return;
  for (const match of text.matchAll(/\.exec!?[ \t(]{0,4}(?=["'])/g)) {
    const command = new LiteralReader(text, match.index + match[0].length, scan.variables).read();
    act('words', 'ssh', [{ kind: 'list', items: ['ssh', host ?? OPAQUE_MARK, literalText(command)] }], scan);
  }
}

const drivers: readonly (readonly [RegExp, (url: string, sql: string) => readonly string[]])[] = [
  [/\bsqlite3\b|better-sqlite3/, (url, sql) => ['sqlite3', url, sql]],
  [
    /psycopg|asyncpg|require\(['"]pg['"]\)|from ['"]pg['"]|postgres(?:ql)?:\/\//,
    (url, sql) => ['psql', url, '-c', sql],
  ],
  [/pymysql|MySQLdb|mysql\.connector|mysql2?['"]|mysql:\/\//, (url, sql) => ['mysql', url, '-e', sql]],
];

/** `cursor.execute("DROP TABLE …")` is the database client with that statement. */
function readStatements(text: string, scan: Scan): void {
  const driver = drivers.find(([pattern]) => pattern.test(text))?.[1];
  if (driver === undefined) return;
  const connection =
    /(?:connect|create_engine|Client|Pool|Database|createConnection)\(\s*(?:\{\s*connectionString\s*:\s*)?(["'])([^"']+)\1/.exec(
      text,
    )?.[2] ?? OPAQUE_MARK;
  for (const match of text.matchAll(
    /\.(?:execute|executescript|executemany|query|exec|run)\(\s*(?:text\(\s*)?(?=["'`rf])/g,
  )) {
    const sql = new LiteralReader(text, match.index + match[0].length, scan.variables).read();
    if (sql.kind === 'text' && /^\s*\w/.test(sql.text)) amountsTo(driver(connection, sql.text), scan);
  }
}
