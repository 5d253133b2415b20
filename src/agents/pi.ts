import { pluginAgent } from './plugin-text.js';

/** Pi, as measured on 0.73.1: an extension in its folder is loaded without a question, and a throw in its `tool_call` blocks. */
export const pi = pluginAgent({
  id: 'pi',
  name: 'Pi',
  version: '0.73.1',
  traces: ['.pi/agent'],
  folders: ['.pi/agent/extensions', '.pi/extensions'],
  switches: ({ home, workspace }) => [`${home}/.pi/agent/settings.json`, `${workspace}/.pi/settings.json`],
});
