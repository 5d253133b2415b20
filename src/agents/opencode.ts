import type { FileAdapter } from './adapter.js';
import { pluginCanary, pluginText } from './plugin-text.js';

/** opencode, as measured on 1.18.33: a plugin in its folder is loaded without a question, and a throw in it blocks. */
export const opencode: FileAdapter = {
  id: 'opencode',
  name: 'opencode',
  onWindows: 'plugin',
  program: 'opencode',
  traces: ['.config/opencode', '.local/share/opencode'],
  coverage: {
    tried: { kind: 'end-to-end', version: '1.18.33' },
    covered: 'every-tool',
    gaps: ['plugin-not-loaded'],
    onFailure: 'plugin-blocks',
  },
  next: 'restart',
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.config/opencode/plugins/countersign.js`
      : `${places.workspace}/.opencode/plugins/countersign.js`,
  switches: () => [],
  harmless: pluginCanary,
  form: 'plugin',
  text: (doorbell) => pluginText('opencode', doorbell),
};
