import { editorLine } from '../text/editor-line.js';

/** What goes to an archive. */
export const sentText =
  'with what agents asked for and where, who decided, and what came of it; secrets are taken out';

/** What a person agrees to who accepts a policy that names an archive. */
export function archiveClause(url: string): string {
  return `From then on every entry of this machine\u2019s record goes to the archive at ${editorLine(url)}, ${sentText}. countersign outbox --stop ends that.`;
}
