import type { Request } from '../../core/approval/request.js';

export const unknownLinkText =
  'This link leads to no request that is open here. It may be decided, expired, or of another repository.';

export const nothingToLinkText = 'No request waits for peers. A link can be copied while one does.';

export function linkCopiedText({ id }: Request): string {
  return `The link to ${id} is copied. It only leads there: whoever opens it still has to read, and to sign.`;
}
