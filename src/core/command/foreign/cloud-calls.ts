import { OPAQUE_MARK } from '../invocation.js';
import { amountsTo, type Scan } from './amounts.js';
import { LiteralReader, literalText } from './literal.js';

/** Calls of cloud kits, HTTP clients and database drivers, as the command-line calls that they amount to. */
export function readCloudCalls(text: string, scan: Scan): void {
  if (/\bboto3\b/.test(text)) readBoto(text, scan);
  readRequests(text, scan);
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

/** `requests.delete("https://…")` is `curl -X DELETE https://…`. */
function readRequests(text: string, scan: Scan): void {
  const methods =
    /(?<![\w.])(?:requests|httpx|axios|got|ky|session|client|http)\.(delete|put|patch|post)\s*\(\s*/g;
  for (const match of text.matchAll(methods)) {
    const url = new LiteralReader(text, match.index + match[0].length, scan.variables).read();
    if (url.kind === 'text' && /^https?:|^\//.test(url.text))
      amountsTo(['curl', '-X', (match[1] ?? '').toUpperCase(), url.text], scan);
  }
  for (const match of text.matchAll(/\bfetch\(\s*(?=["'`])/g)) {
    const reader = new LiteralReader(text, match.index + match[0].length, scan.variables);
    const url = reader.read();
    const method = /method\s*:\s*["'](\w+)["']/i.exec(text.slice(reader.end, reader.end + 300))?.[1];
    if (url.kind === 'text' && method !== undefined && !/^get$/i.test(method))
      amountsTo(['curl', '-X', method.toUpperCase(), url.text], scan);
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
