import { sha256 } from '../shared/digest.js';
import { err, ok, type Result } from '../shared/result.js';
import { envelopeLimitBytes } from './envelope.js';
import { fromBase64, toBase64 } from './ssh-base64.js';

/** A message and where it lies, as one text that a person copies from one window into another. */
export interface Pasted {
  readonly kind: 'request' | 'answer';
  /** The request's id, 32 hex digits. */
  readonly id: string;
  /** Of an answer: 32 hex digits of the signer's key; empty otherwise. */
  readonly signer: string;
  readonly bytes: Uint8Array;
}

export interface PastedError {
  readonly code: 'not-found' | 'cut-off' | 'damaged' | 'too-large';
}

const first = '-----BEGIN COUNTERSIGN MESSAGE-----';
const last = '-----END COUNTERSIGN MESSAGE-----';
const columns = 64;
/** Of a pasted text, in characters: mail adds marks and empty lines. */
const longest = envelopeLimitBytes * 3;

/** Kind, id, signer, check sum and content, joined by dots and wrapped. No character that mail changes. */
export function encodePasted({ kind, id, signer, bytes }: Pasted): string {
  const content = toBase64(bytes)
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/={1,2}$/, '');
  const text = [kind, id, signer, checkOf(bytes), content].join('.');
  const lines = text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
  return [first, ...lines, last, ''].join('\n');
}

/** Finds the message in whatever was pasted: quoted, indented, wrapped anew, with words around it. */
export function decodePasted(text: string): Result<Pasted, PastedError> {
  if (text.length > longest) return err({ code: 'too-large' });
  const flat = text.replace(/^[ \t]*(?:>[ \t]*)+/gm, '').replace(/[\s\u00a0\u200b\ufeff]/g, '');
  const [begin, end] = [first, last].map((line) => line.replace(/ /g, ''));
  const from = flat.indexOf(begin ?? '');
  if (from < 0) return err({ code: 'not-found' });
  const to = flat.indexOf(end ?? '', from);
  if (to < 0) return err({ code: 'cut-off' });
  const inner = flat.slice(from + (begin ?? '').length, to);
  const [, kind, id = '', signer = '', check, content = ''] =
    /^(request|answer)\.([0-9a-f]{32})\.((?:[0-9a-f]{32})?)\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)$/.exec(inner) ??
    [];
  if (kind !== 'request' && kind !== 'answer') return err({ code: 'damaged' });
  if ((kind === 'answer') !== (signer !== '')) return err({ code: 'damaged' });
  const padding = '='.repeat((4 - (content.length % 4)) % 4);
  const bytes = fromBase64(content.replace(/-/g, '+').replace(/_/g, '/') + padding);
  if (bytes === undefined || checkOf(bytes) !== check) return err({ code: 'damaged' });
  if (bytes.length > envelopeLimitBytes) return err({ code: 'too-large' });
  return ok({ kind, id, signer, bytes });
}

/** Against a slip of the hand; what counts is the signature. */
function checkOf(bytes: Uint8Array): string {
  return sha256(bytes).slice(0, 16);
}
