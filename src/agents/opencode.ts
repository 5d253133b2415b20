import { pluginAgent } from './plugin-text.js';

/** opencode, as measured on 1.18.33: a plugin in its folder is loaded without a question, and a throw in it blocks. */
export const opencode = pluginAgent({
  id: 'opencode',
  name: 'opencode',
  version: '1.18.33',
  traces: ['.config/opencode', '.local/share/opencode'],
  folders: ['.config/opencode/plugins', '.opencode/plugins'],
});
