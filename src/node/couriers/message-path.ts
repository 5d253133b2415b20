import { type MessageKey, type MessageKind, messageKinds } from '../../ports/courier.js';

const hex32 = /^[0-9a-f]{32}$/;

/** Of these several lie under one id. */
const several = new Set<MessageKind>(['answer', 'entries', 'archived']);

export function liesInFolders(kind: MessageKind): boolean {
  return several.has(kind);
}

/** `request/ID`, `answer/ID/SIGNER`, `use/ID`; undefined for a key that names nothing, so that no path is made of it. */
export function pathOf(key: MessageKey): string | undefined {
  if (!hex32.test(key.id)) return undefined;
  if (!several.has(key.kind)) return key.signer === '' ? `${key.kind}/${key.id}` : undefined;
  return hex32.test(key.signer) ? `${key.kind}/${key.id}/${key.signer}` : undefined;
}

/** The inverse; undefined for anything that `pathOf` does not write: names on the other side are anybody's. */
export function keyOfPath(path: string): MessageKey | undefined {
  const [kindName, id = '', signer = ''] = path.split('/');
  const kind = messageKinds.find((one) => one === kindName);
  if (kind === undefined) return undefined;
  const key: MessageKey = { kind, id, signer };
  return pathOf(key) === path ? key : undefined;
}

/** Where the messages of a kind, or of one request, lie: `request/`, `answer/ID/`, or one name as a whole. */
export function prefixOf(kind: MessageKind, id: string | undefined): string {
  if (id === undefined) return `${kind}/`;
  return several.has(kind) ? `${kind}/${id}/` : `${kind}/${id}`;
}
