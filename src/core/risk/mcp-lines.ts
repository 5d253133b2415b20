import { shellQuoted } from '../shared/shell-word.js';
import type { McpPayload } from '../toolcall/toolcall.js';
import type { Field } from './mcp-fields.js';

/** Command lines that do what such a tool does with such arguments, so that it is judged as they are. */
export function toolLines(payload: McpPayload, fields: readonly Field[]): readonly string[] {
  return [...awsLine(payload, fields), ...pushLine(payload), ...writeLine(payload, fields)];
}

function one(fields: readonly Field[], names: RegExp): string | undefined {
  return fields.find(({ key }) => names.test(key))?.text;
}

/** A tool for all of AWS, told a service and an operation of it. */
function awsLine({ server, name }: McpPayload, fields: readonly Field[]): readonly string[] {
  if (!/aws|boto/i.test(`${server} ${name}`)) return [];
  const service = one(fields, /^service(?:name)?$/);
  const operation = one(fields, /^(?:operation|action|method|api)(?:name)?$/);
  if (!/^[\w-]{2,40}$/.test(service ?? '') || !/^[A-Za-z][\w-]{2,80}$/.test(operation ?? '')) return [];
  const kebab = (operation ?? '')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
  return [`aws ${service?.toLowerCase()} ${kebab}`];
}

/** A push that is told to force. */
function pushLine({ name, arguments: given }: McpPayload): readonly string[] {
  if (!/(?:^|[^a-z])push(?:$|[^a-z])/i.test(name) || typeof given !== 'object' || given === null) return [];
  const entries = new Map(Object.entries(given));
  const forced = [...entries].some(([key, value]) => /^force/i.test(key) && value === true);
  if (!forced && entries.get('mirror') !== true) return [];
  const words = ['remote', 'branch']
    .map((key) => entries.get(key))
    .filter((word) => typeof word === 'string');
  const way = forced ? '--force' : '--mirror';
  return [['git push', way, ...words.map((word) => shellQuoted(word))].join(' ')];
}

/** A whole file's text: what stood there is written over. */
function writeLine({ name }: McpPayload, fields: readonly Field[]): readonly string[] {
  if (!/write|save|create|put/i.test(name) || /append|insert/i.test(name)) return [];
  const path = one(fields, /^(?:path|filepath|filename|file|absolutepath|targetfile)$/);
  const isText = fields.some(({ key }) => /^(?:content|contents|text|filetext|data)$/.test(key));
  return isText && path !== undefined && /^[^:\n]{1,1000}$/.test(path) && !/github|gitlab/i.test(name)
    ? [`printf x > ${shellQuoted(path)}`]
    : [];
}
