import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Request } from '../../core/approval/request.js';
import { diskText } from '../files/disk.js';
import { installationKey } from '../files/installation-key.js';
import { decodeRequest } from './decode-request.js';

/** `gone`: no file, or none that is a request. `foreign`: not written by this installation. `newer`: a newer version's alone. */
export type KeptRequest =
  | { readonly kind: 'kept'; readonly request: Request }
  | { readonly kind: 'gone' | 'foreign' | 'newer' };

/** A request of this home as its file lies there, decided or not, for who wants to see again what was shown. */
export function keptRequest(home: string, id: string): KeptRequest {
  if (!/^CS-[1-9]\d{0,8}$/.test(id)) return { kind: 'gone' };
  for (const folder of [join(home, 'requests'), join(home, 'requests', 'decided')]) {
    const text = diskText(join(folder, `${id}.json`));
    const read = text === undefined ? undefined : decodeRequest(text);
    if (text === undefined || read === undefined || read.request.id !== id) continue;
    if (read.kind === 'newer') return { kind: 'newer' };
    const mac = createHmac('sha256', installationKey(home, 'requests')).update(text).digest('hex');
    return diskText(join(folder, `${id}.mac`)) === mac
      ? { kind: 'kept', request: read.request }
      : { kind: 'foreign' };
  }
  return { kind: 'gone' };
}
