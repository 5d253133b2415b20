import type { GitObject } from '../git/git-object.js';
import type { PushPayload } from '../git/git-remote.js';

const head = 'Countersign message [skip ci]\n\n';

/** A message as a name of its own points to it: the bytes as a blob. */
export function asBlob(bytes: Uint8Array): PushPayload {
  return (add) => add({ type: 'blob', bytes: Buffer.from(bytes) });
}

/** A branch can only point to a commit: the message stands in its text, over an empty tree. */
export function asCommit(bytes: Uint8Array): PushPayload {
  return (add) => {
    const tree = add({ type: 'tree', bytes: Buffer.alloc(0) });
    const who = 'Countersign <countersign@localhost> 0 +0000';
    const body = Buffer.from(bytes).toString('base64');
    const text = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${head}${body}\n`;
    return add({ type: 'commit', bytes: Buffer.from(text) });
  };
}

/** The inverse of both; undefined for what neither writes. */
export function messageIn(object: GitObject): Uint8Array | undefined {
  if (object.type === 'blob') return new Uint8Array(object.bytes);
  if (object.type !== 'commit') return undefined;
  const text = object.bytes.toString('latin1');
  const at = text.indexOf('\n\n');
  const body = at < 0 ? '' : text.slice(at + 2);
  const coded = body.startsWith(head) ? body.slice(head.length).trimEnd() : '-';
  return /^[A-Za-z0-9+/]*={0,2}$/.test(coded) ? new Uint8Array(Buffer.from(coded, 'base64')) : undefined;
}
