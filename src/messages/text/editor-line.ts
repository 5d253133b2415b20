import { inertLine } from '../../core/shared/inert.js';

/**
 * One line for the editor's own messages and lists. These read links that run commands, and icons, out of plain
 * text; text from outside must offer neither.
 */
export function editorLine(text: string): string {
  return inertLine(text).replaceAll('](', '] (').replaceAll('$(', '$ (');
}
