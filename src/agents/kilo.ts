import { pluginAgent } from './plugin-text.js';

/** Kilo's command line, as measured on 7.7.9: made from opencode, it loads the same plugin from folders of its own. */
export const kilo = pluginAgent({
  id: 'kilo',
  name: 'Kilo',
  version: '7.7.9',
  traces: ['.config/kilo', '.local/share/kilo'],
  folders: ['.config/kilo/plugins', '.kilo/plugins'],
});
