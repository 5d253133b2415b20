import type { CopyFailure, CopyOffer } from '../../core/approval/request.js';
import { copyLimits } from '../../core/change/copyable.js';
import { inertLine } from '../../core/shared/inert.js';
import { bytesText } from '../text/bytes.js';
import { countText } from '../text/count.js';
import { dateAndTime } from '../text/time.js';

/** "Keep a copy first: 3 files, 1.2 MB, for 14 days". */
export function copyOfferText(copy: CopyOffer): string {
  return `Keep a copy first: ${sizeText(copy)}, for ${copyLimits.days} days`;
}

/** Why no copy is offered of what is lost. */
export function noCopyText({ files, bytes }: CopyOffer): string {
  if (files <= copyLimits.files && bytes <= copyLimits.bytes)
    return 'No copy is offered of it: there was no time to add up what it holds.';
  const most = `${bytesText(copyLimits.bytes)} or ${copyLimits.files.toLocaleString('en')} files`;
  return `No copy can be kept of it: it is more than ${most} (${bytes === 0 ? countText(files, 'file', 'files') : sizeText({ files, bytes })} were counted).`;
}

export function sizeText({ files, bytes }: Pick<CopyOffer, 'files' | 'bytes'>): string {
  return `${countText(files, 'file', 'files')}, ${bytesText(bytes)}`;
}

/** Beside a call that ran: what of it can be brought back, and how. */
export function copyKeptText(id: string, { keptUntil }: CopyOffer): string {
  return keptUntil === undefined
    ? ''
    : `A copy of what it took is kept until ${dateAndTime(keptUntil)}: countersign restore ${id}.`;
}

/** Why the copy was not kept, as the second half of a sentence. */
export function copyFailureText({ code, detail }: CopyFailure): string {
  const what = detail === '' ? '' : ` (${inertLine(detail)})`;
  const said: Readonly<Record<CopyFailure['code'], string>> = {
    full: `there is no room on the disk${what}`,
    unwritable: `the home of Countersign cannot be written${what}`,
    unreadable: `a file cannot be read${what}`,
    changed: `a file was written to all the while${what}`,
    'too-large': `it has become more than is kept${what}`,
    'not-possible': 'no copies can be kept here',
  };
  return said[code];
}
