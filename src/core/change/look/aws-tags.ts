import { isJsonObject, parseJson } from '../../shared/json.js';
import { environmentOfName } from '../../target/environment.js';
import type { Heard } from './look.js';

/** What tells an environment when a tag is called so, or ends in it: `env`, `App:Environment`, `kubernetes.io/stage`. */
const telling = /(?:env|environment|stage|tier|lifecycle|landscape|sdlc|name)$/i;

/** More of them say nothing more. */
const mostTags = 3;
const longestTag = 200;
const deepest = 24;

/** The tags of an answer that say production, as `Environment=production`. A tag can only make a place stricter. */
export function productionTags(heard: readonly Heard[]): readonly string[] {
  const found = new Set<string>();
  for (const { isWhole, text } of heard) if (isWhole) collect(parseJson(text), found, 0);
  return [...found].slice(0, mostTags);
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (depth > deepest) return;
  if (Array.isArray(value)) for (const one of value) collect(one, found, depth + 1);
  if (!isJsonObject(value)) return;
  const { Key: key, Value: content } = value;
  if (typeof key === 'string' && typeof content === 'string' && saysProduction(key, content))
    found.add(`${key}=${content}`);
  for (const one of Object.values(value)) collect(one, found, depth + 1);
}

function saysProduction(key: string, content: string): boolean {
  if (key.length + content.length > longestTag || !telling.test(key)) return false;
  return environmentOfName(content)?.environment === 'production';
}
