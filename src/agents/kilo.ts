import type { FileAdapter } from './adapter.js';
import { pluginCanary, pluginText } from './plugin-text.js';

/** Kilo's command line, as measured on 7.7.9: made from opencode, it loads the same plugin from folders of its own. */
export const kilo: FileAdapter = {
  id: 'kilo',
  name: 'Kilo',
  onWindows: 'plugin',
  program: 'kilo',
  traces: ['.config/kilo', '.local/share/kilo'],
  coverage: {
    tried: { kind: 'end-to-end', version: '7.7.9' },
    covered: 'every-tool',
    gaps: ['plugin-not-loaded'],
    onFailure: 'plugin-blocks',
  },
  next: 'restart',
  file: (scope, places) =>
    scope === 'user'
      ? `${places.home}/.config/kilo/plugins/countersign.js`
      : `${places.workspace}/.kilo/plugins/countersign.js`,
  switches: () => [],
  harmless: pluginCanary,
  form: 'plugin',
  text: (doorbell) => pluginText('kilo', doorbell),
};
