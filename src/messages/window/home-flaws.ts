import type { HomeFlaw } from '../../core/toolcall/home-flaw.js';
import { editorLine } from '../text/editor-line.js';

/** One thing that is wrong with the home, on one line. */
export function homeFlawText(flaw: HomeFlaw): string {
  const path = editorLine(flaw.path);
  switch (flaw.kind) {
    case 'foreign-registration':
      return `A gate that this installation did not make is registered: ${path}, process ${flaw.pid}. No call is asked there. Reload a window of an older version; end the process if it is none`;
    case 'socket-replaced':
      return `Something else was put at this window's socket ${path}, or its rights were changed. No call is asked there; the window listens anew within seconds`;
    case 'foreign-rights':
      return flaw.isMended
        ? `Others could write to ${path} (mode ${flaw.mode}); it is for you alone now. Whatever they put there before stays: look at it`
        : `Others can write to ${path} (mode ${flaw.mode}), and that could not be changed`;
    case 'crowded':
      return `More than 1000 files, or 64 kB of registrations, lie in ${path}: every call is blocked. Remove what no window wrote`;
    case 'foreign-owner':
      return `${path} belongs to another user: nothing in it can be trusted`;
  }
}
