import { getNodeValue, parseTree } from 'jsonc-parser';
import { jsonExcess } from './json-excess.js';

/** A setting of Countersign that a workspace has. None is followed: all of them are the person's own. */
export interface WorkspaceSetting {
  readonly name: string;
  /** As JSON, shortened; text of the workspace. */
  readonly value: string;
}

const mostCharacters = 1_000_000;
/** What is beyond is none of an editor's own files. */
const most = { depth: 64, tokens: 200_000 };
const mostSettings = 50;
const longestValue = 60;

/** Settings named `countersign.…` in the text of `settings.json`, or under `settings` of a `.code-workspace` file. */
export function settingsOfWorkspace(text: string): readonly WorkspaceSetting[] {
  if (text.length > mostCharacters || jsonExcess(text, most) !== undefined) return [];
  const root = parseTree(text, [], { allowTrailingComma: true });
  const members = [root, memberOf(root, 'settings')].flatMap((node) => node?.children ?? []);
  const found = members.flatMap(({ children }): readonly WorkspaceSetting[] => {
    const [key, value] = children ?? [];
    const name: unknown = key?.value;
    if (value === undefined || typeof name !== 'string' || !/^countersign\./.test(name)) return [];
    return [{ name, value: (JSON.stringify(getNodeValue(value)) ?? '').slice(0, longestValue) }];
  });
  return found.slice(0, mostSettings);
}

function memberOf(root: ReturnType<typeof parseTree>, name: string) {
  return (root?.children ?? []).find(({ children }) => children?.[0]?.value === name)?.children?.[1];
}
