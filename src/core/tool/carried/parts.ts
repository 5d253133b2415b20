import { OPAQUE_MARK, type Value } from '../../command/invocation.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import { fileInput, inputOf } from '../input.js';
import type { CarriedPart } from './request.js';

/** Files that carry no statement, whatever is in them. */
const artefact =
  /\.(?:zip|tgz|gz|tar|bz2|xz|zst|7z|png|jpe?g|gif|webp|svg|pdf|mp[34]|mov|wasm|whl|jar|war|exe|dll|so|dmg|deb|rpm|apk|ipa|bin|iso|woff2?|ttf|vsix|nupkg|gem|crate|csv|parquet)$/i;

/** A value that is sent as it stands. */
export function literalPart(value: Value): CarriedPart {
  return { text: value.text };
}

/** A file that is sent: its text, or nothing where it can carry no statement. `-` is what comes by a pipe. */
export function filePart(path: string, setting: ToolInvocation): readonly CarriedPart[] {
  if (artefact.test(path)) return [];
  if (path.includes(OPAQUE_MARK)) return [{ unread: path }];
  const input = path === '-' || path === '/dev/stdin' ? inputOf(setting) : fileInput(setting, path);
  if (input.kind === 'terminal') return [];
  return [input.kind === 'text' ? { text: input.text } : { unread: path === '-' ? 'standard input' : path }];
}

/** `Name: value` lines by name in lower case. */
export function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((line): readonly (readonly [string, string])[] => {
      const at = line.search(/[:;=]/);
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );
}
